package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// parkedScreen lists what waits for somebody else, by role, with the text to send to each. Any can be answered by hand.
type parkedScreen struct {
	t      *state
	cursor int
}

// at returns the fact that is highlighted and the group it is in.
func (s *parkedScreen) at() (flow.Fact, conversation.WaitingGroup, bool) {
	i := s.cursor
	for _, g := range s.t.state.Waiting() {
		if i < len(g.Facts) {
			return g.Facts[i], g, true
		}
		i -= len(g.Facts)
	}
	return flow.Fact{}, conversation.WaitingGroup{}, false
}

func (s *parkedScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.t.state.Session.Parked())-1, 0))
}

func (s *parkedScreen) Choose() intent {
	f, _, ok := s.at()
	switch {
	case !ok:
		return told(sayNothingWaits)
	case s.t.pb.Question(f.ID) == nil:
		return edited(f.ID)
	default:
		return looked(f.ID)
	}
}

func (s *parkedScreen) Keys() []bound {
	var keys []bound
	if _, _, ok := s.at(); ok {
		keys = choosing(i18n.T("answer it"))
		if s.t.state.Book.Checklist != nil {
			keys = append(keys,
				bind(command(conversation.CopyText), "c", i18n.T("copy"), "c").explain(i18n.T("copy the text for this role, to send it")),
				able(conversation.TakeAnswers),
			)
		}
	}
	return append(closing(keys...), able(conversation.ShowTrail), bind(goBack, "Z", keyClose, "Z").quiet())
}

// Copy gives the text for the role that is highlighted.
func (s *parkedScreen) Copy() (what, text string) {
	_, g, ok := s.at()
	if !ok || s.t.state.Book.Checklist == nil {
		return "", ""
	}
	return i18n.T("the list for %s", s.t.state.Role(g.Role)), s.t.state.Book.Checklist.Write(s.t.state.Session, g.Role, 0)
}

func (s *parkedScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(i18n.T("Waiting for someone else"), w)...)
	groups := s.t.state.Waiting()
	if len(groups) == 0 {
		b.add(ink{}, page.Wrap(sayNothingWaits, w)...)
		return b
	}
	s.t.draw(&b, s.t.state.Parked()[1:], w, list{cursor: s.cursor, under: 3})
	if _, g, ok := s.at(); ok && s.t.state.Book.Checklist != nil {
		text := s.t.state.Book.Checklist.Write(s.t.state.Session, g.Role, w)
		b.gap()
		b.add(st.heading, page.Wrap(i18n.T("To send to %s (c copies it)", s.t.state.Role(g.Role)), w)...)
		for _, l := range strings.Split(s.t.mask(strings.Join(page.Rows(strings.TrimRight(text, "\n")), "\n")), "\n") {
			b.add(st.code, page.FoldCode(l, w)...)
		}
	}
	return b
}

// answersScreen takes a list of parked questions as it came back.
type answersScreen struct {
	areaScreen

	role  string       // Whose letter was looked at; empty for all.
	back  flow.Checked // What came of the last text, of which nothing was taken; said until the area is empty, or another text is read.
	whole bool         // That text stands there unchanged.
	busy  bool
}

func newAnswers(t *state, role string) *answersScreen {
	s := &answersScreen{areaScreen: areaScreen{t: t, area: newArea(t.mask)}, role: role}
	s.head = s.about
	s.area.title, s.area.what = i18n.T("Paste the answers, then enter"), i18n.T("The list as it came back, with an answer to each point. The rest of a mail around it does no harm.")
	return s
}

// letter is the screen for the reply to the role's letter, as it was left: each has its own draft, while anything of it waits.
func (t *state) letter(role string) *answersScreen {
	s := t.letters[role]
	if s == nil {
		s = newAnswers(t, role)
		t.letters[role] = s
	}
	return s
}

// settled drops the drafts of letters of which nothing waits any more.
func (t *state) settled() {
	waiting := t.state.Waiting()
	for role := range t.letters {
		if len(waiting) == 0 || role != "" && !slices.ContainsFunc(waiting, func(g conversation.WaitingGroup) bool { return g.Role == role }) {
			delete(t.letters, role)
		}
	}
}

// Refuse says why nothing was taken of the text that stands there.
func (s *answersScreen) Refuse(c flow.Checked) {
	s.back, s.whole = c, true
	if c.Other == nil && len(c.Problems) == 0 {
		s.back.Problems = []string{i18n.T("Not taken: nothing in the reply is filled in.")}
	}
}

func (s *answersScreen) Keys() []bound {
	keys := []bound{s.reading(readAnswers, i18n.T("Nothing pasted yet. Paste what came back."))}
	switch other := s.back.Other; {
	case other != nil && other.Report: // It holds no answers to take.
	case other != nil:
		keys = append(keys, bind(takeAnswers, "ctrl+y", i18n.T("take it here"), "ctrl+y").explain(i18n.T("take it in this session all the same")))
	case len(s.back.Problems) > 0:
		if s.back.Prose != "" {
			keys = append(keys, bind(takeAnswers, "ctrl+y", i18n.T("keep as words"), "ctrl+y").explain(i18n.T("keep it as their words, and answer the question from them")))
		}
		keys = append(keys, bind(copyLetter, "ctrl+l", i18n.T("the letter again"), "ctrl+l"))
	}
	return append(append(keys, s.emptying()...), bind(goBack, "esc", keyBack, "esc").explain(i18n.T("back; the text stays as a draft")))
}

// Fresh forgets what was said about the text before: another one takes its place.
func (s *answersScreen) Fresh() { s.back, s.whole = flow.Checked{}, false }

// Type takes keys and pastes that no binding took.
func (s *answersScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if s.whole { // Another reply takes the place of one that was refused.
			s.area.clear()
		}
		s.Fresh()
		s.area.paste(msg.Content)
	case tea.KeyPressMsg:
		took := true
		if cmd, took = s.area.key(msg); !took && msg.Text != "" {
			return nil, told(sayTooLarge)
		}
	}
	if s.whole = false; s.area.empty() {
		s.Fresh()
	}
	return cmd, nil
}

func (s *answersScreen) about(w int) ([]string, ink) {
	warn := s.t.st.warn
	switch {
	case s.busy:
		return page.Wrap(i18n.T("Reading the text…"), w), warn
	case s.back.Other != nil:
		return page.Hang("! ", s.t.shown(s.t.state.NotOurs(s.back)), w), warn
	case len(s.back.Problems) == 0:
		return nil, warn
	}
	var out []string
	for _, e := range s.back.Problems {
		out = append(out, page.Hang("! ", s.t.shown(e), w)...)
	}
	if s.back.Prose != "" {
		return append(out, page.Wrap(i18n.T("ctrl+y keeps what they wrote as their words, and asks the question now. Or correct the text, or paste another reply."), w)...), warn
	}
	return append(out, page.Wrap(i18n.T("Correct the text, or paste another reply in its place."), w)...), warn
}

// Letter is the text that is answered.
func (s *answersScreen) Letter() string {
	return s.t.state.Book.Checklist.Write(s.t.state.Session, s.role, 0)
}
