package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// The forms of a report, by the id of their flow.Format.
const (
	FormatMarkdown = "markdown"
	FormatCustomer = "customer"
	FormatJSON     = "json"
	FormatHTML     = "html"
	FormatSupport  = "support"
)

// Options are what a report is written with.
type Options struct {
	Now    time.Time // The moment to date it with.
	Strict bool      // Mask names of people and hosts, and addresses, too; see redact.Strict.
}

// What can be wrong with a report, for errors.Is.
var (
	ErrFormat = errors.New("unknown format")
	ErrSecret = errors.New("something in the finished report still looks like a secret, so that nothing of it is given out")
)

// Formats returns the forms that there are, the usual one first.
func Formats() []flow.Format { return formats() }

// Write writes the session, which stands at the position, in the form with the id. Every text of the session has been masked
// until it did not change any more, and the result is looked through once more: if there is anything left to mask in it,
// nothing is returned but an error.
func Write(pb *flow.Playbook, s *flow.Session, p flow.Position, format string, o Options) (flow.Written, error) {
	if !slices.ContainsFunc(formats(), func(f flow.Format) bool { return f.ID == format }) {
		return flow.Written{}, fmt.Errorf("%w: %s", ErrFormat, unknownFormat(format))
	}
	m := newMask(pb, o.Strict)
	d := build(pb, s, p, m, o.Now)
	out, err := d.form(pb, s, p, format, o, m)
	if err := errors.Join(m.err, err); err != nil {
		return flow.Written{}, err
	}
	if again, n := redact.Secrets(redact.Terminal(out)); n > 0 || again != out {
		return flow.Written{}, ErrSecret
	}
	return flow.Written{Text: out, Masked: m.masked()}, nil
}

func (d Document) form(pb *flow.Playbook, s *flow.Session, p flow.Position, format string, o Options, m *mask) (string, error) {
	switch format {
	case FormatCustomer:
		return d.customer(), nil
	case FormatJSON:
		return d.json()
	case FormatHTML:
		return d.html()
	case FormatSupport:
		text, err := Escalation(pb, s, p, o.Now)
		if err == nil && o.Strict {
			text, _ = redact.Strict(text, m.keep...)
		}
		return text, err
	default:
		return d.markdown(), nil
	}
}

func (d Document) json() (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return "", fmt.Errorf("write the report: %w", err)
	}
	return b.String(), nil
}

// stamp is a moment as people read it, in UTC.
func stamp(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	return t.UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// word is a value in words.
func word(value string) string {
	v, err := flow.ParseValue(value)
	if err != nil {
		return value
	}
	return valueWord(v)
}

// by is a source in words.
func by(from string) string { return fromWord(flow.Source(from)) }

// writer names who wrote something.
func writer(from string) string {
	switch flow.Source(from) {
	case flow.You:
		return i18n.T("us")
	case flow.Customer:
		return i18n.T("the customer")
	case flow.Colleague:
		return i18n.T("a colleague")
	}
	return by(from)
}

// asked ends a question; what is no question gets a colon before its answer.
func asked(ask string) string {
	if strings.HasSuffix(ask, "?") {
		return ask
	}
	return ask + ":"
}

// probedBy says where a probe was sent from.
func probedBy(from string) string {
	if flow.Source(from) == flow.Probed {
		return i18n.T("measured from here")
	}
	return i18n.T("run by %s", writer(from))
}
