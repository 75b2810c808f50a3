package report

import (
	"fmt"
	"regexp"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
)

// special are the characters that mean something in Markdown wherever they stand.
const special = "\\`*[]<>|~&"

// calling matches what a ticket system makes a link of, or writes to somebody for: @name, #1, owner/name#1, !1, GH-1. No escape
// holds that off, but nothing calls from inside of code.
var calling = regexp.MustCompile(`(?i)(?:^|[^\w@/.-])((?:@[a-z0-9][\w/-]*|(?:[\w.-]+/[\w.-]+)?[#!]\d+\b|GH-\d+\b)+)`)

// address matches an address; a plain one means nothing else in Markdown, and stays a link.
var (
	address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"` + "`" + `]*[^\s<>"` + "`" + `.,;:?!)'\]]`)
	plain   = regexp.MustCompile(`^https://[A-Za-z0-9][A-Za-z0-9./-]*$`)
)

// md is a text from outside, which must not act as Markdown or HTML, and calls nobody.
func md(s string) string {
	var b strings.Builder
	done := 0
	for _, m := range address.FindAllStringIndex(s, -1) {
		link := s[m[0]:m[1]]
		if !plain.MatchString(link) {
			link = code(link)
		}
		b.WriteString(uncalled(s[done:m[0]], done == 0) + link)
		done = m[1]
	}
	return b.String() + uncalled(s[done:], done == 0)
}

// withCode is such a text in which what stands between backquotes is code.
func withCode(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return md(s)
	}
	for i, p := range parts {
		switch {
		case i%2 == 0:
			parts[i] = md(p)
		case p == "":
			return md(s)
		default:
			parts[i] = code(p)
		}
	}
	return strings.Join(parts, "")
}

// uncalled is a part of such a text without addresses.
func uncalled(s string, start bool) string {
	var b strings.Builder
	done := 0
	for _, m := range calling.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(mdText(s[done:m[2]], start && done == 0) + code(s[m[2]:m[3]]))
		done = m[3]
	}
	return b.String() + mdText(s[done:], start && done == 0)
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

// longest is how many backquotes stand in a row at most.
func longest(s string) int {
	most, n := 0, 0
	for _, r := range s {
		if n++; r != '`' {
			n = 0
		}
		most = max(most, n)
	}
	return most
}

// code is a text from outside between as many backquotes as it takes.
func code(s string) string {
	n := longest(s)
	fence := strings.Repeat("`", n+1)
	if n > 0 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// sheet gathers the lines of a Markdown text.
type sheet struct{ strings.Builder }

func (p *sheet) heading(s string) { p.line("\n## " + md(s) + "\n") }

func (p *sheet) line(s string) { p.WriteString(s + "\n") }

func (p *sheet) item(depth int, s string) {
	p.line(strings.Repeat("  ", depth) + "- " + s)
}

// body writes a text of the playbook, of whose code in several languages the first is shown.
func (p *sheet) body(heading, text string) {
	if doc, _ := page.Read(text).In(""); len(doc) > 0 {
		p.heading(heading)
		p.line(rewritten(doc))
	}
}

// rewritten is a document in Markdown again, in which no line is broken.
func rewritten(doc page.Document) string {
	p := new(sheet)
	for _, part := range doc {
		if part.Gap {
			p.line("")
		}
		lead := strings.ReplaceAll(part.Lead, "• ", "- ")
		rest := "\n" + strings.Repeat(" ", len(lead))
		switch {
		case part.Code != "":
			fence := strings.Repeat("`", max(3, longest(part.Code)+1))
			p.line(lead + fence + strings.Join(append([]string{""}, strings.Split(part.Code+"\n"+fence, "\n")...), rest))
		case part.Rule:
			p.line("---")
		case part.Heading:
			p.line(lead + "### " + spans(part.Runs, rest))
		default:
			p.line(lead + spans(part.Runs, rest))
		}
	}
	return strings.TrimSpace(p.String())
}

// spans are runs in Markdown; rest begins a line that one of them breaks.
func spans(runs []page.Run, rest string) string {
	var b strings.Builder
	for _, r := range runs {
		mark, text := "", md(r.Text)
		switch {
		case r.Text == "\n":
			text = "\\" + rest
		case strings.TrimSpace(r.Text) == "":
			text = r.Text
		case r.Code:
			text = code(r.Text)
		case r.Behind:
			text = "(" + text + ")"
		}
		switch {
		case r.Strong:
			mark = "**"
		case r.Emphasis:
			mark = "*"
		}
		b.WriteString(mark + text + mark)
	}
	return b.String()
}

// card writes what to do as a conversation shows it: a heading, what to do, and named texts.
func (p *sheet) card(card flow.Remedy) {
	n := 0
	for _, b := range conversation.DoNow(card) {
		switch b, _ := b.(page.Text); {
		case b.Tone == page.Heading:
			p.heading(b.Text)
		case b.Lead != "":
			p.line("\n**" + md(strings.TrimSpace(b.Lead)) + "** " + withCode(b.Text))
		case card.Take == flow.InOrder:
			n++
			p.line(fmt.Sprintf("%d. %s", n, withCode(b.Text)))
		default:
			p.item(0, withCode(b.Text))
		}
	}
}

// list writes named texts, but for empty ones.
func (p *sheet) list(items []ShownItem, as func(string) string) {
	for _, i := range items {
		if i.Text != "" {
			p.item(0, md(i.Name)+": "+as(i.Text))
		}
	}
}
