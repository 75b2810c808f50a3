package conversation

import (
	"context"
	"slices"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Looked is what a look at a machine showed.
type Looked struct {
	Facts []flow.Fact
	Told  []page.Block // The findings, for people.
	From  flow.Source  // Machine for this one, else whose machine it was.
	Err   error        // Why nothing is known.
}

// Look looks at this machine, once a person has seen what is read and agreed. The program is the one that fails, started here.
type Look struct{ Program string }

func (a Look) do(c *Conversation) Step {
	l := c.book.Looker
	if l == nil {
		return c.refuse(ErrNotHere)
	}
	return Step{Work: &Work{Run: func(ctx context.Context, _ func(WorkProgress)) Action { return l.Look(ctx, a.Program) }}}
}

func (a Looked) do(c *Conversation) Step {
	if a.Err != nil {
		return c.refuse(a.Err)
	}
	c.looked = true
	return c.record(c.session.Looked(a.Facts, a.From, c.ports.Now()), Step{Looked: &a})
}

func (Looked) carried() {}

// NoLook says that a look decides nothing here.
func NoLook() string { return i18n.T("A look at this machine cannot answer this question.") }

// Looks reports whether a look at the machine can answer the question that is asked.
func (s *State) Looks() bool {
	q := s.Position().Question
	if s.Book.Looker == nil || q == nil {
		return false
	}
	decides := s.Book.Looker.Decides()
	if slices.Contains(decides, q.ID) {
		return true
	}
	_, options := s.Choice() // One of its later questions may be what a look answers.
	return slices.ContainsFunc(options, func(o *flow.Option) bool {
		return slices.ContainsFunc(o.Facts, func(f flow.Said) bool {
			_, known := s.Session.Fact(f.Fact)
			return !known && slices.Contains(decides, f.Fact)
		})
	})
}

// CanLook says in one line that a look at the machine can answer the question; "" if not, or if one has been taken.
func (s *State) CanLook() string {
	switch {
	case s.looked || !s.Looks():
		return ""
	case s.Answering() == flow.Customer:
		return i18n.T("A look at the customer's machine can answer this: %s", s.call(LookHere))
	default:
		return i18n.T("A look at this machine can answer this: %s", s.call(LookHere))
	}
}

// LookShort says in a few words where a look is taken, and what it shows.
func (s *State) LookShort() (where, shows string) {
	if s.Answering() == flow.Customer {
		return i18n.T("look there"), i18n.T("a command for them: which key and address it finds")
	}
	return Named(LookHere).Short, i18n.T("which key and address the program finds; shown first")
}

// Looking is what a look is agreed to on: which program fails, and all that is read. In a customer's call it is what to run there.
func (s *State) Looking() []page.Block {
	l := s.Book.Looker
	if s.Answering() == flow.Customer {
		return append([]page.Block{
			page.Text{Text: i18n.T("Look at the customer's machine"), Tone: page.Heading},
			page.Text{Text: i18n.T("They run this where it fails, in the program's folder. It prints no value; paste what it prints here.")},
		}, elsewhere(l)...)
	}
	blocks := []page.Block{
		page.Text{Text: i18n.T("Look at this machine"), Tone: page.Heading},
		page.Text{Text: i18n.T("It reads what is listed below, sends nothing, and shows no value. What it finds counts for a program that is started here, from this folder. Which one fails? To choose it agrees to the reading.")},
	}
	programs := l.Programs()
	for i, p := range programs {
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(p.Title), Tone: page.Strong, Pick: Look{p.ID}})
	}
	blocks = append(blocks, page.Item{N: len(programs) + 1, Text: i18n.T("Neither: it runs elsewhere, in a container, in CI or on another machine"), Tone: page.Strong}, page.Gap{})
	return append(blocks, l.Plan()...)
}

// Elsewhere is what to run where the program fails, if that is not here.
func (s *State) Elsewhere() []page.Block {
	return append([]page.Block{page.Text{Text: i18n.T("This machine cannot tell. Run this where the call fails, and paste what it prints here; it prints no value.")}}, elsewhere(s.Book.Looker)...)
}

func elsewhere(l Looker) []page.Block {
	var blocks []page.Block
	for _, c := range l.Commands() {
		blocks = append(blocks, page.Gap{}, page.Text{Text: c.Title, Tone: page.Heading}, page.Code{Text: c.Text, Language: c.ID})
	}
	return blocks
}

// Added is how many facts the step has added.
func (s Step) Added() int {
	n := 0
	for _, e := range s.events {
		if e.Fact != nil && e.Fact.Value != flow.Unknown {
			n++
		}
	}
	return n
}

// Saw says what a look came to: how many questions of the playbook it has answered, then what it found.
func (s *State) Saw(l Looked, recorded int) []page.Block {
	said := i18n.T("It answers nothing that is asked here.")
	if recorded > 0 {
		said = i18n.T("Noted: %s.", i18n.Count(recorded, i18n.T("fact")))
	}
	return append([]page.Block{page.Text{Text: i18n.T("What the look showed"), Tone: page.Heading}, page.Text{Text: said, Tone: page.Strong}, page.Gap{}}, l.Told...)
}
