package evidence

import (
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
	runes := []rune(s)
	return strings.TrimRight(string(runes[:max-1]), " ") + "…"
}

// excerpt returns the sentence around the words from at to end, as far as it fits, or the whole text when it is short.
func excerpt(text string, at, to int) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	start, end := wordStart(text, at), wordEnd(text, to)
	if utf8.RuneCountInString(text[start:end]) >= maxQuote {
		return text[start:end]
	}
	fits := func(start, end int) bool {
		return end-start <= 4*maxQuote && utf8.RuneCountInString(text[start:end]) <= maxQuote
	}
	for start > 0 && strings.IndexByte(".:}>·", text[max(0, start-2)]) < 0 {
		next := wordStart(text, start-1)
		if !fits(next, end) || strings.ContainsAny(text[next:start], "{}<>") {
			break
		}
		start = next
	}
	for end < len(text) && text[end-1] != '.' {
		next := wordEnd(text, end+1)
		if !fits(start, next) || strings.ContainsAny(text[end:next], "{}<>") {
			break
		}
		end = next
	}
	return strings.TrimSpace(text[start:end])
}

func wordStart(text string, i int) int {
	for i > 0 && text[i-1] != ' ' {
		i--
	}
	return i
}

func wordEnd(text string, i int) int {
	for i < len(text) && text[i] != ' ' {
		i++
	}
	return min(i, len(text))
}
