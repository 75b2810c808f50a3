package explore

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
)

// The shares of the causes sum to 1, and so do the odds of the answers to every question under each of them.
func TestKinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := large(3)
		amount := rapid.Float64Range(0, 60)
		for i := range pb.Verdicts {
			pb.Verdicts[i].Prior = rapid.SampledFrom([]float64{0, amount.Draw(t, "prior")}).Draw(t, "stated")
		}
		for i := range pb.Questions {
			pb.Questions[i].OddsIf = map[string]flow.Odds{"vq1": {Yes: amount.Draw(t, "yes")}, "vq2": {Unsure: amount.Draw(t, "unsure")}}
		}
		answers := rapid.SliceOfNDistinct(rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}), 1, 3, rapid.ID[flow.Value]).Draw(t, "answers")
		all := 0.0
		for _, k := range compile(pb).kinds(answers) {
			all += k.share
			for q, o := range k.odds {
				if k.share < 0 || math.Abs(sum(o)-1) > 1e-9 {
					t.Fatalf("question %d: %v, for %v of the cases", q, o, k.share)
				}
			}
		}
		if math.Abs(all-1) > 1e-9 {
			t.Fatalf("the causes sum to %v", all)
		}
	})
}
