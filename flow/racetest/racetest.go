// Package racetest is for tests under the race detector. It is part of no program.
package racetest

import "testing"

// Sequential says of a test that it does one thing after another. The race detector has nothing to find in it and makes it ten times as
// long, so it runs without the detector alone.
func Sequential(t testing.TB) {
	t.Helper()
	if Enabled {
		t.Skip("does one thing after another: the race detector has nothing to find")
	}
}

// Checks returns how many cases of a property rapid tries. Under the detector they are few: the cases follow one another, and the run
// without it tries all.
func Checks(all string) string {
	if Enabled {
		return "5"
	}
	return all
}
