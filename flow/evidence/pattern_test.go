package evidence

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// TestPatternIgnoresCase holds that a pattern matches what Go's own expression matches that ignores case.
func TestPatternIgnoresCase(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{
		`[^o]x`, `[^O]x`, `[^a-f]+z`, `[^A-F]+z`, `[A-C]x`, `[a-cX-Z]9`, `\Sx`, `\Wx`, `[^\W_]x`, `a[^"\n]{2}b`, `[Q]`, `HTTP[^S]`, `[^\x00-Z]`,
	} {
		trees, err := alternatives(expr)
		if err != nil {
			t.Fatalf("%s: %v", expr, err)
		}
		want := regexp.MustCompile("(?i)" + expr)
		var got []*regexp.Regexp
		for _, tree := range trees {
			got = append(got, regexp.MustCompile(tree.Expr))
		}
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBoOxXzZqQsS9_ \"\nhtpé")), 1, 8, -1).Draw(t, "text")
			matches := false
			for _, re := range got {
				matches = matches || re.MatchString(asciiLower(text))
			}
			if matches != want.MatchString(text) {
				t.Fatalf("%s on %q: got %v", expr, text, matches)
			}
		})
	}
}
