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
	hays        hays              // The texts of the paste that is read.
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
	if newest, older, ok := s.newest(texts, all); ok {
		all, asides = newest, older
	}
	if lasting, passing, ok := s.lasting(all); ok {
		all, asides = lasting, append(asides, passing...)
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
	if s.otherCauses[o.cause] || s.hasOtherService(text) {
		if rest, left := s.withoutOtherServices(text); len(left) > 0 {
			found := s.found(rest)
			if alone, made, more := s.mostTelling(ofTheCall(found)); s.decidesAlone(alone.report, made, o) {
				all, tells, o, causes, text, asides = found, alone, made, more, rest, append(asides, left...)
			}
		}
	}
	decides := tells.report
	o.party(tells, decides)
	if out.Rivals = causes.rivals(all, asides); len(out.Rivals) > 0 { // What is of another one is not of this one.
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
	out.Others = others(all, append(ofPrograms(texts, all, decides, asides, strings.Trim(o.quote, "… ")), asides...), out.Summary)
	out.Notes = decides.notes(o)
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

// maxTried is how many different errors of a text the signs are tried on, from its end.
const maxTried = 16

// mostTelling returns the error that decides, with what the signs made of it. Of equally telling ones the later decides, unless
// it says nothing but the status of the earlier. It also returns what the errors name as causes.
func (s *Signs) mostTelling(all []*report) (*subject, outcome, causes) {
	var best *subject
	var made outcome
	var rank telling
	var named causes
	tried := make(map[string]bool)
	for i := len(all) - 1; i >= 0 && len(tried) < maxTried; i-- {
		r := all[i]
		key := r.key()
		if tried[key] {
			continue
		}
		tried[key] = true
		if best != nil && r.status != 0 && best.status != 0 && r.status != best.status && s.lines.retried(r.line()) {
			continue // What the client tried again with another end is not what the call ended with.
		}
		r.surround()
		settled(s.known, r)
		sub := s.subject(r)
		o := s.apply(sub, false)
		if o.named == namedNothing && len(r.messages) > 0 && (r.body != envelopeBody || r.requestID == "") {
			o = s.applyAround(sub, o)
		}
		t := r.telling(o)
		if t == tellsCause {
			named = append(named, cause{r, key, o.cause, o.quote})
		}
		if best == nil || t > rank || t == rank && (best.adds(r) || s.parties.servesNone(best.report) && s.parties.servesModels(r.host())) {
			best, made, rank = sub, o, t
		}
	}
	return best, made, named
}

// applyAround tries the signs once more, with what stands around an error whose own message names nothing: a client's sentence,
// say, beside the status that its library printed. What the API itself wrote needs no such help.
func (s *Signs) applyAround(sub *subject, o outcome) outcome {
	with := *sub
	with.messages = slices.Concat(sub.messages, sub.whole[:min(len(sub.whole), max(0, maxMessages-len(sub.messages)))])
	if around := s.apply(&with, false); around.named == named {
		return around
	}
	return o
}

// key tells errors apart that say different things.
func (r *report) key() string {
	if r.message == "" && r.errType == "" && r.code == "" {
		return fmt.Sprint(r.start, r.status) // What it says stands around it.
	}
	return fmt.Sprintf("%d %s %s %s %s", r.status, r.errType, r.code, r.body, r.message)
}

// adds reports whether the earlier error, as telling as r, says more of the same: r has its status, and no message.
func (r *report) adds(earlier *report) bool {
	return r.status != 0 && r.status == earlier.status && r.message == "" && earlier.message != ""
}

// telling is how much an error tells of its cause.
type telling uint8

const (
	tellsNothing   telling = iota
	tellsElsewhere         // It names something that is no error of the service.
	tellsStatus            // It has a status.
	tellsAnswer            // It is an answer with an envelope, or with the id of a request.
	tellsCause             // A code or a sentence of it names a cause.
)

// telling returns how much the error tells, by what the signs made of it.
func (r *report) telling(o outcome) telling {
	switch {
	case o.named == named:
		return tellsCause
	case r.body == envelopeBody || r.requestID != "":
		return tellsAnswer
	case o.named == namedElsewhere:
		return tellsElsewhere
	case r.status != 0 || r.errType != "" || r.code != "" || len(o.facts) > 0:
		return tellsStatus
	default:
		return tellsNothing
	}
}

// others lists errors, the same ones once, without the one that decided, and lines that tell of something else. What stands there as a line
// many times says how often. Of very many the latest are looked at.
func others(all []*report, asides []string, decided string) []string {
	var lines []string
	times, rows, sources := make(map[string]int), make(map[string]int), make(map[string]bool)
	list := func(line string, most int) {
		if line != "" && line != decided && len(lines) < most && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, line := range asides {
		rows[line]++
	}
	for i := len(asides) - 1; i >= max(0, len(asides)-maxLooked); i-- {
		line := printable(asides[i], maxSummary)
		times[line] += rows[asides[i]]
		delete(rows, asides[i])
		list(line, maxOthers/2)
	}
	apart := len(lines)
	for i := len(all) - 1; i >= max(0, len(all)-maxLooked); i-- {
		list(all[i].summary(""), maxOthers)
		sources[all[i].source] = true
	}
	for source := range sources { // Equal lines that follow one another are one error.
		for line := range strings.Lines(source) {
			if line = strings.TrimSpace(line); len(line) <= maxSummary && slices.Contains(lines[apart:], line) {
				times[line]++
			}
		}
	}
	slices.Reverse(lines)
	for i, line := range lines {
		if n := times[line]; n > 1 {
			lines[i] = fmt.Sprintf("%s (%d×)", line, n)
		}
	}
	return lines
}

// byProgram is a line in which a program tells that something was refused: after a class of errors, a code of its own, or the word error.
var byProgram = expr.Lazy{Expr: `^(?:\(error\) |[\w.-]+(?:Error|Exception|Failure): |(?:[Ee]rror|ERROR|[Ff]atal|FATAL): |\w+: )*(?:[\w.-]+(?:Error|Exception|Failure): |(?:[Ee]rror|ERROR|[Ff]atal|FATAL): |E[A-Z]{4,}: |NO[A-Z]{3,} |[A-Z]{5,} |\([A-Z][A-Za-z]+\) )` +
	`.*(?i:\b(?:denied|permissions?|unauthori[sz]ed|(?:not|have|required) (?:authori[sz]\w+|permitted|allowed)|authentication|refused|forbidden)\b)|<Code>\w+</Code>|^[\w./-]+: .*: [Pp]ermission denied$`}

// ofPrograms returns the lines of texts in which another program tells that something was refused, and that stand in none of the errors nor
// in what is listed anyway, and are not what is quoted.
func ofPrograms(texts []string, all []*report, decides *report, listed []string, quote string) (lines []string) {
	all = append(slices.Clone(all[max(0, len(all)-maxTried):]), decides)
	known := decides.whole() + "\n" + strings.Join(listed[max(0, len(listed)-maxLooked):], "\n")
	own := make(map[string]bool) // Of the lines that were looked at.
	for _, text := range texts {
		for line := range strings.Lines(bare(text)) {
			line = strings.TrimSpace(line)
			if len(line) > maxLogLine || strings.HasSuffix(line, "{") || !byProgram.MatchString(line) {
				continue
			}
			is, looked := own[line]
			if !looked && len(own) < maxLooked {
				is = strings.Contains(known, line) || quote != "" && strings.Contains(line, quote) || slices.ContainsFunc(all, func(r *report) bool { return r.has(line) })
				own[line] = is
			}
			if !is {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// whole is all that the error stands in. The text around it may have become shorter since it was found.
func (r *report) whole() string { return r.source[r.start:min(r.end, len(r.source))] }

// has reports whether the error begins or ends on a line, or the line tells of it.
func (r *report) has(line string) bool {
	own := r.whole()
	last := r.start + strings.LastIndexByte(own, '\n') + 1
	if last == r.start {
		last = strings.LastIndexByte(r.source[:r.start], '\n') + 1
	}
	rest, _, _ := strings.Cut(r.source[last:], "\n")
	return strings.Contains(rest, line) || strings.Contains(r.line(), line) || r.message != "" && strings.Contains(line, r.message) || r.errType != "" && strings.Contains(line, r.errType) || r.code != "" && strings.Contains(line, r.code)
}

const (
	maxOthers = 20   // Other errors that are listed; the latest are kept.
	maxLooked = 1000 // Other errors that are looked at for that.
)

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
