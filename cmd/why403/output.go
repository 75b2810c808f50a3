package main

// What goes where. Everything in this folder keeps to it, and nothing outside this folder prints or exits.
//
//   - stdout is the result: the conversation, a diagnosis, a list. It can be piped and parsed.
//   - stderr is talk: errors, warnings, hints. Errors begin with "why403: error: ", are in lower case and end without a
//     full stop; a hint follows on a line of its own and says what to do next.
//   - Where stdout is not a terminal nothing is coloured and no escape is written.
//   - No secret is ever printed: of a key at most its kind and its last four characters. What goes to stderr is masked and
//     cleaned where it is written, since an error can quote anything: an argument, a file's name, a line of a file.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
	"why403/flow/report"
)

// Exit codes, the same for every format.
const (
	exitVerdict     = report.StatusVerdict
	exitFailed      = 1
	exitUsage       = 2
	exitOpen        = report.StatusOpen
	exitUnexplained = report.StatusUnexplained
	exitElsewhere   = report.StatusElsewhere
	exitNoError     = report.StatusNoError
	exitInterrupted = 130
)

// talk masks and cleans what is written to it. Every call of Write is taken for a whole message.
type talk struct{ to io.Writer }

func (t talk) Write(p []byte) (int, error) {
	if _, err := io.WriteString(t.to, redact.Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// exitError carries an exit code to main. A nil Err ends the program without another word.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usagef returns a mistake of the person at the keyboard, with a hint of what to do instead.
func usagef(hint, format string, args ...any) error { return flow.Usagef(hint, format, args...) }

// exitCode prints the error and returns the exit code that goes with it.
func exitCode(w io.Writer, err error) int {
	code := exitFailed
	var e *exitError
	var u *flow.UsageError
	switch {
	case err == nil:
		return exitVerdict
	case errors.As(err, &e):
		code = e.code
		if e.err == nil {
			return code
		}
	case errors.As(err, &u):
		code = exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	fmt.Fprintln(w, i18n.T("why403: error: %v", redact.Terminal(err.Error()))) // It can name what was typed, and any file.
	if hint := flow.HintOf(err); hint != "" {
		fmt.Fprintln(w, i18n.T("why403: hint: %s", redact.Terminal(hint)))
	}
	return code
}

// printJSON writes a value as one JSON object that a person can read.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// shownBody is how much of a request's body is printed, in bytes; the file that a longer one comes from holds the rest.
const shownBody = 2000

// show prints blocks, and a blank line after them.
func (c *console) show(w io.Writer, blocks []page.Block) {
	fmt.Fprintf(w, "%s\n\n", strings.Join(page.Lines(blocks, c.columns()), "\n"))
}
