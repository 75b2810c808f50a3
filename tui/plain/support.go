package plain

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// maxRole is how long the name of somebody who is asked may be, in bytes.
const maxRole = 80

// whose is whose word the next answer on the fact is: as the person said, else as the session has it.
func (c *dialog) whose(id string) flow.Source {
	if c.says != "" {
		return c.says
	}
	return c.state().Session.Speaker(id)
}

// unusual returns whose word the answer to a question will be, where that does not go without saying; "" where it does.
func (c *dialog) unusual(id string) flow.Source {
	if from := c.whose(id); c.says != "" || from != c.state().Answering() {
		return from
	}
	return ""
}

// setSays takes whose word the next answer is.
func (c *dialog) setSays(arg string) {
	switch strings.ToLower(arg) {
	case "customer":
		c.says = flow.Customer
	case "me", "you":
		c.says = flow.You
	case "colleague":
		c.says = flow.Colleague
	default:
		c.out.say(i18n.T("says takes customer, me or colleague. Now it is: %s.", conversation.SpeakerWord(c.whose(""))))
		return
	}
	c.out.say(i18n.T("The next answer: %s.", conversation.SpeakerWord(c.says)))
}

// spoke ends what was chosen for one answer, and says whose word the next one is.
func (c *dialog) spoke() {
	was := c.says
	c.says = ""
	if q := c.state().Asked(); q != nil && was != "" && was != c.whose(q.ID) {
		c.out.say(conversation.SpokeOnce(was, c.whose(q.ID)))
	}
}

// role finds a role by its number, id or title. Anything else is a name in the person's own words.
func (c *dialog) role(arg string) (string, bool) {
	if n, err := strconv.Atoi(arg); err == nil {
		if n < 1 || n > len(c.Playbook.Roles) {
			c.out.say(i18n.T("There is no number %d.", n))
			return "", false
		}
		return c.Playbook.Roles[n-1].ID, true
	}
	return cmp.Or(c.Playbook.RoleNamed(arg), clean(arg)), true
}

// park lets the question wait for somebody else.
func (c *dialog) park(p flow.Position, arg string) {
	r, arg, ok := c.rowOf(arg)
	q := p.Question
	switch {
	case !ok:
		return
	case r != nil:
		if q = c.Playbook.Question(r.Fact().ID); q == nil {
			c.out.say(i18n.T("No question asks for that, so it cannot be parked."))
			return
		}
	case q == nil:
		c.out.say(i18n.T("Nothing is asked here. park #N parks answer N of the trail for someone else."))
		return
	}
	if len(arg) > maxRole {
		c.out.say(i18n.T("A name has at most %d characters.", maxRole))
		return
	}
	if err := conversation.CheckName(arg); err != nil {
		c.out.say(err.Error())
		return
	}
	if arg == "" {
		arg = q.Role
	}
	role, ok := c.role(arg)
	old := c.state().Answered(q.ID)
	switch {
	case ok && role != "":
		s := c.do(conversation.Park{Fact: q.ID, Role: role, From: c.says})
		if old != "" {
			c.out.say(i18n.T("Taken back, so that it can be asked: %s.", old))
		}
		c.out.say(i18n.T("Parked with %s. Nothing is ruled out by it. Type parked for the text to send.", c.state().Role(s.Fact.Asked)))
		c.spoke()
	case len(c.Playbook.Roles) == 0:
		c.out.say(i18n.T("park needs who must check it, as in: park Bob"))
	default:
		c.listed = true
		c.out.say(i18n.T("Who must check it? Type park and a number, or park and a name:"))
		for i, r := range c.Playbook.Roles {
			c.out.hang(fmt.Sprintf("%3d. ", i+1), r.Title)
		}
	}
}

// waiting lists what is parked, and reports whether anything is.
func (c *dialog) waiting() bool {
	if len(c.state().Session.Parked()) == 0 {
		return false
	}
	c.out.blank()
	c.out.show(c.state().Parked()...)
	return true
}

// stillWaiting lists what is parked, and what can be done about it.
func (c *dialog) stillWaiting() {
	switch {
	case !c.waiting():
	case c.Checklist == nil:
		c.out.say(saidEditParked)
	default:
		c.out.say(i18n.T("parked prints them as a text to send; answers reads it when it comes back; edit N and the answer settles one by hand."))
	}
}

// parked prints what waits for somebody else, and the text to send them.
func (c *dialog) parked(ctx context.Context, arg string) error {
	role := ""
	if arg != "" {
		var ok bool
		if role, ok = c.role(arg); !ok {
			return nil
		}
	}
	if !c.waiting() {
		c.out.say(i18n.T("Nothing is parked. At a question, park leaves it for someone else."))
		return nil
	}
	if c.Checklist == nil {
		c.out.say(saidEditParked)
		return nil
	}
	if err := c.fill(ctx, c.state().LetterLacks()); err != nil {
		return err
	}
	text := c.Checklist.Write(c.state().Session, role, 0)
	if text == "" {
		c.out.say(i18n.T("Nothing is parked with %s.", clean(c.Playbook.Role(role))))
		return nil
	}
	c.out.say(i18n.T("Send this; when it comes back with answers, type answers."))
	c.out.alone(i18n.T("checklist"), text)
	return nil
}

// takeAnswers reads a checklist that came back. A text whose end may be missing answers nothing.
func (c *dialog) takeAnswers(ctx context.Context) error {
	text, dotted, err := c.given(ctx, i18n.T("Paste the text with the answers. End it with a line that holds only a dot (.). A dot alone leaves everything as it is."), i18n.T("answers: "))
	if err != nil {
		return err
	}
	if !dotted {
		c.out.say(i18n.T("The text did not end with a dot, so nothing of it was taken; its end may be missing."))
		return nil // The next prompt meets the end.
	}
	if len(bytes.TrimSpace(text)) == 0 {
		c.out.say(saidNoText)
		return nil
	}
	c.out.blank()
	checked := c.do(conversation.Answers{Text: string(text)}).Checked
	if other := checked.Other; other != nil && !other.Report {
		c.out.show(c.state().Taken(*checked)...)
		sure, err := c.confirm(ctx, "take", saidTake)
		if !sure || err != nil {
			return err
		}
		checked = c.do(conversation.Answers{Text: string(text), Anyway: true}).Checked
	}
	c.cameBack(*checked, text)
	return nil
}

// cameBack tells what was taken of a reply. One of which nothing was can be kept.
func (c *dialog) cameBack(checked flow.Checked, text []byte) {
	c.out.show(c.state().Taken(checked)...)
	if c.prose = ""; checked.Blank && checked.Prose != "" && len(c.state().Session.Parked()) > 0 {
		c.prose = string(text)
		c.out.say(i18n.T("answers keep takes it as their words, which go with the answer to what waits."))
	}
}

// keepProse keeps the last reply, which gave no answer that can be read, as the words of whoever was asked.
func (c *dialog) keepProse() {
	if c.prose == "" {
		c.out.say(i18n.T("There is no reply to keep: type answers, and paste it."))
		return
	}
	c.do(conversation.Answers{Text: c.prose, Anyway: true})
	c.prose = ""
	c.out.say(i18n.T("Kept. edit N and the answer settles one by hand; the words go with it."))
}
