package page

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"why403/flow/redact"
)

// Line makes a text from outside safe to show as one line: nothing in it acts on a terminal, and blanks and line ends become one
// blank each.
func Line(s string) string { return strings.Join(strings.Fields(redact.Terminal(s)), " ") }

// Rows makes a text from outside safe to show line by line. Blanks stay but for those at the end of a line, a tab becomes four.
func Rows(s string) []string {
	var out []string
	for line := range strings.SplitSeq(redact.Terminal(lineEnds.Replace(s)), "\n") {
		out = append(out, strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " "))
	}
	return out
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// quoteMax is how much of a quote is shown, in cells; a trail is for reading, the text that was pasted holds the rest.
const quoteMax = 160

// Quote returns the text in quotation marks, shortened between words; nothing for an empty one.
func Quote(s string) string {
	s = Line(s)
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

// Whole stands before and behind words that stay on one line, as what stands in backticks does. It is not shown.
const Whole = "\u2060"

// inWords returns the words of a line. What stays on one line is one of them where it fits in w cells: a command that is broken is copied wrong.
func inWords(s string, w int) (out []string) {
	from := -1
	for word := range strings.FieldsSeq(s) {
		out = append(out, word)
		switch {
		case (strings.Count(word, "`")+strings.Count(word, Whole))%2 == 0:
		case from < 0:
			from = len(out) - 1
		default:
			if one := strings.Join(out[from:], " "); ansi.StringWidth(one) <= w {
				out = append(out[:from], one)
			}
			from = -1
		}
	}
	return out
}

// Wrap breaks plain text into lines of at most w cells, between words. Only a word that is wider than a whole line is broken,
// after a character that ends a part of it if there is one.
func Wrap(s string, w int) []string {
	w = max(w, 1)
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		line, width := "", 0
		for _, word := range inWords(para, w) {
			n := ansi.StringWidth(word)
			if line != "" && width+1+n > w {
				out, line, width = append(out, line), "", 0
			}
			for n > w {
				head, tail := split(word, w)
				if tail == "" {
					break // One character is wider than the line.
				}
				out, word, n = append(out, head), tail, ansi.StringWidth(tail)
			}
			if line != "" {
				line, width = line+" ", width+1
			}
			line, width = line+word, width+n
		}
		out = append(out, line)
	}
	return out
}

// split breaks a text that is wider than w cells in two, neither of which is empty.
func split(s string, w int) (head, tail string) {
	head = start(s, w)
	if head == "" { // One character wider than the line.
		_, _, n, _ := ansi.DecodeSequence(s, 0, nil)
		head = s[:n]
	} else if i := strings.LastIndexAny(head, "/-_.,:;&?=+"); i > len(head)/2 {
		head = head[:i+1]
	}
	return head, s[len(head):]
}

// start is what s begins with that takes up at most w cells, whole characters. ansi.Truncate keeps an escape that stands behind the
// cut, so what it returns need not be what s begins with.
func start(s string, w int) string {
	var state byte
	end := 0
	for end < len(s) {
		_, width, n, next := ansi.DecodeSequence(s[end:], state, nil)
		if w -= width; w < 0 {
			break
		}
		end, state = end+n, next
	}
	return s[:end]
}

// Hang wraps a text whose first line begins with lead and whose further lines are indented as wide.
func Hang(lead, s string, w int) []string {
	return Inset(lead, Wrap(s, w-ansi.StringWidth(lead)))
}

// Inset puts lead before the first line and as many blanks before the others, in place.
func Inset(lead string, lines []string) []string {
	rest := blanks(lead)
	for i := range lines {
		if i > 0 {
			lead = rest
		}
		lines[i] = lead + lines[i]
	}
	return lines
}

// blanks is as wide as s.
func blanks(s string) string { return strings.Repeat(" ", ansi.StringWidth(s)) }

// Fold breaks a line of code into lines of at most w cells and adds nothing, so that it can be selected; blanks are kept.
func Fold(s string, w int) []string {
	w = max(w, 1)
	var out []string
	for ansi.StringWidth(s) > w {
		head := start(s, w)
		if i := strings.LastIndexByte(head, ' '); i > 0 {
			head = head[:i+1]
		} else {
			head, _ = split(s, w)
		}
		out, s = append(out, strings.TrimRight(head, " ")), s[len(head):]
	}
	return append(out, s)
}

// FoldCode breaks a line of code into lines of at most w cells; what goes on is indented further, blanks are kept.
func FoldCode(s string, w int) []string {
	s, w = strings.ReplaceAll(s, "\t", "    "), max(w, 1)
	if ansi.StringWidth(s) <= w {
		return []string{s}
	}
	rest := strings.TrimLeft(s, " ")
	lead := min(len(s)-len(rest), w/3)
	next := min(lead+4, w/3)
	var out []string
	for ansi.StringWidth(rest) > w-lead {
		head := start(rest, w-lead+1)
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
