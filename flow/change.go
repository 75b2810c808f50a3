package flow

import (
	"cmp"
	"maps"
	"slices"
)

// maxTried is how many questions are tried out for WouldChange.
const maxTried = 64

// WouldChange returns the questions that can be asked as things stand, or were answered with unsure, and of which a yes or a
// no would move the verdict to another standing. The cheapest comes first; of equally cheap ones the one asked earlier.
func WouldChange(pb *Playbook, facts []Fact, verdict string) []*Question {
	w := newWalk(pb, facts)
	w.settle()
	i, ok := w.index[verdict]
	if !ok {
		return nil
	}
	var out []*Question
	tried := 0
	for j := range pb.Questions {
		q := &pb.Questions[j]
		if f, known := w.facts[q.ID]; (known && f.Value != Unsure) || !w.guarded(q) {
			continue
		}
		if tried++; tried > maxTried {
			break
		}
		if w.moves(q, Yes, i) || w.moves(q, No, i) {
			out = append(out, q)
		}
	}
	slices.SortStableFunc(out, func(a, b *Question) int { return cmp.Compare(a.Effort.Total(), b.Effort.Total()) })
	return out
}

// moves reports whether the value in place of what is known moves the verdict at the index.
func (w *walk) moves(q *Question, v Value, i int) bool {
	then := w.with(Fact{ID: q.ID, Value: v, From: You})
	then.settle()
	return then.standing[i].Level != w.standing[i].Level
}

// with returns a walk in which the fact is said as well, to try it out.
func (w *walk) with(f Fact) *walk {
	then := &walk{pb: w.pb, index: w.index, said: maps.Clone(w.said)}
	then.said[f.ID] = f
	return then
}
