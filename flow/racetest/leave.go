//go:build race && unix

package racetest

import (
	"os"
	"strings"
	"syscall"
)

// init begins the process again with a setting that the detector reads only at its start: without it, every process of a test waits for a
// second at its end. Packages whose tests need nothing else from here import this one for that.
func init() {
	if strings.Contains(os.Getenv("GORACE"), "atexit_sleep_ms") {
		return
	}
	if exe, err := os.Executable(); err == nil && os.Setenv("GORACE", os.Getenv("GORACE")+" atexit_sleep_ms=0") == nil {
		_ = syscall.Exec(exe, os.Args, os.Environ()) // Where it cannot be, the process waits.
	}
}
