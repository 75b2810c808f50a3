package journal

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
)

const (
	begin = "{\"why403\":1}\n"
	one   = `{"seq":1,"act":1,"at":"2026-11-23T14:05:09Z","kind":"asserted","fact":{"id":"a","value":"yes","from":"you"}}` + "\n"
	two   = `{"seq":2,"act":2,"at":"2026-11-23T14:05:09Z","kind":"asserted","fact":{"id":"b","value":"no","from":"you"}}` + "\n"
	pair1 = `{"seq":1,"act":1,"at":"2026-11-23T14:05:09Z","kind":"asserted","fact":{"id":"a","value":"yes","from":"you"},"more":1}` + "\n"
	pair2 = `{"seq":2,"act":1,"at":"2026-11-23T14:05:09Z","kind":"asserted","fact":{"id":"b","value":"no","from":"you"}}` + "\n"
)

var files = []struct {
	name, text string
	events     int   // Returned by Resume and Read.
	imported   int   // Returned by ReadFile.
	err        error // Of all of them.
	says       string
}{
	{"empty", "", 0, 0, nil, ""},
	{"header only", begin, 0, 0, nil, ""},
	{"torn header", begin[:7], 0, 0, nil, ""},
	{"header without its end", begin[:len(begin)-1], 0, 0, nil, ""},
	{"two events", begin + one + two, 2, 2, nil, ""},
	{"torn in the middle", begin + one + two[:20], 1, 1, nil, ""},
	{"torn before the end of the line", begin + one + two[:len(two)-1], 1, 2, nil, ""},
	{"zeros at the end", begin + one + "\x00\x00\x00\x00", 1, 1, nil, ""},
	{"batch", begin + pair1 + pair2, 2, 2, nil, ""},
	{"torn between two of a batch", begin + pair1, 0, 0, nil, ""},
	{"torn in the second of a batch", begin + pair1 + pair2[:30], 0, 0, nil, ""},
	{"batch without its end", begin + pair1 + strings.TrimSpace(pair2), 0, 2, nil, ""},
	{"carriage returns", strings.ReplaceAll(begin+one+two, "\n", "\r\n"), 2, 2, nil, ""},
	{"byte order mark", "\uFEFF" + begin + one, 1, 1, nil, ""},
	{"unknown field", "{\"why403\":1,\"host\":{\"x\":[1]}}\n" + strings.Replace(one, `"act"`, `"later":{"x":1},"act"`, 1), 1, 1, nil, ""},
	{"unknown kind", begin + strings.Replace(one, "asserted", "pondered", 1) + two, 2, 2, nil, ""},
	{"newer version", "{\"why403\":2}\n" + one, 0, 0, ErrNewer, "s.jsonl:1: written by a newer version: format 2, this one reads 1; update why403"},
	{"something else", "hello\n", 0, 0, ErrDamaged, "s.jsonl:1: damaged: does not begin with"},
	{"another JSON file", "{\"type\":\"error\"}\n", 0, 0, ErrDamaged, "see whether this is a file of why403"},
	{"damage in the middle", begin + one + "{\"seq\":2\n" + two, 1, 1, ErrDamaged, "s.jsonl:3: damaged"},
	{"damage at the end", begin + one + "nonsense\n", 1, 1, ErrDamaged, "keep a copy"},
	{"missing event", begin + two, 0, 0, ErrSequence, "got number 2, want 1"},
	{"event twice", begin + one + one, 1, 1, ErrSequence, "got number 1, want 2"},
	{"missing in a batch", begin + strings.Replace(pair1, `"more":1`, `"more":2`, 1) + pair2, 0, 0, ErrDamaged, "missing"},
	{"unknown value", begin + strings.Replace(one, "yes", "perhaps", 1), 0, 0, ErrDamaged, "perhaps"},
	{"asserted nothing", begin + `{"seq":1,"act":1,"kind":"asserted"}` + "\n", 0, 0, ErrDamaged, "no fact"},
	{"noted nothing", begin + `{"seq":1,"act":1,"kind":"noted"}` + "\n", 0, 0, ErrDamaged, "no note"},
	{"opened nothing", begin + `{"seq":1,"act":1,"kind":"opened"}` + "\n", 0, 0, ErrDamaged, "about what"},
	{"undoes itself", begin + `{"seq":1,"act":1,"kind":"undone","undoes":1}` + "\n", 0, 0, ErrDamaged, "cannot undo"},
	{"impossible act", begin + strings.Replace(one, `"act":1`, `"act":9`, 1), 0, 0, ErrDamaged, "act 9"},
	{"null", begin + "null\n", 0, 0, ErrSequence, "got number 0"},
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for _, c := range files {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			must.NoError(t, os.MkdirAll(s.Dir(), 0o700))
			path := filepath.Join(s.Dir(), "s.jsonl")
			must.NoError(t, os.WriteFile(path, []byte(c.text), 0o600))
			verify := func(what string, events []flow.Event, want int, err error) {
				t.Helper()
				if len(events) != want || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
					t.Errorf("%s: %d events, %v; want %d, %v", what, len(events), err, want, c.err)
				}
				if err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: error %q does not say %q", what, err, c.says)
				}
			}
			events, err := ReadFile(path)
			verify("import", events, c.imported, err)
			events, err = s.Read("s")
			verify("read", events, c.events, err)
			l, events, err := s.Resume("s")
			verify("resume", events, c.events, err)
			if err != nil {
				if l != nil {
					t.Error("a damaged file was opened to append")
				}
				if b, err := os.ReadFile(path); err != nil || string(b) != c.text {
					t.Errorf("the damaged file was changed: %q, %v", b, err)
				}
				return
			}
			session := flow.Replay(events)
			mustAppend(t, l, answer(session, "z", flow.Yes))
			mustClose(t, l)
			if events, err := s.Read("s"); err != nil || len(events) != c.events+1 {
				t.Errorf("after going on: %d events, %v", len(events), err)
			}
		})
	}
}

// endless is a file that never ends.
type endless struct{ unit string }

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.unit)
	}
	return n, nil
}

func TestTooLarge(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	line := endless{strings.Repeat("a", 64<<10)} // Few copies for many bytes.
	if _, err := parse(line, "s", redact.Text); !errors.Is(err, ErrTooLarge) {
		t.Errorf("an endless line: %v", err)
	}
	if _, _, err := readLine(bufio.NewReader(line)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("an endless line: %v", err)
	}
}

func TestReadFileTakesOnlyFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := ReadFile(dir); err == nil {
		t.Error("a folder was read")
	}
	if _, err := ReadFile(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range files {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		c, err := parse(bytes.NewReader(in), "s", redact.Text)
		if c.end > c.size || err == nil && c.size != int64(len(in)) {
			t.Fatalf("end %d of %d, size %d", c.end, len(in), c.size)
		}
		for _, all := range [][]flow.Event{c.events, append(c.events, c.unended...)} {
			session := flow.Replay(all) // Must not panic on anything that was accepted.
			session.Facts()
			session.Notes()
			session.Conflicts()
			session.About()
			session.Undo(began)
		}
		if len(c.events) == 0 {
			return
		}
		lines, err := encode(c.events, 1, redact.Text)
		if err != nil {
			return // A year that JSON cannot hold.
		}
		again, err := parse(bytes.NewReader(append(header(), lines...)), "s", redact.Text)
		if err != nil || !reflect.DeepEqual(utc(again.events), utc(c.events)) {
			t.Fatalf("%q\nis written as %q\nand read as %v, %v", in, lines, again.events, err)
		}
	})
}

// utc makes equal times equal.
func utc(events []flow.Event) []flow.Event {
	for i := range events {
		events[i].At = events[i].At.UTC()
	}
	return events
}
