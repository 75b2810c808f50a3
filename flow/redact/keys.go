package redact

import "strings"

// keyStart is what the keys of many vendors and gateways start with.
const keyStart = "sk-"

// hasStart reports whether a short text starts as keys do, and goes on as more than their kind.
func hasStart(text string) bool {
	rest, ok := strings.CutPrefix(text, keyStart)
	return ok && len(rest) >= leastLabeled && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") != "" && !strings.Contains(rest, "..") &&
		kindOfKey(rest) < len(rest) && strings.Trim(strings.ToLower(rest), "x-") != ""
}

// kindOfKey returns the length of what says the kind of a key: ant-api03-, or-v1.
func kindOfKey(rest string) int {
	for _, kind := range []string{"ant", "or", "proj", "svcacct", "admin"} {
		if more, ok := strings.CutPrefix(rest, kind); ok && (more == "" || more[0] == '-') {
			more = strings.Trim(more, "-")
			if strings.IndexByte(more, '-') < 0 && len(more) < leastLabeled {
				return len(rest)
			}
		}
	}
	return 0
}

// isDrawn reports whether a random text looks drawn, too: a long piece of it without a sign changes between letters and digits.
func isDrawn(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return !alnum(byte(r)) }) {
		if len(part) < leastOfPiece || isForeign(part) {
			continue
		}
		if strings.Trim(part, "0123456789abcdef") == "" {
			if len(part) >= leastOfHex && strings.Trim(part, "0123456789") != "" {
				return true
			}
			continue
		}
		letters, digits, changes := 0, 0, 0
		for i := range len(part) {
			kind := kindOf(part[i])
			if kind == '0' {
				digits++
			} else {
				letters++
			}
			if i > 0 && kind != kindOf(part[i-1]) && (kind != 'a' || kindOf(part[i-1]) != 'A') {
				changes++
			}
		}
		if letters >= 4 && digits >= 2 && changes >= 3 {
			return true
		}
	}
	return false
}

// isPassword reports whether a text in a sentence is no word: letters and digits, or signs between letters.
func isPassword(text string) bool {
	if len(text) < leastSaid || strings.ContainsAny(text, "/") || strings.Count(text, ".") > 1 {
		return false
	}
	low := strings.ToLower(text)
	word := strings.TrimRight(low, "0123456789")
	if n := len(low) - len(word); n > 0 && n <= 3 && withNumber[strings.TrimRight(word, "-_")] {
		return false // oauth2.
	}
	if rest := strings.TrimLeft(low, "0123456789.-"); len(rest) < len(low) && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") == "" {
		return false // 12-character, 24hours.
	}
	if strings.Contains(low, "-") && low == text && wordy(text) || isVariable(strings.ToUpper(text)) {
		return false // A model, a host, the name of a variable.
	}
	return looksMixed(text) || mayLackDigits(text)
}
