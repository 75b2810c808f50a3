//go:build unix

package tty

import (
	"os"
	"os/signal"
	"syscall"
)

// NotifyResize has the channel told when a window changes its size.
func NotifyResize(c chan<- os.Signal) { signal.Notify(c, syscall.SIGWINCH) }
