package flow

import (
	"slices"
	"strings"
	"time"
)

// WordsOn returns the name of the note that keeps what a customer, or a colleague who was asked, said to a question until it is answered.
func WordsOn(fact string) string { return wordsOn + fact }

const wordsOn = "words:"

// WordsOn returns the fact that the note keeps words for, and whether it is such a note.
func (n Note) WordsOn() (fact string, ok bool) { return strings.CutPrefix(n.Name, wordsOn) }

// Speaker returns whose word the next answer is unless somebody says otherwise: the colleague's who was asked, else that of who
// answered before, else that of the person whose call it is.
func (s *Session) Speaker(fact string) Source {
	f, _ := s.Fact(fact)
	switch {
	case f.Parked():
		return Colleague
	case f.Answered():
		return f.From
	case s.retold(fact) != "":
		return s.retold(fact)
	case s.About().Whose == Customer:
		return Customer
	default:
		return You
	}
}

// retold returns who answered what a fix that did not help has put in question again, so that it is asked of the same; "" for any other fact.
func (s *Session) retold(fact string) Source {
	last := s.last()
	if i := slices.IndexFunc(last, func(f Fact) bool { return f.ID == fact && f.Retested() }); i >= 0 {
		if f, ok := s.Earlier(fact); ok && f.Answered() && !f.Parked() {
			return f.From
		}
	}
	return ""
}

// Adds reports whether a person's word says anything new: another value, another role that is asked, other words, or that it
// is somebody else's word. That a person says what was measured adds nothing, and leaves it measured.
func (s *Session) Adds(f Fact) bool {
	old, _ := s.Fact(f.ID)
	who := s.Speaker(f.ID)
	if old.Parked() {
		who = old.From
	}
	return f.Value != old.Value || f.Asked != old.Asked || f.Quote != "" && f.Quote != old.Quote || f.Value != Unknown && f.From != who
}

// Worded returns an answer with the words that go with it: those that were kept for it, those that the same value rested on
// until now, or those that suggested it. Words for one value do not speak for another.
func (s *Session) Worded(f Fact) Fact {
	old, _ := s.Fact(f.ID)
	switch kept := s.wordsFor(f.ID, f.From); {
	case f.Quote != "" || f.Value == Unknown:
	case kept != "":
		f.Quote = kept
	case old.Answered() && old.Value == f.Value:
		f.Quote = old.Quote
	default:
		f.Quote = s.confirmed(f)
	}
	return f
}

// wordsFor returns the words that are kept for an answer to the question that is the word of from: a colleague's go with their own answer alone.
func (s *Session) wordsFor(fact string, from Source) string {
	for _, n := range s.Notes() {
		if n.Name == WordsOn(fact) && (n.From != Colleague || from == Colleague) {
			return n.Text
		}
	}
	return ""
}

// Say records a person's word on a fact, as one act with the notes; see SayAll.
func (s *Session) Say(pb *Playbook, f Fact, at time.Time, notes ...Note) []Event {
	return s.SayAll(pb, []Fact{f}, notes, at)
}

// SayAll records a person's words on facts, as one act with the notes. Words that were kept for them wait no longer. Where they
// say that a fix did not help, what the fix may have changed is withdrawn and will be asked again; see kept. What was said before
// can still be had by Earlier. Whether fixes helped comes first: the rest is said of the call as it is after them.
func (s *Session) SayAll(pb *Playbook, said []Fact, notes []Note, at time.Time) []Event {
	return s.sayAll(pb, said, notes, at, false)
}

// sayAll is SayAll; same is set where a fix that did not help has led to the same error as before.
func (s *Session) sayAll(pb *Playbook, said []Fact, notes []Note, at time.Time, same bool) []Event {
	var facts []Fact
	var machine []Note
	for _, f := range said {
		if f.Value != Unknown && !f.Parked() && s.wordsFor(f.ID, f.From) != "" { // An answer that waits takes none away.
			machine = append(machine, Note{Name: WordsOn(f.ID), From: Customer})
		}
		facts = append(facts, f)
		if q := pb.Question(f.ID); q != nil && f.Value == Yes {
			facts = append(facts, s.anew(q, f, said)...)
		}
		if !strings.HasPrefix(f.ID, FixedFact("")) || f.Value != Yes && f.Value != No {
			continue
		}
		if machine = append(machine, s.checked()...); f.Value == No {
			facts = append(facts, s.retest(pb, f, said, same)...)
		}
	}
	return s.Tell(at, facts, append(machine, notes...))
}

// checked returns the note that takes back when a fix is to be checked again; none where nothing is to be.
func (s *Session) checked() []Note {
	if s.NoteText(CheckAgain) == "" {
		return nil
	}
	return []Note{{Name: CheckAgain, From: You}}
}

// retest returns the withdrawals of what a fix that did not help may have changed, but for the other fixes that are said.
func (s *Session) retest(pb *Playbook, fixed Fact, said []Fact, same bool) []Fact {
	var facts []Fact
	keep := kept(pb, s.Facts(), fixed, same)
	for _, f := range s.last() {
		// What a hand-over withdrew would come back with its playbook, but for which fixes did not help.
		fix := strings.HasPrefix(f.ID, FixedFact(""))
		known := f.Value != Unknown || f.Rule == HandedOver && !fix
		again := slices.ContainsFunc(said, func(o Fact) bool { return fix && o.ID == f.ID })
		if known && !again && !keep[f.ID] {
			facts = append(facts, Fact{ID: f.ID, From: fixed.From, Rule: retested})
		}
	}
	return facts
}

// anew returns the withdrawals of what was said before the last fix of a call that is another one now, but for what is said.
func (s *Session) anew(q *Question, f Fact, said []Fact) []Fact {
	var facts []Fact
	void, fixed := s.void(), false
	at := make(map[string]bool) // Whether the last value came before the fix.
	for _, e := range slices.Backward(s.events) {
		if e.Kind != Asserted || void[e.Act] {
			continue
		}
		if _, known := at[e.Fact.ID]; !known && e.Fact.Value != Unknown {
			at[e.Fact.ID] = fixed && !e.Fact.Parked() // What somebody was asked comes yet, and of the call as it is.
		}
		fixed = fixed || strings.HasPrefix(e.Fact.ID, FixedFact(""))
	}
	for _, id := range q.Anew {
		if at[id] && !slices.ContainsFunc(said, func(o Fact) bool { return o.ID == id }) {
			facts = append(facts, Fact{ID: id, From: f.From, Rule: replaced})
		}
	}
	return facts
}

// Worked records that the full original request works after a fix, with the id of the request that showed it. An unknown one
// takes the place of an earlier one, too.
func (s *Session) Worked(pb *Playbook, f Fact, id string, at time.Time) []Event {
	return s.Say(pb, f, at, s.fixedBy(f, id)...)
}

func (s *Session) fixedBy(f Fact, id string) []Note {
	if id == s.NoteText(FixedBy) {
		return nil
	}
	return []Note{{Name: FixedBy, Text: id, From: f.From}}
}

// FullProbe is the id of the probe that sends the failing request as it is.
const FullProbe = "full"

// Shows returns what a probe showed. One that could not tell says no no, whatever came with it: what its answer showed besides
// counts where it is yes.
func (t ProbeResult) Shows() []Fact {
	if t.Tells {
		return t.Facts
	}
	return slices.DeleteFunc(slices.Clone(t.Facts), func(f Fact) bool { return f.Value != Yes })
}

// works reports whether the request was answered, rather than refused.
func (t ProbeResult) works() bool { return t.Tells && t.Status >= 200 && t.Status < 300 }

// Told records what the probes of one run told, as one act. After a verdict's fix, which is empty where none was made, it also
// reports whether the failing request was among them and works now, and records that.
func (s *Session) Told(at time.Time, told []ProbeResult, fix string) (events []Event, works bool) {
	var facts []Fact
	var notes []Note
	for _, t := range told {
		facts, notes = append(facts, t.Shows()...), append(notes, t.Notes...)
	}
	if i := slices.IndexFunc(told, func(t ProbeResult) bool { return t.Probe == FullProbe && t.works() }); i >= 0 && fix != "" {
		f := Fact{ID: FixedFact(fix), Value: Yes, From: Probed, Rule: FullProbe}
		if shown := told[i].Facts; len(shown) > 0 {
			f.From, f.Quote = shown[0].From, shown[0].Quote
		}
		facts, works = append(facts, f), true
		notes = append(append(notes, s.checked()...), s.fixedBy(f, told[i].RequestID)...)
	}
	return s.Tell(at, facts, notes), works
}

// Saw records what a watched call showed in the place of what an earlier one did. A watch that saw nothing takes nothing back.
func (s *Session) Saw(r Reading, at time.Time) []Event {
	if len(r.Facts)+len(r.Notes) == 0 {
		return nil
	}
	return s.Read(r, Captured, at)
}

// Replied returns whose word a colleague's answer is: the role that was asked for it last, or a name in the person's own words; "" for any
// other fact, and where nobody was asked. What is said in one act is one answer.
func (s *Session) Replied(f Fact) string {
	if f.From != Colleague || f.Parked() || !f.Answered() {
		return ""
	}
	void, act, with := s.void(), 0, []string{f.ID}
	for _, e := range slices.Backward(s.events) {
		if e.Fact != nil && !void[e.Act] && *e.Fact == f && act == 0 {
			act = e.Act
		}
		switch {
		case e.Fact == nil || void[e.Act] || act == 0 || e.Act > act:
		case e.Act == act:
			with = append(with, e.Fact.ID)
		case e.Fact.Parked() && slices.Contains(with, e.Fact.ID):
			return e.Fact.Asked
		}
	}
	return ""
}

// Wrote returns whom the question had gone to that the note is on, where it is a colleague's: a role, or a name in the person's own words; ""
// for any other note, and where nobody was asked.
func (s *Session) Wrote(n Note) string {
	fact, ok := n.WordsOn()
	if !ok {
		fact, ok = n.On()
	}
	if !ok || n.From != Colleague {
		return ""
	}
	void, before := s.void(), false
	for _, e := range slices.Backward(s.events) {
		switch {
		case void[e.Act]:
		case e.Note != nil && *e.Note == n:
			before = true
		case before && e.Fact != nil && e.Fact.ID == fact && e.Fact.Parked():
			return e.Fact.Asked
		}
	}
	return ""
}

// NotedBefore returns the last text of that name that stands in the record and is of nobody like that.
func (s *Session) NotedBefore(name string, not Source) string {
	void := s.void()
	for _, e := range slices.Backward(s.events) {
		if e.Note != nil && e.Note.Name == name && e.Note.From != not && !void[e.Act] {
			return e.Note.Text
		}
	}
	return ""
}

// NoteMore returns the note by which a person adds a text to what is noted on a fact, or on the session for an empty id. What
// was noted before stays in front of it. Without a text it takes the note back.
func (s *Session) NoteMore(fact, text string, from Source) Note {
	if before := s.NoteText(NoteOn(fact)); before != "" && text != "" {
		text = before + "\n" + text
	}
	return Note{Name: NoteOn(fact), Text: text, From: from}
}
