package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
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
	FormatGitHub   = "github" // For GitHub Actions: an annotation alone; the job summary is FormatMarkdown.
)

// Options are what a report is written with.
type Options struct {
	Now    time.Time // The moment to date it with.
	Strict bool      // Mask names of hosts, addresses and names of users in paths, too; see redact.Strict.
	Full   bool      // Write out the steps of the fix, the request and the sources.
	Given  string    // The text that was given, where the session has not recorded it.
}

// What can be wrong with a report, for errors.Is.
var (
	ErrFormat = errors.New("unknown format")
	ErrSecret = errors.New("something in the finished report still looks like a secret, so that nothing of it is given out")
)

// escapes are Markdown's.
var escapes = regexp.MustCompile(`\\([[:punct:]])`)

// Formats returns the forms that there are, the usual one first.
func Formats() []flow.Format { return formats() }

// Write writes the session, which stands at the position, in the form with the id. Every text of the session has been masked
// until it did not change any more, and the result is looked through once more: if there is anything left to mask in it, it is
// written without the text that was given, and if there still is, nothing is returned but an error.
func Write(pb *flow.Playbook, s *flow.Session, p flow.Position, format string, o Options) (flow.Written, error) {
	if format != FormatGitHub && !slices.ContainsFunc(formats(), func(f flow.Format) bool { return f.ID == format }) {
		return flow.Written{}, fmt.Errorf("%w: %s", ErrFormat, unknownFormat(format))
	}
	given := cmp.Or(s.NoteText(flow.Given), o.Given)
	w, err := written(pb, s, p, format, o, given, false)
	if errors.Is(err, ErrSecret) && given != "" { // What stands around it made a secret of something in it. The rest is given out.
		return written(pb, s, p, format, o, i18n.T("It is left out here: something in it still looks like a secret."), true)
	}
	return w, err
}

func written(pb *flow.Playbook, s *flow.Session, p flow.Position, format string, o Options, given string, bare bool) (flow.Written, error) {
	m := newMask(pb, o.Strict)
	d := build(pb, s, p, m, o, given, bare)
	out, err := d.form(pb, s, p, format, o, m)
	if err := errors.Join(m.err, err); err != nil {
		return flow.Written{}, err
	}
	seen := out // As it is read: what a form writes in front of a character makes a secret of what is none.
	switch format {
	case FormatMarkdown:
		seen = escapes.ReplaceAllString(out, "$1")
	case FormatGitHub:
		seen = fromWorkflow.Replace(out)
	}
	if again, n := redact.Secrets(redact.Terminal(seen)); n > 0 || again != seen {
		return flow.Written{}, ErrSecret
	}
	return flow.Written{Text: out, Masked: m.masked()}, nil
}

func (d ShownSession) form(pb *flow.Playbook, s *flow.Session, p flow.Position, format string, o Options, m *mask) (string, error) {
	switch format {
	case FormatCustomer:
		return d.customer(), nil
	case FormatJSON:
		return d.json()
	case FormatHTML:
		return d.html()
	case FormatGitHub:
		return d.annotation(), nil
	case FormatSupport:
		text, err := Escalation(pb, s, p, o.Now)
		if err == nil && o.Strict {
			text, _ = redact.Strict(text, m.keep...)
		}
		return text, err
	default:
		return d.ticket(), nil
	}
}

func (d ShownSession) json() (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return "", fmt.Errorf("write the report: %w", err)
	}
	return b.String(), nil
}
