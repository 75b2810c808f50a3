package plain

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// run sends the probes, says how each came out as it ends, and records what they told as one act before it says what that is.
// When the context ends, what was told until then is kept.
func (c *dialog) run(ctx context.Context, ids []string) error {
	c.out.say(i18n.T("Sending. Ctrl-C stops it and keeps what was told."))
	err := c.out.flush()
	if err != nil {
		return err
	}
	var (
		mu   sync.Mutex
		over bool
	)
	s := c.talk.Wait(ctx, c.talk.Do(conversation.Send{IDs: ids, Verifies: c.state().Stage() == conversation.AtVerdict}), func(p conversation.WorkProgress) {
		mu.Lock()
		defer mu.Unlock()
		if over || p.Stage != flow.Done || p.Told == nil {
			return
		}
		c.out.hang("- ", c.state().Came(*p.Told))
		_ = c.out.flush() // The next flush returns the same error.
	})
	mu.Lock()
	over = true
	mu.Unlock()
	c.tell(s)
	return ctx.Err()
}

// tell says what probes told, which was recorded.
func (c *dialog) tell(s conversation.Step) {
	c.took(s)
	c.fresh = true
	facts := 0
	for _, t := range s.Told {
		facts += len(t.Shows())
		c.out.blank()
		c.out.show(c.state().Told(t, true)...)
	}
	c.out.blank()
	switch {
	case s.Works:
		c.works()
	case facts == 0:
		c.out.say(conversation.NothingTold())
	default:
		c.out.say(c.state().Noted())
	}
}

// handBack takes what a command printed on another machine.
func (c *dialog) handBack(ctx context.Context) error {
	text, _, err := c.given(ctx, i18n.T("Paste what the command printed. %s%s", endWithDot, saidADotAloneLeaves), i18n.T("output: "))
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		c.out.say(saidNoText)
		return nil
	}
	before := c.state().Position()
	out := conversation.ReadOutput{Text: text, Verifies: c.state().Stage() == conversation.AtVerdict}
	s := c.talk.Wait(ctx, c.talk.Do(out), nil)
	if s.Foreign {
		c.out.say(i18n.T("This was not taken: %s", s.Err.Error()))
		c.out.say(conversation.NotKnownToBeOurs())
		sure, err := c.confirm(ctx, "take", saidTake)
		if !sure || err != nil {
			return err
		}
		out.Anyway = true
		s = c.talk.Wait(ctx, c.talk.Do(out), nil)
	}
	if s.Err != nil {
		c.out.say(i18n.T("This was not taken: %s", s.Err.Error()))
		return nil
	}
	for _, e := range s.Passed {
		c.out.hang(i18n.T("Passed over: "), e.Error())
	}
	c.tell(s)
	c.moreHelp(before, s.Told)
	return nil
}

// moreHelp says how many probes can help still, when what came back has not answered the question that was asked before.
func (c *dialog) moreHelp(before flow.Position, told []flow.ProbeResult) {
	now := c.state().Position()
	if now.Outcome != flow.Asking || now.Question == nil || before.Question == nil || before.Question.ID != now.Question.ID {
		return
	}
	cards := slices.DeleteFunc(conversation.Helpful(c.Prober.Cards(c.state().Session.Facts()), now.Question), func(card flow.Card) bool {
		return !card.Portable || slices.ContainsFunc(told, func(t flow.ProbeResult) bool { return t.Probe == card.Probe.ID })
	})
	c.hangSet("", c.state().StillAsked(len(cards), conversation.WriteCommand))
}
