package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// TestLook holds that nothing is looked at before it was agreed to, what a look answers, and that a customer's machine is another one.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		lamp  lamp
		keys  []string
		paste string
		has   string
		known flow.Source
	}{
		{"offered", lamp{}, []string{"tab", "n"}, "", "l  look here", ""},
		{"offered in a customer's call", lamp{}, []string{"tab", "n", "C"}, "", "l  look there    a command for them", ""},
		{"agreed to first", lamp{}, []string{"tab", "n", "l"}, "", "lamp.json", ""},
		{"looked", lamp{}, []string{"tab", "n", "l", "2"}, "", "The lamp of button is on", flow.Machine},
		{"and goes on", lamp{}, []string{"tab", "n", "l", "1", "enter"}, "", "Is there water in the tank?", flow.Machine},
		{"and is taken back", lamp{}, []string{"tab", "n", "l", "1", "enter", "ctrl+z"}, "", "Is the lamp beside", ""},
		{"not agreed to", lamp{}, []string{"tab", "n", "l", "esc"}, "", "Is the lamp beside", ""},
		{"it runs elsewhere", lamp{}, []string{"tab", "n", "l", "3"}, "", "cat /etc/coffee/lamp.json", ""},
		{"it fails", lamp{errors.New("a file does not answer")}, []string{"tab", "n", "l", "1"}, "", "a file does not answer", ""},
		{"a customer's", lamp{}, []string{"tab", "n", "C", "l", "1"}, "", "cat /etc/coffee/lamp.json", ""},
		{"what it printed there", lamp{}, []string{"tab", "n", "C"}, "lamp-look", "The lamp of the customer is on", flow.Customer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, 80, 40, func(c *Config) { c.Looker = tt.lamp })
			b.press(tt.keys...)
			if tt.paste != "" {
				b.paste(tt.paste).press("enter")
			}
			if shown := b.screen(); !strings.Contains(shown, tt.has) {
				t.Errorf("there is no %q on\n%s", tt.has, shown)
			}
			facts := b.app.t.state.Session.Facts()
			i := slices.IndexFunc(facts, func(f flow.Fact) bool { return f.ID == "power" })
			if known := i >= 0; known != (tt.known != "") || known && facts[i].From != tt.known {
				t.Errorf("known are %v, want the lamp from %q", facts, tt.known)
			}
		})
	}
}
