package flow

import "testing"

// TestClue holds that a note hints only where it matches, at what its words say.
func TestClue(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Questions: []Question{{ID: "country", Decides: []string{"region"}, Clue: Clue{Note: "ray", Says: "-([A-Z]{3})$", Text: "ends in $1"}}, {ID: "none"}}}
	for note, want := range map[string]string{"": "", "9a1b": "", "9a1b-FRA": "ends in FRA", "9a1b-fra": ""} {
		s := new(Session)
		s.Note(noon, Note{Name: "ray", Text: note})
		got := ""
		for _, text := range pb.Clues(s, &pb.Questions[0], nil) {
			got += text
		}
		if of := pb.CluesOf(s, "region"); got != want || len(of) != 0 && of[0] != want || len(of) == 0 && want != "" {
			t.Errorf("%q hints at %q, and of its cause at %q, want %q", note, got, of, want)
		}
		if other := append(pb.Clues(s, &pb.Questions[1], nil), pb.CluesOf(s, "else")...); len(other) != 0 {
			t.Errorf("%q hints at %q, about something else", note, other)
		}
	}
}
