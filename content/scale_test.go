package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow"
	"why403/flow/must"
)

// scaled returns a playbook of n questions, n/5 causes with a rule and a screen each, and a sign for each cause. They come
// in sections of 50 questions, in which a question is asked while the one before it was not answered with yes.
func scaled(n int) fstest.MapFS {
	var y strings.Builder
	y.WriteString("id: generated\ntitle: Generated\nchecked: 2026-11-23\nunexplained: none\nfacts:\n")
	for i := range n / 5 {
		fmt.Fprintf(&y, "  f%d: The text names cause %d\n", i, i)
	}
	y.WriteString("questions:\n")
	for i := range n {
		fmt.Fprintf(&y, "  - {id: q%d, about: It is number %d, about_no: It is not, ask: Is it %d?, say: Is it %d?, why: To know., how: [Look.], yes: It is., no: It is not., unsure: Open.", i, i, i, i)
		if i%50 > 0 {
			fmt.Fprintf(&y, ", when: {q%d: [no, unsure]}", i-1)
		}
		y.WriteString("}\n")
	}
	y.WriteString("verdicts:\n  - {id: none, title: None, fix: None, precedence: 99}\n")
	for i := range n / 5 {
		fmt.Fprintf(&y, "  - {id: v%d, title: Number %d, short: number %d, fix: Fix number %d, who: you, check: It works., precedence: 1}\n", i, i, i, i)
	}
	y.WriteString("rules:\n")
	for i := range n / 5 {
		var any []string
		for j := range 5 {
			any = append(any, fmt.Sprintf("{q%d: yes}", 5*i+j))
		}
		fmt.Fprintf(&y, "  - {when: [%s], proves: v%d, sure: strong, because: It is.}\n", strings.Join(any, ", "), i)
		fmt.Fprintf(&y, "  - {when: {f%d: yes}, proves: v%d, sure: certain, because: The text names it.}\n", i, i)
	}
	y.WriteString("signs:\n")
	for i := range n / 5 {
		fmt.Fprintf(&y, "  - {id: s%d, message: 'cause number %d of', names: f%d, made-up: true}\n", i, i, i)
	}
	y.WriteString("screens:\n")
	for i := range n / 5 {
		fmt.Fprintf(&y, "  v%d: \"# Number %d\\n\\n## The fix\\n\\nMend it.\\n\\n## How to verify\\n\\nLook again.\\n\"\n", i, i)
	}
	return fstest.MapFS{"playbook.yaml": {Data: []byte(y.String())}}
}

// BenchmarkScale shows that loading, linting, reading a text and walking take time linear in the playbook: ns/question
// stays the same. The largest has 10,000 questions and 2,000 signs.
func BenchmarkScale(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		files := scaled(n)
		book, err := Load(files, ".")
		must.NoError(b, err)
		if len(book.Questions) != n || len(book.Signs()) != n/5 {
			b.Fatalf("got %d questions and %d signs", len(book.Questions), len(book.Signs()))
		}
		if ps := book.Lint(lintDay); len(ps) > 0 {
			b.Fatal(ps)
		}
		last := fmt.Sprintf(`{"type":"error","error":{"message":"cause number %d of many"}}`, n/5-1)
		var facts []flow.Fact
		for i := range n / 2 {
			facts = append(facts, flow.Fact{ID: fmt.Sprintf("q%d", i), Value: flow.No, From: flow.You})
		}
		for _, c := range []struct {
			name string
			do   func() error
		}{
			{"load", func() error {
				_, err := Load(files, ".")
				return err
			}},
			{"lint", func() error {
				if ps := book.Lint(lintDay); len(ps) > 0 {
					return ps
				}
				return nil
			}},
			{"read", func() error {
				r := book.Read([]byte(last))
				if len(r.Facts) != 1 || r.Facts[0].ID != fmt.Sprintf("f%d", n/5-1) {
					return fmt.Errorf("read %v", r.Facts)
				}
				return nil
			}},
			{"walk", func() error {
				p := flow.Walk(book.Playbook, facts)
				if p.Question == nil || p.Question.ID != fmt.Sprintf("q%d", n/2) {
					return fmt.Errorf("asked %v", p.Question)
				}
				return nil
			}},
		} {
			b.Run(fmt.Sprintf("%s/questions=%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					must.NoError(b, c.do())
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/question")
			})
		}
	}
}
