package tui

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// strip is the row of the causes: by name where there is room, else by number alone. A click shows what speaks for each.
func (t *state) strip(w int) row {
	slots, others := t.state.Slots(t.was)
	if len(slots) == 0 {
		return row{}
	}
	more := []string{""}
	if others > 0 {
		more = []string{i18n.T("+%d others", others), "+" + strconv.Itoa(others), ""}
	}
	for _, named := range []bool{true, false} {
		for _, rest := range more {
			for _, end := range []string{i18n.T("w why"), "w"} {
				for gap := 3; gap > 1; gap-- {
					text, n := t.slots(slots, rest, named, gap)
					if n+len(end)+1 > w {
						continue
					}
					return row{text + strings.Repeat(" ", w-n-len(end)) + t.st.accent.Render("w") + t.st.dim.Render(strings.TrimPrefix(end, "w")), opened(atWhy)}
				}
			}
		}
	}
	return row{}
}

// slots writes the causes, and how many cells they take.
func (t *state) slots(slots []conversation.Slot, rest string, named bool, gap int) (text string, n int) {
	var parts []string
	for _, s := range slots {
		sign, number := conversation.LevelSign(s.Level), ""
		if s.Number > 0 {
			number = strconv.Itoa(s.Number)
		}
		part := sign + number
		if named {
			part = strings.Join(strings.Fields(sign+" "+number+" "+s.Name), " ")
		} else if s.Number == 0 {
			part = sign + " " + s.Name
		}
		style := lipgloss.NewStyle()
		switch s.Level {
		case flow.Proven:
			style = t.st.good
		case flow.Likely:
			style = t.st.strong
		case flow.RuledOut:
			style = t.st.dim
		}
		n += ansi.StringWidth(part)
		parts = append(parts, style.Bold(style.GetBold() || s.Changed).Render(part))
	}
	if rest != "" {
		n += ansi.StringWidth(rest)
		parts = append(parts, t.st.dim.Render(rest))
	}
	return strings.Join(parts, strings.Repeat(" ", gap)), n + gap*(len(parts)-1)
}
