// Package explore finds out where the answers to a playbook's questions lead: every combination of them where they can be
// counted, a sample where they cannot; and what the order of the questions costs.
// It performs no I/O, reads no clock, and changes no playbook.
package explore

import (
	"cmp"
	"context"
	"math"
	"math/big"
	"slices"

	"why403/flow"
)

// Method is how the paths were found.
type Method string

// Exhaustive counted every combination of answers. Sampled drew some, because there were more situations than the bound.
const (
	Exhaustive Method = "exhaustive"
	Sampled    Method = "sampled"
)

// Defaults of Options.
const (
	DefaultBound   = 300_000
	DefaultSamples = 10_000
)

// maxBytes bounds the memory for situations that are still open: those of a playbook of 60 questions take about 400 bytes each.
const maxBytes = 1 << 29

// maxWork bounds the time: so many questions and rules are looked at, a few times what a playbook of 60 questions takes. What was
// not looked at by then is told.
const maxWork = 1_000_000_000

// Depth say how far to go. The zero Options are the defaults.
type Depth struct {
	Answers []flow.Value // What is answered; yes, no and unsure if empty.
	Bound   int          // Situations that are told apart before samples are taken instead.
	Samples int
	Seed    uint64
	work    int // For tests; maxWork if 0.
}

func (o Depth) filled() Depth {
	if len(o.Answers) == 0 {
		o.Answers = []flow.Value{flow.Yes, flow.No, flow.Unsure}
	}
	if o.Bound <= 0 {
		o.Bound = DefaultBound
	}
	if o.Samples <= 0 {
		o.Samples = DefaultSamples
	}
	if o.work <= 0 {
		o.work = maxWork
	}
	return o
}

// Leg is one step of a path.
type Leg struct {
	Question string     `json:"question"`
	Value    flow.Value `json:"answer"`
}

// Ending is one way in which paths end: a verdict, or none, with the causes that stand equally beside it.
type Ending struct {
	Verdict string     // Its id; empty where the path ends without a verdict.
	Level   flow.Level // The verdict's level: proven, likely, or unraised where everything is ruled out; possible without one.
	Equal   []string   // The verdicts that stand as the shown one does; without a verdict, all that stay possible.

	Paths   *big.Int // How many lead here; estimated if sampled.
	Share   float64  // How often it is reached if answers are given as the odds say, from 0 to 1.
	Mean    float64  // Questions on the way, weighted by the odds; where they leave no chance, by the number of paths.
	Longest int
	Example []Leg // The shortest path; if sampled, the shortest seen.

	questions, byCount float64 // Sums: share times length, paths times length.
	count              float64
	at                 leaf
}

// Ambiguous reports whether the end leaves open which cause it is.
func (e *Ending) Ambiguous() bool { return e.Verdict == "" || len(e.Equal) > 0 }

// Arrivals is where the answers lead, with nothing known beforehand.
type Arrivals struct {
	Method      Method
	Interrupted bool // The context ended; what is told is what was found until then.
	Bound       int  // Situations allowed; fewer than asked for where the memory would not hold them.
	Situations  int  // Told apart until the end, the bound or the interruption.
	Depth       int  // All paths of up to so many questions were followed.
	Samples     int  // Paths drawn.
	Cut         bool // Fewer than asked for, because the playbook is so large.
	Seed        uint64

	Paths   *big.Int  // Estimated if sampled; those that have ended if interrupted.
	Longest []Leg     // The longest path; if sampled, the longest seen.
	Mean    float64   // Questions, weighted by the odds.
	Minutes float64   // What the questions cost, weighted by the odds; see flow.Effort.Total.
	Ended   float64   // The share of all cases that the figures rest on; 1 unless interrupted.
	Ends    []*Ending // The commonest first.
}

// Explore follows every combination of answers. Situations in which the same can still happen are followed once, however many
// paths lead there, so the numbers are exact while there are no more situations than the bound. Past it, paths are sampled.
func Explore(ctx context.Context, pb *flow.Playbook, o Depth) *Arrivals {
	o = o.filled()
	e := newExplorer(compile(pb), o)
	e.exhaust(ctx)
	if e.res.Method == Sampled && !e.res.Interrupted {
		e.forget()
		e.sample(ctx)
	}
	return e.finish()
}

// explorer gathers the ends.
type explorer struct {
	*walker
	o     Depth
	res   *Arrivals
	ends  map[string]*Ending
	order []*Ending // The ends as they were found, so that sums are the same every time.
	kinds []kind

	steps   []step // How every situation was first reached; exhaustive only.
	longest leaf
	minutes float64
}

// step leads to a situation: from where, by which answer.
type step struct {
	from     int // A place in steps; -1 for the start.
	question int
	value    flow.Value
}

// leaf is a path: the situation before its last answer, or all answers of a sample.
type leaf struct {
	situation int
	sampled   []Leg
	length    int // Answers.
	asked     int // Questions: a choice asks for several answers as one.
}

func newExplorer(b *book, o Depth) *explorer {
	e := &explorer{walker: newWalker(b), o: o, ends: make(map[string]*Ending), res: &Arrivals{
		Method: Exhaustive, Paths: new(big.Int), Seed: o.Seed,
	}}
	e.kinds = b.kinds(o.Answers)
	e.res.Bound = min(o.Bound, maxBytes/(4*len(b.questions)+len(b.rules)+16*len(e.kinds)+184))
	return e
}

// forget drops what was found, so that the figures of samples rest on samples alone.
func (e *explorer) forget() {
	e.ends, e.order, e.steps, e.longest, e.minutes = make(map[string]*Ending), nil, nil, leaf{}, 0
}

// end returns the end at which the walker stands, new or known.
func (e *explorer) end(at leaf) *Ending {
	v, level, equal := e.outcome()
	id := string(binaryID(v, level, equal))
	out, ok := e.ends[id]
	if !ok {
		out = &Ending{Level: level, Paths: new(big.Int), at: at}
		if v >= 0 {
			out.Verdict = e.pb.Verdicts[v].ID
		}
		for _, i := range equal {
			out.Equal = append(out.Equal, e.pb.Verdicts[i].ID)
		}
		slices.Sort(out.Equal)
		e.ends[id] = out
		e.order = append(e.order, out)
	}
	out.Longest = max(out.Longest, at.asked)
	if cmp.Or(cmp.Compare(at.asked, out.at.asked), cmp.Compare(at.length, out.at.length)) < 0 {
		out.at = at
	}
	if cmp.Or(cmp.Compare(at.asked, e.longest.asked), cmp.Compare(at.length, e.longest.length)) > 0 {
		e.longest = at
	}
	return out
}

func binaryID(v int, level flow.Level, equal []int) []byte {
	b := []byte{byte(level)}
	equal = slices.Sorted(slices.Values(equal))
	for _, i := range append([]int{v + 1}, equal...) {
		b = append(b, byte(i), byte(i>>8), byte(i>>16))
	}
	return b
}

// path returns the answers that lead to the leaf.
func (e *explorer) path(l leaf) []Leg {
	if l.sampled != nil || l.length == 0 {
		return l.sampled
	}
	out := make([]Leg, l.length)
	at := l.situation
	for i := l.length - 1; i >= 0; i-- {
		s := e.steps[at]
		out[i] = Leg{Question: e.pb.Questions[s.question].ID, Value: s.value}
		at = s.from
	}
	return out
}

func (e *explorer) finish() *Arrivals {
	r := e.res
	r.Longest, r.Minutes = e.path(e.longest), e.minutes
	for _, x := range e.order {
		if r.Method == Exhaustive {
			r.Paths.Add(r.Paths, x.Paths)
		}
		r.Ended += x.Share
		r.Mean += x.questions
		switch {
		case x.Share > 0:
			x.Mean = x.questions / x.Share
		case x.count > 0:
			x.Mean = x.byCount / x.count
		}
		x.Example = e.path(x.at)
		r.Ends = append(r.Ends, x)
	}
	if r.Ended > 0 {
		r.Mean /= r.Ended
	}
	slices.SortFunc(r.Ends, func(a, b *Ending) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), b.Paths.Cmp(a.Paths), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Level, b.Level), slices.Compare(a.Equal, b.Equal))
	})
	return r
}

// Entropy returns how many bits tell which of the shares it is; they need not sum to 1.
func Entropy(shares []float64) float64 {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	bits := 0.0
	for _, s := range shares {
		if s > 0 {
			bits -= s / sum * math.Log2(s/sum)
		}
	}
	return bits
}
