package tui

import (
	"testing"

	"why403/flow"
	"why403/flow/conversation"
)

// saving presses a key whose answer is not stored yet, and returns what stores it.
func (b *bench) saving(key string) func() {
	_, save := b.app.Update(keyPress(key))
	return func() { b.run(save) }
}

// TestResumeWhileSaving holds that an earlier session does not take the place of one whose first answer is being saved.
func TestResumeWhileSaving(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24).press("tab", "n")
	saved := b.saving("y")
	b.run(b.app.resume(&conversation.LastSession{Resume: func() (*flow.Session, func([]flow.Event) error, error) {
		return new(flow.Session), func([]flow.Event) error { return nil }, nil
	}}, false))
	saved()
	b.wants("Is there water")
	b.holds("power", flow.Yes)
}

// TestResultsWhileSaving holds that what was read, or told, while something is being saved comes after it, and is dropped where
// that has led elsewhere.
func TestResultsWhileSaving(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24).press("tab", "n", "y", "p").paste("E4: tank empty")
	_, reads := b.app.Update(keyPress("enter"))
	b.run(reads)
	b.holds("display-says", flow.Yes)
	b.press("p").paste("lamp off")
	_, reads = b.app.Update(keyPress("enter"))
	if _, ok := b.app.top().screen.(*readingScreen); !ok {
		t.Fatalf("it is not being read: %T", b.app.top().screen)
	}
	saved := b.saving("ctrl+z")
	b.run(reads)
	saved()
	if _, known := b.app.t.state.Session.Fact("display-says"); known {
		t.Errorf("not taken back: %v", b.app.t.state.Session.Facts())
	}
	if f, known := b.app.t.state.Session.Fact("power"); known && f.From == flow.Pasted {
		t.Errorf("what was left has been read: %v", f)
	}
}
