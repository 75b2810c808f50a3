package flow

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestReadReplacesWhatItsSourceSaid(t *testing.T) {
	t.Parallel()
	s := new(Session)
	s.Read(Reading{
		Facts: []Fact{{ID: "a", Value: Yes, From: Pasted}, {ID: "b", Value: Yes, From: Pasted}},
		Notes: []Note{{Name: "status", Text: "403", From: Pasted}},
	}, Pasted, noon)
	s.Assert(noon, you("c", No))
	s.Read(Reading{Facts: []Fact{{ID: "b", Value: No, From: Pasted}}}, Pasted, noon)
	if got := s.NoteText("status"); got != "" {
		t.Errorf("a note of the text that was replaced still reads %q", got)
	}
	want := []Fact{you("c", No), {ID: "b", Value: No, From: Pasted}}
	if diff := cmp.Diff(want, s.Facts()); diff != "" {
		t.Errorf("facts:\n%s", diff)
	}
	if _, ok := s.Undo(noon); !ok {
		t.Fatal("nothing to undo")
	}
	if f, _ := s.Fact("a"); f.Value != Yes {
		t.Errorf("after undo a is %v, want yes", f.Value)
	}
}

func TestTriedWithdrawsWhatTheFixMayHaveChanged(t *testing.T) {
	t.Parallel()
	s := new(Session)
	s.Assert(noon, you("here", No), you("proxy", Yes), you("off-proxy", Yes))
	s.Tried(network(), "proxy-refuses", No, You, noon)
	want := []Fact{you("proxy", Yes), {ID: "fixed:proxy-refuses", Value: No, From: You, Rule: "changed"}}
	if diff := cmp.Diff(want, s.Facts()); diff != "" {
		t.Errorf("facts:\n%s", diff)
	}
	if f, ok := s.Earlier("here"); !ok || f.Value != No {
		t.Errorf("the earlier answer is %v, want no, to be offered again", f)
	}
	if p := Walk(network(), s.Facts()); p.Question == nil || p.Question.ID != "here" {
		t.Errorf("the walk goes on at %+v, want the question here", p.Question)
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		say  func(*Session)
		want []string
	}{
		{"two sources disagree", func(s *Session) {
			s.Assert(noon, Fact{ID: "a", Value: No, From: Probed})
			s.Assert(noon, you("a", Yes))
		}, []string{"a: you says yes, probe says no"}},
		{"one source changes its mind", func(s *Session) {
			s.Assert(noon, you("a", No))
			s.Assert(noon, you("a", Yes))
		}, nil},
		{"unsure contradicts nobody", func(s *Session) {
			s.Assert(noon, Fact{ID: "a", Value: No, From: Probed})
			s.Assert(noon, you("a", Unsure))
		}, nil},
		{"withdrawn", func(s *Session) {
			s.Assert(noon, Fact{ID: "a", Value: No, From: Probed})
			s.Assert(noon, Fact{ID: "a", From: Probed})
			s.Assert(noon, you("a", Yes))
		}, nil},
		{"what was true before a fix", func(s *Session) {
			s.Assert(noon, Fact{ID: "here", Value: No, From: Probed})
			s.Tried(network(), "model", No, You, noon)
			s.Assert(noon, you("here", Yes))
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(Session)
			tt.say(s)
			var got []string
			for _, c := range s.Conflicts() {
				got = append(got, c.ID+": "+string(c.Says.From)+" says "+c.Says.Value.String()+", "+string(c.Against.From)+" says "+c.Against.Value.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("conflicts:\n%s", diff)
			}
		})
	}
}

func TestEventsAreNumberedWithoutGaps(t *testing.T) {
	t.Parallel()
	s := new(Session)
	s.Open(About{Playbook: "network"}, noon)
	s.Read(Reading{Facts: []Fact{you("a", Yes)}, Notes: []Note{{Name: "status", Text: "403"}, {Name: "status", Text: "404"}}}, Pasted, noon)
	s.Undo(noon)
	for i, e := range s.Events() {
		if e.Seq != i+1 {
			t.Errorf("event %d has the number %d", i+1, e.Seq)
		}
	}
	if got := s.NoteText("status"); got != "" {
		t.Errorf("an undone note still reads %q", got)
	}
	if s.About().Playbook != "network" {
		t.Errorf("undo took away what the session is about: %+v", s.About())
	}
	if _, ok := s.Undo(noon); ok {
		t.Error("there was nothing left to undo")
	}
}

// TestUndoneSaysNothing holds that an act that was undone leaves the acts of the facts as they were: by them answers are counted and
// questions gone back to.
func TestUndoneSaysNothing(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(*Session){
		"the same again":   func(s *Session) { s.Assert(noon, you("here", Yes), you("proxy", No)) },
		"taken back":       func(s *Session) { s.Assert(noon, you("here", Unknown)) },
		"a fix was tried":  func(s *Session) { s.Tried(network(), "model", No, You, noon) },
		"the same error":   func(s *Session) { s.TriedSame(network(), "model", You, noon) },
		"a text was given": func(s *Session) { s.Read(Reading{Facts: []Fact{{ID: "page", Value: Yes}}}, Pasted, noon) },
	} {
		s := new(Session)
		s.Assert(noon, you("here", Yes))
		s.Assert(noon, you("proxy", No))
		want := s.Acts()
		act(s)
		if _, ok := s.Undo(noon); !ok {
			t.Errorf("%s: there was nothing to undo", name)
		}
		if diff := cmp.Diff(want, s.Acts()); diff != "" {
			t.Errorf("%s, undone:\n%s", name, diff)
		}
	}
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, in []byte) {
		pb, s := network(), new(Session)
		ids := []string{"here", "proxy", "off-proxy", "page", "fixed:model", "fixed:proxy-refuses", "?"}
		from := []Source{Pasted, Probed, You, Customer, "someone"}
		for _, b := range in {
			switch b % 5 {
			case 0:
				s.Undo(noon)
			case 1:
				s.Tried(pb, "model", Value(b>>3%4), You, noon)
			default:
				s.Assert(noon, Fact{ID: ids[int(b>>2)%len(ids)], Value: Value(b >> 4 % 4), From: from[int(b)%len(from)]})
			}
		}
		if diff := cmp.Diff(Walk(pb, s.Facts()), Walk(pb, Replay(s.Events()).Facts()), cmpopts.IgnoreUnexported(Position{})); diff != "" {
			t.Fatalf("replay differs:\n%s", diff)
		}
	})
}

// TestGiven holds that a session keeps the text that it was read from as long as what it showed counts, and that no list of notes
// shows it.
func TestGiven(t *testing.T) {
	t.Parallel()
	reading := func(text, id string) Reading {
		return Reading{Text: []byte(text), Summary: text, Facts: []Fact{{ID: id, Value: Yes, From: Pasted}}}
	}
	s := new(Session)
	given := func(want string) {
		t.Helper()
		if got := s.NoteText(Given); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if len(s.Notes()) != 0 {
			t.Errorf("the notes show it: %v", s.Notes())
		}
	}
	s.Read(reading("403 one", "a"), Pasted, noon)
	given("403 one")
	if events := s.Add(reading("403 one\n\nhello", "a"), Pasted, noon); len(events) != 0 {
		t.Errorf("a text that shows nothing new is recorded: %v", events)
	}
	quiet := s.Beside(Reading{Text: []byte("403 one\n\nhello")}, Pasted)
	if events := s.Add(quiet, Pasted, noon); len(events) != 0 {
		t.Errorf("so is one without an error: %v", events)
	}
	s.Add(reading("403 one\n\n403 two", "b"), Pasted, noon)
	given("403 one\n\n403 two")
	s.Undo(noon)
	given("403 one")
	s.Read(reading("403 three", "c"), Pasted, noon)
	given("403 three")
	s.Read(reading(strings.Repeat("x", 256<<10+1), "d"), Pasted, noon)
	given("")
}

// TestAnotherErrorTakesTheNotes holds that after a fix that led to another error nothing tells of the one before: neither its words and
// status, nor the text, nor the answers that it gave. What is of the call stays, and all of it comes back with the answer on the fix.
func TestAnotherErrorTakesTheNotes(t *testing.T) {
	t.Parallel()
	pb, at := network(), noon
	s := new(Session)
	note := func(name, text string) Note { return Note{Name: name, Text: text, From: Pasted} }
	s.Read(Reading{
		Facts: []Fact{{ID: "proxy", Value: Yes, From: Pasted, Quote: "Access denied by the proxy"}},
		Notes: []Note{note("status", "403"), note("message", "Access denied"), note("request_id", "req_1"), note("host", "api.example.com"), note("model", "claude-x")},
		Text:  []byte("403 Access denied"),
	}, Pasted, at)
	s.Tried(pb, "proxy-refuses", No, You, at)
	for name, want := range map[string]string{"status": "", "message": "", "request_id": "", Given: "", "host": "api.example.com", "model": "claude-x"} {
		if got := s.NoteText(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := s.Symptom(); got != "" {
		t.Errorf("the error says %q", got)
	}
	if f, ok := s.Earlier("proxy"); ok {
		t.Errorf("%v is offered again", f)
	}
	s.Undo(at)
	if s.NoteText("status") != "403" || s.Symptom() == "" {
		t.Error("it does not come back")
	}
	s.TriedSame(pb, "proxy-refuses", You, at)
	if s.NoteText("status") != "403" {
		t.Error("the same error lost its status")
	}
}
