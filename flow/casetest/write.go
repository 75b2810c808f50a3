package casetest

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// Suite is the cases of one playbook with what became of them.
type Suite struct {
	Name    string
	Root    string // The folder or file on disk; empty for a playbook that ships.
	Dir     string // The folder that the playbook's files are named from; of one that ships, its name.
	Results []CaseResult
	Items   []Coverable // What is covered; empty unless asked for.
}

// Path names a file of the playbook so that a person, or an editor, finds it.
func (t *Suite) Path(p flow.Pos) string { return p.In(t.Dir) }

// Covered counts what is covered of what can be.
func Covered(items []Coverable, k CoverKind) (got, of int) {
	for _, it := range items {
		if it.Kind == k && it.Never == "" {
			of++
			if it.Covered > 0 {
				got++
			}
		}
	}
	return got, of
}

// Write tells how suites ended. Run is the expression by which cases were chosen; verbose names those that passed, too.
func Write(w io.Writer, all []Suite, run string, verbose bool) error {
	var b strings.Builder
	for _, t := range all {
		failed := 0
		for _, r := range t.Results {
			if len(r.Wrong) > 0 {
				failed++
				writeFailed(&b, t, r)
			} else if verbose {
				fmt.Fprintf(&b, "  pass  %s\n", r.Case.Name)
			}
		}
		switch {
		case len(t.Results) == 0 && run != "":
			fmt.Fprintln(&b, i18n.T("?     %s  no case has a name that matches %s", t.Name, run))
		case len(t.Results) == 0:
			fmt.Fprintln(&b, i18n.T("?     %s  no tests: write some into tests/*.yaml", t.Name))
		case failed > 0:
			fmt.Fprintln(&b, i18n.T("FAIL  %s  %d of %s failed", t.Name, failed, i18n.Count(len(t.Results), "case")))
		default:
			fmt.Fprintf(&b, "ok    %s  %s\n", t.Name, i18n.Count(len(t.Results), "case"))
		}
		writeCover(&b, t)
	}
	_, err := io.WriteString(w, redact.Terminal(b.String())) // Names and texts are anybody's.
	return err
}

// writeFailed shows a case that failed, where it stands, and the way that it went.
func writeFailed(b *strings.Builder, t Suite, r CaseResult) {
	fmt.Fprintf(b, "  FAIL  %s\n        %s:%d\n", r.Case.Name, t.Path(r.Case.Pos), r.Case.Pos.Line)
	for _, wrong := range r.Wrong {
		fmt.Fprintf(b, "        %s\n", wrong)
	}
	for _, read := range r.Reading.Facts {
		fmt.Fprintf(b, "        read   %s: %s (sign %s)\n", read.ID, read.Value, read.Rule)
	}
	for _, id := range slices.Sorted(maps.Keys(r.Case.Known)) {
		fmt.Fprintf(b, "        known  %s: %s\n", id, r.Case.Known[id])
	}
	for _, a := range r.Asked {
		fmt.Fprintf(b, "        asked  %s: %s\n", a.ID, a.Value)
	}
}

// writeCover shows how much of each kind is covered, and names what is not.
func writeCover(b *strings.Builder, t Suite) {
	for _, k := range Kinds() {
		got, of := Covered(t.Items, k)
		if of > 0 {
			fmt.Fprintf(b, "      %-10s %3d%%  %d of %d\n", k, got*100/of, got, of)
		}
		for _, it := range t.Items {
			switch {
			case it.Kind != k || it.Covered > 0:
			case it.Never != "":
				fmt.Fprintf(b, "        impossible: %s:%d %s: %s\n", t.Path(it.Pos), it.Pos.Line, it.Name, it.Never)
			default:
				fmt.Fprintln(b, i18n.T("        not covered: %s:%d %s", t.Path(it.Pos), it.Pos.Line, it.Name))
			}
		}
	}
}

// trialResult is a case in JSON.
type trialResult struct {
	Playbook string            `json:"playbook"`
	Name     string            `json:"name"`
	File     string            `json:"file"`
	Line     int               `json:"line"`
	Passed   bool              `json:"passed"`
	Want     string            `json:"want"` // The end that the case names; empty if it names none.
	End      string            `json:"end"`
	Wrong    []string          `json:"wrong"`
	Read     map[string]string `json:"read"`
	Asked    []string          `json:"asked"`
}

// trialCover is one item in JSON.
type trialCover struct {
	Playbook string `json:"playbook"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Cases    int    `json:"cases"`           // That come by.
	Never    string `json:"never,omitempty"` // Why none can.
}

// Object is what became of suites, as it is printed in JSON.
func Object(all []Suite) any {
	out := struct {
		SchemaVersion int           `json:"schema_version"`
		Cases         []trialResult `json:"cases"`
		Coverage      []trialCover  `json:"coverage,omitempty"`
	}{SchemaVersion: 1, Cases: []trialResult{}}
	for _, t := range all {
		for _, r := range t.Results {
			j := trialResult{
				Playbook: t.Name, Name: r.Case.Name, File: t.Path(r.Case.Pos), Line: r.Case.Pos.Line,
				Passed: len(r.Wrong) == 0, End: string(r.End), Want: string(r.Case.Wants()), Wrong: append([]string{}, r.Wrong...), Read: map[string]string{}, Asked: []string{},
			}
			for _, f := range r.Reading.Facts {
				j.Read[f.ID] = f.Value.String()
			}
			for _, a := range r.Asked {
				j.Asked = append(j.Asked, a.ID+"="+a.Value.String())
			}
			out.Cases = append(out.Cases, j)
		}
		for _, it := range t.Items {
			out.Coverage = append(out.Coverage, trialCover{t.Name, string(it.Kind), it.Name, t.Path(it.Pos), it.Pos.Line, it.Covered, it.Never})
		}
	}
	return out
}
