// Package command writes a probe's request as a command for a customer's machine and reads back what it printed.
// It runs nothing, sends nothing, and never holds the value of a secret.
package command

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/redact"
	"why403/flow/template"
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
const kept = `^(content-type|server|via|date|retry-after|location|(www|proxy)-authenticate|(cf|x)-.+|.+-id)$`

// usable matches the base URLs that a command asks, without slashes at their end: https anywhere, plain http only to the machine
// itself; no user name, no query. It means the same in awk, .NET, Python and JavaScript. The groups are of no use to a reader.
const usable = `^(https:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)|http:\/\/(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?(\/[A-Za-z0-9\/._~%:@+=-]*)?$`

var usableBase = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(usable) })

// Errors of Write.
var (
	ErrTooLong = errors.New("the request is too long for a command; hand its body over as a file")
	ErrSecret  = errors.New("a command names its one credential by an environment variable, such as ${API_KEY}")
	ErrText    = errors.New("the request holds characters that a command cannot carry")
	ErrAddress = errors.New("the request's address cannot be used")
)

// variable is where a secret header's value comes from at the customer's: ${NAME}, with what stands before it.
var (
	variable     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([A-Za-z]+ )?\$\{([A-Z][A-Z0-9_]*)\}$`) })
	variableName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`) })
)

// Key returns the header by which a command sends the credential. Its value is a place, such as ${API_KEY} or
// Bearer ${AUTH_TOKEN}, that the command fills in from the environment where it runs. The shape names header and variables.
func Key(shape flow.CallShape, c flow.CredentialKind, bearer bool) flow.Header {
	bearer = bearer || shape.KeyHeader == ""
	name := shape.Variables.Elsewhere(c, bearer)
	if bearer {
		return flow.Header{Name: "authorization", Value: "Bearer ${" + name + "}", Secret: true}
	}
	return flow.Header{Name: shape.KeyHeader, Value: "${" + name + "}", Secret: true}
}

// call is what a template is filled in with.
type call struct {
	Frame        string // Names the result: why403, the probe, the nonce.
	Delimiter    string // A line that ends a here-document.
	Method       string
	Base         string // The base URL where BaseVariable names none; without a slash at its end.
	BaseVariable string // Where the failing program takes the base URL from.
	Prefix       string // What all paths begin with, and is taken off a base URL that ends so; may be empty.
	Usable       string // What a base URL must match, the default one, too.
	Target       string // The path after the base URL, with its query, as it is sent.
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

// Write returns the request as a command in the template's language, to be pasted into a terminal as one block. It asks the
// base URL that the variable holds where it runs, as the failing program does, or else base, with which the request's address
// begins. The request has
// exactly one secret header, whose value is a place as Key gives it. The result's lines stay under 200 columns but for long
// names and addresses. The error is one of this package's or of the template.
func Write(t flow.CommandTemplate, r flow.Request, variable, base, nonce string) (string, error) {
	c, err := newCall(r, base, nonce)
	if c.BaseVariable = variable; err == nil && !variableName().MatchString(variable) {
		err = fmt.Errorf("%w: the name of the base URL's variable", ErrText)
	}
	if err == nil && c.Variable == "" {
		err = ErrSecret
	}
	if err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	parsed, err := template.Text(t.ID, t.Text, quoting)
	if err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	text, err := parsed.Execute("", c)
	if err != nil {
		return "", fmt.Errorf("write the command for %q: %w", r.Probe, err)
	}
	// A template can write what its text does not hold.
	return strings.TrimRight(redact.Terminal(text), "\n") + "\n", nil
}

// Ask is one request of a short command.
type Ask struct {
	Request     flow.Request
	Base, Nonce string
	Fixed       bool         // It goes to Base, wherever the base URL leads there.
	Measures    flow.Measure // AsksTLS and AsksAddress are looked at, with a request that holds nothing but an address.
}

// Shortens reports whether the language has a short form, which prints what came as it came, and which alone can send a request
// without a credential.
func Shortens(t flow.CommandTemplate) bool {
	parsed, err := template.Text(t.ID, t.Text, quoting)
	return err == nil && parsed.Defines("short")
}

// Short writes the requests as one command of a few lines, otherwise as Write does. The error is ErrText for a body that such a
// command cannot carry.
func Short(t flow.CommandTemplate, all []Ask, variable, base string) (string, error) {
	type asked struct {
		call
		Fixed, Signer, Names bool
	}
	data := struct {
		call
		Calls       []asked
		Asks, Looks bool
	}{call: call{Base: strings.TrimRight(base, "/"), BaseVariable: variable, Prefix: prefixOf(base), Usable: usable, Limit: PrintLimit, Connect: connectSeconds, Total: totalSeconds}}
	if !variableName().MatchString(variable) || !usableBase().MatchString(data.Base) {
		return "", ErrAddress
	}
	for _, a := range all {
		c, err := newCall(a.Request, a.Base, a.Nonce)
		if err == nil && !printable(c.Body) {
			err = ErrText
		}
		one := asked{Fixed: a.Fixed, Signer: a.Measures == flow.AsksTLS, Names: a.Measures == flow.AsksAddress}
		looks := one.Signer || one.Names
		if err == nil && c.Variable != "" && (a.Fixed || looks) {
			err = ErrSecret // A credential goes where the failing call goes, and nowhere else.
		}
		if err != nil {
			return "", fmt.Errorf("write the command for %q: %w", a.Request.Probe, err)
		}
		// What the command sends anyway, or what only says how the answer is written, makes it longer for nothing.
		c.Headers = slices.DeleteFunc(c.Headers, func(h flow.Header) bool {
			name := strings.ToLower(h.Name)
			return slices.Contains([]string{"user-agent", "connection", "content-length", "accept-encoding"}, name) ||
				name == "accept" && (h.Value == "*/*" || h.Value == "application/json")
		})
		one.call = c
		data.Calls, data.Asks, data.Looks = append(data.Calls, one), data.Asks || !looks, data.Looks || looks
	}
	parsed, err := template.Text(t.ID, t.Text, quoting)
	if err != nil {
		return "", fmt.Errorf("write a short command: %w", err)
	}
	text, err := parsed.Execute("short", data)
	if err != nil {
		return "", fmt.Errorf("write a short command: %w", err)
	}
	return strings.TrimSpace(redact.Terminal(text)) + "\n", nil
}

// All joins commands in the template's language to one, which is pasted and run as one block. The template's part "all" says
// how: it is filled in with the texts. The error is the template's.
func All(t flow.CommandTemplate, commands []string) (string, error) {
	if len(commands) == 1 {
		return commands[0], nil
	}
	parsed, err := template.Text(t.ID, t.Text, quoting)
	if err != nil {
		return "", fmt.Errorf("join commands: %w", err)
	}
	if !parsed.Defines("all") {
		return "", fmt.Errorf("join commands: the language %q has no part \"all\"", t.ID)
	}
	text, err := parsed.Execute("all", commands)
	if err != nil {
		return "", fmt.Errorf("join commands: %w", err)
	}
	return strings.TrimSpace(redact.Terminal(text)) + "\n", nil
}

func newCall(r flow.Request, base, nonce string) (call, error) {
	c := call{
		Frame: "why403 " + r.Probe + " " + nonce, Delimiter: "WHY403-" + nonce, Method: r.Method, Body: r.Body,
		Prefix: prefixOf(base), Usable: usable, Kept: kept, Limit: PrintLimit, Connect: connectSeconds, Total: totalSeconds,
	}
	switch {
	case !probeName().MatchString(r.Probe) || !nonceText().MatchString(nonce):
		return call{}, fmt.Errorf("%w: the probe's name or the nonce", ErrText)
	case !token(r.Method):
		return call{}, fmt.Errorf("%w: the method", ErrText)
	case len(r.Body) > maxBody:
		return call{}, fmt.Errorf("%w (%d bytes; at most %d)", ErrTooLong, len(r.Body), maxBody)
	case !utf8.ValidString(r.Body) || strings.ContainsRune(r.Body, 0):
		return call{}, fmt.Errorf("%w: the body is not UTF-8 text", ErrText)
	}
	if err := c.address(r.URL, base); err != nil {
		return call{}, err
	}
	if err := c.head(r.Headers); err != nil {
		return call{}, err
	}
	return c, nil
}

// prefixOf is what the paths of a service with the base URL begin with, and some clients take for the end of the base URL.
func prefixOf(base string) string {
	shape := flow.CallShape{BaseURL: base}
	return shape.Prefix()
}

// address parts the URL in the base and what follows it. The key goes in the clear only to the machine itself.
func (c *call) address(raw, base string) error {
	c.Base = strings.TrimRight(base, "/")
	var ok bool
	c.Target, ok = strings.CutPrefix(raw, c.Base)
	switch {
	case strings.HasPrefix(c.Base, "http://") && !usableBase().MatchString(c.Base):
		return fmt.Errorf("%w: plain http would show the key on the way", ErrAddress)
	case !ok || !usableBase().MatchString(c.Base): // Not with its text: it may hold a password.
		return ErrAddress
	case !strings.HasPrefix(c.Target, "/"):
		return fmt.Errorf("%w: it has no path", ErrAddress)
	case !printable(c.Target) || strings.ContainsAny(c.Target, " \"<>\\#"):
		return ErrAddress
	}
	return nil
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
			m := variable().FindStringSubmatch(h.Value)
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
		if name == "host" {
			continue // Which one is known where the command runs.
		}
		agent = agent || name == "user-agent"
		if i, ok := at[name]; ok {
			c.Headers[i].Value += ", " + h.Value
			continue
		}
		at[name] = len(c.Headers)
		c.Headers = append(c.Headers, h)
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
