package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
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
func build(pb *flow.Playbook, s *flow.Session, p flow.Position, m *mask, o Options, given string, bare bool) Document {
	b := &builder{bare: bare, pb: pb, s: s, p: p, m: m, said: make(map[string]time.Time), notes: make(map[string]flow.Note), quoted: make(map[string]bool), named: make(map[string]bool), given: make(map[string]bool)}
	about := s.About()
	d := Document{
		SchemaVersion: ReportVersion, Written: utc(o.Now), Outcome: p.Outcome.String(), Strict: m.strict, full: o.Full,
		Session: m.text(about.Name), Ticket: m.text(about.Ticket), Error: m.lines(given, m.strict),
		Evidence: []Shown{}, Tried: []Tried{}, Environment: []Item{}, Requests: []RequestNote{}, Words: []Words{},
		ShownBefore: []Replaced{}, Conflicts: []Disagreed{}, Remarks: []Remark{}, Parked: []Waiting{}, RuledOut: []Excluding{}, Open: []Suspected{}, Next: []string{}, Answers: []string{},
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
	slices.SortStableFunc(d.Tried, func(a, b Tried) int { return strings.Compare(a.At, b.At) })
	once(d.Tried)
	for _, c := range s.Conflicts() {
		d.Conflicts = append(d.Conflicts, Disagreed{
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
func (b *builder) times(d *Document) []flow.Event {
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

// before takes over the errors that were given before the one that counts, and are no part of it.
func (b *builder) before(d *Document, events []flow.Event, given string) {
	var last *flow.Event
	for _, e := range events {
		if e.Note == nil || e.Note.Name != flow.Given || e.Note.Text == "" {
			continue
		}
		if last != nil && !b.bare && !strings.Contains(e.Note.Text, strings.TrimSpace(last.Note.Text)) && !strings.Contains(given, strings.TrimSpace(last.Note.Text)) {
			i := slices.IndexFunc(events, func(o flow.Event) bool { return o.Act == e.Act })
			r := Replaced{Symptom: b.m.text(symptom(flow.Replay(events[:i]))), At: utc(last.At), Error: b.m.lines(last.Note.Text, b.m.strict)}
			d.ShownBefore = append(d.ShownBefore, r)
		}
		last = &e
	}
}

// earlier takes over the answers that a fix which did not help has made moot, and that nobody gave anew.
func (b *builder) earlier(d *Document, events []flow.Event) {
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
		d.Tried = slices.DeleteFunc(d.Tried, func(t Tried) bool { return t.Before && t.ID == b.m.text(f.ID) }) // Before an earlier fix.
		d.Tried = append(d.Tried, Tried{
			ID: b.m.text(f.ID), What: b.about(f.ID), Value: f.Value.String(), Results: []string{b.says(f)}, From: string(f.From), By: b.by(f), At: utc(was.At), Words: b.m.text(f.Quote), Before: true,
		})
	}
}

// once leaves words that were said of several things at once with the first of them.
func once(tried []Tried) {
	for i := range tried {
		for _, before := range tried[:i] {
			if t := &tried[i]; t.Words == before.Words && t.At == before.At && t.From == before.From && t.By == before.By {
				t.Words = ""
			}
		}
	}
}

// quote returns the words of a fact, unless they were quoted already, as a part of others or around them.
func (b *builder) quote(words string) string {
	if words = b.m.text(words); b.named[words] {
		return ""
	}
	if _, n := redact.Secrets(code(words)); n > 0 { // Cut off, and between marks, what is left of a key reads as one.
		return ""
	}
	for q := range b.quoted {
		if q != "" && strings.Contains(words, q) || strings.Contains(q, words) {
			return ""
		}
	}
	b.quoted[words] = true
	return words
}

// cover returns the reasons that rest on more than those before them do, and say more.
func cover(reasons []flow.Reason) []flow.Reason {
	var out []flow.Reason
	seen := make(map[string]bool)
	for _, r := range flow.Apart(reasons) {
		more := len(r.Facts) == 0
		for _, f := range r.Facts {
			more = more || !seen[f.ID]
			seen[f.ID] = true
		}
		if more {
			out = append(out, r)
		}
	}
	return out
}

// evidence says why the verdict holds, with the words that decide; without a verdict, what the error shows about the causes.
func (b *builder) evidence(d *Document) {
	add := func(says string, but bool, facts []flow.Fact) {
		e := Shown{Says: says, But: but, Quotes: []string{}, Sources: []string{}}
		for _, f := range facts {
			if by := b.by(f); !slices.Contains(e.Sources, by) {
				e.Sources = append(e.Sources, by)
			}
			if f.Answered() || probed(f) {
				continue // They stand with what was tried.
			}
			if q := b.quote(f.Quote); q != "" {
				e.Quotes = append(e.Quotes, q)
			}
		}
		d.Evidence = append(d.Evidence, e)
		b.given[says] = true
	}
	if b.p.Verdict != nil {
		st, _ := b.p.Standing(b.p.Verdict.ID)
		for _, r := range cover(st.For) {
			add(b.m.own(r.Text), false, r.Facts)
		}
		for _, r := range cover(st.Against) {
			if r.NotReached() {
				d.fresh = b.m.own(r.Text)
				continue
			}
			add(b.m.own(r.Text), true, r.Facts)
		}
		o, ok := b.s.Overturned(b.pb, b.p.Verdict.ID)
		if was := b.m.own(o.Was.Text); ok && !b.given[was] {
			add(conversation.Overturning(was, b.answered(o.By)), true, nil)
		}
		return
	}
	rests := make(map[string]bool)
	for _, st := range b.p.Standings {
		for _, r := range slices.Concat(st.For, st.Against) {
			for _, f := range r.Facts {
				rests[f.ID] = true
			}
		}
	}
	for _, st := range b.p.Trail {
		if f := st.Fact; rests[f.ID] && !st.OffPath && !f.Answered() && !probed(f) && f.Value != flow.Unsure {
			add(b.says(f), false, []flow.Fact{f})
		}
	}
}

func (b *builder) environment(d *Document) {
	add := func(name, text string) {
		if text != "" && !b.named[text] { // The party and who answered are one, as a rule.
			b.named[text] = true
			d.Environment = append(d.Environment, Item{Name: name, Text: text})
		}
	}
	add(i18n.T("Model"), b.m.text(b.s.NoteText("model")))
	add(i18n.T("Host"), b.m.text(b.s.Known("host")))
	add(i18n.T("Client"), b.m.text(b.s.NoteText("client")))
	if d.kind != d.Symptom {
		add(i18n.T("Answer"), d.kind)
	}
	for _, n := range b.s.Notes() {
		if _, on := n.On(); !on && describes(n) && !slices.Contains([]string{"model", "host", "client", "error_code"}, n.Name) {
			add(noteTitle(b.m.text(n.Name)), b.m.text(n.Text))
		}
	}
}

// describes reports whether a note tells about the call, and has no place of its own in a report.
func describes(n flow.Note) bool {
	switch n.Name {
	case requestIDNote, "status", "error_type", "message", flow.Line, flow.CheckAgain, flow.FixedBy, flow.Printed, flow.OpenedBecause:
		return false
	}
	return !isWords(n)
}

// isWords reports whether the note keeps a customer's words for an answer.
func isWords(n flow.Note) bool {
	_, ok := n.WordsOn()
	return ok
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

// trail sorts the answers into what was tried and what is parked.
func (b *builder) trail(d *Document) {
	for _, st := range b.p.Trail {
		f := st.Fact
		id, at := b.m.text(f.ID), utc(b.said[f.ID])
		ask := b.about(f.ID)
		if st.Question != nil && st.Question.Ask != "" {
			ask = b.m.own(st.Question.Ask)
		}
		switch {
		case f.Parked():
			who := b.m.text(b.pb.Role(f.Asked))
			q := st.Question
			if pick, ok := b.pb.Pick(b.s, f.ID); ok { // Parked as a whole.
				q = pick.Choice.Asks(b.pb, st.Question, pick.Open)
				id, ask = b.m.own(pick.Choice.ID), b.m.own(q.Ask)
			}
			d.Parked = append(d.Parked, Waiting{ID: id, Ask: ask, Who: who, At: at, Words: b.m.text(f.Quote), Note: b.note(f.ID)})
			d.needs = append(d.needs, need{ask: b.say(q, ask), who: who})
		case f.Answered() && f.ID == flow.FixedFact(verdictID(b.p)) && b.p.Solved: // It is told as the end.
		case f.Answered():
			if pick, ok := b.pb.Pick(b.s, f.ID); ok && pick.Option != nil {
				if pick.Facts[0].ID == f.ID { // A choice is told once.
					d.Tried = append(d.Tried, Tried{
						ID: b.m.own(pick.Choice.ID), What: b.m.own(pick.Choice.About), Results: []string{b.m.own(pick.Option.Title)}, From: string(f.From), By: b.by(f), At: at,
						Words: b.m.text(f.Quote), Note: b.note(f.ID), OffPath: st.OffPath,
					})
				}
				continue
			}
			d.Tried = append(d.Tried, Tried{
				ID: id, What: ask, Value: f.Value.String(), Results: []string{b.says(f)}, From: string(f.From), By: b.by(f), At: at, Words: b.m.text(f.Quote),
				Note: b.note(f.ID), OffPath: st.OffPath,
			})
		}
	}
	for _, n := range b.s.Notes() { // Said, and not taken for an answer yet.
		if on, ok := n.WordsOn(); ok && !b.kept(on, n.Text) {
			d.Words = append(d.Words, Words{On: b.about(on), Text: b.m.text(n.Text), From: string(n.From), At: utc(b.said[n.Name])})
		}
	}
}

// kept reports whether the words on a fact stand with its answer.
func (b *builder) kept(id, words string) bool {
	f, ok := b.s.Fact(id)
	return ok && f.Answered() && f.Quote == words
}

func verdictID(p flow.Position) string {
	if p.Verdict == nil {
		return ""
	}
	return p.Verdict.ID
}

// probed reports whether a probe told the fact, wherever it was sent from.
func probed(f flow.Fact) bool { return f.From == flow.Probed || strings.HasPrefix(f.Rule, probeRule) }

// probes takes over what every probe told, also what somebody has contradicted since; each result once.
func (b *builder) probes(d *Document, events []flow.Event) {
	index := make(map[string]int)
	told := make(map[string]bool)
	for _, e := range events {
		if e.Kind != flow.Asserted || !probed(*e.Fact) || e.Fact.Value == flow.Unknown {
			continue
		}
		f := *e.Fact
		rule := strings.TrimPrefix(f.Rule, probeRule)
		key := fmt.Sprint(rule, e.Act)
		i, ok := index[key]
		if !ok {
			i = len(d.Tried)
			index[key] = i
			t := Tried{ID: b.m.text(rule), What: b.m.text(rule), Results: []string{}, From: b.m.text(string(f.From)), By: b.by(f), At: utc(e.At), Words: b.quote(f.Quote)}
			if pr := b.pb.Probe(rule); pr != nil {
				t.What = b.m.own(pr.Title)
			}
			d.Tried = append(d.Tried, t)
		}
		result := b.says(f)
		if !told[result] {
			d.Tried[i].Results = append(d.Tried[i].Results, result)
		}
		told[result] = true
		if n := b.note(f.ID); n != "" {
			d.Tried[i].Note = n
		}
	}
}

// say is a question in the wording for a customer.
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
func (b *builder) causes(d *Document) {
	others := append(b.p.Others(), b.p.FixTried()...)
	for _, st := range ranked(b.p.Standings) {
		id, title := b.m.own(st.Verdict.ID), b.m.own(st.Verdict.Title)
		switch {
		case st.Verdict.ID == verdictID(b.p):
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

func (b *builder) verdict(d *Document) {
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
	d.Fix = remedy(b.pb, v, b.s, known, b.m.own, func(s string) string { return b.m.lines(s, false) })
	d.ours = conversation.Ours(b.pb, b.s, v)
	if f, ok := b.s.Fixed(); ok {
		by, _ := b.s.Fact(flow.FixedFact(f.Verdict))
		d.Fixed = &Solved{
			Verdict: b.m.own(f.Verdict), At: utc(f.At), RequestID: b.m.text(f.RequestID), From: b.m.text(string(f.From)), by: b.by(by),
		}
	}
}

// next says what to find out.
func (b *builder) next(d *Document) {
	if d.Fixed != nil {
		return
	}
	if at, err := time.Parse(time.RFC3339, b.s.NoteText(flow.CheckAgain)); err == nil {
		d.CheckAgain = utc(at)
	}
	if q := b.p.Question; q != nil {
		if _, offered := b.s.Offer(q.ID); b.p.Choice != nil && !offered {
			q = b.p.Choice.Asks(b.pb, q, b.p.Options)
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
