package content

import (
	"testing"
	"time"

	"why403/flow"
	"why403/flow/evidence"
)

// TestTraceTakesNothingBack holds that the output of the edge's trace, added to an error that was read, takes back nothing of what
// that shows, whatever the signs make of both.
func TestTraceTakesNothingBack(t *testing.T) {
	t.Parallel()
	const trace = "fl=464f103\nh=api.anthropic.com\nip=203.0.113.9\nts=1764310000.000\nvisit_scheme=https\nuag=curl/8.5.0\ncolo=FRA\nsliver=none\nhttp=http/2\nloc=DE\ntls=TLSv1.3\nwarp=off\n"
	for id, b := range ships(t) {
		for _, c := range cases(t, id) {
			if c.Text == "" {
				continue
			}
			if b.Read([]byte(trace)).Summary != "" {
				t.Fatalf("%s takes the trace for an error", id)
			}
			s, now := new(flow.Session), time.Unix(0, 0)
			s.Read(b.Read([]byte(c.Text)), flow.Pasted, now)
			before := s.Facts()
			s.Add(s.Beside(b.Read(evidence.Join([]byte(c.Text), []byte(trace))), flow.Pasted), flow.Pasted, now)
			for _, f := range before {
				if g, _ := s.Fact(f.ID); g != f {
					t.Errorf("%s, %q: %+v became %+v", id, c.Name, f, g)
				}
			}
		}
	}
}
