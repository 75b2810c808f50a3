package conversation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Slot is a cause in the row of causes.
type Slot struct {
	Number  int // The guide's; 0 for none.
	Name    string
	Level   flow.Level
	Degree  flow.Degree
	Changed bool // It stands elsewhere than before the last answer.
}

// Slots are the causes that the guide numbers, in its order, so that an answer is seen to move one; then another one that is likely
// or proven. Others is how many more are possible. Was is where it stood before; nil for nowhere.
func (s *State) Slots(was *State) (slots []Slot, others int) {
	pos := s.Position()
	slot := func(v *flow.Verdict) Slot {
		o, _ := pos.Standing(v.ID)
		out := Slot{Number: v.Number, Name: cmp.Or(page.Line(v.Short), page.Line(v.Title)), Level: o.Level, Degree: o.Degree()}
		if was != nil && was.Book.Playbook == s.Book.Playbook {
			before, _ := was.Position().Standing(v.ID)
			out.Changed = before.Level != o.Level
		}
		return out
	}
	pb := s.Book.Playbook
	for i := range pb.Verdicts {
		if pb.Verdicts[i].Number > 0 {
			slots = append(slots, slot(&pb.Verdicts[i]))
		}
	}
	slices.SortStableFunc(slots, func(a, b Slot) int { return a.Number - b.Number })
	best := flow.Standing{}
	for _, o := range s.Standings() {
		switch {
		case o.Verdict.Number > 0 || o.Verdict.ID == pb.Unexplained || o.Level < flow.Possible:
		case o.Level >= flow.Likely && best.Verdict == nil:
			best = o
		default:
			others++
		}
	}
	if best.Verdict != nil {
		slots = append(slots, slot(best.Verdict))
	}
	return slots, others
}

// Stand says in one line where the causes of the row stand; "" where there is none.
func (s *State) Stand() string {
	slots, others := s.Slots(nil)
	var parts []string
	for _, d := range []flow.Degree{flow.AsCertain, flow.AsStrong, flow.AsLikely, flow.AsPossible, flow.AsFixTried, flow.AsRuledOut} {
		var names []string
		for _, o := range slots {
			if o.Degree == d {
				names = append(names, o.Name)
			}
		}
		if d == flow.AsPossible && others > 0 {
			names = append(names, i18n.T("%s more", strconv.Itoa(others)))
		}
		if names != nil {
			parts = append(parts, i18n.Certainty(string(d))+": "+strings.Join(names, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// Beside is what stands beside a question where there is room: the causes by their short names, with what rules one out if that is
// asked for, and what was said.
func (s *State) Beside(whyNot bool) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("Causes"), Tone: page.Heading}}
	for _, o := range s.Standings() {
		item := cause(o)
		item.Text, item.Pick = ShortName(o.Verdict), nil
		if whyNot && o.Level == flow.RuledOut && len(o.Against) > 0 {
			item.Under = []page.Block{page.Text{Text: page.Line(o.Against[0].Text), Tone: page.Faint}}
		}
		blocks = append(blocks, item)
	}
	said, read := []page.Block{page.Gap{}, page.Text{Text: i18n.T("Said so far"), Tone: page.Heading}}, 0
	for _, r := range s.Rows() {
		switch {
		case r.OffPath:
		case r.Fact().Answered():
			said = append(said, s.item(r))
		default:
			read++
		}
	}
	if len(said) > 2 {
		blocks = append(blocks, said...)
	}
	if read > 0 {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("%s read or measured", i18n.Count(read, i18n.T("fact"))), Tone: page.Faint})
	}
	return blocks
}
