package evidence

import (
	"regexp"
	"slices"
	"strings"
)

var (
	callHost = regexp.MustCompile(`(?:^|\n)[ \t]*(?:>[ \t]*host:[ \t]*|\*[ \t]+connected to |>?[ \t]*connect[ \t]+|\*[ \t]+establish http proxy tunnel to |host:[ \t]+)([a-z0-9-]+(?:\.[a-z0-9-]+)+)`)
	idText   = regexp.MustCompile(`\brequest[-_ ]?id["']?\s*(?:[:=]|=>)\s*["']?([a-z0-9][\w-]{7,80})`)
	typeText = regexp.MustCompile(`^["']?[ \t]*(?::|-|–|·)[ \t]*["']?([^\n"{·]{3,400})`)
)

const maxFound = 64 // Addresses, ids and types of one kind that are read in one text.

// addresses reads where the failing call went, and types and request ids that stand outside of any object.
func (c *collector) addresses() {
	low := asciiLower(c.text)
	c.urls(low)
	tunnel := strings.Contains(low, "connect tunnel") || strings.Contains(low, "\nconnect ") || strings.Contains(low, "> connect ")
	if strings.Contains(low, "host:") || strings.Contains(low, "connect") || strings.Contains(low, "tunnel to") {
		for _, m := range callHost.FindAllStringSubmatchIndex(low, maxFound) {
			if tunnel && strings.Contains(low[m[0]:m[2]], "connected to") {
				continue // The proxy, not where the call was to go.
			}
			c.add(&report{start: m[0], end: m[1], hosts: []string{c.text[m[2]:m[3]]}})
		}
	}
	if strings.Contains(low, "request") {
		for _, m := range idText.FindAllStringSubmatchIndex(low, maxFound) {
			if id := c.text[m[2]:m[3]]; isID(id) {
				c.add(&report{start: m[0], end: m[1], requestID: id})
			}
		}
	}
	c.types()
}

// urls reads the addresses that calls went to. Those that only stand in a message, such as a help page's, are none.
func (c *collector) urls(low string) {
	for i, n := 0, 0; n < maxFound; n++ {
		at := strings.Index(low[i:], "://")
		if at < 0 {
			return
		}
		at += i
		i = at + len("://")
		start := at
		for start > 0 && letter(low[start-1]) {
			start--
		}
		if scheme := low[start:at]; scheme != "http" && scheme != "https" || !called(low[max(0, start-maxLead):start]) {
			continue
		}
		end := i
		for end < len(low) && strings.IndexByte(" \t\n\"'<>)]`", low[end]) < 0 {
			end++
		}
		c.add(&report{start: start, end: end, urls: []string{strings.TrimRight(c.text[start:end], ".,;:\\")}})
		i = end
	}
}

const maxLead = 200 // Bytes before an address that may tell that it was called.

var (
	methods  = []string{"get", "post", "put", "delete", "patch", "head", "options"}
	callKeys = []string{"base_url", "baseurl", "api_base", "apibase", "request_url", "requesturl", "endpoint", "uri", "url", "host"}
	callings = []string{
		"for url", "connect to", "connecting to", "fetching", "fetch", "request to", "calling", "proxying to", "requesting", "reading", "downloading",
		"downloading from", "uploading to", "retrieving", "pushing gem to", "registry at", "push to", "response from",
	}
)

// called reports whether the text before an address says that a call went there: POST …, url: …, curl ….
func called(before string) bool {
	if n := strings.LastIndexByte(before, '\n'); n >= 0 {
		before = before[n+1:]
	}
	if n := strings.LastIndex(before, "curl"); n >= 0 && (n == 0 || !wordByte(before[n-1])) && strings.IndexByte(before[n:], '|') < 0 {
		return true
	}
	bare := strings.TrimRight(before, " \t\"'`<")
	if len(bare) < len(before) && endsWithStatus(bare) {
		return true
	}
	if len(bare) < len(before) && endsWithAny(bare, methods) {
		return true
	}
	if key := strings.TrimRight(bare, ":=>"); len(key) < len(bare) || endsWithAny(bare, callings) {
		key = strings.TrimRight(key, " \t\"'")
		return endsWithAny(key, callKeys) || endsWithAny(key, callings)
	}
	return false
}

// endsWithStatus reports whether the text ends with the status of an error.
func endsWithStatus(text string) bool {
	n := len(text) - len("403")
	return n >= 0 && (text[n] == '4' || text[n] == '5') && digit(text[n+1]) && digit(text[n+2]) && (n == 0 || text[n-1] == ' ')
}

// endsWithAny reports whether the text ends with one of the words. An underscore before it is part of another name, which
// is as good: WIDGET_BASE_URL ends with base_url.
func endsWithAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		n := len(text) - len(w)
		return n >= 0 && text[n:] == w && (n == 0 || !letter(text[n-1]) && !digit(text[n-1]))
	})
}

// types reads an error's type in prose, with the message that follows it: "permission_error: …".
func (c *collector) types() {
	const ending = "_error"
	for i, n := 0, 0; n < maxFound; n++ {
		at := strings.Index(c.text[i:], ending)
		if at < 0 {
			return
		}
		i += at + len(ending)
		start := i - len(ending)
		for start > 0 && (c.text[start-1] == '_' || c.text[start-1] >= 'a' && c.text[start-1] <= 'z') && i-start < 40 {
			start--
		}
		m := typeText.FindStringSubmatchIndex(c.text[i:])
		if m == nil || start == i-len(ending) || c.isTaken(start) {
			continue
		}
		message := strings.TrimSpace(c.text[i+m[2] : i+m[3]])
		c.add(&report{start: start, end: i + m[1], errType: c.text[start:i], message: message, messages: []string{message}})
	}
}
