package plain

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

// door is a small playbook: why does the door not open? It has a gate, a guarded branch, a disputed fact, two causes that
// can be true together, and a text with everything that a page can hold.
func door() *flow.Playbook {
	is := func(fact string, vs ...flow.Value) flow.Cond {
		return flow.Cond{{{Fact: fact, Values: vs}}}
	}
	return &flow.Playbook{
		ID: "door", Title: "Why does the door not open?", Checked: "2026-11-23", Unexplained: "unexplained",
		Facts: map[string]flow.FactInfo{
			"beeps":   {About: "The reader beeps"},
			"expired": {About: "The display says that the card expired"},
			"other":   {About: "Another card opens it", Retest: true},
			"hours":   {About: "It opens at other hours"},
			"site":    {About: "The card opens other doors", Retest: true},
		},
		Questions: []flow.Question{
			{
				ID: "beeps", Ask: "Does the reader beep?", Say: "Could you tell me whether the reader beeps?",
				Why: "A silent reader has no power.", How: []string{"Hold the card to the reader.", "Listen for `one beep`, see [the guide](https://example.com/beep)."},
				Link: "https://example.com/reader", Yes: "The reader works.", No: "The reader is dead.", Unsure: "Hold the card there for three seconds.",
				Usual: flow.Yes,
			},
			{
				ID: "other", Command: "ask --card \\\n  \"$COLLEAGUE\"\n", When: is("beeps", flow.Yes, flow.Unsure), Decides: []string{"card", "lock"},
				Ask: "Does another card open it?", Yes: "It is this card.", No: "It is the lock.", Unsure: "Ask a colleague for a card.", Usual: flow.Yes,
			},
			{
				ID: "site", When: is("other", flow.Yes), Decides: []string{"card"},
				Ask: "Does your card open other doors?", Yes: "The card is fine elsewhere.", No: "The card is broken.", Usual: flow.No,
			},
			{
				ID: "hours", When: is("other", flow.No, flow.Unsure), Decides: []string{"lock", "hours"},
				Ask: "Does it open at other hours?", Yes: "There is a schedule.", No: "No schedule.", Usual: flow.No,
			},
		},
		Verdicts: []flow.Verdict{
			{ID: "card", Number: 1, Always: true, Precedence: 30, Title: "The card is broken", Remedy: flow.Remedy{Fix: []string{"Have the card replaced."}}, Screen: flow.ScreenText{Sections: []flow.Section{
				{Heading: "What it means", Body: "The card **cannot** be read. See [the desk](https://example.com/desk)."},
				{Heading: "Fix", Body: "1. Go to the `front desk`.\n2. Ask for a new card,\n   with your badge.\n\n```sh\ncurl -H 'x-card: 1' \\\n\thttps://example.com\n```\n"},
				{Heading: "The request", Body: "Ask:\n\n```curl\ncurl /door\n```\n\n```go\nhttp.Get(\"/door\")\n```\n\n```python\nrequests.get('/door')\n```\n\nWait.\n\n```\n200\n```\n"},
			}}},
			{ID: "lock", Number: 2, Always: true, Precedence: 20, Title: "The lock is stuck", Remedy: flow.Remedy{Fix: []string{"Call the locksmith."}}},
			{ID: "hours", Always: true, Precedence: 10, Title: "The door keeps hours", Remedy: flow.Remedy{Fix: []string{"Come back at nine."}}},
			{ID: "power", Precedence: 5, Title: "The reader has no power", Remedy: flow.Remedy{Fix: []string{"Plug it in."}}},
			{ID: "unexplained", Precedence: 99, Title: "Nothing explains it", Remedy: flow.Remedy{Fix: []string{"Write to the caretaker."}}},
		},
		Rules: []flow.Rule{
			{When: is("beeps", flow.No), Raises: []string{"power"}, Proves: []string{"power"}, Sure: flow.Strong, Because: "A dead reader does not beep."},
			{When: is("expired", flow.Yes), Proves: []string{"card"}, Sure: flow.Certain, Because: "The display says so."},
			{When: is("site", flow.No), Proves: []string{"card"}, Sure: flow.Strong, Because: "It opens nothing."},
			{When: is("site", flow.Yes), RulesOut: []string{"card"}, Sure: flow.Strong, Because: "It opens other doors."},
			{When: is("other", flow.Yes), RulesOut: []string{"lock", "hours"}, Sure: flow.Strong, Because: "The lock opens for another card."},
			{When: is("other", flow.No), Suggests: []string{"lock"}, RulesOut: []string{"card"}, Sure: flow.Weak, Because: "No card opens it."},
			{When: is("hours", flow.Yes), Proves: []string{"hours"}, Sure: flow.Strong, Because: "It opens at other hours."},
			{When: is("hours", flow.No), RulesOut: []string{"hours"}, Sure: flow.Strong, Because: "It stays shut all day."},
		},
		Reference: []flow.ScreenText{{ID: "looks", Title: "What it looks like", Sections: []flow.Section{{Heading: "A door", Body: "It is *brown*."}}}},
		Examples:  []flow.Example{{ID: "expired", Title: "An expired card", Text: "ERROR card expired\nref: 7"}},
		Tables: []flow.Table{{ID: "keys", Title: "Kinds of card", Rows: []flow.TableRow{
			{Item: "Blue card", Claim: "opens all", Finding: "opens two", Judged: "wrong", Source: "https://example.com/cards", Checked: "2026-11-23"},
		}}},
	}
}

// reading finds the two things that a text about the door can show.
func reading(text []byte) flow.Reading {
	var r flow.Reading
	for l := range strings.SplitSeq(string(text), "\n") {
		if strings.Contains(l, "expired") {
			r.Facts = append(r.Facts[:0], flow.Fact{ID: "expired", Value: flow.Yes, From: flow.Pasted, Quote: strings.TrimSpace(l), Rule: "expired"})
			r.Summary = "the card expired"
		}
		if n, ok := strings.CutPrefix(strings.TrimSpace(l), "ref: "); ok {
			r.Notes = append(r.Notes, flow.Note{Name: "ref", Text: n, From: flow.Pasted})
		}
		if strings.Contains(l, "silent") {
			r.Facts = append(r.Facts, flow.Fact{ID: "beeps", Value: flow.No, From: flow.Pasted, Quote: strings.TrimSpace(l), Rule: "silent"})
			r.Others = []string{"a silent reader"}
		}
	}
	if len(text) > 1<<20 {
		r.Warnings = append(r.Warnings, "long text")
	}
	return r
}

// clock stands still.
func clock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// config is a conversation about a new session.
func config() Wiring {
	return Wiring{
		Opened: conversation.Opened{
			Playbook: door(), Read: reading,
			Escalation: func(s *flow.Session, p flow.Position) (string, error) {
				return "Dear caretaker,\nthe door stays shut: " + p.Outcome.String() + ".\n", nil
			},
		},
		Session: new(flow.Session), Now: clock, Width: DefaultWidth, Echo: true,
		OpenFile: func(path string) ([]byte, error) {
			if path != "error.txt" {
				return nil, errors.New("no such file")
			}
			return []byte("card expired\n"), nil
		},
	}
}

// talk runs a conversation and returns what was printed. The lines are typed one after another; then the input ends.
func talk(t *testing.T, cfg Wiring, lines ...string) (Ended, string) {
	t.Helper()
	in := strings.Join(lines, "\n")
	if len(lines) > 0 {
		in += "\n"
	}
	return talkRaw(t, cfg, in)
}

func talkRaw(t *testing.T, cfg Wiring, in string) (Ended, string) {
	t.Helper()
	var out bytes.Buffer
	res, err := Run(context.Background(), cfg, strings.NewReader(in), &out)
	must.NoError(t, err)
	for _, r := range out.String() {
		if r != '\n' && (r < ' ' || (r >= 0x7f && r < 0xa0)) {
			t.Fatalf("the transcript holds the control character %U:\n%q", r, out.String())
		}
	}
	return res, out.String()
}

// says fails for each of the texts that was not printed.
func says(t *testing.T, out string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}
