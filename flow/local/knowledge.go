// Package local looks at this machine: which credentials and addresses clients of a service would find here, and which of them win.
// It reads what it named before and sends nothing; of a secret nothing leaves it but the kind, the length and the last four characters.
package local

import (
	"cmp"
	"slices"
	"strings"

	"why403/flow"
)

// Knowledge is what is known about where clients look, and what a person is told. It is plain data.
type Knowledge struct {
	Sources   []Claim
	Variables []Variable
	Headers   []string
	Lengths   []Length
	Folders   []Folder
	Places    []Place
	Clients   []Client
	Words     []Word
	Programs  []Program
	Files     []VersionFile
	Packages  []Package
	Parties   []PartyKind
	Flaws     []Flaw
	Findings  []Finding
	Commands  []flow.CommandTemplate // What prints on another machine what a look would find.
}

// Claim is where a claim is from.
type Claim struct {
	ID, At string
	Date   string // A day, YYYY-MM-DD, of the copy that was read.
}

// VariableRole is what a variable is for.
type VariableRole string

// The roles.
const (
	Credential    VariableRole = "credential"
	Address       VariableRole = "address"
	Switch        VariableRole = "switch"
	Proxy         VariableRole = "proxy"
	Exempt        VariableRole = "exempt"
	CA            VariableRole = "ca"
	Profile       VariableRole = "profile"
	Federation    VariableRole = "federation"
	CloudAddress  VariableRole = "cloud-address"
	CustomHeaders VariableRole = "headers"
	IDs           VariableRole = "ids"
	Elsewhere     VariableRole = "elsewhere"
)

// Variable is an environment variable.
type Variable struct {
	Name   string
	For    VariableRole
	SentAs string // The header of a credential.
	Cloud  string // For a switch, the kind of the party that is called.
	Title  string // Who alone reads it, what is called, or what it says, in words.
	Source string
}

// Length is how many characters keys have that begin with the prefix.
type Length struct {
	Prefix string
	Length int
}

// Folder is one that places are in: the first of its paths that can be made.
type Folder struct {
	Name   string
	On     string // As in Place.
	Paths  []string
	Source string
}

// Place is where something is read besides the environment.
type Place struct {
	ID, Title string
	Form      FileForm
	On        string   // The system that it is for, as runtime.GOOS has it; empty for all.
	Yields    []string // Places beside which it is not read, once one of them is there.
	Paths     []string // With places in braces, and stars in the last part.
	Source    string
}

// FileForm is how a file is read.
type FileForm string

// The forms.
const (
	Settings FileForm = "settings" // JSON with env and apiKeyHelper.
	Env      FileForm = "env"
	Login    FileForm = "login"
	Active   FileForm = "active"
	Config   FileForm = "profile"
	Token    FileForm = "token"
	Versions FileForm = "versions"
	Sign     FileForm = "sign" // That it is there is all that counts.
)

// Client is a client of the service with the order in which credentials win.
type Client struct {
	ID, Title   string
	Program     string   // The id of what a person would call the failing program.
	Reads       []string // Places of variables, the first that has one counts; environment is the process's own.
	Order       []string // Variables, and other credentials in brackets.
	Address     string   // The variable of where it calls.
	Home        string   // The host that it calls without one; empty for the service's own.
	EmptyCounts bool     // A variable that is set to nothing takes its place in the order.
	Source      string
}

// Word is what something is called. A credential says facts of whoever uses it.
type Word struct {
	ID, Title string
	Says      []flow.Said
}

// Program is what can fail, as a person is asked.
type Program struct {
	ID, Title string
	Clients   string // Its clients together, in words.
}

// VersionFile is a file with versions of packages.
type VersionFile struct {
	Name, In string
	Pattern  string // With the places {name} and {version}.
}

// Package is a library whose version is looked for.
type Package struct {
	Name   string
	In     string // python, node or go.
	Title  string
	Newest string // On the day of the source; empty if that is not known.
	Source string
}

// PartyKind is what the kind of who stands behind an address says.
type PartyKind struct {
	Kind string // Empty for all that are not listed.
	Says []flow.Said
}

// Flaw is something that no key has.
type Flaw struct{ ID, Pattern, Words string }

// Finding is what is told about something that was found.
type Finding struct {
	ID, Sign        string // The sign is ok, warn or bad.
	Text, Means, Do string // With places in braces.
	Source          string
	Says            []flow.Said
}

// Doctor is what a look needs.
type Doctor struct {
	Knowledge

	Kinds []flow.KeyKind
	// PartyKind returns who stands behind a host and of what kind that is; the kind is empty where nobody knows.
	Party func(host string) (name, kind string)
	// Home is the host of the service itself.
	Home string
}

func (d *Doctor) variable(name string) (Variable, bool) {
	i := slices.IndexFunc(d.Variables, func(v Variable) bool { return v.Name == name })
	if i < 0 {
		return Variable{}, false
	}
	return d.Variables[i], true
}

// named returns the variables of a role.
func (d *Doctor) named(role VariableRole) []Variable {
	return slices.DeleteFunc(slices.Clone(d.Variables), func(v Variable) bool { return v.For != role })
}

// source returns a source, empty if it has none.
func (d *Doctor) source(id string) Claim {
	i := slices.IndexFunc(d.Sources, func(s Claim) bool { return s.ID == id })
	if i < 0 {
		return Claim{}
	}
	return d.Sources[i]
}

// kind returns the kind of a key, of several prefixes that fit by the longest; nil if none does.
func (d *Doctor) kind(key string) *flow.KeyKind {
	var found *flow.KeyKind
	for i, k := range d.Kinds {
		if strings.HasPrefix(key, k.Prefix) && (found == nil || len(k.Prefix) > len(found.Prefix)) {
			found = &d.Kinds[i]
		}
	}
	return found
}

// word returns what is known of a credential of an order, or of something else that has a name.
func (d *Doctor) word(entry string) Word {
	i := slices.IndexFunc(d.Words, func(w Word) bool { return w.ID == entry })
	if i < 0 {
		return Word{Title: entry}
	}
	return d.Words[i]
}

// title names it.
func (d *Doctor) title(entry string) string { return d.word(entry).Title }

// says returns what a party of the kind says.
func (d *Doctor) says(kind string) []flow.Said {
	var other []flow.Said
	for _, p := range d.Parties {
		switch p.Kind {
		case kind:
			return p.Says
		case "":
			other = p.Says
		}
	}
	return other
}

func (d *Doctor) home(c Client) string { return cmp.Or(c.Home, d.Home) }

func (d *Doctor) homeKind(c Client) string { _, kind := d.Party(d.home(c)); return kind }

// clientsOf returns the clients of the service that the playbook is about, of one program or of any: it is the one of which is asked first
// whether the call goes straight to it.
func (d *Doctor) clientsOf(pb *flow.Playbook, program string) []Client {
	first := len(pb.Questions)
	asked := make(map[string]int)
	for _, c := range d.Clients {
		for _, s := range d.says(d.homeKind(c)) {
			i := slices.IndexFunc(pb.Questions, func(q flow.Question) bool { return q.ID == s.Fact })
			if s.Value == flow.Yes && i >= 0 {
				asked[c.ID], first = i, min(first, i)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(d.Clients), func(c Client) bool {
		i, ok := asked[c.ID]
		return !ok || i != first || program != "" && c.Program != program
	})
}

// ProgramsOf returns the programs that can be the failing one where the playbook is about its service.
func (d *Doctor) ProgramsOf(pb *flow.Playbook) []Program {
	clients := d.clientsOf(pb, "")
	return slices.DeleteFunc(slices.Clone(d.Programs), func(p Program) bool {
		return !slices.ContainsFunc(clients, func(c Client) bool { return c.Program == p.ID })
	})
}

// Decides returns the facts of the playbook that a look can assert.
func (d *Doctor) Decides(pb *flow.Playbook) []string {
	var said []flow.Said
	for _, k := range d.Kinds {
		said = append(said, k.Says...)
	}
	for _, p := range d.Parties {
		said = append(said, p.Says...)
	}
	for _, f := range d.Findings {
		said = append(said, f.Says...)
	}
	for _, w := range d.Words {
		said = append(said, w.Says...)
	}
	var ids []string
	for _, s := range said {
		if _, known := pb.Facts[s.Fact]; known && !slices.Contains(ids, s.Fact) {
			ids = append(ids, s.Fact)
		}
	}
	return ids
}
