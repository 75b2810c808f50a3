package words

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// verb is a place in a text into which the program writes a value.
const verb = `%([-+#0]*[0-9]*(?:\.[0-9]*)?)(?:\[([0-9]+)\])?([a-zA-Z%])`

// Matches reports everything in which a catalogue differs from the one it translates: texts that are missing or
// superfluous, texts that take other values, and patterns that do not compile. Another order is written with numbers, as in %[2]s.
func (c Catalogue) Matches(original Catalogue) error {
	var problems []error
	each := regexp.MustCompile(verb)
	for _, section := range slices.Sorted(maps.Keys(original)) {
		for _, name := range slices.Sorted(maps.Keys(original[section])) {
			text, ok := c[section][name]
			if !ok {
				problems = append(problems, fmt.Errorf("%s.%s is missing", section, name))
				continue
			}
			want, got := values(each, original[section][name]), values(each, text)
			if !maps.Equal(want, got) {
				problems = append(problems, fmt.Errorf("%s.%s takes other values than the English text %q", section, name, original[section][name]))
			}
			if strings.HasPrefix(name, "pattern") { // The program compiles them at once.
				if _, err := regexp.Compile(text); err != nil {
					problems = append(problems, fmt.Errorf("%s.%s: %w", section, name, err))
				}
			}
		}
	}
	for _, section := range slices.Sorted(maps.Keys(c)) {
		for _, name := range slices.Sorted(maps.Keys(c[section])) {
			if _, ok := original[section][name]; !ok {
				problems = append(problems, fmt.Errorf("%s.%s is no text of the program", section, name))
			}
		}
	}
	return errors.Join(problems...)
}

// values returns how each value of a text is written, by its number.
func values(each *regexp.Regexp, text string) map[int]string {
	out := make(map[int]string)
	n := 0
	for _, m := range each.FindAllStringSubmatch(text, -1) {
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
