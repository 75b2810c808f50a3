package plain

import (
	"io"
	"strings"

	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// printer gathers what is to be printed and writes it in one piece when a line is asked for. Everything goes through clean,
// so that no secret is printed and no byte of a pasted text can act on a terminal.
type printer struct {
	w     io.Writer
	width int
	b     strings.Builder
	open  bool // A prompt was written and its line is not finished.
	gap   bool // The last line written is empty.
	err   error
}

func newPrinter(w io.Writer, width int) *printer { return &printer{w: w, width: width, gap: true} }

// flush writes what was gathered. After an error it writes nothing more and returns the same error.
func (p *printer) flush() error {
	if p.err == nil && p.b.Len() > 0 {
		_, p.err = io.WriteString(p.w, p.b.String())
	}
	p.b.Reset()
	return p.err
}

// prompt leaves the line unfinished, for what is typed.
func (p *printer) prompt(s string) {
	p.blank()
	p.b.WriteString(clean(s))
	p.open, p.gap = true, false
}

// finish completes the line of a prompt.
func (p *printer) finish(s string) {
	if p.open {
		p.b.WriteString(clean(strings.ReplaceAll(s, "\n", " ")) + "\n")
		p.open = false
	}
}

// line writes one line as it is.
func (p *printer) line(s string) {
	s = strings.TrimRight(s, " ")
	p.open = false
	p.b.WriteString(s + "\n")
	p.gap = s == ""
}

// blank writes an empty line unless there is one.
func (p *printer) blank() {
	if !p.gap {
		p.line("")
	}
}

// say writes wrapped lines.
func (p *printer) say(s string) { p.hang("", s) }

// para writes wrapped lines and an empty one.
func (p *printer) para(s string) {
	p.say(s)
	p.blank()
}

// hang writes wrapped lines behind a label, those after the first indented to stand under the text.
func (p *printer) hang(label, s string) { p.show(page.Text{Lead: clean(label), Text: s}) }

// block writes lines as they are, behind the indent.
func (p *printer) block(indent, s string) {
	for l := range strings.SplitSeq(strings.TrimRight(clean(strings.ReplaceAll(s, "\t", "    ")), "\n"), "\n") {
		p.line(indent + l)
	}
}

// show writes blocks.
func (p *printer) show(blocks ...page.Block) {
	if len(blocks) > 0 && blocks[0] == (page.Gap{}) {
		p.blank()
	}
	for _, l := range page.Lines(page.Map(blocks, clean), p.width) {
		if l == "" {
			p.blank()
			continue
		}
		p.line(l)
	}
}

// command writes a command between marker lines, to the letter: it names where a key is, and holds none, and with a part of it masked
// it would not run.
func (p *printer) command(s string) {
	p.blank()
	p.line(i18n.T("----- %s: begin -----", i18n.T("command")))
	for l := range strings.SplitSeq(strings.TrimRight(redact.Terminal(s), "\n"), "\n") {
		p.line(l)
	}
	p.line(i18n.T("----- %s: end -----", i18n.T("command")))
}

// alone writes a text between marker lines, unwrapped, so that it can be selected and copied.
func (p *printer) alone(what, s string) {
	p.blank()
	p.line(i18n.T("----- %s: begin -----", what))
	p.block("", s)
	p.line(i18n.T("----- %s: end -----", what))
}

// clean makes a text ready to be printed: without secrets, and without anything that acts on a terminal. Newlines stay, tabs
// become spaces.
func clean(s string) string {
	return strings.ReplaceAll(redact.Text(s), "\t", " ")
}
