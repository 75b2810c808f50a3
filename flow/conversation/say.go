package conversation

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// ReadOutLead introduces what is to be read out.
func ReadOutLead() string { return i18n.T("Read out: ") }

// OnceDone asks somebody who makes the fix to say whether it has helped.
func OnceDone() string {
	return i18n.T("Once it is done, please send the full original request again and tell us whether it works.")
}

// NotOursToFind says to a customer that no cause is known, and who goes on from there.
func NotOursToFind() string {
	return i18n.T("None of the causes that we know explains this error. We look up what refused the request.")
}

// ReadOut is a verdict to be read out to a customer, one thing to say after the other; nil where there is none.
func (s *State) ReadOut() []string {
	pos := s.Position()
	v := pos.Verdict
	switch {
	case v == nil:
		return nil
	case pos.Solved:
		return []string{i18n.T("It works again. It was this: %s.", s.Title(v))}
	case Ours(s.Book.Playbook, s.Session, v):
		return []string{NotOursToFind()}
	}
	say := []string{s.Title(v) + "."}
	if how := i18n.Certainty(pos.TellText(s.Book.Playbook)); how != "" {
		say = append(say, how)
	}
	card, do := s.Remedy(v), i18n.T("Please do this now:")
	again := s.notReached()
	if again != "" {
		say = []string{again}
	}
	switch {
	case again != "":
		do = FixToCheck() + ":"
	case len(card.Fix) > 1 && card.Take == flow.OneOf:
		do = i18n.T("One of these is enough:")
	case len(card.Fix) > 1 && card.Take == flow.InOrder:
		do = i18n.T("Please do this, one after the other:")
	}
	say = append(say, do)
	for _, f := range card.Fix {
		say = append(say, page.Line(f))
	}
	if card.Who != "" {
		say = append(say, i18n.T("Who can do it: %s.", page.Line(card.Who)))
	}
	return append(say, OnceDone())
}

// FixToCheck introduces a fix that was made, and has not reached the call.
func FixToCheck() string { return i18n.T("The fix, to check it") }

// notReached says that the fix of the verdict was made and has not reached the call; "" where that is not so.
func (s *State) notReached() string {
	v := s.Position().Verdict
	if v == nil {
		return ""
	}
	o, _ := s.Position().Standing(v.ID)
	if i := slices.IndexFunc(o.Against, flow.Reason.NotReached); i >= 0 {
		return o.Against[i].Text
	}
	return ""
}

// Spoken are the words to read out at the position: of a question, or of a verdict; nil where there are none.
func (s *State) Spoken() []string {
	if q := s.Asked(); q != nil && q.Say != "" {
		return []string{page.Line(q.Say)}
	}
	return s.ReadOut()
}

// ToRead are words to be read out, one thing to say after the other.
func ToRead(say ...string) []page.Block {
	blocks := []page.Block{page.Text{Text: strings.TrimRight(ReadOutLead(), ": "), Tone: page.Heading, Seen: true}}
	lead := ReadOutLead()
	for _, l := range say {
		blocks, lead = append(blocks, page.Text{Lead: lead, Text: l, Tone: page.Aloud}), ""
	}
	return blocks
}

func (s *State) sayPage(string) Page {
	spoken := s.Spoken()
	if len(spoken) == 0 {
		return Page{Blocks: []page.Block{page.Text{Text: i18n.T("There is nothing to read out here.")}}}
	}
	p := Page{Blocks: ToRead(spoken...), Do: []Command{CopyWording()}, What: i18n.T("the customer's wording"), Text: strings.Join(spoken, "\n")}
	if s.Stage() == AtVerdict {
		p.Do = append(p.Do, Named(Verify))
	}
	return p
}

// CopyWording copies what is to be read out.
func CopyWording() Command {
	return Named(CopyText).as(i18n.T("copy wording"), i18n.T("copy the customer's wording"))
}

// SayVerify asks the customer whether the fix has helped.
func (s *State) SayVerify() string {
	if s.notReached() != "" {
		return i18n.T("Please send the full request again. Does it work now?")
	}
	return i18n.T("Please make the fix, and send the full request again. Does it work now?")
}
