package command

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
)

const (
	nonceNow = "k7f3q2xz2d"
	jsonBody = `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified ` +
		`resource. It's \"not\" for you."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`
	htmlBody = "<!DOCTYPE html>\n<html>\n\n<head><title>Attention Required! | Cloudflare</title></head>\n<body>Sorry, you have been " +
		"blocked, and this line is longer than eighty columns are.</body>\n</html>\n"
)

func printed(nonce, body string) string {
	return fmt.Sprintf("--- why403 plain %s begin\nHTTP 403\ncontent-type: text/html\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n"+
		"anthropic-organization-id: 00000000-1111-2222-3333-444444444444\nbody: %d bytes\n\n%s\n--- why403 plain %s end\n", nonce, len(body), body, nonce)
}

func sentNow() []Sent { return []Sent{{Probe: "plain", Nonce: nonceNow}} }

func wrap(s string, width int) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		for len(line) > width {
			b.WriteString(line[:width] + "\n")
			line = line[width:]
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

var eachLine = regexp.MustCompile(`(?m)^`)

// mangles are what happens to a text on its way back.
func mangles() map[string]func(string) string {
	prefix := func(p string) func(string) string {
		return func(s string) string { return eachLine.ReplaceAllString(strings.TrimSuffix(s, "\n"), p) + "\n" }
	}
	colour := func(s string) string {
		return "\x1b]0;title\x07" + strings.ReplaceAll(s, "HTTP", "\x1b[1;31mHTTP\x1b[0m")
	}
	return map[string]func(string) string{
		"as it is":                func(s string) string { return s },
		"quoted":                  prefix("> "),
		"quoted twice":            prefix("> > "),
		"indented":                prefix("    "),
		"boxed":                   prefix("│ "),
		"lines end as on Windows": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"wrapped at 80":           func(s string) string { return wrap(s, 80) },
		"wrapped at 50":           func(s string) string { return wrap(s, 50) },
		"wrapped, then quoted":    func(s string) string { return prefix("> ")(wrap(s, 72)) },
		"fenced":                  func(s string) string { return "Here it is:\n```text\n" + s + "```\nThanks!" },
		"coloured":                colour,
		"with prompts": func(s string) string {
			return "user@host:~$ (\n>   frame='why403 plain k7f3q2xz2d'\n>   printf -- '--- %s begin\\n' \"$frame\"\n> )\n" + s + "user@host:~$ "
		},
		"one dash":     func(s string) string { return strings.ReplaceAll(s, "--- why", "—why") },
		"two dashes":   func(s string) string { return strings.ReplaceAll(s, "--- why", "–- why") },
		"no-break":     func(s string) string { return strings.ReplaceAll(s, " why403 ", "\u00a0why403\u00a0") },
		"talk before":  func(s string) string { return "no luck --- why403 is odd ---\n" + s },
		"no last line": func(s string) string { return strings.TrimSuffix(s, "\n") },
	}
}

func sameResult(t interface {
	Helper()
	Fatalf(string, ...any)
}, text, body string,
) {
	t.Helper()
	h, err := Read([]byte(text), 0, sentNow())
	if err != nil {
		t.Fatalf("Read: %v\n%s", err, text)
	}
	a := h.Answer
	if a.Status != 403 || string(a.Body) != body || a.Cut || a.Header("request-id") != "req_011CSHoEeqs5C35K2UUqR7Fy" ||
		a.Header("anthropic-organization-id") != "00000000-1111-2222-3333-444444444444" || len(a.Headers) != 3 {
		t.Fatalf("read %+v with the body\n%q, want\n%q\nfrom\n%s", a, a.Body, body, text)
	}
}

func TestReadSurvivesItsWay(t *testing.T) {
	t.Parallel()
	for name, mangle := range mangles() {
		for _, body := range []string{jsonBody, htmlBody, "", "plain"} {
			sameResult(t, mangle(printed(nonceNow, body)), body)
		}
		_ = name
	}
	// What breaks or changes words is undone for JSON only.
	quotes := strings.NewReplacer(`{"`, "{“", `":`, "”:", `,"`, ",“")
	spaced := func(s string) string { return strings.ReplaceAll(s, "\n", " \t \n") }
	mailed := func(s string) string { return strings.ReplaceAll(s, "specified resource", "specified\nresource") }
	for _, text := range []string{quotes.Replace(printed(nonceNow, `{"type":1,"b":2}`)), quotes.Replace(wrap(printed(nonceNow, `{"type":1,"b":2}`), 60))} {
		sameResult(t, text, `{"type":1,"b":2}`)
	}
	sameResult(t, mailed(printed(nonceNow, jsonBody)), jsonBody)
	h, err := Read([]byte(spaced(printed(nonceNow, jsonBody))), 0, sentNow())
	if err != nil || strings.TrimSpace(string(h.Answer.Body)) != jsonBody {
		t.Errorf("read %q, %v", h.Answer.Body, err)
	}
}

func TestReadSurvivesTwoManglings(t *testing.T) {
	t.Parallel()
	all := mangles()
	names := []string{"quoted", "indented", "lines end as on Windows", "fenced", "coloured", "with prompts", "one dash", "wrapped at 80", "talk before"}
	rapid.Check(t, func(t *rapid.T) {
		first, second := rapid.SampledFrom(names).Draw(t, "first"), rapid.SampledFrom(names).Draw(t, "second")
		if second == "wrapped at 80" {
			t.Skip("What is wrapped after it was quoted has lost which marks are quotes.")
		}
		sameResult(t, all[second](all[first](printed(nonceNow, jsonBody))), jsonBody)
	})
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	const nonceThen, nonceOther = "aaaaaaaaaa", "bbbbbbbbbb"
	sent := []Sent{{Probe: "plain", Nonce: nonceThen, Round: 0}, {Probe: "plain", Nonce: nonceNow, Round: 1}, {Probe: "models", Nonce: "cccccccccc", Round: 1}}
	whole := printed(nonceNow, jsonBody)
	begin, end := whole[:strings.Index(whole, "HTTP")], "--- why403 plain "+nonceNow+" end\n"
	cases := []struct {
		name, text string
		want       error
		says       string
	}{
		{"empty", "", &NoFrameError{Bytes: 0}, "copy everything"},
		{"talk", "HTTP 403\nwhy403 is nice", &NoFrameError{Bytes: 23}, "copy everything"},
		{"the command only", "(\n frame='why403 plain " + nonceNow + "'\n", &NoFrameError{Bytes: 35}, "copy everything"},
		{"no end", "hi\n" + strings.TrimSuffix(whole, end), &CutOffError{Probe: "plain", Line: 2, Missing: "end"}, "the end of the result of plain is missing"},
		{"no beginning", strings.TrimPrefix(whole, begin), &CutOffError{Probe: "plain", Line: 8, Missing: "begin"}, "beginning"},
		{"another session", printed(nonceOther, jsonBody), &ForeignError{Probe: "plain", Nonce: nonceOther, Line: 1}, "another session"},
		{"another probe", strings.ReplaceAll(whole, "plain", "models"), &ForeignError{Probe: "models", Nonce: nonceNow, Line: 1}, "another"},
		{"before the fix", "\n" + printed(nonceThen, jsonBody), &StaleError{Probe: "plain", Line: 2, Round: 0, Now: 1}, "before the last fix"},
		{"nothing inside", begin + "Traceback\n" + end, &GarbledError{Probe: "plain", Line: 1}, "no status"},
		{"too long", strings.Repeat(" ", MaxText+1), &TooLongError{Bytes: MaxText + 1}, "at most 1048576"},
		{"the last one is told", printed(nonceOther, "") + printed(nonceThen, ""), &StaleError{Probe: "plain", Line: 10, Round: 0, Now: 1}, "fix"},
	}
	for _, c := range cases {
		_, err := Read([]byte(c.text), 1, sent)
		if fmt.Sprintf("%T %+v", err, err) != fmt.Sprintf("%T %+v", c.want, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %T %v\nwant %T %v", c.name, err, err, c.want, c.want)
		}
	}
}

func TestReadSeveral(t *testing.T) {
	t.Parallel()
	sent := append(sentNow(), Sent{Probe: "models", Nonce: "cccccccccc"})
	models := strings.ReplaceAll(printed("cccccccccc", "1"), "plain", "models")
	text := models + "--- why403 plain " + nonceNow + " begin\nHTTP 4\n" + printed("bbbbbbbbbb", "2") + printed(nonceNow, "3") + printed(nonceNow, "4") + "--- why403 models cccccccccc begin\n"
	h, err := Read([]byte(text), 0, sent)
	if err != nil || h.Probe != "plain" || string(h.Answer.Body) != "4" {
		t.Fatalf("read %+v, %v", h, err)
	}
	if len(h.Others) != 2 || h.Others[0].Probe != "models" || string(h.Others[1].Answer.Body) != "3" {
		t.Errorf("others: %+v", h.Others)
	}
	var cut *CutOffError
	var foreign *ForeignError
	if len(h.Passed) != 3 || !errors.As(h.Passed[0], &cut) || !errors.As(h.Passed[1], &foreign) || !errors.As(h.Passed[2], &cut) {
		t.Errorf("passed over: %v", h.Passed)
	}
}

func TestReadMasks(t *testing.T) {
	t.Parallel()
	key := "sk-ant-api03-" + strings.Repeat("FAKEfake", 11) + "AA"
	for _, text := range []string{
		printed(nonceNow, `{"message":"your key `+key+`"}`),
		strings.Replace(printed(nonceNow, jsonBody), "content-type: text/html", "x-echo: "+key, 1),
		wrap(strings.Replace(printed(nonceNow, jsonBody), "content-type: text/html", "x-echo: "+key, 1), 60),
		"--- why403 plain " + nonceNow + " begin\nerror: curl exit 3, bad header " + key + "\n--- why403 plain " + nonceNow + " end\n",
		wrap(printed(nonceNow, "a body with "+key), 60),
	} {
		h, err := Read([]byte(text), 0, sentNow())
		must.NoError(t, err)
		if all := fmt.Sprintf("%+v %s", h, h.Answer.Body); strings.Contains(all, "FAKEfake") || !strings.Contains(all, "sk-ant-api03-…") {
			t.Errorf("the key survives, or nothing was found: %s", all)
		}
	}
}

func TestReadAsked(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"asked: gateway.example:8443": "gateway.example:8443", "Asked:  API.anthropic.com ": "api.anthropic.com", "asked: [::1]:80": "[::1]:80",
		"asked: me:pass@gateway.example": "", "asked: gateway.example/path": "", "asked: \x1b[31mred": "red", "": "",
	} {
		h, err := Read([]byte(strings.Replace(printed(nonceNow, jsonBody), "HTTP 403", line+"\nHTTP 403", 1)), 0, sentNow())
		if err != nil || h.Asked != want || h.Answer.Status != 403 {
			t.Errorf("%q: asked %q, %v; want %q", line, h.Asked, err, want)
		}
	}
}

func TestReadFailure(t *testing.T) {
	t.Parallel()
	text := "--- why403 plain " + nonceNow + " begin\nerror: curl exit 7, Failed to connect to\napi.anthropic.com port 443\n--- why403 plain " + nonceNow + " end"
	h, err := Read([]byte(text), 0, sentNow())
	if err != nil || h.Answer.Status != 0 || h.Failure != "curl exit 7, Failed to connect to api.anthropic.com port 443" {
		t.Errorf("read %+v, %v", h, err)
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	r := flow.Request{Probe: "plain", Method: "POST", URL: "https://h/v1", Headers: []flow.Header{Key(callShape(), flow.FailingKey, false), {Name: "a", Value: "b"}}, Body: "{}"}
	base := Nonce("s", "plain", r, 0)
	if !nonceText().MatchString(base) || base != Nonce("s", "plain", r, 0) {
		t.Errorf("the nonce is %q, then %q", base, Nonce("s", "plain", r, 0))
	}
	masked := r
	masked.Headers = []flow.Header{{Name: "X-Api-Key", Value: "…FAKE", Secret: true}, r.Headers[1]}
	if Nonce("s", "plain", masked, 0) != base {
		t.Error("it depends on the key")
	}
	seen := map[string]bool{base: true}
	other := func(n string) {
		t.Helper()
		if seen[n] {
			t.Errorf("%s comes twice", n)
		}
		seen[n] = true
	}
	other(Nonce("t", "plain", r, 0))
	other(Nonce("s", "model", r, 0))
	other(Nonce("s", "plain", r, 1))
	for _, change := range []func(*flow.Request){
		func(r *flow.Request) { r.Method = "GET" },
		func(r *flow.Request) { r.URL += "x" },
		func(r *flow.Request) { r.Body += " " },
		func(r *flow.Request) { r.Headers = r.Headers[:1] },
		func(r *flow.Request) { r.URL, r.Body = r.URL+r.Body, "" },
		func(r *flow.Request) { r.Headers = []flow.Header{r.Headers[0], {Name: "a", Value: "c"}} },
	} {
		changed := r
		change(&changed)
		other(Nonce("s", "plain", changed, 0))
	}
}

func FuzzRead(f *testing.F) {
	for _, mangle := range mangles() {
		f.Add([]byte(mangle(printed(nonceNow, jsonBody))))
		f.Add([]byte(mangle(printed(nonceNow, htmlBody))))
	}
	f.Add([]byte("--- why403 plain k7f3q2xz2d begin\nHTTP 200\nbody: 99999 bytes, cut\n\ufffd\n--- why403 plain k7f3q2xz2d end"))
	f.Add([]byte("--- why403 plain k7f3q2xz2d begin\nasked: gateway.example:8443\nHTTP 403\nbody: 0 bytes\n\n\n--- why403 plain k7f3q2xz2d end"))
	f.Add([]byte("--- why403 plain k7f3q2xz2d begin\nasked: me:pass@gateway.example/x\nHTTP 403\nbody: 0 bytes\n\n\n--- why403 plain k7f3q2xz2d end"))
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		h, err := Read(text, 0, sentNow())
		if !bytes.Equal(text, before) {
			t.Fatal("Read changed its input")
		}
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a text")
			}
			return
		}
		if h.Probe != "plain" || h.Answer.Status == 0 && h.Failure == "" || h.Answer.Status != 0 && (h.Answer.Status < 100 || h.Answer.Status > 999) {
			t.Fatalf("read %+v", h)
		}
		if bytes.ContainsRune(h.Answer.Body, '\x1b') || strings.ContainsRune(h.Failure, '\x1b') {
			t.Fatalf("an escape is left in %+v", h)
		}
		if h.Asked != "" && !hostText().MatchString(h.Asked) {
			t.Fatalf("asked %q", h.Asked)
		}
		again, err := Read(append([]byte("talk\n"), text...), 0, sentNow())
		if err != nil && len(text) < MaxText-5 {
			t.Fatalf("with talk before it: %v", err)
		}
		_ = again
	})
}

func BenchmarkRead(b *testing.B) {
	text := []byte(strings.Repeat("PS C:\\> some talk -- and more\n", 1000) + printed(nonceNow, strings.Repeat("x", PrintLimit)))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Read(text, 0, sentNow()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWithout(t *testing.T) {
	t.Parallel()
	const block = "--- why403 knock t4m5aemgje begin\nHTTP/1.1 401 Unauthorized\n\n{\"type\":\"error\"}\n--- why403 knock t4m5aemgje end\n"
	for in, want := range map[string]string{
		"403 Forbidden\n": "403 Forbidden\n",
		block:             "\n",
		"403 Forbidden\n" + block + "that is all":            "403 Forbidden\n\nthat is all",
		"a\n" + block + "b\n" + block:                        "a\n\nb\n\n",
		"a\n--- why403 knock t4m5aemgje begin\nHTTP/1.1 401": "a\n",
	} {
		if got := string(Without([]byte(in))); got != want {
			t.Errorf("of %q is left %q, want %q", in, got, want)
		}
	}
}
