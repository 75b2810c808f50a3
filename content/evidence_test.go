package content

import (
	"maps"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/must"
)

// book returns the playbook that ships.
func book(t testing.TB) *Book {
	t.Helper()
	b := must.Have(t, Default)
	return b
}

// signs returns the signs that ship.
func signs(t testing.TB) *evidence.Signs {
	t.Helper()
	return book(t).signs().signs
}

func notesOf(r flow.Reading) map[string]string {
	notes := make(map[string]string)
	for _, n := range r.Notes {
		notes[n.Name] = n.Text
	}
	return notes
}

// texts returns every text of the corpus and of the playbook's cases.
func texts(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, c := range cases(t, DefaultID) {
		if c.Text != "" {
			all = append(all, c.Text)
		}
	}
	for _, name := range []string{sample1, learned1} {
		for _, c := range corpus(t, name) {
			all = append(all, c.Pasted)
		}
	}
	return all
}

// TestClientWordsAreNoEvidence holds that what clients print around an error changes no fact.
func TestClientWordsAreNoEvidence(t *testing.T) {
	t.Parallel()
	s := signs(t)
	for _, text := range texts(t) {
		if strings.Contains(text, "<") || strings.TrimSpace(text) == "" {
			continue // A page would swallow what follows it.
		}
		want := values(s.Read(evidence.Open([]byte(text))))
		for _, around := range []string{"Failed to authenticate. %s", "%s · Please run /login", "⎿  %s"} {
			got := values(s.Read(evidence.Open([]byte(strings.Replace(around, "%s", text, 1)))))
			if !maps.Equal(got, want) {
				t.Errorf("%q changed the facts of %q\n got %v\nwant %v", around, text, got, want)
			}
		}
	}
}

func values(r flow.Reading) map[string]flow.Value {
	out := make(map[string]flow.Value)
	for _, f := range r.Facts {
		out[f.ID] = f.Value
	}
	return out
}

// TestNoSecretComesOutOfTheSigns holds that the notes and quotes of the signs that ship never show a whole key.
func TestNoSecretComesOutOfTheSigns(t *testing.T) {
	t.Parallel()
	s := signs(t)
	secret := strings.Repeat("Zy8wV7u", 12)
	marks := []string{"sk-" + "ant-api03-", "sk-" + "ant-oat01-", "sk-" + "ant-admin01-"}
	for i, text := range texts(t) {
		mark := marks[i%len(marks)]
		key := mark + secret
		with := []string{
			"x-api-key: " + key + "\n" + text, text + "\nAuthorization: Bearer " + key, strings.ReplaceAll(text, "claude", key), strings.ReplaceAll(text, "FAKE", secret),
		}[i/len(marks)%4]
		r := s.Read(evidence.Open([]byte(with)))
		out := append([]string{r.Summary}, r.Others...)
		for _, f := range r.Facts {
			out = append(out, f.Quote)
		}
		for _, n := range r.Notes {
			out = append(out, n.Text)
		}
		for _, o := range out {
			if strings.Contains(o, mark) && strings.Contains(o, secret[:12]) {
				t.Errorf("%q gives the key away in %q", with, o)
			}
		}
	}
}

// TestPageHasNoMessage holds that the heading of a server's page is not read as a message of the API about a permission.
func TestPageHasNoMessage(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, text := range []string{
		"<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>",
		"HTTP/1.1 403 Forbidden\ncontent-type: text/html\n\n<!DOCTYPE HTML><html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>",
		"<html><body><h1>Access Denied</h1><p>You don't have permission to access this server.</p></body></html>",
	} {
		for _, f := range b.Read([]byte(text)).Facts {
			if f.ID == "generic-permission-text" && f.Value == flow.Yes {
				t.Errorf("%q is read as a message: %q", text, f.Quote)
			}
		}
	}
}

// TestErrorFound holds what of a text that has neither status nor answer is told as its error.
func TestErrorFound(t *testing.T) {
	t.Parallel()
	b := book(t)
	for text, want := range map[string]string{
		"Failed to authenticate.\n\n> POST /v1/messages HTTP/2\n> Host: api.anthropic.com\n< HTTP/2 200\n{\"type\":\"message\",\"content\":[]}": "Failed to authenticate.",
		"Failed to authenticate.\nHTTP/2 200":                                 "Failed to authenticate.",
		"Since today, in the log:\n\nUnable to connect to Anthropic services": "Unable to connect to Anthropic services",
		"Error: Remote Control failed to connect":                             "Error: Remote Control failed to connect",
		"It fails the same way.":                                              "",
		"The call to the API fails too.":                                      "",
		`{"env": {"ANTHROPIC_BASE_URL": "https://llm.corp.example"}}`:         "",
		"export ANTHROPIC_BASE_URL=https://llm.corp.example":                  "",
		"$ env | grep ANTHROPIC\nANTHROPIC_BASE_URL=https://llm.corp.example": "",
		"[model]\nbase_url = \"https://llm.corp.example\"\n# our relay":       "",
		"How do I log in to Claude?":                                          "",
		"That failed again, both with curl and the SDK":                       "",
		"> Everything is refused now.":                                        "",
		"hello":                                                               "",
		"HTTP/2 200\ncontent-type: text/html\n":                               "",
		"| Error | When |\n| --- | --- |\n":                                   "",
	} {
		if got := b.Read([]byte(text)).Summary; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestSettingsAlone holds that settings say where a call goes, and no more until something tells that it failed.
func TestSettingsAlone(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, text := range []string{
		`{"env": {"ANTHROPIC_BASE_URL": "https://llm.corp.example"}}`,
		"{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"https://llm.corp.example\",\n    \"ANTHROPIC_AUTH_TOKEN\": \"sk-FAKE\"\n  }\n}",
		"$ env | grep ANTHROPIC\nANTHROPIC_BASE_URL=https://llm.corp.example\nANTHROPIC_MODEL=claude-opus-4-8",
		"export ANTHROPIC_BASE_URL=https://llm.corp.example",
		"We use ANTHROPIC_BASE_URL=https://llm.corp.example with Claude Code.",
	} {
		got := values(b.Read([]byte(text)))
		if len(got) != 2 || got["direct-to-anthropic"] != flow.No || got["other-host"] != flow.Yes {
			t.Errorf("%q: %v", text, got)
		}
		if got := concluded(b, b.Read([]byte(text+"\nRequest failed"))); got != "gateway" {
			t.Errorf("%q and a failure lead to %q", text, got)
		}
	}
}

// TestServersLog holds that a request of a model that the reporter's own server refused is read where a text has nothing else.
func TestServersLog(t *testing.T) {
	t.Parallel()
	b := book(t)
	for line, want := range map[string]string{
		`10.0.3.4 - - [28/Nov/2026:10:15:02 +0000] "POST /v1/messages HTTP/1.1" 403 157 "-" "claude-cli/2.1.0"`: "403",
		`[GIN] 2026/11/28 - 10:15:02 | 403 |  80.538659ms |     203.0.113.9 | POST     "/v1/chat/completions"`:  "403",
		`INFO:     127.0.0.1:55007 - "POST /v1/messages?beta=true HTTP/1.1" 401 Unauthorized`:                   "401",
		`POST /v1/messages 403 12.412 ms - 52`: "403",
		`2026-11-28 10:15:02 10.0.0.4 POST /v1/messages - 443 - 203.0.113.9 claude-cli/2.1 - 403 0 2 15`:         "403",
		`172.18.0.1 - - [28/Nov/2026:10:15:02 +0000] "POST /anthropic/v1/messages HTTP/1.1" 429 27 "-" "httpx"`:  "429",
		`203.0.113.9 - - [28/Nov/2026:10:15:02 +0000] "GET /favicon.ico HTTP/1.1" 403 153 "-" "Mozilla/5.0"`:     "",
		`203.0.113.9 - - [28/Nov/2026:10:15:02 +0000] "POST /login HTTP/1.1" 403 153 "-" "Mozilla/5.0"`:          "",
		`10.0.3.4 - - [28/Nov/2026:10:15:02 +0000] "POST /v1/messages HTTP/1.1" 502 157 "-" "claude-cli/2.1.0"`:  "",
		`10.0.3.4 - - [28/Nov/2026:10:15:02 +0000] "POST /v1/messages HTTP/1.1" 200 1570 "-" "claude-cli/2.1.0"`: "",
	} {
		if got := notesOf(b.Read([]byte(line)))["status"]; got != want {
			t.Errorf("%q: status %q, want %q", line, got, want)
		}
		r := b.Read([]byte(line + "\n403 {\"error\":{\"type\":\"forbidden\",\"message\":\"Request not allowed\"}}"))
		if got := notesOf(r)["message"]; got != "Request not allowed" {
			t.Errorf("%q beside an answer: %q", line, r.Summary)
		}
	}
}

// TestStatusInProse holds which numbers people write as a status, in several languages, and which count something.
func TestStatusInProse(t *testing.T) {
	t.Parallel()
	b := book(t)
	for text, want := range map[string]string{
		"POST https://api.anthropic.com/v1/messages 403": "403", "GET 'https://llm.corp.example/v1/models' -> 404": "404",
		"If it returns a 403, what then?": "", "it says 403; nothing else": "403",
		"调用 Claude API 一直返回403": "403", "claude code cli 里测全是 403": "403", "CherryStudio 调 API 却是 403。": "403", "调 claude 接口报 403 了": "403", "提示403错误": "403",
		"claude を呼ぶと 403 が返ってきます": "403", "claude を呼ぶと 403エラーになります": "403", "403エラーが出ます": "403",
		"Bekomme 403 von der Claude API": "403", "Claude antwortet mit 403": "403", "Claude API renvoie 403": "403", "J'ai une erreur 403 avec Claude": "403",
		"La API de Claude devuelve 403": "403", "Recibo un 403 de Claude": "403", "A API do Claude retorna 403": "403",
		"Получаю 403 от Claude API": "403", "Claude API возвращает 403": "403", "Claude выдаёт ошибку 403": "403", "Claude API에서 403 에러가 납니다": "403",
		"接口返回 403 条记录": "", "Es gibt 403 Dateien": "", "La carpeta devuelve 403 archivos": "", "GET https://api.example.com/v1/items 403 items": "",
		"Retorna 403 registros": "", "возвращает 403 записи": "", "一共收到 403 封邮件": "", "on page 403, line 5": "",
	} {
		if got := notesOf(b.Read([]byte(text)))["status"]; got != want {
			t.Errorf("%q: status %q, want %q", text, got, want)
		}
	}
}
