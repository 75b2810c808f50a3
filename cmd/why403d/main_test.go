package main

import (
	"strings"
	"testing"
)

// TestNoPasswordIsPrinted gives a database's address with a password in it, in the ways in which a start can fail.
func TestNoPasswordIsPrinted(t *testing.T) {
	t.Parallel()
	const secret = "FAKE-hunter2"
	dir := t.TempDir()
	for _, args := range [][]string{
		{"--dir", dir, "--authorized-keys", dir, "--store", "postgres://why403:" + secret + "@/x?host=" + dir},
		{"--dir", dir, "--authorized-keys", dir, "--store", "postgres://why403:" + secret + "/" + secret + "@localhost/x"},
		{"--dir", dir, "--authorized-keys", dir, "postgres://why403:" + secret + "@localhost/x"},
		{"--stores=postgres://why403:" + secret + "@localhost/x"},
		{"--sessions", "postgres://why403:" + secret + "@localhost/x"},
		{"--store", "postgres://why403:" + secret + "@localhost/x"},
	} {
		var said strings.Builder
		if code := run(t.Context(), append([]string{"serve"}, args...), &said, &said); code == 0 || said.Len() == 0 || strings.Contains(said.String(), secret) {
			t.Errorf("%q: exit status %d\n%s", args, code, &said)
		}
	}
}
