//go:build !race

package content

const (
	widths = 1 // The step at which tests go through the widths at which a paste may be broken: all that they name.
	every  = 1 // The step at which they go through the texts of cases and reports.
)
