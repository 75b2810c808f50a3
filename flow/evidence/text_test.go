package evidence

import (
	"bytes"
	"strings"
	"testing"
)

// TestOpenMasksBeforeItCuts holds that no cut of the text comes before the mask.
func TestOpenMasksBeforeItCuts(t *testing.T) {
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
