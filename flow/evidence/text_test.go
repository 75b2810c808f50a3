package evidence

import (
	"bytes"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// TestOpenMasksBeforeItCuts holds that no cut of the text comes before the mask.
func TestOpenMasksBeforeItCuts(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	key := "sk-ant-api03-" + strings.Repeat("FAKEk3y9", 11) + "AA"
	fill := strings.Repeat("a log line of no interest\n", halfText/26)
	for name, text := range map[string]string{
		"a long text, cut in the key":    strings.Repeat("x", halfText-60) + key + strings.Repeat("x", maxText),
		"a long text, the end's first":   fill + fill + fill[:1000] + key + fill[1000+100:],
		"a window's edge":                strings.Repeat("y ", reach) + key + strings.Repeat(" z", reach/2) + "\nError code: 403 - {\"error\": 1}" + strings.Repeat(" z", wholeText),
		"a quote's edge, wrapped by 80":  "Error code: 403 permission denied for x-api-key: sk-ant-api03-\n" + key[13:80] + "\n" + key[80:],
		"the name is far from its value": "403 Forbidden\npassword:" + strings.Repeat(" ", 100) + "FAKEk3y9FAKEk3y9FAKEk3y9",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opened := Open([]byte(text)).Bytes()
			for _, part := range []string{"FAKEk3y9", "k3y9FAKE", "Ek3y9FAK"} {
				if n := bytes.Index(opened, []byte(part)); n >= 0 {
					t.Errorf("%q stays: %q", part, opened[max(0, n-40):min(len(opened), n+80)])
				}
			}
		})
	}
	utf16 := Open([]byte(toUTF16("x-api-key: "+key+"\n403", true)))
	if got := string(utf16.Bytes()); strings.Contains(got, "FAKEk3y9") || !strings.HasSuffix(got, "\n403") {
		t.Errorf("UTF-16: %q", got)
	}
}

// TestJoin holds that of texts that are read as one nothing is lost, whatever each is encoded in and however it ends.
func TestJoin(t *testing.T) {
	t.Parallel()
	wide := func(s string) string {
		b := []byte{0xFF, 0xFE}
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return string(b)
	}
	for name, c := range map[string]struct {
		texts []string
		want  string
	}{
		"one":                      {[]string{"403"}, "403"},
		"no line end":              {[]string{"403", "loc=US"}, "403\n\nloc=US"},
		"a line end":               {[]string{"403\n", "loc=US\n"}, "403\n\nloc=US\n"},
		"three":                    {[]string{"a", "b\r\n", "c"}, "a\n\nb\r\n\nc"},
		"an empty one first":       {[]string{"", "403"}, "403"},
		"an empty one between":     {[]string{"a", "", "b"}, "a\n\n\nb"},
		"UTF-16 and UTF-8":         {[]string{wide("403\n"), "loc=US"}, "403\n\nloc=US"},
		"UTF-8 and UTF-16":         {[]string{"403", wide("loc=US")}, "403\n\nloc=US"},
		"a mark in front of UTF-8": {[]string{"403", "\xef\xbb\xbfloc=US"}, "403\n\nloc=US"},
		"an end of odd length":     {[]string{wide("403") + "x", "loc=US"}, "403\n\nloc=US"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts := make([][]byte, len(c.texts))
			for i, text := range c.texts {
				texts[i] = []byte(text)
			}
			if got := string(Join(texts...)); got != c.want {
				t.Errorf("joined as %q, want %q", got, c.want)
			}
		})
	}
}
