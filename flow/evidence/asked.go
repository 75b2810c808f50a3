package evidence

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/expr"
)

// Of several errors a person often says which one they ask about, or which not: "the 402 is clear to me", "it is the first one I ask
// about", "tell me about row 2". What is not asked about takes no part.

// asking is what of a When tells so, compiled. The references are expressions over what stands right before the words for that, right behind
// them, and in a question; their groups are those of a pointer.
type asking struct {
	about, known phrases
	beside       [4]expr.Lazy // By number before and behind; by name behind and before.
	question     expr.Lazy
}

// newAsking returns nil where there are no such words.
func newAsking(w When) *asking {
	if len(w.Nth) != lastPlace {
		return nil
	}
	noun := `[ -]?(?:` + strings.Join(w.Noun, "|") + `)`
	nth := `(?:(` + strings.Join(w.Nth, `)|(`) + `))`
	row := `(?:` + strings.Join(w.Row, "|") + `)(\d{1,2})\b`
	status := `\b([45]\d\d)(?:er|s)?\b`
	const (
		begins = `(?i)(?:^|[^\p{Latin}\p{Cyrillic}\d])`
		ends   = `[^\pL\d,.;!?]{0,3}$`
		behind = `(?i)^[ :"'(]{0,3}(?:\pL{1,6}['’ ]+){0,2}?`
		name   = `([a-z][\w./-]+?)`
		proper = `((?-i:[A-Z])[\w.-]+)`
	)
	lazy := func(e string) expr.Lazy { return expr.Lazy{Expr: e} }
	return &asking{
		about: phrasesOf(w.About),
		known: phrasesOf(w.Known),
		beside: [4]expr.Lazy{
			lazy(begins + `(?:` + nth + `(?:` + noun + `)?|` + row + `|` + status + `(?:` + noun + `)?)` + ends),
			lazy(behind + `(?:` + nth + `(?:` + noun + `|\s*(?:$|[^\pL\d\s]))|` + row + `|` + status + `)`),
			lazy(behind + `(?:` + name + noun + `|` + proper + `[.!]?$)`),
			lazy(begins + `(?:` + name + noun + `|^` + proper + `)` + ends),
		},
		question: lazy(begins + `(?:` + nth + noun + `|` + row + `)`),
	}
}

// phrases are expressions for the same thing. Each is searched for by itself: all together have more states than an automaton may.
type phrases []expr.Lazy

func phrasesOf(list []string) (out phrases) {
	for _, e := range list {
		out = append(out, expr.Lazy{Expr: `(?i)` + e})
	}
	return out
}

func (p phrases) in(text string) bool {
	for i := range p {
		if p[i].MatchString(text) {
			return true
		}
	}
	return false
}

// places returns where they stand in a text, in its order, and none that begins within another.
func (p phrases) places(text string) (out [][]int) {
	for i := range p {
		out = append(out, p[i].FindAllStringIndex(text, -1)...)
	}
	slices.SortStableFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	end := -1
	return slices.DeleteFunc(out, func(place []int) bool {
		within := place[0] < end
		end = max(end, place[1])
		return within
	})
}

// pointer is what a sentence says of some errors of a text: that they are asked about, or that they are not. The first of the references
// that means any counts.
type pointer struct {
	about bool
	which []reference
}

// reference is how a sentence names errors: the first three have the places 1 to 3, and the last one 4; 0 and "" stand for none.
type reference struct {
	place       int
	row, status string // Numbers.
	word        string // It stands beside them.
}

// asked takes those of the errors out of a text that nobody asks about, by the words of its writer. It returns the text without them, and
// these; nothing where the writer points to none.
func (s *Signs) asked(texts []string, found []*report) (rest []string, known []*report) {
	if s.when.asking == nil || len(texts) != 1 || !several(found) {
		return nil, nil
	}
	own, points := s.when.pointers(texts[0])
	if len(points) == 0 {
		return nil, nil
	}
	all := s.apart(own)
	about, not := make(map[*report]bool), make(map[*report]bool)
	for _, p := range points {
		to := not
		if p.about {
			to = about
		}
		for _, which := range p.which {
			if meant := which.of(all); meant != nil {
				for _, r := range meant {
					to[r] = true
				}
				break
			}
		}
	}
	drop := func(r *report) bool { return not[r] || len(about) > 0 && !about[r] }
	known = slices.DeleteFunc(slices.Clone(all), func(r *report) bool { return !drop(r) })
	if len(known) == 0 || len(known) == len(all) || slices.ContainsFunc(all, func(r *report) bool { return about[r] && not[r] }) {
		return nil, nil
	}
	return []string{cut(all, all[0].source, drop, func(r *report) bool { return !drop(r) })}, known
}

// several is a quick look for whether there can be more than one error that says something: several, or one over several lines.
func several(found []*report) bool {
	n := 0
	for _, r := range found {
		if r.blank() {
			continue
		}
		if n++; n > 1 || strings.Contains(r.whole(), "\n") {
			return true
		}
	}
	return false
}

// apart finds the errors of a text that say something, those apart that say different things in different lines.
func (s *Signs) apart(text string) (out []*report) {
	all, _ := s.in([]string{text})
	units := s.units(all[0].source)
	for _, r := range all {
		var parts []*report
		var causes []string
		for _, u := range units {
			if u.end <= r.start || u.start >= r.end {
				continue
			}
			of, o, _ := s.mostTelling(s.found(r.source[u.start:u.end]))
			if p := of.report; o.named == named || p.body == envelopeBody {
				p.start, p.end, p.source = u.start, u.end, r.source
				parts, causes = append(parts, p), appendNew(causes, cmp.Or(o.cause, p.message))
			}
		}
		switch {
		case len(causes) > 1:
			out = append(out, parts...)
		case !r.blank():
			out = append(out, r)
		}
	}
	return out
}

// pointers returns what the sentences of a text point to, and the text without those sentences.
func (w *asking) pointers(text string) (rest string, points []pointer) {
	own := ends(text)
	if !asks(own) && !w.about.in(own) && !w.known.in(own) {
		return text, nil
	}
	for _, sentence := range sentences(own) {
		before := len(points)
		for i, p := range []phrases{w.about, w.known} {
			for _, place := range p.places(sentence) {
				if which := w.which(sentence, place); which != nil && (i == 0 || !asks(sentence)) {
					points = append(points, pointer{(i == 0) != denies(clauseAround(sentence, place)), which})
				}
			}
		}
		if len(points) == before && asks(sentence) {
			if all := w.question.FindAllStringSubmatch(sentence, 2); len(all) == 1 {
				points = append(points, pointer{true, []reference{numbered(append(all[0], ""))}})
			}
		}
		if len(points) > before {
			text = strings.Replace(text, sentence, "", 1)
		}
	}
	return text, points
}

// which returns what can name errors right before or behind a place in a sentence.
func (w *asking) which(sentence string, place []int) (all []reference) {
	for i := range w.beside {
		at := sentence[:place[0]]
		if i == 1 || i == 2 {
			at = sentence[place[1]:]
		}
		switch m := w.beside[i].FindStringSubmatch(at); {
		case m == nil:
		case i < 2:
			all = append(all, numbered(m))
		case !pronoun.MatchString(m[1] + m[2]):
			all = append(all, reference{word: m[1] + m[2]})
		}
	}
	return all
}

// pronoun is a word that names nothing.
var pronoun = expr.Lazy{Expr: `(?i)^(?:an?|the|this|that|these|those|each|every|any|some|other|same|all|both|my|our|your|no|new|old|such|and|or|please|what|which)$`}

func numbered(groups []string) reference {
	return reference{1 + slices.IndexFunc(groups[1:5], func(w string) bool { return w != "" }), groups[5], groups[6], ""}
}

// clauseAround is what of a sentence can deny a place in it: the words around it up to the next commas, but not from far.
func clauseAround(sentence string, place []int) string {
	before := sentence[max(0, place[0]-2*maxDenied):place[0]]
	behind, _, _ := strings.Cut(sentence[place[1]:min(len(sentence), place[1]+maxDenied/2)], ",")
	return strings.ToLower(before[1+strings.LastIndexAny(before, ",;:("):] + sentence[place[0]:place[1]] + behind)
}

// of returns the errors that are meant. Equal ones count as one; where it is not told which of several, none are.
func (which reference) of(all []*report) (meant []*report) {
	var keys []string
	for _, r := range all {
		if key := r.key(); !slices.Contains(keys, key) && !(r.statusAlone() && flow.Personal(r.line())) {
			keys = append(keys, key)
		}
	}
	if which.place == lastPlace {
		which.place = len(keys)
	}
	row := rowOf(all, which.row)
	word := expr.Lazy{Expr: `(?i)(?:^|[^\pL\d])` + regexp.QuoteMeta(which.word) + `(?:$|[^\pL\d])`}
	for _, r := range all {
		var is bool
		switch {
		case which.place > 0:
			is = which.place <= len(keys) && r.key() == keys[which.place-1]
		case which.row != "":
			is = row.start <= r.start && r.start < row.end
		case which.status != "":
			is = strconv.Itoa(r.status) == which.status
		default:
			is = word.MatchString(r.near())
		}
		if is {
			meant = append(meant, r)
		}
	}
	if which.status == "" && slices.ContainsFunc(meant, func(r *report) bool { return r.key() != meant[0].key() }) {
		return nil
	}
	return meant
}

const lastPlace = 4

// near is the paragraph of an error as far as it is not another one's: its lines, and those that lead to it.
func (r *report) near() string {
	first, _ := paragraph(r.source, r)
	if n := strings.IndexByte(r.source[min(r.low, r.start):r.start], '\n'); r.low > first && n >= 0 {
		first = r.low + n
	}
	end := len(r.source)
	if n := strings.IndexByte(r.source[min(r.end, end):], '\n'); n >= 0 {
		end = r.end + n
	}
	return r.source[min(max(first, r.low), r.start):min(end, max(r.high, r.end))]
}

var (
	rowHead  = expr.Lazy{Expr: `(?m)^[ \t>*|(\[#-]*(?:\pL+ ?)?#?(\d{1,2})[).:\]|]`}
	tableRow = expr.Lazy{Expr: `(?m)^[ \t>]*\|[^\n]*\|[ \t]*$`}
	ruled    = expr.Lazy{Expr: `^[ \t>|:-]+$`}
)

// rowOf is where a row with a number stands in the text of errors: a line that begins with it, and what follows up to the next number, or a row of a
// table, counted from its head. Without either it is the error with the number.
func rowOf(all []*report, number string) extent {
	n, err := strconv.Atoi(number)
	if err != nil || len(all) == 0 {
		return extent{}
	}
	source := all[0].source
	rows := rowHead.FindAllStringSubmatchIndex(source, -1)
	for i, m := range rows {
		if at, _ := strconv.Atoi(source[m[2]:m[3]]); at != n {
			continue
		}
		end := len(source)
		if i+1 < len(rows) {
			end = rows[i+1][0]
		}
		return extent{m[0], end}
	}
	rows = slices.DeleteFunc(tableRow.FindAllStringIndex(source, -1), func(m []int) bool { return ruled.MatchString(source[m[0]:m[1]]) })
	switch {
	case n < len(rows):
		return extent{rows[n][0], rows[n][1]}
	case len(rows) == 0 && n >= 1 && n <= len(all):
		return extent{all[n-1].start, all[n-1].start + 1}
	}
	return extent{}
}
