package local

import (
	"slices"

	"why403/flow"
)

// won is what a client would use.
type won struct {
	client Client
	first  *found  // Nil for none.
	others []found // That it passes over, in its order.
	named  *found  // The address that is set; nil for none.
	cloud  *found  // The switch that is on; nil for none.
}

// found is a variable, or another credential, with where it was found.
type found struct {
	name, place string
	value       value
	v           Variable
	says        []flow.Said // By being used.
}

// other returns a credential of an order that is no variable.
func (d *Doctor) other(entry, place string) *found {
	w := d.word(entry)
	return &found{name: w.Title, place: place, says: w.Says}
}

// lookup returns a variable as a client finds it.
func (d *Doctor) lookup(s *seen, c Client, name string) *found {
	for _, place := range c.Reads {
		v, ok := s.vars[place][name]
		settings := place != environment && slices.ContainsFunc(d.Places, func(p Place) bool { return p.ID == place && p.Form == Settings })
		switch {
		case !ok:
		case settings && v.empty:
			return nil
		default:
			known, _ := d.variable(name)
			return &found{name: name, place: place, value: v, v: known}
		}
	}
	return nil
}

func (d *Doctor) anyOf(s *seen, c Client, role VariableRole, fits func(value) bool) *found {
	for _, v := range d.named(role) {
		if f := d.lookup(s, c, v.Name); f != nil && fits(f.value) {
			return f
		}
	}
	return nil
}

// credential returns what stands at a place of a client's order; stop says that nobody can tell what comes after it.
func (d *Doctor) credential(s *seen, c Client, entry string) (f *found, stop bool) {
	filled := func(v value) bool { return !v.empty }
	switch entry {
	case "(switch)":
		return d.anyOf(s, c, Switch, func(v value) bool { return v.on }), false
	case "(helper)":
		if f := d.lookup(s, c, helper); f != nil {
			return d.other(entry, f.place), false
		}
	case "(profile)":
		if f := d.anyOf(s, c, Profile, filled); f != nil {
			return d.other(entry, f.place), false
		}
	case "(federation)":
		f := d.anyOf(s, c, Federation, filled)
		for _, v := range d.named(Federation) {
			if other := d.lookup(s, c, v.Name); other == nil || other.value.empty {
				return nil, false
			}
		}
		return d.other(entry, f.place), false
	case "(active-federation)", "(active)":
		if s.profile != nil && (s.profile.federation || entry == "(active)") {
			return d.other(entry, "profile"), false
		}
	case "(login)":
		if s.login != nil {
			return &found{name: d.title(entry), place: "login", value: *s.login}, false
		}
		return nil, s.hidden
	default:
		if f := d.lookup(s, c, entry); f != nil && (!f.value.empty || c.EmptyCounts) {
			return f, false
		}
	}
	return nil, false
}

// wins says what a client would use.
func (d *Doctor) wins(s *seen, c Client) won {
	w := won{client: c}
	for _, entry := range c.Order {
		f, stop := d.credential(s, c, entry)
		if stop {
			break
		}
		if entry == "(switch)" {
			w.cloud = f
		}
		same := func(o found) bool { return f != nil && o.name == f.name }
		switch {
		case f == nil, w.first != nil && same(*w.first), slices.ContainsFunc(w.others, same):
		case w.first == nil:
			w.first = f
		case !f.value.empty:
			w.others = append(w.others, *f)
		}
	}
	if w.named = d.lookup(s, c, c.Address); w.named != nil && w.named.value.empty {
		w.named = nil
	}
	return w
}

// here reports whether there is any sign of the client: one of another service is told of only then.
func (d *Doctor) here(s *seen, c Client) bool {
	return c.Home == "" || slices.ContainsFunc(append([]string{c.Address}, c.Order...), func(name string) bool { return d.lookup(s, c, name) != nil })
}

// alike reports whether two clients of a program would do the same.
func (w won) alike(o won) bool {
	same := func(a, b *found) bool {
		return a == b || a != nil && b != nil && a.name == b.name && a.place == b.place
	}
	return w.client.Program == o.client.Program && same(w.first, o.first) && same(w.named, o.named) && len(w.others) == len(o.others)
}

// word names a credential with where it is.
func (s *seen) word(f found) string {
	if f.place == "login" || f.place == "profile" {
		return f.name
	}
	return f.name + " (" + s.titles[f.place] + ")"
}

// kindWord names the kind of a key.
func (d *Doctor) kindWord(v value) string {
	if v.kind == nil {
		return d.title("no-kind")
	}
	return v.kind.Title
}

// ordinary reports whether the kind of key is one for the service's models: what says no other kind.
func (v value) ordinary() bool {
	return v.kind == nil || v.kind.Bearer || !slices.ContainsFunc(v.kind.Says, func(s flow.Said) bool { return s.Value == flow.No })
}
