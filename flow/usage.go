package flow

import (
	"errors"
	"fmt"
	"strings"
)

// UsageError is a mistake of the person at the keyboard: wrong usage, or input that cannot be read.
type UsageError struct {
	Err  error
	Hint string // What to do instead; may be empty.
}

func (e *UsageError) Error() string { return e.Err.Error() }

func (e *UsageError) Unwrap() error { return e.Err }

// Usagef returns a UsageError with the hint. The rest is as for fmt.Errorf.
func Usagef(hint, format string, args ...any) error {
	return &UsageError{Err: fmt.Errorf(format, args...), Hint: hint}
}

// HintOf returns the hint that an error carries, or "".
func HintOf(err error) string {
	var e *UsageError
	if errors.As(err, &e) {
		return e.Hint
	}
	return ""
}

// Suggest returns a hint for a name that is not among names: the one that was meant if one is close, else all of them if they
// are few, else "".
func Suggest(got string, names []string) string {
	const few = 12
	best, at := "", 3 // Edits; more make another word of most names.
	for _, n := range names {
		if d := edits(got, n); d < at {
			best, at = n, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(names) > few:
		return ""
	default:
		return "there are " + strings.Join(names, ", ")
	}
}

// edits is the Levenshtein distance of two short names.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diag, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diag+cost)
		}
	}
	return row[len(b)]
}
