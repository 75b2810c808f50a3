package content

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/must"
)

func chosen(t *testing.T, text string) Routed {
	t.Helper()
	c, err := Choose([]byte(text))
	must.NoError(t, err)
	return c
}

// TestChooseOwn holds that a text about a cause that only one playbook knows is that playbook's, of all that are kept as
// cases.
func TestChooseOwn(t *testing.T) {
	t.Parallel()
	own := map[string][]string{
		"anthropic-401":       {"no-credential", "malformed-value", "dead-key", "other-key-wins", "federation"},
		"anthropic-403":       {"model-access", "beta-header", "workspace-restriction", "stale-key", "org-policy", "unsupported-region", "edge-block", "oauth-scope", "billing", "resource-ownership", "browser-cors", "rate-limit", "overloaded"},
		"openai-organization": {"wrong-org-setting", "key-elsewhere", "not-a-member", "project-access", "key-permissions"},
	}
	for id, verdicts := range own {
		n := 0
		for _, c := range cases(t, id) {
			if c.Text == "" || !slices.Contains(verdicts, c.Want) {
				continue
			}
			n++
			if got := chosen(t, c.Text); got.ID != id || len(got.Because) == 0 && id != DefaultID {
				t.Errorf("%s, %q: chose %s because of %v", id, c.Name, got.ID, got.Because)
			}
		}
		if n < 10 {
			t.Errorf("%s: only %d cases", id, n)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want, because string }{
		{"a 403", `403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}`, "anthropic-403", "status-403"},
		{"a 401", `401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`, "anthropic-401", "status-401"},
		{"a 401, UTF-16", utf16le(`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`), "anthropic-401", "status-401"},
		{"nothing was sent", `Could not resolve authentication method. Expected either apiKey or authToken to be set.`, "anthropic-401", "not-sent-text"},
		{"OpenAI", `401 {"error":{"message":"No such organization: org-8Xk2mQpL9vFAKE.","type":"invalid_request_error","param":null,"code":"invalid_organization"}}`, "openai-organization", "about-ids"},
		{"a 401 that is no matter of the key", `401 {"type":"error","error":{"type":"authentication_error","message":"CORS requests are not allowed for this Organization because of its settings."}}`, "anthropic-401", "status-401"},
		{"a 403 after a 401", "API Error: 401 invalid x-api-key\n\nAPI Error: 403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}", "anthropic-403", "status-403"},
		{"neither", `429 {"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}`, "anthropic-403", ""},
		{"no error", "the quick brown fox", "anthropic-403", ""},
		{"nothing", "", "anthropic-403", ""},
	} {
		got := chosen(t, tt.text)
		because := ""
		if len(got.Because) > 0 {
			because = got.Because[0].ID
		}
		if got.ID != tt.want || because != tt.because {
			t.Errorf("%s: got %s because of %q, want %s because of %q", tt.name, got.ID, because, tt.want, tt.because)
		}
		if want := got.Read([]byte(tt.text)); !reflect.DeepEqual(got.Reading, want) {
			t.Errorf("%s: the reading is not that of %s", tt.name, got.ID)
		}
	}
}

func utf16le(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

// TestShippedClaim holds that every playbook that ships claims texts and hands over to those that there are.
func TestShippedClaim(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		if len(b.Opens.When) == 0 {
			t.Errorf("%s claims no text", id)
		}
		for _, p := range b.Hands(Shipped()) {
			t.Errorf("%s: %s", id, p.Text)
		}
	}
}

func TestHandsUnknown(t *testing.T) {
	t.Parallel()
	b := &Book{Playbook: &flow.Playbook{
		ID: "mine", Opens: flow.Opening{Over: []string{"anthropic-40"}},
		Verdicts: []flow.Verdict{{ID: "a", SwitchTo: "anthropic-401"}, {ID: "b", SwitchTo: "mine"}, {ID: "c", SwitchTo: "nobody"}},
	}}
	got := b.Hands(append(Shipped(), "mine"))
	if len(got) != 3 || !strings.Contains(got[0].Text, `"mine"`) || !strings.Contains(got[1].Text, `"nobody"`) || !strings.Contains(got[2].Text, `"anthropic-40"`) {
		t.Errorf("got %v", got)
	}
	if hint := got[2].Hint; !strings.Contains(hint, "anthropic-40") {
		t.Errorf("no hint: %q", hint)
	}
}

// BenchmarkChoose compares with what reading by one playbook takes, on texts that are its own and on those that are not.
func BenchmarkChoose(b *testing.B) {
	usual := must.Have(b, Default)
	for name, text := range map[string]string{
		"403": `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
		"429": `API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your limit."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
		"401": `API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
	} {
		b.Run(name+"/read", func(b *testing.B) {
			for b.Loop() {
				usual.Read([]byte(text))
			}
		})
		b.Run(name+"/choose", func(b *testing.B) {
			for b.Loop() {
				if _, err := Choose([]byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// FuzzChoose holds that any bytes find a playbook, and are read by its signs alone.
func FuzzChoose(f *testing.F) {
	f.Add([]byte(`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`))
	f.Add([]byte(`{"error":{"message":"No such organization: org-FAKE.","code":"invalid_organization"}}`))
	f.Add([]byte("\xff\xfe4\x000\x001\x00"))
	f.Add([]byte("\xfe\xff\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Choose(text)
		must.NoError(t, err)
		if !reflect.DeepEqual(c.Reading, c.Read(text)) {
			t.Errorf("%q is not read by %s", text, c.ID)
		}
	})
}

// named is a text that a sign reads its cause from.
type named struct {
	book, sign, text string
	end              string // The verdict that the text leads to in the sign's own playbook.
	status           bool   // The text states a status.
}

// namings returns for every sign that names a cause, and by which a verdict is told, the shortest text of its playbook's cases
// that it decides.
func namings(t *testing.T) []named {
	t.Helper()
	var out []named
	for id, b := range ships(t) {
		shortest := make(map[string]named)
		for _, c := range cases(t, id) {
			if c.Text == "" {
				continue
			}
			r := b.Read([]byte(c.Text))
			end := concluded(b, r)
			if end == "" {
				continue
			}
			stated := slices.ContainsFunc(r.Notes, func(n flow.Note) bool { return n.Name == "status" }) ||
				slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.ID == "status-known" && f.Value == flow.Yes }) // In words.
			for _, s := range b.Signs() {
				if s.Names == "" || !slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.ID == s.Names && f.Rule == s.ID }) {
					continue
				}
				if had, ok := shortest[s.ID]; !ok || len(c.Text) < len(had.text) {
					shortest[s.ID] = named{id, s.ID, c.Text, end, stated}
				}
			}
		}
		for _, s := range b.Signs() {
			if n, ok := shortest[s.ID]; ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// told reports whether the door leads to the text's own cause: the same verdict; or that of the playbook whose matter it is, where
// the sign's own playbook knows no more than that it is somebody else's.
func (n named) told(t *testing.T, e ending) bool {
	t.Helper()
	if slices.Contains(e.verdicts, n.end) && !e.open {
		return true
	}
	b, err := Ship(n.book)
	must.NoError(t, err)
	v := b.Verdict(n.end)
	switch {
	case n.end == "browser-cors" && slices.Contains(e.verdicts, "org-policy"): // What only an organization can change is that there.
		return true
	case v.SwitchTo != "": // The playbook that it hands to, or the one that this hands on to: a 401 of Claude's is no 403.
		return e.playbook != n.book
	case v.Elsewhere, n.end == "foundry", n.end == "unknown-model":
		return e.playbook == "openai-organization" && !e.open
	}
	return false
}

// around is what programs and people put around a line when they paste it. Where the line has no status of its own, one may stand
// beside it.
var around = map[string]func(string) string{
	"alone":           func(text string) string { return text },
	"a traceback":     before("Traceback (most recent call last):\n  File \"/app/main.py\", line 12, in <module>\n    run()"),
	"a network error": after("Network Error"),
	"a general error": before("Error: Request failed"),
	"a log's prefix":  noises["Python logging"],
	"a log's message": noises["in a log's message"],
	"a fence":         noises["a fence"],
	"English":         noises["English"],
	"Chinese":         noises["Chinese"],
	"a retry":         noises["a retry"],
	"CRLF":            noises["CRLF"],
}

// beside are statuses as clients print them, by the playbook whose texts have them.
var beside = map[string]map[string]func(string) string{
	"anthropic-403": {
		"an exception":  before("anthropic.PermissionDeniedError: Error code: 403"),
		"a status line": before("HTTP/1.1 403 Forbidden"),
		"in Chinese":    after("状态码: 403"),
	},
	"anthropic-401": {
		"an exception":  before("anthropic.AuthenticationError: Error code: 401"),
		"a status line": before("HTTP/1.1 401 Unauthorized"),
		"in Chinese":    after("状态码: 401"),
	},
	"openai-organization": {
		"an exception":  before("openai.AuthenticationError: Error code: 401"),
		"a status line": before("HTTP/1.1 401 Unauthorized"),
		"in Chinese":    after("状态码: 401"),
	},
}

// askedFor are the verdicts that no sign tells: they follow from what was compared or tried, or from a status alone.
var askedFor = []string{
	"anthropic-403/incident", "anthropic-403/unexplained",
	"anthropic-401/incident", "anthropic-401/permission-error", "anthropic-401/other-error", "anthropic-401/unexplained",
	"openai-organization/key-elsewhere", "openai-organization/unexplained",
}

// TestDoorKnowsItsTexts holds that what a sign names is told of its own text when that is pasted, alone and in what stands around
// a paste, and nobody has said which playbook it is for.
func TestDoorKnowsItsTexts(t *testing.T) {
	t.Parallel()
	all := namings(t)
	tried, lost := 0, 0
	verdicts := make(map[string]bool)
	for _, n := range all {
		verdicts[n.book+"/"+n.end] = true
		ways := maps.Clone(around)
		if !n.status {
			maps.Copy(ways, beside[n.book])
		}
		for _, way := range slices.Sorted(maps.Keys(ways)) {
			tried++
			e := endOf(t, ways[way](n.text))
			if n.told(t, e) {
				continue
			}
			lost++
			t.Logf("%s, %s, %s: want %s, came to %v in %s (open %t), read %q\n\t%.200q", n.book, n.sign, way, n.end, e.verdicts, e.playbook, e.open, e.reading.Summary, n.text)
			if way == "alone" {
				t.Errorf("%s: the text of %s leads to %v in %s, want %s", n.book, n.sign, e.verdicts, e.playbook, n.end)
			}
		}
	}
	var never []string
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			if !verdicts[id+"/"+v.ID] {
				never = append(never, id+"/"+v.ID)
			}
		}
	}
	if diff := cmp.Diff(askedFor, never); diff != "" {
		t.Errorf("the verdicts that no text tells (-want +got):\n%s", diff)
	}
	t.Logf("%d signs that name %d verdicts, %d texts: %d lost", len(all), len(verdicts), tried, lost)
	if lost*200 > tried*3 { // Such as a file system's refusal below a 403, which decides, and by the reader's rule.
		t.Errorf("of %d texts %d are not known by what names them; want at most 1.5%%", tried, lost)
	}
}

// TestSignsOnOthersTexts lists where a sign that names a cause decides a report whose label says another one, in each playbook,
// also where the door would not have opened it. Who has told that it is somebody else's error has told nothing wrong.
func TestSignsOnOthersTexts(t *testing.T) {
	t.Parallel()
	wrong := make(map[string][]string)
	read := 0
	for _, name := range []string{sample1, sample2, learned1, learned2, learned3} {
		for _, c := range corpus(t, name) {
			want := c.wants()
			if c.Confidence == "low" || len(want) == 0 {
				continue
			}
			for id, b := range ships(t) {
				read++
				r := b.Read([]byte(c.Pasted))
				end := concluded(b, r)
				if end == "" || slices.Contains(want, end) {
					continue
				}
				if v := b.Verdict(end); v.Elsewhere || v.SwitchTo != "" {
					continue
				}
				for _, s := range b.Signs() {
					if s.Names != "" && slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.ID == s.Names && f.Rule == s.ID }) {
						at := id + "/" + s.ID
						wrong[at] = append(wrong[at], fmt.Sprintf("%s is %s, not %s", c.ID, c.Label, end))
					}
				}
			}
		}
	}
	n := 0
	for _, at := range slices.Sorted(maps.Keys(wrong)) {
		n += len(wrong[at])
		t.Logf("%s: %s", at, strings.Join(wrong[at], "; "))
	}
	t.Logf("%d readings, %d by a sign for something else", read, n)
	if n*100 > read {
		t.Errorf("of %d readings %d are decided by a sign for something else; want at most 1%%", read, n)
	}
}
