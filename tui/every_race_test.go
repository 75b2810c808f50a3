//go:build race

package tui

// widths is the step at which tests go through the sizes of a window. Drawing one takes eight times as long under the race
// detector, and nothing is concurrent in it; every size is drawn without it.
const widths = 4
