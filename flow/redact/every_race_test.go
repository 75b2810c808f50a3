//go:build race

package redact

// every is the step at which tests go through the combinations. Masking takes fifteen times as long under the race detector,
// and nothing is concurrent in it; every combination is tried without it.
const every = 17
