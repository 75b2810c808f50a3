// Package must is for tests: what has to succeed before there is anything to test. It is part of no program.
package must

import _ "why403/flow/racetest" // So that the tests of what imports this leave without waiting.

// T is a test, of rapid's too.
type T interface {
	Helper()
	Fatal(args ...any)
}

// NoError ends the test if there is an error.
func NoError(t T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Have returns what f makes, or ends the test.
func Have[V any](t T, f func() (V, error)) V {
	t.Helper()
	v, err := f()
	NoError(t, err)
	return v
}
