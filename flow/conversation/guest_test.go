package conversation

import (
	"context"
	"errors"
	"testing"
	"time"

	"why403/flow"
)

// TestGuestActions holds what a guest may do, whatever a front end offers, and that their word is the customer's.
func TestGuestActions(t *testing.T) {
	t.Parallel()
	guest := func() *Conversation {
		ports := Ports{Now: func() time.Time { return clock }, Books: newShelf(), By: "customer", Guest: true}
		return New(ports, newShelf().books["door"], new(flow.Session))
	}
	for _, a := range []Action{
		Park{Fact: "card", Role: "somebody"},
		Change{Facts: []flow.Fact{{ID: "card", Value: flow.Yes}}},
		Given{Facts: []flow.Fact{{ID: "card", Value: flow.Yes}}},
		KeepNote{Text: "a note"},
		Words{Fact: "card", Text: "words"},
		Later{At: clock},
		SetAbout{flow.About{Ticket: "CS-1"}},
		Send{IDs: []string{"ring"}},
		Stop{},
		Fill{Texts: map[string]string{"model": "x"}},
		Look{},
		Listen{},
		Take{ID: "window"},
		Answers{Text: "x"},
		Saw{},
	} {
		c := guest()
		if s := c.Do(a); !errors.Is(s.Err, ErrNotHere) || s.Work != nil || c.session.Len() > 0 {
			t.Errorf("a guest does %T: %+v", a, s)
		}
	}
	c := guest()
	does := func(a Action) Step { return c.Wait(context.Background(), c.Do(a), nil) }
	does(Answer{Fact: "card", Value: flow.No, From: flow.You})
	does(Tried{Works: flow.Yes, From: flow.Colleague})
	for _, f := range c.State().Session.Facts() {
		if f.From != flow.Customer {
			t.Errorf("a guest's word is another's: %+v", f)
		}
	}
	does(Give{Text: []byte("error card=yes")})
	does(Undo{})
	if f, ok := c.State().Session.Fact("card"); !ok || f.Value != flow.No {
		t.Errorf("after what was read is taken back: %+v", f)
	}
}
