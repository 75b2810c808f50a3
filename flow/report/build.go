package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
)

// probeRule is what the rule of a fact begins with that a probe told; the probe's id follows.
const probeRule = "probe:"

// builder is one making of a Document.
type builder struct {
	pb *flow.Playbook
	s  *flow.Session
	p  flow.Position
	m  *mask

	said  map[string]time.Time // When the last word on a fact was recorded, or a note of words.
	notes map[string]flow.Note // Of people, by the fact they stand on; those that the report shows are taken out.
}

// build makes the document of the session, which stands at the position.
func build(pb *flow.Playbook, s *flow.Session, p flow.Position, m *mask, now time.Time) Document {
	b := &builder{pb: pb, s: s, p: p, m: m, said: make(map[string]time.Time), notes: make(map[string]flow.Note)}
	about := s.About()
	d := Document{
		SchemaVersion: ReportVersion, Title: m.own(pb.Title), Written: utc(now), Outcome: p.Outcome.String(), Strict: m.strict,
		Session: m.text(about.Name), Ticket: m.text(about.Ticket),
		Environment: []Item{}, Requests: []RequestNote{}, Answers: []Answered{}, Readings: []Reading{}, Probes: []ProbeTold{},
		Conflicts: []Disagreed{}, Remarks: []Remark{}, Parked: []Waiting{}, RuledOut: []Excluding{}, Open: []Suspected{}, Next: []string{},
		Tool: Tool{Version: m.own(about.Version), Playbook: m.own(pb.ID), Checked: m.own(pb.Checked), Digest: m.own(about.Digest)},
	}
	if about.Whose == flow.You || about.Whose == flow.Customer {
		d.Whose = string(about.Whose)
	}
	events := b.times(&d)
	b.symptom(&d)
	b.environment(&d)
	b.trail(&d)
	b.probes(&d, events)
	for _, c := range s.Conflicts() {
		d.Conflicts = append(d.Conflicts, Disagreed{
			ID: m.text(c.ID), About: b.about(c.ID), Value: c.Says.Value.String(), From: m.text(string(c.Says.From)),
			Against: c.Against.Value.String(), AgainstFrom: m.text(string(c.Against.From)),
		})
	}
	b.remarks(&d)
	b.causes(&d)
	b.verdict(&d)
	b.next(&d)
	return d
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// times finds when what counts was recorded, and the ids of requests with the moment of their first mention. It returns the
// events that were not undone.
func (b *builder) times(d *Document) []flow.Event {
	events := b.s.Events()
	void := make(map[int]bool)
	for _, e := range events {
		if e.Kind == flow.Undone {
			void[e.Undoes] = true
		}
	}
	events = slices.DeleteFunc(events, func(e flow.Event) bool { return void[e.Act] })
	seen := make(map[string]bool)
	for _, e := range events {
		switch {
		case e.Kind == flow.Asserted:
			b.said[e.Fact.ID] = e.At
		case e.Kind == flow.Noted && isWords(*e.Note):
			b.said[e.Note.Name] = e.At
		case e.Kind == flow.Noted && e.Note.Name == requestIDNote:
			if id := b.m.text(e.Note.Text); id != "" && !seen[id] {
				seen[id] = true
				d.Requests = append(d.Requests, RequestNote{ID: id, At: utc(e.At), From: b.m.text(string(e.Note.From))})
			}
		}
	}
	for _, n := range b.s.Notes() {
		if on, ok := n.On(); ok {
			b.notes[on] = n
		}
	}
	return events
}

// note returns the note that stands on a fact, and takes it out of those not shown yet.
func (b *builder) note(fact string) string {
	n, ok := b.notes[fact]
	if !ok || fact == "" {
		return ""
	}
	delete(b.notes, fact)
	return b.m.text(n.Text)
}

func (b *builder) symptom(d *Document) {
	d.Symptom = Symptom{Error: b.m.text(symptom(b.s)), Words: []Words{}}
	for _, st := range b.p.Trail {
		said := func(w Words) bool { return w.Text == b.m.text(st.Fact.Quote) && w.From == string(st.Fact.From) }
		if slices.ContainsFunc(d.Symptom.Words, said) {
			continue
		}
		if f := st.Fact; f.Answered() && f.From != flow.Colleague && f.Quote != "" {
			d.Symptom.Words = append(d.Symptom.Words, Words{Text: b.m.text(f.Quote), From: string(f.From), At: utc(b.said[f.ID])})
		}
	}
	for _, n := range b.s.Notes() { // Said, and not taken for an answer yet.
		if isWords(n) {
			d.Symptom.Words = append(d.Symptom.Words, Words{Text: b.m.text(n.Text), From: string(n.From), At: utc(b.said[n.Name])})
		}
	}
}

func (b *builder) environment(d *Document) {
	if t := b.m.text(b.s.About().Target); t != "" {
		d.Environment = append(d.Environment, Item{Name: i18n.T("Called"), Text: t})
	}
	for _, n := range b.s.Notes() {
		if _, on := n.On(); on || !describes(n) {
			continue
		}
		d.Environment = append(d.Environment, Item{Name: noteTitle(b.m.text(n.Name)), Text: b.m.text(n.Text)})
	}
}

// describes reports whether a note tells about the call, and has no place of its own in a report.
func describes(n flow.Note) bool {
	if isWords(n) {
		return false
	}
	switch n.Name {
	case requestIDNote, "status", "error_type", "message", flow.CheckAgain, flow.FixedBy:
		return false
	}
	return true
}

// about is what a fact says; its id, where the playbook does not know it, came from outside.
func (b *builder) about(id string) string { return b.m.text(about(b.pb, id)) }

// trail sorts the known facts into answers, readings and what is parked.
func (b *builder) trail(d *Document) {
	for _, st := range b.p.Trail {
		f := st.Fact
		id, at, words := b.m.text(f.ID), utc(b.said[f.ID]), b.m.text(f.Quote)
		ask := b.about(f.ID)
		if st.Question != nil && st.Question.Ask != "" {
			ask = b.m.own(st.Question.Ask)
		}
		switch {
		case f.Parked():
			d.Parked = append(d.Parked, Waiting{ID: id, Ask: ask, Who: b.m.text(b.pb.Role(f.Asked)), At: at, Note: b.note(f.ID)})
			d.needs = append(d.needs, need{ask: b.say(st.Question, ask), who: b.m.text(b.pb.Role(f.Asked))})
		case f.Answered():
			d.Answers = append(d.Answers, Answered{
				ID: id, Ask: ask, Value: f.Value.String(), From: string(f.From), At: at, Words: words, Note: b.note(f.ID), OffPath: st.OffPath,
			})
		case probed(f): // They are told with all that they ever told.
		default:
			d.Readings = append(d.Readings, Reading{
				ID: id, About: b.about(f.ID), Value: f.Value.String(), From: b.m.text(string(f.From)), At: at, Words: words, Note: b.note(f.ID),
			})
		}
	}
}

// probed reports whether a probe told the fact, wherever it was sent from.
func probed(f flow.Fact) bool { return f.From == flow.Probed || strings.HasPrefix(f.Rule, probeRule) }

// probes takes over what every probe told, also what somebody has contradicted since.
func (b *builder) probes(d *Document, events []flow.Event) {
	index := make(map[string]int)
	for _, e := range events {
		if e.Kind != flow.Asserted || !probed(*e.Fact) || e.Fact.Value == flow.Unknown {
			continue
		}
		f := *e.Fact
		rule := strings.TrimPrefix(f.Rule, probeRule)
		key := fmt.Sprint(rule, e.Act)
		i, ok := index[key]
		if !ok {
			i = len(d.Probes)
			index[key] = i
			told := ProbeTold{
				ID: b.m.text(rule), Title: b.m.text(rule), From: b.m.text(string(f.From)), At: utc(e.At), Facts: []Told{}, Evidence: b.m.text(f.Quote),
			}
			if pr := b.pb.Probe(rule); pr != nil {
				told.Title = b.m.own(pr.Title)
			}
			d.Probes = append(d.Probes, told)
		}
		d.Probes[i].Facts = append(d.Probes[i].Facts, Told{ID: b.m.text(f.ID), About: b.about(f.ID), Value: f.Value.String(), Note: b.note(f.ID)})
	}
}

// say is a question in the wording for a customer.
// isWords reports whether the note keeps a customer's words for an answer.
func isWords(n flow.Note) bool {
	_, ok := n.WordsOn()
	return ok
}

func (b *builder) say(q *flow.Question, ask string) string {
	if q != nil && q.Say != "" {
		return b.m.own(q.Say)
	}
	return ask
}

// remarks takes over the notes that stand nowhere else.
func (b *builder) remarks(d *Document) {
	for _, n := range b.s.Notes() {
		on, ok := n.On()
		if _, left := b.notes[on]; !ok || !left {
			continue
		}
		r := Remark{Text: b.m.text(n.Text), From: b.m.text(string(n.From))}
		if on != "" {
			r.On = b.about(on)
		}
		d.Remarks = append(d.Remarks, r)
	}
}

func (b *builder) sentences(reasons []flow.Reason) []string {
	out := []string{}
	for _, r := range reasons {
		out = append(out, b.m.own(r.Text))
	}
	return out
}

func (b *builder) causes(d *Document) {
	for _, st := range ranked(b.p.Standings) {
		id, title := b.m.own(st.Verdict.ID), b.m.own(st.Verdict.Title)
		switch {
		case b.p.Verdict != nil && st.Verdict.ID == b.p.Verdict.ID:
		case st.Level == flow.RuledOut:
			d.RuledOut = append(d.RuledOut, Excluding{ID: id, Title: title, Reasons: b.sentences(st.Against)})
		default:
			d.Open = append(d.Open, Suspected{ID: id, Title: title, Standing: string(st.Degree()), Stands: i18n.Certainty(string(st.Degree())), For: b.sentences(st.For), Against: b.sentences(st.Against)})
		}
	}
}

func (b *builder) verdict(d *Document) {
	v := b.p.Verdict
	if v == nil {
		return
	}
	d.Verdict = &Concluded{ID: b.m.own(v.ID), Title: b.m.own(v.Title), For: []string{}, Against: []string{}}
	d.Verdict.Confidence, d.Verdict.Sure, d.Verdict.told = string(b.p.Degree(b.pb)), i18n.Certainty(b.p.SureText(b.pb)), i18n.Certainty(b.p.TellText(b.pb))
	if n := v.Number; n > 0 {
		d.Verdict.Number = &n
	}
	if st, ok := b.p.Standing(v.ID); ok {
		d.Verdict.For, d.Verdict.Against = b.sentences(st.For), b.sentences(st.Against)
	}
	section := func(heading string) string {
		body, _ := v.Screen.Section(heading)
		return strings.ReplaceAll(b.m.lines(body), onScreen, inTicket)
	}
	d.Fix = &Fix{
		Summary: b.m.own(v.Remedy.Filled(func(name string) string { return b.m.text(b.s.Known(name)) }).Line()), Steps: section(headingFix), Who: section(headingWho),
		Request: firstForm(section(headingRequest)), Verify: section(headingVerify),
	}
	if f, ok := b.s.Fixed(); ok {
		d.Fixed = &Solved{
			Verdict: b.m.own(f.Verdict), At: utc(f.At), RequestID: b.m.text(f.RequestID), From: b.m.text(string(f.From)), By: fromWord(f.From),
		}
	}
}

// firstForm leaves of a request in several languages the first, with what stands before it.
func firstForm(body string) string {
	var out []string
	fences := 0
	for l := range strings.SplitSeq(body, "\n") {
		if out = append(out, l); strings.HasPrefix(l, "```") {
			if fences++; fences == 2 {
				break
			}
		}
	}
	return strings.Join(out, "\n")
}

// next says what to do.
func (b *builder) next(d *Document) {
	if d.Fixed != nil {
		d.Next = append(d.Next, nextNothing())
		return
	}
	if at, err := time.Parse(time.RFC3339, b.s.NoteText(flow.CheckAgain)); err == nil {
		d.CheckAgain = utc(at)
	}
	switch q := b.p.Question; {
	case q != nil:
		d.Next = append(d.Next, nextAnswer(b.m.own(q.Ask)))
		n := need{ask: b.say(q, b.m.own(q.Ask))}
		for _, h := range q.How {
			n.how = append(n.how, b.m.own(h))
		}
		d.needs = append(d.needs, n)
	case b.p.Verdict != nil && b.p.Verdict.ID == b.pb.Unexplained:
		d.Next = append(d.Next, nextSupport())
	case b.p.Verdict != nil:
		d.Next = append(d.Next, nextVerify())
	}
	for _, w := range d.Parked {
		d.Next = append(d.Next, nextWait(w.Who, w.Ask))
	}
	parked := func(q *flow.Question) bool {
		return slices.ContainsFunc(b.s.Parked(), func(f flow.Fact) bool { return f.ID == q.ID })
	}
	for _, q := range b.p.Again {
		if b.p.Verdict == nil && !parked(q) {
			d.Next = append(d.Next, nextFindOut(b.m.own(q.Ask)))
			d.needs = append(d.needs, need{ask: b.say(q, b.m.own(q.Ask))})
		}
	}
	if d.CheckAgain != "" {
		d.Next = append(d.Next, nextCheckAgain(d.CheckAgain))
	}
}
