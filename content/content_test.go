package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
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

// BenchmarkLoadGenerated shows that loading takes time linear in the playbook: ns/question stays the same.
func BenchmarkLoadGenerated(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		var y strings.Builder
		y.WriteString("id: generated\ntitle: Generated\nchecked: 2026-11-23\nunexplained: none\nquestions:\n")
		for i := range n {
			fmt.Fprintf(&y, "  - {id: q%d, about: a, ask: A?, say: A?, why: w, how: h, yes: y, no: n, unsure: u", i)
			if i > 0 {
				fmt.Fprintf(&y, ", when: {q%d: [no, unsure]}", i-1)
			}
			y.WriteString("}\n")
		}
		y.WriteString("verdicts:\n  - {id: none, title: None, fix: None, peel: 99}\n")
		for i := range n / 5 {
			fmt.Fprintf(&y, "  - {id: v%d, title: V, fix: F, peel: 1, always: true}\n", i)
		}
		y.WriteString("rules:\n")
		for i := range n / 5 {
			fmt.Fprintf(&y, "  - {when: {q%d: yes}, proves: v%d, sure: strong, because: b}\n", 5*i, i)
		}
		files := fstest.MapFS{
			"p/playbook.yaml": {Data: []byte(y.String())},
			"p/signs.yaml":    {Data: []byte("signs: []\n")},
			"p/tables.yaml":   {Data: []byte("tables: []\n")},
		}
		b.Run(fmt.Sprintf("questions=%d", n), func(b *testing.B) {
			for b.Loop() {
				book, err := Load(files, "p")
				if err != nil {
					b.Fatal(err)
				}
				if len(book.Questions) != n {
					b.Fatalf("got %d questions", len(book.Questions))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/question")
		})
	}
}
