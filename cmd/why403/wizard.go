package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/build"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/page"
	"why403/flow/redact"
	"why403/flow/report"
	"why403/flow/sessions"
	"why403/tui"
	"why403/tui/plain"
	"why403/tui/tty"
)

// gcPercent keeps the memory of a conversation small: it allocates little, so that collecting more often costs nothing. What is
// loaded for the first frame stays, so nothing is collected before it.
const gcPercent = 30

// sayCrashed is told where the program failed.
var sayCrashed = i18n.T("why403: it crashed. The terminal is as it was, and what was answered is kept: why403 resume goes on.\nwhy403: for whoever fixes it:\n")

// talking holds the flags of a conversation.
type talking struct {
	probing
	plain    bool
	customer bool
	ticket   string
}

func (t *talking) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&t.plain, "plain", false, "talk line by line, for screen readers and terminals that cannot draw; WHY403_PLAIN=1 does the same")
	t.probing.flags(cmd)
}

// keptSession is a session with the place where it is recorded.
type keptSession struct {
	book    *content.Book
	session *flow.Session
	log     *journal.Log
	opening *flow.Reading // What was read from a text that was piped in; nil if there was none.
	text    []byte        // That text.
	because []flow.Fact   // What made it the playbook's own.

	recorded int          // The number of the last event that the log accepted.
	held     []flow.Event // Who the session is about, held back until there is something to keep.
}

// record stores events. It may be given events again that it could not store before.
func (t *keptSession) record(events []flow.Event) error {
	events = append(t.held, events...)
	for len(events) > 0 && events[0].Seq <= t.recorded {
		events = events[1:]
	}
	err := t.log.Append(events)
	if (err == nil || errors.Is(err, journal.ErrNotSaved)) && len(events) > 0 {
		t.recorded, t.held = events[len(events)-1].Seq, nil
	}
	return err
}

func (c *console) runWizard(ctx context.Context, flags talking) error {
	debug.SetGCPercent(-1)
	book, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	store := c.store()
	t := &keptSession{book: book, session: new(flow.Session), log: store.Create(c.now())}
	const most = 200 // Bytes of a ticket.
	if len(flags.ticket) > most {
		return usagef("", "--ticket takes %d bytes at most", most)
	}
	ticket, _ := redact.Secrets(flags.ticket)
	about := flow.About{Playbook: book.ID, Digest: book.Digest, Whose: flow.You, Version: build.Version(), Name: t.log.Name(), Ticket: page.Line(ticket)}
	if flags.customer {
		about.Whose = flow.Customer
	}
	t.held = conversation.Begin(t.session, about, c.now())
	return c.talk(ctx, flags, store, t)
}

// talk holds the conversation on the screen if there is one, else line by line.
func (c *console) talk(ctx context.Context, flags talking, store *journal.Store, t *keptSession) error {
	if err := c.offerTrust(ctx, t.book); err != nil {
		return errors.Join(err, t.log.Close())
	}
	unknown := c.env("TERM") == "" && runtime.GOOS != "windows" // Nothing says that it can draw.
	flags.plain = flags.plain || c.env("WHY403_PLAIN") == "1"
	if unknown && c.outTerminal && !flags.plain {
		fmt.Fprint(c.err, i18n.T("why403: TERM is not set, so this goes line by line; with TERM=xterm-256color it draws.\n"))
	}
	if flags.plain || !c.outTerminal || unknown || c.env("TERM") == "dumb" {
		debug.SetGCPercent(gcPercent)
		return c.talkPlain(ctx, flags, store, t)
	}
	in := c.in
	if !c.inTerminal {
		keys, _, err := tea.OpenTTY()
		if err != nil {
			return usagef("use why403 diagnose to read a text without a conversation", "there is no terminal to take the keys from: %w", err)
		}
		defer keys.Close()
		in = keys
		if !c.taken {
			text, err := files.Input{Most: maxText}.ReadFrom(ctx, c.in)
			if err != nil {
				return err
			}
			if err := c.readOpening(t, text); err != nil {
				return err
			}
		}
	}
	return c.talkScreen(ctx, flags, store, t, in)
}

// readOpening reads a text that came with the start. It chooses the playbook of a session in which nothing was said yet; to one that
// has read a text it is added, as a second file is to a first.
func (c *console) readOpening(t *keptSession, text []byte) error {
	debug.SetGCPercent(gcPercent) // A long text may need a lot that is not needed after it.
	if !t.session.Heard(flow.Pasted) {
		t.text = text
	}
	talk := headless.Beginning{Library: c.playbooks(), Book: t.book, Choose: c.playbooks().Choose, Session: t.session, Now: c.now, Record: t.record}.Open()
	read, _, err := talk.Read(context.Background(), conversation.Give{Text: text, How: conversation.Added}, 0)
	if err != nil {
		return errors.Join(err, t.log.Close())
	}
	if t.opening = &read.Reading; read.Unasked {
		t.text = nil // Nothing of it counts before it is said which error the call printed.
		return nil
	}
	t.book, t.because = talk.Book, read.Because
	if err := talk.State().Unsaved; err != nil {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	}
	return nil
}

func (c *console) talkScreen(ctx context.Context, flags talking, store *journal.Store, t *keptSession, in io.Reader) error {
	debug.SetGCPercent(-1)
	latest := t
	probes, err := c.prober(flags.probing, t.book, func() *flow.Session { return latest.session })
	if err != nil {
		return errors.Join(err, t.log.Close())
	}
	books := c.library(flags.probing, true, probes, func() *keptSession { return latest })
	cfg := tui.Config{
		Opened: books.equip(t.book, probes), Books: books, Session: t.session, Opening: t.opening, OpeningText: t.text, OpeningBecause: t.because,
		Record: t.record, Now: c.now, OpenFile: openText, After: c.taken,
		Mask: func(s string) string { s, _ = redact.Secrets(s); return s },
	}
	if len(t.session.Facts()) == 0 && t.opening == nil {
		resumed := func(r *keptSession) { latest = r }
		cfg.Last, cfg.Due = c.last(store, t, resumed), c.dueSession(store, resumed)
	}
	if c.testOnlyConfig != nil {
		c.testOnlyConfig(&cfg)
	}
	guard := tty.NewGuard(in, c.out, sayCrashed)
	cfg.Shown = func() {
		debug.SetGCPercent(gcPercent)
		go guard.Start()
	}
	res, err := tui.Run(ctx, cfg, in, c.out)
	guard.Stop(res.Gone)
	if err != nil {
		return errors.Join(c.crashed(err), latest.log.Close())
	}
	switch {
	case res.Gone:
	case res.Next && res.Unsaved == nil: // What stands on the screen when all calls are over is the end of the last.
		if res.Session.Kept() {
			last(c.out, i18n.T("Saved: why403 resume %s\n", sessions.Called(store, res.Session, latest.log.Name())))
		}
	default:
		c.farewell(store, latest, res)
	}
	if err := latest.log.Close(); err != nil {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	}
	if res.Interrupted {
		return &exitError{code: exitInterrupted}
	}
	return c.nextCall(ctx, flags, res.Next, res.Session, res.Playbook, res.Position)
}

// nextCall begins the next call if that is wanted, on behalf of whom the last one was, and else returns how that ended.
func (c *console) nextCall(ctx context.Context, flags talking, wanted bool, s *flow.Session, pb *flow.Playbook, p flow.Position) error {
	if !wanted {
		return ended(pb, p)
	}
	flags.customer = s.About().Whose == flow.Customer
	flags.ticket, c.taken = "", true // They were of the call before.
	return c.runWizard(ctx, flags)
}

// crashed prints where the program failed, if it did, and returns the error without anything that must not be shown.
func (c *console) crashed(err error) error {
	var crash *tty.Crash
	if !errors.As(err, &crash) {
		return err
	}
	last(c.err, sayCrashed+redact.Text(string(crash.Stack)))
	return errors.New(redact.Text(err.Error()))
}

// farewell leaves on the screen what the conversation came to, and where it is kept.
func (c *console) farewell(store *journal.Store, t *keptSession, res tui.Result) {
	if !res.Session.Kept() {
		return
	}
	var text strings.Builder
	said := len(res.Session.Facts()) > 0 // Else all of it was taken back, and can be brought back.
	if said {
		if err := report.Diagnose(res.Playbook, res.Session, res.Position).Summary(&text, c.columns()); err != nil {
			return // A builder takes everything.
		}
		text.WriteByte('\n')
	}
	if res.Unsaved != nil {
		last(c.out, text.String())
		last(c.err, i18n.T("why403: the last answers were not saved: %v\n", res.Unsaved))
		return
	}
	name := sessions.Called(store, res.Session, t.log.Name())
	text.WriteString(i18n.T("Saved. To go on with it: why403 resume %s\n", name))
	if said {
		text.WriteString(i18n.T("To write it up: why403 report %s\n", name))
	}
	last(c.out, text.String())
}

// last writes the last words on a screen. One that hangs does not keep the program from ending.
func last(w io.Writer, text string) {
	out := tty.NewOutput(w, nil)
	_, _ = io.WriteString(out, text)
	out.Drain(time.Second)
}

func (c *console) talkPlain(ctx context.Context, flags talking, store *journal.Store, t *keptSession) error {
	latest := t
	probes, err := c.prober(flags.probing, t.book, func() *flow.Session { return latest.session })
	if err != nil {
		return errors.Join(err, t.log.Close())
	}
	width := 0 // Screen readers and programs want whole paragraphs.
	if term := c.env("TERM"); c.outTerminal && term != "dumb" && term != "" {
		width = min(c.columns(), plain.DefaultWidth)
	}
	books := c.library(flags.probing, false, probes, func() *keptSession { return latest })
	cfg := plain.Wiring{
		Opened: books.equip(t.book, probes), Books: books, Session: t.session, Record: t.record, Now: c.now, OpenFile: openText, Width: width,
		Echo: !c.inTerminal, Secret: c.secret(), After: c.taken,
		Called: func(s *flow.Session) string { return sessions.Called(store, s, s.About().Name) },
	}
	if len(t.session.Facts()) == 0 {
		resumed := func(r *keptSession) { latest = r }
		cfg.Last, cfg.Due = c.last(store, t, resumed), c.dueSession(store, resumed)
	}
	if c.lines == nil {
		c.lines = bufio.NewReader(c.in) // The next call goes on where this one has stopped to read.
	}
	res, err := plain.Run(ctx, cfg, c.lines, c.out)
	if err := errors.Join(err, latest.log.Close()); err != nil {
		return err
	}
	if res.Interrupted {
		return &exitError{code: exitInterrupted}
	}
	return c.nextCall(ctx, flags, res.Next, latest.session, res.Playbook, res.Position)
}

func (c *console) escalation(book *content.Book) func(*flow.Session, flow.Position) (string, error) {
	return func(s *flow.Session, p flow.Position) (string, error) {
		return report.Escalation(book.Playbook, s, p, c.now())
	}
}

// secret returns what reads a line from the terminal without showing it, or nil where there is no terminal.
func (c *console) secret() func(prompt string) (string, error) {
	in, ok := c.in.(*os.File)
	if !ok || !c.inTerminal {
		return nil
	}
	return func(prompt string) (string, error) {
		fmt.Fprint(c.out, prompt)
		line, err := term.ReadPassword(in.Fd())
		fmt.Fprintln(c.out)
		if err != nil {
			return "", fmt.Errorf("read without showing: %w", err)
		}
		return string(line), nil
	}
}

// openText reads the file that a person named in a conversation, which says itself what to do where that fails.
func openText(path string) ([]byte, error) {
	data, err := files.Input{Path: path, Most: maxText, Regular: true}.Read(context.Background())
	var u *flow.UsageError
	if errors.As(err, &u) {
		return nil, u.Err
	}
	return data, err
}
