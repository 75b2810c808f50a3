package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/capture"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/probe"
)

// watch is a capture as the conversations use it.
type watch struct {
	*capture.Watch

	variable string // Where programs take the base URL from.

	mu    sync.Mutex
	early []string     // The calls that came before somebody waited.
	on    func(string) // Told of every call; nil until somebody waits.
}

// listen starts a capture that passes calls on to where the probes go.
func listen(book *content.Book, p *probe.Prober) (*watch, error) {
	variable := book.Request.Variables.BaseURL
	if variable == "" {
		return nil, errNoVariable
	}
	upstream, err := p.Address()
	if err != nil {
		return nil, err
	}
	w := &watch{variable: variable}
	w.Watch, err = capture.Listen(capture.Options{Shape: book.Request, Read: book.Read, Upstream: upstream, Progress: w.passed})
	if err != nil {
		return nil, err
	}
	return w, nil
}

func (w *watch) passed(c capture.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := callLine(c)
	if w.on == nil {
		w.early = append(w.early, line)
		return
	}
	w.on(line)
}

// callLine tells of one call.
func callLine(c capture.Call) string {
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
func (w *watch) Lines() []string {
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
func (w *watch) reading(ctx context.Context) (flow.Reading, error) {
	seen := w.Watch.Wait(ctx)
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
		r.Warnings = append(r.Warnings, i18n.T("%s is used without the beta header %s", l.Part, strings.Join(l.Values, " or ")))
	}
	if seen.Problem != "" {
		r.Warnings = append(r.Warnings, seen.Problem)
	}
	return r, nil
}

// watcher watches for a conversation.
type watcher struct {
	book   *content.Book
	prober *probe.Prober
}

// Watch opens an address.
func (w watcher) Watch(context.Context) (conversation.Watch, error) { return listen(w.book, w.prober) }

// Wait calls back with a line for every call, and returns what the first refused one showed.
func (w *watch) Wait(ctx context.Context, call func(string)) (flow.Reading, error) {
	w.mu.Lock()
	w.on = call
	for _, line := range w.early {
		call(line)
	}
	w.mu.Unlock()
	return w.reading(ctx)
}
