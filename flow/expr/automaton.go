package expr

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// automaton tells whether an expression matches anywhere in a text. Its states are made when a text first leads to them, and kept: from
// then on each character takes one look into a table.
type automaton struct {
	prog     *syntax.Prog
	anchored bool // It matches at the start of a text only.
	words    bool // What a character before a place is counts: one of a word,
	lines    bool // or a line feed.

	ascii   [utf8.RuneSelf]uint16 // The class of each character.
	from    []rune                // Where the other characters change their class, and the class from there on.
	classes []uint16
	samples []rune // A character of each class; the first is the end of the text.

	// Where each state leads: at its number, plus the class of the next character, stands the number of the next state. They grow as
	// states are made.
	cells atomic.Pointer[[]atomic.Uint32]

	mu      sync.Mutex // For what follows, and for changes of cells.
	numbers map[string]uint32
	states  map[uint32]state
}

// state is where an expression can be after a part of a text.
type state struct {
	at     []uint32 // Instructions, in order, before what takes no character.
	before rune     // A character of the kind before the place; -1 for the start of the text.
}

// The numbers of states from which on it is certain, whatever follows, and of the others.
const (
	unmade   = iota
	matched  // There is a match.
	failed   // There is none.
	unknown  // There are too many states.
	numbered // The first of those that go on.

	fresh = 1 << 31 // Added to the number of a state where nothing of the expression was found before the place.
)

// maxCells is how many cells the tables of an automaton have at most: 128 KiB. Expressions that count far need more and go without.
const maxCells = 1 << 15

// automatonOf returns the automaton of an expression that compiles.
func automatonOf(expr string) *automaton {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(err)
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		panic(err)
	}
	anchored := prog.StartCond()&syntax.EmptyBeginText != 0
	// It begins at an instruction of its own, to which no loop goes back; and the list grew by doubling, and stays.
	prog.Inst = slices.Clone(append(prog.Inst, syntax.Inst{Op: syntax.InstNop, Out: uint32(prog.Start)}))
	prog.Start = len(prog.Inst) - 1
	a := &automaton{prog: prog, anchored: anchored, numbers: make(map[string]uint32), states: make(map[uint32]state)}
	for i := range prog.Inst {
		if in := &prog.Inst[i]; in.Op == syntax.InstEmptyWidth {
			op := syntax.EmptyOp(in.Arg)
			a.words = a.words || op&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0
			a.lines = a.lines || op&(syntax.EmptyBeginLine|syntax.EmptyEndLine) != 0
		}
	}
	a.classify()
	first := make([]atomic.Uint32, numbered)
	a.cells.Store(&first)
	a.state([]uint32{uint32(prog.Start)}, -1)
	return a
}

// classify puts characters into one class that no part of the expression tells apart.
func (a *automaton) classify() {
	var kinds []*syntax.Inst // What takes a character, of each kind one.
	same := make(map[string]bool)
	changes := []rune{0, '\n', '\n' + 1, '0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1, utf8.RuneSelf}
	for i := range a.prog.Inst {
		in := &a.prog.Inst[i]
		switch in.Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		default:
			continue
		}
		key := binary.AppendUvarint(nil, uint64(in.Arg))
		for _, r := range in.Rune {
			key = binary.AppendUvarint(key, uint64(r))
		}
		if same[string(key)] {
			continue
		}
		same[string(key)] = true
		kinds = append(kinds, in)
		if len(in.Rune) == 1 {
			for r := in.Rune[0]; ; {
				changes = append(changes, r, r+1)
				if r = unicode.SimpleFold(r); r == in.Rune[0] || syntax.Flags(in.Arg)&syntax.FoldCase == 0 {
					break
				}
			}
			continue
		}
		for k := 0; k+1 < len(in.Rune); k += 2 {
			changes = append(changes, in.Rune[k], in.Rune[k+1]+1)
		}
	}
	slices.Sort(changes)
	a.samples = []rune{-1}
	classes := make(map[string]uint16)
	takes := make([]byte, len(kinds)/8+1)
	for _, r := range slices.Compact(changes) {
		clear(takes)
		for n, in := range kinds {
			if in.MatchRune(r) {
				takes[n/8] |= 1 << (n % 8)
			}
		}
		key := string(append(takes, byte(a.kind(r))))
		class, ok := classes[key]
		if !ok {
			class = uint16(len(a.samples))
			classes[key] = class
			a.samples = append(a.samples, r)
		}
		for c := r; c < utf8.RuneSelf; c++ {
			a.ascii[c] = class // Up to the next change, which overwrites it.
		}
		if r >= utf8.RuneSelf {
			a.from, a.classes = append(a.from, r), append(a.classes, class)
		}
	}
}

// kind returns a character that stands for those of its kind, as far as the expression asks for that.
func (a *automaton) kind(r rune) rune {
	switch {
	case a.lines && r == '\n':
		return '\n'
	case a.words && syntax.IsWordChar(r):
		return 'a'
	}
	return ' '
}

// match reports whether a match begins at the place in the text or behind it, or that it is not known. None begins before the character
// behind the one at low.
func (a *automaton) match(text string, i int) (low int, found, known bool) {
	n := uint32(numbered) // The start.
	if low = i; i > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		a.mu.Lock()
		n, low = a.state([]uint32{uint32(a.prog.Start)}, a.kind(r)), i-size
		a.mu.Unlock()
		if n == unknown {
			return low, false, false
		}
	}
	cells := *a.cells.Load()
	n &^= fresh
	for i < len(text) {
		at := i
		var class uint16
		if c := text[i]; c < utf8.RuneSelf {
			class = a.ascii[c]
			i++
		} else {
			r, n := utf8.DecodeRuneInString(text[i:])
			class = a.classes[sort.Search(len(a.from), func(k int) bool { return a.from[k] > r })-1]
			i += n
		}
		to := cells[n+uint32(class)].Load()
		if to == unmade {
			to = a.step(n, class)
		}
		if to < numbered {
			return low, to == matched, to != unknown
		}
		if n = to &^ fresh; n != to {
			low = at
		}
		if int(n) >= len(cells) { // It was made since.
			cells = *a.cells.Load()
		}
	}
	to := cells[n].Load()
	if to == unmade {
		to = a.step(n, 0)
	}
	return low, to == matched, to != unknown
}

// step makes the state to which a class of characters leads, or the end of the text, which is class 0, and returns its number.
func (a *automaton) step(n uint32, class uint16) uint32 {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.states[n]
	to := a.after(s, class)
	(*a.cells.Load())[n+uint32(class)].Store(to)
	return to
}

func (a *automaton) after(s state, class uint16) uint32 {
	r := a.samples[class]
	holds := syntax.EmptyOpContext(s.before, r)
	var next []uint32
	been := make([]bool, len(a.prog.Inst))
	stack := slices.Clone(s.at)
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if been[at] {
			continue
		}
		been[at] = true
		switch in := &a.prog.Inst[at]; in.Op {
		case syntax.InstMatch:
			return matched
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if r >= 0 && in.MatchRune(r) {
				next = append(next, in.Out)
			}
		}
	}
	if !a.anchored {
		next = append(next, uint32(a.prog.Start))
	}
	if r < 0 || len(next) == 0 {
		return failed
	}
	slices.Sort(next)
	return a.state(slices.Compact(next), a.kind(r))
}

// state returns the number of the state at the instructions. It is called with mu held, or before anybody else has the automaton.
func (a *automaton) state(at []uint32, before rune) uint32 {
	key := binary.AppendVarint(nil, int64(before))
	for _, n := range at {
		key = binary.AppendUvarint(key, uint64(n))
	}
	n, ok := a.numbers[string(key)]
	cells := *a.cells.Load()
	switch size := len(cells) + len(a.samples); {
	case ok:
		return n
	case len(cells) >= maxCells:
		return unknown
	case size > cap(cells):
		more := make([]atomic.Uint32, size, 2*size)
		for i := range cells {
			more[i].Store(cells[i].Load())
		}
		n, cells = uint32(len(cells)), more
	default:
		n, cells = uint32(len(cells)), cells[:size]
	}
	a.cells.Store(&cells)
	a.states[n] = state{at, before}
	if len(at) == 1 && at[0] == uint32(a.prog.Start) {
		n |= fresh
	}
	a.numbers[string(key)] = n
	return n
}
