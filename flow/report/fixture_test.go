package report

import (
	"time"

	"why403/flow"
)

// Made up, and put together here so that no file holds anything that looks like a key.
var (
	fakeKey   = "sk-ant-" + "api03-" + "FAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfake0000AA"
	fakeToken = "sk-ant-" + "oat01-" + "FAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfake0000BB"
)

var now = time.Date(2026, 11, 23, 10, 30, 0, 0, time.FixedZone("", 3600))

// door is a small playbook: why does the door not open?
func door() *flow.Playbook {
	is := func(fact string, vs ...flow.Value) flow.Cond { return flow.Cond{{{Fact: fact, Values: vs}}} }
	return &flow.Playbook{
		ID: "door", Title: "Why does the door not open?", Unexplained: "unexplained",
		Facts: map[string]flow.FactInfo{
			"beeps":   {About: "The reader beeps"},
			"expired": {About: "The display says that the card expired"},
			"other":   {About: "Another card opens it", Retest: true},
		},
		Questions: []flow.Question{
			{ID: "beeps", Ask: "Does the reader beep?", Why: "A silent reader has no power.", How: []string{"Hold the card to the reader.", "Listen."}, Command: "knock -n 3 \\\n\t--on door |\n  listen\n", Usual: flow.Yes},
			{ID: "other", When: is("beeps", flow.Yes, flow.Unsure), Decides: []string{"card", "lock"}, Ask: "Does another card open it?"},
		},
		Verdicts: []flow.Verdict{
			{ID: "card", Number: 1, Always: true, Precedence: 30, Title: "The card is broken", Remedy: flow.Remedy{Fix: []string{"Have the card replaced, and take your badge to the desk at the front."}}},
			{ID: "lock", Always: true, Precedence: 20, Title: "The lock is stuck", Remedy: flow.Remedy{Fix: []string{"Call the locksmith."}}},
			{ID: "power", Precedence: 5, Title: "The reader has no power", Remedy: flow.Remedy{Fix: []string{"Plug it in."}}},
			{ID: "unexplained", Precedence: 99, Title: "Nothing explains it", Remedy: flow.Remedy{Fix: []string{"Write to the caretaker."}}},
		},
		Rules: []flow.Rule{
			{When: is("beeps", flow.No), Proves: []string{"power"}, Sure: flow.Strong, Because: "A dead reader does not beep."},
			{When: is("expired", flow.Yes), Proves: []string{"card"}, Sure: flow.Certain, Because: "The display says so."},
			{When: is("other", flow.Yes), RulesOut: []string{"lock"}, Sure: flow.Strong, Because: "The lock opens for another card."},
			{When: is("other", flow.No), RulesOut: []string{"card"}, Suggests: []string{"lock"}, Sure: flow.Weak, Because: "No card opens it."},
		},
		Escalation: escalationTemplate,
	}
}

// escalationTemplate names every field once.
const escalationTemplate = `# {{.Title}}
Target {{.Target}}, ticket {{.Ticket}}, written {{.Date}}
{{range .RequestIDs}}Request {{.}}
{{end}}{{range .Notes}}Note {{.Name}}: {{.Text}}
{{end}}Symptom: {{.Symptom}}
{{range .Facts}}Fact {{.About}}: {{.Value}} ({{.From}}) {{.Quote}}
{{end}}{{range .Unknown}}Not known {{.About}} ({{.From}})
{{end}}{{range .RuledOut}}Ruled out {{.Title}}{{range .Reasons}}, {{.}}{{end}}
{{end}}{{range .Open}}Open {{.Title}} {{.Level}}{{range .For}}, for {{.}}{{end}}{{range .Against}}, against {{.}}{{end}}
{{end}}Verdict: {{.Verdict}} {{.Confidence}}
`

// story is a session about the door with one reading and some answers.
func story(read flow.Reading, answers ...flow.Fact) *flow.Session {
	s := new(flow.Session)
	s.Open(flow.About{Playbook: "door", Whose: flow.You, Ticket: "A-7", Target: "door.example"}, now)
	s.Read(read, flow.Pasted, now)
	for _, f := range answers {
		s.Assert(now, f)
	}
	return s
}

func expired() flow.Reading {
	return flow.Reading{
		Facts: []flow.Fact{{ID: "expired", Value: flow.Yes, From: flow.Pasted, Quote: "card\texpired\nkey " + fakeKey}},
		Notes: []flow.Note{
			{Name: "status", Text: "403"},
			{Name: "error_type", Text: "permission_error"},
			{Name: "message", Text: "card expired, used " + fakeToken},
			{Name: "request_id", Text: "req_1"},
			{Name: "answered_by", Text: "the \x1b[31mreader"},
		},
	}
}
