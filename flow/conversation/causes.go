package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// NothingNow says that no question would move a cause.
func NothingNow() string { return i18n.T("No open question would change this.") }

// levelTone is what where a cause stands looks like.
func levelTone(l flow.Level) page.Tone {
	switch l {
	case flow.Proven:
		return page.Good
	case flow.Likely:
		return page.Strong
	case flow.RuledOut, flow.FixTried:
		return page.Faint
	default:
		return page.Plain
	}
}

// cause is a cause as an entry of a list.
func cause(s flow.Standing) page.Item {
	text := causeName(s.Verdict)
	if s.Disputed {
		text += i18n.T(" (! reasons both ways)")
	}
	return page.Item{Sign: LevelSign(s.Level), Word: DegreeWord(s), Text: text, Tone: levelTone(s.Level), Pick: Show{ShowWhy, s.Verdict.ID}}
}

// NoReason says that nothing is known about a cause.
func NoReason() string { return i18n.T("nothing for or against it yet") }

// Causes is every cause, with what speaks for and against it.
func (s *State) Causes() []page.Block {
	blocks := []page.Block{
		page.Text{Text: i18n.T("Causes"), Tone: page.Heading},
		page.Text{Text: i18n.T("+ speaks for a cause, - against it"), Tone: page.Faint, Seen: true},
	}
	for _, o := range s.Standings() {
		item := cause(o)
		item.Bold = true
		item.Under = append(append(s.speaks(o, false), s.speaks(o, true)...), s.hints(o.Verdict)...)
		if len(item.Under) == 0 {
			item.Under = []page.Block{page.Text{Text: NoReason(), Tone: page.Faint}}
		}
		blocks = append(blocks, page.Gap{}, item)
	}
	return blocks
}

func (s *State) causesPage(string) Page {
	return Page{Blocks: s.Causes(), Choose: i18n.T("more on this cause"), See: []Command{Named(ShowTrail)}}
}

// whyPage says why a question is asked, or what the verdict rests on; of a cause, which is named by its number, its id or a part of its title,
// what speaks for and against it.
func (s *State) whyPage(cause string) Page {
	pos, pb := s.Position(), s.Book.Playbook
	switch q := s.Asked(); {
	case cause != "":
	case q != nil && q.Why == "":
		return Page{Blocks: []page.Block{page.Text{Text: i18n.T("There is no more on why this is asked.")}}}
	case q != nil:
		return Page{Blocks: []page.Block{page.Text{Lead: i18n.T("Why: "), Text: q.Why}}}
	case pos.Verdict != nil && pos.Verdict.ID != pb.Unexplained:
		return Page{Blocks: s.Sure()}
	default:
		return s.causesPage("")
	}
	found := s.causesNamed(strings.ToLower(cause))
	if len(found) == 1 {
		return Page{Blocks: s.Cause(found[0]), Choose: i18n.T("go to that question"), See: []Command{Named(ShowTrail)}}
	}
	if len(found) == 0 {
		return Page{Blocks: append([]page.Block{page.Text{Text: i18n.T("No cause is called %q. There are:", Excerpt(cause))}}, s.causeNames()...)}
	}
	blocks := []page.Block{page.Text{Text: i18n.T("More than one cause has that name:")}}
	for _, v := range found {
		blocks = append(blocks, page.Item{Text: v.Title + " (" + v.ID + ")", Pick: Show{ShowWhy, v.ID}})
	}
	return Page{Blocks: blocks}
}

// causesNamed finds the causes that a text names: the one with that number or id, else those that have it in their titles.
func (s *State) causesNamed(name string) (found []*flow.Verdict) {
	n, err := strconv.Atoi(name)
	for i := range s.Book.Playbook.Verdicts {
		v := &s.Book.Playbook.Verdicts[i]
		switch {
		case v.ID == s.Book.Playbook.Unexplained:
		case strings.EqualFold(v.ID, name), err == nil && v.Number == n && n > 0:
			return []*flow.Verdict{v}
		case strings.Contains(strings.ToLower(v.Title), name):
			found = append(found, v)
		}
	}
	return found
}

// causeNames lists the causes that are considered by their shortest names, and after them the others.
func (s *State) causeNames() []page.Block {
	var blocks []page.Block
	var others []string
	for _, o := range s.Standings() {
		called := o.Verdict.ID
		if o.Verdict.Number > 0 {
			called = strconv.Itoa(o.Verdict.Number)
		}
		blocks = append(blocks, page.Item{Text: o.Verdict.Title + " (" + called + ")", Pick: Show{ShowWhy, o.Verdict.ID}})
	}
	for _, v := range s.Book.Playbook.Verdicts {
		if _, considered := s.Position().Standing(v.ID); !considered && v.ID != s.Book.Playbook.Unexplained {
			others = append(others, v.ID)
		}
	}
	if len(others) > 0 {
		blocks = append(blocks, page.Text{Lead: i18n.T("- not considered: "), Text: strings.Join(others, ", ")})
	}
	return blocks
}

// Excerpt is a piece of what was typed, too short to hold a secret.
func Excerpt(s string) string {
	const most = 24
	if r := []rune(redact.Text(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return redact.Text(s)
}

// speaks are the reasons for something or against it, with the facts they rest on.
func (s *State) speaks(o flow.Standing, against bool) []page.Block {
	sign, lead, rs := "+ ", i18n.T("for: "), o.For
	if against {
		sign, lead, rs = "- ", i18n.T("against: "), o.Against
	}
	var blocks []page.Block
	for _, r := range flow.Apart(rs) {
		blocks = append(blocks, page.Text{Sign: sign, Lead: lead, Text: page.Line(r.Text)})
		for _, f := range r.Facts {
			blocks = append(blocks, page.Group{Indent: 4, Blocks: []page.Block{s.said(f)}})
		}
	}
	return blocks
}

// hints are what was seen that hints at a cause, without deciding anything.
func (s *State) hints(v *flow.Verdict) []page.Block {
	return clued(s.Book.Playbook.CluesOf(s.Session, v.ID))
}

// Would are the questions that would move a cause, the cheapest first.
func (s *State) Would(cause string) []*flow.Question {
	return flow.WouldChange(s.Book.Playbook, s.Session.Facts(), cause)
}

// Cause says why one cause stands where it stands, and which questions would move it.
func (s *State) Cause(v *flow.Verdict) []page.Block {
	o, considered := s.Position().Standing(v.ID)
	if !considered {
		o = flow.Standing{Verdict: v, Level: flow.Unraised}
	}
	lead := i18n.T("Still possible: ")
	switch o.Level {
	case flow.RuledOut:
		lead = i18n.T("Why not: ")
	case flow.FixTried:
		lead = i18n.T("Fix tried: ")
	case flow.Proven, flow.Likely:
		lead = i18n.T("Why: ")
	case flow.Unraised:
		lead = ""
	}
	stands := DegreeWord(o)
	if o.Disputed {
		stands += i18n.T(" (! reasons both ways)")
	}
	blocks := []page.Block{
		page.Text{Text: lead + causeName(v), Tone: page.Strong},
		page.Text{Sign: LevelSign(o.Level) + " ", Text: stands, Tone: levelTone(o.Level)},
		page.Gap{},
	}
	speaks, against := s.speaks(o, false), s.speaks(o, true)
	if o.Level == flow.RuledOut {
		speaks, against = against, speaks
	}
	blocks = append(append(append(blocks, speaks...), against...), s.hints(v)...)
	if len(blocks) == 3 {
		blocks = append(blocks, page.Text{Text: NoReason(), Tone: page.Faint})
	}
	blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("What would change this, the cheapest first"), Tone: page.Heading})
	would := s.Would(v.ID)
	if len(would) == 0 {
		blocks = append(blocks, page.Text{Text: NothingNow()})
	}
	for i, q := range would {
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(q.Ask), Pick: AtQuestion(q.ID), Under: []page.Block{page.Text{Text: s.effort(q), Tone: page.Faint}}})
	}
	return blocks
}

// Sure says how sure the verdict is, and from what.
func (s *State) Sure() []page.Block {
	var blocks []page.Block
	if word := i18n.Certainty(s.Position().SureText(s.Book.Playbook)); word != "" {
		blocks = append(blocks, page.Text{Text: i18n.T("How sure: %s", word), Tone: page.Heading})
	}
	v := s.Position().Verdict
	o, _ := s.Position().Standing(v.ID)
	return append(append(append(append(blocks, s.speaks(o, false)...), s.speaks(o, true)...), s.hints(v)...), s.conflicts()...)
}

// conflicts says where two sources contradict each other.
func (s *State) conflicts() []page.Block {
	var blocks []page.Block
	for _, c := range s.Session.Conflicts() {
		blocks = append(blocks, page.Text{Sign: "! ", Text: s.Statement(c.ID) + ": " + ConflictWord(c), Tone: page.Warn})
	}
	return blocks
}

// Again are the questions that nobody could answer and whose answer could still change the outcome; nine at most.
func (s *State) Again() []*flow.Question {
	again := s.Position().Again
	return again[:min(len(again), 9)]
}

// AskAgain lists them, each by its number on the trail, by which it can be answered.
func (s *State) AskAgain() []page.Block {
	if len(s.Again()) == 0 {
		return nil
	}
	blocks := []page.Block{page.Gap{}, page.Text{Text: i18n.T("Not sure before; an answer could still change this"), Tone: page.Heading}}
	rows := s.Rows()
	for _, q := range s.Again() {
		n := slices.IndexFunc(rows, func(r Row) bool {
			return slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.ID == q.ID })
		})
		item := page.Item{N: n + 1, Text: page.Line(q.Ask), Pick: AtQuestion(q.ID)}
		if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
			item.Under = []page.Block{page.Text{Text: s.Source(f), Tone: page.Faint}}
		}
		blocks = append(blocks, item)
	}
	return append(blocks, typed(i18n.T("When you know one: edit and its number, as in: edit 3 yes.")))
}

// DegreeWord is how sure it is that a cause is the one.
func DegreeWord(o flow.Standing) string { return i18n.Certainty(string(o.Degree())) }

// LevelSign is the sign of where a cause stands.
func LevelSign(l flow.Level) string {
	switch l {
	case flow.Proven:
		return "✓"
	case flow.Likely:
		return "~"
	case flow.Possible:
		return "·"
	case flow.FixTried:
		return "±"
	case flow.RuledOut:
		return "✗"
	default:
		return " "
	}
}

// ConflictWord says who contradicts whom, and who counts.
func ConflictWord(c flow.Conflict) string {
	return i18n.T("%s %s, %s %s: the last word counts", says(c.Against), ValueWord(c.Against.Value), says(c.Says), ValueWord(c.Says.Value))
}

func says(f flow.Fact) string {
	switch {
	case byCommand(f) && f.From == flow.Customer:
		return i18n.T("the customer's measurement says")
	case byCommand(f) && f.From == flow.Colleague:
		return i18n.T("a colleague's measurement says")
	case byCommand(f):
		return i18n.T("your command says")
	}
	switch f.From {
	case flow.Pasted:
		return i18n.T("the text says")
	case flow.Probed:
		return i18n.T("the probe says")
	case flow.Captured:
		return i18n.T("the request says")
	case flow.Machine:
		return i18n.T("this machine says")
	case flow.You:
		return i18n.T("you say")
	case flow.Customer:
		return i18n.T("the customer says")
	case flow.Colleague:
		return i18n.T("a colleague says")
	default:
		return i18n.T("%s says", page.Line(string(f.From)))
	}
}

// causeName is a cause's title, with the guide's number if it has one.
func causeName(v *flow.Verdict) string {
	if v.Number > 0 {
		return fmt.Sprintf("%d %s", v.Number, v.Title)
	}
	return v.Title
}

// Standings are the causes in the order in which they are listed: what stands best comes first.
func (s *State) Standings() []flow.Standing {
	return surest(s.Position().Standings)
}

// surest returns the causes with the surest first.
func surest(all []flow.Standing) []flow.Standing {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b flow.Standing) int { return int(b.Level) - int(a.Level) })
	return out
}
