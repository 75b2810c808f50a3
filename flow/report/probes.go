package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// Price is what a probe costs, in words.
func Price(c flow.Cost) string {
	if c.Free() {
		return "free"
	}
	return c.Money
}

// WriteCard shows a request as it is sent, secrets masked, and what goes with it.
func WriteCard(w io.Writer, card flow.Card) {
	r := card.Request
	fmt.Fprintf(w, "%s: %s\n", card.Probe.ID, card.Probe.Title)
	fmt.Fprintf(w, "  %s %s\n", r.Method, redact.Terminal(r.URL))
	for _, h := range r.Headers {
		fmt.Fprintf(w, "  %s: %s\n", h.Name, redact.Terminal(h.Value))
	}
	if r.Body != "" {
		body := redact.Terminal(r.Body)
		const shown = 2000 // Bytes; the file that a longer one comes from holds the rest.
		if len(body) > shown {
			body = i18n.T("%s … (%d bytes in all)", strings.ToValidUTF8(body[:shown], ""), len(r.Body))
		}
		fmt.Fprintf(w, "\n  %s\n", strings.ReplaceAll(body, "\n", "\n  "))
	}
	fmt.Fprintln(w, i18n.T("  key: %s · route: %s · cost: %s · at most %s\n", redact.Terminal(cmp.Or(card.Credential, "none")), redact.Terminal(card.Route), Price(card.Probe.Cost), card.Probe.Deadline))
}

// ToldProbe is what a probe told, in JSON.
type ToldProbe struct {
	Probe      string      `json:"probe"`
	Told       bool        `json:"told"`
	Means      string      `json:"means"`
	Facts      []flow.Fact `json:"facts"`
	Status     int         `json:"status,omitempty"`
	Type       string      `json:"type,omitempty"`
	RequestID  string      `json:"request_id,omitempty"`
	AnsweredBy string      `json:"answered_by,omitempty"`
	Retried    bool        `json:"retried,omitempty"`
	// Milliseconds.
	DNS       float64 `json:"dns_ms,omitempty"`
	Connect   float64 `json:"connect_ms,omitempty"`
	TLS       float64 `json:"tls_ms,omitempty"`
	FirstByte float64 `json:"first_byte_ms,omitempty"`
	Total     float64 `json:"total_ms,omitempty"`
}

// ToldOf returns what is printed in JSON.
func ToldOf(t flow.Told) ToldProbe {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return ToldProbe{
		Probe: t.Probe, Told: t.Tells, Means: t.Means, Facts: append([]flow.Fact{}, t.Shows()...), Status: t.Status, Type: t.Type,
		RequestID: t.RequestID, AnsweredBy: t.AnsweredBy, Retried: t.Retried,
		DNS: ms(t.Timing.DNS), Connect: ms(t.Timing.Connect), TLS: ms(t.Timing.TLS), FirstByte: ms(t.Timing.FirstByte), Total: ms(t.Timing.Total),
	}
}

// WriteTold tells what came of a probe.
func WriteTold(w io.Writer, t flow.Told) {
	word := i18n.T("could not tell")
	if t.Tells {
		word = "told"
	}
	if !t.Tells && len(t.Shows()) > 0 {
		word = i18n.T("not decided by it")
	}
	fmt.Fprintf(w, "%s: %s: %s\n", t.Probe, word, redact.Terminal(t.Means))
	for _, f := range t.Shows() {
		fmt.Fprintln(w, i18n.T("  noted: %s is %s", f.ID, f.Value))
	}
	var parts []string
	if t.Status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", t.Status, t.Type)))
	}
	for _, s := range []string{t.RequestID, t.AnsweredBy} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if t.Retried {
		parts = append(parts, i18n.T("sent twice, as the first answer asked"))
	}
	if t.Timing.Total > 0 {
		parts = append(parts, timing(t.Timing))
	}
	if len(parts) > 0 {
		fmt.Fprintf(w, "  %s\n", redact.Terminal(strings.Join(parts, " · ")))
	}
}

func timing(t flow.Timing) string {
	var parts []string
	for _, p := range []struct {
		name string
		d    time.Duration
	}{{"DNS", t.DNS}, {"connect", t.Connect}, {"TLS", t.TLS}, {i18n.T("first byte"), t.FirstByte}, {i18n.T("in all"), t.Total}} {
		if p.d > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", p.name, p.d.Round(100*time.Microsecond)))
		}
	}
	return strings.Join(parts, ", ")
}
