package tui

import (
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

const (
	refusedText = `API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`
	traceText   = "fl=464f103\nh=api.anthropic.com\nip=203.0.113.9\nvisit_scheme=https\nuag=curl/8.5.0\ncolo=HKG\nhttp=http/2\nloc=HK\ntls=TLSv1.3\n"
	modelText   = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`
)

// lost returns the facts that were known and are not any more.
func lost(before, after []flow.Fact) []string {
	known := make(map[string]flow.Value)
	for _, f := range after {
		known[f.ID] = f.Value
	}
	var ids []string
	for _, f := range before {
		if known[f.ID] != f.Value {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// TestSecondText holds what becomes of a text that is given after another one was read: one without an error is added, of one
// with an error it is asked once, wherever it was pasted.
func TestSecondText(t *testing.T) {
	t.Parallel()
	for name, paste := range map[string]func(b *bench, text string){
		"anywhere":             func(b *bench, text string) { b.paste(text) },
		"where a text is read": func(b *bench, text string) { b.press("p").paste(text).press("enter") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := func() *bench { return shelved(t, "anthropic-403").paste(refusedText).press("enter") }

			b := first()
			before := b.app.t.state.Session.Facts()
			paste(b, traceText)
			b.wants("There is no error in this text, so it was added", "a country the API doesn't support")
			if l := lost(before, b.app.t.state.Session.Facts()); len(l) > 0 {
				t.Errorf("the trace takes back %v", l)
			}
			b.press("ctrl+z").wants("Taken back", "Which of these is true?")
			if l := lost(before, b.app.t.state.Session.Facts()); len(l) > 0 || len(b.app.t.state.Session.Facts()) != len(before) {
				t.Errorf("undone, %v are gone, and these stand: %v", l, b.app.t.state.Session.Facts())
			}

			b = first()
			paste(b, "the quick brown fox")
			b.wants("says nothing new")

			b = first() // Enter adds: what both show is known, and the one that says more decides.
			paste(b, modelText)
			b.wants("A text was read already", "enter add it", "= read it instead").press("enter")
			b.wants("blocks this network or this way")
			paste(b, traceText)
			if _, ok := b.app.t.state.Session.Fact("supported-region"); !ok {
				t.Error("the trace says nothing any more")
			}

			b = first()
			paste(b, traceText)
			paste(b, modelText)
			b.press("=")
			if f, ok := b.app.t.state.Session.Fact("supported-region"); ok {
				t.Errorf("what was read before still says %v", f)
			}

			b = first()
			paste(b, traceText)
			b.press("ctrl+z")
			paste(b, modelText)
			b.press("a")
			if f, ok := b.app.t.state.Session.Fact("supported-region"); ok {
				t.Errorf("what was taken back was added again: %v", f)
			}

			b = first()
			before = b.app.t.state.Session.Facts()
			paste(b, modelText)
			b.press("esc")
			if l := lost(before, b.app.t.state.Session.Facts()); len(l) > 0 {
				t.Errorf("dropped, it takes back %v", l)
			}
		})
	}
}

// TestSecondTextAfterResume holds that where the first text is not at hand any more, what it showed is.
func TestSecondTextAfterResume(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := shelved(t, "anthropic-403", func(c *Config) {
		c.Session.Read(book.Read([]byte(refusedText)), flow.Pasted, c.Now())
	})
	before := b.app.t.state.Session.Facts()
	b.paste(traceText)
	if l := lost(before, b.app.t.state.Session.Facts()); len(l) > 0 || len(b.app.t.state.Session.Facts()) == len(before) {
		t.Errorf("%v are gone; %v", l, b.app.t.state.Session.Facts())
	}
}

// TestSecondTextKeepsAnswers holds that reading the first text once more does not say again what somebody put right.
func TestSecondTextKeepsAnswers(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403").paste(refusedText).press("enter")
	b.run(b.app.do(changed{fact: "edge-shaped", to: conversation.Alternative{Value: flow.No}, from: flow.You}))
	b.paste(traceText)
	b.holds("edge-shaped", flow.No)
}

// TestOutputIsTheAnswer holds that what a question's command printed, pasted where the question is shown, answers it.
func TestOutputIsTheAnswer(t *testing.T) {
	t.Parallel()
	const refused = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`
	const message = `{"model":"claude-haiku-5-5","id":"msg_01FAKE","type":"message","content":[]}`
	for _, keys := range [][]string{nil, {"h"}} {
		b := shelved(t, "anthropic-403").paste(refused).press("enter").wants("What works?")
		b.press(keys...).paste(message).wants("Taken as yes", `"type":"message"`)
		if f, _ := b.app.t.state.Session.Fact("plain-works"); f.Value != flow.Yes || f.Quote == "" {
			t.Errorf("plain-works is %+v", f)
		}
		b.press("ctrl+z").wants("What works?")
	}
}
