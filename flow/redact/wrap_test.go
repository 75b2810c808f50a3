package redact

import (
	"encoding/base64"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow/racetest"
)

// keyLike draws a secret as keys have it: letters and digits, of which no long stretch is a word.
func keyLike(t *rapid.T, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(letters("ABCDEFGHJKLMNPQRSTUVWXYZ", 1, 1).Draw(t, "upper"))
		b.WriteString(letters("0123456789", 1, 1).Draw(t, "digit"))
		b.WriteString(letters("abcdefghijklmnopqrstuvwxyz", 1, 2).Draw(t, "lower"))
	}
	return b.String()[:n]
}

// TestNoKeySurvivesAnyColumn breaks a line that holds a key at any column, once or all along.
func TestNoKeySurvivesAnyColumn(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := keyLike(t, 93) + "AA"
		kind := rapid.SampledFrom([]string{"sk-ant-api03-", "sk-ant-oat01-", "sk-ant-admin01-"}).Draw(t, "kind")
		front := rapid.SampledFrom([]string{"", "x-api-key: ", "    api_key = ", `{"key":"`, "Authorization: Bearer ", "$ export ANTHROPIC_API_KEY="}).Draw(t, "front")
		line := front + kind + secret
		between := rapid.SampledFrom([]string{"\n", "\r\n", "\n    ", "  \n", "\u00ad", "\u00ad\n", "\u200b", " ", "   ", "\n│ "}).Draw(t, "break")
		var text string
		if rapid.Bool().Draw(t, "once") {
			at := rapid.IntRange(len(front)+1, len(line)-1).Draw(t, "column")
			text = line[:at] + between + line[at:]
		} else {
			width := rapid.IntRange(len(front)+10, 120).Draw(t, "width")
			var lines []string
			for len(line) > width {
				lines, line = append(lines, line[:width]), line[width:]
			}
			text = strings.Join(append(lines, line), between)
		}
		got, _ := Secrets(text + "\n\nHTTP/2 403\n")
		if p := survivor(strings.ReplaceAll(got, "\u00ad", ""), secret); p != "" {
			t.Fatalf("%q of the key survives in %q, of %q", p, got, text)
		}
		if !strings.HasSuffix(got, "HTTP/2 403\n") {
			t.Fatalf("the status is gone: %q", got)
		}
	})
}

// TestNoEncodedHeaderSurvives encodes a whole header, or what stands behind its name, with any key and wraps it.
func TestNoEncodedHeaderSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SampledFrom([]string{"sk-ant-api03-", "sk-proj-", "sk-or-v1-", "github_pat_", ""}).Draw(t, "kind") + keyLike(t, 60)
		front := rapid.SampledFrom([]string{"Authorization: Bearer ", "authorization: bearer ", "Bearer ", "x-api-key: ", "X-Api-Key: ", "AUTHORIZATION: "}).Draw(t, "front")
		before := letters("abc", 0, 3).Draw(t, "before")
		if before != "" {
			before += "\n"
		}
		enc := rapid.SampledFrom([]*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding}).Draw(t, "alphabet")
		code := enc.EncodeToString([]byte(before + front + key + "\n"))
		width := rapid.SampledFrom([]int{20, 64, 76, 1000}).Draw(t, "width")
		var lines []string
		for rest := code; rest != ""; {
			n := min(width, len(rest))
			lines, rest = append(lines, rest[:n]), rest[n:]
		}
		got, n := Secrets("header: " + strings.Join(lines, "\n") + "\n\nend")
		clear := len(before) + len(front) + 3 // What stands in front of the key may stay.
		if p := survivor(got, code[clear*4/3:]); p != "" || n == 0 {
			t.Fatalf("%q of %q survives in %q", p, code, got)
		}
	})
}
