package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/redact"
)

var identified = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })

// identifier reports whether the text can be an id of the service, and no secret.
func identifier(text string) bool {
	return identified().MatchString(text) && redact.Text(text) == text
}

// masks returns the answer without the setup's secrets, in whatever case they are written.
func (s *Setup) masks(a flow.Response) flow.Response {
	a.Body = s.mask(a.Body)
	headers := make([]flow.Header, len(a.Headers))
	for i, h := range a.Headers {
		headers[i] = flow.Header{Name: string(s.mask([]byte(h.Name))), Value: string(s.mask([]byte(h.Value)))}
	}
	a.Headers = headers
	return a
}

const leastMasked = 6 // Characters; a shorter text is no secret, and cutting it would garble the answer.

func (s *Setup) mask(b []byte) []byte {
	for _, c := range []Credential{s.Key, s.Admin, s.Other} {
		secret := strings.ToLower(c.Secret.text())
		if len(secret) < leastMasked {
			continue
		}
		b = replaceFold(b, secret, c.Secret.String())
	}
	return b
}

// replaceFold replaces what is ASCII and equal to lower but for its case.
func replaceFold(b []byte, lower, with string) []byte {
	low := make([]byte, len(b)) // Unlike bytes.ToLower this keeps every offset.
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	var out []byte
	done := 0
	for {
		i := bytes.Index(low[done:], []byte(lower))
		if i < 0 {
			if done == 0 {
				return b
			}
			return append(out, b[done:]...)
		}
		out = append(append(out, b[done:done+i]...), with...)
		done += i + len(lower)
	}
}

// reply is an answer as it was understood.
type reply struct {
	flow.Response
	own    bool // The API itself wrote it.
	proven bool // Beyond doubt: it has a request id, or comes from the service's own host.

	kind, requestID         string // The error's type.
	message                 string // The error's.
	workspace, organization string
	body                    any  // The JSON, or nil.
	partial                 bool // The list in it goes on on another page.
}

// understand takes an answer apart, as the service is known to answer. Home is set when it comes from the service's own host.
func understand(shape flow.AnswerShape, a flow.Response, home bool) reply {
	r := reply{Response: a}
	id := func(name string) string {
		if v := strings.TrimSpace(a.Header(name)); identifier(v) {
			return v
		}
		return ""
	}
	r.workspace, r.organization = id(shape.Workspace), id(shape.Organization)
	if v := strings.TrimSpace(a.Header(shape.RequestID)); names(shape, v) {
		r.requestID = v
	}
	if a.Cut || encoded(a) {
		return r
	}
	success := a.Status >= 200 && a.Status < 300
	kind, _, _ := mime.ParseMediaType(a.Header("Content-Type"))
	if success && kind == "text/event-stream" {
		// A request that asks for a stream gets one; its first event shows that it began.
		r.own = r.requestID != "" && bytes.Contains(a.Body[:min(len(a.Body), 4096)], []byte("event: message_start"))
		r.proven = r.own
		return r
	}
	var body any
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.UseNumber()
	if d.Decode(&body) != nil || len(bytes.TrimSpace(a.Body[d.InputOffset():])) > 0 {
		return r
	}
	object, isObject := body.(map[string]any)
	_, isList := body.([]any)
	if !isObject && !(isList && success) {
		return r
	}
	r.body = body
	if v, ok := memberOf(body, shape.RequestIDIn).(string); ok && r.requestID == "" && names(shape, v) {
		r.requestID = v
	}
	if t, ok := memberOf(body, shape.Type).(string); ok && identifier(t) {
		r.kind = t
	}
	r.message, _ = memberOf(body, shape.Message).(string)
	if success {
		_, failed := object["error"].(map[string]any)
		r.own = kind == "application/json" && !failed
		r.proven = r.own && (r.requestID != "" || home)
	} else {
		r.own = hasAll(shape, body) && (shape.Type == "" || r.kind != "") && (!identifies(shape) || r.requestID != "")
		r.proven = r.own && (identifies(shape) || home)
	}
	next, _ := object["next_page"].(string)
	r.partial = object["has_more"] == true || next != "" || strings.Contains(a.Header("Link"), `rel="next"`)
	return r
}

// identifies reports whether every error of the service names its request.
func identifies(shape flow.AnswerShape) bool { return shape.RequestID != "" || shape.RequestIDIn != "" }

// names reports whether the text can name a request of the service.
func names(shape flow.AnswerShape, id string) bool {
	const most = 128
	return id != "" && len(id) <= most && redact.Text(id) == id && regexp.MustCompile(shape.RequestIDLike).MatchString(id)
}

// hasAll reports whether the JSON has what every error of the service has.
func hasAll(shape flow.AnswerShape, body any) bool {
	if _, ok := memberOf(body, shape.Message).(string); shape.Message != "" && !ok {
		return false
	}
	return !slices.ContainsFunc(shape.Has, func(h flow.Like) bool {
		return !regexp.MustCompile(h.Like).MatchString(said(memberOf(body, h.Name)))
	})
}

// memberOf returns what stands in the JSON under a name such as error.type, or nil.
func memberOf(v any, name string) any {
	for part := range strings.SplitSeq(name, ".") {
		object, _ := v.(map[string]any)
		v = object[part]
	}
	return v
}

// said is a text, a number or a truth of JSON as a text; "" for anything else.
func said(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

// encoded reports whether the body is packed although none of that was asked for.
func encoded(a flow.Response) bool {
	e := strings.TrimSpace(a.Header("Content-Encoding"))
	return e != "" && !strings.EqualFold(e, "identity")
}

// html reports whether the body is a page.
func (r *reply) html() bool {
	kind, _, _ := mime.ParseMediaType(r.Header("Content-Type"))
	head := bytes.ToLower(bytes.TrimSpace(r.Body[:min(len(r.Body), 512)]))
	return kind == "text/html" || bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// shape says in words what the answer is.
func (r *reply) shape() string {
	switch {
	case encoded(r.Response):
		return "a packed body"
	case len(bytes.TrimSpace(r.Body)) == 0:
		return "no body"
	case r.html():
		return "an HTML page"
	case r.kind != "":
		return r.kind
	case r.body != nil:
		return "JSON"
	default:
		return "a text"
	}
}

// evidence is the answer in one line.
func (r *reply) evidence(by string) string {
	line := fmt.Sprint(r.Status)
	switch {
	case r.kind != "":
		line += " " + r.kind
	case r.Status >= 200 && r.Status < 300 && r.own:
	default:
		line += ", " + r.shape()
	}
	if r.requestID != "" {
		line += ", " + r.requestID
	}
	return line + answeredBy(by)
}

func answeredBy(who string) string { return ", answered by " + who }

// text writes the answer as it stood on the wire, for the reader of signs. For the answer of a proxy that was asked for a
// tunnel, the line before it says so.
func (r *reply) text(tunnelTo string) []byte {
	var b strings.Builder
	if tunnelTo != "" {
		fmt.Fprintf(&b, "CONNECT %s: proxy responded with %d\n\n", tunnelTo, r.Status)
	}
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\n", r.Status, http.StatusText(r.Status))
	for _, h := range r.Headers {
		fmt.Fprintf(&b, "%s: %s\n", h.Name, h.Value)
	}
	b.WriteString("\n")
	b.Write(r.Body)
	text, _ := redact.Secrets(b.String())
	return []byte(text)
}

// lists reports whether the text is among the strings of the JSON. An alias, or a name that ends in -latest, is also there
// when it is with a date behind it.
func lists(v any, text string) bool {
	switch v := v.(type) {
	case string:
		if v == text {
			return true
		}
		date, ok := strings.CutPrefix(v, strings.TrimSuffix(text, "-latest")+"-")
		return ok && len(date) == 8 && strings.Trim(date, "0123456789") == ""
	case []any:
		for _, e := range v {
			if lists(e, text) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if lists(e, text) {
				return true
			}
		}
	}
	return false
}

// listedKey finds in a list of keys the one that ends in the last four characters. When several do, what they do not agree on
// is "".
func (r *reply) listedKey(lastFour string) (status, workspace string) {
	object, _ := r.body.(map[string]any)
	data, _ := object["data"].([]any)
	found := 0
	for _, e := range data {
		key, _ := e.(map[string]any)
		hint, _ := key["partial_key_hint"].(string)
		if lastFour == "" || !strings.HasSuffix(hint, lastFour) {
			continue
		}
		st, _ := key["status"].(string)
		ws, _ := key["workspace_id"].(string)
		if found++; found == 1 {
			status, workspace = st, ws
			continue
		}
		if st != status {
			status = ""
		}
		if ws != workspace {
			workspace = ""
		}
	}
	if !identifier(workspace) {
		workspace = ""
	}
	return status, workspace
}
