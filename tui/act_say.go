package tui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// answer records what a question's fact is. The same answer as before changes nothing.
func (a *App) answer(in answered) tea.Cmd {
	q := a.t.pb.Question(in.question)
	say := a.takenBack(flow.Fact{ID: in.question, Value: in.value, From: flow.You})
	if asked := a.t.state.Asked(); asked != nil && asked.ID == in.question {
		q = asked
	}
	if in.value == flow.Unsure && q != nil && q.Unsure != "" {
		say.text = conversation.ValueWord(in.value) + ": " + page.Line(q.Unsure)
	}
	var do conversation.Action = conversation.Answer{Fact: in.question, Value: in.value, From: a.t.speaker(in.question)}
	if p := a.t.state.Row(in.question).Pick; p != nil {
		do = conversation.Choose{Choice: p.Choice.ID, Option: in.value.String(), From: a.t.speaker(in.question)}
	}
	return a.say(do, say, a.forget)
}

// change records another value of any fact, after its preview.
func (a *App) change(in changed) tea.Cmd {
	r := a.t.state.Row(in.fact)
	say := a.takenBack(flow.Fact{ID: in.fact, Value: in.to.Value, From: flow.You})
	do := conversation.Change{Facts: []flow.Fact{{ID: in.fact, Value: in.to.Value, From: in.from, Quote: a.t.mask(in.words)}}}
	if r.Pick != nil {
		do = a.t.state.Instead(r, in.to, in.from, a.t.mask(in.words))
		say = status{text: i18n.T("%s · ctrl+z undo", a.t.state.About(r)+": "+in.to.Word)}
	}
	return a.say(do, say, func() {})
}

// forget shows no more what was read.
func (a *App) forget() { a.t.reading = nil }

// say has a person's word recorded, and goes on from it. The same again goes on where the conversation was.
func (a *App) say(do conversation.Action, say status, then func()) tea.Cmd {
	spoke := a.t.voice
	return a.does(do, func(s conversation.Step) tea.Cmd {
		if s.Same {
			if q, ok := a.layers[0].screen.(*questionScreen); ok && q.back {
				a.layers = a.layers[:1]
				return a.forth()
			}
			a.arrive(status{})
			return nil
		}
		then()
		st := say
		if next := a.t.state.Asked(); next != nil && spoke.fact != "" && spoke.fact != next.ID && a.t.state.Session.Speaker(next.ID) != spoke.from {
			said := conversation.SpokeOnce(spoke.from, a.t.state.Session.Speaker(next.ID))
			st = status{text: i18n.T("%s · ctrl+z undo", said), short: said}
		}
		if a.cfg.Guest {
			st = status{text: i18n.T("Noted · ctrl+z undo")}
		}
		for _, c := range a.t.state.Session.Conflicts() {
			if c.ID == s.Fact.ID {
				if a.cfg.Guest {
					break
				}
				st = status{text: say.text + " · ! " + conversation.ConflictWord(c), short: conversation.ConflictWord(c), bad: true}
			}
		}
		return a.arrive(st)
	})
}

// undo takes the last answer, or the last text, back.
func (a *App) undo() tea.Cmd {
	if a.busy() {
		a.status = status{text: sayBusy, hint: true}
		return nil
	}
	return a.does(a.undoes, func(s conversation.Step) tea.Cmd {
		switch {
		case s.Asks != nil:
			return a.asksUndo(s)
		case errors.Is(s.Err, conversation.ErrTheirs):
			a.status = status{text: i18n.T("There is nothing of yours to take back."), hint: true}
			return nil
		case s.Err != nil:
			a.status = status{text: i18n.T("There is nothing to take back: nothing was answered or read."), hint: true}
			return nil
		}
		if s.Undone == a.readAct {
			a.t.reading = nil
		}
		if text, _ := s.TextTaken(); text != "" {
			a.drafts(text)
		}
		if a.cfg.Guest {
			return a.arrive(status{text: i18n.T("Taken back")})
		}
		return a.arrive(status{text: i18n.T("Taken back: %s", s.Gone(a.t.state)), short: i18n.T("Taken back")})
	})
}

// asksUndo asks before something is taken back that others would miss.
func (a *App) asksUndo(s conversation.Step) tea.Cmd {
	a.undoes, a.status = *s.Asks, status{text: s.Ask(), bad: true}
	return nil
}

// held is a fact behind its word.
func (a *App) held(f flow.Fact) string {
	word, text := a.t.state.Held(f)
	return word + ": " + text
}

// takenBack says what was answered, and how to take it back.
func (a *App) takenBack(f flow.Fact) status {
	return status{text: i18n.T("%s · ctrl+z undo", a.held(f)), short: i18n.T("answered %s · ctrl+z undo", conversation.ValueWord(f.Value))}
}
