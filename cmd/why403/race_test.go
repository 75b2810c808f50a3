//go:build race

package main

// Left out under the race detector is what is single-threaded and takes ten times as long under it. All of it runs without it.
const (
	raceDetector = true
	checks       = "5"
	skipped      = "^Test(HostilePlaybook|BoundariesOfSessions|ImportBoundaries|Secrets|SecretsAtTheDoor|Readme|Topics|Guide|NoCommandLeavesUnfilled|NothingToRunIsUnfilled)"
)
