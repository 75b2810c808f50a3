package plain

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"why403/flow"
)

// TestHangingDisk holds that a disk that does not answer stops nothing, and that it is said.
func TestHangingDisk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := config()
		answers := make(chan struct{})
		cfg.Record = func([]flow.Event) error { <-answers; return nil }
		_, out := talk(t, cfg, "none", "yes", "yes")
		says(t, out, "NOT BEING SAVED: the disk does not answer", "Does your card open other doors?", "This session was not saved.")
		close(answers)
		synctest.Wait()
	})
}

var errFull = errors.New("the disk is full")

// TestSavedAtTheEnd holds that what could not be stored is offered once more before the conversation ends.
func TestSavedAtTheEnd(t *testing.T) {
	t.Parallel()
	cfg := config()
	var kept []flow.Event
	calls := 0
	cfg.Record = func(events []flow.Event) error {
		if calls++; calls == 1 {
			return errFull
		}
		kept = events
		return nil
	}
	_, out := talk(t, cfg, "none", "yes")
	if len(kept) != 1 || !strings.Contains(out, "Saved again, with everything from before.") || strings.Contains(out, "This session was not saved.") {
		t.Errorf("kept is %v:\n%s", kept, out)
	}
}
