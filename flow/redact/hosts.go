package redact

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// reserved are the last parts of names that only a private network knows.
func reserved() []string {
	return []string{"internal", "intern", "corp", "local", "localdomain", "lan", "intranet", "private", "home", "arpa", "cluster", "svc", "consul"}
}

// spoken are last parts of names that a public network knows, but that name a file or a part of a program far more often, as in
// client.messages.stream. They make a host only where something else says so.
func spoken() []string {
	return strings.Fields("app bar build call cards cat chat click data date day delivery design direct email events exchange fail family fan foo free fun " +
		"game global group help host hosting id in info int is java link live ltd map me media mobi moe mov name network new now observer one open page parts pay ping " +
		"play plus post press prime prod properties ps py read rest review report rs run safe save search secure select services sh show site so solutions " +
		"space storage store stream support systems team tel to tools top total training trust version watch win work works world zip zone as cc cd md pl ml st tf")
}

// hosts cuts the names of hosts that are not to be kept: any in an address with a scheme, those with a suffix that says so,
// and those that a word in front says to be one.
func hosts(c *cut, keep []string) {
	s := c.text
	private := reserved()
	spoken := spoken()
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
		case slices.Contains(private, strings.ToLower(last)):
		case isPublic(strings.ToLower(last)) && (!slices.Contains(spoken, strings.ToLower(last)) || dots >= 2 && isPlace(s, name, end)):
		case said(s, start, end):
		default:
			continue
		}
		c.replace(start, end, Mark)
	}
}

// isPublic reports whether names of the public network end with the word.
func isPublic(last string) bool {
	_, public := publicsuffix.PublicSuffix(last)
	return public
}

// isPlace reports whether a port or path follows, or the name has in it what no name of a program's part has.
func isPlace(s, name string, end int) bool {
	return strings.ContainsAny(name, "-0123456789") || strings.HasPrefix(name, "www.") || strings.HasPrefix(name, "api.") ||
		end+1 < len(s) && (s[end] == '/' || s[end] == ':' && digit(s[end+1]))
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
	word := label[strings.LastIndexFunc(label, func(r rune) bool { return !inWord[byte(r)] })+1:]
	switch {
	case word == "host", word == "hostname", word == "forwarded-host", strings.HasSuffix(word, "-host"), strings.HasSuffix(word, "_host"), strings.HasSuffix(word, "_proxy"):
	default:
		return false
	}
	return end+1 >= len(s) || s[end] != ' ' || !letter(s[end+1])
}
