package command_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/must"
	"why403/flow/racetest"
)

// short writes one request as a short command, with its nonce.
func short(t *testing.T, language string, r flow.Request) (script, nonce string) {
	t.Helper()
	nonce = command.Nonce("s", r.Probe, r, 0)
	script, err := command.Short(templateOf(t, language), []command.Ask{{Request: r, Base: baseOf(t, r), Nonce: nonce}}, baseVariable, baseOf(t, r))
	must.NoError(t, err)
	return script, nonce
}

// A short command sends what the long one does, shows no key, and what it prints is read.
func TestShortCommandsRun(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		if r.template != "sh" {
			continue
		}
		for _, o := range outcomes() {
			t.Run(r.name+"/"+o.name, func(t *testing.T) {
				t.Parallel()
				url, got := serve(t, func(w http.ResponseWriter) {
					w.Header().Set("Set-Cookie", "none; got "+fakeKey)
					w.Header().Set("X-Deny-Reason", "none; got "+fakeKey)
					w.Header().Set("Request-Id", "req_011FAKE")
					w.Header().Set("Content-Type", o.kind)
					w.WriteHeader(o.status)
					_, _ = io.WriteString(w, o.body)
				})
				want := requestTo(url, `{"model":"it's","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}`)
				script, nonce := short(t, "sh", want)
				text := r.run(t, script, "ANTHROPIC_API_KEY="+fakeKey)
				sameRequest(t, got(), want)
				if len(text) > 16<<10 || strings.Contains(strings.ToLower(text), "set-cookie") {
					t.Errorf("it prints %d bytes, or a cookie:\n%.500s", len(text), text)
				}
				h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: nonce}})
				if err != nil {
					t.Fatalf("Read: %v\n%s", err, text)
				}
				a := h.Answer
				if a.Status != o.status || a.Cut != o.cut || h.Failure != "" || a.Header("request-id") != "req_011FAKE" || a.Header("content-type") != o.kind {
					t.Errorf("read %d cut %v failure %q headers %v\n%.500s", a.Status, a.Cut, h.Failure, a.Headers, text)
				}
				// Tabs and lines' ends apart, which do not decide; of what was cut off the beginning counts.
				plain := func(s string) string { return strings.Join(strings.Fields(s), "") }
				shown, read := plain(cmpOr(o.shown, o.body)), plain(string(a.Body))
				if o.cut && (read == "" || !strings.HasPrefix(shown, read[:min(len(read), 1000)])) || !o.cut && read != shown {
					t.Errorf("read %.200q of %.200q", read, shown)
				}
			})
		}
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Nothing is sent without a key that can be one, and to no base URL that a key may not go to.
func TestShortCommandsRefuse(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		if r.template != "sh" {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			for _, tt := range []struct {
				name, want string
				env        []string
			}{
				{"no key", "the key is empty", nil},
				{"a line end", "no key has", []string{"ANTHROPIC_API_KEY=" + fakeKey + "\nx-other: 1"}},
				{"a blank", "no key has", []string{"ANTHROPIC_API_KEY=" + fakeKey[:20] + " x"}},
				{"plain http", "may go to", []string{"ANTHROPIC_API_KEY=" + fakeKey, "ANTHROPIC_BASE_URL=http://gw.example"}},
				{"a user", "may go to", []string{"ANTHROPIC_API_KEY=" + fakeKey, "ANTHROPIC_BASE_URL=https://api.anthropic.com@evil.example"}},
				{"two lines", "may go to", []string{"ANTHROPIC_API_KEY=" + fakeKey, "ANTHROPIC_BASE_URL=https://a.example\nhttps://b.example"}},
			} {
				script, nonce := short(t, "sh", requestTo("http://127.0.0.1:9", ""))
				text := r.run(t, script, tt.env...)
				h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: nonce}})
				if err != nil || h.Answer.Status != 0 || !strings.Contains(h.Failure, tt.want) {
					t.Errorf("%s: %+v, %v\n%s", tt.name, h, err, text)
				}
			}
			script, nonce := short(t, "sh", requestTo("http://127.0.0.1:9", ""))
			text := r.run(t, script, "ANTHROPIC_API_KEY="+fakeKey)
			if h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: nonce}}); err != nil || !strings.Contains(h.Failure, "curl: (7)") {
				t.Errorf("nothing listens: %+v, %v\n%s", h, err, text)
			}
		})
	}
}

// One request is at most 12 lines; a credential never goes to an address that is fixed; a body that lines cannot carry is refused.
func TestShort(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, c := range book.Commands {
		if !command.Shortens(c) {
			if c.ID == "sh" || c.ID == "powershell" {
				t.Errorf("%s has no short form", c.ID)
			}
			continue
		}
		var all []command.Ask
		for id, q := range requests(t) {
			if id == "nasty" {
				continue
			}
			a := command.Ask{Request: q, Base: book.Request.BaseURL, Nonce: command.Nonce("s", q.Probe, q, 0)}
			text, err := command.Short(c, []command.Ask{a}, baseVariable, book.Request.BaseURL)
			switch lines := strings.Count(text, "\n"); {
			case errors.Is(err, command.ErrText): // The failing call's own body.
				continue
			case err != nil || lines > 12 && len(q.Body) < 100 || !strings.Contains(text, a.Nonce) || strings.Contains(text, "\n\n") || strings.Contains(text, "<no value>"):
				t.Errorf("%s of %s: %d lines, %v\n%s", c.ID, id, lines, err, text)
			}
			if h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: q.Probe, Nonce: a.Nonce}}); err == nil {
				t.Errorf("%s of %s is read as a result: %+v", c.ID, id, h)
			}
			if p := book.Probe(id); p != nil && p.Cost.Free() {
				all = append(all, a)
			}
			a.Fixed = true
			if _, err := command.Short(c, []command.Ask{a}, baseVariable, book.Request.BaseURL); !errors.Is(err, command.ErrSecret) {
				t.Errorf("%s of %s: a credential goes to an address that is fixed: %v", c.ID, id, err)
			}
		}
		text, err := command.Short(c, all, baseVariable, book.Request.BaseURL)
		if lines := strings.Count(text, "\n"); err != nil || lines > 30 {
			t.Errorf("%s: all %d free ones are %d lines, %v", c.ID, len(all), lines, err)
		}
		nasty := requestTo(book.Request.BaseURL, nastyBody)
		if _, err := command.Short(c, []command.Ask{{Request: nasty, Base: book.Request.BaseURL, Nonce: command.Nonce("s", "plain", nasty, 0)}}, baseVariable, book.Request.BaseURL); !errors.Is(err, command.ErrText) {
			t.Errorf("%s carries what it cannot: %v", c.ID, err)
		}
	}
}
