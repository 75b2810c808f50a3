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
	markedKey = regexp.MustCompile(`(?i)\b((?:sk|pk|rk|key|ghp|gho|ghs|ghu|glpat|xox[abp]|AIza|AKIA|ASIA|hf|eyJ|ya29)(?:[-_.][a-z]{2,8}[0-9]{0,2}){0,3}[-_.]?)([A-Za-z0-9_\-.+/=]{8,})`)
	namedKey  = regexp.MustCompile(`(?i)((?:authorization|x-api-key|api[-_ ]?key|auth[-_]?token|access[-_]?token|refresh[-_]?token|session[-_]?key|cookie|password|secret|x-goog-api-key|token)["']?[ \t]*(?:[:=]|=>)[ \t]*["']?(?:(?:bearer|basic)[ \t]+)?)([A-Za-z0-9_\-.+/=~%]{8,})`)
	bearer    = regexp.MustCompile(`(?i)\b((?:bearer|basic)[ \t]+)([A-Za-z0-9_\-.+/=~%]{8,})`)
	userinfo  = regexp.MustCompile(`(://[^/\s:@]*:)([^/\s@]+)(@)`)
	longToken = regexp.MustCompile(`[A-Za-z0-9_\-+/=]{40,}`)
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
		if strings.Count(t, "/")+strings.Count(t, "-") > 3 || !secretive(t) {
			return t // An address's path, or an id of several parts.
		}
		return t[:4] + "…" + tail(t)
	})
}

// secretive reports whether a word looks drawn at random rather than written.
func secretive(s string) bool {
	digits, upper, lower := 0, 0, 0
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
	return len(s) >= 16 || digits > 0 && upper+lower > 0 || upper > 1 && lower > 1
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

// excerpt returns the sentence around the words that matched, or the whole text when it is short.
func excerpt(text, match string) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	at := strings.Index(text, match)
	if at < 0 {
		return match
	}
	start, end := at, at+len(match)
	if utf8.RuneCountInString(match) >= maxQuote {
		return match
	}
	// Masking needs whole words: a key that is cut in two is no longer seen to be one.
	for start > 0 && text[start-1] != ' ' && text[start-1] != '"' && at-start < 16*maxQuote {
		start--
	}
	for end < len(text) && text[end] != ' ' && text[end] != '"' && end-at < 16*maxQuote {
		end++
	}
	for end < len(text) && utf8.RuneCountInString(text[start:end]) < maxQuote-20 {
		if text[end] == '"' {
			break
		}
		next := strings.IndexByte(text[end+1:], ' ')
		if next < 0 {
			next = len(text) - end - 1
		}
		if strings.ContainsAny(text[end:end+1+next], "{<") {
			break
		}
		if utf8.RuneCountInString(text[start:end+1+next]) > maxQuote {
			break
		}
		end += 1 + next
		if text[end-1] == '.' {
			break
		}
	}
	return text[start:min(end, len(text))]
}
