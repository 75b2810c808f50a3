package evidence

import (
	"strings"

	"why403/flow/expr"
)

// A row tells in one line whose answer it holds: "widgets | 403 …", "widgets <- HTTP 403 …", "2 parts   widgets   401 {…}".

var (
	cellEnd = expr.Lazy{Expr: `[ \t]*(?:\t|[ ]{2,}|[.!?][ ]|[|│:]+(?:[ \t]|$)|<-|->|=>|←|→|⇒| [–—-] )[ \t]*`}
	// What stands in a cell beside a name: a time, a level, what kind of server it is, a remark.
	besideName = expr.Lazy{Expr: `(?i)^(?:[^\pL]+|\d[\dT:.,Z+-]*\b|(?:info|warn(?:ing)?|error|fatal|debug|mcp|get|post|put|patch|delete)\b)+|[ \t]*\([^()]{0,40}\)$|[^\pL\pN]+$`}
	nameMarks  = strings.NewReplacer(" ", "", "-", "", "_", "", ".", "")
)

const maxRow = 120 // Bytes of a row before its answer.

// ofRow returns who the row in which a place stands names before it, and the name; nil if it names nobody.
func (p *parties) ofRow(text string, at int) (*party, string) {
	head := text[max(0, at-maxRow):at]
	head = head[strings.LastIndexByte(head, '\n')+1:]
	if !strings.ContainsAny(head, "|│:<=>-") && !strings.Contains(head, "  ") && !strings.ContainsAny(head, "\t←→⇒–—") {
		return nil, ""
	}
	cells := strings.Split(cellEnd.ReplaceAllString(head, "\n"), "\n")
	for i, cell := range cells {
		if len(strings.Join(cells[i+1:], "")) > maxToAnswer {
			continue
		}
		name := besideName.ReplaceAllString(besideName.ReplaceAllString(cell, ""), "")
		if name == "" || len(name) > maxName {
			continue
		}
		if k := p.names()[nameMarks.Replace(asciiLower(name))]; k != nil {
			return k, name
		}
		if host, _, _ := strings.Cut(asciiLower(name), "/"); strings.Contains(host, ".") {
			if k := p.at(host); k != nil {
				return k, host
			}
		}
	}
	return nil, ""
}

const (
	maxName     = 60
	maxToAnswer = 30 // Bytes between a name and its answer: a method, a time.
)

// namesOf returns parties by how people call them: by their names, and by their domains, which the first party has that is listed with one.
func namesOf(list []*party) map[string]*party {
	out := make(map[string]*party)
	add := func(name string, k *party) {
		if name = nameMarks.Replace(strings.ToLower(name)); out[name] == nil && name != "" && name != "api" {
			out[name] = k
		}
	}
	for _, k := range list {
		add(k.Name, k)
	}
	for _, k := range list {
		for _, h := range k.Hosts {
			add(domainName(h), k)
		}
	}
	return out
}

// domainName is the name that somebody took for a domain: "x" of api.x.example, and of x.co.example. What stands deeper is one product of
// theirs, and has none.
func domainName(host string) string {
	labels := strings.Split(host, ".")
	i := max(0, len(labels)-2)
	if i > 0 && len(labels[i]) <= 3 && len(labels[i+1]) == 2 && labels[i-1] != "" {
		i--
	}
	if i > 1 {
		return ""
	}
	return labels[i]
}
