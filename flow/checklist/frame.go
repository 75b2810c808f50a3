package checklist

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// What a checklist says around the answers is made into expressions that find it again, so it is recognized in whatever
// language it was written.

// leading is what stands before the square bracket of the text.
func leading(text string) string {
	lead, _, _ := strings.Cut(text, "[")
	return regexp.QuoteMeta(strings.TrimSpace(lead))
}

// offered is the first word in the parentheses of the text.
func offered(text string) string {
	_, in, _ := strings.Cut(text, "(")
	first, _, _ := strings.Cut(strings.TrimSpace(in), " ")
	return whole(first)
}

// number is the place of a number in a text.
var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`%(?:\\\[\d+\\\])?d`) })

// counted is the text with any numbers in it.
func counted(text string) string {
	return number().ReplaceAllLiteralString(regexp.QuoteMeta(text), `\d+`) + edge(text)
}

// whole is the text where no word goes on behind it.
func whole(text string) string { return regexp.QuoteMeta(text) + edge(text) }

// edge matches where a word ends. Expressions know it of ASCII letters only.
func edge(text string) string {
	if r, _ := utf8.DecodeLastRuneInString(text); r < utf8.RuneSelf && (r == '_' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z') {
		return `\b`
	}
	return ""
}
