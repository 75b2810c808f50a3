package evidence

import (
	"cmp"
	"slices"
	"strings"

	"why403/flow/expr"
)

// A name is what a program calls an error, such as permission_error or PermissionDeniedError: words joined by underscores, or a
// class that ends with Error or Exception, its module before it or not.
var (
	errorName = expr.Lazy{Expr: `\b(?:[A-Za-z]\w*\.)*([A-Za-z]+(?:_[A-Za-z]+)+|[A-Z][a-z]\w*(?:Error|Exception))\b`}
	// What stands before the name of an error that was met: nothing in its line, or that it was seen, thrown, returned.
	beforeName = expr.Lazy{Expr: `(?i)(?:(?:^|\n)[^\pL\pN\n]*|[:：·>→—-] *|[.!?] +|\b[45]\d\d +|\b(?:g[eo]ts?|getting|gives?|gave|giving|receiv(?:e|ed|ing|es)|returns?|returned|returning|throws?|threw|raises|raised|says?|said|saying|shows?|shown|sees?|seeing|saw|with|errors?|code|type|answers?|answered|response|reason|exception)\W{1,3})(?:(?:is|was|an?|the|this|type|error|code|only|just|still|me|us|back)\W{1,3})*["'\x60*_(\[<]*$`}
	// What stands after it where it is a part of a program.
	afterName = expr.Lazy{Expr: "^(?:[(=[]|\\.\\w|[\"'`]?\\s*(?:=>|==|=|as\\b|\\())"}
)

// nameAlone makes an error of a text in which nothing but its name tells of one. The name is one that the signs know; where a
// text has several of them, such as a list of what there is, none was met.
func (s *Signs) nameAlone(r *report) {
	var name, quote string
	for _, m := range errorName.FindAllStringSubmatchIndex(r.source[:min(len(r.source), maxNamed)], maxFound) {
		found := r.source[m[2]:m[3]]
		if found != name && !s.hasName(found) {
			continue
		}
		if name != "" && name != found {
			return
		}
		name = found
		before := r.source[max(0, m[0]-around):m[0]]
		comment := strings.Contains(before[strings.LastIndexByte(before, '\n')+1:], "//")
		if beforeName.MatchString(before) && !afterName.MatchString(r.source[m[1]:]) && !comment {
			quote = cmp.Or(quote, r.source[m[0]:m[1]])
		}
	}
	if quote == "" {
		return
	}
	r.nameQuote = quote
	if s.knows(name, func(m *matcher) []string { return m.types }) {
		r.errType = name
	} else {
		r.code = name
	}
}

// nameless reports whether nothing but a status, if that, was understood of the error.
func (r *report) nameless() bool {
	return r.message == "" && r.errType == "" && r.code == "" && r.body != htmlBody && r.requestID == "" && len(r.headers) == 0
}

const maxNamed = 4 << 10 // Bytes of a text in which somebody tells of an error; a longer one is a log.

// hasName reports whether a sign asks for an error of the name.
func (s *Signs) hasName(name string) bool {
	return s.knows(name, func(m *matcher) []string { return m.types }) || s.knows(name, func(m *matcher) []string { return m.codes })
}

func (s *Signs) knows(name string, of func(*matcher) []string) bool {
	for i := range s.rules {
		if slices.Contains(of(&s.rules[i].when), name) {
			return true
		}
	}
	return false
}
