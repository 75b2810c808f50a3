package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// What choosing a line of a page leads to.
type (
	// AtFact is a fact, to be changed.
	AtFact string
	// AtCause is a cause, by the id of its verdict.
	AtCause string
	// AtQuestion is a question, to be answered again.
	AtQuestion string
	// AtReference is a page of the reference, by its place in the list.
	AtReference int
)

// NothingNow says that no question would move a cause.
func NothingNow() string { return i18n.T("No open question would change this.") }

// Trail is all that is known, and how.
func (s *State) Trail() []page.Block {
	trail := s.Position().Trail
	blocks := []page.Block{page.Text{Text: i18n.T("The trail: all that is known, and how"), Tone: page.Heading}}
	if len(trail) == 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("Nothing yet. Answers and what is read in a text appear here.")})
	}
	conflicts := make(map[string]flow.Conflict)
	for _, c := range s.Session.Conflicts() {
		conflicts[c.ID] = c
	}
	for i, step := range trail {
		f := step.Fact
		source := s.Source(f)
		if f.Quote != "" {
			source += " " + page.Quote(f.Quote)
		}
		item := s.fact(f)
		item.N, item.Pick = i+1, AtFact(f.ID)
		item.Under = append([]page.Block{page.Text{Text: source, Tone: page.Faint}}, s.Note(f.ID)...)
		if step.OffPath {
			item.Tone = page.Faint
			item.Under = append(item.Under, page.Text{Text: i18n.T("kept, not on the path now"), Tone: page.Faint})
		}
		if c, ok := conflicts[f.ID]; ok {
			item.Under = append(item.Under, page.Text{Sign: "! ", Text: ConflictWord(c), Tone: page.Warn})
		}
		blocks = append(blocks, item)
	}
	return append(blocks, s.otherNotes()...)
}

// fact is a fact as an entry of a list.
func (s *State) fact(f flow.Fact) page.Item {
	return page.Item{Sign: FactSign(f), Word: FactWord(f), Text: s.Statement(f.ID)}
}

// Note is the note on a fact, or on the session for an empty id.
func (s *State) Note(fact string) []page.Block {
	text := s.Session.NoteText(flow.NoteOn(fact))
	if text == "" {
		return nil
	}
	return []page.Block{page.Text{Lead: i18n.T("note: "), Text: strings.Join(page.Rows(text), "\n"), Tone: page.Faint}}
}

// otherNotes are the notes that stand under no step: on the session, on what was withdrawn since, and those of machines.
func (s *State) otherNotes() []page.Block {
	var blocks []page.Block
	heading := func(text string) {
		blocks = append(blocks, page.Gap{}, page.Text{Text: text, Tone: page.Heading})
	}
	if note := s.Note(""); note != nil {
		heading(i18n.T("Note on the whole session"))
		blocks = append(blocks, page.Group{Blocks: note})
	}
	var orphans, others []flow.Note
	for _, n := range s.Session.Notes() {
		fact, on := n.On()
		under := slices.ContainsFunc(s.Position().Trail, func(st flow.Step) bool { return st.Fact.ID == fact })
		switch {
		case !on:
			others = append(others, n)
		case fact != "" && !under:
			orphans = append(orphans, n)
		}
	}
	if len(orphans) > 0 {
		heading(i18n.T("Notes on what was withdrawn"))
	}
	for _, n := range orphans {
		fact, _ := n.On()
		blocks = append(blocks, page.Group{Blocks: []page.Block{page.Text{Text: s.Statement(fact), Tone: page.Faint}, page.Group{Blocks: s.Note(fact)}}})
	}
	if len(others) > 0 {
		heading(i18n.T("Noted, with no effect on the verdict"))
	}
	for _, n := range others {
		name := noteName(n.Name)
		if fact, ok := n.WordsOn(); ok {
			name = i18n.T("Their words on: %s", s.Statement(fact))
		}
		blocks = append(blocks, page.Group{Blocks: []page.Block{page.Text{Text: name + ": " + NoteText(n), Tone: page.Faint}}})
	}
	return blocks
}

// noteName says what a note is that the program itself gave.
func noteName(name string) string {
	switch name {
	case flow.CheckAgain:
		return i18n.T("to be checked again from")
	case flow.FixedBy:
		return i18n.T("worked after the fix")
	case flow.Printed:
		return i18n.T("the error that the failing call printed")
	default:
		return page.Line(name)
	}
}

// NoteText is a note's text; a time is written for people.
func NoteText(n flow.Note) string {
	if at, err := time.Parse(time.RFC3339, n.Text); err == nil && n.Name == flow.CheckAgain {
		return TimeWord(at)
	}
	return page.Line(n.Text)
}

// levelTone is what where a cause stands looks like.
func levelTone(l flow.Level) page.Tone {
	switch l {
	case flow.Proven:
		return page.Good
	case flow.Likely:
		return page.Strong
	case flow.RuledOut:
		return page.Faint
	default:
		return page.Plain
	}
}

// cause is a cause as an entry of a list.
func cause(s flow.Standing) page.Item {
	text := CauseName(s.Verdict)
	if s.Disputed {
		text += i18n.T(" (! reasons both ways)")
	}
	return page.Item{Sign: LevelSign(s.Level), Word: LevelWord(s.Level), Text: text, Tone: levelTone(s.Level), Pick: AtCause(s.Verdict.ID)}
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
		item.Under = append(s.speaks(o, false), s.speaks(o, true)...)
		if len(o.For)+len(o.Against) == 0 {
			item.Under = []page.Block{page.Text{Text: NoReason(), Tone: page.Faint}}
		}
		blocks = append(blocks, page.Gap{}, item)
	}
	return blocks
}

// speaks are the reasons for something or against it, with the facts they rest on.
func (s *State) speaks(o flow.Standing, against bool) []page.Block {
	sign, lead, rs := "+ ", i18n.T("for: "), o.For
	if against {
		sign, lead, rs = "- ", i18n.T("against: "), o.Against
	}
	var blocks []page.Block
	for _, r := range rs {
		blocks = append(blocks, page.Text{Sign: sign, Lead: lead, Text: page.Line(r.Text)})
		for _, f := range r.Facts {
			blocks = append(blocks, page.Group{Indent: 4, Blocks: []page.Block{s.said(f)}})
		}
	}
	return blocks
}

// said is a fact in one line, for what rests on it.
func (s *State) said(f flow.Fact) page.Text {
	word, rest, _ := strings.Cut(s.Sentence(f), ": ")
	return page.Text{Sign: FactSign(f) + " " + word + ": ", Lead: word + ": ", Text: rest, Tone: page.Faint}
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
	case flow.Proven, flow.Likely:
		lead = i18n.T("Why: ")
	case flow.Unraised:
		lead = ""
	}
	stands := LevelWord(o.Level)
	if o.Disputed {
		stands += i18n.T(" (! reasons both ways)")
	}
	blocks := []page.Block{
		page.Text{Text: lead + CauseName(v), Tone: page.Strong},
		page.Text{Sign: LevelSign(o.Level) + " ", Text: stands, Tone: levelTone(o.Level)},
		page.Gap{},
	}
	speaks, against := s.speaks(o, false), s.speaks(o, true)
	if o.Level == flow.RuledOut {
		speaks, against = against, speaks
	}
	blocks = append(append(blocks, speaks...), against...)
	if len(o.For)+len(o.Against) == 0 {
		blocks = append(blocks, page.Text{Text: NoReason(), Tone: page.Faint})
	}
	blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("What would change this, the cheapest first"), Tone: page.Heading})
	would := s.Would(v.ID)
	if len(would) == 0 {
		blocks = append(blocks, page.Text{Text: NothingNow()})
	}
	for i, q := range would {
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(q.Ask), Pick: AtQuestion(q.ID), Under: []page.Block{page.Text{Text: s.Effort(q), Tone: page.Faint}}})
	}
	return blocks
}

// Changes says what a change of one fact leads to: what comes next, the answers that leave the path or come back to it, and the
// causes that stand elsewhere then.
func (s *State) Changes(fact string, then *State) []page.Block {
	pos := then.Position()
	blocks := []page.Block{
		page.Text{Text: i18n.T("What this changes"), Tone: page.Heading},
		page.Text{Sign: "→ ", Text: then.Ahead(), Tone: page.Strong},
	}
	before := make(map[string]bool)
	for _, step := range s.Position().Trail {
		before[step.Fact.ID] = step.OffPath
		if step.Fact.ID != fact && !slices.ContainsFunc(pos.Trail, func(t flow.Step) bool { return t.Fact.ID == step.Fact.ID }) {
			blocks = append(blocks, page.Text{Sign: "! ", Text: i18n.T("will be asked again: %s", s.Statement(step.Fact.ID)), Tone: page.Warn})
		}
	}
	for _, step := range pos.Trail {
		was, known := before[step.Fact.ID]
		switch {
		case step.Fact.ID == fact || !known || was == step.OffPath:
		case step.OffPath:
			blocks = append(blocks, page.Text{Sign: "! ", Text: i18n.T("no longer on the path (kept): %s", s.Statement(step.Fact.ID)), Tone: page.Warn})
		default:
			blocks = append(blocks, page.Text{Sign: "✓ ", Text: i18n.T("counts again: %s", s.Statement(step.Fact.ID)), Tone: page.Good})
		}
	}
	moved := func(v *flow.Verdict, from, to flow.Level) {
		blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: fmt.Sprintf("%s: %s → %s", CauseName(v), LevelWord(from), LevelWord(to))})
	}
	for _, o := range s.Position().Standings {
		level := flow.Unraised
		if n, ok := pos.Standing(o.Verdict.ID); ok {
			level = n.Level
		}
		if level != o.Level {
			moved(o.Verdict, o.Level, level)
		}
	}
	for _, o := range pos.Standings {
		if _, ok := s.Position().Standing(o.Verdict.ID); !ok {
			moved(o.Verdict, flow.Unraised, o.Level)
		}
	}
	return blocks
}

// ToldSign is the sign of what came of a probe.
func ToldSign(t flow.ProbeResult) string {
	if t.Tells {
		return "✓"
	}
	return "?"
}

// ToldWord says whether a probe told something.
func ToldWord(t flow.ProbeResult) string {
	if t.Tells {
		return i18n.T("told")
	}
	return i18n.T("could not tell")
}

// Told is what came of a probe: what was told, by which facts, and with details what that rests on.
func (s *State) Told(t flow.ProbeResult, details bool) []page.Block {
	tone, word := page.Good, ToldWord(t)
	if !t.Tells {
		tone = page.Warn
		if len(t.Shows()) > 0 {
			word = i18n.T("not decided by it; what else it showed stands below")
		}
	}
	blocks := []page.Block{
		page.Text{Text: s.ProbeTitle(t.Probe), Said: t.Probe + ": " + s.ProbeTitle(t.Probe), Tone: page.Strong},
		page.Text{Sign: ToldSign(t) + " ", Text: word + ": " + oneLine(t.Means), Tone: tone},
	}
	var under []page.Block
	for _, f := range t.Shows() {
		under = append(under, page.Text{Sign: ValueSign(f.Value) + " ", Text: ValueWord(f.Value) + ": " + s.Statement(f.ID)})
	}
	if details {
		status := i18n.T("no answer came")
		if t.Status > 0 {
			status = strings.TrimSpace(i18n.T("status %s %s", strconv.Itoa(t.Status), oneLine(t.Type)))
		}
		parts := []string{status}
		if t.RequestID != "" {
			parts = append(parts, i18n.T("request id %s", oneLine(t.RequestID)))
		}
		if t.AnsweredBy != "" {
			parts = append(parts, i18n.T("answered by %s", oneLine(t.AnsweredBy)))
		}
		if t.Retried {
			parts = append(parts, i18n.T("sent twice, after the wait that was asked for"))
		}
		under = append(under, page.Text{Text: strings.Join(parts, " · "), Tone: page.Faint})
		if times := timingWord(t.Timing); times != "" {
			under = append(under, page.Text{Text: times, Tone: page.Faint})
		}
	}
	if under != nil {
		blocks = append(blocks, page.Group{Indent: 4, Blocks: under})
	}
	return blocks
}

// ProbeTitle names a probe.
func (s *State) ProbeTitle(id string) string {
	for _, c := range s.cards() {
		if c.Probe != nil && c.Probe.ID == id {
			return page.Line(c.Probe.Title)
		}
	}
	if p := s.Book.Playbook.Probe(id); p != nil {
		return page.Line(p.Title)
	}
	return page.Line(id)
}

// Reference lists the pages and tables there are to read.
func (s *State) Reference() []page.Block {
	pb := s.Book.Playbook
	blocks := []page.Block{page.Text{Text: i18n.T("Reference"), Tone: page.Heading}}
	if pb.Checked != "" {
		blocks = append(blocks, page.Text{Text: i18n.T("Last checked on %s", page.Line(pb.Checked)), Tone: page.Faint})
	}
	blocks = append(blocks, page.Gap{})
	for i := range len(pb.Reference) + len(pb.Tables) {
		title := ""
		if n := len(pb.Reference); i >= n {
			title = pb.Tables[i-n].Title
		} else {
			title = pb.Reference[i].Title
		}
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(title), Pick: AtReference(i)})
	}
	return blocks
}

// ReferencePage is one page or table of the reference, by its place in the list.
func (s *State) ReferencePage(i int, language string) []page.Block {
	pb := s.Book.Playbook
	if n := len(pb.Reference); i >= n {
		return tablePage(&pb.Tables[i-n])
	}
	pg := pb.Reference[i]
	blocks := []page.Block{page.Text{Text: pg.Title, Tone: page.Strong}}
	for _, sec := range pg.Sections {
		blocks = append(blocks, page.Gap{})
		if sec.Heading != "" {
			blocks = append(blocks, page.Text{Text: sec.Heading, Tone: page.Heading})
		}
		blocks = append(blocks, page.Markdown{Text: sec.Body, Language: language})
	}
	return blocks
}

func tablePage(t *flow.Table) []page.Block {
	blocks := []page.Block{page.Text{Text: t.Title, Tone: page.Strong}}
	for _, r := range t.Rows {
		blocks = append(blocks, page.Gap{}, page.Text{Text: page.Line(r.Item), Tone: page.Heading})
		var under []page.Block
		for _, f := range [...][2]string{
			{i18n.T("claimed: "), r.Claim}, {i18n.T("found: "), r.Finding}, {i18n.T("so it is: "), judgedWord(r.Judged)},
		} {
			if f[1] != "" {
				under = append(under, page.Text{Lead: f[0], Text: page.Line(f[1])})
			}
		}
		if r.Source != "" {
			under = append(under, page.Text{Lead: i18n.T("source: "), Text: page.Line(r.Source), Link: strings.HasPrefix(r.Source, "https://")})
		}
		if r.Checked != "" {
			under = append(under, page.Text{Text: i18n.T("checked: %s", page.Line(r.Checked)), Tone: page.Faint})
		}
		blocks = append(blocks, page.Group{Blocks: under})
	}
	return blocks
}

// Sure says how sure the verdict is, and from what.
func (s *State) Sure() []page.Block {
	var blocks []page.Block
	if word := i18n.Certainty(s.Position().SureText(s.Book.Playbook)); word != "" {
		blocks = append(blocks, page.Text{Text: i18n.T("How sure: %s", word), Tone: page.Heading})
	}
	o, _ := s.Position().Standing(s.Position().Verdict.ID)
	blocks = append(append(blocks, s.speaks(o, false)...), s.speaks(o, true)...)
	for _, c := range s.Session.Conflicts() {
		blocks = append(blocks, page.Text{Sign: "! ", Text: s.Statement(c.ID) + ": " + ConflictWord(c), Tone: page.Warn})
	}
	return blocks
}

// Besides lists what else is shown or possible beside the verdict.
func (s *State) Besides() []page.Block {
	var blocks []page.Block
	for _, l := range []flow.Level{flow.Proven, flow.Likely, flow.Possible} {
		for _, o := range s.Position().Standings {
			if o.Level == l && o.Verdict != s.Position().Verdict {
				blocks = append(blocks, cause(o))
			}
		}
	}
	if blocks == nil {
		return nil
	}
	return append([]page.Block{page.Gap{}, page.Text{Text: i18n.T("Besides this one"), Tone: page.Heading}}, blocks...)
}

// Again are the questions that nobody could answer and whose answer could still change the outcome; nine at most.
func (s *State) Again() []*flow.Question {
	again := s.Position().Again
	return again[:min(len(again), 9)]
}

// AskAgain lists them.
func (s *State) AskAgain() []page.Block {
	if len(s.Again()) == 0 {
		return nil
	}
	blocks := []page.Block{page.Gap{}, page.Text{Text: i18n.T("Not sure before; an answer could still change this"), Tone: page.Heading}}
	for i, q := range s.Again() {
		item := page.Item{N: i + 1, Text: page.Line(q.Ask), Pick: AtQuestion(q.ID)}
		if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
			item.Under = []page.Block{page.Text{Text: s.Source(f), Tone: page.Faint}}
		}
		blocks = append(blocks, item)
	}
	return blocks
}

// Parked lists what waits for somebody else, by role.
func (s *State) Parked() []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("What waits for somebody else"), Tone: page.Heading}}
	for _, g := range s.Waiting() {
		blocks = append(blocks, page.Gap{}, page.Text{Text: s.Role(g.Role), Tone: page.Strong})
		for _, f := range g.Facts {
			item := page.Item{Text: s.Statement(f.ID), Pick: AtFact(f.ID), Under: s.Note(f.ID)}
			if q := s.Book.Playbook.Question(f.ID); q != nil {
				item.Text, item.Pick = page.Line(q.Ask), AtQuestion(f.ID)
			}
			blocks = append(blocks, item)
		}
	}
	return blocks
}

// NothingTold says that no probe told anything.
func NothingTold() string { return i18n.T("Nothing was told, so nothing changes.") }

// Noted says how what was measured is taken back.
func (s *State) Noted() string {
	return i18n.T("Noted as measured; %s takes it back, the trail changes it.", s.call(UndoLast))
}

// Waits says for whom the conversation waits, once there is nothing else to ask; "" if for nobody.
func (s *State) Waits() string {
	var names []string
	for _, g := range s.Waiting() {
		names = append(names, fmt.Sprintf("%s (%d)", s.Role(g.Role), len(g.Facts)))
	}
	if names == nil {
		return ""
	}
	who, what := strings.Join(names, ", "), s.call(ShowParked)
	if v := s.Position().Verdict; v != nil {
		if o, _ := s.Position().Standing(v.ID); o.Level == flow.Proven {
			return i18n.T("Parked meanwhile: %s. %s has what to send, and takes the answers.", who, what)
		}
	}
	return i18n.T("Everything else is answered. It waits for %s. %s has what to send, and takes the answers.", who, what)
}
