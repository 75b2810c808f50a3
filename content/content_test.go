package content

import (
	"testing"
	"time"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestDefault(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatalf("the playbook that ships:\n%v", err)
	}
	if len(b.Questions) == 0 || len(b.Verdicts) == 0 {
		t.Errorf("got %d questions and %d verdicts", len(b.Questions), len(b.Verdicts))
	}
}

// BenchmarkLoad is what every start of the program pays.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(embedded, "playbooks/anthropic-403"); err != nil {
			b.Fatal(err)
		}
	}
}
