//go:build !race

package content

// widths is the step at which tests go through the widths at which a paste may be broken: all that they name.
const widths = 1
