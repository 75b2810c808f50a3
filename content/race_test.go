//go:build race

package content

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain runs what is concurrent here: several that use the same books at once. The other tests read texts one after another,
// ten times as slowly under the race detector, and run without it. A flag still wins.
func TestMain(m *testing.M) {
	if err := flag.Set("test.run", "AtOnce$"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
