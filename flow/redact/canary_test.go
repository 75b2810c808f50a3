package redact

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow/racetest"
)

const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func letters(alphabet string, least, most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		b := rapid.SliceOfN(rapid.SampledFrom([]byte(alphabet)), least, most).Draw(t, "letters")
		return string(b)
	})
}

// shapes are the ways in which a key gets into a text.
func shapes() map[string]func(key string) string {
	quote := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		return string(b)
	}
	object := func(k string) string { return `{"model":"m","headers":{"x-api-key":` + quote(k) + `},"max_tokens":1}` }
	return map[string]func(string) string{
		"plain":        func(k string) string { return "my key is " + k + " and it fails" },
		"alone":        func(k string) string { return k },
		"json":         object,
		"escaped json": func(k string) string { return quote(object(k)) },
		"twice":        func(k string) string { return quote(quote(object(k))) },
		"log":          func(k string) string { return quote("line one\n" + k + "\nline three") },
		"yaml":         func(k string) string { return "api:\n  api_key: " + k + "\n  model: m\n" },
		"yaml block":   func(k string) string { return "api_key: |\n    " + k + "\nmodel: m\n" },
		"shell":        func(k string) string { return "export ANTHROPIC_API_KEY=" + k + " && ./run" },
		"python":       func(k string) string { return "client = Anthropic(api_key='" + k + "', timeout=3)" },
		"curl":         func(k string) string { return "curl -H \"x-api-key: " + k + "\" \\\n  -H 'a: b' https://h/v1" },
		"curl -v":      func(k string) string { return "> POST /v1/messages HTTP/2\n> x-api-key: " + k + "\n> accept: */*\n" },
		"http2":        func(k string) string { return "* [HTTP/2] [1] [x-api-key: " + k + "]\n" },
		"bearer":       func(k string) string { return "Authorization: Bearer " + k + "\r\nAccept: x" },
		"basic": func(k string) string {
			return "authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(k+":"))
		},
		"query":   func(k string) string { return "GET /v1/models?beta=true&api_key=" + url.QueryEscape(k) + "&limit=1" },
		"in url":  func(k string) string { return "git clone https://x:" + k + "@example.com/a/b.git" },
		"cookie":  func(k string) string { return "Cookie: a=b; sessionKey=" + k + "; path=/" },
		"go map":  func(k string) string { return "map[Accept:[x] X-Api-Key:[" + k + "]]" },
		"har":     func(k string) string { return `{"name":"x-api-key","value":` + quote(k) + `}` },
		"percent": func(k string) string { return "%7B%22api_key%22%3A%22" + k + "%22%7D" },
		"ansi": func(k string) string {
			return "key \x1b[33m" + k[:len(k)/2] + "\x1b[0m\u200b" + k[len(k)/2:] + "\x1b[0m"
		},
		"after word": func(k string) string { return "key" + k },
	}
}

// survivor returns eight characters of the secret that stand in the text, even with line breaks and blanks between them.
func survivor(text, secret string) string {
	squeezed := strings.NewReplacer("\n", "", "\r", "", " ", "", "\\n", "", "│", "", "\x1b[0m", "", "\x1b[33m", "", "\u200b", "").Replace(text)
	for i := 0; i+8 <= len(secret); i++ {
		if p := secret[i : i+8]; strings.Contains(text, p) || strings.Contains(squeezed, p) {
			return p
		}
	}
	return ""
}

func TestNoKeySurvivesInAnyShape(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	kinds := []string{"sk-ant-api03-", "sk-ant-api01-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-ort01-", "sk-ant-sid01-", "sk-ant-", "sk-ant-zz99-", "sk-proj-", "sk-or-v1-", "ghp_", "github_pat_"}
	for name, shape := range shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				secret := letters(base62+"_-", 24, 110).Draw(t, "secret")
				text := shape(rapid.SampledFrom(kinds).Draw(t, "kind") + secret)
				got, n := Secrets(text)
				if p := survivor(got, secret); p != "" || n == 0 {
					t.Fatalf("%q of the key survives, %d cut: %q", p, n, got)
				}
				if again, n := Secrets(got); again != got || n != 0 {
					t.Fatalf("a second time %q becomes %q", got, again)
				}
			})
		})
	}
}

func TestNoNamedSecretSurvives(t *testing.T) {
	t.Parallel()
	all := shapes()
	for _, name := range []string{"json", "escaped json", "twice", "yaml", "yaml block", "shell", "python", "curl", "curl -v", "http2", "bearer", "basic", "query", "in url", "cookie", "go map", "har", "percent"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				secret := letters(base62, 24, 60).Draw(t, "secret")
				got, n := Secrets(all[name](secret))
				if p := survivor(got, secret); p != "" || n == 0 {
					t.Fatalf("%q survives, %d cut: %q", p, n, got)
				}
			})
		})
	}
}

func TestNoWrappedKeySurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := letters(base62+"_-", 93, 93).Draw(t, "secret") + "AA"
		key := rapid.SampledFrom([]string{"sk-ant-api03-", "sk-ant-oat01-", "sk-ant-admin01-"}).Draw(t, "kind") + secret
		line := "    x-api-key: " + key
		if rapid.Bool().Draw(t, "quoted") {
			line = `{"message": "the key is ` + key + `"}`
		}
		width := rapid.IntRange(36, 120).Draw(t, "width")
		between := rapid.SampledFrom([]string{"\n", "\r\n", "\n    ", "\n\t", "  \n", "\\\n", "\n│ ", "\n> ", `\n`, `\\n  `, "\x1b[0m\n"}).Draw(t, "break")
		var lines []string
		for len(line) > width {
			lines, line = append(lines, line[:width]), line[width:]
		}
		text := strings.Join(append(lines, line), between) + "\n\nHTTP/2 403\n"
		got, _ := Secrets(text)
		if p := survivor(got, secret); p != "" {
			t.Fatalf("%q of the key survives in %q", p, got)
		}
		if !strings.HasSuffix(got, "HTTP/2 403\n") {
			t.Fatalf("the status is gone: %q", got)
		}
	})
}

func FuzzSecrets(f *testing.F) {
	for _, v := range vectors {
		f.Add(v.in)
	}
	for _, shape := range shapes() {
		f.Add(shape("sk-ant-api03-" + fake(95)))
	}
	const secret = "FAKEcanary0123456789FAKEcanaryXYZ"
	f.Fuzz(func(t *testing.T, in string) {
		got, n := Secrets(in)
		if (got == in) != (n == 0) {
			t.Fatalf("Secrets(%q) = %q counts %d", in, got, n)
		}
		if again, _ := Secrets(got); again != got {
			t.Fatalf("Secrets(%q) = %q, and again %q", in, got, again)
		}
		text := fmt.Sprintf("%s sk-ant-api03-%s %s", in, secret, in)
		if got, _ := Secrets(text); strings.Contains(got, secret[:8]) && !strings.Contains(in, secret[:8]) {
			t.Fatalf("a key beside %q survives: %q", in, got)
		}
	})
}
