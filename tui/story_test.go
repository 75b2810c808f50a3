package tui

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/must"
	"why403/flow/report"
)

// office is the Checklist that ships.
type office struct{ pb *flow.Playbook }

func (o office) Read(text string, s *flow.Session) flow.Checked { return checklist.Read(o.pb, s, text) }

func (o office) Write(s *flow.Session, role string, columns int) string {
	return checklist.Of{Playbook: o.pb}.Write(s, role, columns)
}

// writer is the Reporter that ships, without a disk.
type writer struct {
	pb  *flow.Playbook
	now func() time.Time
}

func (p writer) Formats() []flow.Format { return report.Formats() }

func (p writer) Write(id string, s *flow.Session, pos flow.Position, strict bool) (flow.Written, error) {
	return report.Write(p.pb, s, pos, id, report.Options{Now: p.now(), Strict: strict})
}

func (writer) Save(string, string) (string, error) { return "", errDisk }

// blocked is what a customer pastes: a page in the place of an answer.
const blocked = "HTTP/1.1 403 Forbidden\nServer: nginx\nContent-Type: text/html\n\n<html>\n<head><title>403 Forbidden</title></head>\n<body><center><h1>403 Forbidden</h1></center><hr></body>\n</html>\n"

// TestSupportCall goes through a whole call in an emulated terminal, on what ships: the customer's page is pasted, a question
// parked, an answer edited so that a later one falls off the path, what was parked comes back, the fix is verified, and the
// report copied. What was copied is what the terminal was asked to put on its clipboard.
func TestSupportCall(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	cfg := testConfig(book.Playbook)
	cfg.Read, cfg.Now = book.Read, func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	cfg.Checklist, cfg.Reporter = office{book.Playbook}, writer{book.Playbook, cfg.Now}
	tm := runTerminal(t, 80, 24, cfg)
	shows := func(name string, texts ...string) {
		t.Helper()
		tm.wants(texts...).drawn("testdata/TestSupportCall/" + name + ".golden")
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, tm.screen()) })
	}
	const up, down = "\x1b[A", "\x1b[B"
	tm.wants("Paste what failed").paste(blocked).wants("403 Forbidden").send("\r").wants("Read: 403 Forbidden", "What does your program call")
	tm.send("C").wants("Read out", "Which address does your program call")
	tm.send("\"").wants("Their words").paste("it says forbidden").wants("it says forbidden").send("\r").wants("Their words will go with the next answer.")
	tm.send("1").wants("Please try once more").send("?").wants("is it in a")
	tm.send("z").wants("Who must check this?").send("\r")
	shows("parked", "Parked for the network team", "Are you in a company network")
	tm.send("n").wants("Does it run in a sandbox").send("y").wants("answered yes").send("y")
	shows("found", "The sandbox's network rules block", "Parked meanwhile")
	tm.send("t").wants("The trail").send(up).wants("▸ yes The process runs in a sandbox").send("\r").wants("← as it is").send(down)
	shows("change", "no longer on the path (kept): From the same place", "likely → ruled out")
	tm.send("\r").wants("from another network,").send("t").wants("The trail").send(strings.Repeat(down, 8))
	tm.wants("kept, not on the path").send("\x1b").wants("Read out").send("y").wants("It waits for the network team")
	tm.send("Z").wants("Waiting for someone else").send("c").wants("Which model", "request id", "last four").send("\r").wants("Sent to the clipboard")
	list := tm.copied("")
	if !strings.Contains(list, "[supported-region]") {
		t.Fatalf("the list is not what was copied:\n%s", list)
	}
	tm.send("\x1b").wants("c copy", "p paste").send("p").wants("Paste the answers")
	tm.paste(strings.Replace(list, "not sure): ", "not sure): yes", 1)).wants("This is for the network team").send("\r")
	shows("back", "What came back", "Nothing is waiting.")
	tm.send("\r").wants("Cloudflare blocked the request").send("v").wants("Read out", "Does it work now?").send("c").wants("Sent to the clipboard: the customer's wording").send("\x1b").lacks("Sent to the clipboard").wants("y it works").send("y").wants("The id of the request that worked").paste("req_011FAKE").wants("req_011FAKE").send("\r")
	shows("fixed", "✓ Solved", "req_011FAKE")
	wording := tm.copied(list)
	tm.send("R").wants("Give this session to others").send("\r").wants("Nothing more had to be masked").send("c").wants("Sent to the clipboard")
	copied := tm.copied(wording)
	res := tm.send("\x03").ended()
	for _, want := range []string{"it says forbidden", "req_011FAKE", "said by the network team", "## The fix for it", "<summary>The error as it was given"} {
		if !strings.Contains(copied, want) {
			t.Errorf("the report lacks %q:\n%s", want, copied)
		}
	}
	w, err := cfg.Reporter.Write(report.FormatMarkdown, res.Session, res.Position, false)
	must.NoError(t, err)
	if d := cmp.Diff(w.Text, copied); d != "" {
		t.Errorf("the report (-) and what was copied (+):\n%s", d)
	}
	if kept, ok := res.Session.Fact("every-host-fails"); !ok || kept.Value != flow.Yes {
		t.Errorf("the answer that fell off the path is %v now", kept)
	}
}

// drawn waits until the terminal shows what the file holds: a frame arrives piece by piece. That it never does is told by
// whoever compares.
func (tm *terminal) drawn(file string) {
	want, _ := os.ReadFile(file) // There is none before the first -update.
	for deadline := time.Now().Add(10 * time.Second); tm.screen() != string(want) && time.Now().Before(deadline); {
		time.Sleep(2 * time.Millisecond)
	}
}

// copied waits until the terminal was asked, by OSC 52, to copy another text than before, and returns it.
func (tm *terminal) copied(before string) string {
	tm.t.Helper()
	const begin = "\x1b]52;c;"
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		written := tm.out.String()
		_, after, _ := strings.Cut(written[max(strings.LastIndex(written, begin), 0):], begin)
		coded, _, ended := strings.Cut(after, "\x07")
		if text, err := base64.StdEncoding.DecodeString(coded); err == nil && ended && string(text) != before {
			return string(text)
		}
		if time.Now().After(deadline) {
			tm.t.Fatalf("nothing else was copied than\n%s\nlast %.80q", before, coded)
		}
	}
}

// TestDeskKeys goes through a call at a desk key by key, from the pasted page to the copied report.
func TestDeskKeys(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Read = book.Playbook, book.Read
		c.Checklist, c.Reporter = office{book.Playbook}, writer{book.Playbook, c.Now}
	})
	shows := func(name string) {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, b.screen()+"\n") })
	}
	b.paste(blocked).press("enter", "C", "\"").paste("it says forbidden").press("enter", "1", "?", "z", "enter")
	shows("parked")
	b.press("+").paste("calls back at noon").press("enter", "y", "y", "y").wants("The sandbox's network rules block", "Parked meanwhile")
	b.press("t", "up", "enter", "down").wants("The sandbox's network rules block the request: likely → ruled out")
	shows("change")
	b.press("enter").wants("A company proxy or web filter stands").press("ctrl+z").wants("The sandbox's network rules").press("Z", "c", "enter", "enter", "enter")
	list := b.clip
	b.press("esc", "p").paste(strings.Replace(list, "not sure): ", "not sure): yes", 1)).press("enter")
	shows("taken")
	b.press("enter", "v", "y").paste("req_011FAKE").press("enter").wants("✓ Solved", "req_011FAKE")
	shows("solved")
	b.press("R", "enter", "c")
	for _, want := range []string{"it says forbidden", "calls back at noon", "req_011FAKE"} {
		if !strings.Contains(b.clip, want) {
			t.Errorf("the report lacks %q:\n%s", want, b.clip)
		}
	}
}
