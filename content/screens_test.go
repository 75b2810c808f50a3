package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// headings are the sections that a screen may have, in their order.
var headings = []string{"The fix", "The request", "How to verify", "Who does it", "What it means", "Do not", "What the guide says", "Related pages", "Sources", seenHeading}

func TestScreens(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			t.Run(id+" "+v.ID, func(t *testing.T) {
				t.Parallel()
				if v.Screen.Title != v.Title {
					t.Errorf("the screen is titled %q, the verdict %q", v.Screen.Title, v.Title)
				}
				at := -1
				for _, s := range v.Screen.Sections {
					i := slices.Index(headings, s.Heading)
					if i <= at {
						t.Errorf("the section %q is unknown or out of order", s.Heading)
					}
					at = max(at, i)
					if strings.Contains(s.Body, "reach Tier") || strings.Contains(s.Body, "console.anthropic.com") && s.Heading != "What the guide says" {
						t.Errorf("%q repeats what is known to be wrong", s.Heading)
					}
				}
				if sources, _ := v.Screen.Section("Sources"); !strings.Contains(sources, " 2026-") {
					t.Error("the sources carry no date")
				}
				if _, ok := v.Screen.Section("The request"); v.Number > 0 && !ok {
					t.Error("no section \"The request\"")
				}
				if v.Number > 0 && id == DefaultID {
					fiveScreen(t, v)
				}
			})
		}
	}
}

// fiveScreen checks what only the guide's five causes must have.
func fiveScreen(t *testing.T, v flow.Verdict) {
	t.Helper()
	request, _ := v.Screen.Section("The request")
	var languages []string
	for _, m := range regexp.MustCompile("(?m)^```(\\w+)$").FindAllStringSubmatch(request, -1) {
		languages = append(languages, m[1])
	}
	if want := []string{"curl", "python", "typescript", "go"}; !slices.Equal(languages, want) {
		t.Errorf("the request is there in %v, want %v", languages, want)
	}
	if _, ok := v.Screen.Section("What the guide says"); !ok {
		t.Error("no section \"What the guide says\"")
	}
}

// Code has to fit a narrow terminal as it is: lines of code are never wrapped.
func TestCodeFits(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, where, text string, most int) {
		t.Helper()
		fenced := false
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
				continue
			}
			if n := len([]rune(strings.ReplaceAll(line, "\t", "    "))); fenced && n > most {
				t.Errorf("%s: a line of code is %d wide, more than %d: %s", where, n, most, line)
			}
		}
		if fenced {
			t.Errorf("%s: a block of code does not end", where)
		}
	}
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, s := range v.Screen.Sections {
				check(t, id+", "+v.ID+": "+s.Heading, s.Body, 72)
			}
		}
		for _, p := range b.Reference {
			for _, s := range p.Sections {
				check(t, id+", "+p.ID+": "+s.Heading, s.Body, 58)
			}
		}
		for _, q := range b.Questions {
			check(t, id+", "+q.ID, "```\n"+q.Command+"\n```", 72)
		}
	}
}

// No key is an argument of a command: arguments can be read by every user of the machine.
func TestNoKeyInArguments(t *testing.T) {
	t.Parallel()
	leak := regexp.MustCompile(`(?i)(-H|--header)[ =]['"]?(x-api-key:|authorization)`)
	check := func(where, text string) {
		if m := leak.FindString(text); m != "" {
			t.Errorf("%s puts a key into the arguments: %s", where, m)
		}
	}
	for id, b := range ships(t) {
		for _, p := range b.Reference {
			for _, s := range p.Sections {
				check(id+", "+p.ID+": "+s.Heading, s.Body)
			}
		}
		for _, v := range b.Verdicts {
			for _, s := range v.Screen.Sections {
				check(id+", "+v.ID+": "+s.Heading, s.Body)
			}
		}
		for _, q := range b.Questions {
			check(id+", "+q.ID, q.Command+strings.Join(q.How, "\n"))
		}
	}
}

// Questions are read out on a call and shown in 80 columns and 24 lines.
func TestQuestionsAreShort(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		for _, q := range b.Questions {
			for name, limit := range map[string]struct {
				text string
				most int
			}{
				"about": {b.Facts[q.ID].About, 100}, "ask": {q.Ask, 130}, "say": {q.Say, 180}, "why": {q.Why, 180},
				"yes": {q.Yes, 110}, "no": {q.No, 110}, "unsure": {q.Unsure, 130},
			} {
				if limit.text == "" || len(limit.text) > limit.most {
					t.Errorf("%s, %s: %s has %d characters, want 1 to %d: %s", id, q.ID, name, len(limit.text), limit.most, limit.text)
				}
			}
			if !strings.HasSuffix(q.Ask, "?") || !strings.HasSuffix(q.Say, "?") {
				t.Errorf("%s, %s: ask and say are questions: %q, %q", id, q.ID, q.Ask, q.Say)
			}
		}
	}
}

// What a table says has a source: an address, or a package with its version.
func TestTablesHaveSources(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		for _, table := range b.Tables {
			for _, r := range table.Rows {
				if r.Checked == "" || !strings.HasPrefix(r.Source, "https://") && !strings.Contains(r.Source, "@") {
					t.Errorf("%s, %s: %s: checked %q, source %q", id, table.ID, r.Item, r.Checked, r.Source)
				}
			}
		}
	}
}
