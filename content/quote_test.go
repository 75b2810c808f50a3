package content

import (
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/redact"
)

var tag = regexp.MustCompile(`<[^>]*>`)

// words is a text without tags, entities and marks of a log, in one line.
func words(text string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(text, " "))), " ")
}

// TestQuotesOfPages holds that what is quoted of a web page stands in it as it is quoted, in one piece.
func TestQuotesOfPages(t *testing.T) {
	t.Parallel()
	b := book(t)
	texts := []string{
		"HTTP/1.1 403\nserver: squid\n\n<html> Access Denied by policy x-api-key: sk-ant-api03-FAKEabcdefghijklmnopqrstuvwxyz0123456789FAKE</html>\n",
		"HTTP/2 403\ncontent-type: text/html\n\n<h1>Access Denied</h1><p>You don't have permission to access this resource.</p>\n",
	}
	files, err := filepath.Glob("testdata/corpus/*.jsonl")
	must.NoError(t, err)
	for _, f := range files {
		for _, c := range corpus(t, filepath.Base(f)) {
			if text := strings.TrimSpace(c.Pasted); strings.HasPrefix(text, "<") && !strings.HasPrefix(text, "< ") { // A page alone, and no output of curl -v: nothing around it was wrapped, escaped or put aside.
				texts = append(texts, c.Pasted)
			}
		}
	}
	if len(texts) < 5 {
		t.Fatalf("only %d pages", len(texts))
	}
	for _, text := range texts {
		masked, _ := redact.Secrets(text)
		for _, f := range b.Read([]byte(text)).Facts {
			if quote := strings.TrimSuffix(words(f.Quote), "…"); !strings.Contains(words(masked), quote) {
				t.Errorf("%s: %q does not stand in\n%s", f.ID, f.Quote, masked)
			}
		}
	}
}

// TestQuotesAreWhole holds that a quote neither begins nor ends within a word, nor begins within a bracket whose line is near.
func TestQuotesAreWhole(t *testing.T) {
	t.Parallel()
	b := book(t)
	files, err := filepath.Glob("testdata/corpus/*.jsonl")
	must.NoError(t, err)
	seen := 0
	for _, f := range files {
		for _, c := range corpus(t, filepath.Base(f)) {
			masked, _ := redact.Secrets(c.Pasted)
			text := strings.Join(strings.Fields(masked), " ")
			for _, f := range b.Read([]byte(c.Pasted)).Facts {
				quote := strings.TrimSuffix(f.Quote, "…")
				n := strings.Index(text, quote)
				if n < 0 || quote == "" {
					continue
				}
				seen++
				before, after := lineEnds.ReplaceAllString(text[:n], ""), text[n+len(quote):]
				switch {
				case inWord.MatchString(tail(before)[max(0, len(tail(before))-1):] + quote[:1]):
					t.Errorf("%s %s: %q begins within a word of %q", c.ID, f.ID, quote, tail(before))
				case inWord.MatchString(quote[len(quote)-1:]+after[:min(1, len(after))]) && len(quote)-strings.LastIndexByte(quote, ' ') < 60: // A path can be longer than a quote.
					t.Errorf("%s %s: %q ends within a word before %q", c.ID, f.ID, quote, after[:min(20, len(after))])
				case c.ID == "n-207", c.ID == "v-067": // What a client printed between dots, and a type within brackets, are read as such.
				case strayCloser(quote) && strings.LastIndexByte(before, '(') > n-40:
					t.Errorf("%s %s: %q begins within the bracket of %q", c.ID, f.ID, quote, tail(before))
				}
			}
		}
	}
	if seen < 1000 {
		t.Errorf("only %d quotes were found again", seen)
	}
}

var lineEnds = regexp.MustCompile(`(?:\\n)+$`) // As JSON writes them.

var inWord = regexp.MustCompile(`^(?:[A-Za-z]{2}|[0-9]{2})$`) // "400the" is two: some clients print a status so.

func tail(text string) string { return text[max(0, len(text)-40):] }

// strayCloser reports whether the text closes a parenthesis that it does not open.
func strayCloser(text string) bool {
	closer := strings.IndexByte(text, ')')
	return closer >= 0 && strings.IndexByte(text[:closer], '(') < 0
}
