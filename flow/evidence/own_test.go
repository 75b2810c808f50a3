package evidence

import (
	"strings"
	"testing"
)

func TestWithout(t *testing.T) {
	t.Parallel()
	own := NewOwn([]string{
		"The key was created before the access it needs",
		`The API says "This organization has been disabled. Ask." where it is switched off.`,
		"Ask {role|an owner} of the organization to add {model} to the workspace, please.",
		"See https://docs.example.com/en/api/errors for all of them that there are.",
	}, []string{"3 401 authentication_error"})
	for text, want := range map[string]string{
		"- The key was created before the access it needs (possible)":                                           "- (possible)",
		"> the key was\n> created before the\n> access it needs":                                                ">",
		`"The key was created before the access it needs\nNext"`:                                                `" \nNext"`,
		"The key was created before noon":                                                                       "The key was created before noon",
		`Error: This organization has been disabled. Ask.`:                                                      `Error: This organization has been disabled. Ask.`,
		`The API says "This organization has been disabled. Ask." where it is switched off.`:                    ".",
		"Ask Jane Doe of the organization to add claude-opus-4-5 to the workspace, please. 403":                 "Ask Jane Doe . 403",
		"https://docs.example.com/en/api/errors":                                                                "https://docs.example.com/en/api/errors",
		"  3. 401  (authentication_error)":                                                                      ")",
		"401 authentication_error":                                                                              "401 authentication_error",
		"<!DOCTYPE html><p>The key was created before the access it needs</p><pre>HTTP 403 &quot;x&quot;</pre>": `HTTP 403 "x"`,
	} {
		given := Open([]byte(text))
		read := given.Without(own)
		if got := strings.Join(strings.Fields(string(read.read)), " "); got != want {
			t.Errorf("%q: %q is read, want %q", text, got, want)
		}
		if string(read.Bytes()) != text {
			t.Errorf("%q is kept as %q", text, read.Bytes())
		}
	}
}

// FuzzWithout holds that nothing is read that was not given, but for what stands in place of a tag or a character of HTML.
func FuzzWithout(f *testing.F) {
	f.Add("Ask a b of the organization to add \\u00e4 to the workspace, please")
	f.Add("<!doctype html><p>ask &amp; tell</p>")
	own := NewOwn([]string{"Ask {role} of the organization to add {model} to the workspace, please.", "a b c d e f"}, []string{"1 a b"})
	f.Fuzz(func(t *testing.T, text string) {
		given := Open([]byte(text))
		read := given.Without(own)
		if len(read.read) > len(given.masked) {
			t.Errorf("%d bytes of %d are read", len(read.read), len(given.masked))
		}
		if again := read.Without(own); len(again.read) > len(read.read) {
			t.Error("it grows")
		}
	})
}
