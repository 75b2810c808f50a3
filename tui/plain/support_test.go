package plain

import (
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"why403/flow"
	"why403/flow/checklist"
)

// desk is a conversation with everything that a support desk has.
func desk() (Wiring, *clerk) {
	cfg := config()
	cfg.Playbook.Roles = []flow.Role{{ID: "caretaker", Title: "the caretaker"}, {ID: "owner", Title: "the owner of the house"}}
	cfg.Checklist = lister{cfg.Playbook}
	c := new(clerk)
	cfg.Reporter = c
	return cfg, c
}

// lister writes and reads real checklists.
type lister struct{ pb *flow.Playbook }

func (l lister) Write(s *flow.Session, role string, columns int) string {
	return checklist.Of{Playbook: l.pb}.Write(s, role, columns)
}

func (l lister) Read(text string, s *flow.Session) flow.Checked { return checklist.Read(l.pb, s, text) }

// clerk writes reports of a line.
type clerk struct{ saved string }

func (c *clerk) Formats() []flow.Format {
	return []flow.Format{{ID: "markdown", Title: "Markdown, for a ticket", Ext: ".md"}, {ID: "customer", Title: "for the customer", Ext: ".txt"}}
}

func (c *clerk) Write(id string, _ *flow.Session, p flow.Position, strict bool) (flow.Written, error) {
	text := id + " of a " + p.Outcome.String()
	if strict {
		return flow.Written{Text: text + ", strict", Masked: 2}, nil
	}
	return flow.Written{Text: text}, nil
}

func (c *clerk) Save(_, text string) (string, error) {
	if c.saved != "" {
		return "", errors.New("the disk is full")
	}
	c.saved = text
	return "/tmp/report.md", nil
}

// TestReplyToAnotherLetter holds that a reply to another session's letter is taken by a word of its own only, and that prose is answered with
// what a reply looks like.
func TestReplyToAnotherLetter(t *testing.T) {
	t.Parallel()
	const reply = "Ticket: CS-4\nAnswer [beeps/ab3c] (yes / no / not sure): no"
	for _, c := range []struct {
		then string
		want flow.Value
	}{{"", flow.Unsure}, {"yes", flow.Unsure}, {"take", flow.No}} {
		cfg, _ := desk()
		_, out := talk(t, cfg, "none", "ticket CS-1", "park 1", "answers", "yes, it does", ".", "answers", reply, ".", c.then)
		says(t, strings.Join(strings.Fields(out), " "), "No answer found.", "Answer [beeps] (yes / no / not sure): yes", "This reply is for ticket CS-4, not for ticket CS-1", "why403 resume ab3c", "parked has the letter again.")
		if f, _ := cfg.Session.Fact("beeps"); f.Value != c.want {
			t.Errorf("after %q: %+v", c.then, f)
		}
	}
}

// TestAskedInPlace holds that a letter asks for what it needs of the failing call, once, and keeps it; a script is not asked.
func TestAskedInPlace(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	cfg.Echo = false
	_, out := talk(t, cfg, "none", "park 1", "parked", "no model at all", "claude-opus-5-5", "-", "sk-FAKE-wxyz", "wxyz", "parked")
	if cfg.Session.Known("model") != "claude-opus-5-5" || cfg.Session.Known("key_last_four") != "wxyz" || strings.Count(out, "Which request id") != 1 {
		t.Errorf("kept %+v:\n%s", cfg.Session.Notes(), out)
	}
	says(t, out, "is not that. Nothing was recorded.", "That is not four characters. Type only the last four.", "Model: claude-opus-5-5", "the one that ends in wxyz")
}

// TestNoneOfItKnown holds that one empty line is enough where nothing of what a letter lacks is known.
func TestNoneOfItKnown(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	cfg.Echo = false
	_, out := talk(t, cfg, "none", "park 1", "parked", "", "y", "parked")
	if f, _ := cfg.Session.Fact("other"); f.Value != flow.Yes || strings.Count(out, "skips it") != 1 {
		t.Errorf("it asks on, answered %+v:\n%s", f, out)
	}
}

// TestDesk holds a call: the customer's words, somebody else who must check, notes, what would change a cause, and reports.
func TestDesk(t *testing.T) {
	t.Parallel()
	cfg, c := desk()
	_, out := talk(t, cfg, "none", "customer", "words it says nothing at all", "y", "says me", "note looked twice", "park 1", "parked", "note the customer is in a hurry",
		"why 1", "would 1", "trail", "y", "answers", "> Answer [other] (yes / no / not sure): no, I tried mine", ".", "report", "report customer strict", "save markdown", "save markdown", "save", "works req_011FAKE")
	golden.RequireEqual(t, out)
	s := cfg.Session
	if f, _ := s.Fact("beeps"); f.From != flow.Customer || f.Quote != "it says nothing at all" {
		t.Errorf("the customer's answer: %+v", f)
	}
	if f, _ := s.Fact("other"); f.From != flow.Colleague || f.Value != flow.No {
		t.Errorf("the colleague's answer: %+v", f)
	}
	if fixed, ok := s.Fixed(); !ok || fixed.RequestID != "req_011FAKE" {
		t.Errorf("fixed: %+v", fixed)
	}
	notes := 0
	for _, n := range s.Notes() {
		if _, ok := n.On(); ok {
			notes++
		}
	}
	if notes != 2 {
		t.Errorf("%d notes of a person, want 2: %+v", notes, s.Notes())
	}
	if c.saved == "" || strings.Contains(c.saved, "strict") {
		t.Errorf("saved %q", c.saved)
	}
}

// TestProseIsKept holds that a reply in prose can be kept as the words of who was asked, and goes with their answer.
func TestProseIsKept(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	_, out := talk(t, cfg, "none", "customer", "answers keep", "park 1", "answers", "Hi, yes, it beeps twice; key sk-ant-api03-FAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfake0000AA", "> Answer me", ".", "answers keep", "edit 1 yes", "change")
	if f, _ := cfg.Session.Fact("beeps"); f.Value != flow.Yes || f.From != flow.Colleague || !strings.HasPrefix(f.Quote, "Hi, yes, it beeps twice") || strings.Contains(f.Quote, "FAKEfake") || strings.Contains(f.Quote, "Answer me") {
		t.Errorf("kept %+v:\n%s", f, out)
	}
	says(t, out, "There is no reply to keep")
}

// TestUntakenStandsWithItsQuestion holds that what a reply said and was not taken is told under the question that it was said to, and as that.
func TestUntakenStandsWithItsQuestion(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	_, out := talk(t, cfg, "none", "park 1", "park 1", "answers", "Answer [beeps]: yes, twice", "Answer [other]: 7, and the card is\nblue", ".")
	text := strings.Join(strings.Fields(out), " ")
	_, text, _ = strings.Cut(text, "What came back")
	taken, open, _ := strings.Cut(text, "the answer settle it by hand:")
	if strings.Contains(taken, "note:") || !strings.Contains(open, "- Another card opens it note: Answered with “7, and the card is blue”, which was not taken.") {
		t.Errorf("what was not taken stands elsewhere:\n%s", out)
	}
}

// TestLateReply holds that a reply to what waits no more is told as that wherever it is pasted, and read as nothing.
func TestLateReply(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	cfg.Session.Assert(clock(), flow.Fact{ID: "beeps", Value: flow.Unsure, From: flow.You, Asked: "Jens"})
	cfg.Session.Assert(clock(), flow.Fact{ID: "beeps", Value: flow.No, From: flow.You})
	_, out := talk(t, cfg, "paste", "Answer [beeps] (yes / no / not sure): yes", ".")
	if text := strings.Join(strings.Fields(out), " "); !strings.Contains(text, "“Does the reader beep?” is answered already.") || strings.Contains(text, "Read: ") || strings.Contains(text, "(add/instead)") {
		t.Errorf("the late reply is told otherwise:\n%s", out)
	}
	if f, _ := cfg.Session.Fact("beeps"); f.Value != flow.No {
		t.Errorf("it was taken: %+v", f)
	}
}

// TestNoLongerWaits holds that a text which answers what waited says so, once.
func TestNoLongerWaits(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	_, out := talk(t, cfg, "none", "park Jens", "paste", "silent", ".", "trail")
	if n := strings.Count(strings.Join(strings.Fields(out), " "), "No longer waits for Jens, because it is known now: The reader beeps."); n != 1 {
		t.Errorf("it says %d times that nothing waits for Jens any more:\n%s", n, out)
	}
}

// TestNumberAfterPark holds that a number behind a question that was parked with somebody answers the next one: no list was printed; and that
// behind the list of who could be asked it answers nothing.
func TestNumberAfterPark(t *testing.T) {
	t.Parallel()
	for park, listed := range map[string]bool{"park Jens": false, "park 1": false, "park": true} {
		cfg, _ := desk()
		_, out := talk(t, cfg, "none", park, "1")
		if got := strings.Contains(out, "Who must check it?"); got != listed || strings.Contains(out, "of the list above") && !listed {
			t.Errorf("%s: a list %v\n%s", park, got, out)
		}
	}
}

// TestParkTakesBack holds that an answer which goes because its question is parked is told, with the words that go with it.
func TestParkTakesBack(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	cfg.Session.Assert(clock(), flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.Customer, Quote: "it beeps twice"})
	_, out := talk(t, cfg, "park #1 Jens", "park #1 Ole")
	text := strings.Join(strings.Fields(out), " ")
	if strings.Count(text, "Taken back, so that it can be asked: The reader beeps: yes “it beeps twice”.") != 1 {
		t.Errorf("what was taken back is not told once:\n%s", out)
	}
}

// TestKeyIsNoName holds that a key is nobody's name, and that nothing is parked with one.
func TestKeyIsNoName(t *testing.T) {
	t.Parallel()
	cfg, _ := desk()
	_, out := talk(t, cfg, "none", "park sk-ant-api03-FAKEnameFAKEname1234567890abcdef-3CAA")
	if !strings.Contains(out, "not like a name") || len(cfg.Session.Parked()) > 0 || strings.Contains(out, "FAKEname") {
		t.Errorf("a key is taken for a name:\n%s", out)
	}
}

// TestRequestIDAsItIsCopied holds that the id of the request that works is taken out of its header's line.
func TestRequestIDAsItIsCopied(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"works request-id: req_011CFAKE00000000aa", `works "request_id":"req_011CFAKE00000000aa"`, "works req_011CFAKE00000000aa"} {
		cfg, _ := desk()
		cfg.Session.Assert(clock(), flow.Fact{ID: "beeps", Value: flow.No, From: flow.You})
		_, out := talk(t, cfg, line)
		if fixed, ok := cfg.Session.Fixed(); !ok || fixed.RequestID != "req_011CFAKE00000000aa" {
			t.Errorf("%s: %+v\n%s", line, fixed, out)
		}
	}
}
