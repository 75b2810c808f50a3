package plain

import (
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// showVerdict prints what was found and what to do now, what there is to read, and what else may be true.
func (c *dialog) showVerdict(p flow.Position) {
	c.out.blank()
	c.out.show(c.state().Verdict(p.Verdict)...)
	c.out.show(c.state().Outline(p.Verdict)...)
	c.out.show(c.state().AskAgain()...)
	c.stillWaiting()
	c.out.show(c.state().Note("")...)
	c.out.blank()
	c.out.show(c.state().Due()...)
	c.out.show(c.state().Verifying()...)
}

// showEnd prints a position from which no question leads on.
func (c *dialog) showEnd(p flow.Position) {
	c.out.blank()
	switch {
	case p.Solved:
		c.out.show(c.state().End()...)
		return
	case p.Verdict != nil:
		c.out.show(c.state().Verdict(p.Verdict)...)
		c.out.show(c.state().Outline(p.Verdict)...)
	default:
		var cards []flow.Card
		if c.Prober != nil {
			cards = c.Prober.Cards(c.state().Session.Facts())
		}
		c.out.show(c.state().Undecided(cards)...)
	}
	c.out.show(c.state().AskAgain()...)
	c.stillWaiting()
	if c.Escalation != nil {
		c.out.blank()
		c.out.say(c.state().SupportReady())
	}
}

// copy prints the text of this step alone: the command that finds out, the wording for a customer, the verdict with its screen, or the escalation.
func (c *dialog) copy(p flow.Position) {
	switch {
	case p.Question != nil && c.state().Asked().Command != "":
		c.out.command(p.Question.CommandIn(c.state().Session))
	case p.Question != nil && c.state().Asked().Say != "":
		c.out.alone(i18n.T("to read out"), c.state().Asked().Say)
	case p.Question != nil:
		c.out.alone("question", p.Question.Ask)
	case p.Outcome == flow.Open || p.Verdict.ID == c.Playbook.Unexplained:
		c.escalation(p)
	default:
		var b strings.Builder
		to := newPrinter(&b, 0)
		to.show(c.state().Verdict(p.Verdict)...)
		for i := range p.Verdict.Screen.Sections {
			to.blank()
			to.show(c.state().Section(p.Verdict, i, "")...)
		}
		_ = to.flush() // A strings.Builder cannot fail.
		c.out.alone("verdict", b.String())
	}
}

// escalation prints the text for whoever can look further.
func (c *dialog) escalation(p flow.Position) {
	if c.Escalation == nil {
		c.out.say(i18n.T("There is no text for support here."))
		return
	}
	text, err := c.Escalation(c.state().Session, p)
	if err != nil {
		c.out.say(i18n.T("The text for support could not be written: %s", err.Error()))
		return
	}
	c.out.alone(i18n.T("text for support"), text)
}
