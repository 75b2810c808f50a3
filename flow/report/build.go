package report

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/conversation"
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

	said   map[string]time.Time // When the last word on a fact was recorded, or a note of words.
	notes  map[string]flow.Note // Of people, by the fact they stand on; those that the report shows are taken out.
	quoted map[string]bool      // What was quoted already.
	named  map[string]bool      // What stands in the environment, or as the id of a request.
	given  map[string]bool      // Reasons that were given already.
	bare   bool                 // Texts that were given are left out.
}

// build makes the document of the session, which stands at the position.
func build(pb *flow.Playbook, s *flow.Session, p flow.Position, m *mask, o Options, given string, bare bool) ShownSession {
	b := &builder{bare: bare, pb: pb, s: s, p: p, m: m, said: make(map[string]time.Time), notes: make(map[string]flow.Note), quoted: make(map[string]bool), named: make(map[string]bool), given: make(map[string]bool)}
	about := s.About()
	d := ShownSession{
		SchemaVersion: ReportVersion, Written: utc(o.Now), Outcome: p.Outcome.String(), Strict: m.strict, full: o.Full,
		Session: m.text(about.Name), Ticket: m.text(about.Ticket), Error: m.lines(given, m.strict),
		Evidence: []Shown{}, Tried: []ShownTry{}, Environment: []ShownItem{}, Requests: []RequestNote{}, Words: []ShownWords{},
		ShownBefore: []Replaced{}, Conflicts: []ShownDisagreement{}, Remarks: []Remark{}, Parked: []Waiting{}, RuledOut: []Excluding{}, Open: []Suspected{}, Next: []string{}, Answers: []string{},
		Tool: Tool{Version: m.own(about.Version), Playbook: m.own(pb.ID), Checked: m.own(pb.Checked), Digest: m.own(about.Digest)},
	}
	if about.Whose == flow.You || about.Whose == flow.Customer {
		d.Whose = string(about.Whose)
	}
	events := b.times(&d)
	d.Symptom, d.kind = m.text(symptom(s)), m.text(kind(s))
	b.before(&d, events, given)
	b.quoted[d.Symptom] = true
	b.environment(&d)
	b.verdict(&d)
	b.evidence(&d)
	b.trail(&d)
	b.earlier(&d, events)
	b.probes(&d, events)
	slices.SortStableFunc(d.Tried, func(a, b ShownTry) int { return strings.Compare(a.At, b.At) })
	once(d.Tried)
	for _, c := range s.Conflicts() {
		d.Conflicts = append(d.Conflicts, ShownDisagreement{
			ID: m.text(c.ID), About: b.about(c.ID), Value: c.Says.Value.String(), From: m.text(string(c.Says.From)),
			Against: c.Against.Value.String(), AgainstFrom: m.text(string(c.Against.From)), words: m.text(conversation.ConflictWord(c)),
		})
	}
	b.remarks(&d)
	b.causes(&d)
	b.next(&d)
	d.Title = b.title()
	return d
}

// title says what was found, in a few words that can be searched for.
func (b *builder) title() string {
	known := func(name string) string { return b.m.text(b.s.Known(name)) }
	subject := strings.TrimRight(b.m.own(b.pb.Title), "?")
	v := b.p.Verdict
	switch {
	case v != nil && v.Elsewhere: // It is no answer of what the playbook is about.
		subject = capital(strings.TrimSpace(cmp.Or(known("party"), known("answered_by"), i18n.T("Error")) + " " + known("status")))
	case b.pb.Subject != "":
		subject = b.m.own(flow.Fill(b.pb.Subject, known))
	}
	found := i18n.T("not decided yet")
	if v != nil {
		_, name := v.Called(b.s)
		found = b.m.own(name)
	}
	title := subject + ": " + found
	if model := known("model"); model != "" {
		title += i18n.T(", model %s", model)
	}
	return title
}

// capital is a text that begins with a capital letter.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// times finds when what counts was recorded, and the ids of requests with the moment of their first mention. It returns the
// events that were not undone.
func (b *builder) times(d *ShownSession) []flow.Event {
	events := b.s.Events()
	void := make(map[int]bool)
	for _, e := range events {
		if e.Kind == flow.Undone {
			void[e.Undoes] = true
		}
	}
	events = slices.DeleteFunc(events, func(e flow.Event) bool { return void[e.Act] })
	if len(events) > 0 {
		d.begun = utc(events[0].At)
	}
	seen := make(map[string]bool)
	for _, e := range events {
		switch {
		case e.Kind == flow.Asserted:
			b.said[e.Fact.ID] = e.At
		case e.Kind == flow.Noted && isWords(*e.Note):
			b.said[e.Note.Name] = e.At
		case e.Kind == flow.Noted && e.Note.Name == requestIDNote:
			if id := b.m.text(e.Note.Text); id != "" && !seen[id] {
				seen[id], b.named[id] = true, true
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

// before takes over the errors that were given before the one that counts, and are no part of it: others took their place, or came after a
// fix.
func (b *builder) before(d *ShownSession, events []flow.Event, given string) {
	if b.bare {
		return
	}
	var last *flow.Event
	over := func(by string) {
		if last == nil || strings.Contains(by, strings.TrimSpace(last.Note.Text)) {
			return
		}
		read := slices.DeleteFunc(slices.Clone(events), func(e flow.Event) bool { return e.Act > last.Act })
		r := Replaced{Symptom: b.m.text(symptom(flow.Replay(read))), At: utc(last.At), Error: b.m.lines(last.Note.Text, b.m.strict)}
		d.ShownBefore = append(d.ShownBefore, r)
	}
	for _, e := range events {
		switch {
		case e.Note != nil && e.Note.Name == flow.Given && e.Note.Text != "":
			over(e.Note.Text + "\n" + given)
			last = &e
		case e.Fact != nil && e.Fact.Changed() && e.Fact.Value == flow.No:
			over(given)
			last = nil
		}
	}
}

// earlier takes over the answers that a fix which did not help has made moot, and that nobody gave anew.
func (b *builder) earlier(d *ShownSession, events []flow.Event) {
	said := make(map[string]flow.Event)
	for _, e := range events {
		if e.Fact == nil {
			continue
		}
		was, ok := said[e.Fact.ID]
		said[e.Fact.ID] = e
		if _, again := b.s.Fact(e.Fact.ID); !ok || again || !e.Fact.Retested() || !was.Fact.Answered() || was.Fact.Value == flow.Unsure || strings.HasPrefix(was.Fact.ID, flow.FixedFact("")) {
			continue
		}
		f := *was.Fact
		d.Tried = slices.DeleteFunc(d.Tried, func(t ShownTry) bool { return t.Before && t.ID == b.m.text(f.ID) }) // Before an earlier fix.
		d.Tried = append(d.Tried, ShownTry{
			ID: b.m.text(f.ID), What: b.about(f.ID), Value: f.Value.String(), Results: []string{b.says(f)}, From: string(f.From), By: b.by(f), At: utc(was.At), Words: b.m.text(f.Quote), Before: true,
		})
	}
}

// about is what a fact says; its id, where the playbook does not know it, came from outside.
func (b *builder) about(id string) string { return b.m.text(about(b.pb, id)) }

// says is what is known by a fact, in one sentence.
func (b *builder) says(f flow.Fact) string { return b.m.text(says(b.pb, f)) }

// answered is what is known by a fact, or what was chosen to say it.
func (b *builder) answered(f flow.Fact) string {
	if pick, ok := b.pb.Pick(b.s, f.ID); ok && pick.Option != nil {
		return b.m.own(pick.Choice.About) + ": " + b.m.own(pick.Option.Title)
	}
	return b.says(f)
}

// by says who or what told a fact.
func (b *builder) by(f flow.Fact) string { return b.m.text(saidBy(b.pb, b.s, f)) }

// say is a question in the wording for a customer.
func (b *builder) say(q *flow.Question, ask string) string {
	if q != nil && q.Say != "" {
		return b.m.own(q.Say)
	}
	return ask
}

// fresh are the reasons that were not given before; if there are none, all of them where one has to be given.
func (b *builder) fresh(reasons []flow.Reason, one bool) []string {
	all, out := []string{}, []string{}
	for _, r := range cover(reasons) {
		text := b.m.own(r.Text)
		if all = append(all, text); !b.given[text] {
			out = append(out, text)
		}
		b.given[text] = true
	}
	if one && len(out) == 0 {
		return all
	}
	return out
}

// inQuestion reports whether the cause came into question: something speaks for it, or it was looked into.
func inQuestion(st flow.Standing) bool {
	return len(st.For) > 0 || slices.ContainsFunc(st.Against, func(r flow.Reason) bool {
		return slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.Answered() || probed(f) })
	})
}

// causes takes over where the others stand: what is ruled out, what may be meant instead, and whose fix did not help, as the conversation has it.
func (b *builder) causes(d *ShownSession) {
	others := append(b.p.Others(), b.p.FixTried()...)
	for _, st := range ranked(b.p.Standings) {
		id, title := b.m.own(st.Verdict.ID), b.m.own(st.Verdict.Title)
		switch {
		case st.Verdict.ID == verdictID(b.p), st.Changed(): // What came of its fix stands in what was tried.
		case st.Level == flow.RuledOut:
			if inQuestion(st) {
				d.RuledOut = append(d.RuledOut, Excluding{ID: id, Title: title, Reasons: b.fresh(st.Against, true)})
			}
		case slices.ContainsFunc(others, func(o flow.Standing) bool { return o.Verdict == st.Verdict }):
			d.Open = append(d.Open, Suspected{ID: id, Title: title, Standing: string(st.Degree()), stands: conversation.DegreeWord(st), For: b.fresh(st.For, false), Against: b.fresh(st.Against, false)})
		}
	}
	if b.p.Outcome == flow.Open {
		d.left = i18n.Certainty(b.p.LeftText())
	}
}

func (b *builder) verdict(d *ShownSession) {
	v := b.p.Verdict
	if v == nil {
		return
	}
	title, _ := v.Called(b.s)
	d.Verdict = &Concluded{ID: b.m.own(v.ID), Title: b.m.own(title)}
	d.Verdict.Confidence, d.Verdict.sure, d.Verdict.told = string(b.p.Degree(b.pb)), i18n.Certainty(b.p.SureText(b.pb)), i18n.Certainty(b.p.TellText(b.pb))
	if n := v.Number; n > 0 {
		d.Verdict.Number = &n
	}
	known := func(name string) string { return b.m.text(b.s.Known(name)) }
	d.Fix = remedy(b.pb, v, b.s, known, b.m.own, b.m.own, func(s string) string { return b.m.lines(s, false) })
	d.ours = conversation.Ours(b.pb, b.s, v)
	if f, ok := b.s.Fixed(); ok {
		by, _ := b.s.Fact(flow.FixedFact(f.Verdict))
		d.Fixed = &Solved{
			Verdict: b.m.own(f.Verdict), At: utc(f.At), RequestID: b.m.text(f.RequestID), From: b.m.text(string(f.From)), by: b.by(by),
		}
	}
}

// next says what to find out.
func (b *builder) next(d *ShownSession) {
	if d.Fixed != nil {
		return
	}
	if at, err := time.Parse(time.RFC3339, b.s.NoteText(flow.CheckAgain)); err == nil {
		d.CheckAgain = utc(at)
	}
	if q := b.p.Question; q != nil {
		if q = b.asked(); q != b.p.Question {
			for _, o := range options(b.p.Options, b.m.own) {
				d.Answers = append(d.Answers, o.line())
			}
		}
		d.Next = append(d.Next, b.m.own(q.Ask))
		d.needs = append(d.needs, need{ask: b.say(q, b.m.own(q.Ask)), how: each(q.How, b.m.own), answers: d.Answers})
	}
	for _, q := range b.p.Again {
		if f, ok := b.s.Fact(q.ID); b.p.Verdict == nil && (!ok || !f.Parked()) {
			d.Next = append(d.Next, b.m.own(q.Ask))
			d.needs = append(d.needs, need{ask: b.say(q, b.m.own(q.Ask))})
		}
	}
}
