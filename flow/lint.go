package flow

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Problem is something wrong with a playbook that would make a walk misbehave or leave a person without an answer.
type Problem struct {
	Pos  Pos
	Text string
	Hint string
	// Warning is set for what does not keep a playbook from being used, such as a check that was made long ago.
	Warning bool
	// Never is set where it is proved that no combination of facts comes by what stands at Pos.
	Never bool
}

var (
	idPattern   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	datePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// Lint returns every problem of the playbook, in its order. A playbook without problems walks to an end from any facts,
// and never lets "unsure" rule a cause out.
func Lint(pb *Playbook) []Problem {
	l := &linter{pb: pb, verdicts: make(map[string]bool), asked: make(map[string]int), reached: make(map[string]bool)}
	l.ids()
	for i := range pb.Questions {
		l.question(i)
	}
	for i := range pb.Choices {
		l.choice(i)
	}
	for i := range pb.Rules {
		l.rule(&pb.Rules[i])
	}
	for i := range pb.Verdicts {
		l.verdict(&pb.Verdicts[i])
	}
	for i := range pb.Probes {
		l.probe(i)
	}
	l.opening(&pb.Opens)
	for _, k := range pb.Request.Keys {
		l.said(k.Says)
	}
	l.said(pb.Request.Seen.says())
	for _, c := range pb.Request.Classes {
		l.said([]Said{{Fact: c.Fact, Value: Yes, Pos: c.Pos}})
		if !slices.Contains(classes, c.Class) {
			l.add(c.Pos, "", "classes: there is no class %q", c.Class)
		}
	}
	for _, t := range pb.Tables {
		for _, r := range t.Rows {
			l.row(r)
		}
	}
	return l.problems
}

type linter struct {
	pb       *Playbook
	verdicts map[string]bool
	asked    map[string]int  // Fact id to the place of the question that asks for it.
	reached  map[string]bool // Verdicts that a rule proves or suggests.
	problems []Problem
}

func (l *linter) add(p Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, Problem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...)})
}

func (l *linter) ids() {
	for i := range l.pb.Questions {
		q := &l.pb.Questions[i]
		l.id(q.Pos, "question", q.ID)
		if _, twice := l.asked[q.ID]; twice {
			l.add(q.Pos, "", "the question %q stands here twice", q.ID)
		}
		l.asked[q.ID] = i
	}
	for i := range l.pb.Verdicts {
		v := &l.pb.Verdicts[i]
		l.id(v.Pos, "verdict", v.ID)
		if l.verdicts[v.ID] {
			l.add(v.Pos, "", "the verdict %q stands here twice", v.ID)
		}
		l.verdicts[v.ID] = true
	}
	roles := make(map[string]bool)
	for _, r := range l.pb.Roles {
		l.id(r.Pos, "role", r.ID)
		if roles[r.ID] {
			l.add(r.Pos, "", "the role %q stands here twice", r.ID)
		}
		roles[r.ID] = true
	}
	if !l.verdicts[l.pb.Unexplained] {
		l.add(Pos{}, "name the verdict to show when everything is ruled out", "unexplained: there is no verdict %q", l.pb.Unexplained)
	}
}

func (l *linter) id(p Pos, what, id string) {
	if !idPattern.MatchString(id) {
		l.add(p, "use lower-case words joined by dashes", "the %s id %q is not well formed", what, id)
	}
}

func (l *linter) question(place int) {
	q := &l.pb.Questions[place]
	for _, c := range []Cond{q.When, q.Unless} {
		l.cond(c)
		for _, t := range terms(c) {
			if at, ok := l.asked[t.Fact]; ok && at >= place {
				l.add(t.Pos, "move that question up", "the guard of %q needs %q, which is asked later", q.ID, t.Fact)
			}
		}
	}
	l.names(q.Pos, "decides", q.Decides)
	l.facts(q.Pos, "anew", q.Anew)
	if q.Role != "" && !slices.ContainsFunc(l.pb.Roles, func(r Role) bool { return r.ID == q.Role }) {
		l.add(q.Pos, "declare it under roles", "the question %q names a role %q that there is not", q.ID, q.Role)
	}
	const shares = "they are shares, such as {yes: 0.3, no: 0.6, unsure: 0.1}"
	if q.Odds != (Odds{}) && !q.Odds.whole() {
		l.add(q.Pos, shares, "the odds of %q do not sum to 1", q.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(q.OddsIf)) {
		l.names(q.Pos, "odds_if", []string{id})
		if !q.OddsIf[id].whole() {
			l.add(q.Pos, shares, "the odds of %q under %q do not sum to 1", q.ID, id)
		}
	}
	if q.Link != "" && !strings.HasPrefix(q.Link, "https://") {
		l.add(q.Pos, "", "the link of %q is not https", q.ID)
	}
	if l.pb.Facts[q.ID].About == "" {
		l.add(q.Pos, "say in one line what yes affirms", "the question %q has no \"about\"", q.ID)
	}
}

// choice reports what a choice cannot ask as one, and options that do not exclude each other.
func (l *linter) choice(place int) {
	c := &l.pb.Choices[place]
	l.id(c.Pos, "choice", c.ID)
	if _, question := l.asked[c.ID]; question || slices.ContainsFunc(l.pb.Choices[:place], func(o Choice) bool { return o.ID == c.ID }) {
		l.add(c.Pos, "an answer names it by its id", "the id of the choice %q stands here twice", c.ID)
	}
	if n := len(c.Options); n < 2 || n > mostOptions {
		l.add(c.Pos, "", "the choice %q has %d options, and takes 2 to %d", c.ID, n, mostOptions)
	}
	for i, o := range c.Options {
		l.id(o.Pos, "option", o.ID)
		if len(o.Facts) == 0 {
			l.add(o.Pos, "", "the option %q says nothing", o.ID)
		}
		for _, f := range o.Facts {
			if _, ok := l.asked[f.Fact]; !ok {
				l.add(f.Pos, "a choice is asked in the place of questions", "no question asks for %q", f.Fact)
			}
			if other := l.pb.ChoiceOf(f.Fact); other != nil && other.ID != c.ID {
				l.add(f.Pos, "a question is in one choice at most", "the choice %q asks for %q, too", other.ID, f.Fact)
			}
		}
		for _, before := range c.Options[:i] {
			if strings.EqualFold(before.Title, o.Title) {
				l.add(o.Pos, "a small window has no room for the detail", "the options %q and %q have the same title", before.ID, o.ID)
			}
			if before.ID == o.ID || !o.excludes(before) {
				l.add(o.Pos, "say a fact yes in one and no in the other", "the options %q and %q can both be so", before.ID, o.ID)
			}
		}
	}
	for _, n := range c.Left {
		for _, id := range n.Options {
			if c.Option(id) == nil {
				l.add(n.Pos, "", "left: the choice %q has no option %q", c.ID, id)
			}
		}
	}
}

// mostOptions is how many options one digit can name.
const mostOptions = 9

// excludes reports whether both cannot be so.
func (o *Option) excludes(other Option) bool {
	return slices.ContainsFunc(o.Facts, func(f Said) bool {
		return slices.ContainsFunc(other.Facts, func(g Said) bool { return f.Fact == g.Fact && f.Value != g.Value })
	})
}

func (l *linter) cond(c Cond) {
	for _, t := range terms(c) {
		if v, ok := strings.CutPrefix(t.Fact, FixedFact("")); ok {
			if !l.verdicts[v] {
				l.add(t.Pos, "", "there is no verdict %q", v)
			}
			continue
		}
		if _, ok := l.pb.Facts[t.Fact]; !ok {
			l.add(t.Pos, "declare it under facts, or ask for it in a question", "there is no fact %q", t.Fact)
		}
	}
}

func (l *linter) names(p Pos, key string, ids []string) {
	for _, id := range ids {
		if !l.verdicts[id] {
			l.add(p, "", "%s: there is no verdict %q", key, id)
		}
	}
}

func (l *linter) rule(r *Rule) {
	l.cond(r.When)
	l.cond(r.Unless)
	l.names(r.Pos, "proves", r.Proves)
	l.names(r.Pos, "suggests", r.Suggests)
	for _, id := range slices.Concat(r.Proves, r.Suggests) {
		l.reached[id] = true
	}
	l.names(r.Pos, "raises", r.Raises)
	l.names(r.Pos, "rules_out", r.RulesOut)
	if len(terms(r.When)) == 0 {
		l.add(r.Pos, "", "the rule has no condition")
	}
	if len(r.Proves)+len(r.Suggests)+len(r.Raises)+len(r.RulesOut) == 0 {
		l.add(r.Pos, "give it proves, suggests, raises or rules_out", "the rule concludes nothing")
	}
	if len(r.Proves) > 0 && r.Sure < Strong {
		l.add(r.Pos, "use suggests", "a weak rule cannot prove")
	}
	if len(r.RulesOut) == 0 {
		return
	}
	if len(r.Unless) > 0 {
		l.add(r.Pos, "state in when what has to be known", "a rule that rules out may not have an unless: what nobody said would count against a cause")
	}
	for _, t := range terms(r.When) {
		for _, v := range t.Values {
			if v == Unsure {
				l.add(t.Pos, "", "unsure may not rule a cause out")
			}
		}
	}
}

var classes = []Class{ClassDNS, ClassTCP, ClassTLS, ClassProxy, ClassEdge, ClassRegion, ClassAuth, ClassLimit, ClassOther}

// probe checks that what is sent and what is asserted is known, and that a probe waits only for earlier ones.
func (l *linter) probe(place int) {
	p := &l.pb.Probes[place]
	l.id(p.Pos, "probe", p.ID)
	if l.pb.Probe(p.ID) != p {
		l.add(p.Pos, "", "the probe %q stands here twice", p.ID)
	}
	switch p.Credential {
	case FailingKey, AdminKey, OtherKey, NoKey:
	default:
		l.add(p.Pos, "there are key, admin, other and none", "credential: %q is none that a probe can be sent with", p.Credential)
	}
	if p.Measures != AsksAPI && p.Measures.finds() == nil {
		l.add(p.Pos, "there are trace, status, tls and resolve", "measures: %q is nothing that can be measured", p.Measures)
	}
	if (p.At != "" || p.Measures != AsksAPI) && p.Credential != NoKey {
		l.add(p.Pos, "write credential: none", "the probe %q does not ask the API itself, so it may have no credential", p.ID)
	}
	if p.Deadline <= 0 || len(p.Replies) == 0 {
		l.add(p.Pos, "", "the probe %q needs a deadline and at least one reply", p.ID)
	}
	for _, id := range p.After {
		if !slices.ContainsFunc(l.pb.Probes[:place], func(o Probe) bool { return o.ID == id }) {
			l.add(p.Pos, "a probe can only wait for one that stands before it", "after: there is no earlier probe %q", id)
		}
	}
	for _, r := range p.AllReplies() {
		for _, f := range r.Finds {
			if !slices.Contains(p.Measures.finds(), f) {
				l.add(r.Pos, Suggest(f, p.Measures.finds()), "finds: %q is not found by this kind of probe", f)
			}
		}
		l.cond(r.When)
		l.cond(r.Unless)
		l.said(r.Says)
		if r.By != "" && r.By != "api" && r.By != "any" {
			l.add(r.Pos, "there are api and any", "by: %q is nobody", r.By)
		}
		for _, same := range []string{r.Organization, r.Workspace} {
			if same != "" && same != "same" && same != "other" && same != "unknown" {
				l.add(r.Pos, "", "%q is none of same, other, unknown", same)
			}
		}
	}
}

func (l *linter) opening(o *Opening) {
	l.cond(o.When)
	l.cond(o.Unless)
	if len(o.Words) > 0 && len(o.When) == 0 {
		l.add(o.Pos, "say under when which facts make a text this playbook's own", "opens_on: there are words and no condition")
	}
	for _, w := range o.Words {
		if len(w) < minWord {
			l.add(o.Pos, "so short a word is in every text", "opens_on: the word %q has fewer than %d bytes", w, minWord)
		}
	}
}

// minWord is the least length of a word of an Opening, in bytes: that of a status.
const minWord = 3

func (l *linter) said(says []Said) {
	for _, f := range says {
		if _, ok := l.pb.Facts[f.Fact]; !ok {
			l.add(f.Pos, "declare it under facts, or ask for it in a question", "there is no fact %q", f.Fact)
		}
	}
}

func (l *linter) facts(pos Pos, key string, ids []string) {
	for _, id := range ids {
		if _, ok := l.pb.Facts[id]; !ok {
			l.add(pos, "", "%s: there is no fact %q", key, id)
		}
	}
}

func (l *linter) verdict(v *Verdict) {
	for _, done := range v.Remedy.Done {
		l.cond(done)
	}
	for _, e := range v.Errors {
		l.cond(e.When)
		for _, done := range e.Done {
			l.cond(done)
		}
	}
	l.facts(v.Pos, "leaves", v.Leaves)
	if v.ID == l.pb.Unexplained {
		return
	}
	if !l.reached[v.ID] {
		l.add(v.Pos, "", "no rule proves or suggests the verdict %q", v.ID)
	}
	l.screen(v)
}

func (l *linter) screen(v *Verdict) {
	if len(l.pb.Sections) == 0 {
		return
	}
	if v.Screen.Title == "" {
		l.add(v.Pos, "write screens/"+v.ID+".md", "the verdict %q has no screen", v.ID)
		return
	}
	for _, h := range l.pb.Sections {
		if body, ok := v.Screen.Section(h); !ok || strings.TrimSpace(body) == "" {
			l.add(v.Screen.Pos, "", "the screen has no section %q", h)
		}
	}
}

func (l *linter) row(r TableRow) {
	switch r.Judged {
	case "confirmed", "outdated", "wrong", "unverifiable", "new":
	default:
		l.add(r.Pos, "", "judged: %q is none of confirmed, outdated, wrong, unverifiable, new", r.Judged)
	}
	if !datePattern.MatchString(r.Checked) {
		l.add(r.Pos, "", "checked: %q is not a day like 2026-11-23", r.Checked)
	}
	if r.Source == "" {
		l.add(r.Pos, "", "the row has no source")
	}
}

func terms(c Cond) []Term {
	var out []Term
	for _, cl := range c {
		out = append(out, cl...)
	}
	return out
}
