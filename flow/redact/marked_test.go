package redact

import (
	"strings"
	"testing"
)

// gone tries texts in which secrets stand between « and »: nothing of those may be left, and a second time nothing changes.
func gone(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		in := strings.NewReplacer("«", "", "»", "").Replace(text)
		got, n := Secrets(in)
		for _, part := range strings.Split(text, "«")[1:] {
			secret, _, _ := strings.Cut(part, "»")
			if least := min(len(secret), 8); n == 0 || survives(got, secret, least) {
				t.Errorf("%q survives in %q", secret, got)
			}
		}
		if again, n := Secrets(got); again != got || n != 0 {
			t.Errorf("a second time %q becomes %q", got, again)
		}
		for i := range in { // Neither may a text that ends anywhere stop it.
			Secrets(in[:i])
		}
	}
}

func survives(text, secret string, least int) bool {
	for i := 0; i+least <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+least]) {
			return true
		}
	}
	return false
}

// stay tries texts that hold no secret.
func stay(t *testing.T, texts ...string) {
	t.Helper()
	for _, in := range texts {
		if got, n := Secrets(in); got != in || n != 0 {
			t.Errorf("%q\nbecame %q", in, got)
		}
	}
}
