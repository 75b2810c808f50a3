package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// agreed asks for a yes. Anything else is no, and so is the end of the input. The error is an interruption, or that nothing can be
// read.
func (c *console) agreed(ctx context.Context, question string) (bool, error) {
	fmt.Fprint(c.err, question)
	type answer struct {
		text string
		err  error
	}
	given := make(chan answer, 1)
	go func() {
		text, err := firstLine(c.in)
		given <- answer{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(c.err)
		return false, &exitError{code: exitInterrupted}
	case a := <-given:
		if a.err != nil {
			fmt.Fprintln(c.err)
		}
		if a.err != nil && !errors.Is(a.err, io.EOF) {
			return false, fmt.Errorf("read the answer: %w", a.err)
		}
		word := strings.ToLower(strings.TrimSpace(a.text))
		return word == "y" || word == "yes", nil
	}
}

// allowed asks whether a change may be made, unless --yes said so. The error says that nothing was changed, in the words given.
func (c *console) allowed(ctx context.Context, yes bool, question, not string) error {
	if yes {
		return nil
	}
	if !c.inTerminal {
		return usagef("add --yes to do it without being asked", "%s: there is no terminal to ask on", not)
	}
	agreed, err := c.agreed(ctx, question+" [y/N] ")
	if err != nil || agreed {
		return err
	}
	fmt.Fprintf(c.err, "why403: %s\n", not)
	return &exitError{code: exitOpen}
}

// firstLine reads a line and nothing behind it, which belongs to whoever reads next.
func firstLine(in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < 100; {
		n, err := in.Read(one)
		if n > 0 && one[0] == '\n' {
			return string(line), nil
		}
		line = append(line, one[:n]...)
		if err != nil {
			return "", err // What is not ended by a line end is no answer.
		}
	}
	return "", nil
}

// linesOf reads lines until the input ends. A line has at most 4 KiB.
func linesOf(in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		sc := bufio.NewScanner(in)
		sc.Buffer(nil, 4<<10)
		for sc.Scan() {
			lines <- sc.Text()
		}
	}()
	return lines
}
