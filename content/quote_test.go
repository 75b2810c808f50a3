package content

import (
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	onlyWithoutRace(t)
	b := book(t)
	texts := []string{
		"HTTP/1.1 403\nserver: squid\n\n<html> Access Denied by policy x-api-key: sk-ant-api03-FAKEabcdefghijklmnopqrstuvwxyz0123456789FAKE</html>\n",
		"HTTP/2 403\ncontent-type: text/html\n\n<h1>Access Denied</h1><p>You don't have permission to access this resource.</p>\n",
	}
	files, err := filepath.Glob("testdata/corpus/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, c := range corpus(t, filepath.Base(f)) {
			if strings.HasPrefix(strings.TrimSpace(c.Pasted), "<") { // A page alone: nothing around it was wrapped, escaped or put aside.
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
