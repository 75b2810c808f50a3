package plain

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
		seen = make(map[string]bool)
		over bool
	)
	ended := func(t flow.Told) {
		if !seen[t.Probe] {
			seen[t.Probe] = true
			c.out.hang("- "+t.Probe+": ", outcome(t))
		}
	}
	s := c.talk.Wait(ctx, c.talk.Do(conversation.Send{IDs: ids, Verifies: c.stageAt(c.position()) == atVerdict}), func(p conversation.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if over || p.Stage != flow.Done || p.Told == nil {
			return
		}
		ended(*p.Told)
		_ = c.out.flush() // The next flush returns the same error.
	})
	mu.Lock()
	over = true
	mu.Unlock()
	for _, t := range s.Told {
		ended(t)
	}
	c.tell(s)
	return ctx.Err()
}

// tell says what probes told, which was recorded.
func (c *dialog) tell(s conversation.Step) {
	c.took(s)
	c.fresh = true
	var facts []flow.Fact
	for _, t := range s.Told {
		if t.Tells {
			c.hangSet(t.Probe+": ", t.Means)
		}
		facts = append(facts, t.Shows()...)
	}
	for _, f := range facts {
		c.out.hang(i18n.T("Recorded: "), c.sentence(f))
	}
	switch {
	case s.Works:
		c.works()
	case len(facts) == 0:
		c.out.say(i18n.T("No fact came of it, so nothing is counted as no."))
	}
}

// outcome says how a probe came out: what was answered, by whom, how fast. What that tells is said once it is recorded.
func outcome(t flow.Told) string {
	s := i18n.T("told")
	if !t.Tells {
		s = i18n.T("could not tell: ")
		if len(t.Shows()) > 0 {
			s = i18n.T("not decided by it; what else it showed is noted: ")
		}
		s += strings.TrimSuffix(t.Means, ".")
	}
	var parts []string
	switch {
	case t.Status > 0 && t.Type != "":
		parts = append(parts, i18n.T("status %d %s", t.Status, t.Type))
	case t.Status > 0:
		parts = append(parts, i18n.T("status %d", t.Status))
	default:
		parts = append(parts, i18n.T("no answer"))
	}
	if t.RequestID != "" {
		parts = append(parts, i18n.T("request id %s", t.RequestID))
	}
	if t.AnsweredBy != "" {
		parts = append(parts, i18n.T("answered by %s", t.AnsweredBy))
	}
	if t.Retried {
		parts = append(parts, i18n.T("sent twice"))
	}
	if d := timing(t.Timing); d != "" {
		parts = append(parts, d)
	}
	return s + " (" + strings.Join(parts, ", ") + ")."
}

// timing names the parts of an exchange that happened.
func timing(t flow.Timing) string {
	if t.Total == 0 {
		return ""
	}
	s := "took " + span(t.Total)
	if t.DNS > 0 {
		s += ", DNS " + span(t.DNS)
	}
	if t.Connect > 0 {
		s += ", connect " + span(t.Connect)
	}
	if t.TLS > 0 {
		s += ", TLS " + span(t.TLS)
	}
	if t.FirstByte > 0 {
		s += i18n.T(", first byte %s", span(t.FirstByte))
	}
	return s
}

// handBack takes what a command printed on another machine.
func (c *dialog) handBack(ctx context.Context) error {
	text := c.kept
	c.kept = nil
	if text != nil {
		c.out.say(saidReadingKept)
	} else {
		c.out.say(i18n.T("Paste what the command printed. %s%s", endWithDot, saidADotAloneLeaves))
		c.out.prompt(i18n.T("output: "))
		if err := c.out.flush(); err != nil {
			return err
		}
		var err error
		c.echo("(pasted text)")
		if text, _, err = c.collect(ctx, line{whole: true}); err != nil {
			return err
		}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		c.out.say(saidNoText)
		return nil
	}
	before := flow.Walk(c.Playbook, c.Session.Facts())
	s := c.talk.Wait(ctx, c.talk.Do(conversation.HandBack{Text: text, Verifies: c.stageAt(before) == atVerdict}), nil)
	if s.Err != nil {
		c.out.say(i18n.T("This was not taken: %s", s.Err.Error()))
		return nil
	}
	for _, e := range s.Passed {
		c.out.hang(i18n.T("Passed over: "), e.Error())
	}
	for _, t := range s.Told {
		c.out.hang("- "+t.Probe+": ", outcome(t))
	}
	c.tell(s)
	c.moreHelp(before, s.Told)
	return nil
}

// moreHelp says how many probes can help still, when what came back has not answered the question that was asked before.
func (c *dialog) moreHelp(before flow.Position, told []flow.Told) {
	now := flow.Walk(c.Playbook, c.Session.Facts())
	if now.Outcome != flow.Asking || now.Question == nil || before.Question == nil || before.Question.ID != now.Question.ID {
		return
	}
	cards := slices.DeleteFunc(c.useful(now.Question, c.Session.Facts()), func(card flow.Card) bool {
		return !card.Portable || slices.ContainsFunc(told, func(t flow.Told) bool { return t.Probe == card.Probe.ID })
	})
	if len(cards) > 0 {
		c.out.say(i18n.T("The same question is still asked. More commands that can help with it: %d; type command for the next.", len(cards)))
	}
}
