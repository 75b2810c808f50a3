package probe

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"why403/flow"
)

// errUnfilled says that a request cannot be written, because a value that stands in it is not known.
var errUnfilled = errors.New("the request cannot be written without knowing")

// Request returns what the probe would send, for a command that is run elsewhere, and the base URL with which its address
// begins: base, or that of the settings if it is empty. A secret header has an empty value. The error says that there is no such
// probe, that a value which stands in the request is not known, or that there is nowhere to send it.
func (p *Prober) Request(id, base string) (r flow.Request, at string, err error) {
	pr := p.pb.Probe(id)
	if pr == nil {
		return flow.Request{}, "", noProbe(id)
	}
	s := p.snapshot()
	if missing := s.unfilled(p.pb, pr); len(missing) > 0 {
		return flow.Request{}, "", fmt.Errorf("%s: %w: %s", id, errUnfilled, strings.Join(missing, "; "))
	}
	s.BaseURL = cmp.Or(base, s.BaseURL)
	if base != "" {
		s.BaseFrom = ""
	}
	u, err := s.target(p.pb, pr)
	if err != nil {
		return flow.Request{}, "", err
	}
	r = s.request(p.pb, pr, noSecrets)
	if looks(pr) {
		r = flow.Request{Probe: id, Method: http.MethodHead, URL: u.String() + "/"}
	}
	return r, u.String(), nil
}

// Cards returns the probes that could help with the failing call, in the playbook's order. It sends nothing.
func (p *Prober) Cards(facts []flow.Fact) []flow.Card {
	s := p.snapshot()
	use := newUse(p.pb, &s, facts)
	var cards []flow.Card
	for i := range p.pb.Probes {
		pr := &p.pb.Probes[i]
		lacks := s.lacks(p.pb, pr)
		if s.elsewhere(p.pb, lacks) {
			continue
		}
		c := flow.Card{
			Probe:      pr,
			Request:    s.request(p.pb, pr, maskedSecrets),
			Credential: s.credentialWords(pr.Credential),
			Portable:   portable(pr, lacks, needKey),
			Fillable:   portable(pr, lacks, needKey, needModel),
			Decides:    use.decides(pr),
			Useful:     use.useful(pr),
		}
		for _, n := range lacks {
			c.Missing = append(c.Missing, words(p.pb, n))
		}
		if s.Trust == Untrusted {
			c.Missing = append(c.Missing, "your word: "+errUntrusted.Error())
		}
		if to, err := s.target(p.pb, pr); err != nil {
			c.Missing = append(c.Missing, "another base URL: "+err.Error())
		} else {
			if err := measurable(pr, to); err != nil {
				c.Missing = append(c.Missing, "another base URL: "+err.Error())
			}
			ways := s.ways(p.pb, pr)
			way := ways[0]
			c.Route = routeWords(ways)
			if way.err != nil && !slices.Contains(lacks, needRoute) {
				c.Missing = append(c.Missing, "another route: "+way.err.Error())
			}
		}
		cards = append(cards, c)
	}
	return cards
}

// portable reports whether a command can send the probe from another machine, where the failing call's key is: it lacks nothing but
// that. Another route through the network is known here only.
func portable(p *flow.Probe, lacks []string, but ...string) bool {
	return p.Route != flow.OtherRoute && !slices.ContainsFunc(lacks, func(n string) bool { return !slices.Contains(but, n) })
}

// looks reports whether the probe looks at the connection, and asks for nothing.
func looks(p *flow.Probe) bool { return p.Measures == flow.AsksTLS || p.Measures == flow.AsksAddress }

// elsewhere reports whether the probe is about another endpoint than the one that the failing call is known to use.
func (s *Setup) elsewhere(pb *flow.Playbook, lacks []string) bool {
	if s.endpoint(pb.Request) == "" {
		return false
	}
	return slices.ContainsFunc(lacks, func(n string) bool {
		return n == needObject || len(n) > len(needEndpoint) && n[:len(needEndpoint)] == needEndpoint
	})
}

// use finds which probes can still change something. It tries each set of facts once.
type use struct {
	pb    *flow.Playbook
	setup *Setup
	facts []flow.Fact
	known values
	tried map[string]bool
}

func newUse(pb *flow.Playbook, s *Setup, facts []flow.Fact) *use {
	return &use{pb: pb, setup: s, facts: facts, known: lastValues(facts), tried: make(map[string]bool)}
}

// decides lists the facts that the probe's replies can assert as things stand, those still unknown first.
func (u *use) decides(p *flow.Probe) []string {
	var open, known []string
	all := p.AllReplies()
	for i, r := range all {
		given, ok := u.possible(p, r)
		if !ok || len(given) > 0 || slices.ContainsFunc(all[:i], func(before flow.Reply) bool { return u.before(before, r) }) {
			continue
		}
		for _, s := range r.Says {
			switch {
			case slices.Contains(open, s.Fact) || slices.Contains(known, s.Fact):
			case settled(u.known[s.Fact]):
				known = append(known, s.Fact)
			default:
				open = append(open, s.Fact)
			}
		}
	}
	return append(open, known...)
}

// useful reports whether a reply that can still come would tell something new that changes where a cause stands.
func (u *use) useful(p *flow.Probe) bool {
	return slices.ContainsFunc(p.AllReplies(), func(r flow.Reply) bool {
		given, ok := u.possible(p, r)
		return ok && u.news(r) && u.changes(given, r.Says)
	})
}

func (u *use) news(r flow.Reply) bool {
	return slices.ContainsFunc(r.Says, func(s flow.Said) bool { return !settled(u.known[s.Fact]) })
}

// possible returns the facts that must become known for the reply to fit, and whether that can be.
func (u *use) possible(p *flow.Probe, r flow.Reply) ([]flow.Said, bool) {
	if !flow.Holds(nil, r.Unless, u.known.of) || !u.setup.canCome(u.pb, p, r) {
		return nil, false
	}
	if flow.Holds(r.When, nil, u.known.of) {
		return nil, true
	}
clauses:
	for _, clause := range r.When {
		var given []flow.Said
		for _, t := range clause {
			switch {
			case flow.Holds(flow.Cond{{t}}, nil, u.known.of):
			case settled(u.known[t.Fact]) || len(t.Values) == 0:
				continue clauses
			default:
				given = append(given, flow.Said{Fact: t.Fact, Value: t.Values[0]})
			}
		}
		return given, true
	}
	return nil, false
}

// before reports whether every answer that the reply fits is decided by the one before it.
func (u *use) before(first, r flow.Reply) bool {
	within := func(list, of []string) bool {
		return len(list) == 0 || len(of) > 0 && !slices.ContainsFunc(of, func(s string) bool { return !slices.Contains(list, s) })
	}
	same := func(want, is string) bool { return want == "" || want == is }
	sameValue := func(want, is flow.Value) bool { return want == flow.Unknown || want == is }
	return flow.Holds(first.When, first.Unless, u.known.of) && within(first.Status, r.Status) && within(first.Type, r.Type) && within(first.Finds, r.Finds) &&
		within(first.KeyStatus, r.KeyStatus) && same(first.Lists, r.Lists) && same(first.Lacks, r.Lacks) && same(first.Workspace, r.Workspace) &&
		same(first.Organization, r.Organization) && sameValue(first.UsesBeta, r.UsesBeta) && sameValue(first.NamesObject, r.NamesObject) && (first.By == "any" || r.By != "any")
}

// canCome reports whether an answer can come that the reply fits, by what the probe is sent with and where. What it lacks can still be
// given.
func (s *Setup) canCome(pb *flow.Playbook, p *flow.Probe, r flow.Reply) bool {
	other := func(want, is flow.Value) bool { return want != flow.Unknown && is != flow.Unknown && want != is }
	if other(r.UsesBeta, s.usesBeta(pb.Request)) || other(r.NamesObject, s.namesObject(pb.Request)) {
		return false
	}
	lacks := s.lacks(pb, p)
	for _, m := range place().FindAllString(r.Lists+r.Lacks, -1) {
		if name := m[1 : len(m)-1]; !s.known(pb, name) && !slices.Contains(lacks, name) {
			return false
		}
	}
	if (r.Workspace == "same" || r.Workspace == "other") && s.Workspace == "" {
		return false
	}
	return p.Measures == flow.AsksAPI || p.Measures == flow.AsksStatus || s.counts(pb)
}

// changes reports whether the facts said change a standing, on top of those given.
func (u *use) changes(given, says []flow.Said) bool {
	key := ""
	for _, list := range [][]flow.Said{given, says} {
		for _, s := range list {
			key += s.Fact + "=" + s.Value.String() + " "
		}
		key += "| "
	}
	if v, ok := u.tried[key]; ok {
		return v
	}
	before := with(u.facts, given)
	was, is := flow.Stand(u.pb, before), flow.Stand(u.pb, with(before, says))
	v := !sameStandings(was, is)
	u.tried[key] = v
	return v
}

func sameStandings(a, b []flow.Standing) bool {
	return slices.EqualFunc(a, b, func(a, b flow.Standing) bool {
		return a.Verdict == b.Verdict && a.Level == b.Level && a.Sure == b.Sure && a.Disputed == b.Disputed
	})
}

func with(facts []flow.Fact, says []flow.Said) []flow.Fact {
	out := slices.Clone(facts)
	for _, s := range says {
		out = append(out, flow.Fact{ID: s.Fact, Value: s.Value, From: flow.Probed, Rule: "probe"})
	}
	return out
}

// values is the last word on every fact.
type values map[string]flow.Value

func (v values) of(fact string) flow.Value { return v[fact] }

func lastValues(facts []flow.Fact) values {
	m := make(values, len(facts))
	for _, f := range facts {
		m[f.ID] = f.Value
	}
	return m
}

// settled reports whether a fact of the value is known. Unsure is an answer, and leaves open what the fact is.
func settled(v flow.Value) bool { return v == flow.Yes || v == flow.No }
