package content

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// world is a failing call as somebody finds it: what its text and the probes show, and how questions about it are answered.
type world struct {
	shown   []flow.Fact
	answers map[string]flow.Value
}

// at walks through the world, from where the session stands.
func (w world) at(t *testing.T, b *Book, s *flow.Session) flow.Position {
	t.Helper()
	if len(w.shown) > 0 {
		s.Read(flow.Reading{Facts: w.shown}, flow.Pasted, epoch)
	}
	p, _ := answer(t, b, s, w.answers)
	return p
}

// worlds returns, for every verdict but the one that nothing explains, worlds in which it is where the walk ends: one that the
// answers alone tell, and one that a rule's facts show, as far as there are such.
func worlds(t *testing.T, b *Book) map[string][]world {
	t.Helper()
	out := make(map[string][]world)
	keep := func(w world) {
		p := w.at(t, b, new(flow.Session))
		if id := verdictID(p); p.Outcome == flow.Concluded && id != b.Unexplained && len(out[id]) < 3 {
			out[id] = append(out[id], w)
		}
	}
	for _, r := range b.Rules {
		for _, cl := range r.When {
			w := world{answers: map[string]flow.Value{}}
			for _, term := range cl {
				f := flow.Fact{ID: term.Fact, Value: term.Values[0], From: flow.Pasted, Rule: "sign"}
				w.shown = append(w.shown, f)
			}
			tried := slices.ContainsFunc(w.shown, func(f flow.Fact) bool { return strings.HasPrefix(f.ID, flow.FixedFact("")) }) // It holds only after a fix.
			if len(r.Proves)+len(r.Suggests) > 0 && !tried {
				keep(w)
			}
		}
	}
	random := rand.New(rand.NewPCG(403, 403)) //nolint:gosec // The same walks every time.
	for range 500 {
		w, s := world{answers: make(map[string]flow.Value)}, new(flow.Session)
		p := flow.Walk(b.Playbook, nil)
		for p.Outcome == flow.Asking {
			v := []flow.Value{flow.Yes, flow.No, flow.Yes, flow.No, flow.Unsure}[random.IntN(5)]
			w.answers[p.Question.ID] = v
			s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
			p = flow.Walk(b.Playbook, s.Facts())
		}
		keep(w)
	}
	return out
}

// unless takes back what stays whatever a fix does and is otherwise in the world: the call is made otherwise now, as a person says.
func unless(s *flow.Session, w world) {
	for _, f := range s.Facts() {
		if v, ok := w.answers[f.ID]; ok && v != f.Value {
			s.Assert(epoch, flow.Fact{ID: f.ID, From: flow.You})
		}
	}
}

// Two causes hold at once, whichever: the fix of the first is made, another error comes back, and what is found then decides alone. Of
// what is known from before only where the call goes, from what and with which credential is left, and which fixes did not help. With a
// 401 in between that, too, is forgotten once it is mended.
func TestAnySecondCause(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			b, err := Ship(id)
			must.NoError(t, err)
			all := worlds(t, b)
			if len(all) < len(b.Verdicts)-3 {
				t.Errorf("worlds for %d of %d verdicts", len(all), len(b.Verdicts))
			}
			between := all["authentication"]
			pairs, ends := 0, 0
			for _, first := range slices.Sorted(maps.Keys(all)) {
				for _, second := range slices.Sorted(maps.Keys(all)) {
					if first == second {
						continue
					}
					a, c := all[first][pairs%len(all[first])], all[second][pairs/2%len(all[second])]
					s := new(flow.Session)
					if p := a.at(t, b, s); verdictID(p) != first {
						t.Fatalf("the world of %s leads to %s", first, verdictID(p))
					}
					before := s.Facts()
					s.Tried(b.Playbook, first, flow.No, flow.You, epoch)
					for _, f := range before {
						q := b.Question(f.ID)
						made := q != nil && !b.Facts[f.ID].Retest && f.From == flow.You && f.Value != flow.Unsure
						if now, known := s.Fact(f.ID); known != made || made && now != f {
							t.Errorf("after %s and another error: %+v, before %+v", first, now, f)
						}
					}
					unless(s, c)
					if len(between) > 0 && pairs%3 == 0 && first != "authentication" && second != "authentication" {
						between[pairs%len(between)].at(t, b, s)
						s.Tried(b.Playbook, "authentication", flow.No, flow.Customer, epoch)
					}
					p := c.at(t, b, s)
					pairs++
					switch got := verdictID(p); {
					case p.Outcome == flow.Open:
					case got == second:
						ends++
					default:
						t.Errorf("after %s was fixed, %s holds, and the walk ends at %s: %v", first, second, got, s.Facts())
					}
				}
			}
			if ends*10 < pairs*9 {
				t.Errorf("of %d pairs only %d end at the second cause", pairs, ends)
			}
			t.Logf("%d pairs, %d at the second cause", pairs, ends)
		})
	}
}

// What counts after a fix that did not help leads to questions, and speaks neither for nor against a cause: no rule can rest on
// facts alone that only an answer from before the fix knows.
func TestNothingSpeaksFromBeforeAFix(t *testing.T) {
	t.Parallel()
	for _, b := range ships(t) {
		stays := func(term flow.Term) bool { return b.Question(term.Fact) != nil && !b.Facts[term.Fact].Retest }
		for _, r := range b.Rules {
			for _, cl := range r.When {
				speaks := len(r.Proves)+len(r.Suggests)+len(r.RulesOut) > 0
				if speaks && !slices.ContainsFunc(cl, func(term flow.Term) bool { return !stays(term) }) {
					t.Errorf("%s:%d: %q rests on answers from before a fix; one of %v needs retest: true", r.Pos.File, r.Pos.Line, r.Because, cl)
				}
			}
		}
	}
}
