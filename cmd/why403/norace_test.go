//go:build !race

package main

const (
	raceDetector = false
	checks       = "100"
	skipped      = ""
)
