// Package tui is the conversation as a full-screen terminal program: paste, questions, verdict, verification.
// It never decides anything about an error, touches a disk or reads a clock by itself: positions come from flow, the rest
// from its Config.
package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
)

// Config is what the program needs from outside. Playbook, Session, Read, Record and Now are required.
type Config struct {
	Playbook *flow.Playbook
	Session  *flow.Session // May already hold facts: a resumed session, or a text that was piped in.
	// Opening is what was read from a text that came with the start and is in Session already; nil if there was none.
	Opening *flow.Reading
	// OpeningText is that text, and OpeningBecause what made it the playbook's own.
	OpeningText    []byte
	OpeningBecause []flow.Fact
	// Read finds facts in a text. It is pure and may be slow; it runs beside the program.
	Read func(text []byte) flow.Reading
	// Record stores events. It runs beside the program and ends before the screen that follows from the events is shown.
	// After an error the program says that nothing is being saved, goes on, and offers the same events again with the next.
	Record func(events []flow.Event) error
	Now    func() time.Time
	// OpenFile reads a file that a person named; nil if files cannot be opened.
	OpenFile func(path string) ([]byte, error)
	Last     *LastSession // Nil if there is none.
	// Due is an earlier session whose fix is to be checked again by now; nil if there is none.
	Due *LastSession
	// Escalation writes the text to send to support; nil if there is none.
	Escalation func(s *flow.Session, p flow.Position) (string, error)
	// Mask replaces the secrets in a text that a person gave, for the screen; nil shows everything. What is read stays as it is.
	Mask    func(text string) string
	Prober  Prober  // Nil if the service cannot be asked.
	Watcher Watcher // Nil if calls cannot be watched.
	// Checklist is for questions that wait for somebody else; with nil they are only listed, and each is answered by hand.
	Checklist Checklist
	Reporter  Reporter // Nil if there are no reports.
	Books     Books    // Nil if there is only the one playbook.
	Version   string
}

// LastSession is an earlier session that can be gone on with.
type LastSession struct {
	Name, Title string
	// Resume returns the session and where its further events are recorded.
	Resume func() (*flow.Session, func([]flow.Event) error, error)
}

// Result is how the conversation ended.
type Result struct {
	Position    flow.Position
	Playbook    *flow.Playbook // The one that the conversation ended in.
	Session     *flow.Session
	Interrupted bool  // By ctrl+c, a signal, or a closed window; not by quitting.
	Unsaved     error // Why the last events could not be recorded; nil when everything is.
}

// hungUpMsg says that the terminal is gone or that somebody asked the process to end.
type hungUpMsg struct{}

// Run shows the program until it is left. Whatever happens, the terminal is given back as it was found. The error is
// about the program or the terminal; leaving early is no error but Result.Interrupted.
func Run(ctx context.Context, cfg Config, in io.Reader, out io.Writer, extra ...tea.ProgramOption) (Result, error) {
	a := newApp(cfg)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	a.ctx = ctx
	// At 120 frames a second a frame waits at most 8 ms for its turn, half as long as usual; nothing is drawn without a change.
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out), tea.WithFPS(120)}
	p := tea.NewProgram(a, append(opts, extra...)...)

	// Bubble Tea ends on SIGTERM by itself, and knows nothing of SIGHUP.
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		select {
		case <-hup:
			p.Send(hungUpMsg{})
		case <-done:
		}
	}()
	_, err := p.Run()
	if shut := a.unwatch(); shut != nil {
		shut()
	}
	signal.Stop(hup)
	close(done)

	res := Result{
		Position:    flow.Walk(a.t.pb, a.session.Facts()),
		Playbook:    a.t.pb,
		Session:     a.session,
		Interrupted: !a.left,
		Unsaved:     a.save.flush(),
	}
	switch {
	case err == nil, errors.Is(err, tea.ErrInterrupted):
		return res, nil
	case errors.Is(err, tea.ErrProgramPanic):
		return res, fmt.Errorf("run the screen: %w", err)
	case ctx.Err() != nil:
		return res, nil
	default:
		return res, fmt.Errorf("run the screen: %w", err)
	}
}
