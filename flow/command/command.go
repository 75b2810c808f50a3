// Package command writes a probe's request as a command for a customer's machine and reads back what it printed.
// It runs nothing, sends nothing, and never holds the value of a secret.
package command

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"text/template"
	"unicode/utf8"

	"why403/flow"
)

// Limits of a command and of what it prints.
const (
	maxBody = 64 << 10 // Bytes; longer ones do not fit the arguments of a process everywhere.
	// PrintLimit is how many bytes of an answer's body a command prints.
	PrintLimit = 4096
	// Seconds that a command waits: for a connection, and for everything.
	connectSeconds, totalSeconds = 10, 20
)

// kept matches the names, in lower case, of the headers that a command prints. It means the same in awk, .NET, Python and
// JavaScript.
const kept = `^(content-type|server|via|date|retry-after|location|request-id|(www|proxy)-authenticate|(cf|anthropic|x)-.+)$`

// Errors of Write.
var (
	ErrTooLong = errors.New("the request is too long for a command; hand its body over as a file")
	ErrSecret  = errors.New("a command names its one credential by an environment variable, such as ${ANTHROPIC_API_KEY}")
	ErrText    = errors.New("the request holds characters that a command cannot carry")
	ErrAddress = errors.New("the request's address cannot be used")
)

// variable is where a secret header's value comes from at the customer's: ${NAME}, with what stands before it.
var variable = regexp.MustCompile(`^([A-Za-z]+ )?\$\{([A-Z][A-Z0-9_]*)\}$`)

// Key returns the header by which a command sends the credential. Its value is a place, such as ${ANTHROPIC_API_KEY} or
// Bearer ${ANTHROPIC_AUTH_TOKEN}, that the command fills in from the environment where it runs.
func Key(c flow.Credential, bearer bool) flow.Header {
	name := "ANTHROPIC_API_KEY"
	switch c {
	case flow.FailingKey:
		if bearer {
			name = "ANTHROPIC_AUTH_TOKEN"
		}
	case flow.AdminKey:
		name = "ANTHROPIC_ADMIN_KEY"
	case flow.OtherKey:
		name = "ANTHROPIC_OTHER_KEY"
	}
	if bearer {
		return flow.Header{Name: "authorization", Value: "Bearer ${" + name + "}", Secret: true}
	}
	return flow.Header{Name: "x-api-key", Value: "${" + name + "}", Secret: true}
}

// call is what a template is filled in with.
type call struct {
	Frame        string // Names the result: why403, the probe, the nonce.
	Delimiter    string // A line that ends a here-document.
	Method, URL  string
	Authority    string // The host and, if it is in the URL, the port.
	Host         string // Without brackets and port.
	Port         string
	Secure       bool
	Target       string // The path with its query, as it is sent.
	Headers      []flow.Header
	SecretName   string // The name of the header with the credential.
	SecretPrefix string // What stands before the credential in it.
	Variable     string // The environment variable with the credential.
	Body         string
	Kept         string
	Limit        int
	Connect      int // Seconds.
	Total        int // Seconds.
}

// Write returns the request as a command in the template's language, to be pasted into a terminal as one block. The
// request has exactly one secret header, whose value is a place as Key gives it. The result's lines stay under 200 columns
// but for long names and addresses. The error is one of this package's or of the template.
func Write(t flow.CommandTemplate, r flow.Request, nonce string) (string, error) {
	c, err := newCall(r, nonce)
	if err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	parsed, err := template.New(t.ID).Funcs(quoting).Option("missingkey=error").Parse(t.Text)
	if err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	var b strings.Builder
	if err := parsed.Execute(&b, c); err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	return strings.TrimRight(b.String(), "\n") + "\n", nil
}

func newCall(r flow.Request, nonce string) (call, error) {
	c := call{
		Frame: "why403 " + r.Probe + " " + nonce, Delimiter: "WHY403-" + nonce, Method: r.Method, URL: r.URL, Body: r.Body,
		Kept: kept, Limit: PrintLimit, Connect: connectSeconds, Total: totalSeconds,
	}
	switch {
	case !probeName.MatchString(r.Probe) || !nonceText.MatchString(nonce):
		return call{}, fmt.Errorf("%w: the probe's name or the nonce", ErrText)
	case !token(r.Method):
		return call{}, fmt.Errorf("%w: the method", ErrText)
	case len(r.Body) > maxBody:
		return call{}, fmt.Errorf("%w (%d bytes; at most %d)", ErrTooLong, len(r.Body), maxBody)
	case !utf8.ValidString(r.Body) || strings.ContainsRune(r.Body, 0):
		return call{}, fmt.Errorf("%w: the body is not UTF-8 text", ErrText)
	}
	if err := c.address(r.URL); err != nil {
		return call{}, err
	}
	if err := c.head(r.Headers); err != nil {
		return call{}, err
	}
	return c, nil
}

// address takes the URL apart. The key goes in the clear only to this machine.
func (c *call) address(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || strings.Contains(raw, "#") || !printable(raw) || strings.ContainsAny(raw, " \"<>\\") {
		return ErrAddress // Not with its text: it may hold a password.
	}
	c.Authority, c.Host, c.Port, c.Secure = u.Host, u.Hostname(), u.Port(), u.Scheme == "https"
	switch {
	case c.Secure:
	case u.Scheme != "http":
		return fmt.Errorf("%w: it is neither https nor http", ErrAddress)
	case c.Host != "localhost" && !loopback(c.Host):
		return fmt.Errorf("%w: plain http would show the key on the way", ErrAddress)
	}
	if c.Port == "" {
		c.Port = "80"
		if c.Secure {
			c.Port = "443"
		}
	}
	c.Target = "/"
	_, rest, _ := strings.Cut(raw, "://")
	if at := strings.IndexAny(rest, "/?"); at >= 0 {
		c.Target = rest[at:]
	}
	if !strings.HasPrefix(c.Target, "/") {
		return fmt.Errorf("%w: it has no path", ErrAddress)
	}
	return nil
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// head sorts the headers out: the credential apart, and equal names as one line, since not every language sends two.
func (c *call) head(headers []flow.Header) error {
	at := make(map[string]int)
	agent := false
	for _, h := range headers {
		if !token(h.Name) {
			return fmt.Errorf("%w: a header's name", ErrText)
		}
		if h.Secret {
			m := variable.FindStringSubmatch(h.Value)
			if m == nil || c.Variable != "" {
				return ErrSecret // Not with its value: it may be the secret itself.
			}
			c.SecretName, c.SecretPrefix, c.Variable = h.Name, m[1], m[2]
			continue
		}
		if h.Value == "" || !printable(h.Value) || strings.Trim(h.Value, " ") != h.Value {
			return fmt.Errorf("%w: the header %s", ErrText, h.Name)
		}
		name := strings.ToLower(h.Name)
		agent = agent || name == "user-agent"
		if i, ok := at[name]; ok {
			c.Headers[i].Value += ", " + h.Value
			continue
		}
		at[name] = len(c.Headers)
		c.Headers = append(c.Headers, h)
	}
	if c.Variable == "" {
		return ErrSecret
	}
	if !agent {
		// The languages' own ones are refused by some proxies and edges, which would be an answer to another question.
		c.Headers = append(c.Headers, flow.Header{Name: "user-agent", Value: "why403"})
	}
	return nil
}

// token reports whether the text can be a method or the name of a header. Of what HTTP allows, what shells read is left out.
func token(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return s != ""
}

// printable reports whether the text is of ASCII letters, digits, signs and spaces only.
func printable(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
