package conversation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestCounterKeepsAnswers holds that what was answered before a fix that did not help stays counted.
func TestCounterKeepsAnswers(t *testing.T) {
	t.Parallel()
	book, err := content.Ship("anthropic-401")
	must.NoError(t, err)
	c := New(Ports{Now: func() time.Time { return time.Time{} }}, Opened{Playbook: book.Playbook, Read: book.Read}, new(flow.Session))
	c.Wait(t.Context(), c.Do(Give{Text: []byte("POST https://api.anthropic.com/v1/messages 401 {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}")}), nil)
	for _, f := range []flow.Fact{{ID: "console-key", Value: flow.Yes}, {ID: "list-works", Value: flow.No}, {ID: "value-clean", Value: flow.Yes}, {ID: "key-active", Value: flow.No}} {
		c.Do(Answer{Fact: f.ID, Value: f.Value})
	}
	before := c.State().counted().asked
	v := c.State().Position().Verdict
	if v == nil || v.ID != "dead-key" || before != 4 {
		t.Fatalf("after %d answers it stands at %+v", before, c.State().Position().Question)
	}
	c.Do(Tried{Works: flow.No, Same: true})
	if now := c.State().counted().asked; now != before {
		t.Errorf("after a fix that did not help %d are answered, before it %d", now, before)
	}
	if q := c.State().Position().Question; q == nil || q.ID == "console-key" {
		t.Errorf("it goes on with %+v: a new key of the same kind is of the same kind", q)
	}
	c.Do(Answer{Fact: "list-works", Value: flow.No})
	if now := c.State().counted().asked; now != before+1 {
		t.Errorf("with one more %d are answered, before it %d", now, before)
	}
	c.Do(Undo{})
	c.Do(Undo{})
	if now := c.State().counted().asked; now != before {
		t.Errorf("with the fix taken back %d are answered, before it %d", now, before)
	}
}

// TestCounterFalls holds that the questions left are a bound that falls with every answer: never fewer are said than come.
func TestCounterFalls(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	rapid.Check(t, func(t *rapid.T) {
		c := New(Ports{Now: func() time.Time { return time.Time{} }}, Opened{Playbook: book.Playbook, Read: book.Read}, new(flow.Session))
		if rapid.Bool().Draw(t, "text") {
			c.Wait(t.Context(), c.Do(Give{Text: []byte(`403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`)}), nil)
		}
		var said []int // At each question; 0 for nothing.
		for before := c.State().counted(); c.State().Stage() == AtAsking; {
			said = append(said, 0)
			if c.State().Left() != "" {
				said[len(said)-1] = before.left
			}
			pos := c.State().Position()
			var do Action = Answer{Fact: pos.Question.ID, Value: flow.Unsure}
			if n := rapid.IntRange(0, len(pos.Options)).Draw(t, "option"); n > 0 {
				do = Choose{Choice: pos.Choice.ID, Option: pos.Options[n-1].ID}
			} else if pos.Choice == nil {
				do = Answer{Fact: pos.Question.ID, Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, "value")}
			} else if rapid.Bool().Draw(t, "park") {
				do = Park{Fact: pos.Question.ID, Role: "developer"}
			}
			c.Do(do)
			now := c.State().counted()
			if now.asked != before.asked+1 || now.left >= before.left && before.left > 0 {
				t.Fatalf("after %+v it is %+v, before %+v", do, now, before)
			}
			before = now
		}
		for i, n := range said {
			if n > 0 && len(said)-i > n {
				t.Fatalf("at question %d at most %d were left, and %d came", i+1, n, len(said)-i)
			}
		}
	})
}
