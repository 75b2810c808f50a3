package flow

import (
	"strings"
	"testing"
)

func TestLint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(*Playbook)
		want  string
	}{
		{"sound", func(*Playbook) {}, ""},
		{"no end for everything ruled out", func(pb *Playbook) { pb.Unexplained = "gone" }, `there is no verdict "gone"`},
		{"a question twice", func(pb *Playbook) { pb.Questions = append(pb.Questions, pb.Questions[0]) }, "stands here twice"},
		{"a verdict twice", func(pb *Playbook) { pb.Verdicts = append(pb.Verdicts, pb.Verdicts[0]) }, "stands here twice"},
		{"an id out of form", func(pb *Playbook) { pb.Verdicts[0].ID = "Proxy Refuses" }, "not well formed"},
		{"a guard on a later question", func(pb *Playbook) { pb.Questions[0].When = is("proxy", Yes) }, "asked later"},
		{"a guard on itself", func(pb *Playbook) { pb.Questions[0].Unless = is("here", Yes) }, "asked later"},
		{"a guard on nothing known", func(pb *Playbook) { pb.Questions[1].When = is("heer", Yes) }, `there is no fact "heer"`},
		{"a question that decides nothing known", func(pb *Playbook) { pb.Questions[0].Decides = []string{"gone"} }, "decides: there is no verdict"},
		{"a link in the clear", func(pb *Playbook) { pb.Questions[0].Link = "http://example.com" }, "not https"},
		{"odds that are no shares", func(pb *Playbook) { pb.Questions[0].Odds = Odds{Yes: .5, No: .4} }, "do not sum to 1"},
		{"odds under nothing known", func(pb *Playbook) { pb.Questions[0].OddsIf = map[string]Odds{"gone": {Yes: 1}} }, `odds_if: there is no verdict "gone"`},
		{"odds under a cause that are no shares", func(pb *Playbook) { pb.Questions[0].OddsIf = map[string]Odds{"model": {Yes: .5}} }, `under "model" do not sum to 1`},
		{"odds under a cause", func(pb *Playbook) { pb.Questions[0].OddsIf = map[string]Odds{"model": {Yes: 1}} }, ""},
		{"a fact without a statement", func(pb *Playbook) { pb.Facts["here"] = FactInfo{} }, `no "about"`},
		{"unsure that rules out", func(pb *Playbook) { pb.Rules[3].When = is("proxy", No, Unsure) }, "unsure may not rule a cause out"},
		{"silence that rules out", func(pb *Playbook) { pb.Rules[3].Unless = is("page", Yes) }, "may not have an unless"},
		{"a rule without a condition", func(pb *Playbook) { pb.Rules[0].When = nil }, "has no condition"},
		{"a rule without an effect", func(pb *Playbook) { pb.Rules[0].Suggests = nil }, "concludes nothing"},
		{"a weak proof", func(pb *Playbook) { pb.Rules[4].Sure = Weak }, "cannot prove"},
		{"a verdict out of reach", func(pb *Playbook) { pb.Rules[6].Suggests = []string{"proxy-refuses"} }, `no rule proves or suggests the verdict "model"`},
		{"a rule on a fix of nothing", func(pb *Playbook) { pb.Rules[0].When = is("fixed:gone", No) }, `there is no verdict "gone"`},
		{"a fix that leaves nothing known", func(pb *Playbook) { pb.Verdicts[0].Leaves = []string{"gone"} }, `leaves: there is no fact "gone"`},
		{"a question that asks nothing known anew", func(pb *Playbook) { pb.Questions[0].Anew = []string{"gone"} }, `anew: there is no fact "gone"`},
		{"a verdict without a screen", func(pb *Playbook) { pb.Sections = []string{"The fix"} }, "has no screen"},
		{"a screen without a section", func(pb *Playbook) {
			pb.Sections = []string{"The fix"}
			for i := range pb.Verdicts {
				pb.Verdicts[i].Screen = ScreenText{Title: "t", Sections: []Section{{Heading: "Else", Body: "b"}}}
			}
		}, `no section "The fix"`},
		{"a row without a source", func(pb *Playbook) {
			pb.Tables = []Table{{Rows: []TableRow{{Judged: "wrong", Checked: "2026-11-23"}}}}
		}, "no source"},
		{"a row without a day", func(pb *Playbook) {
			pb.Tables = []Table{{Rows: []TableRow{{Judged: "wrong", Checked: "today", Source: "x"}}}}
		}, "not a day"},
		{"a row judged oddly", func(pb *Playbook) {
			pb.Tables = []Table{{Rows: []TableRow{{Judged: "meh", Checked: "2026-11-23", Source: "x"}}}}
		}, "is none of"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pb := network()
			tt.spoil(pb)
			var got []string
			for _, p := range Lint(pb) {
				got = append(got, p.Text)
			}
			all := strings.Join(got, "\n")
			if tt.want == "" && all != "" {
				t.Errorf("got %s, want no problem", all)
			}
			if !strings.Contains(all, tt.want) {
				t.Errorf("got %q, want a problem with %q", all, tt.want)
			}
		})
	}
}
