package redact

import (
	"slices"
	"strings"
)

// formOf is the form of the value behind a name. One that is numbered or in the plural, as API_KEY_2 or tokens, is one of the same
// secrets; of those in the plural only what looks random is cut.
func formOf(word string) form {
	if len(word) > maxName {
		word = word[len(word)-maxName:]
	}
	bare := back(word, len(word), inDigits)
	if len(word)-bare <= maxNumber {
		word = word[:back(word, bare, inHyphens)]
	}
	if len(word) < len("pw") {
		return none
	}
	if f, ok := named(word); ok {
		return f
	}
	if single := len(word) - 1; single >= len("key") && lower(word[single]) == 's' {
		if f, _ := named(word[:single]); f == key || f == password || f == coded || f == vague {
			return vague
		}
	}
	for from, i := 0, 0; i < len(word); i++ {
		if word[i] == '_' || word[i] == '-' {
			if inner[strings.ToLower(word[from:i])] {
				return vague
			}
			from = i + 1
		}
	}
	return none
}

// named returns the form of the first rule that a name fits.
func named(word string) (f form, ok bool) {
	last, end := lower(word[len(word)-2])-'a', lower(word[len(word)-1])-'a'
	if last >= 26 || end >= 26 || byEnding[last][end] == nil {
		return none, false
	}
	var buf [maxName]byte
	b := buf[:0]
	for i := range len(word) {
		if word[i] != '-' && word[i] != '_' {
			b = append(b, lower(word[i]))
		}
	}
	for _, n := range byEnding[last][end] {
		rest := len(b) - len(n.text)
		if rest < 0 || string(b[rest:]) != n.text || n.full && rest > 0 || n.part && rest > 0 && !isPart(word, len(n.text)) {
			continue
		}
		return n.form, true
	}
	return none, false
}

// isPart reports whether the last letters of a name, as many as that, are a part of it: smtp_pass, smtpPass.
func isPart(word string, letters int) bool {
	at := len(word) - letters
	if at <= 0 || strings.ContainsAny(word[at:], "-_") {
		return false
	}
	before := word[at-1]
	return oneOf(before, "-_") || digit(before) || word[at] != lower(word[at]) && before == lower(before)
}

// spokenForm is the form of the value behind a vague name, with the word in front of it: API key, api.key. Spoken tells that it matters.
func spokenForm(s string, start, end int) (f form, spoken bool) {
	if start > 1 && oneOf(s[start-1], " .") && lower(s[end-1]) == 'y' {
		if word, at := wordBefore(s, start-1); at < start-1 && among(word, "api access secret subscription license encryption signing auth") {
			return key, true
		}
	}
	return vague, false
}

// behindRemark skips what a prompt says in brackets between a name and its sign: Password [none]: x.
func behindRemark(s string, i int) int {
	if !oneOf(peek(s, i), "([") {
		return i
	}
	k := i + strings.IndexAny(s[i:min(len(s), i+maxName)], ")]\n")
	if k > i+1 && s[k] != '\n' && peek(s, k+1) == ':' && peek(s, k+2) == ' ' {
		return k + 1
	}
	return i
}

// isTest reports whether the name of a test stands at i, behind the verdict on it: --- PASS: TestLogin (0.00s), PASS  src/login.test.ts.
func isTest(s string, i int) bool {
	behind := nearBack(s, i, 4, inVerdict)
	if _, at := wordBefore(s, behind); s[at:behind] != "PASS" {
		return false
	}
	end := near(s, i, maxBeside, inShown)
	text := s[i:end]
	words := strings.FieldsFunc(strings.TrimSuffix(text, "()"), func(r rune) bool { return strings.ContainsRune("/.:[]", r) })
	named := contains(text, ".test.", ".spec.", "::", "()") || slices.ContainsFunc(words, func(word string) bool {
		for _, start := range []string{"test_", "test-", "Test", "test", "Benchmark", "Example", "Fuzz"} {
			if rest, ok := strings.CutPrefix(word, start); ok && rest != "" && (strings.ContainsAny(start, "_-") || rest[0] == '_' || inUpper[rest[0]]) {
				return true
			}
		}
		return false
	})
	timed := strings.HasPrefix(s[end:], " (") && digit(peek(s, end+2)) && strings.Contains(s[end:min(len(s), end+16)], "s)")
	return named && (timed || !slices.ContainsFunc(words, func(word string) bool {
		return !wordy(word) || strings.ContainsAny(strings.TrimRight(word, "0123456789"), "0123456789")
	}))
}

// alone reports whether nothing stands in a row but the name at start and one word at i.
func alone(s string, start, i int) bool {
	from, first := rowStart(s, start)
	return first && strings.Trim(s[from:start], " \t") == "" && rowOver(s, near(s, i, maxBeside, inShown))
}
