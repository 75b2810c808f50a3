package tui

import (
	"slices"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// roleScreen asks who else must check a question. The last line takes a name in the person's own words.
type roleScreen struct {
	t      *state
	q      *flow.Question
	roles  []flow.Role // The question's own first.
	cursor int
	input  textinput.Model
}

func newRole(t *state, q *flow.Question) *roleScreen {
	s := &roleScreen{t: t, q: q, roles: slices.Clone(t.pb.Roles), input: oneLine("")}
	slices.SortStableFunc(s.roles, func(a, b flow.Role) int {
		switch q.Role {
		case a.ID:
			return -1
		case b.ID:
			return 1
		default:
			return 0
		}
	})
	s.input.SetValue(t.drafts[s.draft()])
	if f, ok := t.state.Session.Fact(q.ID); ok && f.Parked() {
		s.cursor = slices.IndexFunc(s.roles, func(r flow.Role) bool { return r.ID == f.Asked })
		if s.cursor < 0 {
			s.cursor = len(s.roles)
			s.input.SetValue(f.Asked)
		}
	}
	return s
}

// oneLine is a field for one line of text.
func oneLine(prompt string) textinput.Model {
	in := textinput.New()
	in.SetStyles(textinput.Styles{}) // Its own gray can't be seen on some backgrounds.
	in.Prompt = prompt
	in.SetVirtualCursor(false)
	in.Focus()
	return in
}

// typed takes a key or a paste into a field, and shows no character of it while it holds a secret.
func (t *state) typed(in textinput.Model, msg tea.Msg) (textinput.Model, tea.Cmd) {
	in, cmd := in.Update(msg)
	in.EchoMode = textinput.EchoNormal
	if v := in.Value(); t.mask(v) != v {
		in.EchoMode = textinput.EchoPassword
	}
	return in, cmd
}

func (s *roleScreen) draft() string { return "role:" + s.q.ID }

func (s *roleScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), len(s.roles)) }

func (s *roleScreen) Choose() intent {
	if !s.Typing() {
		return parked{s.q.ID, s.roles[s.cursor].ID}
	}
	if err := conversation.CheckName(s.input.Value()); err != nil {
		return told(err.Error())
	}
	if name := s.t.shown(s.input.Value()); name != "" {
		return parked{s.q.ID, name}
	}
	return told(i18n.T("Nobody is named yet: type who must check it."))
}

func (s *roleScreen) Keys() []bound {
	keys := []bound{bind(chose{}, "enter", i18n.T("park it"), "enter").explain(i18n.T("park the question for this role, and go on with the next"))}
	if s.Typing() {
		if len(s.roles) > 0 {
			keys = append(keys, bind(moved(-1), "↑", i18n.T("choose"), "up"))
		}
		return append(keys, bind(goBack, "esc", keyBack, "esc"))
	}
	return closing(append(keys, choosing("")[1:]...)...)
}

// Typing reports whether letters are text now: on the last line.
func (s *roleScreen) Typing() bool { return s.cursor == len(s.roles) }

// Type takes the name.
func (s *roleScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok {
		s.cursor = len(s.roles)
		msg = tea.PasteMsg{Content: page.Line(p.Content)}
	}
	if !s.Typing() {
		return nil, nil
	}
	var cmd tea.Cmd
	s.input, cmd = s.t.typed(s.input, msg)
	s.t.drafts[s.draft()] = s.input.Value()
	return cmd, nil
}

func (s *roleScreen) head(w int) []string {
	return append(page.Wrap(i18n.T("Who must check this?"), w), page.Wrap(s.t.state.Topic(s.q.ID), w)...)
}

func (s *roleScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	for i, l := range s.head(w) {
		style := st.dim
		if i == 0 {
			style = st.strong
		}
		b.add(style, l)
	}
	b.gap()
	for i, r := range s.roles {
		style, mark := ink{}, "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		lines := page.Wrap(page.Line(r.Title), w-4)
		for j, l := range lines {
			line := mark + style.Render(" "+l+" ")
			if r.ID == s.q.Role && j == len(lines)-1 && len(l)+len(i18n.T(" ← usually"))+4 <= w {
				line += st.good.Render(i18n.T(" ← usually"))
			}
			b.rows = append(b.rows, row{line, parked{s.q.ID, r.ID}})
			mark = "  "
		}
	}
	mark, word := "  ", " "+i18n.T("someone else: ")
	if s.Typing() {
		mark, b.focus = "▸ ", len(b.rows)
		word = " " + st.strong.Render(i18n.T("someone else: "))
	}
	s.input.SetWidth(max(w-len(i18n.T("someone else: "))-5, 8))
	b.rows = append(b.rows, row{mark + word + s.input.View(), moved(len(s.roles) - s.cursor)})
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *roleScreen) Cursor(w int) *tea.Cursor {
	if !s.Typing() {
		return nil
	}
	c := s.input.Cursor()
	if c != nil {
		b := s.Body(w, 0)
		c.X += len(i18n.T("someone else: ")) + 3
		c.Y += len(b.rows) - 1
	}
	return c
}
