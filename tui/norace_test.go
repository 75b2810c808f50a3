//go:build !race

package tui

const (
	checks  = "30"
	skipped = ""
)
