package tui

import (
	"fmt"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// The sentences about asking the service and about watching the call.
var (
	sayKeptText = i18n.T("Nothing is lost: correct the text, or ctrl+u empties the area and you paste again.")
	saySettings = i18n.T("Key, model and address for asking the API")

	sayBusy = i18n.T("Stop what is running first: esc.")

	helpAllInOne = i18n.T("one command for all free probes that help here")
)

// costWord says what a probe costs.
func costWord(c flow.Cost) string {
	var parts []string
	if c.Tokens > 0 {
		parts = append(parts, i18n.T("about %d tokens", c.Tokens))
	}
	if c.Money != "" {
		parts = append(parts, page.Line(c.Money))
	}
	if len(parts) == 0 {
		return i18n.T("nothing")
	}
	return strings.Join(parts, ", ")
}

// spanWord writes a duration for people.
func spanWord(d time.Duration) string {
	switch {
	case d >= time.Minute && d%time.Minute == 0:
		return i18n.T("%d min", d/time.Minute)
	case d >= time.Second:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d >= time.Millisecond:
		return i18n.T("%d ms", d.Milliseconds())
	default:
		return i18n.T("under 1 ms")
	}
}

// stageWord says how far a probe is.
func stageWord(s flow.Stage) string {
	switch s {
	case flow.Queued:
		return i18n.T("waits its turn")
	case flow.Resolving:
		return i18n.T("looking up the address")
	case flow.Connecting:
		return i18n.T("connecting")
	case flow.Securing:
		return i18n.T("agreeing on TLS")
	case flow.Waiting:
		return i18n.T("sent, waiting for the answer")
	case flow.Receiving:
		return i18n.T("the answer is coming in")
	case flow.Pausing:
		return i18n.T("asked to wait, then once more")
	case flow.Done:
		return i18n.T("done")
	default:
		return i18n.T("under way")
	}
}

// elapsedWord says how long something is under way, by the pictures its spinner has shown, so that drawing needs no clock.
func elapsedWord(turns int) string {
	return fmt.Sprintf("%d s", int(time.Duration(turns)*spinTime/time.Second))
}

// timingWord says how long the parts of an exchange took; "" if there was none.
func timingWord(t flow.Timing) string {
	var parts []string
	for _, p := range [...]struct {
		word string
		d    time.Duration
	}{{i18n.T("DNS"), t.DNS}, {i18n.T("connect"), t.Connect}, {i18n.T("TLS"), t.TLS}, {i18n.T("first byte"), t.FirstByte}, {i18n.T("in all"), t.Total}} {
		if p.d > 0 {
			parts = append(parts, p.word+" "+spanWord(p.d))
		}
	}
	return strings.Join(parts, " · ")
}

// askedWord says where a reply comes in: its status and type.
func askedWord(r flow.Reply) string {
	parts := append(append([]string(nil), r.Status...), r.Type...)
	if len(parts) == 0 {
		return i18n.T("any answer")
	}
	return page.Line(strings.Join(parts, " "))
}
