package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// undo voids the last thing recorded.
func (c *dialog) undo() {
	noted := c.Session.Notes()
	s := c.do(conversation.Undo{})
	if errors.Is(s.Err, conversation.ErrNothing) {
		c.out.say(i18n.T("There is nothing to undo."))
		return
	}
	if c.turned(s); s.Err != nil {
		return
	}
	gone, back := s.Taken(c.talk.State())
	for _, f := range gone {
		c.out.hang(i18n.T("Undone: "), c.sentence(f))
	}
	for _, f := range back {
		c.out.hang(i18n.T("It counts again: "), c.sentence(f))
	}
	c.undoneNotes(i18n.T("Undone: "), noted, c.Session.Notes())
	c.undoneNotes(i18n.T("It counts again: "), c.Session.Notes(), noted)
}

// edit changes a fact of the trail, after showing what follows from that.
func (c *dialog) edit(ctx context.Context, p flow.Position, arg string) error {
	number, name, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(number)
	v, known := editValue(name)
	if err != nil || !known || n < 1 || n > len(p.Trail) {
		c.out.say(i18n.T("edit needs the number of a fact and its new value, as in: edit 1 no. The value is yes, no, unsure, or withdraw."))
		c.trail(p)
		return nil
	}
	old := p.Trail[n-1]
	fact := c.Session.Worded(flow.Fact{ID: old.Fact.ID, Value: v, From: c.whose(old.Fact.ID)})
	if !c.Session.Adds(fact) {
		c.out.say(i18n.T("It is %s already.", valueName(v)))
		return nil
	}
	c.out.hang(i18n.T("Now: "), c.sentence(old.Fact))
	if v == flow.Unknown {
		c.out.say(i18n.T("New: nobody has said it."))
	} else {
		c.out.hang(i18n.T("New: "), c.sentence(fact))
	}
	change := conversation.Answer{Fact: fact.ID, Value: v, From: c.says}
	c.preview(p, fact.ID, c.talk.State().Preview(change).Position())
	sure, err := c.confirm(ctx, "change")
	if err != nil {
		return err
	}
	if !sure {
		c.out.say(i18n.T("Nothing was changed. Only the word change changes it."))
		return nil
	}
	c.do(change)
	c.out.say(i18n.T("Changed."))
	return nil
}

// editValue reads the value that edit takes.
func editValue(s string) (flow.Value, bool) {
	switch strings.ToLower(s) {
	case "yes", "y":
		return flow.Yes, true
	case "no", "n":
		return flow.No, true
	case "unsure", "u", "?", "not sure":
		return flow.Unsure, true
	case "withdraw":
		return flow.Unknown, true
	default:
		return flow.Unknown, false
	}
}

// preview prints what falls off the path, what comes back to it, and where it then leads.
func (c *dialog) preview(p flow.Position, changed string, then flow.Position) {
	now := make(map[string]flow.Step, len(then.Trail))
	for _, st := range then.Trail {
		now[st.Fact.ID] = st
	}
	off := false
	for _, st := range p.Trail {
		next, there := now[st.Fact.ID]
		switch {
		case st.Fact.ID == changed:
		case !there:
			off = true
			c.out.hang(i18n.T("- Will be asked again: "), c.sentence(st.Fact))
		case !st.Aside && next.Aside:
			off = true
			c.out.hang(i18n.T("- Falls off the path, and is kept aside: "), c.sentence(st.Fact))
		case st.Aside && !next.Aside:
			c.out.hang(i18n.T("- Counts again: "), c.sentence(st.Fact))
		}
	}
	if !off {
		c.out.say(i18n.T("No other answer falls off the path."))
	}
	switch then.Outcome {
	case flow.Asking:
		c.out.hang(i18n.T("Next would be the question: "), then.Question.Ask)
	case flow.Concluded:
		c.out.hang(i18n.T("The verdict would be: "), then.Verdict.Title)
	case flow.Open:
		c.out.say(i18n.T("Then %s.", i18n.Certainty(then.LeftText())))
	}
}

// confirm asks for the word, once. It is no word that anything else takes, so one typed too often does no harm.
func (c *dialog) confirm(ctx context.Context, word string) (bool, error) {
	text, err := c.ask(ctx, i18n.T("type %s, or anything else to keep it: ", word))
	if err != nil {
		return false, err
	}
	w, _ := c.parse(text)
	switch {
	case strings.EqualFold(text, word):
		c.echo(text)
		return true, nil
	case w.is == quit:
		c.echo(text)
		return false, errQuit
	case w.is == unknownWord:
		c.echo("")
	default:
		c.repeat(w, text)
	}
	return false, nil
}

// lastAct reports whether the last act that still counts said something about the fact.
func (c *dialog) lastAct(id string) bool {
	events := c.Session.Events()
	void := make(map[int]bool)
	for _, e := range events {
		if e.Kind == flow.Undone {
			void[e.Undoes] = true
		}
	}
	act := 0
	for _, e := range slices.Backward(events) {
		if e.Kind != flow.Asserted && e.Kind != flow.Noted || void[e.Act] {
			continue
		}
		if act == 0 {
			act = e.Act
		}
		if e.Act != act {
			return false
		}
		if e.Fact != nil && e.Fact.ID == id {
			return true
		}
	}
	return false
}

// trail prints every known fact with where it came from, what contradicts it, and whether it counts.
func (c *dialog) trail(p flow.Position) {
	if len(p.Trail) == 0 {
		c.out.say(i18n.T("Nothing is known yet."))
		c.otherNotes(p)
		return
	}
	against := make(map[string][]flow.Fact)
	for _, k := range c.Session.Conflicts() {
		against[k.ID] = append(against[k.ID], k.Against)
	}
	c.out.say(i18n.T("What is known:"))
	for i, s := range p.Trail {
		c.out.hang(fmt.Sprintf("%3d. ", i+1), c.sentence(s.Fact))
		for _, f := range against[s.Fact.ID] {
			c.out.hang(i18n.T("     CONFLICT: "), i18n.T("%s%s%s. The later word counts.", whoSaid(f), valueName(f.Value), quoted(f)))
		}
		c.noteOn("     "+i18n.T("Note: "), s.Fact.ID)
		if s.Aside {
			c.out.hang("     ", i18n.T("Set aside: its question is off the path now. It does not count, and is kept."))
		}
	}
	c.otherNotes(p)
}

// fixOf returns the verdict whose fix the fact is about, if it is such a fact.
func (c *dialog) fixOf(fact string) (*flow.Verdict, bool) {
	for i := range c.Playbook.Verdicts {
		if v := &c.Playbook.Verdicts[i]; flow.FixedFact(v.ID) == fact {
			return v, true
		}
	}
	return nil, false
}

// sentence is a fact in words: what it says, its value, its source and the words that showed it.
func (c *dialog) sentence(f flow.Fact) string {
	about := c.Playbook.Facts[f.ID].About
	if v, ok := c.fixOf(f.ID); ok {
		about = i18n.T("The full request works after this fix: %s", v.Title)
	}
	if about == "" {
		about = f.ID
	}
	value := valueName(f.Value)
	if f.Parked() {
		value = i18n.T("not known yet, %s was asked", c.asked(f))
	}
	return about + ": " + value + " (" + from(f) + quoted(f) + ")"
}

func quoted(f flow.Fact) string {
	if f.Quote == "" {
		return ""
	}
	return `, "` + clean(f.Quote) + `"`
}

// measured reports whether a fact that a person handed over was read from what their machine printed.
func measured(f flow.Fact) bool { return f.From == flow.Customer && f.Rule != "" }

var measuredThere = i18n.T("measured at the customer's")

// from says where a fact comes from. What was measured at a customer's is no word of the customer.
func from(f flow.Fact) string {
	if measured(f) {
		return measuredThere
	}
	return sourceName(f.From)
}

// whoSaid begins a sentence about another word on a fact.
func whoSaid(f flow.Fact) string {
	if measured(f) {
		return measuredThere + ": "
	}
	return sourceName(f.From) + " said "
}

func sourceName(s flow.Source) string {
	switch s {
	case flow.Pasted:
		return i18n.T("the pasted text")
	case flow.Probed:
		return i18n.T("a probe")
	case flow.Captured:
		return i18n.T("the captured request")
	case flow.You:
		return i18n.T("you")
	case flow.Customer:
		return i18n.T("the customer")
	case flow.Colleague:
		return i18n.T("a colleague")
	default:
		return string(s)
	}
}
