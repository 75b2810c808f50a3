package content

import (
	"encoding/json"
	"fmt"
	"io"
)

// Linted is one playbook with what was found.
type Linted struct {
	Name     string // As it was asked for.
	Root     string // What its files' names are relative to; empty for one that ships.
	Problems Problems
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

// WriteProblems writes what was found as text, json or sarif. Version is that of the program.
func WriteProblems(w io.Writer, format, version string, all []Linted) error {
	switch format {
	case "json":
		problems := []lintProblem{}
		for _, l := range all {
			for _, p := range l.Problems {
				problems = append(problems, lintProblem{l.Name, p.Pos.File, p.Pos.Line, p.Pos.Col, level(p), p.Text, p.Hint})
			}
		}
		return encode(w, struct {
			SchemaVersion int           `json:"schema_version"`
			Problems      []lintProblem `json:"problems"`
		}{1, problems})
	case "sarif":
		return encode(w, sarif(all, version))
	default:
		for _, l := range all {
			if len(l.Problems) > 0 {
				fmt.Fprintf(w, "%s\n", l.Name)
				l.Problems.Print(w)
			}
		}
		return nil
	}
}

func level(p LoadProblem) string {
	if p.Warning {
		return "warning"
	}
	return "error"
}

// sarif returns the problems as SARIF 2.1.0, which code hosts show beside the lines of a change
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, checked 2026-11-23).
func sarif(all []Linted, version string) any {
	type object = map[string]any
	results := []object{}
	for _, l := range all {
		for _, p := range l.Problems {
			text := p.Text
			if p.Hint != "" {
				text += " (" + p.Hint + ")"
			}
			results = append(results, object{
				"ruleId": "playbook", "level": level(p), "message": object{"text": text},
				"locations": []object{{"physicalLocation": object{
					"artifactLocation": object{"uri": p.Pos.In(l.Root)},
					"region":           object{"startLine": max(p.Pos.Line, 1), "startColumn": max(p.Pos.Col, 1)},
				}}},
			})
		}
	}
	return object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{
			"tool": object{"driver": object{
				"name": "why403", "version": version,
				"rules": []object{{"id": "playbook", "shortDescription": object{"text": "A playbook is sound and fits the screen"}}},
			}},
			"results": results,
		}},
	}
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
