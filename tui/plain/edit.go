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
	for _, r := range gone {
		c.out.hang(i18n.T("Undone: "), s.Was.Line(r))
	}
	for _, r := range back {
		c.out.hang(i18n.T("It counts again: "), c.state().Line(r))
	}
	c.undoneNotes(i18n.T("Undone: "), noted, c.state().Session.Notes())
	c.undoneNotes(i18n.T("It counts again: "), c.state().Session.Notes(), noted)
}

// edit changes a row of the trail, after showing what follows from that.
func (c *dialog) edit(ctx context.Context, arg string) error {
	number, name, _ := strings.Cut(arg, " ")
	rows := c.state().Rows()
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(rows) {
		c.out.show(c.state().Trail()...)
		c.out.blank()
		if err == nil { // Behind the trail, where it is read.
			c.out.say(i18n.T("There is no fact %s on the trail, so nothing was changed. It has %d.", number, len(rows)))
		} else {
			c.out.say(i18n.T("edit needs the number of a fact and its new value, as in: edit 1 no. The value is yes, no, unsure, or withdraw; of a choice, the number of an answer, unsure, or withdraw."))
		}
		return nil
	}
	r := rows[n-1]
	to, ok := c.alternative(r, name)
	if !ok {
		return nil
	}
	change := c.state().Instead(r, to, c.says, "")
	if len(change.Facts) == 0 {
		c.out.say(i18n.T("It is %s already.", to.Word))
		return nil
	}
	c.out.hang(i18n.T("Now: "), c.state().Line(r))
	then := c.state().Preview(change)
	if to.Value == flow.Unknown && to.Number == 0 {
		c.out.say(i18n.T("New: nobody has answered it."))
	} else {
		c.out.hang(i18n.T("New: "), then.Line(then.Row(change.Facts[0].ID)))
	}
	c.out.show(c.state().Changes(r.Fact().ID, then)...)
	sure, err := c.confirm(ctx, "change", i18n.T("type change, or anything else to keep it: "))
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

// alternative finds what edit takes in the place of the row: a value, or of a choice an answer's number. It says what there is if
// that is none.
func (c *dialog) alternative(r conversation.Row, word string) (conversation.Alternative, bool) {
	all, _ := c.state().Alternatives(r)
	n, err := strconv.Atoi(word)
	v, known := editValue(word)
	for _, a := range all {
		if err == nil && n > 0 && a.Number == n || err != nil && known && a.Number == 0 && a.Value == v {
			return a, true
		}
	}
	if r.Pick == nil {
		c.out.say(i18n.T("The new value is yes, no, unsure, or withdraw."))
		return conversation.Alternative{}, false
	}
	c.out.say(i18n.T("The new answer is a number, unsure, or withdraw:"))
	for _, a := range all {
		if a.Number > 0 {
			c.out.hang(fmt.Sprintf("%3d. ", a.Number), a.Word)
		}
	}
	return conversation.Alternative{}, false
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
func (c *dialog) confirm(ctx context.Context, word, prompt string) (bool, error) {
	text, err := c.ask(ctx, prompt)
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
