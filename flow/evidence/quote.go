package evidence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxQuote = 120 // Characters of a quote.

// printable makes a masked text safe to show: one line, no control characters, at most max characters.
func printable(s string, max int) string {
	if len(s) > 16*max {
		s = strings.ToValidUTF8(s[:16*max], "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	s = squeeze(s)
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	s = string([]rune(s)[:max-1])
	if n := strings.LastIndexByte(s, ' '); n > len(s)/2 && len(s)-n < mostLost {
		s = s[:n]
	}
	return strings.TrimRight(s, " ") + "…"
}

// mostLost is from how many bytes on a word is cut and not left out: without a path a sentence has lost its end.
const mostLost = 60

// excerpt returns the sentence or the line around the words from at to end, as far as it fits, or the whole text when it is short.
// Begins tells where lines begin in the text.
func excerpt(text string, at, to int, begins func(int) bool) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	start, end := beginning(text, at, to, begins), wordEnd(text, to)
	for end < len(text) && text[end-1] != '.' {
		next := wordEnd(text, end+1)
		if !fits(text[start:next]) || strings.ContainsAny(text[end:next], "{}<>") || stray(text[start:next]) || text[end] == ' ' && begins(end+1) {
			break
		}
		end = next
	}
	if n := unclosed(text[to:end]); n >= 0 {
		end = to + n
	}
	return strings.TrimSpace(text[start:end])
}

// beginning returns where a quote of the words from at to end begins: with their line or sentence if that is near, else after a
// colon, else a few words before them; within no bracket.
func beginning(text string, at, to int, begins func(int) bool) int {
	first := wordStart(text, at)
	near, colon := first, -1
	for p := first; ; {
		if before := text[:p]; !stray(text[p:first]) {
			switch {
			case p == 0, endsWithOneOf(before, ". ", "! ", "? ", "· ", "}", "} ", ">", "> "), quoted(before), begins(p):
				return p
			case colon < 0 && strings.HasSuffix(before, ": "):
				colon = p
			case first-p <= around:
				near = p
			}
		}
		if p == 0 {
			break
		}
		next := wordStart(text, p-1)
		if !fits(text[next:max(to, at)]) || strings.ContainsAny(text[next:p], "{}<>") {
			break
		}
		p = next
	}
	if colon >= 0 {
		return colon
	}
	return near
}

func endsWithOneOf(text string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(text, end) })
}

// begins tells where lines of what the error was found in begin in a text, whose line breaks are gone. A line that goes on in small
// letters may be one that was wrapped.
func (r *report) begins(text string) func(int) bool {
	source := r.source[min(max(r.low, r.start-maxBefore), len(r.source)):min(r.end+maxAfter, len(r.source))]
	return func(at int) bool {
		words := make([]string, 0, 2)
		for w := range strings.FieldsSeq(text[at:min(len(text), at+2*around)]) {
			if words = append(words, w); len(words) == 2 {
				break
			}
		}
		if len(words) < 2 || words[0][0] >= 'a' && words[0][0] <= 'z' && !strings.HasSuffix(words[0], ":") {
			return false
		}
		for i := 0; ; {
			n := strings.Index(source[i:], words[0])
			if n < 0 {
				return false
			}
			i += n + len(words[0])
			before := strings.TrimRight(source[:i-len(words[0])], " \t>|│*#-")
			if (before == "" || before[len(before)-1] == '\n') && strings.HasPrefix(strings.TrimLeft(source[i:], " \t"), words[1]) {
				return true
			}
		}
	}
}

func fits(text string) bool {
	return len(text) <= 4*maxQuote && utf8.RuneCountInString(text) <= maxQuote
}

// stray reports whether the text closes a bracket that it does not open.
func stray(text string) bool {
	open := 0
	for i := range len(text) {
		switch text[i] {
		case '(', '[':
			open++
		case ')', ']':
			if open--; open < 0 {
				return true
			}
		}
	}
	return false
}

// unclosed returns where the text opens a bracket that it does not close, or -1.
func unclosed(text string) int {
	open, at := 0, -1
	for i := range len(text) {
		switch text[i] {
		case '(', '[':
			if open == 0 {
				at = i
			}
			open++
		case ')', ']':
			open = max(0, open-1)
		}
	}
	if open == 0 {
		return -1
	}
	return at
}

// quoted reports whether the text ends with a mark that opens a quote.
func quoted(text string) bool {
	n := len(text) - 1
	return n > 0 && (text[n] == '"' || text[n] == '\'') && strings.IndexByte(" :{[,", text[n-1]) >= 0
}

// A word of a page or of an object ends at its tags, braces and quotes.
func wordStart(text string, i int) int {
	for i > 0 && text[i-1] != ' ' && strings.IndexByte("{}<>", text[i-1]) < 0 && !quoted(text[:i]) {
		i--
	}
	return i
}

func wordEnd(text string, i int) int {
	for i < len(text) && text[i] != ' ' && text[i] != '<' && !((text[i] == '"' || text[i] == '\'') && i+1 < len(text) && strings.IndexByte(",}])", text[i+1]) >= 0) {
		i++
	}
	return min(i, len(text))
}
