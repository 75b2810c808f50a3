package redact

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Strict returns what Secrets does, without what tells who and where somebody is: addresses of mail, names of hosts, IP
// addresses, and the names of users in paths, each replaced by Mark. A host stays if it is one of keep or lies below one of
// them; so do names and addresses that every machine has for itself, such as localhost. Strict(Strict(s)) is Strict(s).
// It takes time linear in the length of s.
func Strict(s string, keep ...string) (masked string, n int) {
	for range maxRounds {
		var found int
		s, found = Secrets(s)
		for _, pass := range []func(*cut){mails, homes, machines, func(c *cut) { hosts(c, keep) }} {
			c := cut{view: view{from: s, text: s}}
			pass(&c)
			s = c.result()
			found += c.n
		}
		n += found
		if found == 0 {
			break
		}
	}
	return s, n
}

// mails cuts addresses of mail, and user@host: as a shell's prompt and scp write it.
func mails(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		host := i + 1
		if strings.HasPrefix(s[i:], "%40") {
			host = i + len("%40")
		} else if s[i] != '@' {
			continue
		}
		start := max(min(i, c.done), nearBack(s, i, maxMailbox, inMail))
		name := s[host:near(s, host, maxHost, inDotted)]
		name = strings.TrimRight(name, ".-_")
		end, last := host+len(name), name[strings.LastIndexByte(name, '.')+1:]
		switch {
		case start == i || name == "" || oneOf(name[0], ".-_"):
		case len(last) < len(name) && len(last) >= 2 && countOf(last, inLetter) > 0 && !digit(name[0]),
			len(last) == len(name) && letter(name[0]) && peek(s, end) == ':' && oneOf(peek(s, end+1), "~/"):
			c.replace(start, end, Mark)
			i = end - 1
		}
	}
}

// home is the folder of homes with the separators around it, the last one escaped at any depth.
var home = regexp.MustCompile(`^(?:\\(?i:users)\\{1,16}|/(?:home|[Uu]sers)\\{0,16}/{1,32})`)

// homes cuts the name behind /home/, /Users/, c:/users/ and \Users\.
func homes(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if s[i] != '/' && s[i] != '\\' || !oneOf(peek(s, i+1), "hHuU") {
			continue
		}
		found := home.FindString(s[i:min(len(s), i+maxUser)])
		at := i + len(found)
		if found == "" || strings.HasPrefix(found, "/u") && peek(s, nearBack(s, i, maxGap, inBackslash)-1) != ':' {
			continue
		}
		if end := userEnd(s, at, s[at-1] == '\\'); end > at && userStart(s[at:]) {
			c.replace(at, end, Mark)
			i = end - 1
		}
	}
}

// userStart reports whether a name stands there, and no place for one such as $USER or <name>.
func userStart(s string) bool {
	return s != "" && (alnum(s[0]) || s[0] == '_' || s[0] >= utf8.RuneSelf) && !strings.HasPrefix(s, Mark)
}

// userEnd returns the end of a user's name. One of Windows can hold blanks if a backslash follows.
func userEnd(s string, at int, back bool) int {
	if wide := near(s, at, maxUser, inWindows); back && peek(s, wide) == '\\' {
		return wide
	}
	return near(s, at, maxUser, inHome)
}

// machines cuts IP addresses, and leaves ports, widths of networks, and times of day.
func machines(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		start := i
		if i = span(s, i, inIP); i == start || alnum(s[start]) && !wordStart(s, start) || peek(s, start-1) == '_' || inWord[peek(s, i)] {
			continue
		}
		if at, end := inRun(s[start:i]); end > at {
			at, end = start+at, start+end
			if end == i && peek(s, i) == '%' && strings.Contains(s[at:end], ":") { // A zone.
				end = near(s, i+1, maxUser, inWord)
				i = end
			}
			c.replace(at, end, Mark)
		}
	}
}

// inRun returns where in a run of digits, dots and colons an address stands.
func inRun(s string) (at, end int) {
	end = len(s)
	for end > 0 && (s[end-1] == '.' || s[end-1] == ':' && !strings.HasSuffix(s[:end], "::")) {
		end--
	}
	for at < end && (s[at] == '.' || s[at] == ':' && !strings.HasPrefix(s[at:end], "::")) {
		at++
	}
	switch {
	case end-at > maxIP:
		return 0, 0
	case tells(s[at:end]):
		return at, end
	}
	for part := range strings.SplitSeq(s[at:end], ":") { // With a port.
		if strings.Count(part, ".") == 3 && tells(part) {
			return at, at + len(part)
		}
		at += len(part) + 1
	}
	return 0, 0
}

// tells reports whether the text is an address that is not every machine's own.
func tells(s string) bool {
	if strings.Contains(s, "::") && strings.Count(s, ":") < 3 && !strings.ContainsAny(s, "0123456789") {
		return false // A path of C++ or Rust.
	}
	a, err := netip.ParseAddr(s)
	return err == nil && !a.IsLoopback() && !a.IsUnspecified()
}
