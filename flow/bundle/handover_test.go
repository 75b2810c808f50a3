package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
)

var now = time.Date(2026, 11, 23, 14, 5, 9, 0, time.UTC)

// Made up, and put together here so that no file holds anything that looks like a key.
var fakeKey = "sk-ant-" + "api03-" + "FAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKEfake0000AA"

func book(t testing.TB) *content.Book {
	t.Helper()
	b := must.Have(t, content.Default)
	return b
}

// story is a session with every kind of event, and a key in every text that a person gave: as a version recorded it that did not
// mask what people said.
func story(b *content.Book) *flow.Session {
	const key = "(key)"
	s := new(flow.Session)
	s.Open(flow.About{Playbook: b.ID, Digest: b.Digest, Whose: flow.Customer, Ticket: "T-1 " + key, Name: "20261123-1405-k7q2"}, now)
	s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"no"},"request_id":"req_011CFAKE"}`)), flow.Pasted, now)
	s.Assert(now, flow.Fact{ID: "plain-works", Value: flow.Yes, From: flow.Customer, Quote: "yes, with " + key})
	s.Assert(now, flow.Fact{ID: "own-model-works", Value: flow.Unsure, From: flow.You, Asked: "Ann, key " + key})
	s.Undo(now)
	s.Note(now, flow.Note{Name: flow.NoteOn("plain-works"), Text: "he pasted " + key, From: flow.You})
	s.Assert(now, flow.Fact{ID: "own-model-works", Value: flow.No, From: flow.Colleague})
	events := s.Events()
	for _, e := range events {
		var texts []*string
		switch {
		case e.About != nil:
			texts = []*string{&e.About.Ticket}
		case e.Fact != nil:
			texts = []*string{&e.Fact.Quote, &e.Fact.Asked}
		case e.Note != nil:
			texts = []*string{&e.Note.Text}
		}
		for _, t := range texts {
			*t = strings.ReplaceAll(*t, key, "\x1b[31m"+fakeKey)
		}
	}
	return flow.Replay(events)
}

func pack(t testing.TB, b *content.Book, s *flow.Session) []byte {
	t.Helper()
	file, _, err := Pack(s.Events(), b.Digest, flow.Walk(b.Playbook, s.Facts()), PackOptions{Program: "v1", Now: now})
	must.NoError(t, err)
	return file
}

func TestASessionStandsAtTheSamePlaceElsewhere(t *testing.T) {
	t.Parallel()
	b := book(t)
	s := story(b)
	p := flow.Walk(b.Playbook, s.Facts())
	file, masked, err := Pack(s.Events(), b.Digest, p, PackOptions{Program: "v1", Now: now})
	must.NoError(t, err)
	if masked != 4 {
		t.Errorf("%d secrets masked, want 4", masked)
	}
	if bytes.Contains(file, []byte("fakeFAKE")) || bytes.Contains(file, []byte(`\u001b`)) {
		t.Errorf("the file holds what it must not:\n%s", file)
	}
	h, events, err := Unpack(file)
	must.NoError(t, err)
	if h.Playbook != b.ID || h.Digest != b.Digest || h.Session != "20261123-1405-k7q2" || !h.Exported.Equal(now) || h.Where() != "asks: "+p.Question.ID {
		t.Errorf("header %+v", h)
	}
	got := flow.Walk(b.Playbook, flow.Replay(events).Facts())
	if got.Question != p.Question || len(got.Trail) != len(p.Trail) {
		t.Errorf("it asks %v, want %v", got.Question, p.Question)
	}
}

// TestNothingThatDecidesIsMasked holds that no name of the playbook looks like a secret.
func TestNothingThatDecidesIsMasked(t *testing.T) {
	t.Parallel()
	b := book(t)
	names := []string{b.ID, b.Digest}
	for id := range b.Facts {
		names = append(names, id, flow.NoteOn(id))
	}
	for _, v := range b.Verdicts {
		names = append(names, v.ID, flow.FixedFact(v.ID))
	}
	for _, name := range names {
		var c cleaner
		if got := c.text(name); got != name {
			t.Errorf("%s becomes %s", name, got)
		}
	}
}

func TestAnyFile(t *testing.T) {
	t.Parallel()
	b := book(t)
	good := string(pack(t, b, story(b)))
	lines := strings.SplitAfter(good, "\n")
	for _, c := range []struct {
		name, text string
		err        error
		says       string
	}{
		{"as written", good, nil, ""},
		{"carriage returns and empty lines", strings.ReplaceAll(good, "\n", "\r\n\r\n"), nil, ""},
		{"a byte order mark", "\uFEFF" + good, nil, ""},
		{"without the last newline", strings.TrimSuffix(good, "\n"), nil, ""},
		{"a field that is not known", strings.Replace(good, `"seq":1`, `"later":[1],"seq":1`, 1), nil, ""},
		{"empty", "", ErrNotSession, "line 1: not a session file"},
		{"another file", "hello\n", ErrNotSession, "does not begin with"},
		{"a file of the journal", "{\"why403\":1}\n", ErrNotSession, ""},
		{"newer", strings.Replace(good, `"why403_session":1`, `"why403_session":2`, 1), ErrNewer, "format 2, this one reads 1"},
		{"newer, with another shape", `{"why403_session":2,"events":"many"}`, ErrNewer, ""},
		{"a header of another shape", `{"why403_session":1,"events":"many"}`, errDamaged, "line 1"},
		{"fewer than none", `{"why403_session":1,"events":-1}`, errDamaged, ""},
		{"more than possible", `{"why403_session":1,"events":1000000}`, errTooLarge, ""},
		{"without the last line", strings.Join(lines[:len(lines)-2], ""), errTruncated, "events are there"},
		{"header only", lines[0], errTruncated, "0 of"},
		{"cut in a line", good[:len(good)-9], errTruncated, "cut off"},
		{"a line taken out", strings.Replace(good, lines[3], "", 1), errNumbering, "line 4: events are missing or out of order: got number 4, want 3"},
		{"a line twice", strings.Replace(good, lines[2], lines[2]+lines[2], 1), errNumbering, "got number 2, want 3"},
		{"a line too many", good + fmt.Sprintf(`{"seq":%d,"act":99,"kind":"noted"}`, len(lines)-1), errNumbering, ""},
		{"one that could follow", good + fmt.Sprintf(`{"seq":%d,"act":8,"kind":"later"}`, len(lines)-1), errNumbering, "more than the"},
		{"an act from nowhere", strings.Replace(good, `"act":2`, `"act":9`, 1), errNumbering, "act 9 cannot follow"},
		{"undoes itself", strings.Replace(good, `"undoes":4`, `"undoes":5`, 1), errNumbering, "cannot undo"},
		{"asserted nothing", strings.Replace(good, `"fact"`, `"fakt"`, 1), errDamaged, "no fact"},
		{"noted nothing", strings.Replace(good, `"note"`, `"nota"`, 1), errDamaged, "no note"},
		{"about nothing", strings.Replace(good, `"about"`, `"round"`, 1), errDamaged, "not about what"},
		{"no kind", strings.Replace(good, `"kind":"noted"`, `"kind":""`, 1), errDamaged, "no kind"},
		{"no JSON in the middle", strings.Replace(good, lines[2], "oops\n", 1), errDamaged, "line 3"},
		{"a value that is none", strings.Replace(good, `"value":"yes"`, `"value":"maybe"`, 1), errDamaged, "maybe"},
		{"larger than possible", good + strings.Repeat(" ", maxFile), errTooLarge, "16 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, events, err := Unpack([]byte(c.text))
			if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || (err == nil) != (len(events) > 0) {
				t.Fatalf("%d events, %v; want %v", len(events), err, c.err)
			}
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

func TestWhatCannotBeReadIsNotPacked(t *testing.T) {
	t.Parallel()
	b := book(t)
	events := story(b).Events()
	if _, _, err := Pack(events[1:], b.Digest, flow.Position{}, PackOptions{Program: "v1", Now: now}); !errors.Is(err, errNumbering) {
		t.Errorf("without its first event: %v", err)
	}
	s := new(flow.Session)
	s.Note(now, flow.Note{Name: "long", Text: strings.Repeat("word ", maxFile/5+1)})
	if _, _, err := Pack(s.Events(), b.Digest, flow.Position{}, PackOptions{Program: "v1", Now: now}); !errors.Is(err, errTooLarge) {
		t.Errorf("a long note: %v", err)
	}
}

func TestWhatCannotBeMaskedDoesNotLeave(t *testing.T) {
	t.Parallel()
	var c cleaner
	for _, v := range []any{
		map[string]any{"later": []string{"x", fakeKey}},
		map[string]string{fakeKey: "x"},
		map[string]string{"x": "\x1b[2J"},
	} {
		if err := c.write(new(bytes.Buffer), v); !errors.Is(err, errUnmasked) {
			t.Errorf("%T: %v", v, err)
		}
	}
	c.failed = true
	if err := c.write(new(bytes.Buffer), "x"); !errors.Is(err, errUnmasked) {
		t.Errorf("a text that did not come to rest: %v", err)
	}
}

// anySession draws a session about the book.
func anySession(t *rapid.T, b *content.Book) *flow.Session {
	words := rapid.OneOf(
		rapid.SampledFrom([]string{"", "fine", "key " + fakeKey, "x-api-key: " + fakeKey, "Authorization: Bearer " + fakeKey, "a\nb", "\x1b]0;t\a", "\u202e", "\xff"}),
		rapid.StringN(0, 12, 40),
	)
	ids := b.QuestionIDs()
	people := []flow.Source{flow.You, flow.Customer, flow.Colleague}
	s := new(flow.Session)
	s.Open(flow.About{Playbook: b.ID, Digest: b.Digest, Whose: flow.You, Ticket: words.Draw(t, "ticket")}, now)
	if rapid.Bool().Draw(t, "pasted") {
		s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"no"}}`)), flow.Pasted, now)
	}
	for range rapid.IntRange(0, 12).Draw(t, "steps") {
		id := rapid.SampledFrom(ids).Draw(t, "id")
		if q := flow.Walk(b.Playbook, s.Facts()).Question; q != nil && rapid.Bool().Draw(t, "asked") {
			id = q.ID
		}
		switch rapid.IntRange(0, 6).Draw(t, "step") {
		case 0:
			s.Undo(now)
		case 1:
			s.Note(now, flow.Note{Name: flow.NoteOn(id), Text: words.Draw(t, "note"), From: flow.You})
		case 2:
			if v := flow.Walk(b.Playbook, s.Facts()).Verdict; v != nil {
				s.Tried(b.Playbook, v.ID, rapid.SampledFrom([]flow.Value{flow.Yes, flow.No}).Draw(t, "works"), flow.Customer, now)
			}
		default:
			s.Assert(now, flow.Fact{
				ID: id, Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}).Draw(t, "value"),
				From: rapid.SampledFrom(people).Draw(t, "from"), Quote: words.Draw(t, "quote"), Asked: words.Draw(t, "asked of"),
			})
		}
	}
	return s
}

func TestProperty(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		s := anySession(t, b)
		want := flow.Walk(b.Playbook, s.Facts())
		file, _, err := Pack(s.Events(), b.Digest, want, PackOptions{Program: "v1", Now: now})
		must.NoError(t, err)
		if strings.Contains(string(file), fakeKey[16:24]) {
			t.Fatalf("a part of the key leaves:\n%s", file)
		}
		h, events, err := Unpack(file)
		must.NoError(t, err)
		got := flow.Walk(b.Playbook, flow.Replay(events).Facts())
		if got.Outcome != want.Outcome || got.Verdict != want.Verdict || got.Question != want.Question || got.Sure != want.Sure || got.Solved != want.Solved {
			t.Fatalf("it stands at %+v, want %+v", got, want)
		}
		for i, st := range got.Standings {
			if w := want.Standings[i]; st.Verdict != w.Verdict || st.Level != w.Level || h.Causes[i] != (CauseStanding{w.Verdict.ID, string(w.Degree())}) {
				t.Fatalf("%s stands at %v, want %v", w.Verdict.ID, st.Level, w.Level)
			}
		}
		// What is packed again is the same file: nothing was left to mask.
		again, masked, err := Pack(events, b.Digest, got, PackOptions{Program: "v1", Now: now})
		if err != nil || masked != 0 || !bytes.Equal(again, file) {
			t.Fatalf("packed again: %d masked, %v\n%s", masked, err, cmp.Diff(string(file), string(again)))
		}
	})
}

func FuzzUnpack(f *testing.F) {
	b := book(f)
	good := pack(f, b, story(b))
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`{"why403_session":1,"events":1}` + "\n" + `{"seq":1,"act":1,"kind":"undone","undoes":0}`))
	f.Add([]byte(`{"why403_session":1,"outcome":"\u001b[2J","events":0}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		h, events, err := Unpack(in)
		if err != nil {
			return
		}
		for _, text := range []string{h.Where(), h.Playbook, h.Session, h.Digest} {
			if clean, n := redact.Secrets(redact.Terminal(text)); n > 0 || clean != text {
				t.Fatalf("the header says %q", text)
			}
		}
		s := flow.Replay(events)
		s.Notes()
		s.Parked()
		s.Conflicts()
		p := flow.Walk(b.Playbook, s.Facts())
		file, masked, err := Pack(events, b.Digest, p, PackOptions{Program: "v1", Now: now})
		if err != nil {
			if len(in) > maxFile/8 || strings.Contains(err.Error(), "year") {
				return // Escapes can make it longer; a year can be one that JSON cannot hold.
			}
			t.Fatalf("%q cannot be packed again: %v", in, err)
		}
		if _, _, err := Unpack(file); err != nil || masked != 0 {
			t.Fatalf("%q is written as %q: %d masked, %v", in, file, masked, err)
		}
	})
}

// TestOverwrittenNoteStays holds that the words of a note that was written over, taken back or undone do not leave.
func TestOverwrittenNoteStays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	note := func(fact, text string) flow.Note {
		return flow.Note{Name: flow.NoteOn(fact), Text: text, From: flow.You}
	}
	s := new(flow.Session)
	s.Open(flow.About{Playbook: "p"}, now)
	s.Note(now, note("a", "the old words"))
	s.Note(now, note("a", "the new words"))
	s.Note(now, note("b", "taken back"))
	s.Note(now, note("b", ""))
	s.Note(now, note("c", "undone"))
	s.Undo(now)
	file, _, err := Pack(s.Events(), "digest", flow.Position{}, PackOptions{Now: now})
	must.NoError(t, err)
	for _, gone := range []string{"old words", "taken back", `"text":"undone"`} {
		if strings.Contains(string(file), gone) {
			t.Errorf("%q leaves:\n%s", gone, file)
		}
	}
	if !strings.Contains(string(file), "the new words") {
		t.Errorf("the note that stands does not leave:\n%s", file)
	}
}
