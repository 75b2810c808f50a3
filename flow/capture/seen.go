package capture

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

const (
	rule     = "capture"
	maxQuote = 200 // Characters of a quote.
)

// seen tells what the call shows. It is called when the call is over.
func (c *call) seen() Watched {
	w := c.watch
	t := &telling{call: c, body: c.sent(), facts: w.o.Shape.Seen}
	t.Status, t.Problem = c.status, c.mask(c.problem)
	t.answer()
	t.route()
	t.credential()
	t.betas()
	t.object()
	if o := c.header.Get("Origin"); o != "" {
		t.say(t.facts.Browser, flow.Yes, "origin: "+o)
	}
	t.notes()
	return t.Watched
}

// telling gathers what is seen of one call.
type telling struct {
	Watched
	call  *call
	body  sent
	facts flow.SeenFacts
}

func (t *telling) say(id string, v flow.Value, quote string) {
	if id == "" {
		return
	}
	t.Facts = slices.DeleteFunc(t.Facts, func(f flow.Fact) bool { return f.ID == id })
	t.Facts = append(t.Facts, flow.Fact{ID: id, Value: v, From: flow.Captured, Rule: rule, Quote: t.line(quote)})
}

func (t *telling) note(name, text string) {
	if text = t.line(text); text == "" {
		return
	}
	t.Notes = slices.DeleteFunc(t.Notes, func(n flow.Note) bool { return n.Name == name })
	t.Notes = append(t.Notes, flow.Note{Name: name, Text: text, From: flow.Captured})
}

// line makes one safe line of a text.
func (t *telling) line(s string) string {
	s = strings.Join(strings.Fields(t.call.mask(s)), " ")
	if r := []rune(s); len(r) > maxQuote {
		s = string(r[:maxQuote-1]) + redact.Mark
	}
	return s
}

// answer reads what came back.
func (t *telling) answer() {
	c := t.call
	if c.answer == nil {
		if t.Problem != "" {
			t.Summary = "could not tell: " + t.Problem
		}
		return
	}
	r := c.watch.o.Read(c.text())
	for _, f := range r.Facts {
		f.From, f.Quote = flow.Captured, t.line(f.Quote)
		t.Facts = append(t.Facts, f)
	}
	for _, n := range r.Notes {
		t.note(n.Name, n.Text)
	}
	t.Summary = t.line(r.Summary)
	for _, s := range r.Warnings {
		t.Warnings = append(t.Warnings, t.line(s))
	}
	if c.noTunnel() {
		t.say(t.facts.Tunnel, flow.Yes, "CONNECT: "+c.answer.status)
	}
	if c.answer.cut {
		t.Warnings = append(t.Warnings, fmt.Sprintf("the answer is longer than %d KiB; only its beginning was read", maxAnswer>>10))
	}
	if e := c.answer.header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "gzip") && !strings.EqualFold(e, "identity") {
		t.Warnings = append(t.Warnings, "the answer is encoded in a way that was not read: "+t.line(e))
	}
}

// route says where the call went, and which way.
func (t *telling) route() {
	w := t.call.watch
	base := w.upstream.Scheme + "://" + w.upstream.Host
	switch {
	case w.direct:
		t.say(t.facts.Direct, flow.Yes, base)
	case !loopback(w.upstream.Hostname()): // What listens on this machine can be anything.
		t.say(t.facts.Direct, flow.No, base)
	}
	way := base
	if p := t.call.via(); p != nil {
		way += " through " + proxyName(p)
	}
	t.note("route", way)
	t.note("host", w.upstream.Host)
	t.note("endpoint", t.call.path)
}

// proxyName is a proxy without its password, and the variable that names it.
func proxyName(p *url.URL) string {
	name := p.Scheme + "://" + p.Host
	for _, v := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if value := os.Getenv(v); value != "" && strings.Contains(value, p.Host) {
			return name + " (" + v + ")"
		}
	}
	return name
}

// credential says which kind of key was sent. Of several prefixes that fit the longest decides.
func (t *telling) credential() {
	keys := t.call.keys()
	if len(keys) == 0 {
		t.Warnings = append(t.Warnings, "the request carries no key")
		return
	}
	var words []string
	for i, k := range keys {
		var kind flow.KeyKind
		for _, kk := range t.call.watch.o.Shape.Keys {
			if strings.HasPrefix(k.secret, kk.Prefix) && len(kk.Prefix) > len(kind.Prefix) {
				kind = kk
			}
		}
		shown := k.masked(kind.Prefix)
		title := kind.Title
		if title == "" {
			title = "a key of a kind that is not known"
		}
		words = append(words, title+", "+shown+", as "+k.how)
		if i == 0 || len(keys) == 1 {
			for _, s := range kind.Says {
				t.say(s.Fact, s.Value, k.how+": "+shown)
			}
		}
	}
	if len(keys) > 1 {
		t.Warnings = append(t.Warnings, "the request carries more than one key")
	}
	t.note("key", strings.Join(words, "; "))
}

// object says whether the call acts on a stored object.
func (t *telling) object() {
	path := t.call.path
	for segment := range strings.SplitSeq(path, "/") {
		for _, p := range t.call.watch.prefixes() {
			if strings.HasPrefix(segment, p) {
				t.say(t.facts.StoredObject, flow.Yes, path)
				return
			}
		}
	}
	switch {
	case len(t.body.objects) > 0:
		t.say(t.facts.StoredObject, flow.Yes, "the body names "+strings.Join(t.body.objects, "…, ")+"…")
	case t.body.whole && t.body.there && slices.Contains(t.call.watch.o.Shape.Messages, path):
		t.say(t.facts.StoredObject, flow.No, path+", and no such id in the body")
	}
}

// notes tells what else a person wants to know of the call.
func (t *telling) notes() {
	t.Model = t.line(t.body.model)
	t.note("model", t.Model)
	for _, h := range t.call.watch.o.Shape.Noted {
		t.note(h.Note, t.call.header.Get(h.Name))
	}
	if d := t.call.detour(); d != "" {
		t.Warnings = append(t.Warnings, t.call.mask(d))
	}
	switch {
	case t.body.strange:
		t.Warnings = append(t.Warnings, "the request's body is not JSON; it was passed on and not read")
	case !t.body.whole:
		t.Warnings = append(t.Warnings, "the answer came before the request's body was sent; only its beginning was read")
	}
	if t.Summary == "" && t.Status > 0 {
		t.Summary = fmt.Sprintf("%d %s", t.Status, http.StatusText(t.Status))
	}
}
