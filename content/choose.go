package content

import (
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/evidence"
)

// The front door: a text is read with the playbook whose opens_on claims it. The default one is asked first, because most
// texts are its own; the others read a text only if one of their words is in it, and are loaded when that first happens.
// Where none claims the text, or several do of which none gives way, nothing decides and the default one stands. One that ships
// gives way to one that was installed wherever all it has to say is that the error is not its service's.

// Routed is a text read by the playbook that it belongs to.
type Routed struct {
	*Book
	Reading flow.Reading
	Because []flow.Fact // What made the text the playbook's own; empty where nothing did.
}

// Chosen is the choice as a conversation takes it.
func (c Routed) Chosen() flow.Chosen {
	return flow.Chosen{Playbook: c.ID, Reading: c.Reading, Because: c.Because}
}

// Choose reads the text with the playbook that it belongs to, of those that ship and the others given. It is safe for
// concurrent use.
func Choose(raw []byte, others ...*Book) (Routed, error) {
	text := opened(raw, others...)
	c, err := choose(text, others)
	if err == nil {
		c.Reading.Offers = c.offers(text, c.Reading)
	}
	return c, err
}

// choose is Choose without offers.
func choose(text evidence.Pasted, others []*Book) (Routed, error) {
	usual, err := Default()
	if err != nil {
		return Routed{}, err
	}
	stands := Routed{Book: usual, Reading: usual.facts(text)}
	var claims []Routed
	if because, ok := usual.Claims(stands.Reading.Facts); ok {
		stands.Because = because
		claims = append(claims, stands)
	}
	ask := func(b *Book) {
		r := b.facts(text)
		if because, ok := b.Claims(r.Facts); ok {
			claims = append(claims, Routed{Book: b, Reading: r, Because: because})
		}
	}
	for _, d := range doors() {
		if !d.words.In(text) {
			continue
		}
		b, err := Ship(d.id)
		if err != nil {
			return Routed{}, err
		}
		ask(b)
	}
	shipped := len(claims)
	for _, b := range others {
		if len(b.Opens.When) > 0 && b.opensFor(text) {
			ask(b)
		}
	}
	if theirs := claims[shipped:]; len(theirs) > 0 {
		claims = append(slices.DeleteFunc(claims[:shipped:shipped], Routed.elsewhere), theirs...)
	}
	if len(stands.Reading.Rivals) > 0 && slices.ContainsFunc(claims, func(c Routed) bool { return slices.Contains(c.Opens.Over, usual.ID) }) {
		return stands, nil // Which error is meant is asked first; its text then chooses.
	}
	all := slices.Clone(claims)
	claims = slices.DeleteFunc(claims, func(c Routed) bool {
		return slices.ContainsFunc(all, func(o Routed) bool { return slices.Contains(o.Opens.Over, c.ID) })
	})
	if len(claims) == 1 {
		return claims[0], nil
	}
	return stands, nil
}

// elsewhere reports whether the text alone shows the playbook that the error is not its service's to explain.
func (c Routed) elsewhere() bool {
	v := flow.Walk(c.Playbook, c.Reading.Facts).Verdict
	return v != nil && v.Elsewhere
}

// opensFor reports whether one of the words that the playbook opens on is in the text.
func (b *Book) opensFor(text evidence.Pasted) bool { return evidence.NewWords(b.Opens.Words).In(text) }

// door is a playbook that is not asked until one of its words turns up.
type door struct {
	id    string
	words *evidence.WordFinder
}

// doors returns the doors of the playbooks that ship, but for the default one.
var doors = sync.OnceValue(func() []door {
	var list []door
	for _, d := range shared().Doors {
		list = append(list, door{d.ID, evidence.NewWords(d.Words)})
	}
	return list
})
