package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
)

func (c *console) diff() *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two sessions: what was said in only one, and what they came to",
		Long: `Compares two sessions, each a name, a ticket or a file: facts known in only one, facts with another value, causes that
stand elsewhere, and the verdicts. Both are walked with what this machine knows now.`,
		Example: `  why403 diff k7q2 b3b3
  why403 diff T-1234 ./handed-over.jsonl`,
		Args: usage(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error { return c.runDiff(args) },
	}
}

func (c *console) runDiff(args []string) error {
	book, err := c.book()
	if err != nil {
		return err
	}
	store := c.store()
	var pair [2]*compared
	for i, arg := range args {
		f, err := find(store, []string{arg})
		if err != nil {
			return err
		}
		if err := f.fits(book); err != nil {
			return err
		}
		pair[i] = compare(book, f)
	}
	p := &page{width: c.columns()}
	writeDiff(p, book, pair[0], pair[1])
	if _, err := io.WriteString(c.out, p.take()); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

// compared is one of two sessions.
type compared struct {
	label  string
	ticket string
	at     flow.Position
	facts  []flow.Fact // In the order in which they were said.
}

func compare(book *content.Book, f found) *compared {
	s := flow.Replay(f.events)
	facts := s.Facts()
	return &compared{label: f.label(), ticket: oneLine(s.About().Ticket), at: flow.Walk(book.Playbook, facts), facts: facts}
}

func (c *compared) fact(id string) (flow.Fact, bool) {
	for _, f := range c.facts {
		if f.ID == id {
			return f, true
		}
	}
	return flow.Fact{}, false
}

func (c *compared) title() string {
	if c.ticket == "" {
		return c.label
	}
	return c.label + ", ticket " + c.ticket
}

// level is where a cause stands, in words.
func (c *compared) level(id string) string {
	st, ok := c.at.Standing(id)
	if !ok {
		return "not considered"
	}
	return strings.ReplaceAll(st.Level.String(), "_", " ")
}

func writeDiff(p *page, book *content.Book, a, b *compared) {
	p.hang("A: ", a.title())
	p.hang("   ", stand(a.at))
	p.hang("B: ", b.title())
	p.hang("   ", stand(b.at))
	p.blank()
	if where(a.at) == where(b.at) {
		p.hang("", "Both stand at the same place.")
	} else {
		p.hang("", "They stand at different places.")
	}
	list := func(heading string, lines []string) {
		if len(lines) == 0 {
			return
		}
		p.blank()
		p.hang("", heading)
		for _, l := range lines {
			p.hang("  - ", l)
		}
	}
	var values, words []string
	for _, f := range a.facts {
		g, ok := b.fact(f.ID)
		switch {
		case ok && f.Value != g.Value:
			values = append(values, fmt.Sprintf("%s: A %s (%s), B %s (%s)", factAbout(book, f.ID), f.Value, f.From, g.Value, g.From))
		case ok && f.From != g.From:
			words = append(words, fmt.Sprintf("%s: %s, A by %s, B by %s", factAbout(book, f.ID), f.Value, f.From, g.From))
		}
	}
	list("Other values:", values)
	list("Only in A:", onlyIn(book, a, b))
	list("Only in B:", onlyIn(book, b, a))
	list("The same value from another source:", words)
	var causes []string
	for i := range book.Verdicts {
		id := book.Verdicts[i].ID
		if x, y := a.level(id), b.level(id); x != y {
			causes = append(causes, fmt.Sprintf("%s: A %s, B %s", id, x, y))
		}
	}
	list("Causes that stand elsewhere:", causes)
	if len(values)+len(words)+len(causes)+len(onlyIn(book, a, b))+len(onlyIn(book, b, a)) == 0 {
		p.hang("", "The same facts are known in both.")
	}
}

// onlyIn lists what is known in a session and not in the other.
func onlyIn(book *content.Book, in, other *compared) []string {
	var lines []string
	for _, f := range in.facts {
		if _, ok := other.fact(f.ID); !ok {
			lines = append(lines, fmt.Sprintf("%s: %s (%s)", factAbout(book, f.ID), f.Value, f.From))
		}
	}
	return lines
}
