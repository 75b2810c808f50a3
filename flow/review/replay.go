package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Replay is a session told act by act.
type Replay struct {
	books  map[string]*flow.Playbook // Those that the session was in, by id; "" for one that does not tell.
	book   *flow.Playbook            // The one it is in after what was told.
	text   text
	all    []flow.Event
	rest   []flow.Event // What is not told yet.
	undone map[int]int  // The act that undid an act.
	began  time.Time
	at     flow.Position // After what was told.
	titled bool
	title  string
}

// Play returns the replay of a session, in lines of up to width columns. Books are those that the session was in, by id, and under ""
// the one that it is in now.
func Play(books map[string]*flow.Playbook, title string, events []flow.Event, width int) *Replay {
	r := &Replay{books: books, book: books[""], text: text{width: width}, all: events, rest: events, undone: make(map[int]int), title: title}
	for _, e := range events {
		if e.Kind == flow.Undone {
			r.undone[e.Undoes] = e.Act
		}
	}
	if len(r.all) > 0 {
		r.began = r.all[0].At
	}
	r.turn()
	r.at = flow.Walk(r.book, nil)
	return r
}

// told returns the session as it was after what was told, or began as.
func (r *Replay) told() *flow.Session { return flow.Replay(r.all[:len(r.all)-len(r.rest)]) }

// turn goes on in the playbook that the session was in then.
func (r *Replay) turn() {
	s := r.told()
	if s.Len() == 0 {
		s = flow.Replay(r.all[:min(1, len(r.all))])
	}
	if b := r.books[s.About().Playbook]; b != nil {
		r.book = b
	}
}

// Next returns the next step, and whether there is one. Without one it returns how it ended.
func (r *Replay) Next() (step string, more bool) {
	more = r.next()
	return r.text.take(), more
}

// Left is how many events are not told yet.
func (r *Replay) Left() int { return len(r.rest) }

func (r *Replay) next() bool {
	if !r.titled {
		r.titled = true
		r.head()
	}
	if len(r.rest) == 0 {
		r.foot()
		return false
	}
	n := 1
	for n < len(r.rest) && r.rest[n].Act == r.rest[0].Act {
		n++
	}
	act := r.rest[:n]
	r.rest = r.rest[n:]
	r.text.blank()
	label := fmt.Sprintf("%8s  ", offset(act[0].At.Sub(r.began)))
	mark := ""
	if by, ok := r.undone[act[0].Act]; ok {
		mark = i18n.T(" [undone later, in step %s]", fmt.Sprint(by))
	}
	r.text.hang(label, fmt.Sprintf("%d. %s%s", act[0].Act, r.said(act), mark))
	was := r.book
	r.turn()
	for _, e := range act {
		r.event(e, was)
	}
	before := r.at
	r.at = flow.Walk(r.book, r.told().Facts())
	if was != r.book {
		before = flow.Walk(r.book, nil) // Where the causes of another playbook stood compares with nothing.
	}
	r.moved(before)
	return true
}

const under = "            " // As wide as the time before a step, and two more.

func (r *Replay) head() {
	s := flow.Replay(r.all)
	about := s.About()
	r.text.hang("Session ", r.title)
	if t := page.Line(about.Ticket); t != "" {
		r.text.hang("Ticket ", t)
	}
	if about.Origin != "" {
		r.text.hang(i18n.T("Came from "), about.Origin)
	}
	if len(r.all) > 0 {
		r.text.hang("Began ", r.began.UTC().Format(MinuteUTC))
	}
}

func (r *Replay) foot() {
	r.text.blank()
	r.text.hang(i18n.T("Result: "), Stand(r.book, r.at))
	s := flow.Replay(r.all)
	for _, f := range s.Parked() {
		r.text.hang("Parked: ", r.about(f.ID)+", with "+r.book.Role(f.Asked))
	}
	if fixed, ok := s.Fixed(); ok {
		r.text.hang("Fixed: ", fixed.At.UTC().Format(MinuteUTC))
	}
}

// said is one act in a few words.
func (r *Replay) said(act []flow.Event) string {
	switch e := act[0]; {
	case e.Kind == flow.Opened && e.About.HandedFrom != "":
		return i18n.T("went over from the playbook %s to %s", e.About.HandedFrom, e.About.Playbook)
	case e.Kind == flow.Opened:
		return opening(*e.About, e.Seq == 1)
	case e.Kind == flow.Undone:
		return i18n.T("took back step %d", e.Undoes)
	case e.Kind == flow.Asserted:
		return speaker(e.Fact.From)
	case e.Kind == flow.Noted:
		return speaker(e.Note.From)
	default:
		return i18n.T("something that this version does not know: %s", string(e.Kind))
	}
}

func opening(a flow.About, first bool) string {
	text := "is"
	if first {
		text = "began,"
	}
	switch {
	case a.Origin != "":
		text = i18n.T("was imported from another machine")
	case a.Whose == flow.Customer:
		text += i18n.T(" about a customer's call")
	default:
		text += i18n.T(" about your own call")
	}
	if a.Target != "" {
		text += " to " + a.Target
	}
	if t := page.Line(a.Ticket); t != "" {
		text += ", ticket " + t
	}
	return text
}

// speaker says who said something.
func speaker(from flow.Source) string {
	switch from {
	case flow.Pasted:
		return i18n.T("read in the text")
	case flow.Probed:
		return i18n.T("a request to the API showed")
	case flow.Captured:
		return i18n.T("the watched call showed")
	case flow.Machine:
		return i18n.T("this machine showed")
	case flow.You, flow.Customer, flow.Colleague:
		return i18n.T("said by %s", string(from))
	default:
		return i18n.T("said by %s", cmp.Or(page.Line(string(from)), "nobody"))
	}
}

// event tells what was said. A fact that a hand-over set aside is told in the words of the playbook it was said in.
func (r *Replay) event(e flow.Event, was *flow.Playbook) {
	switch {
	case e.Kind == flow.Asserted && e.Fact.Value == flow.Unknown:
		why := "withdrawn"
		about := r.about(e.Fact.ID)
		switch {
		case e.Fact.Rule == flow.HandedOver:
			about, why = statement(was, e.Fact.ID), i18n.T("set aside, it means something else in this playbook")
		case e.Fact.Rule != "" && e.Fact.From.Person():
			why = i18n.T("to be asked again")
		}
		r.text.hang(under+"- ", about+": "+why)
	case e.Kind == flow.Asserted:
		text := r.about(e.Fact.ID) + ": " + value(r.book, *e.Fact)
		if q := page.Line(e.Fact.Quote); q != "" {
			text += `, "` + q + `"`
		}
		r.text.hang(under+"- ", text)
	case e.Kind == flow.Noted:
		name := "note, " + strings.ReplaceAll(e.Note.Name, "_", " ")
		if id, ok := e.Note.On(); ok {
			name = i18n.T("note on the session")
			if id != "" {
				name = i18n.T("note on %s", r.about(id))
			}
		}
		if id, ok := e.Note.WordsOn(); ok {
			name = i18n.T("the customer's words on %s", r.about(id))
			if e.Note.From == flow.Colleague {
				name = i18n.T("a colleague's words on %s", r.about(id))
			}
			if e.Note.Text == "" {
				return // They stand with the answer that took them.
			}
		}
		if e.Note.Name == flow.Given && e.Note.Text != "" {
			r.text.hang(under+"- ", i18n.T("the text that was given: %s; the report ends with it", i18n.Count(strings.Count(strings.TrimSpace(e.Note.Text), "\n")+1, i18n.T("line"))))
			return
		}
		r.text.hang(under+"- ", name+": "+cmp.Or(page.Line(e.Note.Text), i18n.T("taken back")))
	}
}

// moved tells what the last act changed.
func (r *Replay) moved(before flow.Position) {
	for _, line := range moves(before, r.at) {
		r.text.hang(under, line)
	}
	if Stand(r.book, before) != Stand(r.book, r.at) {
		r.text.hang(under+"> ", Stand(r.book, r.at))
	}
}

// moves says which causes stand elsewhere than before, one line for each standing.
func moves(before, after flow.Position) []string {
	var out []string
	for _, degree := range []flow.Degree{flow.AsCertain, flow.AsStrong, flow.AsLikely, flow.AsPossible, flow.AsFixTried, flow.AsRuledOut, flow.AsUnraised} {
		var names []string
		for _, st := range after.Standings {
			if was, ok := before.Standing(st.Verdict.ID); st.Degree() == degree && (!ok || was.Degree() != degree) {
				names = append(names, cmp.Or(st.Verdict.Short, st.Verdict.Title))
			}
		}
		for _, was := range before.Standings {
			if _, ok := after.Standing(was.Verdict.ID); !ok && degree == flow.AsUnraised {
				names = append(names, cmp.Or(was.Verdict.Short, was.Verdict.Title))
			}
		}
		if len(names) > 0 {
			out = append(out, "now "+i18n.Certainty(string(degree))+": "+strings.Join(names, ", "))
		}
	}
	return out
}

// Where says in a few words what a position is: the cause, or what is asked.
func Where(p flow.Position) string {
	switch {
	case p.Solved:
		return i18n.T("solved: %s", p.Verdict.Title)
	case p.Outcome == flow.Concluded:
		return p.Verdict.Title
	case p.Outcome == flow.Asking && p.Choice != nil:
		return i18n.T("asks: %s", p.Choice.Ask)
	case p.Outcome == flow.Asking:
		return i18n.T("asks: %s", p.Question.Ask)
	default:
		return i18n.T("open")
	}
}

// Stand says what a position is, in the words of the playbook.
func Stand(pb *flow.Playbook, p flow.Position) string {
	switch {
	case p.Solved:
		return i18n.Certainty(p.SureText(pb)) + ": " + p.Verdict.Title
	case p.Outcome == flow.Concluded && p.Degree(pb) != flow.Undecided:
		return "verdict: " + p.Verdict.Title + " (" + i18n.Certainty(p.SureText(pb)) + ")"
	case p.Outcome == flow.Concluded:
		return "verdict: " + p.Verdict.Title
	case p.Outcome == flow.Asking:
		return Where(p)
	default:
		return i18n.T("everything was asked, and %s", i18n.Certainty(p.LeftText()))
	}
}

// about is what a fact says, in words, also one that only another playbook of the session has.
func (r *Replay) about(id string) string {
	if text := statement(r.book, id); text != id {
		return text
	}
	for _, key := range slices.Sorted(maps.Keys(r.books)) {
		if text := statement(r.books[key], id); text != id {
			return text
		}
	}
	return id
}

// statement is what a fact says, in words.
func statement(pb *flow.Playbook, id string) string {
	if info, ok := pb.Facts[id]; ok && info.About != "" {
		return info.About
	}
	if verdict, ok := strings.CutPrefix(id, flow.FixedFact("")); ok {
		if v := pb.Verdict(verdict); v != nil {
			verdict = v.Title
		}
		return i18n.T("The full request works after the fix for this: %s", verdict)
	}
	return id
}

// offset writes the time since the beginning.
func offset(d time.Duration) string {
	d = max(0, d)
	if h := d / time.Hour; h > 0 {
		return fmt.Sprintf("+%d:%02d:%02d", h, d/time.Minute%60, d/time.Second%60)
	}
	return fmt.Sprintf("+%d:%02d", d/time.Minute, d/time.Second%60)
}
