package tui

import (
	"strconv"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Every sentence of the interface that stands alone is here; what it says is in the catalogue.
var (
	sayEmptyPaste  = i18n.T("Nothing pasted yet. Paste an error, or choose from the list.")
	sayChooseFirst = i18n.T("Nothing is highlighted yet: press y, n or ?, or choose with the arrows.")

	sayNoError = i18n.T("Nothing in this text looks like an error; the questions find out. It begins: ")

	sayFirst = i18n.T("This is the first question; q leaves.")

	sayNoReason = i18n.T("nothing for or against it yet")

	whatCommand = i18n.T("the command that checks it")

	saySolved = i18n.T("✓ Solved: the full request works.")

	sayTooLarge = i18n.T("This text is too large to edit here. enter reads it, ctrl+u empties the area.")
)

// sourceWord says who or what said a fact.
func sourceWord(f flow.Fact) string {
	if f.From.Person() && !f.Answered() { // A person's machine measured it; the person only handed it over.
		switch f.From {
		case flow.Customer:
			return i18n.T("measured at the customer's")
		case flow.Colleague:
			return i18n.T("measured at a colleague's")
		default:
			return i18n.T("measured by your command")
		}
	}
	switch f.From {
	case flow.Pasted:
		return i18n.T("from the text")
	case flow.Probed:
		return i18n.T("measured")
	case flow.Captured:
		return i18n.T("seen in the request")
	case flow.You:
		return i18n.T("you said")
	case flow.Customer:
		return i18n.T("the customer said")
	case flow.Colleague:
		return i18n.T("a colleague said")
	default:
		return page.Line(string(f.From))
	}
}

// valueWord returns the value with its sign.
func valueWord(v flow.Value) string {
	switch v {
	case flow.Yes:
		return i18n.T("✓ yes")
	case flow.No:
		return i18n.T("✗ no")
	case flow.Unsure:
		return i18n.T("? not sure")
	case flow.Unknown:
		return i18n.T("– withdrawn")
	default:
		return v.String()
	}
}

// levelWord returns the standing with its sign.
func levelWord(l flow.Level) string {
	sign := " "
	switch l {
	case flow.Proven:
		sign = "✓"
	case flow.Likely:
		sign = "~"
	case flow.Possible:
		sign = "·"
	case flow.RuledOut:
		sign = "✗"
	case flow.Unraised:
	}
	return sign + " " + i18n.Certainty(l.LevelText())
}

// left says about how many questions remain.
func left(n int) string {
	switch {
	case n >= 12:
		return i18n.T("12 or more left")
	case n == 1:
		return i18n.T("about 1 left")
	default:
		return i18n.T("about %d left", n)
	}
}

// conflictWord says who contradicts whom, and who counts.
func conflictWord(c flow.Conflict) string {
	_, against := answerWords(c.Against.Value)
	_, says := answerWords(c.Says.Value)
	return i18n.T("%s %s, %s %s: the last word counts", nounOf(c.Against), against, nounOf(c.Says), says)
}

func nounOf(f flow.Fact) string {
	if f.From.Person() && !f.Answered() {
		switch f.From {
		case flow.Customer:
			return i18n.T("the customer's measurement says")
		case flow.Colleague:
			return i18n.T("a colleague's measurement says")
		default:
			return i18n.T("your command says")
		}
	}
	switch f.From {
	case flow.Pasted:
		return i18n.T("the text says")
	case flow.Probed:
		return i18n.T("the probe says")
	case flow.Captured:
		return i18n.T("the request says")
	case flow.You:
		return i18n.T("you say")
	case flow.Customer:
		return i18n.T("the customer says")
	case flow.Colleague:
		return i18n.T("a colleague says")
	default:
		return i18n.T("%s says", page.Line(string(f.From)))
	}
}

// judgedWord returns the verdict on a claim with its sign.
func judgedWord(s string) string {
	switch s {
	case "confirmed":
		return i18n.T("✓ confirmed")
	case "wrong":
		return i18n.T("✗ wrong")
	case "outdated":
		return i18n.T("! outdated")
	case "unverifiable":
		return i18n.T("? unverifiable")
	case "new":
		return i18n.T("+ new, claimed nowhere")
	default:
		return page.Line(s)
	}
}

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
		return i18n.T("%d bytes", n)
	}
}
