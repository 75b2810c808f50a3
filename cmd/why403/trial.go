package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// trialFlags are the settings of playbook test.
type trialFlags struct {
	run      string
	cover    bool
	coverMin int
	update   bool
	verbose  bool
	json     bool
}

func (c *console) playbookTest() *cobra.Command {
	var f trialFlags
	cmd := &cobra.Command{
		Use:   "test [PLAYBOOK…]",
		Short: "Run the tests that lie beside playbooks",
		Long: `Runs the cases in tests/*.yaml of a playbook's folder, or under tests: in its file: each pastes a text, gives answers
as they are asked for, and says the verdict or the question that it has to come to. Without a name it runs those of all
playbooks that ship. It exits with 1 if a case fails, or with --cover-min if the cases cover too little.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(_ *cobra.Command, args []string) error { return c.runTrial(f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "only the cases whose name matches this regular `expression`")
	flags.BoolVar(&f.cover, "cover", false, "show what the cases cover, and name what they do not")
	flags.IntVar(&f.coverMin, "cover-min", 0, "fail if less than this `percentage` of the edges or of the signs is covered; implies --cover")
	flags.BoolVar(&f.update, "update", false, "write into the test files where the failing cases ended, if you agree with it, and show what that changes")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name the cases that pass, too")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	return cmd
}

// tried is one playbook with what became of its cases.
type tried struct {
	name    string
	root    string // The folder or file on disk; empty for a playbook that ships.
	results []casetest.Result
	items   []casetest.Item // What is covered; empty unless asked for.
}

// dir is the folder that the playbook's files are named from; of one that ships, its name.
func (t *tried) dir() string {
	if info, err := os.Stat(t.root); err == nil && !info.IsDir() {
		return filepath.Dir(t.root)
	}
	return cmp.Or(t.root, t.name)
}

// path names a file of the playbook so that a person, or an editor, finds it.
func (t *tried) path(p flow.Pos) string {
	return filepath.ToSlash(filepath.Join(t.dir(), filepath.FromSlash(p.File)))
}

func (c *console) runTrial(f trialFlags, names []string) error {
	only, err := regexp.Compile(f.run)
	if err != nil {
		return usagef("it is a regular expression", "--run: %w", err)
	}
	if f.coverMin < 0 || f.coverMin > 100 {
		return usagef("it is a percentage", "--cover-min: %d is not between 0 and 100", f.coverMin)
	}
	if (f.cover || f.coverMin > 0) && f.run != "" {
		return usagef("what some cases cover says nothing", "--run does not go with --cover")
	}
	if len(names) == 0 {
		names = content.Shipped()
	}
	var all []tried
	failed, low := false, false
	for _, name := range names {
		t, err := c.try(name, only, f.cover || f.coverMin > 0)
		if err != nil {
			return err
		}
		all = append(all, t)
	}
	if f.update {
		if err := c.updateTrials(all); err != nil {
			return err
		}
	}
	for _, t := range all {
		for _, r := range t.results {
			failed = failed || len(r.Wrong) > 0
		}
		for _, k := range []casetest.Kind{casetest.Edges, casetest.Signs} {
			if got, of := covered(t.items, k); got*100 < of*f.coverMin {
				low = true
			}
		}
	}
	if f.json {
		err = writeTrialJSON(c.out, all)
	} else {
		err = writeTrial(c.out, all, f)
	}
	switch {
	case err != nil:
		return fmt.Errorf("write the results: %w", err)
	case low && !failed:
		return &exitError{code: exitFailed, err: fmt.Errorf("less than %d%% of the edges or of the signs is covered", f.coverMin)}
	case failed:
		return &exitError{code: exitFailed}
	default:
		return nil
	}
}

// try runs the cases of one playbook.
func (c *console) try(name string, only *regexp.Regexp, cover bool) (tried, error) {
	t := tried{name: name}
	var b *content.Book
	var cases []casetest.Case
	files, err := content.ShippedFiles(name)
	if err == nil {
		if b, err = content.Ship(name); err == nil {
			cases, err = content.LoadCases(files, ".", b)
		}
	} else {
		if t.root, err = c.playbooks().Path(name); err != nil {
			return t, err
		}
		if b, err = content.LoadPath(t.root); err == nil {
			cases, err = content.LoadCasesPath(t.root, b)
		}
	}
	var problems content.Problems
	if errors.As(err, &problems) {
		return t, usagef("mend the playbook or its tests first", "%s cannot be tested:\n%w", name, problems)
	}
	if err != nil {
		return t, usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	}
	for _, one := range cases {
		if only.MatchString(one.Name) {
			t.results = append(t.results, casetest.Run(b.Playbook, b.Read, one))
		}
	}
	if cover {
		signs := make(map[string]flow.Pos)
		for _, s := range b.Signs() {
			signs[s.ID] = s.Pos
		}
		t.items = casetest.Cover(b.Playbook, signs, t.results)
		if slices.ContainsFunc(t.items, func(it casetest.Item) bool { return it.Covered == 0 }) {
			never := b.Never()
			for i, it := range t.items {
				if it.Covered == 0 {
					t.items[i].Never = never[it.Pos]
				}
			}
		}
	}
	return t, nil
}

// covered counts what is covered of what can be.
func covered(items []casetest.Item, k casetest.Kind) (got, of int) {
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

func writeTrial(w io.Writer, all []tried, f trialFlags) error {
	var b strings.Builder
	for _, t := range all {
		failed := 0
		for _, r := range t.results {
			if len(r.Wrong) > 0 {
				failed++
				writeFailed(&b, t, r)
			} else if f.verbose {
				fmt.Fprintf(&b, "  pass  %s\n", r.Case.Name)
			}
		}
		switch {
		case len(t.results) == 0 && f.run != "":
			fmt.Fprintln(&b, i18n.T("?     %s  no case has a name that matches %s", t.name, f.run))
		case len(t.results) == 0:
			fmt.Fprintln(&b, i18n.T("?     %s  no tests: write some into tests/*.yaml", t.name))
		case failed > 0:
			fmt.Fprintln(&b, i18n.T("FAIL  %s  %d of %s failed", t.name, failed, plural(len(t.results), "case")))
		default:
			fmt.Fprintf(&b, "ok    %s  %s\n", t.name, plural(len(t.results), "case"))
		}
		writeCover(&b, t)
	}
	_, err := io.WriteString(w, redact.Terminal(b.String())) // Names and texts are anybody's.
	return err
}

// writeFailed shows a case that failed, where it stands, and the way that it went.
func writeFailed(b *strings.Builder, t tried, r casetest.Result) {
	fmt.Fprintf(b, "  FAIL  %s\n        %s:%d\n", r.Case.Name, t.path(r.Case.Pos), r.Case.Pos.Line)
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
func writeCover(b *strings.Builder, t tried) {
	for _, k := range casetest.Kinds() {
		got, of := covered(t.items, k)
		if of > 0 {
			fmt.Fprintf(b, "      %-10s %3d%%  %d of %d\n", k, got*100/of, got, of)
		}
		for _, it := range t.items {
			switch {
			case it.Kind != k || it.Covered > 0:
			case it.Never != "":
				fmt.Fprintf(b, "        impossible: %s:%d %s: %s\n", t.path(it.Pos), it.Pos.Line, it.Name, it.Never)
			default:
				fmt.Fprintln(b, i18n.T("        not covered: %s:%d %s", t.path(it.Pos), it.Pos.Line, it.Name))
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

func writeTrialJSON(w io.Writer, all []tried) error {
	out := struct {
		SchemaVersion int           `json:"schema_version"`
		Cases         []trialResult `json:"cases"`
		Coverage      []trialCover  `json:"coverage,omitempty"`
	}{SchemaVersion: 1, Cases: []trialResult{}}
	for _, t := range all {
		for _, r := range t.results {
			j := trialResult{
				Playbook: t.name, Name: r.Case.Name, File: t.path(r.Case.Pos), Line: r.Case.Pos.Line,
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
		for _, it := range t.items {
			out.Coverage = append(out.Coverage, trialCover{t.name, string(it.Kind), it.Name, t.path(it.Pos), it.Pos.Line, it.Covered, it.Never})
		}
	}
	return printJSON(w, out)
}
