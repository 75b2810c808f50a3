// Package page holds what a front end shows as blocks, which a screen draws and a transcript prints. Markdown comes in and blocks
// come out; nothing of a text from outside that passes through it acts on a terminal.
package page

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Block is a piece of a page: a Text, an Item, a Group, a Markdown, Code or a Gap.
type Block interface{ block() }

// Tone is what a text is like, for a screen that shows it. Nothing is told by it alone.
type Tone uint8

// The tones.
const (
	Plain   Tone = iota
	Heading      // Names what follows.
	Strong       // What the page is about.
	Faint        // What can be skipped.
	Good
	Warn
	Aloud // To be read out to somebody. A screen marks it at its side, and has no lead before it.
)

// Destination is what choosing a line leads to. Front ends know what to make of it.
type Destination any

// Text is a paragraph. Its further lines stand under its first word, behind the lead.
type Text struct {
	Lead string // Names it: "Why: ".
	Sign string // Takes the lead's place on a screen, and is never spoken: "→ ".
	Text string
	Tone Tone
	Link bool   // The text is an address.
	Seen bool   // It explains what is seen, and is not spoken.
	Bar  bool   // A bar at its side marks it as what to act on.
	Said string // Is spoken in place of the text, where nothing can be pointed at. Without a text it is not seen.
	Pick Destination
}

// Item is an entry of a list. A screen has its sign and word in a column of their own if there is room.
type Item struct {
	N    int    // Its number, by which it can be named; 0 for none.
	Sign string // One cell, never spoken.
	Word string
	Text string
	Tone Tone
	Bold bool // A screen shows it bold, as what stands under it is more than a line.
	Pick Destination
	// Under is what stands below it, further in.
	Under []Block
}

// Group is blocks that stand further in than those around it.
type Group struct {
	Indent int // Cells; 0 for two.
	Blocks []Block
}

// Markdown is a text with marks. Of code in several languages one is shown: the one named, or else the first.
type Markdown struct {
	Text     string
	Language string
	Lead     string // As in Text, for its first line.
}

// Code is text that stays as it is, line by line. Language is that of a shell where it is to be run; see FoldIn.
type Code struct{ Text, Language string }

// Gap is a blank line, of which there is never more than one, nor one at the start.
type Gap struct{}

func (Text) block()     {}
func (Item) block()     {}
func (Group) block()    {}
func (Markdown) block() {}
func (Code) block()     {}
func (Gap) block()      {}

// Lines lays blocks out as plain text, in lines of at most w cells; 0 breaks nothing. No word is broken: an address, an id or a
// header that does not fit stays whole, because a broken one is copied wrong. Signs are left out, as they are not to be spoken.
func Lines(blocks []Block, w int) []string {
	var out []string
	for _, b := range blocks {
		out = appendBlock(out, "", b, w)
	}
	return out
}

func appendBlock(out []string, indent string, b Block, w int) []string {
	switch b := b.(type) {
	case Gap:
		return gap(out)
	case Text:
		if b.Seen {
			return out
		}
		return append(out, whole(indent+b.Lead, cmp.Or(b.Said, b.Text), w)...)
	case Item:
		lead := "- "
		if b.N > 0 {
			lead = fmt.Sprintf("%3d. ", b.N)
		}
		s := b.Text
		if b.Word != "" {
			s = b.Word + ": " + s
		}
		out = append(out, whole(indent+lead, s, w)...)
		for _, u := range b.Under {
			out = appendBlock(out, indent+blanks(lead), u, w)
		}
		return out
	case Code:
		for _, l := range Rows(b.Text) {
			out = append(out, strings.TrimRight(indent+"    "+l, " "))
		}
		return out
	case Group:
		for _, u := range b.Blocks {
			out = appendBlock(out, indent+strings.Repeat(" ", cmp.Or(b.Indent, 2)), u, w)
		}
		return out
	case Markdown:
		doc, _ := Read(b.Text).In(b.Language)
		return doc.lines(out, indent+b.Lead, w)
	}
	return out
}

// gap appends a blank line unless there is one, or nothing above.
func gap(out []string) []string {
	if n := len(out); n > 0 && out[n-1] != "" {
		return append(out, "")
	}
	return out
}

// whole wraps a text behind a lead, between words only.
func whole(lead, s string, w int) []string {
	const deepest = 14 // A wider lead would leave too little room beside it.
	rest := blanks(lead)
	if len(rest) > deepest {
		rest = rest[:min(len(rest), len(lead)-len(strings.TrimLeft(lead, " "))+4)]
	}
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		line, empty := lead, true
		for _, word := range inWords(para, w-ansi.StringWidth(rest)) {
			if w > 0 && !empty && ansi.StringWidth(line)+1+ansi.StringWidth(word) > w {
				out, line, empty = append(out, line), rest, true
			}
			if !empty {
				line += " "
			}
			line, empty = line+word, false
		}
		out, lead = append(out, strings.TrimRight(line, " ")), rest
	}
	return out
}

// lines lays a document out as plain text: without marks, code indented by four, an address in brackets behind the words that lead
// there.
func (d Document) lines(out []string, lead string, w int) []string {
	rest := blanks(lead)
	for i, p := range d {
		if i > 0 {
			lead = rest
		}
		if p.Gap || p.Heading {
			out = gap(out)
		}
		switch {
		case p.Code != "":
			if p.Fenced || i > 0 {
				out = gap(out)
			}
			for _, l := range Rows(p.Code) {
				out = append(out, strings.TrimRight(lead+blanks(p.Lead)+"    "+l, " "))
			}
			if i+1 < len(d) {
				out = gap(out)
			}
		case p.Rule:
			out = gap(out)
		default:
			for _, l := range whole(lead+strings.ReplaceAll(p.Lead, "•", "-"), p.Said(), w) {
				out = append(out, strings.ReplaceAll(l, Whole, ""))
			}
		}
	}
	return out
}

// Said is the text of the part without marks. Code that has spaces stands in quotation marks, since its ends could not be told
// otherwise, or in backticks if it has quotation marks of its own.
func (p Part) Said() string {
	var b strings.Builder
	for _, r := range p.Runs {
		mark := ""
		switch {
		case r.Behind:
			b.WriteString("(" + r.Text + ")")
			continue
		case !r.Code || !strings.Contains(r.Text, " "):
		case !strings.Contains(r.Text, `"`):
			mark = Whole + `"`
		case !strings.Contains(r.Text, "`"):
			mark = "`"
		}
		b.WriteString(mark + r.Text + mark)
	}
	return b.String()
}

// Map returns blocks whose texts f has changed, for a front end that has to hide something in them. Markdown stays as it is.
func Map(blocks []Block, f func(string) string) []Block {
	out := make([]Block, len(blocks))
	for i, b := range blocks {
		switch b := b.(type) {
		case Text:
			b.Text, b.Said = f(b.Text), f(b.Said)
			out[i] = b
		case Item:
			b.Text, b.Under = f(b.Text), Map(b.Under, f)
			out[i] = b
		case Group:
			b.Blocks = Map(b.Blocks, f)
			out[i] = b
		case Code:
			b.Text = f(b.Text)
			out[i] = b
		default:
			out[i] = b
		}
	}
	return out
}
