package i18n_test

import (
	"regexp"
	"testing"

	"why403/flow/i18n/i18ntest"
	"why403/flow/racetest"
)

// never1 are the texts with a number of things that is never 1: a limit, a part of others, or said in another way of one.
var never1 = map[string]bool{
	"%d calls went through":                                                                true,
	"%d keys were ignored while the answer was being saved.":                               true,
	"%d lines in a row were not understood.":                                               true,
	"%d requests":                                                                          true,
	"%d requests, all free":                                                                true,
	"%d things were masked.":                                                               true,
	"%s … (%d bytes in all)":                                                               true,
	"A name has at most %d characters.":                                                    true,
	"Exactly these are sent: %d requests, all free":                                        true,
	"One command for all %d free probes that can help: command all.":                       true,
	"One command for the %d free probes that help here:":                                   true,
	"One command for the %d requests that answer this:":                                    true,
	"That is longer than %d characters, and was not taken.":                                true,
	"The same question is still asked. %d more commands help here: %s shows them.":         true,
	"We're looking for the cause of an error and need your help with %d questions.":        true,
	"the command for %d probes (%s)":                                                       true,
	"why403: %d sessions have this ticket; this is the one used last, %s. The others:":     true,
	"why403: %d things were masked":                                                        true,
	"with %d others":                                                                       true,
	"▸ F makes it one command for all %d free probes that help here.":                      true,
	"why403: asked the terminal to copy %d bytes; terminals that know no OSC 52 ignore it": true,
	"Questions and minutes are medians. All took %s and %s minutes, from the first event to the last, where a gap of more than %d minutes counts as %d.": true,
}

// TestOneOfThem holds that no text says "1 lines": a number that can be 1 is written by Count. What the authors of a playbook are told by
// explore is left out.
func TestOneOfThem(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	several, author := regexp.MustCompile(`%(?:\[\d\])?d (?:[a-z]+ )*?[a-z]{3,}s\b`), regexp.MustCompile(`flow/explore/|playbook_graph`)
	seen := make(map[string]bool)
	for _, text := range i18ntest.Texts(t) {
		if author.MatchString(text.Pos.String()) || !several.MatchString(text.English) {
			continue
		}
		if seen[text.English] = true; !never1[text.English] {
			t.Errorf("%s: %q could say it of one: write the number with Count", text.Pos, text.English)
		}
	}
	for text := range never1 {
		if !seen[text] {
			t.Errorf("%q is no text", text)
		}
	}
}
