package tui

import (
	"strings"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// readOut draws what is to be read out to a customer, one thing after the other.
func (t *state) readOut(b *body, w int, say ...string) {
	b.add(t.st.dim, strings.TrimRight(conversation.ReadOutLead(), ": "))
	for _, s := range say {
		for _, l := range page.Wrap(s, w-2) {
			b.raw(t.st.accent.Render("┃ ") + t.st.strong.Render(l))
		}
	}
}

// sayScreen has the words in which a customer is told what was found.
type sayScreen struct{ t *state }

func (s *sayScreen) Keys() []bound {
	keys := []bound{bind(copyHere, "c", i18n.T("copy wording"), "c").explain(i18n.T("copy the customer's wording"))}
	if s.t.state.Stage() == conversation.AtVerdict {
		keys = append(keys, able(conversation.Verify, opened(atVerify)))
	}
	return append(closing(keys...), bind(goBack, "s", keyClose, "s").quiet())
}

// Copy gives what is read out.
func (s *sayScreen) Copy() (what, text string) {
	return i18n.T("the customer's wording"), strings.Join(s.t.state.ReadOut(), "\n")
}

func (s *sayScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.readOut(&b, min(w, textMax), s.t.state.ReadOut()...)
	return b
}
