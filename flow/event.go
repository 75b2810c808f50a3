package flow

import (
	"time"

	"why403/flow/redact"
)

// EventKind is what an event records.
type EventKind string

// The kinds of event. A session is nothing but a list of them.
const (
	Opened   EventKind = "opened"   // The session began; About is set.
	Asserted EventKind = "asserted" // Somebody or something said a fact; Fact is set.
	Noted    EventKind = "noted"    // A text that goes with the session; Note is set.
	Undone   EventKind = "undone"   // The events of the act numbered Undoes no longer count.
)

// About says who and what a session is about. All fields may be empty.
type About struct {
	Playbook string `json:"playbook"`       // The playbook's id.
	Digest   string `json:"digest"`         // The playbook's content hash when the session began.
	Whose    Source `json:"whose"`          // You for the own call, Customer for somebody else's.
	Ticket   string `json:"ticket"`         // The ticket's number or address.
	Target   string `json:"target"`         // Where the call goes: a host.
	Version  string `json:"version"`        // The program's version.
	Name     string `json:"name,omitempty"` // The session's id in the journal.
	// Origin says where a session came from that was begun elsewhere: its name there, and when it was handed over.
	Origin string `json:"origin,omitempty"`
	// HandedFrom is the id of the playbook that the session was in before this one; empty where it began in this one.
	HandedFrom string `json:"handed_from,omitempty"`
}

// Event is one entry of a session's record. Exactly one of the fields after Kind is set.
type Event struct {
	Seq    int       `json:"seq"` // Counts from 1, without gaps.
	Act    int       `json:"act"` // Events that were recorded together, and are undone together, share it.
	At     time.Time `json:"at"`  // UTC; given by the caller, never read from a clock here.
	Kind   EventKind `json:"kind"`
	About  *About    `json:"about,omitempty"`
	Fact   *Fact     `json:"fact,omitempty"`
	Note   *Note     `json:"note,omitempty"`
	Undoes int       `json:"undoes,omitempty"`
	By     string    `json:"by,omitempty"` // Who recorded it, where several people can; see Session.As.
}

// mask takes secrets out of the words of people.
func (e *Event) mask() {
	secrets := func(texts ...*string) {
		for _, t := range texts {
			*t = redact.Text(*t)
		}
	}
	secrets(&e.By)
	switch {
	case e.About != nil:
		about := *e.About
		secrets(&about.Ticket, &about.Target, &about.Origin)
		e.About = &about
	case e.Fact != nil && e.Fact.From.Person():
		secrets(&e.Fact.Quote, &e.Fact.Asked)
	case e.Note != nil && e.Note.From.Person():
		secrets(&e.Note.Text)
	}
}

// TextLen returns the length of the texts of an event that can be long.
func (e Event) TextLen() int {
	n := len(e.By)
	if e.About != nil {
		n += len(e.About.Ticket) + len(e.About.Target) + len(e.About.Origin)
	}
	if e.Fact != nil {
		n += len(e.Fact.Quote) + len(e.Fact.Asked)
	}
	if e.Note != nil {
		n += len(e.Note.Text)
	}
	return n
}
