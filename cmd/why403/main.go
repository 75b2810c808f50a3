// Command why403 finds out why the Claude API answered HTTP 403, and shows the fix. It reads what a person pastes, asks,
// and tells; it changes nothing, anywhere.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/redact"
	"why403/tui"
	"why403/tui/tty"
)

func main() {
	if tty.Guarding(redact.Text) { // Another why403 has started this one, to give the terminal back if it dies.
		return
	}
	os.Exit(run(os.Args[1:]))
}

// run is the program. It returns the exit code.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	c := &console{
		in: os.Stdin, out: os.Stdout, err: talk{os.Stderr}, screen: os.Stderr,
		inTerminal:  term.IsTerminal(os.Stdin.Fd()),
		outTerminal: term.IsTerminal(os.Stdout.Fd()),
		env:         os.Getenv,
		now:         time.Now,
	}
	if err := i18n.Err(); err != nil {
		fmt.Fprintln(c.err, i18n.T("why403: warning: the texts are English: %v", err))
	}
	cmd := c.root()
	cmd.SetArgs(args)
	cmd.SetIn(c.in)
	cmd.SetOut(c.out)
	cmd.SetErr(c.err)
	return exitCode(c.err, cmd.ExecuteContext(ctx))
}

// console is what the program talks through. Tests set it up with buffers.
type console struct {
	in                      io.Reader
	out, err                io.Writer
	screen                  io.Writer // Standard error as it is, for a program that runs under this one and what a terminal is asked; err is for words.
	inTerminal, outTerminal bool
	env                     func(string) string
	now                     func() time.Time

	playbookName string        // The playbook that --playbook names; empty for the default one.
	trust        string        // The digest that --trust names.
	taken        bool          // What was piped in was read, for the first of several calls.
	lines        *bufio.Reader // What is typed line by line, for one call after another; nil before the first.

	testOnlyConfig func(*tui.Config) // Changes what the screen is run with.

	testOnlyBook *content.Book // Used by diagnose and probe in the place of the embedded one.
	// The name server that probes ask; nil for this machine's.
	testOnlyResolve func(ctx context.Context, host string) ([]netip.Addr, error)
}

// playbooks returns those that can be used.
func (c *console) playbooks() *content.Library {
	return &content.Library{Dir: booksDir(c.env), Name: c.playbookName, Book: c.testOnlyBook}
}

// columns returns the width to wrap results at: that of the terminal, at most 100, or 80 where there is none.
func (c *console) columns() int {
	const most, usual = 100, 80
	if f, ok := c.out.(*os.File); ok && c.outTerminal {
		if w, _, err := term.GetSize(f.Fd()); err == nil && w > 0 {
			return min(w, most)
		}
	}
	return usual
}
