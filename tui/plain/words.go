package plain

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
)

// Rules of what is typed. A word counts only if it is the whole line, or the first word of a line for those that take
// something after it; so "no idea" is not "no". A word means one thing: yes and no answer questions only, so that one typed
// too often cannot end a session. Upper and lower case are the same. What is not understood changes nothing,
// and is answered with what can be typed.

// stage is where in the conversation a line is asked for. A word can be good at several.
type stage uint8

const (
	atStart stage = 1 << iota
	atQuestion
	atVerdict
	atEnd     // Nothing more to ask: solved, unexplained, or left open.
	anywhere  = atStart | atQuestion | atVerdict | atEnd
	afterward = atQuestion | atVerdict | atEnd
)

// stageAt tells the stage from the position. Where nothing explains the error there is no fix to have tried.
func (c *conversation) stageAt(p flow.Position) stage {
	switch {
	case p.Outcome == flow.Asking:
		return atQuestion
	case p.Outcome == flow.Concluded && !p.Solved && p.Verdict.ID != c.Playbook.Unexplained:
		return atVerdict
	default:
		return atEnd
	}
}

// word is something that can be typed.
type word struct {
	is    command
	names []string // The first is its name, the others are short for it.
	takes string   // What follows the name, as the help shows it; empty if nothing may.
	free  bool     // What follows may be any text.
	at    stage
	help  string
}

type command uint8

const (
	unknownWord command = iota
	sayYes
	sayNo
	sayUnsure
	sayWorks
	sayRefused
	sayLater
	noText
	openFile
	useExample
	goBack
	showHow
	showWhy
	showSay
	showTrail
	editFact
	undoLast
	showCauses
	showReference
	pasteText
	showFix
	copyText
	writeEscalation
	aboutMine
	aboutCustomer
	setTicket
	setTarget
	again
	showHelp
	quit
)

// words lists everything that can be typed, in the order in which the help shows it.
func words() []word {
	return []word{
		{is: noText, names: []string{"none"}, at: atStart, help: "there is no text; go straight to the questions"},
		{is: sayYes, names: []string{"yes", "y"}, at: atQuestion, help: "the answer is yes"},
		{is: sayNo, names: []string{"no", "n"}, at: atQuestion, help: "the answer is no"},
		{is: sayUnsure, names: []string{"unsure", "u", "?", "not sure"}, at: atQuestion, help: "cannot tell; nothing is ruled out by it"},
		{is: sayWorks, names: []string{"works"}, at: atVerdict, help: "the fix was made, and the full original request is answered"},
		{is: sayRefused, names: []string{"refused"}, at: atVerdict, help: "the fix was made, and it is still refused"},
		{is: sayLater, names: []string{"later", "l"}, at: atVerdict | atEnd, help: "end here; the session can be resumed"},
		{is: goBack, names: []string{"back", "b"}, at: afterward, help: "ask the question before this one again"},
		{is: undoLast, names: []string{"undo"}, at: afterward, help: "take back the last thing that was recorded"},
		{is: editFact, names: []string{"edit", "e"}, takes: "N yes|no|unsure|withdraw", at: afterward, help: "change fact N of the trail, after a preview"},
		{is: showHow, names: []string{"how", "h"}, at: atQuestion, help: "how to check, step by step"},
		{is: showWhy, names: []string{"why"}, at: afterward, help: "why this is asked, or why this is the verdict"},
		{is: showSay, names: []string{"say", "s"}, at: atQuestion, help: "the wording to read out to a customer"},
		{is: showTrail, names: []string{"trail", "t"}, at: afterward, help: "every known fact, numbered, with where it came from"},
		{is: showCauses, names: []string{"causes", "w"}, at: afterward, help: "where every cause stands, with what speaks for and against it"},
		{is: showFix, names: []string{"fix", "f"}, takes: "[N] [LANGUAGE]", at: atVerdict | atEnd, help: "the whole screen of the verdict again, or its section N, with code in that language"},
		{is: copyText, names: []string{"copy", "c"}, at: afterward, help: "the text of this step alone between two marker lines"},
		{is: writeEscalation, names: []string{"escalate", "x"}, at: afterward, help: "the text for support, between two marker lines"},
		{is: pasteText, names: []string{"paste", "p"}, at: anywhere, help: "read a new text in the place of the old one"},
		{is: openFile, names: []string{"file"}, takes: "PATH", free: true, at: anywhere, help: "read the text from a file"},
		{is: useExample, names: []string{"example", "examples"}, takes: "[N]", at: anywhere, help: "read example N, or list the examples"},
		{is: showReference, names: []string{"reference", "g"}, takes: "[N]", at: anywhere, help: "background pages, or page N of them"},
		{is: aboutMine, names: []string{"mine"}, at: anywhere, help: "this is about my own call"},
		{is: aboutCustomer, names: []string{"customer"}, at: anywhere, help: "this is about a customer's call; questions come with wording to read out"},
		{is: setTicket, names: []string{"ticket"}, takes: "TEXT", free: true, at: anywhere, help: "the number or address of the ticket"},
		{is: setTarget, names: []string{"target"}, takes: "HOST", free: true, at: anywhere, help: "where the call goes"},
		{is: again, names: []string{"again", "a"}, at: afterward, help: "print this step again"},
		{is: showHelp, names: []string{"help"}, at: anywhere, help: "this list"},
		{is: quit, names: []string{"quit", "q"}, at: anywhere, help: "stop here"},
	}
}

// lookup finds the word of that name.
func lookup(name string) (word, bool) {
	for _, w := range words() {
		if slices.Contains(w.names, name) {
			return w, true
		}
	}
	return word{}, false
}

// parse finds the word that the line is, and what follows it.
func parse(line string) (word, string) {
	fields := strings.Fields(line)
	if w, ok := lookup(strings.ToLower(strings.Join(fields, " "))); ok {
		return w, ""
	}
	if len(fields) < 2 {
		return word{}, ""
	}
	w, ok := lookup(strings.ToLower(fields[0]))
	if !ok || w.takes == "" {
		return word{}, ""
	}
	return w, strings.Join(fields[1:], " ")
}

// unknown says that the line was not understood. It repeats the line only if it is too short to hold a secret.
func (c *conversation) unknown(at stage, line string) error {
	const short = 24
	c.echo("")
	what := "That line"
	if len(line) <= short {
		what = fmt.Sprintf("%q", line)
	}
	if line == "" {
		what = "An empty line"
	}
	c.out.say(what + " is nothing that can be typed here, and changed nothing.")
	if w, _ := parse(line); at == atVerdict && (w.is == sayYes || w.is == sayNo || w.is == sayUnsure) {
		c.tellVerdictWords()
		return c.missed()
	}
	c.out.hang("Type one of: ", strings.Join(namesAt(at), ", ")+".")
	return c.missed()
}

func namesAt(at stage) []string {
	var names []string
	for _, w := range words() {
		if w.at&at != 0 {
			names = append(names, w.names[0])
		}
	}
	return names
}

// help lists what can be typed here.
func (c *conversation) help(at stage) {
	c.out.blank()
	if at == atStart {
		c.out.say("Paste the error, then type a line that holds only a dot (.). A terminal may cut one line after some 4,000 characters; save such a text and type file with its path.")
	}
	c.out.say("What can be typed here:")
	for _, w := range words() {
		if w.at&at == 0 {
			continue
		}
		name := w.names[0]
		if w.takes != "" {
			name += " " + w.takes
		}
		if len(w.names) > 1 {
			name += " (or " + strings.Join(w.names[1:], ", ") + ")"
		}
		c.out.hang("  ", name+": "+w.help+".")
	}
}
