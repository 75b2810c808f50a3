package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/files"
	"why403/flow/i18n"
)

// given holds the facts of --answer and --answers, in the order in which they were given.
type given []givenFact

// givenFact is one of the facts that an answer says.
type givenFact struct {
	flow.Fact
	answer string // As it was given, such as where=api.
}

// name is what the answer was about, as it was given.
func (f givenFact) name() string {
	id, _, _ := strings.Cut(f.answer, "=")
	return strings.TrimSpace(id)
}

// given reads --answers, then --answer, which so wins. An answer may be about any playbook that ships, unless one was named.
func (c *console) given(ctx context.Context, d diagnosing) (given, error) {
	var lines []answerLine
	if d.file != "" {
		data, err := files.Input{Path: d.file, Most: maxAnswers, Hint: "name a file with one ID=yes, ID=no, ID=unsure or ID=OPTION a line"}.Read(ctx)
		if err != nil {
			return nil, fmt.Errorf("--answers: %w", err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, answerLine{file: d.file, number: i + 1, text: line})
			}
		}
	}
	for _, a := range d.answers {
		lines = append(lines, answerLine{text: a})
	}
	if len(lines) == 0 {
		return nil, nil
	}
	usual, err := c.playbooks().Usual()
	if err != nil {
		return nil, err
	}
	books := []*content.Book{usual}
	if !c.playbooks().Named() {
		for _, id := range content.Shipped()[1:] {
			b, err := content.Ship(id)
			if err != nil {
				return nil, err
			}
			books = append(books, b)
		}
	}
	var facts given
	flags := make(map[string]answerLine) // What --answer said of a fact, of the call as it is.
	for _, l := range lines {
		said, err := l.parse(books)
		if err != nil {
			return nil, err
		}
		for _, f := range said {
			if _, fixed := strings.CutPrefix(f.ID, flow.FixedFact("")); fixed && f.Value == flow.No {
				facts = slices.DeleteFunc(facts, beforeTheFix)
				clear(flags)
			}
			if before, ok := flags[f.ID]; ok && before.value != f.Value {
				return nil, usagef("say it once", "--answer: %s and %s cannot both be so", before.text, l.text)
			}
			if l.file == "" {
				l.value = f.Value
				flags[f.ID] = l
			}
			facts = append(facts, givenFact{f, l.text})
		}
	}
	return facts, nil
}

// beforeTheFix reports whether an answer that was given ahead of a fix that did not help is of the call as it was then. Which
// other fixes did not help stays. The text is that of the call as it is now.
func beforeTheFix(f givenFact) bool {
	return !strings.HasPrefix(f.ID, flow.FixedFact("")) || f.Value != flow.No
}

// answerLine is one answer as it was given.
type answerLine struct {
	file   string // Empty for --answer.
	number int
	text   string
	value  flow.Value // Of a fact that it says.
}

// parse reads the answer with the first of the playbooks that has its question. The error is that of the first one.
func (l answerLine) parse(books []*content.Book) ([]flow.Fact, error) {
	var first error
	for _, b := range books {
		f, err := b.ParseAnswer(l.text, new(flow.Session), flow.You)
		if err == nil {
			return f, nil
		}
		if first == nil {
			first = err
		}
	}
	hint := cmp.Or(flow.HintOf(first), i18n.T("why403 playbook show lists them"))
	if l.file != "" {
		return nil, usagef(hint, "%s:%d: %w", l.file, l.number, first)
	}
	return nil, usagef(hint, "--answer: %w", first)
}

// of returns the answers that the playbook has a question for, and that no playbook before it took.
func (g given) of(t *headless.Talk) []flow.Fact {
	var facts []flow.Fact
	for _, f := range g {
		if t.Book.Asks(f.ID) && !slices.ContainsFunc(t.From, func(b *content.Book) bool { return b.Asks(f.ID) && sameFact(b, t.Book, f.ID) }) {
			facts = append(facts, f.Fact)
		}
	}
	return facts
}

// idle lists the answers of which nothing counts, since no question that they answer is asked with what else is known.
func (g given) idle(trail []flow.TrailStep) []string {
	counts, off := make(map[string]bool), make(map[string]bool)
	for _, st := range trail {
		counts[st.Fact.ID], off[st.Fact.ID] = !st.OffPath, st.OffPath
	}
	var idle []string
	for _, f := range g {
		same := func(o givenFact) bool { return o.answer == f.answer && counts[o.ID] }
		if off[f.ID] && !slices.Contains(idle, f.answer) && !slices.ContainsFunc(g, same) {
			idle = append(idle, f.answer)
		}
	}
	return idle
}

// unused is about the answers that none of the playbooks the session went through has a question for.
func (g given) unused(t *headless.Talk) error {
	var errs []error
	for _, f := range g {
		if !slices.ContainsFunc(append(slices.Clone(t.From), t.Book), func(b *content.Book) bool { return b.Asks(f.ID) }) {
			errs = append(errs, usagef("", "there is no question %q in %s, which this was read with", f.name(), t.Book.ID))
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return usagef("why403 diagnose --playbook names the playbook", "--answer: %w", errors.Join(errs...))
}

// sameFact reports whether a hand-over keeps the fact.
func sameFact(from, to *content.Book, id string) bool {
	h := flow.Handing{From: from.Playbook, To: to.Playbook}
	return h.Same(id)
}

// answerFlag adds the flag that Playbook.ParseAnswer reads.
func (c *console) answerFlag(cmd *cobra.Command, to *[]string) {
	cmd.Flags().StringArrayVar(to, "answer", nil, "answer a question, as `ID=yes|no|unsure`, or one with named answers, as ID=OPTION or ID=unsure; may be repeated")
	completeWith(cmd, "answer", c.named(answerNames))
}
