package explore

import (
	"context"
	"math/big"

	"why403/flow"
)

// situation is a set of paths with equally many answers after which the same can still happen.
type situation struct {
	answers []flow.Value // Of the first of the paths.
	step    int
	paths   *big.Int
	shares  []float64 // By kind of cause. What is still answered depends on it alone, so paths that meet may be summed.

	most  int       // Questions asked on the longest of the paths.
	asked []float64 // Questions asked, summed by share, by kind of cause.
	count float64   // Questions asked, summed by paths.
}

// lookEvery is how many situations pass between two looks at whether to stop.
const lookEvery = 256

// exhaust follows all paths, one question further at a time. It stops at the bound with Method Sampled.
func (e *explorer) exhaust(ctx context.Context) {
	start := situation{answers: make([]flow.Value, len(e.questions)), step: -1, paths: big.NewInt(1), asked: make([]float64, len(e.kinds))}
	for _, k := range e.kinds {
		start.shares = append(start.shares, k.share)
	}
	open := []situation{start}
	for depth := 0; len(open) > 0; depth++ {
		e.res.Depth = depth
		var next []situation
		index := make(map[string]int)
		for i := range open {
			if e.work > e.o.work/4*3 {
				e.res.Method = Sampled
				return
			}
			if e.res.Situations++; e.res.Situations%lookEvery == 0 && ctx.Err() != nil {
				e.res.Interrupted = true
				return
			}
			s := &open[i]
			q := e.at(s.answers)
			if q < 0 {
				x := e.end(leaf{situation: s.step, length: depth, asked: s.most})
				x.Paths.Add(x.Paths, s.paths)
				n, _ := new(big.Float).SetInt(s.paths).Float64()
				x.Share += sum(s.shares)
				x.questions += sum(s.asked)
				x.count += n
				x.byCount += s.count
				continue
			}
			if !e.along(q, s.answers) {
				n, _ := new(big.Float).SetInt(s.paths).Float64()
				s.most, s.count = s.most+1, s.count+n
				for k := range e.kinds {
					s.asked[k] += s.shares[k]
				}
				e.minutes += sum(s.shares) * e.pb.Questions[q].Effort.Total()
			}
			for a, v := range e.o.Answers {
				s.answers[q] = v
				e.at(s.answers)
				key := e.key(s.answers)
				j, known := index[string(key)]
				if !known {
					if e.res.Situations+len(open)-i+len(next) > e.res.Bound {
						e.res.Method = Sampled
						return
					}
					j = len(next)
					index[string(key)] = j
					next = append(next, situation{answers: append([]flow.Value(nil), s.answers...), step: len(e.steps), paths: new(big.Int), shares: make([]float64, len(e.kinds)), asked: make([]float64, len(e.kinds))})
					e.steps = append(e.steps, step{from: s.step, question: q, value: v})
				}
				next[j].paths.Add(next[j].paths, s.paths)
				for k := range e.kinds {
					next[j].shares[k] += s.shares[k] * e.kinds[k].odds[q][a]
					next[j].asked[k] += s.asked[k] * e.kinds[k].odds[q][a]
				}
				next[j].most = max(next[j].most, s.most)
				next[j].count += s.count
			}
			s.answers[q] = flow.Unknown
		}
		open = next
	}
}

func sum(parts []float64) float64 {
	all := 0.0
	for _, p := range parts {
		all += p
	}
	return all
}
