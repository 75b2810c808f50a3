package capture

import (
	"slices"
	"strings"

	"why403/flow"
)

// part is something in a request that a beta header opens, with the values of which one opens it.
type part struct {
	name, words string
	values      []string
}

// betas compares the beta header with what the request uses.
func (t *telling) betas() {
	shape := t.call.watch.o.Shape
	values := split(t.call.header.Values(shape.BetaHeader))
	header := shape.BetaHeader + ": " + strings.Join(values, ", ")
	parts := t.parts()
	for _, p := range parts {
		if !slices.ContainsFunc(p.values, func(v string) bool { return slices.Contains(values, v) }) {
			t.Lacks = append(t.Lacks, MissingBeta{Part: t.line(p.name), Values: p.values})
		}
	}
	switch {
	case len(values) > 0:
		t.note("betas", strings.Join(values, ", "))
		t.say(t.facts.UsesBeta, flow.Yes, header)
	case len(parts) > 0:
		t.say(t.facts.UsesBeta, flow.Yes, parts[0].words)
	case t.body.whole:
		t.say(t.facts.UsesBeta, flow.No, "no "+shape.BetaHeader+" header, and nothing in the request needs one")
	}
	known := len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		return !slices.ContainsFunc(shape.Betas, func(b flow.Beta) bool { return b.Value == v })
	})
	switch {
	case len(t.Lacks) > 0:
		l := t.Lacks[0]
		t.say(t.facts.BetaSent, flow.No, l.Part+" is used without "+strings.Join(l.Values, " or "))
		t.note("betas_missing", lacking(t.Lacks))
	case len(parts) > 0, known && t.body.whole:
		t.say(t.facts.BetaSent, flow.Yes, header)
		if t.says(t.facts.BetaMissing) {
			t.say(t.facts.BetaLost, flow.Yes, header)
		}
	}
	for _, v := range split(t.call.watch.o.Meant) {
		if !slices.Contains(values, v) {
			t.Lost = append(t.Lost, t.line(v))
		}
	}
	t.note("betas_lost", strings.Join(t.Lost, ", "))
}

// parts returns what the request uses that only a beta header opens.
func (t *telling) parts() []part {
	var out []part
	add := func(name, words, value string) {
		for i := range out {
			if out[i].words == words {
				out[i].values = append(out[i].values, value)
				return
			}
		}
		out = append(out, part{name: name, words: words, values: []string{value}})
	}
	for _, b := range t.call.watch.o.Shape.Betas {
		if !b.Needed {
			continue
		}
		for _, f := range b.Fields {
			if slices.Contains(t.body.fields, f) {
				add(f, "the body has "+f, b.Value)
			}
		}
		for _, begin := range b.Tools {
			for _, tool := range t.body.tools {
				if strings.HasPrefix(tool, begin) {
					add(tool, "the body has a tool of type "+tool, b.Value)
				}
			}
		}
		for _, begin := range b.Paths {
			if strings.HasPrefix(t.call.path+"/", strings.TrimSuffix(begin, "/")+"/") {
				add(begin, "the call goes to "+begin, b.Value)
			}
		}
	}
	return out
}

// says reports whether the answer's signs say the fact.
func (t *telling) says(id string) bool {
	return slices.ContainsFunc(t.Facts, func(f flow.Fact) bool { return f.ID == id && f.Value == flow.Yes })
}

// split takes lists of values apart at their commas.
func split(lines []string) []string {
	var out []string
	for _, l := range lines {
		for v := range strings.SplitSeq(l, ",") {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func lacking(lacks []MissingBeta) string {
	var words []string
	for _, l := range lacks {
		words = append(words, l.Part+" needs "+strings.Join(l.Values, " or "))
	}
	return strings.Join(words, "; ")
}
