package redact

import "strings"

// pair cuts the password of a login that is said as two: creds are admin:x, user/pass: a / x, log in with admin / x.
func (c *cut) pair(start, end int) int {
	s := c.text
	i, named, ok := asPair(s, start, end)
	i, tied := tie(s, i)
	if !ok || named && !tied {
		return start
	}
	from, quote := openQuote(s, i)
	i = near(s, from, maxLoginName, inMailbox)
	user := s[from:i]
	if !strings.ContainsFunc(user, func(r rune) bool { return letter(byte(r)) }) || isState(user) && user != "login" {
		return start
	}
	if quote != 0 && peek(s, i) == quote && oneOf(peek(s, i+1), " /:") {
		i++
	}
	i, sign := blanks(s, i), i
	at, with := i+1, strings.HasPrefix(s[i:], "with ")
	if with {
		at = i + len("with")
	}
	if !with && !oneOf(peek(s, i), ":/|&,") || s[i] == ',' && !named || s[i] == ':' && i > sign || blanks(s, at)-at > 1 {
		return start
	}
	colon, apart := s[i] == ':', blanks(s, at) > at
	from, to, next := argument(s, blanks(s, at))
	text := s[from:to]
	if bare := strings.TrimRight(text, ".!?"); next == to && wordy(bare) {
		text, to, next = bare, from+len(bare), from+len(bare)
	}
	small := user == strings.ToLower(user)
	switch {
	case len(text) <= leastOfPass, isState(text), strings.HasPrefix(text, "//"), strings.HasPrefix(text, "$"), strings.HasPrefix(text, "<"), !isSecret(text, password), isDate(user):
		return start
	case isPassword(text) && strings.Trim(text, "0123456789.:") != "" && (colon || !strings.Contains(text, "/")):
	case !wordy(text) && (named || colon && !apart) && strings.Trim(text, "0123456789.:/") != "":
	case with, apart && colon, !rowOver(s, next) && !oneOf(s[next], ".,)") && !named && !colon && (apart || !isUsual(user)):
		return start
	case !wordy(text), isScope(user, text), among(user, "http https"):
		return start
	case named, isUsual(user), colon && small, tied && small && text == strings.ToLower(text):
	default:
		return start
	}
	c.replace(from, to, Mark)
	return next
}

// asPair reports whether the word at start:end says that a user and a password follow, and where what says it ends. Named are both.
func asPair(s string, start, end int) (at int, named, ok bool) {
	word, at := s[start:end], blanks(s, end)
	switch {
	case among(word, "creds cred credentials credential login logins"):
		return end, false, !oneOf(peek(s, at), "/&+") && !oneOf(peek(s, start-1), "/-_.") // login/password says it.
	case among(word, "log logged sign signed"):
		in := firstWord(s, at)
		at = blanks(s, at+len(in))
		return at, false, among(in, "in on") && among(firstWord(s, at), "with as using via w")
	case among(word, "auth"):
		before, _ := wordBefore(s, start)
		return end, false, before == "basic"
	}
	sign := back(s, start, inBlank) - 1
	user, _ := wordBefore(s, max(0, sign))
	return end, true, oneOf(peek(s, sign), "/:&+|") && among(user, "user username login email mail u id benutzer name account usr")
}

// tie skips what ties a login to what is said of it.
func tie(s string, i int) (at int, tied bool) {
	for range 4 {
		i = blanks(s, i)
		word := s[i:near(s, i, maxName, inWord)]
		switch {
		case oneOf(peek(s, i), ":=(>"):
			i++
		case among(word, "is are was were as with using via w"):
			if i += len(word); peek(s, i) == '/' {
				i++
			}
		default:
			return i, tied
		}
		tied = true
	}
	return i, tied
}

// isUsual reports whether a user is one that programs are installed with.
func isUsual(user string) bool {
	return among(user, "admin administrator root test tester user guest demo postgres sa superuser sysadmin dev me") || strings.Contains(user, "@")
}

// isScope reports whether what stands where a login would is a permission, as in org:admin and user:profile.
func isScope(user, text string) bool {
	return among(user, "org organization workspace project team repo repos scope read write api profile role mcp files") || among(text, "profile inference sessions email read write admin connect manage")
}
