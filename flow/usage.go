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
	switch meant := Meant(got, names); {
	case meant != "":
		return fmt.Sprintf("did you mean %q?", meant)
	case len(names) > few || len(names) == 0:
		return ""
	default:
		return "there are " + strings.Join(names, ", ")
	}
}

// Meant returns the name that was mistyped: the nearest one within two edits, or one where it has less than five letters, since
// more make another word of most names; else the only one that begins with what was typed. It is "" if there is none.
func Meant(got string, names []string) string {
	const most, least = 2, 3 // Edits; letters of a beginning.
	got = strings.ToLower(got)
	best, at, begun := "", min(most, (len(got)+1)/3)+1, []string(nil)
	for _, n := range names {
		low := strings.ToLower(n)
		if d := edits(got, low); d < at {
			best, at = n, d
		}
		if len(got) >= least && strings.HasPrefix(low, got) {
			begun = append(begun, n)
		}
	}
	if best == "" && len(begun) == 1 {
		return begun[0]
	}
	return best
}

// edits is the distance of two short names: letters that are missing, too many or wrong, and neighbours that changed places.
func edits(a, b string) int {
	var last []int // The row before the one before.
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row := []int{i + 1}
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, last[j-1]+1)
			}
			row = append(row, d)
		}
		last, above = above, row
	}
	return above[len(b)]
}
