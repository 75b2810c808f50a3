package content

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

func chosen(t *testing.T, text string) Choice {
	t.Helper()
	c, err := Choose([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
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
		{"a 401 that is no matter of the key", `401 {"type":"error","error":{"type":"authentication_error","message":"CORS requests are not allowed for this Organization because of its settings."}}`, "anthropic-403", "cors-org-text"},
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

// TestDoorReadsTheFile holds that what is read of a file before its playbook is loaded is what the playbook then has.
func TestDoorReadsTheFile(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			t.Fatal(err)
		}
		o, err := shippedOpening(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(o.When) == 0 {
			t.Errorf("%s claims no text", id)
		}
		if !sameOpening(o, b.Opens) {
			t.Errorf("%s: the door has\n%+v\nthe playbook\n%+v", id, o, b.Opens)
		}
		for _, p := range b.Hands(Shipped()) {
			t.Errorf("%s: %s", id, p.Text)
		}
	}
}

func sameOpening(a, b flow.Opening) bool {
	bare := func(c flow.Cond) (out [][]flow.Term) {
		for _, cl := range c {
			var terms []flow.Term
			for _, t := range cl {
				terms = append(terms, flow.Term{Fact: t.Fact, Values: t.Values})
			}
			out = append(out, terms)
		}
		return out
	}
	return slices.Equal(a.Words, b.Words) && slices.Equal(a.Over, b.Over) && reflect.DeepEqual(bare(a.When), bare(b.When)) && reflect.DeepEqual(bare(a.Unless), bare(b.Unless))
}

func TestHandsUnknown(t *testing.T) {
	t.Parallel()
	b := &Book{Playbook: &flow.Playbook{
		ID: "mine", Opens: flow.Opening{Over: []string{"anthropic-40"}},
		Verdicts: []flow.Verdict{{ID: "a", HandsTo: "anthropic-401"}, {ID: "b", HandsTo: "mine"}, {ID: "c", HandsTo: "nobody"}},
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
	usual, err := Default()
	if err != nil {
		b.Fatal(err)
	}
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
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(c.Reading, c.Read(text)) {
			t.Errorf("%q is not read by %s", text, c.ID)
		}
	})
}
