package evidence

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/expr"
)

// subject is one error with what the signs are tried on.
type subject struct {
	*report
	messages      []*hay
	whole         []*hay // The readings of the whole text.
	host, url, id *hay
	values        map[string]*hay // Of the headers.
	pasted        *hay            // All of what the error was found in.
	parties       *parties
	asked         bool   // Who answered was looked for.
	party         *party // Who that is; nil if nothing shows it.
	partyQuote    string // The words that show it.

	answer func() []*hay // The lines of an answer in the service's envelope, or the whole text.
	own    func() []*hay // What tells who answered.
}

// maxSegments is the number of pieces between dots that a client may have printed around a text.
const maxSegments = 8

// subject prepares an error for matching.
func (s *Signs) subject(r *report) *subject {
	of := s.hays.of
	sub := &subject{report: r, parties: &s.Shared.parties, whole: s.hays.all(r.text, r.joined, r.seen), host: of(r.host()), url: of(r.url()), id: of(r.requestID), pasted: of(r.source)}
	sub.answer = sync.OnceValue(func() []*hay {
		if r.body != envelopeBody {
			return sub.whole
		}
		return s.hays.all(unwrap(r.ownLines()))
	})
	sub.own = sync.OnceValue(func() []*hay {
		if !sub.parties.identified(sub.id) {
			return sub.whole
		}
		return sub.answer()
	})
	if len(r.messages) > 0 {
		for _, m := range r.messages {
			sub.messages = append(sub.messages, s.hays.all(squeeze(m))...) // A copied frame leaves runs of spaces in a sentence.
		}
	} else {
		sub.messages = sub.whole
		if strings.Contains(r.text, " · ") {
			sub.messages = append(s.hays.all(strings.SplitN(r.text, " · ", maxSegments)...), sub.whole...)
		}
	}
	if len(r.headers) > 0 {
		sub.values = make(map[string]*hay, len(r.headers))
		for _, h := range r.headers {
			sub.values[h.name] = of(h.value)
		}
	}
	return sub
}

// by returns who answered, or nil if nothing shows it.
func (s *subject) by() *party {
	if !s.asked {
		s.asked = true
		s.party, s.partyQuote = s.parties.of(s)
	}
	return s.party
}

// hit is where a sign matched: the words that decided, and what the pattern's groups caught.
type hit struct {
	quote  string
	groups []string // The first is the whole match.
}

func (h *hit) keep(quote string, f found) {
	if h.quote == "" {
		h.quote = quote
	}
	if len(h.groups) < 2 && f.ok() {
		h.groups = f.groups()
	}
}

// match reports whether the conditions hold, and by which words. The most telling condition gives the quote.
func (m *matcher) match(s *subject) (hit, bool) {
	var h hit
	if !m.shape(s) {
		return h, false
	}
	whole := s.whole
	if m.answerer && m.text != nil {
		whole = s.own()
	}
	if m.msg != nil && !m.msg.in(s.messages...) || m.text != nil && !m.text.in(whole...) ||
		len(m.party) > 0 && (s.by() == nil || !slices.Contains(m.party, s.party.Kind)) || m.nowhere != nil && m.nowhere.first(s.pasted).ok() {
		return h, false
	}
	for _, c := range []struct {
		p     *pattern
		other *expr.Lazy
		texts []*hay
	}{{m.msg, nil, s.messages}, {m.text, m.other, whole}} {
		if c.p == nil {
			continue
		}
		f := c.p.firstBut(c.other, c.texts...)
		if !f.ok() {
			return h, false
		}
		h.keep(excerpt(f.text, f.place[0], f.place[1], s.begins(f.text)), f)
	}
	for _, hp := range m.headers {
		value, ok := s.values[hp.name]
		if !ok {
			return h, false
		}
		f := hp.first(value)
		if !f.ok() {
			return h, false
		}
		h.keep(hp.name+": "+value.text, f)
	}
	for _, c := range []struct {
		p    *pattern
		text *hay
	}{{m.url, s.url}, {m.host, s.host}, {m.id, s.id}} {
		if c.p == nil {
			continue
		}
		if c.text.text == "" {
			return h, false
		}
		f := c.p.first(c.text)
		if !f.ok() {
			return h, false
		}
		h.keep(c.text.text, f)
	}
	if h.quote == "" {
		h.quote = m.quote(s)
	}
	return h, true
}

// shape tries the conditions that need no pattern.
func (m *matcher) shape(s *subject) bool {
	if len(m.codes) > 0 && !slices.Contains(m.codes, s.code) ||
		len(m.types) > 0 && !slices.Contains(m.types, s.errType) ||
		len(m.body) > 0 && !slices.Contains(m.body, s.body) {
		return false
	}
	if m.anyStatus {
		return true
	}
	if s.status == 0 {
		return m.unknown
	}
	return slices.ContainsFunc(m.status, func(sp span) bool { return s.status >= sp.low && s.status <= sp.high })
}

// quote returns the words for a sign that has no pattern.
func (m *matcher) quote(s *subject) string {
	switch {
	case len(m.codes) > 0:
		return cmp.Or(s.nameQuote, s.code)
	case len(m.party) > 0:
		return s.partyQuote
	case len(m.types) > 0:
		return cmp.Or(s.nameQuote, s.errType)
	case !m.anyStatus && s.statusQuote != "":
		return s.statusQuote
	case s.message != "":
		return s.message
	default:
		return s.text
	}
}

var groupRef = expr.Lazy{Expr: `\$[0-9]`}

// expand puts the groups into a note's text.
func (h *hit) expand(text string) string {
	return groupRef.ReplaceAllStringFunc(text, func(ref string) string {
		if n := int(ref[1] - '0'); n < len(h.groups) {
			return h.groups[n]
		}
		return ""
	})
}

// outcome is what the signs made of one error.
type outcome struct {
	facts    []flow.Fact
	notes    []flow.Note
	answered string
	cause    string // The fact that names it.
	quote    string // Of the sign that named a cause.
	named    naming
	byParty  bool     // Who answered names the cause.
	signs    []string // Those of which something was kept.
}

// naming is what the most trusted sign named.
type naming uint8

const (
	namedNothing   naming = iota
	namedElsewhere        // Something that is no error of the service, or what only stands in for a cause.
	named                 // A cause.
)

// apply tries the signs on the error, the most trusted first: those of errors, or those of what stands anywhere.
func (s *Signs) apply(sub *subject, anywhere bool) outcome {
	var o outcome
	settings := sub.report.blank() && onlySettings(sub.report.source)
	shown := make(map[string]string) // Quotes made printable: many facts share one.
	says := func(id string, v flow.Value, quote, rule string) {
		if !slices.ContainsFunc(o.facts, func(f flow.Fact) bool { return f.ID == id }) {
			o.facts = append(o.facts, flow.Fact{ID: id, Value: v, From: flow.Pasted, Quote: quote, Rule: rule})
		}
	}
	rules := s.rules
	if anywhere {
		rules = s.anywhere
	}
	for i := range rules {
		rule := &rules[i]
		if rule.sign.Names != "" && o.cause != "" && rule.sign.Names != o.cause {
			continue
		}
		if settings && rule.sign.Names != "" {
			continue // What is set says who would answer, and nobody has.
		}
		h, ok := rule.when.match(sub)
		if !ok || rule.excepted(sub) {
			continue
		}
		facts, notes, answered := len(o.facts), len(o.notes), o.answered
		quote, ok := shown[h.quote]
		if !ok {
			quote = printable(h.quote, maxQuote)
			shown[h.quote] = quote
		}
		if n := rule.sign.Names; n != "" {
			if o.cause == "" {
				o.named, o.byParty = named, len(rule.sign.When.Party) > 0
				if rule.sign.Elsewhere || rule.sign.Last {
					o.named = namedElsewhere
				}
			}
			o.cause = n
			o.quote = cmp.Or(o.quote, quote)
			says(n, flow.Yes, quote, rule.sign.ID)
		}
		for _, said := range rule.sign.Says {
			says(said.Fact, said.Value, quote, rule.sign.ID)
		}
		if o.answered == "" {
			o.answered = rule.sign.AnsweredBy
			if len(rule.sign.When.Party) > 0 && rule.sign.Names != "" { // Else it tells only where the call went.
				o.answered = cmp.Or(o.answered, sub.party.Name)
			}
		}
		for _, n := range rule.sign.Notes {
			o.note(n.Name, h.expand(n.Text))
		}
		if len(o.facts) > facts || len(o.notes) > notes || o.answered != answered {
			o.signs = append(o.signs, rule.sign.ID)
		}
	}
	return o
}

const partyNote = "party"

// party notes who answered, unless only the id of the request tells it, of which a sign says the same. An answer in the service's
// envelope and with its id is not of some other service that stands beside it.
func (o *outcome) party(sub *subject, decides *report) {
	if p := sub.by(); p != nil && (len(p.Hosts) > 0 || p.marks != nil) && !(p.Kind == "service" && decides.body == envelopeBody && decides.requestID != "") {
		o.note(partyNote, p.Name)
	}
}

func (r *rule) excepted(s *subject) bool {
	for i := range r.unless {
		if _, ok := r.unless[i].match(s); ok {
			return true
		}
	}
	return false
}

const (
	maxNote     = 200 // Characters of a note.
	maxSentence = 600 // Characters of what an error says.
)

func (o *outcome) note(name, text string) { o.noteUpTo(maxNote, name, text) }

// sentence notes an error's own words, which are kept whole as far as a ticket can bear.
func (o *outcome) sentence(name, text string) { o.noteUpTo(maxSentence, name, text) }

func (o *outcome) noteUpTo(most int, name, text string) {
	text = printable(strings.TrimSpace(text), most)
	if text == "" || slices.ContainsFunc(o.notes, func(n flow.Note) bool { return n.Name == name }) {
		return
	}
	o.notes = append(o.notes, flow.Note{Name: name, Text: text, From: flow.Pasted})
}
