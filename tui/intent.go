package tui

import (
	"why403/flow"
	"why403/flow/conversation"
)

// intent is what a screen wants to happen. Screens return intents and change nothing but themselves; only App acts.
type intent interface{ intent() }

type (
	// moved changes which line of a screen is highlighted, by that many.
	moved int
	// scrolled moves the text by that many lines; paged by that many windows.
	scrolled int
	paged    int
	// chose takes the highlighted line.
	chose struct{}
	// answered says what a question's fact is.
	answered struct {
		question string
		value    flow.Value
	}
	// picked says which option of a choice is so.
	picked struct{ question, choice, option, title string }
	// changed says or withdraws any fact, from the trail.
	changed struct {
		fact  string
		to    conversation.Alternative
		from  flow.Source
		words string
	}
	// parked leaves a question to a role, or to somebody named in other words.
	parked struct{ question, role string }
	// worked says which request worked after the fix; empty if nobody knows.
	worked string
	// looked shows a question that was answered before, over the verdict.
	looked string
	// command does what is done by that name, or shows its screen.
	command conversation.Name
	// shown shows the page of a command.
	shown conversation.Show
	// edited shows the change of one fact.
	edited string
	// gave hands a text over to be read.
	gave struct {
		text string
		how  conversation.How
		of   *flow.Rival // Whose text it is; see conversation.Give.
	}
	// nextField goes to another field, that many further.
	nextField int
	// named asks for a file.
	named string
	// about says who and what the session is about.
	about flow.About
	// focused moves the focus of the start screen between the paste area and the list.
	focused bool
	// told changes nothing; it says why the key does nothing here.
	told string
	// sent sends probes whose requests were shown.
	sent struct{ ids []string }
	// took goes on in the playbook with that id.
	took string
	// lookedAt looks at this machine for the program with that id.
	lookedAt string
	// turnedCard shows another probe's card, by that many further.
	turnedCard int

	simple uint8
)

// The intents without parameters that are of a screen's own.
const (
	fillIn        simple = iota // Keep what was asked for of the failing call.
	goBack                      // One step back: close what lies on top, or look at the answer before.
	escape                      // Close what is open here.
	goOn                        // Forward again after looking back.
	interrupt                   // Quit at once.
	nextLang                    // The next language of a request.
	clearText                   // Empty the area.
	nothingPasted               // Enter in an area without a text: the list is there.
	readAgain                   // Read what the offer holds, in the place of what was read.
	readAdded                   // Read it together with that.

	makeSure // Enter was pressed on a probe that costs something.
	fromHere // Ask from this machine although the session is a customer's.
	stopRun
	toggleDetails
	widenCommand // One probe's command becomes that of all free ones, or back.
	takeBack     // The same, although it is not known to be this session's.
	readBack     // Read what a command printed elsewhere.
	saveSettings
	watchAgain

	keepText
	newLine
	turnNote
	readAnswers
	takeAnswers // Although they are of another session.
	copyLetter
	toggleStrict
	lookElsewhere
	invite
	revoke
)

func (moved) intent()      {}
func (scrolled) intent()   {}
func (paged) intent()      {}
func (chose) intent()      {}
func (answered) intent()   {}
func (picked) intent()     {}
func (changed) intent()    {}
func (looked) intent()     {}
func (edited) intent()     {}
func (gave) intent()       {}
func (named) intent()      {}
func (about) intent()      {}
func (focused) intent()    {}
func (told) intent()       {}
func (sent) intent()       {}
func (took) intent()       {}
func (turnedCard) intent() {}
func (nextField) intent()  {}
func (lookedAt) intent()   {}
func (parked) intent()     {}
func (worked) intent()     {}
func (simple) intent()     {}
func (several) intent()    {}
func (command) intent()    {}
func (shown) intent()      {}
