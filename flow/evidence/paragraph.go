package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

// Two errors that have nothing to do with each other stand in paragraphs of their own, as do sentences of clients that no status and
// no object goes with.

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

// paragraph is where the paragraph of an error begins and ends.
func paragraph(source string, r *report) (first, last int) {
	first, last = 0, len(source)
	for _, m := range emptyLine.FindAllStringIndex(source, -1) {
		switch {
		case m[1] <= r.start:
			first = m[1]
		case m[0] >= r.end:
			return first, m[0]
		}
	}
	return first, last
}

// happened are words of a line that tells of a failure.
var happened = expr.Lazy{Expr: `(?i)(?:errors?|exception|fail(?:ed|ure|ing|s)?|denied|refused|rejected|invalid|illegal|expired|missing|conflict|unable|could not|couldn't|cannot|forbidden|unauthori[sz]ed|suspended|blocked|disabled|exceeded|required|limit|authentication|not (?:allowed|authori[sz]ed|permitted|supported|found|accepted))\b|\b[45]\d\d\b`}

// withoutAnother takes out of a text what tells by itself that another service answered: lines and objects, and what else stands in
// their paragraphs where that tells of no call. It returns what is left, and what is not. What ends in a colon leads to what follows.
func (s *Signs) withoutAnother(text string) (rest string, out []string) {
	if len(text) > maxSpan {
		return text, nil
	}
	units := s.units(text)
	if len(units) < 2 || !s.mayName(text) {
		return text, nil
	}
	tells := func(part string) bool {
		bare := strings.TrimSpace(part)
		return len(bare) <= maxLogLine && !strings.HasSuffix(bare, ":") && happened.MatchString(bare) && !strings.Contains(bare, `", line `) && s.another[s.tell(part).cause]
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
		case len(out) == before, happened.MatchString(kept) && !programs.MatchString(kept) && s.tell(kept).named == named:
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
		case r.sign.Names == "" || s.another[r.sign.Names] || r.sign.Last:
			return false
		case m.msg != nil || m.text != nil:
			return (m.msg == nil || m.msg.first(sub.inWhole, sub.whole...).ok()) && (m.text == nil || m.text.first(sub.inWhole, sub.whole...).ok())
		}
		return slices.ContainsFunc(m.codes, func(code string) bool { return strings.Contains(text, code) }) ||
			slices.ContainsFunc(m.headers, func(h headerPattern) bool { return strings.Contains(low, h.name+":") })
	})
}

// decidesAlone reports whether an error decides that was found in a text without what tells of another service: it names a cause, and no
// other one than was named before. Who answered may only be mentioned, where the error has no words of its own.
func (s *Signs) decidesAlone(r *report, made, before outcome) bool {
	switch {
	case made.named != named || s.another[made.cause] || made.byParty && r.message == "":
		return false
	case before.named == named:
		return made.cause == before.cause
	}
	return true
}

// speaksOfAnother is a quick look for the marks of a service that is another one.
func (s *Signs) speaksOfAnother(text string) bool {
	h := newHay(text)
	in := s.parties.find(h)
	return slices.ContainsFunc(s.parties.marks, func(k *party) bool {
		return k.marks != nil && s.anothers[k.Kind] && k.marks.first(in, h).ok()
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
