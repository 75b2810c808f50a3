package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow/must"
)

// BenchmarkBatchCorpus diagnoses the texts of real reports on one core, with the start of the process.
func BenchmarkBatchCorpus(b *testing.B) {
	files, err := filepath.Glob("../../content/testdata/corpus/[ls]*.jsonl") // What is held back is read by its test alone.
	if err != nil || len(files) == 0 {
		b.Fatalf("there is no corpus: %v", err)
	}
	var lines bytes.Buffer
	out := json.NewEncoder(&lines)
	size, n := 0, 0
	for _, name := range files {
		f, err := os.Open(name)
		must.NoError(b, err)
		defer f.Close()
		for in := json.NewDecoder(f); in.More(); {
			var report struct{ Pasted string }
			if err := in.Decode(&report); err != nil {
				b.Fatalf("%s: %v", name, err)
			}
			must.NoError(b, out.Encode(map[string]any{"id": n, "text": report.Pasted}))
			size, n = size+len(report.Pasted), n+1
		}
	}
	bin := built(b, ".")
	b.SetBytes(int64(size))
	for b.Loop() {
		runBatch(b, bin, bytes.NewReader(lines.Bytes()), n, 1)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "texts/s")
}

// BenchmarkBatch diagnoses texts through the program's standard input, with two threads, and greps the same bytes for the
// same patterns, ignoring case as the signs do; those that an empty text has would end its search at once. Memory is the peak of the process: it stays the same from the first size to
// the last, a million texts. The texts are the examples that ship, each with a number of its own; a result out of order fails.
func BenchmarkBatch(b *testing.B) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		b.Skip("there is no grep here to compare with")
	}
	book := must.Have(b, content.Default)
	var patterns []string
	for _, s := range book.Signs() {
		for _, p := range []string{s.When.Message, s.When.Text, s.When.Host, s.When.URL, s.When.RequestID} {
			if p != "" && !regexp.MustCompile("(?is)"+p).MatchString(`{"id":0,"text":"-"}`) {
				patterns = append(patterns, "(?:"+p+")")
			}
		}
	}
	bin := built(b, ".")
	for _, n := range []int{1_000, 30_000, 1_000_000} {
		b.Run(fmt.Sprintf("texts=%d", n), func(b *testing.B) {
			file := writeBatch(b, book, n)
			var ours, theirs time.Duration
			peak := 0.0
			for b.Loop() {
				f, err := os.Open(file)
				must.NoError(b, err)
				took, mib := runBatch(b, bin, f, n, 2)
				f.Close()
				ours += took
				peak = max(peak, mib)
				began := time.Now()
				// It is read from, since grep stops at the first match when nobody does.
				if _, err := exec.Command(grep, "-c", "-i", "-P", strings.Join(patterns, "|"), file).Output(); err != nil {
					b.Fatal(err)
				}
				theirs += time.Since(began)
			}
			b.ReportMetric(float64(ours)/float64(theirs), "×grep")
			b.ReportMetric(float64(n*b.N)/ours.Seconds(), "texts/s")
			b.ReportMetric(peak, "MiB-peak")
		})
	}
}

// writeBatch writes n lines of --batch and returns the file.
func writeBatch(b *testing.B, book *content.Book, n int) string {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "batch.jsonl"))
	must.NoError(b, err)
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	for i := range n {
		e := book.Examples[i%len(book.Examples)]
		must.NoError(b, lines.Encode(map[string]any{"id": i, "text": e.Text}))
		if out.Len() > 1<<20 || i == n-1 {
			if _, err := out.WriteTo(f); err != nil {
				b.Fatal(err)
			}
		}
	}
	must.NoError(b, f.Close())
	return f.Name()
}

// inOrder counts lines and fails at the first whose id is not its number.
type inOrder struct {
	n    int
	rest []byte
}

func (o *inOrder) Write(p []byte) (int, error) {
	o.rest = append(o.rest, p...)
	for {
		line, rest, whole := bytes.Cut(o.rest, []byte("\n"))
		if !whole {
			o.rest = append(o.rest[:0], line...)
			return len(p), nil
		}
		if want := fmt.Appendf(nil, `{"id":%d,`, o.n); !bytes.HasPrefix(line, want) {
			return 0, fmt.Errorf("line %d begins with %.40s", o.n, line)
		}
		o.n++
		o.rest = rest
	}
}

// runBatch returns how long the program took for n texts with so many threads, and the most memory it had, in MiB.
func runBatch(b *testing.B, bin string, texts io.Reader, n, threads int) (time.Duration, float64) {
	b.Helper()
	var out inOrder
	cmd := exec.Command(bin, "diagnose", "--batch")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = texts, &out, os.Stderr
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", threads))
	peak := measured(b, cmd)
	began := time.Now()
	must.NoError(b, cmd.Run())
	took := time.Since(began)
	if out.n != n {
		b.Fatalf("%d texts, %d results", n, out.n)
	}
	return took, peak()
}
