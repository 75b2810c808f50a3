package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"why403/flow/redact"
)

// call is one call while it is under way. Of its bodies only what a scanner remembers and the beginning of a refusal are held,
// and both are gone when it is over.
type call struct {
	watch  *Listener
	began  time.Time
	method string
	path   string // As it is passed on, behind the upstream.
	asked  string // As the program wrote it behind the base URL, escaped.
	query  url.Values
	header http.Header // As the program sent it.
	body   tap

	status  int
	answer  *answer
	problem string
	gone    bool // The program hung up before an answer came.
	tunnel  bool // A proxy refused the tunnel.

	mu    sync.Mutex
	proxy *url.URL // Set by a goroutine of the transport.
}

// tap is the body of a request, scanned while it streams by. The transport reads it in a goroutine of its own, which can go
// on after the answer has come.
type tap struct {
	io.ReadCloser
	mu      sync.Mutex
	scanner scanner
	there   bool // There is a body.
	ended   bool // All of it was read.
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = t.scanner.Write(p[:n])
	t.ended = t.ended || err == io.EOF
	return n, err
}

// sent is what is known of a body.
type sent struct {
	model                  string
	fields, tools, objects []string
	there                  bool
	whole                  bool // All of it was read and understood, or there is none.
	strange                bool // It is not JSON.
}

func (c *call) sent() sent {
	t := &c.body
	t.mu.Lock()
	defer t.mu.Unlock()
	s := &t.scanner
	b := sent{model: s.model, fields: slices.Clone(s.fields), tools: slices.Clone(s.tools), objects: slices.Clone(s.objects), there: t.there}
	b.there = b.there && (s.started || !t.ended)
	b.whole = !b.there || s.whole()
	b.strange = s.want == broken || t.ended && !b.whole
	return b
}

func (c *call) setProxy(u *url.URL) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.proxy = u
}

func (c *call) via() *url.URL {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.proxy
}

func (w *Listener) prefixes() []string {
	var out []string
	for _, o := range w.o.Shape.Objects {
		out = append(out, o.Prefix)
	}
	return out
}

// answer is a refusal: its head, and the beginning of its body as it passes by.
type answer struct {
	io.ReadCloser
	proto, status string
	header        http.Header
	held          []byte
	cut           bool
}

func (a *answer) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	room := min(n, maxAnswer-len(a.held))
	a.held = append(a.held, p[:room]...)
	a.cut = a.cut || room < n
	return n, err
}

func (c *call) answered(res *http.Response) {
	c.answer = &answer{ReadCloser: res.Body, proto: res.Proto, status: res.Status, header: res.Header.Clone()}
	res.Body = c.answer
}

// refusedTunnel keeps the head of a proxy's refusal.
func (c *call) refusedTunnel(res *http.Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tunnel = true
	c.answer = &answer{proto: res.Proto, status: res.Status, header: res.Header.Clone()}
}

// noTunnel reports whether a proxy refused the tunnel.
func (c *call) noTunnel() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tunnel
}

// text writes a refusal as a person would paste it.
func (c *call) text() []byte {
	c.mu.Lock()
	a, tunnel := c.answer, c.tunnel
	c.mu.Unlock()
	var b bytes.Buffer
	if tunnel {
		status, _, _ := strings.Cut(a.status, " ")
		fmt.Fprintf(&b, "curl: (56) CONNECT tunnel failed, response %s\n\n", status)
	}
	fmt.Fprintf(&b, "%s %s\n", a.proto, a.status)
	for _, name := range sortedNames(a.header) {
		for _, v := range a.header[name] {
			fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(name), v)
		}
	}
	b.WriteString("\n")
	b.Write(a.plain())
	return []byte(c.hide(b.String()))
}

// plain returns the body as it can be read, at most maxAnswer bytes.
func (a *answer) plain() []byte {
	if !strings.EqualFold(a.header.Get("Content-Encoding"), "gzip") {
		return a.held
	}
	z, err := gzip.NewReader(bytes.NewReader(a.held))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, maxAnswer)) // What was cut off ends in an error, and what came before it counts.
	return out
}

func sortedNames(h http.Header) []string {
	var names []string
	for n := range h {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// keys returns the credentials of the call.
func (c *call) keys() []credential {
	var out []credential
	if name := c.watch.o.Shape.KeyHeader; name != "" {
		for _, v := range c.header.Values(name) {
			out = append(out, credential{how: name, secret: strings.TrimSpace(v)})
		}
	}
	for _, v := range c.header.Values("Authorization") {
		scheme, secret, ok := strings.Cut(strings.TrimSpace(v), " ")
		if !ok {
			scheme, secret = "", scheme
		}
		out = append(out, credential{how: strings.TrimSpace("Authorization " + schemeName(scheme)), secret: strings.TrimSpace(secret)})
	}
	return slices.DeleteFunc(out, func(k credential) bool { return k.secret == "" })
}

// schemeName passes on the schemes that are known; anything else could be a part of a secret.
func schemeName(s string) string {
	for _, known := range []string{"Bearer", "Basic"} {
		if strings.EqualFold(s, known) {
			return known
		}
	}
	return ""
}

// credential is a secret and how it is sent.
type credential struct{ how, secret string }

// masked returns the kind that the secret says itself and its last four characters.
func (k credential) masked(prefix string) string {
	const keepFrom, keep = 24, 4
	if len(k.secret) < len(prefix)+keepFrom {
		return prefix + redact.Mark
	}
	return prefix + redact.Mark + k.secret[len(k.secret)-keep:]
}

// secretName matches the names of headers and parameters that carry secrets: gateways have keys of their own, and cookies are ones.
var secretName = regexp.MustCompile(`(?i)key|token|secret|auth|cookie|passw|credential|signature|jwt`)

// secrets returns the values of the call's credentials, and of whatever else it sends under the name of a secret.
func (c *call) secrets() []string {
	var out []string
	for _, k := range c.keys() {
		out = append(out, k.secret)
	}
	for _, sent := range []map[string][]string{c.header, c.query} {
		for name, values := range sent {
			for _, v := range values {
				if len(v) >= 8 && secretName.MatchString(name) { // A shorter one is a word or a number, which stands elsewhere too.
					out = append(out, v)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) }) // One can be a part of another.
	return out
}

// hide takes the very values of the call's secrets out of a text, also where they are encoded.
func (c *call) hide(s string) string {
	for _, secret := range c.secrets() {
		if len(secret) < 4 {
			continue // A word that short is no secret, and stands everywhere.
		}
		raw := []byte(secret)
		for _, form := range []string{
			secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
			base64.URLEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
		} {
			s = strings.ReplaceAll(s, form, redact.Mark)
		}
	}
	return s
}

// mask makes a text of the call safe to keep and to print.
func (c *call) mask(s string) string {
	s, _ = redact.Secrets(c.hide(redact.Terminal(s)))
	return s
}
