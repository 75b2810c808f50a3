package tui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// runScreen shows probes that are sent, a row each from the start, and what they measure as it comes in. When all are in it stays, and
// says how it goes on: what they told is recorded already, and the walk has gone on below it.
type runScreen struct {
	t        *state
	sent     string // What is sent, in a few words; the first parts of it where there is no room for all.
	rows     []*request
	began    time.Time
	cancel   context.CancelFunc
	feed     feed
	turn     int // Pictures of the spinner shown.
	stopping bool

	came    []*request // Those that have told or could not, in the order in which they came in.
	over    bool       // All are in.
	details bool       // Status, request id, who answered and the times are shown.

	// Of what commands on another machine printed:
	asked  *flow.Question // What was asked before; nil if nothing was, or if it came from here.
	passed []error        // Why results were passed over.
}

// request is a row of the page.
type request struct {
	id      string
	most    time.Duration // How long it may take; 0 where that is not known.
	stage   flow.ProbeStage
	since   int // The picture of the spinner at which it went out.
	out     bool
	told    *flow.ProbeResult
	stopped bool
}

// newRun returns the page of probes that are about to be sent.
func newRun(t *state, ids []string) *runScreen {
	s := &runScreen{t: t}
	var cards []flow.Card
	for _, id := range ids {
		r := &request{id: id}
		if c, ok := t.card(id); ok {
			r.most, cards = c.Probe.Deadline, append(cards, c)
		}
		s.rows = append(s.rows, r)
	}
	s.sent = t.shown(conversation.Sending(cards, t.state.Book.Prober.Settings()))
	return s
}

// newTold returns the page of what has told already.
func newTold(t *state, told []flow.ProbeResult) *runScreen {
	s := &runScreen{t: t, over: true}
	for _, r := range told {
		s.rows = append(s.rows, &request{id: r.Probe})
		s.take(r)
	}
	return s
}

// feed takes progress from the goroutines that send probes until the screen asks for it.
type feed struct {
	mu    sync.Mutex
	steps []conversation.WorkProgress
}

func (f *feed) put(p conversation.WorkProgress) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.steps = append(f.steps, p)
}

func (f *feed) take() []conversation.WorkProgress {
	f.mu.Lock()
	defer f.mu.Unlock()
	steps := f.steps
	f.steps = nil
	return steps
}

func (s *runScreen) row(id string) *request {
	if i := slices.IndexFunc(s.rows, func(r *request) bool { return r.id == id }); i >= 0 {
		return s.rows[i]
	}
	return nil
}

// drain takes in what has happened since the last time.
func (s *runScreen) drain() {
	for _, p := range s.feed.take() {
		r := s.row(p.Probe)
		if r == nil {
			continue
		}
		if r.stage = p.Stage; p.Stage != flow.Queued && !r.out {
			r.out, r.since = true, s.turn
		}
		if p.Told != nil {
			s.take(*p.Told)
		}
	}
}

// take notes what came of a probe.
func (s *runScreen) take(t flow.ProbeResult) {
	r := s.row(t.Probe)
	if r == nil {
		return
	}
	if r.told == nil {
		s.came = append(s.came, r)
	}
	r.told = &t
}

// end notes what came of every probe: as Run returned it, else as far as it was told meanwhile.
func (s *runScreen) end(told []flow.ProbeResult) {
	s.drain()
	for _, t := range told {
		s.take(t)
	}
	for _, r := range s.rows {
		if r.told != nil {
			continue
		}
		means := i18n.T("It gave no result.")
		if r.stopped = s.stopping; r.stopped {
			means = i18n.T("It was stopped before the answer came.")
		}
		s.take(flow.ProbeResult{Probe: r.id, Means: means})
	}
	s.over = true
}

// facts are what was measured, each once however many requests tell it, in the order in which it came in.
func (s *runScreen) facts() []flow.Fact {
	var out []flow.Fact
	for _, r := range s.came {
		for _, f := range r.told.Shows() {
			if !slices.ContainsFunc(out, func(o flow.Fact) bool { return o.ID == f.ID && o.Value == f.Value }) {
				out = append(out, f)
			}
		}
	}
	return out
}

func (s *runScreen) Keys() []bound {
	if !s.over {
		word, long := i18n.T("stop"), i18n.T("stop; what was told is kept")
		if s.t.roomy {
			word = long
		}
		return []bound{bind(stopRun, "esc", word, "esc").explain(long)}
	}
	keys := []bound{bind(goBack, "enter", i18n.T("go on"), "enter", "esc", "left", "b").explain(helpGoOnWhereThe)}
	if n := len(s.more()); n > 0 {
		keys = append(keys, bind(command(conversation.AskAPI), "r", i18n.T("%d more", n), "r").explain(i18n.T("the next probe that helps with the question")))
	}
	word := i18n.T("details")
	if s.details {
		word = i18n.T("less")
	}
	keys = append(keys, bind(toggleDetails, "D", word, "D").explain(i18n.T("status, request id, who answered, and how long it took")))
	for _, b := range s.t.looking() {
		b.rare = b.name != conversation.ShowCauses
		keys = append(keys, b)
	}
	return append(keys, able(conversation.UndoLast))
}

// more returns the probes that help still, when what was handed back has not answered the question.
func (s *runScreen) more() []string {
	q := s.t.pos.Question
	if s.asked == nil || q == nil || s.t.pos.Outcome != flow.Asking || q.ID != s.asked.ID {
		return nil
	}
	var told []flow.ProbeResult
	for _, r := range s.rows {
		told = append(told, *r.told)
	}
	return s.t.helps(q, told)
}

var spinner = [...]string{"|", "/", "-", "\\"}

// Strip is the row of the causes.
func (s *runScreen) Strip(w, _ int) row { return s.t.strip(w) }

// The columns of a request: how far it is, or its status, and how long it takes, which a narrow window has in the place of the first.
const (
	stageCol  = 58
	stageWide = 9
	timeWide  = 11
)

func (s *runScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	title, style := i18n.T("Asking the API"), st.strong
	switch {
	case s.over && s.sent == "":
		title, style = i18n.T("What the command told"), st.heading
	case s.over:
		title, style = i18n.T("Asked the API"), st.heading
	case s.stopping:
		title = i18n.T("Stopping; what was told is kept")
	}
	rest := s.sent
	for ansi.StringWidth(title+rest)+3 > w && rest != "" {
		rest = rest[:max(strings.LastIndex(rest, " · "), 0)]
	}
	b.raw(style.Render(title) + st.dim.Render(strings.TrimRight("   "+rest, " ")))
	b.gap()
	longest := s.longest()
	for _, r := range s.rows {
		s.request(&b, r, r == longest, w)
	}
	for _, e := range s.passed {
		b.add(st.warn, page.Hang(i18n.T("! Passed over: "), s.t.shown(e.Error()), w)...)
	}
	b.gap()
	facts := s.facts()
	switch {
	case !s.over:
		b.add(st.heading, i18n.T("Measured so far"))
	case len(facts) == 0:
		b.add(st.warn, page.Wrap(conversation.NothingTold(), w)...)
	default:
		b.add(st.heading, i18n.T("Measured"))
	}
	for _, f := range facts {
		b.add(ink{}, page.Hang("  "+pad(conversation.ValueWord(f.Value), 6), s.t.state.Says(f), w)...)
	}
	for _, r := range s.came {
		if len(r.told.Shows()) == 0 && !s.details {
			b.add(st.dim, page.Hang("  "+pad(conversation.ToldSign(*r.told), 6), page.Line(r.told.Means), w)...)
		}
	}
	if s.over && s.details {
		for _, r := range s.rows {
			b.gap()
			s.t.draw(&b, s.t.state.Told(*r.told, true), w, still)
		}
	}
	if s.over {
		s.ahead(&b, w, h)
	}
	return b
}

// longest is the request that is out the longest; nil if none is.
func (s *runScreen) longest() *request {
	var first *request
	for _, r := range s.rows {
		if r.out && r.told == nil && (first == nil || r.since < first.since) {
			first = r
		}
	}
	return first
}

// request is one row, which takes the same room however far it is.
func (s *runScreen) request(b *body, r *request, turns bool, w int) {
	st := &s.t.st
	sign, word, took, style := "·", conversation.StageWord(r.stage), "", ink{}
	switch {
	case r.stopped:
		sign, word = conversation.ToldSign(*r.told), i18n.T("stopped")
	case r.told != nil:
		sign, word, took = conversation.ToldSign(*r.told), conversation.StatusWord(*r.told), conversation.SpanWord(r.told.Timing.Total)
		if r.told.Timing.Total == 0 {
			took = ""
		}
	case !r.out:
		style = st.dim
	default:
		took = elapsedWord(s.turn - r.since)
		if r.most > 0 {
			took = i18n.T("%s of %d", took, int(r.most.Seconds()))
		}
	}
	if turns {
		sign, style = spinner[s.turn%len(spinner)], st.accent
	}
	column, state := min(w-stageWide-timeWide, stageCol), pad(word, stageWide)+took
	if column < textMin {
		if column, state = w-stageWide, word; took != "" && r.told == nil {
			state = elapsedWord(s.turn - r.since)
		}
	}
	for i, l := range page.Hang(sign+" ", s.t.state.ProbeTitle(r.id), column-1) {
		if i == 0 {
			l = pad(l, column) + state
		}
		b.add(style, l)
	}
}

// textMin is the width below which a sentence in a column reads badly.
const textMin = 30

// ahead says how it goes on, in the last rows there are.
func (s *runScreen) ahead(b *body, w, h int) {
	say := page.Hang("→ ", s.t.state.Ahead(), w)
	if text := s.t.state.StillAsked(len(s.more()), conversation.AskAPI); text != "" {
		say = page.Hang("→ ", text, w)
	}
	b.gap()
	for len(b.rows)+len(say) < h {
		b.raw("")
	}
	first := len(b.rows)
	b.add(s.t.st.strong, say...)
	b.keep(0, 1, first, len(say), slices.Clone(b.rows[first:]))
}
