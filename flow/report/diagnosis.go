package report

import (
	"bytes"
	_ "embed"
	"slices"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// SchemaVersion is the version of the JSON form of Diagnosis. It changes when a field changes its meaning or goes.
const SchemaVersion = 2

// Diagnosis is where a session stands, as one object. Its slices are never nil. All its texts are masked.
type Diagnosis struct {
	SchemaVersion int           `json:"schema_version" jsonschema:"enum=2,description=The version of this form."`
	Outcome       string        `json:"outcome" jsonschema:"enum=verdict,enum=question,enum=open,description=verdict: a cause was found. question: one answer is needed. open: everything was asked and what is left is not decided."`
	ErrorFound    bool          `json:"error_found" jsonschema:"description=false where nothing in the text looks like an error or none was given; and no cause was found either."`
	Verdict       *ShownVerdict `json:"verdict" jsonschema:"nullable,description=The cause that was found; null unless the outcome is verdict."`
	Fix           *ShownRemedy  `json:"fix" jsonschema:"nullable,description=What to do now; null unless the outcome is verdict."`
	Causes        []Cause       `json:"causes" jsonschema:"description=Every cause considered so far in the order of the playbook."`
	Next          *Next         `json:"next" jsonschema:"nullable,description=The question to answer; null unless the outcome is question."`
	Facts         []ShownFact   `json:"facts" jsonschema:"description=Every fact that counts in the order in which it was said. Answers to questions that are off the path are left out."`
	Playbook      string        `json:"playbook" jsonschema:"description=The id of the playbook that the diagnosis was made with."`
	Because       string        `json:"playbook_because" jsonschema:"description=What made the text that playbook's own or which verdict handed it over; empty for the usual playbook and for one that was named."`
	RequestID     *string       `json:"request_id" jsonschema:"nullable,description=The id of the refused request; null if the text held none."`
	Party         *string       `json:"party" jsonschema:"nullable,description=Who answered by the address that was called or by marks in the text: its name; null if neither tells."`
	Said          []ShownSaid   `json:"said" jsonschema:"description=What the person's own words beside the error suggest. It is not counted; --answer counts it."`
	Others        []string      `json:"others" jsonschema:"description=Further errors seen in the text and log lines that are not about the failing call; one line each. The deciding error is not among them."`

	// What the text form shows beyond the JSON form.
	sure     string   // How sure the verdict is, in words; may be empty.
	rivals   []string // The ids of the causes that may be meant instead.
	answered string   // Who wrote the answer, in words; may be empty.
	hints    []string // What was seen that hints at the verdict without telling it.
	left     string   // What is left where the outcome is open, in words.
	command  string   // Of the question: what to type to find out, in lines; may be empty. It ends Next.How, too.
	titles   map[string]string
	short    map[string]string // The same in a word or two.
	says     map[string]string
	sources  map[string]string
}

// ShownVerdict is the verdict.
type ShownVerdict struct {
	ID         string  `json:"id" jsonschema:"description=The id of the verdict in the playbook."`
	Number     *int    `json:"number" jsonschema:"nullable,description=The number that the playbook gives the cause; null for ends without one."`
	Title      string  `json:"title" jsonschema:"description=The verdict in one line."`
	SwitchTo   *string `json:"switch_to" jsonschema:"nullable,description=The id of the playbook that goes on from this verdict; null for an end."`
	Confidence string  `json:"confidence" jsonschema:"enum=certain,enum=strong,enum=likely,enum=solved,enum=,description=certain: an exact code or a documented text. strong: a comparison or a known family of texts. likely: it fits best and nothing shows it. solved: somebody says or saw that the request works after the fix. Empty where nothing explains the error."`
}

// Cause is one cause with what speaks for and against it.
type Cause struct {
	ID       string   `json:"id" jsonschema:"description=The id of the verdict that names the cause."`
	Standing string   `json:"standing" jsonschema:"enum=certain,enum=strong,enum=likely,enum=possible,enum=fix_tried,enum=ruled_out,description=How sure it is that this is the cause. fix_tried means that its fix was made and the request is still refused; neither ruled out nor shown. ruled_out means that it is not the only cause."`
	For      []string `json:"for" jsonschema:"description=What speaks for it; one sentence each."`
	Against  []string `json:"against" jsonschema:"description=What speaks against it; one sentence each."`
}

// Next is the question that comes next.
type Next struct {
	ID   string   `json:"id" jsonschema:"description=The id of the fact that the answer establishes; printed where it is asked which of several errors in the text the failing call printed."`
	Ask  string   `json:"ask" jsonschema:"description=The question."`
	Why  string   `json:"why" jsonschema:"description=Why it is asked; may be empty."`
	Seen []string `json:"seen" jsonschema:"description=What was seen that hints at the answer without giving it; with its limit."`
	How  []string `json:"how" jsonschema:"description=How to check; step by step in Markdown. Of printed the errors in the order that --error counts. The last one may be a command behind Run: in lines of POSIX shell."`

	Choice *ShownChoice `json:"choice" jsonschema:"nullable,description=The choice that asks for this and more as one; null if there is none."`
}

// ShownChoice is a question with several named answers.
type ShownChoice struct {
	ID      string        `json:"id" jsonschema:"description=The id of the choice. An answer is ID=OPTION or ID=unsure."`
	Ask     string        `json:"ask" jsonschema:"description=The question."`
	Why     string        `json:"why" jsonschema:"description=Why it is asked; may be empty."`
	How     []string      `json:"how" jsonschema:"description=How to check; step by step in Markdown."`
	Options []ShownOption `json:"options" jsonschema:"description=The answers that nothing known contradicts; the likeliest first. unsure is one too and does not stand here."`
	Unsure  string        `json:"unsure" jsonschema:"description=What happens on unsure; may be empty."`
}

// ShownOption is one of the answers.
type ShownOption struct {
	ID     string `json:"id" jsonschema:"description=The id of the option in the playbook."`
	Title  string `json:"title" jsonschema:"description=The answer."`
	Detail string `json:"detail" jsonschema:"description=What tells it apart; may be empty."`
}

// line is the option as it is listed.
func (o ShownOption) line() string {
	if o.Detail == "" {
		return o.Title
	}
	return o.Title + " (" + o.Detail + ")"
}

// options are the options of a choice in a report's words.
func options(all []*flow.Option, own func(string) string) []ShownOption {
	out := []ShownOption{}
	for _, o := range all {
		out = append(out, ShownOption{ID: own(o.ID), Title: own(o.Title), Detail: own(o.Detail)})
	}
	return out
}

// ShownFact is one fact with where it came from.
type ShownFact struct {
	ID    string `json:"id" jsonschema:"description=The id of the fact in the playbook. fixed:ID is whether the request works after the fix of verdict ID."`
	Value string `json:"value" jsonschema:"enum=yes,enum=no,enum=unsure,description=unsure means asked and not known; it never counts as no."`
	From  string `json:"from" jsonschema:"enum=pasted,enum=probe,enum=capture,enum=machine,enum=you,enum=customer,enum=colleague,description=Who or what said so."`
	Quote string `json:"quote" jsonschema:"description=The words that showed it; empty for answers."`
}

// ShownSaid is an answer that somebody's own words suggest.
type ShownSaid struct {
	Question string `json:"question" jsonschema:"description=The id of the question."`
	Value    string `json:"value" jsonschema:"enum=yes,enum=no,description=The answer that the words suggest."`
	Words    string `json:"words" jsonschema:"description=The words."`
}

// Of is the diagnosis with what the text that it was read in shows beyond the session.
func (d Diagnosis) Of(r flow.Reading) Diagnosis {
	d.ErrorFound = r.Summary != "" || d.Verdict != nil
	d.Others = each(slices.DeleteFunc(slices.Clone(r.Others), func(o string) bool { // Those that are asked about stand in the question.
		return slices.ContainsFunc(r.Rivals, func(one flow.Rival) bool { return one.Summary == o })
	}), redact.Line)
	return d
}

// Diagnose makes the diagnosis of the session, which stands at the position.
func Diagnose(pb *flow.Playbook, s *flow.Session, p flow.Position) Diagnosis {
	d := Diagnosis{
		SchemaVersion: SchemaVersion, Outcome: p.Outcome.String(), ErrorFound: true, Causes: []Cause{}, Facts: []ShownFact{}, Said: []ShownSaid{}, Others: []string{},
		Playbook: known(pb.ID), Because: redact.Line(s.NoteText(flow.OpenedBecause)),
		sure: i18n.Certainty(p.SureText(pb)), left: i18n.Certainty(p.LeftText()), titles: make(map[string]string), short: make(map[string]string), says: make(map[string]string), sources: make(map[string]string),
	}
	if v := p.Verdict; v != nil {
		title, _ := v.Called(s)
		d.Verdict = &ShownVerdict{ID: known(v.ID), Title: known(title), Confidence: string(p.Degree(pb))}
		if v.Number > 0 {
			d.Verdict.Number = &v.Number
		}
		if to := known(v.SwitchTo); to != "" {
			d.Verdict.SwitchTo = &to
		}
		d.hints = each(pb.CluesOf(s, v.ID), redact.Line)
		d.Fix = remedy(pb, v, s, remembered(func(name string) string { return redact.Line(s.Known(name)) }), known, redact.Line, knownLines)
	}
	for _, st := range p.Standings {
		c := Cause{ID: known(st.Verdict.ID), Standing: string(st.Degree()), For: sentences(st.For), Against: sentences(st.Against)}
		d.Causes = append(d.Causes, c)
		d.titles[c.ID], d.short[c.ID] = known(st.Verdict.Title), known(conversation.ShortName(st.Verdict))
	}
	for _, o := range p.Others() {
		d.rivals = append(d.rivals, known(o.Verdict.ID))
	}
	if q := p.Question; q != nil {
		d.Next = &Next{ID: known(q.ID), Ask: known(q.Ask), Why: known(q.Why), How: each(q.How, known)}
		asked, left := q, []*flow.Option(nil)
		if _, offered := s.Offer(p.Question.ID); p.Choice != nil && !offered { // Somebody's words suggest an answer to the question itself.
			left = p.Options
			asked = p.Choice.Asks(pb, q, p.Options)
			d.Next.Choice = &ShownChoice{
				ID: known(p.Choice.ID), Ask: known(asked.Ask), Why: known(asked.Why), How: each(asked.How, known), Options: options(p.Options, known), Unsure: known(asked.Unsure),
			}
		}
		d.Next.Seen = each(pb.Clues(s, q, left), redact.Line)
		if d.command = safeLines(asked.CommandIn(s)); d.command != "" {
			d.Next.How = append(d.Next.How, i18n.T("Run: %s", d.command))
		}
	}
	var shown, quote string // Of several facts that the same words show.
	for _, st := range p.Trail {
		if st.OffPath {
			continue
		}
		if st.Fact.Quote != shown {
			shown, quote = st.Fact.Quote, redact.Line(st.Fact.Quote)
		}
		id := redact.Line
		if _, ok := pb.Facts[st.Fact.ID]; ok {
			id = known
		}
		f := ShownFact{ID: id(st.Fact.ID), Value: st.Fact.Value.String(), From: string(st.Fact.From), Quote: quote}
		d.Facts = append(d.Facts, f)
		d.says[f.ID], d.sources[f.ID] = says(pb, st.Fact), saidBy(pb, s, st.Fact)
		if st.Fact.Value == flow.Unsure { // It stands under what is not known.
			d.says[f.ID] = about(pb, st.Fact.ID)
		}
		if st.Fact.Parked() {
			d.sources[f.ID] = i18n.T("asked: %s", redact.Line(pb.Role(st.Fact.Asked)))
		}
	}
	for _, o := range s.Offers() {
		if pb.Question(o.Question) != nil {
			d.Said = append(d.Said, ShownSaid{Question: redact.Line(o.Question), Value: o.Value.String(), Words: redact.Line(o.Words)})
			d.says[redact.Line(o.Question)] = says(pb, flow.Fact{ID: o.Question, Value: o.Value})
		}
	}
	if ids := requestIDs(s); len(ids) > 0 {
		d.RequestID = &ids[len(ids)-1]
	}
	if party := redact.Line(s.NoteText("party")); party != "" {
		d.Party = &party
	}
	d.answered = redact.Line(s.NoteText("answered_by"))
	return d
}

//go:embed diagnosis.schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of the JSON form of Diagnosis, ending in a newline. It is generated from the
// types above by a test, which also holds that it is up to date.
func Schema() []byte { return bytes.Clone(schema) }

// remembered is a function that is called once for each name.
func remembered(of func(name string) string) func(name string) string {
	had := make(map[string]string)
	return func(name string) string {
		out, ok := had[name]
		if !ok {
			out = of(name)
			had[name] = out
		}
		return out
	}
}

func sentences(reasons []flow.Reason) []string {
	out := []string{}
	for _, r := range flow.Apart(reasons) {
		if text := known(r.Text); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
