//go:build !race

package tui

// widths is the step at which tests go through the sizes of a window: all of them.
const widths = 1
