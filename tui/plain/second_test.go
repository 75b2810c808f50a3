package plain

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

const (
	refusedText = `API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`
	traceText   = "fl=464f103\nh=api.anthropic.com\nip=203.0.113.9\nvisit_scheme=https\nuag=curl/8.5.0\ncolo=HKG\nhttp=http/2\nloc=HK\ntls=TLSv1.3"
	listText    = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`
)

// TestSecondText holds that of a text that is given after another one nothing is lost: one without an error is added, of one
// with an error it is asked.
func TestSecondText(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	first := book.Read([]byte(refusedText)).Facts
	for _, tt := range []struct {
		name  string
		lines []string
		says  string
		keeps bool // All that the first text showed.
		place flow.Value
	}{
		{"a trace is added", []string{refusedText, ".", "paste", traceText, "."}, "There is no error in this text, so it was added", true, flow.No},
		{"nothing is added", []string{refusedText, ".", "paste", "the quick brown fox", "."}, "says nothing new", true, flow.Unknown},
		{"an error is added", []string{refusedText, ".", "paste", traceText, ".", "paste", listText, ".", "add"}, "VERDICT: An organization policy", false, flow.No},
		{"an empty line adds", []string{refusedText, ".", "paste", traceText, ".", "paste", listText, ".", ""}, "VERDICT: An organization policy", false, flow.No},
		{"an error instead", []string{refusedText, ".", "paste", traceText, ".", "paste", listText, ".", "what", "instead"}, "If you add it, both are read as one text", false, flow.Unknown},
		{"an addition undone", []string{refusedText, ".", "paste", traceText, ".", "undo"}, "Undone", true, flow.Unknown},
		{"undone and another added", []string{refusedText, ".", "paste", traceText, ".", "undo", "paste", listText, ".", "a"}, "VERDICT: An organization policy", false, flow.Unknown},
		{"the input ends at the question", []string{refusedText, ".", "paste", listText, "."}, "Add this one to it", true, flow.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Playbook, cfg.Read = book.Playbook, book.Read
			_, out := talk(t, cfg, tt.lines...)
			says(t, out, tt.says)
			if f, _ := cfg.Session.Fact("supported-region"); f.Value != tt.place {
				t.Errorf("the place is %v, want %v\n%s", f.Value, tt.place, out)
			}
			for _, f := range first {
				if g, _ := cfg.Session.Fact(f.ID); tt.keeps && g.Value != f.Value {
					t.Errorf("%s is %v, was %v\n%s", f.ID, g.Value, f.Value, out)
				}
			}
		})
	}
}

// TestOutputIsTheAnswer holds that what a question's command printed, pasted where the question is asked, answers it, and nothing
// anywhere else.
func TestOutputIsTheAnswer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const refused = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`
	const message = `{"model":"claude-haiku-5-5","id":"msg_01FAKE","type":"message","content":[]}`
	for name, tt := range map[string]struct {
		lines []string
		want  flow.Value
	}{
		"at the question":    {[]string{refused, ".", message, "."}, flow.Yes},
		"and undone":         {[]string{refused, ".", message, ".", "undo"}, flow.Unknown},
		"at a confirmation":  {[]string{refused, ".", "edit 1 no", message, "."}, flow.Unknown},
		"without its end":    {[]string{refused, ".", message}, flow.Unknown},
		"what does not tell": {[]string{refused, ".", `{"type":"ping"}`, "."}, flow.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Playbook, cfg.Read = book.Playbook, book.Read
			_, out := talk(t, cfg, tt.lines...)
			if f, _ := cfg.Session.Fact("plain-works"); f.Value != tt.want {
				t.Errorf("plain-works is %v, want %v\n%s", f.Value, tt.want, out)
			}
		})
	}
}

// TestRivals holds that of two errors that name different causes nothing decides until the person says which the call printed.
func TestRivals(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const login = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth authentication is currently not allowed for this organization."}}`
	for _, tt := range []struct {
		name  string
		lines []string
		says  string
		keeps string // The note of what was said.
	}{
		{"the first", []string{"a " + listText, "b " + login, ".", "1"}, "VERDICT: An organization policy", "403 permission_error: Your IP address isn't in this organization's allowed range."},
		{"the second", []string{"a " + listText, "b " + login, ".", "both", "2"}, "VERDICT: The organization doesn't allow login", "403 permission_error: OAuth authentication is currently not allowed for this organization."},
		{"neither", []string{"a " + listText, "b " + login, ".", "drop", refusedText, "."}, "Send the same request again", ""},
		{"the input ends", []string{"a " + listText, "b " + login, "."}, "Which of these did your failing call print?", ""},
		{"after another text", []string{refusedText, ".", "paste", "a " + listText, "b " + login, ".", "instead", "1"}, "VERDICT: An organization policy", "403 permission_error: Your IP address isn't in this organization's allowed range."},
		{"and then another text", []string{"a " + listText, "b " + login, ".", "1", "paste", refusedText, ".", "instead"}, "Send the same request again", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Playbook, cfg.Read = book.Playbook, book.Read
			_, out := talk(t, cfg, tt.lines...)
			says(t, out, tt.says)
			if got := cfg.Session.NoteText(flow.Printed); got != tt.keeps {
				t.Errorf("it is noted that the call printed %q, want %q\n%s", got, tt.keeps, out)
			}
			if strings.HasSuffix(tt.name, "ends") && len(cfg.Session.Facts()) > 0 {
				t.Errorf("undecided, it says %v", cfg.Session.Facts())
			}
		})
	}
}
