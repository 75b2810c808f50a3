package local

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

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
			return &found{name, place, v, known}
		}
	}
	return nil
}

func (d *Doctor) anyOf(s *seen, c Client, role Role, fits func(value) bool) *found {
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
			return &found{name: d.title(entry), place: f.place}, false
		}
	case "(profile)":
		if f := d.anyOf(s, c, Profile, filled); f != nil {
			return &found{name: d.title(entry), place: f.place}, false
		}
	case "(federation)":
		f := d.anyOf(s, c, Federation, filled)
		for _, v := range d.named(Federation) {
			if other := d.lookup(s, c, v.Name); other == nil || other.value.empty {
				return nil, false
			}
		}
		return &found{name: d.title(entry), place: f.place}, false
	case "(active-federation)", "(active)":
		if s.profile != nil && (s.profile.federation || entry == "(active)") {
			return &found{name: d.title(entry), place: "profile"}, false
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
	w.named = d.anyOf(s, c, Address, func(v value) bool { return !v.empty })
	if w.named != nil && w.named.v.Title != "" {
		w.named = nil
	}
	return w
}

// alike reports whether two clients of a program would do the same.
func (w won) alike(o won) bool {
	same := func(a, b *found) bool {
		return a == b || a != nil && b != nil && a.name == b.name && a.place == b.place
	}
	return w.client.Program == o.client.Program && same(w.first, o.first) && same(w.named, o.named) && len(w.others) == len(o.others)
}

// judge says what was seen, in the words of the findings.
func (d *Doctor) judge(m Machine, s *seen) *Report {
	r := &Report{SchemaVersion: SchemaVersion, Files: s.files, Keys: []Key{}, Clients: []Use{}, Findings: []Told{}, doctor: d}
	var all []won
	for _, c := range d.Clients {
		all = append(all, d.wins(s, c))
	}
	d.judgeKeys(r, s, all)
	for i, w := range all {
		var alike []won
		for j, o := range all {
			if w.alike(o) {
				if j < i {
					alike = nil
					break
				}
				alike = append(alike, o)
			}
		}
		if alike != nil {
			d.judgeClient(r, s, alike)
		}
	}
	if first, other := all[0].first, all[len(all)-1].first; first != nil && other != nil && first.name != other.name {
		r.tell(d, nil, "differ")
	}
	d.judgeSettings(r, s)
	d.judgeWay(r, s)
	d.judgeRest(r, m, s)
	slices.SortStableFunc(r.Findings, func(a, b Told) int { return cmp.Compare(d.place(a.ID), d.place(b.ID)) })
	return r
}

func (d *Doctor) place(finding string) int {
	return slices.IndexFunc(d.Findings, func(f Finding) bool { return f.ID == finding })
}

// each calls back with every variable of the role that was found, in the order of the variables and of the places.
func (d *Doctor) each(s *seen, role Role, tell func(f found)) {
	for _, v := range d.named(role) {
		for _, place := range append([]string{environment}, placeIDs(d.Places)...) {
			if val, ok := s.vars[place][v.Name]; ok {
				tell(found{v.Name, place, val, v})
			}
		}
	}
}

func placeIDs(places []Place) []string {
	var ids []string
	for _, p := range places {
		if !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// kindWord names the kind of a key.
func (d *Doctor) kindWord(v value) string {
	if v.kind == nil {
		return d.title("no-kind")
	}
	return v.kind.Title
}

// only reports whether the kind of key is one for the service's models: what says no other kind.
func (v value) ordinary() bool {
	return v.kind == nil || v.kind.Bearer || !slices.ContainsFunc(v.kind.Says, func(s flow.Said) bool { return s.Value == flow.No })
}

func (d *Doctor) judgeKeys(r *Report, s *seen, all []won) {
	d.each(s, Credential, func(f found) {
		if f.value.unknown {
			return
		}
		v, where := f.value, s.titles[f.place]
		winner := func(w won) bool { return w.first != nil && w.first.name == f.name && w.first.place == f.place }
		var by []string // The clients that would send it to the service itself; what another one takes is not known.
		away := false
		for _, w := range all {
			switch {
			case !winner(w):
			case w.cloud != nil || w.named != nil && !w.named.value.bad && w.named.value.host != d.Home:
				away = true
			default:
				by = append(by, w.client.ID)
			}
		}
		r.Keys = append(r.Keys, Key{Name: f.name, Where: where, Kind: d.kindWord(v), Length: v.length, End: v.end, Flaws: append([]string{}, v.flaws...)})
		with := []string{"name", f.name, "where", where, "kind", d.kindWord(v), "length", strconv.Itoa(v.length), "end", v.end, "flaws", strings.Join(v.flaws, ", ")}
		want := 0
		for _, l := range d.Lengths {
			if v.kind != nil && v.kind.Prefix == l.Prefix {
				want = l.Length
			}
		}
		id := "key"
		switch {
		case v.empty:
			id = "key-empty"
		case len(v.flaws) > 0:
			id = "key-flawed"
		case v.kind == nil:
			id = "key-unknown"
		case want > 0 && v.length != want:
			id, with = "key-short", append(with, "want", strconv.Itoa(want))
		case want > 0:
			id = "key-whole"
		}
		quote := r.tell(d, used(by), id, with...)
		if len(v.loader) > 0 {
			r.tell(d, used(nil), "key-loader", append(with[:4:4], "flaws", strings.Join(v.loader, ", "))...)
		}
		if v.kind == nil {
			return
		}
		r.say(used(by), v.kind.Says, quote)
		switch {
		case away && by == nil:
		case v.kind.Bearer && f.v.SentAs != "authorization":
			r.tell(d, used(by), "key-header", with...)
		case !v.ordinary():
			r.tell(d, used(by), "key-wrong", with...)
		}
	})
}

// used makes a list that says of whom something holds; nobody is not everybody.
func used(by []string) []string {
	if by == nil {
		return []string{}
	}
	return by
}

// word names a credential with where it is.
func (s *seen) word(f found) string {
	if f.place == "login" || f.place == "profile" {
		return f.name
	}
	return f.name + " (" + s.titles[f.place] + ")"
}

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
	with := []string{"client", use.Client, "kind", ""}
	if w.first != nil {
		with[3] = d.kindWord(w.first.value)
	}
	own := w.first != nil && w.first.value.kind != nil && w.first.value.ordinary()
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
		use.Calls = d.Home
		quote := r.tell(d, ids, "address", with...)
		if own && a == nil {
			r.say(ids, d.says(d.homeKind()), quote)
		}
		return
	case a.value.host == d.Home:
		use.Calls = d.Home
		r.say(ids, d.says(a.value.is), r.tell(d, ids, "address", with...))
		return
	}
	use.Calls = a.value.host
	with = append(with, "host", a.value.host, "party", a.value.party, "name", a.name, "where", s.titles[a.place])
	id := "address-unknown"
	if a.value.party != "" {
		id = "address-other"
	}
	r.say(ids, d.says(a.value.is), r.tell(d, ids, id, with...))
	if own && a.value.is != "loopback" {
		r.tell(d, ids, "key-leaves", with...)
	}
}

func (d *Doctor) homeKind() string { _, kind := d.Party(d.Home); return kind }

// judgeSettings says what stands in settings and wins over the shell, and what is wrong with addresses.
func (d *Doctor) judgeSettings(r *Report, s *seen) {
	for _, p := range d.Places {
		if p.Form != Settings || p.On != "" && s.titles[p.ID] == "" {
			continue
		}
		for _, v := range d.Variables {
			_, there := s.vars[p.ID][v.Name]
			if _, both := s.vars[environment][v.Name]; there && both && slices.Contains([]Role{Credential, Address, Switch}, v.For) {
				r.once(d, "settings-win", "where", p.Title, "name", v.Name)
			}
		}
		if _, ok := s.vars[p.ID][helper]; ok {
			r.once(d, "helper", "where", p.Title)
		}
	}
	for _, role := range []Role{Credential, Address, Switch} {
		d.each(s, role, func(f found) {
			if f.value.unknown {
				r.tell(d, nil, "file-sets", "name", f.name, "where", s.titles[f.place])
			}
		})
	}
	d.each(s, Address, func(f found) {
		with := []string{"name", f.name, "where", s.titles[f.place], "reader", f.v.Title}
		switch {
		case f.value.empty:
		case f.v.Title != "":
			r.tell(d, nil, "address-not-read", with...)
		case f.value.bad:
			r.tell(d, nil, "address-bad", with...)
		case f.value.version && f.value.host == d.Home:
			r.tell(d, nil, "address-version", with...)
		}
	})
	d.each(s, CustomHeaders, func(f found) {
		if len(f.value.headers) > 0 {
			r.tell(d, nil, "headers", "name", f.name, "where", s.titles[f.place], "headers", strings.Join(f.value.headers, ", "))
		}
	})
}

// judgeWay says which way calls take.
func (d *Doctor) judgeWay(r *Report, s *seen) {
	exempt, proxies := false, 0
	d.each(s, Exempt, func(f found) { exempt = exempt || f.value.exempts })
	d.each(s, Proxy, func(f found) {
		v := f.value
		if v.empty {
			return
		}
		id := "proxy"
		switch {
		case exempt:
			id = "proxy-exempt"
		case v.socks:
			id = "proxy-socks"
		case v.is == "loopback":
			id = "proxy-here"
		}
		proxies++
		r.tell(d, nil, id, "name", f.name, "where", s.titles[f.place], "host", v.host)
	})
	switch {
	case proxies == 0 && s.way:
		r.tell(d, nil, "proxy-system")
	case proxies == 0:
		r.tell(d, nil, "proxy-none")
	}
	var certificates []string
	d.each(s, CA, func(f found) {
		if f.value.empty {
			return
		}
		if f.value.there {
			certificates = append(certificates, f.name)
			return
		}
		r.tell(d, nil, "ca-missing", "name", f.name, "where", s.titles[f.place], "reader", f.v.Title)
	})
	if len(certificates) > 0 {
		r.tell(d, nil, "ca", "names", strings.Join(certificates, ", "))
	}
}

// slack is how far files may be ahead of the clock, which other machines write as well.
const slack = 2 * time.Minute

func (d *Doctor) judgeRest(r *Report, m Machine, s *seen) {
	for _, l := range s.library {
		with := []string{"title", l.title, "version", l.version, "file", l.file, "newest", l.newest, "date", l.date}
		old, _, _ := strings.Cut(l.version, ".")
		now, _, _ := strings.Cut(l.newest, ".")
		if have, err := strconv.Atoi(old); err == nil && l.newest != "" {
			if newest, err := strconv.Atoi(now); err == nil && have < newest {
				r.tell(d, nil, "version-old", with...)
				continue
			}
		}
		r.tell(d, nil, "version", with...)
	}
	what, latest := s.newest, s.latest
	if m.Made.After(latest) {
		what, latest = d.title("program"), m.Made
	}
	switch ahead := latest.Sub(m.Now); {
	case m.Now.IsZero():
	case ahead > slack:
		r.tell(d, nil, "clock", "what", what, "ahead", ahead.Round(time.Minute).String())
	default:
		r.tell(d, nil, "clock-fine")
	}
	d.each(s, Elsewhere, func(f found) {
		if f.value.on {
			r.once(d, "here", "what", f.v.Title)
		}
	})
	if len(s.signs) > 0 {
		r.tell(d, nil, "elsewhere", "file", strings.Join(s.signs, ", "))
	}
	for _, f := range s.files {
		switch f.State {
		case "broken":
			r.tell(d, nil, "broken", "path", f.Path)
		case "unreadable":
			r.tell(d, nil, "unread", "path", f.Path)
		}
	}
}
