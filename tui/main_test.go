package tui

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"why403/flow/racetest"
)

// TestMain has rapid try less than its 100 cases, because here a case is a whole application. A flag still wins.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": racetest.Checks("30")} {
		if err := flag.Set(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
