package evidence

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxQuote = 120 // Characters of a quote.

var userinfo = regexp.MustCompile(`(://[^/\s:@]*:)([^/\s@]+)(@)`)

// mask hides the secrets in a text: words that begin with a key's mark, that follow a name for a secret, or that are long
// and look drawn at random. What is left of one is its mark and its last four characters.
func mask(s string) string {
	if strings.Contains(s, "://") && strings.IndexByte(s, '@') >= 0 {
		s = userinfo.ReplaceAllString(s, "$1…$3")
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if !tokenByte(s[i]) {
			i++
			continue
		}
		end := i + 1
		for end < len(s) && tokenByte(s[end]) {
			end++
		}
		if end-i >= minSecret {
			if keep, last := secretIn(s[:i], s[i:end]); keep >= 0 {
				b.WriteString(s[done : i+keep])
				b.WriteString("…")
				b.WriteString(last)
				done = end
			}
		}
		i = end
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

const (
	minSecret = 8  // Bytes of the shortest word that is masked.
	minRandom = 24 // Bytes of the shortest word that is masked for its looks alone.
)

func tokenByte(c byte) bool {
	return wordByte(c) || c == '.' || c == '+' || c == '/' || c == '~' || c == '%'
}

// secretIn returns how much of a word may be kept and what is shown of its end, or -1 when it is no secret.
func secretIn(before, word string) (keep int, last string) {
	for p := 0; p < len(word); p++ {
		if p > 0 && (digit(word[p-1]) || letter(word[p-1])) {
			continue
		}
		if n := markOf(word[p:]); n > 0 && secretive(word[p+n:]) {
			return p + n, tail(word[p+n:])
		}
	}
	switch {
	case secretive(word) && namesSecret(before):
		return 0, tail(word)
	case len(word) < minRandom || strings.Count(word, "/")+strings.Count(word, "-") > 3:
		return -1, "" // An address's path, or an id of several parts.
	case idMark(word) || !random(word) && !hexadecimal(word):
		return -1, ""
	}
	return 4, tail(word)
}

// markOf returns the length of the mark that a key begins with: a vendor's prefix with the families after it, as in sk-x-y1-.
func markOf(word string) int {
	for _, m := range []string{"AIza", "AKIA", "ASIA", "eyJ", "ya29."} {
		if strings.HasPrefix(word, m) {
			return len(m)
		}
	}
	n := 0
	for _, m := range []string{"sk", "pk", "rk", "key", "ghp", "gho", "ghu", "ghs", "github_pat", "glpat", "xoxb", "xoxp", "xoxa", "hf"} {
		if strings.HasPrefix(word, m) && len(word) > len(m) && (word[len(m)] == '-' || word[len(m)] == '_') {
			n = len(m) + 1
			break
		}
	}
	for families := 0; n > 0 && families < 3; families++ {
		end := n
		for end < len(word) && end-n < 8 && word[end] >= 'a' && word[end] <= 'z' {
			end++
		}
		for end < len(word) && digit(word[end]) {
			end++
		}
		if end-n < 2 || end-n > 10 || end >= len(word) || word[end] != '-' && word[end] != '_' {
			break
		}
		n = end + 1
	}
	return n
}

// namesSecret reports whether a text ends with a name for a secret, as in "x-api-key: " or "Bearer ".
func namesSecret(before string) bool {
	before = asciiLower(before[max(0, len(before)-48):])
	bare := strings.TrimRight(before, " \t\"'")
	if strings.HasSuffix(bare, "bearer") || strings.HasSuffix(bare, "basic") {
		return true
	}
	name := strings.TrimRight(bare, ":=>")
	if len(name) == len(bare) {
		return false
	}
	name = strings.TrimRight(name, " \t\"'")
	for _, n := range []string{"authorization", "key", "token", "secret", "cookie", "password", "passwd"} {
		if strings.HasSuffix(name, n) {
			return true
		}
	}
	return false
}

// idMark reports whether a word names its own kind, as req_… does.
func idMark(word string) bool {
	n := 0
	for n < len(word) && word[n] >= 'a' && word[n] <= 'z' {
		n++
	}
	return n >= 2 && n <= 10 && n < len(word) && word[n] == '_'
}

func hexadecimal(word string) bool {
	for i := range len(word) {
		if c := lower(word[i]); !digit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(word) >= 32
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// random reports whether a word has capitals, small letters and digits.
func random(s string) bool {
	digits, upper, lower := count(s)
	return digits > 0 && upper > 0 && lower > 0
}

// secretive reports whether what follows a key's mark or name looks drawn rather than written.
func secretive(s string) bool {
	digits, upper, lower := count(s)
	return len(s) >= 16 || len(s) >= minSecret && (digits > 0 && upper+lower > 0 || upper > 1 && lower > 1)
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

// excerpt returns the sentence around the words from at to end, as far as it fits, or the whole text when it is short.
func excerpt(text string, at, to int) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	// Whole words only: masking no longer sees that a key is one when it is cut in two.
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
