package plain

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
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
	atCard    // One probe was shown.
	atFree    // All free probes that can help were shown.
	anywhere  = atStart | atQuestion | atVerdict | atEnd
	afterward = atQuestion | atVerdict | atEnd
)

// stageAt tells the stage from the position. Where nothing explains the error there is no fix to have tried.
func (c *dialog) stageAt(p flow.Position) stage {
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
	needs needs
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
	showProbe
	sendProbe
	sendFree
	skipProbe
	showBody
	writeCommand
	handBack
	watchCall
	showSettings
	setSetting
	parkQuestion
	showParked
	takeAnswers
	setSays
	keepWords
	writeNote
	wouldChange
	showReport
	saveReport
	takeBook
	handOver
	again
	showHelp
	quit
)

// words lists everything that can be typed, in the order in which the help shows it.
func words() []word {
	return []word{
		{is: sendProbe, names: []string{"send"}, at: atCard | atFree, needs: aProber, help: i18n.T("send what is shown, once")},
		{is: sendFree, names: []string{"free"}, at: atCard, needs: aProber, help: i18n.T("show all free probes that can help; they are sent after one more question")},
		{is: skipProbe, names: []string{"skip"}, at: atCard | atFree, needs: aProber, help: i18n.T("send nothing, and go back")},
		{is: showBody, names: []string{"body"}, at: atCard, needs: aProber, help: i18n.T("the whole body of the request")},
		{is: noText, names: []string{"none"}, at: atStart, help: i18n.T("there is no text; go straight to the questions")},
		{is: sayYes, names: []string{"yes", "y"}, at: atQuestion, help: i18n.T("the answer is yes")},
		{is: sayNo, names: []string{"no", "n"}, at: atQuestion, help: i18n.T("the answer is no")},
		{is: sayUnsure, names: []string{"unsure", "u", "?", "not sure"}, at: atQuestion, help: i18n.T("cannot tell; nothing is ruled out by it")},
		{is: sayWorks, names: []string{"works"}, takes: i18n.T("[REQUEST-ID]"), at: atVerdict, help: i18n.T("the fix was made, and the full original request is answered; its request id may follow")},
		{is: sayRefused, names: []string{"refused"}, at: atVerdict, help: i18n.T("the fix was made, and it is still refused")},
		{is: sayLater, names: []string{"later", "l"}, at: atVerdict | atEnd, help: i18n.T("end here, to be checked again in 10 minutes; the session can be resumed")},
		{is: goBack, names: []string{"back", "b"}, at: afterward, help: i18n.T("take back the answer before, so that its question is asked again; trail only looks")},
		{is: undoLast, names: []string{"undo"}, at: afterward, help: i18n.T("take back the last thing that was recorded")},
		{is: editFact, names: []string{"edit", "e"}, takes: i18n.T("N yes|no|unsure|withdraw"), at: afterward, help: i18n.T("change fact N of the trail, after a preview")},
		{is: showHow, names: []string{"how", "h"}, at: atQuestion, help: i18n.T("how to check, step by step")},
		{is: showWhy, names: []string{"why"}, takes: i18n.T("[CAUSE]"), at: afterward, help: i18n.T("why this is asked, or why this is the verdict; with a cause, what speaks for and against it")},
		{is: wouldChange, names: []string{"would"}, takes: i18n.T("CAUSE"), at: afterward, help: i18n.T("the questions that would change where the cause stands, the cheapest first")},
		{is: showSay, names: []string{"say", "s"}, at: atQuestion, help: i18n.T("the wording to read out to a customer")},
		{is: setSays, names: []string{"says"}, takes: i18n.T("customer|me|colleague"), at: afterward, help: i18n.T("whose word the next answers are")},
		{is: keepWords, names: []string{"words"}, takes: i18n.T("TEXT"), free: true, at: atQuestion, help: i18n.T("what the customer says, word for word, to go with the next answer")},
		{is: parkQuestion, names: []string{"park"}, takes: i18n.T("[NAME or N]"), free: true, at: atQuestion, help: i18n.T("somebody else must check this: it waits for them, and the rest goes on")},
		{is: showParked, names: []string{"parked"}, takes: i18n.T("[NAME or N]"), at: afterward, help: i18n.T("what waits for somebody else, as a text to send")},
		{is: takeAnswers, names: []string{"answers"}, at: afterward, needs: aChecklist, help: i18n.T("read that text when it comes back with answers")},
		{is: writeNote, names: []string{"note"}, takes: i18n.T("[#N] TEXT"), free: true, at: afterward, help: i18n.T("keep a note on this question, on fact N of the trail, or on the session; alone, show the notes")},
		{is: showProbe, names: []string{"probe"}, takes: i18n.T("[NAME]"), at: afterward, needs: aProber, help: i18n.T("show the request by which the API can answer this, or the one of that name; it is sent only after send")},
		{is: writeCommand, names: []string{"command"}, takes: i18n.T("[all] [LANGUAGE]"), at: afterward | atCard, needs: aProber, help: i18n.T("that request as a command for another machine, alone between two marker lines; with all, one command for every free one that can help; nothing is sent from here")},
		{is: handBack, names: []string{"handback"}, at: afterward | atCard, needs: aProber, help: i18n.T("read what such a command printed")},
		{is: watchCall, names: []string{"watch"}, at: anywhere, needs: aWatcher, help: i18n.T("watch the failing program make its call, and read what it shows")},
		{is: showSettings, names: []string{"settings"}, at: afterward | atCard, needs: aProber, help: i18n.T("the key, model, address and route that probes are sent with, secrets masked")},
		{is: setSetting, names: []string{"set"}, takes: i18n.T("NAME=VALUE"), free: true, at: afterward | atCard, needs: aProber, help: i18n.T("change one of them; set key takes a key unseen")},
		{is: showTrail, names: []string{"trail", "t"}, at: afterward, help: i18n.T("every known fact, numbered, with where it came from")},
		{is: showCauses, names: []string{"causes", "w"}, at: afterward, help: i18n.T("where every cause stands, with what speaks for and against it")},
		{is: showFix, names: []string{"fix", "f"}, takes: i18n.T("[N] [LANGUAGE]"), at: atVerdict | atEnd, help: i18n.T("the whole screen of the verdict again, or its section N, with code in that language")},
		{is: copyText, names: []string{"copy", "c"}, at: afterward, help: i18n.T("the text of this step alone between two marker lines")},
		{is: writeEscalation, names: []string{"escalate", "x"}, at: afterward, help: i18n.T("the text for support, between two marker lines")},
		{is: showReport, names: []string{"report"}, takes: i18n.T("[FORMAT] [strict]"), at: afterward, needs: aReporter, help: i18n.T("the session as a report, between two marker lines")},
		{is: saveReport, names: []string{"save"}, takes: i18n.T("FORMAT [strict]"), at: afterward, needs: aReporter, help: i18n.T("write that report into a file")},
		{is: pasteText, names: []string{"paste", "p"}, at: anywhere, help: i18n.T("read a new text in the place of the old one")},
		{is: openFile, names: []string{"file"}, takes: i18n.T("PATH"), free: true, at: anywhere, help: i18n.T("read the text from a file")},
		{is: useExample, names: []string{"example", "examples"}, takes: "[N]", at: anywhere, help: i18n.T("read example N, or list the examples")},
		{is: showReference, names: []string{"reference", "g"}, takes: "[N]", at: anywhere, help: i18n.T("background pages, or page N of them")},
		{is: aboutMine, names: []string{"mine"}, at: anywhere, help: i18n.T("this is about my own call")},
		{is: aboutCustomer, names: []string{"customer"}, at: anywhere, help: i18n.T("this is about a customer's call; questions come with wording to read out")},
		{is: setTicket, names: []string{"ticket"}, takes: i18n.T("TEXT"), free: true, at: anywhere, help: i18n.T("the number or address of the ticket")},
		{is: setTarget, names: []string{"target"}, takes: i18n.T("HOST"), free: true, at: anywhere, help: i18n.T("where the call goes")},
		{is: handOver, names: []string{"handover"}, at: atVerdict | atEnd, needs: aLibrary, help: i18n.T("go on in the playbook that the verdict names, with what is known")},
		{is: takeBook, names: []string{"playbook", "playbooks"}, takes: "[N]", at: anywhere, needs: aLibrary, help: i18n.T("list the playbooks, or go on in playbook N")},
		{is: again, names: []string{"again", "a"}, at: afterward, help: i18n.T("print this step again")},
		{is: showHelp, names: []string{"help"}, at: anywhere | atCard | atFree, help: i18n.T("this list")},
		{is: quit, names: []string{"quit", "q"}, at: anywhere | atCard | atFree, help: i18n.T("stop here")},
	}
}

// lookup finds the word of that name, if what it needs is at hand.
func (c *dialog) lookup(name string) (word, bool) {
	for _, w := range words() {
		if c.has(w.needs) && slices.Contains(w.names, name) {
			return w, true
		}
	}
	return word{}, false
}

// parse finds the word that the line is, and what follows it.
func (c *dialog) parse(line string) (word, string) {
	fields := strings.Fields(line)
	if w, ok := c.lookup(strings.ToLower(strings.Join(fields, " "))); ok {
		return w, ""
	}
	if len(fields) < 2 {
		return word{}, ""
	}
	w, ok := c.lookup(strings.ToLower(fields[0]))
	if !ok || w.takes == "" {
		return word{}, ""
	}
	return w, strings.Join(fields[1:], " ")
}

// unknown says that the line was not understood. It repeats the line only if it is too short to hold a secret.
func (c *dialog) unknown(at stage, line string) error {
	const short = 24
	c.echo("")
	what := i18n.T("That line")
	if len(line) <= short {
		what = fmt.Sprintf("%q", line)
	}
	if line == "" {
		what = i18n.T("An empty line")
	}
	c.out.say(i18n.T("%s is nothing that can be typed here, and changed nothing.", what))
	if w, _ := c.parse(line); at == atVerdict && (w.is == sayYes || w.is == sayNo || w.is == sayUnsure) {
		c.tellVerdictWords()
		return c.missed()
	}
	c.out.hang(i18n.T("Type one of: "), strings.Join(c.namesAt(at), ", ")+".")
	return c.missed()
}

func (c *dialog) namesAt(at stage) []string {
	var names []string
	for _, w := range words() {
		if w.at&at != 0 && c.has(w.needs) {
			names = append(names, w.names[0])
		}
	}
	return names
}

// understood takes note of a line that is a word.
func (c *dialog) understood(w word, line string) {
	c.repeat(w, line)
	c.misses = 0
	if w.is != pasteText && w.is != handBack && w.is != takeAnswers {
		c.kept = nil
	}
}

// repeat echoes a line that is a word. Of what may hold a secret only the name is repeated.
func (c *dialog) repeat(w word, line string) {
	if w.is == setSetting {
		_, arg, _ := strings.Cut(line, " ")
		line = "set"
		if s, _, given, ok := settingOf(arg); ok {
			line += " " + s.name
			if given {
				line += "=…"
			}
		}
	}
	c.echo(line)
}

// help lists what can be typed here.
func (c *dialog) help(at stage) {
	c.out.blank()
	if at == atStart {
		c.out.say(i18n.T("Paste the error, then type a line that holds only a dot (.). A terminal may cut one line after some 4,000 characters; save such a text and type file with its path."))
	}
	c.out.say(i18n.T("What can be typed here:"))
	for _, w := range words() {
		if w.at&at == 0 || !c.has(w.needs) {
			continue
		}
		name := w.names[0]
		if w.takes != "" {
			name += " " + w.takes
		}
		if len(w.names) > 1 {
			name = i18n.T("%s (or %s)", name, strings.Join(w.names[1:], ", "))
		}
		c.out.hang("  ", name+": "+w.help+".")
	}
}
