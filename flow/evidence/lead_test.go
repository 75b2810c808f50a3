package evidence

import (
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
)

// A search that begins shortly before the lead finds what a search through the whole text finds.
func TestLeadFindsTheSame(t *testing.T) {
	t.Parallel()
	texts := []string{
		"", "claude-", "model: claude-opus-5", "the model claude-opus-5 and claude-haiku-4", "xclaude-opus-5", "éclaude-opus-5", "us.anthropic.claude-opus-5",
		"permission denied.", "error: permission denied", "it said permission denied, then: 3 forbidden", "no forbidden. forbidden", "forbiddenforbidden",
		"long " + strings.Repeat("é", 40) + " 403 forbidden", "a 4031 b 403 c", "key key-403", "xx\nfast mode is unavailable", "aaab aab",
	}
	for _, expr := range []string{
		`\bclaude-(opus|haiku)`, `\bmodel(?:_?id)?["']?\s*[:=]?\s*(claude-[a-z0-9-]+)`, `\b((?:[a-z]{2,6}\.)?(?:anthropic[./])?claude-[a-z0-9-]+)`,
		`(?:\A|[.:] |[0-9] )(?:permission (?:denied|error)|forbidden)\.?$`, `^forbidden`, `\Aforbidden`, `(?m)^fast mode`, `forbidden$`, `\B403`,
		`é+ 403 (forbidden)`, `.{0,30}forbidden`, `a{1,3}ab`, `x?xclaude-`, `\bclaude-(?:opus|okra)`, `forbidden(?:forbidden|)`, `(?:40(?:3|4) b )(?:403|c)`, `key(?: key-|)403`, `(?:fast|slow) mode`, `\b403\b`, `(?s).*forbidden`, `[^a]key`,
	} {
		trees, err := alternatives(expr)
		must.NoError(t, err)
		x := indexOf([][]Branch{trees})
		b := branchesOf(&x)
		for n, tree := range trees {
			for _, text := range texts {
				if got, want := b.match(n, text), b.re(n).FindStringSubmatchIndex(text); !slices.Equal(got, want) {
					t.Errorf("%s in %q: %v, want %v (lead %q, at most %d before)", tree.Expr, text, got, want, tree.Lead, tree.Before)
				}
			}
		}
	}
}
