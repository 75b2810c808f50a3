// Package template fills in templates in the language of text/template, parsed by the same parser. It never calls a method of what a
// template is given: text/template can, for which a program has to keep every method of every type, 2.9 MB of this one.
// There are if, with, range over lists, define and template; the functions and, or, not, eq, ne,
// len, print, printf and println; and those given.
package template

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// Funcs are functions that a template may call, by name. Each returns one value, or one and an error.
type Funcs map[string]any

// HTML is a text that stands in a page as it is.
type HTML string

// Template is a template with those that it defines. It is safe for concurrent use.
type Template struct {
	name   string
	trees  map[string]*parse.Tree
	funcs  Funcs
	escape func(string) string // Nil for plain text.
}

var builtins = Funcs{
	"not": func(v any) bool { return !truth(reflect.ValueOf(v)) },
	"eq": func(a any, others ...any) bool {
		return slices.ContainsFunc(others, func(b any) bool { return same(reflect.ValueOf(a), reflect.ValueOf(b)) })
	},
	"len":   func(v any) int { return reflect.ValueOf(v).Len() },
	"ne":    func(a, b any) bool { return !same(reflect.ValueOf(a), reflect.ValueOf(b)) },
	"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln,
	"and": func() {}, "or": func() {}, // They leave out what need not be evaluated, see command.
}

// Text parses a template that writes plain text.
func Text(name, text string, funcs Funcs) (*Template, error) {
	trees, err := parse.Parse(name, text, "", "", builtins, funcs)
	if err != nil {
		return nil, err
	}
	return &Template{name: name, trees: trees, funcs: funcs}, nil
}

// Page parses a template that writes HTML. Whatever it is given is escaped for text, and for attributes in double quotes; an address
// has to be looked at before.
func Page(name, text string, funcs Funcs) (*Template, error) {
	t, err := Text(name, text, funcs)
	if err == nil {
		t.escape = escaper.Replace
	}
	return t, err
}

// escaper writes what html/template writes in text, and in attributes that hold no address.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;", "\x00", "\ufffd")

// Defines reports whether there is a template of the name.
func (t *Template) Defines(name string) bool { return t.trees[name] != nil }

// Execute fills the template in, or the one of the name that it defines. What data does not have is an error that says where it is
// asked for.
func (t *Template) Execute(name string, data any) (text string, err error) {
	e := &execution{t: t}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				panic(r)
			}
			text, err = "", f.err
		}
	}()
	if name == "" {
		name = t.name
	}
	v := reflect.ValueOf(data)
	e.run(name, v)
	return e.out.String(), nil
}

// failure carries an error out of an execution.
type failure struct{ err error }

type execution struct {
	t    *Template
	tree *parse.Tree
	out  strings.Builder
	vars []variable // The latest last.
	deep int
}

type variable struct {
	name  string
	value reflect.Value
}

// maxDeep is how deep templates may call each other.
const maxDeep = 1000

func (e *execution) fail(n parse.Node, format string, args ...any) {
	at, _ := e.tree.ErrorContext(n)
	panic(failure{fmt.Errorf("%s: %w", at, fmt.Errorf(format, args...))})
}

func (e *execution) run(name string, dot reflect.Value) {
	was, vars := e.tree, e.vars
	if e.tree = e.t.trees[name]; e.tree == nil || e.tree.Root == nil {
		panic(failure{fmt.Errorf("there is no template %q", name)})
	}
	if e.deep++; e.deep > maxDeep {
		e.fail(e.tree.Root, "templates call each other without end")
	}
	e.vars = []variable{{"$", dot}}
	e.list(e.tree.Root, dot)
	e.tree, e.vars = was, vars
	e.deep--
}

func (e *execution) list(l *parse.ListNode, dot reflect.Value) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		e.node(n, dot)
	}
}

func (e *execution) node(n parse.Node, dot reflect.Value) {
	held := len(e.vars)
	switch n := n.(type) {
	case *parse.TextNode:
		e.out.Write(n.Text)
		return
	case *parse.CommentNode:
		return
	case *parse.ActionNode:
		if v := e.pipe(n.Pipe, dot); len(n.Pipe.Decl) == 0 {
			e.print(n, v)
		}
		return // What it declares stays.
	case *parse.TemplateNode:
		e.run(n.Name, e.pipe(n.Pipe, dot))
	case *parse.IfNode:
		e.branch(&n.BranchNode, dot, func(reflect.Value) { e.list(n.List, dot) })
	case *parse.WithNode:
		e.branch(&n.BranchNode, dot, func(v reflect.Value) { e.list(n.List, v) })
	case *parse.RangeNode:
		e.branch(&n.BranchNode, dot, func(v reflect.Value) {
			if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
				e.fail(n, "range goes over lists, not over %s", v.Kind())
			}
			for i := range v.Len() {
				each := plain(v.Index(i))
				switch d := n.Pipe.Decl; len(d) {
				case 1:
					e.vars = append(e.vars, variable{d[0].Ident[0], each})
				case 2:
					e.vars = append(e.vars, variable{d[0].Ident[0], reflect.ValueOf(i)}, variable{d[1].Ident[0], each})
				}
				e.list(n.List, each)
				e.vars = e.vars[:held]
			}
		})
	default:
		e.fail(n, "%s is not to be had in these templates", n)
	}
	e.vars = e.vars[:held]
}

// branch does something with a value that is not empty, else what stands behind else.
func (e *execution) branch(n *parse.BranchNode, dot reflect.Value, do func(reflect.Value)) {
	if v := e.pipe(n.Pipe, dot); truth(v) {
		do(v)
	} else {
		e.list(n.ElseList, dot)
	}
}

func (e *execution) pipe(p *parse.PipeNode, dot reflect.Value) reflect.Value {
	if p == nil {
		return reflect.Value{}
	}
	var v reflect.Value
	for i, cmd := range p.Cmds {
		var last []reflect.Value
		if i > 0 {
			last = []reflect.Value{v}
		}
		v = e.command(cmd, dot, last)
	}
	if len(p.Decl) == 1 { // Of two, those of a range, each step sets its own.
		e.set(p.Decl[0], v, p.IsAssign)
	}
	return v
}

func (e *execution) set(d *parse.VariableNode, v reflect.Value, assign bool) {
	for i := len(e.vars) - 1; assign && i >= 0; i-- {
		if e.vars[i].name == d.Ident[0] {
			e.vars[i].value = v
			return
		}
	}
	e.vars = append(e.vars, variable{d.Ident[0], v})
}

// command evaluates a function with its arguments, or a value alone. Last is what was piped into it.
func (e *execution) command(c *parse.CommandNode, dot reflect.Value, last []reflect.Value) reflect.Value {
	f, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(c.Args) > 1 || len(last) > 0 {
			e.fail(c, "%s is no function", c.Args[0])
		}
		return e.value(c.Args[0], dot)
	}
	if f.Ident == "and" || f.Ident == "or" {
		var v reflect.Value
		for _, a := range c.Args[1:] {
			if v = e.value(a, dot); truth(v) == (f.Ident == "or") {
				return v
			}
		}
		if len(last) > 0 {
			v = last[0]
		}
		return v
	}
	var args []reflect.Value
	for _, a := range c.Args[1:] {
		args = append(args, e.value(a, dot))
	}
	return e.call(c, f.Ident, append(args, last...))
}

func (e *execution) call(n parse.Node, name string, args []reflect.Value) reflect.Value {
	f := reflect.ValueOf(e.t.funcs[name])
	if !f.IsValid() {
		f = reflect.ValueOf(builtins[name])
	}
	t := f.Type()
	if fixed := t.NumIn(); len(args) < fixed && !(t.IsVariadic() && len(args) == fixed-1) || len(args) > fixed && !t.IsVariadic() {
		e.fail(n, "%s is given %d values, and takes %d", name, len(args), fixed)
	}
	for i := range args {
		want := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = want.Elem()
		}
		switch {
		case !args[i].IsValid():
			args[i] = reflect.Zero(want)
		case !args[i].Type().AssignableTo(want) && args[i].CanAddr() && args[i].Addr().Type().AssignableTo(want):
			args[i] = args[i].Addr()
		case !args[i].Type().AssignableTo(want):
			e.fail(n, "%s takes %s, not %s", name, want, args[i].Type())
		}
	}
	out := f.Call(args)
	if len(out) > 1 && !out[1].IsNil() {
		err, _ := out[1].Interface().(error)
		e.fail(n, "%s: %w", name, err)
	}
	return plain(out[0])
}

func (e *execution) value(n parse.Node, dot reflect.Value) reflect.Value {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.NilNode:
		return reflect.Value{}
	case *parse.FieldNode:
		return e.fields(n, dot, n.Ident)
	case *parse.ChainNode:
		return e.fields(n, e.value(n.Node, dot), n.Field)
	case *parse.VariableNode:
		for i := len(e.vars) - 1; i >= 0; i-- {
			if e.vars[i].name == n.Ident[0] {
				return e.fields(n, e.vars[i].value, n.Ident[1:])
			}
		}
	case *parse.PipeNode:
		return e.pipe(n, dot)
	case *parse.IdentifierNode:
		return e.call(n, n.Ident, nil)
	case *parse.StringNode:
		return reflect.ValueOf(n.Text)
	case *parse.BoolNode:
		return reflect.ValueOf(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return reflect.ValueOf(int(n.Int64))
		}
		return reflect.ValueOf(n.Float64)
	}
	e.fail(n, "%s is no value", n)
	return reflect.Value{}
}

func (e *execution) fields(n parse.Node, v reflect.Value, names []string) reflect.Value {
	for _, name := range names {
		switch v = plain(v); v.Kind() {
		case reflect.Struct:
			f, ok := v.Type().FieldByName(name)
			if !ok || !f.IsExported() {
				e.fail(n, "there is no %s in %s", name, v.Type())
			}
			v = v.FieldByIndex(f.Index)
		case reflect.Map:
			if v = v.MapIndex(reflect.ValueOf(name)); !v.IsValid() {
				e.fail(n, "there is no %s", name)
			}
		default:
			e.fail(n, "there is no %s in what is no record", name)
		}
	}
	return plain(v)
}

func (e *execution) print(n parse.Node, v reflect.Value) {
	if !v.IsValid() {
		e.fail(n, "%s has no value", n)
	}
	if h, ok := v.Interface().(HTML); ok {
		e.out.WriteString(string(h))
		return
	}
	s := fmt.Sprint(v.Interface())
	if e.t.escape != nil {
		s = e.t.escape(s)
	}
	e.out.WriteString(s)
}

// plain is the value that an interface or a pointer holds; the pointer's can be taken again.
func plain(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

// same reports whether two values of one kind are equal, whatever their types are called.
func same(a, b reflect.Value) bool {
	return a.IsValid() && b.IsValid() && a.Kind() == b.Kind() && b.CanConvert(a.Type()) && a.Comparable() && a.Equal(b.Convert(a.Type()))
}

// truth reports whether a value is not empty. A record never is.
func truth(v reflect.Value) bool {
	switch v = plain(v); v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() > 0
	case reflect.Struct:
		return true
	default:
		return !v.IsZero()
	}
}
