package conversation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// Trail is all that is known, and how.
func (s *State) Trail() []page.Block {
	rows := s.Rows()
	blocks := []page.Block{page.Text{Text: i18n.T("The trail: all that is known, and how"), Tone: page.Strong}}
	if len(rows) == 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("Nothing yet. Answers and what is read in a text appear here.")})
	}
	conflicts, authors := make(map[string]flow.Conflict), s.Session.Authors()
	for _, c := range s.Session.Conflicts() {
		conflicts[c.ID] = c
	}
	for i, r := range rows {
		f := r.Fact()
		if i == 0 || rows[i-1].Part() != r.Part() {
			blocks = append(blocks, page.Gap{}, page.Text{Text: partName(r.Part()), Tone: page.Heading})
		}
		source := s.Source(f)
		if by := page.Line(authors[f.ID]); by != "" {
			source += " · " + by
		}
		if f.Quote != "" {
			source += " " + page.Quote(f.Quote)
		}
		item := s.item(r)
		item.N, item.Pick = i+1, AtFact(f.ID)
		item.Under = []page.Block{page.Text{Text: source, Tone: page.Faint}}
		for _, f := range r.Facts {
			item.Under = append(item.Under, s.Note(f.ID)...)
		}
		if r.OffPath {
			item.Tone = page.Faint
			item.Text = i18n.T("%s (kept, not on the path now)", item.Text)
		}
		blocks = append(blocks, item)
		for _, f := range r.Facts {
			if c, ok := conflicts[f.ID]; ok {
				blocks = append(blocks, page.Group{Indent: 4, Blocks: []page.Block{page.Text{Sign: "! ", Text: ConflictWord(c), Tone: page.Warn}}})
			}
		}
	}
	if s.notUsed() != nil {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Other errors in the text, not used"), Tone: page.Heading})
		for _, o := range s.unused {
			blocks = append(blocks, page.Item{Text: page.Line(o), Tone: page.Faint})
		}
	}
	return append(blocks, s.otherNotes()...)
}

func (s *State) trailPage(string) Page {
	p := Page{Blocks: s.Trail(), Choose: i18n.T("change it"), Folded: true, See: []Command{Named(ShowCauses), Named(ShowParked)}}
	for i, r := range s.Rows() {
		p.Do = []Command{Named(WriteNote).as("", i18n.T("a note on this step")), Named(EditFact)}
		if r.Part() == PartSaid { // The newest answer.
			p.At = i
		}
	}
	return p
}

// partName is the heading of a part of the trail.
func partName(p TrailPart) string {
	switch p {
	case PartSaid:
		return i18n.T("Said")
	case PartMeasured:
		return i18n.T("Measured")
	case PartLooked:
		return i18n.T("Seen on this machine")
	default:
		return i18n.T("Read in the text")
	}
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
		under := slices.ContainsFunc(s.Position().Trail, func(st flow.TrailStep) bool { return st.Fact.ID == fact })
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
		blocks = append(blocks, page.Group{Blocks: []page.Block{page.Text{Text: name + ": " + noteText(n), Tone: page.Faint}}})
	}
	return blocks
}

// noteName says what a note is: one that the program gave by itself, or what was read, by its name.
func noteName(name string) string {
	switch name {
	case flow.CheckAgain:
		return i18n.T("to be checked again from")
	case flow.FixedBy:
		return i18n.T("worked after the fix")
	case flow.Printed:
		return i18n.T("the error that the failing call printed")
	default:
		return page.Line(strings.ReplaceAll(name, "_", " ")) // As request_id, which reads as two words.
	}
}

// noteText is a note's text; a time is written for people.
func noteText(n flow.Note) string {
	if at, err := time.Parse(time.RFC3339, n.Text); err == nil && n.Name == flow.CheckAgain {
		return TimeWord(at)
	}
	return page.Line(n.Text)
}

// said is a fact in one line, for what rests on it.
func (s *State) said(f flow.Fact) page.Text {
	word, rest, _ := strings.Cut(s.Sentence(f), ": ")
	return page.Text{Lead: word + ": ", Text: rest, Tone: page.Faint}
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
	r := s.Row(fact) // The rest of its choice changes with it.
	itself := func(id string) bool { return id == fact || r.Pick != nil && r.Pick.Choice.Covers(id) }
	for _, step := range s.Position().Trail {
		before[step.Fact.ID] = step.OffPath
		if !itself(step.Fact.ID) && !slices.ContainsFunc(pos.Trail, func(t flow.TrailStep) bool { return t.Fact.ID == step.Fact.ID }) {
			blocks = append(blocks, page.Text{Sign: "! ", Text: i18n.T("will be asked again: %s", s.Statement(step.Fact.ID)), Tone: page.Warn})
		}
	}
	for _, r := range then.Rows() {
		id := r.Fact().ID
		if _, known := before[id]; !known || itself(id) {
			continue
		}
		was := !slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return !before[f.ID] })
		switch {
		case was == r.OffPath:
		case r.OffPath:
			blocks = append(blocks, page.Text{Sign: "! ", Text: i18n.T("no longer on the path (kept): %s", s.About(r)), Tone: page.Warn})
		default:
			blocks = append(blocks, page.Text{Sign: "✓ ", Text: i18n.T("counts again: %s", s.About(r)), Tone: page.Good})
		}
	}
	moved := func(v *flow.Verdict, from, to flow.Standing) {
		if from.Degree() != to.Degree() {
			blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: fmt.Sprintf("%s: %s → %s", causeName(v), DegreeWord(from), DegreeWord(to))})
		}
	}
	for _, o := range s.Position().Standings {
		n, _ := pos.Standing(o.Verdict.ID)
		moved(o.Verdict, o, n)
	}
	for _, o := range pos.Standings {
		if was, ok := s.Position().Standing(o.Verdict.ID); !ok {
			moved(o.Verdict, was, o)
		}
	}
	return blocks
}

// Parked lists what waits for somebody else, by role.
func (s *State) Parked() []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("Waiting for someone else"), Tone: page.Heading}}
	for _, g := range s.Waiting() {
		blocks = append(blocks, page.Gap{}, page.Text{Text: s.Role(g.Role), Tone: page.Strong})
		for _, f := range g.Facts {
			item := page.Item{Text: s.Statement(f.ID), Pick: AtFact(f.ID), Under: s.Note(f.ID)}
			if q := s.AskedAt(f.ID); q != nil {
				item.Text, item.Pick = page.Line(q.Ask), AtQuestion(f.ID)
			}
			blocks = append(blocks, item)
		}
	}
	return blocks
}

// waits says for whom the conversation waits, once there is nothing else to ask; "" if for nobody.
func (s *State) waits() string {
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
		return i18n.T("Parked meanwhile, and what it says could change this: %s. %s has what to send, and takes the answers.", who, what)
	}
	return i18n.T("Everything else is answered. It waits for %s. %s has what to send, and takes the answers.", who, what)
}

// Subject is what a note is about: a fact, or the session for an empty id.
func (s *State) Subject(id string) string {
	if id == "" {
		return i18n.T("the session")
	}
	return s.Topic(id)
}

// Sentence is a fact in one line; see Line.
func (s *State) Sentence(f flow.Fact) string { return s.Line(Row{Facts: []flow.Fact{f}}) }

// Words are somebody's words on a question: those kept for the answer, else those that it rests on.
func (s *State) Words(question string) string {
	if kept := s.Session.NoteText(flow.WordsOn(question)); kept != "" {
		return kept
	}
	if f, ok := s.Session.Fact(question); ok && f.Answered() {
		return f.Quote
	}
	return ""
}

// WaitingGroup is what waits for one role.
type WaitingGroup struct {
	Role  string
	Facts []flow.Fact
}

// Waiting is what waits for somebody, by role; the role asked first comes first.
func (s *State) Waiting() []WaitingGroup {
	var out []WaitingGroup
	for _, f := range s.Session.Parked() {
		i := slices.IndexFunc(out, func(g WaitingGroup) bool { return g.Role == f.Asked })
		if i < 0 {
			i = len(out)
			out = append(out, WaitingGroup{Role: f.Asked})
		}
		out[i].Facts = append(out[i].Facts, f)
	}
	return out
}

// Kept is what goes with a question: for whom it waits, the customer's words, and the note on it.
func (s *State) Kept(q *flow.Question) []page.Block {
	var blocks []page.Block
	if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
		blocks = append(blocks, page.Text{Sign: "… ", Text: i18n.T("This waits for %s. An answer here replaces it.", s.Role(f.Asked)), Tone: page.Warn})
	}
	if words := s.Words(q.ID); words != "" {
		blocks = append(blocks, page.Text{Lead: i18n.T("Their words: "), Text: page.Quote(redact.Text(words)), Tone: page.Faint})
	}
	return append(blocks, s.Note(q.ID)...)
}

// NotOurs says whose letter a reply answers that is of another session, and where it belongs; "" for one of this session.
func (s *State) NotOurs(c flow.Checked) string {
	if c.Other == nil {
		return ""
	}
	whose, here := i18n.T("another session"), i18n.T("this one")
	if t := c.Other.Ticket; t != "" {
		whose = i18n.T("ticket %s", oneLine(t))
	}
	if t := s.Session.About().Ticket; t != "" {
		here = i18n.T("ticket %s", oneLine(t))
	}
	if c.Other.Report {
		return i18n.T("This is what why403 wrote for %s, not for %s; nothing was read. why403 resume %s opens its session.", whose, here, oneLine(c.Other.Ticket))
	}
	said := i18n.T("This reply is for %s, not for %s; nothing was taken.", whose, here)
	if c.Other.Session != "" {
		said += " " + i18n.T("Where it was written, why403 resume %s opens its session.", oneLine(c.Other.Session))
	}
	return said
}

// left is the note that a reply left on a fact, if it left one.
func (s *State) left(c flow.Checked, fact string) []page.Block {
	if !slices.ContainsFunc(c.Notes, func(n flow.Note) bool { return n.Name == flow.NoteOn(fact) }) {
		return nil
	}
	return s.Note(fact)
}

// Taken is what was taken from answers that came back, or why nothing was.
func (s *State) Taken(c flow.Checked) []page.Block {
	if text := s.NotOurs(c); text != "" {
		return []page.Block{page.Text{Text: i18n.T("What came back"), Tone: page.Heading}, page.Text{Sign: "! ", Text: text, Tone: page.Warn}}
	}
	blocks := []page.Block{page.Text{Text: i18n.T("What came back"), Tone: page.Heading}}
	if len(c.Facts) == 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("It answers none of the parked questions."), Tone: page.Warn})
	}
	for _, r := range s.rows(c.Facts) {
		item := s.item(r)
		if len(c.Unread) > 0 { // What is still to be answered is what is chosen from.
			item.Pick = nil
		}
		if q := r.Fact().Quote; q != "" {
			item.Under = []page.Block{page.Text{Text: page.Quote(redact.Text(q)), Tone: page.Faint}}
		}
		for _, f := range r.Facts {
			item.Under = append(item.Under, s.left(c, f.ID)...)
		}
		blocks = append(blocks, item)
	}
	for _, p := range c.Problems {
		blocks = append(blocks, page.Text{Sign: "! ", Text: oneLine(p), Tone: page.Warn})
	}
	if len(c.Unread) > 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("Still to be answered, from here:"), Said: i18n.T("%s, its number in the trail and the answer settle it by hand:", s.call(EditFact))})
	}
	for _, id := range c.Unread {
		blocks = append(blocks, page.Item{Text: s.Topic(id), Pick: AtQuestion(id), Under: s.left(c, id)})
	}
	if c.Blank && len(s.Session.Parked()) > 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("%s has the letter again.", s.call(ShowParked))})
	}
	left := i18n.T("Nothing is waiting.")
	if n := len(s.Session.Parked()); n > 0 {
		left = i18n.T("Still waiting: %d", n)
	}
	return append(blocks, page.Gap{}, page.Text{Text: left}, page.Text{Sign: "→ ", Text: s.Ahead(), Tone: page.Strong})
}

// CameBack is the page of what was taken from answers that came back. What could not be read is answered from there.
func (s *State) CameBack(c flow.Checked) Page {
	p := Page{Blocks: s.Taken(c), Passed: true, See: []Command{Named(ShowTrail), Named(ShowCauses), Named(WriteNote).as("", i18n.T("a note on the whole session")), Named(ShowParked)}}
	if len(c.Unread) > 0 {
		p.Choose = i18n.T("answer it")
	}
	return p
}
