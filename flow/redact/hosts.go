package redact

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// reserved are the last parts of names that only a private network knows.
var reserved = wordSet("internal intern corp local localdomain lan intranet private home arpa cluster svc consul")

// spoken are last parts of names that a public network knows, but that name a file or a part of a program far more often, as in
// client.messages.stream. They make a host only where something else says so.
var spoken = wordSet("app bar build call cards cat chat click data date day delivery design direct email events exchange fail family fan foo free fun " +
	"game global group help host hosting id in info int is java link live ltd map me media mobi moe mov name network new now observer one open page parts pay ping " +
	"play plus post press prime prod properties ps py read rest review report rs run safe save search secure select services sh show site so solutions " +
	"space storage store stream support systems team tel to tools top total training trust version watch win work works world zip zone as cc cd md pl ml st tf")

// hosts cuts the names of hosts that are not to be kept: any in an address with a scheme, those with a suffix that says so,
// and those that a word in front says to be one.
func hosts(c *cut, keep []string) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if peek(s, i-1) == '%' && hex(s[i]) && hex(peek(s, i+1)) && i+2 < len(s) {
			i++ // %2Fhost.
			continue
		}
		start := i
		if i = span(s, i, inDotted); i == start {
			continue
		}
		name := strings.TrimLeft(strings.TrimRight(s[start:i], ".-_"), ".-_")
		start += strings.Index(s[start:i], name)
		end := start + len(name)
		last := name[strings.LastIndexByte(name, '.')+1:]
		small := strings.ToLower(last)
		switch dots := strings.Count(name, "."); {
		case name == "", len(name) > maxHost, kept(name, keep), dots > 0 && all(last, inDigits), strings.Contains(name, ".."): // A number is none.
			continue
		case afterScheme(s, start):
		case dots == 0 && said(s, start, end):
		case dots == 0, peek(s, end) == '(', small != last && strings.ToUpper(last) != last: // A word; a call; a class.
			continue
		case reserved[small], isPublic(small) && (!spoken[small] || dots >= 2 && isPlace(s, name, end)), said(s, start, end):
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
		peek(s, end+1) != 0 && (s[end] == '/' || s[end] == ':' && digit(s[end+1]))
}

// kept reports whether the host is one of those to be kept, or below one, or every machine's own.
func kept(name string, keep []string) bool {
	below := func(k string) bool {
		rest := len(name) - len(k)
		return k != "" && rest >= 0 && strings.EqualFold(name[rest:], k) && (rest == 0 || name[rest-1] == '.')
	}
	return below("localhost") || slices.ContainsFunc(keep, below)
}

// afterScheme reports whether :// stands in front, or :// and what is left of a user and password.
func afterScheme(s string, at int) bool {
	before := strings.TrimSuffix(s[:at], Mark+"@")
	return strings.HasSuffix(before, "://") || strings.HasSuffix(before, `:\/\/`) || strings.EqualFold(tailOf(before, 9), "%3a%2f%2f")
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
	word := label[back(label, len(label), inWord):]
	if word != "host" && word != "hostname" && !strings.HasSuffix(word, "-host") && !strings.HasSuffix(word, "_host") && !strings.HasSuffix(word, "_proxy") {
		return false
	}
	return peek(s, end) != ' ' || !letter(peek(s, end+1))
}
