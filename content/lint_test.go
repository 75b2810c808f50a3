package content

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"why403/flow"
	"why403/flow/must"
)

var lintDay = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// shippedDay is the day on which what ships was checked last.
var shippedDay = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// sound is a playbook in one file that lint has nothing against.
const soundBook = `id: small
title: A small one
checked: 2026-11-23
unexplained: none
facts: {seen: It was seen}
questions:
  - {id: ok, about: It is, about_no: It is not, ask: Is it?, say: Is it?, why: To know., how: [Look.], yes: Y, no: N, unsure: U}
verdicts:
  - {id: none, title: None, fix: None, precedence: 9}
  - {id: one, title: One, short: one, fix: One, who: you, check: It works., precedence: 1}
rules:
  - {when: {ok: yes}, proves: one, sure: strong, because: b}
  - {when: {seen: yes}, proves: one, sure: certain, because: b}
signs:
  - {id: s, message: it was seen, names: seen, source: 'https://example.com'}
tables:
  - {id: t, title: T, rows: [{item: I, claim: C, finding: F, judged: new, source: 'https://example.com', checked: 2026-11-23}]}
screens:
  one: |
    # One

    ## The fix

    Do it.

    ## How to verify

    Look again.
`

func TestLint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"sound":                        {"", "", ""},
		"a fact that nothing asserts":  {"facts: {seen: It was seen}", "facts: {seen: It was seen, lost: It is lost}", `playbook.yaml:5:28: nothing asserts the fact "lost"`},
		"a long short name":            {"short: one,", "short: thirteen sign,", `playbook.yaml:10:5: the short name of "one" is 13 columns wide, and 12 fit`},
		"nothing for no":               {"about_no: It is not, ", "", `playbook.yaml:7:5: the question "ok" has no about_no`},
		"nobody who does it":           {"who: you, ", "", `playbook.yaml:10:5: the verdict "one" has no who`},
		"no way to see that it worked": {"check: It works., ", "", `playbook.yaml:10:5: the verdict "one" has no check`},
		"no short name":                {"short: one, ", "", `playbook.yaml:10:5: the verdict "one" has no short`},
		"a short name twice":           {"title: None,", "title: None, short: one,", `the verdict "one" has the short name of "none"`},
		"an end that hands over":       {"short: one, fix: One, who: you, check: It works.,", "fix: One, switch_to: other,", ""},
		"too many steps at once":       {"fix: One", "fix: [a, b, c, d]", `playbook.yaml:10:5: the fix of "one" has 4 sentences`},
		"a message without end":        {"fix: One", "fix: One, send: '" + strings.Repeat("word ", 200) + "'", `what to do now about "one" takes 18 rows, and 14 fit`},
		"no step that verifies":        {"## How to verify", "## After", `the verdict "one" has no step that verifies the fix`},
		"an old claim":                 {"judged: new, source: 'https://example.com', checked: 2026-11-23", "judged: new, source: 'https://example.com', checked: 2026-01-01", "playbook.yaml:17:30: warning: I: last checked on 2026-01-01"},
		"an old playbook":              {"checked: 2026-11-23\nunexplained", "checked: 2026-01-01\nunexplained", "warning: the playbook: last checked on 2026-01-01"},
		"a day to come":                {"checked: 2026-11-23\nunexplained", "checked: 2027-01-01\nunexplained", "which is still to come"},
		"no day":                       {"checked: 2026-11-23\nunexplained", "checked: soon\nunexplained", `"soon" is not a day`},
		"a sign against itself":        {"names: seen, source: 'https://example.com'}", "names: seen, source: 'https://example.com', unless: {message: it was seen}}", `the sign "s" can never match`},
		"a sign past the end":          {"message: it was seen", "message: 'seen$a'", `the sign "s" can never match`},
		"a code in an empty body":      {"message: it was seen", "body: empty, code: x", `the sign "s" can never match`},
		"a shadowed sign":              {"names: seen, source: 'https://example.com'}", "names: seen}\n  - {id: again, message: it was seen, names: seen}", `playbook.yaml:16:5: the sign "again" is shadowed by "s"`},
		"a sign without a source":      {", source: 'https://example.com'}", "}", `playbook.yaml:15:5: warning: the sign "s" states no source`},
		"a sign that is made up":       {"source: 'https://example.com'}", "made-up: true}", ""},
		"a package with its version":   {"source: 'https://example.com'}", "source: npm example 2.1}", ""},
		"a source of nowhere":          {"source: 'https://example.com'}", "source: somebody said so}", `the source of the sign "s" cannot be looked up`},
		"a source of what is made up":  {"source: 'https://example.com'}", "source: npm example 2.1, made-up: true}", `the sign "s" has a source and is made up`},
		"a branch for every text":      {"message: it was seen", "message: 'it was seen|.*'", `playbook.yaml:15:5: every text has a pattern of the sign "s"`},
		"an inner branch for any text": {"message: it was seen", "message: '(?:it was seen|.+)'", `every text has a pattern of the sign "s"`},
		"an empty branch":              {"message: it was seen", "text: 'it was seen|'", `every text has a pattern of the sign "s"`},
		"any text behind a word":       {"message: it was seen", "message: 'it was.*'", ""},
		"a phrase":                     {"ask: ", "said: {yes: 'it was seen', no: 'nobody saw it'}, ask: ", ""},
		"a wide phrase":                {"ask: ", "said: {yes: 'error'}, ask: ", `playbook.yaml:7:62: warning: a phrase under said of the question "ok" is wide`},
		"a phrase for every text":      {"ask: ", "said: {no: 'it was seen|.*'}, ask: ", `every text has a phrase under said of the question "ok"`},
		"a phrase for both":            {"ask: ", "said: {yes: 'it was {works}', no: 'it was {works}'}, ask: ", `suggests both yes and no`},
		"a wide pattern":               {"message: it was seen", "message: error", `warning: a pattern of the sign "s" is wide`},
		"a wide text":                  {"message: it was seen", "text: '40[13]'", `warning: a pattern of the sign "s" is wide`},
		"wide words with a status":     {"message: it was seen", "message: error, status: 418", ""},
		"an address that is not https": {"Do it.", "See http://example.com/a.", "playbook.yaml:24:5: the address http://example.com/a. is not https"},
		"a wide title":                 {"title: One,", "title: " + strings.Repeat("One ", 30) + ",", "the title of one is 119 columns wide"},
		"wide code":                    {"Do it.", "```\n    " + strings.Repeat("a", 90) + "\n    ```", "a line of code is 90 columns wide"},
		"a question for a larger one":  {"why: To know.", "why: " + strings.Repeat("To know it all. ", 90), `the question "ok" takes`},
		"a section that nobody reads":  {"Do it.", strings.Repeat("Do it.\n\n    ", 40), `the section "The fix" takes`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(soundBook, c.old) {
				t.Fatalf("%q is not in the playbook", c.old)
			}
			text := strings.Replace(soundBook, c.old, c.new, 1)
			b, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(text)}}, ".")
			must.NoError(t, err)
			got := b.Lint(lintDay).Error()
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant %q", got, c.want)
			}
		})
	}
}

// TestShippedAreSound holds that lint has nothing against what ships, no warning either.
func TestShippedAreSound(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		files, err := ShippedFiles(id)
		must.NoError(t, err)
		b, err := Load(files, ".")
		if err != nil {
			t.Errorf("%s:\n%v", id, err)
			continue
		}
		if problems := b.Lint(shippedDay); len(problems) > 0 {
			t.Errorf("%s:\n%v", id, problems)
		}
	}
}

// Answers that are all clear and lead to no verdict are told, with the answers; an unsure one is no dead end.
func TestDeadEnd(t *testing.T) {
	t.Parallel()
	is := func(fact string, v flow.Value) flow.Cond {
		return flow.Cond{{{Fact: fact, Values: []flow.Value{v}}}}
	}
	pb := &flow.Playbook{
		Questions: []flow.Question{{ID: "first"}, {ID: "second", When: is("first", flow.No), Pos: flow.Pos{File: "playbook.yaml", Line: 9, Col: 5}}},
		Verdicts:  []flow.Verdict{{ID: "a", Always: true}, {ID: "none"}},
		Rules: []flow.Rule{
			{When: is("first", flow.Yes), Proves: []string{"a"}, Sure: flow.Strong},
			{When: is("second", flow.Yes), Proves: []string{"a"}, Sure: flow.Strong},
		},
		Unexplained: "none",
	}
	l := &textLinter{b: &Book{Playbook: pb}}
	l.deadEnd()
	if len(l.problems) != 1 {
		t.Fatalf("got %d problems: %v", len(l.problems), l.problems)
	}
	got := l.problems[0]
	if want := "a combination of answers ends without a verdict: first=no second=no"; got.Text != want || !got.Warning || got.Pos.Line != 9 {
		t.Errorf("line %d, warning %v: %s\nwant %s", got.Pos.Line, got.Warning, got.Text, want)
	}
	pb.Rules = append(pb.Rules, flow.Rule{When: is("second", flow.No), RulesOut: []string{"a"}, Sure: flow.Strong})
	l.problems = nil
	l.deadEnd()
	if len(l.problems) > 0 {
		t.Errorf("it still says %v", l.problems)
	}
}
