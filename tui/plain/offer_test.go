package plain

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestOffer holds that what a person wrote is shown at its question, that an empty line confirms it there and nowhere else, and that
// the words are kept with the answer that they suggest and no other.
func TestOffer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const id, words = "plain-works", "other models answer"
	text := []string{
		`403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`,
		"I get this on one model, but other models answer.", ".",
	}
	for _, tt := range []struct {
		name  string
		lines []string
		value flow.Value
		quote string
		says  string
	}{
		{"the input ends", nil, flow.Unknown, "", `You wrote: “other models answer”`},
		{"an empty line", []string{""}, flow.Yes, words, "answer (y/n/u, enter for yes, or help): "},
		{"yes", []string{"y"}, flow.Yes, words, ""},
		{"no", []string{"no"}, flow.No, "", ""},
		{"unsure", []string{"?"}, flow.Unsure, "", ""},
		{"a word that is none", []string{"dunno"}, flow.Unknown, "", "Unknown command"},
		{"undone", []string{"", "undo"}, flow.Unknown, "", "Undone"},
		{"undone, again", []string{"", "undo", ""}, flow.Yes, words, ""},
		{"a customer's", []string{"customer", ""}, flow.Yes, words, `They wrote: “other models answer”`},
		{"a colleague's word", []string{"says colleague", ""}, flow.Unknown, "", "An empty line"},
		{"the customer's other words", []string{"customer", "words it ran", "y"}, flow.Yes, "it ran", ""},
		{"at the next question", []string{"", ""}, flow.Yes, words, "An empty line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Playbook, cfg.Read = book.Playbook, book.Read
			_, out := talk(t, cfg, append(text[:len(text):len(text)], tt.lines...)...)
			f, _ := cfg.Session.Fact(id)
			if f.Value != tt.value || f.Quote != tt.quote || !strings.Contains(out, tt.says) {
				t.Errorf("it is %s with the words %q, want %s with %q, and %q said:\n%s", f.Value, f.Quote, tt.value, tt.quote, tt.says, out)
			}
		})
	}
}

// TestOfferOfAnOption holds the same of words that suggest an option of a choice: an empty line takes the one that they fit.
func TestOfferOfAnOption(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, tt := range []struct {
		words string
		lines []string
		value flow.Value
		quote string
		says  string
	}{
		{"我在上海", []string{""}, flow.No, "我在上海", "enter for the country is not supported, or help): "},
		{"I am in Shanghai.", []string{""}, flow.No, "I am in Shanghai", "Recorded: the country is not supported."},
		{"I am in Shanghai.", []string{"7"}, flow.Yes, "", "You wrote: “I am in Shanghai”"},
		{"I am in Germany.", []string{""}, flow.Unknown, "", "You wrote: “I am in Germany”"},
	} {
		cfg := config()
		cfg.Playbook, cfg.Read = book.Playbook, book.Read
		_, out := talk(t, cfg, append([]string{`API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`, tt.words, "."}, tt.lines...)...)
		f, _ := cfg.Session.Fact("supported-region")
		if f.Value != tt.value || f.Quote != tt.quote || !strings.Contains(out, tt.says) {
			t.Errorf("it is %s with the words %q, want %s with %q, and %q said:\n%s", f.Value, f.Quote, tt.value, tt.quote, tt.says, out)
		}
	}
}

// longest is more than anything takes that is there.
const longest = time.Hour

// TestEmptyLineOfAPaste holds that the empty line which a pasted text begins with confirms nothing: what follows it is there at once.
func TestEmptyLineOfAPaste(t *testing.T) {
	t.Parallel()
	l := newLines(strings.NewReader("\nHTTP/1.1 403\n"))
	defer l.close()
	if got, err := l.next(context.Background()); err != nil || got.text() != "" {
		t.Fatal(got, err)
	}
	if !l.follows(longest) {
		t.Error("nothing follows the first line")
	}
	if got, err := l.next(context.Background()); err != nil || got.text() != "HTTP/1.1 403" {
		t.Errorf("the line that followed is %q, %v", got.text(), err)
	}
	if l.follows(longest) {
		t.Error("the end follows as if it were a line")
	}
	r, w := io.Pipe()
	defer w.Close()
	silent := newLines(r)
	defer silent.close()
	if silent.follows(0) {
		t.Error("a line follows where none was typed")
	}
}
