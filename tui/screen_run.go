package tui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// runScreen shows probes under way, one line each.
type runScreen struct {
	t        *state
	ids      []string
	attempt  int
	began    time.Time
	cancel   context.CancelFunc
	feed     feed
	stage    map[string]flow.Stage
	told     map[string]flow.ProbeResult
	turn     int // Pictures of the spinner shown.
	stopping bool
}

// feed takes progress from the goroutines that send probes until the screen asks for it.
type feed struct {
	mu    sync.Mutex
	steps []conversation.Progress
}

func (f *feed) put(p conversation.Progress) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.steps = append(f.steps, p)
}

func (f *feed) take() []conversation.Progress {
	f.mu.Lock()
	defer f.mu.Unlock()
	steps := f.steps
	f.steps = nil
	return steps
}

// drain takes in what has happened since the last time.
func (s *runScreen) drain() {
	for _, p := range s.feed.take() {
		s.stage[p.Probe] = p.Stage
		if p.Told != nil {
			s.told[p.Probe] = *p.Told
		}
	}
}

// outcome returns what came of every probe, in their order: as Run returned it, else as far as it was told meanwhile.
func (s *runScreen) outcome(told []flow.ProbeResult) []flow.ProbeResult {
	s.drain()
	out := make([]flow.ProbeResult, 0, len(s.ids))
	for _, id := range s.ids {
		i := slices.IndexFunc(told, func(t flow.ProbeResult) bool { return t.Probe == id })
		switch early, ok := s.told[id]; {
		case i >= 0:
			out = append(out, told[i])
		case ok:
			out = append(out, early)
		case s.stopping:
			out = append(out, flow.ProbeResult{Probe: id, Means: i18n.T("It was stopped before the answer came.")})
		default:
			out = append(out, flow.ProbeResult{Probe: id, Means: i18n.T("Nothing came of it.")})
		}
	}
	return out
}

func (s *runScreen) Keys() []bound {
	return []bound{bind(stopRun, "esc", i18n.T("stop"), "esc").explain(i18n.T("stop; what was told until now is kept"))}
}

var spinner = [...]string{"|", "/", "-", "\\"}

func (s *runScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	sign := spinner[s.turn%len(spinner)]
	say := i18n.T("Asking the API")
	if s.stopping {
		say = i18n.T("Stopping; what was told is kept")
	}
	b.add(st.strong, page.Wrap(fmt.Sprintf("%s %s · %s", sign, say, elapsedWord(s.turn)), w)...)
	b.add(st.dim, page.Wrap(i18n.T("esc stops; what was told until then is kept."), w)...)
	b.gap()
	for _, id := range s.ids {
		style, mark, word := lipgloss.NewStyle(), sign, conversation.StageWord(s.stage[id])
		if told, ok := s.told[id]; ok {
			mark, style, word = conversation.ToldSign(told), st.strong, conversation.ToldWord(told)
		} else if s.stage[id] == flow.Queued {
			mark = "·"
		}
		b.add(style, page.Hang(mark+" ", s.t.probeTitle(id)+" — "+word, w)...)
	}
	return b
}
