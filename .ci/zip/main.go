// Command zip packs a folder so that the same files always give the same bytes: zip PARENT NAME ARCHIVE.
// The time of every entry is SOURCE_DATE_EPOCH, and the entries are in the order of their names.
package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "zip:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("want PARENT NAME ARCHIVE, got %d arguments", len(args))
	}
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("read SOURCE_DATE_EPOCH: %w", err)
	}
	f, err := os.Create(args[2])
	if err != nil {
		return err
	}
	w := zip.NewWriter(f)
	err = filepath.WalkDir(filepath.Join(args[0], args[1]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(args[0], path)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate, Modified: time.Unix(epoch, 0).UTC()}
		h.SetMode(0o644)
		if filepath.Ext(path) == ".exe" {
			h.SetMode(0o755)
		}
		entry, err := w.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = entry.Write(data)
		return err
	})
	if err != nil {
		return fmt.Errorf("pack %s: %w", args[1], err)
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}
