package content

import (
	"strings"
	"testing"

	"why403/flow/must"
)

// TestBetas holds that every beta value says where it is from, and that one that is needed says for what.
func TestBetas(t *testing.T) {
	t.Parallel()
	book := must.Have(t, Default)
	seen := make(map[string]bool)
	for _, b := range book.Request.Betas {
		if seen[b.Value] {
			t.Errorf("line %d: %s stands there twice", b.Pos.Line, b.Value)
		}
		seen[b.Value] = true
		if b.Source == "" || len(b.Checked) != len("2006-01-02") || b.About == "" {
			t.Errorf("line %d: %s has no source, day or name", b.Pos.Line, b.Value)
		}
		if b.Needed && len(b.Fields)+len(b.Tools)+len(b.Paths) == 0 {
			t.Errorf("line %d: %s is needed, and not said for what", b.Pos.Line, b.Value)
		}
		for _, p := range b.Paths {
			if !strings.HasPrefix(p, "/v1/") {
				t.Errorf("line %d: %q is no path", b.Pos.Line, p)
			}
		}
	}
	if len(seen) < 58 {
		t.Errorf("%d beta values; the SDK names more", len(seen))
	}
}
