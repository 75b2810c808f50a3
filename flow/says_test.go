package flow

import "testing"

// TestSays holds that no is said in words of its own where the playbook has them, and not beside what yes affirms.
func TestSays(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Facts: map[string]FactInfo{
		"other": {About: "Another key works", AboutNo: "Another key is refused too"},
		"seen":  {About: "It was seen"},
	}}
	for want, f := range map[string]Fact{
		"Another key works":          {ID: "other", Value: Yes},
		"Another key is refused too": {ID: "other", Value: No},
		"Another key works: unsure":  {ID: "other", Value: Unsure},
		"It was seen: no":            {ID: "seen", Value: No},
		"nobody: no":                 {ID: "nobody", Value: No},
	} {
		if got := pb.Statements([]Fact{f}); got != want {
			t.Errorf("%s is %s: %q, want %q", f.ID, f.Value, got, want)
		}
	}
}
