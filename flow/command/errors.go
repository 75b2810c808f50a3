package command

import "fmt"

// NoFrameError says that a text holds no result of a command.
type NoFrameError struct{ Bytes int }

func (e *NoFrameError) Error() string {
	return fmt.Sprintf("there is no result of a command in these %d bytes; copy everything from the line that begins with "+
		"\"--- why403\" to the one that ends in \"end\"", e.Bytes)
}

// TooLongError says that a text is longer than a result can be.
type TooLongError struct{ Bytes int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the text has %d bytes, and at most %d are read; copy only from the line that begins with "+
		"\"--- why403\" to the one that ends in \"end\"", e.Bytes, MaxText)
}

// CutOffError says that a result has only one of its two lines.
type CutOffError struct {
	Probe   string
	Line    int    // The line of the one that is there, from 1.
	Missing string // "begin" or "end".
}

func (e *CutOffError) Error() string {
	part := "end"
	if e.Missing == begins {
		part = "beginning"
	}
	return fmt.Sprintf("line %d: the %s of the result of %s is missing; copy it again, with its first and its last line", e.Line, part, e.Probe)
}

// ForeignError says that a result is of another session or of another request.
type ForeignError struct {
	Probe, Nonce string
	Line         int // From 1.
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("line %d: the result of %s (%s) is of another session or of another request; have the command of this session "+
		"run again", e.Line, e.Probe, e.Nonce)
}

// UnfilledError says that a result is of a request that cannot be written again here, because what stands in it is not known.
type UnfilledError struct {
	Probe string
	Line  int    // From 1.
	Lacks string // What is not known, in words.
}

func (e *UnfilledError) Error() string {
	return fmt.Sprintf("line %d: the result of %s cannot be used without %s", e.Line, e.Probe, e.Lacks)
}

// StaleError says that a result is of a round before the last fix.
type StaleError struct {
	Probe      string
	Line       int // From 1.
	Round, Now int // Fixes tried then and now.
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("line %d: the result of %s is from before the last fix; have the command of now run again", e.Line, e.Probe)
}

// GarbledError says that a result is whole and says neither a status nor an error.
type GarbledError struct {
	Probe string
	Line  int // From 1.
}

func (e *GarbledError) Error() string {
	return fmt.Sprintf("line %d: the result of %s holds no status and no error; copy it again, and if it looks the same, "+
		"use the command in another language", e.Line, e.Probe)
}
