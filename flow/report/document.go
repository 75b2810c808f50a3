package report

import (
	"bytes"
	_ "embed"
)

// ReportVersion is the version of the JSON form of Document. It changes when a field changes its meaning or goes.
const ReportVersion = 2

// Document is a session as it is handed on: every field there is, and nothing that is not here gets into a report. Its slices
// are never nil. Its texts are masked, and on one line unless they say otherwise. Times are RFC 3339 in UTC.
type Document struct {
	SchemaVersion int           `json:"schema_version" jsonschema:"enum=2,description=The version of this form."`
	Title         string        `json:"title" jsonschema:"description=The question that the playbook answers."`
	Written       string        `json:"written" jsonschema:"description=When the report was written."`
	Session       string        `json:"session" jsonschema:"description=The name of the session; may be empty."`
	Ticket        string        `json:"ticket" jsonschema:"description=The number or address of the ticket; may be empty."`
	Whose         string        `json:"whose" jsonschema:"enum=you,enum=customer,enum=,description=Whose call it is; empty if nobody said."`
	Outcome       string        `json:"outcome" jsonschema:"enum=verdict,enum=question,enum=open,description=verdict: a cause was found. question: one answer is needed. open: everything was asked and nothing decides yet between what is left."`
	Symptom       Symptom       `json:"symptom" jsonschema:"description=What is wrong."`
	Environment   []Item        `json:"environment" jsonschema:"description=Where and with what the call is made."`
	Requests      []RequestNote `json:"requests" jsonschema:"description=The ids of refused requests in the order in which they were noted."`
	Answers       []Answered    `json:"answers" jsonschema:"description=What was asked and who answered; in the order of the last words."`
	Readings      []Reading     `json:"readings" jsonschema:"description=What was read in the error or seen in the watched call."`
	Probes        []ProbeTold   `json:"probes" jsonschema:"description=What the service itself told when it was asked."`
	Conflicts     []Disagreed   `json:"conflicts" jsonschema:"description=Facts of which two sources say opposite things."`
	Remarks       []Remark      `json:"remarks" jsonschema:"description=Notes of people on the session and on facts that stand in no other list."`
	Parked        []Waiting     `json:"parked" jsonschema:"description=Questions that somebody else was asked to find out."`
	RuledOut      []Excluding   `json:"ruled_out" jsonschema:"description=Causes that are not the only one; with the reasons."`
	Open          []Suspected   `json:"open" jsonschema:"description=Causes that are not ruled out; the strongest first. The verdict is not among them."`
	Verdict       *Concluded    `json:"verdict" jsonschema:"nullable,description=The cause that was found; null unless the outcome is verdict."`
	Fix           *Fix          `json:"fix" jsonschema:"nullable,description=What to do about the verdict; null without one."`
	Fixed         *Solved       `json:"fixed" jsonschema:"nullable,description=That the full original request works; null until somebody saw it."`
	CheckAgain    string        `json:"check_again" jsonschema:"description=When the fix is to be checked again; may be empty."`
	Next          []string      `json:"next" jsonschema:"description=What to do next; one sentence each."`
	Tool          Tool          `json:"tool" jsonschema:"description=What wrote the report and from what it knows."`
	Strict        bool          `json:"strict" jsonschema:"description=Names of people and hosts and addresses are masked too."`

	needs []need // Of the customer: what is still to be answered.
}

// need is a question in the wording for a customer.
type need struct {
	ask string
	how []string
	who string // Who was asked already; empty for the customer.
}

// Symptom is what is wrong.
type Symptom struct {
	Error string  `json:"error" jsonschema:"description=The error in one line; may be empty."`
	Words []Words `json:"words" jsonschema:"description=What people said; word for word."`
}

// Words are somebody's, verbatim but for what is masked.
type Words struct {
	Text string `json:"text" jsonschema:"description=The words."`
	From string `json:"from" jsonschema:"enum=you,enum=customer,enum=colleague,description=Whose words they are."`
	At   string `json:"at" jsonschema:"description=When they were recorded."`
}

// Item is a named text.
type Item struct {
	Name string `json:"name" jsonschema:"description=What it is such as Model."`
	Text string `json:"text" jsonschema:"description=The text."`
}

// RequestNote is the id of a request with the moment at which it was noted.
type RequestNote struct {
	ID   string `json:"id" jsonschema:"description=The id."`
	At   string `json:"at" jsonschema:"description=When it was first noted."`
	From string `json:"from" jsonschema:"description=Who or what gave it."`
}

// Answered is a question with the answer.
type Answered struct {
	ID      string `json:"id" jsonschema:"description=The id of the question in the playbook. fixed:ID is whether the request works after the fix of verdict ID."`
	Ask     string `json:"ask" jsonschema:"description=The question."`
	Value   string `json:"value" jsonschema:"enum=yes,enum=no,enum=unsure,description=unsure means asked and not known; it never counts as no."`
	From    string `json:"from" jsonschema:"enum=you,enum=customer,enum=colleague,description=Who answered."`
	At      string `json:"at" jsonschema:"description=When the answer was recorded."`
	Words   string `json:"words" jsonschema:"description=The answer word for word; may be empty."`
	Note    string `json:"note" jsonschema:"description=What was noted on it; may be empty."`
	OffPath bool   `json:"off_path" jsonschema:"description=The question is no longer on the path and the answer does not count."`
}

// Reading is a fact that a text or a watched call showed.
type Reading struct {
	ID    string `json:"id" jsonschema:"description=The id of the fact in the playbook."`
	About string `json:"about" jsonschema:"description=What the fact says."`
	Value string `json:"value" jsonschema:"enum=yes,enum=no,enum=unsure,description=What was found."`
	From  string `json:"from" jsonschema:"description=What showed it such as pasted or capture."`
	At    string `json:"at" jsonschema:"description=When it was recorded."`
	Words string `json:"words" jsonschema:"description=The words that showed it; may be empty."`
	Note  string `json:"note" jsonschema:"description=What was noted on it; may be empty."`
}

// ProbeTold is what came of one probe.
type ProbeTold struct {
	ID       string `json:"id" jsonschema:"description=The id of the probe in the playbook."`
	Title    string `json:"title" jsonschema:"description=What it does."`
	From     string `json:"from" jsonschema:"description=Where it was sent from: probe for this program; else the person who ran it."`
	At       string `json:"at" jsonschema:"description=When the result was recorded."`
	Facts    []Told `json:"facts" jsonschema:"description=What it told."`
	Evidence string `json:"evidence" jsonschema:"description=The decisive words of the answer; may be empty."`
}

// Told is one fact of a probe.
type Told struct {
	ID    string `json:"id" jsonschema:"description=The id of the fact in the playbook."`
	About string `json:"about" jsonschema:"description=What the fact says."`
	Value string `json:"value" jsonschema:"enum=yes,enum=no,enum=unsure,description=What was found."`
	Note  string `json:"note" jsonschema:"description=What was noted on it; may be empty."`
}

// Disagreed is a fact of which two sources say opposite things.
type Disagreed struct {
	ID          string `json:"id" jsonschema:"description=The id of the fact in the playbook."`
	About       string `json:"about" jsonschema:"description=What the fact says."`
	Value       string `json:"value" jsonschema:"enum=yes,enum=no,description=The last word; which counts."`
	From        string `json:"from" jsonschema:"description=Who or what said the last word."`
	Against     string `json:"against" jsonschema:"enum=yes,enum=no,description=What the other source said and never took back."`
	AgainstFrom string `json:"against_from" jsonschema:"description=The other source."`
}

// Remark is a person's note.
type Remark struct {
	On   string `json:"on" jsonschema:"description=What it was written on; empty for the whole session."`
	Text string `json:"text" jsonschema:"description=The note."`
	From string `json:"from" jsonschema:"description=Who wrote it."`
}

// Waiting is a parked question.
type Waiting struct {
	ID   string `json:"id" jsonschema:"description=The id of the question in the playbook."`
	Ask  string `json:"ask" jsonschema:"description=The question."`
	Who  string `json:"who" jsonschema:"description=Who was asked."`
	At   string `json:"at" jsonschema:"description=Since when it is parked."`
	Note string `json:"note" jsonschema:"description=What was noted on it; may be empty."`
}

// Excluding is a cause that was ruled out.
type Excluding struct {
	ID      string   `json:"id" jsonschema:"description=The id of the verdict that names the cause."`
	Title   string   `json:"title" jsonschema:"description=The cause in one line."`
	Reasons []string `json:"reasons" jsonschema:"description=What speaks against it; one sentence each."`
}

// Suspected is a cause that stays in question.
type Suspected struct {
	ID       string   `json:"id" jsonschema:"description=The id of the verdict that names the cause."`
	Title    string   `json:"title" jsonschema:"description=The cause in one line."`
	Standing string   `json:"standing" jsonschema:"enum=certain,enum=strong,enum=likely,enum=possible,description=How sure it is that this is the cause."`
	For      []string `json:"for" jsonschema:"description=What speaks for it; one sentence each."`
	Against  []string `json:"against" jsonschema:"description=What speaks against it; one sentence each."`

	Stands string `json:"-"` // Standing in words.
}

// Concluded is the verdict with its reasons.
type Concluded struct {
	ID         string   `json:"id" jsonschema:"description=The id of the verdict in the playbook."`
	Number     *int     `json:"number" jsonschema:"nullable,description=The number that the playbook gives the cause; null for ends without one."`
	Title      string   `json:"title" jsonschema:"description=The verdict in one line."`
	Confidence string   `json:"confidence" jsonschema:"enum=certain,enum=strong,enum=likely,enum=solved,enum=,description=How sure it is; solved once somebody says or saw that the request works after the fix; empty where nothing explains the error."`
	For        []string `json:"for" jsonschema:"description=What speaks for it; one sentence each."`
	Against    []string `json:"against" jsonschema:"description=What speaks against it; one sentence each."`

	Sure string `json:"-"` // Confidence in words.
	told string // Confidence in a sentence for the customer.
}

// Fix is what to do, from the playbook's screen. All but Summary are Markdown of several lines, and may be empty.
type Fix struct {
	Summary string `json:"summary" jsonschema:"description=The fix in one sentence."`
	Steps   string `json:"steps" jsonschema:"description=The fix step by step in Markdown; may be empty."`
	Who     string `json:"who" jsonschema:"description=Who does it in Markdown; may be empty."`
	Request string `json:"request" jsonschema:"description=The request that the steps speak of in Markdown; may be empty."`
	Verify  string `json:"verify" jsonschema:"description=How to see that it works in Markdown; may be empty."`
}

// Solved is the record that the full original request works.
type Solved struct {
	Verdict   string `json:"verdict" jsonschema:"description=The id of the verdict whose fix helped."`
	At        string `json:"at" jsonschema:"description=When it was seen to work."`
	RequestID string `json:"request_id" jsonschema:"description=The id of the request that worked; may be empty."`
	From      string `json:"from" jsonschema:"description=Who saw it."`

	By string `json:"-"` // From in words.
}

// Tool is what wrote the report.
type Tool struct {
	Version  string `json:"version" jsonschema:"description=The version of the program that began the session; may be empty."`
	Playbook string `json:"playbook" jsonschema:"description=The id of the playbook."`
	Checked  string `json:"checked" jsonschema:"description=The day on which the facts behind the playbook were last checked."`
	Digest   string `json:"digest" jsonschema:"description=The hash of the playbook when the session began; may be empty."`
}

//go:embed report.schema.json
var reportSchema []byte

// ReportSchema returns the JSON Schema (2020-12) of the JSON form of Document, ending in a newline. It is generated from the
// types above by a test, which also holds that it is up to date.
func ReportSchema() []byte { return bytes.Clone(reportSchema) }
