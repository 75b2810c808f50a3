package local

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"why403/flow/files"
)

// Machine is where a look looks.
type Machine struct {
	OS   string // As runtime.GOOS has it.
	Home string // The person's folder.
	Dir  string // The folder that the failing program is started in.

	Getenv func(name string) (string, bool)
	// Read returns a file and when it was written last. The error wraps fs.ErrNotExist if there is none.
	Read func(ctx context.Context, path string) ([]byte, time.Time, error)
	List func(pattern string) []string  // The files that a pattern with a star fits.
	Is   func(path string) bool         // Whether something is there.
	Way  func(ctx context.Context) bool // Whether the settings of the system name a proxy.
	Now  time.Time
	Made time.Time // When this program was made; zero if that is not known.
}

const maxFile = 16 << 20 // Bytes: files of locked versions are long.

// Here returns this machine, with the folder that the failing program is started in.
func Here(dir string, now time.Time) Machine {
	m := Machine{OS: runtime.GOOS, Dir: dir, Getenv: os.LookupEnv, Read: read, Way: systemProxy, Now: now}
	m.Home, _ = os.UserHomeDir() // Without one nothing is looked for there.
	m.List = func(pattern string) []string {
		names, _ := filepath.Glob(pattern) // Its patterns are sound.
		return names
	}
	m.Is = func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.time" {
				m.Made, _ = time.Parse(time.RFC3339, s.Value) // Else it stays zero.
			}
		}
	}
	return m
}

func read(ctx context.Context, path string) ([]byte, time.Time, error) {
	if data, ok, err := stored(ctx, path); ok {
		return data, time.Time{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, time.Time{}, err
	}
	data, err := files.Input{Path: path, Most: maxFile, Regular: true}.Read(ctx)
	return data, info.ModTime(), err
}

// path makes a path of one with places; "" if one of them is not known.
func (d *Doctor) path(m Machine, path string) string {
	first, rest, _ := strings.Cut(path, "/")
	var folder string
	switch name := strings.Trim(first, "${}"); {
	case first == name:
		folder = first
	case first[0] == '$':
		folder, _ = m.Getenv(name)
	case name == "home":
		folder = m.Home
	case name == "dir":
		folder = m.Dir
	default:
		for _, f := range d.Folders {
			for i := 0; f.Name == name && (f.On == "" || f.On == m.OS) && folder == "" && i < len(f.Paths); i++ {
				folder = d.path(m, f.Paths[i])
			}
		}
	}
	switch {
	case folder == "" && first != "":
		return ""
	case first == path:
		return folder
	case m.OS == "windows":
		return strings.ReplaceAll(strings.TrimRight(folder, `/\`)+"/"+rest, "/", `\`)
	default:
		return strings.TrimRight(folder, "/") + "/" + rest
	}
}

// paths returns the paths of a place on this machine, with stars as they are; none if it is another system's.
func (d *Doctor) paths(m Machine, p Place) []string {
	var out []string
	for _, path := range p.Paths {
		path = strings.ReplaceAll(path, "{user}", base(strings.TrimRight(m.Home, `/\`)))
		if path = d.path(m, path); path != "" && (p.On == "" || p.On == m.OS) {
			out = append(out, path)
		}
	}
	return out
}

// found returns the paths of a place with stars replaced by what is there, in their order.
func (d *Doctor) found(m Machine, p Place) []string {
	var out []string
	for _, path := range d.paths(m, p) {
		if strings.Contains(path, "*") {
			names := m.List(path)
			slices.Sort(names)
			out = append(out, names...)
			continue
		}
		out = append(out, path)
	}
	return out
}
