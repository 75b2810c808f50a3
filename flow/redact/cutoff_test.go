package redact

import (
	"strings"
	"testing"

	"why403/flow/racetest"
)

// A paste ends wherever the selection did: behind a name, a separator, half a quote.
func TestSecretsCutOff(t *testing.T) {
	racetest.Sequential(t)
	separators := []string{"\t", "\t ", "|", " | ", "\t|", ":", "=", ",", "<", ">", "</", "\\", `"`, `",`, "[", "(", "b'", "%", "&#", "\n", "\n ", "-", "--", "$("}
	for _, name := range []string{"api_key", `"api_key"`, "<apiKey", "--api-key", "Authorization", "x-api-key", "| token", "set-cookie", "sk-ant-"} {
		for _, a := range separators {
			for _, b := range append(separators, "") {
				in := name + a + b
				got, _ := Secrets(in)
				if again, _ := Secrets(got); again != got {
					t.Errorf("Secrets(%q) = %q, and again %q", in, got, again)
				}
			}
		}
	}
	for _, v := range vectors {
		for i := range v.in {
			for _, in := range []string{v.in[:i], v.in[i:]} {
				if got, n := Secrets(in); (got == in) != (n == 0) {
					t.Errorf("Secrets(%q) = %q counts %d", in, got, n)
				}
			}
		}
	}
	if got, _ := Secrets(strings.Repeat("api_key\t", 3)); !strings.HasPrefix(got, "api_key\t") {
		t.Errorf("a row of names is masked: %q", got)
	}
}
