package tui

import (
	"fmt"
	"strconv"
	"time"

	"why403/flow"
	"why403/flow/i18n"
)

// Sentences and words that stand in several places. What is known and where causes stand is worded in flow/conversation.
var (
	sayEmptyPaste  = i18n.T("Nothing pasted yet. Paste an error, or choose from the list.")
	sayChooseFirst = i18n.T("Nothing is chosen yet: pick an answer.")

	sayNoError = i18n.T("Nothing in this text looks like an error; the questions find out.")

	sayTheirs = i18n.T("A customer's call now: answers count as theirs; tab says whose word it is.")

	sayFirst = i18n.T("This is the first question; q leaves.")

	whatCommand = i18n.T("the command that checks it")

	sayNothingWaits = i18n.T("Nothing is parked. z on a question parks it for whoever must check it.")

	sayKeptText = i18n.T("Nothing is lost: correct the text, or ctrl+u empties the area and you paste again.")
	saySettings = i18n.T("Key, model and address for asking the API")
	sayBusy     = i18n.T("Stop what is running first: esc.")

	keyClose  = i18n.T("close")
	keyBack   = i18n.T("back")
	keyReadIt = i18n.T("read it")

	helpAllInOne            = i18n.T("one command for all free probes that help here")
	helpQuitTheSessionIs    = i18n.T("quit; the session is saved")
	helpReadItOnceSomething = i18n.T("read it, once something is pasted")
	helpGoOnWhereThe        = i18n.T("go on where the conversation stands now")

	sayTooLarge = i18n.T("This text is too large to edit here. enter reads it, ctrl+u empties the area.")
)

func answerWords(v flow.Value) (key, word string) {
	switch v {
	case flow.Yes:
		return "y", i18n.T("yes")
	case flow.No:
		return "n", i18n.T("no")
	case flow.Unsure, flow.Unknown:
		return "?", i18n.T("not sure")
	default:
		return strconv.Itoa(int(v)), v.String()
	}
}

func keyName(n string) string {
	switch n {
	case "left":
		return "←"
	case "right":
		return "→"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "pgdown":
		return i18n.T("pgdn")
	case "f1":
		return "F1"
	default:
		return n
	}
}

// sizeWord writes a number of bytes for people.
func sizeWord(n int) string {
	switch {
	case n >= 1<<20:
		return i18n.T("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return i18n.T("%.1f KiB", float64(n)/(1<<10))
	default:
		return i18n.Count(n, i18n.T("byte"))
	}
}

// elapsedWord says how long something is under way, by the pictures its spinner has shown, so that drawing needs no clock.
func elapsedWord(turns int) string {
	return fmt.Sprintf("%d s", int(time.Duration(turns)*spinTime/time.Second))
}

// textLimit is how long a note or a quote may be, in bytes. More is no note but a log.
const textLimit = 64 << 10
