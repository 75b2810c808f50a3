package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/i18n"
)

// summaryLines is how many lines a summary has at most, so that a window of 24 shows it with what stands below it.
const summaryLines = 18

// Summary writes what a person who leaves the conversation needs on the screen: the verdict with its fix, or the question, and
// as many of the reasons and other causes as fit summaryLines.
func (d Diagnosis) Summary(w io.Writer, width int) error {
	var t *text
	for most := summaryLines; most >= 0; most-- {
		t = &text{width: width}
		d.outcome(t, most)
		d.causes(t, most)
		if n := len(d.Facts); n > 0 {
			t.blank()
			t.line("", i18n.T("Facts known: %d.", n))
		}
		if strings.Count(t.b.String(), "\n") <= summaryLines {
			break
		}
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

// outcome writes the verdict with at most that many reasons, or the question.
func (d Diagnosis) outcome(t *text, most int) {
	switch {
	case d.Verdict != nil:
		d.concluded(t, most)
	case d.Next != nil:
		d.asking(t)
	default:
		t.line(i18n.T("OPEN: "), i18n.T("everything was asked, and %s.", d.left))
	}
}

// every is more reasons or causes than there are.
const every = 1 << 20

// Text writes the diagnosis for a person: plain text, wrapped at the width in columns, or not at all if it is zero or less.
func (d Diagnosis) Text(w io.Writer, width int) error {
	t := &text{width: width}
	d.outcome(t, every)
	if d.Verdict == nil && d.Next != nil {
		d.answering(t)
	}
	d.causes(t, every)
	if len(d.Facts) > 0 {
		t.blank()
		t.line("", i18n.T("What is known:"))
		for _, f := range d.Facts {
			quote := ""
			if f.Quote != "" {
				quote = `, "` + f.Quote + `"`
			}
			t.line("  - ", d.says[f.ID]+" ("+f.From+quote+")")
		}
	}
	if len(d.Said) > 0 {
		t.blank()
		t.line("", i18n.T("You wrote, not counted until it is answered:"))
		for _, o := range d.Said {
			t.line("  - ", fmt.Sprintf(`%s ("%s")`, d.says[o.Question], o.Words))
		}
	}
	if len(d.Others) > 0 {
		t.blank()
		t.line("", i18n.T("Other errors in the text (not used):"))
		for _, o := range d.Others {
			t.line("  - ", o)
		}
	}
	if d.Party != nil {
		t.blank()
		t.line(i18n.T("Answered by: "), *d.Party)
	}
	if d.RequestID != nil {
		t.blank()
		t.line(i18n.T("Request id: "), *d.RequestID)
	}
	if d.Because != "" {
		t.blank()
		t.line(i18n.T("Playbook: "), d.Playbook+". "+d.Because)
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

func (d Diagnosis) concluded(t *text, most int) {
	t.line(i18n.T("VERDICT: "), d.Verdict.Title)
	if d.Verdict.Number != nil {
		t.line("", i18n.T("Cause %d.", *d.Verdict.Number))
	}
	if d.sure != "" {
		t.line(i18n.T("Confidence: "), d.sure)
	}
	if i := slices.IndexFunc(d.Causes, func(c Cause) bool { return c.ID == d.Verdict.ID }); i >= 0 {
		for _, r := range d.Causes[i].For[:min(most, len(d.Causes[i].For))] {
			t.line(i18n.T("  because: "), r)
		}
		for _, r := range d.Causes[i].Against[:min(most, len(d.Causes[i].Against))] {
			t.line(i18n.T("  but: "), r)
		}
	}
	if d.Fix == nil {
		return
	}
	if len(d.Fix.Do) == 1 {
		t.line(i18n.T("Fix: "), d.Fix.Do[0])
	} else {
		t.line("", i18n.T("Do this now:"))
		for i, f := range d.Fix.Do {
			t.line(fmt.Sprintf("  %d. ", i+1), f)
		}
	}
	for _, part := range []struct{ lead, text string }{{i18n.T("Who: "), d.Fix.Who}, {i18n.T("Send: "), d.Fix.Send}, {i18n.T("Check: "), d.Fix.Check}} {
		if part.text != "" {
			t.line(part.lead, part.text)
		}
	}
}

func (d Diagnosis) asking(t *text) {
	if c := d.Next.Choice; c != nil {
		t.line(i18n.T("QUESTION: "), c.Ask)
		return
	}
	t.line(i18n.T("QUESTION: "), d.Next.Ask)
	if d.Next.Why != "" {
		t.line(i18n.T("Why: "), d.Next.Why)
	}
}

// answering says how to find the answer, and how to give it.
func (d Diagnosis) answering(t *text) {
	if c := d.Next.Choice; c != nil {
		for _, o := range c.Options {
			text := o.Title
			if o.Detail != "" {
				text += " (" + o.Detail + ")"
			}
			t.line(fmt.Sprintf("  --answer %s=%s  ", c.ID, o.ID), text)
		}
		return
	}
	steps := d.Next.How
	if d.command != "" {
		steps = steps[:len(steps)-1]
	}
	if len(steps) > 0 {
		if d.Next.ID != flow.Printed {
			t.line("", i18n.T("How to check:"))
		}
		for i, h := range steps {
			t.line(fmt.Sprintf("  %d. ", i+1), h)
		}
	}
	if d.command != "" {
		t.line("", i18n.T("Or run this where it fails:"))
		for l := range strings.SplitSeq(d.command, "\n") {
			t.b.WriteString("    " + l + "\n") // Not wrapped: a broken line is copied wrong.
		}
	}
	if d.Next.ID == flow.Printed {
		t.line(i18n.T("To answer: "), i18n.T("--error 1, or the number of another one"))
		return
	}
	t.line(i18n.T("To answer: "), i18n.T("--answer %s=yes, or =no, or =unsure", d.Next.ID))
}

// causes lists what is not ruled out besides the verdict, at most that many, and how many more there are.
func (d Diagnosis) causes(t *text, most int) {
	shown, left := 0, 0
	heading := i18n.T("Still possible:")
	if d.Verdict != nil {
		heading = i18n.T("Also in question:")
	}
	for _, degree := range []flow.Degree{flow.AsCertain, flow.AsStrong, flow.AsLikely, flow.AsPossible} {
		for _, c := range d.Causes {
			if c.Standing != string(degree) || (d.Verdict != nil && c.ID == d.Verdict.ID) {
				continue
			}
			if d.elsewhere && degree == flow.AsPossible {
				continue // Nothing speaks for it, and the error is not this service's to explain.
			}
			if heading != "" {
				t.blank()
				t.line("", heading)
				heading = ""
			}
			if shown == most {
				left++
				continue
			}
			shown++
			t.line("  - ", d.titles[c.ID]+" ("+i18n.Certainty(string(degree))+")")
		}
	}
	if left > 0 {
		t.line("  … ", i18n.T("and %d more", left))
	}
}

// text gathers lines.
type text struct {
	b     strings.Builder
	width int
}

func (t *text) blank() { t.b.WriteString("\n") }

// line writes words behind a label and breaks at spaces only, so that ids and addresses stay in one piece.
func (t *text) line(label, s string) {
	const deepest = 12 // Columns that further lines are indented at most.
	indent := strings.Repeat(" ", min(utf8.RuneCountInString(label), deepest))
	t.b.WriteString(label)
	used, first := utf8.RuneCountInString(label), true
	for w := range strings.FieldsSeq(s) {
		n := utf8.RuneCountInString(w)
		switch {
		case first:
		case t.width > 0 && used+1+n > t.width:
			t.b.WriteString("\n" + indent)
			used = len(indent)
		default:
			t.b.WriteString(" ")
			used++
		}
		t.b.WriteString(w)
		used += n
		first = false
	}
	t.b.WriteString("\n")
}
