package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// settingsScreen asks what probes are sent with. Keys that are typed here are shown nowhere, and live only until they are
// handed over.
type settingsScreen struct {
	formScreen

	fields []*huh.Input
	draft  flow.Settings // As typed; an empty key keeps the one there is.
	now    flow.Settings // As it is, keys masked.
	window int
	err    string // Why the last settings were not taken.
	saving bool
	start  tea.Cmd // Starts the form.
	began  time.Time
}

func newSettings(t *state, window int) *settingsScreen {
	s := &settingsScreen{formScreen: formScreen{t: t}, now: t.state.Book.Prober.Settings(), window: window}
	s.draft = s.now
	s.draft.Key, s.draft.AdminKey, s.draft.OtherKey = "", "", ""
	for _, f := range conversation.Settings() { // The model may come from a text that was pasted.
		*f.Of(&s.draft) = page.Line(*f.Of(&s.draft))
	}
	s.start = s.build(0)
	return s
}

// oneRow is the width from which on a field's title and text share a row, so that all fields are seen at once.
const oneRow = 70

// build makes the form, with what was typed so far, and returns what starts it on the field at that place.
func (s *settingsScreen) build(at int) tea.Cmd {
	keys := huh.NewDefaultKeyMap()
	keys.Quit.SetEnabled(false) // Esc and ctrl+c are the program's.
	keys.Input.Next.SetKeys("enter", "tab", "down")
	keys.Input.Prev.SetKeys("shift+tab", "up")
	s.fields = nil
	width := formWidth(s.window)
	all, fields, widest := []huh.Field{}, conversation.Settings(), 0
	for _, f := range fields {
		widest = max(widest, ansi.StringWidth(f.Title))
	}
	for i, f := range fields {
		title := fmt.Sprintf("%d/%d %s", i+1, len(fields), f.Title)
		if width >= oneRow {
			title += strings.Repeat(" ", widest-ansi.StringWidth(f.Title)+1)
		}
		in := huh.NewInput().Title(title).Value(f.Of(&s.draft)).Inline(width >= oneRow)
		if now := *f.Of(&s.now); f.Secret {
			in.EchoMode(huh.EchoModePassword)
			if now != "" {
				in.Placeholder(i18n.T("empty keeps %s", s.t.shown(now)))
			}
		}
		s.fields, all = append(s.fields, in), append(all, in)
	}
	s.hide()
	theme := func(dark bool) *huh.Styles {
		th := s.t.formTheme(dark)
		th.FieldSeparator = lipgloss.NewStyle().SetString("\n")
		return th
	}
	s.form = huh.NewForm(huh.NewGroup(all...)).WithShowHelp(false).WithKeyMap(keys).WithWidth(width).WithTheme(huh.ThemeFunc(theme))
	cmds := []tea.Cmd{s.form.Init()}
	for range at {
		cmds = append(cmds, s.form.NextField())
	}
	return tea.Batch(cmds...)
}

// at returns the place of the field that has the focus.
func (s *settingsScreen) at() int {
	focused := s.form.GetFocusedField()
	return max(slices.IndexFunc(s.fields, func(in *huh.Input) bool { return huh.Field(in) == focused }), 0)
}

// hide shows no character of a field that holds a secret, also where it does not belong.
func (s *settingsScreen) hide() {
	for i, in := range s.fields {
		if v, _ := in.GetValue().(string); !conversation.Settings()[i].Secret {
			s.t.hide(in, v)
		}
	}
}

// Init starts the form.
func (s *settingsScreen) Init() tea.Cmd { return s.start }

// given returns what was typed, without the blanks that come along when something is pasted.
func (s *settingsScreen) given() flow.Settings {
	d := s.draft
	for _, f := range conversation.Settings() {
		*f.Of(&d) = strings.TrimSpace(*f.Of(&d))
	}
	return d
}

// changed names the settings that were typed and differ from those there were.
func (s *settingsScreen) changed() []string {
	given, now := s.given(), s.now
	now.Key, now.AdminKey, now.OtherKey = "", "", "" // What is typed over a key counts, whatever it is.
	var names []string
	for _, f := range conversation.Settings() {
		if *f.Of(&given) != page.Line(*f.Of(&now)) {
			names = append(names, f.Title)
		}
	}
	return names
}

// Refuse shows why the settings were not taken; what was typed stays, and the cursor goes to what was refused.
func (s *settingsScreen) Refuse(err error) tea.Cmd {
	text := err.Error()
	for _, secret := range []string{s.draft.Key, s.draft.AdminKey, s.draft.OtherKey} {
		if secret = strings.TrimSpace(secret); secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	s.err, s.saving = s.t.shown(text), false
	at := s.at()
	var refused *flow.SettingError
	if errors.As(err, &refused) {
		if i := slices.IndexFunc(conversation.Settings(), func(f conversation.Setting) bool { return f.Name == refused.Setting }); i >= 0 {
			at = i
		}
	}
	return s.build(at)
}

func (s *settingsScreen) Keys() []bound {
	if s.saving {
		return []bound{bind(goBack, "esc", keyBack, "esc")}
	}
	return []bound{
		bind(saveSettings, "ctrl+s", i18n.T("done"), "ctrl+s").explain(i18n.T("done: take all fields as they are")),
		bind(goBack, "esc", i18n.T("back, nothing changed"), "esc"),
	}
}

// Type hands everything to the form, and the settings over once it is filled in.
func (s *settingsScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		if size.Width == s.window { // The form itself asks for the size when it starts.
			return nil, nil
		}
		s.window = size.Width
		return s.build(s.at()), nil
	}
	if s.saving {
		return nil, nil
	}
	if paste, ok := msg.(tea.PasteMsg); ok && conversation.Settings()[s.at()].Name == flow.SetBaseURL && strings.Contains(paste.Content, "://") {
		s.draft.BaseURL = "" // An address that is pasted replaces the one there is; joined they would be one that nobody meant.
		s.fields[s.at()].Value(&s.draft.BaseURL)
	}
	cmd := s.take(msg)
	s.hide()
	if s.form.State == huh.StateCompleted {
		return nil, saveSettings
	}
	return cmd, nil
}

func (s *settingsScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(saySettings, w)...)
	if s.err != "" {
		b.add(st.warn, page.Wrap(i18n.T("! Not taken: %s", s.err), w)...)
	}
	if s.saving {
		b.add(st.strong, i18n.T("Checking…"))
		return b
	}
	b.add(st.dim, page.Wrap(i18n.T("Enter or ↓ goes to the next field, ctrl+s is done at once. Keys stay hidden, are never stored, and an empty one keeps what there is."), w)...)
	key := i18n.T("none")
	if s.now.Key != "" {
		key = s.t.shown(strings.TrimSuffix(s.now.Key+", "+s.now.KeyFrom, ", "))
	}
	b.raw(page.Hang(i18n.T("The key now: "), key, w)...)
	if s.now.UsualPath != "" {
		b.raw(page.Hang(i18n.T("Calls go: "), s.t.shown(s.now.UsualPath), w)...)
	}
	b.gap()
	b.form(&s.t.st, s.form.View())
	return b
}
