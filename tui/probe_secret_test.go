package tui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

// holds returns the first part of the key that the text has, or "".
func holds(text, key string) string {
	text = strings.NewReplacer("\n", "", " ", "", "│", "", "┃", "").Replace(text)
	for i := range len(key) - 8 {
		if part := key[i : i+8]; strings.Contains(text, part) {
			return part
		}
	}
	return ""
}

// TestKeyIsNeverShown types or pastes a key into any field of the settings, looks at it in any window, has it refused or taken,
// and goes on with it. No screen, no event and no error has it.
func TestKeyIsNeverShown(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		key := "canary-" + rapid.StringMatching(`[0-9A-Za-z_-]{16,60}`).Draw(rt, "key")
		m := &machine{}
		b := asked(t, m, masked)
		look := func(when string) {
			b.size(rapid.IntRange(40, 130).Draw(rt, "w"), rapid.IntRange(12, 50).Draw(rt, "h"))
			if part := holds(b.screen(), key); part != "" {
				rt.Fatalf("%s: the screen has %q of %q:\n%s", when, part, key, b.screen())
			}
		}
		b.press("r", "m")
		s := b.app.top().screen.(*settingsScreen)
		field := rapid.IntRange(0, 2).Draw(rt, "field")
		for range [...]int{0, 6, 7}[field] {
			s.form.NextField()
		}
		if rapid.Bool().Draw(rt, "paste") {
			b.app.Update(tea.PasteMsg{Content: " " + key + "\n"})
		} else {
			b.types(key)
		}
		look("typed")
		if rapid.Bool().Draw(rt, "refused") {
			m.refuse = fmt.Errorf("field %d: %s is no key: %w", field, key, errors.New(key))
			b.saves()
			look("refused")
			m.refuse = nil
		}
		if rapid.Bool().Draw(rt, "hidden help") {
			b.press("f1")
			look("keys")
			b.press("esc")
		}
		b.saves()
		if got := [...]string{m.set.Key, m.set.AdminKey, m.set.OtherKey}[field]; got != key {
			rt.Fatalf("field %d was set to %q, want %q", field, got, key)
		}
		look("taken")
		if field == 0 {
			b.press("enter") // It is sent.
			look("sent")
		}
		b.press("esc", "t", "esc", "i")
		look("gone on")
		disk, err := json.Marshal(b.disk)
		must.NoError(rt, err)
		if part := holds(string(disk)+b.clip, key); part != "" {
			rt.Fatalf("%q of the key was recorded or copied", part)
		}
	})
}

// TestKeyInTheWrongField holds that a key in a field for something else is not shown either.
func TestKeyInTheWrongField(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{}, masked)
	b.press("r", "m")
	s := b.app.top().screen.(*settingsScreen)
	s.form.NextField()
	if conversation.Settings()[s.at()].Secret {
		t.Fatal("the field is one for keys")
	}
	b.types(canary).saves()
	b.press("m")
	if part := holds(b.screen(), canary); part != "" {
		t.Fatalf("the screen has %q:\n%s", part, b.screen())
	}
}

// TestHostileAnswer holds that no control character of what was answered, or of a command's output, reaches the terminal.
func TestHostileAnswer(t *testing.T) {
	t.Parallel()
	evil := "E4\x1b]52;c;aGVsbG8=\x07\x1b[2J\u202e\x9b31m\x00 \x1b]0;owned\x07"
	m := &hostile{machine{set: flow.Settings{Key: fakeKey, Model: evil, BaseURL: evil}}, evil}
	b := asked(t, &m.machine, func(c *Config) { c.Prober, c.Watcher = m, m })
	for _, k := range []string{"r", "F", "esc", "$", "c", "esc", "esc", "m", "ctrl+s", "esc", "enter", "t", "esc", "enter", "i"} {
		b.press(k)
		b.harmless()
	}
	b = asked(t, &m.machine, func(c *Config) { c.Prober, c.Watcher = m, m })
	b.press("r", "o").paste(evil).press("enter")
	b.harmless()
	b = asked(t, &m.machine, func(c *Config) { c.Prober, c.Watcher = m, m })
	b.press("r", "enter").wants("Asked the API")
	b.harmless()
	for _, k := range []string{"D", "enter", "t"} {
		b.press(k)
		b.harmless()
	}
}

// hostile is a machine whose every word is evil.
type hostile struct {
	machine
	evil string
}

func (h *hostile) Cards(facts []flow.Fact) []flow.Card {
	cards := h.machine.Cards(facts)
	for i := range cards {
		c := &cards[i]
		c.Request.URL, c.Request.Body, c.Credential, c.Route = h.evil, h.evil, h.evil, h.evil
		c.Request.Headers = append(c.Request.Headers, flow.Header{Name: h.evil, Value: h.evil})
	}
	return cards
}

func (h *hostile) Run(_ context.Context, ids []string, _ []flow.Fact, _ func(flow.Progress)) []flow.ProbeResult {
	told := make([]flow.ProbeResult, len(ids))
	for i, id := range ids {
		told[i] = h.answer(id)
	}
	return told
}

func (h *hostile) answer(id string) flow.ProbeResult {
	return flow.ProbeResult{
		Probe: id, Tells: true, Means: h.evil, Status: 403, Type: h.evil, RequestID: h.evil, AnsweredBy: h.evil,
		Facts: []flow.Fact{{ID: "power", Value: flow.Yes, From: flow.Probed, Rule: "lamp", Quote: h.evil}}, Notes: []flow.Note{{Name: h.evil, Text: h.evil, From: flow.Probed}},
	}
}

func (h *hostile) Command([]string, string, *flow.Session) (string, error) { return h.evil, nil }
func (h *hostile) ReadOutput([]byte, *flow.Session) (flow.CommandOutput, error) {
	return flow.CommandOutput{}, errors.New(h.evil)
}
func (h *hostile) Set(flow.Settings) error { return errors.New(h.evil) }

// TestStoryAsked goes the whole way in a terminal on what ships: a refusal, a question, the API's answer, the verdict. A key
// that was typed on the way is nowhere in what the terminal was sent.
func TestStoryAsked(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	cfg := testConfig(book.Playbook)
	a := &answers{pb: book.Playbook, leads: answersTo(t, book.Playbook, numbered(book.Playbook, 1))}
	cfg.Prober = a
	tm := runTerminal(t, 80, 24, cfg)
	tm.wants("Paste what failed").paste("{\"type\":\"error\"}\r").wants(`{"type":"error"}`).send("\r").wants("Read: the general refusal", "ask the API")
	tm.send("r").wants("Missing: the key").send("\r").wants("Key of the failing call").send(canary).wants("***").send("\x13").wants("Noted: "+"Key of the failing call", "enter sends it")
	tm.send("\r").wants("Asked the API", "verdict: ").send("\r").wants(book.Playbook.Verdict("model-access").Title, "Do this now").send("q")
	res := tm.ended()
	if res.Position.Verdict == nil || res.Position.Verdict.ID != "model-access" || a.key != canary {
		t.Fatalf("ended as %+v with key %q", res.Position, a.key)
	}
	if part := holds(plain(tm.out.String()), canary); part != "" {
		t.Fatalf("the terminal was sent %q of the key", part)
	}
}

// answers is a Prober of which every probe tells what leads to the first cause.
type answers struct {
	machine
	pb    *flow.Playbook
	leads []flow.Fact // To the verdict.
	key   string
}

func (a *answers) Cards([]flow.Fact) []flow.Card {
	var cards []flow.Card
	for i := range a.pb.Probes {
		p := &a.pb.Probes[i]
		c := flow.Card{Probe: p, Request: flow.Request{Method: p.Method, URL: "https://api.example.com" + p.Path}, Useful: true}
		if a.key == "" {
			c.Missing = []string{"the key"}
		}
		cards = append(cards, c)
		for _, q := range a.pb.Questions {
			cards[i].Decides = append(cards[i].Decides, q.ID)
		}
	}
	return cards
}

func (a *answers) Set(s flow.Settings) error { a.key = s.Key; return nil }

func (a *answers) Run(_ context.Context, ids []string, _ []flow.Fact, _ func(flow.Progress)) []flow.ProbeResult {
	told := flow.ProbeResult{Probe: ids[0], Tells: true, Means: "It was compared."}
	for _, f := range a.leads {
		f.From, f.Rule = flow.Probed, ids[0]
		told.Facts = append(told.Facts, f)
	}
	return []flow.ProbeResult{told}
}
