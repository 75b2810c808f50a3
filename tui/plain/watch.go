package plain

import (
	"context"
	"errors"
	"strings"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

// errStopped is why a watch ended that the person gave up.
var errStopped = errors.New("it was stopped")

// watch listens for the failing call, prints the calls as they pass, and records what the failing one showed.
func (c *dialog) watch(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	s := c.talk.Do(c.talk.Do(conversation.Listen{}).Work.Run(watching, nil))
	if s.Err != nil {
		c.out.say(i18n.T("The call cannot be watched: %s", s.Err.Error()))
		return ctx.Err()
	}
	w := s.Watch
	defer func() { _ = w.Close() }() // It has nothing left to lose.
	c.out.say(i18n.T("Type this where the program fails, then let it make the failing call once:"))
	c.out.alone("lines", strings.Join(w.Lines(), "\n"))
	how := i18n.T("Ctrl-C stops the waiting, and this conversation.")
	if !c.Echo {
		how = i18n.T("Type stop to give up.")
	}
	c.out.say(i18n.T("Waiting for a call at %s. %s", w.URL(), how))
	if err := c.out.flush(); err != nil {
		return err
	}
	var typed <-chan readLine // Lines of a script are for the prompts after this.
	if !c.Echo {
		typed = c.in.ahead()
	}
	passed := make(chan string)
	done := make(chan conversation.Action, 1)
	over := make(chan struct{})
	defer close(over)
	go func() {
		done <- s.Work.Run(watching, func(p conversation.WorkProgress) {
			select {
			case passed <- p.Call:
			case <-over:
			}
		})
	}()
	for stopped := false; ; {
		select {
		case l := <-typed:
			c.in.taken()
			typed = nil
			switch {
			case l.err != nil: // The next prompt meets it again.
			case l.line.whole && strings.EqualFold(strings.TrimSpace(l.line.text()), "stop"):
				stopped = true
				stop()
			default:
				c.out.say(i18n.T("Still waiting, so this was not taken. Type stop to give up."))
				typed = c.in.ahead()
				if err := c.out.flush(); err != nil {
					return err
				}
			}
		case line := <-passed:
			c.out.hang("- ", line)
			if err := c.out.flush(); err != nil {
				return err
			}
		case seen := <-done:
			s := c.do(seen)
			if stopped && errors.Is(s.Ended, context.Canceled) {
				s.Ended = errStopped
			}
			c.watched(s)
			return ctx.Err()
		}
	}
}

// watched says what was seen, which was recorded.
func (c *dialog) watched(s conversation.Step) {
	c.fresh = true
	c.started = c.started || s.Act > 0
	if s.Ended != nil {
		c.out.say(i18n.T("The watch ended: %s", s.Ended.Error()))
	}
	if s.Ended == nil || len(s.Seen.Facts) > 0 {
		c.found(i18n.T("Seen: "), *s.Seen, i18n.T("Nothing in this call decides anything."))
	}
}
