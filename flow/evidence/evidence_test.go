package evidence

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// vendor is a small set of signs for a service that does not exist.
func vendor() []Sign {
	return []Sign{
		{ID: "code", When: Match{Codes: []string{"no_widget"}}, Names: "widget-code"},
		{ID: "own", When: Match{Body: []string{"envelope"}, RequestID: "^req_0"}, Says: []SaidFact{{"own", flow.Yes}}, AnsweredBy: "the widget service"},
		{ID: "edge", When: Match{Headers: []HeaderMatch{{"x-edge", "^(on)$"}}}, Says: []SaidFact{{"edge", flow.Yes}}, Notes: []Noted{{"edge", "is $1"}}},
		{ID: "bill", When: Match{Types: []string{"billing_error"}}, Names: "bill"},
		{ID: "refused", When: Match{Status: []string{"403"}}, Says: []SaidFact{{"status-403", flow.Yes}}},
		{ID: "other", When: Match{Status: []string{"400-402", "404-599"}}, Says: []SaidFact{{"status-403", flow.No}}},
		{ID: "widget", When: Match{Message: "no widgets? for (?:this|your) organi[sz]ation"}, Names: "widget-text"},
		{ID: "policy", When: Match{Message: "widget policy"}, Names: "policy-text", Unless: []Match{{Text: "just kidding"}}},
		{ID: "here", When: Match{Host: `^api\.widget\.example$`}, Says: []SaidFact{{"here", flow.Yes}}},
		{ID: "page", When: Match{Body: []string{"html"}}, Says: []SaidFact{{"page", flow.Yes}}, Last: true},
		{ID: "plain", When: Match{Text: "gadget firewall"}, Names: "gadget"},
		{ID: "key", When: Match{Text: `\bsk-widget-`}, Says: []SaidFact{{"key", flow.Yes}}, Notes: []Noted{{"near", "$0"}}},
	}
}

// none returns what signs share that share nothing.
func none(t testing.TB) *Shared {
	t.Helper()
	s, err := Share(Common{}, Index{})
	must.NoError(t, err)
	return s
}

func compile(t testing.TB, signs []Sign) *Signs {
	t.Helper()
	s, err := Compile(signs, none(t), Index{})
	must.NoError(t, err)
	return s
}

func fact(r flow.Reading, id string) flow.Fact {
	for _, f := range r.Facts {
		if f.ID == id {
			return f
		}
	}
	return flow.Fact{}
}

func note(r flow.Reading, name string) string {
	for _, n := range r.Notes {
		if n.Name == name {
			return n.Text
		}
	}
	return ""
}

func toUTF16(s string, bigEndian bool) string {
	var b strings.Builder
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(s))...) {
		if bigEndian {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

const (
	inJSON = `{"type":"error","error":{"type":"permission_error","message":"No widgets for this organization."},"request_id":"req_01FAKE000000"}`
	inOnce = `{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"No widgets for this organization.\"},\"request_id\":\"req_01FAKE000000\"}`
)

// shapes are spellings of one answer: 403, permission_error, "No widgets for this organization.", req_01FAKE000000.
func shapes() map[string]string {
	return map[string]string{
		"json":                 "403 " + inJSON,
		"pretty json":          "HTTP/1.1 403 Forbidden\n\n{\n  \"type\": \"error\",\n  \"error\": {\n    \"type\": \"permission_error\",\n    \"message\": \"No widgets for this organization.\"\n  },\n  \"request_id\": \"req_01FAKE000000\"\n}",
		"escaped once":         `level=error status=403 body="` + inOnce + `"`,
		"escaped twice":        `403 log: "` + strings.ReplaceAll(strings.ReplaceAll(inOnce, `\`, `\\`), `"`, `\"`) + `"`,
		"json in json":         `{"status":403,"error":"Error: 403 ` + inOnce + `"}`,
		"json in json in json": `{"log":"{\"status\":403,\"body\":\"` + strings.ReplaceAll(strings.ReplaceAll(inOnce, `\`, `\\`), `"`, `\"`) + `\"}"}`,
		"python":               `Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': 'No widgets for this organization.', 'details': None, 'retry': True}, 'request_id': 'req_01FAKE000000'}`,
		"ruby":                 `{url: "https://api.widget.example/v1", status: 403, body: {type: "error", error: {type: "permission_error", message: "No widgets for this organization."}, request_id: "req_01FAKE000000"}}`,
		"older ruby":           `{:status=>403, :body=>{:type=>"error", :error=>{:type=>"permission_error", :message=>"No widgets for this organization."}, :request_id=>"req_01FAKE000000"}}`,
		"ruby with strings":    `403 {"type" => "error", "error" => {"type" => "permission_error", "message" => "No widgets for this organization."}, "request_id" => "req_01FAKE000000"}`,
		"java":                 `403: {type=error, error={type=permission_error, message=No widgets for this organization.}, request_id=req_01FAKE000000}`,
		"javascript":           "{\n  status: 403,\n  error: {\n    type: 'error',\n    error: {\n      type: 'permission_error',\n      message: 'No widgets ' +\n        'for this organization.'\n    },\n    request_id: 'req_01FAKE000000'\n  }\n}",
		"crlf":                 "HTTP/1.1 403 Forbidden\r\nx: y\r\n\r\n" + inJSON + "\r\n",
		"carriage returns":     "HTTP/1.1 403 Forbidden\rx: y\r\r" + inJSON + "\r",
		"colour":               "\x1b[31mAPI Error: \x1b[1;4m403\x1b[0m " + strings.ReplaceAll(inJSON, "No widgets", "\x1b[33mNo\x1b[39m wid\x1b]8;;https://x.example\x1b\\gets\x1b]8;;\x07"),
		"utf-8 with a mark":    "\xef\xbb\xbf403 " + inJSON,
		"utf-16 little endian": toUTF16("403 "+inJSON, false),
		"utf-16 big endian":    toUTF16("403 "+inJSON, true),
		"invalid utf-8":        "\xff\xfe\xfd"[1:] + "403 \xc3" + inJSON,
		"control characters":   "403\x00 \x07" + inJSON,
		"container log":        "web-1  | Traceback\nweb-1  | Error code: 403 - {\nweb-1  |   \"type\": \"error\", \"error\": {\"type\": \"permission_error\",\nweb-1  |   \"message\": \"No widgets for this organization.\"},\nweb-1  |   \"request_id\": \"req_01FAKE000000\"}",
		"timestamps":           "2026-11-23T10:00:00.123Z status: 403\n2026-11-23T10:00:00.124Z {\"type\":\"error\",\n2026-11-23T10:00:00.125Z \"error\":{\"type\":\"permission_error\",\"message\":\"No widgets for this organization.\"},\n2026-11-23T10:00:00.126Z \"request_id\":\"req_01FAKE000000\"}",
		"quoted mail":          "> 403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\n> \"message\":\"No widgets for this organization.\"},\n> \"request_id\":\"req_01FAKE000000\"}",
		"box":                  "│ ✖ 403 " + inJSON + " │",
		"wrapped at words":     "  ⎿ API Error: 403\n    {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"No\n    widgets for this\n    organization.\"},\"request_id\":\"req_01FAKE000000\"}",
		"wrapped at 40":        wrap("API Error: 403 "+inJSON, 40, ""),
		"wrapped at 57":        wrap("API Error: 403 "+inJSON, 57, ""),
		"wrapped and indented": wrap("API Error: 403 "+inJSON, 61, "    "),
		"inner quotes bare":    `403 {"error":{"message":"{"type":"error","error":{"type":"permission_error","message":"No widgets for this organization."},"request_id":"req_01FAKE000000"}"}}`,
		"typographic quotes":   "403 " + strings.NewReplacer(`{"`, "{“", `":`, "”:", `:"`, ":“", `",`, "”,", `"}`, "”}", `,"`, ",“").Replace(inJSON),
		"cut off":              `403 {"request_id":"req_01FAKE000000","type":"error","error":{"type":"permission_error","message":"No widgets for this organization.`,
		"node dump":            "PermissionDeniedError: 403 " + inJSON + "\n    at x (y.mjs:1:1) {\n  status: 403,\n  headers: {\n    'x-edge': 'on',\n    server: 'widget'\n  },\n  error: {\n    type: 'error',\n    error: { type: 'permission_error', message: 'No widgets for this organization.' },\n    request_id: 'req_01FAKE000000'\n  }\n}",
		"curl -v":              "* Connected to api.widget.example\n> POST /v1 HTTP/2\n> Host: api.widget.example\n>\n< HTTP/2 403\n< x-edge: on\n< request-id: req_01FAKE000000\n<\n* left intact\n" + inJSON,
	}
}

// wrap breaks a text as a terminal of that width does.
func wrap(s string, width int, indent string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == width {
			b.WriteString("\n" + indent)
			n = len(indent)
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

func TestShapes(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	for name, text := range shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.Read(Open([]byte(text)))
			if got := fact(r, "widget-text"); got.Value != flow.Yes || got.Rule != "widget" || got.From != flow.Pasted || !strings.Contains(got.Quote, "widgets") {
				t.Errorf("widget-text is %+v", got)
			}
			if got := fact(r, "status-403"); got.Value != flow.Yes {
				t.Errorf("status-403 is %+v", got)
			}
			if got := note(r, "error_type"); got != "permission_error" {
				t.Errorf("the type is %q", got)
			}
			if got := note(r, "request_id"); got != "req_01FAKE000000" {
				t.Errorf("the request id is %q", got)
			}
			if len(r.Others) > 0 {
				t.Errorf("other errors: %q", r.Others)
			}
			if t.Failed() {
				t.Logf("%s\n%+v", text, r)
			}
		})
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	for _, c := range []struct {
		name, text string
		facts      map[string]flow.Value
		others     []string
		notes      map[string]string
	}{
		{name: "nothing", text: ""},
		{name: "spaces", text: " \n\t "},
		{
			name: "the code is trusted more than the text", text: `403 {"error":{"type":"permission_error","message":"widget policy","details":{"error_code":"no_widget"}}}`,
			facts: map[string]flow.Value{"widget-code": flow.Yes, "status-403": flow.Yes},
		},
		{
			name: "a status inside of a log object's sentence", text: `{"level":"warn","msg":"widget call failed","error":"POST with status 403 Forbidden"}`,
			facts: map[string]flow.Value{"status-403": flow.Yes},
		},
		{
			name: "the message is trusted more than what stands around", text: `gadget firewall: 403 {"error":{"message":"widget policy"}}`,
			facts: map[string]flow.Value{"policy-text": flow.Yes, "status-403": flow.Yes},
		},
		{
			name: "an exception", text: `403 {"error":{"message":"widget policy"}} just kidding`,
			facts: map[string]flow.Value{"status-403": flow.Yes},
		},
		{
			name: "the last error decides", text: `429 {"error":{"type":"rate_error","message":"slow"}}` + "\n" + `Error: 500 oops` + "\n403 " + inJSON,
			facts: map[string]flow.Value{"own": flow.Yes, "status-403": flow.Yes, "widget-text": flow.Yes}, others: []string{"429 rate_error: slow", "Error: 500 oops"},
		},
		{
			name: "the same status twice with different errors", text: `403 {"error":{"type":"a_error","message":"widget policy"}} and 403 {"error":{"type":"b_error","message":"gone"}}`,
			facts: map[string]flow.Value{"status-403": flow.Yes, "policy-text": flow.Yes}, others: []string{"403 b_error: gone"}, // The one that names a cause.
		},
		{
			name: "an error that later succeeded is still the last error", text: "HTTP/1.1 404 Not Found\n\nHTTP/1.1 200 OK\n",
			facts: map[string]flow.Value{"status-403": flow.No},
		},
		{
			name: "headers as Go prints them", text: "refused: &{403 Forbidden 403 HTTP/2.0 2 0 map[Content-Type:[text/plain; charset=utf-8] X-Edge:[on]] {0xc00019ac00} 45 [] false false map[] 0xc000368000 <nil>}",
			facts: map[string]flow.Value{"edge": flow.Yes, "status-403": flow.Yes}, notes: map[string]string{"edge": "is on"},
		},
		{
			name: "the tunnel's own answer is no error", text: "HTTP/1.1 200 Connection established\n\nHTTP/1.1 403 Forbidden\nx-edge: on\n\n",
			facts: map[string]flow.Value{"status-403": flow.Yes, "edge": flow.Yes}, notes: map[string]string{"edge": "is on", "status": "403"},
		},
		{
			name: "a page", text: "HTTP/1.1 403 Forbidden\ncontent-type: text/html\n\n<html><head><title>Go &amp; away</title></head><body>Nothing</body></html>",
			facts: map[string]flow.Value{"status-403": flow.Yes, "page": flow.Yes}, notes: map[string]string{"message": "Go & away"},
		},
		{
			name: "the host and path of the call", text: `POST "https://api.widget.example:443/v1/x?y=z": 403 Forbidden`,
			facts: map[string]flow.Value{"status-403": flow.Yes, "here": flow.Yes}, notes: map[string]string{"host": "api.widget.example", "endpoint": "/v1/x"},
		},
		{name: "a host in a message is not the call's", text: `403 {"error":{"message":"See https://api.widget.example/docs"}}`, facts: map[string]flow.Value{"status-403": flow.Yes}},
		{name: "numbers that are no status", text: "took 403 ms, line 404, $403, 1.403, 403.5, 403%, v403, 4031, x-403, 403 items"},
		{name: "a success", text: `{"id":"x","type":"message","status":200,"content":[{"type":"text","text":"hello"}]}`},
		{
			name: "a request id in a sentence", text: "403 permission_error, the request id is req_011FAKE000001",
			facts: map[string]flow.Value{"status-403": flow.Yes}, notes: map[string]string{"request_id": "req_011FAKE000001"},
		},
		{
			name: "no request id", text: "{ status: 403, request_id: undefined, requestID: null, error: { type: 'a_error', message: 'gone' } }",
			facts: map[string]flow.Value{"status-403": flow.Yes}, notes: map[string]string{"request_id": "", "error_type": "a_error"},
		},
		{name: "status as a word", text: "Widget.ForbiddenException: Status Code: Forbidden", facts: map[string]flow.Value{"status-403": flow.Yes}},
		{name: "in brackets", text: "[Issue] Widget - Forbidden (403)", facts: map[string]flow.Value{"status-403": flow.Yes}},
		{name: "axios", text: "AxiosError: Request failed with status code 403", facts: map[string]flow.Value{"status-403": flow.Yes}},
		{name: "a type in prose", text: "403 billing_error: pay", facts: map[string]flow.Value{"bill": flow.Yes, "status-403": flow.Yes}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.Read(Open([]byte(c.text)))
			var facts map[string]flow.Value
			for _, f := range r.Facts {
				if facts == nil {
					facts = make(map[string]flow.Value)
				}
				facts[f.ID] = f.Value
			}
			if d := cmp.Diff(c.facts, facts); d != "" {
				t.Errorf("facts (-want +got):\n%s%+v", d, r)
			}
			if d := cmp.Diff(c.others, r.Others); d != "" {
				t.Errorf("others (-want +got):\n%s", d)
			}
			for name, want := range c.notes {
				if got := note(r, name); got != want {
					t.Errorf("note %s is %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestPageTwice holds that a page which a client printed at each try tells its status each time.
func TestPageTwice(t *testing.T) {
	t.Parallel()
	const page = "<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>\n"
	for n := 1; n <= 3; n++ {
		got := collect(strings.Repeat(page, n), new(Shared), 0)
		if len(got) != n {
			t.Fatalf("%d pages are %d reports", n, len(got))
		}
		for i, r := range got {
			if r.status != 403 {
				t.Errorf("page %d of %d has the status %d", i+1, n, r.status)
			}
		}
	}
}

// TestPageInADump holds that a page that an error carries as a string is that error's answer, and the page in its request is not.
func TestPageInADump(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	tests := map[string]struct {
		text   string
		page   flow.Value
		status string
	}{
		"as a string":        {`{"status":403,"data":"<!DOCTYPE html><html><head><title>No<\/title></head></html>"}`, flow.Yes, "403"},
		"in pieces":          {"Err: No {\n  statusCode: 403,\n  responseBody: '<html>\\n' +\n    '<title>No</title>\\n' +\n    '</html>',\n}", flow.Yes, "403"},
		"beside nothing":     {"Err: 403 <html><title>No</title></html>\n    at f (a.js:1:1) {\n  status: 403,\n  type: null,\n  message: undefined\n}", flow.Yes, "403"},
		"only in the prompt": {`{"request":{"prompt":"<html><title>Shop</title></html>"},"statusCode":403,"responseBody":` + "'" + inJSON + `'}`, flow.Unknown, "403"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.Read(Open([]byte(tt.text)))
			if got := fact(r, "page").Value; got != tt.page {
				t.Errorf("page is %v, want %v", got, tt.page)
			}
			if got := note(r, "status"); got != tt.status || len(r.Others) > 0 {
				t.Errorf("status %q and %q besides, want %q alone", got, r.Others, tt.status)
			}
		})
	}
}

// TestEventsAreNoErrors holds that the events of a stream before its error are not listed as errors.
func TestEventsAreNoErrors(t *testing.T) {
	t.Parallel()
	r := compile(t, vendor()).Read(Open([]byte("data: {\"type\":\"widget_start\",\"widget\":{\"id\":\"w_1\",\"type\":\"widget\"}}\n\nevent: error\ndata: " + inJSON)))
	if len(r.Others) > 0 || note(r, "error_type") != "permission_error" {
		t.Errorf("read %q, and %q besides", r.Summary, r.Others)
	}
}

func TestLongTexts(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := compile(t, vendor())
	filler := strings.Repeat("2026-11-23 10:00:00 INFO request served in 12 ms from the widget cache\n", 1)
	fill := func(n int) string { return strings.Repeat(filler, n/len(filler)+1)[:n] }
	early, late := `400 {"error":{"type":"early_error","message":"first"}}`+"\n", "\n403 "+inJSON+"\n"
	for _, c := range []struct {
		name, text string
		warned     bool
		others     int
	}{
		{"a short log", fill(1000) + late, false, 0},
		{"in the middle of a long log", fill(3<<20) + late + fill(1<<20), false, 0},
		{"two errors far apart", early + fill(3<<20) + late, false, 1},
		{"at the end of a text that is too long", early + fill(maxText) + late, true, 1},
		{"the same in UTF-16", toUTF16(early+fill(maxText/2)+late, true), true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.Read(Open([]byte(c.text)))
			if got := fact(r, "widget-text"); got.Value != flow.Yes {
				t.Errorf("widget-text is %+v, summary %q", got, r.Summary)
			}
			if len(r.Others) != c.others {
				t.Errorf("others are %q, want %d", r.Others, c.others)
			}
			if got := len(r.Warnings) > 0; got != c.warned {
				t.Errorf("warnings are %q", r.Warnings)
			}
		})
	}
	r := s.Read(Open([]byte(strings.Repeat(" ", halfText) + late + strings.Repeat(" ", maxText))))
	if fact(r, "widget-text").Value != flow.Unknown || len(r.Warnings) != 1 {
		t.Errorf("what stands in the middle of a text that is too long was read: %+v", r)
	}
}

func TestCompileReportsEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := Compile([]Sign{
		{ID: "a", When: Match{Message: "("}, Names: "x"},
		{ID: "a", When: Match{Status: []string{"4o3", "403-400", "none"}, Body: []string{"xml"}}, Names: "x"},
		{ID: "b", Names: "x"},
		{ID: "c", When: Match{Text: "x"}},
		{ID: "d", When: Match{Text: "x", Headers: []HeaderMatch{{"h", "["}}}, Unless: []Match{{}, {URL: "*"}}, Names: "x"},
		{ID: "e", When: Match{Text: "x", OtherThan: "y"}, Names: "x"},
		{ID: "f", When: Match{Text: "(x)", OtherThan: "[", Nowhere: "("}, Names: "x"},
	}, none(t), Index{})
	want := []string{"a message", "a status", "a status", "a body", "a id", "b id", "c id", "d header", "d unless", "d unless.url", "e other_than", "f other_than", "f nowhere"}
	var got []string
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		t.Fatalf("the error %v joins none", err)
	}
	for _, e := range joined.Unwrap() {
		var f *FieldError
		if !errors.As(e, &f) {
			t.Fatalf("%v is no FieldError", e)
		}
		got = append(got, f.Sign+" "+f.Field)
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("mistakes (-want +got):\n%s", d)
	}
}

// What looks like a broken line and is none stays apart.
func TestLinesThatStayApart(t *testing.T) {
	t.Parallel()
	object := `{"request_id":"req_01FAKE` + strings.Repeat("0", 53) + `"}`
	text := object[:40] + "\n" + object[40:] // Its last line is full, too.
	cases := map[string]string{
		"equally long log lines": "GET /v1/models 403 aaaaaaaaaaaaaaaaaaaaaaaaaaaaa {\"a\":\"b\"}\nGET /v1/models 403 bbbbbbbbbbbbbbbbbbbbbbbbbbbbb {\"a\":\"b\"}",
		"pretty object":          "{\n  \"aaaaaaaaaaaaaaaaaaaaaa\": \"bbbb_1\",\n  \"cccccccccccccccccccccc\": \"dddd_2\",\n  \"eeeeeeeeeeeeeeeeeeeeee\": \"ffff_3\"\n}",
		"words":                  "{\"message\": \"aaa bbb ccc ddd eee fff\nggg hhh iii jjj\nkkk lll mmm nnn ooo ppp qqq\nrrr\"}",
		"one break":              "{\"message\": \"aaa bbb ccc ddd eee fff\nggg hhh iii jjj\"}",
		"no object":              strings.Repeat("a", 80) + "\n" + strings.Repeat("b", 80),
		"an open apostrophe":     "{ it's what they\nsaid_0123456 }",
	}
	for name, text := range cases {
		if got := words(nil).rejoin(text); got != text {
			t.Errorf("%s: put together as %q", name, got)
		}
	}
	for _, next := range []string{"request-id: req_01FAKE000000", "< HTTP/2 403", "    at x (y.mjs:1:1)", "2026-11-23T10:00:00Z next", ""} {
		got := words(nil).rejoin(text + "\n" + next)
		if want := strings.ReplaceAll(text, "\n", "") + "\n" + next; got != want {
			t.Errorf("before %q: put together as\n%s\nwant\n%s", next, got, want)
		}
	}
}

// TestAnyNameButSome holds that a sign can ask for a name without knowing it, and for what stands nowhere.
func TestAnyNameButSome(t *testing.T) {
	t.Parallel()
	s := compile(t, []Sign{{
		ID: "stranger", Names: "stranger",
		When: Match{Text: `\b([a-z]\w*error)\b`, OtherThan: `^(?:[a-z]|(?:Http|Type)+Error$)`, Nowhere: "widget"},
	}})
	for text, want := range map[string]flow.Value{
		"FooError: 403 Forbidden":                    flow.Yes,
		"HttpError: 403 Forbidden":                   flow.Unknown,
		"HttpTypeError: 403 Forbidden":               flow.Unknown,
		"HttpError: 403 Forbidden, FooError":         flow.Yes,
		"fooerror: 403 Forbidden":                    flow.Unknown,
		"FooError: 403 Forbidden, of a Widget":       flow.Unknown,
		"It works with widgets.\nFooError: 403":      flow.Unknown,
		"FooError: 403\n\n404 Not Found of a widget": flow.Unknown,
	} {
		if got := fact(s.Read(Open([]byte(text))), "stranger"); got.Value != want {
			t.Errorf("%q: %v, want %v", text, got.Value, want)
		}
	}
}

func TestNothingRecognised(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	for _, text := range []string{"", "hello my dear the weather is nice\nplease call back\n", "{}", "\x1b[31m"} {
		if r := s.Read(Open([]byte(text))); r.Summary != "" || len(r.Facts) > 0 || len(r.Others) > 0 {
			t.Errorf("%q is read as %+v", text, r)
		}
	}
	if r := s.Read(Open([]byte("hello\n403 Forbidden\nplease call back"))); r.Summary == "" {
		t.Errorf("a status is read as %+v", r)
	}
}

// A copied frame leaves runs of spaces in a sentence.
func TestFrameInASentence(t *testing.T) {
	t.Parallel()
	signs := []Sign{{ID: "left", When: Match{Message: "^account is no longer a member of the organization$"}, Names: "left"}}
	r := compile(t, signs).Read(Open([]byte(`API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Account is no longer a member of the       organization"}}`)))
	if len(r.Facts) == 0 {
		t.Error("the sentence was not known")
	}
}
