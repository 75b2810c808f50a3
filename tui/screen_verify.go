package tui

import (
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

// ways are the entries of the page.
func (s *verifyScreen) ways() []page.Item {
	var out []page.Item
	for _, b := range s.t.state.Verifying() {
		if item, ok := b.(page.Item); ok && (!s.t.guest || guestMay(leadsTo(item.Pick))) {
			out = append(out, item)
		}
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
	return leadsTo(s.ways()[s.cursor].Pick)
}

func (s *verifyScreen) Keys() []bound {
	var keys []bound
	for _, it := range s.ways() {
		if name, ok := it.Pick.(conversation.Name); ok {
			keys = append(keys, able(name))
		}
	}
	keys = append(keys, choosing(i18n.T("take the choice"))...)
	if s.t.state.Answering() == flow.Customer {
		keys = append(keys, of(conversation.CopyWording()).quiet())
	}
	return closing(append(keys, s.t.speaking())...)
}

// Copy gives what is read out.
func (s *verifyScreen) Copy() (what, text string) {
	if s.t.state.Answering() != flow.Customer {
		return "", ""
	}
	return i18n.T("the customer's wording"), s.t.state.SayVerify()
}

func (s *verifyScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	if s.t.state.Answering() == flow.Customer {
		s.t.draw(&b, conversation.ToRead(s.t.state.SayVerify()), w, still)
	} else {
		s.t.draw(&b, s.t.state.Verifying()[:1], w, still)
	}
	high := h >= 16
	if v := s.t.pos.Verdict; v != nil && high {
		b.gap()
		b.add(st.dim, page.Hang(i18n.T("After: "), s.t.state.Remedy(v).Line(), w)...)
	}
	b.gap()
	b.rows = append(b.rows, s.t.speakerRows(s.t.speaker(s.fact()), w)...)
	s.t.ways(&b, s.ways(), s.cursor, st.strong, w, high)
	return b
}

// workedScreen takes the id of the request that worked. It may stay empty.
type workedScreen struct{ fieldsScreen }

func newWorked(t *state) *workedScreen {
	return &workedScreen{newFields(t, workedDraft, i18n.T("The id of the request that worked, if it is known:"))}
}

// workedDraft is what a request id is kept under until the answer is given.
const workedDraft = "worked"

func (s *workedScreen) Keys() []bound {
	word, long := i18n.T("skip"), i18n.T("it works; which request it was is not known")
	id := s.t.shown(s.fields[0].Value())
	if id != "" {
		word, long = i18n.T("keep it"), i18n.T("it works, and this request shows it")
	}
	return []bound{
		bind(worked(id), "enter", word, "enter").explain(long),
		bind(goBack, "esc", keyBack, "esc").explain(i18n.T("back; nothing is answered yet")),
	}
}

func (s *workedScreen) Body(w, h int) body {
	b := s.fieldsScreen.Body(w, h)
	b.add(s.t.st.dim, page.Wrap(i18n.T("It is in the answer's header request-id. enter alone skips it."), min(w, textMax))...)
	return b
}
