package local

import (
	"slices"
	"strings"
)

// judgeClient says what clients would do that do alike.
func (d *Doctor) judgeClient(r *Report, s *seen, alike []won) {
	w := alike[0]
	var ids, titles []string
	for _, o := range alike {
		ids, titles = append(ids, o.client.ID), append(titles, o.client.Title)
	}
	name := strings.Join(titles, ", ")
	of := func(c Client) bool { return c.Program == w.client.Program }
	if len(alike) == len(slices.DeleteFunc(slices.Clone(d.Clients), func(c Client) bool { return !of(c) })) {
		name = d.Programs[slices.IndexFunc(d.Programs, func(p Program) bool { return p.ID == w.client.Program })].Clients
	}
	var order []string
	for _, entry := range w.client.Order {
		order = append(order, d.title(entry))
	}
	use := Use{Client: name, Order: order, Source: d.source(w.client.Source).At, Date: d.source(w.client.Source).Date}
	with := []string{"client", name}
	var quote string
	switch {
	case w.first == nil:
		r.tell(d, ids, "uses-none", with...)
		if s.hidden && slices.Contains(w.client.Order, "(login)") {
			r.tell(d, ids, "keychain")
		}
	case w.cloud != nil:
		use.Credential = d.title("(switch)")
		r.tell(d, ids, "uses-cloud", with...)
	case w.first.value.empty && w.first.v.For == Credential:
		r.tell(d, ids, "uses-empty", append(with, "name", w.first.name, "where", s.titles[w.first.place])...)
	default:
		id := "uses"
		if w.first.place != environment && !slices.ContainsFunc(d.Places, func(p Place) bool { return p.ID == w.first.place && p.Form != Env }) {
			id = "uses-file"
		}
		use.Credential = s.word(*w.first)
		quote = r.tell(d, ids, id, append(with, "credential", use.Credential)...)
		r.say(ids, w.first.says, quote)
		if w.first.place == "login" && w.first.value.kind != nil {
			r.say(ids, w.first.value.kind.Says, quote)
		}
	}
	if len(w.others) > 0 {
		var others []string
		for _, o := range w.others {
			others = append(others, s.word(o))
		}
		r.tell(d, ids, "more", append(with, "name", w.first.name, "others", strings.Join(others, ", "), "order", strings.Join(order, ", "), "source", w.client.Source)...)
	}
	d.judgeAddress(r, s, w, ids, &use)
	r.Clients = append(r.Clients, use)
}

// judgeAddress says where the calls of a client would go. Where nothing says so they go to the service itself; that is a fact only
// if the key is one of its own, since an address can be passed in code.
func (d *Doctor) judgeAddress(r *Report, s *seen, w won, ids []string, use *Use) {
	home := d.home(w.client)
	with := []string{"client", use.Client, "kind", "", "home", home}
	own := false
	switch {
	case w.first == nil:
	case len(w.first.says) > 0:
		own, with[3] = true, w.first.name
	default:
		own, with[3] = w.client.Home != "" || w.first.value.kind != nil && w.first.value.ordinary(), d.kindWord(w.first.value)
	}
	a := w.named
	switch {
	case w.cloud != nil:
		party := w.cloud.v.Cloud
		if d.anyOf(s, w.client, CloudAddress, func(v value) bool { return !v.empty }) != nil {
			party = "" // A gateway in front of it, or another region's address.
		}
		use.Calls = w.cloud.v.Title
		quote := r.tell(d, ids, "cloud", "name", w.cloud.name, "where", s.titles[w.cloud.place], "party", use.Calls)
		r.say(ids, d.says(party), quote)
		return
	case a != nil && a.value.unknown:
		return
	case a == nil || a.value.bad:
		use.Calls = home
		quote := r.tell(d, ids, "address", append(with, "host", home)...)
		if own && a == nil {
			r.say(ids, d.says(d.homeKind(w.client)), quote)
		}
		return
	case a.value.host == home:
		use.Calls = home
		r.say(ids, d.says(a.value.is), r.tell(d, ids, "address", append(with, "host", home)...))
		return
	}
	use.Calls = a.value.host
	with = append(with, "host", a.value.host, "party", a.value.party, "name", a.name, "where", s.titles[a.place])
	id := "address-unknown"
	if a.value.party != "" {
		id = "address-other"
	}
	r.say(ids, d.says(a.value.is), r.tell(d, ids, id, with...))
	if own && w.client.Home == "" && a.value.is != "loopback" {
		r.tell(d, ids, "key-leaves", with...)
	}
}
