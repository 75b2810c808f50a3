package local

import (
	"cmp"
	"slices"
)

// judge says what was seen, in the words of the findings.
func (d *Doctor) judge(m Machine, s *seen) *Report {
	r := &Report{SchemaVersion: schemaVersion, Files: s.files, Keys: []LocalKey{}, Clients: []Use{}, Findings: []Told{}, doctor: d}
	var all []won
	var own []won // Of the service itself.
	for _, c := range d.Clients {
		if d.here(s, c) {
			all = append(all, d.wins(s, c))
		}
		if c.Home == "" {
			own = all
		}
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
	if first, other := own[0].first, own[len(own)-1].first; first != nil && other != nil && first.name != other.name {
		r.tell(d, nil, "differ")
	}
	d.judgeSettings(r, s)
	d.judgeWay(r, s)
	d.judgeMachine(r, m, s)
	slices.SortStableFunc(r.Findings, func(a, b Told) int { return cmp.Compare(d.place(a.ID), d.place(b.ID)) })
	return r
}

func (d *Doctor) place(finding string) int {
	return slices.IndexFunc(d.Findings, func(f Finding) bool { return f.ID == finding })
}

// each calls back with every variable of the role that was found, in the order of the variables and of the places.
func (d *Doctor) each(s *seen, role VariableRole, tell func(f found)) {
	for _, v := range d.named(role) {
		for _, place := range append([]string{environment}, placeIDs(d.Places)...) {
			if val, ok := s.vars[place][v.Name]; ok {
				tell(found{name: v.Name, place: place, value: val, v: v})
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
