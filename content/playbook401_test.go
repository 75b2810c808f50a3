package content

import (
	"os"
	"sync"
	"testing"

	"why403/flow/must"
)

const folder401 = "playbooks/anthropic-401"

var load401 = sync.OnceValues(func() (*Book, error) { return Load(os.DirFS(folder401), ".") })

func book401(t testing.TB) *Book {
	t.Helper()
	b, err := load401()
	must.NoError(t, err)
	return b
}

// TestPlaybook401Shares holds that facts which both playbooks know mean the same in both, so that they can be handed over.
func TestPlaybook401Shares(t *testing.T) {
	t.Parallel()
	b, other := book401(t), book(t)
	// The same statement under another name would be lost.
	about := make(map[string]string)
	for id, f := range other.Facts {
		about[f.About] = id
	}
	shared := 0
	for id, f := range b.Facts {
		if _, ok := other.Facts[id]; ok {
			shared++
			if f.About != other.Facts[id].About {
				t.Errorf("%s is %q here and %q there", id, f.About, other.Facts[id].About)
			}
		} else if twin := about[f.About]; twin != "" {
			t.Errorf("%q is %s here and %s there", f.About, id, twin)
		}
	}
	if shared < 30 {
		t.Errorf("%d facts are shared, want 30 or more", shared)
	}
}
