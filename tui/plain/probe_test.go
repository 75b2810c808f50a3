package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"why403/flow"
)

func TestProbeTranscript(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		width int
		lines []string
	}{
		{"sent", 78, []string{"none", "probe", "help", "send", "trail", "q"}},
		{"paid", 78, []string{"none", "y", "probe", "yes", "", "body", "send", "q"}},
		{"all free", 78, []string{"none", "probe", "free", "help", "skip", "probe", "free", "send", "q"}},
		{"something is missing", 40, []string{"none", "probe log", "send", "command", "set model=m", "set model=bad", "skip", "probe nothing", "q"}},
		{"of a customer", 78, []string{"customer", "none", "command", "probe", "command Python", "command", "command rust", "handback", "nonsense", ".", "handback", "measured: beeps no", ".", "trail", "later"}},
		{"settings", 78, []string{"none", "settings", "set key", "set key=" + wholeFake, "set", "set route=http://u:FAKEpassword@p:3128", "set model=" + wholeFake, "set betas", "set betas=a,b", "set betas=", "set key=", "q"}},
		{"watched", 78, []string{"watch", "trail", "later"}},
		{"unwrapped", 0, []string{"none", "probe", "q"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg, _ := probing()
			cfg.Width = tt.width
			_, out := talk(t, cfg, tt.lines...)
			for _, secret := range []string{wholeFake, "FAKEFAKE", "FAKEpassword"} {
				if strings.Contains(out, secret) {
					t.Errorf("the transcript holds %q", secret)
				}
			}
			golden.RequireEqual(t, out)
		})
	}
}

// TestOnlySendSends types what is nearly consent at both prompts, and ends the input there.
func TestOnlySendSends(t *testing.T) {
	t.Parallel()
	for _, before := range []string{"none\nprobe\n", "none\nprobe\nfree\n", "none\ny\nprobe\n"} {
		for _, in := range []string{"", "send", "\n", "y\n", "yes\n", "send it\n", "sends\n", "ok\n", "works\n", "change\n", "{\nsend\n", "{\nsend\n.\n", "HTTP/2 403\n\nsend\nsend\n", "skip\nsend\n", strings.Repeat("send", 20) + "\n"} {
			cfg, fake := probing()
			_, out := talkRaw(t, cfg, before+in)
			if n := fake.runs(); n != 0 {
				t.Errorf("%q after %q sent %d times:\n%s", in, before, n, out)
			}
			if n := len(cfg.Session.Facts()); n != strings.Count(before, "y\n") {
				t.Errorf("%q after %q: %d facts:\n%s", in, before, n, out)
			}
		}
	}
}

// TestPaidAsksEveryTime sends a paid probe, takes back what it told, and comes to its prompt again.
func TestPaidAsksEveryTime(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	_, out := talk(t, cfg, "none", "y", "probe", "SEND", "undo", "probe", "skip", "probe", "free", "skip", "q")
	if n := fake.runs(); n != 1 {
		t.Errorf("sent %d times, want once:\n%s", n, out)
	}
	if n := strings.Count(out, "it costs about 10 tokens, about $0.01; send it?"); n != 3 {
		t.Errorf("the cost stands in %d prompts, want 3:\n%s", n, out)
	}
}

func TestFreeSendsNothingPaid(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	talk(t, cfg, "none", "y", "probe swap", "free", "send", "q")
	if want := [][]string{{"ring", "wave"}}; !slices.EqualFunc(fake.sent, want, slices.Equal) {
		t.Errorf("sent %v, want %v", fake.sent, want)
	}
}

// TestToldIsOneAct sends several probes and undoes them all with one word.
func TestToldIsOneAct(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	wave := fake.tells("swap")
	wave.Probe, wave.Notes = "wave", []flow.Note{{Name: "ref", Text: "8", From: flow.Probed}}
	fake.told = map[string]flow.ProbeResult{"wave": wave}
	_, out := talk(t, cfg, "none", "probe", "free", "send", "undo", "q")
	if n, notes := len(cfg.Session.Facts()), len(cfg.Session.Notes()); n+notes != 0 {
		t.Errorf("%d facts and %d notes are left after one undo:\n%s", n, notes, out)
	}
	says(t, out, "Undone: yes: Another card opens it — measured")
}

// TestToldIsRecordedBeforeItIsSaid watches what is printed at the time of storing.
func TestToldIsRecordedBeforeItIsSaid(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{"none\nprobe\nsend\n", "none\nhandback\nmeasured: beeps yes\n.\n"} {
		cfg, _ := probing()
		cfg.Echo = false
		var out bytes.Buffer
		stored := 0
		cfg.Record = func([]flow.Event) error {
			stored++
			for _, early := range []string{"told: ", "Noted as measured", "Does another card open it?"} {
				if strings.Contains(out.String(), early) {
					t.Errorf("%q was printed before it was stored", early)
				}
			}
			return nil
		}
		if _, err := Run(context.Background(), cfg, strings.NewReader(lines), &out); err != nil {
			t.Fatal(err)
		}
		if stored != 1 || !strings.Contains(out.String(), "yes: The reader beeps") {
			t.Errorf("stored %d times:\n%s", stored, out.String())
		}
	}
}

// TestCancelKeepsWhatWasTold cancels between two probes, and while a call is watched.
func TestCancelKeepsWhatWasTold(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, fact string
		cancels  func(cfg *Wiring, fake *ringer, cancel func())
	}{
		{"none\nprobe\nfree\nsend\ny\n", "beeps", func(_ *Wiring, fake *ringer, cancel func()) { fake.during = cancel }},
		{"none\nwatch\ny\n", "expired", func(cfg *Wiring, _ *ringer, cancel func()) {
			cfg.Watcher.(*doorman).wait = func(ctx context.Context) { cancel(); <-ctx.Done() }
		}},
	}
	for _, tt := range tests {
		ctx, cancel := context.WithCancel(context.Background())
		cfg, fake := probing()
		tt.cancels(&cfg, fake, cancel)
		var stored []flow.Event
		cfg.Record = func(e []flow.Event) error { stored = append(stored, e...); return nil }
		var out bytes.Buffer
		res, err := Run(ctx, cfg, strings.NewReader(tt.in), &out)
		if err != nil || !res.Interrupted {
			t.Errorf("result %+v, error %v; want it interrupted", res, err)
		}
		if facts := flow.Replay(stored).Facts(); len(facts) != 1 || facts[0].ID != tt.fact {
			t.Errorf("stored %v, want %s\n%s", facts, tt.fact, out.String())
		}
	}
}

func TestCouldNotTellIsNoNo(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	fake.told = map[string]flow.ProbeResult{"ring": {
		Probe: "ring", Means: "The answer was 529.", Status: 529, Type: "overloaded",
		Facts: []flow.Fact{{ID: "beeps", Value: flow.No, From: flow.Probed, Rule: "ring"}},
	}}
	_, out := talk(t, cfg, "none", "probe", "send", "q")
	if n := cfg.Session.Len(); n != 0 {
		t.Errorf("%d events were recorded:\n%s", n, out)
	}
	says(t, out, "could not tell: The answer was 529.\n", "status 529 overloaded", "No probe told anything, so nothing changes.")
}

// TestAllInOneCommand holds that command all has every free probe, and that what cannot be used of an output is said.
func TestAllInOneCommand(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	_, out := talk(t, cfg, "none", "command", "command all python", "handback", "cut off", "measured: beeps no", ".", "q")
	says(t, out, "for all 2 free probes that can help: command all", "The free probes ring, wave in one command, in Python.", "ring --probe ring+wave", "Passed over: the end of wave is missing", "told: That is how it is there.")
	if fake.runs() != 0 {
		t.Error("something was sent")
	}
}

// TestShownBesidesIsNoted holds that what an answer showed besides is kept although it did not decide what was asked.
func TestShownBesidesIsNoted(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	fake.told = map[string]flow.ProbeResult{"ring": {
		Probe: "ring", Means: "The answer was 403.", Status: 403,
		Facts: []flow.Fact{{ID: "hours", Value: flow.Yes, From: flow.Probed, Rule: "ring"}},
	}}
	_, out := talk(t, cfg, "none", "probe", "send", "q")
	if f, _ := cfg.Session.Fact("hours"); f.Value != flow.Yes || !strings.Contains(out, "not decided by it; what else it showed stands below: The answer was 403") {
		t.Errorf("hours is %v:\n%s", f.Value, out)
	}
}

// TestPastedAtACardIsHandedBackOnRequest pastes a command's output where a word was asked for.
func TestPastedAtACardIsHandedBackOnRequest(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	_, out := talk(t, cfg, "none", "probe", "--- output ---", "measured: beeps no", "send", ".", "handback", "q")
	if len(cfg.Session.Facts()) != 0 || fake.runs() != 0 || !strings.Contains(out, "it is cut off") {
		t.Errorf("want the text to have been handed back whole, with send in it:\n%s", out)
	}
	cfg, _ = probing()
	_, out = talk(t, cfg, "none", "--- output ---", "measured: beeps no", ".", "handback", "why", "later")
	f, _ := cfg.Session.Fact("beeps")
	if f.Value != flow.No || f.Answered() || !strings.Contains(out, "measured at the customer's") {
		t.Errorf("beeps = %+v, want no, measured:\n%s", f, out)
	}
}

func TestKeysAreTakenUnseenOnly(t *testing.T) {
	t.Parallel()
	typed := strings.Replace(wholeFake, "wxyz", "abcd", 1)
	tests := []struct {
		name   string
		secret func(string) (string, error)
		line   string
		key    string
		want   string
	}{
		{"unseen", func(string) (string, error) { return " " + typed + " ", nil }, "set key", typed, "Now key: …abcd"},
		{"seen", func(string) (string, error) { return typed, nil }, "set key=" + typed, wholeFake, "was not taken"},
		{"seen, with a space", func(string) (string, error) { return typed, nil }, "set key " + typed, wholeFake, "was not taken"},
		{"nothing typed", func(string) (string, error) { return "", nil }, "set key", wholeFake, "nothing was changed"},
		{"no terminal", func(string) (string, error) { return typed, errors.New("no terminal for " + typed) }, "set key", wholeFake, "nothing was changed"},
		{"nowhere to type", nil, "set key", wholeFake, "Set the key in the environment"},
		{"forgotten", nil, "set key=", "", "Now key: not set"},
		{"another setting", nil, "set model=m", wholeFake, "Now model: m"},
		{"a mistyped name", nil, "set foo=1", wholeFake, "set needs a name and a value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg, fake := probing()
			cfg.Secret = tt.secret
			_, out := talk(t, cfg, "none", tt.line, "settings", "q")
			if fake.set.Key != tt.key {
				t.Errorf("the key is …%s, want …%s", last4(fake.set.Key), last4(tt.key))
			}
			says(t, out, tt.want)
			if strings.Contains(out, "FAKEFAKE") {
				t.Errorf("the transcript holds a key:\n%s", out)
			}
		})
	}
}

// TestWatch finds nothing, or cannot listen; neither takes back what was seen before.
func TestWatch(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]*doorman{
		"nothing failed":   {},
		"the time was up":  {err: errors.New("no call came within 10 minutes"), wait: func(context.Context) {}},
		"no port was free": {err: errors.New("no port is free")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, _ := probing()
			talk(t, cfg, "watch", "q")
			cfg.Watcher = w
			n := cfg.Session.Len()
			_, out := talk(t, cfg, "watch", "q")
			if cfg.Session.Len() != n || n == 0 {
				t.Errorf("%d events, %d before:\n%s", cfg.Session.Len(), n, out)
			}
			if w.err != nil && !strings.Contains(out, w.err.Error()) {
				t.Errorf("the transcript does not say why:\n%s", out)
			}
			if w.closed != (w.err == nil || w.wait != nil) {
				t.Errorf("closed = %v", w.closed)
			}
		})
	}
}

// TestWatchIsGivenUp types while a call is waited for: only stop is taken, and what comes after it is for the next prompt.
func TestWatchIsGivenUp(t *testing.T) {
	t.Parallel()
	cfg, _ := probing()
	cfg.Echo = false
	cfg.Watcher = &doorman{wait: func(ctx context.Context) { <-ctx.Done() }, err: context.Canceled}
	_, out := talk(t, cfg, "none", "watch", "y", "send", "STOP", "n", "later")
	if f, _ := cfg.Session.Fact("beeps"); f.Value != flow.No || len(cfg.Session.Facts()) != 1 {
		t.Errorf("beeps = %v with %d facts, want the no that was typed after stop:\n%s", f.Value, len(cfg.Session.Facts()), out)
	}
	says(t, out, "Type stop to give up.", "The watch ended: it was stopped")
}

// TestLineTypedAheadIsKept types a word during a watch that ends by itself.
func TestLineTypedAheadIsKept(t *testing.T) {
	t.Parallel()
	cfg, _ := probing()
	cfg.Echo = false
	r, w := io.Pipe()
	var out promptWatch
	out.seen = make(chan struct{}, 1000)
	cfg.Watcher.(*doorman).wait = func(context.Context) {}
	go func() {
		_, _ = io.WriteString(w, "none\nwatch\n")
		for range out.seen {
			if out.holds("does it work") {
				break
			}
		}
		_, _ = io.WriteString(w, "later\n")
		_ = w.Close()
	}()
	res, err := Run(context.Background(), cfg, r, &out)
	if err != nil || res.Ended || res.Position.Verdict == nil || !out.holds("To be continued.") {
		t.Errorf("result %+v, error %v", res, err)
	}
}

// TestLongBodiesAreShownOnRequest has a body that no card can hold.
func TestLongBodiesAreShownOnRequest(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	fake.set.Model = strings.Repeat("é", maxShownBody) + "end"
	_, out := talk(t, cfg, "none", "probe swap", "q")
	if strings.Contains(out, "end\"") || !strings.Contains(out, "Type body to see all of it.") {
		t.Errorf("the whole body is on the card, or that it is not is not said")
	}
	_, out = talk(t, cfg, "none", "probe swap", "body", "q")
	says(t, out, "ééend\"")
}

// TestCommandIsWhole holds that a command stands there to the letter: where a key is named nothing is taken for one.
func TestCommandIsWhole(t *testing.T) {
	t.Parallel()
	cfg, fake := probing()
	fake.command = "base=${DOOR_URL:-https://door.example}\nprintf '%s%s\\n' 'x-api-key: ' \"$DOOR_KEY\" | curl -H @- \"$base\"   # password=$DOOR_KEY\n"
	_, out := talk(t, cfg, "none", "probe", "command", "q")
	if !strings.Contains(out, fake.command) {
		t.Errorf("the command is not whole:\n%s", out)
	}
}
