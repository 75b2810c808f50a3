//go:build race

package main

// Left out under the race detector is what runs the program as it ships, without the detector, and what is single-threaded and takes
// ten times as long under it. All of it runs without it.
const (
	raceDetector = true
	checks       = "5"
	skipped      = "^Test(HostilePlaybook|BoundariesOfSessions|ImportBoundaries|Secrets|SecretsAtTheDoor|Survivor|Killed|KillGivesBack|WindowCloses|BurstAnswersNothing|" +
		"Measured|Readme|Topics|Canary|Guide|NoCommandLeavesUnfilled|NothingToRunIsUnfilled|WrongBasePath)"
)
