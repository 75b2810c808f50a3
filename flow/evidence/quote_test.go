package evidence

import (
	"strings"
	"testing"

	"why403/flow"
)

// TestQuoteBegins holds that a quote begins with the line or the sentence of its words where that is near, and that it neither
// begins nor ends within a word or a bracket.
func TestQuoteBegins(t *testing.T) {
	t.Parallel()
	s := compile(t, []Sign{
		{ID: "tunnel", When: Match{Text: `tunnel failed`}, Says: []SaidFact{{"tunnel", flow.Yes}}},
		{ID: "refused", When: Match{Status: []string{"400-599"}}, Says: []SaidFact{{"refused", flow.Yes}}},
	})
	long := strings.Repeat("A line that says nothing of it\n", 8)
	for name, c := range map[string]struct{ text, tunnel, refused string }{
		"a line in a log":              {long + "curl: (56) CONNECT tunnel failed, response 403\n" + long, "curl: (56) CONNECT tunnel failed, response 403", "curl: (56) CONNECT tunnel failed, response 403"},
		"a line alone":                 {"curl: (56) CONNECT tunnel failed, response 403", "curl: (56) CONNECT tunnel failed, response 403", "curl: (56) CONNECT tunnel failed, response 403"},
		"the end of a bracket":         {long + "It said (code 17, no route) tunnel failed with status 502\n", "It said (code 17, no route) tunnel failed with status 502", "It said (code 17, no route) tunnel failed with status 502"},
		"a bracket after it":           {long + "The tunnel failed (and then the machine that had asked for it went on to ask once more, and again, until somebody stopped it)\n", "The tunnel failed", ""},
		"a sentence in a long line":    {strings.Repeat("Many words came before. ", 9) + "Then the tunnel failed with status 502. Nobody knows why.", "Then the tunnel failed with status 502.", "Then the tunnel failed with status 502"},
		"a string of an object":        {`{"at":"` + strings.Repeat("2026 ", 30) + `","msg":"the tunnel failed for good","n":7}`, "the tunnel failed for good", ""},
		"a page":                       {"<html><body>" + strings.Repeat("<p>words</p>", 20) + "<b>our tunnel failed</b><i>again</i></body></html>", "our tunnel failed", ""},
		"a status before a long word":  {"status code 403 Wiederherstellungsschwierigkeiten", "", "status code 403"},
		"a status before foreign word": {"status code 403 für alle", "", "status code 403"},
		"a status in brackets":         {"Request failed: no (status code 403)", "", "Request failed: no (status code 403)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.Read(Open([]byte(c.text)))
			if got := fact(r, "tunnel").Quote; got != c.tunnel {
				t.Errorf("quoted %q, want %q", got, c.tunnel)
			}
			if got := fact(r, "refused").Quote; got != c.refused {
				t.Errorf("the status: quoted %q, want %q", got, c.refused)
			}
		})
	}
}

// TestWordsOfCode holds that the words that a program would say, in its code or in the help for an option, are not read as said.
func TestWordsOfCode(t *testing.T) {
	t.Parallel()
	s := compile(t, []Sign{{ID: "missing", When: Match{Text: `widget key is missing`}, Names: "missing"}})
	said := "\nWidgetError: the widget key is missing\n"
	for _, code := range []string{
		"    raise WidgetError(\"the widget key is missing\")\n",
		"    raise WidgetError(\n        \"the widget key is missing\"\n        \" or empty\"\n    )\n",
		"  throw new errors.WidgetError('the widget key is missing');\n",
		"if (!key) throw new Error(`the widget key is missing`);\n",
		"    return \"the widget key is missing\"\n",
		"  if (!key) { return 'the widget key is missing'; }\n",
		"        print(f\"the widget key is missing\")\n",
		"    console.error('the widget key is missing');\n",
		"    logger.warning(\"the widget key is missing\")\n",
		"Options:\n  --key <key>   The widget key is missing unless this is given\n",
		"  -k, --key KEY    Widget key. Says that the widget key is missing\n",
	} {
		if f := fact(s.Read(Open([]byte(code))), "missing"); f.Quote != "" {
			t.Errorf("%q was read in\n%s", f.Quote, code)
		}
		if f := fact(s.Read(Open([]byte(code+said))), "missing"); f.Quote == "" {
			t.Errorf("what was said is not read after\n%s", code)
		}
		if f := fact(s.Read(Open([]byte(strings.Join(strings.Fields(code+said), " ")))), "missing"); f.Quote == "" && !strings.Contains(code, "  -") {
			t.Errorf("what was said is not read in one line after\n%s", code)
		}
	}
	for _, text := range []string{
		"Error: throw away: the widget key is missing",
		"the server returned \"the widget key is missing\"",
		"curl --key abc said that the widget key is missing",
		"- the widget key is missing",
		"log: the widget key is missing",
	} {
		if f := fact(s.Read(Open([]byte(text))), "missing"); f.Quote == "" {
			t.Errorf("not read: %s", text)
		}
	}
}
