package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// clean makes a text from outside safe to show on one line: no escape sequence, no control character and no change of
// writing direction reaches the terminal.
func clean(s string) string {
	s = ansi.Strip(strings.ToValidUTF8(s, "�"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		default:
			return visible(r)
		}
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// visible returns the character, or -1 for one that acts on a terminal or on the direction of writing; a line end stays.
func visible(r rune) rune {
	if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Cf, r) && r != '\u200d' {
		return -1
	}
	return r
}

// clean1 is clean for a line whose blanks matter, such as code.
func clean1(s string) string {
	indent := len(s) - len(strings.TrimLeft(s, " \t"))
	return strings.ReplaceAll(s[:indent], "\t", "    ") + clean(s[indent:])
}

// cleanLines is clean for a text of several lines.
func cleanLines(s string) []string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		out = append(out, clean1(line))
	}
	return out
}

// quoteMax is how much of a quote is shown; a trail is for reading, the paste holds the rest.
const quoteMax = 160

// quote returns the text in quotation marks, shortened between words.
func quote(s string) string {
	s = clean(s)
	if s == "" {
		return ""
	}
	if ansi.StringWidth(s) > quoteMax {
		cut := ansi.Truncate(s, quoteMax, "")
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
		s = cut + " …"
	}
	return "“" + s + "”"
}

// wrap breaks plain text into lines of at most w cells, between words. Only a word that is wider than a whole line is
// broken, after a character that ends a part of it if there is one.
func wrap(s string, w int) []string {
	w = max(w, 1)
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		line, width := "", 0
		for _, word := range strings.Fields(para) {
			n := ansi.StringWidth(word)
			if width > 0 && width+1+n > w {
				out, line, width = append(out, line), "", 0
			}
			for n > w && utf8.RuneCountInString(word) > 1 {
				head, tail := split(word, w)
				out, word, n = append(out, head), tail, ansi.StringWidth(tail)
			}
			if width > 0 {
				line, width = line+" ", width+1
			}
			line, width = line+word, width+n
		}
		out = append(out, line)
	}
	return out
}

// split breaks a word that is wider than w cells in two.
func split(word string, w int) (head, tail string) {
	head = ansi.Truncate(word, w, "")
	if head == "" { // One character wider than the line.
		r := []rune(word)
		return string(r[:1]), string(r[1:])
	}
	if i := strings.LastIndexAny(head, "/-_.,:;&?=+"); i > len(head)/2 {
		head = head[:i+1]
	}
	return head, word[len(head):]
}

// hang wraps a text whose first line starts with lead and whose further lines are indented as wide.
func hang(lead, s string, w int) []string {
	n := ansi.StringWidth(lead)
	pad := strings.Repeat(" ", n)
	lines := wrap(s, w-n)
	for i := range lines {
		if i == 0 {
			lines[i] = lead + lines[i]
		} else {
			lines[i] = pad + lines[i]
		}
	}
	return lines
}

// fold breaks a line of code into lines of at most w cells and adds nothing, so that it can be selected; blanks are kept.
func fold(s string, w int) []string {
	var out []string
	for ansi.StringWidth(s) > w {
		head := ansi.Truncate(s, w, "")
		if i := strings.LastIndexByte(head, ' '); i > 0 {
			head = head[:i+1]
		} else {
			head, _ = split(s, w)
		}
		out, s = append(out, strings.TrimRight(head, " ")), s[len(head):]
	}
	return append(out, s)
}

// code breaks a line of code into lines of at most w cells; what goes on is indented further, blanks are kept.
func code(s string, w int) []string {
	s = strings.ReplaceAll(s, "\t", "    ")
	if ansi.StringWidth(s) <= w {
		return []string{s}
	}
	rest := strings.TrimLeft(s, " ")
	lead := min(len(s)-len(rest), w/3)
	next := min(lead+4, w/3)
	var out []string
	for ansi.StringWidth(rest) > w-lead {
		head := ansi.Truncate(rest, w-lead+1, "")
		if i := strings.LastIndexByte(head, ' '); i > 0 {
			head = head[:i]
		} else {
			head, _ = split(rest, w-lead)
		}
		out = append(out, strings.Repeat(" ", lead)+strings.TrimRight(head, " "))
		rest, lead = strings.TrimLeft(rest[len(head):], " "), next
	}
	return append(out, strings.Repeat(" ", lead)+rest)
}

// trimRight takes blanks off the end of a styled line.
func trimRight(line string) string {
	plain := strings.TrimRight(ansi.Strip(line), " ")
	if plain == "" {
		return ""
	}
	return ansi.Truncate(line, ansi.StringWidth(plain), "")
}
