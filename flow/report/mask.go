package report

import (
	"errors"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

// rounds is how often a text is masked until it stays as it is. One more than two takes a text that was made for it.
const rounds = 8

// mask makes texts fit to leave, and counts what it takes out: every distinct text once.
type mask struct {
	strict bool
	keep   []string // Hosts that strict leaves.
	counts map[string]int
	err    error // Of a text that would not come to rest.
}

func newMask(pb *flow.Playbook, strict bool) *mask {
	return &mask{strict: strict, keep: pb.Hosts(), counts: make(map[string]int)}
}

// text is for what came from outside: on one line.
func (m *mask) text(s string) string {
	return m.rest(s, m.strict, func(s string) string { return strings.Join(strings.Fields(s), " ") })
}

// own is for a line of the playbook.
func (m *mask) own(s string) string {
	return m.rest(s, false, func(s string) string { return strings.Join(strings.Fields(s), " ") })
}

// lines is for a text whose lines matter.
func (m *mask) lines(s string, strict bool) string {
	return m.rest(strings.ReplaceAll(s, "\t", "    "), strict, strings.TrimSpace)
}

// rest masks and shapes until nothing changes any more.
func (m *mask) rest(s string, strict bool, shape func(string) string) string {
	from, n := s, 0
	for range rounds {
		before, k := s, 0
		s = redact.Terminal(s)
		if strict {
			s, k = redact.Strict(s, m.keep...)
		} else {
			s, k = redact.Secrets(s)
		}
		n += k
		if s = shape(s); s == before {
			m.counts[from] = n
			return s
		}
	}
	m.err = errors.New("a text of the session could not be masked once and for all, so that nothing of it is given out")
	return ""
}

// masked is how many things were taken out.
func (m *mask) masked() int {
	n := 0
	for _, k := range m.counts {
		n += k
	}
	return n
}
