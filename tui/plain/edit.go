package plain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	catalogue "why403/content/words"
	"why403/flow"
)

// undo voids the last thing recorded.
func (c *conversation) undo() {
	before, noted := c.Session.Facts(), c.Session.Notes()
	events, ok := c.Session.Undo(c.Now())
	if !ok {
		c.out.say(saidThereIsNothingTo)
		return
	}
	c.record(events)
	if events[0].Undoes == c.textAct {
		c.text, c.textWas = c.textWas, nil
	}
	c.turned()
	after := c.Session.Facts()
	for _, f := range before {
		if !slices.Contains(after, f) {
			c.out.hang(saidUndone, c.sentence(f))
		}
	}
	for _, f := range after {
		if !slices.Contains(before, f) {
			c.out.hang(saidItCountsAgain, c.sentence(f))
		}
	}
	c.undoneNotes(undoneNote, noted, c.Session.Notes())
	c.undoneNotes(againNote, c.Session.Notes(), noted)
}

// edit changes a fact of the trail, after showing what follows from that.
func (c *conversation) edit(ctx context.Context, p flow.Position, arg string) error {
	number, name, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(number)
	v, known := editValue(name)
	if err != nil || !known || n < 1 || n > len(p.Trail) {
		c.out.say(saidEditNeedsTheNumber)
		c.trail(p)
		return nil
	}
	old := p.Trail[n-1]
	fact := c.Session.Worded(flow.Fact{ID: old.Fact.ID, Value: v, From: c.whose(old.Fact.ID)})
	if !c.Session.Adds(fact) {
		c.out.say(saidItIs + valueName(v) + saidAlready)
		return nil
	}
	c.out.hang(saidNow, c.sentence(old.Fact))
	if v == flow.Unknown {
		c.out.say(saidNewNobodyHasSaid)
	} else {
		c.out.hang(saidNew, c.sentence(fact))
	}
	c.preview(p, fact)
	sure, err := c.confirm(ctx, "change")
	if err != nil {
		return err
	}
	if !sure {
		c.out.say(saidNothingWasChangedOnly)
		return nil
	}
	c.record(c.Session.Say(c.Playbook, fact, c.Now()))
	c.out.say(saidChanged)
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
func (c *conversation) preview(p flow.Position, f flow.Fact) {
	s := flow.Replay(c.Session.Events())
	s.Say(c.Playbook, f, c.Now())
	then := flow.Walk(c.Playbook, s.Facts())
	now := make(map[string]flow.Step, len(then.Trail))
	for _, st := range then.Trail {
		now[st.Fact.ID] = st
	}
	off := false
	for _, st := range p.Trail {
		next, there := now[st.Fact.ID]
		switch {
		case st.Fact.ID == f.ID:
		case !there:
			off = true
			c.out.hang(saidWillBeAskedAgain, c.sentence(st.Fact))
		case !st.Aside && next.Aside:
			off = true
			c.out.hang(saidFallsOffThePath, c.sentence(st.Fact))
		case st.Aside && !next.Aside:
			c.out.hang(saidCountsAgain, c.sentence(st.Fact))
		}
	}
	if !off {
		c.out.say(saidNoOtherAnswerFalls)
	}
	switch then.Outcome {
	case flow.Asking:
		c.out.hang(saidNextWouldBeThe, then.Question.Ask)
	case flow.Concluded:
		c.out.hang(saidTheVerdictWouldBe, then.Verdict.Title)
	case flow.Open:
		c.out.say(fmt.Sprintf(saidThenOpen, catalogue.Certainty(then.LeftText())))
	}
}

// confirm asks for the word, once. It is no word that anything else takes, so one typed too often does no harm.
func (c *conversation) confirm(ctx context.Context, word string) (bool, error) {
	text, err := c.ask(ctx, saidType+word+saidOrAnythingElseTo)
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
func (c *conversation) lastAct(id string) bool {
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
func (c *conversation) trail(p flow.Position) {
	if len(p.Trail) == 0 {
		c.out.say(saidNothingIsKnownYet)
		c.otherNotes(p)
		return
	}
	against := make(map[string][]flow.Fact)
	for _, k := range c.Session.Conflicts() {
		against[k.ID] = append(against[k.ID], k.Against)
	}
	c.out.say(saidWhatIsKnown)
	for i, s := range p.Trail {
		c.out.hang(fmt.Sprintf("%3d. ", i+1), c.sentence(s.Fact))
		for _, f := range against[s.Fact.ID] {
			c.out.hang(saidConflict, whoSaid(f)+valueName(f.Value)+quoted(f)+saidTheLaterWordCounts)
		}
		c.noteOn("     "+saidNote, s.Fact.ID)
		if s.Aside {
			c.out.hang("     ", saidSetAsideItsQuestion)
		}
	}
	c.otherNotes(p)
}

// fixOf returns the verdict whose fix the fact is about, if it is such a fact.
func (c *conversation) fixOf(fact string) (*flow.Verdict, bool) {
	for i := range c.Playbook.Verdicts {
		if v := &c.Playbook.Verdicts[i]; flow.FixedFact(v.ID) == fact {
			return v, true
		}
	}
	return nil, false
}

// sentence is a fact in words: what it says, its value, its source and the words that showed it.
func (c *conversation) sentence(f flow.Fact) string {
	about := c.Playbook.Facts[f.ID].About
	if v, ok := c.fixOf(f.ID); ok {
		about = saidTheFullRequestWorks + v.Title
	}
	if about == "" {
		about = f.ID
	}
	value := valueName(f.Value)
	if f.Parked() {
		value = fmt.Sprintf(saidAskedFact, c.asked(f))
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

var measuredThere = phrase("measuredThere")

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
		return saidThePastedText
	case flow.Probed:
		return saidAProbe
	case flow.Captured:
		return saidTheCapturedRequest
	case flow.You:
		return saidYou
	case flow.Customer:
		return saidTheCustomer
	case flow.Colleague:
		return saidAColleague
	default:
		return string(s)
	}
}
