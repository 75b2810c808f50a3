// Package evidence reads what a person pasted and tells which facts it shows, by signs that are data.
// It never guesses: it performs no I/O, and a text that shows nothing gives no facts.
package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/expr"
)

// Signs is a compiled set of signs. It is read-only and safe for concurrent use.
type Signs struct {
	*Shared
	otherCauses map[string]bool   // The causes that stand for another service's answer, as a party shows it.
	otherKinds  map[string]bool   // The kinds of those parties.
	rules       []rule            // The most trusted first; equally trusted ones in the order they were given.
	anywhere    []rule            // Those of what stands anywhere, in the same order.
	index       *branches         // Of the patterns of all of them.
	anchors     func() finder     // Finds where in a long text an error may stand.
	hays        hays              // The texts of the paste, in the copy that reads it.
	known       func() vocabulary // The words of the signs; a text without line breaks does not need them.
}

// Common is what several sets of signs share: the kinds of lines that are not read, the parties that answer, and the words that tell when
// an error was. It is plain data.
type Common struct {
	Lines   []Line
	Parties []Party
	When    When
}

// Shared is what several sets of signs share, compiled. It is read-only and safe for concurrent use.
type Shared struct {
	lines   logLines
	parties parties
	when    times
	index   *branches
}

// Share checks and compiles what several sets of signs share. The index may be kept from when this was done before; the zero
// Index is made anew. The error joins a *FieldError for every mistake in a party, and one for every mistake in a line.
func Share(common Common, kept Index) (*Shared, error) {
	c := newCompiler(kept)
	s := &Shared{parties: c.parties(common.Parties), lines: c.lines(common.Lines), when: c.times(common.When)}
	if err := c.done(); err != nil {
		return nil, err
	}
	s.index = c.branches
	return s, nil
}

// Index returns the index of the patterns, for keeping it.
func (s *Shared) Index() Index { return *s.index.Index }

// Index returns the index of the patterns, for keeping it.
func (s *Signs) Index() Index { return *s.index.Index }

// Compile checks the signs and makes them ready, together with what they share with others. The index may be kept as in Share. The
// error joins a *FieldError for every mistake in any of the signs.
func Compile(signs []Sign, shared *Shared, kept Index) (*Signs, error) {
	c := newCompiler(kept)
	s := &Signs{Shared: shared, otherCauses: make(map[string]bool), otherKinds: make(map[string]bool)}
	rules := make([]rule, 0, len(signs))
	ids := make(map[string]bool, len(signs))
	for i := range signs {
		sign := &signs[i]
		r := c.rule(sign)
		if sign.ID == "" || ids[sign.ID] {
			c.bad("id", sign.ID, fmt.Errorf("the id %q is empty or used twice", sign.ID))
		}
		ids[sign.ID] = true
		rules = append(rules, r)
		if sign.Elsewhere && len(sign.When.Party) > 0 {
			s.otherCauses[sign.Names] = true
			for _, kind := range sign.When.Party {
				s.otherKinds[kind] = true
			}
		}
	}
	if err := c.done(); err != nil {
		return nil, err
	}
	s.index = c.branches
	slices.SortStableFunc(rules, func(a, b rule) int { return cmp.Compare(a.tier, b.tier) })
	for _, r := range rules {
		of := &s.rules
		if r.sign.Anywhere {
			of = &s.anywhere
		}
		*of = append(*of, r)
	}
	s.anchors = sync.OnceValue(func() finder {
		l := literalsOf(anchors(s.rules), true)
		return finderOf(&l)
	})
	s.known = sync.OnceValue(func() vocabulary { return words(signs) })
	return s, nil
}

// Read tells what the text shows. The facts and notes are those of its most telling error; the others are listed in Others. The
// summary of a text in which nothing looks like an error is empty.
// It takes time linear in the length of the text.
func (s *Signs) Read(given Pasted) flow.Reading {
	reading := *s
	if s, reading.hays = &reading, given.hays; s.hays == nil {
		s.hays = make(hays)
	}
	out := flow.Reading{Warnings: given.warnings}
	var texts []string
	for _, w := range s.windows(given.read) {
		text, listed := withoutListings(clean(given.read[w.start:w.end]))
		if listed {
			out.Warnings = append(out.Warnings, listedText)
		}
		texts = append(texts, newestLast(text))
	}
	all, asides := s.in(texts)
	var older []*report
	if rest, known := s.asked(texts, all); known != nil {
		var lines []string
		texts, older = rest, known
		all, lines = s.in(texts)
		asides = append(asides, lines...)
	}
	if newest, lines, before := s.newest(texts, all); newest != nil {
		all, asides, older = newest, lines, append(older, before...)
	}
	text := wholeOf(all)
	all = slices.DeleteFunc(all, func(r *report) bool { return len(all) > 1 && r.blank() })
	if len(all) == 0 {
		return out
	}
	if len(all) == 1 && all[0].nameless() {
		s.nameAlone(all[0])
	}
	tells, o, causes := s.mostTelling(ofTheCall(all))
	if tells.report.faulty() {
		if lasting, lines, passing := s.lasting(all); lasting != nil {
			all, asides, older = lasting, append(asides, lines...), append(older, passing...)
			tells, o, causes = s.mostTelling(ofTheCall(all))
			text = wholeOf(all)
		}
	}
	if s.otherCauses[o.cause] || s.hasOtherService(text) {
		if rest, left := s.withoutOtherServices(text); len(left) > 0 {
			found := s.found(rest)
			if alone, made, more := s.mostTelling(ofTheCall(found)); s.decidesAlone(alone.report, made, o) {
				out.Rivals = s.rivalOf(alone.report, rest, left)
				all, tells, o, causes, text, asides = found, alone, made, more, rest, append(asides, left...)
			}
		}
	}
	decides := tells.report
	o.party(tells, decides)
	if own := causes.rivals(all, asides); len(own) > 0 { // What is of another one is not of this one.
		out.Rivals = own
		text = causes.without(all, decides.source, causes.names(decides))
	}
	around := s.surroundings(text)
	beside := s.apply(around, true)
	failed := ""
	if decides.blank() {
		failed = failure(decides.source)
	}
	// What only stands beside an error makes none, nor do settings.
	known := !decides.blank() || failed != "" || len(o.facts) > 0 && !onlySettings(decides.source)
	o.add(beside)
	if !slices.ContainsFunc(o.notes, func(n flow.Note) bool { return n.Name == partyNote }) {
		o.party(around, decides)
	}
	out.Facts, out.Signs = o.facts, o.signs
	switch {
	case known && o.quote == "" && failed != "":
		out.Summary = printable(failed, maxSummary)
	case known:
		out.Summary = decides.summary(o.quote)
	}
	all = slices.DeleteFunc(all, func(r *report) bool { return r == decides })
	out.Others = others(all, older, append(ofPrograms(texts, all, decides, asides, strings.Trim(o.quote, "… ")), asides...), out.Summary)
	out.Notes = decides.notes(o)
	if len(out.Rivals) > 0 {
		out.Rivals = append(out.Rivals, offered(older, out.Rivals, out.Others)...)
	}
	return out
}

// in finds the errors in texts, and the lines that tell of something else.
func (s *Signs) in(texts []string) (all []*report, asides []string) {
	for _, text := range texts {
		found, aside := s.reports(text)
		all, asides = append(all, found...), append(asides, aside...)
	}
	return all, asides
}

// wholeOf is everything in which the errors stand.
func wholeOf(all []*report) string {
	var whole []string
	for _, r := range all {
		if len(whole) == 0 || whole[len(whole)-1] != r.source {
			whole = append(whole, r.source)
		}
	}
	return strings.Join(whole, "\n")
}

// surroundings is everything that stands in the text and around the errors, such as settings and what commands printed.
func (s *Signs) surroundings(text string) *subject {
	r := &report{body: plainBody, source: text}
	r.high, r.end = len(r.source), len(r.source)
	r.text = strings.ToValidUTF8(r.source, "")
	return s.subject(r)
}

// add takes over what another outcome tells beyond this one.
func (o *outcome) add(more outcome) {
	for _, f := range more.facts {
		if !slices.ContainsFunc(o.facts, func(have flow.Fact) bool { return have.ID == f.ID }) {
			o.facts = append(o.facts, f)
			if !slices.Contains(o.signs, f.Rule) {
				o.signs = append(o.signs, f.Rule)
			}
		}
	}
	for _, n := range more.notes {
		o.note(n.Name, n.Text)
	}
}

// blank reports whether nothing was understood of the error.
func (r *report) blank() bool {
	return r.status == 0 && r.message == "" && r.errType == "" && r.code == "" && len(r.messages) == 0 && r.body != htmlBody
}

const maxSummary = 160 // Characters of a summary.

// summary is the error in one line. The quote stands for the message of an error that has none.
func (r *report) summary(quote string) string {
	words := flow.WithoutHeaders(cmp.Or(r.message, quote))
	if isCode(words) { // A name says too little where it stands beside others.
		said := r.sentence(words)
		if line := r.line(); said == "" && strings.Contains(line, words) {
			said = line
		}
		words = cmp.Or(said, words)
	}
	if words == "" {
		switch r.body {
		case htmlBody:
			words = "an HTML page"
		case emptyBody:
			words = "no body"
		default:
			words = r.beginning()
		}
	}
	head := r.errType
	if r.code != r.errType && r.code != fmt.Sprint(r.status) {
		head = strings.TrimSpace(head + " " + r.code)
	}
	if strings.Contains(words, head) {
		head = ""
	}
	if status := fmt.Sprint(r.status); r.status != 0 && !(head == "" && strings.Contains(words, status)) {
		head = strings.TrimSpace(status + " " + head)
	}
	if head != "" && words != "" {
		head += ": "
	}
	return printable(head+words, maxSummary)
}

var (
	bareStatus = expr.Lazy{Expr: `(?i)https?://\S+|http/[\d.]+|status(?: code)?|error|forbidden|unauthorized|bad request|not found|payment required|too many requests`}
	longWord   = expr.Lazy{Expr: `\pL{3,}`}
)

// notes joins what every error has to what the signs took out of it.
func (r *report) notes(o outcome) []flow.Note {
	from := o.notes
	o.notes = nil
	if r.status != 0 {
		o.note("status", fmt.Sprint(r.status))
	}
	o.note("error_type", r.errType)
	o.note("error_code", r.code)
	o.sentence("message", r.message)
	if r.message == "" && !r.blank() || isCode(r.message) || r.message == "" && o.named != namedNothing {
		o.sentence(flow.Line, r.sentence(o.quote))
	}
	o.note("request_id", r.requestID)
	o.note("host", r.host())
	o.note("endpoint", pathOf(r.url()))
	o.note("answered_by", o.answered)
	for _, n := range from {
		o.note(n.Name, n.Text)
	}
	return o.notes
}
