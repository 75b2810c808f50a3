package evidence

import (
	"strconv"
	"strings"

	"why403/flow/expr"
)

const maxNest = 4 // Texts inside of strings inside of texts that are followed.

// collect finds the parts of errors in a text: objects, answers' heads, pages, statuses, addresses. Of a text inside of another
// one the lines of something else are left out first.
func collect(text string, shared *Shared, depth int) []*report {
	if depth > 0 {
		text, _ = shared.lines.sift(bare(text), true)
	}
	c := collector{text: text, depth: depth, shared: shared}
	c.objects()
	c.whole = len(c.parts)
	c.heads()
	c.goHeaders()
	c.pages()
	c.statuses()
	c.addresses()
	return c.parts
}

type collector struct {
	text   string
	depth  int
	shared *Shared
	parts  []*report
	whole  int      // Of the parts, those that are objects; they come first, in order.
	taken  []extent // Where statuses were already read: objects, heads, pages; in order of each kind.
}

type extent struct{ start, end int }

func (c *collector) add(r *report) { c.parts = append(c.parts, r) }

// objects reads everything in braces, escaped or not.
func (c *collector) objects() {
	for i := 0; i < len(c.text); {
		n := strings.IndexByte(c.text[i:], '{')
		if n < 0 {
			return
		}
		i += n
		if end, ok := c.escaped(i); ok {
			i = end
			continue
		}
		v, end, ok := parseObject(c.text, i)
		switch {
		case ok && isReply(v): // What a model said is no error, whatever it speaks of.
			c.taken = append(c.taken, extent{i, end})
		case ok:
			h := harvest{report: report{start: i, end: end}, shared: c.shared, nest: c.depth}
			if headerish(v) {
				h.header(v)
			} else {
				h.object(v, 0)
			}
			if h.found() {
				r := h.report
				c.add(&r)
				c.taken = append(c.taken, extent{i, end})
			}
		}
		i = max(end, i+1)
	}
}

// isReply reports whether an object is what a model answered: a message or a completion.
func isReply(v value) bool {
	said, kind := false, ""
	for _, f := range v.fields {
		switch f.key {
		case "error":
			if !f.nothing() || f.kind == object {
				return false
			}
		case "type", "object":
			kind = f.text
		case "content", "choices":
			said = f.kind == list
		}
	}
	return said && (kind == "message" || kind == "chat.completion")
}

// escaped reads an object whose quotation marks are escaped, as it stands inside of another program's string.
func (c *collector) escaped(at int) (end int, ok bool) {
	i := at + 1
	for i < len(c.text) && (c.text[i] == ' ' || c.text[i] == '\n') {
		i++
	}
	for i+1 < len(c.text) && c.text[i] == '\\' && c.text[i+1] == 'n' { // {\n \"type\"
		for i += 2; i < len(c.text) && c.text[i] == ' '; i++ {
		}
	}
	level := i
	for i < len(c.text) && c.text[i] == '\\' {
		i++
	}
	level = i - level
	if level == 0 || level > 15 || i >= len(c.text) || c.text[i] != '"' && c.text[i] != '\'' || c.depth >= maxNest {
		return 0, false
	}
	quote := c.text[i]
	limit := min(len(c.text), at+maxString)
	run, breaks := 0, 0
	for i = at; i < limit; i++ {
		switch c.text[i] {
		case '\\':
			run++
			continue
		case quote:
			if run < level {
				limit = i
			}
		case '\n':
			if breaks++; breaks > maxBreaks {
				limit = i
			}
		}
		run = 0
	}
	inner := marked(c.text, at, limit)
	for range 4 {
		if level == 0 {
			break
		}
		inner = unescaped(inner)
		level /= 2
	}
	for _, p := range collect(inner, c.shared, c.depth+1) {
		p.start, p.end = at, limit
		p.depth += c.depth + 1
		c.add(p)
	}
	c.taken = append(c.taken, extent{at, limit})
	return limit, true
}

// marked returns the part of the text with its lines of full width marked.
func marked(text string, start, end int) string {
	if strings.IndexByte(text[start:end], '\n') < 0 {
		return text[start:end]
	}
	var b strings.Builder
	p := parser{s: text}
	for i := start; i < end; i++ {
		if text[i] == '\n' && p.fullLine(i) {
			b.WriteByte(full)
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

var (
	headLine   = expr.Lazy{Expr: `(?i)\b(HTTP/\d(?:\.\d)?[ \t]+(\d{3}))\b[^\n]*`}
	headerLine = expr.Lazy{Expr: `^[ \t]*(?:<[ \t]*)?([A-Za-z][A-Za-z0-9-]*):[ \t]*([^\n]*)$`}
)

const maxHeaders = 128

// heads reads status lines with the headers that follow them, as curl -i and curl -v print them.
func (c *collector) heads() {
	if !containsFold(c.text, "http/") {
		return
	}
	for _, m := range headLine.FindAllStringSubmatchIndex(c.text, -1) {
		r := &report{start: m[0], end: m[1], statusQuote: c.text[m[2]:m[3]]}
		r.status, _ = strconv.Atoi(c.text[m[4]:m[5]])
		rest := c.text[m[1]:]
		read := 0
		for line := range strings.Lines(rest) {
			bare := strings.TrimRight(line, "\n")
			if read > 0 || bare != "" { // The first line is the end of the status line.
				h := headerLine.FindStringSubmatch(bare)
				if h == nil || len(r.headers) == maxHeaders {
					break
				}
				r.headers = append(r.headers, header{strings.ToLower(h[1]), strings.TrimSpace(h[2])})
			}
			read += len(line)
		}
		r.end = m[1] + read
		r.requestID = r.header("request-id")
		after := strings.TrimLeft(strings.TrimSpace(c.text[r.end:min(len(c.text), r.end+64)]), "<*{} \t\n")
		if r.header("content-length") == "0" || len(r.headers) > 0 && after == "" && r.status >= 400 && r.end >= len(strings.TrimRight(c.text, " \n")) {
			r.body = emptyBody
		}
		c.taken = append(c.taken, extent{r.start, r.end})
		if r.status < 400 {
			continue // What came before an answer, such as "200 Connection established", or no error.
		}
		c.add(r)
	}
}

var (
	goHeaders = expr.Lazy{Expr: `\bmap\[((?:[A-Z][A-Za-z0-9-]*:\[[^\[\]\n]*\] ?)+)\]`}
	goHeader  = expr.Lazy{Expr: `([A-Za-z0-9-]+):\[([^\[\]]*)\]`}
)

// goHeaders reads an answer's headers as Go prints them: map[Content-Type:[text/plain] Server:[nginx]].
func (c *collector) goHeaders() {
	if !strings.Contains(c.text, "map[") {
		return
	}
	for _, m := range goHeaders.FindAllStringSubmatchIndex(c.text, -1) {
		h := harvest{report: report{start: m[0], end: m[1]}}
		for _, pair := range goHeader.FindAllStringSubmatch(c.text[m[2]:m[3]], -1) {
			h.oneHeader(pair[1], pair[2])
		}
		if h.found() {
			c.add(&h.report)
			c.taken = append(c.taken, extent{m[0], m[1]})
		}
	}
}

var (
	pageStart = expr.Lazy{Expr: `(?i)<!doctype html|<html[\s>]|<head>|<title>|<body[\s>]|<center>|<div class=|<h1>`}
	pageTitle = expr.Lazy{Expr: `(?is)<(?:title|h1)[^>]*>(.{1,300}?)</(?:title|h1)>`}
	pageCode  = expr.Lazy{Expr: `\b[45]\d\d\b`}
	pageEnd   = "</html>"
)

// pages reads HTML.
func (c *collector) pages() {
	inside, known := 0, c.hasStatus()
	for from := 0; from < len(c.text); {
		m := pageStart.FindStringIndex(c.text[from:])
		if m == nil {
			return
		}
		start := from + m[0]
		limit := min(len(c.text), start+maxSpan)
		end := limit
		if n := indexFold(c.text[start:limit], pageEnd); n >= 0 {
			end = start + n + len(pageEnd)
		} else if n := strings.LastIndexByte(c.text[start:limit], '>'); n >= 0 {
			end = start + n + 1
			if line := strings.IndexByte(c.text[end:limit], '\n'); line >= 0 {
				end += line
			} else {
				end = limit
			}
		}
		page := c.text[start:end]
		r := &report{start: start, end: end, body: htmlBody}
		for _, t := range pageTitle.FindAllStringSubmatch(page, 4) {
			title := squeeze(stripTags(t[1]))
			if r.message == "" {
				r.message = title
			}
			r.messages = appendNew(r.messages, title)
			if code := pageCode.FindString(title); code != "" && r.status == 0 && !known { // Each of several pages tells its own.
				r.status, _ = strconv.Atoi(code)
				r.statusQuote = title
			}
		}
		if !c.told(start, &inside) {
			c.add(r)
			c.taken = append(c.taken, extent{start, end})
		}
		from = end
	}
}

// told reports whether a page stands in an object that already tells what its answer was: as a string that was read with
// the object, or in the request that the object repeats. The index moves on with the pages.
func (c *collector) told(page int, index *int) bool {
	for *index < c.whole && c.parts[*index].end <= page {
		*index++
	}
	return *index < c.whole && c.parts[*index].start < page && c.parts[*index].body != ""
}

// hasStatus reports whether a head or an object already told a status.
func (c *collector) hasStatus() bool {
	for _, p := range c.parts {
		if p.status != 0 {
			return true
		}
	}
	return false
}

// stripTags returns the words of a page.
func stripTags(page string) string {
	var b strings.Builder
	gone := make(map[string]bool) // Ends that do not come any more.
	for i := 0; i < len(page); {
		n := strings.IndexByte(page[i:], '<')
		if n < 0 {
			b.WriteString(page[i:])
			break
		}
		b.WriteString(page[i : i+n])
		i += n
		end := ">"
		for _, pair := range [][2]string{{"<script", "</script>"}, {"<style", "</style>"}, {"<!--", "-->"}} {
			if strings.HasPrefix(page[i:], pair[0]) {
				end = pair[1]
			}
		}
		n = -1
		if !gone[end] && i+1 < len(page) && (page[i+1] == '/' || page[i+1] == '!' || lower(page[i+1]) >= 'a' && lower(page[i+1]) <= 'z') {
			if n = strings.Index(page[i:], end); n < 0 {
				gone[end] = true
			}
		}
		if n < 0 {
			b.WriteByte('<')
			i++
			continue
		}
		b.WriteByte(' ')
		i += n + len(end)
	}
	return entities.Replace(b.String())
}

var entities = strings.NewReplacer("&nbsp;", " ", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&rsquo;", "'", "&amp;", "&")

func containsFold(text, lower string) bool { return indexFold(text, lower) >= 0 }

// indexFold is strings.Index that ignores the case of ASCII letters; sub is in lower case and not empty.
func indexFold(text, sub string) int {
	for i := 0; i+len(sub) <= len(text); i++ {
		j := 0
		for j < len(sub) && lower(text[i+j]) == sub[j] {
			j++
		}
		if j == len(sub) {
			return i
		}
	}
	return -1
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}
