package plain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// act does what the line says. A line that is not understood changes nothing.
func (c *dialog) act(ctx context.Context, p flow.Position, text string) error {
	at := c.state().Stage()
	w, arg := c.parse(text)
	if b, ok := c.before(p.Question); ok && at == conversation.AtAsking && text == "" && (c.Echo || !c.in.follows(pasteWait)) {
		c.echo(b.Word())
		c.misses, c.kept = 0, nil
		if b.Option != nil {
			choice, _ := c.state().Choice()
			c.choose(strconv.Itoa(choice.Number(b.Option)))
		} else {
			c.answer(p, b.Value)
		}
		return nil
	}
	choice, _ := c.state().Choice()
	if o, fits, ok := c.offer(p.Question); ok && (choice == nil || fits != nil) && at == conversation.AtAsking && text == "" && (c.Echo || !c.in.follows(pasteWait)) {
		c.misses, c.kept = 0, nil
		if fits != nil {
			c.echo(page.Line(fits.Title))
			c.choose(strconv.Itoa(choice.Number(fits)))
			return nil
		}
		c.echo(conversation.ValueWord(o.Value))
		c.answer(p, o.Value)
		return nil
	}
	if at == conversation.AtAsking && w.Name == conversation.NoName && c.takeOutput(p.Question, text) {
		c.echo("(pasted text)")
		return nil
	}
	if w.Name == conversation.NoName || w.At&at == 0 {
		return c.unknown(at, text)
	}
	c.understood(w, text)
	listed := c.listed
	c.listed = slices.Contains([]conversation.Name{conversation.LookHere, conversation.UseExample, conversation.TakeBook, conversation.AskAPI, conversation.ShowParked}, w.Name)
	switch w.Name {
	case conversation.ChooseOption:
		if listed { // The number may be of the list that was printed last.
			c.out.say(i18n.T("Nothing was answered: the number could be of the list above. For that, type its word and the number; for the question, type the number again."))
			c.fresh = true
			return nil
		}
		c.choose(text)
	case conversation.SayYes:
		c.answer(p, flow.Yes)
	case conversation.SayNo:
		c.answer(p, flow.No)
	case conversation.SayUnsure:
		c.answer(p, flow.Unsure)
	case conversation.Verify:
		return c.verify(ctx, p)
	case conversation.NextCall:
		return errNext
	case conversation.SayWorks:
		c.verified(arg)
	case conversation.SaySame, conversation.SayDifferent:
		c.refused(w.Name == conversation.SaySame)
	case conversation.SendFull:
		return c.probe(ctx, p, flow.FullProbe)
	case conversation.SayLater:
		c.later(p)
	case conversation.GoBack:
		c.back()
	case conversation.UndoLast:
		c.undo()
	case conversation.EditFact:
		return c.edit(ctx, arg)
	case conversation.ParkQuestion:
		c.park(p, arg)
	case conversation.ShowParked:
		return c.parked(ctx, arg)
	case conversation.TakeAnswers:
		if strings.EqualFold(strings.TrimSpace(arg), "keep") {
			c.keepProse()
			return nil
		}
		return c.takeAnswers(ctx)
	case conversation.SetSpeaker:
		c.setSays(arg)
	case conversation.KeepWords:
		c.words(p, after(text))
	case conversation.WriteNote:
		c.note(p, after(text))
	case conversation.ShowReport:
		c.report(p, arg)
	case conversation.SaveReport:
		c.save(p, arg)
	case conversation.CopyText:
		c.copy(p)
	case conversation.CopySupport:
		c.escalation(p)
	case conversation.AskAPI:
		return c.probe(ctx, p, arg)
	case conversation.WriteCommand:
		if card, ok := c.pick(p, ""); ok {
			return c.command(ctx, p, card, arg)
		}
	case conversation.HandOutput:
		return c.handBack(ctx)
	case conversation.SwitchPlaybook:
		c.switchPlaybook(p)
	case conversation.LookHere:
		c.look(arg)
	case conversation.PrintAgain:
		c.fresh = true
	default:
		return c.common(ctx, at, w, arg)
	}
	return nil
}

// offer returns what the words of whoever answers now suggest, and the option that they fit.
func (c *dialog) offer(q *flow.Question) (o flow.Offer, fits *flow.Option, ok bool) {
	if q == nil || c.whose(q.ID) != c.state().Answering() || c.state().Session.NoteText(flow.WordsOn(q.ID)) != "" {
		return flow.Offer{}, nil, false
	}
	return c.state().Offered(q.ID)
}

// before returns what was answered to the question before a fix, or before it was taken back.
func (c *dialog) before(q *flow.Question) (conversation.Before, bool) {
	if q == nil {
		return conversation.Before{}, false
	}
	return c.state().Before(q.ID)
}

// answer takes an answer to the question.
func (c *dialog) answer(p flow.Position, v flow.Value) {
	from := c.unusual(p.Question.ID)
	c.do(conversation.Answer{Fact: p.Question.ID, Value: v, From: c.says})
	if from != "" {
		c.out.say(i18n.T("Recorded: %s, %s.", conversation.ValueWord(v), conversation.SourceWord(flow.Fact{From: from, Value: v})))
	} else {
		c.out.say(i18n.T("Recorded: %s.", conversation.ValueWord(v))) // What it means stands in the question.
	}
	c.spoke()
}

// choose takes the option with the number.
func (c *dialog) choose(number string) {
	choice, options := c.state().Choice()
	i := slices.IndexFunc(options, func(o *flow.Option) bool { return strconv.Itoa(choice.Number(o)) == number })
	if i < 0 {
		c.out.say(i18n.T("Type a number (%s), or unsure.", c.state().Numbers()))
		return
	}
	o := options[i]
	c.do(conversation.Choose{Choice: choice.ID, Option: o.ID, From: c.says})
	c.out.say(i18n.T("Recorded: %s.", o.Title))
	c.spoke()
}

// showQuestion prints the question with all that is needed to answer it.
func (c *dialog) showQuestion() {
	q := c.state().Asked()
	c.out.blank()
	number := i18n.T("Question %d", c.state().Number())
	if left := c.state().Left(); left != "" {
		number += ", " + left
	}
	c.out.say(number)
	c.out.say(q.Ask)
	if c.state().Answering() == flow.Customer && q.Say != "" {
		c.out.show(conversation.ToRead(page.Line(q.Say))...)
	}
	c.hangSet(i18n.T("Why: "), q.Why)
	c.out.show(c.state().Clues(q.ID)...)
	choice, options := c.state().Choice()
	for _, o := range options {
		text := o.Title
		if o.Detail != "" {
			text += " (" + o.Detail + ")"
		}
		c.out.hang(fmt.Sprintf("%3d. ", choice.Number(o)), text)
	}
	c.hangSet(i18n.T("  yes: "), q.Yes)
	c.hangSet(i18n.T("  no: "), q.No)
	c.hangSet(i18n.T("  not sure: "), q.Unsure)
	if c.Prober != nil {
		c.hangSet("", c.state().CanAsk(c.Prober.Cards(c.state().Session.Facts()), q))
	}
	c.hangSet("", c.state().CanLook())
	c.hangSet(i18n.T("Causes: "), c.state().Stand())
	c.out.show(c.state().Kept(q)...)
	if o, _, ok := c.offer(q); ok {
		c.out.hang(c.state().Wrote(o), page.Quote(o.Words))
	}
	if from := c.unusual(q.ID); from != "" {
		c.out.say(i18n.T("Whose word it will be: %s.", conversation.SpeakerWord(from)))
	}
	if text := c.state().AnsweredBefore(q.ID); text != "" {
		c.out.say(text)
	}
}

func (c *dialog) hangSet(label, s string) {
	if s != "" {
		c.out.hang(label, s)
	}
}

// back withdraws the last answer that lies on the path, so that its question comes again.
func (c *dialog) back() {
	rows := c.state().Rows()
	for _, r := range slices.Backward(rows) {
		f := r.Fact()
		if r.OffPath || !f.Answered() {
			continue
		}
		if c.Playbook.Question(f.ID) == nil || c.lastAct(f.ID) {
			c.undo()
			return
		}
		line := c.state().Line(r)
		c.do(c.state().Instead(r, conversation.Alternative{}, c.says, ""))
		c.out.hang(i18n.T("Taken back: "), line)
		return
	}
	c.out.say(i18n.T("There is no answer to go back to."))
}
