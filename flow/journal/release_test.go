package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/journal"
	"why403/flow/must"
)

// released are sessions as the first release wrote them, with what they stood at. The files are never written again: a
// program that reads them otherwise breaks the sessions that people have. The verdict of one may change when the playbook
// does; then the change here says so.
var released = map[string]struct {
	at       string
	events   int
	solved   bool
	customer bool
	sources  []flow.Source
	undone   int
}{
	"paste":    {at: "model-access", events: 16, sources: []flow.Source{flow.Pasted, flow.You}},
	"undo":     {at: "model-access", events: 20, undone: 2},
	"retest":   {at: "stale-key", events: 26},
	"customer": {at: "model-access", events: 20, solved: true, customer: true, sources: []flow.Source{flow.Customer}},
	"replaced": {at: "authentication", events: 25},
	"html":     {at: "edge-block", events: 10},
	"probes":   {at: "stale-key", events: 23, sources: []flow.Source{flow.Probed}},
	"capture":  {at: "org-policy", events: 27, sources: []flow.Source{flow.Captured}},
}

func TestFilesOfTheFirstRelease(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	files, err := filepath.Glob(filepath.Join("testdata", "release-1", "*.jsonl"))
	if err != nil || len(files) != len(released) {
		t.Fatalf("%d files, %v; want %d", len(files), err, len(released))
	}
	dir := filepath.Join(t.TempDir(), "sessions")
	for name, want := range released {
		text, err := os.ReadFile(filepath.Join("testdata", "release-1", name+".jsonl"))
		must.NoError(t, err)
		must.NoError(t, os.MkdirAll(dir, 0o700))
		must.NoError(t, os.WriteFile(filepath.Join(dir, name+".jsonl"), text, 0o600))
		log, events, err := journal.Open(dir).Resume(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s := flow.Replay(events)
		p := flow.Walk(book.Playbook, s.Facts())
		at := ""
		switch {
		case p.Verdict != nil:
			at = p.Verdict.ID
		case p.Question != nil:
			at = p.Question.ID
		}
		undone := 0
		from := make(map[flow.Source]bool)
		for _, e := range events {
			switch e.Kind {
			case flow.Undone:
				undone++
			case flow.Asserted:
				from[e.Fact.From] = true
			}
		}
		if at != want.at || p.Solved != want.solved || len(events) != want.events || undone != want.undone || (s.About().Whose == flow.Customer) != want.customer {
			t.Errorf("%s: stands at %s (solved: %t) after %d events, %d acts undone; want %+v", name, at, p.Solved, len(events), undone, want)
		}
		for _, src := range want.sources {
			if !from[src] {
				t.Errorf("%s: nothing is from %s", name, src)
			}
		}
		// It can be gone on with.
		if err := log.Append(s.Note(s.Events()[0].At, flow.Note{Name: flow.NoteOn(""), Text: "again", From: flow.You})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := log.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
