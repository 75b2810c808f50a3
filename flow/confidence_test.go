package flow_test

import (
	"testing"

	"why403/flow"
)

func TestApart(t *testing.T) {
	t.Parallel()
	fact := func(id string) []flow.Fact { return []flow.Fact{{ID: id, Value: flow.Yes}} }
	of := func(texts ...string) []flow.Reason {
		var rs []flow.Reason
		for _, text := range texts {
			rs = append(rs, flow.Reason{Text: text, Facts: fact(text)})
		}
		return rs
	}
	for _, tt := range []struct {
		name string
		in   []flow.Reason
		want []string
	}{
		{"one in the other, before it", of("From another network the same request works.", "A page answered, and from another network the same request works."), []string{"A page answered, and from another network the same request works."}},
		{"behind it", of("The project is archived, it says.", "The project is archived."), []string{"The project is archived, it says."}},
		{"the same twice", of("It works.", "It works."), []string{"It works."}},
		{"three, one in another", of("It works.", "It works here.", "It works here and there."), []string{"It works here and there."}},
		{"apart", of("It works.", "It does not."), []string{"It works.", "It does not."}},
		{"without words", of("", "It works."), []string{"", "It works."}},
	} {
		var got []string
		facts := 0
		for _, r := range flow.Apart(tt.in) {
			got = append(got, r.Text)
			facts += len(r.Facts)
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
			}
		}
		seen := make(map[string]bool)
		for _, r := range tt.in {
			seen[r.Facts[0].ID] = true
		}
		if facts != len(seen) {
			t.Errorf("%s: %d facts are shown of %d", tt.name, facts, len(seen))
		}
	}
}
