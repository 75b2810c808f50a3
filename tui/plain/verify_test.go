package plain

import (
	"errors"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/conversation"
)

// TestVerifyByLetter holds that the letters of the wizard answer whether the fix works, once that is asked, and nowhere else.
func TestVerifyByLetter(t *testing.T) {
	t.Parallel()
	to := []string{"none", "yes", "yes", "no"} // The card is broken.
	fixed := flow.FixedFact("card")
	for name, tt := range map[string]struct {
		lines []string
		want  flow.Value
		says  string
	}{
		"y works":              {[]string{"verify", "y"}, flow.Yes, "Solved: The card is broken."},
		"yes in full":          {[]string{"v", "Yes"}, flow.Yes, "Recorded: it works."},
		"the word works":       {[]string{"v", "works req_011FAKE"}, flow.Yes, "Recorded: it works."},
		"n is the same error":  {[]string{"v", "n"}, flow.No, ""},
		"d is another":         {[]string{"v", "d"}, flow.No, "Paste the new error"},
		"? is not yet":         {[]string{"v", "?"}, flow.Unknown, "Have the card replaced."},
		"skip is nothing":      {[]string{"v", "skip"}, flow.Unknown, "Nothing was recorded."},
		"another word neither": {[]string{"v", "maybe", "skip"}, flow.Unknown, "Type a letter of those above"},
		"nor an empty line":    {[]string{"v", "", "skip"}, flow.Unknown, "Type a letter of those above"},
		"nor the end":          {[]string{"v"}, flow.Unknown, "The input ended. That is no answer."},
		"nor a pasted text":    {[]string{"v", "y: {\"works\": 1}", "y", "."}, flow.Unknown, "Nothing of it is taken"},
		"y typed once more":    {[]string{"y", "y", "n", "?"}, flow.Unknown, "Type works if it does"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			_, out := talk(t, cfg, append(to[:len(to):len(to)], tt.lines...)...)
			f, _ := cfg.Session.Fact(fixed)
			if f.Value != tt.want || !strings.Contains(out, tt.says) {
				t.Errorf("the fix is %v, want %v and %q in\n%s", f.Value, tt.want, tt.says, out)
			}
		})
	}
}

// TestGoesOn holds that a call can be followed by the next, and that the sessions before can be taken up, as on the screen.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	res, out := talk(t, config(), "none", "yes", "next", "yes")
	if !res.Next || !strings.Contains(out, "On to the next call.") || strings.Contains(out, "Question 3") {
		t.Errorf("%+v\n%s", res, out)
	}
	res, out = talk(t, config(), "none", "yes", "yes", "no", "works", "report", "next")
	if !res.Next || !res.Position.Solved {
		t.Errorf("%+v\n%s", res, out)
	}
	cfg := config()
	if _, out = talk(t, cfg, "quit"); strings.Contains(out, "ticket") {
		t.Errorf("it asks for a ticket that nobody spoke of:\n%s", out)
	}
	cfg = config()
	cfg.After = true
	if _, out = talk(t, cfg, "ticket CS-2", "none", "quit"); !strings.Contains(out, "name the ticket of this call") || cfg.Session.About().Ticket != "CS-2" {
		t.Errorf("the next call does not say how to give its ticket:\n%s", out)
	}
	earlier := func() (*flow.Session, *[]flow.Event, *conversation.LastSession) {
		s, disk := new(flow.Session), new([]flow.Event)
		s.Assert(clock(), flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.You}, flow.Fact{ID: "other", Value: flow.Yes, From: flow.You})
		return s, disk, &conversation.LastSession{Title: "ticket 4711, 2 hours ago", Resume: func() (*flow.Session, func([]flow.Event) error, error) {
			return s, func(e []flow.Event) error { *disk = append(*disk, e...); return nil }, nil
		}}
	}
	for word, set := range map[string]func(*Wiring, *conversation.LastSession){
		"continue": func(c *Wiring, l *conversation.LastSession) { c.Last = l },
		"check":    func(c *Wiring, l *conversation.LastSession) { c.Due = l },
	} {
		s, disk, last := earlier()
		cfg := config()
		set(&cfg, last)
		_, out := talk(t, cfg, word, "no")
		if f, _ := s.Fact("site"); f.Value != flow.No || len(*disk) == 0 || len(cfg.Session.Facts()) != 0 {
			t.Errorf("%s: it goes on at %v\n%s", word, f, out)
		}
		says(t, out, word+": ticket 4711, 2 hours ago", "Continued.", "Does your card open other doors?", "The card is broken")
		last.Resume = func() (*flow.Session, func([]flow.Event) error, error) { return nil, nil, errors.New("it is torn") }
		if _, out := talk(t, cfg, word, "none"); !strings.Contains(out, "cannot be continued: it is torn") || !strings.Contains(out, "Does the reader beep?") {
			t.Errorf("%s: %s", word, out)
		}
		_, out = talk(t, config(), word, "none")
		if strings.Contains(strings.SplitAfter(out, "error text:")[0], word+": ") || !strings.Contains(out, "There is no session to go on with.") {
			t.Errorf("%s: %s", word, out)
		}
	}
}
