package conversation

import "testing"

// TestGroups holds that help tells of everything that can be done, once.
func TestGroups(t *testing.T) {
	t.Parallel()
	times := make(map[Name]int)
	for _, g := range Grouped(func(Command) bool { return true }) {
		for _, n := range g.Names {
			times[n]++
		}
	}
	for _, c := range Commands() {
		if times[c.Name] != 1 {
			t.Errorf("%q stands in %d groups", c.Long, times[c.Name])
		}
		delete(times, c.Name)
	}
	if len(times) > 0 {
		t.Errorf("in a group, and nowhere else: %v", times)
	}
	if g := Grouped(func(c Command) bool { return c.Name == Quit }); len(g) != 1 || len(g[0].Names) != 1 {
		t.Errorf("one command is in %v", g)
	}
}
