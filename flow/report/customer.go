package report

import (
	"fmt"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// customerWidth is where the lines of the customer's form break, in columns. Mail programs break longer ones as they like.
const customerWidth = 78

// customer is the form for the customer: friendly, and without what people noted for themselves, who contradicted whom, and
// what was ruled out on the way.
func (d Document) customer() string {
	t := &text{width: customerWidth}
	t.line("", i18n.T("Hello,"))
	t.blank()
	intro := i18n.T("here is where we are with the refused requests.")
	if d.Whose == string(flow.Customer) {
		intro = i18n.T("here is where we are with the refused requests that you reported.")
	}
	t.line("", intro)
	if d.Ticket != "" {
		t.line(i18n.T("Our reference:")+" ", d.Ticket)
	}
	d.customerSaid(t)
	d.customerFound(t)
	d.customerNeeds(t)
	if len(d.Requests) > 0 {
		head(t, i18n.T("Request ids, in case you are asked for them"))
		for _, r := range d.Requests {
			t.line("  - ", i18n.T("%s (noted %s)", r.ID, stamp(r.At)))
		}
	}
	t.blank()
	t.line("", i18n.T("Kind regards"))
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
			head(t, i18n.T("What you told us"))
		}
		said = true
		t.line("  - ", `"`+w.Text+`"`)
	}
	if d.Symptom.Error != "" {
		head(t, i18n.T("What the service answered"))
		t.line("  ", d.Symptom.Error)
	}
}

func (d Document) customerFound(t *text) {
	head(t, i18n.T("What we found"))
	if d.Verdict == nil {
		t.line("", i18n.T("We have not found the cause yet, and are narrowing it down."))
		return
	}
	t.line("", d.Verdict.Title+".")
	if d.Fixed != nil {
		t.blank()
		works := i18n.T("The full original request works again (%s", stamp(d.Fixed.At))
		if d.Fixed.RequestID != "" {
			works += i18n.T(", request id %s", d.Fixed.RequestID)
		}
		t.line("", works+").")
		return
	}
	if d.Verdict.told != "" {
		t.line("", d.Verdict.told)
	}
	head(t, i18n.T("What to do"))
	t.line("", d.Fix.Summary)
	for _, part := range []struct{ heading, text string }{
		{"", d.Fix.Steps}, {i18n.T("Who can do it"), d.Fix.Who}, {i18n.T("The request"), d.Fix.Request}, {i18n.T("How to see that it works"), d.Fix.Verify},
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
		head(t, i18n.T("What we are waiting for"))
		for _, n := range ours {
			t.line("  - ", n.who+": "+n.ask)
		}
	}
	if d.Fixed != nil {
		return
	}
	head(t, i18n.T("What we still need from you"))
	switch {
	case len(theirs) > 0:
		if d.Outcome == flow.Open.String() {
			t.line("", i18n.T("These points could not be settled so far. An answer to any of them helps:"))
		}
		for _, n := range theirs {
			t.line("  - ", n.ask)
			if len(n.how) > 0 {
				t.line("    ", i18n.T("How to check:"))
			}
			for i, h := range n.how {
				t.line(fmt.Sprintf("    %d. ", i+1), bare(spans(h)))
			}
		}
	case d.Verdict != nil:
		t.line("", i18n.T("Once it is done, please send the full original request again and tell us whether it works."))
	default:
		t.line("", i18n.T("Nothing for the moment. We come back to you as soon as we have an answer."))
	}
	if d.CheckAgain != "" {
		t.line("", i18n.T("We will check again with you at %s.", stamp(d.CheckAgain)))
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
