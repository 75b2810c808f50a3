package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"why403/flow"
	"why403/tui"
)

// crasher is the program with a mistake in it, where WHY403_TEST_CRASH says.
func crasher() {
	c := &console{in: os.Stdin, out: os.Stdout, err: os.Stderr, inTerminal: true, outTerminal: true, env: os.Getenv, now: time.Now}
	c.testOnlyConfig = func(cfg *tui.Config) {
		cfg.Books = nil // So that it reads by what follows.
		switch where := os.Getenv("WHY403_TEST_CRASH"); where {
		case "update":
			cfg.Now = func() time.Time { panic("a mistake in an update") }
		case "view":
			mask := cfg.Mask
			cfg.Mask = func(s string) string {
				if strings.Contains(s, "E4") {
					panic("a mistake in a view")
				}
				return mask(s)
			}
		case "command":
			cfg.Read = func([]byte) flow.Reading { panic("a mistake in a command") }
		case "goroutine":
			cfg.Read = func([]byte) flow.Reading {
				go func() { panic("a mistake in a goroutine") }()
				select {}
			}
		case "overflow":
			cfg.Read = func([]byte) flow.Reading {
				debug.SetMaxStack(1 << 20)
				var dive func(int) int
				dive = func(n int) int { return dive(n+1) + 1 }
				dive(0)
				return flow.Reading{}
			}
		default:
			fmt.Fprintf(os.Stderr, "no crash called %q\n", where)
			os.Exit(99)
		}
	}
	cmd := c.root()
	cmd.SetArgs(nil)
	os.Exit(exitCode(c.err, cmd.Execute()))
}
