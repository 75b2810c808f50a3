package local

import (
	"strconv"
	"strings"
	"time"
)

// slack is how far files may be ahead of the clock, which other machines write as well.
const slack = 2 * time.Minute

// judgeMachine says which libraries there are, whether the clock is off, where this runs, and what could not be read.
func (d *Doctor) judgeMachine(r *Report, m Machine, s *seen) {
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
