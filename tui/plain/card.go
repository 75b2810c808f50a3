package plain

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"why403/flow"
)

// maxShownBody is how much of a request's body a card shows, in bytes. The word body prints all of it.
const maxShownBody = 4 << 10

// showCard prints everything about a probe that its sending is agreed to on.
func (c *conversation) showCard(card flow.Card) {
	pr := card.Probe
	c.out.blank()
	c.out.hang("Probe "+pr.ID+": ", pr.Title)
	c.hangSet(saidWhy, pr.Why)
	c.showRequest(card)
	c.hangSet(saidCredential, card.Credential)
	c.hangSet(saidRoute, card.Route)
	if c.mode() == flow.Customer {
		c.out.say(saidSentFromHereIt)
	}
	c.out.hang(saidCost, cost(pr.Cost))
	if pr.Deadline > 0 {
		c.out.hang(saidDeadline, span(pr.Deadline))
	}
	if len(card.Missing) > 0 {
		c.out.hang(saidItCannotBeSent, strings.Join(card.Missing, "; ")+saidTypeSettingsToSee)
	}
	c.out.say(saidWhatTheAnswerWould)
	for _, r := range pr.Replies {
		if r.Means == "" {
			continue
		}
		means := r.Means
		if !r.Tells() {
			means += saidItCouldNotTell
		}
		c.out.hang("  "+replyName(r)+": ", means)
	}
	c.out.hang(saidAnythingElse, saidItCouldNotTellElse)
}

// showRequest prints what would be sent, in order, with secrets masked.
func (c *conversation) showRequest(card flow.Card) {
	r := card.Request
	c.out.say(saidTheRequest)
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
		c.out.hang("    ", fmt.Sprintf(saidAndBytesMoreType, rest))
	}
}

func replyName(r flow.Reply) string {
	name := strings.Join(r.Status, " or ")
	if name == "" {
		name = saidAnyStatus
	}
	if len(r.Type) > 0 {
		name += " " + strings.Join(r.Type, " or ")
	}
	return name
}

func cost(k flow.Cost) string {
	switch {
	case k.Free():
		return saidFree
	case k.Tokens == 0:
		return k.Money
	case k.Money == "":
		return fmt.Sprintf(saidAboutTokens, k.Tokens)
	default:
		return fmt.Sprintf(saidAboutTokensMoney, k.Tokens, k.Money)
	}
}

// span is a duration in words, in seconds or milliseconds.
func span(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf(saidSeconds, d.Seconds())
	}
	return fmt.Sprintf(saidMilliseconds, d.Milliseconds())
}
