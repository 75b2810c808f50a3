// Command image writes a container image that docker load and podman load take: image VERSION COMMIT ARCH FOLDER ARCHIVE.
// FOLDER has the programs. Beside them there are Mozilla's certificate authorities, from a Go module, a user, and folders that the
// user can write. The time of everything is SOURCE_DATE_EPOCH, so that the same commit gives the same bytes.
package main

import (
	"archive/tar"
	"bytes"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"golang.org/x/crypto/x509roots/fallback/bundle"
)

const (
	user  = "65532"
	state = "var/lib/why403" // The folder of sessions and playbooks.
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 5 {
		return fmt.Errorf("want VERSION COMMIT ARCH FOLDER ARCHIVE, got %d arguments", len(args))
	}
	version, commit, arch, folder, archive := args[0], args[1], args[2], args[3], args[4]
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("read SOURCE_DATE_EPOCH: %w", err)
	}
	created := v1.Time{Time: time.Unix(epoch, 0).UTC()}
	files, err := content(folder, created.Time)
	if err != nil {
		return fmt.Errorf("pack %s: %w", folder, err)
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files)), nil })
	if err != nil {
		return err
	}
	image, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{
		OS: "linux", Architecture: arch, Created: created, RootFS: v1.RootFS{Type: "layers"},
		Config: v1.Config{
			User: user + ":" + user, WorkingDir: "/" + state, Entrypoint: []string{"/usr/bin/why403"},
			Env: []string{"PATH=/usr/bin", "WHY403_STATE_DIR=/" + state, "WHY403_DATA_DIR=/" + state},
			Labels: map[string]string{ // annotations.md of github.com/opencontainers/image-spec v1.1.1.
				"org.opencontainers.image.title":       "why403",
				"org.opencontainers.image.description": "Finds out why an API call was refused",
				"org.opencontainers.image.version":     version,
				"org.opencontainers.image.revision":    commit,
				"org.opencontainers.image.created":     created.Format(time.RFC3339),
				"org.opencontainers.image.licenses":    "MIT",
			},
		},
	})
	if err != nil {
		return err
	}
	image, err = mutate.Append(image, mutate.Addendum{Layer: layer, History: v1.History{Created: created, CreatedBy: ".ci/image"}})
	if err != nil {
		return err
	}
	tag, err := name.NewTag("why403:" + strings.ReplaceAll(version, "+", "_")) // A tag must not hold a plus.
	if err != nil {
		return err
	}
	return tarball.WriteToFile(archive, tag, image)
}

// content returns the files of the image as a tar archive.
func content(folder string, at time.Time) ([]byte, error) {
	entries := []*tar.Header{
		{Name: "etc/", Mode: 0o755},
		{Name: "etc/ssl/", Mode: 0o755},
		{Name: "etc/ssl/certs/", Mode: 0o755},
		{Name: "tmp/", Mode: 0o1777},
		{Name: "usr/", Mode: 0o755},
		{Name: "usr/bin/", Mode: 0o755},
		{Name: "usr/share/", Mode: 0o755},
		{Name: "var/", Mode: 0o755},
		{Name: "var/lib/", Mode: 0o755},
		{Name: state + "/", Mode: 0o1777}, // For everybody, since some engines give each container a user of its own.
		{Name: "etc/passwd", Mode: 0o644},
		{Name: "etc/group", Mode: 0o644},
		{Name: "etc/ssl/certs/ca-certificates.crt", Mode: 0o644},
		{Name: "usr/bin/why403", Mode: 0o755},
		{Name: "usr/bin/why403-mcp", Mode: 0o755},
		{Name: "usr/share/LICENSE", Mode: 0o644},
	}
	written := map[string][]byte{
		"etc/passwd":                        []byte("why403:x:" + user + ":" + user + "::/" + state + ":/usr/bin/why403\n"),
		"etc/group":                         []byte("why403:x:" + user + ":\n"),
		"etc/ssl/certs/ca-certificates.crt": authorities(),
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range entries {
		data, ok := written[h.Name]
		if !ok && !strings.HasSuffix(h.Name, "/") {
			var err error
			if data, err = os.ReadFile(filepath.Join(folder, filepath.Base(h.Name))); err != nil {
				return nil, err
			}
		}
		h.ModTime, h.Size = at, int64(len(data))
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// authorities returns those that Mozilla trusts without a condition: a file cannot say one.
func authorities() []byte {
	var b bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			b.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}))
		}
	}
	return b.Bytes()
}
