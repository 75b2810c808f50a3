package report

import (
	"fmt"
	"strings"

	"why403/flow"
)

// customerWidth is where the lines of the customer's form break, in columns. Mail programs break longer ones as they like.
const customerWidth = 78

// customer is the form for the customer: friendly, and without what people noted for themselves, who contradicted whom, and
// what was ruled out on the way.
func (d Document) customer() string {
	t := &text{width: customerWidth}
	t.line("", helloCustomer)
	t.blank()
	intro := introOwn
	if d.Whose == string(flow.Customer) {
		intro = introCustomer
	}
	t.line("", intro)
	if d.Ticket != "" {
		t.line(referenceCustomer+" ", d.Ticket)
	}
	d.customerSaid(t)
	d.customerFound(t)
	d.customerNeeds(t)
	if len(d.Requests) > 0 {
		head(t, headIDs)
		for _, r := range d.Requests {
			t.line("  - ", r.ID+" ("+sayNotedAt+" "+stamp(r.At)+")")
		}
	}
	t.blank()
	t.line("", byeCustomer)
	return t.b.String()
}

// head writes a heading that also stands out in plain text.
func head(t *text, heading string) {
	t.blank()
	t.line("", heading)
	t.line("", strings.Repeat("-", len(heading)))
}

func (d Document) customerSaid(t *text) {
	said := false
	for _, w := range d.Symptom.Words {
		if w.From != string(flow.Customer) {
			continue
		}
		if !said {
			head(t, headReported)
		}
		said = true
		t.line("  - ", `"`+w.Text+`"`)
	}
	if d.Symptom.Error != "" {
		head(t, headSeen)
		t.line("  ", d.Symptom.Error)
	}
}

func (d Document) customerFound(t *text) {
	head(t, headFound)
	if d.Verdict == nil {
		t.line("", foundNothingYet)
		return
	}
	t.line("", d.Verdict.Title+".")
	if d.Fixed != nil {
		t.blank()
		works := solvedCustomer + " (" + stamp(d.Fixed.At)
		if d.Fixed.RequestID != "" {
			works += sayRequestID + d.Fixed.RequestID
		}
		t.line("", works+").")
		return
	}
	if d.Verdict.told != "" {
		t.line("", d.Verdict.told)
	}
	head(t, headDo)
	t.line("", d.Fix.Summary)
	for _, part := range []struct{ heading, text string }{
		{"", d.Fix.Steps}, {headWho, d.Fix.Who}, {headRequest, d.Fix.Request}, {headSee, d.Fix.Verify},
	} {
		if part.text == "" {
			continue
		}
		if part.heading != "" {
			head(t, part.heading)
		} else {
			t.blank()
		}
		plainText(t, "", prose(strings.ReplaceAll(part.text, inTicket, toCustomer)))
	}
}

// customerNeeds says who is to do or to find out what.
func (d Document) customerNeeds(t *text) {
	var theirs, ours []need
	for _, n := range d.needs {
		if n.who == "" {
			theirs = append(theirs, n)
		} else {
			ours = append(ours, n)
		}
	}
	if len(ours) > 0 && d.Fixed == nil {
		head(t, headWaiting)
		for _, n := range ours {
			t.line("  - ", n.who+": "+n.ask)
		}
	}
	if d.Fixed != nil {
		return
	}
	head(t, headNeed)
	switch {
	case len(theirs) > 0:
		if d.Outcome == flow.Open.String() {
			t.line("", needOpen)
		}
		for _, n := range theirs {
			t.line("  - ", n.ask)
			if len(n.how) > 0 {
				t.line("    ", howCustomer)
			}
			for i, h := range n.how {
				t.line(fmt.Sprintf("    %d. ", i+1), bare(spans(h)))
			}
		}
	case d.Verdict != nil:
		t.line("", needAfter)
	default:
		t.line("", needWait)
	}
	if d.CheckAgain != "" {
		t.line("", againCustomer+" "+stamp(d.CheckAgain)+".")
	}
}

// plainText writes blocks without signs.
func plainText(t *text, indent string, nodes []node) {
	for i, n := range nodes {
		switch n.Kind {
		case "p":
			t.line(indent, bare(n.Spans))
		case "pre":
			for l := range strings.SplitSeq(n.Code, "\n") {
				t.b.WriteString(strings.TrimRight(indent+"    "+l, " ") + "\n") // Not wrapped: a broken line is copied wrong.
			}
		default:
			for k, item := range n.Items {
				mark := "- "
				if n.Kind == "ol" {
					mark = fmt.Sprintf("%d. ", k+1)
				}
				if len(item) == 0 {
					continue
				}
				t.line(indent+mark, bare(item[0].Spans))
				plainText(t, indent+strings.Repeat(" ", len(mark)), item[1:])
			}
		}
		if indent == "" && i+1 < len(nodes) {
			t.blank()
		}
	}
}
