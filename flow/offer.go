package flow

import "strings"

// Phrases are what people write that suggests an answer to a question: regular expressions over one clause of theirs, whatever
// its case. One of Unless keeps a clause from suggesting anything.
type Phrases struct{ Yes, No, Unless []string }

// Offer is an answer that somebody's own words suggest. It is no fact and decides nothing: the question shows the words, and a
// person confirms or rejects it.
type Offer struct {
	Question string // The question's id.
	Value    Value  // Yes or No.
	Words    string // What they wrote, one clause on one line.
	Noted    bool   // It was typed as a note beside the error, and not given with it.
}

// offerOn begins the name of a note that holds an offer; the question's id follows.
const offerOn = "said:"

// offerSep stands between an offer's value and its words.
const offerSep = ": "

func (o Offer) note() Note {
	n := Note{Name: offerOn + o.Question, Text: o.Value.String() + offerSep + o.Words, From: Pasted}
	if o.Noted {
		n.From = You
	}
	return n
}

// offers reports whether the note holds an offer, or takes one back.
func (n Note) offers() bool {
	return (n.From == Pasted || n.From == You) && strings.HasPrefix(n.Name, offerOn)
}

// offer returns the offer that the note holds.
func (n Note) offer() (Offer, bool) {
	value, words, ok := strings.Cut(n.Text, offerSep)
	v, err := ParseValue(value)
	o := Offer{Question: strings.TrimPrefix(n.Name, offerOn), Value: v, Words: words, Noted: n.From == You}
	return o, n.offers() && ok && err == nil && (v == Yes || v == No)
}

// maxGiven is how long a text is kept in a session, in bytes. What masking finds depends on the whole, so none is cut.
const maxGiven = 256 << 10

// Given returns the text as a session keeps it; "" where it does not.
func (r Reading) Given() string {
	if len(r.Text) > maxGiven {
		return ""
	}
	return strings.TrimRight(string(r.Text), " \t\r\n")
}

// Recorded returns the notes of the reading with its text and its offers among them, as a session keeps them.
func (r Reading) Recorded() []Note {
	notes := append([]Note(nil), r.Notes...)
	if text := r.Given(); text != "" {
		notes = append(notes, Note{Name: Given, Text: text, From: Pasted})
	}
	for _, o := range r.Offers {
		notes = append(notes, o.note())
	}
	return notes
}

// Beside returns a note that a person types, with what its words suggest, as a session keeps them.
func (r Reading) Beside(n Note) []Note {
	notes := []Note{n}
	for _, o := range r.Offers {
		o.Noted = true
		notes = append(notes, o.note())
	}
	return notes
}

// Offers returns what the person's own words suggest and nobody has answered, in the order in which the questions were first
// written about. What was written before a fix was made, or read with another playbook, is offered no more: the call was another
// one then, and the question may be, too.
func (s *Session) Offers() []Offer {
	void := s.void()
	var notes []Note
	for _, e := range s.events {
		switch {
		case void[e.Act]:
		case e.Kind == Opened && e.About.HandedFrom != "", e.Kind == Asserted && strings.HasPrefix(e.Fact.ID, FixedFact("")) && e.Fact.Value == No:
			notes = nil
		case e.Kind == Noted && e.Note.offers():
			notes = latest(notes, *e.Note)
		}
	}
	var out []Offer
	for _, n := range notes {
		o, ok := n.offer()
		if _, known := s.Fact(o.Question); ok && !known {
			out = append(out, o)
		}
	}
	return out
}

// Offer returns what the person's own words suggest as the answer to the question, if nobody has answered it.
func (s *Session) Offer(question string) (Offer, bool) {
	for _, o := range s.Offers() {
		if o.Question == question {
			return o, true
		}
	}
	return Offer{}, false
}

// confirmed returns the words that suggested the answer, where the person whose words they are gives it, or "".
func (s *Session) confirmed(f Fact) string {
	theirs := s.About().Whose
	if theirs != Customer {
		theirs = You
	}
	if o, ok := s.Offer(f.ID); ok && f.From == theirs && f.Value == o.Value && (!o.Noted || theirs == You) {
		return o.Words
	}
	return ""
}
