package content

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"why403/flow/must"
)

// Every report that a verdict names is one of the corpus whose cause is sure, whose text alone shows it, and which has this label
// and date. So no address leads to something else, and what is said of it can be looked up.
func TestSeenIsOfTheCorpus(t *testing.T) {
	t.Parallel()
	type report struct {
		URL, Source, Date, Label, Playbook, Confidence string
		Decidable                                      bool `json:"decidable_from_text"`
	}
	known := make(map[string][]report)
	files, err := filepath.Glob("testdata/corpus/[ls]*.jsonl") // Those that are held are never looked at.
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		must.NoError(t, err)
		defer f.Close()
		lines := bufio.NewScanner(f)
		for lines.Buffer(nil, 1<<22); lines.Scan(); {
			r := report{Playbook: DefaultID}
			must.NoError(t, json.Unmarshal(lines.Bytes(), &r))
			known[r.Source] = append(known[r.Source], r)
		}
	}
	total := 0
	for _, id := range Shipped() {
		text, err := os.ReadFile(filepath.Join("playbooks", id, "seen.yaml"))
		must.NoError(t, err)
		var file struct {
			Seen map[string][]struct{ At, Date string }
		}
		must.NoError(t, yaml.Load(text, &file))
		b, err := Ship(id)
		must.NoError(t, err)
		for verdict, list := range file.Seen {
			shown := ""
			if v := b.Verdict(verdict); v != nil {
				shown, _ = v.Screen.Section(seenHeading)
			}
		reports:
			for _, s := range list {
				total++
				if where, number, _ := strings.Cut(s.At, "#"); !strings.Contains(shown, "https://github.com/"+where+"/issues/"+number+" ("+s.Date+")") {
					t.Errorf("%s: the screen of %s does not show %s", id, verdict, s.At)
				}
				for _, r := range known[s.At] {
					if r.Label == verdict && r.Playbook == id && r.Date == s.Date && r.Confidence == "high" && r.Decidable && strings.HasPrefix(r.URL, "https://github.com/") {
						continue reports
					}
				}
				t.Errorf("%s: %s of %s is not in the corpus as a sure report of it: %+v", id, s.At, verdict, known[s.At])
			}
		}
	}
	if total < 100 {
		t.Errorf("%d reports", total)
	}
}

// What is not of the shape is reported where it stands.
func TestSeenShape(t *testing.T) {
	t.Parallel()
	const good = `{at: "a/b#1", date: 2026-01-02, cause: It was so}`
	for name, tt := range map[string]struct{ seen, want string }{
		"good":             {`one: [` + good + `]`, ""},
		"no verdict":       {`two: [` + good + `]`, "no verdict"},
		"no address":       {`one: [{at: "https://a.example", date: 2026-01-02, cause: C}]`, "not owner/repository#number"},
		"no day":           {`one: [{at: "a/b#1", date: lately, cause: C}]`, "not a day"},
		"no cause":         {`one: [{at: "a/b#1", date: 2026-01-02}]`, `"cause" is missing`},
		"the older first":  {`one: [{at: "a/b#1", date: 2025-01-02, cause: C}, ` + good + `]`, "stands behind"},
		"too many":         {`one: [` + strings.Repeat(good+", ", 3) + good + `]`, "nobody reads more than 3"},
		"a whole story":    {`one: [{at: "a/b#1", date: 2026-01-02, cause: ` + strings.Repeat("so ", 40) + `}]`, "fit"},
		"no list of lists": {`[]`, "expected a mapping"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := tt.seen
			if strings.HasPrefix(text, "one:") || strings.HasPrefix(text, "two:") {
				text = "{" + text + "}"
			}
			_, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}, "seen.yaml": {Data: []byte("seen: " + text + "\n")}}, ".")
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "seen.yaml:")):
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}
