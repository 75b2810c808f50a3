package evidence

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/expr"
)

// Sign is one rule that reads an error: when its conditions hold, it says facts. It is plain data.
type Sign struct {
	ID string
	// When holds the conditions, all of which must hold.
	When Match `key:",inline"`
	// Unless is a list of exceptions: the sign does not count when all conditions of one of them hold.
	Unless []Match

	// Names is the fact that names a cause, said as yes. Of all signs that hold, only the most trusted may name a cause;
	// the others that would name a different one say nothing. Empty for a sign that names none.
	Names string
	// Says holds further facts. A fact said by a more trusted sign keeps its value.
	Says []SaidFact
	// AnsweredBy is a phrase for who wrote the answer, as in "a company proxy". The most trusted sign's phrase is kept.
	AnsweredBy string
	// Notes holds the notes that the sign takes out of the text.
	Notes []Noted
	// Last is set for a sign that counts only after every other, as a bare type or the shape of a page does.
	Last bool
	// Elsewhere is set for a sign of what is no error of the service: any error of the service's decides before it.
	Elsewhere bool
	// Anywhere is set for a sign of what stands beside the error: settings, or what a command printed. It is tried on the whole
	// text, whichever error decides, and names no cause.
	Anywhere bool
	// Beside is set for a sign for which other lines count even where the id of the request tells who answered, as for what a client
	// says about the answer that it got. Else the text of a sign with AnsweredBy, and that of every exception, is looked for on the
	// answer's own lines then: what others say on other lines is of another call.
	Beside bool
	// Source is where the text stands that the sign reads: an address, or a package with its version. MadeUp is set for a sign
	// whose text nobody has seen. Neither decides anything.
	Source string
	MadeUp bool
	Pos    flow.Pos
}

// SaidFact is a fact with its value.
type SaidFact struct {
	Fact  string
	Value flow.Value
}

// Noted is a note's name and its text, in which $1 stands for the first group of the sign's pattern.
type Noted struct{ Name, Text string }

// Match is a set of conditions over one error. Conditions that are left empty do not count. Patterns are regular
// expressions that ignore case.
type Match struct {
	Codes     []string      `key:"code"` // One of these is the error code.
	Types     []string      `key:"type"` // One of these is the error type.
	Status    []string      // The status is one of these: a number, a range such as 500-504, or "none" where it is not known.
	Body      []string      // The body is one of these kinds: envelope, json, html, empty, plain.
	Headers   []HeaderMatch `key:"header"` // All of these headers are there and match.
	Party     []string      // Who answered is of one of these kinds; see Party.
	Host      string        // Pattern over the host of the failing call.
	URL       string        // Pattern over the address of the failing call.
	RequestID string        // Pattern over the request id.
	Message   string        // Pattern over the error's messages; over the whole text when none was found in it.
	Text      string        // Pattern over the whole text of the error.
	OtherThan string        // Pattern over the first group of Text, in the case it is written in: a place where it matches does not count.
	Nowhere   string        // Pattern that nothing in what was pasted matches, be it near the error or not.
}

// HeaderMatch is a condition on one header.
type HeaderMatch struct{ Name, Pattern string }

// FieldError is a mistake in one field of a sign.
type FieldError struct {
	Sign  string // The sign's id.
	Field string // The field as signs.yaml spells it, such as "message" or "unless.text".
	Value string // The value that is wrong; may be empty.
	Err   error
}

func (e *FieldError) Error() string { return fmt.Sprintf("sign %q: %s: %v", e.Sign, e.Field, e.Err) }

func (e *FieldError) Unwrap() error { return e.Err }

// The kinds of body that an error can have.
const (
	envelopeBody = "envelope" // {"type":"error","error":{…}}
	jsonBody     = "json"     // Any other object.
	htmlBody     = "html"
	emptyBody    = "empty" // Headers, and nothing after them.
	plainBody    = "plain" // Text.
)

var bodies = []string{envelopeBody, jsonBody, htmlBody, emptyBody, plainBody}

// tier is how far a sign is trusted; the lower is trusted more.
type tier uint8

const (
	byCode tier = iota
	byShape
	byType
	byMessage
	byText
	byDefault
)

func (s *Sign) tier() tier {
	m := &s.When
	switch {
	case s.Last:
		return byDefault
	case len(m.Codes) > 0:
		return byCode
	case len(m.Headers) > 0 || len(m.Body) > 0 || len(m.Party) > 0 || m.Host != "" || m.URL != "" || m.RequestID != "":
		return byShape
	case m.Message != "":
		return byMessage
	case m.Text != "":
		return byText
	default:
		return byType
	}
}

// rule is a compiled sign.
type rule struct {
	sign   *Sign
	tier   tier
	when   matcher
	unless []matcher
}

// matcher is a compiled Match.
type matcher struct {
	codes, types, body       []string
	party                    []string
	status                   []span
	answerer                 bool // It is about who answered: where the id tells that, other lines do not count.
	anyStatus                bool // No condition on the status.
	unknown                  bool // The status may be unknown.
	headers                  []headerPattern
	host, url, id, msg, text *pattern
	other                    *expr.Lazy // What the first group of text must not be; nil for none.
	nowhere                  *pattern
}

type span struct{ low, high int }

type headerPattern struct {
	name string
	*pattern
}

// compiler gathers the mistakes of all signs and the alternatives of all patterns.
type compiler struct {
	sign     *Sign
	errs     []error
	kept     Index      // Of the same patterns, as it was made before; the zero one is made anew.
	patterns [][]Branch // Those that there were so far, unless an index of them was kept.
	count    int        // How many there were.
	// alternatives is how many those have.
	alternatives int
	made         map[string]*pattern // By expression: many signs share one.
	*branches
}

func newCompiler(kept Index) *compiler {
	return &compiler{kept: kept, made: make(map[string]*pattern), branches: new(branches)}
}

// done makes the patterns ready, once there are no more of them.
func (c *compiler) done() error {
	if c.kept.Patterns == "" {
		c.kept = indexOf(c.patterns)
	}
	if c.kept.Patterns.len() != c.count+1 {
		c.errs = append(c.errs, errors.New("the index that was kept is of other patterns"))
	}
	*c.branches = branchesOf(&c.kept)
	return errors.Join(c.errs...)
}

func (c *compiler) bad(field, value string, err error) {
	c.errs = append(c.errs, &FieldError{Sign: c.sign.ID, Field: field, Value: value, Err: err})
}

func (c *compiler) rule(s *Sign) rule {
	c.sign = s
	r := rule{sign: s, tier: s.tier(), when: c.matcher("", &s.When)}
	r.when.answerer = s.AnsweredBy != "" && !s.Beside
	if s.When.empty() {
		c.bad("id", s.ID, errors.New("the sign has no condition"))
	}
	for i := range s.Unless {
		if s.Unless[i].empty() {
			c.bad("unless", "", errors.New("the exception has no condition"))
		}
		unless := c.matcher("unless.", &s.Unless[i])
		unless.answerer = !s.Beside
		r.unless = append(r.unless, unless)
	}
	if m := s.When; s.Anywhere && (s.Names != "" || m.Text == "" || len(m.Codes)+len(m.Types)+len(m.Status)+len(m.Body)+len(m.Headers)+len(m.Party) > 0 || m.Host+m.URL+m.RequestID+m.Message != "") {
		c.bad("anywhere", "", errors.New("a sign of what stands anywhere has a pattern over the text, no other condition, and names no cause"))
	}
	if s.Names == "" && len(s.Says) == 0 && len(s.Notes) == 0 && s.AnsweredBy == "" {
		c.bad("id", s.ID, errors.New("the sign says nothing"))
	}
	return r
}

func (m *Match) empty() bool {
	return len(m.Codes)+len(m.Types)+len(m.Status)+len(m.Body)+len(m.Headers)+len(m.Party) == 0 &&
		m.Host+m.URL+m.RequestID+m.Message+m.Text+m.Nowhere == ""
}

func (c *compiler) matcher(at string, m *Match) matcher {
	out := matcher{codes: m.Codes, types: m.Types, body: m.Body, party: m.Party, anyStatus: len(m.Status) == 0}
	for _, b := range m.Body {
		if !slices.Contains(bodies, b) {
			c.bad(at+"body", b, fmt.Errorf("%q is none of %s", b, strings.Join(bodies, ", ")))
		}
	}
	for _, s := range m.Status {
		if s == "none" {
			out.unknown = true
			continue
		}
		low, high, ok := strings.Cut(s, "-")
		if !ok {
			high = low
		}
		l, err1 := strconv.Atoi(low)
		h, err2 := strconv.Atoi(high)
		if err1 != nil || err2 != nil || l < 100 || h > 599 || l > h {
			c.bad(at+"status", s, fmt.Errorf("%q is neither a status, a range such as 500-504, nor none", s))
			continue
		}
		out.status = append(out.status, span{l, h})
	}
	for _, h := range m.Headers {
		if p := c.pattern(at+"header", h.Pattern); p != nil {
			out.headers = append(out.headers, headerPattern{strings.ToLower(h.Name), p})
		}
	}
	out.host = c.pattern(at+"host", m.Host)
	out.url = c.pattern(at+"url", m.URL)
	out.id = c.pattern(at+"request_id", m.RequestID)
	out.msg = c.pattern(at+"message", m.Message)
	out.text = c.pattern(at+"text", m.Text)
	out.other = c.other(at+"other_than", m)
	out.nowhere = c.pattern(at+"nowhere", m.Nowhere)
	return out
}

// other makes the pattern ready that the first group of the text must not have.
func (c *compiler) other(field string, m *Match) *expr.Lazy {
	if m.OtherThan == "" {
		return nil
	}
	if c.kept.Patterns == "" {
		if _, err := regexp.Compile(m.OtherThan); err != nil {
			c.bad(field, m.OtherThan, err)
			return nil
		}
		if re, err := syntax.Parse(m.Text, syntax.Perl); err == nil && re.MaxCap() == 0 {
			c.bad(field, m.OtherThan, errors.New("text has no group"))
		}
	}
	return &expr.Lazy{Expr: m.OtherThan}
}

func (c *compiler) pattern(field, expr string) *pattern {
	if expr == "" {
		return nil
	}
	if p := c.made[expr]; p != nil {
		return p
	}
	p, err := c.add(expr)
	if err != nil {
		c.bad(field, expr, err)
		return nil
	}
	c.made[expr] = p
	return p
}

// add takes a pattern in.
func (c *compiler) add(expr string) (*pattern, error) {
	p := &pattern{branches: c.branches}
	if c.kept.Patterns != "" {
		if c.count+1 < c.kept.Patterns.len() {
			p.low, p.high = c.kept.Patterns.at(c.count), c.kept.Patterns.at(c.count+1)
		}
		c.count++
		return p, nil
	}
	list, err := alternatives(expr)
	if err != nil {
		return nil, err
	}
	p.low = c.alternatives
	c.alternatives += len(list)
	p.high = c.alternatives
	c.patterns = append(c.patterns, list)
	c.count++
	return p, nil
}
