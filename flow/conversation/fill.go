package conversation

import (
	"regexp"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// Blank is something about the failing call that a command or a letter needs.
type Blank struct {
	Name string // The name of the note that keeps it.
	Ask  string
	like *regexp.Regexp
	not  string // What is said of a text that cannot be it, where that must not be repeated.
}

// blanks are those that a person can fill in, in the order in which they are asked for: those of every call, and what the playbook's
// requests need.
func (s *State) blanks() []Blank {
	all := []Blank{
		{flow.PlaceModel, i18n.T("Which model does the failing call name?"), regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]{1,127}$`), ""},
		{"request_id", i18n.T("Which request id does the refusal have?"), requestID, ""},
		{"key_last_four", i18n.T("What are the last four characters of the key that fails? No more of it than these."), regexp.MustCompile(`^[A-Za-z0-9_-]{4}$`), i18n.T("That is not four characters. Type only the last four.")},
	}
	for _, p := range s.Book.Playbook.Request.Places {
		all = append(all, Blank{p.Name, i18n.T("What is %s?", p.About), p.Pattern(), ""})
	}
	return all
}

// Takes reports whether the text can be what is asked for.
func (b Blank) Takes(text string) bool { return b.like.MatchString(text) }

// Fill keeps what a person says of the failing call, by the names of the blanks, for whatever needs it from now on: all of it as one act. An
// empty text says nothing.
type Fill struct{ Texts map[string]string }

func (a Fill) do(c *Conversation) Step {
	var notes []flow.Note
	for _, b := range c.state.blanks() {
		text := a.Texts[b.Name]
		if text == "" || c.session.NoteText(b.Name) == text {
			continue
		}
		if !b.Takes(text) {
			return c.refuse(ErrNothing)
		}
		notes = append(notes, flow.Note{Name: b.Name, Text: text, From: c.state.Answering()})
	}
	if len(notes) == 0 {
		return c.same(flow.Fact{})
	}
	return c.record(c.session.Tell(c.ports.Now(), nil, notes), Step{})
}

// lacking are the blanks that nothing fills in.
func (s *State) lacking(needs func(Blank) bool) []Blank {
	return slices.DeleteFunc(s.blanks(), func(b Blank) bool { return !needs(b) || s.Session.Known(b.Name) != "" })
}

// CommandLacks are what a command for the probes needs and nobody has said.
func (s *State) CommandLacks(ids []string) []Blank {
	if s.Book.Prober == nil {
		return nil
	}
	return s.lacking(func(b Blank) bool {
		if b.Name == flow.PlaceModel && s.Book.Prober.Settings().Model != "" {
			return false
		}
		return slices.ContainsFunc(ids, func(id string) bool {
			p := s.Book.Playbook.Probe(id)
			return p != nil && strings.Contains(p.Path+p.Beta+p.Body, "{"+b.Name+"}")
		})
	})
}

// LetterLacks are what tells whoever gets a letter which call failed, and nobody has said.
func (s *State) LetterLacks() []Blank {
	return s.lacking(func(b Blank) bool { return s.Book.Playbook.Request.Place(b.Name) == nil })
}

// NotThat says that a text cannot be what is asked for.
func (b Blank) NotThat(text string) string {
	if b.not != "" {
		return b.not
	}
	return i18n.T("%q is not that. Nothing was recorded.", beginning(text))
}

// Portable returns the ids of those cards that cost nothing and that a command can send from another machine.
func Portable(cards []flow.Card) []string {
	var ids []string
	for _, c := range cards {
		if c.Portable && c.Probe.Cost.Free() {
			ids = append(ids, c.Probe.ID)
		}
	}
	return ids
}
