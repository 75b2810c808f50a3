package content

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/must"
)

// printed is what one real client printed for one answer, and where it leads by itself: to a verdict, or to a question
// where the text cannot decide.
type printed struct {
	File     string `yaml:"file"`
	Client   string `yaml:"client"`
	Version  string `yaml:"version"`
	Scenario string `yaml:"scenario"`
	Want     string `yaml:"want"`
	Asks     string `yaml:"asks"`
}

const clientsDir = "testdata/clients"

// clients returns the manifest of the outputs.
func clients(t testing.TB) []printed {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(clientsDir, "clients.yaml"))
	must.NoError(t, err)
	var all []printed
	must.NoError(t, yaml.Load(data, &all, yaml.WithKnownFields()))
	return all
}

// output returns what the client printed: the file without its first line, which names client and version.
func (p printed) output(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(clientsDir, p.File))
	must.NoError(t, err)
	head, text, ok := bytes.Cut(data, []byte("\n"))
	if want := "# " + p.Client + " " + p.Version; !ok || !strings.HasPrefix(string(head), want) {
		t.Fatalf("%s begins with %q, want %q", p.File, head, want)
	}
	return text
}

// leadsTo returns the verdict that facts lead to, or the question that comes next.
func leadsTo(b *Book, r flow.Reading) (verdict, question string) {
	p := flow.Walk(b.Playbook, r.Facts)
	if p.Verdict != nil {
		verdict = p.Verdict.ID
	}
	if p.Question != nil {
		question = p.Question.ID
	}
	return verdict, question
}

// TestClients holds that what real clients print is read: the verdict or the question, and the ids that support asks for.
func TestClients(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range clients(t) {
		t.Run(c.File, func(t *testing.T) {
			t.Parallel()
			text := c.output(t)
			r := b.Read(text)
			verdict, question := leadsTo(b, r)
			if verdict != c.Want || question != c.Asks {
				t.Errorf("leads to verdict %q and question %q, want %q and %q", verdict, question, c.Want, c.Asks)
			}
			notes := notesOf(r)
			for name, id := range idsOf(text) {
				if !strings.HasPrefix(notes[name], id) {
					t.Errorf("note %s is %q, want %q", name, notes[name], id)
				}
			}
			if t.Failed() {
				t.Logf("facts %v\nnotes %v\nsummary %s", r.Facts, notes, r.Summary)
			}
		})
	}
}

// idMark finds the ids that the answers carried: of the request, of the workspace, of Cloudflare.
var idMark = regexp.MustCompile(`(req_011CVFAKE\w+)|(wrkspc_01FAKE\w+)|(9a2f00fa\w{8})`)

// idsOf returns the ids that a text shows, by the name of the note that must hold them.
func idsOf(text []byte) map[string]string {
	ids := make(map[string]string)
	for _, m := range idMark.FindAllSubmatch(text, -1) {
		for i, note := range []string{"request_id", "workspace_id", "cf_ray"} {
			if id := m[i+1]; id != nil {
				ids[note] = string(id)
			}
		}
	}
	return ids
}

// TestClientsShowNoKey holds that no reading of an output repeats the key that some clients print with their requests.
func TestClientsShowNoKey(t *testing.T) {
	t.Parallel()
	b := book(t)
	const key = "FAKEFAKEFAKE"
	shown := 0
	for _, c := range clients(t) {
		text := c.output(t)
		if !bytes.Contains(text, []byte(key)) {
			continue
		}
		shown++
		r := b.Read(text)
		said := append([]string{r.Summary}, r.Others...)
		for _, f := range r.Facts {
			said = append(said, f.Quote)
		}
		for _, n := range r.Notes {
			said = append(said, n.Text)
		}
		for _, s := range said {
			if strings.Contains(s, key) {
				t.Errorf("%s: the key is repeated in %q", c.File, s)
			}
		}
	}
	if shown == 0 {
		t.Error("no output shows a key: the test holds nothing")
	}
}

// TestClientsAreAllListed holds that every output is in the manifest, once, with either a verdict or a question.
func TestClientsAreAllListed(t *testing.T) {
	t.Parallel()
	listed := make(map[string]bool)
	for _, c := range clients(t) {
		if listed[c.File] {
			t.Errorf("%s is listed twice", c.File)
		}
		listed[c.File] = true
		if (c.Want == "") == (c.Asks == "") {
			t.Errorf("%s must have either want or asks", c.File)
		}
	}
	files, err := filepath.Glob(filepath.Join(clientsDir, "*.txt"))
	must.NoError(t, err)
	for _, f := range files {
		if !listed[filepath.Base(f)] {
			t.Errorf("%s is in no entry of the manifest", f)
		}
	}
}
