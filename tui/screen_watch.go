package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// watchScreen waits for the failing call itself: an address on this machine that passes calls on, and what to type.
type watchScreen struct {
	t      *state
	began  time.Time
	cancel context.CancelFunc
	watch  conversation.Watch // Nil until the address is open.
	feed   feed
	calls  []string
	turn   int
	err    string // Why it ended without a failing call.
}

func (s *watchScreen) Keys() []bound {
	var keys []bound
	switch {
	case s.err != "":
		keys = append(keys, bind(watchAgain, "enter", i18n.T("watch again"), "enter"))
	case s.watch != nil:
		keys = append(keys, bind(command(conversation.CopyText), "c", i18n.T("copy"), "c").explain(i18n.T("copy the lines to type")))
	}
	word := i18n.T("stop")
	if s.err != "" {
		word = i18n.T("back")
	}
	return append(keys, bind(goBack, "esc", word, "esc").explain(i18n.T("stop watching; nothing changes")))
}

// Copy gives the lines to type.
func (s *watchScreen) Copy() (what, text string) {
	if s.watch == nil {
		return i18n.T("the lines to type"), ""
	}
	return i18n.T("the lines to type"), strings.Join(s.watch.Lines(), "\n")
}

func (s *watchScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, i18n.T("Watch the real call"))
	switch {
	case s.err != "":
		b.add(st.warn, page.Hang("! ", s.err, w)...)
		b.add(st.good, i18n.T("▸ enter watches again."))
	case s.watch == nil:
		b.add(st.strong, page.Wrap(i18n.T("%s Opening an address on this machine…", s.sign()), w)...)
	default:
		say := i18n.T("waiting for a call")
		if len(s.calls) > 0 {
			say = i18n.T("waiting for one that fails")
		}
		b.add(st.strong, page.Wrap(fmt.Sprintf("%s %s · %s", s.sign(), say, elapsedWord(s.turn)), w)...)
	}
	if s.watch != nil && s.err == "" {
		b.gap()
		b.add(st.heading, i18n.T("Type this where the program runs"))
		for _, l := range s.watch.Lines() {
			b.add(st.code, hangCode(s.t.shown(l), w)...)
		}
		b.add(st.dim, page.Hang(i18n.T("The address: "), s.t.shown(s.watch.URL()), w)...)
		b.gap()
	}
	b.add(st.dim, page.Wrap(i18n.T("Run the failing program once with this address. The calls are passed on; the first one that fails is read. No body and no key is kept."), w)...)
	if len(s.calls) > 0 {
		b.gap()
		b.add(st.heading, i18n.T("Passed so far"))
		for _, c := range s.calls {
			b.add(ink{}, page.Hang("• ", s.t.shown(c), w)...)
		}
	}
	return b
}

// drain takes in the calls that have passed since the last time.
func (s *watchScreen) drain() {
	for _, p := range s.feed.take() {
		s.calls = append(s.calls, p.Call)
	}
}

func (s *watchScreen) sign() string { return spinner[s.turn%len(spinner)] }
