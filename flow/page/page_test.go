package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"why403/flow/redact"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	_ "why403/flow/racetest" // So that it leaves without waiting.
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
		{"numbers", "3. one\n4. two", "3. one\n4. two"},
		{"code", "Do:\n```go\nif a {\n\tb()\n\n}\n```\nDone.", "Do:\n\n    if a {\n        b()\n\n    }\n\nDone."},
		{"code in an item", "1. do\n   ```\n   x *y* z\n   ```\n2. done", "1. do\n\n       x *y* z\n\n2. done"},
		{"code without an end", "```\na\nb", "    a\n    b"},
		{"code with a longer fence", "````\n```\n````", "    ```"},
		{"empty code", "a\n```\n```\nb", "a\n\nb"},
		{"link", "See [the page](https://example.com/a_b_c) now.", "See the page (https://example.com/a_b_c) now."},
		{"link to itself", "[https://example.com](https://example.com) <https://example.com/x>", "https://example.com https://example.com/x"},
		{"bare address", "https://example.com/_a_/b?c=d_e_f", "https://example.com/_a_/b?c=d_e_f"},
		{"code span", "Send `anthropic-beta` or `a: b_c_d`.", "Send anthropic-beta or \"a: b_c_d\"."},
		{"code with quotes", "Send it without `\"stream\": true` or `\"a\"`.", "Send it without `\"stream\": true` or \"a\"."},
		{"code with quotes and backticks", "See ``a `b` \"c\"``.", "See a `b` \"c\"."},
		{"code in a link", "[`x y`](https://example.com)", "\"x y\" (https://example.com)"},
		{"emphasis", "**a** *b* _c_ __d__ a_b_c 2*3*4 * x", "a b c d a_b_c 234 * x"},
		{"escapes", `\*a\* 1\. \[x\]`, "*a* 1. [x]"},
		{"quote", "> one\n> two", "  one two"},
		{"rule", "a\n\n---\n\nb", "a\n\nb"},
		{"table", "| Model | Tier |\n|---|:-:|\n| `x` | 1 |\n| y\\|z | |", "- Model: x\n  Tier: 1\n- Model: y|z"},
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
	return strings.Join(Lines([]Block{Markdown{Text: md}}, width), "\n")
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
		for _, l := range whole("- ", text, width) {
			if len(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		w        int
		want     []string
	}{
		{"fits", "a b", 3, []string{"a b"}},
		{"between words", "aa bb cc", 5, []string{"aa bb", "cc"}},
		{"a long word breaks after a part", "see https://example.com/abc/def", 20, []string{"see", "https://example.com/", "abc/def"}},
		{"wide characters", "日本 語", 4, []string{"日本", "語"}},
		{"wider than the line", "日", 1, []string{"日"}},
		{"a command", "aa `bb cc`, dd", 10, []string{"aa", "`bb cc`,", "dd"}},
		{"a command that is wider", "aa `bb cc`", 6, []string{"aa `bb", "cc`"}},
		{"no command", "aa `bb cc", 6, []string{"aa `bb", "cc"}},
		{"kept whole", "aa " + Whole + "bb cc" + Whole, 6, []string{"aa", Whole + "bb cc" + Whole}},
		{"paragraphs", "a\nb", 9, []string{"a", "b"}},
		{"nothing", "", 9, []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Wrap(tt.in, tt.w); fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"escape sequences", "a\x1b[31mb\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d\x1b]8;;\x1b\\", "abcd"},
		{"controls", "a\x00b\x08c\x7fd\u0085e", "abcde"},
		{"direction", "a\u202eb\u2066c", "abc"},
		{"lines", "a\r\n\tb", "a b"},
		{"broken utf-8", "a\xffb", "a�b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Line(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		w        int
		want     []string
	}{
		{"fits", "  a  b", 6, []string{"  a  b"}},
		{"goes on further in", "  send(aaa, bbb, ccc)", 14, []string{"  send(aaa,", "    bbb, ccc)"}},
		{"a word up to the edge", "aaaa bbbb cccc", 9, []string{"aaaa bbbb", "   cccc"}},
		{"a long word", "x https://example.com/abc/def", 16, []string{"x", "    https://", "    example.com/", "    abc/def"}},
		{"wide characters", "日本語日本語", 5, []string{"日本", " 語日", " 本語"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := FoldCode(tt.in, tt.w)
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for _, l := range got {
				if ansi.StringWidth(l) > tt.w {
					t.Errorf("%q is too wide", l)
				}
			}
		})
	}
}

// FuzzRead holds that Markdown of any kind is read without a fault, that nothing in it acts on a terminal, and that code stays code.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"a\x1b[31mb &#27;[0m", "- [x](\x1b]8;;y)", "```go\nx\x07\n```", "| a |\n|---|\n| \u202eb |", "> 1. - a\n>\n>       b", "<a@b.example> &#x202e;"} {
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, md string, w int) {
		for _, l := range Lines([]Block{Markdown{Text: md}}, w%200) {
			if safe := redact.Terminal(l); safe != l {
				t.Errorf("%q is printed as %q", md, l)
			}
		}
		for _, p := range Read(md) {
			for _, r := range p.Runs {
				if redact.Terminal(r.Text+r.Link) != r.Text+r.Link {
					t.Errorf("%q has the run %+v", md, r)
				}
			}
		}
	})
}

// TestItems holds that a part knows the lists that it stands in, and an item has what stands below it.
func TestItems(t *testing.T) {
	t.Parallel()
	d := Read("# One\n\nbefore\n\n1. first\n   - in `x`\n\n   more\n2. second\n\n> said\n\n- other")
	if got, want := d.Items(), []string{"first\n   - in x\n\n   more", "second", "other"}; !slices.Equal(got, want) {
		t.Errorf("items %q, want %q", got, want)
	}
	var got []string
	for _, p := range d {
		got = append(got, fmt.Sprint(p.Level, p.Quoted, p.In))
	}
	want := []string{
		"1 false []", "0 false []", "0 false [{1 1 true}]", "0 false [{1 1 true} {2 2 false}]", "0 false [{1 1 true}]", "0 false [{1 3 true}]", "0 true []", "0 false [{3 4 false}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("parts %q, want %q", got, want)
	}
}
