package redact

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var screens = []struct{ name, in, want string }{
	{"plain", "a\tb\nc", "a\tb\nc"},
	{"colour", "\x1b[1;31mred\x1b[0m", "red"},
	{"title", "\x1b]0;evil\x07ok", "ok"},
	{"clipboard", "\x1b]52;c;RkFLRQ==\x1b\\ok", "ok"},
	{"link keeps its text", "\x1b]8;;https://example.com\x1b\\text\x1b]8;;\x1b\\", "text"},
	{"unterminated string", "\x1b]0;evil\nnext line", "0;evil\nnext line"},
	{"device control", "\x1bPq#0\x1b\\ok", "ok"},
	{"C1 control sequence", "\u009b31mred", "red"},
	{"C1 command string", "\u009d0;evil\u009cok", "ok"},
	{"raw C1 byte", "\x9b31mred", "\uFFFD31mred"},
	{"reset", "\x1bcok", "ok"},
	{"character set", "\x1b(0ok", "ok"},
	{"lone escape", "ok\x1b", "ok"},
	{"bell, backspace, return", "a\x07b\x08c\rd", "abcd"},
	{"CRLF", "a\r\nb", "a\nb"},
	{"delete", "a\x7fb", "ab"},
	{"bidi override", "a\u202eb\u2066c", "abc"},
	{"zero width and tags", "a\u200bb\u2060c\ufeffd\U000e0041e", "abcde"},
	{"line separator", "a\u2028b", "ab"},
	{"not UTF-8", "a\xffb", "a\uFFFDb"},
	{"letters of the world", "né 日本 🙂", "né 日本 🙂"},
	{"escape inside a sequence", "\x1b[\x1b[31mred", "red"},
	{"null", "a\x00b", "ab"},
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	for _, c := range screens {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := Terminal(c.in); got != c.want {
				t.Errorf("Terminal(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func checkTerminal(t interface{ Fatalf(string, ...any) }, in string) {
	got := Terminal(in)
	if !utf8.ValidString(got) {
		t.Fatalf("Terminal(%q) = %q is not UTF-8", in, got)
	}
	for _, r := range got {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("Terminal(%q) = %q still holds %U", in, got, r)
		}
	}
	if again := Terminal(got); again != got {
		t.Fatalf("Terminal(%q) = %q, and again %q", in, got, again)
	}
	if n := strings.Count(in, "\n"); strings.Count(got, "\n") != n {
		t.Fatalf("Terminal(%q) = %q lost lines", in, got)
	}
}

func TestTerminalLeavesNothingThatActs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\u009b", "\u009d", "\u009c", "\x9b", "\n", "\u202e", "\xc2", "31m", ";",
		})), 0, 12).Draw(t, "parts")
		checkTerminal(t, strings.Join(parts, ""))
	})
}

func FuzzTerminal(f *testing.F) {
	for _, c := range screens {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, in string) { checkTerminal(t, in) })
}
