package evidence

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/expr"
)

// Of two errors that name different causes, both of which calls print, only a person knows which one the failing call did. That
// is so only where nothing tells that one came after the other: a call that was tried again, or what was mended since.

// inTime are words that tell which of two errors came last.
var inTime = expr.Lazy{Expr: `(?i)\b(?:re-?tr(?:y|ies|ied|ying)|attempts?|fall(?:s|ing|en)?[ -]?back|failover|switch(?:ed|ing)|again|then|now|after(?:wards)?|before|earlier|previous(?:ly)?|at first|first(?:ly)?|initially|originally|was|were|used to|yesterday|today|since|until|once|fixed|solved|resolved|still|instead|next|later|old(?:er)?|new(?:er)?|chang(?:ed|ing)|updated?)\b`}

const leadIn = 200 // Bytes before an error that may tell when it came.

// cause is an error that names one.
type cause struct {
	*report
	key, names, quote string
}

// causes are the errors of a text that name one, the last first, and those that say the same once.
type causes []cause

// names returns the cause that the error names, "" for none.
func (c causes) names(r *report) string {
	key := r.key()
	if i := slices.IndexFunc(c, func(o cause) bool { return o.key == key }); i >= 0 {
		return c[i].names
	}
	return ""
}

// rivals returns of every cause the last of all errors that names it, in the order of the text, each with the text without the
// others; none where the text decides.
func (c causes) rivals(all []*report, asides []string) []flow.Rival {
	if !slices.ContainsFunc(c, func(o cause) bool { return o.names != c[0].names }) {
		return nil
	}
	source := c[0].source
	if slices.ContainsFunc(all, func(r *report) bool { return r.source != source }) {
		return nil // The text is so long that only parts of it are read.
	}
	var around strings.Builder // Everything but the errors, from shortly before the first one on.
	at := max(0, all[0].start-leadIn)
	for _, r := range all {
		around.WriteString(source[at:max(at, r.start)])
		at = max(at, r.end)
	}
	if inTime.MatchString(around.String()) {
		return nil
	}
	var out []flow.Rival
	for i, o := range slices.Backward(c) {
		if !slices.ContainsFunc(c[:i], func(later cause) bool { return later.names == o.names }) {
			summary := o.summary(o.quote)
			rest := slices.DeleteFunc(slices.Clone(all), func(r *report) bool { return c.names(r) == o.names })
			out = append(out, flow.Rival{Summary: summary, Text: []byte(c.without(all, source, o.names)), Others: others(rest, nil, asides, summary)})
		}
	}
	return out
}

const maxOffered = 4 // Older errors that a person can choose beside the rivals; the latest are kept.

// offered are older errors, each alone and once: the person may mean one of them.
func offered(older []*report, rivals []flow.Rival, others []string) (out []flow.Rival) {
	for _, r := range slices.Backward(older) {
		summary := r.summary("")
		same := func(o flow.Rival) bool { return o.Summary == summary }
		if len(out) < maxOffered && !r.blank() && !slices.ContainsFunc(rivals, same) && !slices.ContainsFunc(out, same) {
			out = append(out, flow.Rival{Summary: summary, Text: []byte(r.whole()), Others: others, Older: true})
		}
	}
	slices.Reverse(out)
	return out
}

// fallback are words for a chain of services, in which each has an error of its own.
var fallback = expr.Lazy{Expr: `(?i)\bfall(?:s|ing|en)?[ -]?backs?\b|\bfailover\b`}

// rivalOf returns an error and that of another service, of what was left out of its text; none where no playbook explains that service's
// errors, or where words tell which came last.
func (s *Signs) rivalOf(decides *report, rest string, left []string) []flow.Rival {
	if decides.body != envelopeBody && !(decides.row != nil && decides.row.Clients != "") && !s.byClient(decides.line()) {
		return nil // Whose it is does not show.
	}
	text := strings.Join(left, "\n")
	other, _, _ := s.mostTelling(s.found(text))
	if by := other.by(); by == nil || !by.Explained || inTime.MatchString(fallback.ReplaceAllString(strings.Replace(rest, decides.whole(), "", 1), "")) {
		return nil
	}
	own, theirs := decides.summary(""), other.summary("")
	return []flow.Rival{
		{Summary: own, Text: []byte(rest), Others: []string{theirs}},
		{Summary: theirs, Text: []byte(text), Others: []string{own}, Elsewhere: true},
	}
}

// without returns the text less the errors that name another cause.
func (c causes) without(all []*report, source, names string) string {
	return cut(all, source, func(r *report) bool { n := c.names(r); return n != "" && n != names }, func(r *report) bool { return c.names(r) == names })
}

// cut returns the text less some of its errors, each with what else stands on its lines, and in its paragraph where none of the kept
// stands: the request that led to it, and the headers that came with it.
func cut(all []*report, source string, drop, keep func(*report) bool) string {
	var b strings.Builder
	at := 0
	for i, r := range all {
		if !drop(r) {
			continue
		}
		start := max(at, strings.LastIndexByte(source[:r.start], '\n')+1)
		end := len(source)
		if n := strings.IndexByte(source[min(r.end, len(source)):], '\n'); n >= 0 {
			end = r.end + n
		}
		low, high := 0, len(source)
		if i > 0 {
			low = all[i-1].end
		}
		if i+1 < len(all) {
			high = all[i+1].start
		}
		start, end = max(start, low), max(r.end, min(end, high))
		first, last := paragraph(source, r)
		if !slices.ContainsFunc(all, func(o *report) bool { return o.end > first && o.start < last && keep(o) }) {
			start, end = first, last
		}
		b.WriteString(source[at:max(at, start)])
		at = min(max(at, end), len(source))
	}
	b.WriteString(source[at:])
	return b.String()
}
