package local

import (
	"slices"
	"strings"
)

// judgeSettings says what stands in settings and wins over the shell, and what is wrong with addresses.
func (d *Doctor) judgeSettings(r *Report, s *seen) {
	for _, p := range d.Places {
		if p.Form != Settings || p.On != "" && s.titles[p.ID] == "" {
			continue
		}
		for _, v := range d.Variables {
			_, there := s.vars[p.ID][v.Name]
			if _, both := s.vars[environment][v.Name]; there && both && slices.Contains([]VariableRole{Credential, Address, Switch}, v.For) {
				r.once(d, "settings-win", "where", p.Title, "name", v.Name)
			}
		}
		if _, ok := s.vars[p.ID][helper]; ok {
			r.once(d, "helper", "where", p.Title)
		}
	}
	for _, role := range []VariableRole{Credential, Address, Switch} {
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
	d.each(s, IDs, func(f found) {
		with := []string{"name", f.name, "where", s.titles[f.place], "reader", f.v.Title}
		switch {
		case f.value.empty:
		case f.v.Title != "":
			r.tell(d, nil, "ids-other", with...)
		default:
			r.tell(d, nil, "ids", with...)
		}
	})
	d.each(s, CustomHeaders, func(f found) {
		if len(f.value.headers) > 0 {
			r.tell(d, nil, "headers", "name", f.name, "where", s.titles[f.place], "headers", strings.Join(f.value.headers, ", "))
		}
	})
}
