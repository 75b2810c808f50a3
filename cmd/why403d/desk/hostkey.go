package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	gossh "golang.org/x/crypto/ssh"

	"why403/flow/files"
)

// hostKey returns the key that the server is known by, from the file. Where there is none it makes one, which only this user can
// read; one that others can read is refused.
func hostKey(path string) (gossh.Signer, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return newHostKey(path)
	case err != nil:
		return nil, err
	case info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/':
		return nil, fmt.Errorf("%s: others can read the host key, and so pretend to be this server; take a new one, or chmod 600 if nobody has", path)
	}
	text, err := files.Input{Path: path, Most: 64 << 10, Regular: true}.Read(context.Background())
	if err != nil {
		return nil, err
	}
	key, err := gossh.ParsePrivateKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return key, nil
}

func newHostKey(path string) (gossh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := gossh.MarshalPrivateKey(private, "why403d")
	if err != nil {
		return nil, err
	}
	if err := files.Write(path, pem.EncodeToMemory(block), 0o600, false); err != nil {
		return nil, err
	}
	return gossh.NewSignerFromKey(private)
}
