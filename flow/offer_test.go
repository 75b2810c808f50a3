package flow

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"why403/flow/must"
)

// TestOffers holds when what a person wrote is offered as an answer, and that it is never known.
func TestOffers(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	said := Offer{Question: "power", Value: Yes, Words: "the lamp is lit: green"}
	read := Reading{Notes: []Note{{Name: "status", Text: "403", From: Pasted}}, Offers: []Offer{said}}
	for name, tt := range map[string]struct {
		do   func(s *Session)
		want []Offer
	}{
		"read":                 {func(*Session) {}, []Offer{said}},
		"read again without":   {func(s *Session) { s.Read(Reading{}, Pasted, at) }, nil},
		"a second text added":  {func(s *Session) { s.Add(s.Beside(Reading{Summary: "x"}, Pasted), Pasted, at) }, []Offer{said}},
		"undone":               {func(s *Session) { s.Undo(at) }, nil},
		"answered":             {func(s *Session) { s.Assert(at, Fact{ID: "power", Value: No, From: You}) }, nil},
		"answered, and undone": {func(s *Session) { s.Assert(at, Fact{ID: "power", Value: No, From: You}); s.Undo(at) }, []Offer{said}},
		"answered, withdrawn":  {func(s *Session) { s.Assert(at, Fact{ID: "power", Value: No, From: You}, Fact{ID: "power", From: You}) }, []Offer{said}},
		"a fix did not help":   {func(s *Session) { s.Tried(&Playbook{}, "x", No, You, at) }, nil},
		"a fix helped":         {func(s *Session) { s.Tried(&Playbook{}, "x", Yes, You, at) }, []Offer{said}},
		"another playbook":     {func(s *Session) { s.HandOver(Handing{From: &Playbook{ID: "a"}, To: &Playbook{ID: "b"}}, at) }, nil},
		"another one, read anew": {func(s *Session) {
			s.HandOver(Handing{From: &Playbook{ID: "a"}, To: &Playbook{ID: "b"}, Again: &read}, at)
		}, []Offer{said}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := new(Session)
			s.Open(About{Whose: You}, at)
			s.Read(read, Pasted, at)
			tt.do(s)
			text, err := json.Marshal(s.Events())
			must.NoError(t, err)
			var events []Event
			must.NoError(t, json.Unmarshal(text, &events))
			if got := Replay(events).Offers(); !slices.Equal(got, tt.want) {
				t.Errorf("offers %v, want %v", got, tt.want)
			}
			for _, n := range s.Notes() {
				if n.offers() {
					t.Errorf("an offer stands among the notes: %v", n)
				}
			}
		})
	}
	for _, tt := range []struct {
		whose, from Source
		value       Value
		quote       string
	}{
		{You, You, Yes, said.Words},
		{Customer, Customer, Yes, said.Words},
		{You, You, No, ""},
		{You, You, Unsure, ""},
		{You, Colleague, Yes, ""}, // They are not a colleague's words.
		{Customer, You, Yes, ""},
	} {
		s := new(Session)
		s.Open(About{Whose: tt.whose}, at)
		s.Read(read, Pasted, at)
		if f := s.Worded(Fact{ID: "power", Value: tt.value, From: tt.from}); f.Quote != tt.quote {
			t.Errorf("%s's call, %s says %s: quotes %q, want %q", tt.whose, tt.from, tt.value, f.Quote, tt.quote)
		}
		if f := s.Worded(Fact{ID: "power", Value: Yes, From: tt.whose, Quote: "I looked"}); f.Quote != "I looked" {
			t.Errorf("other words became %q", f.Quote)
		}
		if len(s.Facts()) != 0 {
			t.Errorf("an offer is known: %v", s.Facts())
		}
	}
}
