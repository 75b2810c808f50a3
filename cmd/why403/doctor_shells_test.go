package main

import (
	"slices"
	"testing"

	"why403/content"
)

// TestLookShells holds that the flag names the shells that there are commands for.
func TestLookShells(t *testing.T) {
	t.Parallel()
	var have []string
	for _, k := range content.Doctor().Commands {
		have = append(have, k.ID)
	}
	if !slices.Equal(have, lookShells) {
		t.Errorf("the flag takes %q, and there are commands for %q", lookShells, have)
	}
}
