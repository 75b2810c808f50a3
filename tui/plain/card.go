package plain

import (
	"strings"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// maxShownBody is how much of a request's body a card shows, in bytes. The word body prints all of it.
const maxShownBody = 4 << 10

// showCard prints everything about a probe that its sending is agreed to on.
func (c *dialog) showCard(card flow.Card) {
	pr := card.Probe
	c.out.blank()
	c.out.hang("Probe "+pr.ID+": ", pr.Title)
	c.hangSet(i18n.T("Why: "), pr.Why)
	c.showRequest(card)
	c.hangSet(i18n.T("Credential: "), card.Credential)
	c.hangSet(i18n.T("Route: "), card.Route)
	if c.state().Answering() == flow.Customer {
		c.out.say(i18n.T("Sent from here it goes out with this credential, by this route. For the customer's own, type command."))
	}
	c.out.hang(i18n.T("Costs: "), conversation.CostWord(pr.Cost))
	if pr.Deadline > 0 {
		c.out.hang(i18n.T("Deadline: "), conversation.SpanWord(pr.Deadline))
	}
	if len(card.Missing) > 0 {
		c.out.say(conversation.Missing(strings.Join(card.Missing, "; ")) + " " + i18n.T("Type settings to see how to set it."))
	}
	c.out.show(c.state().Replies(pr)...)
}

// showRequest prints what would be sent, in order, with secrets masked.
func (c *dialog) showRequest(card flow.Card) {
	r := card.Request
	c.out.say(i18n.T("The request:"))
	c.out.block("    ", r.Method+" "+r.URL)
	for _, h := range r.Headers {
		c.out.block("    ", h.Name+": "+h.Value)
	}
	if r.Body == "" {
		return
	}
	body, rest := r.Body, 0
	if len(body) > maxShownBody {
		cut := maxShownBody
		for cut > 0 && !utf8.RuneStart(body[cut]) {
			cut--
		}
		body, rest = body[:cut], len(body)-cut
	}
	c.out.line("")
	c.out.block("    ", body)
	if rest > 0 {
		c.out.hang("    ", i18n.T("… and %d bytes more. Type body to see all of it.", rest))
	}
}
