package journal

import (
	"errors"
	"fmt"
)

// What can be wrong. Every error of this package that a person can do something about is one of these, for errors.Is.
var (
	ErrNotSaved  = errors.New("not saved") // The events are kept in memory and written by the next Append that can.
	ErrSequence  = errors.New("events out of sequence")
	ErrTooLarge  = errors.New("too large")
	ErrLocked    = errors.New("open in another program")
	ErrNotFound  = errors.New("no such session")
	ErrAmbiguous = errors.New("more than one session fits")
	ErrName      = errors.New("not a session's name")
	ErrDamaged   = errors.New("damaged")
	ErrNewer     = errors.New("written by a newer version")
	ErrUnsafe    = errors.New("not safe to use")
)

// FileError is a problem with one file: what, where, and what to do next.
type FileError struct {
	Path string
	Line int // From 1; 0 if no line is to blame.
	Err  error
	Next string // What a person can do, as an imperative; may be empty.
}

// Error returns the place, the problem and the way out in one line.
func (e *FileError) Error() string {
	where := e.Path
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", e.Path, e.Line)
	}
	if e.Next == "" {
		return fmt.Sprintf("%s: %v", where, e.Err)
	}
	return fmt.Sprintf("%s: %v; %s", where, e.Err, e.Next)
}

// Unwrap returns the problem without the place.
func (e *FileError) Unwrap() error { return e.Err }

// LockedError says who holds a session open. It is ErrLocked.
type LockedError struct {
	Name string
	PID  int // 0 if the system does not tell.
}

// Error names the session and the process.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("session %s is %v; close it there", e.Name, ErrLocked)
	}
	return fmt.Sprintf("session %s is %v (process %d); close it there", e.Name, ErrLocked, e.PID)
}

// Is reports whether the target is ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }
