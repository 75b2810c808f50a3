package command

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"why403/flow/template"
)

// chunk is how many columns of a long text stand on one line of a command.
const chunk = 100

// quoting are the functions of the templates. Each writes a text as a literal of its language, of printable ASCII only:
// chat tools and terminals change other characters, and a tab or a line end in a pasted command acts.
var quoting = template.Funcs{
	"sh":    shText,
	"shb":   shEscaped,
	"plain": printable,
	"ps":    psText,
	"py":    pyText,
	"js":    jsText,
}

// literal cuts the text into pieces in single quotes. Each rune is written by write and never torn apart.
func literal(s, between string, write func(*strings.Builder, rune)) string {
	var b, piece strings.Builder
	b.WriteByte('\'')
	column := 0
	for _, r := range s {
		piece.Reset()
		write(&piece, r)
		if column > 0 && column+piece.Len() > chunk {
			b.WriteString("'" + between + "'")
			column = 0
		}
		b.WriteString(piece.String())
		column += piece.Len()
	}
	b.WriteByte('\'')
	return b.String()
}

// shText writes a word of the POSIX shell. The text must be printable.
func shText(s string) (string, error) {
	if !printable(s) {
		return "", fmt.Errorf("%w: not printable", ErrText)
	}
	return literal(s, "\\\n", func(b *strings.Builder, r rune) {
		if r == '\'' {
			b.WriteString(`'\''`)
			return
		}
		b.WriteRune(r)
	}), nil
}

// shEscaped writes a word of the POSIX shell that printf %b turns into the text.
func shEscaped(s string) string {
	return literal(s, "\\\n", func(b *strings.Builder, r rune) {
		switch {
		case r == '\'':
			b.WriteString(`'\''`)
		case r == '\\':
			b.WriteString(`\\`)
		case r < ' ' || r > '~':
			for _, c := range utf8.AppendRune(nil, r) {
				fmt.Fprintf(b, `\0%03o`, c)
			}
		default:
			b.WriteRune(r)
		}
	})
}

// psText writes a PowerShell expression. Its single quotes know no escapes, and typographic quotes end them, too.
func psText(s string) string {
	escaped := !printable(s)
	text := literal(s, " +\n", func(b *strings.Builder, r rune) {
		switch {
		case r == '\'':
			b.WriteString("''")
		case escaped && r == '\\':
			b.WriteString(`\\`)
		case r < ' ' || r > '~':
			units(b, r)
		default:
			b.WriteRune(r)
		}
	})
	if escaped {
		return "[regex]::Unescape(" + text + ")"
	}
	return "(" + text + ")"
}

// units writes the UTF-16 units of a rune as escapes.
func units(b *strings.Builder, r rune) {
	for _, u := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(b, `\u%04x`, u)
	}
}

// pyText writes a Python expression.
func pyText(s string) string {
	return "(" + literal(s, "\n", func(b *strings.Builder, r rune) {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(b, `\U%08x`, r)
		case r < ' ' || r > '~':
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}) + ")"
}

// jsText writes a JavaScript expression.
func jsText(s string) string {
	return "(" + literal(s, " +\n", func(b *strings.Builder, r rune) {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r > '~':
			units(b, r)
		default:
			b.WriteRune(r)
		}
	}) + ")"
}
