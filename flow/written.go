package flow

// Format is a form in which a session can be given to others.
type Format struct {
	ID    string // Such as markdown or html; also what a command line calls it.
	Title string // In a few words, who or what it is for.
	Ext   string // The extension of a file that holds it, with the dot.
}

// Written is a session in one Format, masked.
type Written struct {
	Text   string
	Masked int // How many things were masked: how many, never what.
}

// Checked is what came back on a checklist of parked questions.
type Checked struct {
	Facts    []Fact   // Answered by a colleague or the customer.
	Notes    []Note   // What was written beside the answers.
	Problems []string // What could not be taken, one sentence each; the rest still counts.
	Unread   []string // The parked facts whose answers these are, where they are of a parked question.
	Waiting  int      // How many questions are still parked.
	Other    *Letter  // Whose letter it answers, if that is none of this session's: what is said above counts only if a person says so.
	Late     bool     // It answers a letter of this session, and some of it what waits no more.
	Around   string   // What stands around the letter then, masked by nobody: above it, and under its last line.
	Blank    bool     // Nothing in it is an answer, of whatever letter.
	Prose    string   // What somebody wrote in it then, on one line and masked; without the mail that it answers.
}

// Answers reports whether the text answers a parked question of this session, in whatever words.
func (c Checked) Answers() bool { return c.Other == nil && len(c.Facts)+len(c.Unread) > 0 }

// Outdated reports whether the text answers only what waited once, in whatever words.
func (c Checked) Outdated() bool { return c.Late && !c.Answers() && c.Other == nil }

// Elsewhere reports whether the text is the letter or a report of another session, and nothing that only looks like one.
func (c Checked) Elsewhere() bool {
	return c.Other != nil && (c.Other.Report || c.Other.Session != "" && c.Other.Known)
}

// Replies reports whether the text is a reply to a letter of this session of which nothing can be taken.
func (c Checked) Replies() bool {
	return c.Other == nil && (!c.Blank && len(c.Problems) > 0 || c.Blank && len(c.Problems) == 0 && c.Prose != "")
}

// Letter is where a letter with parked questions was written, as far as it says. Either may be empty.
type Letter struct {
	Ticket  string
	Session string // The last part of its name in the journal.
	Known   bool   // It is written as letters are, or asks what the playbook asks.
	Report  bool   // It is a report, and no letter.
}
