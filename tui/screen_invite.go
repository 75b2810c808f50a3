package tui

import (
	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Inviter lets a customer into the session that is talked through.
type Inviter interface {
	// Invite returns what the customer types, once, to come in, and how long that can be done. It may be slow.
	Invite() (line string, err error)
	// Revoke makes what was given out void, and sends those away who came in by it. It returns how many there were.
	// It may be slow.
	Revoke() (int, error)
}

// inviting is the key that lets a customer in.
func (t *state) inviting() []bound {
	if t.inviter == nil {
		return nil
	}
	return []bound{bind(invite, "J", i18n.T("invite"), "J").explain(i18n.T("let the customer into this session, by a code that works once")).quiet()}
}

// inviteScreen shows what the customer types to come in.
type inviteScreen struct {
	t     *state
	line  string
	err   error
	waits bool
}

// invite makes a code, and shows it.
func (a *App) invite() tea.Cmd {
	if a.t.inviter == nil {
		return nil
	}
	s := &inviteScreen{t: a.t, waits: true}
	a.push(s)
	a.status = status{}
	return aside(a.t.inviter.Invite, func(line string, err error) tea.Cmd {
		s.line, s.err, s.waits = page.Line(line), err, false
		return nil
	})
}

// revoke makes what was given out void.
func (a *App) revoke() tea.Cmd {
	if a.t.inviter == nil {
		return nil
	}
	if _, ok := a.top().screen.(*inviteScreen); ok {
		a.pop()
	}
	return aside(a.t.inviter.Revoke, func(n int, err error) tea.Cmd {
		a.status = status{text: i18n.T("No code works any more, and nobody is in by one. There were %d.", n)}
		if err != nil {
			a.status = status{text: i18n.T("Nothing was revoked: %s", a.t.shown(err.Error())), bad: true}
		}
		return nil
	})
}

func (s *inviteScreen) Keys() []bound {
	var keys []bound
	if s.line != "" {
		keys = append(keys, bind(command(conversation.CopyText), "c", i18n.T("copy"), "c").explain(i18n.T("copy what the customer types")))
	}
	keys = append(keys, bind(revoke, "X", i18n.T("revoke"), "X").explain(i18n.T("make all codes of this session void, and send those away who came in by one")))
	return closing(append(keys, bind(goBack, "enter", keyClose, "enter").quiet())...)
}

// Copy gives what the customer types.
func (s *inviteScreen) Copy() (what, text string) { return i18n.T("what the customer types"), s.line }

func (s *inviteScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(i18n.T("Let the customer into this session"), w)...)
	switch {
	case s.waits:
		b.add(st.dim, i18n.T("Making a code…"))
		return b
	case s.err != nil:
		b.add(st.warn, page.Hang("! ", s.t.shown(s.err.Error()), w)...)
		return b
	}
	b.add(st.strong, page.Wrap(i18n.T("They type this, on any machine with ssh:"), w)...)
	b.gap()
	b.add(st.code, page.FoldCode("  "+s.line, w)...)
	b.gap()
	b.add(st.dim, page.Wrap(i18n.T("It works once, within 30 minutes. They see the questions in their wording, the commands and the fix, and nothing else: no notes, no causes, no other session. X makes it void and sends them away."), w)...)
	return b
}
