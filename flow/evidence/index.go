package evidence

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync/atomic"

	"why403/flow/expr"
)

// Index tells which alternatives of many patterns can match in a text: those that have a literal of each of their lists in it. It
// is plain data: what was found out about patterns once can be kept.
type Index struct {
	Literals Literals
	Patterns table  // Of each pattern: its first alternative; and how many there are in all.
	Text     string // The expressions of the alternatives, one after the other.
	Ends     table  // Of each alternative: where its expression ends in Text.
	Starts   table  // Of each alternative: where it begins in Records; and where the last one ends.
	// Records are, for each alternative: the most bytes before its lead; the list of its lead; and the lists that it needs.
	Records table
	Lists   table // Of each list: where it begins in Members; and where the last one ends.
	Members table // The literals of the lists. The first list has none.
	Firsts  table // Of each literal: where it begins in Users; and where the last one ends.
	Users   table // For each literal, the alternatives that have it in the first list that they need.
	Free    table // The alternatives that need none.
}

// indexOf makes the index of patterns, each by its alternatives.
func indexOf(patterns [][]Branch) Index {
	var x Index
	var firsts, ends, starts, records, free, members []int
	var text []byte
	distinct := make(map[string]bool)
	for _, a := range slices.Concat(patterns...) {
		for _, l := range slices.Concat(append(a.Needs, a.Lead)...) {
			distinct[l] = true
		}
	}
	x.Literals = literalsOf(slices.Sorted(maps.Keys(distinct)), false)
	literal := make(map[string]int, len(distinct))
	for n := range x.Literals.count() {
		literal[x.Literals.literal(n)] = n
	}
	users := make([][]int, len(distinct))
	lists, same := []int{0}, map[string]int{"": 0}
	list := func(l []string) int {
		key := strings.Join(l, "\x00")
		n, ok := same[key]
		if !ok {
			n = len(lists)
			same[key] = n
			lists = append(lists, len(members))
			for _, l := range l {
				members = append(members, literal[l])
			}
		}
		return n
	}
	for _, p := range patterns {
		firsts = append(firsts, len(ends))
		for _, a := range p {
			number := len(ends)
			text = append(text, a.Expr...)
			ends, starts = append(ends, len(text)), append(starts, len(records))
			records = append(records, a.Before, list(a.Lead))
			for _, l := range a.Needs {
				records = append(records, list(l))
			}
			if len(a.Needs) == 0 {
				free = append(free, number)
				continue
			}
			for _, l := range a.Needs[0] {
				users[literal[l]] = append(users[literal[l]], number)
			}
		}
	}
	var all []int
	begins := make([]int, 0, len(users)+1)
	for _, u := range users {
		begins = append(begins, len(all))
		all = append(all, u...)
	}
	x.Text = string(text)
	x.Patterns, x.Ends, x.Starts, x.Records = tableOf(append(firsts, len(ends))), tableOf(ends), tableOf(append(starts, len(records))), tableOf(records)
	x.Lists, x.Members = tableOf(append(lists, len(members))), tableOf(members)
	x.Firsts, x.Users, x.Free = tableOf(append(begins, len(all))), tableOf(all), tableOf(free)
	return x
}

// can is a set of alternatives: those that can match in a text.
type can []uint64

func (c can) set(n int) { c[n/64] |= 1 << (n % 64) }

func (c can) has(n int) bool { return c[n/64]&(1<<(n%64)) != 0 }

// next returns the first alternative in the set from n on that is below the limit, or the limit.
func (c can) next(n, limit int) int {
	for n < limit {
		if w := c[n/64] >> (n % 64); w != 0 {
			return min(limit, n+bits.TrailingZeros64(w))
		}
		n = (n/64 + 1) * 64
	}
	return limit
}

// find returns the alternatives that can match in the text.
func (b *branches) find(text string) can {
	out := make(can, (b.Ends.len()+63)/64)
	present := make(can, (b.Literals.count()+63)/64)
	found := make([]int, 0, 64)
	b.finder.each(text, present, func(n, _ int) bool {
		present.set(n)
		found = append(found, n)
		return true
	})
	for i := range b.Free.len() {
		out.set(b.Free.at(i))
	}
	for _, n := range found {
		for i, end := b.Firsts.at(n), b.Firsts.at(n+1); i < end; i++ {
			if a := b.Users.at(i); !out.has(a) && b.all(a, present) {
				out.set(a)
			}
		}
	}
	return out
}

// all reports whether a literal of each list but the first is present.
func (x *Index) all(alternative int, present can) bool {
	for at, end := x.Starts.at(alternative)+3, x.Starts.at(alternative+1); at < end; at++ {
		any := false
		for m, last := x.list(at); m < last && !any; m++ {
			any = present.has(x.Members.at(m))
		}
		if !any {
			return false
		}
	}
	return true
}

// list returns where the members of the list begin and end that a record names.
func (x *Index) list(record int) (start, end int) {
	n := x.Records.at(record)
	return x.Lists.at(n), x.Lists.at(n + 1)
}

// lead returns the members that are the lead of an alternative, and the most bytes before it.
func (x *Index) lead(alternative int) (start, end, before int) {
	at := x.Starts.at(alternative)
	start, end = x.list(at + 1)
	return start, end, x.Records.at(at)
}

// needed returns the literals of the first list that an alternative needs.
func (x *Index) needed(alternative int) []string {
	var out []string
	if at := x.Starts.at(alternative) + 2; at < x.Starts.at(alternative+1) {
		for m, end := x.list(at); m < end; m++ {
			out = append(out, x.Literals.literal(x.Members.at(m)))
		}
	}
	return out
}

// branches are the alternatives of many patterns, ready to be searched. An expression is compiled when it is first needed: of some
// thousand a text needs a handful.
type branches struct {
	*Index
	finder finder
	ready  []atomic.Pointer[expr.Lazy]
}

func branchesOf(x *Index) branches {
	return branches{x, finderOf(&x.Literals), make([]atomic.Pointer[expr.Lazy], x.Ends.len())}
}

// expr returns the expression of an alternative.
func (x *Index) expr(n int) string {
	start := 0
	if n > 0 {
		start = x.Ends.at(n - 1)
	}
	return x.Text[start:x.Ends.at(n)]
}

func (b *branches) re(n int) *expr.Lazy {
	re := b.ready[n].Load()
	if re == nil {
		re = &expr.Lazy{Expr: b.expr(n)} // Two at once make the same.
		b.ready[n].Store(re)
	}
	return re
}
