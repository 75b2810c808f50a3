package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
)

// watchScreen waits for the failing call itself: an address on this machine that passes calls on, and what to type.
type watchScreen struct {
	t       *talk
	attempt int
	began   time.Time
	cancel  context.CancelFunc
	watch   Watch // Nil until the address is open.
	calls   []string
	turn    int
	err     string // Why it ended without a failing call.
}

func (s *watchScreen) Keys() []bound {
	var keys []bound
	switch {
	case s.err != "":
		keys = append(keys, bind(watchAgain, "enter", keyWatchAgain, "enter"))
	case s.watch != nil:
		keys = append(keys, bind(copyHere, "c", keyCopy, "c").explain(helpCopy+whatLines))
	}
	word := sayStop
	if s.err != "" {
		word = sayBackKey
	}
	return append(keys, bind(goBack, "esc", word, "esc").explain(helpStopWatchingNothingChanges))
}

// Copy gives the lines to type.
func (s *watchScreen) Copy() (what, text string) {
	if s.watch == nil {
		return whatLines, ""
	}
	return whatLines, strings.Join(s.watch.Lines(), "\n")
}

func (s *watchScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, sayWatch)
	switch {
	case s.err != "":
		b.add(st.warn, wrap(s.err, w)...)
		b.add(st.good, sayWatchAgain)
	case s.watch == nil:
		b.add(st.strong, wrap(s.sign()+" "+sayWatchStart, w)...)
	default:
		say := sayWaiting
		if len(s.calls) > 0 {
			say = sayWaitingMore
		}
		b.add(st.strong, wrap(fmt.Sprintf("%s %s · %s", s.sign(), say, elapsedWord(s.turn)), w)...)
	}
	if s.watch != nil && s.err == "" {
		b.gap()
		b.add(st.heading, sayTypeThis)
		for _, l := range s.watch.Lines() {
			b.add(st.code, hangCode("  ", s.t.shown(l), w)...)
		}
		b.add(st.dim, hang(sayAddress, s.t.shown(s.watch.URL()), w)...)
		b.gap()
	}
	b.add(st.dim, wrap(sayWatchWhat, w)...)
	if len(s.calls) > 0 {
		b.gap()
		b.add(st.heading, sayPassed)
		for _, c := range s.calls {
			b.add(lipgloss.NewStyle(), hang("• ", s.t.shown(c), w)...)
		}
	}
	return b
}

func (s *watchScreen) sign() string { return spinner[s.turn%len(spinner)] }
