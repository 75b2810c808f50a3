package content

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/expr"
)

// saysStatus finds the status that somebody writes of: "we get a 403", "the status is 403", "POST https://host/path 403".
var saysStatus = expr.Lazy{Expr: `(?i)(?:\b(?:gets?|getting|got|gives?|giving|gave|returns?|returned|throws?|threw|receiv(?:e|es|ed|ing)|answers?|answered|says|said|shows?|with|status(?: code)?(?: is)?:?|number|http|error:?) (?:me |us |back |only |still |always |just |an? |the |http |error |status |code )*|^(?:get|post|put|delete) https?://\S+ |^)([45]\d\d)(?:\b|状态码)`}

// offers are what somebody's own words in the text suggest, and the status that they write of where no answer shows one.
func (b *Book) offers(text evidence.Pasted, r flow.Reading) []flow.Offer {
	all := b.phrases().Read(text)
	if slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return f.Value == flow.Yes && strings.HasPrefix(f.ID, "status-") }) {
		return all
	}
	const prose = 16 << 10 // Bytes: what somebody writes, and no log.
	words := []string{r.Summary}
	if r.Summary == "" && len(text.Bytes()) <= prose && saysStatus.MatchString(string(text.Bytes())) {
		words = nil
		for _, s := range evidence.Statements(text) {
			words = append(words, string(s))
		}
	}
	var found []flow.Offer
	for _, w := range words {
		for _, m := range saysStatus.FindAllStringSubmatch(w, -1) {
			found = append(found, flow.Offer{Question: "status-" + m[1], Value: flow.Yes, Words: w})
		}
	}
	if len(found) == 0 || b.Question(found[0].Question) == nil || slices.ContainsFunc(found, func(o flow.Offer) bool { return o.Question != found[0].Question }) {
		return all
	}
	const most = 120 // Characters, as of other offers.
	if r := []rune(found[0].Words); len(r) > most {
		found[0].Words = string(r[:most-1]) + "…"
	}
	return append(found[:1], all...)
}
