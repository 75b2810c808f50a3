package conversation

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Undecided is what is left when everything was asked and more than one cause stays possible.
func (s *State) Undecided(cards []flow.Card) []page.Block {
	blocks := []page.Block{page.Text{
		Text: i18n.T("Not decided yet: %s.", i18n.Certainty(s.Position().LeftText())),
		Said: i18n.T("OPEN: everything was asked, and %s.", i18n.Certainty(s.Position().LeftText())), Tone: page.Strong,
	}}
	blocks = append(append(blocks, s.notUsed()...), s.waiting()...)
	if who := s.canTell(); who != "" {
		blocks = append(blocks, page.Text{Lead: i18n.T("Who: "), Text: who})
	}
	if text := s.CanAsk(cards, nil); text != "" {
		blocks = append(blocks, page.Text{Text: text, Tone: page.Good, Pick: AskAPI})
	}
	if o := s.onlyOne(); o != nil {
		do := DoNow(flow.Remedy{Fix: s.Remedy(o).Fix, Who: s.Remedy(o).Who})
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Worth trying, as the only cause left"), Tone: page.Heading}, page.Text{Text: causeName(o), Tone: page.Strong})
		blocks = append(blocks, do[1:]...)
	}
	return append(append(blocks, page.Gap{}), s.Where()...)
}

// canTell names who can answer what could still change the outcome; "" where nobody can, or it waits for all of them.
func (s *State) canTell() string {
	var who []string
	for _, q := range s.Again() {
		name := i18n.T("you")
		if s.Answering() == flow.Customer {
			name = i18n.T("the customer")
		}
		if q.Role != "" {
			name = s.Role(q.Role)
		}
		if f, _ := s.Session.Fact(q.ID); !f.Parked() && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	return strings.Join(who, ", ")
}

// onlyOne is the one cause that is still possible, where somebody has a fix for it; nil where there are more, or none.
func (s *State) onlyOne() *flow.Verdict {
	var only *flow.Verdict
	for _, o := range s.Position().Standings {
		switch {
		case o.Level < flow.Possible:
		case only != nil:
			return nil
		default:
			only = o.Verdict
		}
	}
	if only == nil || len(s.Remedy(only).Fix) == 0 {
		return nil
	}
	return only
}

// Where is where every cause stands.
func (s *State) Where() []page.Block {
	all := s.Standings()
	if len(all) == 0 {
		return nil
	}
	blocks := []page.Block{page.Text{Text: i18n.T("Causes"), Tone: page.Heading}}
	for _, o := range all {
		item := cause(o)
		item.Pick = nil
		blocks = append(blocks, item)
	}
	return blocks
}

// SupportReady says that there is a text for whoever can look further.
func (s *State) SupportReady() string {
	if s.Answering() == flow.Customer {
		return i18n.T("The text for whoever looks it up is ready: %s shows it.", s.call(CopySupport))
	}
	return i18n.T("The text for support is ready: %s shows it.", s.call(CopySupport))
}

// Support is the text for whoever can look further.
func (s *State) Support(text string) []page.Block {
	if text == "" {
		return nil
	}
	heading := i18n.T("Text for support: %s copies it", s.call(CopySupport))
	if s.Answering() == flow.Customer { // Whoever answers customers is support.
		heading = i18n.T("Text for whoever looks it up: %s copies it", s.call(CopySupport))
	}
	return []page.Block{page.Gap{}, page.Text{Text: heading, Tone: page.Heading}, page.Code{Text: text}}
}

// End closes the conversation: it is solved, or what is left to do.
func (s *State) End() []page.Block {
	pos, pb := s.Position(), s.Book.Playbook
	v := pos.Verdict
	if pos.Solved && v != nil {
		blocks := []page.Block{
			page.Text{Text: solved(), Tone: page.Good},
			page.Text{Text: i18n.T("How sure: %s", i18n.Certainty(pos.SureText(pb)))},
			page.Gap{},
			page.Text{Lead: i18n.T("It was: "), Text: causeName(&flow.Verdict{Number: v.Number, Title: s.Title(v)})},
			page.Text{Lead: i18n.T("The fix: "), Text: s.Remedy(v).Line()},
		}
		f, ok := s.Session.Fixed()
		if !ok {
			return blocks
		}
		fact, _ := s.Session.Fact(flow.FixedFact(f.Verdict))
		blocks = append(blocks, page.Text{Lead: i18n.T("Fixed: "), Text: TimeWord(f.At) + ", " + s.Source(fact)})
		if f.RequestID != "" {
			blocks = append(blocks, page.Text{Lead: i18n.T("Request id: "), Text: oneLine(f.RequestID)})
		}
		return blocks
	}
	blocks := []page.Block{page.Text{Text: i18n.T("Not verified yet. What is left:"), Tone: page.Strong}, page.Gap{}}
	if s.Stage() == AtVerdict {
		if text := s.notReached(); text != "" {
			blocks = append(blocks, page.Text{Sign: "! ", Text: text, Tone: page.Warn}, page.Gap{})
		}
		card := s.Remedy(v)
		steps := card.Fix
		var under []page.Block
		if len(steps) > 1 && card.Take != flow.InOrder {
			for _, f := range steps {
				under = append(under, page.Text{Sign: "• ", Lead: "- ", Text: page.Line(f)})
			}
			steps = []string{i18n.T("Do what applies:")}
			if card.Take == flow.OneOf {
				steps = []string{i18n.T("Do one of these:")}
			}
		}
		again := i18n.T("Send the full original request again.")
		if s.Answering() == flow.Customer {
			again = i18n.T("Have the customer send the full original request again.")
		}
		for i, step := range append(slices.Clone(steps), again, i18n.T("Come back and say whether it works.")) {
			item := page.Item{N: i + 1, Text: page.Line(step)}
			if i == 0 {
				item.Under = under
			}
			blocks = append(blocks, item)
		}
	} else {
		if q := s.Asked(); q != nil {
			blocks = append(blocks, page.Text{Sign: "• ", Text: i18n.T("Answer: %s", page.Line(q.Ask))})
		}
		for _, q := range pos.Again {
			lead := i18n.T("Find out: ")
			if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
				lead = "(" + s.Source(f) + ") "
			}
			blocks = append(blocks, page.Text{Sign: "• ", Text: lead + page.Line(q.Ask)})
		}
		blocks = append(blocks, s.waiting()...)
		if s.Book.Escalation != nil {
			text := i18n.T("Send the prepared text to support: %s copies it.", s.call(CopySupport))
			if s.Answering() == flow.Customer {
				text = i18n.T("Give the prepared text to whoever can look it up: %s copies it.", s.call(CopySupport))
			}
			blocks = append(blocks, page.Text{Sign: "• ", Text: text})
		}
	}
	return append(blocks, s.Due()...)
}

func (s *State) endPage(string) Page { return Page{Blocks: s.End()} }

// Due says when a fix is to be checked again.
func (s *State) Due() []page.Block {
	i := slices.IndexFunc(s.Session.Notes(), func(n flow.Note) bool { return n.Name == flow.CheckAgain })
	if i < 0 {
		return nil
	}
	return []page.Block{page.Text{Sign: "• ", Text: i18n.T("Check again from %s on: it is offered when why403 next starts.", noteText(s.Session.Notes()[i])), Tone: page.Good}}
}

// ShortName is the name of a cause in a row of causes, with the guide's number if it has one.
func ShortName(v *flow.Verdict) string {
	name := v.Short
	if name == "" {
		name = v.Title
	}
	return causeName(&flow.Verdict{Number: v.Number, Title: name})
}

// Found says in a few words how sure the verdict is, and the same in fewer.
func (s *State) Found() []string {
	pos, open := s.Position(), i18n.T("not verified")
	found := i18n.T("cause found")
	if s.notReached() != "" {
		return []string{i18n.T("fix made · still refused"), i18n.T("still refused")}
	}
	if pos.Verdict != nil && pos.Verdict.ID == s.Book.Playbook.Unexplained {
		return []string{i18n.T("no cause found")}
	}
	if pos.Degree(s.Book.Playbook) == flow.AsLikely {
		return []string{i18n.T("likely cause") + " · " + open, i18n.T("likely cause")}
	}
	if d := pos.Degree(s.Book.Playbook); d != flow.Undecided {
		found += " · " + i18n.Certainty(string(d))
	}
	return []string{found + " · " + open, found}
}
