package conversation

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/page"
)

// TestCame holds what stands below what a probe told: what came back, and that none did only where that is so.
func TestCame(t *testing.T) {
	t.Parallel()
	c := begun(nil)
	pb := *c.book.Playbook
	for _, m := range []flow.Measure{flow.AsksAPI, flow.AsksTrace, flow.AsksStatus, flow.AsksTLS, flow.AsksAddress} {
		pb.Probes = append(pb.Probes, flow.Probe{ID: "probe " + string(m), Measures: m})
	}
	c.book.Playbook = &pb
	s := *c.State()
	s.Book, s.cards = c.book, func() []flow.Card { return nil }
	for _, tt := range []struct {
		measures flow.Measure
		status   int
		seen     bool
		want     string
	}{
		{flow.AsksTLS, 0, true, "a certificate came; no request was sent"},
		{flow.AsksAddress, 0, true, "addresses came; no request was sent"},
		{flow.AsksTLS, 0, false, "no answer came"},
		{flow.AsksAddress, 0, false, "no answer came"},
		{flow.AsksTrace, 200, false, "status 200"},
		{flow.AsksStatus, 0, false, "no answer came"},
		{flow.AsksAPI, 403, false, "status 403"},
		{flow.AsksAPI, 0, false, "no answer came"},
	} {
		for _, tells := range []bool{true, false} { // Of another host than the service's, what was seen does not tell.
			told := flow.ProbeResult{Probe: "probe " + string(tt.measures), Tells: tells, Means: "M.", Status: tt.status, Seen: tt.seen}
			lines := page.Lines(s.Told(told, true), 79)
			if got := fmt.Sprint(lines); !strings.Contains(got, tt.want) || tt.want != "no answer came" && strings.Contains(got, "no answer") {
				t.Errorf("%q, seen %v: %s, want %s", tt.measures, tt.seen, got, tt.want)
			}
		}
	}
}
