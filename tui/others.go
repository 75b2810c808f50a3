package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// changedMsg says that others may have recorded something in the session.
type changedMsg struct{}

// company looks who else is in the session.
func (a *App) company() tea.Cmd {
	look := a.cfg.Company
	if look == nil {
		return nil
	}
	return aside(look, func(names []string, err error) tea.Cmd {
		if err == nil { // What cannot be known now comes with the next change.
			a.came(names)
		}
		return nil
	})
}

// came shows who is in the session, and once it was seen, who came or left.
func (a *App) came(names []string) {
	s := a.conv.Do(conversation.Company{Names: names})
	a.took()
	if text := a.t.state.Arrived(s.Was); a.met && text != "" && (a.status.text == "" || a.status.hint) {
		a.status = status{text: text, hint: true}
	}
	a.met = true
}

// others takes in what others recorded.
func (a *App) others() tea.Cmd {
	if a.leaving || a.waits(a.others) {
		return nil
	}
	return a.hear(a.conv.Do(conversation.Others{}))
}

func (a *App) hear(s conversation.Step) tea.Cmd {
	switch {
	case s.Work != nil:
		conv := a.conv
		return works(a.ctx, s.Work, nil, func(do conversation.Action) tea.Cmd {
			if conv != a.conv || a.leaving {
				return nil
			}
			return a.hear(a.conv.Do(do))
		})
	case !s.Done || s.Same || s.Err != nil: // What cannot be loaded now comes with the next change.
		return nil
	default:
		return a.othersSaid(s)
	}
}

// othersSaid shows where the session stands by what others recorded, and who did. What is being written stays; keys that were meant
// for the screen before are swallowed.
func (a *App) othersSaid(s conversation.Step) tea.Cmd {
	a.took()
	a.undoes = conversation.Undo{}
	if s.Opened != nil {
		a.use(a.t.state.Book)
	}
	a.t.walk()
	if !s.Moved {
		a.contradicted(s)
		return nil
	}
	a.t.was, a.t.reading, a.t.voice = s.Was, nil, voice{}
	if is := a.t.state.Answering(); is != s.Was.Answering() {
		a.t.say = is == flow.Customer
	}
	layers := []layer{{screen: a.here()}}
	for _, l := range a.layers {
		if s, ok := l.screen.(*pageScreen); ok && s.stays {
			layers = append(layers, l)
		}
		switch l.screen.(type) {
		case *startScreen, *noteScreen, *handBackScreen, *answersScreen, *aboutScreen, *readingScreen, *offerScreen, *fileScreen, *keysScreen:
			if len(a.layers) > 1 {
				layers = append(layers, l)
			}
		}
	}
	seen := len(layers) == 1
	a.layers, a.status = layers, status{text: a.whatOthersSaid(s)}
	a.contradicted(s)
	if seen {
		return tea.Batch(a.support(), a.grace())
	}
	return a.support()
}

// overtaken shows where the session stands by what somebody else said a moment sooner, and that what this person said does not count. A
// text that was given stays where texts are pasted.
func (a *App) overtaken(s conversation.Step) tea.Cmd {
	if s.Read != nil && a.draft == nil {
		a.drafts(a.given)
	}
	return tea.Batch(a.arrive(status{text: s.Sooner(a.t.state), bad: true}), a.grace())
}

// contradicted tells of somebody who said otherwise a moment after this person. Where this person is stays, and so does what was just said.
func (a *App) contradicted(s conversation.Step) {
	say := s.Later(a.t.state)
	if say == "" {
		return
	}
	if a.status.text != "" && !a.status.hint {
		say = a.status.text + " · " + say
	}
	a.status = status{text: say, bad: true}
}

// whatOthersSaid names what is new, and who said it.
func (a *App) whatOthersSaid(s conversation.Step) string {
	if a.cfg.Guest {
		return i18n.T("Your support engineer went on.")
	}
	gone, back := s.Taken(a.t.state)
	authors := a.t.state.Session.Authors()
	i := slices.IndexFunc(back, func(r conversation.Row) bool { return r.Part() == conversation.PartSaid })
	switch {
	case len(back) > 0:
		r := back[max(i, 0)]
		said := page.Line(authors[r.Fact().ID]) + ": " + a.t.state.RowText(r)
		if n := len(back) - 1; n > 0 {
			return i18n.T("%s, and %d more", said, n)
		}
		return said
	case len(gone) > 0:
		return i18n.T("Taken back by somebody else: %s", s.Gone(a.t.state))
	default:
		return i18n.T("Somebody else went on in this session.")
	}
}
