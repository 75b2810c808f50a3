package content

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/evidence"
)

// handmade is a case written for the signs: a text, the verdict its facts lead to by themselves ("" for a question), and
// facts and notes that must be there.
type handmade struct {
	Name    string            `yaml:"name"`
	Text    string            `yaml:"text"`
	Verdict string            `yaml:"verdict"`
	Facts   map[string]string `yaml:"facts"`
	Notes   map[string]string `yaml:"notes"`
}

func handmades(t testing.TB) []handmade {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "evidence", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []handmade
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var cases []handmade
		if err := yaml.Load(data, &cases, yaml.WithKnownFields()); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all = append(all, cases...)
	}
	return all
}

// book returns the playbook that ships.
func book(t testing.TB) *Book {
	t.Helper()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signs returns the signs that ship.
func signs(t testing.TB) *evidence.Signs {
	t.Helper()
	return book(t).signs().signs
}

// signList returns the signs that ship as they were written.
func signList(t testing.TB) []evidence.Sign {
	t.Helper()
	data, err := embedded.ReadFile("playbooks/anthropic-403/signs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b := book(t)
	list, _, problems := loadSigns("signs.yaml", data, func(id string) bool {
		_, ok := b.Facts[id]
		return ok
	})
	if len(problems) > 0 {
		t.Fatal(problems.Error())
	}
	return list
}

func TestHandmadeCases(t *testing.T) {
	t.Parallel()
	b := book(t)
	s := b.signs().signs
	for _, c := range handmades(t) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			r := s.Read([]byte(c.Text))
			if got := concluded(b, r); got != c.Verdict {
				t.Errorf("the facts lead to %q, want %q", got, c.Verdict)
			}
			facts := make(map[string]string)
			for _, f := range r.Facts {
				facts[f.ID] = f.Value.String()
				if f.Rule == "" || f.Quote == "" || f.From != flow.Pasted {
					t.Errorf("fact %+v lacks its provenance", f)
				}
			}
			for id, want := range c.Facts {
				if facts[id] != want {
					t.Errorf("fact %s is %q, want %q", id, facts[id], want)
				}
			}
			notes := notesOf(r)
			for name, want := range c.Notes {
				if notes[name] != want {
					t.Errorf("note %s is %q, want %q", name, notes[name], want)
				}
			}
			if t.Failed() {
				t.Logf("%s\nfacts %v\nnotes %v\nsummary %s", c.Text, r.Facts, notes, r.Summary)
			}
		})
	}
}

func notesOf(r flow.Reading) map[string]string {
	notes := make(map[string]string)
	for _, n := range r.Notes {
		notes[n.Name] = n.Text
	}
	return notes
}

// TestEverySignCounts holds that each sign decides something in at least one case: that it has a test, and that no sign
// before it always speaks first.
func TestEverySignCounts(t *testing.T) {
	t.Parallel()
	list := signList(t)
	all, err := evidence.Compile(list)
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	type alone struct {
		id    string
		signs *evidence.Signs
	}
	var takers []alone // Signs that only take notes are tried by themselves.
	for _, s := range list {
		if s.Names == "" && len(s.Says) == 0 {
			one, err := evidence.Compile([]evidence.Sign{s})
			if err != nil {
				t.Fatal(err)
			}
			takers = append(takers, alone{s.ID, one})
		}
	}
	for _, text := range texts(t) {
		r := all.Read([]byte(text))
		for _, f := range r.Facts {
			used[f.Rule] = true
		}
		notes := notesOf(r)
		for _, a := range takers {
			if used[a.id] {
				continue
			}
			for _, n := range a.signs.Read([]byte(text)).Notes {
				if notes[n.Name] == n.Text && !slices.Contains([]string{"status", "error_type", "error_code", "message", "request_id", "host", "endpoint"}, n.Name) {
					used[a.id] = true
				}
			}
		}
	}
	for _, s := range list {
		if !used[s.ID] {
			t.Errorf("%s:%d: sign %q decides nothing in any case: write one for it, or a sign before it speaks first", s.Pos.File, s.Pos.Line, s.ID)
		}
	}
}

// texts returns every text of the corpus and of the cases made by hand.
func texts(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, c := range handmades(t) {
		all = append(all, c.Text)
	}
	for _, name := range []string{sample, later} {
		for _, c := range corpus(t, name) {
			all = append(all, c.Pasted)
		}
	}
	return all
}

// TestClientWordsAreNoEvidence holds that what clients print around an error changes no fact.
func TestClientWordsAreNoEvidence(t *testing.T) {
	t.Parallel()
	s := signs(t)
	for _, text := range texts(t) {
		if strings.Contains(text, "<") || strings.TrimSpace(text) == "" {
			continue // A page would swallow what follows it.
		}
		want := values(s.Read([]byte(text)))
		for _, around := range []string{"Failed to authenticate. %s", "%s · Please run /login", "⎿  %s"} {
			got := values(s.Read([]byte(strings.Replace(around, "%s", text, 1))))
			if !maps.Equal(got, want) {
				t.Errorf("%q changed the facts of %q\n got %v\nwant %v", around, text, got, want)
			}
		}
	}
}

func values(r flow.Reading) map[string]flow.Value {
	out := make(map[string]flow.Value)
	for _, f := range r.Facts {
		out[f.ID] = f.Value
	}
	return out
}

// TestNoSecretComesOutOfTheSigns holds that the notes and quotes of the signs that ship never show a whole key.
func TestNoSecretComesOutOfTheSigns(t *testing.T) {
	t.Parallel()
	s := signs(t)
	secret := strings.Repeat("Zy8wV7u", 12)
	marks := []string{"sk-" + "ant-api03-", "sk-" + "ant-oat01-", "sk-" + "ant-admin01-"}
	for i, text := range texts(t) {
		mark := marks[i%len(marks)]
		key := mark + secret
		with := []string{
			"x-api-key: " + key + "\n" + text, text + "\nAuthorization: Bearer " + key, strings.ReplaceAll(text, "claude", key), strings.ReplaceAll(text, "FAKE", secret),
		}[i/len(marks)%4]
		r := s.Read([]byte(with))
		out := append([]string{r.Summary}, r.Others...)
		for _, f := range r.Facts {
			out = append(out, f.Quote)
		}
		for _, n := range r.Notes {
			out = append(out, n.Text)
		}
		for _, o := range out {
			if strings.Contains(o, mark) && strings.Contains(o, secret[:12]) {
				t.Errorf("%q gives the key away in %q", with, o)
			}
		}
	}
}
