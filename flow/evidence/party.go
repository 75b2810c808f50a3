package evidence

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"why403/flow/expr"
)

// Party is who stands behind an address: a service, a cloud, a gateway. It is plain data.
type Party struct {
	ID   string
	Name string // As it is told to a person, such as "Vercel AI Gateway".
	Kind string // What signs ask for, such as "gateway".
	// Hosts are names of hosts: "api.x.example" is that one, ".x.example" every one that ends so. A star stands for a part
	// of a name without a dot, as in "models.*.x.example".
	Hosts []string
	// Paths are those by which the party answers on hosts of others, too.
	Paths []string
	// Marks is a pattern over the whole text of an error, which only this party writes. May be empty.
	Marks string
	// Headers are conditions on headers of the answer, one of which is enough.
	Headers []HeaderMatch
	// Explained tells that another playbook explains this party's errors: beside one of the service itself only a person knows which counts.
	Explained bool
	// Clients is a pattern over what clients write that were made for this party, wherever they call. May be empty.
	Clients string
	// RequestID is a pattern over the request id. May be empty.
	RequestID string
	// Unless is a pattern over the whole text that speaks against the marks. May be empty.
	Unless string
}

// The kinds of parties that the reading itself makes something of.
const (
	thisMachine = "loopback" // It can be any program; what one wrote tells more.
	mirror      = "mirror"   // It is asked what a network looks like from outside. The call that fails goes elsewhere.
	noModel     = "service"  // It serves no model.
	toolServer  = "mcp"      // Nor does this.
)

// byName are the kinds of parties whose name on a row tells who answered it. Of the service itself all rows may be, and of a cloud any
// product of it.
var byName = []string{noModel, toolServer, "vendor", "gateway", "app"}

// parties is a compiled table of parties.
type parties struct {
	hosts   map[string]*party // By whole name, or by an ending that begins with a dot.
	paths   map[string]*party
	stars   []starred
	names   func() map[string]*party // By how people call them, in small letters without marks.
	clients []*pattern               // What clients write that were made for one of them.
	marks   []*party                 // Those that show by something else than their host, in the order they were given.
	*branches
}

type party struct {
	Party
	marks, unless, id *pattern
	headers           []headerPattern
}

// Party returns who stands behind a host and of what kind that is; both are empty where nobody knows.
func (s *Shared) Party(host string) (name, kind string) {
	if k := s.parties.at(host); k != nil {
		return k.Name, k.Kind
	}
	return "", ""
}

// starred is a name of a host with a star in it.
type starred struct {
	before, after string
	party         *party
}

func (c *compiler) parties(list []Party) parties {
	out := parties{hosts: make(map[string]*party), paths: make(map[string]*party), branches: c.branches}
	all := make([]*party, 0, len(list))
	for _, p := range list {
		c.sign = &Sign{ID: p.ID} // For the mistakes.
		k := &party{Party: p, marks: c.pattern("marks", p.Marks), unless: c.pattern("unless", p.Unless), id: c.pattern("request_id", p.RequestID)}
		for _, h := range p.Headers {
			if hp := c.pattern("header", h.Pattern); hp != nil {
				k.headers = append(k.headers, headerPattern{strings.ToLower(h.Name), hp})
			}
		}
		if p.ID == "" || p.Name == "" || p.Kind == "" {
			c.bad("id", p.ID, errors.New("a party needs an id, a name and a kind"))
		}
		for _, h := range p.Hosts {
			h = strings.ToLower(h)
			if before, after, ok := strings.Cut(h, "*"); ok {
				out.stars = append(out.stars, starred{before, after, k})
				continue
			}
			if other, ok := out.hosts[h]; ok {
				c.bad("hosts", h, fmt.Errorf("%q is %s's already", h, other.ID))
			}
			out.hosts[h] = k
		}
		if clients := c.pattern("clients", p.Clients); clients != nil {
			out.clients = append(out.clients, clients)
		}
		for _, path := range p.Paths {
			out.paths[path] = k
		}
		if k.marks != nil || k.id != nil || len(k.headers) > 0 {
			out.marks = append(out.marks, k)
		}
		all = append(all, k)
	}
	out.names = sync.OnceValue(func() map[string]*party { return namesOf(all) })
	return out
}

// at returns who stands behind a host, or nil. The longest name that fits decides.
func (p *parties) at(host string) *party {
	if host == "" {
		return nil
	}
	if k := p.hosts[host]; k != nil {
		return k
	}
	for _, s := range p.stars {
		if len(host) > len(s.before)+len(s.after) && strings.HasPrefix(host, s.before) && strings.HasSuffix(host, s.after) &&
			!strings.Contains(host[len(s.before):len(host)-len(s.after)], ".") {
			return s.party
		}
	}
	for rest := host; ; {
		n := strings.IndexByte(rest, '.')
		if n < 0 {
			return nil
		}
		if k := p.hosts[rest[n:]]; k != nil {
			return k
		}
		rest = rest[n+1:]
	}
}

// tellsOfCaller reports whether an address is asked what a network looks like from outside.
func (p *parties) tellsOfCaller(address string) bool {
	k := p.paths[pathOf(address)]
	if k == nil {
		k = p.at(hostOf(address))
	}
	return k != nil && k.Kind == mirror
}

// servesModels reports whether a host is known to serve models, and servesNone whether it serves none: what nobody knows does unless a
// command asks it for no path of an API.
func (p *parties) servesModels(host string) bool {
	k := p.at(host)
	return k != nil && k.Kind != noModel && k.Kind != toolServer && k.Kind != thisMachine && k.Kind != mirror
}

func (p *parties) servesNone(r *report) bool {
	if k := p.at(r.host()); k != nil {
		return k.Kind == noModel || k.Kind == toolServer
	}
	return r.byCommand && !isCallPath(r.url())
}

// hasClients reports whether a host is of a party that clients were made for.
func (p *parties) hasClients(host string) bool {
	k := p.at(host)
	return k != nil && k.Clients != ""
}

// ofTheModel leaves of an error's addresses those out that serve no model, where another one does: of all that are refused alike, such
// as by a sandbox, the call to the model is the one that is asked about.
func (p *parties) ofTheModel(r *report) {
	if len(r.urls)+len(r.hosts) < 2 {
		return
	}
	asked := func(name func(string) string) func(string) bool {
		return func(s string) bool { return p.servesModels(name(s)) }
	}
	if !slices.ContainsFunc(r.urls, asked(hostOf)) && !slices.ContainsFunc(r.hosts, asked(strings.ToLower)) {
		return
	}
	none := func(host string) bool { return p.servesNone(&report{hosts: []string{host}}) }
	r.urls = slices.DeleteFunc(r.urls, func(u string) bool { return none(hostOf(u)) })
	r.hosts = slices.DeleteFunc(r.hosts, none)
}

// cookieDomain is where a cookie may be sent to, which is under the domain of whoever set it.
var cookieDomain = expr.Lazy{Expr: `(?i)\bdomain=\.?([a-z0-9-]+(?:\.[a-z0-9-]+)+)`}

// byCookie returns the party that set a cookie for its domain, and the cookie's words.
func (p *parties) byCookie(r *report) (*party, string) {
	for _, h := range r.headers {
		if h.name != "set-cookie" {
			continue
		}
		if m := cookieDomain.FindStringSubmatch(h.value); m != nil {
			if k := p.under(strings.ToLower(m[1])); k != nil {
				return k, m[0]
			}
		}
	}
	return nil, ""
}

// under returns the party that has all the known hosts under a domain, or nil.
func (p *parties) under(domain string) *party {
	if k := p.at(domain); k != nil {
		return k
	}
	var only *party
	for host, k := range p.hosts {
		if strings.HasSuffix(host, "."+domain) {
			if only != nil && only != k {
				return nil
			}
			only = k
		}
	}
	return only
}

// of returns the party that an error came from, and the words that show it: by the host that was called, else by the cookie that it
// set, else by what it wrote. Of a program on this machine what it wrote tells more.
func (p *parties) of(s *subject) (*party, string) {
	at := p.at(s.report.host())
	if at != nil && at.Kind != thisMachine {
		return at, s.report.host()
	}
	if k := s.report.row; k != nil && at == nil && slices.Contains(byName, k.Kind) && s.report.requestID == "" {
		return k, s.report.rowName
	}
	if k, quote := p.byCookie(s.report); k != nil {
		return k, quote
	}
	for _, k := range p.marks {
		whole := s.own()
		if k.Kind == noModel || k.Kind == toolServer { // None of them writes the envelope of one that serves models.
			whole = s.answer()
		}
		if quote, ok := k.wrote(s, whole); ok {
			return k, quote
		}
	}
	if at != nil {
		return at, s.report.host()
	}
	return nil, ""
}

// identified reports whether the id of the request is one that only a certain party gives.
func (p *parties) identified(id *hay) bool {
	return id.text != "" && slices.ContainsFunc(p.marks, func(k *party) bool { return k.id != nil && k.id.first(id).ok() })
}

// wrote reports whether the error has a mark of the party, and which.
func (k *party) wrote(s *subject, whole []*hay) (quote string, ok bool) {
	quote, ok = k.mark(s, whole)
	if ok && k.unless != nil && k.unless.first(whole...).ok() { // Tried last: few texts have a mark at all.
		return "", false
	}
	return quote, ok
}

// mark returns the mark of the party in the error, whatever speaks against it.
func (k *party) mark(s *subject, whole []*hay) (quote string, ok bool) {
	if k.id != nil && s.id.text != "" && k.id.first(s.id).ok() {
		return s.id.text, true
	}
	for _, h := range k.headers {
		if value, ok := s.values[h.name]; ok && h.first(value).ok() {
			return h.name + ": " + value.text, true
		}
	}
	if k.marks != nil {
		if f := k.marks.first(whole...); f.ok() {
			return excerpt(f.text, f.place[0], f.place[1], s.begins(f.text)), true
		}
	}
	return "", false
}
