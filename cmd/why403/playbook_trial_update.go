package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"why403/content"
	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/files"
	"why403/flow/redact"
)

// rewritten is a test file as it was and as it is to be.
type rewritten struct {
	path     string
	old, new []byte
}

// updateTrials writes the ends of failing cases into the updates that they came from, shows what that changes, and takes the
// cases for passed where nothing else was wrong. Unless every file can be changed, none is.
func (c *console) updateTrials(all []casetest.Suite) error {
	var updates []rewritten
	seen := make(map[string]bool) // Of two names for one playbook, the first is enough.
	for _, t := range all {
		if t.Root == "" {
			return usagef("why403 playbook test --update FOLDER", "--update: %s ships with the program and has no files to write", t.Name)
		}
		ends := make(map[string]map[flow.Pos]casetest.End)
		for i, r := range t.Results {
			if r.Case.Wants() == r.End {
				continue
			}
			path := filepath.FromSlash(t.Path(r.Case.Pos))
			if ends[path] == nil {
				ends[path] = make(map[flow.Pos]casetest.End)
			}
			ends[path][r.Case.Pos] = r.End
			t.Results[i] = r.Agreed()
		}
		for _, path := range slices.Sorted(maps.Keys(ends)) {
			full, err := filepath.EvalSymlinks(path)
			if err != nil {
				return fmt.Errorf("update %s: %w", path, err)
			}
			if seen[full] {
				continue
			}
			seen[full] = true
			old, err := os.ReadFile(full)
			if err != nil {
				return fmt.Errorf("update %s: %w", path, err)
			}
			data, err := content.UpdateCases(old, ends[path])
			if err != nil {
				return usagef("no file was changed", "%s: %w", path, err)
			}
			updates = append(updates, rewritten{full, old, data})
		}
	}
	for _, f := range updates {
		info, err := os.Stat(f.path)
		if err == nil {
			err = files.Write(f.path, f.new, info.Mode().Perm(), true)
		}
		if err != nil {
			return fmt.Errorf("update: %w", err)
		}
		f.print(c.err)
	}
	return nil
}

// print shows the lines that differ: an update replaces lines or adds one, and takes none away.
func (f rewritten) print(w io.Writer) {
	var b strings.Builder
	name := filepath.ToSlash(f.path)
	fmt.Fprintf(&b, "--- %s\n+++ %s\n", name, name)
	old, now := strings.Split(string(f.old), "\n"), strings.Split(string(f.new), "\n")
	for i, j := 0, 0; j < len(now); j++ {
		switch {
		case i < len(old) && old[i] == now[j]:
			i++
		case i < len(old) && (j+1 == len(now) || now[j+1] != old[i]):
			fmt.Fprintf(&b, "@@ line %d @@\n-%s\n+%s\n", i+1, old[i], now[j])
			i++
		default:
			fmt.Fprintf(&b, "@@ behind line %d @@\n+%s\n", i, now[j])
		}
	}
	io.WriteString(w, redact.Terminal(b.String()))
}
