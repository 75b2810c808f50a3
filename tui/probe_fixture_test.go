package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
)

// machine is a Prober and a Watcher for the coffee machine. It sends nothing.
type machine struct {
	set     flow.Settings // As given, with its secrets.
	refuse  error         // What Set answers.
	runs    [][]string    // The ids of every run.
	dumb    bool          // Nothing tells anything.
	going   chan struct{} // Closed once it waits at block.
	block   chan struct{} // If not nil, Run waits for it or for the end of ctx.
	watchNo error         // What Watch answers.
	seeNo   error         // What Wait answers.
	closed  int
	full    bool // The failing request itself can be sent.
	still   bool // It is still refused.
}

func probes() []flow.Probe {
	return []flow.Probe{
		{
			ID: "lamp", Title: "Ask the machine whether its lamp is on", Why: "A machine that answers has power.", Method: "GET", Path: "/v1/lamp", Deadline: 10 * time.Second,
			Replies: []flow.Reply{
				{Status: []string{"200"}, Says: []flow.Said{{Fact: "power", Value: flow.Yes}}, Means: "The machine answers, so it has power."},
				{Status: []string{"403"}, Type: []string{"lamp_error"}, Says: []flow.Said{{Fact: "power", Value: flow.No}}, Reads: true, Means: "Its lamp is dark."},
				{Status: []string{"404"}, Means: "There is no lamp on this model."},
			},
		},
		{
			ID: "level", Title: "Ask for the level of the tank", Why: "An empty tank stops the pump.", Method: "POST", Path: "/v1/level", Body: `{"tank":"main"}`, Deadline: 10 * time.Second,
			Replies: []flow.Reply{{Status: []string{"200"}, Says: []flow.Said{{Fact: "water", Value: flow.Yes}}, Means: "There is water."}, {Status: []string{"409"}, Says: []flow.Said{{Fact: "water", Value: flow.No}}, Means: "The tank is empty."}},
		},
		{
			ID: "brew", Title: "Brew one drop", Why: "Nothing shows an open valve as well as a drop.", Method: "POST", Path: "/v1/brew", Deadline: time.Minute,
			Cost: flow.Cost{Tokens: 10, Money: "less than $0.001"}, Body: `{"cups":0.01,"steps":[` + strings.Repeat(`{"turn":"left"},`, 40) + `{}]}`,
			Replies: []flow.Reply{{Status: []string{"200"}, Says: []flow.Said{{Fact: "valve", Value: flow.Yes}}, Means: "It brews, so the valve is open."}},
		},
		{
			ID: "twin", Title: "Compare with the other machine", Why: "It tells this machine from its socket.", Method: "GET", Path: "/v1/lamp", Credential: flow.OtherKey,
			Replies: []flow.Reply{{Status: []string{"200"}, Says: []flow.Said{{Fact: "other-works", Value: flow.Yes}}, Means: "Another machine works here."}},
		},
	}
}

func lastFour(key string) string {
	if key == "" {
		return ""
	}
	return "…" + key[max(len(key)-4, 0):]
}

func (m *machine) Cards(facts []flow.Fact) []flow.Card {
	known := func(id string) bool { return slices.ContainsFunc(facts, func(f flow.Fact) bool { return f.ID == id }) }
	var cards []flow.Card
	for _, p := range probes() {
		c := flow.Card{
			Probe:      &p,
			Request:    flow.Request{Probe: p.ID, Method: p.Method, URL: "https://machine.example.com" + p.Path, Headers: []flow.Header{{Name: "x-machine-key", Value: lastFour(m.set.Key), Secret: true}, {Name: "x-machine-version", Value: "2025-05-14"}}, Body: p.Body},
			Credential: "MACHINE_KEY, " + lastFour(m.set.Key) + ", as x-machine-key", Route: "straight, no proxy",
		}
		if p.Body != "" {
			c.Request.Headers = append(c.Request.Headers, flow.Header{Name: "content-type", Value: "application/json"})
		}
		c.Portable = p.Credential != flow.OtherKey
		if m.set.Key == "" {
			c.Missing = append(c.Missing, "the key of the failing call")
		}
		if p.Credential == flow.OtherKey && m.set.OtherKey == "" {
			c.Missing = append(c.Missing, "another key of the same kitchen")
		}
		for _, r := range p.AllReplies() {
			for _, s := range r.Says {
				if !slices.Contains(c.Decides, s.Fact) {
					c.Decides = append(c.Decides, s.Fact)
				}
				c.Useful = c.Useful || !known(s.Fact)
			}
		}
		cards = append(cards, c)
	}
	if m.full {
		p := flow.Probe{ID: "full", Title: "Brew what failed", Why: "Only the failing brew shows whether it works.", Method: "POST", Path: "/v1/brew", Body: `{"cups":2}`, Deadline: time.Minute, Replies: []flow.Reply{{Status: []string{"200"}, Says: []flow.Said{{Fact: "brews", Value: flow.Yes}}, Means: "It brews."}}}
		cards = append(cards, flow.Card{Probe: &p, Request: flow.Request{Probe: p.ID, Method: p.Method, URL: "https://machine.example.com" + p.Path, Body: p.Body}})
	}
	return cards
}

// answer is what the machine answers to a probe.
func (m *machine) answer(id string) flow.ProbeResult {
	if m.dumb || id == "twin" {
		return flow.ProbeResult{Probe: id, Means: "The machine was busy (503), which says nothing.", Status: 503, AnsweredBy: "something on the way"}
	}
	if id == "full" && m.still {
		return flow.ProbeResult{Probe: id, Tells: true, Means: "It is refused as before.", Status: 403, Facts: []flow.Fact{{ID: "brews", Value: flow.No, From: flow.Probed, Rule: id}}}
	}
	fact := map[string]string{"full": "brews", "lamp": "power", "level": "water", "brew": "valve"}[id]
	return flow.ProbeResult{
		Probe: id, Tells: true, Means: "The machine answers.", Status: 200, RequestID: "req_FAKE1", AnsweredBy: "the machine itself",
		Facts:  []flow.Fact{{ID: fact, Value: flow.Yes, From: flow.Probed, Rule: id, Quote: "200, req_FAKE1, the machine itself"}},
		Notes:  []flow.Note{{Name: "request id", Text: "req_FAKE1", From: flow.Probed}},
		Timing: flow.Timing{DNS: 2 * time.Millisecond, Connect: 11 * time.Millisecond, TLS: 1500 * time.Microsecond, FirstByte: 180 * time.Millisecond, Total: 1234 * time.Millisecond},
	}
}

func (m *machine) Run(ctx context.Context, ids []string, _ []flow.Fact, progress func(flow.Progress)) []flow.ProbeResult {
	m.runs = append(m.runs, ids)
	if m.block != nil {
		told := m.answer("level")
		progress(flow.Progress{Probe: "lamp", Stage: flow.Securing})
		progress(flow.Progress{Probe: "level", Stage: flow.Done, Told: &told})
		if m.going != nil {
			close(m.going)
		}
		select {
		case <-m.block:
		case <-ctx.Done():
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	var out []flow.ProbeResult
	for _, id := range ids {
		for s := flow.Resolving; s < flow.Done; s++ {
			progress(flow.Progress{Probe: id, Stage: s})
		}
		t := m.answer(id)
		progress(flow.Progress{Probe: id, Stage: flow.Done, Told: &t})
		out = append(out, t)
	}
	return out
}

func (m *machine) Languages() []flow.CommandTemplate {
	return []flow.CommandTemplate{{ID: "sh", Title: "sh"}, {ID: "powershell", Title: "PowerShell"}, {ID: "python", Title: "Python"}}
}

func (m *machine) Command(ids []string, language string, _ *flow.Session) (string, error) {
	id := strings.Join(ids, "+")
	if id == "twin" {
		return "", errors.New("the other machine has no command")
	}
	return fmt.Sprintf("# %s in %s\nask --machine %s --nonce n1 \\\n  --version 2025-05-14\n", id, language, id), nil
}

func (m *machine) ReadOutput(text []byte, _ *flow.Session) (flow.CommandOutput, error) {
	switch s := string(text); {
	case strings.Contains(s, "nonce n0"):
		return flow.CommandOutput{}, errors.New("this is the output of another session: " + s)
	case !strings.Contains(s, "nonce n1"):
		return flow.CommandOutput{}, errors.New("this is no output of the command")
	}
	t := m.answer("lamp")
	if strings.Contains(string(text), "full") {
		t = m.answer("full")
	}
	if strings.Contains(string(text), "level") {
		t = m.answer("level")
	}
	t.Facts[0].From = flow.Customer
	back := flow.CommandOutput{Told: []flow.ProbeResult{t}}
	if strings.Contains(string(text), "cut off") {
		back.Passed = []error{errors.New("line 9: the end of brew is missing")}
	}
	return back, nil
}

func (m *machine) IsOutput(text []byte) bool { return strings.Contains(string(text), "nonce n") }

func (m *machine) Settings() flow.Settings {
	s := m.set
	s.Key, s.AdminKey, s.OtherKey = lastFour(s.Key), lastFour(s.AdminKey), lastFour(s.OtherKey)
	s.KeyFrom, s.UsualPath = "MACHINE_KEY", "straight, no proxy"
	return s
}

func (m *machine) Set(s flow.Settings) error {
	if m.refuse != nil {
		return m.refuse
	}
	if s.Key == "" {
		s.Key = m.set.Key
	}
	m.set = s
	return nil
}

func (m *machine) Watch(context.Context) (conversation.Watch, error) {
	if m.watchNo != nil {
		return nil, m.watchNo
	}
	return m, nil
}

func (m *machine) URL() string { return "http://127.0.0.1:4030" }
func (m *machine) Lines() []string {
	return []string{"export MACHINE_URL=http://127.0.0.1:4030", "python app.py"}
}
func (m *machine) Close() error { m.closed++; return nil }

func (m *machine) Wait(_ context.Context, call func(string)) (flow.Reading, error) {
	call("POST /v1/brew 200")
	call("POST /v1/brew 403")
	if m.seeNo != nil {
		return flow.Reading{}, m.seeNo
	}
	return flow.Reading{
		Summary: "POST /v1/brew was refused: E4", Facts: []flow.Fact{{ID: "display-says", Value: flow.Yes, From: flow.Captured, Quote: "E4: tank empty", Rule: "e4"}},
		Notes: []flow.Note{{Name: "code", Text: "E4", From: flow.Captured}},
	}, nil
}

// fakeKey is the end of every key that the machine starts with.
const fakeKey = "machine-key-FAKE1"

// with has the machine asked.
func with(m *machine) func(*Config) {
	return func(c *Config) { c.Prober, c.Watcher = m, m }
}

func probing(c *Config) { with(&machine{set: flow.Settings{Key: fakeKey, Model: "coffee-1"}})(c) }

func probeScenes() []scene {
	keys := func(names ...string) func(*bench) { return func(b *bench) { b.press(names...) } }
	theirs := func(c *Config) {
		probing(c)
		c.Session.Open(flow.About{Whose: flow.Customer, Ticket: "T-1"}, c.Now())
	}
	noKey := func(c *Config) { with(&machine{})(c) }
	return []scene{
		{"ask-start", keys("tab"), probing},
		{"ask", keys("tab", "n"), probing},
		{"card", keys("tab", "n", "r"), probing},
		{"card-second", keys("tab", "n", "r", "right"), probing},
		{"card-paid", keys("tab", "n", "y", "y", "r"), probing},
		{"card-sure", keys("tab", "n", "y", "y", "r", "enter"), probing},
		{"card-missing", keys("tab", "n", "r"), noKey},
		{"card-customer", keys("tab", "n", "r"), theirs},
		{"card-from-here", keys("tab", "n", "r", "r"), theirs},
		{"free", keys("tab", "n", "r", "F"), probing},
		{"command", keys("tab", "n", "r", "enter"), theirs},
		{"command-none", keys("tab", "n", "n", "r", "$"), probing},
		{"hand-back", keys("tab", "n", "r", "o"), theirs},
		{"hand-back-refused", func(b *bench) { b.press("tab", "n", "r", "o").paste("nonce n0").press("enter") }, theirs},
		{"run", func(b *bench) { b.press("tab", "n", "r", "F"); b.app.Update(keyPress("enter")) }, probing},
		{"result", keys("tab", "n", "r", "enter"), probing},
		{"results", keys("tab", "n", "r", "F", "enter"), probing},
		{"settings", keys("tab", "m"), probing},
		{"settings-refused", func(b *bench) {
			b.app.t.state.Book.Prober.(*machine).refuse = errors.New("base URL: it must begin with https")
			b.press("tab", "m", "ctrl+s")
		}, probing},
		{"watch", func(b *bench) { b.press("tab", "n"); b.watching() }, probing},
		{"watch-ended", keys("tab", "n", "i"), func(c *Config) { with(&machine{seeNo: errors.New("no call came within 10 min")})(c) }},
		{"open-ask", keys("tab", "n", "?", "?", "?", "?"), probing},
	}
}

// watching opens the watch and lets its spinner turn once, but not the call come.
func (b *bench) watching() {
	_, cmd := b.app.Update(keyPress("i"))
	_, wait := b.app.Update(cmd())
	wait() // It has seen the calls, and is not heard of yet.
	b.app.Update(turnedMsg{b.app.watch})
}
