package plain

import (
	"fmt"
	"slices"
	"strings"

	catalogue "why403/content/words"
	"why403/flow"
)

// phrase gives the texts of this package by name.
var phrase = catalogue.In("plain")

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
	takeBook
	handOver
	again
	showHelp
	quit
)

// words lists everything that can be typed, in the order in which the help shows it.
func words() []word {
	return []word{
		{is: sendProbe, names: []string{"send"}, at: atCard | atFree, needs: aProber, help: helpSendWhatIsShown},
		{is: sendFree, names: []string{"free"}, at: atCard, needs: aProber, help: helpShowAllFreeProbes},
		{is: skipProbe, names: []string{"skip"}, at: atCard | atFree, needs: aProber, help: helpSendNothingAndGo},
		{is: showBody, names: []string{"body"}, at: atCard, needs: aProber, help: helpTheWholeBodyOf},
		{is: noText, names: []string{"none"}, at: atStart, help: helpThereIsNoText},
		{is: sayYes, names: []string{"yes", "y"}, at: atQuestion, help: helpTheAnswerIsYes},
		{is: sayNo, names: []string{"no", "n"}, at: atQuestion, help: helpTheAnswerIsNo},
		{is: sayUnsure, names: []string{"unsure", "u", "?", "not sure"}, at: atQuestion, help: helpCannotTellNothingIs},
		{is: sayWorks, names: []string{"works"}, takes: wordRequestID, at: atVerdict, help: helpWorksWithID},
		{is: sayRefused, names: []string{"refused"}, at: atVerdict, help: helpTheFixWasMade},
		{is: sayLater, names: []string{"later", "l"}, at: atVerdict | atEnd, help: helpLaterAlso},
		{is: goBack, names: []string{"back", "b"}, at: afterward, help: helpAskTheQuestionBefore},
		{is: undoLast, names: []string{"undo"}, at: afterward, help: helpTakeBackTheLast},
		{is: editFact, names: []string{"edit", "e"}, takes: wordNYesNoUnsure, at: afterward, help: helpChangeFactNOf},
		{is: showHow, names: []string{"how", "h"}, at: atQuestion, help: helpHowToCheckStep},
		{is: showWhy, names: []string{"why"}, takes: wordCause, at: afterward, help: helpWhy},
		{is: wouldChange, names: []string{"would"}, takes: wordTheCause, at: afterward, help: helpWould},
		{is: showSay, names: []string{"say", "s"}, at: atQuestion, help: helpTheWordingToRead},
		{is: setSays, names: []string{"says"}, takes: wordCustomerMeColleague, at: afterward, help: helpSays},
		{is: keepWords, names: []string{"words"}, takes: wordText, free: true, at: atQuestion, help: helpWords},
		{is: parkQuestion, names: []string{"park"}, takes: wordNameOrN, free: true, at: atQuestion, help: helpPark},
		{is: showParked, names: []string{"parked"}, takes: wordNameOrN, at: afterward, help: helpParked},
		{is: takeAnswers, names: []string{"answers"}, at: afterward, needs: aChecklist, help: helpAnswers},
		{is: writeNote, names: []string{"note"}, takes: wordNText, free: true, at: afterward, help: helpNote},
		{is: showProbe, names: []string{"probe"}, takes: wordName, at: afterward, needs: aProber, help: helpShowTheRequestBy},
		{is: writeCommand, names: []string{"command"}, takes: wordLanguage, at: afterward | atCard, needs: aProber, help: helpThatRequestAsA},
		{is: handBack, names: []string{"handback"}, at: afterward | atCard, needs: aProber, help: helpReadWhatSuchA},
		{is: watchCall, names: []string{"watch"}, at: anywhere, needs: aWatcher, help: helpWatchTheFailingProgram},
		{is: showSettings, names: []string{"settings"}, at: afterward | atCard, needs: aProber, help: helpTheKeyModelAddress},
		{is: setSetting, names: []string{"set"}, takes: wordNameValue, free: true, at: afterward | atCard, needs: aProber, help: helpChangeOneOfThem},
		{is: showTrail, names: []string{"trail", "t"}, at: afterward, help: helpEveryKnownFactNumbered},
		{is: showCauses, names: []string{"causes", "w"}, at: afterward, help: helpWhereEveryCauseStands},
		{is: showFix, names: []string{"fix", "f"}, takes: wordNLanguage, at: atVerdict | atEnd, help: helpTheWholeScreenOf},
		{is: copyText, names: []string{"copy", "c"}, at: afterward, help: helpTheTextOfThis},
		{is: writeEscalation, names: []string{"escalate", "x"}, at: afterward, help: helpTheTextForSupport},
		{is: showReport, names: []string{"report"}, takes: wordFormatStrict, at: afterward, needs: aReporter, help: helpReport},
		{is: saveReport, names: []string{"save"}, takes: wordTheFormatStrict, at: afterward, needs: aReporter, help: helpSave},
		{is: pasteText, names: []string{"paste", "p"}, at: anywhere, help: helpReadANewText},
		{is: openFile, names: []string{"file"}, takes: wordPath, free: true, at: anywhere, help: helpReadTheTextFrom},
		{is: useExample, names: []string{"example", "examples"}, takes: "[N]", at: anywhere, help: helpReadExampleNOr},
		{is: showReference, names: []string{"reference", "g"}, takes: "[N]", at: anywhere, help: helpBackgroundPagesOrPage},
		{is: aboutMine, names: []string{"mine"}, at: anywhere, help: helpThisIsAboutMy},
		{is: aboutCustomer, names: []string{"customer"}, at: anywhere, help: helpThisIsAboutA},
		{is: setTicket, names: []string{"ticket"}, takes: wordText, free: true, at: anywhere, help: helpTheNumberOrAddress},
		{is: setTarget, names: []string{"target"}, takes: wordHost, free: true, at: anywhere, help: helpWhereTheCallGoes},
		{is: handOver, names: []string{"handover"}, at: atVerdict | atEnd, needs: aLibrary, help: helpHandover},
		{is: takeBook, names: []string{"playbook", "playbooks"}, takes: "[N]", at: anywhere, needs: aLibrary, help: helpPlaybook},
		{is: again, names: []string{"again", "a"}, at: afterward, help: helpPrintThisStepAgain},
		{is: showHelp, names: []string{"help"}, at: anywhere | atCard | atFree, help: helpThisList},
		{is: quit, names: []string{"quit", "q"}, at: anywhere | atCard | atFree, help: helpStopHere},
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
	what := wordThatLine
	if len(line) <= short {
		what = fmt.Sprintf("%q", line)
	}
	if line == "" {
		what = wordAnEmptyLine
	}
	c.out.say(what + wordIsNothingThatCan)
	if w, _ := c.parse(line); at == atVerdict && (w.is == sayYes || w.is == sayNo || w.is == sayUnsure) {
		c.tellVerdictWords()
		return c.missed()
	}
	c.out.hang(wordTypeOneOf, strings.Join(c.namesAt(at), ", ")+".")
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
	c.echo(line)
}

// help lists what can be typed here.
func (c *conversation) help(at stage) {
	c.out.blank()
	if at == atStart {
		c.out.say(wordPasteTheErrorThen)
	}
	c.out.say(wordWhatCanBeTyped)
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
