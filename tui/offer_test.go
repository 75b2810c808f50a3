package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

const wroteText = `Error code: 403 - {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource"},"request_id":"req_011CFAKE"}

I get this on claude-opus-5-5, but other models answer.
`

// wrote is a wizard that has read an error with a person's words beside it.
func wrote(t *testing.T, text string) *bench {
	t.Helper()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Read = book.Playbook, book.Read
		c.Checklist, c.Reporter = office{book.Playbook}, writer{book.Playbook, c.Now}
	}).paste(text).press("enter", "enter") // The second comes too early to answer anything.
	if f, ok := b.app.t.state.Session.Fact("plain-works"); ok {
		t.Fatalf("an enter too many answers: %v", f)
	}
	b.sendTicks()
	b.now = b.now.Add(graceMax)
	return b
}

// TestOffer holds that what a person wrote is shown at its question, is no answer by itself, and is kept with the answer that it
// suggests and no other.
func TestOffer(t *testing.T) {
	t.Parallel()
	const id, words = "plain-works", "other models answer"
	for name, tt := range map[string]struct {
		keys  []string
		value flow.Value
		quote string
	}{
		"nothing pressed":        {nil, flow.Unknown, ""},
		"enter":                  {[]string{"enter"}, flow.Yes, words},
		"y":                      {[]string{"y"}, flow.Yes, words},
		"n":                      {[]string{"n"}, flow.No, ""},
		"not sure":               {[]string{"?"}, flow.Unsure, ""},
		"another highlighted":    {[]string{"down", "enter"}, flow.No, ""},
		"undone":                 {[]string{"enter", "ctrl+z"}, flow.Unknown, ""},
		"undone, again":          {[]string{"enter", "ctrl+z", "enter"}, flow.Yes, words},
		"a customer's":           {[]string{"C", "enter"}, flow.Yes, words},
		"a colleague's word":     {[]string{"tab", "y"}, flow.Yes, ""},
		"the reading taken back": {[]string{"ctrl+z", "tab", "n"}, flow.Unknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := wrote(t, wroteText)
			b.wants("does a plain tiny request on claude-haiku-5-5 work?", "You wrote: “other models answer”", "enter confirms")
			b.press(tt.keys...)
			f, _ := b.app.t.state.Session.Fact(id)
			if f.Value != tt.value || f.Quote != tt.quote {
				t.Errorf("it is %s with the words %q, want %s with %q\n%s", f.Value, f.Quote, tt.value, tt.quote, b.screen())
			}
		})
	}
	b := wrote(t, strings.Replace(wroteText, words, "do other models answer?", 1))
	b.wants("What works?").lacks("You wrote", "enter confirms").press("enter").wants(sayChooseFirst)
	b = wrote(t, wroteText)
	b.press("C").wants("They wrote: “other models answer”").press("enter").size(80, 60)
	b.press("R", "enter").wants("other models answer")
}

const abroad = `Claude Code: API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}

`

// TestOfferOfAnOption holds that words which suggest an option of a choice stand at the choice, and that enter takes the one option that
// they fit, with the words; where they fit several, they stand there and enter takes none.
func TestOfferOfAnOption(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		words string
		keys  []string
		value flow.Value
		quote string
		shows string
	}{
		"enter":        {"我在上海", []string{"enter"}, flow.No, "我在上海", "enter confirms: the country is not supported"},
		"its number":   {"I am in Shanghai.", []string{"2"}, flow.No, "I am in Shanghai", "enter confirms"},
		"another":      {"I am in Shanghai.", []string{"7"}, flow.Yes, "", "enter confirms"},
		"not sure":     {"I am in Shanghai.", []string{"?"}, flow.Unknown, "", "enter confirms"},
		"several fit":  {"I am in Germany.", []string{"enter"}, flow.Unknown, "", "You wrote: “I am in Germany”"},
		"a small one":  {"I am in Shanghai.", []string{"enter"}, flow.No, "I am in Shanghai", ""},
		"undone again": {"I am in Shanghai.", []string{"enter", "ctrl+z", "enter"}, flow.No, "I am in Shanghai", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := wrote(t, abroad+tt.words)
			if name == "a small one" {
				b.size(60, 16)
			}
			b.wants("Which of these is true?", "You wrote: “"+strings.TrimSuffix(tt.words, "."), tt.shows).press(tt.keys...)
			f, _ := b.app.t.state.Session.Fact("supported-region")
			if f.Value != tt.value || f.Quote != tt.quote {
				t.Errorf("it is %s with the words %q, want %s with %q\n%s", f.Value, f.Quote, tt.value, tt.quote, b.screen())
			}
		})
	}
	wrote(t, abroad+"I am in Germany.").lacks("enter confirms").press("enter").wants(sayChooseFirst)
}

// TestOfferResumed holds that an offer stands in what is recorded.
func TestOfferResumed(t *testing.T) {
	t.Parallel()
	b := wrote(t, wroteText)
	again := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Session, c.Last = b.app.t.pb, flow.Replay(b.app.t.state.Session.Events()), nil
	})
	again.wants("You wrote: “other models answer”", "enter confirms").press("enter")
	if f := again.said("plain-works"); f.Value != flow.Yes || f.Quote != "other models answer" || !f.Answered() {
		t.Errorf("resumed, it is %v", f)
	}
}

// TestOfferScreens holds a question with an offer, of the wizard's own call and of a customer's.
func TestOfferScreens(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		b := wrote(t, wroteText)
		b.size(size[0], size[1])
		t.Run(fmt.Sprintf("mine %dx%d", size[0], size[1]), func(t *testing.T) { golden.RequireEqual(t, b.screen()+"\n") })
		b.press("C")
		t.Run(fmt.Sprintf("theirs %dx%d", size[0], size[1]), func(t *testing.T) { golden.RequireEqual(t, b.screen()+"\n") })
	}
}

// TestEnterWithoutText holds that enter where nothing was pasted says what to do.
func TestEnterWithoutText(t *testing.T) {
	t.Parallel()
	newBench(t, 80, 24).press("enter").wants(sayEmptyPaste).press("down").lacks(sayEmptyPaste)
}

// TestReportAtAQuestion holds that a report can be had while a question is open.
func TestReportAtAQuestion(t *testing.T) {
	t.Parallel()
	wrote(t, wroteText).press("R").wants("Give this session to others")
}
