package conversation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
)

// TestCounterFalls holds that with every answer fewer questions are left than were said before, or a few that nobody could tell.
func TestCounterFalls(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := New(Ports{Now: func() time.Time { return time.Time{} }}, Book{Playbook: book.Playbook}, new(flow.Session))
		for before := c.State().counted(); c.State().Stage() == AtAsking; {
			pos := c.State().Position()
			var do Action = Answer{Fact: pos.Question.ID, Value: flow.Unsure}
			if n := rapid.IntRange(0, len(pos.Options)).Draw(t, "option"); n > 0 {
				do = Choose{Choice: pos.Choice.ID, Option: pos.Options[n-1].ID}
			} else if pos.Choice == nil {
				do = Answer{Fact: pos.Question.ID, Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, "value")}
			}
			c.Do(do)
			now := c.State().counted()
			if now.asked != before.asked+1 || now.left >= before.left && before.left > 0 {
				t.Fatalf("after %+v it is %+v, before %+v", do, now, before)
			}
			before = now
		}
	})
}
