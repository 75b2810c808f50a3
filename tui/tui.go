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
	"runtime"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"

	"why403/flow"
	"why403/flow/conversation"
	"why403/tui/tty"
)

// Config is what the program needs from outside. Playbook, Read, Session, Record and Now are required.
type Config struct {
	conversation.Opened               // What it begins in.
	Session             *flow.Session // May already hold facts: a resumed session, or a text that was piped in.
	// Opening is what was read from a text that came with the start and is in Session already, unless there are rivals in it; nil if
	// there was none.
	Opening *flow.Reading
	// OpeningText is that text, and OpeningBecause what made it the playbook's own.
	OpeningText    []byte
	OpeningBecause []flow.Fact
	// Record stores events. It runs beside the program and ends before the screen that follows from the events is shown.
	// After an error the program says that nothing is being saved, goes on, and offers the same events again with the next.
	Record func(events []flow.Event) error
	// Shared is the session where others record in it, too, and By the name of this person among them; see conversation.Ports.
	// Changed is told when there may be something new.
	Shared  conversation.SharedSession
	By      string
	Changed <-chan struct{}
	// Company returns who else is in the session, as in conversation.Company. It may be slow; nil where nobody can be.
	Company func() ([]string, error)
	Guest   bool    // The person is the customer; see conversation.Ports.
	Inviter Inviter // Lets a customer in, and out again; nil where that cannot be.
	Now     func() time.Time
	// OpenFile reads a file that a person named; nil if files cannot be opened.
	OpenFile func(path string) ([]byte, error)
	Last     *conversation.LastSession // Nil if there is none.
	// Due is an earlier session whose fix is to be checked again by now; nil if there is none.
	Due *conversation.LastSession
	// Mask replaces the secrets in a text that a person gave, for the screen; nil shows everything. What is read stays as it is.
	Mask  func(text string) string
	Books conversation.Books // Nil if there is only the one playbook.
	After bool               // Another call came before this one.
	// Shown is called once something is on the screen; nil if nobody waits for that.
	Shown func()
	// Remote is the terminal that is shown on where it is not this machine's; nil for this machine's.
	Remote *Remote
}

// Remote is a terminal at the other end of a connection. With it nothing of this machine's is used: neither its environment nor its
// clipboard, and none of its signals.
type Remote struct {
	Environ []string // What the terminal says of itself, as NAME=VALUE: TERM.
	Size    Size     // At the start.
	Resized <-chan Size
	Again   string // The command there that opens a session again; its name follows.
}

// Size is that of a window, in cells. What is not known is 0.
type Size struct{ Width, Height int }

// Getenv returns what the terminal says of itself under the name.
func (r *Remote) Getenv(name string) string { return uv.Environ(r.Environ).Getenv(name) }

// Result is how the conversation ended.
type Result struct {
	Position    flow.Position
	Playbook    *flow.Playbook // The one that the conversation ended in.
	Session     *flow.Session
	Next        bool  // The next call is to begin.
	Interrupted bool  // By ctrl+c, a signal, or a closed window; not by quitting.
	Unsaved     error // Why the last events could not be recorded; nil when everything is.
	Gone        bool  // The terminal takes nothing any more, so nothing can be said on it.
}

// hungUpMsg says that the terminal is gone or that somebody asked the process to end.
type hungUpMsg struct{}

const (
	stalledMax = 2 * time.Minute        // How long a terminal may take nothing before it is taken for gone.
	stalledAsk = time.Second            // How often that is looked at.
	drainMax   = 500 * time.Millisecond // How long leaving waits for it.
)

// Run shows the program until it is left. Whatever happens, the terminal is given back as it was found. The error is
// about the program or the terminal; leaving early is no error but Result.Interrupted.
func Run(ctx context.Context, cfg Config, in io.Reader, out io.Writer, extra ...tea.ProgramOption) (Result, error) {
	a := New(cfg)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	a.ctx = ctx
	g := &guarded{Model: a}
	output := tty.NewOutput(out, cfg.Shown)
	// At 120 frames a second a frame waits at most 8 ms for its turn, half as long as usual; nothing is drawn without a change.
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(120), tea.WithoutCatchPanics()}
	f, screen := out.(term.File)
	env, console := os.Getenv, runtime.GOOS == "windows" && cfg.Remote == nil
	var resizes <-chan Size
	if r := cfg.Remote; r != nil {
		env, resizes = r.Getenv, r.Resized
		w, h := tty.Clamp(r.Size.Width, r.Size.Height, env)
		// At a third of the frames many terminals at once cost little, and none of them is seen to wait.
		opts = append(opts, tea.WithFPS(40), tea.WithoutSignalHandler(), tea.WithEnvironment(r.Environ), tea.WithWindowSize(w, h),
			tea.WithInput(tty.Raw(nil)), tea.WithOutput(output), tea.WithColorProfile(colorprofile.Env(r.Environ)))
	} else if console { // The console has an interface of its own for keys, sizes and modes.
		opts = append(opts, tea.WithInput(in), tea.WithOutput(out))
	} else {
		opts = append(opts, tea.WithInput(tty.Raw(in)), tea.WithOutput(output), tea.WithColorProfile(colorprofile.Detect(out, os.Environ())))
		if screen {
			opts = append(opts, tea.WithWindowSize(tty.Size(f.Fd(), os.Getenv)))
		}
	}
	p := tea.NewProgram(g, append(opts, extra...)...)
	g.quit = p.Quit

	beside := new(sync.WaitGroup)
	if !console {
		beside.Go(func() {
			err := tty.Stream(ctx, in, env("TERM"), func(event any) {
				if _, size := event.(uv.WindowSizeEvent); !size || !screen && cfg.Remote == nil {
					p.Send(arrived(event))
				}
			})
			var crash *tty.Crash
			if errors.As(err, &crash) {
				g.crash.CompareAndSwap(nil, crash)
			}
			p.Send(hungUpMsg{})
		})
	}
	changed := cfg.Changed
	beside.Go(func() {
		// Bubble Tea ends on SIGTERM by itself, and knows nothing of SIGHUP.
		hup, resized := make(chan os.Signal, 1), make(chan os.Signal, 1)
		if cfg.Remote == nil {
			signal.Notify(hup, syscall.SIGHUP)
			defer signal.Stop(hup)
			tty.NotifyResize(resized)
			defer signal.Stop(resized)
		}
		look := time.NewTicker(stalledAsk)
		defer look.Stop()
		for {
			select {
			case <-hup:
				p.Send(hungUpMsg{})
			case <-resized:
				if screen {
					w, h := tty.Size(f.Fd(), os.Getenv)
					p.Send(tea.WindowSizeMsg{Width: w, Height: h})
				}
			case _, ok := <-changed:
				if !ok {
					changed = nil
					continue
				}
				p.Send(changedMsg{})
			case s, ok := <-resizes:
				if !ok {
					resizes = nil
					continue
				}
				w, h := tty.Clamp(s.Width, s.Height, env)
				p.Send(tea.WindowSizeMsg{Width: w, Height: h})
			case <-look.C:
				if d, err := output.Stalled(); err != nil || d > stalledMax {
					p.Send(hungUpMsg{})
				}
			case <-ctx.Done():
				return
			}
		}
	})
	_, err := p.Run()
	asked := ctx.Err() != nil
	stop()
	if shut := a.unwatch(); shut != nil {
		shut()
	}
	beside.Wait()

	unsaved := a.conv.Close(conversation.SaveLimit)
	last := a.conv.State()
	res := Result{Session: last.Session, Playbook: last.Book.Playbook, Next: a.next, Interrupted: !a.left, Unsaved: unsaved, Gone: !output.Drain(drainMax)}
	if crash := g.crash.Load(); crash != nil {
		return res, fmt.Errorf("run the screen: %w", crash)
	}
	res.Position = last.Position()
	if err != nil && !asked && !errors.Is(err, tea.ErrInterrupted) {
		return res, fmt.Errorf("run the screen: %w", err)
	}
	return res, nil
}

// arrived is the message for what came from the terminal. A size comes in only where the terminal is not on this machine;
// nobody asked for one elsewhere, and bytes that are pasted could say anything.
func arrived(event any) tea.Msg {
	switch e := event.(type) {
	case tty.Burst:
		return burstMsg{e.Text}
	case tty.Paste:
		return tea.PasteMsg{Content: e.Text}
	case uv.WindowSizeEvent:
		e.Width, e.Height = tty.Clamp(e.Width, e.Height, os.Getenv)
		return e
	default:
		return event
	}
}
