package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

// What another service answered takes no part in the error beside which it stands. It is a paragraph of its own, or at least a line or
// an object.

// emptyLine parts paragraphs.
var emptyLine = expr.Lazy{Expr: `\n[ \t\r]*\n`}

// paragraphs returns where the paragraphs of a text are, the empty lines behind them included.
func paragraphs(text string) []extent {
	var out []extent
	at := 0
	for _, m := range emptyLine.FindAllStringIndex(text, -1) {
		out = append(out, extent{at, m[1]})
		at = m[1]
	}
	return append(out, extent{at, len(text)})
}

// paragraph is where the paragraphs begin and end in which an error stands.
func paragraph(source string, r *report) (first, last int) {
	for _, p := range paragraphs(source) {
		if p.end <= r.start {
			first = p.end
		}
		if p.start < r.end {
			last = p.end
		}
	}
	return first, last
}

// happened are words of a line that tells of a failure.
var happened = expr.Lazy{Expr: `(?i)(?:errors?|exception|fail(?:ed|ure|ing|s)?|denied|refused|rejected|invalid|illegal|expired|missing|conflict|unable|could not|couldn't|cannot|forbidden|unauthori[sz]ed|suspended|blocked|disabled|exceeded|required|limit|authentication|not (?:allowed|authori[sz]ed|permitted|supported|found|accepted|accessible|eligible)|protected by|violates)\b|\b[45]\d\d\b`}

// typed is a line that shows a command, which leads to what another service answered.
var typed = expr.Lazy{Expr: `^(?:[+$%❯>] |\S{1,40}[$%❯] )`}

// withoutOtherServices takes out of a text what tells by itself that another service answered: lines and objects, and what else stands in
// their paragraphs where that names no cause. It returns what is left, and what is not. What ends in a colon leads to what follows, and
// a frame of a stack to its error.
func (s *Signs) withoutOtherServices(text string) (rest string, out []string) {
	if len(text) > maxSpan {
		return text, nil
	}
	units := s.units(text)
	if len(units) < 2 || !s.mayName(text) {
		return text, nil
	}
	tells := func(part string) bool {
		bare := strings.TrimSpace(part)
		return len(bare) <= maxLogLine && !strings.HasSuffix(bare, ":") && (happened.MatchString(bare) || typed.MatchString(bare)) && !strings.Contains(bare, `", line `) && s.otherCauses[s.tell(part).cause]
	}
	var b strings.Builder
	for _, p := range paragraphs(text) {
		var own strings.Builder
		before := len(out)
		for ; len(units) > 0 && units[0].start < p.end; units = units[1:] {
			if part := text[units[0].start:units[0].end]; tells(part) {
				out = append(out, strings.TrimSpace(part))
			} else {
				own.WriteString(part)
			}
		}
		switch kept := own.String(); {
		case len(out) == before && failing.MatchString(kept) && tells(kept):
			out = append(out, strings.TrimSpace(kept))
		case len(out) == before, happened.MatchString(kept) && (s.byClient(kept) || !programs.MatchString(kept) && s.tell(kept).named == named):
			b.WriteString(kept)
		}
	}
	return b.String(), out
}

// mayName is a quick look for whether anything in a text can name a cause: the words of a sign, a code or the name of a header.
func (s *Signs) mayName(text string) bool {
	sub := s.surroundings(text)
	low := strings.ToLower(text)
	return slices.ContainsFunc(s.rules, func(r rule) bool {
		m := &r.when
		switch {
		case r.sign.Names == "" || s.otherCauses[r.sign.Names] || r.sign.Last:
			return false
		case m.msg != nil || m.text != nil:
			return (m.msg == nil || m.msg.first(sub.whole...).ok()) && (m.text == nil || m.text.first(sub.whole...).ok())
		}
		return slices.ContainsFunc(m.codes, func(code string) bool { return strings.Contains(text, code) }) ||
			slices.ContainsFunc(m.headers, func(h headerPattern) bool { return strings.Contains(low, h.name+":") })
	})
}

// decidesAlone reports whether an error decides that was found in a text without what tells of another service: it names a cause, and no
// other one than was named before. Who answered may only be mentioned, where the error has no words of its own.
func (s *Signs) decidesAlone(r *report, made, before outcome) bool {
	mentioned := made.named == named && made.byParty && r.message == "" && r.status == 0
	switch {
	case mentioned, s.otherCauses[made.cause]:
		return false
	case before.named == named:
		return made.named == named && made.cause == before.cause
	case made.named == named:
		return true
	case made.named == namedElsewhere:
		return r.status != 0
	}
	start, end := paragraph(r.source, r)
	return r.body == envelopeBody || s.hasName(r.errType) || s.parties.hasClients(r.host()) || r.status != 0 && s.byClient(r.source[start:end])
}

// byClient reports whether a text shows a client that was made for a service of whom the signs know.
func (s *Signs) byClient(text string) bool {
	h := s.hays.of(text)
	return slices.ContainsFunc(s.parties.clients, func(p *pattern) bool { return p.first(h).ok() })
}

// hasOtherService is a quick look for the marks of another service.
func (s *Signs) hasOtherService(text string) bool {
	h := s.hays.of(text)
	return slices.ContainsFunc(s.parties.marks, func(k *party) bool {
		return k.marks != nil && s.otherKinds[k.Kind] && k.marks.first(h).ok()
	})
}

// units returns the lines of a text, those of an object or of a page as one.
func (s *Signs) units(text string) []extent {
	parts := collect(text, s.Shared, 0)
	var out []extent
	for at := 0; at < len(text); {
		end := at
		for {
			n := strings.IndexByte(text[end:], '\n')
			if n < 0 {
				end = len(text)
				break
			}
			end += n + 1
			inside := func(r *report) bool { return r.start < end && end < r.end }
			if i := slices.IndexFunc(parts, inside); i < 0 {
				break
			}
		}
		out = append(out, extent{at, end})
		at = end
	}
	return out
}

// tell returns what a text names by itself.
func (s *Signs) tell(text string) outcome {
	_, o, _ := s.mostTelling(s.found(text))
	return o
}
