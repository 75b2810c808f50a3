package tui

import (
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow/i18n"
	"why403/flow/page"
)

// Up to these a paste can be edited; beyond, it is held as it is and its beginning is shown.
const (
	editMaxBytes = 4 << 10
	editMaxLines = 40
)

// area takes a text. What is small is edited in a text area; what is large, or holds anything but plain characters, is held
// unchanged, because every byte of it may be evidence and a text area would slow down with it.
type area struct {
	input   textarea.Model
	mask    func(string) string // Replaces secrets.
	title   string              // What the frame says.
	what    string              // What stands in it while it is empty.
	held    string
	typed   bool // What is held was typed, and may be typed on.
	pasted  bool // The text came as a paste, so an enter is a key.
	whole   bool // Nothing was typed since, so what is shown of it is its beginning and its end.
	over    bool // There is more of it than was shown.
	pending bool // An enter waits for what follows.
}

func newArea(mask func(string) string) area {
	in := textarea.New()
	in.ShowLineNumbers = false
	in.Prompt = ""
	in.CharLimit = 0
	in.MaxHeight = 0
	in.SetVirtualCursor(false)
	plain := textarea.StyleState{}
	in.SetStyles(textarea.Styles{Focused: plain, Blurred: plain})
	in.Focus()
	return area{input: in, mask: mask, title: i18n.T("Paste the error, then press enter")}
}

// Text returns what was given, unchanged.
func (a *area) Text() string {
	if a.held != "" {
		return a.held
	}
	return a.input.Value()
}

func (a *area) empty() bool { return strings.TrimSpace(a.Text()) == "" }

func (a *area) clear() {
	a.held, a.typed, a.pasted, a.pending, a.whole = "", false, false, false, false
	a.input.Reset()
}

// paste adds a text to what is there.
func (a *area) paste(s string) {
	a.pasted, a.pending, a.typed, a.whole = true, false, false, true
	a.add(s)
}

// add puts a text behind what is held, or where the cursor is.
func (a *area) add(s string) {
	if all := a.Text() + s; a.held != "" || tooLarge(all) || !plainText(all) {
		a.hold(all)
		return
	}
	a.input.InsertString(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// hold has the text held as it is.
func (a *area) hold(s string) {
	a.input.Reset()
	a.held = s
}

func tooLarge(s string) bool {
	return len(s) > editMaxBytes || strings.Count(s, "\n")+strings.Count(s, "\r") > editMaxLines
}

// plainText reports whether a text area would keep the text as it is, and nothing in it turns the text beside it around.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r == '\uFFFD' || r >= 0x80 && r < 0xa0 || turns(r)
	})
}

// turns reports whether a character turns the direction of the text around it.
func turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// key takes a key. It reports false for one that does nothing here because a large text is held.
func (a *area) key(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if a.held != "" {
		if !a.typed || msg.Text == "" {
			return nil, false
		}
		a.held += msg.Text
		return nil, true
	}
	var cmd tea.Cmd
	a.whole = false
	a.input, cmd = a.input.Update(msg)
	if v := a.input.Value(); tooLarge(v) {
		a.typed = true
		a.hold(v)
	}
	return cmd, true
}

// last reports whether the cursor is in the last line, from which down leaves the area.
func (a *area) last() bool {
	return a.held != "" || a.input.Line() >= a.input.LineCount()-1
}

// rows shows the area in a frame of h lines, two of which are its border.
func (a *area) rows(st *styles, w, h int, focus bool) []string {
	border := st.dim
	if focus {
		border = st.accent
	}
	inner, lines := w-4, h-2
	var in []string
	switch {
	case a.held != "":
		in = a.preview(inner, lines)
	case a.overflows(inner, lines):
		in = a.preview(inner, lines)
	case a.secret():
		in = a.masked(inner, lines)
	default:
		a.input.SetWidth(inner)
		a.input.SetHeight(lines)
		in = strings.Split(a.input.View(), "\n")
		if a.input.Value() == "" {
			in = page.Wrap(a.what, inner)
			for i := range in {
				in[i] = st.dim.Render(in[i])
			}
		}
	}
	bar := border.Render("│")
	title := "─ " + ansi.Truncate(a.title, max(w-5, 0), "…") + " "
	out := []string{border.Render("╭" + title + strings.Repeat("─", max(w-2-ansi.StringWidth(title), 0)) + "╮")}
	cell := lipgloss.NewStyle().Width(inner).MaxHeight(1)
	for i := range lines {
		text := ""
		if i < len(in) {
			text = in[i]
		}
		out = append(out, bar+" "+cell.Render(text)+" "+bar)
	}
	return append(out, border.Render("╰"+strings.Repeat("─", w-2)+"╯"))
}

// overflows reports whether a text that was pasted, and not edited since, has more rows than there are.
func (a *area) overflows(w, h int) bool {
	if a.over = false; !a.whole || a.held != "" {
		return false
	}
	n := 0
	for _, line := range maskedLines(a.mask, a.input.Value()) {
		n += len(page.Wrap(line, w))
	}
	a.over = n > h
	return a.over
}

// preview is the size of a text, and of its lines the first ones and the last, which most often says what went wrong.
func (a *area) preview(w, h int) []string {
	all := a.Text()
	size := i18n.T("%s, %s; ctrl+u clears it", sizeWord(len(all)), i18n.Count(strings.Count(strings.TrimSuffix(all, "\n"), "\n")+1, i18n.T("line")))
	out := page.Wrap(size, w)
	var first, last []string
	for _, line := range maskedLines(a.mask, all) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if last = page.Wrap(line, w); len(first) < h {
			first = append(first, last...)
		}
	}
	if len(all) > 2*editMaxBytes {
		last = nil // What is looked at here is its beginning.
	}
	room := max(h-len(out), 0)
	switch {
	case len(first) <= room || len(last) == 0:
		return append(out, first[:min(len(first), room)]...)
	case room < 3:
		return append(out, last[:min(len(last), room)]...)
	}
	tail := last[:min(len(last), room/2)]
	out = append(out, first[:room-1-len(tail)]...)
	return append(append(out, "…"), tail...)
}

// secret reports whether the text being edited holds something that must not be shown.
func (a *area) secret() bool { return a.mask(a.input.Value()) != a.input.Value() }

// masked is the text being edited without its secrets: the beginning of a paste, or the end of what is typed.
func (a *area) masked(w, h int) []string {
	var text []string
	for _, line := range maskedLines(a.mask, a.input.Value()) {
		text = append(text, page.Wrap(line, w)...)
	}
	out := page.Wrap(i18n.T("Secrets in it are masked before it is read. ctrl+u clears it"), w)
	if h <= len(out) {
		out = nil
	}
	if room := h - len(out); len(text) > room {
		if a.pasted {
			text = text[:room]
		} else {
			text = text[len(text)-room:]
		}
	}
	return append(out, text...)
}

// maskedLines returns the beginning of a text without secrets, ready to be shown. Secrets are looked for after cleaning, which
// can join the parts of one.
func maskedLines(mask func(string) string, s string) []string {
	const most = 2 * editMaxBytes
	if len(s) > most { // What is cut through can no longer be recognized.
		s = s[:most]
		if i := strings.LastIndexAny(s, " \n\r"); i > 0 {
			s = s[:i]
		}
	}
	return strings.Split(mask(strings.Join(page.Rows(s), "\n")), "\n")
}

// cursor returns where the cursor is inside the frame.
func (a *area) cursor() *tea.Cursor {
	if a.held != "" || a.over || a.secret() {
		return nil
	}
	c := a.input.Cursor()
	if c != nil {
		c.X += 2
		c.Y++
	}
	return c
}

// areaScreen takes a text in an area that stands below what its head says.
type areaScreen struct {
	t    *state
	area area
	head func(w int) ([]string, ink)
}

// Typing reports whether letters are text now: always.
func (s *areaScreen) Typing() bool { return true }

func (s *areaScreen) Body(w, h int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	head, style := s.head(w)
	b.add(style, head...)
	b.raw(s.area.rows(&s.t.st, w, min(max(h-len(head), 4), 14), true)...)
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *areaScreen) Cursor(w int) *tea.Cursor {
	head, _ := s.head(min(w, textMax))
	return below(s.area.cursor(), len(head))
}

// below is a cursor so many rows further down; nil for none.
func below(c *tea.Cursor, rows int) *tea.Cursor {
	if c != nil {
		c.Y += rows
	}
	return c
}

// emptying is the key that empties the area, once there is a text in it.
func (s *areaScreen) emptying() []bound {
	if s.area.empty() {
		return nil
	}
	return []bound{bind(clearText, "ctrl+u", i18n.T("empty the area"), "ctrl+u")}
}

// reading is the key that has the text read, or says what is missing.
func (s *areaScreen) reading(do intent, missing string) bound {
	if s.area.empty() {
		return bind(told(missing), "enter", keyReadIt, "enter").explain(helpReadItOnceSomething).quiet()
	}
	return bind(do, "enter", keyReadIt, "enter")
}
