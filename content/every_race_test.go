//go:build race

package content

// Reading takes ten times as long under the race detector, and nothing is concurrent in it. All is read without it.
const (
	widths = 4  // The step at which tests go through the widths at which a paste may be broken.
	every  = 11 // The step at which they go through the texts of cases and reports.
)
