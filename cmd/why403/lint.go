package main

import (
	"errors"
	"fmt"
	"io"
	"path"

	"github.com/spf13/cobra"

	"why403/content"
)

func (c *console) playbookLint() *cobra.Command {
	var format string
	var strict bool
	cmd := &cobra.Command{
		Use:   "lint [PLAYBOOK…]",
		Short: "Show every problem of playbooks, with file, line and column",
		Long: `Shows everything that is wrong with playbooks at once: what cannot be read, what can never be asked, reached or told
apart, what nobody said, what does not fit a terminal of 80x24, and (as warnings) what was checked more than 90 days ago.
Without a name it checks all that ship. It exits with 1 if there is a problem, with --strict also for a warning.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(_ *cobra.Command, args []string) error { return c.runLint(format, strict, args) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json, or sarif")
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings count as problems")
	return cmd
}

// linted is one playbook with what was found.
type linted struct {
	name     string // As it was asked for.
	root     string // What its files' names are relative to; empty for one that ships.
	problems content.Problems
}

func (c *console) runLint(format string, strict bool, names []string) error {
	switch format {
	case "text", "json", "sarif":
	default:
		return usagef("there are text, json and sarif", "--format: %q is none", format)
	}
	if len(names) == 0 {
		names = content.Shipped()
	}
	var all []linted
	for _, name := range names {
		l, err := c.lint(name)
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	problems, warnings := 0, 0
	for _, l := range all {
		for _, p := range l.problems {
			if p.Warning {
				warnings++
			} else {
				problems++
			}
		}
	}
	if err := writeLint(c.out, format, all); err != nil {
		return fmt.Errorf("write the problems: %w", err)
	}
	fmt.Fprintf(c.err, "why403: %s: %s, %s\n", plural(len(all), "playbook"), plural(problems, "problem"), plural(warnings, "warning"))
	if problems > 0 || strict && warnings > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// lint loads one playbook and looks at it. That it cannot be used is no error but what is to be shown.
func (c *console) lint(name string) (linted, error) {
	l := linted{name: name}
	var b *content.Book
	files, err := content.ShippedFiles(name)
	if err == nil {
		b, err = content.Load(files, ".")
	} else {
		if l.root, err = c.playbooks().Path(name); err != nil {
			return l, err
		}
		b, err = content.LoadPath(l.root)
	}
	var problems content.Problems
	switch {
	case errors.As(err, &problems):
		l.problems = problems
	case err != nil:
		return l, usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	default:
		l.problems = append(b.Lint(c.now()), b.Hands(c.playbooks().Names())...)
	}
	return l, nil
}

// lintProblem is a problem in JSON.
type lintProblem struct {
	Playbook string `json:"playbook"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Level    string `json:"level"` // error or warning.
	Text     string `json:"text"`
	Hint     string `json:"hint,omitempty"`
}

func writeLint(w io.Writer, format string, all []linted) error {
	switch format {
	case "json":
		problems := []lintProblem{}
		for _, l := range all {
			for _, p := range l.problems {
				problems = append(problems, lintProblem{l.name, p.Pos.File, p.Pos.Line, p.Pos.Col, level(p), p.Text, p.Hint})
			}
		}
		return printJSON(w, struct {
			SchemaVersion int           `json:"schema_version"`
			Problems      []lintProblem `json:"problems"`
		}{1, problems})
	case "sarif":
		return printJSON(w, sarif(all))
	default:
		for _, l := range all {
			if len(l.problems) > 0 {
				fmt.Fprintf(w, "%s\n", l.name)
				l.problems.Print(w)
			}
		}
		return nil
	}
}

func level(p content.Problem) string {
	if p.Warning {
		return "warning"
	}
	return "error"
}

// sarif returns the problems as SARIF 2.1.0, which code hosts show beside the lines of a change
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, checked 2026-11-23).
func sarif(all []linted) any {
	type object = map[string]any
	results := []object{}
	for _, l := range all {
		for _, p := range l.problems {
			text := p.Text
			if p.Hint != "" {
				text += " (" + p.Hint + ")"
			}
			file := path.Join(l.root, p.Pos.File)
			results = append(results, object{
				"ruleId": "playbook", "level": level(p), "message": object{"text": text},
				"locations": []object{{"physicalLocation": object{
					"artifactLocation": object{"uri": file},
					"region":           object{"startLine": max(p.Pos.Line, 1), "startColumn": max(p.Pos.Col, 1)},
				}}},
			})
		}
	}
	return object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{
			"tool": object{"driver": object{
				"name": "why403", "version": version(),
				"rules": []object{{"id": "playbook", "shortDescription": object{"text": "A playbook is sound and fits the screen"}}},
			}},
			"results": results,
		}},
	}
}
