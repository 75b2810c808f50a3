package conversation_test

import (
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

// TestNoteOffers holds that what is typed beside the error offers the answers that it would offer if it had been given with it, that it is not taken
// for the customer's words, and that it is taken back with its note.
func TestNoteOffers(t *testing.T) {
	t.Parallel()
	b := must.Have(t, content.Default)
	now := func() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }
	for note, want := range map[string]string{
		"other models answer": "plain-works", "On my phone's hotspot it works.": "works-elsewhere", "A colleague's key works.": "other-key-works",
		"calls back at noon": "", "Does another model work?": "",
	} {
		for _, whose := range []flow.Source{flow.You, flow.Customer} {
			s := new(flow.Session)
			s.Open(flow.About{Playbook: b.ID, Whose: whose}, now())
			c := conversation.New(conversation.Ports{Now: now}, conversation.Opened{Playbook: b.Playbook, Read: b.Read}, s)
			do := func(a conversation.Action) { c.Wait(t.Context(), c.Do(a), nil) }
			do(conversation.Give{Text: []byte(`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEone"}`)})
			do(conversation.KeepNote{Text: note})
			offers := c.State().Session.Offers()
			if want == "" && len(offers) > 0 || want != "" && (len(offers) != 1 || offers[0].Question != want || c.State().Wrote(offers[0]) != "You noted: ") {
				t.Errorf("%q offers %+v", note, offers)
				continue
			}
			if want == "" {
				continue
			}
			do(conversation.Answer{Fact: want, Value: flow.Yes})
			if f, _ := c.State().Session.Fact(want); (f.Quote == "") != (whose == flow.Customer) {
				t.Errorf("%q goes with the answer of %s as %q", note, whose, f.Quote)
			}
			do(conversation.Undo{})
			do(conversation.Undo{})
			if left := c.State().Session; len(left.Offers()) > 0 || left.NoteText(flow.NoteOn("")) != "" {
				t.Errorf("%q: undone, it offers %+v", note, left.Offers())
			}
		}
	}
}
