package content

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// language is a command that probes.yaml names, with where it does. It is known once all commands are read whether there is one.
type language struct {
	id     string
	source *source
	node   *yaml.Node
}

// namedLanguages reads the list of the commands' names.
func (l *loader) namedLanguages(s *source) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.list(n, func(c *yaml.Node) { l.languages = append(l.languages, language{s.text(c), s, c}) })
	}
}

// commands reads commands/*.tmpl: a line "{{- /* Title */ -}}", then the template.
func (l *loader) commands() error {
	for _, name := range l.names("commands", ".tmpl") {
		file := path.Join("commands", name)
		text, err := l.text(file)
		if err != nil {
			return err
		}
		l.sources = append(l.sources, &source{file: file, lines: linesOf(func() string { return text })})
		title, _, ok := strings.Cut(strings.TrimPrefix(text, "{{- /* "), " */ -}}")
		if !ok || !strings.HasPrefix(text, "{{- /* ") {
			l.problems = append(l.problems, LoadProblem{
				Pos: flow.Pos{File: file, Line: 1, Col: 1}, Text: "the command has no title",
				Hint: "begin it with {{- /* Title */ -}}",
			})
			continue
		}
		l.pb.Commands = append(l.pb.Commands, flow.CommandTemplate{ID: strings.TrimSuffix(name, ".tmpl"), Title: title, Text: text})
	}
	return nil
}

// shareCommands adds those that are named, are not there, and come with the program.
func (l *loader) shareCommands() error {
	for _, n := range l.languages {
		if l.own || slices.ContainsFunc(l.pb.Commands, func(t flow.CommandTemplate) bool { return t.ID == n.id }) {
			continue
		}
		b, err := Default()
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(b.Commands, func(t flow.CommandTemplate) bool { return t.ID == n.id }); i >= 0 {
			l.pb.Commands = append(l.pb.Commands, b.Commands[i])
		}
	}
	return nil
}

// sortCommands puts the commands in the order in which they are named. A name without a command is a problem.
func (l *loader) sortCommands() {
	var ids []string
	for _, t := range l.pb.Commands {
		ids = append(ids, t.ID)
	}
	var order []string
	for _, n := range l.languages {
		pos := n.source.pos(n.node)
		problem := LoadProblem{Pos: pos, Line: lineAt([]*source{n.source}, pos)}
		switch {
		case slices.Contains(order, n.id):
			problem.Text, problem.Hint = fmt.Sprintf("the command %q is named twice", n.id), "name each once"
		case !slices.Contains(ids, n.id):
			problem.Text, problem.Hint = fmt.Sprintf("there is no command %q", n.id), fmt.Sprintf("write commands/%s.tmpl", n.id)
			if len(ids) > 0 {
				problem.Hint = flow.Suggest(n.id, ids)
			}
		}
		if problem.Text != "" {
			l.problems = append(l.problems, problem)
		}
		order = append(order, n.id)
	}
	rank := func(t flow.CommandTemplate) int { return slices.Index(order, t.ID) }
	slices.SortStableFunc(l.pb.Commands, func(a, b flow.CommandTemplate) int { return cmp.Compare(uint(rank(a)), uint(rank(b))) })
}
