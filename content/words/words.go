// Package words holds every text of the interface by its name, in the language of the person at the program. It holds
// nothing of what a playbook says.
package words

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// Variable is the environment variable that chooses the language: the name of a shipped one, such as en, or the path of a
// file that ends in .yaml, for whoever writes one.
const Variable = "WHY403_LANG"

const (
	fallback = "en"
	maxFile  = 1 << 20 // 1 MiB: some twenty times the English catalogue.
)

//go:embed *.yaml
var shipped embed.FS

// inUse is read once, when the process starts, because the texts are values of package variables.
var inUse, errInUse = load(os.Getenv(Variable))

// Catalogue holds texts by section and name.
type Catalogue map[string]map[string]string

// In returns a function that gives the texts of a section by name. It panics for a name that the catalogue lacks: the
// names stand in the program, so that is a mistake in it, which every start of the process shows.
func In(section string) func(name string) string {
	texts := inUse[section]
	return func(name string) string {
		t, ok := texts[name]
		if !ok {
			panic(fmt.Sprintf("words: %s.yaml has no text %s.%s", fallback, section, name))
		}
		return t
	}
}

// Err tells why the chosen language could not be used; the texts are English then. It is nil if all is well.
func Err() error { return errInUse }

// load reads the language of that name or path.
func load(language string) (Catalogue, error) {
	english, err := read(shipped, fallback+".yaml")
	if err != nil {
		panic(err) // It comes with the program.
	}
	if language == "" || language == fallback {
		return english, nil
	}
	other, err := choose(language)
	if err == nil {
		err = other.Matches(english)
	}
	if err != nil {
		return english, fmt.Errorf("%s=%s: %w", Variable, language, err)
	}
	return other, nil
}

func choose(language string) (Catalogue, error) {
	if path.Ext(language) == ".yaml" {
		f, err := os.Open(language)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
		if err != nil {
			return nil, err
		}
		return Parse(language, data)
	}
	c, err := read(shipped, language+".yaml")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, fmt.Errorf("no such language comes with why403; there are %s, and files that end in .yaml", strings.Join(Shipped(), ", "))
	}
	return c, err
}

func read(fsys fs.FS, name string) (Catalogue, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return Parse(name, data)
}

// Shipped lists the languages that come with the program, in order of their names.
func Shipped() []string {
	files, _ := fs.Glob(shipped, "*.yaml")
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".yaml")
	}
	return files
}

// Parse reads a catalogue. The format is a small part of YAML, so that editors know it and reading it costs next to nothing
// at every start: a section is a name and a colon; its texts follow, each on one line, indented by two spaces, as
// name: "text" in double quotes with \" \\ \n \t inside. Empty lines and lines that begin with # say nothing.
// The error names the file and the line.
func Parse(file string, data []byte) (Catalogue, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s: longer than %d KiB", file, maxFile>>10)
	}
	out := make(Catalogue)
	var section map[string]string
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimRight(line, " \t\r\n")
		bare := strings.TrimLeft(line, " ")
		if bare == "" || bare[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(bare, ":")
		if !ok || name == "" {
			return nil, fmt.Errorf("%s:%d: expected a name and a colon", file, n)
		}
		switch len(line) - len(bare) {
		case 0:
			if value != "" || out[name] != nil {
				return nil, fmt.Errorf("%s:%d: expected the name of a new section, alone on its line", file, n)
			}
			section = make(map[string]string, 512)
			out[name] = section
		case 2:
			text, err := strconv.Unquote(strings.TrimLeft(value, " "))
			if err != nil || !strings.HasPrefix(value, ` "`) {
				return nil, fmt.Errorf("%s:%d: expected a text in double quotes after %s and a colon", file, n, name)
			}
			if section == nil {
				return nil, fmt.Errorf("%s:%d: %s stands in no section", file, n, name)
			}
			if _, twice := section[name]; twice {
				return nil, fmt.Errorf("%s:%d: %s is there twice", file, n, name)
			}
			section[name] = text
		default:
			return nil, fmt.Errorf("%s:%d: expected an indent of two spaces", file, n)
		}
	}
	return out, nil
}

// Certainty returns the text on how sure something is that package flow names, or "" for the empty name. All front ends and
// reports take these words from here, so that the same thing is not certain in one place and likely in another.
func Certainty(name string) string {
	if name == "" {
		return ""
	}
	return In("certainty")(name)
}
