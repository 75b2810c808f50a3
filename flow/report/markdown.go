package report

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// markdown is the form for a ticket: what was found first, and what it was found in last.
func (d ShownSession) markdown() string {
	p := new(sheet)
	p.line("# " + md(d.Title))
	d.finding(p)
	switch {
	case d.Fixed != nil:
		p.heading(i18n.T("The fix for it"))
		for _, f := range d.Fix.DoNow {
			p.item(0, withCode(f))
		}
	case d.Fix != nil:
		p.card(d.Fix.card())
	}
	if d.CheckAgain != "" {
		p.line("\n" + i18n.T("To be checked again from %s on.", stamp(d.CheckAgain)))
	}
	if d.Verdict == nil {
		d.waiting(p)
	}
	d.shown(p)
	d.tried(p)
	d.others(p)
	if d.Verdict != nil && d.Fixed == nil {
		d.waiting(p)
	}
	if d.full && d.Fix != nil {
		p.body(i18n.T("The fix, step by step"), d.Fix.steps)
		p.body(headingRequest, d.Fix.request)
		p.body(headingVerify, d.Fix.verify)
		p.body(headingSources, d.Fix.sources)
		p.body(headingSeen, d.Fix.seen)
	}
	d.around(p)
	return strings.TrimSpace(p.String()) + "\n"
}

// ticket is markdown with the error and how it was made, at the end.
func (d ShownSession) ticket() string {
	out := d.markdown()
	for _, e := range d.errors() {
		fence := strings.Repeat("`", max(3, longest(e.Text)+1))
		out += strings.Join([]string{"", "<details>", "<summary>" + e.Name + "</summary>", "", fence, e.Text, fence, "", "</details>", ""}, "\n")
	}
	return out + "\n---\n" + d.madeWith() + "\n"
}

// errors are the texts that were given, with what each is called: the one that counts first.
func (d ShownSession) errors() []ShownItem {
	var out []ShownItem
	if d.Error != "" {
		out = append(out, ShownItem{i18n.T("The error as it was given"), d.Error})
	}
	for _, b := range d.ShownBefore {
		out = append(out, ShownItem{i18n.T("The error given before, at %s", clock(b.At, d.begun)), b.Error})
	}
	return out
}

// finding says what was found, how sure it is, and what the error says itself.
func (d ShownSession) finding(p *sheet) {
	switch v := d.Verdict; {
	case v == nil && d.left != "":
		p.line("\n**" + md(i18n.T("Not decided yet: %s.", d.left)) + "**")
	case v == nil: // The title says it.
	default:
		p.line("\n**" + md(v.Title) + "**")
		var more []string
		if v.Number != nil {
			more = append(more, i18n.T("Cause %d in the guide.", *v.Number))
		}
		switch {
		case d.Fixed != nil:
			more = append(more, verifiedWords(*d.Fixed))
		case v.sure != "":
			more = append(more, i18n.T("How sure: %s, not verified yet.", v.sure))
		}
		if len(more) > 0 {
			p.line("\n" + md(strings.Join(more, " ")))
		}
	}
	if d.fresh != "" && d.Fixed == nil {
		text := md(d.fresh)
		for _, t := range d.Tried {
			if d.again(t) {
				text += " (" + md(t.source(d)) + ")"
			}
		}
		p.line("\n" + text)
	}
	switch d.Symptom {
	case "":
	case d.kind:
		p.line("\n" + i18n.T("The answer: %s", code(d.Symptom)))
	default:
		p.line("\n" + i18n.T("The error says: %s", code(d.Symptom)))
	}
}

// waiting says what to find out, and for whom it waits.
func (d ShownSession) waiting(p *sheet) {
	if len(d.Next)+len(d.Parked) == 0 {
		return
	}
	p.heading(i18n.T("To find out"))
	for _, w := range d.Parked {
		p.item(0, i18n.T("%s, asked %s: %s", md(w.Who), clock(w.At, d.begun), md(w.Ask)))
		if w.Words != "" {
			p.item(1, i18n.T("The customer's words: \"%s\"", md(w.Words)))
		}
		for _, said := range d.Words {
			if said.On == w.Ask {
				p.item(1, said.quoted())
			}
		}
		if w.Note != "" {
			p.item(1, note(w.Note))
		}
	}
	for i, n := range d.Next {
		text := md(n)
		for _, t := range d.Tried {
			if d.asks(t, n) {
				text += " (" + md(t.source(d)) + ")"
			}
		}
		if p.item(0, text); i == 0 {
			for _, a := range d.Answers {
				p.item(1, md(a))
			}
		}
		for _, said := range d.Words {
			if said.On == n {
				p.item(1, said.quoted())
			}
		}
	}
}

// quoted is what somebody said to a question without answering it.
func (w ShownWords) quoted() string { return i18n.T("%s wrote: \"%s\"", md(w.By), md(w.Text)) }

// open reports whether the words stand with a question that is still to be answered.
func (w ShownWords) open(d ShownSession) bool {
	return slices.Contains(d.Next, w.On) || slices.ContainsFunc(d.Parked, func(p Waiting) bool { return p.Ask == w.On })
}

func note(text string) string { return i18n.T("Note: %s", md(text)) }

func (d ShownSession) shown(p *sheet) {
	if len(d.Evidence) == 0 {
		return
	}
	p.heading(i18n.T("Evidence"))
	for _, e := range d.Evidence {
		text := md(e.Says)
		if e.by != "" {
			text = strings.TrimRight(text, ".") + " (" + md(e.by) + ")"
		}
		if e.But {
			text = i18n.T("But: %s", text)
		}
		for i, q := range e.Quotes {
			if text += " "; i > 0 {
				text += "· "
			}
			text += code(q)
		}
		p.item(0, text)
	}
}

// results writes what was asked or measured, with what came of it: what nobody knew, or all the rest.
func (d ShownSession) results(unknown bool) []string {
	var items []string
	for _, t := range d.Tried {
		again := slices.ContainsFunc(d.Next, func(n string) bool { return d.asks(t, n) }) // It stands there.
		if again || d.again(t) || len(t.Results) == 0 || unknown != (t.Value == flow.Unsure.String()) {
			continue
		}
		text := md(strings.Join(t.Results, "; "))
		if t.Value == "" {
			text = md(t.What) + ": " + text
		}
		text += " (" + md(t.source(d)) + ")"
		switch {
		case t.Words == "":
		case !flow.Source(t.From).Person():
			text += " " + code(t.Words)
		default:
			text += ` "` + md(t.Words) + `"`
		}
		if items = append(items, "- "+text); t.Note != "" {
			items = append(items, "  - "+note(t.Note))
		}
	}
	return items
}

// source says who or what told it, and when.
func (t ShownTry) source(d ShownSession) string {
	by := t.By
	if at := clock(t.At, d.begun); at != "" {
		by += ", " + at
	}
	if t.Before {
		by += ", " + i18n.T("before the fix")
	}
	if t.OffPath {
		by += ", " + notCounted()
	}
	return by
}

// notCounted says of an answer that what was said since has made its question moot.
func notCounted() string { return i18n.T("not counted now") }

// again reports whether it is that the verdict's fix did not reach the call, which the finding says.
func (d ShownSession) again(t ShownTry) bool {
	return d.fresh != "" && t.ID == flow.FixedFact(d.Verdict.ID)
}

// asks reports whether a question that is still to be answered is the one that nobody could answer then.
func (d ShownSession) asks(t ShownTry, next string) bool {
	return d.Verdict == nil && t.Value == flow.Unsure.String() && !t.OffPath && t.What == next
}

// tried writes what came of what was asked or measured, and what people said besides.
func (d ShownSession) tried(p *sheet) {
	var items []string
	for _, b := range d.ShownBefore {
		items = append(items, "- "+i18n.T("An earlier error, from %s, which is at the end: %s", clock(b.At, d.begun), code(b.Symptom)))
	}
	items = append(items, d.results(false)...)
	if d.Fixed != nil { // Nothing is open any more.
		items = append(items, d.results(true)...)
	}
	for _, w := range d.Words {
		if !w.open(d) {
			items = append(items, "- "+md(w.On)+" — "+w.quoted()+" ("+clock(w.At, d.begun)+")")
		}
	}
	for _, c := range d.Conflicts {
		items = append(items, "- "+i18n.T("Two sources differ: %s", md(c.About+": "+c.words)))
	}
	for _, r := range d.Remarks {
		text := md(r.Text)
		if r.On != "" {
			text = md(r.On) + ": " + text
		}
		items = append(items, "- "+i18n.T("Note by %s: %s", md(r.by), text))
	}
	if len(items) > 0 {
		p.heading(i18n.T("What was tried"))
		p.line(strings.Join(items, "\n"))
	}
}

// others writes the other causes.
func (d ShownSession) others(p *sheet) {
	if len(d.RuledOut) > 0 {
		p.heading(i18n.T("Ruled out"))
		for _, c := range d.RuledOut {
			p.item(0, md(c.Title)+": "+md(strings.Join(c.Reasons, " ")))
		}
	}
	var unknown []string
	if d.Fixed == nil {
		unknown = d.results(true)
	}
	if len(d.Open)+len(unknown) > 0 {
		p.heading(i18n.T("Still open"))
		for _, c := range d.Open {
			p.item(0, md(c.Title)+" ("+c.stands+")")
			for _, r := range c.For {
				p.item(1, i18n.T("for: ")+md(r))
			}
			for _, r := range c.Against {
				p.item(1, i18n.T("against: ")+md(r))
			}
		}
		if len(unknown) > 0 {
			p.line(strings.Join(unknown, "\n"))
		}
	}
}

// around writes where and with what the call is made, and what this is about.
func (d ShownSession) around(p *sheet) {
	p.heading(i18n.T("Environment"))
	whose := map[string]string{"customer": i18n.T("the customer's"), "you": i18n.T("our own")}[d.Whose]
	p.list(d.Environment, code)
	for _, r := range d.Requests {
		p.item(0, i18n.T("Request id: %s, noted %s", code(r.ID), stamp(r.At)))
	}
	p.list([]ShownItem{{i18n.T("Ticket"), d.Ticket}, {i18n.T("Session"), d.Session}}, code)
	p.list([]ShownItem{{i18n.T("Whose call"), whose}, {i18n.T("Written"), stamp(d.Written)}}, md)
}

func (d ShownSession) madeWith() string {
	out := i18n.T("Keys and tokens are masked.")
	if d.Strict {
		out = i18n.T("Keys, tokens, names of hosts, mail and IP addresses, and names of users in paths are masked.")
	}
	out += " " + i18n.T("Made with why403")
	if d.Tool.Version != "" {
		out += " " + d.Tool.Version
	}
	if d.Tool.Checked != "" {
		out += i18n.T(", facts checked %s", d.Tool.Checked)
	}
	return out + "."
}
