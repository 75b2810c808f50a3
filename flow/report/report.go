// Package report turns a session into text for others: the diagnosis as JSON or for a terminal, and the text for support.
// It never takes over what it does not know the type of, and never lets a text through unmasked.
package report

import (
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// requestIDNote is the name of the note that holds the id of the refused request.
const requestIDNote = "request_id"

// known is redact.Line for a text of a playbook, which is made fit once: the next diagnosis has the same. No other text may come
// here, because what was made fit is kept for as long as the program runs. Every text of this package's results has been through
// one of the two, but for commands.
func known(s string) string {
	if fit, ok := ofPlaybooks.Load(s); ok {
		return fit.(string)
	}
	fit := redact.Line(s)
	ofPlaybooks.Store(s, fit)
	return fit
}

// knownLines is known for a text whose lines matter.
func knownLines(s string) string {
	if fit, ok := ofScreens.Load(s); ok {
		return fit.(string)
	}
	fit := strings.TrimSpace(redact.Text(s))
	ofScreens.Store(s, fit)
	return fit
}

// What texts became.
var ofPlaybooks, ofScreens sync.Map

// safeLines is redact.Text for a command: its lines stay as they are, because joined they would do something else.
func safeLines(s string) string {
	return strings.TrimRight(redact.Text(strings.ReplaceAll(s, "\t", "    ")), " \n")
}

// about is what a fact says, in words.
func about(pb *flow.Playbook, id string) string {
	if info, ok := pb.Facts[id]; ok {
		return known(info.About)
	}
	for _, v := range pb.Verdicts {
		if flow.FixedFact(v.ID) == id {
			return known(i18n.T("The full request works after this fix: %s", v.Title))
		}
	}
	return redact.Line(id)
}

// requestIDs returns every request id noted and not undone since, in the order of the first mention; the last one noted
// comes last.
func requestIDs(s *flow.Session) []string {
	events := s.Events()
	void := make(map[int]bool)
	for _, e := range events {
		if e.Kind == flow.Undone {
			void[e.Undoes] = true
		}
	}
	var ids []string
	for _, e := range events {
		if e.Kind != flow.Noted || void[e.Act] || e.Note.Name != requestIDNote {
			continue
		}
		id := redact.Line(e.Note.Text)
		if id == "" {
			continue
		}
		ids = append(slices.DeleteFunc(ids, func(have string) bool { return have == id }), id)
	}
	return ids
}

// each are texts as the report has them.
func each(texts []string, own func(string) string) []string {
	out := []string{}
	for _, t := range texts {
		out = append(out, own(t))
	}
	return out
}
