package capture

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// Attended is a watch as a conversation has it: it tells of every call, also of those that came before somebody waited.
type Attended struct {
	*Listener

	mu    sync.Mutex
	early []string     // The calls that came before somebody waited.
	on    func(string) // Told of every call; nil until somebody waits.
}

// Attend starts a watch that passes calls on to the upstream, with what o says besides.
func Attend(o WatchOptions) (*Attended, error) {
	a := new(Attended)
	o.Progress = a.passed
	var err error
	a.Listener, err = Listen(o)
	return a, err
}

func (w *Attended) passed(c WatchedCall) {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := c.Line()
	if w.on == nil {
		w.early = append(w.early, line)
		return
	}
	w.on(line)
}

// Line tells of the call in one line.
func (c WatchedCall) Line() string {
	what := c.Problem
	switch {
	case what != "":
	case c.Status == 0:
		what = i18n.T("hung up before an answer")
	default:
		what = fmt.Sprint(c.Status)
	}
	line := fmt.Sprintf("%s %s: %s (%s)", c.Method, c.Path, what, c.Took.Round(time.Millisecond))
	if c.Aside {
		line += i18n.T(", no call of the API; passed on, and it decides nothing")
	}
	return line
}

// Lines are what to type where the program runs: in a POSIX shell, which takes the others for comments.
func (w *Attended) Lines() []string {
	var lines []string
	for _, e := range w.Exports() {
		switch e.Shell {
		case "sh":
			lines = append(lines, e.Lines...)
		case "PowerShell":
			for _, l := range e.Lines {
				lines = append(lines, "# PowerShell: "+l)
			}
		}
	}
	return lines
}

// reading waits for a refused call.
func (w *Attended) reading(ctx context.Context) (flow.Reading, error) {
	seen := w.Listener.Wait(ctx)
	if len(seen.Facts) == 0 {
		switch {
		case seen.Problem != "":
			return flow.Reading{}, errors.New(seen.Problem)
		case seen.Passed > 0:
			return flow.Reading{}, fmt.Errorf("%d calls went through, and none was refused", seen.Passed)
		default:
			return flow.Reading{}, errors.New("no call came; the variable has to be set where the failing program runs")
		}
	}
	r := seen.Reading
	for _, l := range seen.Lacks {
		r.Warnings = append(r.Warnings, l.words())
	}
	if seen.Problem != "" {
		r.Warnings = append(r.Warnings, seen.Problem)
	}
	return r, nil
}

// Wait calls back with a line for every call, and returns what the first refused one showed.
func (w *Attended) Wait(ctx context.Context, call func(string)) (flow.Reading, error) {
	w.mu.Lock()
	w.on = call
	for _, line := range w.early {
		call(line)
	}
	w.mu.Unlock()
	return w.reading(ctx)
}

// Words tells what the diagnosis does not, a sentence a line.
func (seen Watched) Words() []string {
	var lines []string
	say := func(line string) { lines = append(lines, line) }
	if seen.Passed > 0 {
		words := i18n.T("%d calls went through", seen.Passed)
		if seen.Passed == 1 {
			words = i18n.T("1 call went through")
		}
		if seen.Model != "" {
			words += "; model " + seen.Model
		}
		say(words)
	}
	if seen.End != Failed && (seen.Asked > 0 || seen.End == OutOfTime) {
		say(i18n.T("the watch ended without a refused call (%s)", seen.End))
	}
	if seen.End != Failed && seen.Asked == 0 {
		say(i18n.T("no call came through; is the base URL set in code, or in a settings file? why403 doctor finds one"))
	}
	if seen.Problem != "" {
		say(i18n.T("could not tell: %s", seen.Problem))
	}
	for _, l := range seen.Lacks {
		say(l.words())
	}
	for _, v := range seen.Lost {
		say(i18n.T("the beta value %s was meant to be sent, and is not on the request", v))
	}
	for _, n := range seen.Notes {
		switch n.Name {
		case "model", "key", "betas", "route", "client", "endpoint":
			say(n.Name + ": " + n.Text)
		}
	}
	for _, s := range seen.Warnings {
		s, _ = redact.Secrets(s)
		say(s)
	}
	return lines
}

func (l MissingBeta) words() string {
	return i18n.T("%s is used without the beta header %s", l.Part, strings.Join(l.Values, " or "))
}
