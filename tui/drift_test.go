package tui

import (
	"context"
	"errors"
	"testing"

	"why403/flow"
	"why403/flow/conversation"
)

// TestPreviewOfAFixThatDidNotHelp holds that the preview says what will be asked again, before it is.
func TestPreviewOfAFixThatDidNotHelp(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40).press("tab", "n", "n", "n", "v", "y") // Neither this machine nor another one: the socket; another one helped.
	b.press("t", "home", "down", "down", "enter", "down").wants("will be asked again: Another machine works at this socket", "Does another machine work at this socket?")
	b.press("enter")
	if f, known := b.app.t.state.Session.Fact("other-works"); known {
		t.Errorf("%+v still stands", f)
	}
	b.holds("power", flow.No)
}

// failing watches a call, and fails after that.
type failing struct{ *machine }

func (f *failing) Watch(context.Context) (conversation.Watch, error) { return f, nil }

func (*failing) Wait(context.Context, func(string)) (flow.Reading, error) {
	return readFixture([]byte("lamp off")), errors.New("the deadline came")
}

// TestWatchThatFailsAfterACall holds that what was seen counts, and that the person learns how it ended.
func TestWatchThatFailsAfterACall(t *testing.T) {
	t.Parallel()
	f := &failing{&machine{}}
	b := newBench(t, 80, 24, func(c *Config) { c.Watcher = f }).press("tab", "n", "i")
	b.wants("the deadline came", "Does another machine work at this socket?")
	if _, known := b.app.t.state.Session.Fact("power"); !known {
		t.Error("what was seen is lost")
	}
}

// TestNoteOfNothing holds that a note that only acts on a terminal is none, and takes no earlier one back.
func TestNoteOfNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24).press("tab", "n", "+").paste("\x1b[31m")
	b.press("enter").wants("Nothing is written yet; esc goes back.")
	if n := b.app.t.state.Session.Len(); n != 0 {
		t.Errorf("%d events: %v", n, b.app.t.state.Session.Events())
	}
}
