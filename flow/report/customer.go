package report

import (
	"fmt"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// customerWidth is where the lines of the customer's form break, in columns. Mail programs break longer ones as they like.
const customerWidth = 78

// mail gathers the blocks of a text for mail.
type mail []page.Block

func (t *mail) add(b ...page.Block) { *t = append(*t, b...) }

// head writes a heading that also stands out in plain text.
func (t *mail) head(heading string) {
	t.add(page.Gap{}, page.Text{Text: heading}, page.Text{Text: strings.Repeat("-", len(heading))})
}

// customer is the form for the customer: friendly, and without what people noted for themselves, who contradicted whom, what was
// ruled out on the way, and what was done already.
func (d ShownSession) customer() string {
	t := new(mail)
	intro := i18n.T("Here is where we are with the error below.")
	switch {
	case d.Fixed != nil:
		intro = i18n.T("The call that failed works again.")
	case d.Whose == string(flow.Customer):
		intro = i18n.T("Here is where we are with the error that you reported.")
	}
	t.add(page.Text{Text: i18n.T("Hello,")}, page.Gap{}, page.Text{Text: intro})
	if d.Ticket != "" {
		t.add(page.Text{Lead: i18n.T("Our reference:") + " ", Text: d.Ticket})
	}
	if d.Symptom != "" {
		t.head(i18n.T("What the error says"))
		t.add(page.Group{Blocks: []page.Block{page.Text{Text: d.Symptom}}})
	}
	d.customerFound(t)
	d.customerNeeds(t)
	if len(d.Requests) > 0 && d.Fixed == nil {
		t.head(i18n.T("Request ids, in case you are asked for them"))
		for _, r := range d.Requests {
			t.add(page.Item{Text: i18n.T("%s (noted %s)", r.ID, stamp(r.At))})
		}
	}
	t.add(page.Gap{}, page.Text{Text: i18n.T("Kind regards")})
	return strings.Join(page.Lines(*t, customerWidth), "\n") + "\n"
}

func (d ShownSession) customerFound(t *mail) {
	t.head(i18n.T("What we found"))
	if d.Verdict == nil {
		t.add(page.Text{Text: i18n.T("We have not found the cause yet, and are narrowing it down.")})
		return
	}
	switch {
	case d.Fixed != nil:
		t.add(page.Text{Text: i18n.T("It was this: %s.", d.Verdict.Title)}, page.Text{Text: d.verified()})
		return
	case d.ours:
		t.add(page.Text{Text: conversation.NotOursToFind()})
		return
	}
	t.add(page.Text{Text: d.Verdict.Title + "."})
	if d.Verdict.told != "" {
		t.add(page.Text{Text: d.Verdict.told})
	}
	if d.fresh != "" {
		t.add(page.Text{Text: d.fresh})
	}
	d.customerDoes(t)
	if d.full && len(d.Fix.Steps) > 0 {
		t.head(i18n.T("The fix, step by step"))
		t.add(page.Markdown{Text: d.Fix.steps})
	}
}

// customerDoes says what to do, who can, what to send them, and how to see that it worked, to somebody who has no card on a screen.
func (d ShownSession) customerDoes(t *mail) {
	card, n := d.Fix.card(), 0
	for i, b := range conversation.DoNow(card) {
		switch b, ok := b.(page.Text); {
		case ok && i == 0 && d.fresh != "":
			t.head(conversation.FixToCheck())
		case ok && b.Tone == page.Heading:
			t.head(b.Text)
		case ok && b.Lead == "" && card.Take == flow.InOrder:
			n++
			t.add(page.Item{Text: b.Text, N: n})
		case ok && b.Lead == "":
			t.add(page.Item{Text: b.Text})
		}
	}
	if card.Who != "" {
		t.head(i18n.T("Who can do it"))
		for who := range strings.SplitSeq(card.Who, "; ") {
			t.add(page.Item{Text: who})
		}
	}
	if card.Send != "" {
		t.head(i18n.T("What you can write to them"))
		t.add(page.Group{Blocks: []page.Block{page.Text{Text: card.Send}}})
	}
	if card.Check != "" {
		t.head(i18n.T("How to tell that it worked"))
		t.add(page.Text{Text: card.Check})
	}
}

// verified says since when the request works, to the customer: who told it is left out where it was the customer.
func (d ShownSession) verified() string {
	if flow.Source(d.Fixed.From) != flow.Customer {
		return verifiedWords(*d.Fixed)
	}
	if d.Fixed.RequestID != "" {
		return i18n.T("The full original request has worked since %s, request id %s.", stamp(d.Fixed.At), d.Fixed.RequestID)
	}
	return i18n.T("The full original request has worked since %s.", stamp(d.Fixed.At))
}

// customerNeeds says who is to do or to find out what.
func (d ShownSession) customerNeeds(t *mail) {
	if d.Fixed != nil {
		return
	}
	var theirs, ours []need
	for _, n := range d.needs {
		if n.who == "" {
			theirs = append(theirs, n)
		} else {
			ours = append(ours, n)
		}
	}
	if len(ours) > 0 {
		t.head(i18n.T("What we are waiting for"))
		for _, n := range ours {
			t.add(page.Item{Text: n.who + ": " + n.ask})
		}
	}
	t.head(i18n.T("What we still need from you"))
	switch {
	case len(theirs) > 0:
		if d.Outcome == flow.Open.String() {
			t.add(page.Text{Text: i18n.T("These points could not be settled so far. An answer to any of them helps:")})
		}
		for _, n := range theirs {
			item := page.Item{Text: n.ask}
			for _, a := range n.answers {
				item.Under = append(item.Under, page.Item{Text: a})
			}
			if len(n.how) > 0 {
				item.Under = append(item.Under, page.Text{Text: i18n.T("How to check:")})
			}
			for i, h := range n.how {
				item.Under = append(item.Under, page.Markdown{Lead: fmt.Sprintf("%d. ", i+1), Text: h})
			}
			t.add(item)
		}
	case d.Verdict != nil && !d.ours:
		t.add(page.Text{Text: conversation.OnceDone()})
	default:
		t.add(page.Text{Text: i18n.T("Nothing for now. We will get back to you as soon as we have an answer.")})
	}
	if d.CheckAgain != "" {
		t.add(page.Text{Text: i18n.T("We will check again with you at %s.", stamp(d.CheckAgain))})
	}
}
