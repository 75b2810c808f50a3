package probe

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/command"
	"why403/flow/i18n"
)

// Bound is a prober of the session in use, as a conversation has it: it also hands out commands for other machines, and reads what
// those print.
type Bound struct {
	*Prober

	session func() *flow.Session
	Full    bool   // Commands are written at length: they print less of what came, and check more before.
	ownBase string // The base URL of the environment here, which says nothing about another machine; may be empty.
}

// Bind returns the prober of the session in use. OwnBase is the base URL of the environment here; it may be empty.
func Bind(p *Prober, session func() *flow.Session, ownBase string) *Bound {
	return &Bound{Prober: p, session: session, ownBase: ownBase}
}

// For returns the same for another playbook, or nil; see Prober.forPlaybook.
func (p *Bound) For(pb *flow.Playbook, read func([]byte) flow.Reading, trust Trust) *Bound {
	if n := p.Prober.forPlaybook(pb, read, trust); n != nil {
		return Bind(n, p.session, p.ownBase)
	}
	return nil
}

// Cards returns what can be asked. What the session knows by now counts: the model that the error named, the workspace and
// the organization that answers named.
func (p *Bound) Cards(facts []flow.Fact) []flow.Card {
	p.learn(p.session())
	return p.Prober.Cards(facts)
}

func (p *Bound) learn(s *flow.Session) {
	p.Learn(s.Notes()...)
	set := p.Settings()
	if set.Model == "" {
		if set.Model = s.NoteText("model"); set.Model != "" {
			_ = p.Set(set) // A note that is no model's name is none.
		}
	}
}

// Form is a prober whose settings come from a form that does not show secrets: an empty one keeps the one there is.
type Form struct{ *Bound }

// Set changes what probes are sent with, but for secrets that are empty.
func (p Form) Set(n flow.Settings) error {
	was := p.Settings()
	n.Key, n.AdminKey, n.OtherKey = cmp.Or(n.Key, was.Key), cmp.Or(n.AdminKey, was.AdminKey), cmp.Or(n.OtherKey, was.OtherKey)
	return p.Bound.Set(n)
}

// Languages are those that commands are written in.
func (p *Bound) Languages() []flow.CommandTemplate { return p.pb.Commands }

// Command returns probes as one command for another machine.
func (p *Bound) Command(ids []string, language string, s *flow.Session) (string, error) {
	for _, t := range p.pb.Commands {
		if t.ID != language {
			continue
		}
		p.learn(s)
		shortens := command.Shortens(t)
		if shortens && !p.Full {
			text, err := p.short(t, ids, s)
			if !errors.Is(err, command.ErrText) {
				return text, err
			}
		}
		if len(ids) > 1 { // What needs no key has the short form only.
			ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return p.pb.Probe(id).Credential == flow.NoKey })
		}
		var all []string
		for _, id := range ids {
			r, base, err := p.request(id)
			if err != nil {
				return "", err
			}
			text, err := command.Write(t, r, p.pb.Request.Variables.BaseElsewhere(), base, command.Nonce(s.About().Name, id, r, s.Round()))
			if err != nil {
				return "", err
			}
			all = append(all, text)
		}
		return command.All(t, all)
	}
	return "", fmt.Errorf("there is no language %q; there are %s", language, strings.Join(p.pb.Languages(), ", "))
}

// short returns probes as one command of a few lines.
func (p *Bound) short(t flow.CommandTemplate, ids []string, s *flow.Session) (string, error) {
	usual := p.pb.Request.BaseURL
	var all []command.Ask
	for _, id := range ids {
		r, base, err := p.request(id)
		if err != nil {
			return "", err
		}
		fixed := p.pb.Probe(id).At != ""
		if !fixed {
			usual = base
		}
		all = append(all, command.Ask{Request: r, Base: base, Nonce: command.Nonce(s.About().Name, id, r, s.Round()), Fixed: fixed, Measures: p.pb.Probe(id).Measures})
	}
	return command.Short(t, all, p.pb.Request.Variables.BaseElsewhere(), usual)
}

// request returns what a command sends, and the base URL where the environment there names none: the playbook's, or another one
// that a person gave here. The credential comes from the environment there, too.
func (p *Bound) request(id string) (r flow.Request, base string, err error) {
	if set := p.Settings(); set.BaseURL == p.ownBase {
		base = p.pb.Request.BaseURL
	}
	if r, base, err = p.Request(id, base); err != nil {
		return r, base, err
	}
	for i, h := range r.Headers {
		if h.Secret {
			r.Headers[i] = command.Key(p.pb.Request, p.pb.Probe(id).Credential, strings.EqualFold(h.Name, "authorization"))
		}
	}
	return r, base, nil
}

// ReadOutput reads what commands printed on another machine. The facts are of whose call it is, with the probe as their rule. The
// error says why nothing in the text can be used.
func (p *Bound) ReadOutput(text []byte, s *flow.Session) (flow.CommandOutput, error) {
	p.learn(s)
	given := p.Given(s)
	h, err := command.Read(text, s.Round(), given)
	for i, e := range h.Passed {
		h.Passed[i] = p.unfilled(e)
	}
	if err != nil && len(h.Passed) > 0 {
		var whys []string
		for _, e := range h.Passed {
			whys = append(whys, e.Error())
		}
		err = errors.New(strings.Join(whys, "; "))
	}
	foreign := err
	if other := p.others(h.Passed, s.Round()); err != nil && other != nil {
		h, err = command.Read(text, s.Round(), append(given, other...))
	}
	if err != nil {
		return flow.CommandOutput{}, foreign
	}
	from := flow.You
	switch about := s.About(); {
	case about.Whose.Person():
		from = about.Whose
	case about.Name == "": // There is no session: it is read for somebody.
		from = flow.Customer
	}
	of := make(map[string]command.Printed)
	for _, o := range append(h.Others, h) { // Of two of the same probe the later one counts.
		of[o.Probe] = o
	}
	back := flow.CommandOutput{Passed: h.Passed, Foreign: foreign}
	facts := s.Facts()
	for i := range p.pb.Probes {
		id := p.pb.Probes[i].ID
		o, ok := of[id]
		switch {
		case !ok:
			continue
		case looks(&p.pb.Probes[i]):
			told := p.judgeSeen(o, facts, from)
			facts = append(facts, told.Facts...)
			back.Told = append(back.Told, told)
			continue
		case o.Answer.Status == 0:
			back.Told = append(back.Told, unanswered(o, from))
			continue
		}
		told := p.Judge(o.Asked, id, o.Answer, facts, from)
		p.Learn(told.Notes...)
		facts = append(facts, told.Facts...)
		back.Told = append(back.Told, told)
	}
	return back, nil
}

// others lists the commands of other sessions, or with other settings, that results were passed over for.
func (p *Bound) others(passed []error, round int) []command.Sent {
	var sent []command.Sent
	for _, err := range passed {
		var f *command.ForeignError
		if !errors.As(err, &f) {
			continue
		}
		if pr := p.pb.Probe(f.Probe); pr != nil {
			sent = append(sent, command.Sent{Probe: f.Probe, Nonce: f.Nonce, Round: round, Looks: looks(pr)})
		}
	}
	return sent
}

// unfilled says of a result that seems to be another session's what has to be known before anybody can tell.
func (p *Bound) unfilled(err error) error {
	var foreign *command.ForeignError
	if !errors.As(err, &foreign) || p.pb.Probe(foreign.Probe) == nil {
		return err
	}
	s := p.snapshot()
	if lacks := s.unfilled(p.pb, p.pb.Probe(foreign.Probe)); len(lacks) > 0 {
		return &command.UnfilledError{Probe: foreign.Probe, Line: foreign.Line, Lacks: strings.Join(lacks, "; ")}
	}
	return err
}

// Given lists the commands that the session gave out or could have.
func (p *Bound) Given(s *flow.Session) []command.Sent {
	var sent []command.Sent
	for i := range p.pb.Probes {
		id := p.pb.Probes[i].ID
		r, _, err := p.request(id)
		if err != nil {
			continue
		}
		for n := range s.Round() + 1 {
			sent = append(sent, command.Sent{Probe: id, Nonce: command.Nonce(s.About().Name, id, r, n), Round: n, Looks: looks(p.pb.Probe(id))})
		}
	}
	return sent
}

// judgeSeen judges what a command printed of a certificate or a name: the lines issuer, protocol and unverified, or one address each.
func (p *Prober) judgeSeen(o command.Printed, facts []flow.Fact, from flow.Source) flow.ProbeResult {
	pr, s := p.pb.Probe(o.Probe), p.snapshot()
	var f finding
	var all []netip.Addr
	for _, h := range o.Answer.Headers {
		if h.Name != "address" {
			continue
		}
		text := strings.TrimRight(h.Value, ".")
		if at, err := netip.ParseAddrPort(text); err == nil {
			all = append(all, at.Addr())
		} else if a, err := netip.ParseAddr(text); err == nil {
			all = append(all, a)
		}
	}
	switch by := o.Answer.Header("issuer"); {
	case pr.Measures == flow.AsksAddress && all != nil:
		f = leads(all)
	case pr.Measures == flow.AsksTLS && by != "":
		f = s.signed(by, by, o.Answer.Header("protocol"), o.Answer.Header("unverified") == "")
	case o.Failure != "":
		return unanswered(o, from)
	default:
		return untold(o.Probe, i18n.T("Nothing showed up there."))
	}
	t := untold(pr.ID, "")
	j := judgement{p: p, s: &s, pr: pr, r: &reply{}, t: &t, known: lastValues(facts), from: from}
	host, _, _ := strings.Cut(o.Asked, ":")
	j.measured(f, slices.Contains(p.pb.Request.Hosts, host) || flow.Loopback(host))
	return t
}

// unanswered is what a command tells that got no answer.
func unanswered(h command.Printed, from flow.Source) flow.ProbeResult {
	t := flow.ProbeResult{Probe: h.Probe, Means: i18n.T("No answer came from there")}
	if h.Asked != "" {
		t.Means += ", from " + h.Asked
		t.Notes = []flow.Note{{Name: "asked_host", Text: h.Asked, From: from}}
	}
	t.Means += ": " + strings.TrimRight(h.Failure, ".") + "."
	return t
}

// IsOutput reports whether the text has what a command printed in it, of whatever session.
func (p *Bound) IsOutput(text []byte) bool { return command.Found(text) }
