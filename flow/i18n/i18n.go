// Package i18n says the texts of the interface in the language of the person at the program. English stands where a text is
// used, and is what another language is looked up by:
//
//	i18n.T("Taken back: %s", title)
//
// What a playbook says is in the playbook's own language and never comes here.
package i18n

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
)

// Variable is the environment variable that names another language: the path of a JSON object from English texts to their
// translations. What it lacks is said in English. It is read once, when the process starts.
const Variable = "WHY403_LANG"

const maxFile = 1 << 20 // 1 MiB: some ten times all English texts.

var other, errOther = load(os.Getenv(Variable))

// Err tells why the language that was named is not used; the texts are English then. It is nil if all is well.
func Err() error { return errOther }

// T returns a text with the values in the places of its % signs, as fmt.Sprintf does.
func T(format string, values ...any) string {
	if translated, ok := other[format]; ok {
		return say(translated, values)
	}
	return fmt.Sprintf(format, values...)
}

func say(format string, values []any) string { return fmt.Sprintf(format, values...) }

// Format returns a text whose values are filled in by somebody else.
func Format(text string) string {
	if translated, ok := other[text]; ok {
		return translated
	}
	return text
}

// load reads the language in a file.
func load(file string) (map[string]string, error) {
	if file == "" || file == "en" {
		return nil, nil
	}
	wrong := func(err error) error { return fmt.Errorf("%s=%s: %w", Variable, file, err) }
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, wrong(err)
	case !info.Mode().IsRegular():
		return nil, wrong(errors.New("it is no file"))
	case info.Size() > maxFile:
		return nil, wrong(fmt.Errorf("longer than %d KiB", maxFile>>10))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, wrong(err)
	}
	var language map[string]string
	if err := json.Unmarshal(data, &language); err != nil {
		return nil, wrong(fmt.Errorf("no JSON object from texts to texts: %w", err))
	}
	if err := check(language); err != nil {
		return nil, wrong(err)
	}
	return language, nil
}

// verb is a place in a text into which the program writes a value.
var verb = regexp.MustCompile(`%([-+#0]*[0-9]*(?:\.[0-9]*)?)(?:\[([0-9]+)\])?([a-zA-Z%])`)

// check reports every translation that takes other values than its text. Another order is written with numbers, as in %[2]s.
func check(language map[string]string) error {
	var problems []error
	for _, text := range slices.Sorted(maps.Keys(language)) {
		if !maps.Equal(values(text), values(language[text])) {
			problems = append(problems, fmt.Errorf("%q takes other values than %q", language[text], text))
		}
	}
	return errors.Join(problems...)
}

// values returns how each value of a text is written, by its number.
func values(text string) map[int]string {
	out := make(map[int]string)
	n := 0
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[3] == "%" {
			continue
		}
		n++
		if i, err := strconv.Atoi(m[2]); err == nil {
			n = i
		}
		out[n] += m[1] + m[3]
	}
	return out
}
