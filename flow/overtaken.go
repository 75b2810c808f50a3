package flow

import "strings"

// Overtaken returns what others recorded that an act says otherwise, where it was made without knowing of that: another answer to the same
// question, another text or note in the same place, or an answer about the call as it was before a fix. It does not count then; who said
// it is to be told. Theirs are events that stand before it.
func Overtaken(theirs, mine []Event) (by Event, ok bool) {
	void := (&Session{events: theirs}).void()
	for i := len(theirs) - 1; i >= 0; i-- {
		e := theirs[i]
		if void[e.Act] {
			continue
		}
		for _, m := range mine {
			if e.overtakes(m) {
				return e, true
			}
		}
	}
	return Event{}, false
}

// overtakes reports whether an event says otherwise what m says.
func (e Event) overtakes(m Event) bool {
	switch {
	case e.Reads() && m.Reads(): // Each was to take the place of the same text.
		return true
	case e.Fact != nil && m.Fact != nil:
		fixed := strings.HasPrefix(e.Fact.ID, FixedFact("")) && e.Fact.Value == No
		return m.Fact.Answered() && (e.Fact.ID == m.Fact.ID && e.Fact.Answered() && (e.Fact.Value != m.Fact.Value || e.Fact.Asked != m.Fact.Asked) || fixed && e.Fact.ID != m.Fact.ID)
	case e.Note != nil && m.Note != nil:
		return m.Note.From.Person() && m.Note.Text != "" && e.Note.Name == m.Note.Name && e.Note.Text != m.Note.Text
	case e.About != nil && m.About != nil:
		return *e.About != *m.About
	default:
		return false
	}
}

// Reads reports whether the event is of a text that was read.
func (e Event) Reads() bool {
	return e.Fact != nil && e.Fact.From == Pasted || e.Note != nil && e.Note.From == Pasted && e.Note.Name != OpenedBecause
}
