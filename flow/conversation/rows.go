package conversation

import (
	"slices"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Row is an entry of what is known: a fact, or an answered choice with all that was said for it.
type Row struct {
	Facts   []flow.Fact
	Pick    *flow.Pick // Nil for a fact that stands for itself.
	OffPath bool       // Kept, and of no account now.
}

// Fact is the first of the row's facts, by which the row is named.
func (r Row) Fact() flow.Fact { return r.Facts[0] }

// rows puts facts together that were said as one.
func (s *State) rows(facts []flow.Fact) []Row {
	var out []Row
	picks := s.Book.Playbook.Picks(s.Session)
	for _, f := range facts {
		i := slices.IndexFunc(picks, func(p flow.Pick) bool { return slices.Contains(p.Facts, f) })
		if i < 0 {
			out = append(out, Row{Facts: []flow.Fact{f}})
			continue
		}
		if at := slices.IndexFunc(out, func(r Row) bool { return r.Pick == &picks[i] }); at >= 0 {
			out[at].Facts = append(out[at].Facts, f)
			continue
		}
		out = append(out, Row{Facts: []flow.Fact{f}, Pick: &picks[i]})
	}
	return out
}

// TrailPart is what an entry of the trail comes from: what was said comes first in it, then what was measured, looked at, and read.
type TrailPart int

// The parts of a trail, in their order.
const (
	PartSaid TrailPart = iota
	PartMeasured
	PartLooked
	PartRead
)

// TrailPart returns the part of the trail that the row belongs to.
func (r Row) Part() TrailPart {
	switch f := r.Fact(); {
	case f.Answered():
		return PartSaid
	case f.From == flow.Pasted:
		return PartRead
	case f.From == flow.Machine:
		return PartLooked
	default:
		return PartMeasured
	}
}

// follows reports whether a fact says nothing beside another that was read in the same words: what the error is not, where they say what it
// is, and what no rule rests on, where they answer a question.
func (s *State) follows(f flow.Fact) bool {
	pb := s.Book.Playbook
	if f.From != flow.Pasted || f.Quote == "" {
		return false
	}
	idle := pb.Question(f.ID) == nil && !pb.Rests(f.ID)
	return slices.ContainsFunc(s.Position().Trail, func(t flow.TrailStep) bool {
		same := t.Fact.From == flow.Pasted && t.Fact.Quote == f.Quote && t.Fact.ID != f.ID && t.Fact.Value == flow.Yes
		return same && (f.Value == flow.No || idle && t.Question != nil)
	})
}

// Rows are the entries of the trail, by their parts. An answered choice lies off the path once nothing of it counts.
func (s *State) Rows() []Row {
	var facts []flow.Fact
	aside := make(map[string]bool)
	for _, step := range s.Position().Trail {
		if s.follows(step.Fact) {
			continue
		}
		facts = append(facts, step.Fact)
		aside[step.Fact.ID] = step.OffPath
	}
	rows := s.rows(facts)
	for i, r := range rows {
		rows[i].OffPath = !slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return !aside[f.ID] })
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return int(a.Part() - b.Part()) })
	return rows
}

// Row returns the entry that the fact is in; one that nobody said stands for itself.
func (s *State) Row(fact string) Row {
	f, ok := s.Session.Fact(fact)
	if !ok {
		f.ID = fact
	}
	if p, ok := s.Book.Playbook.Pick(s.Session, fact); ok {
		return Row{Facts: p.Facts, Pick: &p}
	}
	return Row{Facts: []flow.Fact{f}}
}

// Shown is the row's word and what it says.
func (s *State) Shown(r Row) (word, text string) {
	f := r.Fact()
	switch {
	case r.Pick == nil:
		return s.Held(f)
	case r.Pick.Option == nil:
		return factWord(f), page.Line(r.Pick.Choice.About)
	default:
		return i18n.T("chosen"), s.About(r) + ": " + page.Line(r.Pick.Option.Title)
	}
}

// RowText is what the row says, as a part of a sentence: of a choice it names what was chosen, which needs no word before it.
func (s *State) RowText(r Row) string {
	word, text := s.Shown(r)
	if r.Pick != nil && r.Pick.Option != nil {
		return text
	}
	return word + ": " + text
}

// About says what the row is about, whatever is so.
func (s *State) About(r Row) string {
	if r.Pick != nil {
		return page.Line(r.Pick.Choice.About)
	}
	return s.Statement(r.Fact().ID)
}

// item is a row as an entry of a list.
func (s *State) item(r Row) page.Item {
	word, text := s.Shown(r)
	return page.Item{Word: word, Text: text}
}

// Line is a row in one line: what is so, its source and the words that showed it.
func (s *State) Line(r Row) string {
	text := s.RowText(r) + " — " + s.Source(r.Fact())
	if q := r.Fact().Quote; q != "" {
		text += " " + page.Quote(q)
	}
	return text
}

// Alternative is what can be said in the place of a row.
type Alternative struct {
	Word   string
	Number int        // The option's number; 0 for a value.
	Value  flow.Value // Unknown withdraws; also of an option.
	option string     // Its id, or what else a choice can be answered with.
}

// Alternatives lists what can be said of a row, and tells at which place stands what is so now; -1 for nowhere.
func (s *State) Alternatives(r Row) (all []Alternative, now int) {
	now = -1
	values := []flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}
	if r.Pick != nil {
		for _, o := range r.Pick.Open {
			if r.Pick.Option != nil && r.Pick.Option.ID == o.ID {
				now = len(all)
			}
			all = append(all, Alternative{Word: page.Line(o.Title), Number: r.Pick.Choice.Number(o), option: o.ID})
		}
		values = values[2:]
	}
	for _, v := range values {
		a := Alternative{Word: ValueWord(v), Value: v}
		if v == flow.Unsure {
			a.option = v.String()
		}
		if v != flow.Unknown && r.Fact().Value == v && (r.Pick == nil || r.Pick.Option == nil) {
			now, a.Word = len(all), factWord(r.Fact())
		}
		all = append(all, a)
	}
	return all, now
}

// Instead is the change of a row to the alternative. It says nothing where that is so already. From and words are as in Answer.
func (s *State) Instead(r Row, a Alternative, from flow.Source, words string) Change {
	pb, id := s.Book.Playbook, r.Fact().ID
	if r.Pick != nil {
		return Change{Facts: pb.Choose(s.Session, r.Pick.Choice, a.option, from, words)}
	}
	if from == "" {
		from = s.Session.Speaker(id)
	}
	f := s.Session.Worded(flow.Fact{ID: id, Value: a.Value, From: from, Quote: words})
	if !s.Session.Adds(f) {
		return Change{}
	}
	return Change{Facts: []flow.Fact{f}}
}
