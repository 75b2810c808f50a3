package local

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"
)

// environment is the place of the variables of this process.
const environment = "environment"

// helper is a setting that stands with the variables of its place.
const helper = "apiKeyHelper"

// seen is what a look has read, as far as it may be known.
type seen struct {
	vars    map[string]map[string]value // By place and name.
	titles  map[string]string           // Of places: where they are, in words.
	read    map[string]bool             // Places of which a file was read.
	login   *value                      // The stored login; nil for none.
	hidden  bool                        // A login is kept where nothing looks.
	profile *profile                    // The active one; nil for none.
	files   []File
	library []library
	signs   []string // Files that say that programs of this folder run elsewhere.
	latest  time.Time
	newest  string // The file that was written then.
	way     bool   // The system's settings name a proxy.
}

type profile struct{ federation bool }

type library struct{ title, version, newest, date, file string }

// File is a path that was looked at.
type File struct {
	Path  string `json:"path" jsonschema:"description=The path."`
	What  string `json:"what" jsonschema:"description=What is looked for there."`
	State string `json:"state" jsonschema:"enum=read,enum=absent,enum=unreadable,enum=broken,description=What came of it. broken is a file that is not of the form it should have."`
}

// gather reads what the plan names.
func (d *Doctor) gather(ctx context.Context, m Machine) *seen {
	s := &seen{vars: make(map[string]map[string]value), read: make(map[string]bool), titles: map[string]string{environment: d.title(environment)}, way: m.Way(ctx)}
	for _, v := range d.Variables {
		if raw, ok := m.Getenv(v.Name); ok {
			s.set(environment, v.Name, d.describe(m, v, raw, false))
		}
	}
	named, _ := m.Getenv(d.profileVariable())
	s.hidden = !slices.ContainsFunc(d.Places, func(p Place) bool { return p.Form == Login && p.On == m.OS })
	for _, p := range d.Places {
		s.titles[p.ID] = p.Title
		if slices.ContainsFunc(p.Yields, func(id string) bool { return s.read[id] }) {
			continue
		}
		for _, path := range d.found(m, p) {
			if p.Form == Sign {
				if m.Is(path) {
					s.signs = append(s.signs, base(path))
				}
				continue
			}
			if slices.ContainsFunc(s.files, func(f File) bool { return f.Path == path }) {
				continue // The folder is the person's own.
			}
			f := File{Path: path, What: p.Title, State: "read"}
			data, written, err := m.Read(ctx, path)
			if err == nil {
				err = d.read(m, s, p, path, data, &named)
			}
			switch {
			case errors.Is(err, fs.ErrNotExist):
				f.State = "absent"
			case errors.Is(err, errBroken):
				f.State = "broken"
			case err != nil:
				f.State = "unreadable"
			default:
				s.read[p.ID] = true
				if written.After(s.latest) {
					s.latest, s.newest = written, base(path)
				}
			}
			s.files = append(s.files, f)
		}
	}
	return s
}

func (d *Doctor) profileVariable() string {
	for _, v := range d.named(Profile) {
		return v.Name
	}
	return ""
}

func (s *seen) set(place, name string, v value) {
	if s.vars[place] == nil {
		s.vars[place] = make(map[string]value)
	}
	if _, twice := s.vars[place][name]; !twice || !v.empty {
		s.vars[place][name] = v
	}
}

var errBroken = errors.New("not of its form")

// read takes what counts out of a file. Named is the name of the profile that is active.
func (d *Doctor) read(m Machine, s *seen, p Place, path string, data []byte, named *string) error {
	object := func(into any) error {
		if json.Unmarshal(data, into) != nil {
			return errBroken
		}
		return nil
	}
	switch p.Form {
	case Settings:
		var set struct {
			Env    map[string]any `json:"env"`
			Helper string         `json:"apiKeyHelper"`
		}
		if err := object(&set); err != nil {
			return err
		}
		for name, raw := range set.Env {
			if v, ok := d.variable(name); ok {
				text, _ := raw.(string)
				s.set(p.ID, name, d.describe(m, v, text, false))
			}
		}
		if set.Helper != "" {
			s.set(p.ID, helper, value{on: true})
		}
	case Env:
		for _, l := range assignment.FindAllStringSubmatch(string(data), -1) {
			if v, ok := d.variable(l[1]); ok {
				s.set(p.ID, v.Name, d.describe(m, v, l[2], true))
			}
		}
	case Login:
		var all any
		if err := object(&all); err != nil {
			return err
		}
		if token := within(all, "accessToken"); token != "" {
			v := d.describe(m, Variable{For: Credential}, token, false)
			s.login = &v
		}
	case Active:
		if *named == "" {
			*named = strings.TrimSpace(string(data))
		}
	case Config:
		if *named == "" {
			*named = "default"
		}
		var all any
		if err := object(&all); err != nil {
			return err
		}
		if strings.TrimSuffix(base(path), ".json") == *named {
			s.profile = &profile{federation: strings.Contains(within(all, "type"), "federation")}
		}
	case Versions:
		d.versions(s, base(path), string(data))
	case Token, Sign: // That it is there says enough.
	}
	return nil
}

var assignment = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=([^\n]*)`)

// within returns the first text under a key, however deep it stands.
func within(v any, key string) string {
	object, ok := v.(map[string]any)
	if !ok {
		return ""
	}
	if text, ok := object[key].(string); ok {
		return text
	}
	for _, inner := range object {
		if text := within(inner, key); text != "" {
			return text
		}
	}
	return ""
}

// base is the last part of a path of any system.
func base(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

const version = `(\d{1,5}(?:\.\d{1,5}){0,3}(?:-?(?:a|b|rc|alpha|beta|dev)[.-]?\d{0,4})?)`

// versions finds the packages in a file of versions that were in none before.
func (d *Doctor) versions(s *seen, file, text string) {
	for _, f := range d.Files {
		for _, p := range d.Packages {
			if f.Name != file || p.In != f.In || slices.ContainsFunc(s.library, func(l library) bool { return l.title == p.Title }) {
				continue
			}
			expr := strings.NewReplacer("{name}", regexp.QuoteMeta(p.Name), "{version}", version).Replace(f.Pattern)
			if m := regexp.MustCompile(expr).FindStringSubmatch(text); m != nil {
				s.library = append(s.library, library{title: p.Title, version: m[1], newest: p.Newest, date: d.source(p.Source).Date, file: file})
			}
		}
	}
}
