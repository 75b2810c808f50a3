package tty

import (
	"strconv"

	"github.com/charmbracelet/x/term"
)

// The largest window that is drawn in, in cells. Every cell costs memory several times over, and a terminal can say that it
// has 65,535 by 65,535. What is larger than this is used at its upper left.
const (
	maxWidth  = 640
	maxHeight = 256
)

const (
	usualWidth  = 80
	usualHeight = 24
)

// Clamp makes the size of a window one that can be drawn in. What is not known, 0, is what the environment says, or 80 by 24.
func Clamp(w, h int, env func(string) string) (width, height int) {
	known := func(n int, variable string, usual, most int) int {
		if n <= 0 {
			n, _ = strconv.Atoi(env(variable))
		}
		if n <= 0 {
			n = usual
		}
		return min(n, most)
	}
	return known(w, "COLUMNS", usualWidth, maxWidth), known(h, "LINES", usualHeight, maxHeight)
}

// Size returns the size of the terminal, as one that can be drawn in.
func Size(fd uintptr, env func(string) string) (width, height int) {
	w, h, err := term.GetSize(fd)
	if err != nil {
		w, h = 0, 0
	}
	return Clamp(w, h, env)
}
