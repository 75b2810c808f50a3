package redact

import (
	"slices"
	"strings"
)

// reserved are the last parts of names that only a private network knows.
func reserved() []string {
	return []string{"internal", "intern", "corp", "local", "localdomain", "lan", "intranet", "private", "home", "arpa", "cluster", "svc", "consul"}
}

// suffixes are last parts of names that a public network knows. In a text without a scheme in front, only these make a host
// of words with dots between them: most such words are names of a program's parts.
func suffixes() (sure, doubtful []string) {
	return []string{
			"com", "net", "org", "edu", "gov", "mil", "int", "biz", "dev", "app", "cloud", "io", "ai", "co", "tech", "xyz", "online",
			"systems", "network", "services", "solutions", "software", "digital", "company", "global", "agency", "health", "bank", "eu",
			"us", "uk", "ca", "mx", "br", "ar", "cl", "pe", "au", "nz", "jp", "kr", "cn", "tw", "hk", "sg", "my", "th", "vn", "ph", "in",
			"pk", "ae", "sa", "il", "tr", "ru", "ua", "kz", "za", "ng", "ke", "eg", "de", "fr", "nl", "be", "ch", "at", "it", "es", "pt",
			"se", "no", "dk", "fi", "pl", "cz", "sk", "hu", "ro", "bg", "gr", "ie", "li", "lu", "ee", "lv", "lt", "si", "hr", "tv", "gg",
		}, // With one word in front these are rather a file or a part of a program.
		[]string{"name", "info", "group", "team", "zone", "store", "site", "live", "email", "id", "is", "to", "as", "me", "so", "cc", "sh", "rs", "py", "md"}
}

// hosts cuts the names of hosts that are not to be kept: any in an address with a scheme, those with a suffix that says so,
// and those that a word in front says to be one.
func hosts(c *cut, keep []string) {
	s := c.text
	private := reserved()
	sure, doubtful := suffixes()
	for i := 0; i < len(s); i++ {
		if !hostChar(s[i]) {
			continue
		}
		if i > 0 && s[i-1] == '%' && i+2 < len(s) && hex(s[i]) && hex(s[i+1]) {
			i++ // %2Fhost.
			continue
		}
		start := i
		for i < len(s) && hostChar(s[i]) {
			i++
		}
		name := strings.TrimRight(s[start:i], ".-_")
		start += len(name) - len(strings.TrimLeft(name, ".-_"))
		name = strings.Trim(name, ".-_")
		end := start + len(name)
		if name == "" || len(name) > maxHost || kept(name, keep) {
			continue
		}
		last := name[strings.LastIndexByte(name, '.')+1:]
		if strings.Trim(last, "0123456789") == "" && strings.Contains(name, ".") || strings.Contains(name, "..") {
			continue // A number.
		}
		switch dots := strings.Count(name, "."); {
		case afterScheme(s, start):
		case dots == 0:
			if !said(s, start, end) {
				continue
			}
		case end < len(s) && s[end] == '(' || strings.ToLower(last) != last && strings.ToUpper(last) != last: // A call; a class.
			continue
		case slices.Contains(private, strings.ToLower(last)), slices.Contains(sure, strings.ToLower(last)):
		case dots >= 2 && slices.Contains(doubtful, strings.ToLower(last)):
		case said(s, start, end):
		default:
			continue
		}
		c.replace(start, end, Mark)
	}
}

// kept reports whether the host is one of those to be kept, or below one, or every machine's own.
func kept(name string, keep []string) bool {
	for _, k := range append([]string{"localhost"}, keep...) {
		rest := len(name) - len(k)
		if k != "" && rest >= 0 && strings.EqualFold(name[rest:], k) && (rest == 0 || name[rest-1] == '.') {
			return true
		}
	}
	return false
}

// afterScheme reports whether :// stands in front, or :// and what is left of a user and password.
func afterScheme(s string, at int) bool {
	before := s[:at]
	before = strings.TrimSuffix(before, Mark+"@")
	if strings.HasSuffix(before, "://") || strings.HasSuffix(before, `:\/\/`) || strings.HasSuffix(strings.ToLower(tailOf(before, 9)), "%3a%2f%2f") {
		return true
	}
	return false
}

func tailOf(s string, n int) string { return s[max(0, len(s)-n):] }

// said reports whether the words in front say that a host follows, as in "Host: x", HTTPS_PROXY=x:3128, and what curl and
// others say of a connection. A word of a sentence is none.
func said(s string, start, end int) bool {
	const look = 24 // Bytes in front.
	before := strings.ToLower(tailOf(s[:start], look))
	for _, words := range []string{"connect to ", "connected to ", "connection to ", "resolve host ", "resolving "} {
		if strings.HasSuffix(before, words) {
			rest := s[end:]
			return strings.HasPrefix(rest, " port ") || strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, ":") && len(rest) > 1 && digit(rest[1]) || strings.HasPrefix(words, "resolv")
		}
	}
	label := strings.TrimRight(before, " \t\"'`\\")
	if !strings.HasSuffix(label, ":") && !strings.HasSuffix(label, "=") {
		return false
	}
	label = strings.TrimRight(label[:len(label)-1], " \"'`\\")
	word := label[strings.LastIndexFunc(label, func(r rune) bool { return !wordChar(byte(r)) })+1:]
	switch {
	case word == "host", word == "hostname", word == "forwarded-host", strings.HasSuffix(word, "-host"), strings.HasSuffix(word, "_host"), strings.HasSuffix(word, "_proxy"):
	default:
		return false
	}
	return end+1 >= len(s) || s[end] != ' ' || !letter(s[end+1])
}
