package explore

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"

	"why403/flow"
)

// sample draws paths. Every second one is drawn with all answers equally likely: those find rare ends, and each stands for as
// many paths as there were ways to answer on it, which estimates the number of paths (Knuth, Mathematics of Computation 29,
// 1975). The others are drawn as the odds say, under a cause that is drawn first; shares and means rest on them alone.
func (e *explorer) sample(ctx context.Context) {
	random := rand.New(rand.NewPCG(e.o.Seed, 403))
	answers := make([]flow.Value, len(e.questions))
	even := make([]float64, len(e.o.Answers))
	for i := range even {
		even[i] = 1 / float64(len(even))
	}
	for e.res.Samples < e.o.Samples {
		if ctx.Err() != nil {
			e.res.Interrupted = true
			break
		}
		if e.work > e.o.work && e.res.Samples > 1 { // One of each kind there is.
			e.res.Cut = true
			break
		}
		uniform := e.res.Samples%2 == 1
		e.res.Samples++
		clear(answers)
		path := []Leg{}
		minutes, asked := 0.0, 0
		cause := e.kinds[0]
		if !uniform {
			cause = drawn(e.kinds, random)
		}
		for q := e.at(answers); q >= 0; q = e.at(answers) {
			if !e.along(q, answers) {
				asked++
				minutes += e.pb.Questions[q].Effort.Total()
			}
			odds := even
			if !uniform {
				odds = cause.odds[q]
			}
			answers[q] = e.o.Answers[pick(odds, random.Float64())]
			path = append(path, Leg{Question: e.pb.Questions[q].ID, Value: answers[q]})
		}
		x := e.end(leaf{sampled: path, length: len(path), asked: asked})
		if uniform {
			w := math.Pow(float64(len(even)), float64(len(path)))
			x.count += w
			x.byCount += w * float64(asked)
			continue
		}
		x.Share++
		x.questions += float64(asked)
		e.minutes += minutes
	}
	e.scale()
}

// drawn returns a kind of cause, each as often as its share. Where there is only one nothing is drawn.
func drawn(kinds []kind, random *rand.Rand) kind {
	if len(kinds) == 1 {
		return kinds[0]
	}
	var shares []float64
	for _, k := range kinds {
		shares = append(shares, k.share)
	}
	return kinds[pick(shares, random.Float64())]
}

// scale makes means of the sums over the samples.
func (e *explorer) scale() {
	likely, uniform := float64((e.res.Samples+1)/2), float64(e.res.Samples/2)
	if likely > 0 {
		e.minutes /= likely
	}
	total := 0.0
	for _, x := range e.order {
		x.Share /= max(likely, 1)
		x.questions /= max(likely, 1)
		n := x.count / max(uniform, 1)
		x.Paths = whole(n)
		total += n
	}
	e.res.Paths = whole(total)
}

// whole rounds an estimate; one that is too large for a number is told as the largest.
func whole(n float64) *big.Int {
	out, _ := new(big.Float).SetFloat64(min(math.Round(n), math.MaxFloat64)).Int(nil)
	return out
}

// pick returns the place in odds, which sum to 1, at which the draw falls.
func pick(odds []float64, draw float64) int {
	for i, o := range odds {
		if draw -= o; draw < 0 {
			return i
		}
	}
	// Rounding left a little over: it goes to the last that has a chance.
	for i := len(odds) - 1; i > 0; i-- {
		if odds[i] > 0 {
			return i
		}
	}
	return 0
}
