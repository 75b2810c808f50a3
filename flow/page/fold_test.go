package page

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// TestBroken holds of everything that breaks a text into lines that no width and no text is a fault, and that nothing but blanks is
// lost.
func TestBroken(t *testing.T) {
	t.Parallel()
	signs := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	ways := map[string]func(s string, w int) []string{
		"Wrap":     Wrap,
		"Fold":     Fold,
		"FoldCode": FoldCode,
		"Hang":     func(s string, w int) []string { return Hang("  • ", s, w) },
		"Lines":    func(s string, w int) []string { return Lines([]Block{Text{Text: s}}, w) },
		"a deep lead": func(s string, w int) []string {
			return Lines([]Block{Group{Indent: 40, Blocks: []Block{Item{Text: s, Under: []Block{Text{Text: s, Lead: "Customer 日本: "}}}}}}, w)
		},
		"Markdown in a deep list": func(s string, w int) []string {
			return Lines([]Block{Markdown{Text: "- a\n  - b\n    - c\n      - d\n        - e\n          - f\n            - " + s}}, w)
		},
		"Markdown behind a lead": func(s string, w int) []string {
			return Lines([]Block{Group{Indent: 16, Blocks: []Block{Markdown{Text: "first\n\n> " + s, Lead: "             "}}}}, w)
		},
	}
	texts := rapid.OneOf(
		rapid.StringMatching(`[ -~\t日本語é\x{301}\x{1F600}\x{200d}\x{200b}\n]{0,60}`),
		rapid.String(),
	)
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s, w := texts.Draw(t, "text"), rapid.IntRange(-3, 60).Draw(t, "width")
				got := strings.Join(way(s, w), "\n")
				if strings.Contains(name, "Markdown") || name == "a deep lead" {
					return // Marks are left out, and a lead is put in.
				}
				if got := strings.TrimPrefix(signs(got), map[bool]string{true: "•"}[name == "Hang"]); got != signs(s) {
					t.Fatalf("%q of %d cells is %q", s, w, got)
				}
			})
		})
	}
}
