package main

import (
	"cmp"
	"fmt"
	"strings"

	"why403/content"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/probe"
)

// prober is what a conversation sends probes through and hands commands out with. It belongs to the session in use.
type prober struct {
	*probe.Prober
	book    *content.Book
	session func() *flow.Session
}

// Cards returns what can be asked. What the session knows by now counts: the model that the error named, the workspace and
// the organization that answers named.
func (p *prober) Cards(facts []flow.Fact) []flow.Card {
	p.learn(p.session())
	return p.Prober.Cards(facts)
}

func (p *prober) learn(s *flow.Session) {
	p.Learn(s.Notes()...)
	set := p.Settings()
	if set.Model == "" {
		if set.Model = s.NoteText("model"); set.Model != "" {
			_ = p.Set(set) // A note that is no model's name is none.
		}
	}
}

// screenProber is a prober whose settings come from a form that does not show secrets: an empty one keeps the one there is.
type screenProber struct{ *prober }

// Set changes what probes are sent with.
func (p screenProber) Set(n flow.Settings) error {
	was := p.Settings()
	n.Key, n.AdminKey, n.OtherKey = cmp.Or(n.Key, was.Key), cmp.Or(n.AdminKey, was.AdminKey), cmp.Or(n.OtherKey, was.OtherKey)
	return p.prober.Set(n)
}

// Languages are those that commands are written in.
func (p *prober) Languages() []flow.CommandTemplate { return p.book.Commands }

// Command returns a probe as a command for another machine.
func (p *prober) Command(id, language string, s *flow.Session) (string, error) {
	for _, t := range p.book.Commands {
		if t.ID != language {
			continue
		}
		p.learn(s)
		r, err := p.request(id)
		if err != nil {
			return "", err
		}
		return command.Write(t, r, command.Nonce(s.About().Name, id, r, round(s)))
	}
	return "", fmt.Errorf("there is no language %q; there are %s", language, strings.Join(p.languages(), ", "))
}

func (p *prober) languages() []string {
	var ids []string
	for _, t := range p.book.Commands {
		ids = append(ids, t.ID)
	}
	return ids
}

// request returns what a command sends: the credential comes from the environment where it runs.
func (p *prober) request(id string) (flow.Request, error) {
	r, err := p.Request(id)
	if err != nil {
		return r, err
	}
	for i, h := range r.Headers {
		if h.Secret {
			r.Headers[i] = command.Key(p.book.Probe(id).Credential, strings.EqualFold(h.Name, "authorization"))
		}
	}
	return r, nil
}

// HandBack reads what a command printed on another machine. The facts are the customer's, with the probe as their rule.
func (p *prober) HandBack(text []byte, s *flow.Session) (flow.Told, error) {
	p.learn(s)
	var sent []command.Sent
	now := round(s)
	for i := range p.book.Probes {
		id := p.book.Probes[i].ID
		r, err := p.request(id)
		if err != nil {
			continue
		}
		for n := range now + 1 {
			sent = append(sent, command.Sent{Probe: id, Nonce: command.Nonce(s.About().Name, id, r, n), Round: n})
		}
	}
	h, err := command.Read(text, now, sent)
	if err != nil {
		return flow.Told{}, err
	}
	from := flow.Customer
	if w := s.About().Whose; w.Person() && w != flow.You {
		from = w
	}
	if h.Answer.Status == 0 {
		return flow.Told{Probe: h.Probe, Means: "There was no answer there: " + strings.TrimRight(h.Failure, ".") + "."}, nil
	}
	told := p.Judge(h.Probe, h.Answer, s.Facts(), from)
	p.Learn(told.Notes...)
	return told, nil
}

// HandedBack reports whether the text has what a command printed in it, of whatever session.
func (p *prober) HandedBack(text []byte) bool { return command.Found(text) }

// round is the number of fixes that were tried in the session.
func round(s *flow.Session) int {
	n := 0
	for _, f := range s.Facts() {
		if strings.HasPrefix(f.ID, flow.FixedFact("")) {
			n++
		}
	}
	return n
}
