package report

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"
	generator "github.com/invopop/jsonschema"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
)

// house is the door with all that a report shows.
func house() *flow.Playbook {
	pb := door()
	pb.Checked = "2026-11-20"
	pb.Request.BaseURL = "https://door.example"
	pb.Roles = []flow.Role{{ID: "caretaker", Title: "the caretaker"}}
	pb.Questions[0].Say = "Do you hear a beep when you hold the card to it?"
	pb.Questions[1].Say = "Could you try the card of somebody else?"
	pb.Facts["lamp"] = flow.FactInfo{About: "The lamp is on"}
	pb.Facts["reads"] = flow.FactInfo{About: "The reader reads a card"}
	pb.Questions = append(pb.Questions, flow.Question{ID: "lamp", Ask: "Is the lamp on?", Say: "Is the small lamp on?", Decides: []string{"lock"}})
	pb.Probes = []flow.Probe{{ID: "ping", Title: "Ask the reader for its state"}}
	pb.Verdicts[0].Screen = flow.ScreenText{Sections: []flow.Section{
		{Heading: "The fix", Body: "1. *Holder:* take the card to **the desk**.\n   - By day: `desk 1`, see https://door.example/desk.\n   - By night: wait.\n2. Run the request below."},
		{Heading: "Who does it", Body: "- **Holder:** takes it there.\n- **Desk:** \"Please replace the card ending in …0000.\""},
		{Heading: "The request", Body: "Knocks once.\n\n```curl\nknock -n 1 \\\n\t--on door <in >out\n```\n\n```python\nknock(1)\n```"},
		{Heading: "How to verify", Body: "1. Try the door again.\n2. Still shut? " + onScreen},
		{Heading: "Seen before", Body: "- https://door.example/issues/1 (2026-10-01): the card was old; what helped: a new one."},
	}}
	return pb
}

// call is a customer's session from the first words to a fix that was seen to work.
func call(solved bool) *flow.Session {
	s := new(flow.Session)
	at := now
	then := func() time.Time { at = at.Add(time.Minute); return at }
	s.Open(flow.About{Playbook: "door", Digest: "d1", Whose: flow.Customer, Ticket: "A-7", Target: "door.example", Version: "v1", Name: "20261123-0930-k7q2"}, at)
	s.Read(expired(), flow.Pasted, then())
	s.Assert(then(), flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.Customer, Quote: "it beeps, *twice* <b>I think</b>; my mail is jo@shop.example"})
	s.Note(then(), flow.Note{Name: flow.NoteOn("beeps"), Text: "sounded impatient", From: flow.You})
	s.Assert(then(), flow.Fact{ID: "lamp", Value: flow.Unsure, From: flow.You, Asked: "caretaker"})
	s.Note(then(), flow.Note{Name: flow.NoteOn("lamp"), Text: "called at desk 2", From: flow.You})
	s.Tell(then(), []flow.Fact{{ID: "reads", Value: flow.Yes, From: flow.Probed, Rule: "probe:ping", Quote: "200 from gw7.shop.internal (10.1.2.3)"}}, []flow.Note{{Name: requestIDNote, Text: "req_2", From: flow.Probed}})
	s.Assert(then(), flow.Fact{ID: "reads", Value: flow.No, From: flow.Colleague, Quote: "no | it does not"})
	s.Note(then(), flow.Note{Name: flow.NoteOn(""), Text: "call back after lunch", From: flow.You}, flow.Note{Name: "sdk_version", Text: "1.2.3"}, flow.Note{Name: flow.CheckAgain, Text: "2026-11-23T11:00:00Z"})
	if solved {
		s.Note(then(), flow.Note{Name: flow.FixedBy, Text: "req_9", From: flow.Customer})
		s.Tried(house(), "card", flow.Yes, flow.Customer, then())
	}
	return s
}

// halfway is a session that waits for an answer.
func halfway() *flow.Session {
	s := new(flow.Session)
	s.Open(flow.About{Playbook: "door", Whose: flow.Customer}, now)
	s.Assert(now, flow.Fact{ID: "lamp", Value: flow.Unsure, From: flow.You, Asked: "my neighbor"})
	return s
}

func TestWriteGolden(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*flow.Session{"solved": call(true), "verdict": call(false), "question": halfway()} {
		for _, f := range Formats() {
			t.Run(name+"/"+f.ID, func(t *testing.T) {
				t.Parallel()
				pb := house()
				w, err := Write(pb, s, flow.Walk(pb, s.Facts()), f.ID, Options{Now: now, Strict: name == "verdict"})
				must.NoError(t, err)
				if name != "question" && w.Masked == 0 {
					t.Error("nothing was masked")
				}
				golden.RequireEqual(t, w.Text)
			})
		}
	}
}

// TestCustomerReadsNothingInternal looks for what people noted for themselves.
func TestCustomerReadsNothingInternal(t *testing.T) {
	t.Parallel()
	for _, solved := range []bool{true, false} {
		pb, s := house(), call(solved)
		w, err := Write(pb, s, flow.Walk(pb, s.Facts()), FormatCustomer, Options{Now: now})
		must.NoError(t, err)
		for _, never := range []string{"impatient", "lunch", "desk 2", "does not", "Ruled out", "next screen", "sdk"} {
			if strings.Contains(w.Text, never) {
				t.Errorf("the customer reads %q:\n%s", never, w.Text)
			}
		}
	}
}

func TestReportSchemaIsUpToDate(t *testing.T) {
	t.Parallel()
	r := generator.Reflector{Anonymous: true, DoNotReference: true}
	generated := r.Reflect(ShownSession{})
	generated.Title = "why403 report"
	generated.Description = "What why403 report --format json prints: a session as it is handed on."
	want, err := json.MarshalIndent(generated, "", "  ")
	must.NoError(t, err)
	want = append(want, '\n')
	if flag.Lookup("update").Value.String() == "true" {
		must.NoError(t, os.WriteFile("report.schema.json", want, 0o644))
		return
	}
	if diff := cmp.Diff(string(want), string(ReportSchema())); diff != "" {
		t.Errorf("the schema is out of date; run this test with -update:\n%s", diff)
	}
}

// canaries are the shapes in which a key gets into a field.
func canaries(key string) []string {
	return []string{
		key, "x-api-key: " + key, `{"api_key":"` + key + `"}`, "Authorization: Bearer " + key, "https://h/?api_key=" + key + "&x=1",
		key[:30] + "\n" + key[30:], key[:50] + "  " + key[50:], "cookie: sessionKey=" + key, "`" + key + "`", "<b>" + key + "</b>", "*_" + key + "_*",
		"token", "key:", "Bearer", "password is hunter2hunter2", "x-api-key", "…", "\\", "`", "| a |", "<script>alert(1)</script>",
	}
}

// TestNoCanarySurvivesAReport puts keys, and what could make a key of what stands beside it, into every field.
func TestNoCanarySurvivesAReport(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	secret := "FAKE0canaryFAKE1canaryFAKE2canaryFAKE3canaryFAKE4canaryFAKE5canary"
	shapes := canaries("sk-ant-" + "api03-" + secret)
	pb := house()
	schema := compiledFrom(t, ReportSchema())
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			a, b := rapid.SampledFrom(shapes).Draw(t, label), rapid.SampledFrom(shapes).Draw(t, label)
			return rapid.SampledFrom([]string{a, a + " " + b, a + "\n" + b, a + b}).Draw(t, label)
		}
		s := new(flow.Session)
		s.Open(flow.About{Ticket: text("ticket"), Target: text("target"), Whose: flow.Customer, Name: text("name")}, now)
		s.Note(now, flow.Note{Name: text("note"), Text: text("text")}, flow.Note{Name: flow.NoteOn("beeps"), Text: text("on")},
			flow.Note{Name: flow.NoteOn(text("odd")), Text: text("remark")}, flow.Note{Name: "message", Text: text("message")}, flow.Note{Name: requestIDNote, Text: text("id")})
		s.Assert(now, flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.Customer, Quote: text("answer")},
			flow.Fact{ID: "reads", Value: flow.Yes, From: flow.Probed, Rule: "probe:" + text("rule"), Quote: text("evidence")},
			flow.Fact{ID: text("fact"), Value: flow.Yes, From: flow.Pasted, Quote: text("quote")},
			flow.Fact{ID: "lamp", Value: flow.Unsure, From: flow.You, Asked: text("asked")})
		p := flow.Walk(pb, s.Facts())
		strict := rapid.Bool().Draw(t, "strict")
		f := rapid.SampledFrom(append(Formats(), flow.Format{ID: FormatGitHub})).Draw(t, "format")
		w, err := Write(pb, s, p, f.ID, Options{Now: now, Strict: strict})
		if errors.Is(err, ErrSecret) {
			return // It fails closed; TestOrdinaryTextsAreNotRefused holds that it does not do so often.
		}
		must.NoError(t, err)
		for i := 0; i+8 <= len(secret); i++ {
			if strings.Contains(w.Text, secret[i:i+8]) {
				t.Fatalf("%s holds %q:\n%s", f.ID, secret[i:i+8], w.Text)
			}
		}
		if strings.Contains(w.Text, "<script") && f.ID == FormatHTML {
			t.Fatalf("a script stands in the page:\n%s", w.Text)
		}
		if f.ID == FormatJSON {
			validate(t, schema, w.Text)
		}
	})
}

// TestOrdinaryTextsAreNotRefused writes every form with each of the shapes in every field alone.
func TestOrdinaryTextsAreNotRefused(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	pb := house()
	code := []string{ // What Markdown writes with a backslash.
		"client = openai.AsyncOpenAI(api_key=data[CONF_API_KEY])", "token = hass.data[DOMAIN]['api_token']", "password=_config_[DB_PASSWORD_1]",
		"api_key = settings.get(*API_KEY_NAME*)", "secret=<SECRET_NAME_OF_APP>", "x-api-key: `MY_API_KEY_NAME`", "auth_token=!TOKEN_OF_CI_JOB!",
	}
	for _, text := range append(canaries(fakeKey+"FAKEfake"), code...) {
		for _, f := range append(Formats(), flow.Format{ID: FormatGitHub}) {
			s := call(false)
			s.Open(flow.About{Ticket: text, Target: text, Whose: flow.Customer}, now)
			s.Note(now, flow.Note{Name: "model", Text: text}, flow.Note{Name: flow.NoteOn("beeps"), Text: text}, flow.Note{Name: "message", Text: text})
			s.Assert(now, flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.Customer, Quote: text})
			if _, err := Write(pb, s, flow.Walk(pb, s.Facts()), f.ID, Options{Now: now}); err != nil {
				t.Errorf("%s of %q: %v", f.ID, text, err)
			}
		}
	}
}

// TestEveryVerdictCanBeReported writes every verdict of every form with what the tool really knows. Nothing of that is a
// secret, so that nothing may be masked.
func TestEveryVerdictCanBeReported(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	for i := range book.Verdicts {
		v := &book.Verdicts[i]
		for _, f := range Formats() {
			w, err := Write(book.Playbook, new(flow.Session), flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: flow.Strong}, f.ID, Options{Now: now, Strict: i%2 == 0})
			if err != nil || w.Masked != 0 {
				t.Errorf("%s of %s: %d masked, %v", f.ID, v.ID, w.Masked, err)
			}
			if strings.Contains(w.Text, "next screen") {
				t.Errorf("%s of %s speaks of a screen", f.ID, v.ID)
			}
			if f.ID == FormatHTML && strings.Contains(w.Text, "ZgotmplZ") {
				t.Errorf("the page of %s holds what was not understood", v.ID)
			}
		}
	}
}

func TestPageLoadsNothing(t *testing.T) {
	t.Parallel()
	pb, s := house(), call(true)
	w, err := Write(pb, s, flow.Walk(pb, s.Facts()), FormatHTML, Options{Now: now})
	must.NoError(t, err)
	for _, never := range []string{"<script", "src=", "@import", "url(", "<link", "<iframe", "<form", "javascript:", "style=\""} {
		if strings.Contains(w.Text, never) {
			t.Errorf("the page holds %q", never)
		}
	}
	for _, want := range []string{"Content-Security-Policy", "default-src &#39;none&#39;", "prefers-color-scheme: dark", "@media print", "&lt;b&gt;I think&lt;/b&gt;"} {
		if !strings.Contains(w.Text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	pb := house()
	if _, err := Write(pb, new(flow.Session), flow.Walk(pb, nil), "pdf", Options{}); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "pdf") {
		t.Errorf("another format: %v", err)
	}
	pb.Escalation = `{{printf "%s%s" "sk-ant-" "api03-FAKEfakeFAKEfake0000"}}`
	w, err := Write(pb, new(flow.Session), flow.Walk(pb, nil), FormatSupport, Options{})
	if !errors.Is(err, ErrSecret) || w.Text != "" || strings.Contains(err.Error(), "FAKE") {
		t.Errorf("a secret in the result: %q, %v", w.Text, err)
	}
}

func TestStrictReport(t *testing.T) {
	t.Parallel()
	pb, s := house(), call(true)
	p := flow.Walk(pb, s.Facts())
	for _, f := range Formats() {
		loose, err := Write(pb, s, p, f.ID, Options{Now: now})
		must.NoError(t, err)
		strict, err := Write(pb, s, p, f.ID, Options{Now: now, Strict: true})
		must.NoError(t, err)
		if strict.Masked <= loose.Masked {
			t.Errorf("%s: strict masks %d, the other %d", f.ID, strict.Masked, loose.Masked)
		}
		for _, who := range []string{"jo@", "gw7", "10.1.2.3"} {
			if strings.Contains(strict.Text, who) {
				t.Errorf("%s holds %q", f.ID, who)
			}
		}
		if again, n := redact.Secrets(strict.Text); n != 0 || again != strict.Text {
			t.Errorf("%s can be masked once more", f.ID)
		}
	}
}

// TestFilledInIsMasked holds that what a remedy is filled in with is masked as all that came from outside, and the rest of it stays.
func TestFilledInIsMasked(t *testing.T) {
	t.Parallel()
	pb, s := house(), new(flow.Session)
	s.Open(flow.About{Target: "gw7.acme.berlin"}, now)
	s.Note(now, flow.Note{Name: "model", Text: "strong-1\x1b[31m sk-ant-api03-FAKEfakeFAKEfake0000FAKEfakeFAKEfake", From: flow.Pasted})
	v := pb.Verdict("power")
	v.Remedy.Fix = []string{"Plug {host|the reader} in, for {model|the card}, as https://door.example/a says."}
	p := flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: flow.Strong, Standings: []flow.Standing{{Verdict: v, Level: flow.Proven}}}
	for _, f := range Formats() {
		w, err := Write(pb, s, p, f.ID, Options{Now: now, Strict: true})
		must.NoError(t, err)
		for _, part := range []string{"gw7", "acme", "\x1b", "FAKEfake"} {
			if strings.Contains(w.Text, part) {
				t.Errorf("%s holds %q:\n%s", f.ID, part, w.Text)
			}
		}
	}
}

// TestCallsNobody has a Markdown reader look for what a ticket system would write to somebody for.
func TestCallsNobody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"ask @ann about it", "ask `@ann` about it"},
		{"@org/team, see #12", "`@org/team`, see `#12`"},
		{"fixed by owner/name#34 and !5, GH-6", "fixed by `owner/name#34` and `!5`, `GH-6`"},
		{"#1", "`#1`"},
		{"(@ann)", "(`@ann`)"},
		{"mail ann@door.example", "mail ann@door.example"},
		{"https://door.example/a#4 and /@x", "`https://door.example/a#4` and /@x"},
		{"see https://door.example/a-b.", "see https://door.example/a-b."},
		{"https://door.example/_a_ (https://x.example/?a=b&c)", "`https://door.example/_a_` (`https://x.example/?a=b&c`)"},
		{"step # 1 of C#", "step # 1 of C#"},
		{"#general is down", `\#general is down`},
		{"1. not a list", `1\. not a list`},
		{"@a`b", "`@a`\\`b"},
		{"cc:@ann, see:#4", "cc:`@ann`, see:`#4`"},
		{"a_b of max_tokens", "a_b of max_tokens"},
		{"„_x_“ and �_y_�", `„\_x\_“ and �\_y\_�`},
	} {
		if got := md(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzMarkdownText(f *testing.F) {
	for _, s := range append(canaries(fakeKey), "@ann #1 owner/name#2 `@x` [a](b) <i>", "1) x", "a\\@b", "@a`@b``#1", "�_y_� „_x_“ …__z__…") {
		f.Add(s)
	}
	call := regexp.MustCompile(`(?:^|[^\w@/.-])(?:@[a-zA-Z0-9]|#[0-9]+\b)`)
	f.Fuzz(func(t *testing.T, in string) {
		in = strings.Join(strings.Fields(strings.ToValidUTF8(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, in), "")), " ") // As every text is by then.
		source := []byte(md(in))
		var plain strings.Builder
		err := ast.Walk(goldmark.DefaultParser().Parse(gtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Document, *ast.Paragraph:
			case *ast.Text:
				if entering {
					plain.Write(util.UnescapePunctuations(n.Value(source))) // As it is shown.
				}
			case *ast.String:
				plain.Write(n.Value)
			case *ast.CodeSpan:
				plain.WriteByte(' ')
				return ast.WalkSkipChildren, nil
			default:
				t.Fatalf("%q becomes %q, with a %s in it", in, source, n.Kind())
			}
			return ast.WalkContinue, nil
		})
		must.NoError(t, err)
		if m := call.FindString(plain.String()); m != "" {
			t.Fatalf("%q becomes %q, and calls %q", in, source, m)
		}
	})
}

// BenchmarkReport writes a session of 200 events.
func BenchmarkReport(b *testing.B) {
	book := must.Have(b, content.Default)
	s := new(flow.Session)
	for i := 0; s.Len() < 200; i++ {
		q := book.Questions[i%len(book.Questions)]
		s.Assert(now, flow.Fact{ID: q.ID, Value: flow.Value(1 + i%3), From: flow.Customer, Quote: "they say that it is so since Tuesday"})
		s.Note(now, flow.Note{Name: flow.NoteOn(q.ID), Text: "asked twice"})
	}
	p := flow.Walk(book.Playbook, s.Facts())
	for _, f := range Formats() {
		b.Run(f.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := Write(book.Playbook, s, p, f.ID, Options{Now: now, Strict: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
