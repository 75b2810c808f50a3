//go:build !(darwin || freebsd || linux || netbsd || openbsd)

package tty

import "io"

// Guard watches over a terminal; here there is none that does.
type Guard struct{}

// NewGuard returns nil.
func NewGuard(io.Reader, io.Writer, string) *Guard { return nil }

// Start does nothing.
func (*Guard) Start() {}

// Stop does nothing.
func (*Guard) Stop(bool) {}

// Guarding returns false.
func Guarding(func(string) string) bool { return false }
