package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"sync"
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

var htmlTemplate = sync.OnceValues(func() (*template.Template, error) {
	words := map[string]string{
		"symptom": wordSymptom, "environment": wordEnvironment, "requests": wordRequests, "requestID": wordRequestID, "noted": wordNoted,
		"when": wordWhen, "source": wordSource, "answers": wordAnswers, "question": wordQuestion, "answer": wordAnswer, "by": wordBy,
		"note": wordNote, "notes": wordNotes, "offPath": wordOffPath, "readings": wordReadings, "probes": wordProbes, "told": wordTold,
		"conflicts": wordConflicts, "counts": wordCounts, "parked": wordParked, "asked": wordAsked, "ruledOut": wordRuledOut,
		"open": wordOpen, "for": wordFor, "against": wordAgainst, "but": wordBut, "verdict": wordVerdict, "confidence": wordConfidence,
		"fix": wordFix, "verified": wordVerified, "notVerified": wordNotVerified, "next": wordNext, "nothingYet": wordNothingYet,
		"theFix": headingFix, "who": headingWho, "request": headingRequest, "verify": headingVerify,
	}
	return template.New("report").Option("missingkey=error").Funcs(template.FuncMap{
		"say":      func(id string) (string, error) { return said(words, id) },
		"css":      func() template.CSS { return template.CSS(css) }, // The file beside this one, and nothing from outside.
		"policy":   policy,
		"stamp":    stamp,
		"word":     word,
		"by":       by,
		"writer":   writer,
		"probedBy": probedBy,
		"verified": func(f *Solved) string { return verifiedWords(*f) },
		"prose":    prose,
		"spans":    spans,
	}).Parse(htmlText)
})

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
	var head []Item
	d.head(func(name, text string) { head = append(head, Item{name, text}) })
	var b strings.Builder
	err = t.Execute(&b, struct {
		Document
		Head   []Item
		Footer string
	}{d, head, d.maskedWords() + " " + d.madeWith()})
	if err != nil {
		return "", fmt.Errorf("write the page: %w", err)
	}
	return b.String(), nil
}
