package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// changesLeft lists the functions outside flow/conversation that change a session themselves, each with how often it does and
// why. A line may go, and none may come.
var changesLeft = []struct {
	where string
	times int
	why   string
}{
	{"flow/casetest: Run", 3, "a case of a playbook is a session of its own, which nobody talks through"},
}

// TestBoundariesOfSessions holds that a session is changed by flow/conversation and nothing else.
func TestBoundariesOfSessions(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	root := filepath.Join("..", "..")
	m := module{root: root, fset: token.NewFileSet(), checked: make(map[string]*types.Package)}
	calls := make(map[string]int)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root {
			return fs.SkipDir
		}
		dir, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if dir = filepath.ToSlash(dir); dir == "flow" || dir == "flow/conversation" || dir == "flow/journal/journaltest" {
			return nil
		}
		for where, n := range m.changes(t, dir) {
			calls[where] += n
		}
		return nil
	})
	must.NoError(t, err)
	for _, left := range changesLeft {
		if n := calls[left.where]; n != left.times {
			t.Errorf("%s changes a session %d times, and the list has %d: take out what is gone, and add nothing", left.where, n, left.times)
		}
		if left.why == "" {
			t.Errorf("%s: say why it is left", left.where)
		}
		delete(calls, left.where)
	}
	for where, n := range calls {
		t.Errorf("%s changes a session, %d times; let it do an action of flow/conversation", where, n)
	}
	seen := 0
	for _, n := range m.changes(t, "flow/conversation") {
		seen += n
	}
	if seen < 15 {
		t.Errorf("only %d changes are seen in flow/conversation, so others may be overlooked", seen)
	}
}

// module checks the types of its packages. What is imported from elsewhere is taken for empty: sessions do not come from there.
type module struct {
	root    string
	fset    *token.FileSet
	checked map[string]*types.Package
}

// Import returns a package of the module.
func (m *module) Import(path string) (*types.Package, error) {
	if p, ok := m.checked[path]; ok {
		return p, nil
	}
	dir, ours := strings.CutPrefix(path, "why403/")
	if !ours {
		p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
		p.MarkComplete()
		m.checked[path] = p
		return p, nil
	}
	p, _, _, err := m.check(dir)
	return p, err
}

func (m *module) check(dir string) (*types.Package, []*ast.File, *types.Info, error) {
	paths, err := filepath.Glob(filepath.Join(m.root, filepath.FromSlash(dir), "*.go"))
	if err != nil {
		return nil, nil, nil, err
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(m.fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{Selections: make(map[*ast.SelectorExpr]*types.Selection)}
	conf := types.Config{Importer: m, Error: func(error) {}} // What comes from elsewhere is missing.
	p, _ := conf.Check("why403/"+dir, m.fset, files, info)
	m.checked["why403/"+dir] = p
	return p, files, info, nil
}

// changes returns how often each function of the folder changes a session. What does is known by its parameter, the time at.
func (m *module) changes(t *testing.T, dir string) map[string]int {
	_, files, info, err := m.check(dir)
	must.NoError(t, err)
	found := make(map[string]int)
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if s := info.Selections[sel]; s != nil && strings.HasSuffix(s.Recv().String(), "why403/flow.Session") && timed(s.Obj()) {
					found[fmt.Sprintf("%s: %s", dir, fn.Name.Name)]++
				}
				return true
			})
		}
	}
	return found
}

func timed(o types.Object) bool {
	f, ok := o.(*types.Func)
	if !ok {
		return false
	}
	params := f.Signature().Params()
	var names []string
	for v := range params.Variables() {
		names = append(names, v.Name())
	}
	return slices.Contains(names, "at")
}
