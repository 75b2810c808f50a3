package flow

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"why403/flow/must"
)

func TestGeneratedPlaybooksLintClean(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		if ps := Lint(playbooks().Draw(t, "playbook")); len(ps) > 0 {
			t.Fatalf("generator made %v", ps)
		}
	})
}

// Answers at every question, failed fixes at every verdict: the walk comes to its end.
func TestEveryWalkEnds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		s := new(Session)
		s.Assert(noon, factsOf(pb).Draw(t, "known")...)
		// Every failed fix may lead to all questions once more.
		most := (len(pb.Questions) + 1) * (len(pb.Verdicts) + 1)
		for range most {
			p := Walk(pb, s.Facts())
			switch p.Outcome {
			case Asking:
				s.Assert(noon, Fact{ID: p.Question.ID, Value: value().Draw(t, "answer"), From: You})
			case Concluded:
				if p.Solved || p.Verdict.ID == pb.Unexplained {
					return
				}
				s.Tried(pb, p.Verdict.ID, No, You, noon)
			case Open:
				return
			}
		}
		t.Fatalf("no end after %d steps", most)
	})
}

func TestOrderOfFactsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		facts := factsOf(pb).Draw(t, "facts")
		a, b := Walk(pb, facts), Walk(pb, rapid.Permutation(facts).Draw(t, "permuted"))
		a.Trail, b.Trail = nil, nil
		if diff := cmp.Diff(a, b, cmpopts.IgnoreUnexported(Position{})); diff != "" {
			t.Fatalf("the order changed the position:\n%s", diff)
		}
		if a.Left() != b.Left() {
			t.Fatalf("the order changed how many questions are left: %d, %d", a.Left(), b.Left())
		}
	})
}

// Stand gives the standings of the walk.
func TestStand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		facts := factsOf(pb).Draw(t, "facts")
		if diff := cmp.Diff(Walk(pb, facts).Standings, Stand(pb, facts)); diff != "" {
			t.Fatalf("the standings differ:\n%s", diff)
		}
	})
}

func TestReplayGivesTheSamePosition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		s := new(Session)
		for range rapid.IntRange(0, 12).Draw(t, "acts") {
			act(t, pb, s)
		}
		stored, err := json.Marshal(s.Events())
		must.NoError(t, err)
		var events []Event
		must.NoError(t, json.Unmarshal(stored, &events))
		if diff := cmp.Diff(Walk(pb, s.Facts()), Walk(pb, Replay(events).Facts()), cmpopts.IgnoreUnexported(Position{})); diff != "" {
			t.Fatalf("replay differs:\n%s", diff)
		}
	})
}

func TestUndoUndoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		s := new(Session)
		for range rapid.IntRange(0, 6).Draw(t, "acts") {
			act(t, pb, s)
		}
		facts, notes, conflicts := s.Facts(), s.Notes(), s.Conflicts()
		before := s.Len()
		s.Assert(noon, factsOf(pb).Filter(func(f []Fact) bool { return len(f) > 0 }).Draw(t, "said")...)
		if _, ok := s.Undo(noon); !ok {
			t.Fatal("nothing to undo")
		}
		if diff := cmp.Diff(facts, s.Facts()); diff != "" {
			t.Fatalf("facts after undo:\n%s", diff)
		}
		if diff := cmp.Diff(notes, s.Notes()); diff != "" {
			t.Fatalf("notes after undo:\n%s", diff)
		}
		if diff := cmp.Diff(conflicts, s.Conflicts()); diff != "" {
			t.Fatalf("conflicts after undo:\n%s", diff)
		}
		if s.Len() <= before {
			t.Fatal("undo took something out of the record")
		}
	})
}

// act does one thing that a person can do to a session.
func act(t *rapid.T, pb *Playbook, s *Session) {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		s.Read(Reading{Facts: factsOf(pb).Draw(t, "read"), Notes: []Note{{Name: "n", Text: "x", From: Pasted}}}, Pasted, noon)
	case 1:
		s.Undo(noon)
	case 2:
		v := rapid.SampledFrom(pb.Verdicts).Draw(t, "verdict")
		s.Tried(pb, v.ID, value().Draw(t, "works"), sources().Draw(t, "from"), noon)
	default:
		s.Assert(noon, factsOf(pb).Draw(t, "said")...)
	}
}

func TestReasonsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		facts := factsOf(pb).Draw(t, "facts")
		held := make(map[string]Fact)
		for _, f := range facts {
			held[f.ID] = f
		}
		p := Walk(pb, facts)
		for _, s := range p.Standings {
			for _, r := range append(append([]Reason(nil), s.For...), s.Against...) {
				if len(r.Facts) == 0 {
					t.Fatalf("%s: the reason %q rests on no fact", s.Verdict.ID, r.Text)
				}
				for _, f := range r.Facts {
					if held[f.ID] != f {
						t.Fatalf("%s: the reason %q cites %v, which the session does not hold", s.Verdict.ID, r.Text, f)
					}
				}
			}
			for _, r := range s.Against {
				for _, f := range r.Facts {
					if f.Value == Unsure {
						t.Fatalf("%s: unsure counts against it: %v", s.Verdict.ID, f)
					}
				}
			}
			if s.Level == RuledOut && len(s.Against) == 0 {
				t.Fatalf("%s is ruled out without a reason", s.Verdict.ID)
			}
			if (s.Level == Proven || s.Level == Likely) && len(s.For) == 0 {
				t.Fatalf("%s stands at %v without a reason", s.Verdict.ID, s.Level)
			}
		}
	})
}

func TestUnsureRulesNothingOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		var facts []Fact
		for i := range pb.Questions {
			facts = append(facts, Fact{ID: pb.Questions[i].ID, Value: Unsure, From: You})
		}
		for _, s := range Walk(pb, facts).Standings {
			if s.Level == RuledOut {
				t.Fatalf("%s is ruled out by nothing but unsure answers: %v", s.Verdict.ID, s.Against)
			}
		}
	})
}

// A fix that did not help rules no cause out: that is for a rule to say. Where one does, the fix changes nothing about it.
func TestFixRulesNothingOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := playbooks().Draw(t, "playbook")
		facts := factsOf(pb).Draw(t, "facts")
		v := rapid.SampledFrom(pb.Verdicts).Draw(t, "verdict")
		without := Walk(pb, append(facts, Fact{ID: FixedFact(v.ID), From: You}))
		with := Walk(pb, append(facts, Fact{ID: FixedFact(v.ID), Value: No, From: You}))
		was, _ := without.Standing(v.ID)
		now, _ := with.Standing(v.ID)
		named := slices.ContainsFunc(now.Against, func(r Reason) bool { return r.Text == notReached }) // By the error itself: it stays.
		if want := was.Level; want != RuledOut && now.Level != FixTried && !(named && now.Level == want) || want == RuledOut && now.Level != want {
			t.Fatalf("it stood at %v, and after its fix did not help at %v", was.Level, now.Level)
		}
		if diff := cmp.Diff(was.For, now.For); diff != "" {
			t.Fatalf("what speaks for it changed:\n%s", diff)
		}
	})
}
