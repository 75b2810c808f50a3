package redact

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// isElided reports whether somebody has masked a value before.
func isElided(text string) bool {
	return contains(text, "**", "...", "##", "••")
}

// isProse reports whether a value is words of a sentence, which no key is: several between quotes, or one that others follow.
func isProse(text, rest string, quote byte) bool {
	if quote == 0 && (peek(rest, 0) != ' ' || !letter(peek(rest, 1))) || quote != 0 && !strings.Contains(text, " ") && text != "" {
		return false
	}
	return !slices.ContainsFunc(strings.Fields(text), func(word string) bool { return !wordy(strings.Trim(word, ".,:;!?()\"'")) })
}

// isCall reports whether a name is that of a function or a member, since brackets follow.
func isCall(text, rest string) bool {
	return oneOf(peek(rest, 0), "([") && wordy(strings.ReplaceAll(text, ".", "_"))
}

// isCode reports whether a bare value is an index or what a type holds: fields["x"], sql.NullString{Valid: x}.
func isCode(text, rest string) bool {
	k := strings.IndexAny(text, "[{")
	if k <= 0 || !wordy(strings.ReplaceAll(text[:k], ".", "_")) {
		return false
	}
	index := k == len(text)-1 && isQuote(peek(rest, 0)) && strings.Contains(rest[1:min(len(rest), maxName)], rest[:1]+"]")
	return index || strings.Contains(text[:k], ".") && strings.HasSuffix(text, ":")
}

// settingWithin returns where the next setting of a connection begins in a password without quotes, with its semicolon: ;Database=x.
func settingWithin(text []byte) int {
	for k, c := range text {
		if c == ';' {
			rest := string(text[k+1 : min(len(text), k+maxName)])
			name := firstWord(rest, 0)
			if (len(name) == len(rest) || rest[len(name)] == '=') && among(name, ofConnections) {
				return k
			}
		}
	}
	return 0
}

// ofConnections are the first words of settings that stand behind a password in a string for a connection.
const ofConnections = "database db server host hostname port uid user data initial driver encrypt trustservercertificate trusted_connection persist integrated connect connection pooling " +
	"timeout command ssl sslmode max min application app multipleactiveresultsets charset endpoint accountname endpointsuffix"

// inside reports whether the sign at an offset belongs to the value, since it is escaped.
func (c *cut) inside(v value, at int, wide bool) bool {
	s := c.text
	sign, next := peek(s, at), peek(s, at+1)
	switch {
	case sign == 0 || oneOf(sign, "\r\n"):
		return false
	case sign == '\\':
		return v.quote != 0 && next >= ' ' && next != v.quote
	case v.quote != 0:
		return sign == v.quote && c.escaped(at, v.depth)
	case wide && at > v.at && alnum(s[at-1]) && alnum(next) && oneOf(sign, "'\""):
		return true // A quote between two letters closes nothing.
	case wide && sign == '&' && next > ' ':
		return peek(s, near(s, at+1, maxName, inDotted)) <= ' ' // No further parameter.
	case wide && sign == '<':
		return c.depth(at) > 1 // As XML spells it.
	case sign == '|': // Behind the number of an app.
		return at >= v.at+10 && at < v.at+20 && all(s[v.at:at], inDigits)
	}
	return !isQuote(sign) && c.escaped(at, v.depth)
}

// isSecret reports whether a value is one, and neither masked already nor something that stands in its place.
func isSecret(text string, f form) bool {
	least := leastLabeled
	switch f {
	case password:
		least = leastOfPass
	case once:
		least = leastSaid
	}
	if len(text) < least || isMasked(text) || isPrefix(strings.TrimRight(text, ".*")) || isPlaceholder(text) || f != password && len(text) <= maxName && isVariable(text[strings.LastIndexByte(text, '.')+1:]) {
		return false
	}
	switch f {
	case key:
		return !among(text, saidOfKeys) && !among(text, algorithms)
	case vague:
		return isRandom(text) || isBasic(text)
	case coded:
		return isRandom(text) || isUUID(text) || strings.HasPrefix(text, keyStart)
	case once:
		return countOf(text, inDigits) > 0 && !strings.ContainsAny(text, "./ ") && !isDate(text)
	case password:
		return text[0] != '/' || strings.Count(text, "/") < 2 || !isPath(text) // PWD=/home/me.
	}
	return true
}

// isRandom reports whether a text looks as if nobody had chosen it: no words, no address, no id.
func isRandom(text string) bool {
	if len(text) < keepFrom || strings.ContainsAny(text, " \t") || !looksMixed(text) && len(text) < 64 || isForeign(text) || isMasked(text) || isPlaceholder(text) ||
		strings.Contains(text, "://") || strings.HasPrefix(text, "arn:") || text[0] == '/' || text[0] == '.' || isUUID(text) || isDate(text) {
		return false
	}
	return !wordy(strings.Map(func(r rune) rune {
		if r < 0x80 && alnum(byte(r)) {
			return r
		}
		return '-'
	}, text))
}

// isWords reports whether what little ties to a name is something else than its secret.
func isWords(text string, f form) bool {
	if text == "" || strings.Contains(text, "://") || isForeign(text) || isName(text) || f != password && wordy(strings.ReplaceAll(text, ".", "-")) && strings.Trim(text, "0123456789") != "" || strings.ContainsAny(text, " \t|<>") {
		return true
	}
	return f == password && !looksMixed(text) && !strings.ContainsAny(text, "!@#$%^&*+~?")
}

func isDate(text string) bool {
	return len(text) >= 10 && text[4] == '-' && text[7] == '-' && all(text[:4], inDigits) && all(text[5:7], inDigits) && all(text[8:10], inDigits)
}

func isUUID(text string) bool {
	return len(text) == 36 && strings.Count(text, "-") == 4 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' && countOf(text, inHex) == 32
}

func isPlaceholder(text string) bool {
	name, ok := strings.CutPrefix(text, "$")
	if name = strings.TrimSuffix(strings.TrimPrefix(name, "{"), "}"); ok && len(text) <= 64 { // A variable of the shell.
		return all(name, inCapitals) || isVariable(name)
	}
	return len(text) <= 64 && among(strings.TrimRight(text, ".:"), placeholders)
}

// isName reports whether the text is words such as names are made of, and short, or with signs between them.
func isName(text string) bool {
	return len(text) <= 2*maxName && (len(text) < longRun || strings.ContainsAny(text, "-_")) &&
		!slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '_' }), func(word string) bool { return !all(word[1:], inSmall) && !all(word, inUpper) })
}

// isVariable reports whether the name is one of the environment: capitals, digits, and an underscore.
func isVariable(name string) bool { return strings.Contains(name, "_") && all(name, inVariable) }

// isBasic reports whether a text is a user and a password as they go with a request: with a colon between them, in base64.
func isBasic(text string) bool {
	if len(text) > maxRow || !all(text, inBase64) {
		return false
	}
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	return err == nil && bytes.IndexByte(plain, ':') > 0 && !bytes.ContainsFunc(plain, func(r rune) bool { return r < ' ' || r > 0x7e })
}

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
	return slices.ContainsFunc(alnums(text), func(part string) bool {
		digits := countOf(part, inDigits)
		switch {
		case len(part) < leastOfPiece, isForeign(part):
			return false
		case all(part, inLowHex):
			return len(part) >= leastOfHex && digits < len(part)
		}
		return len(part)-digits >= 4 && digits >= 2 && turns(part) >= 3
	})
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
