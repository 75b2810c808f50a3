package plain

import (
	"testing"

	"why403/flow"
)

// TestTheSameAgain holds that what is said already is recorded once.
func TestTheSameAgain(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"mine", "customer", "ticket A-7", "target example.com", "words it beeps"} {
		cfg := config()
		talk(t, cfg, "none", word, word)
		if n := cfg.Session.Len(); n != 1 {
			t.Errorf("%s twice records %d events: %v", word, n, cfg.Session.Events())
		}
	}
}

// TestNoteOfNothing holds that a note that only acts on a terminal is none, and takes no earlier one back.
func TestNoteOfNothing(t *testing.T) {
	t.Parallel()
	cfg := config()
	talk(t, cfg, "none", "note it beeped", "note \x1b[31m", "note #1 \x1b[31m")
	if text := cfg.Session.NoteText(flow.NoteOn("beeps")); text != "it beeped" {
		t.Errorf("the note is %q", text)
	}
}

// TestFailingRequestAgain holds that at a verdict the failing request is offered, and that its success ends the conversation.
func TestFailingRequestAgain(t *testing.T) {
	t.Parallel()
	full := func(status int) flow.ProbeResult {
		return flow.ProbeResult{Probe: flow.FullProbe, Tells: true, Means: "So it is.", Status: status, RequestID: "req_FAKE1"}
	}
	for name, tt := range map[string]struct {
		told flow.ProbeResult
		says string
		want flow.Value
	}{
		"it works":       {full(200), "Recorded: it works.", flow.Yes},
		"it is refused":  {full(403), "So it is.", flow.Unknown},
		"nothing told":   {flow.ProbeResult{Probe: flow.FullProbe, Status: 200}, "No probe told anything, so nothing changes.", flow.Unknown},
		"the way blocks": {flow.ProbeResult{Probe: flow.FullProbe, Means: "A proxy answered.", Status: 503}, "could not tell", flow.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, fake := probing()
			fake.told = map[string]flow.ProbeResult{flow.FullProbe: tt.told}
			cfg.Prober = whole{fake}
			_, out := talk(t, cfg, "none", "n", "probe "+flow.FullProbe, "send")
			says(t, out, "resend: send the failing request again", tt.says)
			if f, _ := cfg.Session.Fact(flow.FixedFact("power")); f.Value != tt.want {
				t.Errorf("that the fix helped is %v, want %v\n%s", f.Value, tt.want, out)
			}
		})
	}
}

// whole has the failing request at hand, too.
type whole struct{ *ringer }

func (w whole) Cards(facts []flow.Fact) []flow.Card {
	return append(w.ringer.Cards(facts), flow.Card{Probe: &flow.Probe{ID: flow.FullProbe, Title: "Try the door"}, Request: flow.Request{Probe: flow.FullProbe, Method: "POST", URL: "https://door.example/open"}})
}
