package tui

import (
	"strconv"
	"strings"

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
	more := []string{"", ""}
	if others > 0 {
		more = []string{"+" + i18n.Count(others, i18n.T("other")), "+" + strconv.Itoa(others), ""}
	}
	for _, how := range [...]struct {
		form slotForm
		rest []string
		end  string
	}{
		{loose, more[:len(more)-1], i18n.T("w why")},
		{tight, more[:len(more)-1], i18n.T("w why")},
		{loose, []string{""}, i18n.T("w why")},
		{tight, []string{""}, i18n.T("w why")},
		{signsOnly, more, i18n.T("w why")},
		{signsOnly, more, "w"},
	} {
		for _, rest := range how.rest {
			for gap := 3; gap > 1; gap-- {
				text, n := t.slots(slots, rest, how.form, gap)
				if n+len(how.end)+1 > w {
					continue
				}
				return row{text + strings.Repeat(" ", w-n-len(how.end)) + t.st.accent.Render("w") + t.st.dim.Render(strings.TrimPrefix(how.end, "w")), command(conversation.ShowCauses)}
			}
		}
	}
	return row{}
}

// slotForm is how a cause is written in the row.
type slotForm uint8

const (
	loose     slotForm = iota // Sign, number and name, each apart.
	tight                     // The sign at the number.
	signsOnly                 // Without the name, where there is a number.
)

// slots writes the causes, and how many cells they take.
func (t *state) slots(slots []conversation.Slot, rest string, form slotForm, gap int) (text string, n int) {
	var parts []string
	for _, s := range slots {
		sign, number := conversation.LevelSign(s.Level), ""
		if s.Number > 0 {
			number = strconv.Itoa(s.Number)
		}
		part := sign + number
		switch {
		case form == loose || s.Number == 0:
			part = strings.Join(strings.Fields(sign+" "+number+" "+s.Name), " ")
		case form == tight:
			part += " " + s.Name
		}
		style := ink{}
		switch s.Level {
		case flow.Proven:
			style = t.st.good
		case flow.Likely:
			style = t.st.strong
		case flow.RuledOut, flow.FixTried:
			style = t.st.dim
		}
		if s.Changed {
			style = style.bold()
		}
		n += ansi.StringWidth(part)
		parts = append(parts, style.Render(part))
	}
	if rest != "" {
		n += ansi.StringWidth(rest)
		parts = append(parts, t.st.dim.Render(rest))
	}
	return strings.Join(parts, strings.Repeat(" ", gap)), n + gap*(len(parts)-1)
}
