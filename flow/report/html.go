package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"sync"

	"why403/flow/i18n"
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

// pageFuncs are the functions that the page calls.
func pageFuncs() template.Funcs {
	words := map[string]string{
		"symptom": i18n.T("Symptom"), "environment": i18n.T("Environment"), "requests": i18n.T("Request ids"), "requestID": i18n.T("Request id"), "noted": i18n.T("Noted (UTC)"),
		"when": i18n.T("When (UTC)"), "source": i18n.T("Source"), "answers": i18n.T("Questions and answers"), "question": i18n.T("Question"), "answer": i18n.T("Answer"), "by": i18n.T("By"),
		"note": wordNote, "notes": i18n.T("Notes"), "offPath": wordOffPath, "readings": i18n.T("Read in the error"), "probes": i18n.T("Probes"), "told": i18n.T("What it told"),
		"conflicts": i18n.T("Contradictions"), "counts": i18n.T("counts"), "parked": wordParked, "asked": i18n.T("asked"), "ruledOut": i18n.T("Ruled out"),
		"open": i18n.T("Still open"), "for": i18n.T("for"), "against": i18n.T("against"), "but": i18n.T("but"), "verdict": i18n.T("Verdict"), "confidence": i18n.T("Confidence"),
		"fix": i18n.T("Fix"), "verified": i18n.T("Verified"), "notVerified": i18n.T("Not verified yet."), "next": i18n.T("Next step"), "nothingYet": i18n.T("No verdict yet."),
		"theFix": headingFix, "who": headingWho, "request": headingRequest, "verify": headingVerify,
	}
	return template.Funcs{
		"say":      func(id string) (string, error) { return said(words, id) },
		"css":      func() template.HTML { return template.HTML(css) }, // The file beside this one, and nothing from outside.
		"policy":   policy,
		"stamp":    stamp,
		"word":     word,
		"by":       by,
		"writer":   writer,
		"probedBy": probedBy,
		"verified": func(f *Solved) string { return verifiedWords(*f) },
		"prose":    prose,
		"spans":    spans,
	}
}

func said(words map[string]string, id string) (string, error) {
	w, ok := words[id]
	if !ok {
		return "", fmt.Errorf("there are no words for %q", id)
	}
	return w, nil
}

// html is the form to read or print: one page that needs nothing else.
func (d Document) html() (string, error) {
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

// page is what the page's template is given.
func (d Document) page() any {
	var head []Item
	d.head(func(name, text string) { head = append(head, Item{name, text}) })
	return struct {
		Document
		Head   []Item
		Footer string
	}{d, head, d.maskedWords() + " " + d.madeWith()}
}
