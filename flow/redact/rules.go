package redact

import (
	"bytes"
	"encoding/base64"
	"strings"
	"sync"
)

// Lengths from which something counts as a secret, in bytes.
const (
	leastOfKind  = 4  // Behind a prefix that nothing else has.
	leastLabeled = 8  // Behind a name such as api_key.
	leastOfPass  = 3  // Behind a name such as password.
	leastOfBlock = 16 // Between the lines of a PEM block.
	maxUserinfo  = 512
)

// prefix is a rule for secrets that say themselves what they are.
type prefix struct {
	name  string
	start string          // Found in any case; it stays.
	word  bool            // Must not be the rest of a longer word.
	kinds bool            // A kind such as api03- may follow, and stays too.
	chars func(byte) bool // What the secret is made of.
	least int             // Shortest secret, in bytes.
	digit bool            // A digit must be in it, since the start alone could be a word.
	dot   bool            // A dot must be in it.
	whole func([]byte) (complete, wanting bool)
}

// prefixed returns the rules for secrets known by their start, the longer start first.
var prefixed = sync.OnceValue(func() []prefix {
	return []prefix{
		{name: "anthropic key", start: "sk-ant-", kinds: true, chars: wordChar, least: 8, whole: wholeKind},
		{name: "openrouter key", start: "sk-or-v1-", chars: wordChar, least: 8},
		{name: "openai project key", start: "sk-proj-", chars: wordChar, least: 8},
		{name: "openai service key", start: "sk-svcacct-", chars: wordChar, least: 8},
		{name: "sk key", start: "sk-", word: true, chars: wordChar, least: 16, digit: true},
		{name: "stripe-like key", start: "sk_live_", chars: wordChar, least: 8},
		{name: "aws access key", start: "AKIA", word: true, chars: upperChar, least: 16, whole: sixteen},
		{name: "aws session key", start: "ASIA", word: true, chars: upperChar, least: 16, whole: sixteen},
		{name: "github token", start: "ghp_", chars: wordChar, least: 16},
		{name: "github oauth token", start: "gho_", chars: wordChar, least: 16},
		{name: "github user token", start: "ghu_", chars: wordChar, least: 16},
		{name: "github server token", start: "ghs_", chars: dottedChar, least: 16},
		{name: "github refresh token", start: "ghr_", chars: wordChar, least: 16},
		{name: "github fine-grained token", start: "github_pat_", chars: wordChar, least: 16},
		{name: "gitlab token", start: "glpat-", chars: dottedChar, least: 16},
		{name: "google key", start: "AIza", chars: wordChar, least: 24},
		{name: "google oauth token", start: "ya29.", word: true, chars: dottedChar, least: 16},
		{name: "slack bot token", start: "xoxb-", chars: wordChar, least: 8},
		{name: "slack user token", start: "xoxp-", chars: wordChar, least: 8},
		{name: "slack app token", start: "xoxa-", chars: wordChar, least: 8},
		{name: "slack refresh token", start: "xoxr-", chars: wordChar, least: 8},
		{name: "slack session token", start: "xoxs-", chars: wordChar, least: 8},
		{name: "slack config token", start: "xoxe-", chars: wordChar, least: 8},
		{name: "slack cookie token", start: "xoxc-", chars: wordChar, least: 8},
		{name: "hugging face token", start: "hf_", word: true, chars: wordChar, least: 16},
		{name: "npm token", start: "npm_", word: true, chars: wordChar, least: 24, digit: true},
		{name: "json web token", start: "eyJ", chars: dottedChar, least: 20, dot: true},
	}
})

// firstChars returns the rules whose start begins with the character, in either case.
var firstChars = sync.OnceValue(func() *[256][]int {
	first := new([256][]int)
	for k, r := range prefixed() {
		c := lower(r.start[0])
		first[c] = append(first[c], k)
	}
	for c := byte('a'); c <= 'z'; c++ {
		first[upper(c)] = first[c]
	}
	return first
})

// isPrefix reports whether a rule leaves just this in front of the mark.
func isPrefix(kind string) bool {
	for _, r := range prefixed() {
		if kind == r.start {
			return true
		}
		if r.kinds && strings.HasPrefix(kind, r.start) && kindLen([]byte(kind[len(r.start):])) == len(kind)-len(r.start) {
			return true
		}
	}
	return false
}

// kindLen returns the length of the kind in front of a key's secret, such as api03-, or 0. A kind not known today is
// letters and two digits; it is never so long that it could be the secret itself.
func kindLen(b []byte) int {
	for _, known := range []string{"admin01-"} {
		if bytes.HasPrefix(b, []byte(known)) {
			return len(known)
		}
	}
	n := 0
	for n < len(b) && 'a' <= b[n] && b[n] <= 'z' {
		n++
	}
	if n < 2 || n > 4 || len(b) < n+3 || !digit(b[n]) || !digit(b[n+1]) || b[n+2] != '-' {
		return 0
	}
	return n + 3
}

// wholeKind knows how long today's keys are: 95 characters behind the kind, of which the last two are AA. Past 40 it is
// clear that a key is real and was broken, not cut by hand.
func wholeKind(b []byte) (complete, wanting bool) {
	k := kindLen(b)
	n := len(b) - k
	return k > 0 && n == 95 && bytes.HasSuffix(b, []byte("AA")), k > 0 && n >= 40 && n < 95
}

// sixteen knows how long AWS key ids are.
func sixteen(b []byte) (complete, wanting bool) { return len(b) >= 16, len(b) >= 8 }

// carriers are what base64 is looked through for: the starts of keys, and of headers that carry a credential.
func carriers() []string {
	return []string{
		"sk-ant-", "sk-proj-", "sk-or-v1-", "sk-svcacct-", "github_pat_",
		"Bearer ", "bearer ", "uthorization:", "AUTHORIZATION:", "api-key:", "Api-Key:", "API-KEY:",
	}
}

// anchors returns what the carriers look like in base64, by the first letter. The same letters look different at each of the
// three places in a group of three that they can have; only those are taken that no neighbor can change.
var anchors = sync.OnceValue(func() *[256][]string {
	by := new([256][]string)
	for _, text := range carriers() {
		for k := range 3 {
			code := base64.StdEncoding.EncodeToString([]byte("xxx"[:k] + text))
			a := code[(8*k+5)/6 : 8*(k+len(text))/6]
			by[a[0]] = append(by[a[0]], a)
		}
	}
	return by
})

// foreign returns the starts of what stands at the beginning of lines and is no piece of a key.
func foreign() []string {
	return []string{"req_", "msg_", "wrkspc_", "claude-", "anthropic-", "Anthropic", "http", "HTTP", "cf-ray", "x-", "X-"}
}

// form is how the value behind a name is written, and how much of it may stay.
type form uint8

// A key keeps its last characters, a password nothing. A scheme has a word before the secret. A jar has several values.
const (
	none form = iota
	key
	password
	scheme
	jar
	vague // A name that often means something harmless: only what looks random is cut.
)

// name is a rule for secrets known by what stands in front of them.
type name struct {
	text string // In lower case, without - and _.
	form form
	full bool // The whole name; else its end, as in ANTHROPIC_API_KEY.
}

// names returns the rules for secrets known by a name. The first that fits counts.
func names() []name {
	return []name{
		{text: "authorization", form: scheme},
		{text: "cookie", form: jar},
		{text: "apikey", form: key},
		{text: "accesskey", form: key},
		{text: "secretkey", form: key},
		{text: "accesskeyid", form: key},
		{text: "privatekey", form: key},
		{text: "subscriptionkey", form: key},
		{text: "sessionkey", form: key},
		{text: "authkey", form: key},
		{text: "token", form: key},
		{text: "secret", form: key},
		{text: "signature", form: key},
		{text: "credential", form: key},
		{text: "sessionid", form: key},
		{text: "password", form: password},
		{text: "passwd", form: password},
		{text: "passphrase", form: password},
		{text: "pwd", form: password, full: true},
		{text: "key", form: vague, full: true},
	}
}

// schemes returns the words that can precede the secret of an authorization, in lower case. The last ones are followed by
// several values, up to the end of the line.
func schemes() (one, many []string) {
	return []string{"bearer", "basic", "token", "apikey", "api-key", "key", "negotiate", "ntlm"},
		[]string{"digest", "aws4-hmac-sha256", "signature", "hawk", "oauth"}
}

// placeholders returns what people and programs write where a secret would stand, in lower case.
func placeholders() []string {
	return []string{
		"null", "none", "nil", "undefined", "true", "false", "required", "missing", "invalid", "expired", "redacted",
		"string", "header", "os.environ", "os.getenv", "process.env", "getenv",
	}
}
