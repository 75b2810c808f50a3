package evidence

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"why403/flow/must"
)

// logOf returns a service's log of about that many bytes with one error at its end.
func logOf(size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "2026-11-23T10:%02d:%02d.%03dZ INFO  [worker-%d] GET /v1/widgets/%d?page=%d 200 in %d ms, cache=%t bytes=%d\n",
			i/60%60, i%60, i%1000, i%16, i*7919, i%9, i%400, i%3 == 0, i*31%65536)
		if i%50 == 0 {
			fmt.Fprintf(&b, "2026-11-23T10:%02d:%02d.%03dZ DEBUG {\"trace\":\"%016x\",\"msg\":\"upstream answered\",\"status\":200,\"model\":\"widget-%d\"}\n", i/60%60, i%60, i%1000, i*104729, i%4)
		}
	}
	b.WriteString("2026-11-23T10:59:59.999Z ERROR 403 " + inJSON + "\n")
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	s := compile(b, vendor())
	for _, size := range []int{512, 64 << 10, 1 << 20, 8 << 20} {
		text := logOf(size)
		b.Run(fmt.Sprintf("log of %d KiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if r := s.Read(Open(text)); fact(r, "widget-text").Quote == "" {
					b.Fatal("the error was not found")
				}
			}
		})
	}
	for name, text := range map[string]string{"json": "403 " + inJSON, "node dump": shapes()["node dump"]} {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				s.Read(Open([]byte(text)))
			}
		})
	}
}

// BenchmarkReadAgainstGrep reads the same file as grep -c does, its process included, and reports the ratio.
func BenchmarkReadAgainstGrep(b *testing.B) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		b.Skip("there is no grep here to compare with")
	}
	s := compile(b, vendor())
	text := logOf(8 << 20)
	file := filepath.Join(b.TempDir(), "log")
	must.NoError(b, os.WriteFile(file, text, 0o600))
	var reading, grepping time.Duration
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		started := time.Now()
		data, err := os.ReadFile(file)
		must.NoError(b, err)
		s.Read(Open(data))
		reading += time.Since(started)
		started = time.Now()
		if _, err := exec.Command(grep, "-c", "permission_error", file).Output(); err != nil { // Unread, grep stops at the first match.
			b.Fatal(err)
		}
		grepping += time.Since(started)
	}
	b.ReportMetric(float64(reading)/float64(grepping), "times-grep")
	b.ReportMetric(float64(len(text))*float64(b.N)/reading.Seconds()/1e6, "reading-MB/s")
}
