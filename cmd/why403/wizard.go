package main

import (
	"context"
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"

	"why403/content"
	"why403/flow"
	"why403/tui"
)

// maxText is how much of a text is taken into memory, in bytes. The reader itself looks at the first and the last 8 MiB.
const maxText = 256 << 20

func (c *console) runWizard(ctx context.Context) error {
	book, err := content.Default()
	if err != nil {
		return err
	}
	cfg := tui.Config{
		Playbook: book.Playbook, Session: new(flow.Session), Read: book.Signs.Read, Now: c.now, OpenFile: openText, Version: version(),
		Record: func([]flow.Event) error { return nil },
	}
	cfg.Session.Open(flow.About{Playbook: book.ID, Digest: book.Digest, Whose: flow.You, Version: version()}, c.now())
	if !c.outTerminal {
		return usagef("run it in a terminal", "standard output is not a terminal")
	}
	in := c.in
	if !c.inTerminal {
		text, err := readText(c.in)
		if err != nil {
			return err
		}
		tty, _, err := tea.OpenTTY()
		if err != nil {
			return usagef("run it in a terminal", "there is no terminal to take the keys from: %w", err)
		}
		defer tty.Close()
		in = tty
		r := book.Signs.Read(text)
		cfg.Opening = &r
		cfg.Session.Read(r, flow.Pasted, c.now())
	}
	res, err := tui.Run(ctx, cfg, in, c.out)
	if err != nil {
		return err
	}
	if res.Interrupted {
		return &exitError{code: exitInterrupted}
	}
	return ended(book, res.Position)
}

// ended returns the exit code of a position, as an error without words.
func ended(book *content.Book, p flow.Position) error {
	switch {
	case p.Outcome != flow.Concluded:
		return &exitError{code: exitOpen}
	case p.Verdict.ID == book.Unexplained:
		return &exitError{code: exitUnexplained}
	case p.Verdict.Elsewhere:
		return &exitError{code: exitElsewhere}
	default:
		return nil
	}
}

// openText reads the file that a person named on the screen.
func openText(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	return readText(f)
}

// readText reads a text whole, up to maxText.
func readText(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxText+1))
	if err != nil {
		return nil, fmt.Errorf("read the text: %w", err)
	}
	if len(data) > maxText {
		return nil, usagef("cut out the part around the error", "the text is longer than %d MiB", maxText>>20)
	}
	return data, nil
}
