package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// frame is a whole window, laid out.
type frame struct {
	head []string
	rows []row // Of the body, those in sight.
	top  int   // The window row where they begin.
	off  int   // How many of the body are above.
	foot []string
	room int // How many rows there are for the body.
	page int // How many of them scroll.
	most int // The largest useful scroll.
}

// frame lays the window out: title, banner, status, what the screen shows, help.
func (a *App) frame() frame {
	w, h := max(a.w, minWidth)-2*margin, max(a.h, minHeight)
	f := frame{head: a.head(w)}
	f.top = len(f.head)
	room := max(h-len(f.head)-2, 1) // One row for the sign that there is more.
	b := a.top().Body(w, room)
	if !a.top().follow {
		b.focus = -1
	}
	f.rows, f.off, f.page = sight(b, a.top().off, room)
	f.room, f.most = room, max(len(b.rows)-f.page, 0)
	f.foot = []string{helpBar(&a.t.st, a.keys(f.most > 0), w)}
	return f
}

// head is the title with what is left, the banner and the status.
func (a *App) head(w int) []string {
	st := &a.t.st
	left := a.progress()
	title := i18n.T("why403")
	if full := title + " · " + page.Line(a.t.pb.Title); ansi.StringWidth(full)+2+ansi.StringWidth(left) <= w {
		title = full
	}
	gap := strings.Repeat(" ", max(w-ansi.StringWidth(title)-ansi.StringWidth(left), 1))
	out := []string{st.heading.Render(title) + gap + st.dim.Render(left)}
	if err := a.conv.State().Unsaved; err != nil {
		for _, l := range page.Wrap(conversation.NotSaved(err), w) {
			out = append(out, st.banner.Render(l))
		}
	}
	if a.status.text != "" {
		style := st.good
		if a.status.bad {
			style = st.warn
		}
		for _, l := range page.Wrap(a.status.text, w) {
			out = append(out, style.Render(l))
		}
	}
	if a.h >= 20 || a.h >= 16 && a.status.text == "" {
		out = append(out, "")
	}
	if most := max(a.h/2-2, 1); len(out) > most {
		out = out[:most]
	}
	return out
}

// more is the line under the body, which says whether there is text above or below.
func (f *frame) more(st *styles, w int, keys bool) string {
	var signs []string
	if f.off > 0 {
		signs = append(signs, i18n.T("↑ more"))
	}
	if f.off < f.most {
		sign := i18n.T("more ↓")
		if keys {
			sign = i18n.T("space: more ↓")
		}
		signs = append(signs, sign)
	}
	if len(signs) == 0 {
		return st.dim.Render(strings.Repeat("─", w))
	}
	s := " " + strings.Join(signs, " · ")
	return st.dim.Render(strings.Repeat("─", max(w-ansi.StringWidth(s), 0))) + st.accent.Render(s)
}

// View draws the window.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = i18n.T("why403")
	v.MouseMode = tea.MouseModeCellMotion
	if _, ok := a.top().screen.(*copyScreen); ok {
		v.MouseMode = tea.MouseModeNone // So that the terminal itself can select.
	}
	if a.small() {
		lines := page.Wrap(i18n.T("Make the window larger, at least 40x12. q quits."), max(a.w, 1))
		v.Content = strings.Join(lines[:min(len(lines), max(a.h, 1))], "\n")
		return v
	}
	f := a.frame()
	w := a.w - 2*margin
	indent := strings.Repeat(" ", margin)
	if _, ok := a.top().screen.(*copyScreen); ok {
		indent = ""
	}
	lines := make([]string, 0, a.h)
	put := func(s string) {
		if s != "" {
			s = indent + s
		}
		lines = append(lines, s)
	}
	for _, l := range f.head {
		put(l)
	}
	for i := range f.room {
		if i < len(f.rows) {
			put(f.rows[i].text)
		} else {
			put("")
		}
	}
	ty, ok := a.top().screen.(typist)
	put(f.more(&a.t.st, w, !ok || !ty.Typing()))
	for _, l := range f.foot {
		put(l)
	}
	v.Content = strings.Join(lines, "\n")
	if ok {
		if c := ty.Cursor(w); c != nil && c.Y >= f.off && c.Y < f.off+f.page {
			c.X += margin
			c.Y += f.top - f.off
			v.Cursor = c
		}
	}
	return v
}

// small reports whether the window is too small to show anything but that.
func (a *App) small() bool { return a.w < minWidth || a.h < minHeight }

// progress says how far the conversation is.
func (a *App) progress() string {
	switch s := a.layers[0].screen.(type) {
	case *questionScreen:
		if s.back {
			return i18n.T("looking back")
		}
		return a.t.state.Left()
	case *endScreen:
		return i18n.T("done")
	case *verdictScreen:
		return s.standing()
	default:
		return a.t.version
	}
}
