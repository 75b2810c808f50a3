package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow"
)

// verifyScreen asks whether the full request works after the fix, offers to find out, or to be asked again later.
type verifyScreen struct {
	t      *talk
	cursor int
}

// way is one line of the verify screen.
type way struct {
	key, text, then string
	do              intent
}

func (s *verifyScreen) ways() []way {
	out := []way{
		{"y", sayWorks, sayWorksThen, tried(flow.Yes)},
		{"n", sayRefused, sayRefusedThen, tried(flow.No)},
		{"l", sayNotTried, sayNotTriedThen, tried(flow.Unsure)},
		{"z", sayLater, sayLaterThen, later},
	}
	if _, ok := s.t.card(flow.FullProbe); ok {
		text := sayRerun
		if s.t.from() == flow.Customer {
			text = sayRerunTheirs
		}
		out = append(out, way{"r", text, sayRerunThen, opened(atRerun)})
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
		bind(tried(flow.Yes), "y", keyItWorks, "y"),
		bind(tried(flow.No), "n", keyStillRefused, "n").explain(helpTheFixWasMade),
		bind(tried(flow.Unsure), "l", keyNotYet, "l", "?", "u").explain(helpTheFixIsNot),
		bind(later, "z", keyIn10Minutes, "z").explain(helpCheckAgainIn10),
	}
	if _, ok := s.t.card(flow.FullProbe); ok {
		keys = append(keys, bind(opened(atRerun), "r", keySendIt, "r").explain(helpSendTheFailingRequest))
	}
	keys = append(keys, choosing(keyTakeTheChoice)...)
	return closing(append(keys, s.t.speaking())...)
}

func (s *verifyScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.strong, wrap(sayVerify, w)...)
	high := h >= 16
	if v := s.t.pos.Verdict; v != nil && high {
		b.gap()
		b.add(st.dim, hang(sayAfter, v.Fix, w)...)
	}
	b.gap()
	b.rows = append(b.rows, s.t.speakerRows(s.t.speaker(s.fact()), w)...)
	for i, x := range s.ways() {
		style, mark := st.strong, "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		for _, l := range hang(" "+x.key+"  ", x.text, w-3) {
			b.rows = append(b.rows, row{mark + style.Render(l+" "), x.do})
			mark = "  "
		}
		if high {
			b.choice(x.do, st.dim, hang("      ", x.then, w)...)
		}
	}
	return b
}

// workedScreen takes the id of the request that worked. It may stay empty.
type workedScreen struct {
	t     *talk
	input textinput.Model
}

func newWorked(t *talk) *workedScreen {
	s := &workedScreen{t: t, input: oneLine("> ")}
	s.input.SetValue(t.drafts[workedDraft])
	return s
}

// workedDraft is what a request id is kept under until the answer is given.
const workedDraft = "worked"

func (s *workedScreen) Keys() []bound {
	word, long := saySkipKey, sayItWorksWhichRequest
	id := s.t.shown(s.input.Value())
	if id != "" {
		word, long = sayKeepIt, sayItWorksAndThis
	}
	return []bound{
		bind(worked(id), "enter", word, "enter").explain(long),
		bind(goBack, "esc", keyBack, "esc").explain(helpBackNothingIsAnswered),
	}
}

// Typing reports whether letters are text now: always.
func (s *workedScreen) Typing() bool { return true }

// Type takes the id.
func (s *workedScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: clean(p.Content)}
	}
	var cmd tea.Cmd
	s.input, cmd = s.t.typed(s.input, msg)
	s.t.drafts[workedDraft] = s.input.Value()
	return cmd, nil
}

func (s *workedScreen) head(w int) []string { return wrap(sayWhichWorked, w) }

func (s *workedScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.strong, s.head(w)...)
	s.input.SetWidth(w - 3)
	b.raw(s.input.View())
	b.add(s.t.st.dim, wrap(saySkip, w)...)
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
