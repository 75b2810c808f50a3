package local

import "strings"

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
