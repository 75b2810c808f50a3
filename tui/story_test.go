package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/report"
)

// office is the Checklist that ships.
type office struct{ pb *flow.Playbook }

func (o office) Read(text string, s *flow.Session) flow.Checked { return checklist.Read(o.pb, s, text) }

func (o office) Write(s *flow.Session, role string) string { return checklist.Write(o.pb, s, role) }

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

// TestSupportCall goes through a whole call at a desk on what ships, from the pasted page to the copied report.
func TestSupportCall(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Read = book.Playbook, book.Read
		c.Checklist, c.Reporter = office{book.Playbook}, writer{book.Playbook, c.Now}
	})
	shows := func(name string) {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, b.screen()+"\n") })
	}
	b.paste(blocked).press("enter", "C", "\"").paste("it says forbidden").press("enter", "y", "n", "z", "enter")
	shows("parked")
	b.press("+").paste("calls back at noon").press("enter", "y", "y", "y").wants("A sandbox does not let the request out", "Parked meanwhile")
	b.press("t")
	for range 8 {
		b.press("down")
	}
	b.press("enter", "down").wants("A sandbox does not let the request out: proven → ruled out")
	shows("change")
	b.press("enter").wants("A company proxy or web filter refused").press("ctrl+z").wants("A sandbox does not let").press("Z", "c")
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
