package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/conversation"
)

// hidden stands in everything that a guest may not see.
const hidden = "HIDDEN"

// invited has a guest in a session in which an engineer has written down what is not the guest's to see.
func invited(s *shared) func(*Config) {
	return func(c *Config) {
		session := new(flow.Session)
		session.As(hidden + " Ann")
		at := c.Now()
		session.Open(flow.About{Playbook: c.Playbook.ID, Whose: flow.Customer, Ticket: hidden + "-1", Target: "api.example", Name: hidden + "-name", Origin: hidden}, at)
		session.Note(at, flow.Note{Name: flow.NoteOn(""), Text: hidden + " on all", From: flow.You}, flow.Note{Name: flow.NoteOn("water"), Text: hidden + " on it", From: flow.You},
			flow.Note{Name: flow.WordsOn("water"), Text: hidden + " words", From: flow.Customer}, flow.Note{Name: hidden, Text: hidden, From: flow.Pasted})
		session.Assert(at, flow.Fact{ID: "display-says", Value: flow.No, From: flow.Colleague, Quote: hidden + " quote"}, flow.Fact{ID: "valve", Value: flow.Unsure, From: flow.Customer, Asked: hidden + " role"})
		s.events = session.Events()
		c.Session, c.Shared, c.By, c.Record, c.Last, c.Guest = session, s, "customer", nil, nil, true
		c.Due, c.Reporter, c.Checklist, c.Escalation, c.Watcher, c.Looker = nil, nil, nil, nil, nil, nil
	}
}

// TestGuestKeys presses keys, clicks and pastes in any order as a guest, while the engineer goes on. Nothing of the engineer's is ever
// drawn or copied, and nothing is recorded but answers, texts and whether the fix works, as the customer's.
func TestGuestKeys(t *testing.T) {
	t.Parallel()
	keys := []string{"left", "right", "up", "down", "enter", "esc", "tab", "space", "pgup", "pgdown", "ctrl+z", "ctrl+u", "ctrl+s", "ctrl+j", "f1", "backspace", "home", "end", "\"", "'", "+", ">", "?"}
	for _, c := range conversation.Commands() {
		keys = append(keys, c.Keys...)
	}
	for r := 'A'; r <= 'z'; r++ {
		keys = append(keys, string(r))
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := new(shared)
		b := newBench(t, 80, 24, desk, invited(s))
		s.b = b
		first := len(s.events)
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "kind") {
			case 0:
				b.paste(rapid.SampledFrom([]string{"E4: tank", "lamp off", "nothing", "yes", "[power] no it is dark"}).Draw(rt, "text"))
			case 1:
				b.send(tea.MouseClickMsg{X: rapid.IntRange(0, 80).Draw(rt, "x"), Y: rapid.IntRange(0, 24).Draw(rt, "y"), Button: tea.MouseLeft})
			case 2:
				b.sendTicks()
			case 3:
				s.bob(func(session *flow.Session) []flow.Event {
					session.As(hidden + " Ann")
					return session.Say(fixture(), flow.Fact{ID: rapid.SampledFrom([]string{"power", "water", "valve"}).Draw(rt, "fact"), Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(rt, "value"), From: flow.You, Quote: hidden}, b.now)
				})
				b.send(changedMsg{})
			case 4:
				b.size(rapid.IntRange(30, 140).Draw(rt, "w"), rapid.IntRange(10, 50).Draw(rt, "h"))
			default:
				b.press(rapid.SampledFrom(keys).Draw(rt, "key"))
			}
			if shown := b.app.View().Content; strings.Contains(shown, hidden) || strings.Contains(b.clip, hidden) || strings.Contains(shown, "w why") {
				rt.Fatalf("a guest sees, on %T:\n%s\nand has copied %q", b.app.top().screen, b.screen(), b.clip)
			}
			switch sc := b.app.top().screen.(type) {
			case *pageScreen, *endScreen, *verdictScreen, *questionScreen, *noteScreen, *parkedScreen, *aboutScreen, *roleScreen,
				*settingsScreen, *cardScreen, *freeScreen, *inviteScreen, *changeScreen, *examplesScreen, *fileScreen, *fillScreen:
				rt.Fatalf("a guest is on %T", sc)
			}
			if b.quit {
				break
			}
		}
		for _, e := range s.events[first:] {
			switch {
			case e.By != "customer":
			case e.Kind == flow.Opened, e.Kind == flow.Noted && e.Note.From.Person() && e.Note.Text != "" && e.Note.Name != flow.FixedBy, e.Kind == flow.Asserted && (e.Fact.From == flow.You || e.Fact.From == flow.Colleague):
				rt.Fatalf("a guest records %+v (%+v, %+v)", e, e.Fact, e.Note)
			}
		}
	})
}

// TestGuest walks through a session as a guest does.
func TestGuest(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, invited(s))
	s.b = b
	b.wants("Can you see the little lamp beside the switch, and is it lit?", "y yes", "Never type a key here")
	b.lacks("Why", "the customer says", "Causes", "Without power")
	b.press("h").wants("Look at the lamp").press("esc")
	b.press("y").wants("Noted · ctrl+z undo", "Is there water in it?")
	b.press("ctrl+z").wants("Taken back", "the little lamp").press("ctrl+z").wants("the little lamp") // What the engineer said stays.
	b.press("y", "n").wants("The tank is empty", "Fill the tank with water", "Send: ").lacks("Because", "certain", "Cause 2")
	b.press("v").wants("Does it work now?", "it works").lacks("in 10 minutes", "customer says")
	b.press("y", "enter").wants("Solved", "Thank you")
	b.press("q")
	if !b.quit {
		t.Error("q does not leave")
	}
}

// TestInvite holds that an engineer lets a customer in by a key, and sends them away by one.
func TestInvite(t *testing.T) {
	t.Parallel()
	in := &invites{}
	b := newBench(t, 80, 24, func(c *Config) { c.Inviter = in })
	b.press("tab", "n", "J").wants("ssh join-abc@desk.example", "It works once").press("c")
	b.copied("ssh join-abc@desk.example")
	b.press("esc", "esc", "X").wants("X does nothing here").press("J", "X").wants("No code works any more", "There were 2", "Is the lamp")
	in.err = errDisk
	b.press("J").wants("no space left").press("X").wants("Nothing was revoked: ", "no space left")
	if in.revoked != 2 {
		t.Errorf("revoked %d times", in.revoked)
	}
	alone := newBench(t, 80, 24)
	alone.press("tab", "n", "J").wants("J does nothing here")
}

type invites struct {
	err     error
	revoked int
}

func (i *invites) Invite() (string, error) { return "ssh join-abc@desk.example", i.err }

func (i *invites) Revoke() (int, error) {
	i.revoked++
	return 2, i.err
}
