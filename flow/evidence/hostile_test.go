package evidence

import (
	"strings"
	"testing"
	"time"
)

// hostile are pieces that, repeated, make a careless reader slow: they open much and close nothing.
func hostile() []string {
	return []string{
		"{", "[", "{\"", "{'", "{\"a{'b", "{\\\"", "{\\\\\\\"", "{\"a\":", "{\"a\":{", "{a:\"x\n", "{a:[", "\"message\":\"", "{\"error\":\"{", "\\", " ", "\n", ":", "=>",
		"<html", "<html>", "<script", "<!--", "<title>", "<", "HTTP/1.1 403\n", "HTTP/1.1 403 ", "HTTP/1.1 403\na: b\n", "403 ", "403 {", "error code: 403 ", "status: forbidden ",
		"POST https://a.b/c ", "curl ", "host: a.b\n", "request_id=aaaaaaaa ", "bad_error: xx\n", "{\"error\":{\"type\":\"a_error\",\"message\":\"m\"}}", "\x1b[", "\x1b]", "\x1b", "\r", "\xff", "a | b\n", "> a\n",
		"2026-01-01T00:00:00Z x\n", "sk-", "Bearer ", "://a:", "'a' + ", "{x:'a' + ", "no widgets ", "widget ", "é", "\u202e", "{\"request_id\":\"r\"}", "{\"headers\":{\"a\":\"b\"}}",
	}
}

func TestReadTakesLinearTime(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	const size, often = 1 << 17, 20 * time.Second // Reading takes milliseconds; quadratic work would take minutes.
	for _, piece := range hostile() {
		text := []byte(strings.Repeat(piece, size/len(piece)))
		started := time.Now()
		s.Read(text)
		took := time.Since(started)
		if took > often {
			t.Errorf("reading %d bytes of %q took %v", len(text), piece, took)
		}
		if took > 300*time.Millisecond {
			t.Logf("%q took %v", piece, took)
		}
	}
}
