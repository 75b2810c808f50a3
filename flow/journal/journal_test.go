package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

var began = time.Date(2026, 11, 23, 14, 5, 9, 0, time.UTC)

// newStore returns a store in a folder that is not there yet.
func newStore(t testing.TB) *Store {
	t.Helper()
	return Open(filepath.Join(t.TempDir(), "state", "sessions"))
}

// opened and answer return batches as flow.Session makes them.
func opened(s *flow.Session) []flow.Event {
	return s.Open(flow.About{Playbook: "pb", Whose: flow.Customer, Ticket: "T-1"}, began)
}

func answer(s *flow.Session, id string, v flow.Value) []flow.Event {
	return s.Assert(began.Add(time.Minute), flow.Fact{ID: id, Value: v, From: flow.You})
}

func mustAppend(t testing.TB, l *Log, events []flow.Event) {
	t.Helper()
	must.NoError(t, l.Append(events))
}

func mustClose(t testing.TB, l *Log) {
	t.Helper()
	must.NoError(t, l.Close())
}

// stored makes a session with two answers and returns its name and its events.
func stored(t testing.TB, s *Store) (string, []flow.Event) {
	t.Helper()
	var session flow.Session
	l := s.Create(began)
	mustAppend(t, l, opened(&session))
	mustAppend(t, l, answer(&session, "a", flow.Yes))
	mustAppend(t, l, answer(&session, "b", flow.No))
	mustClose(t, l)
	return l.Name(), session.Events()
}

func TestASessionComesBack(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	name, want := stored(t, s)
	l, got, err := s.Resume(name)
	must.NoError(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	session := flow.Replay(got)
	mustAppend(t, l, answer(session, "c", flow.Unsure))
	mustClose(t, l)
	got, err = s.Read(name)
	must.NoError(t, err)
	if d := cmp.Diff(session.Events(), got); d != "" {
		t.Errorf("events after going on (-want +got):\n%s", d)
	}
	b, err := os.ReadFile(l.store.path(l.Name()))
	must.NoError(t, err)
	if !strings.HasPrefix(string(b), "{\"why403\":1}\n{\"seq\":1,\"act\":1,") {
		t.Errorf("the file begins %.60q", b)
	}
}

func TestNamesCanBeSaid(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	seen := make(map[string]bool)
	for range 100 {
		name := s.Create(began).Name()
		if len(name) != len("20261123-1405-k7q2") || !strings.HasPrefix(name, "20261123-1405-") || !valid(name) {
			t.Fatalf("name %q", name)
		}
		seen[name] = true
	}
	if len(seen) < 90 {
		t.Errorf("100 names, only %d different", len(seen))
	}
}

func TestATakenNameIsNotUsed(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	codes := []string{"a2a2", "a2a2", "b3b3"}
	s.testOnlyCode = func() string { c := codes[0]; codes = codes[min(1, len(codes)-1):]; return c }
	var one, two flow.Session
	first, second := s.Create(began), s.Create(began) // Both before either is on disk.
	mustAppend(t, first, answer(&one, "a", flow.Yes))
	mustAppend(t, second, answer(&two, "b", flow.Yes))
	if first.Name() != "20261123-1405-a2a2" || second.Name() != "20261123-1405-b3b3" {
		t.Errorf("names %s and %s", first.Name(), second.Name())
	}
	mustClose(t, first)
	mustClose(t, second)
	if list, errs := s.List(); len(list) != 2 || errs != nil {
		t.Errorf("list %v, %v", list, errs)
	}
}

func TestNothingSaidLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustClose(t, s.Create(began))
	if _, err := os.Lstat(s.Dir()); err == nil {
		t.Error("a session without events made the folder")
	}
	var session flow.Session
	l := s.Create(began)
	mustAppend(t, l, opened(&session))
	if _, err := os.Lstat(l.store.path(l.Name())); err != nil {
		t.Errorf("the opening is not on disk: %v", err)
	}
	mustClose(t, l)
	if _, err := os.Lstat(l.store.path(l.Name())); err == nil {
		t.Error("a session without an answer left a file")
	}
	if list, errs := s.List(); list != nil || errs != nil {
		t.Errorf("list %v, %v", list, errs)
	}
	if _, err := s.Last(); !errors.Is(err, ErrNotFound) {
		t.Errorf("last: %v", err)
	}
}

func TestNamesPeopleGive(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	for _, c := range []string{"a2a2", "b3b3"} {
		s.testOnlyCode = func() string { return c }
		stored(t, s)
	}
	for _, c := range []struct {
		name, given string
		want        error
	}{
		{"whole", "20261123-1405-a2a2", nil},
		{"with blanks, in capitals", " 20261123-1405-A2A2 ", nil},
		{"file name", "20261123-1405-a2a2.jsonl", nil},
		{"start", "20261123-1405-a", nil},
		{"last part", "b3b3", nil},
		{"middle", "05-b3", nil},
		{"start of both", "2026", ErrAmbiguous},
		{"none", "2025", ErrNotFound},
		{"empty", "", ErrName},
		{"other folder", "../sessions/20261123-1405-a2a2", ErrName},
		{"absolute", "/etc/passwd", ErrName},
		{"dots", "..", ErrName},
		{"null", "a\x00b", ErrName},
		{"long", strings.Repeat("2", 33), ErrName},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			events, err := s.Read(c.given)
			if !errors.Is(err, c.want) || (err == nil) != (len(events) == 3) {
				t.Errorf("Read(%q) = %d events, %v; want %v", c.given, len(events), err, c.want)
			}
		})
	}
}

func TestOnlyOneProgramAppends(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	var session flow.Session
	l := s.Create(began)
	mustAppend(t, l, answer(&session, "a", flow.Yes))
	_, _, err := s.Resume(l.Name())
	var locked *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &locked) {
		t.Fatalf("resume of an open session: %v", err)
	}
	if locked.PID != 0 && locked.PID != os.Getpid() {
		t.Errorf("process %d has it open, not %d", locked.PID, os.Getpid())
	}
	if events, err := s.Read(l.Name()); err != nil || len(events) != 1 {
		t.Errorf("read of an open session: %d events, %v", len(events), err)
	}
	mustClose(t, l)
	l, _, err = s.Resume(l.Name())
	must.NoError(t, err)
	mustClose(t, l)
	if err := l.Append(answer(&session, "b", flow.Yes)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
}

func TestNumbersMustFollowOn(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	var session flow.Session
	first, second := answer(&session, "a", flow.Yes), answer(&session, "b", flow.Yes)
	l := s.Create(began)
	if err := l.Append(second); !errors.Is(err, ErrSequence) || errors.Is(err, ErrNotSaved) {
		t.Errorf("a gap: %v", err)
	}
	mustAppend(t, l, first)
	if err := l.Append(first); !errors.Is(err, ErrSequence) {
		t.Errorf("twice: %v", err)
	}
	mustAppend(t, l, second)
	mustClose(t, l)
	if events, err := s.Read(l.Name()); err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestWhatCouldNotBeReadIsNotWritten(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := newStore(t)
	l := s.Create(began)
	for name, e := range map[string]flow.Event{
		"no fact":   {Seq: 1, Act: 1, Kind: flow.Asserted},
		"no kind":   {Seq: 1, Act: 1},
		"no act":    {Seq: 1, Kind: flow.Opened, About: &flow.About{}},
		"year":      {Seq: 1, Act: 1, Kind: flow.Opened, About: &flow.About{}, At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"escaped":   {Seq: 1, Act: 1, Kind: flow.Noted, Note: &flow.Note{Text: strings.Repeat("\"", maxLine/2+1)}},
		"too large": {Seq: 1, Act: 1, Kind: flow.Noted, Note: &flow.Note{Text: strings.Repeat("a", maxLine+1)}},
	} {
		if err := l.Append([]flow.Event{e}); err == nil || errors.Is(err, ErrNotSaved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Lstat(s.Dir()); err == nil {
		t.Error("something was written")
	}
}

func TestSecretsAreNotStored(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	secret := "FAKE" + strings.Repeat("canary01", 11)
	text := "x-api-key: \x1b[1msk-ant-api03-" + secret + "\u009b0m"
	var session flow.Session
	l := s.Create(began)
	mustAppend(t, l, session.Open(flow.About{Ticket: text, Target: "https://me:" + secret + "@proxy.example"}, began))
	mustAppend(t, l, session.Read(flow.Reading{
		Facts: []flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Quote: text, Rule: text}},
		Notes: []flow.Note{{Name: "raw", Text: text, From: flow.Pasted}},
	}, flow.Pasted, began))
	mustClose(t, l)
	b, err := os.ReadFile(l.store.path(l.Name()))
	must.NoError(t, err)
	for i := 0; i+8 <= len(secret); i++ {
		if strings.Contains(string(b), secret[i:i+8]) {
			t.Fatalf("%q of the key is on disk: %s", secret[i:i+8], b)
		}
	}
	if strings.ContainsAny(string(b), "\x1b\u009b") || strings.Contains(string(b), `\u001b`) {
		t.Errorf("an escape sequence is on disk: %q", b)
	}
	if f, _ := session.Fact("a"); f.Quote != text {
		t.Errorf("the caller's event was changed: %q", f.Quote)
	}
	if !strings.Contains(string(b), "sk-ant-api03-…") {
		t.Errorf("the kind of key is gone: %s", b)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	name, events := stored(t, s)
	for file, text := range map[string]string{
		"20260101-0000-a2a2.jsonl": "{\"why403\":1}\nnonsense\n{}\n",
		"20260101-0000-b3b3.jsonl": "{\"why403\":1}\n",
		"notes.txt":                "not a session",
		"UPPER.jsonl":              "not a session",
	} {
		must.NoError(t, os.WriteFile(filepath.Join(s.Dir(), file), []byte(text), 0o600))
	}
	list, errs := s.List()
	if len(list) != 2 || len(errs) != 1 || !errors.Is(errs[0], ErrDamaged) || !strings.Contains(errs[0].Error(), "20260101-0000-a2a2.jsonl:2: ") {
		t.Fatalf("list %v, errors %v", list, errs)
	}
	want := Summary{
		Name: name, Started: began, Last: began.Add(time.Minute), About: *events[0].About,
		Answers: 2, Events: 3, Size: list[0].Size,
	}
	if d := cmp.Diff(want, list[0]); d != "" {
		t.Errorf("summary (-want +got):\n%s", d)
	}
	if info, err := os.Stat(s.path(name)); err != nil || info.Size() != list[0].Size {
		t.Errorf("size %d, %v", list[0].Size, err)
	}
	if last, err := s.Last(); err != nil || last.Name != name {
		t.Errorf("last %v, %v", last, err)
	}
}

func TestDir(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("a", "b")
	if got := Dir(func(string) string { return dir }); got != filepath.Join(dir, "sessions") {
		t.Errorf("with WHY403_STATE_DIR: %s", got)
	}
	if got := Dir(func(string) string { return "" }); !strings.HasSuffix(got, filepath.Join("why403", "sessions")) || !filepath.IsAbs(got) {
		t.Errorf("without: %s", got)
	}
}

func BenchmarkAppend(b *testing.B) {
	s := newStore(b)
	var session flow.Session
	l := s.Create(began)
	for b.Loop() {
		mustAppend(b, l, answer(&session, "a", flow.Yes))
		if session.Len() == 10000 { // Stay far from the size limit.
			mustClose(b, l)
			session, l = flow.Session{}, s.Create(began)
		}
	}
	mustClose(b, l)
}
