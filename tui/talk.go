package tui

import (
	"fmt"
	"sort"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// talk is what all screens show parts of. Screens read it; only App changes it.
type talk struct {
	pb      *flow.Playbook
	state   *conversation.State // Where the conversation stands.
	session *flow.Session       // That of the state.
	pos     flow.Position       // The walk of the session's facts; computed anew after every change.
	st      styles
	md      *markdown
	version string
	mask    func(string) string // Replaces secrets; not nil.

	say     bool          // Questions are shown in the customer's wording.
	lang    string        // The language requests are shown in.
	reading *flow.Reading // The last text's, shown above the screen that follows from it; nil after the next answer.
	support string        // The text for support, once it is written.
	because string        // Why the text was read with this playbook; empty where nothing was chosen.
	shelf   bool          // There are other playbooks.
	seen    bool          // The reading is of a call that was watched, not of a text.

	prober  Prober      // Nil if the service cannot be asked.
	cards   []flow.Card // Every probe, as things stand.
	shell   string      // The language that commands are shown in.
	watches bool        // Calls can be watched.

	voice     voice             // Whose word the next answer is.
	drafts    map[string]string // Texts that are written and not kept yet, by what they are for.
	strict    bool              // Reports mask host names and addresses, too.
	checklist Checklist         // Nil if there is none.
	reporter  Reporter          // Nil if there is none.
}

// walk computes where the session stands.
func (t *talk) walk() {
	facts := t.session.Facts()
	t.pos = flow.Walk(t.pb, facts)
	if t.prober != nil {
		t.cards = t.prober.Cards(facts)
	}
}

// path returns the questions that a person answered and that lie on the path, in the playbook's order.
func (t *talk) path() []*flow.Question {
	order := make(map[*flow.Question]int, len(t.pb.Questions))
	for i := range t.pb.Questions {
		order[&t.pb.Questions[i]] = i
	}
	var out []*flow.Question
	for _, s := range t.pos.Trail {
		if s.Question != nil && !s.Aside && s.Fact.Answered() {
			out = append(out, s.Question)
		}
	}
	sort.Slice(out, func(i, j int) bool { return order[out[i]] < order[out[j]] })
	return out
}

// begun reports whether anything was said in the session. One that was begun is not left for another: it is gone on with.
func (t *talk) begun() bool {
	for _, e := range t.session.Events() {
		if e.Kind != flow.Opened {
			return true
		}
	}
	return false
}

// from returns who answers: the customer if the session is about one's call.
func (t *talk) from() flow.Source {
	if t.session.About().Whose == flow.Customer {
		return flow.Customer
	}
	return flow.You
}

// ahead says where the conversation goes on.
func (t *talk) ahead() string {
	switch pos := t.pos; {
	case pos.Solved:
		return saySolved
	case pos.Outcome == flow.Asking && pos.Question != nil:
		return i18n.T("next question: %s", page.Line(pos.Question.Ask))
	case pos.Outcome != flow.Open && pos.Verdict != nil:
		return i18n.T("verdict: %s", pos.Verdict.Title)
	default:
		return i18n.T("then: %s", i18n.Certainty(pos.LeftText()))
	}
}

// words returns the customer's words on a question: those kept for the answer, else those that it rests on.
func (t *talk) words(question string) string {
	if kept := t.session.NoteText(flow.WordsOn(question)); kept != "" {
		return kept
	}
	if f, ok := t.session.Fact(question); ok && f.Answered() {
		return f.Quote
	}
	return ""
}

// statement returns what yes to the fact says.
func (t *talk) statement(id string) string {
	if info, ok := t.pb.Facts[id]; ok && info.About != "" {
		return page.Line(info.About)
	}
	for i := range t.pb.Verdicts {
		if v := &t.pb.Verdicts[i]; flow.FixedFact(v.ID) == id {
			return i18n.T("The full request works after the fix for: %s", v.Title)
		}
	}
	if q := t.pb.Question(id); q != nil {
		return page.Line(q.Ask)
	}
	return page.Line(id)
}

// causeName returns the title, with the guide's number if it has one.
func causeName(v *flow.Verdict) string {
	if v.Number > 0 {
		return fmt.Sprintf("%d %s", v.Number, v.Title)
	}
	return v.Title
}
