package tui

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// voice is whose word the answer to a question is, once it was chosen.
type voice struct {
	fact string
	from flow.Source
}

// sources returns whose word an answer can be, the usual one first.
func (t *state) sources() []flow.Source {
	if t.state.Answering() == flow.Customer {
		return []flow.Source{flow.Customer, flow.You, flow.Colleague}
	}
	return []flow.Source{flow.You, flow.Colleague, flow.Customer}
}

// speaker returns whose word the answer to a question is: as it was chosen, else as it was said before, else the usual one.
func (t *state) speaker(id string) flow.Source {
	if t.voice.fact == id && id != "" {
		return t.voice.from
	}
	return t.state.Session.Speaker(id)
}

// next returns the source that follows among those there are.
func (t *state) next(from flow.Source) flow.Source {
	all := t.sources()
	return all[(slices.Index(all, from)+1)%len(all)]
}

// speakerRows says whose word the answer will be, and whose it could be. Nothing is said where it goes without saying.
func (t *state) speakerRows(from flow.Source, w int) []row {
	if t.guest || t.state.Answering() != flow.Customer && from == flow.You {
		return nil
	}
	line := "   " + t.st.accent.Render("tab") + "  " + t.st.strong.Render(conversation.SpeakerWord(from))
	var others []string
	for _, s := range t.sources() {
		if s != from {
			others = append(others, conversation.SpeakerWord(s))
		}
	}
	if rest := i18n.T("  or: %s", strings.Join(others, ", ")); len("   tab  "+conversation.SpeakerWord(from))+len(rest) <= w {
		line += t.st.dim.Render(rest)
	}
	return []row{{line, command(conversation.SetSpeaker)}}
}

// canReport reports whether there is anything to write a report with.
func (t *state) canReport() bool {
	return t.state.Book.Reporter != nil && len(t.state.Book.Reporter.Formats()) > 0
}

// reporting are the keys that give the session to others.
func (t *state) reporting() []bound {
	if !t.canReport() {
		return nil
	}
	return []bound{able(conversation.ShowReport)}
}

// noting are the keys of a desk that work on questions, verdicts and the end.
func (t *state) noting() []bound {
	keys := []bound{able(conversation.WriteNote).explain(i18n.T("a note on the whole session")).quiet()}
	return append(keys, t.of(conversation.Named(conversation.ShowParked)))
}

// switching is the key between the own call and a customer's.
func (t *state) switching() bound {
	long := i18n.T("a customer's call: wording to read out, and whose word each answer is")
	if t.state.Answering() == flow.Customer {
		long = i18n.T("your own call again: answers count as yours")
	}
	return able(conversation.AboutCustomer).explain(long).quiet()
}

// ticketing is the key that says whose call it is, and its ticket.
func (t *state) ticketing() bound {
	return able(conversation.SetTicket).quiet()
}

// speaking is the key that says whose word an answer is.
func (t *state) speaking() bound {
	return able(conversation.SetSpeaker).quiet()
}
