package evidence

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// hostile are pieces that, repeated, make a careless reader slow: they open much and close nothing.
func hostile() []string {
	return []string{
		"{", "[", "{\"", "{'", "{\"a{'b", "{\\\"", "{\\\\\\\"", "{\"a\":", "{\"a\":{", "{a:\"x\n", "{\"a\":\"b_12345\n", "{\\\n\"", "'\n}", "{a:[", "\"message\":\"", "{\"error\":\"{", "\\", " ", "\n", ":", "=>",
		"<html", "<html>", "<script", "<!--", "<title>", "<", "HTTP/1.1 403\n", "HTTP/1.1 403 ", "HTTP/1.1 403\na: b\n", "403 ", "403 {", "error code: 403 ", "status: forbidden ",
		"POST https://a.b/c ", "curl ", "host: a.b\n", "request_id=aaaaaaaa ", "bad_error: xx\n", "{\"error\":{\"type\":\"a_error\",\"message\":\"m\"}}", "\x1b[", "\x1b]", "\x1b", "\r", "\xff", "a | b\n", "> a\n",
		"2026-01-01T00:00:00Z x\n", "sk-", "Bearer ", "://a:", "'a' + ", "{x:'a' + ", "no widgets ", "widget ", "é", "\u202e", "{\"request_id\":\"r\"}", "{\"headers\":{\"a\":\"b\"}}",
	}
}

// TestReadHostile reads every piece, repeated, and holds what is true of every reading.
func TestReadHostile(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := compile(t, vendor())
	for _, piece := range hostile() {
		check(t, s, []byte(strings.Repeat(piece, (1<<13)/len(piece))))
	}
}

// BenchmarkReadHostile shows whether reading takes linear time: the bytes a second of the long text, the longest that is read
// as a whole, are about those of the short one.
func BenchmarkReadHostile(b *testing.B) {
	s := compile(b, vendor())
	for _, piece := range hostile() {
		for _, size := range []int{wholeText / 16, wholeText} {
			b.Run(fmt.Sprintf("%q in %d KiB", piece, size>>10), func(b *testing.B) {
				text := []byte(strings.Repeat(piece, size/len(piece)))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					s.Read(Open(text))
				}
			})
		}
	}
}
