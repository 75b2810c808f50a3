package capture

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
)

var testPrefixes = []string{"file_", "skill_"}

// bodies are requests with what is to be found in them.
var bodies = []struct {
	name, body             string
	model                  string
	fields, tools, objects []string
	valid                  bool
}{
	{name: "empty"},
	{name: "not JSON", body: "--boundary\r\ncontent-disposition: form-data"},
	{name: "cut off", body: `{"model":"m","max_tokens":1`, model: "m", fields: []string{"model"}},
	{name: "plain", body: `{"model":"m","max_tokens":1}`, model: "m", fields: []string{"model", "max_tokens"}, valid: true},
	{name: "null is not used", body: `{"speed": null, "stream":true}`, fields: []string{"stream"}, valid: true},
	{name: "deep model is another", body: `{"messages":[{"model":"x"}],"model":"m"}`, model: "m", fields: []string{"messages", "model"}, valid: true},
	{
		name: "tools", body: `{"tools":[{"name":"f","input_schema":{"type":"object"}},{"type":"computer_1","x":{"type":"no"}}],"t":[{"type":"no"}]}`,
		fields: []string{"tools", "t"}, tools: []string{"computer_1"}, valid: true,
	},
	{
		name: "objects", body: `{"messages":[{"content":[{"source":{"type":"file","file_id":"file_011CFAKE"}},{"text":"file_in a text"}]}]}`,
		fields: []string{"messages"}, objects: []string{"file_"}, valid: true,
	},
	{name: "escaped", body: `{"mo\u0064el":"\u006d\n"}`, model: "m\n", fields: []string{"model"}, valid: true},
	{name: "the last model counts", body: `{"model":"a","model":"b"}`, model: "b", fields: []string{"model"}, valid: true},
	{name: "two values", body: `{} {}`},
	{name: "a number", body: ` -0.5e+3 `, valid: true},
	{name: "half a number", body: `-`},
	{name: "leading zero", body: `01`},
	{name: "control character", body: "\"a\nb\""},
	{name: "trailing comma", body: `{"a":1,}`, fields: []string{"a"}},
	{name: "wrong bracket", body: `[1}`},
	{name: "too deep", body: strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)},
}

func TestScanner(t *testing.T) {
	t.Parallel()
	for _, tt := range bodies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, size := range []int{1, 2, 7, len(tt.body) + 1} {
				s := scan(tt.body, size)
				if s.whole() != tt.valid || s.model != tt.model || !slices.Equal(s.fields, tt.fields) ||
					!slices.Equal(s.tools, tt.tools) || !slices.Equal(s.objects, tt.objects) {
					t.Errorf("in pieces of %d: valid %v, model %q, fields %q, tools %q, objects %q",
						size, s.whole(), s.model, s.fields, s.tools, s.objects)
				}
			}
		})
	}
}

func scan(body string, size int) *scanner {
	s := &scanner{prefixes: testPrefixes}
	for len(body) > 0 {
		n := min(size, len(body))
		_, _ = s.Write([]byte(body[:n]))
		body = body[n:]
	}
	return s
}

func TestScannerMemory(t *testing.T) {
	t.Parallel()
	s := &scanner{prefixes: testPrefixes}
	_, _ = s.Write([]byte(`{"` + strings.Repeat("k", 1<<20) + `":"` + strings.Repeat("v", 1<<20) + `","model":"` + strings.Repeat("m", 1<<20) + `"`))
	for range 5000 {
		_, _ = s.Write([]byte(`,"` + strings.Repeat("n", 40) + string(rune('a'+len(s.fields)%26)) + strings.Repeat("x", len(s.fields)%20) + `":1`))
	}
	_, _ = s.Write([]byte("}"))
	if !s.whole() || s.model != "" || len(s.fields) > maxNames || cap(s.kept) > 4*maxKept {
		t.Errorf("valid %v, model of %d bytes, %d fields, %d bytes kept", s.whole(), len(s.model), len(s.fields), cap(s.kept))
	}
}

// FuzzScanner compares with encoding/json.
func FuzzScanner(f *testing.F) {
	for _, tt := range bodies {
		if len(tt.body) < 4096 {
			f.Add(tt.body, 3)
		}
	}
	f.Fuzz(func(t *testing.T, body string, size int) {
		s := scan(body, max(1, size%64))
		if got, want := s.whole(), json.Valid([]byte(body)); got != want {
			t.Fatalf("valid %v, want %v: %q", got, want, body)
		}
		if !s.whole() {
			return
		}
		want := &scanner{prefixes: testPrefixes}
		dec := json.NewDecoder(bytes.NewReader([]byte(body)))
		dec.UseNumber()
		want.oracle(t, dec, "", "")
		if s.model != want.model || !slices.Equal(s.fields, want.fields) || !slices.Equal(s.tools, want.tools) || !slices.Equal(s.objects, want.objects) {
			t.Fatalf("%q: model %q, fields %q, tools %q, objects %q; want %q, %q, %q, %q",
				body, s.model, s.fields, s.tools, s.objects, want.model, want.fields, want.tools, want.objects)
		}
	})
}

// oracle walks one value. Path is { and [ of what is open, such as {[{.
func (s *scanner) oracle(t *testing.T, dec *json.Decoder, path, key string) {
	tok, err := dec.Token()
	must.NoError(t, err)
	switch v := tok.(type) {
	case string:
		switch {
		case path == "{" && key == "model":
			s.model = ""
			if len(v) <= maxModel {
				s.model = v
			}
		case path == "{[{" && s.top == "tools" && key == "type":
			s.tools = remember(s.tools, v)
		case strings.HasSuffix(key, "id"):
			for _, p := range s.prefixes {
				if len(v) < maxModel && strings.HasPrefix(v, p) && isID(v) {
					s.objects = remember(s.objects, p)
				}
			}
		}
	case json.Delim:
		for dec.More() {
			inner := ""
			if v == '{' {
				name, err := dec.Token()
				must.NoError(t, err)
				if inner = name.(string); len(inner) > maxName {
					inner = ""
				}
				if path == "" {
					s.top = inner
				}
			}
			s.oracle(t, dec, path+v.String(), inner)
		}
		if _, err := dec.Token(); err != nil {
			t.Fatal(err)
		}
	}
	if path == "{" && tok != nil {
		s.fields = remember(s.fields, s.top)
	}
}
