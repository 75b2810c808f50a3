package flow

import (
	"cmp"
	"math"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"why403/flow/expr"
)

// Pos is where something stands in the playbook's source, for problems reported to its author. Line and Col start at 1;
// a zero Line means that the thing was not read from a file.
type Pos struct {
	File      string
	Line, Col int
}

// In names the file of a place in a playbook, from the folder that the playbook's files are named from. Those under shared/ are of
// all playbooks, and of no folder.
func (p Pos) In(folder string) string {
	if strings.HasPrefix(p.File, "shared/") {
		return p.File
	}
	return path.Join(folder, p.File)
}

// Playbook is what the tool knows about one problem: the facts it reasons with, the questions that establish them in the
// order in which they are asked, the verdicts, and the rules that lead from facts to verdicts. A Playbook is read-only once
// loaded and safe for concurrent use.
type Playbook struct {
	ID      string
	Title   string
	Subject string  // What a report is about, as "The API {status|403}": its title begins with it. May be empty.
	About   string  // One sentence for a list of playbooks: what goes wrong.
	Checked string  // The day the facts behind it were last checked, as YYYY-MM-DD.
	Opens   Opening `key:"opens_on"`

	// Facts by id. Every id that a question, a rule or a sign names is here.
	Facts map[string]FactInfo
	// Questions in the order they are asked. A guard may name only facts of earlier questions, and facts that no question
	// asks for; so no cycle can be written and one pass finds the next question.
	Questions []Question
	// Choices ask several of the questions as one. A question is in one choice at most.
	Choices  []Choice
	Verdicts []Verdict
	Rules    []Rule
	// Probes in the order in which they are worth sending.
	Probes []Probe
	// Request is what is known of the shape of a call.
	Request CallShape
	// Commands are text/templates that turn a probe's request into a command for a customer's machine, by language; see
	// package probe.
	Commands []CommandTemplate
	// Unexplained is the verdict shown when every cause that was considered is ruled out.
	Unexplained string

	// Roles are the people who can be asked to check something that neither side of a call can see.
	Roles []Role

	// Sections are the headings that every verdict's screen must have.
	Sections []string

	Reference []ScreenText
	Examples  []Example
	Tables    []Table
	// Escalation is a text/template for the text to send to the service's support; see flow/report.
	Escalation string
}

// FactInfo describes a fact.
type FactInfo struct {
	About   string // The statement that yes affirms, short enough for one line of a trail.
	AboutNo string // The statement that no affirms; empty where there is none.
	// Retest is set for what any fix can change: comparisons, such as "a plain request works", and what the refusal looks
	// like. When a fix did not help they are asked again, because two causes can be true at once.
	Retest bool
	// WithError is set for what cannot change while the error stays the same: what it looks like, and where the call goes. It is
	// asked again only where the error is another one.
	WithError bool
	Pos       Pos
}

// Says returns the statement that holds when the fact has the value, and whether it says the value itself. Otherwise it is what yes
// affirms, to which the value has to be added.
func (i FactInfo) Says(v Value) (text string, whole bool) {
	if v == No && i.AboutNo != "" {
		return i.AboutNo, true
	}
	return i.About, v == Yes
}

// Question asks a person for one fact.
type Question struct {
	ID     string // Also the id of the fact.
	When   Cond   // Asked only if this holds.
	Unless Cond   // Not asked if this holds; an empty Unless never holds.
	// Decides names the verdicts whose standing the answer can change. Once all of them are settled the question is not
	// asked. An empty list means the question is always worth asking, as gates are.
	Decides []string
	// Anew names the facts that are another call's once the answer is yes. What was said of them before the fix is withdrawn then, and no
	// longer offered.
	Anew []string

	Ask  string   // The wording for the person at the keyboard.
	Say  string   // The wording to read out to a customer.
	Why  string   // Why it is asked.
	Clue Clue     // What may be known that hints at the answer.
	How  []string // How to check, step by step.
	Link string   // The page where it can be checked, an https URL; may be empty.
	// Command is what to type to find out, in a POSIX shell; may be empty. It takes no secret as an argument.
	Command string
	Reads   Output // What its output answers.
	Said    Phrases
	Yes     string // What yes means.
	No      string // What no means.
	Unsure  string // What happens on unsure, with the cheapest way to find out.
	Usual   Value  // The commonest answer; odds that are not stated are guessed by it.
	// Role is the id of who can check it, if that is usually neither the person nor the customer; may be empty.
	Role   string
	Effort Effort
	// Odds are how often each answer is given when the question is asked, as the authors state it.
	Odds Odds
	// OddsIf are the odds where a verdict is the cause, by its id, for those under which they are other than Odds.
	OddsIf map[string]Odds
	Pos    Pos
}

// Effort is what an answer costs, as the authors of a playbook state it.
type Effort struct {
	Minutes   float64 // Until there is an answer, of the people who find out.
	Money     float64 // In US dollars.
	Annoyance float64 // What asking costs in goodwill, in minutes that one would rather spend instead.
}

// Odds are the shares of the answers to a question, each from 0 to 1. They sum to 1, or are all zero where nobody stated them.
type Odds struct{ Yes, No, Unsure float64 }

func (o Odds) whole() bool { return math.Abs(o.Yes+o.No+o.Unsure-1) <= 0.001 }

// Odds that are taken where nobody stated any: the usual answer is given twice as often as its opposite.
var (
	evenOdds = Odds{Yes: .45, No: .45, Unsure: .1}
	yesOdds  = Odds{Yes: .6, No: .3, Unsure: .1}
	noOdds   = Odds{Yes: .3, No: .6, Unsure: .1}
)

// Likelihood returns the odds of the answers, stated or taken from the usual one.
func (q *Question) Likelihood() Odds {
	switch {
	case q.Odds != Odds{}:
		return q.Odds
	case q.Usual == Yes:
		return yesOdds
	case q.Usual == No:
		return noOdds
	default:
		return evenOdds
	}
}

// LikelihoodIf returns the odds of the answers where the verdict is the cause.
func (q *Question) LikelihoodIf(verdict string) Odds {
	if o, stated := q.OddsIf[verdict]; stated {
		return o
	}
	return q.Likelihood()
}

// minutesPerDollar is what money weighs against time: a dollar is worth a minute of an engineer.
const minutesPerDollar = 1

// Total returns the effort in minutes, all of it counted. A question without a stated effort costs one minute.
func (e Effort) Total() float64 {
	if e == (Effort{}) {
		return 1
	}
	return e.Minutes + e.Money*minutesPerDollar + e.Annoyance
}

// Role is somebody who can be asked to check something.
type Role struct {
	ID    string
	Title string // Such as "an admin of the workspace".
	Pos   Pos
}

// Verdict is one end of the diagnosis, with the screen that explains it.
type Verdict struct {
	ID     string
	Number int    // What the playbook numbers its main causes with, from 1; zero for the others.
	Title  string // One line.
	Short  string // Its name in a row of causes, of 12 cells at most.
	Name   string // What a report's title calls it, in a few words; may be empty, and Title stands for it then.
	Remedy Remedy `key:",inline"`
	// Errors are remedies for some of its errors, more to the point than Remedy. The first that is for the error counts.
	Errors []ErrorRemedy
	// Always is set for causes that are possible from the start. The others are considered only once a rule raises them.
	Always bool
	// Precedence orders verdicts that hold together: the lower one stands earlier on a request's way and hides the others.
	Precedence int
	// Elsewhere is set where the error is not this service's to explain.
	Elsewhere bool
	// SwitchTo is the id of the playbook that goes on from here with the facts that both know; empty where this is an end.
	SwitchTo string
	// Leaves names the facts that its fix cannot have changed. They still count where it did not help, unless it led to another error.
	Leaves []string
	// Prior is how often this is the cause, of 100 cases, as the authors state it; zero where they do not.
	Prior  float64
	Screen ScreenText
	Pos    Pos
}

// Remedy is what somebody needs who acts on a verdict at once. Its texts may have blanks, which Fill fills in.
type Remedy struct {
	Fix   []string  // What to do now: one to three sentences.
	Take  TakeOrder // How the sentences of Fix go together.
	Done  []Cond    // What has to be known for a sentence of Fix to be done already, by its place; empty for never.
	Who   string    // Who does it.
	Send  string    // A message to that person; empty where nobody else is needed.
	Check string    // How to see that it worked.
}

// TakeOrder is how several things to do go together.
type TakeOrder string

// The ways in which they do. Without one each stands for itself, and says when it is for the reader.
const (
	InOrder TakeOrder = "in-order" // One after the other.
	OneOf   TakeOrder = "one-of"   // One of them is enough.
)

// ErrorRemedy is what to do about a verdict where its error says this and that is known. What is empty of it is as in the verdict's
// own remedy; a message goes with who it is for.
type ErrorRemedy struct {
	Says string // A regular expression of package regexp; empty for any words.
	// Needs are texts in small letters, one of which is in all words that Says matches; empty where none are known.
	Needs []string
	When  Cond   // What has to be known; empty for nothing.
	Title string // What the verdict is called then; empty for its own title.
	Name  string // The same in a report's title.
	Remedy
	Pos Pos
}

// Rests reports whether a rule rests on the fact.
func (pb *Playbook) Rests(fact string) bool {
	return slices.ContainsFunc(pb.Rules, func(r Rule) bool {
		return slices.ContainsFunc(append(slices.Clone(r.When), r.Unless...), func(cl Clause) bool {
			return slices.ContainsFunc(cl, func(t Term) bool { return t.Fact == fact })
		})
	})
}

// RemedyFor returns what to do about the verdict in the session: by what is known, and by the words of the error. What is done
// already is left out.
func (v *Verdict) RemedyFor(s *Session) Remedy {
	value := func(id string) Value { f, _ := s.Fact(id); return f.Value }
	if e := v.forError(s, value); e != nil {
		return e.over(v.Remedy).left(value)
	}
	return v.Remedy.left(value)
}

// Called is what the verdict is called in the session, and in the title of a report: by the words of the error, where these say more exactly
// what is wrong.
func (v *Verdict) Called(s *Session) (title, name string) {
	title, name = v.Title, cmp.Or(v.Name, v.Title)
	if !slices.ContainsFunc(v.Errors, func(e ErrorRemedy) bool { return e.Title != "" }) {
		return title, name
	}
	if e := v.forError(s, func(id string) Value { f, _ := s.Fact(id); return f.Value }); e != nil && e.Title != "" {
		return e.Title, cmp.Or(e.Name, e.Title)
	}
	return title, name
}

// forError returns the remedy for the session's error, or nil.
func (v *Verdict) forError(s *Session, value func(string) Value) *ErrorRemedy {
	if len(v.Errors) == 0 {
		return nil
	}
	all, low := s.errorWords()
	needed := func(text string) bool { return strings.Contains(low, text) }
	var may []*ErrorRemedy
	for i := range v.Errors {
		if e := &v.Errors[i]; (len(e.When) == 0 || Holds(e.When, nil, value)) && (len(e.Needs) == 0 || slices.ContainsFunc(e.Needs, needed)) {
			may = append(may, e)
		}
	}
	for _, words := range all {
		for _, e := range may {
			if e.Says == "" || saying(e.Says).MatchString(words) {
				return e
			}
		}
	}
	return nil
}

// saying returns the compiled pattern of a remedy. Each is compiled once: a batch asks for the same ones with every line.
func saying(says string) *expr.Lazy {
	re, ok := sayings.Load(says)
	if !ok {
		re, _ = sayings.LoadOrStore(says, &expr.Lazy{Expr: says})
	}
	return re.(*expr.Lazy)
}

var sayings sync.Map // From expressions to *expr.Lazy.

// over puts the remedy for one error over that of its verdict.
func (e ErrorRemedy) over(r Remedy) Remedy {
	r.Fix, r.Take, r.Done = e.Fix, e.Take, e.Done
	if e.Who != "" {
		r.Who, r.Send = e.Who, ""
	}
	r.Send, r.Check = cmp.Or(e.Send, r.Send), cmp.Or(e.Check, r.Check)
	return r
}

// left returns the remedy without what is done already.
func (r Remedy) left(value func(string) Value) Remedy {
	var todo []string
	for i, f := range r.Fix {
		if i >= len(r.Done) || len(r.Done[i]) == 0 || !Holds(r.Done[i], nil, value) {
			todo = append(todo, f)
		}
	}
	r.Fix, r.Done = todo, nil
	return r
}

// Rule is a conclusion: when the condition holds, it speaks for or against verdicts.
type Rule struct {
	When     Cond
	Unless   Cond
	Proves   []string // Verdicts this shows.
	Suggests []string // Verdicts this makes likely.
	Raises   []string // Verdicts this makes worth considering.
	RulesOut []string // Verdicts this excludes as the only cause.
	Sure     Confidence
	Because  string // One sentence, shown as the reason.
	Pos      Pos
}

// CommandTemplate writes a probe's request in one language.
type CommandTemplate struct {
	ID    string // Such as sh, powershell, python, typescript.
	Title string
	Text  string
}

// ScreenText is a text of several sections, each in Markdown.
type ScreenText struct {
	ID       string
	Title    string
	Sections []Section
	Pos      Pos
}

// Section is one heading of a page with what stands under it.
type Section struct {
	Heading string
	Body    string // Markdown.
}

// Section returns the body under the heading, and whether the page has it.
func (p ScreenText) Section(heading string) (string, bool) {
	for _, s := range p.Sections {
		if s.Heading == heading {
			return s.Body, true
		}
	}
	return "", false
}

// Example is a text to try the tool with when no error is at hand.
type Example struct {
	ID, Title, Text string
}

// Table is dated knowledge that ages: what a source said, where, when it was checked.
type Table struct {
	ID    string
	Title string
	Rows  []TableRow
}

// TableRow is one line of a Table.
type TableRow struct {
	Item    string // What it is about.
	Claim   string // What is commonly said.
	Finding string // What the sources say.
	Judged  string // confirmed, outdated, wrong, unverifiable or new.
	Source  string // An https URL, or the name of a package with its version.
	Checked string // YYYY-MM-DD.
	Pos     Pos
}

// Question returns the question with the id, or nil.
func (pb *Playbook) Question(id string) *Question {
	for i := range pb.Questions {
		if pb.Questions[i].ID == id {
			return &pb.Questions[i]
		}
	}
	return nil
}

// Verdict returns the verdict with the id, or nil.
func (pb *Playbook) Verdict(id string) *Verdict {
	for i := range pb.Verdicts {
		if pb.Verdicts[i].ID == id {
			return &pb.Verdicts[i]
		}
	}
	return nil
}

// Hosts returns the hosts that the playbook itself names, in its base URL, links and sources. They tell nothing of anybody.
func (pb *Playbook) Hosts() []string {
	links := []string{pb.Request.BaseURL}
	for _, q := range pb.Questions {
		links = append(links, q.Link)
	}
	for _, t := range pb.Tables {
		for _, r := range t.Rows {
			links = append(links, r.Source)
		}
	}
	var hosts []string
	for _, l := range links {
		if u, err := url.Parse(l); err == nil && u.Hostname() != "" {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

// Probe returns the probe with the id, or nil.
func (pb *Playbook) Probe(id string) *Probe {
	for i := range pb.Probes {
		if pb.Probes[i].ID == id {
			return &pb.Probes[i]
		}
	}
	return nil
}

// Role returns the title of the role with the id. What is no role of the playbook is a name in somebody's own words, and
// returned as it is.
func (pb *Playbook) Role(id string) string {
	for _, r := range pb.Roles {
		if r.ID == id {
			return r.Title
		}
	}
	return id
}

// RoleNamed returns the id of the role that is named by its id, its title, or a word that only its title has; "" for any other name.
func (pb *Playbook) RoleNamed(name string) string {
	var has []string
	for _, r := range pb.Roles {
		if strings.EqualFold(name, r.ID) || strings.EqualFold(name, r.Title) {
			return r.ID
		}
		if slices.ContainsFunc(strings.Fields(r.Title), func(w string) bool { return len(w) > 3 && strings.EqualFold(w, name) }) {
			has = append(has, r.ID)
		}
	}
	if len(has) == 1 {
		return has[0]
	}
	return ""
}

// FixedFact returns the id of the fact "the full original request works after this verdict's fix". Every verdict has one
// without declaring it.
func FixedFact(verdict string) string { return "fixed:" + verdict }

// QuestionIDs returns the ids of the questions, in the order in which they are asked.
func (pb *Playbook) QuestionIDs() []string {
	return ids(pb.Questions, func(q *Question) string { return q.ID })
}

// VerdictIDs returns the ids of the verdicts, in the playbook's order.
func (pb *Playbook) VerdictIDs() []string {
	return ids(pb.Verdicts, func(v *Verdict) string { return v.ID })
}

// ProbeIDs returns the ids of the probes, in the playbook's order.
func (pb *Playbook) ProbeIDs() []string {
	return ids(pb.Probes, func(p *Probe) string { return p.ID })
}

// Languages returns the ids of the languages that commands are written in.
func (pb *Playbook) Languages() []string {
	return ids(pb.Commands, func(t *CommandTemplate) string { return t.ID })
}

func ids[T any](all []T, id func(*T) string) []string {
	var out []string
	for i := range all {
		out = append(out, id(&all[i]))
	}
	return out
}
