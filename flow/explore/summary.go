package explore

import (
	"math"
	"math/big"
	"slices"

	"why403/flow"
)

// Reached is what the paths say of one verdict.
type Reached struct {
	Verdict string
	Paths   *big.Int // Zero if no path ends there.
	Share   float64  // How often it is shown if answers are given as the odds say, from 0 to 1.
	Mean    float64  // Questions on the way.
	Prior   float64  // How often it is the cause, from 0 to 1, as the authors state it or as Summary says.
	Signs   bool     // A rule that shows it needs what only signs or probes tell, so answers alone may not reach it.
}

// Totals is what the paths say of a playbook.
type Totals struct {
	Verdicts  []Reached // In the playbook's order.
	Ambiguous []*Ending // The commonest first.

	// Bits is how much there is to find out, by the priors of the verdicts that are reached; Floor is how many questions that
	// takes at least, when every answer tells as much as it can.
	Bits, Floor float64
	Answer      float64 // How many bits one answer tells at most.
	// Weighted is the mean number of questions if the verdicts come as often as their priors say; zero if none is reached.
	Weighted float64

	Priors int      // Verdicts that have a stated prior; the others share evenly what is left of 100.
	NoOdds []string // Questions without stated odds; see flow.Question.Likelihood for what is taken instead.
	OddsIf []string // Questions whose odds are stated for some cause.
}

// Summarize sums up what Explore found in the playbook, with so many kinds of answers to a question.
func (r *Arrivals) Summarize(pb *flow.Playbook, answers int) Totals {
	var s Totals
	s.NoOdds, s.OddsIf = stated(pb)
	signs := bySigns(pb)
	index := make(map[string]int, len(pb.Verdicts))
	var shares []float64
	shares, s.Priors = priors(pb)
	for i, prior := range shares {
		id := pb.Verdicts[i].ID
		index[id] = i
		s.Verdicts = append(s.Verdicts, Reached{Verdict: id, Paths: new(big.Int), Prior: prior, Signs: signs[id]})
	}
	plain := make([]float64, len(s.Verdicts)) // Means of ends that the odds give no chance.
	for _, e := range r.Ends {
		if e.Ambiguous() {
			s.Ambiguous = append(s.Ambiguous, e)
		}
		i, ok := index[e.Verdict]
		if !ok {
			continue
		}
		v := &s.Verdicts[i]
		v.Paths.Add(v.Paths, e.Paths)
		v.Share += e.Share
		v.Mean += e.Share * e.Mean
		if plain[i] == 0 {
			plain[i] = e.Mean
		}
	}
	shares = nil
	weight := 0.0
	for i := range s.Verdicts {
		v := &s.Verdicts[i]
		if v.Share > 0 {
			v.Mean /= v.Share
		} else {
			v.Mean = plain[i]
		}
		if v.Found() {
			shares = append(shares, v.Prior)
			weight += v.Prior
			s.Weighted += v.Prior * v.Mean
		}
	}
	if weight > 0 {
		s.Weighted /= weight
	}
	s.Bits = Entropy(shares)
	if answers > 1 {
		for _, c := range pb.Choices { // One answer to a choice tells more.
			answers = max(answers, len(c.Options)+1)
		}
		s.Answer = math.Log2(float64(answers))
		s.Floor = s.Bits / s.Answer
	}
	return s
}

// stated returns the questions without stated odds, and those whose odds are stated for some cause.
func stated(pb *flow.Playbook) (without, byCause []string) {
	for _, q := range pb.Questions {
		if (q.Odds == flow.Odds{}) {
			without = append(without, q.ID)
		}
		if len(q.OddsIf) > 0 {
			byCause = append(byCause, q.ID)
		}
	}
	return without, byCause
}

// Found reports whether a path was seen that ends at the verdict.
func (r *Reached) Found() bool { return r.Paths.Sign() > 0 || r.Share > 0 }

// priors returns the share of every verdict, in the playbook's order: the stated ones, and an even part of the rest for those
// without. It counts the stated ones.
func priors(pb *flow.Playbook) (shares []float64, stated int) {
	left, unstated := 100.0, 0
	for _, v := range pb.Verdicts {
		if v.Prior > 0 {
			stated++
			left -= v.Prior
		} else {
			unstated++
		}
	}
	out := make([]float64, len(pb.Verdicts))
	for i, v := range pb.Verdicts {
		if v.Prior > 0 {
			out[i] = v.Prior / 100
		} else {
			out[i] = max(left, 0) / 100 / float64(unstated)
		}
	}
	return out, stated
}

// bySigns returns the verdicts that a rule shows by a fact that no question asks for.
func bySigns(pb *flow.Playbook) map[string]bool {
	asked := make(map[string]bool)
	for _, q := range pb.Questions {
		asked[q.ID] = true
	}
	out := make(map[string]bool)
	for _, r := range pb.Rules {
		for _, cl := range r.When {
			for _, t := range cl {
				if asked[t.Fact] {
					continue
				}
				for _, id := range slices.Concat(r.Proves, r.Suggests) {
					out[id] = true
				}
			}
		}
	}
	return out
}
