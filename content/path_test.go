package content

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
)

// answer lists the questions asked on the way to the end when they are answered from the map; a question that the map does
// not name is answered unsure. It returns the position at the end.
func answer(t *testing.T, b *Book, s *flow.Session, answers map[string]flow.Value) (flow.Position, []string) {
	t.Helper()
	var asked []string
	for range 100 {
		p := flow.Walk(b.Playbook, s.Facts())
		if p.Outcome != flow.Asking {
			return p, asked
		}
		v, ok := answers[p.Question.ID]
		if !ok {
			v = flow.Unsure
		}
		asked = append(asked, p.Question.ID+"="+v.String())
		s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	}
	t.Fatalf("no end after 100 questions: %v", asked)
	return flow.Position{}, nil
}

// answers reads "a=yes b=no".
func answers(t *testing.T, text string) map[string]flow.Value {
	t.Helper()
	out := make(map[string]flow.Value)
	for _, f := range strings.Fields(text) {
		id, word, _ := strings.Cut(f, "=")
		v, err := flow.ParseValue(word)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out[id] = v
	}
	return out
}

func verdictID(p flow.Position) string {
	if p.Verdict == nil {
		return "none"
	}
	return p.Verdict.ID
}

// Two causes at once: the fix of the first does not help alone, what it may have changed is asked again, and the walk goes
// on with what is left.
func TestTwoCausesAtOnce(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	s := new(flow.Session)
	s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE"}`)), flow.Pasted, epoch)
	p := flow.Walk(b.Playbook, s.Facts())
	if verdictID(p) != "org-policy" || p.Sure != flow.Certain {
		t.Fatalf("got %s (%v), want org-policy (certain)", verdictID(p), p.Sure)
	}
	s.Assert(epoch, flow.Fact{ID: "plain-works", Value: flow.No, From: flow.You})
	s.Tried(b.Playbook, "org-policy", flow.No, flow.You, epoch)
	given := answers(t, "console-key=yes plain-works=yes own-model-works=no own-model-404=no other-key-works=yes key-older=no")
	p, asked := answer(t, b, s, given)
	if verdictID(p) != "workspace-restriction" {
		t.Errorf("got %s, want workspace-restriction; asked %v", verdictID(p), asked)
	}
	if !strings.Contains(strings.Join(asked, " "), "plain-works=yes") {
		t.Errorf("what failed before the fix was not asked again: %v", asked)
	}
	if st, ok := p.Standing("org-policy"); !ok || st.Level != flow.RuledOut {
		t.Errorf("the cause that was fixed stands at %v", st.Level)
	}
}

// Whatever is answered, the walk ends, and nobody is asked more than a person on a call can bear.
func TestEveryPathEnds(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	const most = 26 // Reached only by someone who can try nothing; the commonest paths have two to six.
	ends := make(map[string]int)
	rapid.Check(t, func(t *rapid.T) {
		s := new(flow.Session)
		asked := 0
		for {
			p := flow.Walk(b.Playbook, s.Facts())
			if p.Outcome != flow.Asking {
				ends[p.Outcome.String()+" "+verdictID(p)]++
				if p.Outcome == flow.Open && len(p.Again) == 0 {
					t.Fatalf("a dead end: nothing is unsure, and more than one cause is left: %v", s.Facts())
				}
				break
			}
			if asked++; asked > most {
				t.Fatalf("question %d: %s; after %v", asked, p.Question.ID, s.Facts())
			}
			v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, p.Question.ID)
			s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		}
	})
	t.Logf("%v", ends)
}
