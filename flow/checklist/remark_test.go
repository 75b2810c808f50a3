package checklist

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestRemarkLeavesAClearAnswer holds that a remark in a sentence or a line of its own takes nothing from an answer that is clear, however
// carefully it is put, and that one which contradicts the answer has it refused.
func TestRemarkLeavesAClearAnswer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const mixes = "more than one thing"
	for answer, want := range map[string]string{
		"1\nI think so":                              "1",
		"1\nI think. Bob knows more":                 "1",
		"1\nprobably":                                "1",
		"1\nWe don't know since when.":               "1",
		"1\nnot sure why, though":                    "1",
		"1\nMaybe Bob knows more.":                   "1",
		"1\nsorry for the delay":                     "1",
		"1\n2 weeks ago it worked":                   "1",
		"1\nNo other call does.":                     "1",
		"1. I believe it is since Friday":            "1",
		"\n1\nI guess\n":                             "1",
		"no beta is used. I think since Friday.":     "1",
		"no beta is used\nI believe, 3 of us looked": "1",
		"a beta header is missing\nI believe":        "3",
		"a beta is used\nI think it's since Friday.": "2",
		"1\n1":                                  "1",
		"1\nactually since 2 November":          mixes, // Nothing tells this from another number.
		"1\nno wait, 2":                         mixes,
		"1, no wait, 2":                         mixes,
		"1\nsorry, I meant 3":                   mixes,
		"1\n2":                                  mixes,
		"1\nor 2?":                              mixes,
		"1\nor is it 2?":                        mixes,
		"1\nI don't think so":                   mixes,
		"1\nnot sure, really":                   mixes,
		"1\nmaybe":                              mixes,
		"1\nmaybe 2":                            mixes,
		"1\nsorry, the other one":               mixes,
		"1\na beta is used":                     mixes,
		"1\nscratch that":                       mixes,
		"1\n?":                                  mixes,
		"not sure\n2":                           mixes,
		"a beta is used\nwait, no beta is used": mixes,
	} {
		s := parked(wait("uses-beta", "developer"))
		got := Read(book.Playbook, s, strings.Replace(Write(book.Playbook, s, ""), "not sure): ", "not sure): "+answer, 1))
		switch {
		case want == mixes:
			if len(got.Facts) != 0 || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], mixes) {
				t.Errorf("%q is taken as %v, problems %q", answer, got.Facts, got.Problems)
			}
		default:
			o := book.Choice("beta").Options[want[0]-'1']
			if len(got.Problems) != 0 || len(got.Facts) == 0 || len(got.Facts) != len(o.Facts) || got.Facts[0].Value != o.Facts[0].Value || got.Waiting != 0 {
				t.Errorf("%q is taken as %v, problems %q, want %q", answer, got.Facts, got.Problems, o.Title)
			}
		}
	}
	for answer, want := range map[string]string{
		"yes\nI think so":                 "yes",
		"yes. I think it's since Friday":  "yes",
		"yes\nI believe":                  "yes",
		"yes\nNo other card does.":        "yes",
		"yes\nYes, twice":                 "yes",
		"yes\nwe don't know for how long": "yes",
		"yes\nno idea why":                "yes",
		"no\nI don't think so":            "no",
		"no\nprobably since Friday":       "no",
		"no\nno clue when it did":         "no",
		"no\nI think":                     "no",
		"yes\nno":                         mixes,
		"yes\nno wait":                    mixes,
		"yes, actually no":                mixes,
		"yes\nsorry, no":                  mixes,
		"yes\nI don't think so":           mixes,
		"yes\nprobably not":               mixes,
		"yes\nI'm not sure":               mixes,
		"no\nyes, it does":                mixes,
		"no\nsorry, I meant yes":          mixes,
		"no\nperhaps":                     mixes,
		"yes\non second thought, no":      mixes,
	} {
		got := Read(door(), parked(wait("beeps", "caretaker")), "Answer [beeps] (yes / no / not sure): "+answer)
		said := strings.Join(got.Problems, "\n")
		for _, f := range got.Facts {
			said = map[flow.Value]string{flow.Yes: "yes", flow.No: "no", flow.Unsure: "not sure"}[f.Value]
		}
		if !strings.Contains(said, want) {
			t.Errorf("%q comes to %q, want %q", answer, said, want)
		}
	}
}
