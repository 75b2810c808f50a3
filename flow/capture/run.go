package capture

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// The exit codes of a program that did not begin.
const (
	NotRun    = 126
	NoProgram = 127
)

// Run runs a program under watch until it ends, and hands on the signals that come meanwhile: on a terminal all but an interrupt, which
// the terminal sends to both. It returns the exit code in the way of shells: 128 and the signal's number where a signal ended it. After
// an error of starting it cmd.Process is nil, and the code is that of shells: 127 where there is no such program, 126 where it cannot be
// run.
func Run(cmd *exec.Cmd, terminal bool) (code int, err error) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			return NoProgram, err
		}
		return NotRun, err
	}
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case s := <-signals:
				if s == os.Interrupt && terminal {
					continue
				}
				_ = cmd.Process.Signal(s) // It can have ended meanwhile.
			case <-ended:
				return
			}
		}
	}()
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, err
	}
	if code = exit.ExitCode(); code < 0 {
		code = 1
		if s, ok := exit.Sys().(syscall.WaitStatus); ok && s.Signaled() {
			code = 128 + int(s.Signal())
		}
	}
	return code, nil
}
