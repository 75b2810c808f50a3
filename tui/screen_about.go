package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// aboutScreen asks who and what the session is about. Every field may stay empty.
type aboutScreen struct {
	formScreen

	lines [2]*huh.Input // The ticket and the target.
	about flow.About
	was   flow.About // At first.
}

func newAbout(t *state, window int) *aboutScreen {
	is := t.state.Session.About()
	s := &aboutScreen{formScreen: formScreen{t: t}, about: is, was: is}
	if s.about.Whose == "" {
		s.about.Whose = flow.You
	}
	keys := huh.NewDefaultKeyMap()
	keys.Quit.SetEnabled(false) // Esc and ctrl+c are the program's.
	s.lines[0] = huh.NewInput().Title(i18n.T("Ticket, if there is one")).Value(&s.about.Ticket)
	s.lines[1] = huh.NewInput().Title(i18n.T("Where does the call go, if known?")).Placeholder("api.example.com").Validate(conversation.CheckTarget).Value(&s.about.Target)
	s.hide()
	s.form = huh.NewForm(huh.NewGroup(
		s.lines[0], s.lines[1],
		huh.NewSelect[flow.Source]().Title(i18n.T("Whose call fails?")).Options(
			huh.NewOption(i18n.T("mine"), flow.You),
			huh.NewOption(i18n.T("a customer's"), flow.Customer),
		).Value(&s.about.Whose),
	)).WithShowHelp(false).WithKeyMap(keys).WithWidth(formWidth(window)).WithTheme(huh.ThemeFunc(s.t.formTheme))
	return s
}

// formWidth is the form's width in a window. The form cannot draw itself in a window too small to be shown anyway.
func formWidth(window int) int { return min(max(window, minWidth)-2*margin, textMax) }

// hide shows no character of a field that holds a secret.
func (s *aboutScreen) hide() {
	for i, v := range []string{s.about.Ticket, s.about.Target} {
		s.t.hide(s.lines[i], v)
	}
}

// Init starts the form.
func (s *aboutScreen) Init() tea.Cmd { return s.form.Init() }

// The grays of what stands in a field of a form that has not the focus, and of what it says while it is empty. No theme changes them.
const fieldGray, emptyGray = "\x1b[37m", "\x1b[38;5;240m"

// formTheme is how forms look.
func (t *state) formTheme(dark bool) *huh.Styles {
	th := huh.ThemeBase(dark)
	th.Focused.Title = t.st.strong.Style
	th.Blurred.Title = t.st.dim.Style
	th.Focused.SelectSelector = lipgloss.NewStyle().SetString("▸ ")
	th.Blurred.SelectSelector = th.Focused.SelectSelector
	th.Focused.SelectedOption = t.st.strong.Style
	for _, in := range []*huh.TextInputStyles{&th.Focused.TextInput, &th.Blurred.TextInput} {
		in.Placeholder, in.Prompt, in.Cursor = t.st.dim.Style, lipgloss.NewStyle(), lipgloss.NewStyle()
	}
	return th
}

func (s *aboutScreen) Keys() []bound {
	return []bound{bind(goBack, "esc", i18n.T("back, nothing changed"), "esc")}
}

// Type hands everything to the form, and says what the session is about once it is filled in.
func (s *aboutScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		s.form = s.form.WithWidth(formWidth(size.Width))
		return nil, nil
	}
	cmd := s.take(msg)
	s.hide()
	if s.form.State == huh.StateCompleted {
		return nil, about(s.said())
	}
	return cmd, nil
}

// said is what the session is about now, with what was changed here: others may have changed the rest meanwhile.
func (s *aboutScreen) said() flow.About {
	is := s.t.state.Session.About()
	for _, f := range [][3]*string{{&is.Ticket, &s.was.Ticket, &s.about.Ticket}, {&is.Target, &s.was.Target, &s.about.Target}, {(*string)(&is.Whose), (*string)(&s.was.Whose), (*string)(&s.about.Whose)}} {
		if *f[1] != *f[2] {
			*f[0] = *f[2]
		}
	}
	return is
}

func (s *aboutScreen) Body(w, _ int) body {
	b := body{focus: -1}
	b.add(s.t.st.dim, page.Wrap(i18n.T("Enter goes to the next field; all may stay empty. After the last one it is done."), min(w, textMax))...)
	b.gap()
	b.form(&s.t.st, s.form.View())
	return b
}

// form appends the picture of a form; the field that has the focus is kept in sight.
//
// The form's own grays can't be seen on some backgrounds: what stands in a field gets none, and an empty one's is that of other dim text.
func (b *body) form(st *styles, view string) {
	dim, _, _ := strings.Cut(st.dim.Render("x"), "x")
	view = strings.NewReplacer(fieldGray, "", emptyGray, dim).Replace(view)
	for l := range strings.SplitSeq(view, "\n") {
		l = trimRight(l)
		if strings.Contains(l, "┃") { // The bar beside the field that has the focus.
			b.focus = len(b.rows)
		}
		b.raw(l)
	}
}

// formScreen takes everything that is typed into a form.
type formScreen struct {
	t    *state
	form *huh.Form
}

// take hands a message to the form.
func (s *formScreen) take(msg tea.Msg) tea.Cmd {
	m, cmd := s.form.Update(msg)
	if f, ok := m.(*huh.Form); ok {
		s.form = f
	}
	return cmd
}

// Typing reports whether letters are text now: always.
func (s *formScreen) Typing() bool { return true }

// Cursor returns nil: the form draws its own.
func (s *formScreen) Cursor(int) *tea.Cursor { return nil }

// hide shows no character of a field while it holds a secret.
func (t *state) hide(in *huh.Input, text string) {
	mode := huh.EchoModeNormal
	if t.mask(text) != text {
		mode = huh.EchoModePassword
	}
	in.EchoMode(mode)
}
