package conversation

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// ErrTheirs says that all there is to take back is what others said.
var ErrTheirs = errors.New("what others said is theirs to take back")

// ErrNothing says that there is nothing to take back, or nothing that could be tried.
var ErrNothing = errors.New("there is nothing to do that with")

// Begin records what a session is about that was begun just now, or was taken in from elsewhere.
func Begin(s *flow.Session, about flow.About, at time.Time) []flow.Event { return s.Open(about, at) }

type (
	// Answer is a person's word on a fact; with the value Unknown it is withdrawn.
	Answer struct {
		Fact  string
		Value flow.Value
		From  flow.Source // Empty for whose word it is by itself.
		Words string      // The words that showed it; empty for those that are kept for it.
	}
	// Choose is a person's word on which option of a choice is so: all that it says is one act.
	Choose struct {
		Choice, Option string      // The option may be unsure.
		From           flow.Source // Empty as in Answer.
	}
	// Park leaves a question to a role, or to somebody in other words.
	Park struct {
		Fact, Role string
		From       flow.Source // Empty as in Answer.
	}
	// Change says facts and notes exactly as they stand, as one act. What is said of fixes comes first.
	Change struct {
		Facts []flow.Fact
		Notes []flow.Note
	}
	// Given says facts along with a text. All are of the call as the text has it, so that no fix among them withdraws anything.
	Given struct{ Facts []flow.Fact }
	// Tried says whether the full request works after the verdict's fix.
	Tried struct {
		Works   flow.Value
		Same    bool        // It does not work, and the error is the same as before the fix.
		From    flow.Source // Empty as in Answer.
		Request string      // The id of the request that worked; may be empty.
	}
	// KeepNote keeps a text on a fact, or on the session for an empty one, and offers the answers that its words suggest, as those given with an
	// error do. Without a text it takes the note back.
	KeepNote struct{ Fact, Text string }
	// Words keeps what the customer said to a question for its answer.
	Words struct{ Fact, Text string }
	// Later says when the fix is to be checked again.
	Later struct{ At time.Time }
	// SetAbout says who and what the session is about.
	SetAbout struct{ flow.About }
	// Undo takes the last act back. Where others are in the session, too, it asks first if the act was a text, or if they went on since;
	// Act is the number that the question named.
	Undo struct{ Act int }
)

func (a Answer) do(c *Conversation) Step {
	return c.say(flow.Fact{ID: a.Fact, Value: a.Value, From: cmp.Or(a.From, c.session.Speaker(a.Fact)), Quote: a.Words})
}

func (a Choose) do(c *Conversation) Step {
	choice := c.book.Playbook.Choice(a.Choice)
	if choice == nil || choice.Option(a.Option) == nil && a.Option != flow.Unsure.String() {
		return c.refuse(ErrNothing)
	}
	facts := c.book.Playbook.Choose(c.session, choice, a.Option, a.From, "")
	if len(facts) == 0 {
		return c.same(flow.Fact{})
	}
	return c.record(c.session.SayAll(c.book.Playbook, facts, nil, c.ports.Now()), Step{Fact: facts[0]})
}

// ErrNoName says that a secret was given where a name belongs.
var ErrNoName = errors.New(i18n.T("This looks like a key or another secret, not like a name, so nothing is parked. Type who must check it, such as: Jane, platform team."))

// CheckName says why a text is nobody's name: it holds what is masked.
func CheckName(name string) error {
	if _, masked := redact.Secrets(name); masked > 0 {
		return ErrNoName
	}
	return nil
}

func (a Park) do(c *Conversation) Step {
	if err := CheckName(a.Role); err != nil {
		return c.refuse(err)
	}
	f := flow.Fact{ID: a.Fact, Value: flow.Unsure, From: a.From, Asked: a.Role}
	if old, ok := c.session.Fact(a.Fact); ok && old.Parked() {
		f.From = cmp.Or(f.From, old.From)
	}
	f.From = cmp.Or(f.From, c.session.Speaker(a.Fact))
	return c.say(f)
}

// say records an answer with the words that go with it, unless it is said already.
func (c *Conversation) say(f flow.Fact) Step {
	if f = c.session.Worded(f); !c.session.Adds(f) {
		return c.same(f)
	}
	return c.record(c.session.Say(c.book.Playbook, f, c.ports.Now()), Step{Fact: f})
}

func (a Change) do(c *Conversation) Step {
	if len(a.Facts)+len(a.Notes) == 0 {
		return c.same(flow.Fact{})
	}
	s := Step{}
	if len(a.Facts) > 0 {
		s.Fact = a.Facts[0]
	}
	return c.record(c.session.SayAll(c.book.Playbook, a.Facts, a.Notes, c.ports.Now()), s)
}

func (a Tried) do(c *Conversation) Step {
	v := c.state.Position().Verdict
	if v == nil || v.ID == c.book.Playbook.Unexplained {
		return c.refuse(ErrNothing)
	}
	id := flow.FixedFact(v.ID)
	f := flow.Fact{ID: id, Value: a.Works, From: cmp.Or(a.From, c.session.Speaker(id))}
	if a.Works == flow.Yes {
		return c.record(c.session.Worked(c.book.Playbook, f, a.Request, c.ports.Now()), Step{Fact: f})
	}
	if a.Same && a.Works == flow.No {
		return c.record(c.session.TriedSame(c.book.Playbook, v.ID, f.From, c.ports.Now()), Step{Fact: f})
	}
	return c.record(c.session.Tried(c.book.Playbook, v.ID, f.Value, f.From, c.ports.Now()), Step{Fact: f})
}

// note records a note, unless it says so already.
func (c *Conversation) note(n flow.Note) Step {
	if c.session.NoteText(n.Name) == n.Text {
		return c.same(flow.Fact{})
	}
	return c.record(c.session.Note(c.ports.Now(), n), Step{})
}

func (a KeepNote) do(c *Conversation) Step {
	n := flow.Note{Name: flow.NoteOn(a.Fact), Text: a.Text, From: flow.You}
	if a.Text == "" || c.session.NoteText(n.Name) == a.Text || c.book.Read == nil {
		return c.note(n)
	}
	said := strings.TrimPrefix(a.Text, c.session.NoteText(n.Name)) // What was added to it.
	return c.record(c.session.Tell(c.ports.Now(), nil, c.book.Read([]byte(said)).Beside(n)), Step{})
}

func (a Words) do(c *Conversation) Step {
	return c.note(flow.Note{Name: flow.WordsOn(a.Fact), Text: a.Text, From: flow.Customer})
}

func (a Later) do(c *Conversation) Step {
	n := flow.Note{Name: flow.CheckAgain, Text: a.At.UTC().Format(time.RFC3339), From: flow.You}
	return c.record(c.session.Note(c.ports.Now(), n), Step{})
}

func (a SetAbout) do(c *Conversation) Step {
	if a.About == c.session.About() {
		return c.same(flow.Fact{})
	}
	was := c.state
	if c.together() { // Each sees it as their own call or a customer's.
		c.view = a.Whose
		c.session.See(c.view)
		if a.Whose = c.session.Recorded().Whose; a.About == c.session.Recorded() {
			return c.show(Step{Was: was})
		}
	}
	s := c.record(c.session.Open(a.About, c.ports.Now()), Step{})
	if s.Was = was; c.waiting != nil {
		c.waiting.Was = was
	}
	return s
}

// together reports whether others are in the session, or were.
func (c *Conversation) together() bool {
	return len(c.company) > 0 || slices.ContainsFunc(c.session.Events(), func(e flow.Event) bool { return e.By != c.ports.By })
}

func (a Undo) do(c *Conversation) Step {
	act, since := c.session.Last()
	if act == nil && len(since) > 0 {
		return c.refuse(ErrTheirs)
	}
	text := slices.ContainsFunc(act, func(e flow.Event) bool { return e.Reads() || e.About != nil })
	if act != nil && act[0].Act != a.Act && (len(since) > 0 || text && len(c.company) > 0) {
		s := c.refuse(nil)
		s.Asks = &Undo{act[0].Act}
		then := New(Ports{Now: c.ports.Now, By: c.ports.By, Guest: c.ports.Guest}, c.book, c.copied())
		then.Do(*s.Asks)
		s.ask = c.state.sureUndo(then.State(), text, since)
		return s
	}
	if id, other := c.before(); other {
		return c.open(id, func(b Opened, err error) Action { return reopened{id, b, err} })
	}
	return c.undo(nil)
}

func (c *Conversation) undo(into *Opened) Step {
	events, ok := c.session.Undo(c.ports.Now())
	if !ok {
		return c.refuse(ErrNothing)
	}
	if events[0].Undoes == c.textAct {
		c.text, c.textWas, c.unused = c.textWas, nil, nil
	}
	return c.record(events, Step{Undone: events[0].Undoes, Opened: into})
}

// before returns the playbook that the session would be in if the last act were taken back, if it is another one.
func (c *Conversation) before() (id string, other bool) {
	if c.ports.Books == nil {
		return "", false
	}
	then := c.copied()
	if _, ok := then.Undo(c.ports.Now()); !ok {
		return "", false
	}
	id = then.About().Playbook
	return id, id != "" && id != c.book.Playbook.ID
}

// Taken returns what no longer counts as it did before the step, and what counts otherwise since.
func (s Step) Taken(now *State) (gone, back []Row) {
	return s.Was.without(now), now.without(s.Was)
}

// without are the rows of what the other state does not know in the same way.
func (s *State) without(other *State) []Row {
	known := other.Session.Facts()
	return s.rows(slices.DeleteFunc(s.Session.Facts(), func(f flow.Fact) bool { return slices.Contains(known, f) }))
}

func (a Given) do(c *Conversation) Step {
	if len(a.Facts) == 0 {
		return c.same(flow.Fact{})
	}
	return c.record(c.session.Assert(c.ports.Now(), a.Facts...), Step{})
}
