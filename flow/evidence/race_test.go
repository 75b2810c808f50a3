//go:build race

package evidence

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain leaves out what is single-threaded and takes ten times as long under the race detector; it runs without it. A flag still wins.
func TestMain(m *testing.M) {
	if err := flag.Set("test.skip", "^Test(LongTexts|NoSecretComesOut|PrefilterHidesNoMatch|OpenMasksBeforeItCuts|ReadHostile)"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
