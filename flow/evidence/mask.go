package evidence

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxQuote = 120 // Characters of a quote.

// Secrets are recognized by the marks that keys carry, by the name before them, or by being long and without words.
var (
	markedKey = regexp.MustCompile(`\b((?:(?:sk|pk|rk|key|gh[pous]|glpat|xox[abp]|hf)[-_](?:[a-z]{2,8}[0-9]{0,2}[-_]){0,3}|AIza|AKIA|ASIA|eyJ|ya29\.))([A-Za-z0-9_\-.+/=]{8,})`)
	namedKey  = regexp.MustCompile(`(?i)((?:authorization|x-api-key|api[-_ ]?key|auth[-_]?token|access[-_]?token|refresh[-_]?token|session[-_]?key|cookie|password|secret|x-goog-api-key|token)["']?[ \t]*(?:[:=]|=>)[ \t]*["']?(?:(?:bearer|basic)[ \t]+)?)([A-Za-z0-9_\-.+/=~%]{8,})`)
	bearer    = regexp.MustCompile(`(?i)\b((?:bearer|basic)[ \t]+)([A-Za-z0-9_\-.+/=~%]{8,})`)
	userinfo  = regexp.MustCompile(`(://[^/\s:@]*:)([^/\s@]+)(@)`)
	longToken = regexp.MustCompile(`[A-Za-z0-9_\-+/=]{24,}`)
	idMark    = regexp.MustCompile(`^[a-z]{2,10}_`)
	hexToken  = regexp.MustCompile(`^[0-9a-fA-F]{32,}$`)
)

// mask hides the secrets in a text. What is left of one is its mark and its last four characters.
func mask(s string) string {
	if len(s) < 8 {
		return s
	}
	s = userinfo.ReplaceAllString(s, "$1…$3")
	s = markedKey.ReplaceAllStringFunc(s, func(k string) string {
		g := markedKey.FindStringSubmatch(k)
		if !secretive(g[2]) {
			return k
		}
		return g[1] + "…" + tail(g[2])
	})
	for _, re := range []*regexp.Regexp{namedKey, bearer} {
		s = re.ReplaceAllStringFunc(s, func(k string) string {
			g := re.FindStringSubmatch(k)
			if !secretive(g[2]) {
				return k
			}
			return g[1] + "…" + tail(g[2])
		})
	}
	return longToken.ReplaceAllStringFunc(s, func(t string) string {
		switch {
		case strings.Count(t, "/")+strings.Count(t, "-") > 3, idMark.MatchString(t):
			return t // An address's path, or an id, which names its kind.
		case !random(t) && !hexToken.MatchString(t):
			return t
		}
		return t[:4] + "…" + tail(t)
	})
}

// random reports whether a word has capitals, small letters and digits.
func random(s string) bool {
	digits, upper, lower := count(s)
	return digits > 0 && upper > 0 && lower > 0
}

// secretive reports whether what follows a key's mark looks drawn rather than written.
func secretive(s string) bool {
	digits, upper, lower := count(s)
	return len(s) >= 16 || digits > 0 && upper+lower > 0 || upper > 1 && lower > 1
}

func count(s string) (digits, upper, lower int) {
	for i := range len(s) {
		switch c := s[i]; {
		case digit(c):
			digits++
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		}
	}
	return digits, upper, lower
}

func tail(s string) string {
	if len(s) < 16 {
		return ""
	}
	return s[len(s)-4:]
}

// printable makes a text safe to show: one line, no control characters, no secrets, at most max characters.
func printable(s string, max int) string {
	if len(s) > 16*max {
		s = strings.ToValidUTF8(s[:16*max], "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	s = mask(squeeze(s))
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:max-1]), " ") + "…"
}

// excerpt returns the sentence around the words that matched, as far as it fits, or the whole text when it is short.
func excerpt(text, match string) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	at := strings.Index(text, match)
	if at < 0 {
		return match
	}
	// Whole words only: masking no longer sees that a key is one when it is cut in two.
	start, end := wordStart(text, at), wordEnd(text, at+len(match))
	if utf8.RuneCountInString(text[start:end]) >= maxQuote {
		return text[start:end]
	}
	fits := func(start, end int) bool { return end-start <= 4*maxQuote && utf8.RuneCountInString(text[start:end]) <= maxQuote }
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
