package report

import (
	"bytes"
	_ "embed"
)

// ReportVersion is the version of the JSON form of Document. It changes when a field changes its meaning or goes.
const ReportVersion = 2

// ShownSession is a session as it is handed on: every field there is, and nothing that is not here gets into a report. Its slices
// are never nil. Its texts are masked, and on one line unless they say otherwise. Times are RFC 3339 in UTC.
type ShownSession struct {
	SchemaVersion int                 `json:"schema_version" jsonschema:"enum=2,description=The version of this form."`
	Title         string              `json:"title" jsonschema:"description=What was found in a few words."`
	Outcome       string              `json:"outcome" jsonschema:"enum=verdict,enum=question,enum=open,description=verdict: a cause was found. question: one answer is needed. open: everything was asked and what is left is not decided."`
	Symptom       string              `json:"symptom" jsonschema:"description=The error's own sentence; may be empty."`
	Verdict       *Concluded          `json:"verdict" jsonschema:"nullable,description=The cause that was found; null unless the outcome is verdict."`
	Fix           *ShownRemedy        `json:"fix" jsonschema:"nullable,description=What to do about the verdict; null without one."`
	Fixed         *Solved             `json:"fixed" jsonschema:"nullable,description=That the full original request works; null until somebody saw it."`
	Evidence      []Shown             `json:"evidence" jsonschema:"description=Why the verdict holds; without a verdict what the error shows about the causes."`
	Tried         []ShownTry          `json:"tried" jsonschema:"description=What was asked or measured; in the order of the last words."`
	Conflicts     []ShownDisagreement `json:"conflicts" jsonschema:"description=Facts of which two sources say opposite things."`
	RuledOut      []Excluding         `json:"ruled_out" jsonschema:"description=Causes that came into question and are not the only one; with the reasons."`
	Open          []Suspected         `json:"open" jsonschema:"description=Causes that are not ruled out; the surest first and those whose fix was made without helping last. The verdict is not among them."`
	Parked        []Waiting           `json:"parked" jsonschema:"description=Questions that somebody else was asked to find out."`
	Next          []string            `json:"next" jsonschema:"description=What to find out next; one sentence each."`
	Answers       []string            `json:"next_answers" jsonschema:"description=The named answers to the first of next; empty where it is answered with yes or no."`
	CheckAgain    string              `json:"check_again" jsonschema:"description=When the fix is to be checked again; may be empty."`
	Environment   []ShownItem         `json:"environment" jsonschema:"description=Where and with what the call is made."`
	Requests      []RequestNote       `json:"requests" jsonschema:"description=The ids of refused requests in the order in which they were noted."`
	Words         []ShownWords        `json:"words" jsonschema:"description=What people said that stands with no answer; word for word."`
	Remarks       []Remark            `json:"remarks" jsonschema:"description=Notes of people on the session and on facts that stand in no other list."`
	Error         string              `json:"error" jsonschema:"description=The error as it was given in lines of its own; empty where it is not at hand."`
	ShownBefore   []Replaced          `json:"shown_before" jsonschema:"description=Errors that were given first and have been replaced by another one since; in the order in which they were given."`
	Session       string              `json:"session" jsonschema:"description=The name of the session; may be empty."`
	Ticket        string              `json:"ticket" jsonschema:"description=The number or address of the ticket; may be empty."`
	Whose         string              `json:"whose" jsonschema:"enum=you,enum=customer,enum=,description=Whose call it is; empty if nobody said."`
	Written       string              `json:"written" jsonschema:"description=When the report was written."`
	Tool          Tool                `json:"tool" jsonschema:"description=What wrote the report and from what it knows."`
	Strict        bool                `json:"strict" jsonschema:"description=Names of people and hosts and addresses are masked too."`

	begun string // When the session began.
	fresh string // That the fix was made and has not reached the call; empty otherwise.
	ours  bool   // What to do is for whoever writes the report, not for the customer.
	kind  string // The error by its status and type.
	full  bool   // Steps, the request and sources are written out.
	needs []need // Of the customer: what is still to be answered.
	left  string // What is left, in words, where the outcome is open.
}

// need is a question in the wording for a customer.
type need struct {
	ask string
	how []string
	// answers are those that can be given; empty for yes and no.
	answers []string
	who     string // Who was asked already; empty for the customer.
}

// Shown is a reason with the words that show it.
type Shown struct {
	Says    string   `json:"says" jsonschema:"description=The reason in one sentence."`
	But     bool     `json:"but" jsonschema:"description=It speaks against the verdict."`
	Quotes  []string `json:"quotes" jsonschema:"description=The words that show it; none twice in a report."`
	Sources []string `json:"sources" jsonschema:"description=Who or what showed it; in words."`

	by string // Whose word it rests on, where it rests on nothing else.
}

// ShownTry is what was asked of somebody, or measured, and what came of it.
type ShownTry struct {
	ID      string   `json:"id" jsonschema:"description=The id of the question or probe in the playbook. fixed:ID is whether the request works after the fix of verdict ID."`
	What    string   `json:"what" jsonschema:"description=The question; or what the probe does."`
	Value   string   `json:"value" jsonschema:"enum=yes,enum=no,enum=unsure,enum=,description=The answer; empty for a probe and for one of several named answers. unsure means asked and not known; it never counts as no."`
	Results []string `json:"results" jsonschema:"description=What is known by it; one sentence each."`
	From    string   `json:"from" jsonschema:"description=Who answered or where it was measured."`
	By      string   `json:"by" jsonschema:"description=The same in words."`
	At      string   `json:"at" jsonschema:"description=When it was recorded."`
	Words   string   `json:"words" jsonschema:"description=The answer word for word; may be empty."`
	Note    string   `json:"note" jsonschema:"description=What was noted on it; may be empty."`
	Before  bool     `json:"before_fix" jsonschema:"description=It held before a fix that did not help and was not asked again since; so it does not count."`
	OffPath bool     `json:"off_path" jsonschema:"description=The question is no longer on the path and the answer does not count."`
}

// ShownWords are somebody's, verbatim but for what is masked.
type ShownWords struct {
	On   string `json:"on" jsonschema:"description=The question that they were said to."` // As it is put: nobody has answered it with them.
	Text string `json:"text" jsonschema:"description=The words."`
	From string `json:"from" jsonschema:"enum=you,enum=customer,enum=colleague,description=Whose words they are."`
	By   string `json:"by" jsonschema:"description=The same in words; a colleague by whom was asked."`
	At   string `json:"at" jsonschema:"description=When they were recorded."`
}

// Replaced is an error that another one took the place of.
type Replaced struct {
	Symptom string `json:"symptom" jsonschema:"description=Its own sentence; may be empty."`
	At      string `json:"at" jsonschema:"description=When it was given."`
	Error   string `json:"error" jsonschema:"description=The error as it was given in lines of its own."`
}

// ShownItem is a named text.
type ShownItem struct {
	Name string `json:"name" jsonschema:"description=What it is such as Model."`
	Text string `json:"text" jsonschema:"description=The text."`
}

// RequestNote is the id of a request with the moment at which it was noted.
type RequestNote struct {
	ID   string `json:"id" jsonschema:"description=The id."`
	At   string `json:"at" jsonschema:"description=When it was first noted."`
	From string `json:"from" jsonschema:"description=Who or what gave it."`
}

// ShownDisagreement is a fact of which two sources say opposite things.
type ShownDisagreement struct {
	ID          string `json:"id" jsonschema:"description=The id of the fact in the playbook."`
	About       string `json:"about" jsonschema:"description=What the fact says."`
	Value       string `json:"value" jsonschema:"enum=yes,enum=no,description=The last word; which counts."`
	From        string `json:"from" jsonschema:"description=Who or what said the last word."`
	Against     string `json:"against" jsonschema:"enum=yes,enum=no,description=What the other source said and never took back."`
	AgainstFrom string `json:"against_from" jsonschema:"description=The other source."`

	words string // The whole of it.
}

// Remark is a person's note.
type Remark struct {
	On   string `json:"on" jsonschema:"description=What it was written on; empty for the whole session."`
	Text string `json:"text" jsonschema:"description=The note."`
	From string `json:"from" jsonschema:"description=Who wrote it."`

	by string // The same in words.
}

// Waiting is a parked question.
type Waiting struct {
	ID    string `json:"id" jsonschema:"description=The id of the question in the playbook."`
	Ask   string `json:"ask" jsonschema:"description=The question."`
	Who   string `json:"who" jsonschema:"description=Who was asked."`
	At    string `json:"at" jsonschema:"description=Since when it is parked."`
	Words string `json:"words" jsonschema:"description=What the person whose call it is said to it, verbatim; may be empty."`
	Note  string `json:"note" jsonschema:"description=What was noted on it; may be empty."`
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
	Standing string   `json:"standing" jsonschema:"enum=certain,enum=strong,enum=likely,enum=possible,enum=fix_tried,description=How sure it is that this is the cause. fix_tried means that its fix was made and the request is still refused; neither ruled out nor shown."`
	For      []string `json:"for" jsonschema:"description=What speaks for it; one sentence each."`
	Against  []string `json:"against" jsonschema:"description=What speaks against it; one sentence each."`

	stands string // Standing in words.
}

// Concluded is the verdict.
type Concluded struct {
	ID         string `json:"id" jsonschema:"description=The id of the verdict in the playbook."`
	Number     *int   `json:"number" jsonschema:"nullable,description=The number that the playbook gives the cause; null for ends without one."`
	Title      string `json:"title" jsonschema:"description=The verdict in one line."`
	Confidence string `json:"confidence" jsonschema:"enum=certain,enum=strong,enum=likely,enum=solved,enum=,description=How sure it is; solved once somebody says or saw that the request works after the fix; empty where nothing explains the error."`

	sure string // Confidence in words.
	told string // The same in a sentence for the customer.
}

// Solved is the record that the full original request works.
type Solved struct {
	Verdict   string `json:"verdict" jsonschema:"description=The id of the verdict whose fix helped."`
	At        string `json:"at" jsonschema:"description=When it was seen to work."`
	RequestID string `json:"request_id" jsonschema:"description=The id of the request that worked; may be empty."`
	From      string `json:"from" jsonschema:"description=Who saw it."`

	by string // From in words.
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
