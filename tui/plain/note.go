package plain

import (
	"fmt"
	"strconv"
	"strings"

	"why403/flow"
)

const (
	maxNote = 4000 // Bytes of a note, or of the customer's words.

	// wordsNote holds the customer's words until the next answer, which takes them as its quote.
	wordsNote = "customer_words"
)

// after returns what stands behind the first word of the line, as it was typed.
func after(line string) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.TrimSpace(rest)
}

// oneLine puts the lines of a note behind one another.
func oneLine(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", "; ") }

// subject names a fact, or for an empty id the session.
func (c *conversation) subject(id string) string {
	if id == "" {
		return theSession
	}
	if v, ok := c.fixOf(id); ok {
		return saidTheFullRequestWorksFix + v.Title
	}
	if about := c.Playbook.Facts[id].About; about != "" {
		return about
	}
	return id
}

// note keeps a text on the fact that is named first, else on the question, else on the session. Nothing noted before is lost.
func (c *conversation) note(p flow.Position, text string) {
	if text == "" {
		c.notes()
		return
	}
	id := ""
	if p.Question != nil {
		id = p.Question.ID
	}
	if first, rest, more := strings.Cut(text, " "); more {
		number, named := strings.CutPrefix(strings.TrimSuffix(first, ":"), "#")
		_, known := c.Playbook.Facts[strings.TrimSuffix(first, ":")]
		n, err := strconv.Atoi(number)
		switch {
		case named && err == nil && n >= 1 && n <= len(p.Trail):
			id, text = p.Trail[n-1].Fact.ID, strings.TrimSpace(rest)
		case named && err == nil:
			c.out.say(fmt.Sprintf(saidNoteNoFact, number))
			c.trail(p)
			return
		case known || c.Playbook.Question(strings.TrimSuffix(first, ":")) != nil:
			id, text = strings.TrimSuffix(first, ":"), strings.TrimSpace(rest)
		}
	}
	text = clean(text)
	if before := c.Session.NoteText(flow.NoteOn(id)); before != "" {
		text = before + "\n" + text
	}
	if len(text) > maxNote {
		c.out.say(fmt.Sprintf(saidNoteLong, maxNote))
		return
	}
	c.keep(flow.Note{Name: flow.NoteOn(id), Text: text, From: flow.You})
	if id == "" {
		c.out.say(saidNotedSession)
		return
	}
	c.out.hang(saidNotedOn, c.subject(id))
}

// keep records a note, which moves nothing.
func (c *conversation) keep(n flow.Note) {
	fresh := c.fresh
	c.record(c.Session.Note(c.Now(), n))
	c.fresh = fresh
}

// notes lists what people noted.
func (c *conversation) notes() {
	none := true
	for _, n := range c.Session.Notes() {
		id, ok := n.On()
		if !ok {
			continue
		}
		if none {
			c.out.say(saidNotes)
		}
		none = false
		c.out.hang("- ", c.subject(id)+": "+oneLine(n.Text))
	}
	if none {
		c.out.say(saidNoNotes)
	}
}

// noteOn prints the note on a fact, if there is one.
func (c *conversation) noteOn(label, id string) {
	if text := c.Session.NoteText(flow.NoteOn(id)); text != "" {
		c.out.hang(label, oneLine(text))
	}
}

// otherNotes prints the notes on what is not on the trail.
func (c *conversation) otherNotes(p flow.Position) {
	on := make(map[string]bool)
	for _, s := range p.Trail {
		on[s.Fact.ID] = true
	}
	for _, n := range c.Session.Notes() {
		if id, ok := n.On(); ok && !on[id] {
			c.out.hang(saidNoteOn, c.subject(id)+": "+oneLine(n.Text))
		}
	}
}

// words keeps what the customer says for the next answer.
func (c *conversation) words(text string) {
	if text = clean(text); len(text) > maxNote {
		c.out.say(fmt.Sprintf(saidNoteLong, maxNote))
		return
	}
	if text != "" {
		c.keep(flow.Note{Name: wordsNote, Text: text, From: flow.Customer})
	} else {
		c.out.say(saidWordsHow)
	}
	c.keptWords()
}

// keptWords prints the customer's words that the next answer takes.
func (c *conversation) keptWords() {
	if text := c.Session.NoteText(wordsNote); text != "" {
		c.out.hang(saidWords, `"`+text+`"`)
	}
}

// undoneNotes tells which of the notes that people gave a step back changed.
func (c *conversation) undoneNotes(label string, from, to []flow.Note) {
	has := make(map[flow.Note]bool, len(to))
	for _, n := range to {
		has[n] = true
	}
	for _, n := range from {
		if !has[n] && n.From.Person() {
			c.out.hang(label, c.noteName(n))
		}
	}
}

func (c *conversation) noteName(n flow.Note) string {
	switch id, on := n.On(); {
	case on:
		return fmt.Sprintf(theNoteOn, c.subject(id), oneLine(n.Text))
	case n.Name == flow.CheckAgain:
		return theCheckAgain
	case n.Name == flow.FixedBy:
		return theFixedBy
	case n.Name == wordsNote:
		return theWords + n.Text
	default:
		return n.Name
	}
}
