//go:build race

package content

// widths is the step at which tests go through the widths at which a paste may be broken. Reading takes ten times as long
// under the race detector, and nothing is concurrent in it; every width is read without it.
const widths = 4
