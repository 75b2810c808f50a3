package desk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"why403/flow"
)

// TestWay holds that the server asks only for who may have it ask, only once they say so, and never with a key or by a proxy of its
// environment; and that of what came only what holds anywhere is recorded.
func TestWay(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		for name, values := range r.Header {
			if all := strings.ToLower(name + strings.Join(values, " ")); strings.Contains(all, "servers") || strings.Contains(all, "key") || strings.Contains(all, "authorization") {
				t.Errorf("it is asked with %s: %q", name, values)
			}
		}
		if strings.HasSuffix(r.URL.Path, "/summary.json") {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"page":{"name":"Claude"},"status":{"indicator":"major","description":"Major outage"},"components":[{"name":"Claude API (api.anthropic.com)","status":"major_outage"}],"incidents":[{"name":"Errors","status":"investigating","impact":"major","components":[{"name":"Claude API (api.anthropic.com)"}]}]}`))
			return
		}
		_, _ = w.Write([]byte("fl=1\nh=api.anthropic.com\nip=203.0.113.9\ncolo=HKG\nloc=HK\ntls=TLSv1.3\n"))
	}))
	defer service.Close()
	s := open(t, Usual())
	s.desk.testOnlyService = service.URL
	ann := s.drawn(s.dial("ann"), 80, 24, "new --ticket CS-4")
	ann.reads()
	for _, who := range []string{"ann", "bot"} {
		if got := run(t, s.ssh(who, "way", "--send"), ""); got.code != statusUsage || !strings.Contains(got.err, "may not do that") {
			t.Errorf("%s: %+v", who, got)
		}
		if got := run(t, s.ssh(who, "help"), ""); strings.Contains(got.out, " way ") {
			t.Errorf("%s is offered it:\n%s", who, got.out)
		}
	}
	got := run(t, s.ssh("cy", "way"), "")
	if got.code != 0 || !strings.Contains(got.out, "/summary.json, without a key") || !strings.Contains(got.out, "Nothing was sent") || asked.Load() != 0 {
		t.Errorf("asked %d times: %+v", asked.Load(), got)
	}
	got = run(t, s.ssh("cy", "way", "--send", "CS-4"), "")
	if got.code != 0 || !strings.Contains(got.out, "The status page reports trouble of the API") || !strings.Contains(got.out, "recorded in "+s.only()) || asked.Load() < 2 {
		t.Errorf("asked %d times: %+v", asked.Load(), got)
	}
	ann.wants("cy: yes:")
	for _, e := range s.events(s.only()) {
		if e.By == "cy" && e.Fact != nil && (e.Fact.ID != "status-incident" || e.Fact.From != flow.Probed) {
			t.Errorf("recorded: %+v", e.Fact)
		}
	}
	if got := run(t, s.ssh("cy", "sessions"), ""); got.code != 0 || !strings.Contains(got.out, "CS-4") {
		t.Errorf("cy is no engineer: %+v", got)
	}
}
