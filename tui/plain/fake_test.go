package plain

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"why403/flow"
	"why403/flow/conversation"
)

// wholeFake is a key that may never be printed.
const wholeFake = "sk-ant-api03-FAKEFAKEFAKEFAKEFAKEwxyz"

// ringer is a prober about the door. It sends nothing; it counts.
type ringer struct {
	command string // What Command returns, if anything is set.

	mu   sync.Mutex
	sent [][]string // The ids of every run.
	set  flow.Settings
	// during is called in a run after the first probe ended.
	during func()
	// told replaces what a probe tells.
	told map[string]flow.ProbeResult
}

func (r *ringer) runs() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sent)
}

func (r *ringer) Cards(facts []flow.Fact) []flow.Card {
	request := func(id, method, path, body string) flow.Request {
		return flow.Request{Probe: id, Method: method, URL: "https://user:FAKEpassword@door.example" + path, Body: body, Headers: []flow.Header{
			{Name: "x-card", Value: "…" + last4(r.set.Key), Secret: true}, {Name: "x-floor", Value: "7"},
		}}
	}
	cards := []flow.Card{
		{
			Probe: &flow.Probe{ID: "ring", Title: "Ring the bell", Why: "It shows whether there is power.", Deadline: 10 * time.Second, Replies: []flow.Reply{
				{Status: []string{"200"}, Says: []flow.Said{{Fact: "beeps", Value: flow.Yes}}, Means: "There is power."},
				{Status: []string{"403"}, Type: []string{"no_power"}, Says: []flow.Said{{Fact: "beeps", Value: flow.No}}, Means: "There is no power."},
				{Status: []string{"404"}, Means: "There is no bell."},
			}},
			Request: request("ring", "GET", "/bell", ""), Credential: "CARD, …wxyz, as x-card", Route: "directly", Decides: []string{"beeps"}, Useful: true,
		},
		{
			Probe: &flow.Probe{ID: "swap", Title: "Try another card", Cost: flow.Cost{Tokens: 10, Money: "about $0.01"}, Deadline: 200 * time.Millisecond, Replies: []flow.Reply{
				{Status: []string{"200"}, Says: []flow.Said{{Fact: "other", Value: flow.Yes}}, Means: "It opens."},
			}},
			Request: request("swap", "POST", "/open", `{"model":"`+r.set.Model+`","key":"`+wholeFake+`"}`), Decides: []string{"other"}, Useful: true,
		},
		{
			Probe:   &flow.Probe{ID: "log", Title: "Read the log"},
			Request: request("log", "GET", "/log", ""), Decides: []string{"hours"}, Useful: true, Missing: []string{"the model"},
		},
		{Probe: &flow.Probe{ID: "wave", Title: "Wave"}, Request: request("wave", "GET", "/wave", ""), Useful: true},
	}
	cards[0].Portable, cards[3].Portable = true, true
	if r.set.Model != "" {
		cards[2].Missing = nil
	}
	return cards
}

func last4(s string) string { return s[max(0, len(s)-4):] }

func (r *ringer) tells(id string) flow.ProbeResult {
	if t, ok := r.told[id]; ok {
		return t
	}
	t := flow.ProbeResult{
		Probe: id, Tells: true, Status: 200, RequestID: "req_FAKE1", AnsweredBy: "the door itself",
		Timing: flow.Timing{DNS: time.Millisecond, Connect: 2 * time.Millisecond, TLS: 3 * time.Millisecond, FirstByte: 20 * time.Millisecond, Total: 1250 * time.Millisecond},
	}
	fact := flow.Fact{Value: flow.Yes, From: flow.Probed, Rule: id, Quote: "200, req_FAKE1"}
	switch id {
	case "ring":
		t.Means, fact.ID = "There is power.", "beeps"
	case "swap":
		t.Means, fact.ID = "It opens.", "other"
	default:
		return flow.ProbeResult{Probe: id, Means: "The answer was late.", Retried: true, Timing: flow.Timing{Total: 10 * time.Second}}
	}
	t.Facts = []flow.Fact{fact}
	return t
}

// Run tells of one probe after another, each from a goroutine of its own.
func (r *ringer) Run(ctx context.Context, ids []string, _ []flow.Fact, progress func(flow.Progress)) []flow.ProbeResult {
	r.mu.Lock()
	r.sent = append(r.sent, ids)
	r.mu.Unlock()
	var told []flow.ProbeResult
	for i, id := range ids {
		if ctx.Err() != nil {
			break
		}
		t := r.tells(id)
		told = append(told, t)
		var done sync.WaitGroup
		done.Go(func() {
			progress(flow.Progress{Probe: id, Stage: flow.Waiting})
			progress(flow.Progress{Probe: id, Stage: flow.Done, Told: &t})
		})
		done.Wait()
		if i == 0 && r.during != nil {
			r.during()
		}
	}
	return told
}

func (r *ringer) Languages() []flow.CommandTemplate {
	return []flow.CommandTemplate{{ID: "sh", Title: "a POSIX shell with curl"}, {ID: "python", Title: "Python"}}
}

func (r *ringer) Command(ids []string, language string, _ *flow.Session) (string, error) {
	id := strings.Join(ids, "+")
	if id == "log" {
		return "", errors.New("no log there, not even for " + wholeFake)
	}
	if r.command != "" {
		return r.command, nil
	}
	return "# " + language + "\nring --probe " + id + " <<'END'\nx-card: $CARD\nEND\n", nil
}

func (r *ringer) ReadOutput(text []byte, _ *flow.Session) (flow.CommandOutput, error) {
	_, what, ok := strings.Cut(string(text), "measured: ")
	if !ok {
		return flow.CommandOutput{}, errors.New("it is no output of such a command")
	}
	id, value, _ := strings.Cut(strings.TrimSpace(what), " ")
	v, err := flow.ParseValue(value)
	if err != nil || id != "beeps" || v == flow.Unknown {
		return flow.CommandOutput{}, errors.New("it is cut off")
	}
	back := flow.CommandOutput{Told: []flow.ProbeResult{{
		Probe: "ring", Tells: true, Means: "That is how it is there.", Status: 200, AnsweredBy: "the door itself",
		Facts: []flow.Fact{{ID: id, Value: v, From: flow.Customer, Rule: "ring", Quote: "200"}},
	}}}
	if strings.Contains(string(text), "cut off") {
		back.Passed = []error{errors.New("the end of wave is missing")}
	}
	return back, nil
}

func (r *ringer) IsOutput(text []byte) bool { return strings.Contains(string(text), "measured: ") }

func (r *ringer) Settings() flow.Settings {
	s := r.set
	s.KeyFrom, s.UsualPath = "CARD", "directly"
	if s.Key != "" {
		s.Key = "…" + last4(s.Key)
	}
	return s
}

func (r *ringer) Set(s flow.Settings) error {
	if s.Model == "bad" {
		return errors.New("no such model, says " + s.OtherKey + wholeFake)
	}
	if s.Key == r.Settings().Key {
		s.Key = r.set.Key
	}
	r.set = s
	return nil
}

// doorman watches a door through which two calls go.
type doorman struct {
	reading flow.Reading
	err     error
	wait    func(ctx context.Context) // Called before the first call passes.
	closed  bool
}

func (d *doorman) Watch(context.Context) (conversation.Watch, error) {
	if d.err != nil && d.wait == nil {
		return nil, d.err
	}
	return d, nil
}
func (d *doorman) URL() string     { return "http://127.0.0.1:4030" }
func (d *doorman) Lines() []string { return []string{"export DOOR=http://127.0.0.1:4030"} }
func (d *doorman) Close() error    { d.closed = true; return nil }

func (d *doorman) Wait(ctx context.Context, call func(string)) (flow.Reading, error) {
	if d.wait != nil {
		d.wait(ctx)
	}
	call("GET /bell 200 with " + wholeFake)
	call("POST /open 403")
	return d.reading, d.err
}

// probing is a conversation with everything that can be handed to it.
func probing() (Wiring, *ringer) {
	cfg := config()
	fake := &ringer{set: flow.Settings{BaseURL: "https://door.example", Key: wholeFake}}
	cfg.Prober = fake
	cfg.Watcher = &doorman{reading: flow.Reading{
		Summary: "403 card expired",
		Facts:   []flow.Fact{{ID: "expired", Value: flow.Yes, From: flow.Captured, Rule: "call", Quote: "card expired"}},
	}}
	cfg.Secret = func(string) (string, error) { return wholeFake[:len(wholeFake)-4] + "abcd", nil }
	return cfg, fake
}

// holds reports whether the text was written.
func (p *promptWatch) holds(s string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.b.String(), s)
}
