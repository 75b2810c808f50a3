package tui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"why403/flow"
)

// settingsScreen asks what probes are sent with. Keys that are typed here are shown nowhere, and live only until they are
// handed over.
type settingsScreen struct {
	t      *talk
	form   *huh.Form
	fields []*huh.Input
	draft  flow.Settings // As typed; an empty key keeps the one there is.
	now    flow.Settings // As it is, keys masked.
	window int
	err    string // Why the last settings were not taken.
	saving bool
	began  time.Time
}

func newSettings(t *talk, window int) *settingsScreen {
	s := &settingsScreen{t: t, now: t.prober.Settings(), window: window}
	s.draft = s.now
	s.draft.Key, s.draft.AdminKey, s.draft.OtherKey = "", "", ""
	for _, f := range plainFields(&s.draft) { // The model may come from a text that was pasted.
		*f = clean(*f)
	}
	s.build()
	return s
}

// plainFields are those that hold no key.
func plainFields(s *flow.Settings) []*string {
	return []*string{&s.Model, &s.Object, &s.Betas, &s.Request, &s.Route, &s.BaseURL}
}

// secrets is how many of the fields hold keys; they come first.
const secrets = 3

// build makes the form, with what was typed so far.
func (s *settingsScreen) build() {
	keys := huh.NewDefaultKeyMap()
	keys.Quit.SetEnabled(false) // Esc and ctrl+c are the program's.
	s.fields = nil
	all := []huh.Field{}
	for i, f := range []struct {
		title string
		value *string
		now   string
	}{
		{sayFieldKey, &s.draft.Key, s.now.Key},
		{sayFieldAdmin, &s.draft.AdminKey, s.now.AdminKey},
		{sayFieldOther, &s.draft.OtherKey, s.now.OtherKey},
		{sayFieldModel, &s.draft.Model, ""},
		{sayFieldThing, &s.draft.Object, ""},
		{sayFieldBetas, &s.draft.Betas, ""},
		{sayFieldFile, &s.draft.Request, ""},
		{sayFieldRoute, &s.draft.Route, ""},
		{sayFieldBase, &s.draft.BaseURL, ""},
	} {
		in := huh.NewInput().Title(f.title).Value(f.value)
		if i < secrets {
			in.EchoMode(huh.EchoModePassword)
			if f.now != "" {
				in.Placeholder(fmt.Sprintf(sayKeep, s.t.shown(f.now)))
			}
		}
		s.fields, all = append(s.fields, in), append(all, in)
	}
	s.hide()
	s.form = huh.NewForm(huh.NewGroup(all...)).WithShowHelp(false).WithKeyMap(keys).
		WithWidth(formWidth(s.window)).WithTheme(huh.ThemeFunc(s.t.formTheme))
}

// hide shows no character of a field that holds a secret, also where it does not belong.
func (s *settingsScreen) hide() {
	for i, in := range s.fields {
		if i < secrets {
			continue
		}
		v, _ := in.GetValue().(string)
		mode := huh.EchoModeNormal
		if s.t.mask(v) != v {
			mode = huh.EchoModePassword
		}
		in.EchoMode(mode)
	}
}

// Init starts the form.
func (s *settingsScreen) Init() tea.Cmd { return s.form.Init() }

// given returns what was typed, without the blanks that come along when something is pasted.
func (s *settingsScreen) given() flow.Settings {
	d := s.draft
	for _, f := range append(plainFields(&d), &d.Key, &d.AdminKey, &d.OtherKey) {
		*f = strings.TrimSpace(*f)
	}
	return d
}

// Refuse shows why the settings were not taken; what was typed stays.
func (s *settingsScreen) Refuse(err error) tea.Cmd {
	text := err.Error()
	for _, secret := range []string{s.draft.Key, s.draft.AdminKey, s.draft.OtherKey} {
		if secret = strings.TrimSpace(secret); secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	s.err, s.saving = s.t.shown(text), false
	s.build()
	return s.form.Init()
}

func (s *settingsScreen) Keys() []bound {
	if s.saving {
		return []bound{bind(goBack, "esc", "back", "esc")}
	}
	return []bound{
		bind(saveSettings, "ctrl+s", "done", "ctrl+s").explain("done: take all fields as they are"),
		bind(goBack, "esc", "back, nothing changed", "esc"),
	}
}

// Typing reports whether letters are text now: always.
func (s *settingsScreen) Typing() bool { return true }

// Type hands everything to the form, and the settings over once it is filled in.
func (s *settingsScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		s.window = size.Width
		s.form = s.form.WithWidth(formWidth(s.window))
		return nil, nil
	}
	if s.saving {
		return nil, nil
	}
	m, cmd := s.form.Update(msg)
	if f, ok := m.(*huh.Form); ok {
		s.form = f
	}
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
	b.add(st.heading, wrap(saySettings, w)...)
	if s.err != "" {
		b.add(st.warn, wrap(sayNotSet+s.err, w)...)
	}
	if s.saving {
		b.add(st.strong, sayChecking)
		return b
	}
	b.add(st.dim, wrap(saySettingsHow, w)...)
	key := sayNoKey
	if s.now.Key != "" {
		key = s.t.shown(strings.TrimSuffix(s.now.Key+", "+s.now.KeyFrom, ", "))
	}
	b.raw(hang(sayKeyFrom, key, w)...)
	if s.now.UsualPath != "" {
		b.raw(hang(sayUsualPath, s.t.shown(s.now.UsualPath), w)...)
	}
	b.gap()
	b.form(s.form.View())
	return b
}

// Cursor returns nil: the form draws its own.
func (s *settingsScreen) Cursor(int) *tea.Cursor { return nil }
