package plain

import (
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// maxShownBody is how much of a request's body a card shows, in bytes. The word body prints all of it.
const maxShownBody = 4 << 10

// showCard prints everything about a probe that its sending is agreed to on.
func (c *dialog) showCard(card flow.Card) {
	c.out.show(c.state().Card(card, maxShownBody)...)
	if len(card.Request.Body) > maxShownBody {
		c.out.say(i18n.T("Type body to see all of it."))
	}
	c.hangSet(i18n.T("Why: "), card.Probe.Why)
	if c.state().Answering() == flow.Customer {
		c.out.say(i18n.T("Sent from here it goes out with this credential, by this route. For the customer's own, type command."))
	}
	if len(card.Missing) > 0 {
		c.out.say(conversation.Missing(strings.Join(card.Missing, "; ")) + " " + i18n.T("Type settings to see how to set it."))
	}
	c.out.show(c.state().Replies(card.Probe)...)
}
