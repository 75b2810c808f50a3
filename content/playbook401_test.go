package content

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const folder401 = "playbooks/anthropic-401"

var load401 = sync.OnceValues(func() (*Book, error) { return Load(os.DirFS(folder401), ".") })

func book401(t testing.TB) *Book {
	t.Helper()
	b, err := load401()
	if err != nil {
		t.Fatalf("the playbook:\n%v", err)
	}
	return b
}

// TestPlaybook401Shares holds that facts which both playbooks know mean the same in both, so that they can be handed over.
func TestPlaybook401Shares(t *testing.T) {
	t.Parallel()
	b, other := book401(t), book(t)
	// The same statement under another name would be lost.
	about := make(map[string]string)
	for id, f := range other.Facts {
		about[f.About] = id
	}
	shared := 0
	for id, f := range b.Facts {
		if _, ok := other.Facts[id]; ok {
			shared++
			if f.About != other.Facts[id].About {
				t.Errorf("%s is %q here and %q there", id, f.About, other.Facts[id].About)
			}
		} else if twin := about[f.About]; twin != "" {
			t.Errorf("%q is %s here and %s there", f.About, id, twin)
		}
	}
	if shared < 30 {
		t.Errorf("%d facts are shared, want 30 or more", shared)
	}
}

func TestPlaybook401Texts(t *testing.T) {
	t.Parallel()
	b := book401(t)
	leak := regexp.MustCompile(`(?i)(-H|--header)[ =]['"]?(x-api-key|authorization):`)
	narrow := func(where, text string, most int) {
		fenced := false
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			} else if n := len([]rune(strings.ReplaceAll(line, "\t", "    "))); fenced && n > most {
				t.Errorf("%s: a line of code is %d wide, more than %d: %s", where, n, most, line)
			}
		}
		if leak.MatchString(text) {
			t.Errorf("%s puts a key into the arguments", where)
		}
	}
	for _, v := range b.Verdicts {
		if v.Screen.Title != v.Title {
			t.Errorf("the screen %s is titled %q, the verdict %q", v.ID, v.Screen.Title, v.Title)
		}
		at := -1
		for _, s := range v.Screen.Sections {
			i := slices.Index(headings, s.Heading)
			if i <= at {
				t.Errorf("%s: the section %q is unknown or out of order", v.ID, s.Heading)
			}
			at = max(at, i)
			narrow(v.ID, s.Body, 72)
		}
		if sources, _ := v.Screen.Section("Sources"); !strings.Contains(sources, " 2026-") {
			t.Errorf("%s: the sources carry no date", v.ID)
		}
	}
	for _, p := range b.Reference {
		for _, s := range p.Sections {
			narrow(p.ID, s.Body, 58)
		}
	}
	for _, q := range b.Questions {
		narrow(q.ID, "```\n"+q.Command+"\n```", 72)
		for name, limit := range map[string]struct {
			text string
			most int
		}{
			"about": {b.Facts[q.ID].About, 100}, "ask": {q.Ask, 130}, "say": {q.Say, 180}, "why": {q.Why, 180},
			"yes": {q.Yes, 110}, "no": {q.No, 110}, "unsure": {q.Unsure, 130},
		} {
			if len(limit.text) > limit.most {
				t.Errorf("%s: %s has %d characters, more than %d", q.ID, name, len(limit.text), limit.most)
			}
		}
		if !strings.HasSuffix(q.Ask, "?") || !strings.HasSuffix(q.Say, "?") {
			t.Errorf("%s: ask and say are questions", q.ID)
		}
	}
	for _, tab := range b.Tables {
		for _, r := range tab.Rows {
			if !strings.HasPrefix(r.Source, "https://") && !strings.Contains(r.Source, "@") {
				t.Errorf("%s: the source %q is neither an address nor a package with its version", r.Item, r.Source)
			}
		}
	}
}
