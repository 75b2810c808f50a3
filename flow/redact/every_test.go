//go:build !race

package redact

// every is the step at which tests go through the combinations: all of them.
const every = 1
