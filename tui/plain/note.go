package plain

import (
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

const maxNote = 4000 // Bytes of a note, or of the customer's words.

// after returns what stands behind the first word of the line, as it was typed.
func after(line string) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.TrimSpace(rest)
}

// oneLine puts the lines of a note behind one another.
func oneLine(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", "; ") }

// note keeps a text on the fact that is named first, else on the question, else on the session. Nothing noted before is lost.
func (c *dialog) note(p flow.Position, text string) {
	if text == "" {
		c.notes()
		return
	}
	id := ""
	if p.Question != nil {
		id = p.Question.ID
	}
	rows := c.state().Rows()
	if first, rest, more := strings.Cut(text, " "); more {
		number, named := strings.CutPrefix(strings.TrimSuffix(first, ":"), "#")
		about := strings.TrimSuffix(first, ":")
		if choice := c.Playbook.Choice(about); choice != nil {
			about = choice.Options[0].Facts[0].Fact
		}
		_, known := c.Playbook.Facts[about]
		n, err := strconv.Atoi(number)
		switch {
		case named && err == nil && n == 0:
			id, text = "", strings.TrimSpace(rest)
		case named && err == nil && n >= 1 && n <= len(rows):
			id, text = rows[n-1].Fact().ID, strings.TrimSpace(rest)
		case named && err == nil:
			c.out.say(i18n.T("There is no fact %s on the trail, so nothing was noted.", number))
			c.out.show(c.state().Trail()...)
			return
		case known || c.Playbook.Question(about) != nil:
			id, text = about, strings.TrimSpace(rest)
		}
	}
	if instead, ok := strings.CutPrefix(text, "="); ok {
		c.noted(id, clean(instead))
		return
	}
	if text = clean(text); text == "" { // Nothing of it could be printed, and an empty note would take an earlier one back.
		c.notes()
		return
	}
	c.noted(id, c.state().Session.NoteMore(id, text, flow.You).Text)
}

// noted keeps the note on the fact, or on the session for an empty one. An empty text takes it back.
func (c *dialog) noted(id, text string) {
	if len(text) > maxNote {
		c.out.say(i18n.T("That is longer than %d characters, and was not taken.", maxNote))
		return
	}
	if c.state().Session.NoteText(flow.NoteOn(id)) != text {
		c.do(conversation.KeepNote{Fact: id, Text: text})
	}
	switch {
	case text == "":
		c.out.say(i18n.T("Note taken away; undo brings it back."))
	case id == "":
		c.out.say(i18n.T("Noted on the session."))
	default:
		c.out.hang(i18n.T("Noted on: "), c.state().Subject(id))
	}
}

// rowOf takes a row of the trail, #N, off the front of what follows a word. Ok is false where there is none with that number, which is
// said then.
func (c *dialog) rowOf(arg string) (r *conversation.Row, rest string, ok bool) {
	first, rest, _ := strings.Cut(arg, " ")
	number, named := strings.CutPrefix(first, "#")
	n, err := strconv.Atoi(number)
	if !named || err != nil {
		return nil, arg, true
	}
	rows := c.state().Rows()
	if n < 1 || n > len(rows) {
		c.out.say(i18n.T("There is no fact %s on the trail, so nothing was changed. It has %d.", number, len(rows)))
		return nil, "", false
	}
	return &rows[n-1], strings.TrimSpace(rest), true
}

// notes lists what people noted.
func (c *dialog) notes() {
	none := true
	for _, n := range c.state().Session.Notes() {
		id, ok := n.On()
		if !ok {
			continue
		}
		if none {
			c.out.say(i18n.T("Notes:"))
		}
		none = false
		c.out.hang("- ", c.state().Subject(id)+": "+oneLine(n.Text))
	}
	if none {
		c.out.say(i18n.T("There are no notes. Type note and what to keep; note #N puts it on fact N of the trail, note #0 on the whole session."))
	}
}

// words keeps what the customer says to a question for its answer, or with an answer that was given.
func (c *dialog) words(p flow.Position, text string) {
	r, text, ok := c.rowOf(text)
	switch {
	case !ok:
		return
	case r != nil:
		c.reword(*r, text)
		return
	case p.Question == nil:
		c.out.say(i18n.T("Nothing is asked here. words #N and a text are the words of answer N of the trail."))
		return
	}
	question := p.Question.ID
	if text = clean(text); len(text) > maxNote {
		c.out.say(i18n.T("That is longer than %d characters, and was not taken.", maxNote))
		return
	}
	if text == "" {
		c.out.say(i18n.T("words takes what the customer says, as they say it; it goes with the next answer."))
	} else {
		c.do(conversation.Words{Fact: question, Text: text})
	}
	c.keptWords(question)
}

// reword has an answer rest on other words, or on none.
func (c *dialog) reword(r conversation.Row, text string) {
	if text = clean(text); len(text) > maxNote {
		c.out.say(i18n.T("That is longer than %d characters, and was not taken.", maxNote))
		return
	}
	if !r.Fact().Answered() {
		c.out.say(i18n.T("Nobody said this, so no words can go with it."))
		return
	}
	from := c.says
	if from == "" {
		from = r.Fact().From
	}
	all, now := c.state().Alternatives(r)
	change := conversation.Change{}
	switch {
	case now < 0:
	case r.Pick != nil:
		change = c.state().Instead(r, all[now], from, text)
	case r.Fact().Quote != text || r.Fact().From != from:
		change.Facts = []flow.Fact{{ID: r.Fact().ID, Value: r.Fact().Value, Asked: r.Fact().Asked, From: from, Quote: text}}
	}
	if len(change.Facts) == 0 {
		c.out.say(i18n.T("It says that already."))
		return
	}
	c.do(change)
	c.out.hang(i18n.T("Now: "), c.state().Line(c.state().Row(r.Fact().ID)))
}

// keptWords prints the customer's words that the answer to the question takes.
func (c *dialog) keptWords(question string) {
	if text := c.state().Session.NoteText(flow.WordsOn(question)); text != "" {
		c.out.hang(i18n.T("Kept for the next answer, in their words: "), `"`+text+`"`)
	}
}

// undoneNotes tells which of the notes that people gave a step back changed.
func (c *dialog) undoneNotes(label string, from, to []flow.Note) {
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

func (c *dialog) noteName(n flow.Note) string {
	id, on := n.On()
	_, words := n.WordsOn()
	switch {
	case on:
		return i18n.T("the note on %s: %s", c.state().Subject(id), oneLine(n.Text))
	case n.Name == flow.CheckAgain:
		return i18n.T("the time to check again")
	case n.Name == flow.FixedBy:
		return i18n.T("the id of the request that worked")
	case words:
		return i18n.T("their words: %s", n.Text)
	default:
		return n.Name
	}
}
