// Package evidence reads what a person pasted and tells which facts it shows, by signs that are data.
// It never guesses: it performs no I/O, and a text that shows nothing gives no facts.
package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"why403/flow"
)

// Signs is a compiled set of signs. It is read-only and safe for concurrent use.
type Signs struct {
	rules    []rule // The most trusted first; equally trusted ones in the order they were given.
	literals int
	words    *automaton // Finds the literals of the patterns.
	anchors  *automaton // Finds where in a long text an error may stand.
	known    vocabulary
}

// Compile checks the signs and makes them ready. The error joins a *FieldError for every mistake in any of them.
func Compile(signs []Sign) (*Signs, error) {
	c := &compiler{index: make(map[string]int)}
	s := &Signs{rules: make([]rule, 0, len(signs))}
	ids := make(map[string]bool, len(signs))
	for _, sign := range signs {
		r := c.rule(sign)
		if sign.ID == "" || ids[sign.ID] {
			c.bad("id", sign.ID, fmt.Errorf("the id %q is empty or used twice", sign.ID))
		}
		ids[sign.ID] = true
		s.rules = append(s.rules, r)
	}
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	slices.SortStableFunc(s.rules, func(a, b rule) int { return cmp.Compare(a.tier, b.tier) })
	s.literals, s.words = len(c.literals), build(c.literals)
	s.anchors, s.known = build(anchors(c.anchors)), words(signs)
	return s, nil
}

// Read tells what the text shows. The facts and notes are those of its last error; earlier ones are listed in Others. The
// summary of a text in which nothing looks like an error is empty.
// It takes time linear in the length of the text.
func (s *Signs) Read(text Text) flow.Reading {
	out := flow.Reading{Warnings: text.warnings}
	var all []*report
	for _, w := range s.windows(text.masked) {
		all = append(all, s.known.reports(clean(text.masked[w.start:w.end]))...)
	}
	all = slices.DeleteFunc(all, func(r *report) bool { return len(all) > 1 && r.blank() })
	if len(all) == 0 {
		return out
	}
	last := all[len(all)-1]
	last.surround()
	s.known.settled(last)
	o := s.apply(last)
	out.Facts, out.Signs = o.facts, o.signs
	if len(o.facts) > 0 || !last.blank() {
		out.Summary = last.summary(o.quote)
	}
	out.Others = others(all[:len(all)-1], out.Summary)
	out.Notes = last.notes(o)
	return out
}

// others lists errors, the same ones once, without the one that decided. Of very many the latest are looked at.
func others(all []*report, decided string) []string {
	var lines []string
	for i := len(all) - 1; i >= max(0, len(all)-maxLooked) && len(lines) < maxOthers; i-- {
		line := all[i].summary("")
		if line != "" && line != decided && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	slices.Reverse(lines)
	return lines
}

const (
	maxOthers = 20   // Earlier errors that are listed; the latest are kept.
	maxLooked = 1000 // Earlier errors that are looked at for that.
)

// blank reports whether nothing was understood of the error.
func (r *report) blank() bool {
	return r.status == 0 && r.message == "" && r.errType == "" && r.code == "" && len(r.messages) == 0 && r.body != htmlBody
}

const maxSummary = 160 // Characters of a summary.

// summary is the error in one line. The quote stands for the message of an error that has none.
func (r *report) summary(quote string) string {
	words := r.message
	if words == "" {
		words = quote
	}
	if words == "" {
		switch r.body {
		case htmlBody:
			words = "an HTML page"
		case emptyBody:
			words = "no body"
		default:
			words = r.line()
		}
	}
	head := r.errType
	if r.code != r.errType && r.code != fmt.Sprint(r.status) {
		head = strings.TrimSpace(head + " " + r.code)
	}
	if status := fmt.Sprint(r.status); r.status != 0 && !(head == "" && strings.Contains(words, status)) {
		head = strings.TrimSpace(status + " " + head)
	}
	if head != "" && words != "" {
		head += ": "
	}
	return printable(head+words, maxSummary)
}

// notes joins what every error has to what the signs took out of it.
func (r *report) notes(o outcome) []flow.Note {
	from := o.notes
	o.notes = nil
	if r.status != 0 {
		o.note("status", fmt.Sprint(r.status))
	}
	o.note("error_type", r.errType)
	o.note("error_code", r.code)
	o.note("message", r.message)
	o.note("request_id", r.requestID)
	o.note("host", r.host())
	o.note("endpoint", pathOf(r.url()))
	o.note("answered_by", o.answered)
	for _, n := range from {
		o.note(n.Name, n.Text)
	}
	return o.notes
}
