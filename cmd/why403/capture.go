package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/capture"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/probe"
	"why403/flow/report"
)

// errNoVariable says that no program can be pointed to a capture.
var errNoVariable = errors.New("the playbook names no variable that programs take the base URL from (request.yaml, variables: {base_url: …})")

// capturing holds the flags of the capture command.
type capturing struct {
	upstream string
	deadline time.Duration
	port     int
	json     bool
	meant    []string
	past     []int
}

func (c *console) capture() *cobra.Command {
	var f capturing
	cmd := &cobra.Command{
		Use:   "capture [-- PROGRAM [ARGUMENT]…]",
		Short: "Watch the failing program's real call and print the verdict or the next question",
		Long: `Listens on this machine, passes the program's calls on to the API, and watches until one is refused. Point the
program at it with the variable that it prints, ANTHROPIC_BASE_URL for the Claude API, or name the program behind --, and it is
run with the variable set; its input, output and signals are its own.

It keeps no bodies and no keys. Calls go on to --upstream, else to what the variable says now, else to the API. The
program's NO_PROXY names this machine then, so that no proxy sees the call on its way here; the Admin key and other
variables that only why403 is meant to have are not in its environment. The address has a random part that keeps other
users of this machine and web pages out. A request without a key to no path of the API is passed on and decides nothing.

Without a program the diagnosis goes to standard output, and the exit status is that of diagnose; 3 also when the
deadline came before a failure. With a program the diagnosis goes to standard error, and the exit status is the
program's own, also when a call was refused.`,
		Example: `  why403 capture
  why403 capture -- python app.py
  why403 capture --json --deadline 2m
  why403 capture --meant context-management-2025-06-27 -- node app.js`,
		Args: func(cmd *cobra.Command, args []string) error {
			if dash := cmd.ArgsLenAtDash(); len(args) > 0 && dash != 0 {
				return usagef("write why403 capture -- PROGRAM", "the program %q does not stand behind --", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return c.runCapture(cmd.Context(), f, args) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.upstream, "upstream", "", "pass calls on to this `URL`")
	fl.DurationVar(&f.deadline, "deadline", capture.DefaultDeadline, "wait for a failure for `TIME`; a program is not stopped by it")
	fl.IntVar(&f.port, "port", 0, "listen on port `N` of 127.0.0.1; 0 takes a free one")
	fl.BoolVar(&f.json, "json", false, "print one JSON object, as diagnose --schema describes it; not with a program")
	fl.StringSliceVar(&f.meant, "meant", nil, "the beta `VALUES` that the program is set to send, to find those that are lost")
	fl.IntSliceVar(&f.past, "past", capture.DefaultPast(), "the `STATUSES` that do not end the watch")
	return cmd
}

func (c *console) runCapture(ctx context.Context, f capturing, program []string) error {
	if f.json && len(program) > 0 {
		return usagef("start why403 capture --json by itself, and the program beside it", "standard output is the program's, so --json has no place there")
	}
	if f.deadline <= 0 {
		return usagef("write it like 10m", "--deadline must be longer than nothing")
	}
	book, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	variable := book.Request.Variables.BaseURL
	if variable == "" {
		return usagef("", "%w", errNoVariable)
	}
	if err := c.needTrust(ctx, book, len(program) == 0); err != nil {
		return err
	}
	up := f.upstream
	if up == "" {
		if others := book.Request.Variables.OtherBases(c.env); len(others) > 0 {
			fmt.Fprintln(c.err, i18n.T("why403: %s names another base URL; if the program reads that one, give it as --upstream", strings.Join(others, ", ")))
		}
		if up, err = c.upstream(book); err != nil {
			return usagef("--upstream names another address", "%w", err)
		}
	}
	w, err := capture.Listen(capture.Options{
		Shape: book.Request, Read: book.Read, Upstream: up, Port: f.port, Deadline: f.deadline, Meant: f.meant, Past: f.past,
		Progress: c.calls(),
	})
	if err != nil {
		return usagef("see why403 capture --help", "%w", err)
	}
	defer w.Close()
	if len(program) > 0 {
		return c.captureProgram(ctx, book, w, variable, program)
	}
	fmt.Fprint(c.err, i18n.T("Point the failing program here, and run it once. One of these, in its own shell:\n\n"))
	for _, e := range w.Exports() {
		fmt.Fprintf(c.err, "  %s:\n    %s\n", e.Shell, strings.Join(e.Lines, "\n    "))
	}
	fmt.Fprintln(c.err, i18n.T("\nWaiting up to %s for a refused call. Ctrl-C ends the watch.", f.deadline))
	seen := w.Wait(ctx)
	if err := w.Close(); err != nil {
		fmt.Fprintln(c.err, i18n.T("why403: end the watch: %v", err))
	}
	if seen.End == capture.Stopped {
		for _, line := range seen.Words() {
			fmt.Fprintf(c.err, "why403: %s\n", line)
		}
		return &exitError{code: exitInterrupted}
	}
	return c.seen(book, seen, c.out, f.json)
}

// upstream returns where the calls of programs go, as the environment and the playbook say.
func (c *console) upstream(book *content.Book) (string, error) {
	trusted, err := c.trustIn(book)
	if err != nil {
		return "", err
	}
	setup, _ := probe.FromEnvironment(c.env, book.Request, trusted)
	if others := book.Request.Variables.OtherBases(c.env); setup.BaseURL == "" && len(others) > 0 && trusted != probe.Untrusted {
		setup.BaseURL, setup.BaseFrom = strings.TrimSpace(c.env(others[0])), others[0]
	}
	address, err := probe.New(book.Playbook, book.Read, setup).Address()
	if err == nil && setup.BaseURL != "" {
		return setup.BaseURL, nil // As programs take it: with the /v1 at its end that some want there.
	}
	return address, err
}

// calls returns a function that prints a line for every call.
func (c *console) calls() func(capture.Call) {
	var mu sync.Mutex
	return func(call capture.Call) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(c.err, "why403: %s\n", call.Line())
	}
}

// captureProgram runs the program under watch. Its exit code is the result, whatever was seen.
func (c *console) captureProgram(ctx context.Context, book *content.Book, w *capture.Watch, variable string, program []string) error {
	cmd := exec.Command(program[0], program[1:]...) //nolint:gosec // It is what the person asked to run.
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.in, c.out, c.screen
	var withheld []string
	if cmd.Env, withheld = w.Environ(os.Environ()); len(withheld) > 0 {
		fmt.Fprintln(c.err, i18n.T("why403: not handed to the program: %s", strings.Join(withheld, ", ")))
	}
	code, err := capture.Run(cmd, c.inTerminal)
	if cmd.Process == nil {
		return usagef("name a program that can be run", "run the program: %w", err)
	}
	closing := w.Close() // Calls under way are told before the watch is asked.
	stopped, stop := context.WithCancel(ctx)
	stop()
	seen := w.Wait(stopped)
	if closing != nil {
		fmt.Fprintln(c.err, i18n.T("why403: end the watch: %v", closing))
	}
	if said := c.seen(book, seen, c.err, false); said != nil {
		var e *exitError
		if !errors.As(said, &e) || e.err != nil {
			return said
		}
	}
	if err == nil && code != 0 {
		err = &exitError{code: code}
	}
	return err
}

// seen prints where the facts of the watch lead to.
func (c *console) seen(book *content.Book, seen capture.Seen, to io.Writer, asJSON bool) error {
	for _, line := range seen.Words() {
		fmt.Fprintf(c.err, "why403: %s\n", line)
	}
	if len(seen.Facts) == 0 {
		return &exitError{code: exitOpen}
	}
	books := &textLibrary{c: c, book: book}
	h := handed{book: book, books: books, talk: c.headless(books, new(flow.Session))}
	h.talk.Do(conversation.Saw{Reading: seen.Reading})
	for more := true; more; {
		h.at = h.talk.State().Position()
		h, more = c.next(h)
	}
	diagnosis := report.Diagnose(h.book.Playbook, h.talk.State().Session, h.at, seen.Reading.Others...)
	var err error
	if asJSON {
		err = printJSON(to, diagnosis)
	} else {
		err = diagnosis.Text(to, c.columns(), false)
	}
	if err != nil {
		return fmt.Errorf("write the diagnosis: %w", err)
	}
	return ended(h.book.Playbook, h.at)
}
