// Package flow decides which question comes next and which cause stands where, from a playbook and a list of facts.
// It performs no I/O, reads no clock, and knows no provider: everything it says comes from the playbook.
package flow

import (
	"fmt"
	"strings"
)

// Value is what is known about a fact. The zero value, Unknown, means that nobody has said anything, or that what was
// said has been withdrawn.
type Value uint8

// The values a fact can have. Unsure is an answer ("asked, could not tell") and never counts as No.
const (
	Unknown Value = iota
	Yes
	No
	Unsure
)

// String returns the value as it is written in playbooks, journals and JSON.
func (v Value) String() string {
	switch v {
	case Unknown:
		return "unknown"
	case Yes:
		return "yes"
	case No:
		return "no"
	case Unsure:
		return "unsure"
	default:
		return fmt.Sprintf("Value(%d)", uint8(v))
	}
}

// ParseValue reads yes, no, unsure or unknown, in any case.
func ParseValue(s string) (Value, error) {
	switch strings.ToLower(s) {
	case "yes":
		return Yes, nil
	case "no":
		return No, nil
	case "unsure":
		return Unsure, nil
	case "unknown":
		return Unknown, nil
	default:
		return Unknown, fmt.Errorf("value %q is none of yes, no, unsure", s)
	}
}

// MarshalText writes the word that String returns.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *Value) UnmarshalText(b []byte) error {
	p, err := ParseValue(string(b))
	if err != nil {
		return err
	}
	*v = p
	return nil
}

// Source says who or what asserted a fact.
type Source string

// The sources a fact can have. The first four are machines, which read or measured; the others are people, who answered.
const (
	Pasted    Source = "pasted"
	Probed    Source = "probe"
	Captured  Source = "capture"
	Machine   Source = "machine" // This machine, which was looked at.
	You       Source = "you"
	Customer  Source = "customer"
	Colleague Source = "colleague"
)

// Person reports whether the source is somebody's answer rather than something read or measured.
func (s Source) Person() bool { return s == You || s == Customer || s == Colleague }

// Fact is one assertion with its provenance.
type Fact struct {
	ID    string `json:"id"`              // A fact id of the playbook.
	Value Value  `json:"value"`           // Unknown withdraws what was said before.
	From  Source `json:"from"`            // Who says so.
	Quote string `json:"quote,omitempty"` // The words that showed it: of the paste, the answer's headers, the customer.
	Rule  string `json:"rule,omitempty"`  // The sign or probe that read them; empty for a person's answer. See Changed for the one exception.
	// Asked is the id of the role that has been asked to find out, or its name in the person's own words. It goes with
	// Unsure: until an answer comes the question is parked, and everything stays possible.
	Asked string `json:"asked,omitempty"`
}

// Parked reports whether the fact waits for somebody else's answer.
func (f Fact) Parked() bool { return f.Value == Unsure && f.Asked != "" }

// Answered reports whether a person gave the fact as an answer to a question. What a person's machine measured, and the
// person only handed over, carries the rule that read it and is no answer.
func (f Fact) Answered() bool { return f.From.Person() && (f.Rule == "" || f.Changed()) }

// Changed reports whether the fact is that a fix led to another error: nobody says then that it did not help.
func (f Fact) Changed() bool { return f.Rule == changed }

// Note is a named text that goes with a session and decides nothing by itself: a request id, a model, a status.
type Note struct {
	Name string `json:"name"`
	Text string `json:"text"`
	From Source `json:"from"`
}

// Names of notes that the program itself gives.
const (
	CheckAgain = "check_again" // When the fix is to be checked again: RFC 3339, UTC.
	FixedBy    = "fixed_by"    // The id of the request that worked after the fix.
	Given      = "given"       // The text that was given, masked.
	Line       = "line"        // What an error says that has no message of its own, or only a name for one.
	Printed    = "printed"     // Which of several errors in the text somebody said the failing call printed.
)

// NoteOn returns the name of the note that a person wrote on a fact; for an empty id, of the one on the whole session.
func NoteOn(fact string) string { return "on:" + fact }

// On returns the fact that the note was written on by a person, "" for the whole session, and whether it is such a note.
func (n Note) On() (fact string, ok bool) { return strings.CutPrefix(n.Name, "on:") }

// Reading is what was found in one text: facts with their quotes, notes, and what a person should know about how it was read.
type Reading struct {
	Facts    []Fact
	Notes    []Note
	Offers   []Offer  // What a person's own words in it suggest, which is no fact.
	Text     []byte   // The text itself, masked; nil where it is not to be kept. It must not be changed.
	Summary  string   // The deciding error in one line, safe to print; empty when nothing in the text looks like one.
	Others   []string // Further errors seen in the same text, in order, one line each; the deciding one is not among them.
	Rivals   []Rival  // The errors of which only a person knows which the failing call printed, in order; none where one decides.
	Warnings []string // What the reader could not do, such as reading the middle of a text that is too long.
	Signs    []string // The ids of the signs that said something that was kept, the most trusted first.
}

// Rival is one of several errors in a text that name different causes as plainly.
type Rival struct {
	Summary   string   // The error in one line, safe to print.
	Text      []byte   // The text without the others.
	Others    []string // What Reading.Others is of the whole text, with the other rivals.
	Older     bool     // Something in the text tells that it came before.
	Elsewhere bool     // Another service wrote it, of which another playbook knows.
}
