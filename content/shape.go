package content

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// shape is a part of schema.yaml, which says once what the files of a playbook hold. Editors get it as a JSON Schema, and files are read
// into structs by it: what stands at about_no goes into the field AboutNo, or into the one whose tag says key:"about_no". The fields of
// a field whose tag says key:",inline" count as fields of the struct itself.
type shape struct {
	Ref         string            `yaml:"$ref"`
	Description string            `yaml:"description"`
	Properties  map[string]*shape `yaml:"properties"`
	Required    []string          `yaml:"required"`
	Default     any               `yaml:"default"`
	Items       *shape            `yaml:"items"`
	Free        *shape            `yaml:"additionalProperties"` // What stands at keys that are free.
	AnyOf       []*shape          `yaml:"anyOf"`
}

// shapes are those that have a name.
var shapes = sync.OnceValue(func() map[string]*shape {
	var all struct {
		Defs map[string]*shape `yaml:"$defs"`
	}
	if err := yaml.Load(inZip(schemaFile), &all); err != nil {
		panic("content: " + err.Error()) // It is embedded.
	}
	return all.Defs
})

// self returns the shape, or the one that it only names.
func (s *shape) self() *shape {
	if s.Ref != "" {
		return shapes()[path.Base(s.Ref)]
	}
	return s
}

// mapping returns the mapping with keys of its own that the shape has, be it in a list or at free keys; nil where it has none.
func (s *shape) mapping() *shape {
	for s != nil && s.self().Properties == nil {
		s = s.self()
		at := slices.IndexFunc(s.AnyOf, func(s *shape) bool { return s.Properties != nil })
		switch {
		case at >= 0:
			s = s.AnyOf[at]
		case s.Items != nil:
			s = s.Items
		default:
			s = s.Free
		}
	}
	if s == nil {
		return nil
	}
	return s.self()
}

// shaped returns the mapping that is called so, such as verdict, or verdict.errors for what stands there.
func shaped(name string) *shape {
	keys := strings.Split(name, ".")
	s := shapes()[keys[0]].mapping()
	for _, key := range keys[1:] {
		s = s.Properties[key].mapping()
	}
	return s
}

// use is a mapping that is read into a struct.
type use struct {
	*shape
	into reflect.Type
}

// fieldsOf are the fields that it goes into, each by the path to it: by key, and those for where the mapping stands.
type fieldsOf struct {
	keys   map[string][]int
	places [][]int
}

var uses sync.Map // From use to fieldsOf.

// fields returns where the mapping goes, but for the keys of own, which are read otherwise.
func (u use) fields(own field) fieldsOf {
	if known, ok := uses.Load(u); ok {
		return known.(fieldsOf)
	}
	to := fieldsOf{keys: make(map[string][]int)}
	byName := make(map[string][]int)
	u.collect(u.into, nil, byName, &to)
	for key := range own {
		if u.Properties[key] == nil {
			panic(fmt.Sprintf("content: schema.yaml has no key %q among %v", key, slices.Sorted(maps.Keys(u.Properties))))
		}
	}
	for key, s := range u.Properties {
		if own[key] != nil {
			continue
		}
		index, ok := byName[strings.NewReplacer("_", "", "-", "").Replace(key)]
		if !ok {
			panic(fmt.Sprintf("content: %v has no field for %q of schema.yaml", u.into, key))
		}
		to.keys[key] = index
		t := u.into.FieldByIndex(index).Type
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() == reflect.Struct && s.mapping() != nil {
			use{s.mapping(), t}.fields(nil)
		}
	}
	uses.Store(u, to)
	return to
}

// collect finds the fields of t, to which the path leads, by their names in small letters.
func (u use) collect(t reflect.Type, path []int, byName map[string][]int, to *fieldsOf) {
	for i := range t.NumField() {
		f, path := t.Field(i), append(slices.Clone(path), i)
		switch key := f.Tag.Get("key"); {
		case f.Anonymous || key == ",inline":
			u.collect(f.Type, path, byName, to)
		case f.Type == reflect.TypeFor[flow.Pos]():
			to.places = append(to.places, path)
		case key != "":
			byName[strings.ReplaceAll(key, "_", "")] = path
		default:
			byName[strings.ToLower(f.Name)] = path
		}
	}
}

// read reads a mapping, of the shape that is called so, into the struct that dst points to. What stands at the keys of own is read by
// their functions.
func (s *source) read(n *yaml.Node, name string, dst any, own field) {
	s.fill(n, shaped(name), reflect.ValueOf(dst).Elem(), own)
}

func (s *source) fill(n *yaml.Node, is *shape, v reflect.Value, own field) {
	to := use{is, v.Type()}.fields(own)
	for _, place := range to.places {
		v.FieldByIndex(place).Set(reflect.ValueOf(s.pos(n)))
	}
	for key, index := range to.keys {
		if d := is.Properties[key].Default; d != nil {
			s.put(&yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(d)}, is.Properties[key], v.FieldByIndex(index))
		}
	}
	mapping(s, n, is.Properties, is.Required, func(key string, n *yaml.Node) {
		if read := own[key]; read != nil {
			read(n)
			return
		}
		s.put(n, is.Properties[key], v.FieldByIndex(to.keys[key]))
	})
}

// put reads what is of the shape into v.
func (s *source) put(n *yaml.Node, is *shape, v reflect.Value) {
	if read := s.reader(path.Base(is.Ref), v.Addr().Interface()); read != nil {
		read(n)
		return
	}
	is = is.self()
	entry := func(read func(reflect.Value)) {
		e := reflect.New(v.Type().Elem()).Elem()
		read(e)
		v.Set(reflect.Append(v, e))
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(s.text(n))
	case v.Kind() == reflect.Struct:
		s.fill(n, is.mapping(), v, nil)
	case is.Free != nil: // Each entry is a name, what it has, and perhaps its place.
		s.eachPair(n, keysToValues, "", func(k, c *yaml.Node) {
			entry(func(e reflect.Value) {
				e.Field(0).SetString(k.Value)
				s.put(c, is.Free, e.Field(1))
				if p := e.FieldByName("Pos"); p.IsValid() {
					p.Set(reflect.ValueOf(s.pos(k)))
				}
			})
		})
	default:
		s.list(n, func(c *yaml.Node) { entry(func(e reflect.Value) { s.put(c, is.Items, e) }) })
	}
}

// kinds are the kinds of texts, as schema.yaml names them, of which more is wanted than that they are one.
var kinds = map[string]func(*source, *string) func(*yaml.Node){
	"expression": (*source).expression, "patterns": (*source).pattern, "header": (*source).header, "path": (*source).path, "range": (*source).numbers,
}

// reader returns what reads a value that is no struct or list of them; nil where it is.
func (s *source) reader(kind string, dst any) func(*yaml.Node) {
	switch dst := dst.(type) {
	case *string:
		if read := kinds[kind]; read != nil {
			return read(s, dst)
		}
		return s.into(dst)
	case *[]string:
		return s.texts(dst)
	case *map[string]string:
		return s.pairs(dst)
	case *bool:
		return s.flag(dst)
	case *int:
		return s.number(dst)
	case *float64:
		return s.amount(dst)
	case *time.Duration:
		return s.duration(dst)
	case *time.Time:
		return s.day(dst)
	case *flow.Value:
		return func(n *yaml.Node) { *dst = s.value(n) }
	case *flow.Cond:
		return s.cond(dst)
	case *[]flow.Said:
		return s.said(dst)
	case *flow.Confidence:
		return s.sure(dst)
	case *flow.TakeOrder:
		return s.take(dst)
	}
	return nil
}
