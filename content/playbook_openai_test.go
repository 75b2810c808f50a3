package content

import (
	"os"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
)

const openAIDir = "playbooks/openai-organization"

func openAIBook(t *testing.T) *Book {
	t.Helper()
	b, err := Load(os.DirFS(openAIDir), ".")
	must.NoError(t, err)
	return b
}

// Whatever is pasted and answered, the walk ends soon, and an end without a verdict names what to find out.
func TestOpenAIEveryPathEnds(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	var readings []flow.Reading
	for _, c := range cases(t, "openai-organization") {
		readings = append(readings, b.Read([]byte(c.Text)))
	}
	const most = 20 // Reached only by someone who can find out nothing.
	rapid.Check(t, func(t *rapid.T) {
		s := new(flow.Session)
		s.Read(rapid.SampledFrom(readings).Draw(t, "text"), flow.Pasted, epoch)
		for asked := 0; ; asked++ {
			p := flow.Walk(b.Playbook, s.Facts())
			if p.Outcome == flow.Open && len(p.Again) == 0 {
				t.Fatalf("a dead end: nothing is unsure, and more than one cause is left: %v", s.Facts())
			}
			if p.Outcome != flow.Asking {
				return
			}
			if asked == most {
				t.Fatalf("question %d: %s; after %v", asked, p.Question.ID, s.Facts())
			}
			v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, p.Question.ID)
			s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		}
	})
}

// Its own pages are there, and every example shows something.
func TestOpenAIPages(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	if len(b.Examples) < 5 || len(b.Reference) == 0 || b.Escalation == "" {
		t.Errorf("%d examples, %d pages of reference, escalation %q", len(b.Examples), len(b.Reference), b.Escalation)
	}
	for _, e := range b.Examples {
		if facts := b.Read([]byte(e.Text)).Facts; len(facts) == 0 {
			t.Errorf("the example %s shows nothing", e.ID)
		}
	}
}
