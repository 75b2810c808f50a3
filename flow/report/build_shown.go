package report

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// once leaves words that were said of several things at once with the first of them.
func once(tried []ShownTry) {
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
func (b *builder) evidence(d *ShownSession) {
	add := func(says string, but bool, facts []flow.Fact) {
		e := Shown{Says: says, But: but, Quotes: []string{}, Sources: []string{}, by: conversation.Said(flow.Reason{Facts: facts}, b.by)}
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
	hint := func(clues []string) {
		for _, text := range clues {
			if text = b.m.text(i18n.T("Seen: ") + text); !b.given[text] {
				d.Evidence = append(d.Evidence, Shown{Says: text, Quotes: []string{}, Sources: []string{}})
				b.given[text] = true
			}
		}
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
		hint(b.pb.CluesOf(b.s, b.p.Verdict.ID))
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
	for _, st := range b.p.Others() {
		hint(b.pb.CluesOf(b.s, st.Verdict.ID))
	}
}

func (b *builder) environment(d *ShownSession) {
	add := func(name, text string) {
		if text != "" && !b.named[text] { // The party and who answered are one, as a rule.
			b.named[text] = true
			d.Environment = append(d.Environment, ShownItem{Name: name, Text: text})
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

// trail sorts the answers into what was tried and what is parked.
func (b *builder) trail(d *ShownSession) {
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
					d.Tried = append(d.Tried, ShownTry{
						ID: b.m.own(pick.Choice.ID), What: b.m.own(pick.Choice.About), Results: []string{b.m.own(pick.Option.Title)}, From: string(f.From), By: b.by(f), At: at,
						Words: b.m.text(f.Quote), Note: b.note(f.ID), OffPath: st.OffPath,
					})
				}
				continue
			}
			d.Tried = append(d.Tried, ShownTry{
				ID: id, What: ask, Value: f.Value.String(), Results: []string{b.says(f)}, From: string(f.From), By: b.by(f), At: at, Words: b.m.text(f.Quote),
				Note: b.note(f.ID), OffPath: st.OffPath,
			})
		}
	}
	for _, n := range b.s.Notes() { // Said, and not taken for an answer yet.
		if on, ok := n.WordsOn(); ok && !b.kept(on, n.Text) {
			d.Words = append(d.Words, ShownWords{On: b.ask(on), Text: b.m.text(n.Text), From: string(n.From), By: b.writer(n), At: utc(b.said[n.Name])})
		}
	}
}

// ask is the question that tells a fact, as it is put: never what the fact says, which nobody may have said yet.
func (b *builder) ask(id string) string {
	q := b.pb.Question(id)
	if q == nil {
		return b.about(id)
	}
	if pick, ok := b.pb.Pick(b.s, id); ok {
		q = pick.Choice.Asks(b.pb, q, pick.Open)
	} else if now := b.p.Question; now != nil && now.ID == id {
		q = b.asked()
	}
	if q.Ask == "" {
		return b.about(id)
	}
	return b.m.own(q.Ask)
}

// asked is the question of the position as it is put: in the words of its choice, unless somebody's words suggest an answer to itself.
func (b *builder) asked() *flow.Question {
	q := b.p.Question
	if _, offered := b.s.Offer(q.ID); b.p.Choice != nil && !offered {
		return b.p.Choice.Asks(b.pb, q, b.p.Options)
	}
	return q
}

// writer names who wrote a note: a colleague by whom was asked.
func (b *builder) writer(n flow.Note) string {
	if who := b.s.Wrote(n); who != "" {
		return b.m.text(b.pb.Role(who))
	}
	return b.m.text(writer(string(n.From)))
}

// kept reports whether the words on a fact stand with its answer.
func (b *builder) kept(id, words string) bool {
	f, ok := b.s.Fact(id)
	return ok && (f.Answered() || f.Parked()) && f.Quote == words
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
func (b *builder) probes(d *ShownSession, events []flow.Event) {
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
			t := ShownTry{ID: b.m.text(rule), What: b.m.text(rule), Results: []string{}, From: b.m.text(string(f.From)), By: b.by(f), At: utc(e.At), Words: b.quote(f.Quote)}
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

// remarks takes over the notes that stand nowhere else.
func (b *builder) remarks(d *ShownSession) {
	for _, n := range b.s.Notes() {
		on, ok := n.On()
		if _, left := b.notes[on]; !ok || !left {
			continue
		}
		r := Remark{Text: b.m.text(n.Text), From: b.m.text(string(n.From)), by: b.writer(n)}
		if on != "" {
			r.On = b.about(on)
		}
		d.Remarks = append(d.Remarks, r)
	}
}
