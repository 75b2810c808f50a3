package redact

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// TestKeysInGroups holds that no eight characters of a key survive that stands in groups of any size, whatever is between them, with its beginning
// in the first group, before it, or cut as the rest is.
func TestKeysInGroups(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, key := range []secretKey{
		{"sk-ant-api03-", body(base62url, 93, 3) + "AA"},
		{"sk-ant-oat01-", body(base62url, 93, 5) + "AA"},
		{"sk-ant-api03-", body(base62url, 48, 3)},
		{"sk-ant-api03-", strings.Repeat("FAKE", 12)},
		{"sk-proj-", body(base62url, 156, 4)},
		{"sk-or-v1-", body(hexits, 64, 4)},
		{"sk-", body(base62, 48, 4)},
		{"ghp_", body(base62, 36, 4)},
		{"github_pat_", body(base62, 22, 4) + "_" + body(base62, 59, 5)},
		{"AIza", body(base62url, 35, 4)},
		{"xoxb-", "123456789012-1234567890123-" + body(base62, 24, 4)},
		{"glpat-", body(base62url, 20, 4)},
		{"hf_", body(base62, 34, 4)},
	} {
		for _, between := range []string{" ", "  ", " - ", "·", " · ", "\t", "\n    "} {
			for size := 3; size <= 20; size++ {
				groups := func(text string) string {
					var parts []string
					for g := range slices.Chunk([]byte(text), size) {
						parts = append(parts, string(g))
					}
					return strings.Join(parts, between)
				}
				for _, shape := range []string{groups(key.text()), key.start + between + groups(key.body), key.start + groups(key.body)} {
					for _, around := range []string{"%s", "x-api-key: %s", "Error 403 permission_error: not allowed\n%s\n", "My key is %s and it fails"} {
						got, _ := Secrets(fmt.Sprintf(around, shape))
						bare := strings.Map(func(r rune) rune {
							if strings.ContainsRune(base62url, r) {
								return r
							}
							return -1
						}, got)
						for i := 0; i+8 <= len(key.body); i++ {
							if p := key.body[i : i+8]; strings.Contains(bare, p) || strings.Contains(got, p) {
								t.Errorf("%q survives in %q of %q", p, got, shape)
								break
							}
						}
						if again, _ := Secrets(got); again != got {
							t.Errorf("%q became %q, and that %q", shape, got, again)
						}
					}
				}
			}
		}
	}
}

// TestBehindKeysStays holds that what stands behind a key and is none of it stays: prose, numbers, hex, ids, however many characters the key has.
func TestBehindKeysStays(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"sk-ant-api03-FAKEFAKEFAKEFAKEFAKEFAKE00AA", "sk-ant-api03-FAKE", "ghp_FAKEFAKEFAKEFAKE1", "ghp_" + body(base62, 36, 4), "hf_FAKEFAKEq7Rk2Lm9", "fc-FAKEq7Rk2Lm9FAKE", "glpat-" + body(base62url, 20, 4), "AKIAFAKEFAKEFAKE1234"} {
		for _, between := range []string{"  ", " - ", "\t", " · "} {
			for _, text := range []string{
				"and this fails here", "works with that code", "PERMISSION DENIED, FORBIDDEN", "why403 diagnose error.txt", "2026-11-28 10:15:02 ERROR 403", "claude-opus-4-8 claude-haiku-5-5", "us-east-1 eu-central-1",
				"req_011CSHoEeqs5C35K2UUqR7Fy", "HTTP/1.1 403 Forbidden", "commit 5a7fe33 and debe89b", "org 8f14e45f-ceea-467f-a8f2-1d2b3c4d5e6f",
			} {
				if got, _ := Secrets("I use " + key + between + text); !strings.HasSuffix(got, text) {
					t.Errorf("behind %q %q became %q", key, between+text, got)
				}
			}
		}
	}
}
