package redact

import "strings"

// addresses cuts the user and password of URLs, and of what is written like one without a scheme.
func addresses(c *cut) {
	s := c.text
	for i, at := 0, 0; i < len(s); at = i {
		if i = find(s, i, "://"); i < 0 {
			i = len(s)
		}
		for at = find(s[:i], at, "@"); at >= 0; at = find(s[:i], at+1, "@") { // Without a scheme, up to there.
			if start := login(s, at, c.done); start < at {
				c.replace(start, at, Mark)
			}
		}
		i = min(len(s), i+len("://"))
		if n := userinfo(s[i:min(len(s), i+maxUserinfo)]); n > 0 && s[i:i+n] != Mark && !isUser(s[i:i+n]) {
			c.replace(i, i+n, Mark)
			i += n
		}
	}
}

// isUser reports whether what stands before a host is a user's name alone, in words: git, local_proxy.
func isUser(text string) bool { return len(text) < keepFrom && all(text, inUserName) }

// login returns where a user and password begin that end at the sign at i, as in user:password@host, or i.
func login(s string, i, least int) int {
	start := max(least, nearBack(s, i, maxLogin, inLogin))
	user, pass, ok := strings.Cut(s[start:i], ":")
	if !ok || user == "" || len(pass) < leastOfPass || peek(s, start-1) == '/' || !all(user, inMail) ||
		among(user, "mailto mail email e-mail to from cc bcc by sip xmpp acct contact author npm pkg git ssh user reply-to") {
		return i
	}
	end := near(s, i+1, maxHost-1, inDotted)
	host := strings.TrimRight(s[i+1:end], ".-_")
	last := host[strings.LastIndexByte(host, '.')+1:]
	port := peek(s, end) == ':' && digit(peek(s, end+1)) && host != "" && !strings.HasPrefix(host, "sha")
	named := len(last) < len(host) && len(last) >= 2 && letter(last[0])
	if strings.Count(host, ".") == 3 && all(host, inNumber) || port || named {
		return start
	}
	return i
}

// userinfo returns the length of the user and password at the start of s. A password may hold what a URL should have
// escaped, so what follows a colon and is no port is searched further.
func userinfo(s string) int {
	if k := strings.IndexAny(s, " \t\r\n\"'<>`"); k >= 0 {
		s = s[:k]
	}
	end := strings.IndexAny(s, `/?#\`)
	if end < 0 {
		end = len(s)
	}
	if at := strings.LastIndexByte(s[:end], '@'); at >= 0 {
		if end < len(s) && s[end] != '/' && strings.IndexByte(s[:at], ':') >= 0 { // The password holds both signs.
			rest, _, _ := strings.Cut(s[end:], "/")
			if more := strings.LastIndexByte(rest, '@'); more >= 0 {
				return end + more
			}
		}
		return at
	}
	colon := strings.IndexByte(s[:end], ':')
	if colon < 0 || strings.HasPrefix(s, "[") || strings.Trim(s[colon+1:end], "0123456789") == "" && colon+1 < end {
		return 0
	}
	return max(0, strings.IndexByte(s, '@'))
}
