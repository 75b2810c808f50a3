package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"why403/flow/must"
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

// TestCheck holds that a file of keys can be looked at before anybody is kept out by it.
func TestCheck(t *testing.T) {
	t.Parallel()
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2Wv0yU3b5jDOGAzu5VJ2pXLmDRbB2mN7m1G2w0VdJv"
	file := filepath.Join(t.TempDir(), "authorized_keys")
	for _, tt := range []struct {
		text     string
		code     int
		out, err string
	}{
		{"name=\"Ann Lee\" " + key, 0, "Ann Lee gets in as engineer\n", ""},
		{key + " ann\nname=bob " + key, 1, "ann gets in as engineer\n", file + ":2: what the option name says is not in quotes. Write name=\"…\".\n"},
		{"", 0, "", ""},
	} {
		must.NoError(t, os.WriteFile(file, []byte(tt.text), 0o600))
		var out, errs strings.Builder
		if code := run(t.Context(), []string{"check", "--authorized-keys", file}, &out, &errs); code != tt.code || out.String() != tt.out || errs.String() != tt.err {
			t.Errorf("%q: exit status %d\n%s\n%s", tt.text, code, &out, &errs)
		}
	}
	if code := run(t.Context(), []string{"check"}, io.Discard, io.Discard); code != 2 {
		t.Errorf("without a file: exit status %d", code)
	}
}
