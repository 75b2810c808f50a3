package checklist

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
	"why403/flow/report"
)

const (
	// maxText is how many bytes Read takes: a checklist with a long thread of mail around it.
	maxText = 256 << 10

	maxQuote   = 300 // Characters of a remark in a fact. A longer one is kept whole as a note.
	maxProse   = 600 // Characters of what somebody wrote who gave no answer that can be read.
	maxShown   = 60  // Characters of an answer in a problem.
	leastKnown = 12  // Bytes; shorter pieces of a question could as well be somebody's answer.
	maxStray   = 20  // Answers that belong to no parked question, and are told one by one.
	maxJoined  = 2   // Lines over which the words in front of an answer may be broken.
)

var (
	// quoting is what mail and chat programs put before a line.
	quoting = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t]*(?:[>|│┃][ \t]*)+`) })
	// marker begins an answer: the name of its question in square brackets. What people add around it is allowed.
	marker = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[\s*_#•-]*(?:\d+[.)]\s*)?(` + leading(i18n.Format("Answer [%s] (yes / no / not sure): ")) + `\s*)?[*_]*\[\s*([a-z0-9][a-z0-9_.:-]{0,99})\s*(?:/\s*([a-z0-9]{1,32})\s*)?\](.*)$`)
	})
	// misspelled begins one whose first word is another than the letter's: in front of the letter's own name, with whose letter it is, and a
	// colon behind it, nothing else can be meant.
	misspelled = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[\s*_#•-]*(?:\d+[.)]\s*)?()[\p{L}\p{M}\p{N}'’. ]{1,30}[:*_\s]*\[\s*([a-z0-9][a-z0-9_.:-]{0,99})\s*/\s*([a-z0-9]{1,32})\s*\]([\s*_]*[(:=].*)$`)
	})
	// options stand between a marker and its colon: the words, or the numbers of the answers that are left.
	options = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[\s*_]*\(\s*(?:` + offered(i18n.Format("Answer [%s] (yes / no / not sure): ")) + `|\d{1,2}\s*/|a number\b)[^)]*(\))?`)
	})
	colon = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\s*_]*[:=]?[*_]*`) })
	// between is what stands between the answers and is no answer.
	between = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[\s*_#]*(?:` + counted(i18n.Format("Question %d of %d")) + `|` + whole(i18n.T("End of the questions")) + `)`)
	})
)

// Read finds the answers in a checklist that came back: quoted, wrapped, in any order, with some of them deleted, and with a
// mail around them. A fact comes of an answer that can be read in one way only, with the remark as its quote; every other
// one is told in Problems, stays parked, and is kept in Notes. Nothing is added to the session. Secrets are masked.
func Read(pb *flow.Playbook, s *flow.Session, text string) flow.Checked {
	parked := s.Parked()
	out := flow.Checked{Waiting: len(parked)}
	if len(text) > maxText {
		out.Blank, out.Problems = true, []string{i18n.T("The text is longer than %d KiB, so nothing of it was read; paste the part with the answers.", maxText>>10)}
		return out
	}
	r := reader{pb: pb, s: s, picks: pb.Picks(s), known: written(pb, s, parked)}
	answers := r.find(text)
	found := len(answers)
	if len(answers) == 0 {
		if all := report.Tickets(text); len(all) > 0 && s.About().Ticket != "" && !slices.ContainsFunc(all, func(t string) bool { return ours(s, t) }) {
			out.Blank, out.Other = true, &flow.Letter{Ticket: all[0], Report: true}
			return out
		}
		out.Blank, out.Problems, out.Prose = true, []string{r.wanted(parked)}, r.prose(text)
		return out
	}
	if answers, out.Other = r.mine(answers, text); len(answers) < found {
		out.Problems = append(out.Problems, i18n.T("The text has answers for another session, too; they were left out."))
	}
	byID := make(map[string][]answer)
	of := make(map[*flow.Choice][]answer) // To a choice of which single questions are parked.
	for _, a := range answers {
		f, whole := r.chosen(a.id)
		c := pb.Choice(a.id)
		switch {
		case whole && c == nil: // To one of the questions of a choice that is parked whole.
			if a.id == f {
				break
			}
			byID[a.id] = append(byID[a.id], a)
			if !slices.ContainsFunc(parked, func(f flow.Fact) bool { return f.ID == a.id }) {
				parked = append(parked, flow.Fact{ID: a.id})
			}
			continue
		case whole:
			a.id, a.listed = f, true
		case c != nil && slices.ContainsFunc(parked, func(f flow.Fact) bool { return c.Covers(f.ID) }):
			of[c] = append(of[c], a)
			continue
		}
		if !slices.ContainsFunc(parked, func(f flow.Fact) bool { return f.ID == a.id }) {
			if p := r.stray(a); len(out.Problems) < maxStray && !slices.Contains(out.Problems, p) && strings.Trim(a.text, around) != "" {
				out.Problems = append(out.Problems, p)
				out.Late = out.Late || a.lettered && (r.pb.Choice(a.id) != nil || r.pb.Question(a.id) != nil)
			}
			continue
		}
		byID[a.id] = append(byID[a.id], a)
	}
	for _, f := range parked {
		if p, ok := pb.Pick(s, f.ID); ok && p.Facts[0].Parked() && !yesOrNo(byID[f.ID]) {
			r.choose(&out, p, byID[f.ID])
			continue
		}
		v, remark, problem := settle(f.ID, byID[f.ID], func(a answer) (flow.Value, string, said) { return judge(a.text) }, i18n.T("yes, no, and not sure"))
		if problem != "" {
			out.Problems = append(out.Problems, problem)
			out.Unread = append(out.Unread, f.ID)
		}
		quote := mask(remark)
		line := strings.Join(strings.Fields(quote), " ")
		out.Notes = append(out.Notes, r.remark(f.ID, quote, line, v == flow.Unknown, len(byID[f.ID]) > 0)...)
		if v != flow.Unknown {
			out.Facts = append(out.Facts, flow.Fact{ID: f.ID, Value: v, From: flow.Colleague, Quote: short(line, maxQuote)})
			if f.Parked() {
				out.Waiting--
			}
		}
	}
	for i := range pb.Choices {
		if c := &pb.Choices[i]; len(of[c]) > 0 {
			r.choose(&out, r.partly(c, parked), of[c])
		}
	}
	if out.Late {
		out.Around = r.outside(text)
	}
	if above := r.prose(above(text, pb.Title)); above != "" && len(out.Facts)+len(out.Notes)+len(out.Problems) == 0 && out.Other == nil {
		out.Blank, out.Prose = true, above
	}
	return out
}

// prose is what somebody wrote who answered in prose, without quoted lines and what follows a farewell.
func (r reader) prose(text string) string {
	lines, depth := unquoted(text)
	var said []string
	for i, l := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		if depth[i] == 0 && closes(l, next) && len(said) > 0 {
			break
		}
		if depth[i] == 0 && !r.wrote(l) {
			said = append(said, l)
		}
	}
	return short(redact.Line(strings.Join(said, " ")), maxProse)
}

// above is what stands above a letter that begins with the title, or that is quoted; "" where the letter's beginning was cut off.
func above(text, title string) string {
	lines, depth := unquoted(text)
	for i, l := range lines {
		if depth[i] > 0 || flat(l) == flat(title) {
			return strings.Join(lines[:i], "\n")
		}
	}
	return ""
}

// outside is what stands around a letter: above it or its first answer, and under its last line, where that is not quoted.
func (r reader) outside(text string) string {
	lines, depth := unquoted(text)
	out := ""
	for i, l := range lines {
		if _, _, ok := r.marked(l); ok || depth[i] > 0 || flat(l) == flat(r.pb.Title) {
			out = strings.Join(lines[:i], "\n")
			break
		}
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(flat(lines[i]), flat(i18n.T("End of the questions"))) {
			for k := i + 1; k < len(lines); k++ {
				if depth[k] == 0 {
					out += "\n" + lines[k]
				}
			}
			break
		}
	}
	return out
}

// yesOrNo reports whether the answers name a question, and no choice, and are yes or no.
func yesOrNo(answers []answer) bool {
	return len(answers) > 0 && !slices.ContainsFunc(answers, func(a answer) bool {
		v, _, how := judge(a.text)
		return a.listed || how != clear || v == flow.Unsure
	})
}

// partly is the choice where single ones of its questions are parked, with the options that nothing known contradicts.
func (r reader) partly(c *flow.Choice, parked []flow.Fact) flow.Pick {
	p := flow.Pick{Choice: c, Facts: slices.DeleteFunc(slices.Clone(parked), func(f flow.Fact) bool { return !f.Parked() || !c.Covers(f.ID) })}
	for i := range c.Options {
		o := &c.Options[i]
		if !slices.ContainsFunc(o.Facts, func(said flow.Said) bool {
			f, known := r.s.Fact(said.Fact)
			return known && !f.Parked() && f.Value != said.Value
		}) {
			p.Open = append(p.Open, o)
		}
	}
	return p
}

// wanted says what an answer looks like, by the question that was parked first.
func (r reader) wanted(parked []flow.Fact) string {
	if len(parked) == 0 {
		return i18n.T("No answer found, and nothing waits for one.")
	}
	line, answer := answerLine(r.pb, r.s, parked[0].ID)
	return i18n.T("No answer found. An answer looks like this: %s", line+answer)
}

// chosen returns the parked fact of the choice that is parked whole, by its own id or that of one of its questions.
func (r reader) chosen(id string) (string, bool) {
	for _, p := range r.picks {
		if (p.Choice.ID == id || p.Choice.Covers(id)) && p.Facts[0].Parked() {
			return p.Facts[0].ID, true
		}
	}
	return "", false
}

// choose takes what a text says to a choice that is parked, whole or in part.
func (r reader) choose(out *flow.Checked, p flow.Pick, answers []answer) {
	option, remark, problem := settle(p.Choice.ID, answers, func(a answer) (string, string, said) { return pick(p, a.places, a.text) }, i18n.T("the answers that are left"))
	if problem != "" {
		out.Problems = append(out.Problems, problem)
		out.Unread = append(out.Unread, p.Facts[0].ID)
	}
	quote := mask(remark)
	line := strings.Join(strings.Fields(quote), " ")
	out.Notes = append(out.Notes, r.remark(p.Facts[0].ID, quote, line, option == "", len(answers) > 0)...)
	if option != "" {
		facts := r.pb.Choose(r.s, p.Choice, option, flow.Colleague, short(line, maxQuote))
		if _, whole := r.pb.Pick(r.s, p.Facts[0].ID); !whole && option == flow.Unsure.String() {
			facts = nil
			for _, f := range p.Facts {
				facts = append(facts, flow.Fact{ID: f.ID, Value: flow.Unsure, From: flow.Colleague, Quote: short(line, maxQuote)})
			}
		}
		out.Facts = append(out.Facts, facts...)
		for _, f := range p.Facts {
			if slices.ContainsFunc(facts, func(g flow.Fact) bool { return g.ID == f.ID }) {
				out.Waiting--
			}
		}
	}
}

// settle makes one answer of all that a text says to a question, each judged by itself.
func settle[T interface {
	comparable
	~string | ~uint8
}](id string, answers []answer, judge func(a answer) (T, string, said), words string) (v T, remark, problem string) {
	var none T
	twice := false
	var remarks, texts []string
	seen := map[string]bool{"": true}
	for _, a := range answers {
		got, r, how := judge(a)
		if how != nothing {
			texts = append(texts, a.text)
		}
		if !seen[r] {
			remarks = append(remarks, r)
			seen[r] = true
		}
		switch {
		case how == nothing || problem != "":
		case how == unclear:
			problem = i18n.T("Not taken: [%s] is answered with %q, which is none of %s.", id, shown(a.text), words)
		case how == mixed:
			problem = i18n.T("Not taken: [%s] is answered with %q, which says more than one thing.", id, shown(a.text))
		case v != none && got != v:
			problem, twice = i18n.T("Not taken: [%s] is answered in two ways, %s and %s.", id, word(any(v)), word(any(got))), true
		default:
			v = got
		}
	}
	if problem != "" {
		v = none
	}
	if twice && len(remarks) > 0 {
		remarks = []string{strings.Join(texts, " / ")}
	}
	return v, strings.Join(remarks, "\n"), problem
}

// word is a value as a checklist has it; an option of a choice is itself.
func word(v any) string {
	switch v {
	case flow.Yes:
		return i18n.T("yes")
	case flow.No:
		return i18n.T("no")
	case flow.Unsure:
		return i18n.T("not sure")
	default:
		return fmt.Sprint(v)
	}
}

// answer is what stands behind one marker.
type answer struct {
	id    string
	stamp string // Of the session whose letter it stood in; "" where it has none.
	text  string

	places string // Of a choice's options, in the order in which its letter numbers them; "" where it numbers them by their places.
	listed bool   // It names a choice, and not one of its questions.

	lettered bool // It stands as a letter has it, and is not a name in brackets alone.
}

type reader struct {
	pb    *flow.Playbook
	s     *flow.Session
	picks []flow.Pick
	known string // The words of the checklist, to tell them from the answers.
}

// stray says why an answer is left out whose question is not parked: what it was said to, and how that stands.
func (r reader) stray(a answer) string {
	id := redact.Line(a.id)
	c, q := r.pb.Choice(a.id), r.pb.Question(a.id)
	_, known := r.s.Fact(a.id)
	if c == nil && q == nil && known {
		return i18n.T("[%s] is not parked any more; its answer was left out. To change what is known, edit it.", id)
	}
	if c == nil && q == nil {
		return i18n.T("[%s] is no question of this playbook; its answer was left out.", id)
	}
	covers := func(fact string) bool { return fact == a.id || c != nil && c.Covers(fact) }
	ask := ""
	if c != nil {
		ask = c.Ask
	} else {
		ask = q.Ask
	}
	waited := ""
	for _, e := range r.s.Events() {
		if e.Fact != nil && e.Fact.Parked() && covers(e.Fact.ID) {
			waited = e.Fact.Asked
		}
	}
	known = slices.ContainsFunc(r.s.Facts(), func(f flow.Fact) bool { return covers(f.ID) })
	switch {
	case known:
		return i18n.T("[%s] is not parked any more: “%s” is answered already. The reply's answer, %q, was left out; to change what is known, edit it.", id, bare(ask), shown(a.text))
	case waited != "":
		return i18n.T("[%s] is not parked any more: “%s” waited for %s, and is not asked now, because the call is another one. The reply's answer, %q, was left out.", id, bare(ask), asked(r.pb, waited), shown(a.text))
	default:
		return i18n.T("[%s] is not parked, and nobody was asked: “%s”. The reply's answer, %q, was left out.", id, bare(ask), shown(a.text))
	}
}

// remark keeps what a reply says to a fact where the answer cannot: it is none, which the note says of itself, or the remark is too long for it.
func (r reader) remark(id, whole, line string, open, replied bool) []flow.Note {
	switch {
	case !replied:
		return nil
	case open && whole == "":
		return nil
	case open:
		whole = i18n.T("Answered with “%s”, which was not taken.", whole)
	case !open && utf8.RuneCountInString(line) <= maxQuote:
		whole = ""
	}
	return r.note(id, whole)
}

// note keeps the text on the fact, below what people at this end noted there. It takes the place of what an earlier reply left, which an
// empty text only takes away.
func (r reader) note(id, text string) []flow.Note {
	now, own := flow.Note{Name: flow.NoteOn(id)}, ""
	for _, n := range r.s.Notes() {
		if n.Name == now.Name {
			now = n
		}
	}
	if own = now.Text; now.From == flow.Colleague {
		own = r.s.NotedBefore(now.Name, flow.Colleague)
	}
	next := flow.Note{Name: now.Name, Text: own, From: flow.You}
	if text != "" && !strings.Contains(own, text) {
		next.Text, next.From = strings.TrimPrefix(own+"\n"+text, "\n"), flow.Colleague
	}
	if next.Text == now.Text {
		return nil
	}
	return []flow.Note{next}
}

func mask(s string) string {
	s, _ = redact.Secrets(s)
	return s
}

func shown(s string) string { return short(redact.Line(s), maxShown) }

// short cuts a text that is masked already.
func short(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
