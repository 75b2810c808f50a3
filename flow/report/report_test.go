package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"
	generator "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
)

func stories() map[string]*flow.Session {
	you := func(id string, v flow.Value) flow.Fact { return flow.Fact{ID: id, Value: v, From: flow.You} }
	return map[string]*flow.Session{
		"verdict from a text":  story(expired()),
		"a question":           story(flow.Reading{}),
		"verdict from answers": story(flow.Reading{}, you("beeps", flow.Yes), you("other", flow.No)),
		"nothing explains it":  story(flow.Reading{}, you("beeps", flow.Yes), you("other", flow.Yes), you(flow.FixedFact("card"), flow.No)),
		"open":                 story(flow.Reading{}, you("beeps", flow.Unsure), you("other", flow.Unsure)),
		"off the path":         story(flow.Reading{}, you("beeps", flow.Yes), you("other", flow.Yes), you("beeps", flow.No)),
		"a fix that worked":    story(expired(), you(flow.FixedFact("card"), flow.Yes)),
	}
}

func diagnosed(pb *flow.Playbook, s *flow.Session) Diagnosis {
	return Diagnose(pb, s, flow.Walk(pb, s.Facts()))
}

// TestGolden prints every story in its three forms.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, s := range stories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pb := door()
			d := diagnosed(pb, s)
			var out bytes.Buffer
			enc := json.NewEncoder(&out)
			enc.SetIndent("", "  ")
			must.NoError(t, enc.Encode(d))
			for _, width := range []int{60, 0} {
				out.WriteString("\n")
				must.NoError(t, d.Text(&out, width, false))
			}
			text, err := Escalation(pb, s, flow.Walk(pb, s.Facts()), now)
			must.NoError(t, err)
			out.WriteString("\n" + text)
			golden.RequireEqual(t, out.String())
		})
	}
}

// TestSchemaIsUpToDate generates the schema from the types; -update writes it.
func TestSchemaIsUpToDate(t *testing.T) {
	t.Parallel()
	r := generator.Reflector{Anonymous: true, DoNotReference: true}
	generated := r.Reflect(Diagnosis{})
	generated.Title = "why403 diagnosis"
	generated.Description = "What why403 diagnose --json prints: a verdict, or the next question, with the evidence. The exit status is 0 for a verdict, 3 for a question or an open end, 4 where nothing explains the error, 5 where it is another service's, 6 where the text holds none."
	want, err := json.MarshalIndent(generated, "", "  ")
	must.NoError(t, err)
	want = append(want, '\n')
	if flag.Lookup("update").Value.String() == "true" {
		must.NoError(t, os.WriteFile("diagnosis.schema.json", want, 0o644))
		return
	}
	if diff := cmp.Diff(string(want), string(Schema())); diff != "" {
		t.Errorf("the schema is out of date; run this test with -update:\n%s", diff)
	}
}

// TestSchemaDescribesEveryField looks for a description beside every property, which the generator cuts off at a comma.
func TestSchemaDescribesEveryField(t *testing.T) {
	t.Parallel()
	var schema any
	must.NoError(t, json.Unmarshal(Schema(), &schema))
	seen := 0
	var look func(v any)
	look = func(v any) {
		m, ok := v.(map[string]any)
		if !ok {
			if list, ok := v.([]any); ok {
				for _, e := range list {
					look(e)
				}
			}
			return
		}
		if props, ok := m["properties"].(map[string]any); ok {
			for name, p := range props {
				seen++
				b, _ := json.Marshal(p)
				if _, after, ok := strings.Cut(string(b), `"description":"`); !ok || !strings.HasSuffix(after[:strings.IndexByte(after, '"')], ".") {
					t.Errorf("%s has no whole sentence for a description: %s", name, b)
				}
			}
		}
		for _, e := range m {
			look(e)
		}
	}
	look(schema)
	if seen < 20 {
		t.Errorf("looked at %d properties, want all of them", seen)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return compiledFrom(t, Schema())
}

func compiledFrom(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	must.NoError(t, err)
	c := jsonschema.NewCompiler()
	must.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	must.NoError(t, err)
	return s
}

func validate(t interface{ Fatalf(string, ...any) }, s *jsonschema.Schema, text string) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = s.Validate(doc)
	}
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
}

// TestRandomSessionsMatchTheSchema also holds what the schema cannot say.
func TestRandomSessionsMatchTheSchema(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	pb := door()
	ids := []string{"beeps", "expired", "other", "unheard-of", flow.FixedFact("card"), flow.FixedFact("power")}
	rapid.Check(t, func(rt *rapid.T) {
		s := new(flow.Session)
		for range rapid.IntRange(0, 12).Draw(rt, "acts") {
			f := flow.Fact{
				ID:    rapid.SampledFrom(ids).Draw(rt, "id"),
				Value: rapid.SampledFrom([]flow.Value{flow.Unknown, flow.Yes, flow.No, flow.Unsure}).Draw(rt, "value"),
				From:  rapid.SampledFrom([]flow.Source{flow.Pasted, flow.Probed, flow.Captured, flow.You, flow.Customer, flow.Colleague}).Draw(rt, "from"),
				Quote: rapid.OneOf(rapid.String(), rapid.Just("x-api-key: "+fakeKey)).Draw(rt, "quote"),
			}
			switch rapid.IntRange(0, 5).Draw(rt, "act") {
			case 0:
				s.Note(now, flow.Note{Name: rapid.SampledFrom([]string{"request_id", "message", "status", fakeKey}).Draw(rt, "note"), Text: f.Quote})
			case 1:
				s.Undo(now)
			default:
				s.Assert(now, f)
			}
		}
		p := flow.Walk(pb, s.Facts())
		d := Diagnose(pb, s, p)
		data, err := json.Marshal(d)
		must.NoError(rt, err)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		must.NoError(rt, err)
		if err := schema.Validate(doc); err != nil {
			rt.Fatalf("%s\n%v", data, err)
		}
		if (d.Outcome == "verdict") != (d.Verdict != nil) || (d.Outcome == "question") != (d.Next != nil) {
			rt.Fatalf("outcome %s with verdict %v and question %v", d.Outcome, d.Verdict, d.Next)
		}
		for _, f := range d.Facts {
			if _, ok := s.Fact(f.ID); !ok {
				rt.Fatalf("fact %q is not in the session", f.ID)
			}
		}
		var text bytes.Buffer
		must.NoError(rt, d.Text(&text, rapid.IntRange(0, 90).Draw(rt, "width"), false))
		mail, err := Escalation(pb, s, p, now)
		must.NoError(rt, err)
		for form, out := range map[string]string{"JSON": string(data), "text": text.String(), "escalation": mail} {
			if strings.Contains(out, fakeKey) {
				rt.Fatalf("the %s holds a key:\n%s", form, out)
			}
			if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && (r < ' ' || (r >= 0x7f && r < 0xa0)) }); i >= 0 {
				rt.Fatalf("the %s holds a control character:\n%q", form, out)
			}
		}
	})
}

func TestSchemaRefusesOtherForms(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	for name, change := range map[string]func(map[string]any){
		"another version":    func(m map[string]any) { m["schema_version"] = 1 },
		"an unknown outcome": func(m map[string]any) { m["outcome"] = "maybe" },
		"null for a list":    func(m map[string]any) { m["causes"] = nil },
		"a missing field":    func(m map[string]any) { delete(m, "request_id") },
		"a field too many":   func(m map[string]any) { m["more"] = true },
	} {
		data, err := json.Marshal(diagnosed(door(), story(expired())))
		must.NoError(t, err)
		var doc map[string]any
		must.NoError(t, json.Unmarshal(data, &doc))
		must.NoError(t, schema.Validate(doc))
		change(doc)
		if schema.Validate(doc) == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	s := new(flow.Session)
	for _, id := range []string{"req_1", "req_2", "", "req_1", "req_3"} {
		s.Note(now, flow.Note{Name: "request_id", Text: id})
	}
	s.Undo(now)
	if got, want := requestIDs(s), []string{"req_2", "req_1"}; !slices.Equal(got, want) {
		t.Errorf("request ids %v, want %v", got, want)
	}
	if d := diagnosed(door(), s); d.RequestID == nil || *d.RequestID != "req_1" {
		t.Errorf("request id %v, want req_1", d.RequestID)
	}
}

func TestSymptom(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		notes []flow.Note
		facts []flow.Fact
		want  string
	}{
		{name: "nothing"},
		{name: "all", notes: []flow.Note{{Name: "status", Text: "403"}, {Name: "error_type", Text: "forbidden"}, {Name: "message", Text: "no\nway"}}, want: "no way"},
		{name: "a code", notes: []flow.Note{{Name: "error_code", Text: "held"}}, want: "held"},
		{name: "a message", notes: []flow.Note{{Name: "message", Text: "no"}}, want: "no"},
		{name: "words of the text", facts: []flow.Fact{{ID: "x", Value: flow.Yes, From: flow.You}, {ID: "y", Value: flow.Yes, From: flow.Pasted, Quote: "door"}, {ID: "z", Value: flow.Yes, From: flow.Pasted, Quote: "the door is shut"}}, want: "the door is shut"},
		{name: "headers below the status", facts: []flow.Fact{{ID: "x", Value: flow.Yes, From: flow.Pasted, Quote: "HTTP/1.1 403 Forbidden content-length: 0 via: 1.1 proxy"}}, want: "HTTP/1.1 403 Forbidden"},
		{name: "headers in capitals", facts: []flow.Fact{{ID: "x", Value: flow.Yes, From: flow.Pasted, Quote: "HTTP/2 403 Date: Sat, 28 Nov 2026"}}, want: "HTTP/2 403"},
		{name: "words below the status", facts: []flow.Fact{{ID: "x", Value: flow.Yes, From: flow.Pasted, Quote: "HTTP/1.1 403 Forbidden: the proxy: says no"}}, want: "HTTP/1.1 403 Forbidden: the proxy: says no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			s.Note(now, tt.notes...)
			s.Assert(now, tt.facts...)
			if got := symptom(s); got != tt.want {
				t.Errorf("symptom %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEscalationErrors(t *testing.T) {
	t.Parallel()
	for tmpl, want := range map[string]string{
		" ":            "no escalation template",
		"{{.Title":     "read the escalation template",
		"{{.Nothing}}": "fill in the escalation template",
	} {
		pb := door()
		pb.Escalation = tmpl
		s := new(flow.Session)
		if _, err := Escalation(pb, s, flow.Walk(pb, s.Facts()), now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("template %q: error %v, want one that says %q", tmpl, err, want)
		}
	}
}

// TestSummaryFits holds that a summary leaves out how to answer, tells the outcome, names some of the other causes, and stays short, however much there is.
func TestSummaryFits(t *testing.T) {
	t.Parallel()
	for name, s := range stories() {
		d := diagnosed(door(), s)
		for range 30 {
			d.Causes = append(d.Causes, Cause{ID: "other", Standing: "possible"})
		}
		d.rivals, d.titles["other"], d.short["other"] = append(d.rivals, "other"), strings.Repeat("a title that is long ", 90), "another"
		for i := range d.Causes {
			d.Causes[i].For = append(d.Causes[i].For, strings.Repeat("for a long reason ", 40))
		}
		var b strings.Builder
		must.NoError(t, d.Summary(&b, 80))
		got := b.String()
		if n := strings.Count(got, "\n"); n > 18 {
			t.Errorf("%s: %d lines:\n%s", name, n, got)
		}
		switch {
		case !strings.Contains(got, "another"):
			t.Errorf("%s: it names none of the other causes:\n%s", name, got)
		case strings.Contains(got, "--answer"):
			t.Errorf("%s: it says how to answer:\n%s", name, got)
		case d.Verdict != nil && (!strings.HasPrefix(got, "VERDICT: "+d.Verdict.Title) || !strings.Contains(got, "Do this now") && !strings.Contains(got, "The fix: ")):
			t.Errorf("%s: it lacks the verdict or the fix:\n%s", name, got)
		case d.Verdict == nil && d.Next != nil && !strings.HasPrefix(got, "QUESTION: "):
			t.Errorf("%s: it lacks the question:\n%s", name, got)
		}
	}
}

func TestTextKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	must.NoError(t, diagnosed(door(), story(expired())).Text(&b, 40, false))
	for l := range strings.Lines(b.String()) {
		if l = strings.TrimRight(l, "\n"); len([]rune(l)) > 40 {
			t.Errorf("%q is wider than 40", l)
		}
	}
}

// TestServicesOwnWords holds that what a person said never stands for what the service answered.
func TestServicesOwnWords(t *testing.T) {
	t.Parallel()
	s := new(flow.Session)
	s.Assert(now, flow.Fact{ID: "power", Value: flow.No, From: flow.Customer, Quote: "it fails"})
	if got := symptom(s); got != "" {
		t.Errorf("the service answered %q", got)
	}
	s.Read(flow.Reading{Facts: []flow.Fact{{ID: "lamp", Value: flow.No, From: flow.Pasted, Quote: "HTTP/1.1 403 Forbidden"}}}, flow.Pasted, now)
	if got := symptom(s); got != "HTTP/1.1 403 Forbidden" {
		t.Errorf("the service answered %q", got)
	}
}

// TestWordsOfAChoiceStandOnce holds that somebody's words on a choice stand with what tells the answer from the others, and not with what it
// says besides.
func TestWordsOfAChoiceStandOnce(t *testing.T) {
	t.Parallel()
	is := func(fact string, v flow.Value) flow.Said { return flow.Said{Fact: fact, Value: v} }
	pb := &flow.Playbook{
		Facts:     map[string]flow.FactInfo{"now": {About: "It works now", AboutNo: "It still fails"}, "region": {About: "The country is supported", AboutNo: "The country is not supported"}},
		Questions: []flow.Question{{ID: "now"}, {ID: "region"}}, Unexplained: "none", Verdicts: []flow.Verdict{{ID: "none"}},
		Choices: []flow.Choice{{ID: "way", Options: []flow.Option{
			{ID: "now", Facts: []flow.Said{is("now", flow.Yes)}},
			{ID: "country", Facts: []flow.Said{is("now", flow.No), is("region", flow.No)}},
			{ID: "none", Rest: true, Facts: []flow.Said{is("now", flow.No), is("region", flow.Yes)}},
		}}},
		Escalation: "{{range .Facts}}{{.Says}}: {{.Quote}}\n{{end}}",
	}
	s := new(flow.Session)
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	s.SayAll(pb, pb.Choose(s, &pb.Choices[0], "country", flow.Customer, "I'm in Shanghai this week"), nil, at)
	text, err := Escalation(pb, s, flow.Walk(pb, s.Facts()), at)
	must.NoError(t, err)
	if want := "It still fails: \nThe country is not supported: I'm in Shanghai this week\n"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
}
