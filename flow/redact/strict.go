package redact

import (
	"net/netip"
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
		for _, pass := range []func(*cut){mails, homes, addressesOfHosts, func(c *cut) { hosts(c, keep) }} {
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

// Longest parts of what is looked for, in bytes. They keep the time linear.
const (
	maxMailbox = 64
	maxHost    = 253
	maxUser    = 64
	maxIP      = 64 // With a zone.
)

func hostChar(c byte) bool { return alnum(c) || c == '-' || c == '.' || c == '_' }

func mailChar(c byte) bool { return alnum(c) || strings.IndexByte("._+-", c) >= 0 }

// mails cuts addresses of mail, and user@host: as a shell's prompt and scp write it.
func mails(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		width := 1
		switch {
		case s[i] == '@':
		case s[i] == '%' && strings.HasPrefix(s[i:], "%40"):
			width = 3
		default:
			continue
		}
		start := i
		for start > c.done && i-start < maxMailbox && mailChar(s[start-1]) {
			start--
		}
		end := i + width
		for end < len(s) && end-i < maxHost && hostChar(s[end]) {
			end++
		}
		host := strings.Trim(s[i+width:end], ".-_")
		end = i + width + len(host)
		last := host[strings.LastIndexByte(host, '.')+1:]
		switch {
		case start == i || host == "" || !strings.HasPrefix(s[i+width:], host):
			continue
		case strings.Contains(host, ".") && len(last) >= 2 && strings.ContainsFunc(last, func(r rune) bool { return letter(byte(r)) }) && !digit(host[0]):
		case !strings.Contains(host, ".") && letter(host[0]) && end+1 < len(s) && s[end] == ':' && strings.IndexByte("~/", s[end+1]) >= 0:
		default:
			continue
		}
		c.replace(start, end, Mark)
		i = end - 1
	}
}

// homes cuts the name behind /home/, /Users/ and \Users\.
func homes(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if s[i] != '/' && s[i] != '\\' {
			continue
		}
		at, back := behindHome(s, i)
		if at == i {
			continue
		}
		end := userEnd(s, at, back)
		if end > at && userStart(s[at:]) {
			c.replace(at, end, Mark)
		}
		i = max(i, end-1)
	}
}

// behindHome returns where the user's name starts if the separator at i begins the folder of homes, and whether it is a
// backslash; else it returns i.
func behindHome(s string, i int) (at int, back bool) {
	j := i
	for j < len(s) && s[j] == '\\' && j-i < 16 { // Escaped at any depth.
		j++
	}
	back = j > i && (j >= len(s) || s[j] != '/')
	if !back {
		j++
	}
	word := j
	for j < len(s) && letter(s[j]) && j-word <= len("users") {
		j++
	}
	switch folder := s[word:j]; {
	case !back && (folder == "home" || folder == "Users"), back && strings.EqualFold(folder, "users"):
	case !back && folder == "users" && i > 0 && s[i-1] == ':': // c:/users/NAME.
	default:
		return i, back
	}
	k := j
	for k < len(s) && s[k] == '\\' && k-j < 16 {
		k++
	}
	if !back {
		if k >= len(s) || s[k] != '/' {
			return i, back
		}
		for k < len(s) && s[k] == '/' && k-j < 32 {
			k++
		}
	}
	if k == j {
		return i, back
	}
	return k, back
}

// userStart reports whether a name stands there, and no place for one such as $USER or <name>.
func userStart(s string) bool {
	return s != "" && (alnum(s[0]) || s[0] == '_' || s[0] >= utf8.RuneSelf) && !strings.HasPrefix(s, Mark)
}

// userEnd returns the end of a user's name. One of Windows can hold blanks if a backslash follows.
func userEnd(s string, at int, back bool) int {
	end := at
	for end < len(s) && end-at < maxUser && s[end] > ' ' && strings.IndexByte("/\\\"'`<>|:*?,;()[]{}", s[end]) < 0 {
		end++
	}
	if !back {
		return end
	}
	wide := end
	for wide < len(s) && wide-at < maxUser && s[wide] >= ' ' && strings.IndexByte("/\\\"'`<>|:*?", s[wide]) < 0 {
		wide++
	}
	if wide < len(s) && s[wide] == '\\' {
		return wide
	}
	return end
}

func ipChar(c byte) bool { return hex(c) || c == ':' || c == '.' }

// addressesOfHosts cuts IP addresses, and leaves ports, widths of networks, and times of day.
func addressesOfHosts(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if !ipChar(s[i]) {
			continue
		}
		start := i
		for i < len(s) && ipChar(s[i]) {
			i++
		}
		if alnum(s[start]) && !wordStart(s, start) || start > 0 && s[start-1] == '_' || i < len(s) && inWord[s[i]] {
			continue
		}
		if at, end := inRun(s[start:i]); end > at {
			at, end = start+at, start+end
			if end == i && i < len(s) && s[i] == '%' && strings.Contains(s[at:end], ":") { // A zone.
				for i++; i < len(s) && i-end < maxUser && inWord[s[i]]; i++ {
				}
				end = i
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
	if end-at > maxIP {
		return 0, 0
	}
	if tells(s[at:end]) {
		return at, end
	}
	for at < end { // With a port.
		k := strings.IndexByte(s[at:end], ':')
		if k < 0 {
			k = end - at
		}
		if strings.Count(s[at:at+k], ".") == 3 && tells(s[at:at+k]) {
			return at, at + k
		}
		at += k + 1
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
