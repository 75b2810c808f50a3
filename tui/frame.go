package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// frame is a whole window, laid out.
type frame struct {
	head  []string
	rows  []row // Of the body, those in sight.
	top   int   // The window row where they begin.
	off   int   // How many of the body are above.
	strip []row // Above the rule.
	foot  several
	room  int // How many rows there are for the body.
	page  int // How many of them scroll.
	step  int // By how many, so that none is skipped.
	most  int // The largest useful scroll.
}

// A window below these has no row of its own for what happened last, and shows of a question what it takes to answer.
const (
	roomyWidth  = 74
	roomyHeight = 20
)

// stripper has a row of its own above the rule; "" where the h rows there are, that one included, are needed for more.
type stripper interface {
	Strip(w, h int) row
}

// frame lays the window out: title, status, what the screen shows, its strip, the rule, help. In a small window the status takes one
// row, and gives way to what is shown where nothing has happened but that a text was read.
func (a *App) frame() frame {
	w, h := max(a.w, minWidth)-2*margin, max(a.h, minHeight)
	a.t.roomy = a.w >= roomyWidth && a.h >= roomyHeight
	f := frame{head: a.title(w)}
	room := max(h-len(f.head)-2, 1) // One row for the rule.
	if s, ok := a.top().screen.(stripper); ok {
		if r := s.Strip(w, room); r.text != "" {
			f.strip, room = []row{r}, max(room-1, 1)
		}
	}
	below := a.below(w)
	b := a.top().Body(w, max(room-len(below), 1))
	notice := a.status.text
	if a.t.roomy || len(b.rows) <= room-len(below) || a.notice() && sentence(notice, w) == "" {
		f.head, room, notice = append(f.head, below...), max(room-len(below), 1), ""
	} else if line := a.line(w); line != "" && !a.notice() {
		f.head, room, notice = append(f.head, line), max(room-1, 1), ""
		b = a.top().Body(w, room)
	} else {
		b = a.top().Body(w, room)
	}
	if !a.top().follow {
		b.focus = -1
	}
	f.top = len(f.head)
	f.rows, f.off, f.page = sight(b, a.top().off, room)
	f.room, f.most, f.step = room, max(len(b.rows)-f.page, 0), max(f.page-max(b.above(f.page), 1), 1)
	f.foot = a.foot(a.keys(f.most > 0), notice, w)
	return f
}

// title is the first row, which says whose call it is and how far it is, and that nothing is being saved.
func (a *App) title(w int) []string {
	st := &a.t.st
	name, whose := i18n.T("why403"), a.whose()
	right, beside, least := "", a.t.state.With(), 0
	if n := len(beside); n > 0 { // That somebody else is here is never left out.
		least = ansi.StringWidth(beside[n-1]) + 2
	}
	how := a.progress()
	fits := func(name string, whose []styled) bool { // With how far it is, as long as that can be.
		need := ansi.StringWidth(name) + 1 + least
		for _, p := range whose {
			if p.text != "" {
				need += ansi.StringWidth(p.text) + 2
			}
		}
		i := slices.IndexFunc(how, func(s string) bool { return ansi.StringWidth(s)+need <= w })
		if i >= 0 {
			right = how[i]
		}
		return i >= 0
	}
	if !fits(name, whose[:2]) { // Whose call it is comes first, then its ticket, then how far it is, and the program's name last.
		if fits("", whose[:2]) {
			name = ""
		} else {
			fits(name, whose[:1])
		}
	}
	out, room := name, w-ansi.StringWidth(name)-least
	room -= ansi.StringWidth(right) + 1
	put := func(parts ...styled) {
		for _, p := range parts {
			if n := ansi.StringWidth(p.text) + 2; p.text != "" && n <= room {
				out, room = out+"  "+p.style.Render(p.text), room-n
			}
		}
	}
	put(whose[:2]...)
	room += least
	if i := slices.IndexFunc(beside, func(s string) bool { return ansi.StringWidth(s)+2 <= room }); i >= 0 {
		put(styled{beside[i], ink{}})
	}
	put(whose[2:]...)
	if out += strings.Repeat(" ", max(room+1, 1)); name == "" {
		out = strings.TrimPrefix(out, "  ") + "  "
	}
	lines := []string{out + st.dim.Render(right)}
	if err := a.conv.State().Unsaved; err != nil {
		for _, l := range page.Hang("! ", conversation.NotSaved(err), w) {
			lines = append(lines, st.warn.Render(l))
		}
	}
	return lines[:min(len(lines), max(a.h/2-2, 1))]
}

// styled is a text with how it looks.
type styled struct {
	text  string
	style ink
}

// below is what stands under the title: the row of what happened last, and a blank one. Two rows of text take the place of both.
func (a *App) below(w int) []string {
	is := a.status
	switch a.top().screen.(type) {
	case *questionScreen, *verdictScreen:
		if is.text == "" && a.t.reading != nil && len(a.layers) == 1 {
			is = a.t.readLine()
		}
	}
	style, sign := ink{}, ""
	if is.bad {
		style, sign = a.t.st.warn, "! "
	}
	text := is.text
	if short := is.short; short != "" && ansi.StringWidth(text) > w {
		text = short
	}
	if is.cut != "" && ansi.StringWidth(text) > w {
		text = page.Wrap(text, w-ansi.StringWidth(is.cut)-1)[0] + "…" + is.cut
	}
	var out []string
	if text != "" {
		for _, l := range page.Hang(sign, text, w) {
			out = append(out, style.Render(l))
		}
	}
	_, run := a.top().screen.(*runScreen) // Its rows stay where they are, however many there will be.
	for len(out) < 2 && (a.t.roomy || len(out) == 0 && !run) {
		out = append(out, "")
	}
	return out[:min(len(out), max(a.h/2-2, 1))]
}

// line is what happened last, in one row of w columns; "" if nothing did.
func (a *App) line(w int) string {
	text := a.status.text
	if ansi.StringWidth(text) > w {
		text = cmp.Or(a.status.short, sentence(text, w), text)
	}
	if ansi.StringWidth(text) > w {
		text = page.Wrap(text, w-2)[0] + " …"
	}
	return text
}

// foot is the last row: the keys that matter here, or for a moment that the key just pressed does nothing. In a small window it
// says what has just happened instead, where that has no room above.
func (a *App) foot(keys []bound, notice string, w int) several {
	if notice != "" && a.notice() {
		line := sentence(notice, w)
		return several{{text: a.t.st.warn.Render(line), width: ansi.StringWidth(line)}}
	}
	if a.flash != "" {
		return flashBar(&a.t.st, a.flash, keys, w)
	}
	return helpBar(&a.t.st, keys, w)
}

// notice reports whether the status says why a key did not do what was meant.
func (a *App) notice() bool { return a.status.text != "" && (a.status.hint || a.status.bad) }

// sentence is the text on one row of w columns: whole, or up to the end of a sentence; "" where none ends there.
func sentence(text string, w int) string {
	line := page.Wrap(text, w)[0]
	if line == text {
		return line
	}
	if i := strings.LastIndex(line+" ", ". "); i > 0 {
		return line[:i+1]
	}
	return ""
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
	return st.dim.Render(strings.Repeat("─", max(w-ansi.StringWidth(s), 0))) + s
}

// View draws the window.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = i18n.T("why403")
	for _, p := range a.whose() {
		if p.text != "" {
			v.WindowTitle += " · " + p.text
		}
	}
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
	for _, r := range f.strip {
		put(r.text)
	}
	ty, ok := a.top().screen.(typist)
	put(f.more(&a.t.st, w, !ok || !ty.Typing()))
	foot := ""
	for _, p := range f.foot {
		foot += strings.Repeat(" ", max(p.at-ansi.StringWidth(foot), 0)) + p.text
	}
	put(foot)
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

// progress says how far the conversation is, and the same in fewer words.
func (a *App) progress() []string {
	switch s := a.layers[0].screen.(type) {
	case *questionScreen:
		if s.back {
			return []string{i18n.T("looking back")}
		}
		return a.t.state.Progress()
	case *endScreen:
		return []string{i18n.T("done")}
	case *verdictScreen:
		return s.standing()
	default:
		if a.t.state.Answering() == flow.Customer {
			return nil
		}
		return []string{i18n.T("my own call")}
	}
}

// whose says whose call it is, its ticket, and which playbook of several.
func (a *App) whose() []styled {
	about, st := a.t.state.Session.About(), &a.t.st
	if a.cfg.Guest {
		return []styled{{"", st.warn}, {"", st.warn}}
	}
	out := []styled{{"", st.warn}, {page.Line(a.t.mask(about.Ticket)), ink{}}}
	if about.Whose == flow.Customer {
		out[0].text = i18n.T("customer's call")
	}
	if _, start := a.layers[0].screen.(*startScreen); a.t.state.Shelf && !start {
		out = append(out, styled{page.Line(a.t.pb.ID), st.dim})
	}
	return out
}
