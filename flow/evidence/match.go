package evidence

import (
	"regexp"
	"slices"
	"strings"

	"why403/flow"
)

// subject is one error with what the signs are tried on.
type subject struct {
	*report
	host, url string
	inText    seen // Literals in the text and in the messages.
	inWords   seen // Literals in anything else.
}

// subject prepares an error for matching.
func (s *Signs) subject(r *report) *subject {
	sub := &subject{report: r, host: r.host(), url: r.url()}
	sub.inText = s.words.find(s.literals, append([]string{r.text, r.joined}, r.messages...)...)
	words := []string{sub.host, sub.url, r.requestID}
	for _, h := range r.headers {
		words = append(words, h.value)
	}
	sub.inWords = s.words.find(s.literals, words...)
	return sub
}

// hit is where a sign matched: the words that decided, and what the pattern's groups caught.
type hit struct {
	quote  string
	groups []string // The first is the whole match.
}

func (h *hit) keep(quote string, groups []string) {
	if h.quote == "" {
		h.quote = quote
	}
	if len(h.groups) < 2 && len(groups) > 0 {
		h.groups = groups
	}
}

// maxSegments is the number of pieces between dots that a client may have printed around a text.
const maxSegments = 8

// match reports whether the conditions hold, and by which words. The most telling condition gives the quote.
func (m *matcher) match(s *subject) (hit, bool) {
	var h hit
	if !m.shape(s) {
		return h, false
	}
	if m.msg != nil {
		texts := s.messages
		if len(texts) == 0 {
			texts = append([]string{s.text, s.joined}, strings.SplitN(s.text, " · ", maxSegments)...)
		}
		q, g := m.msg.first(s.inText, texts...)
		if g == nil {
			return h, false
		}
		h.keep(excerpt(q, g[0]), g)
	}
	if m.text != nil {
		q, g := m.text.first(s.inText, s.text, s.joined)
		if g == nil {
			return h, false
		}
		h.keep(excerpt(q, g[0]), g)
	}
	for _, hp := range m.headers {
		found := false
		for _, have := range s.headers {
			if have.name != hp.name {
				continue
			}
			if _, g := hp.first(s.inWords, have.value); g != nil {
				h.keep(have.name+": "+have.value, g)
				found = true
				break
			}
		}
		if !found {
			return h, false
		}
	}
	for _, c := range []struct {
		p    *pattern
		have string
	}{{m.url, s.url}, {m.host, s.host}, {m.id, s.requestID}} {
		if c.p == nil {
			continue
		}
		q, g := c.p.first(s.inWords, c.have)
		if g == nil {
			return h, false
		}
		h.keep(q, g)
	}
	h.keep(m.quote(s), nil)
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
		return s.code
	case len(m.types) > 0:
		return s.errType
	case !m.anyStatus && s.statusQuote != "":
		return s.statusQuote
	case s.message != "":
		return s.message
	default:
		return s.text
	}
}

// first returns the first of the texts that the pattern matches, with its groups, or no groups. The set tells which
// literals are in the texts.
func (p *pattern) first(in seen, texts ...string) (string, []string) {
	if !in.any(p.literals) {
		return "", nil
	}
	for _, t := range texts {
		if t == "" {
			continue
		}
		if g := p.re().FindStringSubmatch(t); g != nil {
			return t, g
		}
	}
	return "", nil
}

var groupRef = regexp.MustCompile(`\$[0-9]`)

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
	quote    string // Of the sign that named a cause.
}

// apply tries all signs on the error, the most trusted first.
func (s *Signs) apply(r *report) outcome {
	sub := s.subject(r)
	var o outcome
	named := ""
	says := func(id string, v flow.Value, quote, rule string) {
		if !slices.ContainsFunc(o.facts, func(f flow.Fact) bool { return f.ID == id }) {
			o.facts = append(o.facts, flow.Fact{ID: id, Value: v, From: flow.Pasted, Quote: quote, Rule: rule})
		}
	}
	for i := range s.rules {
		rule := &s.rules[i]
		if rule.sign.Names != "" && named != "" && rule.sign.Names != named {
			continue
		}
		h, ok := rule.when.match(sub)
		if !ok || rule.excepted(sub) {
			continue
		}
		quote := printable(h.quote, maxQuote)
		if n := rule.sign.Names; n != "" {
			named = n
			o.quote = orElse(o.quote, quote)
			says(n, flow.Yes, quote, rule.sign.ID)
		}
		for _, said := range rule.sign.Says {
			says(said.Fact, said.Value, quote, rule.sign.ID)
		}
		if o.answered == "" {
			o.answered = rule.sign.AnsweredBy
		}
		for _, n := range rule.sign.Notes {
			o.note(n.Name, h.expand(n.Text))
		}
	}
	return o
}

func (r *rule) excepted(s *subject) bool {
	for i := range r.unless {
		if _, ok := r.unless[i].match(s); ok {
			return true
		}
	}
	return false
}

const maxNote = 200 // Characters of a note.

func (o *outcome) note(name, text string) {
	text = printable(strings.TrimSpace(text), maxNote)
	if text == "" || slices.ContainsFunc(o.notes, func(n flow.Note) bool { return n.Name == name }) {
		return
	}
	o.notes = append(o.notes, flow.Note{Name: name, Text: text, From: flow.Pasted})
}
