package redact

import (
	"strings"
	"testing"
)

// TestKeyWithinATag holds that a tag within a word, which shows nothing, hides no secret that stands in the tag itself.
func TestKeyWithinATag(t *testing.T) {
	t.Parallel()
	const key = "sk-ant-api03-FAKEcanary0123456789FAKEcanaryXYZ"
	for _, text := range []string{
		"ca<q " + key + " e>cd",
		`ab<span title="` + key + `">cd`,
		`x</b><a href=https://h.example/?api_key=` + key + `>y`,
		`key<font data-token='` + key + `'>s`,
		"1<code " + key + ">2</code>3",
		`pass<i password="FAKEcanary0123456789">word`,
	} {
		if got, _ := Secrets(text); strings.Contains(got, "FAKEcanary") {
			t.Errorf("%q is masked as %q", text, got)
		}
	}
	for text, want := range map[string]string{ // The key that the markup stands within is still one.
		`sk-ant-api03-FAKE<span class="syntax-token">canary0123456789FAKE</span>canaryXYZ`: "FAKEcanary",
		"sk-ant-api03-FAKEca<b>nary0123</b>456789FAKEcanaryXYZ":                            "0123",
	} {
		if got, n := Secrets(text); n == 0 || strings.Contains(got, want) || strings.Contains(got, "0123") {
			t.Errorf("%q is masked as %q", text, got)
		}
	}
}
