package content

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/local"
)

// doctorKnowledge reads the file of what a look at this machine knows.
var doctorKnowledge = sync.OnceValue(func() local.Knowledge {
	var k local.Knowledge
	said := func(s *source, dst *[]flow.Said) func(*yaml.Node) {
		return func(n *yaml.Node) {
			for i := 0; i+1 < len(n.Content); i += 2 {
				v, err := flow.ParseValue(n.Content[i+1].Value)
				if err != nil {
					s.problem(n.Content[i+1], "", "%v", err)
				}
				*dst = append(*dst, flow.Said{Fact: n.Content[i].Value, Value: v})
			}
		}
	}
	number := func(dst *int) func(*yaml.Node) {
		return func(n *yaml.Node) {
			if n.Decode(dst) != nil {
				panic("content: a number of shared/doctor.yaml")
			}
		}
	}
	eachOf("shared/doctor.yaml", map[string]func(*source, *yaml.Node){
		"sources": func(s *source, n *yaml.Node) {
			var e local.Claim
			s.fields(n, field{"id": s.into(&e.ID), "at": s.into(&e.At), "date": s.into(&e.Date)}, "id", "at", "date")
			k.Sources = append(k.Sources, e)
		},
		"variables": func(s *source, n *yaml.Node) {
			var e local.Variable
			s.fields(n, field{"name": s.into(&e.Name), "for": s.into((*string)(&e.For)), "sent_as": s.into(&e.SentAs), "cloud": s.into(&e.Cloud), "title": s.into(&e.Title), "source": s.into(&e.Source)}, "name", "for", "source")
			k.Variables = append(k.Variables, e)
		},
		"headers": func(s *source, n *yaml.Node) { k.Headers = append(k.Headers, s.text(n)) },
		"lengths": func(s *source, n *yaml.Node) {
			var e local.Length
			s.fields(n, field{"prefix": s.into(&e.Prefix), "length": number(&e.Length)}, "prefix", "length")
			k.Lengths = append(k.Lengths, e)
		},
		"folders": func(s *source, n *yaml.Node) {
			var e local.Folder
			s.fields(n, field{"name": s.into(&e.Name), "on": s.into(&e.On), "paths": s.texts(&e.Paths), "source": s.into(&e.Source)}, "name", "paths", "source")
			k.Folders = append(k.Folders, e)
		},
		"places": func(s *source, n *yaml.Node) {
			var e local.Place
			s.fields(n, field{"id": s.into(&e.ID), "title": s.into(&e.Title), "form": s.into((*string)(&e.Form)), "on": s.into(&e.On), "yields": s.texts(&e.Yields), "paths": s.texts(&e.Paths), "source": s.into(&e.Source)}, "id", "title", "form", "paths", "source")
			k.Places = append(k.Places, e)
		},
		"clients": func(s *source, n *yaml.Node) {
			var e local.Client
			s.fields(n, field{"id": s.into(&e.ID), "title": s.into(&e.Title), "program": s.into(&e.Program), "reads": s.texts(&e.Reads), "order": s.texts(&e.Order), "address": s.into(&e.Address), "home": s.into(&e.Home), "empty_counts": s.flag(&e.EmptyCounts), "source": s.into(&e.Source)}, "id", "title", "program", "reads", "order", "address", "source")
			k.Clients = append(k.Clients, e)
		},
		"words": func(s *source, n *yaml.Node) {
			var e local.Word
			s.fields(n, field{"id": s.into(&e.ID), "title": s.into(&e.Title), "says": said(s, &e.Says)}, "id", "title")
			k.Words = append(k.Words, e)
		},
		"programs": func(s *source, n *yaml.Node) {
			var e local.Program
			s.fields(n, field{"id": s.into(&e.ID), "title": s.into(&e.Title), "clients": s.into(&e.Clients)}, "id", "title", "clients")
			k.Programs = append(k.Programs, e)
		},
		"version_files": func(s *source, n *yaml.Node) {
			var e local.VersionFile
			s.fields(n, field{"name": s.into(&e.Name), "in": s.into(&e.In), "pattern": s.into(&e.Pattern)}, "name", "in", "pattern")
			k.Files = append(k.Files, e)
		},
		"packages": func(s *source, n *yaml.Node) {
			var e local.Package
			s.fields(n, field{"name": s.into(&e.Name), "in": s.into(&e.In), "title": s.into(&e.Title), "newest": s.into(&e.Newest), "source": s.into(&e.Source)}, "name", "in", "title", "source")
			k.Packages = append(k.Packages, e)
		},
		"parties": func(s *source, n *yaml.Node) {
			var e local.PartyKind
			s.fields(n, field{"kind": s.into(&e.Kind), "says": said(s, &e.Says)}, "kind", "says")
			k.Parties = append(k.Parties, e)
		},
		"flaws": func(s *source, n *yaml.Node) {
			var e local.Flaw
			s.fields(n, field{"id": s.into(&e.ID), "pattern": s.into(&e.Pattern), "words": s.into(&e.Words)}, "id", "words")
			k.Flaws = append(k.Flaws, e)
		},
		"findings": func(s *source, n *yaml.Node) {
			var e local.Finding
			s.fields(n, field{"id": s.into(&e.ID), "sign": s.into(&e.Sign), "text": s.into(&e.Text), "means": s.into(&e.Means), "do": s.into(&e.Do), "source": s.into(&e.Source), "says": said(s, &e.Says)}, "id", "sign", "text")
			k.Findings = append(k.Findings, e)
		},
		"commands": func(s *source, n *yaml.Node) {
			var e flow.CommandTemplate
			s.fields(n, field{"id": s.into(&e.ID), "title": s.into(&e.Title), "text": func(n *yaml.Node) { e.Text = n.Value }}, "id", "title", "text")
			k.Commands = append(k.Commands, e)
		},
	})
	return k
})

// TestDoctorData holds that what a look knows fits together: every claim has a source and a date, every fact is one of a playbook,
// every name that is used is defined.
func TestDoctorData(t *testing.T) {
	t.Parallel()
	k := doctorKnowledge()
	sources := make(map[string]bool)
	for _, s := range k.Sources {
		if _, err := time.Parse(time.DateOnly, s.Date); err != nil || sources[s.ID] {
			t.Errorf("source %s: %v", s.ID, err)
		}
		sources[s.ID] = true
	}
	used := make(map[string]bool)
	cites := func(what, id string) {
		used[id] = true
		if !sources[id] {
			t.Errorf("%s has the source %q, which stands nowhere", what, id)
		}
	}
	facts := make(map[string]bool)
	for _, b := range ships(t) {
		for f := range b.Facts {
			facts[f] = true
		}
	}
	says := func(what string, said []flow.Said) {
		for _, s := range said {
			if !facts[s.Fact] {
				t.Errorf("%s says %s, which no playbook knows", what, s.Fact)
			}
		}
	}
	variables := make(map[string]bool)
	for _, v := range k.Variables {
		variables[v.Name] = true
		cites(v.Name, v.Source)
		if (v.For == local.Elsewhere || v.For == local.CA || v.For == local.Switch) && v.Title == "" || v.For == local.Switch && v.Cloud == "" || v.For == local.Credential && v.SentAs == "" {
			t.Errorf("%s lacks something", v.Name)
		}
	}
	places := map[string]bool{"environment": true}
	for _, p := range k.Places {
		places[p.ID] = true
		cites(p.ID, p.Source)
	}
	for _, f := range k.Folders {
		cites(f.Name, f.Source)
	}
	programs := make(map[string]bool)
	for _, p := range k.Programs {
		programs[p.ID] = true
	}
	for _, c := range k.Clients {
		cites(c.ID, c.Source)
		if !programs[c.Program] {
			t.Errorf("%s is the program %q", c.ID, c.Program)
		}
		for _, p := range c.Reads {
			if !places[p] {
				t.Errorf("%s reads %q", c.ID, p)
			}
		}
		if !variables[c.Address] {
			t.Errorf("%s has the address %q", c.ID, c.Address)
		}
		for _, o := range c.Order {
			if !variables[o] && !slices.ContainsFunc(k.Words, func(e local.Word) bool { return e.ID == o }) {
				t.Errorf("%s has %q in its order", c.ID, o)
			}
		}
	}
	for _, p := range k.Packages {
		cites(p.Name, p.Source)
	}
	for _, w := range k.Words {
		says(w.ID, w.Says)
	}
	for _, p := range k.Parties {
		says("the party "+p.Kind, p.Says)
	}
	findings := make(map[string]bool)
	for _, f := range k.Findings {
		if findings[f.ID] {
			t.Errorf("the finding %s stands there twice", f.ID)
		}
		findings[f.ID] = true
		says(f.ID, f.Says)
		if f.Source != "" {
			cites(f.ID, f.Source)
		}
		if f.Sign != "ok" && f.Means == "" {
			t.Errorf("%s says not what it means", f.ID)
		}
		if f.Sign == "bad" && f.Do == "" {
			t.Errorf("%s says not what to do", f.ID)
		}
	}
	for id := range sources {
		if !used[id] {
			t.Errorf("the source %s is used nowhere", id)
		}
	}
	kinds := Doctor().Kinds
	for _, l := range k.Lengths {
		if !slices.ContainsFunc(kinds, func(f flow.KeyKind) bool { return f.Prefix == l.Prefix }) {
			t.Errorf("the length of %s is that of no kind", l.Prefix)
		}
	}
	for _, c := range k.Commands {
		if n := strings.Count(strings.TrimSpace(c.Text), "\n") + 1; n > 12 {
			t.Errorf("the command in %s has %d lines", c.ID, n)
		}
	}
}
