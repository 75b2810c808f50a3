package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/report"
	"why403/flow/scenario"
)

// faultMeans is what must be said to have happened, by fault.
var faultMeans = map[lab.Fault]string{
	lab.Slow:           `No answer within .*no answer began`,
	lab.Drip:           `No answer within .*the answer began and did not end`,
	lab.StallAccept:    `No answer within .*no answer began`,
	lab.StallHeaders:   `No answer within .*no answer began`,
	lab.StallBody:      `No answer within .*the answer began and did not end`,
	lab.Reset:          `connection was reset`,
	lab.Truncated:      `is not whole JSON`,
	lab.Huge:           `longer than any of the API's`,
	lab.GzipBomb:       `came packed`,
	lab.Redirect:       `a redirect \(307\) to 127\.0\.0\.1:[0-9]+; the key was not sent there`,
	lab.TooMany:        `429, a rate limit`,
	lab.Overloaded:     `overloaded \(529\)`,
	lab.Portal:         `A page answered instead of the API`,
	lab.BadCertificate: `certificate .* from an authority that this machine does not know`,
	lab.Echo:           `refused`, // It is the API's own answer, so it does tell.
}

// waits are the faults that only the deadline ends.
var waits = []lab.Fault{lab.Slow, lab.Drip, lab.StallAccept, lab.StallHeaders, lab.StallBody}

// faulty is a lab that fails, with what a person has beside it.
type faulty struct {
	lab   *lab.Lab
	book  *content.Book
	error string // The path of a file with the failing call's error.
}

// startFaulty starts the lab, takes the error of its failing call, and has everything go wrong from then on.
func startFaulty(t *testing.T, fault lab.Fault) *faulty {
	t.Helper()
	all := must.Have(t, content.Scenarios)
	l, err := lab.Listen(*scenario.Find(all, "workspace-restriction"), 0)
	must.NoError(t, err)
	t.Cleanup(l.Close)
	text, err := l.FailingText(t.Context())
	must.NoError(t, err)
	l.Fault(fault)
	path := filepath.Join(t.TempDir(), "error.txt")
	must.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	deadline := time.Minute // Of faults that end by themselves: longer than any of them takes on a busy machine.
	if slices.Contains(waits, fault) {
		deadline = 300 * time.Millisecond
		if fault == lab.StallBody {
			deadline = 2 * time.Second // It waits for an answer to begin, which takes longer on a busy machine.
		}
	}
	return &faulty{lab: l, book: hurried(t, deadline), error: path}
}

// hurried is the embedded book with another deadline for every probe.
func hurried(t *testing.T, deadline time.Duration) *content.Book {
	t.Helper()
	book := must.Have(t, content.Default)
	pb, copied := *book.Playbook, *book
	pb.Probes = slices.Clone(pb.Probes)
	for i := range pb.Probes {
		pb.Probes[i].Deadline = deadline
	}
	copied.Playbook = &pb
	return &copied
}

// ran is what came of one run of a command within the test.
type ran struct {
	code     int
	out, err string
}

func (f *faulty) run(t *testing.T, args ...string) ran {
	t.Helper()
	env := map[string]string{"ANTHROPIC_BASE_URL": f.lab.URL(), "ANTHROPIC_API_KEY": f.lab.Key()}
	var out, talk bytes.Buffer
	c := &console{
		in: strings.NewReader(""), out: &out, err: &talk, now: time.Now, testOnlyBook: f.book,
		env: func(name string) string { return env[name] },
	}
	cmd := c.root()
	cmd.SetArgs(args)
	code := exitCode(&talk, cmd.ExecuteContext(t.Context()))
	return ran{code, out.String(), talk.String()}
}

// TestFaults has every answer go wrong in every way: it ends, says what happened, asserts nothing that it does not know, and
// leaves the diagnosis as it was. Whether it ends is up to the probes' own deadlines; one that hangs hangs the test.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range lab.Faults() {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			f := startFaulty(t, fault)
			means, ok := faultMeans[fault]
			if !ok {
				t.Fatal("no test says what this fault means")
			}
			want := regexp.MustCompile(means)

			before := len(f.lab.Requests())
			got := f.run(t, "probe", "models", "--yes", "--json")
			var told report.ToldProbe
			if err := json.Unmarshal([]byte(got.out), &told); err != nil {
				t.Fatalf("it printed %q: %v\n%s", got.out, err, got.err)
			}
			if !want.MatchString(told.Means) {
				t.Errorf("it means %q, want %q", told.Means, means)
			}
			if fault == lab.Echo {
				if !told.Told || got.code != exitVerdict {
					t.Errorf("told %t with exit status %d: the API's own 403 tells something", told.Told, got.code)
				}
			} else if told.Told || len(told.Facts) > 0 || got.code != exitOpen {
				t.Errorf("told %t, %d facts, exit status %d: it could not tell", told.Told, len(told.Facts), got.code)
			}
			if fault == lab.TooMany {
				if n := len(f.lab.Requests()) - before; n != 2 || !told.Retried {
					t.Errorf("%d requests, retried %t: Retry-After is honoured once", n, told.Retried)
				}
			} else if told.Retried {
				t.Error("it was sent twice, and nothing asked for that")
			}

			plain := f.run(t, "diagnose", f.error, "--json")
			probed := f.run(t, "diagnose", f.error, "--probe", "free", "--json", "--model", f.lab.Model())
			if !strings.Contains(probed.err, "models: List the models") {
				t.Fatalf("no request was shown:\n%s", probed.err)
			}
			if fault != lab.Echo {
				if probed.out != plain.out || probed.code != plain.code {
					t.Errorf("the diagnosis is not what it was:\n%s\nbut:\n%s", plain.out, probed.out)
				}
				said := strings.Join(strings.Fields(probed.err), " ") // It is wrapped.
				if !regexp.MustCompile(`see could not tell: .*`+means).MatchString(said) || strings.Contains(said, " told: ") {
					t.Errorf("it says on stderr:\n%s", probed.err)
				}
			}
			for _, r := range []ran{got, plain, probed} {
				if text := r.out + r.err; strings.Contains(strings.ToLower(text), strings.ToLower(f.lab.Key())) {
					t.Errorf("the key is in the output:\n%s", text)
				}
			}
			for _, r := range f.lab.Requests() {
				if r.From == lab.Other {
					t.Errorf("the redirect was followed: %+v", r)
				}
			}
		})
	}
}

// TestFaultsNeverSayNo asks everything there is, in a scenario in which that would be much, and wants no answer "no".
func TestFaultsNeverSayNo(t *testing.T) {
	t.Parallel()
	for _, fault := range lab.Faults() {
		if fault == lab.Echo {
			continue // It is the API's own refusal.
		}
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			f := startFaulty(t, fault)
			if fault == lab.TooMany {
				f.book = hurried(t, 500*time.Millisecond) // Shorter than the wait that is asked for.
			}
			got := f.run(t, "probe", "--all", "--yes", "--json", "--model", f.lab.Model())
			lines := strings.Split(strings.TrimSpace(got.out), "\n")
			if len(lines) < 5 {
				t.Fatalf("only %d probes were sent:\n%s", len(lines), got.err)
			}
			for _, line := range lines {
				var told report.ToldProbe
				if err := json.Unmarshal([]byte(line), &told); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				if fault == lab.BadCertificate && told.Probe == "tls" { // The fault is what it looks for.
					told.Told = told.Class != flow.ClassTLS
				}
				if told.Told || len(told.Facts) > 0 || told.Means == "" {
					t.Errorf("%s: told %t, facts %v, %q", told.Probe, told.Told, told.Facts, told.Means)
				}
			}
		})
	}
}

// TestFaultMemory reads 1 GiB, plain and packed. All that is allocated counts, given back or not, so that no moment is missed.
// It does not run beside other tests, whose memory would count too.
func TestFaultMemory(t *testing.T) {
	const most = 64 << 20 // Bytes.
	for _, fault := range []lab.Fault{lab.Huge, lab.GzipBomb} {
		t.Run(string(fault), func(t *testing.T) {
			f := startFaulty(t, fault)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := f.run(t, "probe", "models", "--yes", "--json")
			runtime.ReadMemStats(&after)
			if got.code != exitOpen {
				t.Errorf("exit status %d\n%s", got.code, got.err)
			}
			n := after.TotalAlloc - before.TotalAlloc
			t.Logf("%.1f MiB were allocated, the lab's included", float64(n)/(1<<20))
			if n > most {
				t.Errorf("%d MiB were allocated, at most %d are allowed", n>>20, most>>20)
			}
		})
	}
}

// interrupting is a writer that interrupts the program when it has written a certain text.
type interrupting struct {
	on   string
	then func()

	mu  sync.Mutex
	all bytes.Buffer
}

func (w *interrupting) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all.Write(p)
	if w.on != "" && strings.Contains(w.all.String(), w.on) {
		w.then()
	}
	return len(p), nil
}

func (w *interrupting) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// TestInterrupted ends each command that waits for a person or for an answer as ctrl+c does.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	f := startFaulty(t, lab.StallHeaders)
	f.book = hurried(t, time.Minute)
	for _, test := range []struct {
		name string
		args []string
		when string // It is interrupted when it has said this.
	}{
		{"consent", []string{"probe", "models"}, "[y/N]"},
		{"answer", []string{"probe", "models", "--yes"}, "answered within 1 min"},
		{"diagnose", []string{"diagnose", f.error, "--probe", "free"}, "answered within 1 min"},
		{"input", []string{"probe", "--read", "-"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in, never, err := os.Pipe()
			must.NoError(t, err)
			t.Cleanup(func() { _ = errors.Join(never.Close(), in.Close()) })
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			env := map[string]string{"ANTHROPIC_BASE_URL": f.lab.URL(), "ANTHROPIC_API_KEY": f.lab.Key()}
			talk := &interrupting{on: test.when, then: interrupt}
			c := &console{
				in: in, out: new(bytes.Buffer), err: talk, inTerminal: true, now: time.Now, testOnlyBook: f.book,
				env: func(name string) string { return env[name] },
			}
			if test.when == "" {
				interrupt()
			}
			cmd := c.root()
			cmd.SetArgs(test.args)
			if code := exitCode(talk, cmd.ExecuteContext(ctx)); code != exitInterrupted {
				t.Errorf("exit status %d, want %d\n%s", code, exitInterrupted, talk.String())
			}
		})
	}
}

// TestEndIsNoConsent gives no answer to the question whether to send, or another than yes, and wants nothing sent.
func TestEndIsNoConsent(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "\n", "n\n", "yess\n", "ye"} {
		f := startFaulty(t, lab.NoFault)
		before := len(f.lab.Requests())
		var out, talk bytes.Buffer
		env := map[string]string{"ANTHROPIC_BASE_URL": f.lab.URL(), "ANTHROPIC_API_KEY": f.lab.Key()}
		c := &console{
			in: strings.NewReader(in), out: &out, err: &talk, inTerminal: true, now: time.Now,
			env: func(name string) string { return env[name] },
		}
		cmd := c.root()
		cmd.SetArgs([]string{"probe", "models", "plain"})
		code := exitCode(&talk, cmd.ExecuteContext(t.Context()))
		if code != exitOpen || out.Len() > 0 || len(f.lab.Requests()) != before {
			t.Errorf("%q: exit status %d, %d requests, stdout %q", in, code, len(f.lab.Requests())-before, out.String())
		}
		for _, want := range []string{"GET " + f.lab.URL() + "/v1/models?limit=1000", "x-api-key: …main", "Send 1 free request?", "It costs about $", "nothing was sent"} {
			if !strings.Contains(talk.String(), want) {
				t.Errorf("%q: %q is not in\n%s", in, want, talk.String())
			}
		}
	}
}

// TestDeclinedLook gives no answer to the question whether to read, or another than yes, and wants nothing read, with the exit status that
// the table in README.md names.
func TestDeclinedLook(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "\n", "n\n", "yess\n"} {
		var out, talk bytes.Buffer
		c := &console{in: strings.NewReader(in), out: &out, err: &talk, inTerminal: true, now: time.Now, env: os.Getenv}
		cmd := c.root()
		cmd.SetArgs([]string{"doctor", t.TempDir()})
		if code := exitCode(&talk, cmd.ExecuteContext(t.Context())); code != exitOpen || out.Len() > 0 || !strings.Contains(talk.String(), "Read it? [y/N]") {
			t.Errorf("%q: exit status %d, stdout %q\n%s", in, code, out.String(), talk.String())
		}
	}
}

// TestFactsOfEcho holds that the refusal which brings the key back still tells what it tells.
func TestFactsOfEcho(t *testing.T) {
	t.Parallel()
	f := startFaulty(t, lab.Echo)
	var told report.ToldProbe
	got := f.run(t, "probe", "models", "--yes", "--json")
	must.NoError(t, json.Unmarshal([]byte(got.out), &told))
	if !slices.ContainsFunc(told.Facts, func(x flow.Fact) bool { return x.ID == "list-works" && x.Value == flow.No && x.From == flow.Probed }) {
		t.Errorf("facts: %v", told.Facts)
	}
}
