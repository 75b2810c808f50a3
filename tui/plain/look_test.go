package plain

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
)

// fakeLook looks at nothing.
type fakeLook struct {
	conversation.Looked
	decides []string
}

func (f fakeLook) Decides() []string    { return f.decides }
func (fakeLook) Plan() []page.Block     { return []page.Block{page.Text{Text: "the file x"}} }
func (fakeLook) Programs() []flow.Title { return []flow.Title{{ID: "x", Title: "A program"}} }
func (fakeLook) Commands() []flow.CommandTemplate {
	return []flow.CommandTemplate{{ID: "sh", Title: "sh", Text: "echo printed"}}
}
func (f fakeLook) Look(context.Context, string) conversation.Looked { return f.Looked }
func (f fakeLook) Output(text []byte, from flow.Source) (conversation.Looked, []byte, bool) {
	rest, ok := strings.CutPrefix(string(text), "printed")
	l := f.Looked
	l.From, l.Facts = from, slices.Clone(l.Facts)
	for i := range l.Facts {
		l.Facts[i].From = from
	}
	return l, []byte(rest), ok
}

// TestLook holds that nothing is read before it was listed, that what a look shows answers the question, and that it does so only
// where the program runs here.
func TestLook(t *testing.T) {
	t.Parallel()
	ask := config().Playbook.Questions[0].ID
	seen := fakeLook{decides: []string{ask}, Looked: conversation.Looked{
		Facts: []flow.Fact{{ID: ask, Value: flow.Yes, From: flow.Machine, Rule: "look", Quote: "KEY (your shell)"}},
		Told:  []page.Block{page.Text{Lead: "✓ ", Text: "KEY is set"}}, From: flow.Machine,
	}}
	fails := seen
	fails.Err = errors.New("a file does not answer")
	for _, tt := range []struct {
		name  string
		look  fakeLook
		lines []string
		has   string
		known flow.Source // Of the fact; empty if it is not known.
	}{
		{"listed first", seen, []string{"none", "look 1"}, "the file x", ""},
		{"then looked", seen, []string{"none", "look", "look 1"}, "✓ KEY is set", flow.Machine},
		{"it runs elsewhere", seen, []string{"none", "look", "look 2"}, "echo printed", ""},
		{"a customer's", seen, []string{"none", "customer", "look", "look 1"}, "echo printed", ""},
		{"what it printed there", seen, []string{"none", "customer", "look", "paste", "printed", "."}, "✓ KEY is set", flow.Customer},
		{"of no use here", fakeLook{}, []string{"none", "look"}, conversation.NoLook(), ""},
		{"it fails", fails, []string{"none", "look", "look 1"}, "Nothing was seen: a file does not answer", ""},
		{"and is taken back", seen, []string{"none", "look", "look 1", "undo"}, "Undone: yes", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Looker = tt.look
			_, out := talk(t, cfg, tt.lines...)
			says(t, out, tt.has)
			if f, _ := cfg.Session.Fact(ask); f.From != tt.known {
				t.Errorf("the fact is from %q, want %q", f.From, tt.known)
			}
		})
	}
}
