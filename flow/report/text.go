package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// summaryLines is how many lines a summary has at most, so that a window of 24 shows it with what stands below it.
const summaryLines = 18

// Summary writes what a person who leaves the conversation needs on the screen: the verdict with its fix, or the question, and
// as many of the reasons and other causes as fit summaryLines.
func (d Diagnosis) Summary(w io.Writer, width int) error {
	var lines []string
	for most := summaryLines; most >= 0; most-- {
		blocks := append(d.found(most), d.others(most)...)
		if lines = page.Lines(blocks, width); len(lines) <= summaryLines {
			break
		}
	}
	return write(w, lines)
}

func write(w io.Writer, lines []string) error {
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// found is the verdict with at most that many reasons, or the question.
func (d Diagnosis) found(most int) []page.Block {
	switch {
	case d.Verdict != nil:
		return d.concluded(most)
	case d.Next != nil:
		ask, why := d.Next.Ask, d.Next.Why
		if c := d.Next.Choice; c != nil {
			ask, why = c.Ask, c.Why
		}
		return append([]page.Block{page.Text{Lead: i18n.T("QUESTION: "), Text: ask}}, append(named(i18n.T("Why: "), why), hinted(i18n.T("Seen: "), d.Next.Seen)...)...)
	default:
		return []page.Block{page.Text{Lead: i18n.T("OPEN: "), Text: i18n.T("everything was asked, and %s.", d.left)}}
	}
}

// hinted is what was seen that hints at something without telling it.
func hinted(lead string, seen []string) []page.Block {
	var blocks []page.Block
	for _, text := range seen {
		blocks = append(blocks, page.Text{Lead: lead, Text: text})
	}
	return blocks
}

// named is a text behind what it is, or nothing for an empty one.
func named(lead, text string) []page.Block {
	if text == "" {
		return nil
	}
	return []page.Block{page.Text{Lead: lead, Text: text}}
}

// every is more reasons or causes than there are.
const every = 1 << 20

// Text writes the diagnosis for a person: plain text, wrapped at the width in columns, or not at all if it is zero or less. Full
// writes out the steps of the fix, how to verify it and the sources, too.
func (d Diagnosis) Text(w io.Writer, width int, full bool) error {
	blocks := d.found(every)
	if d.Verdict == nil && d.Next != nil {
		blocks = append(blocks, d.answering()...)
	}
	list := func(heading string, entries []string) {
		if len(entries) > 0 {
			blocks = append(blocks, page.Gap{}, page.Text{Text: heading})
		}
		for _, e := range entries {
			blocks = append(blocks, page.Group{Blocks: []page.Block{page.Item{Text: e}}})
		}
	}
	if full && d.Fix != nil {
		for _, part := range []struct{ heading, text string }{
			{i18n.T("The fix, step by step:"), d.Fix.steps}, {i18n.T("The request:"), d.Fix.request}, {i18n.T("How to verify:"), d.Fix.verify}, {i18n.T("Sources:"), d.Fix.sources},
		} {
			if part.text != "" {
				blocks = append(blocks, page.Gap{}, page.Text{Text: part.heading}, page.Group{Blocks: []page.Block{page.Markdown{Text: part.text}}})
			}
		}
	}
	blocks = append(blocks, d.others(every)...)
	var facts, unknown, said []string
	quoted := make(map[string]bool)
	for _, f := range d.Facts {
		from := d.sources[f.ID]
		if f.Quote != "" && !quoted[f.Quote] {
			quoted[f.Quote] = true
			from += `, "` + f.Quote + `"`
		}
		if text := d.says[f.ID] + " (" + from + ")"; f.Value == flow.Unsure.String() {
			unknown = append(unknown, text)
		} else {
			facts = append(facts, text)
		}
	}
	for _, o := range d.Said {
		said = append(said, fmt.Sprintf(`%s ("%s")`, d.says[o.Question], o.Words))
	}
	list(i18n.T("What is known:"), facts)
	list(i18n.T("What is not known yet:"), unknown)
	list(i18n.T("You wrote, not counted until it is answered:"), said)
	list(i18n.T("Other errors in the text (not used):"), d.Others)
	last := func(lead, text string) {
		if text != "" {
			blocks = append(blocks, page.Gap{}, page.Text{Lead: lead, Text: text})
		}
	}
	last(i18n.T("Answered by: "), d.answered)
	if d.Party != nil && *d.Party != d.answered {
		last(i18n.T("Called: "), *d.Party)
	}
	if d.RequestID != nil {
		last(i18n.T("Request id: "), *d.RequestID)
	}
	if d.Because != "" {
		last(i18n.T("Playbook: "), d.Playbook+". "+d.Because)
	}
	return write(w, page.Lines(blocks, width))
}

func (d Diagnosis) concluded(most int) []page.Block {
	blocks := []page.Block{page.Text{Lead: i18n.T("VERDICT: "), Text: d.Verdict.Title}}
	if d.Verdict.Number != nil {
		blocks = append(blocks, page.Text{Text: i18n.T("Cause %d in the guide.", *d.Verdict.Number)})
	}
	blocks = append(blocks, named(i18n.T("How sure: "), d.sure)...)
	if i := slices.IndexFunc(d.Causes, func(c Cause) bool { return c.ID == d.Verdict.ID }); i >= 0 {
		c := d.Causes[i]
		for _, r := range c.For[:min(most, len(c.For))] {
			blocks = append(blocks, page.Text{Lead: i18n.T("  because: "), Text: r})
		}
		for _, r := range c.Against[:min(most, len(c.Against))] {
			blocks = append(blocks, page.Text{Lead: i18n.T("  but: "), Text: r})
		}
		blocks = append(blocks, hinted(i18n.T("  seen: "), d.hints)...)
	}
	if d.Verdict.Confidence == string(flow.AsSolved) { // It is done.
		return append(blocks, page.Text{Lead: i18n.T("The fix: "), Text: d.Fix.card().Line()})
	}
	return append(blocks, conversation.DoNow(d.Fix.card())...)
}

// answering says how to find the answer, and how to give it.
func (d Diagnosis) answering() []page.Block {
	var blocks []page.Block
	steps, c := d.Next.How, d.Next.Choice
	if d.command != "" {
		steps = steps[:len(steps)-1]
	}
	if c != nil {
		steps = c.How
	}
	if len(steps) > 0 && d.Next.ID != flow.Printed {
		blocks = append(blocks, page.Text{Text: i18n.T("How to check:")})
	}
	for i, h := range steps {
		blocks = append(blocks, page.Markdown{Lead: fmt.Sprintf("  %d. ", i+1), Text: h})
	}
	if d.command != "" {
		blocks = append(blocks, page.Text{Text: i18n.T("Or run this where it fails:")}, page.Code{Text: d.command})
	}
	if c != nil {
		blocks = append(blocks, page.Text{Text: i18n.T("To answer:")})
		for _, o := range c.Options {
			blocks = append(blocks, page.Text{Lead: fmt.Sprintf("  --answer %s=%s  ", c.ID, o.ID), Text: o.line()})
		}
		return append(blocks, page.Text{Lead: fmt.Sprintf("  --answer %s=%s  ", c.ID, flow.Unsure), Text: cmp.Or(c.Unsure, conversation.ValueWord(flow.Unsure))})
	}
	how := i18n.T("--answer %s=yes, or =no, or =unsure", d.Next.ID)
	if d.Next.ID == flow.Printed {
		how = i18n.T("--error 1, or the number of another one")
	}
	return append(blocks, page.Text{Lead: i18n.T("To answer: "), Text: how})
}

// mostShort is how many causes there is no row for are named in few words.
const mostShort = 5

// others lists what is not ruled out besides the verdict, at most that many, and names some of those that there is no row for.
func (d Diagnosis) others(most int) []page.Block {
	var items []page.Block
	var left []string
	for _, degree := range []flow.Degree{flow.AsCertain, flow.AsStrong, flow.AsLikely, flow.AsPossible} {
		for _, c := range d.Causes {
			if c.Standing != string(degree) || !slices.Contains(d.rivals, c.ID) {
				continue
			}
			if len(items) == most {
				left = append(left, d.short[c.ID])
				continue
			}
			items = append(items, page.Item{Text: d.titles[c.ID] + " (" + i18n.Certainty(string(degree)) + ")"})
		}
	}
	if n := len(left); n > 0 {
		if n > mostShort {
			left = append(left[:mostShort], "…")
		}
		items = append(items, page.Text{Lead: "… ", Text: i18n.T("and %d more: %s", n, strings.Join(left, ", "))})
	}
	if len(items) == 0 {
		return nil
	}
	heading := i18n.T("Still possible:")
	if d.Verdict != nil {
		heading = i18n.T("Also in question:")
	}
	return []page.Block{page.Gap{}, page.Text{Text: heading}, page.Group{Blocks: items}}
}
