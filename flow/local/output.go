package local

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
)

// Command fills a command in: what it prints has no value in it, and Output reads it.
func (d *Doctor) Command(c flow.CommandTemplate) string {
	names := func(roles ...VariableRole) string {
		var out []string
		for _, v := range d.Variables {
			if slices.Contains(roles, v.For) {
				out = append(out, v.Name)
			}
		}
		return strings.Join(out, " ")
	}
	var kinds []string
	for _, k := range d.Kinds {
		kinds = append(kinds, k.Prefix)
	}
	return strings.NewReplacer("{secrets}", names(Credential), "{addresses}", names(Address, Proxy),
		"{others}", names(Switch, Profile, Federation, CloudAddress, IDs), "{kinds}", strings.Join(kinds, "|")).Replace(c.Text)
}

const (
	outputBegin = "doctor-look 1"
	outputEnd   = "doctor-look end"
)

var (
	outputKey  = regexp.MustCompile(`^(\w+) kind=(\S*) length=(\d{1,6}) odd=(\d{1,6}) end=(\w{0,4})$`)
	outputHost = regexp.MustCompile(`^(\w+) host=(\S*?)(/v1)?$`)
	outputSet  = regexp.MustCompile(`^(\w+) set$`)
	outputFile = regexp.MustCompile(`^file (.*) (\w+)$`)
)

// IsOutput reports whether a text has what a command printed in it.
func IsOutput(text []byte) bool { return bytes.Contains(text, []byte(outputBegin)) }

// Output judges what a command printed on another machine, as a look there would. Ok is false if the text has no such output, or
// its end is missing. The rest is the text without it.
func (d *Doctor) Output(text string) (r *Report, rest string, ok bool) {
	before, behind, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), outputBegin)
	lines, after, ok := strings.Cut(behind, outputEnd)
	if !ok {
		return nil, text, false
	}
	s := &seen{vars: make(map[string]map[string]value), titles: map[string]string{environment: d.title("there")}}
	for _, p := range d.Places {
		s.titles[p.ID] = p.Title
	}
	for line := range strings.Lines(lines) {
		d.outputLine(s, strings.TrimSpace(line))
	}
	return d.judge(Machine{}, s), before + after, true
}

func (d *Doctor) outputLine(s *seen, line string) {
	if m := outputKey.FindStringSubmatch(line); m != nil {
		v := value{kind: d.kind(m[2]), end: m[5]}
		v.length, _ = strconv.Atoi(m[3]) // It is a number.
		if v.empty = v.length == 0; m[4] != "0" {
			v.flaws = []string{d.flaw("odd")}
		}
		s.set(environment, m[1], v)
	} else if m := outputHost.FindStringSubmatch(line); m != nil {
		v := value{version: m[3] != ""}
		if v.bad = m[2] == ""; !v.bad {
			d.describeHost(&v, m[2])
		}
		s.set(environment, m[1], v)
	} else if m := outputSet.FindStringSubmatch(line); m != nil {
		if m[1] == "login" {
			s.login = &value{}
			return
		}
		s.set(environment, m[1], value{on: true, exempts: true})
	} else if m := outputFile.FindStringSubmatch(line); m != nil {
		for _, p := range d.Places {
			inFolder := strings.HasPrefix(m[1], ".") // The one that it was run in.
			ends := func(path string) bool {
				return base(path) == base(m[1]) && strings.HasPrefix(path, "{dir}") == inFolder
			}
			if _, known := d.variable(m[2]); (known || m[2] == helper) && slices.ContainsFunc(p.Paths, ends) {
				s.set(p.ID, m[2], value{on: true, unknown: true})
			}
		}
	}
}
