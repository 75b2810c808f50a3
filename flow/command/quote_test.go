package command

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// texts are strings that quoting goes wrong with.
func texts() []string {
	pieces := rapid.SampledFrom([]string{
		"'", "\"", "$", "`", "\\", "\n", "\r", "\t", "!", "!!", "%", "%s", "\\n", "\\0101", "7", "8", "a", " ", "EOF", "\nEOF\n", "$(id)", "${x}", "*", "~", "#", "-", "@",
		"é", "漢", "😀", "’", "“", "\u2028", "\u00a0", "\x01", "\x7f", "\x1b[31m", "&&", ";", "|", "<", ">", "{", "}", "[", "]", "(", ")", "abcdefghijklmnopqrstuvwxyz",
	})
	list := rapid.SliceOfN(pieces, 0, 60)
	out := []string{"", ".", "\n\n", "-n", "\\"}
	for seed := range 300 {
		out = append(out, strings.Join(list.Example(seed), ""))
	}
	return out
}

// The languages themselves read the literals back.
func TestLiterals(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	each := func(write func(string) string) string {
		var b strings.Builder
		for _, s := range texts() {
			b.WriteString(write(s))
		}
		return b.String()
	}
	sh := each(func(s string) string {
		if printable(s) {
			word, _ := shText(s)
			return "printf '%s\\0' " + word + "\n"
		}
		return "body=$(printf '%b' " + shEscaped(s) + " .)\nprintf '%s\\0' \"${body%.}\"\n"
	})
	for _, c := range []struct{ name, script string }{
		{"sh", sh},
		{"dash", sh},
		{"bash", "set -H\n" + sh},
		{"python3 -", "import sys\n" + each(func(s string) string { return "sys.stdout.buffer.write(" + pyText(s) + ".encode() + b'\\0')\n" })},
		{"node -", each(func(s string) string { return "process.stdout.write(" + jsText(s) + " + '\\0');\n" })},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(c.name)
			if _, err := exec.LookPath(args[0]); err != nil {
				t.Skipf("%s is not installed", args[0])
			}
			cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
			cmd.Stdin = strings.NewReader(c.script)
			out, err := cmd.Output()
			must.NoError(t, err)
			got := strings.Split(string(out), "\x00")
			for i, want := range texts() {
				if i >= len(got) || got[i] != want {
					t.Fatalf("text %d is read as %q, want %q", i, got[min(i, len(got)-1)], want)
				}
			}
		})
	}
}

var psEscape = regexp.MustCompile(`\\(?:u[0-9a-f]{4}|.)`)

// PowerShell's rules are few enough to be read back here: two quotes are one, and Unescape knows \\ and \u.
func TestPowerShellLiterals(t *testing.T) {
	t.Parallel()
	for _, want := range texts() {
		text := psText(want)
		inner, escaped := strings.CutPrefix(text, "[regex]::Unescape")
		if !printable(strings.ReplaceAll(text, "\n", "")) {
			t.Fatalf("%q has characters that do not travel", text)
		}
		inner = strings.ReplaceAll(inner[2:len(inner)-2], "' +\n'", "")
		if strings.Contains(strings.ReplaceAll(inner, "''", ""), "'") {
			t.Fatalf("a quote ends %q", text)
		}
		got := strings.ReplaceAll(inner, "''", "'")
		if escaped {
			var units []uint16
			at := 0
			for _, m := range psEscape.FindAllStringIndex(got, -1) {
				units = append(units, utf16.Encode([]rune(got[at:m[0]]))...)
				at = m[1]
				if got[m[0]+1] != 'u' {
					units = append(units, uint16(got[m[0]+1]))
					continue
				}
				u, err := strconv.ParseUint(got[m[0]+2:m[1]], 16, 16)
				must.NoError(t, err)
				units = append(units, uint16(u))
			}
			got = string(utf16.Decode(append(units, utf16.Encode([]rune(got[at:]))...)))
		}
		if got != want {
			t.Fatalf("%q is read as %q", want, got)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	const base = "https://api.anthropic.com"
	good := flow.Request{Probe: "plain", Method: "GET", URL: "https://api.anthropic.com/v1/models", Headers: []flow.Header{Key(callShape(), flow.FailingKey, false)}}
	with := func(change func(*flow.Request)) flow.Request {
		r := good
		r.Headers = append([]flow.Header(nil), good.Headers...)
		change(&r)
		return r
	}
	const secret = "sk-ant-api03-FAKEFAKEFAKEFAKE"
	tmpl := flow.CommandTemplate{ID: "x", Text: "{{.Frame}}"}
	if got, err := Write(tmpl, good, "ACME_BASE_URL", base, nonceNow); err != nil || got != "why403 plain "+nonceNow+"\n" {
		t.Fatalf("Write: %q, %v", got, err)
	}
	for want, requests := range map[error][]flow.Request{
		ErrSecret: {
			with(func(r *flow.Request) { r.Headers[0].Value = secret }),
			with(func(r *flow.Request) { r.Headers[0].Value = "${A} ${B}" }),
			with(func(r *flow.Request) { r.Headers = nil }),
			with(func(r *flow.Request) { r.Headers = append(r.Headers, Key(callShape(), flow.AdminKey, true)) }),
		},
		ErrText: {
			with(func(r *flow.Request) { r.Probe = "a b" }),
			with(func(r *flow.Request) { r.Method = "GET;id" }),
			with(func(r *flow.Request) { r.Body = "\xff" }),
			with(func(r *flow.Request) { r.Body = "a\x00" }),
			with(func(r *flow.Request) { r.Headers = append(r.Headers, flow.Header{Name: "a", Value: "b\r\nc: d"}) }),
			with(func(r *flow.Request) { r.Headers = append(r.Headers, flow.Header{Name: "@a", Value: "b"}) }),
		},
		ErrAddress: {
			with(func(r *flow.Request) { r.URL = "http://api.anthropic.com/v1" }),
			with(func(r *flow.Request) { r.URL = base + "/v1\nid" }),
			with(func(r *flow.Request) { r.URL = base + "/v1#x" }),
			with(func(r *flow.Request) { r.URL = base + ".evil.example/v1" }),
			with(func(r *flow.Request) { r.URL = base }),
		},
		ErrTooLong: {with(func(r *flow.Request) { r.Body = strings.Repeat("x", maxBody+1) })},
	} {
		for _, r := range requests {
			got, err := Write(tmpl, r, "ACME_BASE_URL", base, nonceNow)
			if !errors.Is(err, want) || got != "" || strings.Contains(fmt.Sprint(err), secret) {
				t.Errorf("Write(%.200q) = %q, %v; want %v", fmt.Sprint(r), got, err, want)
			}
		}
	}
	for _, b := range []string{
		"", "http://api.anthropic.com", "ftp://api.anthropic.com", "https://me:" + secret + "@h", "https://h?x=1", "http://127.0.0.1.evil.example",
		"https://h\n", "http://localhost.evil.example", "http://127.0.0.1@h",
	} {
		r := with(func(r *flow.Request) { r.URL = b + "/v1" })
		if got, err := Write(tmpl, r, "ACME_BASE_URL", b, nonceNow); !errors.Is(err, ErrAddress) || got != "" || strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("Write to %q = %q, %v", b, got, err)
		}
	}
	if _, err := Write(tmpl, good, "ACME_BASE_URL", base, "NOT A NONCE"); !errors.Is(err, ErrText) {
		t.Errorf("a wrong nonce: %v", err)
	}
}

// callShape is that of the calls that ship.
func callShape() flow.CallShape {
	return flow.CallShape{KeyHeader: "x-api-key", Variables: flow.Variables{Key: []string{"ANTHROPIC_API_KEY"}, Token: []string{"ANTHROPIC_AUTH_TOKEN"}}}
}
