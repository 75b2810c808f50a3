package plain

import (
	"fmt"
	"strconv"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// use goes on with another playbook.
func (c *dialog) use(b conversation.Opened) {
	c.Opened, c.fresh = b, true
}

// tellBook says which playbook the text was read with, and why.
func (c *dialog) tellBook(why string) {
	if why == "" {
		why = i18n.T("nothing in the text decides which, so it is the usual one.")
	}
	c.out.hang(i18n.T("Playbook: "), fmt.Sprintf("%s (%s): %s", c.Playbook.Title, c.Playbook.ID, why))
	c.out.say(i18n.T("For another playbook, type playbook."))
}

// switchPlaybook goes on in the playbook that the verdict names.
func (c *dialog) switchPlaybook(p flow.Position) {
	if p.Verdict == nil || p.Verdict.SwitchTo == "" || p.Solved {
		c.out.say(i18n.T("This verdict leads to no other playbook. To take one anyway, type playbook."))
		return
	}
	c.turn(conversation.Take{ID: p.Verdict.SwitchTo, Why: c.Playbook.ID + ": " + p.Verdict.Title})
}

// turn goes on in the playbook with the id. The text is read again by its signs, if it is still at hand.
func (c *dialog) turn(t conversation.Take) { c.turned(c.do(t)) }

// turned says which playbook it goes on in, if it is another one or was to be.
func (c *dialog) turned(s conversation.Step) {
	switch {
	case s.Err != nil:
		c.out.say(conversation.StaysInBook(s.Err))
	case s.Opened != nil:
		c.out.hang(i18n.T("Going on with: "), c.Playbook.Title+" ("+c.Playbook.ID+")")
	}
}

// books lists the playbooks, or takes one.
func (c *dialog) books(arg string) {
	titles := c.Books.Titles()
	n, err := strconv.Atoi(arg)
	for i, t := range titles {
		if t.ID == arg || err == nil && i+1 == n {
			if t.ID == c.Playbook.ID {
				c.out.say(i18n.T("That is the one in use."))
				return
			}
			c.turn(conversation.Take{ID: t.ID, Why: conversation.TakenByHand(), Picked: true})
			return
		}
	}
	if arg != "" {
		c.out.say(i18n.T("There is no playbook %q.", arg))
	}
	c.out.show(c.state().Shelved(titles, "").Blocks...)
}
