// Package review looks at sessions afterwards: it tells one step by step, compares two, and plans what is to be changed in one, with
// what follows. It performs no I/O and changes no session; whatever it writes is masked and fit for a terminal.
package review

import (
	"strings"

	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// MinuteUTC is how moments are shown that are in UTC.
const MinuteUTC = "2006-01-02 15:04 UTC"

// text gathers lines of up to width columns.
type text struct {
	b     strings.Builder
	width int
}

// take returns what was gathered, and empties the text.
func (t *text) take() string {
	s := t.b.String()
	t.b.Reset()
	return s
}

func (t *text) blank() { t.b.WriteByte('\n') }

// hang writes words behind a label, and further lines below the first word.
func (t *text) hang(label, words string) {
	const shown = 4096 // Bytes; nobody reads more of a quote.
	words = redact.Text(words)
	if len(words) > shown {
		words = i18n.T("%s … (%d bytes in all)", strings.ToValidUTF8(words[:shown], ""), len(words))
	}
	for _, line := range page.Hang(label, page.Line(words), t.width) {
		t.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
