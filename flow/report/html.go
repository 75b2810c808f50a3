package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"sync"

	"why403/flow/page"
	"why403/flow/template"
)

//go:embed report.html.tmpl
var htmlText string

//go:embed report.css
var css string

// policy lets a browser use the page's own style and nothing else: no script, no other address.
var policy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})

var htmlTemplate = sync.OnceValues(func() (*template.Template, error) { return template.Page("report", htmlText, pageFuncs()) })

// followed are the addresses that a page links to.
var followed = regexp.MustCompile(`^https://[A-Za-z0-9._~/?#@!$&*+,;=:-]+$`)

// pageFuncs are the functions that the page calls.
func pageFuncs() template.Funcs {
	return template.Funcs{
		"css":    func() template.HTML { return template.HTML(css) }, // The file beside this one, and nothing from outside.
		"policy": policy,
		"link": func(r page.Run) string {
			if r.URL && !r.Code && followed.MatchString(r.Text) {
				return r.Text
			}
			return ""
		},
	}
}

// html is the form to read or print: one page that needs nothing else.
func (d ShownSession) html() (string, error) {
	t, err := htmlTemplate()
	if err != nil {
		return "", fmt.Errorf("read the page: %w", err)
	}
	text, err := t.Execute("", d.page())
	if err != nil {
		return "", fmt.Errorf("write the page: %w", err)
	}
	return text, nil
}

// page is what the page's template is given: what markdown says.
func (d ShownSession) page() any {
	state := "open"
	switch {
	case d.Fixed != nil:
		state = "good"
	case d.Verdict != nil:
		state = "found"
	}
	return struct {
		Title, State, Footer string
		Errors               []ShownItem
		Nodes                []node
	}{d.Title, state, d.madeWith(), d.errors(), nodes(page.Read(d.markdown()), 0)}
}

// node is a piece of a page: a heading, a paragraph, code, or a list of pieces.
type node struct {
	Kind  string // h1, h2, p, quote, pre, ul or ol.
	Runs  []page.Run
	Code  string
	Items [][]node // Of a list.
}

// nodes are the parts, which stand in that many lists, with those that stand in further ones put into lists.
func nodes(parts page.Document, depth int) []node {
	var out []node
	for len(parts) > 0 {
		p := parts[0]
		if len(p.In) > depth {
			n := node{Kind: "ul"}
			if p.In[depth].Ordered {
				n.Kind = "ol"
			}
			for len(parts) > 0 && len(parts[0].In) > depth && parts[0].In[depth].List == p.In[depth].List {
				item := parts[0].In[depth].Item
				end := slices.IndexFunc(parts, func(p page.Part) bool { return len(p.In) <= depth || p.In[depth].Item != item })
				if end < 0 {
					end = len(parts)
				}
				n.Items = append(n.Items, nodes(parts[:end], depth+1))
				parts = parts[end:]
			}
			out = append(out, n)
			continue
		}
		n := node{Kind: "p", Runs: p.Runs, Code: p.Code}
		switch {
		case p.Code != "":
			n.Kind = "pre"
		case p.Heading && p.Level == 1:
			n.Kind = "h1"
		case p.Heading:
			n.Kind = "h2"
		}
		if !p.Rule && (n.Code != "" || len(n.Runs) > 0) {
			out = append(out, n)
		}
		parts = parts[1:]
	}
	return out
}
