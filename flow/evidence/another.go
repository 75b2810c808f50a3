package evidence

import (
	"strings"

	"why403/flow/expr"
)

// Beside the failing call a text shows others: an address that a tool was refused, a call that serves no model. They are no part of it.

// anotherCall reports whether a part is the address of another call than that of the error: one of them serves models, and the other
// none.
func (p *parties) anotherCall(r, part *report) bool {
	if part.isError() || r.host() == "" || part.host() == "" {
		return false
	}
	return p.servesNone(r) && p.servesModels(part.host()) || p.servesModels(r.host()) && p.servesNone(part)
}

// refusedAddresses joins the addresses that serve no model with the status that stands on their line: a program tells there what it was
// refused, such as a download, and whatever else the text has is another call's.
func (p *parties) refusedAddresses(text string, parts []*report) []*report {
	var out []*report
	for i := 0; i < len(parts); i++ {
		part := parts[i]
		if i+1 < len(parts) {
			next := parts[i+1]
			address, status := part, next
			if part.bare() {
				address, status = next, part
			}
			if len(address.urls) > 0 && !address.isError() && status.bare() && next.start >= part.end && !strings.Contains(text[part.end:next.start], "\n") && p.elsewhere(address) {
				address.absorb(status)
				address.refused = true
				part = address
				i++
			}
		}
		out = append(out, part)
	}
	return out
}

// elsewhere reports whether an address is of no call to a model: by its host, or, of a host that nobody knows, by its path.
func (p *parties) elsewhere(r *report) bool {
	if p.at(r.host()) != nil {
		return p.servesNone(r)
	}
	path := pathOf(r.url())
	return path != "" && path != "/" && !isCallPath(r.url()) && !modelPath.MatchString(r.url())
}

var modelPath = expr.Lazy{Expr: `(?i)/v\d|messages|completions?\b|responses\b|models?\b|\bllms?\b|\bai\b|chat|proxy|gateway|invoke|generate|agents?\b|prompt|embed`}

// ofAnother reports whether of two errors one is an address that was refused, and the other, of which a program tells, stands in another
// paragraph.
func (p *parties) ofAnother(text string, r, part *report) bool {
	told := func(e *report) bool {
		return !e.bare() || leads.MatchString(marks.ReplaceAllString(lineAt(text, e.start), ""))
	}
	return part.isError() && (part.refused && told(r) || r.refused && told(part)) && r.host() != part.host() && emptyLine.MatchString(text[min(r.end, part.start):part.start])
}
