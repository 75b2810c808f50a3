//go:build race

package main

// raceDetector tells tests that nothing concurrent happens in to try less: they take ten times as long under it, and .ci/run
// runs them without it, too.
const raceDetector = true
