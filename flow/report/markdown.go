package report

import (
	"fmt"
	"regexp"
	"strings"

	"why403/flow/i18n"
)

// special are the characters that mean something in Markdown wherever they stand.
const special = "\\`*[]<>|~&"

// calling matches what a ticket system makes a link of, or writes to somebody for: @name, #1, owner/name#1, !1, GH-1. No escape
// holds that off, but nothing calls from inside of code.
var calling = regexp.MustCompile(`(?i)(?:^|[^\w@/.-])((?:@[a-z0-9][\w/-]*|(?:[\w.-]+/[\w.-]+)?[#!]\d+\b|GH-\d+\b)+)`)

// md is a text from outside, which must not act as Markdown or HTML, and calls nobody.
func md(s string) string {
	var b strings.Builder
	done := 0
	for _, m := range calling.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(mdText(s[done:m[2]], done == 0) + code(s[m[2]:m[3]]))
		done = m[3]
	}
	return b.String() + mdText(s[done:], done == 0)
}

// mdText is a part of such a text. What means something only at the start of a line is escaped there.
func mdText(s string, start bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		first := start && i == 0 && strings.IndexByte("#+-=!", c) >= 0
		edge := c == '_' && (i == 0 || i+1 == len(s) || !alphanumeric(s[i-1]) || !alphanumeric(s[i+1]))
		if first || edge || strings.IndexByte(special, c) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	out := b.String()
	if n := len(out) - len(strings.TrimLeft(out, "0123456789")); start && n > 0 && n < len(out) && (out[n] == '.' || out[n] == ')') {
		out = out[:n] + `\` + out[n:] // No item of a list.
	}
	return out
}

// alphanumeric says of ASCII alone what it can be sure of: of a byte beyond it, nothing tells whether a letter or a sign stands there.
func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// code is a text from outside between as many backquotes as it takes.
func code(s string) string {
	longest, n := 0, 0
	for _, r := range s {
		if n++; r != '`' {
			n = 0
		}
		longest = max(longest, n)
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// page gathers the lines of a Markdown text.
type page struct{ strings.Builder }

func (p *page) heading(s string) { fmt.Fprintf(p, "\n## %s\n\n", s) }

func (p *page) item(depth int, format string, args ...any) {
	fmt.Fprintf(p, strings.Repeat("  ", depth)+"- "+format+"\n", args...)
}

// body writes a text of the playbook.
func (p *page) body(heading, text string) {
	if text != "" {
		fmt.Fprintf(p, "\n### %s\n\n%s\n", heading, text)
	}
}

// markdown is the form for a ticket.
func (d Document) markdown() string {
	p := new(page)
	fmt.Fprintf(p, "# %s\n\n", d.Title)
	d.head(func(name, text string) { p.item(0, "%s: %s", name, md(text)) })
	d.mdWhat(p)
	d.mdEvidence(p)
	d.mdCauses(p)
	d.mdVerdict(p)
	p.heading(i18n.T("Next step"))
	for _, n := range d.Next {
		p.item(0, "%s", md(n))
	}
	fmt.Fprintf(p, "\n---\n%s %s\n", d.maskedWords(), d.madeWith())
	return strings.TrimSpace(p.String()) + "\n"
}

// head gives what stands at the top of a report.
func (d Document) head(line func(name, text string)) {
	for _, l := range []Item{{i18n.T("Ticket"), d.Ticket}, {i18n.T("Session"), d.Session}, {i18n.T("Whose call"), map[string]string{"customer": i18n.T("the customer's"), "you": i18n.T("our own")}[d.Whose]}, {i18n.T("Written"), stamp(d.Written)}} {
		if l.Text != "" {
			line(l.Name, l.Text)
		}
	}
}

func (d Document) maskedWords() string {
	if d.Strict {
		return i18n.T("Keys, tokens, names of people and hosts, and addresses are masked.")
	}
	return i18n.T("Keys and tokens are masked.")
}

func (d Document) madeWith() string {
	out := i18n.T("Made with why403")
	if d.Tool.Version != "" {
		out += " " + d.Tool.Version
	}
	if d.Tool.Checked != "" {
		out += i18n.T(", facts checked %s", d.Tool.Checked)
	}
	return out + "."
}

// mdWhat writes what is wrong, and where.
func (d Document) mdWhat(p *page) {
	if d.Symptom.Error != "" || len(d.Symptom.Words) > 0 {
		p.heading(i18n.T("Symptom"))
		for _, w := range d.Symptom.Words {
			fmt.Fprintf(p, "> %s\n>\n> (%s, %s)\n\n", md(w.Text), by(w.From), stamp(w.At))
		}
		if d.Symptom.Error != "" {
			fmt.Fprintf(p, "%s\n", code(d.Symptom.Error))
		}
	}
	if len(d.Environment) > 0 {
		p.heading(i18n.T("Environment"))
		for _, e := range d.Environment {
			p.item(0, "%s: %s", md(e.Name), code(e.Text))
		}
	}
	if len(d.Requests) > 0 {
		p.heading(i18n.T("Request ids"))
		for _, r := range d.Requests {
			p.item(0, "%s", i18n.T("%s, noted %s", code(r.ID), stamp(r.At)))
		}
	}
}

// mdEvidence writes what was asked, read and measured.
func (d Document) mdEvidence(p *page) {
	note := func(depth int, label, text string) {
		if text != "" {
			p.item(depth, "%s: %s", label, md(text))
		}
	}
	if len(d.Answers) > 0 {
		p.heading(i18n.T("Questions and answers"))
		for _, a := range d.Answers {
			aside := ""
			if a.OffPath {
				aside = "; " + wordOffPath
			}
			p.item(0, "%s **%s** (%s, %s%s)", asked(md(a.Ask)), word(a.Value), by(a.From), stamp(a.At), aside)
			if a.Words != "" {
				p.item(1, `"%s"`, md(a.Words))
			}
			note(1, wordNote, a.Note)
		}
	}
	if len(d.Readings) > 0 {
		p.heading(i18n.T("Read in the error"))
		for _, r := range d.Readings {
			p.item(0, "%s: **%s** (%s, %s)", md(r.About), word(r.Value), by(r.From), stamp(r.At))
			if r.Words != "" {
				p.item(1, "%s", code(r.Words))
			}
			note(1, wordNote, r.Note)
		}
	}
	if len(d.Probes) > 0 {
		p.heading(i18n.T("Probes"))
		for _, pr := range d.Probes {
			p.item(0, "%s (%s, %s)", md(pr.Title), md(probedBy(pr.From)), stamp(pr.At))
			for _, f := range pr.Facts {
				p.item(1, "%s: **%s**", md(f.About), word(f.Value))
				note(2, wordNote, f.Note)
			}
			if pr.Evidence != "" {
				p.item(1, "%s", code(pr.Evidence))
			}
		}
	}
	if len(d.Conflicts) > 0 {
		p.heading(i18n.T("Contradictions"))
		for _, c := range d.Conflicts {
			p.item(0, "%s: **%s** (%s; %s) / %s (%s)", md(c.About), word(c.Value), by(c.From), i18n.T("counts"), word(c.Against), by(c.AgainstFrom))
		}
	}
	if len(d.Remarks) > 0 {
		p.heading(i18n.T("Notes"))
		for _, r := range d.Remarks {
			on := ""
			if r.On != "" {
				on = md(r.On) + ": "
			}
			p.item(0, "%s%s (%s)", on, md(r.Text), writer(r.From))
		}
	}
	if len(d.Parked) > 0 {
		p.heading(wordParked)
		for _, w := range d.Parked {
			p.item(0, "[ ] %s: %s (%s %s)", md(w.Who), md(w.Ask), i18n.T("asked"), stamp(w.At))
			note(1, wordNote, w.Note)
		}
	}
}

func (d Document) mdCauses(p *page) {
	if len(d.RuledOut) > 0 {
		p.heading(i18n.T("Ruled out"))
		for _, c := range d.RuledOut {
			p.item(0, "%s", md(c.Title))
			for _, r := range c.Reasons {
				p.item(1, "%s", md(r))
			}
		}
	}
	if len(d.Open) > 0 {
		p.heading(i18n.T("Still open"))
		for _, c := range d.Open {
			p.item(0, "%s (%s)", md(c.Title), c.Stands)
			for _, r := range c.For {
				p.item(1, "%s: %s", i18n.T("for"), md(r))
			}
			for _, r := range c.Against {
				p.item(1, "%s: %s", i18n.T("against"), md(r))
			}
		}
	}
}

func (d Document) mdVerdict(p *page) {
	p.heading(i18n.T("Verdict"))
	v := d.Verdict
	if v == nil {
		fmt.Fprintf(p, "%s\n", i18n.T("No verdict yet."))
		return
	}
	fmt.Fprintf(p, "**%s**\n", md(v.Title))
	if v.Sure != "" {
		fmt.Fprintf(p, "\n%s: %s\n", i18n.T("Confidence"), v.Sure)
	}
	if len(v.For)+len(v.Against) > 0 {
		p.WriteString("\n")
	}
	for _, r := range v.For {
		p.item(0, "%s: %s", i18n.T("for"), md(r))
	}
	for _, r := range v.Against {
		p.item(0, "%s: %s", i18n.T("but"), md(r))
	}
	p.heading(i18n.T("Fix"))
	fmt.Fprintf(p, "%s\n", md(d.Fix.Summary))
	p.body(headingFix, d.Fix.Steps)
	p.body(headingWho, d.Fix.Who)
	p.body(headingRequest, d.Fix.Request)
	p.body(headingVerify, d.Fix.Verify)
	p.heading(i18n.T("Verified"))
	if d.Fixed != nil {
		fmt.Fprintf(p, "%s\n", md(verifiedWords(*d.Fixed)))
	} else {
		fmt.Fprintf(p, "%s\n", i18n.T("Not verified yet."))
	}
}
