package flow

import (
	"slices"
	"testing"
)

// TestSpeaker holds whose word an answer is unless somebody says otherwise.
func TestSpeaker(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		whose Source
		said  Fact
		want  Source
	}{
		"nobody yet":              {You, Fact{ID: "other", Value: Yes, From: Colleague}, You},
		"nobody yet, at a desk":   {Customer, Fact{ID: "other", Value: Yes, From: Colleague}, Customer},
		"measured":                {Customer, Fact{ID: "a", Value: Yes, From: Probed}, Customer},
		"measured there":          {You, Fact{ID: "a", Value: Yes, From: Customer, Rule: "plain"}, You},
		"asked":                   {Customer, Fact{ID: "a", Value: Unsure, From: Customer, Asked: "admin"}, Colleague},
		"answered by a colleague": {You, Fact{ID: "a", Value: No, From: Colleague}, Colleague},
		"answered by oneself":     {Customer, Fact{ID: "a", Value: No, From: You}, You},
		"withdrawn by a customer": {You, Fact{ID: "a", From: Customer}, You},
	} {
		s := new(Session)
		s.Open(About{Whose: tt.whose}, noon)
		s.Assert(noon, tt.said)
		if got := s.Speaker("a"); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// TestAdds holds which words of people say something new.
func TestAdds(t *testing.T) {
	t.Parallel()
	waits := Fact{ID: "a", Value: Unsure, From: Customer, Asked: "admin"}
	measured := Fact{ID: "a", Value: Yes, From: Probed, Rule: "plain", Quote: "200"}
	answered := Fact{ID: "a", Value: No, From: Colleague, Quote: "no"}
	for name, tt := range map[string]struct {
		old, new Fact
		want     bool
	}{
		"the first":                {Fact{ID: "b", Value: Yes}, Fact{ID: "a", Value: No, From: You}, true},
		"nothing of nothing":       {Fact{ID: "b", Value: Yes}, Fact{ID: "a", From: You}, false},
		"the same":                 {answered, answered, false},
		"the same, without words":  {answered, Fact{ID: "a", Value: No, From: Colleague}, false},
		"other words":              {answered, Fact{ID: "a", Value: No, From: Colleague, Quote: "never"}, true},
		"another's word":           {answered, Fact{ID: "a", Value: No, From: You}, true},
		"withdrawn":                {answered, Fact{ID: "a", From: Colleague}, true},
		"measured, and said":       {measured, Fact{ID: "a", Value: Yes, From: You}, false},
		"measured, said by others": {measured, Fact{ID: "a", Value: Yes, From: Colleague}, true},
		"measured, and denied":     {measured, Fact{ID: "a", Value: No, From: You}, true},
		"parked again":             {waits, waits, false},
		"parked with another":      {waits, Fact{ID: "a", Value: Unsure, From: Customer, Asked: "owner"}, true},
		"nobody could tell":        {waits, Fact{ID: "a", Value: Unsure, From: Colleague}, true},
	} {
		s := new(Session)
		s.Assert(noon, tt.old)
		if got := s.Adds(tt.new); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestSayAll holds that all that is said at once is one act, that what a fix may have changed is withdrawn before the rest is
// said of the call as it is now, and that a fix that is said to have helped at the same time stands.
func TestSayAll(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Facts: map[string]FactInfo{"made": {}, "tried": {Retest: true}}}
	s := new(Session)
	s.Assert(noon, Fact{ID: "made", Value: Yes, From: You}, Fact{ID: "tried", Value: Yes, From: You}, Fact{ID: "read", Value: Yes, From: Pasted}, Fact{ID: FixedFact("b"), Value: Yes, From: You})
	s.Note(noon, Note{Name: CheckAgain, Text: "2026-11-23T12:10:00Z", From: You}, Note{Name: WordsOn("tried"), Text: "no luck", From: Customer})
	events := s.SayAll(pb, []Fact{
		{ID: FixedFact("a"), Value: No, From: You}, {ID: FixedFact("b"), Value: Yes, From: Customer}, s.Worded(Fact{ID: "tried", Value: No, From: Customer}),
	}, []Note{{Name: NoteOn("made"), Text: "last year", From: You}}, noon)
	if i := slices.IndexFunc(events, func(e Event) bool { return e.Act != 3 }); i >= 0 {
		t.Errorf("%+v is of another act", events[i])
	}
	want := map[string]Fact{
		"made":         {ID: "made", Value: Yes, From: You},
		"tried":        {ID: "tried", Value: No, From: Customer, Quote: "no luck"},
		FixedFact("a"): {ID: FixedFact("a"), Value: No, From: You},
		FixedFact("b"): {ID: FixedFact("b"), Value: Yes, From: Customer},
	}
	facts := s.Facts()
	for _, f := range facts {
		if f != want[f.ID] {
			t.Errorf("%+v, want %+v", f, want[f.ID])
		}
	}
	if len(facts) != len(want) {
		t.Errorf("%v are known, want %v", facts, want)
	}
	if notes := s.Notes(); len(notes) != 1 || notes[0].Text != "last year" {
		t.Errorf("the notes are %v", notes)
	}
	if s.Undo(noon); s.NoteText(CheckAgain) == "" || s.NoteText(WordsOn("tried")) == "" || len(s.Facts()) != 4 {
		t.Errorf("undone, %v and %v stand", s.Facts(), s.Notes())
	}
}

// TestAskedAgainOfTheSame holds that what a fix may have changed is asked again of who answered it, by their name, and that who says it then is
// who said it.
func TestAskedAgainOfTheSame(t *testing.T) {
	t.Parallel()
	pb := network()
	for id := range pb.Facts {
		pb.Facts[id] = FactInfo{About: id, Retest: true}
	}
	s := new(Session)
	s.Open(About{Whose: Customer}, noon)
	s.Assert(noon, Fact{ID: "proxy", Value: Unsure, From: Customer, Asked: "Bob"})
	s.Assert(noon, Fact{ID: "here", Value: Unsure, From: Customer, Asked: "Jane"}, Fact{ID: "off-proxy", Value: No, From: Customer})
	s.Assert(noon, Fact{ID: "here", Value: No, From: Colleague})
	s.Assert(noon, Fact{ID: "proxy", Value: Yes, From: Colleague})
	s.TriedSame(pb, "model", Customer, noon)
	for id, want := range map[string]string{"here": "Jane", "proxy": "Bob", "off-proxy": ""} {
		f, _ := s.Earlier(id)
		if _, known := s.Fact(id); known || s.Replied(f) != want {
			t.Errorf("%s: known %t, said by %q, want %q", id, known, s.Replied(f), want)
		}
	}
	for id, want := range map[string]Source{"here": Colleague, "off-proxy": Customer, "page": Customer} {
		if got := s.Speaker(id); got != want {
			t.Errorf("%s is asked again of %q, want %q", id, got, want)
		}
	}
	s.Assert(noon, Fact{ID: "here", Value: No, From: Customer})
	if f, _ := s.Fact("here"); f.From != Customer || s.Replied(f) != "" {
		t.Errorf("the customer said it, and it is recorded as %+v", f)
	}
}

// TestWordsStayWithTheirs holds that the words kept of a colleague go with a colleague's answer alone, also to a choice.
func TestWordsStayWithTheirs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		said Source
		want string
	}{{Colleague, "it is lit"}, {Customer, ""}, {You, ""}} {
		s := new(Session)
		s.Open(About{Whose: Customer}, noon)
		s.Assert(noon, Fact{ID: "here", Value: Unsure, From: Customer, Asked: "Bob"})
		s.Tell(noon, nil, []Note{{Name: WordsOn("here"), Text: "it is lit", From: Colleague}})
		f := s.Worded(Fact{ID: "here", Value: Yes, From: tt.said})
		s.Say(network(), f, noon)
		if f.Quote != tt.want {
			t.Errorf("the answer of %s goes with %q", tt.said, f.Quote)
		}
		if left := s.NoteText(WordsOn("here")); (left == "") != (tt.want != "") {
			t.Errorf("after the answer of %s %q waits", tt.said, left)
		}
	}
}

// TestAnew holds that once the call is another one than before the fix, what was said of the one before neither counts nor is offered, and that
// what was said since the fix, at the same time, or is still waited for, stays.
func TestAnew(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Questions: []Question{{ID: "new", Anew: []string{"kept", "again", "since", "now", "waits", "never"}}}, Verdicts: []Verdict{{ID: "a", Leaves: []string{"kept"}}}}
	pb.Facts = map[string]FactInfo{"new": {Retest: true}, "kept": {Retest: true}, "again": {Retest: true}, "since": {Retest: true}, "now": {Retest: true}, "waits": {}, "else": {Retest: true}}
	session := func() *Session {
		s := new(Session)
		for _, id := range []string{"kept", "again", "since", "now", "else"} {
			s.Assert(noon, Fact{ID: id, Value: Yes, From: You})
		}
		s.Assert(noon, Fact{ID: "waits", Value: Unsure, From: You, Asked: "Jane"})
		s.TriedSame(pb, "a", You, noon)
		s.Assert(noon, Fact{ID: "since", Value: No, From: You})
		return s
	}
	for word, offered := range map[Value][]string{Yes: {"since", "now", "waits", "else"}, No: {"kept", "again", "since", "now", "waits", "else"}, Unsure: {"kept", "again", "since", "now", "waits", "else"}} {
		s := session()
		said := []Fact{{ID: "now", Value: No, From: Customer}, {ID: "new", Value: word, From: Customer}}
		s.SayAll(pb, said, nil, noon)
		s.SayAll(pb, said, nil, noon) // Said again it takes nothing more back.
		for _, id := range []string{"kept", "again", "since", "now", "waits", "else"} {
			if _, ok := s.Earlier(id); ok != slices.Contains(offered, id) {
				t.Errorf("new is %v: %s is offered: %t", word, id, ok)
			}
		}
		if _, known := s.Fact("kept"); known == (word == Yes) {
			t.Errorf("new is %v: kept is known: %t", word, known)
		}
		if f, _ := s.Fact("since"); f.Value != No {
			t.Errorf("new is %v: what was said since is %v", word, f.Value)
		}
	}
	s := session()
	s.Say(pb, Fact{ID: "new", Value: Yes, From: You}, noon)
	if s.Undo(noon); !s.Adds(Fact{ID: "kept", Value: No}) || s.Adds(Fact{ID: "kept", Value: Yes, From: You}) {
		t.Error("undone, what was said before does not stand")
	}
}

// TestWordsOutlastParking holds that what a customer said to a question stays theirs while somebody else is asked, and after that.
func TestWordsOutlastParking(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Facts: map[string]FactInfo{"tried": {}}}
	s := new(Session)
	s.Note(noon, Note{Name: WordsOn("tried"), Text: "no luck", From: Customer})
	s.Say(pb, s.Worded(Fact{ID: "tried", Value: Unsure, Asked: "network-team", From: Customer}), noon)
	if f, _ := s.Fact("tried"); f.Quote != "no luck" || s.NoteText(WordsOn("tried")) != "no luck" {
		t.Errorf("parked, the words are %q and %q", f.Quote, s.NoteText(WordsOn("tried")))
	}
	s.Assert(noon, Fact{ID: "tried", Value: No, From: Colleague})
	if got := s.NoteText(WordsOn("tried")); got != "no luck" {
		t.Errorf("answered by a colleague, the words are %q", got)
	}
	s.Say(pb, s.Worded(Fact{ID: "tried", Value: No, From: Customer}), noon)
	if f, _ := s.Fact("tried"); f.Quote != "no luck" || s.NoteText(WordsOn("tried")) != "" {
		t.Errorf("answered by the customer, the words are %q, and %q wait", f.Quote, s.NoteText(WordsOn("tried")))
	}
}
