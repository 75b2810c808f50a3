package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

// A call is refused today for what it is refused for today. What a text tells to be older takes no part where what is newer tells of a
// refusal: by the times of a log, or by the words of whoever pasted it.

var (
	remark    = expr.Lazy{Expr: `(?:\(|<-|←|# |（)[^()（）\n]{3,80}[)）]?$`} // Behind what it is about.
	clauseEnd = expr.Lazy{Expr: `[.,;!)–—-] |[。，；、）] ?`}                 // Between an error and what is said of it.
	spoken    = expr.Lazy{Expr: `^\[?\d{1,2}:\d\d\b`}                    // Somebody else's turn in a chat.
)

const (
	halfDay    = 12 * 60 // Minutes between what is now and what was before.
	maxTold    = 120     // Bytes of a line, from each of its ends, that tell when something was.
	maxDenied  = 20      // Bytes before a word in which it can be denied.
	maxFirst   = 3       // Words before one that says that something is over.
	maxClauses = 40      // Clauses of a line between which it is parted.
	maxAges    = 8       // Times of a log that are looked at.
)

// When are patterns of the words that tell when an error was: before, or now; that it is no longer asked about; that a call was answered;
// and in what order a history is told. It is plain data.
type When struct {
	Before, Now, Over, Answered, Order []string
	// Words of whoever points to one of several errors: what is asked about and what is not; the first, the second, the third and the last one;
	// what stands before the number of a row; and an error.
	About, Known, Nth, Row, Noun []string
}

// times is a compiled When.
type times struct {
	before, now, over, answered *pattern
	order                       phrases
	*asking
}

func (c *compiler) times(w When) times {
	any := func(field string, patterns []string) *pattern {
		return c.pattern("when."+field, strings.Join(patterns, "|"))
	}
	return times{any("before", w.Before), any("now", w.Now), any("over", w.Over), any("answered", w.Answered), phrasesOf(w.Order), newAsking(w)}
}

// newest reads texts, in which errors were found, without what they tell to be older, as far as there is a refusal in the rest. It returns
// the errors of the rest, the lines of it that tell of something else, and the older errors; none where nothing is older.
func (s *Signs) newest(texts []string, found []*report) (all []*report, asides []string, older []*report) {
	if len(found) == 0 || !slices.ContainsFunc(texts, s.tellsAges) {
		return nil, nil, nil
	}
	lines := s.linesOf(texts)
	for _, age := range ages(lines, s.apartBy(texts)) {
		if rest, old := parted(texts, lines, age); old != "" {
			older = s.found(bare(old))
			if all, asides, ok := s.remaining(rest, older, true); ok {
				return all, asides, older
			}
		}
	}
	return nil, nil, nil
}

// remaining finds the errors of texts from which others were taken out, and the lines that tell of something else; false where what is left tells of no refusal, or
// what was taken out of no error. What passed by long ago gives way to any other error.
func (s *Signs) remaining(rest []string, older []*report, past bool) (all []*report, asides []string, ok bool) {
	all, asides = s.in(rest)
	all = slices.DeleteFunc(all, func(r *report) bool { return len(all) > 1 && r.blank() })
	if len(all) == 0 {
		return nil, nil, false
	}
	r, o, _ := s.mostTelling(ofTheCall(all))
	was, before, _ := s.mostTelling(older)
	switch {
	case was.report.blank() && before.named == namedNothing:
		return nil, nil, false
	case !s.refuses(r.report, o) && !(past && was.report.passing() && !r.report.passing() && o.named != namedNothing):
		return nil, nil, false
	}
	return all, asides, true
}

// lasting reads the texts of errors without faults of the service, where a refusal came after them.
func (s *Signs) lasting(found []*report) (all []*report, asides []string, passing []*report) {
	if last := found[len(found)-1]; last.faulty() {
		return nil, nil, nil
	}
	var rest []string
	for len(found) > 0 {
		n := 1
		for n < len(found) && found[n].source == found[0].source {
			n++
		}
		rest = append(rest, cut(found[:n], found[0].source, (*report).faulty, func(r *report) bool { return !r.faulty() }))
		for _, r := range found[:n] {
			if r.faulty() {
				passing = append(passing, r)
			}
		}
		found = found[n:]
	}
	all, asides, ok := s.remaining(rest, passing, false)
	if !ok || !slices.ContainsFunc(all, func(r *report) bool { return r.status >= 400 && !r.passing() }) {
		return nil, nil, nil
	}
	return all, asides, passing
}

// tellsAges is a quick look for words for what was, and for different times.
func (s *Shared) tellsAges(text string) bool {
	h := newHay(text)
	if len(s.when.before.places(h))+len(s.when.over.places(h)) > 0 {
		return true
	}
	days := clock.FindAllString(text, -1)
	return slices.ContainsFunc(days, func(d string) bool { return d != days[0] }) || replied.MatchString(text)
}

// passing reports whether an error is one of a moment: too many calls, an overload, a fault of the service.
func (r *report) passing() bool {
	return r.status >= 500 || r.status == 429 && r.code != "insufficient_quota" || r.errType == "overloaded_error" || r.errType == "rate_limit_error"
}

// faulty reports whether an error is a fault of the service, or its overload.
func (r *report) faulty() bool { return r.status >= 500 || r.errType == "overloaded_error" }

// refuses reports whether an error tells what calls are refused for, and not for a moment only.
func (s *Signs) refuses(r *report, o outcome) bool {
	if r.passing() || s.parties.servesNone(r) {
		return false
	}
	return o.named == named && !s.otherCauses[o.cause] || r.body == envelopeBody && r.message != ""
}

// aged is a line of a text, and when it is from.
type aged struct {
	extent
	text int // Which of the texts it stands in.
	age  int // In minutes; toldOld for what somebody says was before, undated for what nothing tells of.
}

const (
	toldOld = -1 << 40
	undated = 1 << 40
)

// linesOf takes texts apart. What follows a line with a time, or one that says that something was before, is as old, up to the end of the
// paragraph; where that line is all of the paragraph, up to the end of the next one.
func (s *Signs) linesOf(texts []string) []aged {
	var out []aged
	for i, text := range texts {
		age, alone := undated, false // Alone: nothing but words for when stands in the paragraph.
		quoted := len(text)          // Where the mail begins that a reply quotes.
		if from := replied.FindStringIndex(text); from != nil {
			quoted = from[0]
		}
		for _, part := range s.parts(text) {
			line := strings.TrimSpace(text[part.start:part.end])
			only := age
			minutes, stamped := minutesOf(line)
			switch {
			case line == "":
				if !alone {
					age = undated
				}
				only = age
			case stamped:
				age, alone = minutes, false
				only = age
			case s.saysWhen(remark.FindString(line)) == toldOld:
				only, alone = toldOld, false
			default:
				when := s.saysWhen(line)
				switch alone = when == toldOld; {
				case alone:
					age = toldOld
				case when == undated, spoken.MatchString(line):
					age = undated
				}
				only = age
			}
			if part.start >= quoted {
				only = toldOld
			}
			out = append(out, aged{part, i, only})
			switch over, own := s.saysOver(line); {
			case over && own:
				out[len(out)-1].age = toldOld
			case over && heads(line): // "Monday, solved:" is about what follows.
				age, alone = toldOld, true
				out[len(out)-1].age = age
			case over && !stamped:
				above(out, texts)
			}
		}
	}
	return withoutYears(out)
}

// parts returns the lines of a text. One that says of several errors when they were is parted right before each but the first.
func (s *Signs) parts(text string) (out []extent) {
	at := 0
	for line := range strings.Lines(text) {
		end := at + len(line)
		if h := newHay(line); len(line) <= maxLogLine && (s.when.over.in(h) || s.when.before.in(h)) {
			before := 0 // Behind the last clause that stands between two errors.
			for _, clause := range clauseEnd.FindAllStringIndex(line, maxClauses) {
				from := end - len(line) + clause[1]
				left, right := text[at:from], text[from:end]
				if strings.HasPrefix(right, "{") || strings.Count(left, "{") > strings.Count(left, "}") {
					continue
				}
				if one, other := s.says(left), s.says(right); one == "" || other == "" || one == other {
					continue
				}
				if before > at && s.says(text[before:from]) != "" {
					out = append(out, extent{at, before})
					at = before
				}
				before = from
			}
			if before > at {
				out = append(out, extent{at, before})
				at = before
			}
		}
		out = append(out, extent{at, end})
		at = end
	}
	return out
}

// says is the cause that a part of a line names by itself, or else the message of its error, or "".
func (s *Signs) says(part string) string {
	if !happened.MatchString(part) {
		return ""
	}
	r, o, _ := s.mostTelling(s.found(part))
	if o.named != named {
		return r.report.message
	}
	return o.cause
}

// above makes old what the last line is a remark about: what stands on it, where the remark is in brackets behind that, or else what
// stands above it, up to the beginning of its paragraph or to what is old already.
func above(lines []aged, texts []string) {
	last := len(lines) - 1
	words := func(i int) string { return strings.TrimSpace(texts[lines[i].text][lines[i].start:lines[i].end]) }
	if of := remark.FindString(words(last)); of != "" && of != words(last) {
		lines[last].age = toldOld
		return
	}
	i := last - 1
	for i >= 0 && lines[i].text == lines[last].text && !longWord.MatchString(words(i)) {
		i--
	}
	for ; i >= 0 && lines[i].text == lines[last].text && words(i) != "" && lines[i].age != toldOld; i-- {
		lines[i].age = toldOld
	}
	lines[last].age = toldOld
}

// heads reports whether a line leads to what follows it.
func heads(line string) bool { return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") }

// saysOver reports whether a line says that an error is no longer asked about, and whether it has an error of its own, which it is then
// about. Else it says so with its first words or its last, or in brackets.
func (s *Signs) saysOver(line string) (over, own bool) {
	h := newHay(line)
	places := s.when.over.places(h)
	if len(places) == 0 || len(line) > maxLogLine {
		return false, false
	}
	if r, o, _ := s.mostTelling(s.found(line)); o.named != namedNothing || r.report.message != "" {
		for _, place := range places {
			before, behind := line[:place[0]], line[place[1]:]
			from := max(0, place[0]-maxDenied) // What the error itself denies is not what is said of it.
			if end := r.report.end; end <= place[0] {
				from = max(from, end)
			}
			leading := len(strings.Fields(before)) <= maxFirst && place[1] <= r.report.start && strings.Contains(line[place[1]:r.report.start], ":")
			behindIt := place[0] >= r.report.end || len(behind) <= maxDenied*3 && clauseEnd.MatchString(before[max(0, len(before)-4*maxDenied):])
			if (leading || behindIt) && !denies(h.low[from:place[0]]) && !asks(behind) {
				return true, true
			}
		}
		return false, true
	}
	if _, others := s.when.pointers(line); len(line) > 2*maxTold || asks(line) || len(others) > 0 {
		return false, false
	}
	for _, place := range places {
		before, behind := line[:place[0]], line[place[1]:]
		near := len(strings.Fields(before)) <= maxFirst || !longWord.MatchString(behind) || line[0] == '('
		if near && !denies(h.low[:place[0]]) {
			return true, false
		}
	}
	return false, false
}

func asks(words string) bool { return strings.ContainsAny(words, "?？") }

// saysWhen returns whether a line says that something was before, or that it is so now; 0 where it says neither.
func (s *Shared) saysWhen(line string) int {
	if len(line) > 2*maxTold { // What it says of a long error stands around it.
		line = strings.ToValidUTF8(line[:maxTold]+" "+line[len(line)-maxTold:], "")
	}
	h := newHay(line)
	before, now := lastOf(s.when.before, h), lastOf(s.when.now, h)
	switch {
	case before >= 0 && now <= before && len(s.when.answered.places(h)) == 0:
		return toldOld
	case now >= 0 && now > before:
		return undated
	}
	return 0
}

// lastOf is where the last match of a pattern ends, or -1.
func lastOf(p *pattern, line *hay) int {
	last := -1
	for _, place := range p.places(line) {
		last = max(last, place[1])
	}
	return last
}

// apartBy is how many minutes part what is now from what was before: where a text tells the order of its times, any do.
func (s *Shared) apartBy(texts []string) int {
	if slices.ContainsFunc(texts, s.when.order.in) {
		return 1
	}
	return halfDay
}

// ages returns when what is now can begin, the latest first.
func ages(lines []aged, apart int) []int {
	var times []int
	for _, l := range lines {
		if l.age != toldOld && l.age != undated {
			times = append(times, l.age)
		}
	}
	slices.Sort(times)
	var out []int
	for i, at := range times {
		if i > 0 && at-times[i-1] >= apart {
			out = append(out, at)
		}
	}
	slices.Reverse(out)
	return append(out[:min(len(out), maxAges)], toldOld+1)
}

// parted returns the texts without their lines from before an age, and those lines.
func parted(texts []string, lines []aged, age int) (rest []string, old string) {
	of := make([]strings.Builder, len(texts))
	var before strings.Builder
	for _, l := range lines {
		to := &of[l.text]
		if l.age < age {
			to = &before
		}
		to.WriteString(texts[l.text][l.start:l.end])
	}
	for i := range of {
		rest = append(rest, of[i].String())
	}
	return rest, before.String()
}
