package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
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

		ValidArgsFunction: c.sessionNames(2),

		RunE: func(_ *cobra.Command, args []string) error { return c.runDiff(args) },
	}
}

func (c *console) runDiff(args []string) error {
	store := c.store()
	var pair [2]*compared
	for i, arg := range args {
		f, err := find(store, []string{arg})
		if err != nil {
			return err
		}
		book, err := c.bookOf(f)
		if err != nil {
			return err
		}
		pair[i] = compare(book, f)
	}
	p := &page{width: c.columns()}
	writeDiff(p, pair[0], pair[1])
	if _, err := io.WriteString(c.out, p.take()); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

// compared is one of two sessions.
type compared struct {
	book   *content.Book
	label  string
	ticket string
	at     flow.Position
	facts  []flow.Fact // In the order in which they were said.
}

func compare(book *content.Book, f found) *compared {
	s := flow.Replay(f.events)
	facts := s.Facts()
	return &compared{book: book, label: f.label(), ticket: oneLine(s.About().Ticket), at: flow.Walk(book.Playbook, facts), facts: facts}
}

func (c *compared) fact(id string) (flow.Fact, bool) {
	for _, f := range c.facts {
		if f.ID == id {
			return f, true
		}
	}
	return flow.Fact{}, false
}

// same returns a fact that means the same as in the other session.
func (c *compared) same(other *compared, id string) (flow.Fact, bool) {
	if c.book.ID != other.book.ID && !sameFact(other.book, c.book, id) {
		return flow.Fact{}, false
	}
	return c.fact(id)
}

// says is what a fact says, in words.
func (c *compared) says(id string) string { return factAbout(c.book, id) }

func (c *compared) title() string {
	if c.ticket == "" {
		return c.label
	}
	return c.label + ", ticket " + c.ticket
}

// level is where a cause stands, in words.
func (c *compared) level(id string) string {
	st, ok := c.at.Standing(id)
	if !ok && c.book.Verdict(id) == nil {
		return i18n.T("not in its playbook")
	}
	if !ok {
		return i18n.T("not considered")
	}
	return i18n.Certainty(st.Level.LevelText())
}

func writeDiff(p *page, a, b *compared) {
	p.hang("A: ", a.title())
	p.hang("   ", stand(a.book.Playbook, a.at))
	p.hang("B: ", b.title())
	p.hang("   ", stand(b.book.Playbook, b.at))
	if a.book.ID != b.book.ID {
		p.blank()
		p.hang("", i18n.T("A is in the playbook %s, B in %s.", a.book.ID, b.book.ID))
	}
	p.blank()
	if a.book.ID == b.book.ID && where(a.at) == where(b.at) {
		p.hang("", i18n.T("Both stand at the same place."))
	} else {
		p.hang("", i18n.T("They stand at different places."))
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
		g, ok := b.same(a, f.ID)
		switch {
		case ok && f.Value != g.Value:
			values = append(values, fmt.Sprintf("%s: A %s (%s), B %s (%s)", a.says(f.ID), f.Value, f.From, g.Value, g.From))
		case ok && f.From != g.From:
			words = append(words, i18n.T("%s: %s, A by %s, B by %s", a.says(f.ID), f.Value, f.From, g.From))
		}
	}
	list(i18n.T("Other values:"), values)
	list(i18n.T("Only in A:"), onlyIn(a, b))
	list(i18n.T("Only in B:"), onlyIn(b, a))
	list(i18n.T("The same value from another source:"), words)
	var causes []string
	for _, of := range []*compared{a, b} {
		for i := range of.book.Verdicts {
			id := of.book.Verdicts[i].ID
			if of == b && a.book.Verdict(id) != nil {
				continue // It was compared with the others of A.
			}
			if x, y := a.level(id), b.level(id); x != y {
				causes = append(causes, fmt.Sprintf("%s: A %s, B %s", id, x, y))
			}
		}
	}
	list(i18n.T("Causes that stand elsewhere:"), causes)
	if len(values)+len(words)+len(causes)+len(onlyIn(a, b))+len(onlyIn(b, a)) == 0 {
		p.hang("", i18n.T("The same facts are known in both."))
	}
}

// onlyIn lists what is known in a session and not in the other.
func onlyIn(in, other *compared) []string {
	var lines []string
	for _, f := range in.facts {
		if _, ok := other.same(in, f.ID); !ok {
			lines = append(lines, fmt.Sprintf("%s: %s (%s)", in.says(f.ID), f.Value, f.From))
		}
	}
	return lines
}
