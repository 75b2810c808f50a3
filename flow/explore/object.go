package explore

import (
	"math/big"

	"why403/flow"
)

// pathsObject is what playbook paths prints with --json. Shares are from 0 to 1, means are questions.
type pathsObject struct {
	SchemaVersion int           `json:"schema_version"`
	Playbook      string        `json:"playbook"`
	Method        Method        `json:"method"`
	Interrupted   bool          `json:"interrupted"`
	Answers       []flow.Value  `json:"answers"`
	Bound         int           `json:"bound"`
	Situations    int           `json:"situations"`
	Samples       int           `json:"samples"`
	Seed          uint64        `json:"seed"`
	Depth         int           `json:"depth"` // The furthest question that was reached before an end, the bound, or an interruption.
	Ended         float64       `json:"ended"` // The share of the cases that the figures rest on.
	Paths         *big.Int      `json:"paths"` // May be larger than 2^53.
	Questions     int           `json:"longest"`
	Longest       []Leg         `json:"longest_path"`
	Mean          float64       `json:"mean"`
	Minutes       float64       `json:"minutes"`
	Weighted      float64       `json:"mean_by_priors"`
	Bits          float64       `json:"entropy_bits"`
	Floor         float64       `json:"least_questions"`
	NoOdds        []string      `json:"questions_without_odds"`
	OddsIf        []string      `json:"questions_with_odds_by_cause"`
	Priors        int           `json:"verdicts_with_prior"`
	Verdicts      []reachedJSON `json:"verdicts"`
	Never         []neverJSON   `json:"never_reached"`
	Ambiguous     []endJSON     `json:"ambiguous"`
	AmbiguousAll  int           `json:"ambiguous_total"`
	AmbiguousPart float64       `json:"ambiguous_share"`
}

type reachedJSON struct {
	ID    string   `json:"id"`
	Paths *big.Int `json:"paths"`
	Share float64  `json:"share"`
	Mean  float64  `json:"mean"`
	Prior float64  `json:"prior"`
}

type neverJSON struct {
	ID    string `json:"id"`
	Signs bool   `json:"by_signs"` // Signs or probes can lead there.
}

type endJSON struct {
	Verdict *string  `json:"verdict"` // Null where there is none.
	Level   string   `json:"standing"`
	Equal   []string `json:"equal"`
	Paths   *big.Int `json:"paths"`
	Share   float64  `json:"share"`
	Mean    float64  `json:"mean"`
	Example []Leg    `json:"example"`
}

// Object is the report as it is printed in JSON.
func (v *Findings) Object() any {
	r, s := v.Result, v.sum
	o := pathsObject{
		SchemaVersion: 1, Playbook: v.Name, Method: r.Method, Interrupted: r.Interrupted, Answers: v.answers, Bound: r.Bound,
		Situations: r.Situations, Samples: r.Samples, Seed: r.Seed, Depth: r.Depth, Ended: r.Ended, Paths: r.Paths,
		Questions: len(r.Longest), Longest: []Leg{}, Mean: r.Mean, Minutes: r.Minutes, Weighted: s.Weighted, Bits: s.Bits,
		Floor: s.Floor, NoOdds: append([]string{}, s.NoOdds...), OddsIf: append([]string{}, s.OddsIf...), Priors: s.Priors,
		Verdicts: []reachedJSON{}, Never: []neverJSON{}, Ambiguous: []endJSON{}, AmbiguousAll: len(s.Ambiguous),
	}
	o.Longest = append(o.Longest, r.Longest...)
	for _, x := range s.Verdicts {
		if x.Found() {
			o.Verdicts = append(o.Verdicts, reachedJSON{x.Verdict, x.Paths, x.Share, x.Mean, x.Prior})
		} else {
			o.Never = append(o.Never, neverJSON{x.Verdict, x.Signs})
		}
	}
	for i, e := range s.Ambiguous {
		o.AmbiguousPart += e.Share
		if i >= v.ends {
			continue
		}
		end := endJSON{Level: e.Level.String(), Equal: append([]string{}, e.Equal...), Paths: e.Paths, Share: e.Share, Mean: e.Mean, Example: append([]Leg{}, e.Example...)}
		if e.Verdict != "" {
			end.Verdict = &e.Verdict
		}
		o.Ambiguous = append(o.Ambiguous, end)
	}
	return o
}
