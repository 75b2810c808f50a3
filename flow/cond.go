package flow

import "slices"

// Cond is a condition over facts: it holds when any of its clauses does. The empty Cond always holds.
type Cond []Clause

// Clause holds when all of its terms do.
type Clause []Term

// Term holds when the fact has one of the values. A fact that nobody asserted has none of them.
type Term struct {
	Fact   string
	Values []Value
	Pos    Pos
}

// Truth is what is known of a condition while some of its facts can still change.
type Truth uint8

// Never and Always stay as they are, whatever becomes known. They are ordered: of all that must hold the least counts, of all
// that may hold the greatest.
const (
	Never Truth = iota
	Maybe
	Always
)

// Eval evaluates a condition with its exception; an empty exception never holds. Of tells the truth of one term. It is the only
// place where conditions are evaluated; T is a Term, or what somebody has made of one.
func Eval[C ~[]T, T any](when, unless []C, of func(T) Truth) Truth {
	t := anyOf(when, of)
	if len(when) == 0 {
		t = Always
	}
	if t == Never || len(unless) == 0 {
		return t
	}
	return min(t, Always-anyOf(unless, of))
}

func anyOf[C ~[]T, T any](clauses []C, of func(T) Truth) Truth {
	out := Never
	for _, cl := range clauses {
		all := Always
		for i := 0; i < len(cl) && all > Never; i++ {
			all = min(all, of(cl[i]))
		}
		if out = max(out, all); out == Always {
			break
		}
	}
	return out
}

// Holds reports whether the condition holds, and the exception does not, for facts of the values that are told.
func Holds(when, unless Cond, value func(fact string) Value) bool {
	return Eval(when, unless, func(t Term) Truth {
		if slices.Contains(t.Values, value(t.Fact)) {
			return Always
		}
		return Never
	}) == Always
}
