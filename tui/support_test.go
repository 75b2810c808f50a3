package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

// said returns the last word on a fact.
func (b *bench) said(id string) flow.Fact {
	b.t.Helper()
	f, ok := b.app.t.state.Session.Fact(id)
	if !ok {
		b.t.Fatalf("%s is not known", id)
	}
	return f
}

func TestWhoseWord(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk)
	b.press("tab", "n").wants("tab the customer says").press("tab").wants("tab I checked").press("h").wants("tab I checked").press("esc", "y")
	b.saidBy("power", flow.You)
	b.wants("tab the customer says", "That answer: I checked. The next: the customer says. · ctrl+z undo").press("tab", "tab", "y")
	b.saidBy("water", flow.Colleague)
	n := b.app.t.state.Session.Len()
	b.press("b").wants("tab a colleague says", "Last answer: yes, a colleague said.").press("enter")
	if b.app.t.state.Session.Len() != n {
		t.Error("looking back changed something")
	}
	b.press("b", "tab", "y")
	b.saidBy("water", flow.Customer)
}

func TestSwitchWhose(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, ownDesk)
	b.press("tab", "n").lacks("I checked", "Read out")
	b.press("C").wants("Read out", "tab the customer says", "answers count as theirs").press("y")
	if f := b.said("power"); f.From != flow.Customer || b.app.t.state.Session.About().Whose != flow.Customer {
		t.Errorf("said by %s, about %v", f.From, b.app.t.state.Session.About())
	}
	b.press("n").wants("The tank is empty").press("C").wants("Answers count as yours again")
	if got := b.disk[len(b.disk)-1]; got.Kind != flow.Opened || got.About.Whose != flow.You {
		t.Errorf("recorded %+v", got)
	}
}

func TestParkAndTakeBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "tab", "z").wants("Who must check this?", "▸ the kitchen team").press("enter")
	b.wants("Parked for the kitchen team: The machine has power", "If you plug something else")
	if f := b.said("power"); f != (flow.Fact{ID: "power", Value: flow.Unsure, From: flow.You, Asked: "kitchen"}) {
		t.Errorf("recorded %+v", f)
	}
	b.wants("z park it for who looks after the house").press("z").wants("▸ who looks after the house ← usually").press("enter")
	b.press("z", "down", "down", "enter").wants("Nobody is named yet: type who must check it.").paste("Ms. Baker\n").press("enter").wants("Parked for Ms. Baker")
	b.press("y").wants("Everything else is answered. It waits for the kitchen team (1), who looks after the house (1), Ms. Baker (1)", "waits for others")
	b.press("t", "home").wants("waits The machine has power waits for the kitchen team").press("esc")
	b.press("Z").wants("Waiting for someone else", "To send to the kitchen team", "[power]").lacks("[water]").press("down", "down", "c").wants("Which model does the failing call name?").press("enter")
	if !strings.Contains(b.clip, "[water]") || strings.Contains(b.clip, "[power]") {
		t.Fatalf("copied %q", b.clip)
	}
	b.press("esc", "p", "enter").wants("Nothing pasted yet. Paste what came back.").paste("no list at all").press("enter").wants("! Not taken: nothing in the reply is filled in.", "paste another reply in its place", "no list at all")
	b.press("esc", "p").wants("no list at all", "! Not taken").paste("still no list").lacks("no list at all").press("enter").wants("still no list").paste("> [power] yes\n").lacks("still no list").press("ctrl+u").paste("[power] yes lit since noon\n[water] perhaps\n").press("enter")
	b.wants("What came back", "yes The machine has power", "“lit since noon”", "! water: neither yes nor no", "Still waiting: 2")
	if f := b.said("power"); f.Value != flow.Yes || f.From != flow.Colleague {
		t.Errorf("taken as %+v", f)
	}
	n := len(b.app.t.state.Session.Facts())
	b.press("ctrl+z").wants("Taken back")
	if f := b.said("power"); !f.Parked() || len(b.app.t.state.Session.Facts()) != n || b.app.t.state.Session.NoteText(flow.NoteOn("power")) != "" {
		t.Errorf("undo left %+v: answers are taken back as one", f)
	}
	b.press("Z", "enter").wants("This waits for the kitchen team", "tab a colleague says").press("n")
	if f := b.said("power"); f.Value != flow.No || f.From != flow.Colleague {
		t.Errorf("answered by hand as %+v", f)
	}
}

// TestReplyToAnotherLetter holds that a reply to another session's letter is said to be one, with where it belongs, and is taken by a key of
// its own only; that what takes its place is read without it; and that prose is answered with the letter.
func TestReplyToAnotherLetter(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk, func(c *Config) { c.Checklist = office{c.Playbook} })
	other := new(flow.Session)
	other.Open(flow.About{Name: "20261122-0900-ab3c", Ticket: "CS-4"}, time.Time{})
	other.Assert(time.Time{}, flow.Fact{ID: "power", Value: flow.Unsure, From: flow.You, Asked: "kitchen"})
	reply := strings.Replace(office{fixture()}.Write(other, "", 0), "not sure): ", "not sure): no", 1)
	b.press("tab", "n", "z", "enter", "Z", "p").paste("Yes, it is lit.").press("enter")
	b.wants("No answer found. An answer looks like this: ", "Answer [power] (yes / no / not sure): yes", "ctrl+l the letter again").press("ctrl+l").wants("Sent to the clipboard: the letter")
	if !strings.Contains(b.clip, "Answer [power]") {
		t.Errorf("copied %q", b.clip)
	}
	b.press("esc").paste(reply).press("enter").wants("This reply is for ticket CS-4, not for", "why403 resume ab3c", "ctrl+y take it here")
	if f := b.said("power"); !f.Parked() {
		t.Fatalf("taken as %+v", f)
	}
	b.press("enter").wants("This reply is for ticket CS-4").paste("[power] yes").lacks("This reply is for").press("enter").wants("yes The machine has power")
	b.press("ctrl+z", "Z", "p").paste(reply).press("enter", "ctrl+y").wants("no The machine has power")
	b.press("enter", "t").wants("the kitchen team said")
}

// TestProseIsKept holds that a reply in prose is kept, on a key of its own, as the words of who was asked, that the question is answered beside
// them, and that the words go with the answer.
func TestProseIsKept(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		b := newBench(t, size[0], size[1], desk, func(c *Config) { c.Checklist = office{c.Playbook} })
		b.press("tab", "n", "z", "enter", "Z", "p").paste("Hi, it is lit since noon.\n\n> Answer me").press("enter").wants("No answer found", "ctrl+y keep as words")
		b.press("ctrl+y").wants("Their words: “Hi, it is lit since noon.”", "a colleague says").press("y")
		if f := b.said("power"); f.Value != flow.Yes || f.From != flow.Colleague || f.Quote != "Hi, it is lit since noon." {
			t.Errorf("recorded %+v", f)
		}
	}
}

// TestParkedWithoutList holds that without a Checklist what waits is listed, and answered by hand.
func TestParkedWithoutList(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk, func(c *Config) { c.Checklist = nil })
	b.press("tab", "n", "z", "enter", "Z").wants("the kitchen team").lacks("To send", "c copy", "p paste")
	b.press("p", "c").wants("Waiting for someone else").paste("[power] yes").wants("You pasted a text").press("esc")
	b.press("enter", "?")
	if f := b.said("power"); f.Parked() {
		t.Error("not sure leaves it parked")
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "+").wants("A note on the whole session").press("enter").wants("Nothing is written yet; esc goes back.")
	for _, k := range []string{"c", "a", "l", "l", "ctrl+j", "b", "a", "c", "k"} {
		b.press(k)
	}
	b.press("esc").wants("Read out").press("+").wants("call", "back")
	b.press("enter")
	b.sendTicks() // A typed enter could be the line end of a paste.
	b.wants("Note kept.")
	if got := b.app.t.state.Session.NoteText(flow.NoteOn("")); got != "call\nback" {
		t.Fatalf("kept %q", got)
	}
	b.press("y", "t", "+").wants("A note on: The machine has power").paste("seen by two").press("enter").wants("Note kept.", "note: seen by two", "note: call back")
	b.press("esc", "b").wants("looking back", "note: seen by two").press("n")
	b.press("t").wants("note: seen by two").press("+", "ctrl+u").paste("by one").press("enter").wants("note: by one").lacks("seen by two")
	b.press("enter", "down", "down", "enter").wants("withdrawn").press("t").wants("Notes on what was withdrawn", "note: by one")
	b.press("esc", "Z", "esc").press("+", "ctrl+u", "enter").wants("Note taken away; ctrl+z brings it back.").press("ctrl+z")
	if got := b.app.t.state.Session.NoteText(flow.NoteOn("")); got != "call\nback" {
		t.Fatalf("after undo: %q", got)
	}
}

// TestNoteSavedFirst holds that a note is on disk before its screen closes, and that one too long is refused and kept.
func TestNoteSavedFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk)
	b.press("tab", "n", "+").paste("important")
	_, cmd := b.app.Update(keyPress("enter"))
	b.wants("important", "Your note; enter keeps it").run(cmd)
	b.wants("Note kept.")
	if n := b.disk[len(b.disk)-1].Note; n == nil || n.Text != "important" || n.From != flow.You {
		t.Fatalf("on disk: %+v", n)
	}
	b.press("+", "ctrl+u").paste(strings.Repeat("a long log\n", 7000)).press("enter").wants("This is 75.2 KiB; a note or quote may have 64.0 KiB")
	b.press("esc", "+").wants("7000 lines")
}

func TestTheirWords(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", `"`).wants("Their words on: The machine has power").paste("it is, um, dark").press("esc")
	b.lacks("Their words:").press("'").wants("it is, um, dark").press("enter").sendTicks()
	b.wants("Their words: “it is, um, dark”").press("n")
	if f := b.said("power"); f.Quote != "it is, um, dark" || f.Value != flow.No || f.From != flow.Customer {
		t.Errorf("recorded %+v", f)
	}
	b.press("t").wants("the customer said “it is, um, dark”").press("esc", "b").wants("Their words: “it is, um, dark”")
	n := b.app.t.state.Session.Len()
	b.press("n")
	if b.app.t.state.Session.Len() != n {
		t.Error("the same answer was recorded again")
	}
	b.press("b", `"`, "ctrl+u").paste("dark").press("enter", "n")
	if f := b.said("power"); f.Quote != "dark" {
		t.Errorf("other words left %+v", f)
	}
}

func TestChangeWords(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "y", "t", "enter").wants("tab the customer says", "This is the current answer. Choose another to see what it changes.")
	n := b.app.t.state.Session.Len()
	b.press("enter").wants("The trail")
	if b.app.t.state.Session.Len() != n {
		t.Fatal("nothing was changed, and something was recorded")
	}
	b.press("enter", "tab").wants("tab I checked", "The answer stays; whose word it is, or the words with it, change.").press(`"`).paste("saw it lit").press("enter").wants("“saw it lit”", "The answer stays; whose word it is, or the words with it, change.")
	if b.app.t.state.Session.Len() != n {
		t.Fatal("it was recorded before it was confirmed")
	}
	b.press("enter")
	if f := b.said("power"); f != (flow.Fact{ID: "power", Value: flow.Yes, From: flow.You, Quote: "saw it lit"}) {
		t.Errorf("recorded %+v", f)
	}
	b.press("t", "enter", "esc", "esc").press("C", "t", "enter", "enter").wants("The trail")
	b.saidBy("power", flow.You)
	b.press("esc").press("C", "y", "C", "t", "down", "enter", "tab", "tab", "enter")
	b.saidBy("water", flow.Colleague)
}

func TestWhyNot(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "y", "w").wants("▸ · possible 2 The tank is empty").press("down", "down", "enter")
	b.wants("Why not: 1 The machine gets no power", "✗ ruled out", "- The lamp is lit.", "yes: The machine has power — the customer said", conversation.NothingNow())
	b.press("esc", "up", "enter").wants("Still possible: 3 The valve", "What would change this, the cheapest first", "▸ Is the valve open?", "about 3 minutes and $0.01 · who looks after the house can check · the API can answer it")
	b.press("enter").wants("Is the valve open?").lacks("You answered this before").press("n").wants("The valve behind the tank is closed", "cause found")

	b = newBench(t, 80, 40, desk)
	b.press("tab", "n", "z", "enter", "w", "enter").wants("the cheapest first ▸ Does another machine work at this socket? about 7 minutes", "about 9 minutes · waits for the kitchen team")
}

// TestRuledOutBeside holds that while a question is asked, a wide window says what is ruled out, and why.
func TestRuledOutBeside(t *testing.T) {
	t.Parallel()
	b := newBench(t, 116, 30, desk)
	b.press("tab", "n", "y").wants("ruled out 1 power", "The lamp is lit.")
	b.size(115, 30)
	b.lacks("The lamp is lit.")
}

// vendorKey has the form of a real key. What comes back on a checklist is masked before the wizard sees it.
const vendorKey = "sk-ant-api03-FAKEFAKE0123456789FAKEFAKE0123456789FAKEtail"

// TestDeskSecrets holds that what is typed at a desk is kept and shown without the secrets in it.
func TestDeskSecrets(t *testing.T) {
	t.Parallel()
	for name, give := range map[string]func(b *bench){
		"note":     func(b *bench) { b.press("+").paste("key " + canary); b.press("enter", "t") },
		"words":    func(b *bench) { b.press(`"`).paste("key " + canary); b.press("enter", "y", "t") },
		"role":     func(b *bench) { b.press("z", "up", "down", "down").paste(canary); b.press("enter", "t") },
		"unkept":   func(b *bench) { b.press("+").paste("key " + canary) },
		"answers":  func(b *bench) { b.press("z", "enter", "Z").paste("[power] yes " + vendorKey); b.press("enter", "t") },
		"request":  func(b *bench) { b.press("y", "n", "v", "y").paste(canary); b.press("enter") },
		"unparked": func(b *bench) { b.press("z", "down", "down").paste(canary) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, 80, 30, desk, masked)
			b.press("tab", "n")
			give(b)
			for _, key := range []string{canary[8:24], vendorKey[8:24]} {
				if strings.Contains(b.screen(), key) {
					t.Errorf("the screen has the key:\n%s", b.screen())
				}
				for _, e := range b.app.t.state.Session.Events() {
					if e.Fact != nil && strings.Contains(e.Fact.Quote+e.Fact.Asked, key) || e.Note != nil && strings.Contains(e.Note.Text, key) {
						t.Errorf("recorded %+v %+v", e.Fact, e.Note)
					}
				}
			}
		})
	}
}

// TestDeskHostile holds that no control character of what a desk is given reaches the terminal.
func TestDeskHostile(t *testing.T) {
	t.Parallel()
	evil := "a\x1b]52;c;aGVsbG8=\x07\x1b[2J\u202e\x9b31m\x00b\x1b]0;owned\x07"
	b := newBench(t, 80, 30, desk, func(c *Config) {
		c.Playbook.Roles[0].Title = evil
		c.Session.Note(c.Now(), flow.Note{Name: flow.NoteOn(""), Text: evil}, flow.Note{Name: flow.CheckAgain, Text: evil}, flow.Note{Name: flow.FixedBy, Text: evil})
		c.Session.Open(flow.About{Whose: flow.Customer, Ticket: evil}, c.Now())
	})
	b.press("tab", "n", "z")
	b.harmless()
	b.press("enter", `"`).paste(evil)
	b.harmless()
	for _, k := range []string{"enter", "z", "enter", "t", "n"} {
		b.press(k)
		b.harmless()
	}
	b.paste(evil)
	for _, k := range []string{"enter", "enter", "esc", "esc", "Z", "c", "esc", "p"} {
		b.press(k)
		b.harmless()
	}
	b.paste("[power] yes " + evil + "\n[water] " + evil)
	for _, k := range []string{"enter", "enter", "n", "R", "enter", "ctrl+s", "esc", "esc", "v", "L", "esc", "v", "y"} {
		b.press(k)
		b.harmless()
	}
	b.paste(evil)
	b.harmless()
	b.press("enter").wants("is no request id")
	b.harmless()
	b.press("ctrl+u").paste("req_FAKE9").press("enter").wants("✓ Solved")
	b.harmless()
}

// TestLateReplyOnTheScreen holds that a reply to what waits no more is told as that wherever it is pasted, and offered as no error.
func TestLateReplyOnTheScreen(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk, func(c *Config) { c.Checklist = office{c.Playbook} })
	b.press("tab", "n", "z", "enter", "Z", "enter", "y").lacks("waits for")
	b.paste("Answer [power] (yes / no / not sure): no").wants("What came back", "is answered already", "Nothing is waiting").lacks("Read it as the error", "add it")
	b.holds("power", flow.Yes)
	b.press("enter").lacks("What came back")
}

// TestNoLongerWaitsOnTheScreen holds that a text which answers what waited says so where it leads.
func TestNoLongerWaitsOnTheScreen(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	read := book.Read([]byte(blocked)).Facts
	q := read[slices.IndexFunc(read, func(f flow.Fact) bool { return book.Question(f.ID) != nil })].ID
	b := newBench(t, 80, 24, func(cfg *Config) {
		cfg.Playbook, cfg.Read, cfg.Checklist = book.Playbook, book.Read, office{book.Playbook}
		cfg.Session.Read(book.Read([]byte(elsewhere)), flow.Pasted, cfg.Now())
		cfg.Session.Assert(cfg.Now(), flow.Fact{ID: q, Value: flow.Unsure, From: flow.You, Asked: "Jens"})
	})
	b.lacks("No longer waits").paste(blocked).press("=").wants("No longer waits for Jens, because it is known now:")
	if f := b.said(q); f.Parked() {
		t.Errorf("%s still waits", q)
	}
}
