package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// verifyScreen asks whether the full request works after the fix, offers to find out, or to be asked again later.
type verifyScreen struct {
	t      *state
	cursor int
}

// way is one line of the verify screen.
type way struct {
	key, text, then string
	do              intent
}

func (s *verifyScreen) ways() []way {
	out := []way{
		{"y", i18n.T("it works"), i18n.T("Then this was it."), tried(flow.Yes)},
		{"n", i18n.T("the fix was made, and it is still refused"), i18n.T("Then this was not all of it: the questions go on with what is left."), tried(flow.No)},
		{"l", i18n.T("the fix is not made yet"), i18n.T("Then you see what is left to do, and can come back."), tried(flow.Unsure)},
		{"z", i18n.T("check again in 10 minutes"), i18n.T("why403 offers it when it next starts."), later},
	}
	if _, ok := s.t.card(flow.FullProbe); ok {
		text := i18n.T("send the failing request again")
		if s.t.state.Answering() == flow.Customer {
			text = i18n.T("the customer sends the failing request again")
		}
		out = append(out, way{"r", text, i18n.T("It is shown first; if it works, that is the answer."), opened(atRerun)})
	}
	return out
}

// fact is the fact that is asked for.
func (s *verifyScreen) fact() string {
	if v := s.t.pos.Verdict; v != nil {
		return flow.FixedFact(v.ID)
	}
	return ""
}

func (s *verifyScreen) Move(n int) {
	last := len(s.ways()) - 1
	if s.cursor < 0 && n < 0 {
		s.cursor = last + 1
	}
	s.cursor = min(max(s.cursor+n, 0), last)
}

func (s *verifyScreen) Choose() intent {
	if s.cursor < 0 {
		return told(sayChooseFirst)
	}
	return s.ways()[s.cursor].do
}

func (s *verifyScreen) Keys() []bound {
	keys := []bound{
		able(conversation.SayWorks, tried(flow.Yes)),
		able(conversation.SayRefused, tried(flow.No)),
		bind(tried(flow.Unsure), "l", i18n.T("not yet"), "l", "?", "u").explain(i18n.T("the fix is not made yet: see what is left to do")),
		able(conversation.SayLater, later),
	}
	if _, ok := s.t.card(flow.FullProbe); ok {
		keys = append(keys, bind(opened(atRerun), "r", i18n.T("send it"), "r").explain(i18n.T("send the failing request again; it is shown first")))
	}
	keys = append(keys, choosing(i18n.T("take the choice"))...)
	return closing(append(keys, s.t.speaking())...)
}

func (s *verifyScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.strong, page.Wrap(conversation.Verify(), w)...)
	high := h >= 16
	if v := s.t.pos.Verdict; v != nil && high {
		b.gap()
		b.add(st.dim, page.Hang(i18n.T("After: "), s.t.state.Remedy(v).Line(), w)...)
	}
	b.gap()
	b.rows = append(b.rows, s.t.speakerRows(s.t.speaker(s.fact()), w)...)
	for i, x := range s.ways() {
		style, mark := st.strong, "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		for _, l := range page.Hang(" "+x.key+"  ", x.text, w-3) {
			b.rows = append(b.rows, row{mark + style.Render(l+" "), x.do})
			mark = "  "
		}
		if high {
			b.choice(x.do, st.dim, page.Hang("      ", x.then, w)...)
		}
	}
	return b
}

// workedScreen takes the id of the request that worked. It may stay empty.
type workedScreen struct {
	t     *state
	input textinput.Model
}

func newWorked(t *state) *workedScreen {
	s := &workedScreen{t: t, input: oneLine("> ")}
	s.input.SetValue(t.drafts[workedDraft])
	return s
}

// workedDraft is what a request id is kept under until the answer is given.
const workedDraft = "worked"

func (s *workedScreen) Keys() []bound {
	word, long := i18n.T("skip"), i18n.T("it works; which request it was is not known")
	id := s.t.shown(s.input.Value())
	if id != "" {
		word, long = i18n.T("keep it"), i18n.T("it works, and this request shows it")
	}
	return []bound{
		bind(worked(id), "enter", word, "enter").explain(long),
		bind(goBack, "esc", keyBack, "esc").explain(i18n.T("back; nothing is answered yet")),
	}
}

// Typing reports whether letters are text now: always.
func (s *workedScreen) Typing() bool { return true }

// Type takes the id.
func (s *workedScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: page.Line(p.Content)}
	}
	var cmd tea.Cmd
	s.input, cmd = s.t.typed(s.input, msg)
	s.t.drafts[workedDraft] = s.input.Value()
	return cmd, nil
}

func (s *workedScreen) head(w int) []string {
	return page.Wrap(i18n.T("The id of the request that worked, if it is known:"), w)
}

func (s *workedScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.strong, s.head(w)...)
	s.input.SetWidth(w - 3)
	b.raw(s.input.View())
	b.add(s.t.st.dim, page.Wrap(i18n.T("It stands in the answer's header request-id. enter alone skips it."), w)...)
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *workedScreen) Cursor(w int) *tea.Cursor {
	c := s.input.Cursor()
	if c != nil {
		c.Y += len(s.head(min(w, textMax)))
	}
	return c
}
