package evidence

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// harvest takes what tells of an error out of an object, however deep it stands and whatever the language spelled it in.
type harvest struct {
	report
	shared  *Shared
	nest    int
	visited int
	failed  bool // It has a key that only errors have.
	weak    bool // The message may be of something else, such as a log line.
}

const maxVisited = 20_000 // Entries looked at in one object.

func (h *harvest) found() bool {
	if h.status != 0 && h.status < 400 && h.errType == "" && h.code == "" && !h.failed {
		return false // A call that went well: its address and its id are not those of the error.
	}
	return h.status >= 400 || h.errType != "" || h.code != "" || len(h.headers) > 0 || h.message != "" && (!h.weak || h.nest > 0) || len(h.urls) > 0 || h.requestID != ""
}

// fold makes request_id, request-id, requestId and RequestID one key.
func fold(key string) string {
	same := true
	for i := range len(key) {
		if c := key[i]; c == '_' || c == '-' || c == '$' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf {
			same = false
			break
		}
	}
	if same {
		return key
	}
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '$' {
			return -1
		}
		return unicode.ToLower(r)
	}, key)
}

// errorKeys lead to what an error says of itself.
func errorKey(key string) bool {
	switch key {
	case "error", "body", "detail", "details", "cause", "innererror", "errors", "err", "response", "responsebody", "data", "raw", "fault", "exception":
		return true
	}
	return false
}

func (h *harvest) object(v value, depth int) {
	var errType, message, joined, code string
	named := false // The object has a key that only errors have.
	for _, f := range v.fields {
		if h.visited++; h.visited > maxVisited {
			return
		}
		key := fold(f.key)
		switch f.kind {
		case object, list:
			if key == "headers" || key == "header" || headerish(f.value) {
				h.header(f.value)
				continue
			}
			if key == "rawheaders" && f.kind == list {
				h.rawHeader(f.value)
				continue
			}
			if key == "error" && f.kind == object {
				named = true
				if typeOf(v) == "error" {
					h.body = envelopeBody
				}
			}
			if f.kind == list {
				h.list(f.value, depth+1)
				continue
			}
			if key == "proxy" {
				continue // Its host is not where the call was to go.
			}
			h.object(f.value, depth+1)
			continue
		}
		if f.nothing() {
			continue
		}
		t := f.text
		switch key {
		case "type", "errortype", "kind", "@type", "name":
			if key == "type" && t == "error" || key == "name" || key == "kind" {
				break
			}
			if !strings.Contains(t, "/") { // An address tells where a type is described.
				errType = t
			}
		case "message", "msg", "errormessage", "errordescription", "reason", "hint", "rawmessage":
			if f.kind == str || key == "message" {
				if message == "" || key == "message" {
					message, joined = t, f.joined
				}
			}
		case "requestid", "xrequestid":
			if isID(t) {
				h.requestID = cmp.Or(h.requestID, t)
			}
		case "errorcode", "code", "status", "statuscode", "httpstatus", "httpstatuscode", "httpcode", "responsestatus":
			h.number(f, key, &code)
		case "url", "requesturl", "baseurl", "endpoint", "uri", "apibase":
			if strings.Contains(t, "://") && !isHelp(strings.ToLower(t)) {
				h.urls = appendNew(h.urls, t)
			}
		case "host", "hostname":
			if strings.Contains(t, ".") && !strings.ContainsAny(t, " /") {
				h.hosts = appendNew(h.hosts, t)
			}
		}
		if f.kind == str && errorKey(key) {
			named = named || key == "error" || key == "detail"
			h.messages = appendNew(h.messages, t, f.joined)
			if message == "" && !strings.Contains(t, "{") {
				message, joined = t, f.joined
			}
		}
		if f.kind == str && h.readable(key, t) {
			h.inner(t, depth+1)
		}
	}
	h.failed = h.failed || named
	h.candidate(errType, message, joined, code, depth, named)
}

// readable reports whether a string of the object may hold an error of its own: another object, a page, or a sentence
// with a status.
func (h *harvest) readable(key, text string) bool {
	switch {
	case strings.IndexByte(text, '{') >= 0:
		return h.nest < maxNest
	case !errorKey(key) && key != "message":
		return false
	case strings.IndexByte(text, '<') >= 0:
		return true
	}
	return h.status < 400 && strings.ContainsAny(text, "45")
}

// number reads a status or a code.
func (h *harvest) number(f field, key string, code *string) {
	n, err := strconv.Atoi(f.text)
	switch {
	case err == nil && n >= 100 && n < 600:
		if h.status < 400 {
			h.status = n
			h.statusQuote = f.key + ": " + f.text
		}
	case err == nil, f.text == "", f.text == "null", f.text == "None", f.text == "undefined", f.text == "nil":
	case key == "errorcode", *code == "" && (key == "code" || key == "status" && strings.ToUpper(f.text) == f.text):
		*code = f.text
	}
}

// candidate keeps the type, message and code of one object if they stand deeper than what there was.
func (h *harvest) candidate(errType, message, joined, code string, depth int, named bool) {
	if errType == "" && message == "" && code == "" {
		return
	}
	bareType := message == "" && code == "" && (depth > 0 || !named) && !strings.HasSuffix(errType, "_error")
	if bareType {
		return // {"type": "text"} and its kind.
	}
	if h.code == "" {
		h.code = code
	}
	if message == "" && errType == "" {
		return
	}
	if h.message == "" && h.errType == "" || depth >= h.depth || h.message == "" {
		if message != "" && !(isCode(message) && strings.Contains(h.message, " ")) { // A detail's name is no message.
			h.message = message
		}
		if errType != "" {
			h.errType = errType
		}
		h.depth = depth
	}
	if h.body == "" {
		h.body = jsonBody
	}
	h.weak = h.errType == "" && h.code == "" && !named && depth == 0
	h.messages = appendNew([]string{h.message}, append([]string{message, joined}, h.messages...)...)
}

func (h *harvest) list(v value, depth int) {
	for _, f := range v.fields {
		if h.visited++; h.visited > maxVisited {
			return
		}
		switch {
		case f.kind == object && depth < maxDepth:
			h.object(f.value, depth)
		case f.kind == str && h.nest < maxNest && strings.IndexByte(f.text, '{') >= 0:
			h.inner(f.text, depth)
		}
	}
}

// inner reads a text that stands inside a string of the object.
func (h *harvest) inner(text string, depth int) {
	for _, p := range collect(text, h.shared, h.nest+1) {
		p.depth += depth
		p.start, p.end = h.start, h.end
		if p.body == htmlBody && h.body == "" {
			h.body = htmlBody
		}
		if p.status >= 400 && p.errType == "" && p.message == "" && h.status >= 400 {
			continue
		}
		body := h.body
		h.absorb(p)
		if p.body == envelopeBody || body == "" {
			h.body = p.body
		}
		if p.message != "" && p.depth >= h.depth {
			h.message, h.depth = p.message, p.depth
			h.messages = appendNew([]string{p.message}, h.messages...)
		}
		if p.errType != "" && p.depth >= h.depth {
			h.errType = p.errType
		}
	}
}

// header reads a dump of headers: names with values, or lists of values, or a list of lines.
func (h *harvest) header(v value) {
	for _, f := range v.fields {
		t := f.text
		if f.key == "" && f.kind == str {
			f.key, t, _ = strings.Cut(t, ": ")
		}
		if f.kind == list && len(f.fields) > 0 {
			t = f.fields[0].text
		}
		if f.kind == object { // Headers { [Symbol(map)]: { … } }
			h.header(f.value)
			continue
		}
		h.oneHeader(f.key, t)
	}
}

// rawHeader reads the headers as Node keeps them: a name, its value, the next name.
func (h *harvest) rawHeader(v value) {
	for i := 0; i+1 < len(v.fields); i += 2 {
		h.oneHeader(v.fields[i].text, v.fields[i+1].text)
	}
}

func (h *harvest) oneHeader(name, value string) {
	if name == "" || value == "" || len(h.headers) >= maxHeaders {
		return
	}
	name = strings.ToLower(name)
	h.headers = append(h.headers, header{name, value})
	if name == "request-id" {
		h.requestID = cmp.Or(h.requestID, value)
	}
}

// headerish reports whether an object holds headers, by the names that every answer has.
func headerish(v value) bool {
	if v.kind != object {
		return false
	}
	for _, f := range v.fields {
		switch strings.ToLower(f.key) {
		case "content-type", "content-length", "transfer-encoding", "server", "connection":
			return true
		}
	}
	return false
}

func typeOf(v value) string {
	for _, f := range v.fields {
		if f.key == "type" {
			return f.text
		}
	}
	return ""
}

// isID reports whether a text can be an id: null, None and undefined are none.
func isID(s string) bool {
	return len(s) >= 8 && len(s) <= 128 && strings.ContainsAny(s, "0123456789") && !strings.ContainsAny(s, " \n{}<>")
}
