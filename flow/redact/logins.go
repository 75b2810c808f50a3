package redact

import (
	"slices"
	"strings"
)

// maxLoginName is the length of a user in front of a password, in bytes.
const maxLoginName = 64

// pair cuts the password of a login that is said as two: creds are admin:x, user/pass: a / x, log in with admin / x.
func (c *cut) pair(start, end int) int {
	s := c.text
	i, named, ok := asPair(s, start, end)
	if !ok {
		return start
	}
	i, tied := tie(s, i)
	if named && !tied {
		return start
	}
	i, quote := openQuote(s, i)
	from := i
	for i < len(s) && i-from < maxLoginName && (inWord[s[i]] || s[i] == '.' || s[i] == '+' || s[i] == '@') {
		i++
	}
	user := s[from:i]
	if !strings.ContainsFunc(user, func(r rune) bool { return letter(byte(r)) }) || isState(user) && user != "login" {
		return start
	}
	if quote != 0 && i < len(s) && s[i] == quote && i+1 < len(s) && strings.IndexByte(" /:", s[i+1]) >= 0 {
		i++
	}
	sign := blanks(s, i)
	if sign >= len(s) || strings.IndexByte(":/|&,", s[sign]) < 0 && !strings.HasPrefix(s[sign:], "with ") || s[sign] == ',' && !named || s[sign] == ':' && sign > i {
		return start
	}
	at := sign + 1
	if s[sign] == 'w' {
		at += len("ith")
	}
	if i = blanks(s, at); i-at > 1 {
		return start
	}
	from, to, next := argument(s, i)
	text := s[from:to]
	if bare := strings.TrimRight(text, ".!?"); next == to && wordy(bare) {
		text, to, next = bare, from+len(bare), from+len(bare)
	}
	switch {
	case len(text) <= leastOfPass, isState(text), strings.HasPrefix(text, "//"), strings.HasPrefix(text, "$"), strings.HasPrefix(text, "<"), !isSecret(text, password):
		return start
	case isPassword(text) && strings.Trim(text, "0123456789.:") != "" && (s[sign] == ':' || !strings.Contains(text, "/")):
	case !wordy(text) && (named || s[sign] == ':' && i == at) && strings.Trim(text, "0123456789.:/") != "":
	case s[sign] == 'w' || i > at && s[sign] == ':' || !rowOver(s, next) && strings.IndexByte(".,)", s[next]) < 0 && !named && s[sign] != ':' && (i > at || !isUsual(user)):
		return start
	case wordy(text) && isScope(user, text):
		return start
	case wordy(text) && (named || isUsual(user) || s[sign] == ':' && user == strings.ToLower(user) || tied && user == strings.ToLower(user) && text == strings.ToLower(text)) && user != "http" && user != "https":
	default:
		return start
	}
	c.replace(from, to, Mark)
	return next
}

// asPair reports whether the word at start:end says that a user and a password follow, and where what says it ends. Named are both.
func asPair(s string, start, end int) (at int, named, ok bool) {
	switch word := strings.ToLower(s[start:end]); word {
	case "creds", "cred", "credentials", "credential", "login", "logins":
		if slash := blanks(s, end); slash < len(s) && strings.IndexByte("/&+", s[slash]) >= 0 { // login/password, which says it.
			return 0, false, false
		}
		return end, false, start == 0 || strings.IndexByte("/-_.", s[start-1]) < 0
	case "log", "logged", "sign", "signed":
		at = blanks(s, end)
		if rest := strings.ToLower(s[at:min(len(s), at+len("in "))]); rest != "in " && rest != "on " {
			return 0, false, false
		}
		at = blanks(s, at+len("in"))
		next := firstWord(s, at)
		return at, false, slices.Contains([]string{"with", "as", "using", "via", "w"}, strings.ToLower(next))
	case "auth":
		before, _ := wordBefore(s, start)
		return end, false, before == "basic"
	}
	before := strings.TrimRight(tailOf(s[:start], maxName), " ")
	if before == "" || strings.IndexByte("/:&+|", before[len(before)-1]) < 0 {
		return 0, false, false
	}
	user, _ := wordBefore(before, len(before)-1)
	return end, true, slices.Contains([]string{"user", "username", "login", "email", "mail", "u", "id", "benutzer", "name", "account", "usr"}, user)
}

// tie skips what ties a login to what is said of it.
func tie(s string, i int) (at int, tied bool) {
	for range 4 {
		i = blanks(s, i)
		if i >= len(s) {
			break
		}
		word := firstWord(s, i)
		switch {
		case strings.IndexByte(":=(>", s[i]) >= 0:
			i++
		case s[i] != '"' && s[i] != '\'' && s[i] != '`' && slices.Contains([]string{"is", "are", "was", "were", "as", "with", "using", "via", "w"}, strings.ToLower(word)):
			if i += len(word); i < len(s) && s[i] == '/' {
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
	switch strings.ToLower(user) {
	case "admin", "administrator", "root", "test", "tester", "user", "guest", "demo", "postgres", "sa", "superuser", "sysadmin", "dev", "me":
		return true
	}
	return strings.Contains(user, "@")
}

// isScope reports whether what stands where a login would is a permission, as in org:admin and user:profile.
func isScope(user, text string) bool {
	return slices.Contains([]string{"org", "organization", "workspace", "project", "team", "repo", "repos", "scope", "read", "write", "api", "profile", "role"}, strings.ToLower(user)) ||
		slices.Contains([]string{"profile", "inference", "sessions", "email", "read", "write", "admin"}, strings.ToLower(text))
}
