package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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
	"why403/content/headless"
	"why403/flow"
	"why403/flow/build"
	"why403/flow/capture"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/journal"
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
	ca       string
	plain    bool
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
variables that only why403 is meant to have are not in its environment. A variable of another client that names the same service,
such as OPENAI_BASE_URL, leads here as well. The address has a random part that keeps other users of this machine and web pages
out. A request without a key to no path of the API is passed on and decides nothing.

Calls go on over TLS, or to this machine. A gateway with a certificate of a private authority needs --ca; one in your own network that
speaks http:// only needs --plain-http, and the key crosses that network in the clear then.

What was seen is kept as a session. Without a program the diagnosis goes to standard output, and the exit status is that of diagnose; 3
also when the deadline came before a failure. With a program the diagnosis goes to standard error once the program has ended, and the
exit status is the program's own, also when a call was refused.

` + statuses(map[int]string{exitVerdict: "", exitUnexplained: "", exitElsewhere: "", exitOpen: "a question is still open, or no call was refused", capture.NotRun: "the program cannot be run", capture.NoProgram: "there is no such program"}),
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
	fl.StringVar(&f.ca, "ca", "", "trust the certificate authorities in `FILE`, in PEM, besides the system's")
	fl.BoolVar(&f.plain, "plain-http", false, "pass calls on in the clear to an http:// gateway at a private address")
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
	trusted, err := authorities(ctx, f.ca)
	if err != nil {
		return err
	}
	calls := &callLines{to: c.err, waits: len(program) > 0 && isTerminal(c.screen)}
	w, err := capture.Listen(capture.WatchOptions{
		Shape: book.Request, Read: book.Read, Upstream: up, Port: f.port, Deadline: f.deadline, Meant: f.meant, Past: f.past,
		TLS: trusted, Plain: f.plain, Progress: calls.call,
	})
	if err != nil {
		return usagef("see why403 capture --help", "%w", err)
	}
	defer w.Close()
	if len(program) > 0 {
		return c.captureProgram(ctx, book, w, calls, program)
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

// authorities are those of the system and those in the file; nil without one.
func authorities(ctx context.Context, file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := files.Input{Path: file, Most: 4 << 20, Hint: "name a file with certificates in PEM"}.Read(ctx)
	if err != nil {
		return nil, fmt.Errorf("--ca: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, usagef("it is a text with -----BEGIN CERTIFICATE-----", "--ca: there is no certificate in %s", file)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

// callLines prints a line for every call: at once, or, where a program has the terminal, once that has ended.
type callLines struct {
	to io.Writer

	mu    sync.Mutex
	waits bool
	held  []string
	left  int // Calls of which no line is held.
}

func (t *callLines) call(call capture.WatchedCall) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const most = 200 // Lines.
	switch {
	case !t.waits:
		fmt.Fprintf(t.to, "why403: %s\n", call.Line())
	case len(t.held) < most:
		t.held = append(t.held, call.Line())
	default:
		t.held = append(t.held[1:], call.Line())
		t.left++
	}
}

// release prints what was held.
func (t *callLines) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.left > 0 {
		fmt.Fprintln(t.to, i18n.T("why403: %s before these", i18n.Count(t.left, i18n.T("call"))))
	}
	for _, line := range t.held {
		fmt.Fprintf(t.to, "why403: %s\n", line)
	}
	t.waits, t.held, t.left = false, nil, 0
}

// captureProgram runs the program under watch. Its exit code is the result, whatever was seen.
func (c *console) captureProgram(ctx context.Context, book *content.Book, w *capture.Listener, calls *callLines, program []string) error {
	cmd := exec.Command(program[0], program[1:]...) //nolint:gosec // It is what the person asked to run.
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.in, c.out, c.screen
	var withheld []string
	if cmd.Env, withheld = w.Environ(os.Environ()); len(withheld) > 0 {
		fmt.Fprintln(c.err, i18n.T("why403: not handed to the program: %s", strings.Join(withheld, ", ")))
	}
	code, err := capture.Run(cmd, c.inTerminal)
	if cmd.Process == nil {
		return &exitError{code, usagef("name a program that can be run", "run the program: %w", err)}
	}
	closing := w.Close() // Calls under way are told before the watch is asked.
	calls.release()
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
func (c *console) seen(book *content.Book, seen capture.Watched, to io.Writer, asJSON bool) error {
	for _, line := range seen.Words() {
		fmt.Fprintf(c.err, "why403: %s\n", line)
	}
	if len(seen.Facts) == 0 {
		return &exitError{code: exitOpen}
	}
	log, session := c.store().Create(c.now()), new(flow.Session)
	conversation.Begin(session, flow.About{Playbook: book.ID, Digest: book.Digest, Whose: flow.You, Version: build.Version(), Name: log.Name()}, c.now())
	talk := headless.Beginning{Library: c.playbooks(), Book: book, Session: session, Now: c.now}.Open()
	talk.Do(conversation.Saw{Reading: seen.Reading})
	for talk.Next() {
	}
	at := talk.Position()
	diagnosis := report.Diagnose(talk.Book.Playbook, talk.State().Session, at).Of(seen.Reading)
	var err error
	if asJSON {
		err = printJSON(to, diagnosis)
	} else {
		err = diagnosis.Text(to, c.columns(), false)
	}
	if err != nil {
		return fmt.Errorf("write the diagnosis: %w", err)
	}
	c.keep(talk.State().Session, log)
	return ended(talk.Book.Playbook, at)
}

// keep records what was seen as a session, and says how to go on with it.
func (c *console) keep(s *flow.Session, log *journal.Log) {
	if err := errors.Join(log.Append(s.Events()), log.Close()); err != nil {
		fmt.Fprintln(c.err, i18n.T("why403: it is not kept as a session: %v", err))
		return
	}
	fmt.Fprintln(c.err, i18n.T("why403: kept as a session; to go on with it: why403 resume %s; to write it up: why403 report %[1]s", log.Name()))
}
