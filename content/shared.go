package content

import (
	"maps"
	"sync"

	"why403/flow/evidence"
)

// shared is what the playbooks that ship share.
var shared = sync.OnceValue(func() packedShared {
	var s packedShared
	unpack(packed("shared"), &s)
	s.Known = alternatives(s.Patterns)
	return s
})

// compileSigns makes signs ready, with what all playbooks share and what is known of their patterns.
func compileSigns(signs []evidence.Sign, known ...evidence.Pattern) (*evidence.Signs, error) {
	c := shared().Common
	if len(known) > 0 {
		known := alternatives(known)
		maps.Copy(known, c.Known)
		c.Known = known
	}
	return evidence.Compile(signs, c)
}

// alternatives are those of the patterns, by expression.
func alternatives(patterns []evidence.Pattern) map[string][]evidence.Alternative {
	known := make(map[string][]evidence.Alternative, len(patterns))
	for _, p := range patterns {
		known[p.Expr] = p.Alternatives
	}
	return known
}
