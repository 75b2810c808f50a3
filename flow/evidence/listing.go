package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

// entry is one row of a listing: it begins with a status or with the name of an error, behind at most a mark, a heading or a word for
// what follows, and holds no object and no page.
var entry = expr.Lazy{Expr: "^(?:[|>*•·\\-+#\\s]|\\d{1,2}[.)]\\s)*(?i:(?:https?|error|status|code|case|:)\\s*)*[*`\"'\\[(]*(?:([45]\\d\\d)\\b|([a-z]+(?:_[a-z]+)*_error)\\b)[^{}<]*$" +
	"|^\\s*[|*•\\-+]\\s*[*`\"]*([A-Z]\\w+Error)\\b[^{}<]*$"}

const listedText = "The text lists errors as documentation does: nobody was answered with those. Paste the line that was seen where the call failed."

const (
	minEntries = 3 // Entries that make a listing.
	maxBetween = 4 // Lines between two of them: what a heading is about, a description that goes on.
)

// listing is a run of entries: of statuses that rise, or of different names.
type listing struct {
	start, end int // In the text.
	status     int // Of the last entry.
	names      []string
	entries    int
	between    int // Lines since the last entry.
}

// withoutListings drops what documentation says of several statuses, one after another, such as a table: nobody was answered with
// any of them. The second result tells whether there was such a listing.
func withoutListings(text string) (kept string, found bool) {
	if len(text) > maxPersonal {
		return text, false
	}
	var b strings.Builder
	var l listing
	at, done := 0, 0
	end := func() {
		if l.entries >= minEntries {
			found = true
			b.WriteString(text[done:l.start])
			done = l.end
		}
		l = listing{}
	}
	for line := range strings.Lines(text) {
		m := entry.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			if l.between++; l.between > maxBetween {
				end()
			}
			at += len(line)
			continue
		}
		if !l.goesOn(m[1], m[2]+m[3]) {
			end()
			l.goesOn(m[1], m[2]+m[3])
		}
		if l.entries == 1 {
			l.start = at
		}
		at += len(line)
		l.end = at
	}
	end()
	if !found {
		return text, false
	}
	return b.String() + text[done:], true
}

// goesOn takes the next entry, with its status or its name, if it is one of the same listing.
func (l *listing) goesOn(status, name string) bool {
	n := 0
	for _, c := range status {
		n = n*10 + int(c-'0')
	}
	if l.entries > 0 && (n != 0) != (l.status != 0) || n != 0 && n <= l.status || n == 0 && slices.Contains(l.names, name) {
		return false
	}
	l.status = n
	l.names = append(l.names, name)
	l.entries++
	l.between = 0
	return true
}
