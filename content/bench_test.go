package content

import (
	"testing"

	"why403/flow/evidence"
)

// BenchmarkReadCorpus reads the reports of the corpus with the signs that ship, as a batch does.
func BenchmarkReadCorpus(b *testing.B) {
	s := signs(b)
	cases := corpus(b, sample1)
	size := 0
	for _, c := range cases {
		size += len(c.Pasted)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, c := range cases {
			s.Read(evidence.Open([]byte(c.Pasted)))
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkCompileSigns(b *testing.B) {
	list := book(b).Signs()
	for b.Loop() {
		if _, err := evidence.Compile(list, sharedSet(), evidence.Index{}); err != nil {
			b.Fatal(err)
		}
	}
}
