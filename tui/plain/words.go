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
	atCard    // One probe was shown.
	atFree    // All free probes that can help were shown.
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
	again
	showHelp
	quit
)

// words lists everything that can be typed, in the order in which the help shows it.
func words() []word {
	return []word{
		{is: sendProbe, names: []string{"send"}, at: atCard | atFree, needs: aProber, help: "send what is shown, once"},
		{is: sendFree, names: []string{"free"}, at: atCard, needs: aProber, help: "show all free probes that can help; they are sent after one more question"},
		{is: skipProbe, names: []string{"skip"}, at: atCard | atFree, needs: aProber, help: "send nothing, and go back"},
		{is: showBody, names: []string{"body"}, at: atCard, needs: aProber, help: "the whole body of the request"},
		{is: noText, names: []string{"none"}, at: atStart, help: "there is no text; go straight to the questions"},
		{is: sayYes, names: []string{"yes", "y"}, at: atQuestion, help: "the answer is yes"},
		{is: sayNo, names: []string{"no", "n"}, at: atQuestion, help: "the answer is no"},
		{is: sayUnsure, names: []string{"unsure", "u", "?", "not sure"}, at: atQuestion, help: "cannot tell; nothing is ruled out by it"},
		{is: sayWorks, names: []string{"works"}, takes: "[REQUEST-ID]", at: atVerdict, help: helpWorksWithID},
		{is: sayRefused, names: []string{"refused"}, at: atVerdict, help: "the fix was made, and it is still refused"},
		{is: sayLater, names: []string{"later", "l"}, at: atVerdict | atEnd, help: helpLaterAlso},
		{is: goBack, names: []string{"back", "b"}, at: afterward, help: "ask the question before this one again"},
		{is: undoLast, names: []string{"undo"}, at: afterward, help: "take back the last thing that was recorded"},
		{is: editFact, names: []string{"edit", "e"}, takes: "N yes|no|unsure|withdraw", at: afterward, help: "change fact N of the trail, after a preview"},
		{is: showHow, names: []string{"how", "h"}, at: atQuestion, help: "how to check, step by step"},
		{is: showWhy, names: []string{"why"}, takes: "[CAUSE]", at: afterward, help: helpWhy},
		{is: wouldChange, names: []string{"would"}, takes: "CAUSE", at: afterward, help: helpWould},
		{is: showSay, names: []string{"say", "s"}, at: atQuestion, help: "the wording to read out to a customer"},
		{is: setSays, names: []string{"says"}, takes: "customer|me|colleague", at: afterward, help: helpSays},
		{is: keepWords, names: []string{"words"}, takes: "TEXT", free: true, at: atQuestion, help: helpWords},
		{is: parkQuestion, names: []string{"park"}, takes: "[NAME or N]", free: true, at: atQuestion, help: helpPark},
		{is: showParked, names: []string{"parked"}, takes: "[NAME or N]", at: afterward, help: helpParked},
		{is: takeAnswers, names: []string{"answers"}, at: afterward, needs: aChecklist, help: helpAnswers},
		{is: writeNote, names: []string{"note"}, takes: "[#N] TEXT", free: true, at: afterward, help: helpNote},
		{is: showProbe, names: []string{"probe"}, takes: "[NAME]", at: afterward, needs: aProber, help: "show the request by which the API can answer this, or the one of that name; it is sent only after send"},
		{is: writeCommand, names: []string{"command"}, takes: "[LANGUAGE]", at: afterward | atCard, needs: aProber, help: "that request as a command for another machine, alone between two marker lines; nothing is sent from here"},
		{is: handBack, names: []string{"handback"}, at: afterward | atCard, needs: aProber, help: "read what such a command printed"},
		{is: watchCall, names: []string{"watch"}, at: anywhere, needs: aWatcher, help: "watch the failing program make its call, and read what it shows"},
		{is: showSettings, names: []string{"settings"}, at: afterward | atCard, needs: aProber, help: "the key, model, address and route that probes are sent with, secrets masked"},
		{is: setSetting, names: []string{"set"}, takes: "NAME=VALUE", free: true, at: afterward | atCard, needs: aProber, help: "change one of them; set key takes a key unseen"},
		{is: showTrail, names: []string{"trail", "t"}, at: afterward, help: "every known fact, numbered, with where it came from"},
		{is: showCauses, names: []string{"causes", "w"}, at: afterward, help: "where every cause stands, with what speaks for and against it"},
		{is: showFix, names: []string{"fix", "f"}, takes: "[N] [LANGUAGE]", at: atVerdict | atEnd, help: "the whole screen of the verdict again, or its section N, with code in that language"},
		{is: copyText, names: []string{"copy", "c"}, at: afterward, help: "the text of this step alone between two marker lines"},
		{is: writeEscalation, names: []string{"escalate", "x"}, at: afterward, help: "the text for support, between two marker lines"},
		{is: showReport, names: []string{"report"}, takes: "[FORMAT] [strict]", at: afterward, needs: aReporter, help: helpReport},
		{is: saveReport, names: []string{"save"}, takes: "FORMAT [strict]", at: afterward, needs: aReporter, help: helpSave},
		{is: pasteText, names: []string{"paste", "p"}, at: anywhere, help: "read a new text in the place of the old one"},
		{is: openFile, names: []string{"file"}, takes: "PATH", free: true, at: anywhere, help: "read the text from a file"},
		{is: useExample, names: []string{"example", "examples"}, takes: "[N]", at: anywhere, help: "read example N, or list the examples"},
		{is: showReference, names: []string{"reference", "g"}, takes: "[N]", at: anywhere, help: "background pages, or page N of them"},
		{is: aboutMine, names: []string{"mine"}, at: anywhere, help: "this is about my own call"},
		{is: aboutCustomer, names: []string{"customer"}, at: anywhere, help: "this is about a customer's call; questions come with wording to read out"},
		{is: setTicket, names: []string{"ticket"}, takes: "TEXT", free: true, at: anywhere, help: "the number or address of the ticket"},
		{is: setTarget, names: []string{"target"}, takes: "HOST", free: true, at: anywhere, help: "where the call goes"},
		{is: again, names: []string{"again", "a"}, at: afterward, help: "print this step again"},
		{is: showHelp, names: []string{"help"}, at: anywhere | atCard | atFree, help: "this list"},
		{is: quit, names: []string{"quit", "q"}, at: anywhere | atCard | atFree, help: "stop here"},
	}
}

// lookup finds the word of that name, if what it needs is at hand.
func (c *conversation) lookup(name string) (word, bool) {
	for _, w := range words() {
		if c.has(w.needs) && slices.Contains(w.names, name) {
			return w, true
		}
	}
	return word{}, false
}

// parse finds the word that the line is, and what follows it.
func (c *conversation) parse(line string) (word, string) {
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
	if w, _ := c.parse(line); at == atVerdict && (w.is == sayYes || w.is == sayNo || w.is == sayUnsure) {
		c.tellVerdictWords()
		return c.missed()
	}
	c.out.hang("Type one of: ", strings.Join(c.namesAt(at), ", ")+".")
	return c.missed()
}

func (c *conversation) namesAt(at stage) []string {
	var names []string
	for _, w := range words() {
		if w.at&at != 0 && c.has(w.needs) {
			names = append(names, w.names[0])
		}
	}
	return names
}

// understood takes note of a line that is a word.
func (c *conversation) understood(w word, line string) {
	c.repeat(w, line)
	c.misses = 0
	if w.is != pasteText && w.is != handBack && w.is != takeAnswers {
		c.kept = nil
	}
}

// repeat echoes a line that is a word. Of what may hold a secret only the name is repeated.
func (c *conversation) repeat(w word, line string) {
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
	c.echo(veil(line))
}

// help lists what can be typed here.
func (c *conversation) help(at stage) {
	c.out.blank()
	if at == atStart {
		c.out.say("Paste the error, then type a line that holds only a dot (.). A terminal may cut one line after some 4,000 characters; save such a text and type file with its path.")
	}
	c.out.say("What can be typed here:")
	for _, w := range words() {
		if w.at&at == 0 || !c.has(w.needs) {
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
