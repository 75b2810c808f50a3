package evidence

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/must"
)

// TestStatements holds what of a text is a clause in which its writer states something.
func TestStatements(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("at lib/http.js(12)\n", 1000)
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"a sentence":               {"Other models answer.", []string{"Other models answer"}},
		"two clauses":              {"Opus fails, but other models answer!", []string{"Opus fails", "other models answer"}},
		"wrapped":                  {"From the office and from the train every\ncall fails.", []string{"From the office and from the train every call fails"}},
		"a short line ended":       {"it fails\nhaiku works", []string{"it fails", "haiku works"}},
		"beside an object":         {`403 {"error":"x"} haiku works`, []string{"403", "haiku works"}},
		"within an object":         {"{\"a\":\nhaiku works\n}\nsonnet works", []string{"sonnet works"}},
		"an object never ended":    {"{\"a\":\nhaiku works\n\nsonnet works", []string{"sonnet works"}},
		"a number with a point":    {"Sonnet 4.5 works. Haiku does.", []string{"Sonnet 4.5 works", "Haiku does"}},
		"a list":                   {"1. haiku works\n- sonnet works", []string{"haiku works", "sonnet works"}},
		"a name before":            {"Support: haiku works\nNote: sonnet works", []string{"sonnet works"}},
		"an if that tells":         {"It works if I use haiku.", []string{"It works if I use haiku"}},
		"an if that asks":          {"It works if the key is new.", nil},
		"around a log":             {"haiku works\n" + filler + "sonnet works", []string{"haiku works", "sonnet works"}},
		"within a log":             {filler + "haiku works\n" + filler, nil},
		"nothing":                  {"", nil},
		"not UTF-8":                {"haiku works \xff\xfe.", []string{"haiku works ��"}},
		"a question over a line":   {"Is it that from the office and from the train\nhaiku works?", nil},
		"a question in one clause": {"haiku works, but why does opus fail?", nil},
	} {
		var got []string
		for _, st := range Statements(Open([]byte(tt.text))) {
			got = append(got, string(st))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// FuzzOffers holds that whatever was pasted, an offer quotes one line of it, and is yes or no.
func FuzzOffers(f *testing.F) {
	for _, text := range []string{"Other models answer.", "{\"a\":\nx\n}", "、，。不过", "if i", "\xff、", "it works, that is, not", "403 {} but"} {
		f.Add(text)
	}
	book, err := CompilePhrases([]flow.Question{{ID: "q", Said: flow.Phrases{
		Yes: []string{`other models? {works}`, `it {works}`}, No: []string{`no model {works}`, `it {fails}`}, Unless: []string{`web`},
	}}}, PhraseIndex{})
	must.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		offers := book.Offers(Statements(Open([]byte(text))))
		for _, o := range offers {
			if o.Question != "q" || o.Value != flow.Yes && o.Value != flow.No || o.Words == "" || strings.Contains(o.Words, "\n") || utf8.RuneCountInString(o.Words) > maxWords {
				t.Errorf("%q: %v", text, o)
			}
		}
		if len(offers) > 1 {
			t.Errorf("%q: %v", text, offers)
		}
	})
}
