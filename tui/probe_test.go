package tui

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/conversation"
)

// asked returns a bench with the machine to ask, on the first question.
func asked(t testing.TB, m *machine, change ...func(*Config)) *bench {
	t.Helper()
	b := newBench(t, 80, 40, append([]func(*Config){with(m)}, change...)...)
	return b.press("tab", "n")
}

// types sends keys and lets the cursor blink when it likes.
func (b *bench) types(text string) *bench {
	for _, r := range text {
		b.app.Update(keyPress(string(r)))
	}
	return b
}

// saves is done with the settings and lets the cursor blink when it likes.
func (b *bench) saves() {
	_, cmd := b.app.Update(keyPress("ctrl+s"))
	b.app.Update(cmd())
}

func customers(c *Config) { c.Session.Open(flow.About{Whose: flow.Customer}, c.Now()) }

func TestAsk(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}}
	b := asked(t, m)
	b.wants("r ask the API", "r ask the API")
	b.press("r").wants("probe 1 of 4: it decides this question", "▸ enter sends it: it costs nothing", "GET https://machine.example.com/v1/lamp",
		"x-machine-key: …AKE1", "With: MACHINE_KEY", "Route: straight, no proxy", "answered within 10 s", "Why: A machine that answers has power.",
		"200: The machine answers, so it has power.", "yes: The machine has power", "404: could not tell: There is no lamp", "anything else: could not tell")
	if len(m.runs) != 0 {
		t.Fatal("sent before it was asked for")
	}
	before := b.app.t.state.Session.Len()
	b.press("enter").wants("Asked the API", "• Ask the machine whether its lamp is on 200 1.23 s", "yes The machine has power", "next question: Is there water in the tank?").lacks("req_FAKE1").press("D").wants(
		"• told: The machine answers.", "status 200 · request id req_FAKE1 · answered by the machine itself", "first byte 180 ms")
	if want := [][]string{{"lamp"}}; !reflect.DeepEqual(m.runs, want) {
		t.Fatalf("sent %v, want %v", m.runs, want)
	}
	if len(b.disk) != b.app.t.state.Session.Len() {
		t.Fatal("shown before it was recorded")
	}
	events := b.app.t.state.Session.Events()[before:]
	if len(events) != 2 || events[0].Act != events[1].Act {
		t.Fatalf("recorded %v, want one act", events)
	}
	b.press("D").lacks("req_FAKE1").press("enter").wants("Is there water in the tank?").lacks("Asked the API")
	b.press("t").wants("yes The machine has power", "measured “200, req_FAKE1, the machine itself”", "request id: req_FAKE1")
	b.press("enter", "down", "enter").wants("! the probe says yes, you say no")
	b.press("ctrl+z", "ctrl+z").wants("Taken back", "Is the lamp")
	if f, ok := b.app.t.state.Session.Fact("power"); ok {
		t.Fatalf("power is still %v", f)
	}
}

// TestAskSaved holds that what was told is on disk before it is shown, and is shown all the same when the disk is full.
func TestAskSaved(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}}
	b := asked(t, m).press("r")
	_, cmd := b.app.Update(keyPress("enter"))
	_, save := b.app.Update(cmd())
	b.wants("Asking the API").press("y").wants("Asking the API")
	b.run(save)
	b.wants("Asked the API", "One key was ignored")

	b = asked(t, m)
	b.full = errDisk
	b.press("r", "enter").wants("NOT BEING SAVED", "• Ask the machine whether its lamp is on 200")
}

func TestCouldNotTell(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{set: flow.Settings{Key: fakeKey}, dumb: true})
	before := b.app.t.state.Session.Len()
	b.press("r", "enter").wants("No probe told anything, so nothing changes.", "? Ask the machine whether its lamp is on 503", "? The machine was busy (503)", "next question: Is the lamp").press("D").wants("answered by something on the way")
	if n := b.app.t.state.Session.Len(); n != before {
		t.Fatalf("%d events of what could not tell", n-before)
	}
	b.press("enter").wants("Is the lamp", "r ask the API")
}

func TestCardsTurn(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{set: flow.Settings{Key: fakeKey}}).press("r")
	b.press("right").wants("probe 2 of 4", "Ask for the level", `{"tank":"main"}`, "POST https://").press("right", "right").wants("probe 4 of 4", "Missing: another key of the same kitchen", "enter fill in")
	b.press("left").wants("probe 3 of 4").press("left", "left").wants("probe 1 of 4").press("left").wants("Is the lamp")
	// The best for another question comes first.
	b.press("y").press("r").wants("probe 1 of 3", "Ask for the level").press("esc").wants("Is there water")
}

// TestPaidAsksTwice holds that enter sends nothing that costs something unless it is pressed again on the same card, at once.
func TestPaidAsksTwice(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}}
	b := asked(t, m).press("y", "y", "r").wants("Brew one drop", "It costs about 10 tokens, less than $0.001")
	b.press("enter").wants("enter again sends it").press("right").press("left").wants("asks once more")
	if len(m.runs) != 0 {
		t.Fatalf("sent %v", m.runs)
	}
	b.press("enter", "esc", "r").wants("asks once more").press("enter", "enter").wants("Asked the API")
	if want := [][]string{{"brew"}}; !reflect.DeepEqual(m.runs, want) {
		t.Fatalf("sent %v, want %v", m.runs, want)
	}
}

func TestAllFree(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}}
	b := asked(t, m).press("r", "F")
	b.wants("Exactly these are sent: 2 requests, all free", "GET https://machine.example.com/v1/lamp", "POST https://machine.example.com/v1/level", `{"tank":"main"}`,
		"x-machine-version: 2025-05-14", "1 more would be free").lacks("brew")
	if len(m.runs) != 0 {
		t.Fatal("sent before the list was seen")
	}
	before := b.app.t.state.Session.Len()
	b.press("enter").wants("Asked the API", "next question: Is the valve").lacks("req_FAKE1").press("D").wants("req_FAKE1")
	if want := [][]string{{"lamp", "level"}}; !reflect.DeepEqual(m.runs, want) {
		t.Fatalf("sent %v, want %v", m.runs, want)
	}
	events := b.app.t.state.Session.Events()[before:]
	for _, e := range events {
		if e.Act != events[0].Act {
			t.Fatalf("recorded as several acts: %v", events)
		}
	}
	b.press("enter").press("ctrl+z").wants("Is the lamp")
}

// TestRunStops holds that esc keeps what was told, says what was not, and waits for nothing.
func TestRunStops(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(b *bench, ran <-chan tea.Msg){
		"esc again":       func(b *bench, _ <-chan tea.Msg) { b.press("esc") },
		"no answer to it": func(b *bench, _ <-chan tea.Msg) { b.send(b.ticks[len(b.ticks)-1]) },
		"it returns":      func(b *bench, ran <-chan tea.Msg) { b.send(<-ran) },
	} {
		m := &machine{set: flow.Settings{Key: fakeKey}, block: make(chan struct{}), going: make(chan struct{})}
		b := asked(t, m).press("r", "F")
		_, cmd := b.app.Update(keyPress("enter"))
		r := b.app.run
		ran := make(chan tea.Msg, 2)
		go func() {
			msg := cmd()
			ran <- msg
			ran <- msg
		}()
		<-m.going
		b.send(turnedMsg{r})
		b.wants("2 requests, all free · machine.example.com · key …AKE1", "/ Ask the machine whether its lamp is on TLS 0 s of 10", "• Ask for the level of the tank 200 1.23 s", "yes There is water in the tank", "esc stop; what was told is kept")
		b.press("y", "n", "ctrl+z").wants("Asking the API").paste("E4: tank empty").wants("Asking the API", sayBusy)
		b.press("esc").wants("Stopping")
		end(b, ran)
		b.wants("Asked the API", "? Ask the machine whether its lamp is on stopped", "yes There is water in the tank", "It was stopped before the answer came.")
		b.holds("water", flow.Yes).facts(1)
		n, shown := b.app.t.state.Session.Len(), b.screen()
		told := m.answer("lamp")
		r.feed.put(conversation.WorkProgress{Progress: flow.Progress{Probe: "lamp", Stage: flow.Done, Told: &told}})
		b.send(turnedMsg{r})
		if b.screen() != shown {
			t.Errorf("%s: what came after the end is shown:\n%s", name, b.screen())
		}
		b.send(<-ran)
		if b.app.t.state.Session.Len() != n {
			t.Errorf("%s: what came after the end was recorded", name)
		}
	}
}

// TestRunIsShown holds that a result comes to light also when something else was opened over the run, and takes no key that
// was meant for that.
func TestRunIsShown(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{set: flow.Settings{Key: fakeKey}}).press("r")
	_, cmd := b.app.Update(keyPress("enter"))
	b.press("f1").wants("Keys that work here").press("esc", "g").wants("The 30-second answer").press("ctrl+z").wants("The 30-second answer")
	b.now = b.now.Add(2 * time.Second)
	b.run(cmd)
	b.wants("Asked the API").press("enter", "y").wants("Asked the API")
	b.now = b.now.Add(graceMax)
	b.press("enter").wants("Is there water")
	b.facts(1)
}

func TestMissingIsFilledIn(t *testing.T) {
	t.Parallel()
	m := &machine{}
	b := asked(t, m).press("r").wants("Missing: the key of the failing call", "enter fills that in").press("enter").wants(saySettings, "The key now: none")
	b.types(canary).press("ctrl+s").wants("Noted: Key of the failing call. It counts", "▸ enter sends it", "x-machine-key: …tail")
	if m.set.Key != canary || len(m.runs) != 0 {
		t.Fatalf("set to %q, sent %v", m.set.Key, m.runs)
	}
	b.press("m").wants("empty keeps …tail").press("ctrl+s").wants("Nothing was changed.")
	if m.set.Key != canary {
		t.Fatal("an empty key did not keep the one there was")
	}
	b.press("m").types("x").press("esc").wants("▸ enter sends it")
	if m.set.Key != canary {
		t.Fatal("esc changed the key")
	}
}

func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	m := &machine{refuse: errors.New("key: " + canary + " is no key of this service")}
	b := asked(t, m).press("r", "m")
	b.app.Update(tea.PasteMsg{Content: canary})
	b.saves()
	b.wants("! Not taken: key: … is no key of this service", "Key of the failing call")
	m.refuse = nil
	b.press("ctrl+s").wants("Noted: Key of the failing call.")
	if m.set.Key != canary {
		t.Fatalf("what was typed is lost: %q", m.set.Key)
	}
}

func TestCommandForCustomer(t *testing.T) {
	t.Parallel()
	m := &machine{}
	b := asked(t, m, customers).wants("tab the customer says")
	b.press("r").wants("enter shows the command for the customer").wants("F all 2 free").lacks("r from here").press("enter")
	b.wants("The command for the customer", "[sh] PowerShell Python", "ask --machine lamp --nonce n1")
	b.press("tab").wants("sh [PowerShell] Python", "lamp in powershell").press("c").wants("the command (PowerShell)")
	if !strings.HasPrefix(b.clip, "# lamp in powershell\nask ") {
		t.Fatalf("copied %q", b.clip)
	}
	b.press("esc", "esc").wants("probe 1 of 4").press("right", "enter").wants("level in powershell")
	b.press("o").wants("Paste its output, then enter", "Only output of this session").press("enter").wants("Nothing pasted yet. Paste what the command printed.")
	b.paste("nonce n0").press("enter").wants("! Not taken: this is the output of another session", "nonce n0", "Nothing is lost")
	b.press("ctrl+u").lacks("Not taken").paste("nonce n0").press("enter").wants("! Not taken").paste("nonce n1").lacks("Not taken", "nonce n0").press("enter").wants("What the command told", "next question: Is there water in it?"[:14])
	f, _ := b.app.t.state.Session.Fact("power")
	if f.From != flow.Customer || f.Answered() {
		t.Fatalf("recorded %+v", f)
	}
	b.press("enter", "t").wants("measured at the customer's “200")
	if len(m.runs) != 0 {
		t.Fatalf("sent %v", m.runs)
	}
}

// TestAllFreeForCustomer holds that all free probes are one command, and that what came back of it is read as all of them.
func TestAllFreeForCustomer(t *testing.T) {
	t.Parallel()
	m := &machine{}
	b := asked(t, m, customers).press("r", "F").wants("One command for the 2 free probes", "• Ask for the level of the tank", "ask --machine lamp+level")
	b.press("F").wants("▸ F makes it one command for all 2 free probes").lacks("lamp+level").press("F", "c")
	if !strings.HasPrefix(b.clip, "# lamp+level in sh") || len(m.runs) != 0 {
		t.Fatalf("copied %q, sent %v", b.clip, m.runs)
	}
	// What cannot be used is said, and the rest counts.
	b.press("esc", "o").paste("nonce n1 cut off").press("enter").wants("What the command told", "! Passed over: line 9: the end of brew is missing").lacks("still asked")
	b.holds("power", flow.Yes)
}

// TestMoreHelp holds that when what came back leaves the question open, what else helps is a key away.
func TestMoreHelp(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{}, customers).press("r", "enter", "o").paste("nonce n1 level").press("enter")
	b.wants("The same question is still asked. 2 more commands help here: r shows them.", "r 2 more").press("r").wants("probe 1 of 3: it decides this question").press("esc").wants("z park")
}

// TestPasteOnCard holds that a paste where a command is shown is taken for its output, and only there.
func TestPasteOnCard(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{}, customers).press("r").paste("nonce n1\n").wants("Paste its output, then enter", "nonce n1").press("enter").wants("What the command told")
	b.press("enter").paste("E4: tank empty").wants("You pasted a text").paste("nonce n1").wants("Paste its output, then enter").lacks("You pasted a text")
}

// TestHandBackAsKeys holds that a terminal without bracketed paste can hand back several lines.
func TestHandBackAsKeys(t *testing.T) {
	t.Parallel()
	b := asked(t, &machine{}, customers).press("r", "o")
	for _, k := range []string{"4", "0", "3", "enter", "n", "o", "n", "c", "e", "space", "n", "1", "enter"} {
		b.press(k)
	}
	b.wants("Paste its output, then enter").sendTicks()
	b.wants("What the command told")
}

// TestFromHere holds that in a customer's session nothing goes out from here on the keys that show the command.
func TestFromHere(t *testing.T) {
	t.Parallel()
	m := &machine{set: flow.Settings{Key: fakeKey}}
	b := asked(t, m, customers).press("r", "enter", "esc", "r").wants("enter sends it from here, with the key said below")
	if len(m.runs) != 0 {
		t.Fatalf("sent %v", m.runs)
	}
	b.press("enter").wants("Asked the API")
}

func TestWatch(t *testing.T) {
	t.Parallel()
	m := &machine{}
	b := asked(t, m)
	b.watching()
	b.wants("waiting for one that fails", "export MACHINE_URL=http://127.0.0.1:4030", "python app.py", "POST /v1/brew 403").press("c")
	b.copied("export MACHINE_URL=http://127.0.0.1:4030\npython app.py")
	b.press("esc", "esc").wants("Is the lamp")
	if m.closed != 1 || b.app.watch != nil {
		t.Fatal("the address stays open")
	}
	b.press("i").wants("Seen: POST /v1/brew was refused: E4", "The tank is empty").press("w").wants("seen in the request").press("esc")
	f, _ := b.app.t.state.Session.Fact("display-says")
	if f.From != flow.Captured || m.closed != 2 || len(b.disk) != b.app.t.state.Session.Len() {
		t.Fatalf("recorded %+v, closed %d times, %d on disk", f, m.closed, len(b.disk))
	}
	b.press("ctrl+z").wants("Is the lamp").lacks("Seen:")
}

func TestWatchFails(t *testing.T) {
	t.Parallel()
	m := &machine{seeNo: errors.New("no call came within 10 min")}
	b := asked(t, m).press("i").wants("! Nothing failed: no call came within 10 min", "enter watches again")
	m.seeNo = nil
	b.press("enter").wants("Seen:")

	m.watchNo = errors.New("all ports are taken")
	asked(t, m).press("i").wants("could not be opened: all ports are taken").press("esc").wants("Is the lamp")

	// What comes after it was left changes nothing, and is closed.
	m.watchNo, m.closed = nil, 0
	b = asked(t, m)
	_, cmd := b.app.Update(keyPress("i"))
	b.press("esc").run(cmd)
	b.wants("Is the lamp")
	if m.closed == 0 || len(b.app.t.state.Session.Facts()) != 0 {
		t.Fatalf("closed %d times, facts %v", m.closed, b.app.t.state.Session.Facts())
	}
}

// TestNothingToAsk holds that without anything to ask or to watch no screen speaks of it.
func TestNothingToAsk(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40)
	b.press("tab").lacks("Watch", "model").press("n").lacks("API").press("r", "i", "m").wants("Is the lamp")
	b = asked(t, &machine{dumb: true}, func(c *Config) { c.Playbook.Questions[0].ID = "another"; c.Playbook.Facts["another"] = flow.FactInfo{} })
	b.wants("r ask the API it can help here")
}

// TestKeysWhileAsked presses keys in any order with a machine to ask: nothing that costs something goes out without its card
// having asked, and the screen stands where the facts lead.
func TestKeysWhileAsked(t *testing.T) {
	t.Parallel()
	keys := []string{"y", "n", "?", "r", "r", "enter", "enter", "right", "left", "f", "F", "c", "v", "o", "l", "i", "D", "$", "b", "esc", "t", "ctrl+z", "ctrl+s", "space", "g", "f1"}
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{set: flow.Settings{Key: fakeKey}}
		b := asked(t, m)
		if rapid.Bool().Draw(rt, "customer") {
			b = asked(t, m, customers)
		}
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			key, before, sent := rapid.SampledFrom(keys).Draw(rt, "key"), "", len(m.runs)
			if key == "enter" {
				before = b.screen()
			}
			n := b.app.t.state.Session.Events()
			if rapid.IntRange(0, 9).Draw(rt, "paste") == 0 {
				b.paste("nonce n1")
			} else {
				b.press(key)
			}
			invariants(rt, b, n)
			if len(m.runs) == sent {
				continue
			}
			if key != "enter" {
				rt.Fatalf("%s sent %v", key, m.runs[sent:])
			}
			for _, id := range m.runs[sent] {
				i := slices.IndexFunc(probes(), func(p flow.Probe) bool { return p.ID == id })
				if p := probes()[i]; !strings.Contains(flat(before), p.Title) || !p.Cost.Free() && !strings.Contains(flat(before), "enter again sends it") {
					rt.Fatalf("%s was sent from\n%s", id, before)
				}
			}
		}
	})
}
