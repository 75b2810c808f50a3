package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// lookScreen is what a look at this machine is agreed to on, then what it showed.
type lookScreen struct {
	t         *state
	looking   bool // It is under way.
	elsewhere bool // What to run elsewhere is shown.
	err       string
}

// look are the keys that look at this machine, where that can answer the question.
func (t *state) look() []bound {
	if t.state.CanLook() == "" {
		return nil
	}
	return []bound{able(conversation.LookHere)}
}

func (s *lookScreen) theirs() bool { return s.t.state.Answering() == flow.Customer }

func (s *lookScreen) Keys() []bound {
	switch {
	case s.theirs() || s.elsewhere:
		return closing(bind(command(conversation.CopyText), "c", i18n.T("copy"), "c").explain(i18n.T("copy the first command")), able(conversation.PasteText).as(i18n.T("paste its output")))
	case s.looking:
		return closing()
	}
	var keys []bound
	programs := s.t.state.Book.Looker.Programs()
	for i, p := range programs {
		n := strconv.Itoa(i + 1)
		keys = append(keys, bind(lookedAt(p.ID), n, page.Line(p.Title), n).explain(i18n.T("read what is listed, for this program")))
	}
	n := strconv.Itoa(len(programs) + 1)
	return closing(append(keys, bind(lookElsewhere, n, i18n.T("elsewhere"), n).explain(i18n.T("what to run where the program fails")))...)
}

// Copy gives the first of the commands.
func (s *lookScreen) Copy() (what, text string) {
	return i18n.T("the command"), s.t.state.Book.Looker.Commands()[0].Text
}

func (s *lookScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	switch {
	case s.elsewhere:
		s.t.draw(&b, s.t.state.Elsewhere(), w, still)
		return b
	case s.err != "":
		b.add(s.t.st.warn, page.Wrap("! "+s.err, w)...)
		b.gap()
	case s.looking:
		b.add(s.t.st.strong, page.Wrap(i18n.T("Looking…"), w)...)
		b.gap()
	}
	s.t.draw(&b, s.t.state.Looking(), w, still)
	return b
}

// lookAt looks at this machine beside the program.
func (a *App) lookAt(program string) tea.Cmd {
	s, ok := a.top().screen.(*lookScreen)
	if !ok || s.looking {
		return nil
	}
	w := a.conv.Do(conversation.Look{Program: program}).Work
	if w == nil {
		return nil
	}
	s.looking, s.err = true, ""
	return works(a.ctx, w, nil, func(do conversation.Action) tea.Cmd {
		if a.top().screen != screen(s) {
			return nil // Left meanwhile.
		}
		return a.does(do, func(step conversation.Step) tea.Cmd {
			if s.looking = false; step.Err != nil {
				s.err = a.t.shown(step.Err.Error())
				return nil
			}
			return a.saw(step)
		})
	})
}

// saw shows what a look showed, over where it has led to.
func (a *App) saw(step conversation.Step) tea.Cmd {
	a.t.reading = nil
	cmd := a.arrive(status{})
	a.push(pageOf(a.t, conversation.NoName, func(now *conversation.State) conversation.Page {
		return conversation.Page{Blocks: now.Saw(*step.Looked, step.Added()), Passed: true}
	}))
	return cmd
}
