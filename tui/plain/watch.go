package plain

import (
	"context"
	"errors"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// errStopped is why a watch ended that the person gave up.
var errStopped = errors.New("it was stopped")

// watch listens for the failing call, prints the calls as they pass, and records what the failing one showed.
func (c *conversation) watch(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	w, err := c.Watcher.Watch(watching)
	if err != nil {
		c.out.say(i18n.T("The call cannot be watched: %s", err.Error()))
		return ctx.Err()
	}
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
	type found struct {
		reading flow.Reading
		err     error
	}
	done := make(chan found, 1)
	over := make(chan struct{})
	defer close(over)
	go func() {
		r, err := w.Wait(watching, func(line string) {
			select {
			case passed <- line:
			case <-over:
			}
		})
		done <- found{r, err}
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
		case f := <-done:
			if stopped && errors.Is(f.err, context.Canceled) {
				f.err = errStopped
			}
			c.watched(f.reading, f.err)
			return ctx.Err()
		}
	}
}

// watched records what was seen and says it. A watch that saw nothing takes nothing back.
func (c *conversation) watched(r flow.Reading, err error) {
	c.fresh = true
	if events := c.Session.Saw(r, c.Now()); len(events) > 0 {
		c.started = true
		c.record(events)
	}
	if err != nil {
		c.out.say(i18n.T("The watching ended: %s", err.Error()))
	}
	if err == nil || len(r.Facts) > 0 {
		c.found(i18n.T("Seen: "), r, i18n.T("Nothing in this call decides anything."))
	}
}
