package plain

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"why403/flow/i18n"
	"why403/flow/redact"
)

// page gathers what is to be printed and writes it in one piece when a line is asked for. Everything goes through clean,
// so that no secret is printed and no byte of a pasted text can act on a terminal.
type page struct {
	w     io.Writer
	width int
	b     strings.Builder
	open  bool // A prompt was written and its line is not finished.
	gap   bool // The last line written is empty.
	err   error
}

func newPage(w io.Writer, width int) *page { return &page{w: w, width: width, gap: true} }

// flush writes what was gathered. After an error it writes nothing more and returns the same error.
func (p *page) flush() error {
	if p.err == nil && p.b.Len() > 0 {
		_, p.err = io.WriteString(p.w, p.b.String())
	}
	p.b.Reset()
	return p.err
}

// prompt leaves the line unfinished, for what is typed.
func (p *page) prompt(s string) {
	p.blank()
	p.b.WriteString(clean(s))
	p.open, p.gap = true, false
}

// finish completes the line of a prompt.
func (p *page) finish(s string) {
	if p.open {
		p.b.WriteString(clean(strings.ReplaceAll(s, "\n", " ")) + "\n")
		p.open = false
	}
}

// line writes one line as it is.
func (p *page) line(s string) {
	s = strings.TrimRight(s, " ")
	p.open = false
	p.b.WriteString(s + "\n")
	p.gap = s == ""
}

// blank writes an empty line unless there is one.
func (p *page) blank() {
	if !p.gap {
		p.line("")
	}
}

// say writes wrapped lines.
func (p *page) say(s string) { p.hang("", s) }

// para writes wrapped lines and an empty one.
func (p *page) para(s string) {
	p.say(s)
	p.blank()
}

// hang writes wrapped lines behind a label, those after the first indented to stand under the text.
func (p *page) hang(label, s string) {
	const deepest = 14 // A wider label would leave too little room beside it.
	label = clean(label)
	n := ansi.StringWidth(label)
	if n > deepest {
		n = 4
	}
	rest := strings.Repeat(" ", n)
	for text := range strings.SplitSeq(clean(s), "\n") {
		for _, l := range wrap(label, rest, text, p.width) {
			p.line(l)
		}
		label = rest
	}
}

// block writes lines as they are, behind the indent.
func (p *page) block(indent, s string) {
	for l := range strings.SplitSeq(strings.TrimRight(clean(strings.ReplaceAll(s, "\t", "    ")), "\n"), "\n") {
		p.line(indent + l)
	}
}

// alone writes a text between marker lines, unwrapped, so that it can be selected and copied.
func (p *page) alone(what, s string) {
	p.blank()
	p.line(i18n.T("----- %s: begin -----", what))
	p.block("", s)
	p.line(i18n.T("----- %s: end -----", what))
}

// wrap breaks the text at spaces only: an address, an id or a header that does not fit stays in one piece, because a broken
// one is copied wrong. The first line starts with first, the others with rest. A width of zero breaks nothing.
func wrap(first, rest, text string, width int) []string {
	var out []string
	cur, used, empty := first, ansi.StringWidth(first), true
	for w := range strings.FieldsSeq(text) {
		n := ansi.StringWidth(w)
		if width > 0 && !empty && used+1+n > width {
			out, cur, used, empty = append(out, cur), rest, ansi.StringWidth(rest), true
		}
		if !empty {
			cur, used = cur+" ", used+1
		}
		cur, used, empty = cur+w, used+n, false
	}
	return append(out, cur)
}

// clean makes a text ready to be printed: without secrets, and without anything that acts on a terminal. Newlines stay, tabs
// become spaces.
func clean(s string) string {
	s, _ = redact.Secrets(redact.Terminal(s))
	return strings.ReplaceAll(s, "\t", " ")
}
