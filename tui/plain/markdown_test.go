package plain

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, md, want string
	}{
		{"paragraph", "One\ntwo.\n\nThree.", "One two.\n\nThree."},
		{"heading", "Text\n## A **b** ##\nmore", "Text\n\nA b\nmore"},
		{"bullets", "* one\n  more\n* two\n  - inner", "- one more\n- two\n  - inner"},
		{"paragraphs of an item", "1. one\n\n   more\n   words\n2. two\n\nafter", "1. one\n\n   more words\n2. two\n\nafter"},
		{"numbers", "1. one\n2) two", "1. one\n2) two"},
		{"code", "Do:\n```go\nif a {\n\tb()\n\n}\n```\nDone.", "Do:\n\n    if a {\n        b()\n\n    }\n\nDone."},
		{"code in an item", "1. do\n   ```\n   x *y* z\n   ```\n2. done", "1. do\n\n    x *y* z\n\n2. done"},
		{"code without an end", "```\na\nb", "    a\n    b"},
		{"code with a longer fence", "````\n```\n````", "    ```"},
		{"empty code", "a\n```\n```\nb", "a\n\nb"},
		{"link", "See [the page](https://example.com/a_b_c) now.", "See the page (https://example.com/a_b_c) now."},
		{"link to itself", "[https://example.com](https://example.com) <https://example.com/x>", "https://example.com https://example.com/x"},
		{"bare address", "https://example.com/_a_/*b*", "https://example.com/_a_/*b*"},
		{"code span", "Send `anthropic-beta` or `a: b_c_d`.", "Send anthropic-beta or \"a: b_c_d\"."},
		{"code with quotes", "Send it without `\"stream\": true` or `\"a\"`.", "Send it without `\"stream\": true` or \"a\"."},
		{"code with quotes and backticks", "See ``a `b` \"c\"``.", "See a `b` \"c\"."},
		{"code in a link", "[`x y`](https://example.com)", "\"x y\" (https://example.com)"},
		{"emphasis", "**a** *b* _c_ __d__ a_b_c 2*3*4 * x", "a b c d a_b_c 234 * x"},
		{"escapes", `\*a\* 1\. \[x\]`, "*a* 1. [x]"},
		{"quote", "> one\n> two", "one two"},
		{"rule", "a\n\n---\n\nb", "a\n\nb"},
		{"table without a header", "| a | b |\n| c |", "- a; b\n- c"},
		{"table", "| Model | Tier |\n|---|:-:|\n| `x` | 1 |\n| y\\|z | |", "- Model: x; Tier: 1\n- Model: y|z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.TrimRight(rendered(tt.md, 0), "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func rendered(md string, width int) string {
	var b strings.Builder
	p := newPage(&b, width)
	p.markdown(md)
	_ = p.flush()
	return b.String()
}

// TestMarkdownKeepsWords holds that no letter or digit is lost, whatever the marks around it.
func TestMarkdownKeepsWords(t *testing.T) {
	t.Parallel()
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		// Without fences and tables: the language of a fence, and the name of a column without cells, are dropped.
		md := rapid.StringMatching("([a-z]{1,3}|[*_`\\[\\]()<># \\\\-]|\n|1\\. ){0,40}").Filter(func(s string) bool {
			return !strings.Contains(s, "```") && !strings.Contains(s, "~~~")
		}).Draw(t, "md")
		if got, want := letters(rendered(md, rapid.SampledFrom([]int{0, 10, 40}).Draw(t, "width"))), letters(md); got != want {
			t.Fatalf("%q became %q", md, rendered(md, 0))
		}
	})
}

func TestWrapKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-z]{1,9}`)).Draw(t, "words"), " ")
		width := rapid.IntRange(20, 100).Draw(t, "width")
		for _, l := range wrap("- ", "  ", text, width) {
			if len(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
	})
}
