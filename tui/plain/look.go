package plain

import (
	"strconv"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// look prints what a look at this machine would read, and with the number of the failing program looks, once that was printed.
func (c *dialog) look(arg string) {
	s := c.state()
	programs := s.Book.Looker.Programs()
	n, err := strconv.Atoi(arg)
	switch {
	case !s.Looks():
		c.out.say(conversation.NoLook())
	case s.Answering() == flow.Customer:
		c.out.show(s.Looking()...)
		c.out.say(i18n.T("For what it printed, type paste."))
	case err != nil || n < 1 || n > len(programs)+1 || !c.planned:
		c.planned = true
		c.out.show(s.Looking()...)
		c.out.say(i18n.T("Type look and the number, as in look 1."))
	case n > len(programs):
		c.out.show(s.Elsewhere()...)
		c.out.say(i18n.T("For what it printed, type paste."))
	default:
		step := c.do(conversation.Look{Program: programs[n-1].ID})
		if step.Err != nil {
			c.out.say(i18n.T("Nothing was seen: %s", step.Err.Error()))
			return
		}
		c.saw(step)
	}
}

// saw says what a look showed.
func (c *dialog) saw(s conversation.Step) {
	c.fresh = true
	c.started = c.started || s.Act > 0
	c.out.show(c.state().Saw(*s.Looked, s.Added())...)
}
