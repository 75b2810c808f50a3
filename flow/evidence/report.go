package evidence

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"why403/flow/expr"
)

// report is one error as it stands in a text: what was understood of it, from one or several parts that belong together,
// such as a status line, headers and a body.
type report struct {
	start, end int    // In the text it was found in.
	envelope   extent // Where its envelope stands there; zero for an error that has none.

	status      int
	statusQuote string
	body        string // One of bodies; empty while nothing but a status is known.
	errType     string
	nameQuote   string // Its type or code as it stands in a text that has nothing else of it; empty elsewhere.
	message     string
	code        string
	requestID   string
	depth       int      // How deep in an object type and message stood; the deepest decide.
	messages    []string // Everything that could be the message, the deciding one first.
	headers     []header
	urls        []string // Addresses of the failing call.
	hosts       []string // Hosts that were named without an address.
	row         *party   // Who the row in which it stands names; nil if it names nobody.
	rowName     string   // The name there.
	refused     bool     // It is an address that serves no model, with the status on its line.
	byCommand   bool     // The first address is what a shown command asks for.

	text, joined string // Readings of the whole text that belongs to the error; see unwrap. Filled in by surround.
	seen         string // The reading of a page without its tags.
	source       string // What the error was found in.
	low, high    int    // Where in source the errors before and after it end and begin.
}

type header struct{ name, value string }

func (r *report) header(name string) string {
	for _, h := range r.headers {
		if h.name == name {
			return h.value
		}
	}
	return ""
}

// isError reports whether the part tells of an error by itself; the others only add to one.
func (r *report) isError() bool {
	return r.status >= 400 || r.body == htmlBody || r.errType != "" || r.message != "" || r.code != ""
}

// bare reports whether the part is a status and nothing else.
func (r *report) bare() bool {
	return r.status != 0 && r.body == "" && r.errType == "" && r.message == "" && len(r.headers) == 0
}

// leads reports whether the part is an address and nothing else, and begins a paragraph of its own: after is what stands before it.
func (r *report) leads(after string) bool {
	return len(r.urls) > 0 && r.status == 0 && r.body == "" && len(r.headers) == 0 && !r.isError() && emptyLine.MatchString(after)
}

// belongs reports whether the next part of a text is about the same error as r.
func (r *report) belongs(next *report) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	switch {
	case r.status != 0 && next.status != 0 && r.status != next.status:
		return false
	case r.row != nil && next.row != nil && r.row != next.row:
		return false
	case differ(r.requestID, next.requestID), differ(r.errType, next.errType), differ(r.code, next.code):
		return false
	case r.body == "" || next.body == "":
		return true
	case r.body == emptyBody || next.body == emptyBody:
		return true
	}
	return r.body != htmlBody && next.body != htmlBody && sameMessage(r.message, next.message)
}

func sameMessage(a, b string) bool {
	return a == "" || b == "" || strings.Contains(a, b) || strings.Contains(b, a)
}

// absorb adds a part to r.
func (r *report) absorb(p *report) {
	r.start, r.end = min(r.start, p.start), max(r.end, p.end)
	r.envelope = cmp.Or(r.envelope, p.envelope)
	if r.status == 0 {
		r.status, r.statusQuote = p.status, p.statusQuote
	}
	if r.body == "" || r.body == emptyBody || r.body == jsonBody && p.body == envelopeBody {
		r.body = cmp.Or(p.body, r.body)
	}
	if p.message != "" && (r.message == "" || p.depth > r.depth) || r.errType == "" && p.errType != "" {
		r.depth = p.depth
		r.message = cmp.Or(p.message, r.message)
		r.errType = cmp.Or(p.errType, r.errType)
	}
	r.code = cmp.Or(r.code, p.code)
	r.requestID = cmp.Or(r.requestID, p.requestID)
	r.messages = appendNew(r.messages, p.messages...)
	r.headers = append(r.headers, p.headers...)
	if len(r.urls) == 0 {
		r.byCommand = p.byCommand
	}
	r.urls = appendNew(r.urls, p.urls...)
	r.hosts = appendNew(r.hosts, p.hosts...)
	if r.row == nil {
		r.row, r.rowName = p.row, p.rowName
	}
}

// refusedToo reports whether the parts that follow an address tell of an error before they tell of another address.
func refusedToo(next []*report, p *report) bool {
	for _, n := range next {
		switch {
		case n.start-p.end > maxOutput:
			return false
		case n.isError():
			return true
		case n.host() != "" && n.host() != p.host():
			return false
		}
	}
	return false
}

const maxMessages = 32 // Messages kept of one error.

func appendNew(list []string, more ...string) []string {
	for _, m := range more {
		if m != "" && len(list) < maxMessages && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

const (
	maxBefore = 4 << 10 // Bytes of text before its first part that are taken to belong to an error.
	maxAfter  = 8 << 10 // Bytes after its last part.
	maxSpan   = 64 << 10
	maxGap    = 64 // Bytes between a status and the body that it leads to.
)

// reports finds the errors in a text, in order, and the lines that tell of something else. There is always at least one error,
// if only of bare text.
func (s *Signs) reports(text string) (all []*report, asides []string) {
	text = withoutOwnPaths(withoutDenied(withoutCode(withoutUnchecked(bare(text)))))
	kept, asides := s.lines.sift(text, true)
	all = s.found(kept)
	if len(asides) > 0 && !tellsOfCall(kept) && !slices.ContainsFunc(all, func(r *report) bool { return !r.blank() || s.names(r) }) {
		kept, asides = s.lines.sift(text, false)
		all = s.found(kept)
		if !slices.ContainsFunc(all, func(r *report) bool { return !r.blank() }) {
			for i, line := range slices.Backward(asides) {
				if refusedModel(line) {
					return s.answered(line), slices.Delete(asides, i, i+1)
				}
			}
		}
	}
	if len(asides) > 0 && !slices.ContainsFunc(all, func(r *report) bool { return !r.statusAlone() || s.names(r) }) {
		if whole, lines := s.lines.sift(text, false); s.otherCauses[s.tell(whole).cause] {
			return s.found(whole), lines
		}
	}
	return all, asides
}

// statusAlone reports whether nothing but a status is known of the error, as where a person speaks of it.
func (r *report) statusAlone() bool {
	return r.message == "" && r.errType == "" && r.code == "" && r.requestID == "" && r.body == plainBody && len(r.messages) == 0
}

// How a server's log tells of a request of a model, and of the status that it was answered with.
var (
	modelAsked = expr.Lazy{Expr: `(?i)(?:\bpost\W{1,12}|"post"[^\n]{0,200}?")(?:https?://[^\s/"]+)?[\w./-]*/(?:messages|chat/completions|completions|complete|responses|count_tokens|converse|invoke)\b`}
	logStatus  = expr.Lazy{Expr: `(?:[\s|]|status\\?["']? ?[:=] ?)(40[0-7]|422|429)(?:[\s|,}]|$)`}
)

// refusedModel reports whether a line tells that the reporter's own server refused a request of a model: where a text tells of nothing
// else, that is what it is about.
func refusedModel(line string) bool {
	return modelAsked.MatchString(line) && logStatus.MatchString(line)
}

// answered is the error that such a line tells of.
func (s *Signs) answered(line string) []*report {
	all := s.found(line)
	if m := logStatus.FindStringSubmatchIndex(line); len(all) == 1 && all[0].blank() {
		all[0].status, _ = strconv.Atoi(line[m[2]:m[3]])
		all[0].statusQuote = line
	}
	return all
}

// names reports whether what stands around the error names a cause.
func (s *Signs) names(r *report) bool {
	r.surround()
	return s.apply(s.subject(r), false).named == named
}

// found finds the errors in a text without lines of something else.
func (s *Signs) found(text string) []*report {
	if mayRejoin(text) {
		text = s.known().rejoin(text)
	}
	parts := collect(text, s.Shared, 0)
	var all []*report
	slices.SortStableFunc(parts, func(a, b *report) int { return cmp.Compare(a.start, b.start) })
	parts = s.parties.refusedAddresses(text, parts)
	var loose []*report // Parts that tell of no error, waiting for one that does.
	for i, p := range parts {
		if p.body == envelopeBody {
			p.envelope = extent{p.start, p.end}
		}
		if p.isError() {
			p.row, p.rowName = s.parties.ofRow(text, p.start)
		}
		last := len(all) - 1
		switch {
		case last >= 0 && (p.bare() || p.leads(text[min(all[last].end, p.start):p.start])) && i+1 < len(parts) && parts[i+1].isError() && parts[i+1].start-p.end < maxGap && !all[last].belongs(parts[i+1]):
			all = append(all, p) // "403 {…} 403 {…}": the status leads to what follows.
		case last >= 0 && p.status != 0 && len(p.headers) > 0 && all[last].body == envelopeBody && emptyLine.MatchString(text[min(all[last].end, p.start):p.start]):
			all = append(all, p) // The head of an answer stands above its body.
		case last >= 0 && s.parties.anotherCall(all[last], p) && refusedToo(parts[i+1:], p):
			all = append(all, p)
		case last >= 0 && s.parties.ofAnother(text, all[last], p):
			all = append(all, p)
		case last >= 0 && all[last].belongs(p) && (p.isError() || p.start-all[last].end < maxAfter):
			all[last].absorb(p)
		case p.isError():
			all = append(all, p)
			for _, l := range loose {
				if p.start-l.end < maxBefore {
					p.absorb(l)
				}
			}
			loose = nil
		default:
			loose = append(loose, p)
		}
	}
	if len(all) == 0 {
		r := &report{end: len(text)}
		for _, l := range loose {
			r.absorb(l)
		}
		all = append(all, r)
		r.start, r.end = 0, len(text)
	}
	for i, r := range all {
		s.parties.ofTheModel(r)
		r.source, r.low, r.high = text, 0, len(text)
		if i > 0 {
			r.low = all[i-1].end
		}
		if i < len(all)-1 {
			r.high = all[i+1].start
		}
		if r.body == "" {
			r.body = plainBody
		}
	}
	return all
}

// surround fills in the text of the error: its own, and what stands around it up to its neighbours. What stands between
// two errors belongs to both: it may end the one or lead to the other.
func (r *report) surround() {
	start := max(r.low, r.start-maxBefore)
	end := min(max(r.high, r.end), r.end+maxAfter, len(r.source), start+maxSpan)
	start = min(wholeWords(r.source, start, r.start), end)
	r.read(r.source[start:end])
}

// read makes the readings of the text that belongs to the error.
func (r *report) read(text string) {
	text = strings.ToValidUTF8(text, "")
	if r.body == htmlBody {
		r.seen = squeeze(stripTags(text))
	} else {
		text = withoutAsides(text)
	}
	r.text, r.joined = unwrap(text)
}

// ownLines returns the lines on which the envelope stands, without what a person compares it with.
func (r *report) ownLines() string {
	start, end := strings.LastIndexByte(r.source[:r.envelope.start], '\n')+1, min(r.envelope.end, len(r.source))
	if n := strings.IndexByte(r.source[end:], '\n'); n >= 0 {
		end += n
	} else {
		end = len(r.source)
	}
	return withoutAsides(strings.ToValidUTF8(r.source[max(start, r.envelope.start-maxBefore):min(end, r.envelope.end+maxAfter)], ""))
}

// wholeWords moves a cut to after the next white space, if there is some before the limit: half a word reads as another one.
func wholeWords(text string, cut, limit int) int {
	if cut == 0 || cut >= limit || text[cut-1] == '\n' {
		return cut
	}
	if n := strings.IndexAny(text[cut:limit], " \n"); n >= 0 {
		return cut + n + 1
	}
	return limit
}

// line returns the line that the error begins on.
func (r *report) line() string {
	start := strings.LastIndexByte(r.source[:r.start], '\n') + 1
	start = wholeWords(r.source, max(start, r.start-maxSummary), r.start)
	rest := r.source[start:min(len(r.source), r.start+4*maxSummary)]
	rest, _, _ = strings.Cut(rest, "\n")
	return strings.ToValidUTF8(rest, "")
}

// beginning is the part of that line around where the error begins, with a mark where something stands in front of it.
func (r *report) beginning() string {
	line := strings.LastIndexByte(r.source[:r.start], '\n') + 1
	start := line
	if utf8.RuneCountInString(r.source[line:r.start]) > maxSummary*3/4 {
		start = wholeWords(r.source, max(line, r.start-maxSummary/2), r.start)
	}
	rest, _, _ := strings.Cut(r.source[start:min(len(r.source), r.start+4*maxSummary)], "\n")
	if start > line {
		rest = "… " + rest
	}
	return strings.ToValidUTF8(rest, "")
}

// host is the host of the failing call, in lower case, or empty.
func (r *report) host() string {
	for _, u := range r.urls {
		if h := hostOf(u); h != "" {
			return h
		}
	}
	for _, h := range r.hosts {
		return strings.ToLower(h)
	}
	return ""
}

// url is the address of the failing call, or empty.
func (r *report) url() string {
	if len(r.urls) == 0 {
		return ""
	}
	return r.urls[0]
}

// hostOf returns the host of an address that has one.
func hostOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	if n := strings.IndexAny(rest, "/?#\"' )"); n >= 0 {
		rest = rest[:n]
	}
	if n := strings.LastIndexByte(rest, '@'); n >= 0 {
		rest = rest[n+1:]
	}
	if n := strings.LastIndexByte(rest, ':'); n >= 0 {
		rest = rest[:n]
	}
	return strings.ToLower(strings.Trim(rest, ".[]"))
}

// pathOf returns the path of an address, without its query.
func pathOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	n := strings.IndexByte(rest, '/')
	if n < 0 {
		return ""
	}
	rest = rest[n:]
	if n := strings.IndexAny(rest, "?#"); n >= 0 {
		rest = rest[:n]
	}
	return rest
}
