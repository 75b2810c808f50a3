package plain

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// undo voids the last thing recorded.
func (c *dialog) undo() {
	noted := c.state().Session.Notes()
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
		c.out.hang(i18n.T("Undone: "), c.state().Sentence(f))
	}
	for _, f := range back {
		c.out.hang(i18n.T("It counts again: "), c.state().Sentence(f))
	}
	c.undoneNotes(i18n.T("Undone: "), noted, c.state().Session.Notes())
	c.undoneNotes(i18n.T("It counts again: "), c.state().Session.Notes(), noted)
}

// edit changes a fact of the trail, after showing what follows from that.
func (c *dialog) edit(ctx context.Context, p flow.Position, arg string) error {
	number, name, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(number)
	v, known := editValue(name)
	if err != nil || !known || n < 1 || n > len(p.Trail) {
		c.out.say(i18n.T("edit needs the number of a fact and its new value, as in: edit 1 no. The value is yes, no, unsure, or withdraw."))
		c.trail()
		return nil
	}
	old := p.Trail[n-1]
	fact := c.state().Session.Worded(flow.Fact{ID: old.Fact.ID, Value: v, From: c.whose(old.Fact.ID)})
	if !c.state().Session.Adds(fact) {
		c.out.say(i18n.T("It is %s already.", conversation.ValueWord(v)))
		return nil
	}
	c.out.hang(i18n.T("Now: "), c.state().Sentence(old.Fact))
	if v == flow.Unknown {
		c.out.say(i18n.T("New: nobody has said it."))
	} else {
		c.out.hang(i18n.T("New: "), c.state().Sentence(fact))
	}
	change := conversation.Answer{Fact: fact.ID, Value: v, From: c.says}
	c.out.show(c.state().Changes(fact.ID, c.state().Preview(change))...)
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
	case w.Name == conversation.Quit:
		c.echo(text)
		return false, errQuit
	case w.Name == conversation.NoName:
		c.echo("")
	default:
		c.repeat(w, text)
	}
	return false, nil
}

// lastAct reports whether the last act that still counts said something about the fact.
func (c *dialog) lastAct(id string) bool {
	events := c.state().Session.Events()
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
func (c *dialog) trail() { c.out.show(c.state().Trail()...) }
