package tui

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
)

// TestHandBackAnywhere holds that what a command printed never becomes an error text, wherever it is pasted.
func TestHandBackAnywhere(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"question": nil, "trail": {"t"}, "another text": {"p"}, "copied command": {"r", "enter", "c"},
	} {
		b := asked(t, &machine{}, customers).press(keys...).paste("nonce n1").press("enter")
		if b.wants("What the command told"); b.app.t.reading != nil {
			t.Errorf("%s: it was read as an error", name)
		}
		b = asked(t, &machine{}, customers).press(keys...).paste("nonce n0").press("enter")
		if b.wants("! Not taken: this is the output of another session", "Nothing is lost"); len(b.app.t.state.Session.Facts()) != 0 {
			t.Errorf("%s: the facts are %v", name, b.app.t.state.Session.Facts())
		}
	}
	// At the start it may belong to the session before, which is a key away.
	b := newBench(t, 80, 40, with(&machine{}), func(c *Config) { c.Last = &conversation.LastSession{Title: "yesterday"} })
	b.paste("nonce n0").press("enter").wants("! Not taken", "b continues that one")
}

// TestCopyAgain holds that copying twice shows one screen, from which the output can be handed back.
func TestCopyAgain(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{}, customers).press("r", "enter", "c", "c", "c").wants("Sent to the clipboard once more.").press("esc").wants("The command for the customer")
	b.press("c", "o").wants("Paste its output, then enter").press("esc", "m").wants("m does nothing here")
}

// TestRefusedFieldHasTheFocus holds that what is typed after a refusal goes where the mistake is.
func TestRefusedFieldHasTheFocus(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}, refuse: &flow.SettingError{Setting: flow.SetBaseURL, Err: errors.New("it names no host")}}
	b := asked(t, m).press("r", "m").wants("2/9 Base URL", "9/9 Another route")
	_, cmd := b.app.Update(keyPress("down"))
	b.app.Update(cmd())
	b.types("127.0.0.1:1").saves()
	b.wants("! Not taken: it names no host", "127.0.0.1:1")
	m.refuse = nil
	b.types("23").saves()
	b.wants("Noted: Base URL.")
	b.press("m")
	b.app.top().screen.(*settingsScreen).form.NextField()
	b.app.Update(tea.PasteMsg{Content: "https://gateway.example"})
	b.wants("> https://gateway.example").lacks("127.0.0.1").press("esc")
	if m.set.BaseURL != "127.0.0.1:123" || m.set.Key != fakeKey {
		t.Fatalf("set to %+v", m.set)
	}
}
