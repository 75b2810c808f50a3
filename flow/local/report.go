package local

import (
	"bytes"
	"context"
	_ "embed"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// schemaVersion is the version of the JSON form of Report. It changes when a field changes its meaning or goes.
const schemaVersion = 1

// Report is what a look found. No value of a variable is in it; of a credential there are at most the last four characters, of an
// address there is the host.
type Report struct {
	SchemaVersion int        `json:"schema_version" jsonschema:"enum=1,description=The version of this form."`
	Files         []File     `json:"files" jsonschema:"description=Every path that was looked at."`
	Keys          []LocalKey `json:"credentials" jsonschema:"description=Every variable that holds a credential."`
	Clients       []Use      `json:"clients" jsonschema:"description=What each client would use and call."`
	Findings      []Told     `json:"findings" jsonschema:"description=What is told about it."`

	doctor *Doctor
	said   []saying
}

// LocalKey is a credential.
type LocalKey struct {
	Name   string   `json:"name" jsonschema:"description=The variable."`
	Where  string   `json:"where" jsonschema:"description=Where it is set."`
	Kind   string   `json:"kind" jsonschema:"description=The kind of the credential by how it begins."`
	Length int      `json:"length" jsonschema:"description=How many characters it has."`
	End    string   `json:"end" jsonschema:"description=Its last four characters at most; empty for a short one."`
	Flaws  []string `json:"flaws" jsonschema:"description=What is wrong with the value."`
}

// Use is what a client would do.
type Use struct {
	Client     string   `json:"client" jsonschema:"description=The client or several that do alike."`
	Credential string   `json:"credential" jsonschema:"description=The credential that wins; empty if none is found."`
	Calls      string   `json:"calls" jsonschema:"description=The host or the cloud that it would call."`
	Order      []string `json:"order" jsonschema:"description=The order in which credentials win."`
	Source     string   `json:"source" jsonschema:"description=Where the order is documented."`
	Date       string   `json:"date" jsonschema:"description=The day of the copy that was read."`
}

// Told is a finding.
type Told struct {
	ID     string `json:"id" jsonschema:"description=The id of the finding."`
	Sign   string `json:"sign" jsonschema:"enum=ok,enum=warn,enum=bad,description=bad explains a refusal. warn can. ok does not."`
	Text   string `json:"text" jsonschema:"description=What was found."`
	Means  string `json:"means" jsonschema:"description=What that means; may be empty."`
	Do     string `json:"do" jsonschema:"description=What to do; may be empty."`
	Source string `json:"source" jsonschema:"description=Where that is documented; may be empty."`
	Date   string `json:"date" jsonschema:"description=The day of the copy that was read; may be empty."`
}

// saying is a fact that holds for some clients; nil for all.
type saying struct {
	clients []string
	flow.Said
	quote string
}

//go:embed report.schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of the JSON form of Report, ending in a newline.
func Schema() []byte { return bytes.Clone(schema) }

// Look looks at the machine, until ctx ends.
func (d *Doctor) Look(ctx context.Context, m Machine) *Report { return d.judge(m, d.gather(ctx, m)) }

// tell adds a finding with its places filled in by names and values, and returns what it says. What it says in facts holds for
// the clients.
func (r *Report) tell(d *Doctor, clients []string, id string, with ...string) string {
	f := d.Findings[d.place(id)]
	source := d.source(f.Source)
	var pairs []string
	for i := 0; i+1 < len(with); i += 2 {
		if with[i] == "source" {
			source = d.source(with[i+1])
		}
		if with[i] != "source" {
			pairs = append(pairs, "{"+with[i]+"}", redact.Line(with[i+1]))
		}
	}
	pairs = append(pairs, "{source}", source.At, "{date}", source.Date)
	fill := strings.NewReplacer(pairs...).Replace
	t := Told{ID: f.ID, Sign: f.Sign, Text: fill(f.Text), Means: fill(f.Means), Do: fill(f.Do), Source: source.At, Date: source.Date}
	r.Findings = append(r.Findings, t)
	r.say(clients, f.Says, t.Text)
	return t.Text
}

// once is tell for what is told of once.
func (r *Report) once(d *Doctor, id string, with ...string) {
	r.tell(d, nil, id, with...)
	last := len(r.Findings) - 1
	if slices.Contains(r.Findings[:last], r.Findings[last]) {
		r.Findings = r.Findings[:last]
	}
}

func (r *Report) say(clients []string, said []flow.Said, quote string) {
	for _, s := range said {
		r.said = append(r.said, saying{clients, s, quote})
	}
}

// Explains reports whether something was found that explains a refusal.
func (r *Report) Explains() bool {
	return slices.ContainsFunc(r.Findings, func(t Told) bool { return t.Sign == "bad" })
}

// Rule is the rule of every fact that a look asserts.
const Rule = "look"

// Facts returns what was found as facts of the playbook, for the program that fails: an id of Programs, or empty if nobody said
// which. A fact counts if all clients that the program can be agree.
func (r *Report) Facts(pb *flow.Playbook, program string, from flow.Source) []flow.Fact {
	var clients []string
	for _, c := range r.doctor.clientsOf(pb, program) {
		clients = append(clients, c.ID)
	}
	var facts []flow.Fact
	if clients == nil {
		return nil
	}
	for _, id := range r.doctor.Decides(pb) {
		f := flow.Fact{ID: id, From: from, Rule: Rule}
		by := make(map[string]flow.Value)
		for _, s := range r.said {
			for _, c := range clients {
				if s.Fact == id && (s.clients == nil || slices.Contains(s.clients, c)) {
					if old, twice := by[c]; twice && old != s.Value {
						by[c] = flow.Unsure
					} else {
						by[c], f.Quote = s.Value, s.quote
					}
				}
			}
		}
		f.Value = by[clients[0]]
		agree := f.Value == flow.Yes || f.Value == flow.No
		for _, c := range clients {
			agree = agree && by[c] == f.Value
		}
		if agree {
			facts = append(facts, f)
		}
	}
	return facts
}

var signs = map[string]string{"ok": "✓", "warn": "!", "bad": "✗"}

// Blocks are the findings as they are shown: a line each, then what it means and what to do.
func (r *Report) Blocks() []page.Block {
	tones := map[string]page.Tone{"ok": page.Good, "warn": page.Warn, "bad": page.Warn}
	var out []page.Block
	for _, t := range r.Findings {
		out = append(out, page.Text{Lead: signs[t.Sign] + " ", Text: t.Text, Tone: tones[t.Sign]})
		var under []page.Block
		for _, text := range []string{t.Means, t.Do} {
			if text != "" {
				under = append(under, page.Text{Text: text})
			}
		}
		if t.Source != "" && t.Sign == "bad" {
			under = append(under, page.Text{Text: t.Source + ", " + t.Date, Tone: page.Faint})
		}
		if under != nil {
			out = append(out, page.Group{Blocks: under})
		}
	}
	return out
}

// Plan names everything that a look would read.
func (d *Doctor) Plan(m Machine) []page.Block {
	line := func(lead string, words []string) page.Block {
		return page.Group{Blocks: []page.Block{page.Text{Lead: lead, Text: strings.Join(words, " ")}}}
	}
	out := []page.Block{page.Text{Text: i18n.T("These files, where they are there:"), Tone: page.Heading}}
	var folders, variables []string
	in := make(map[string][]string)
	for _, p := range d.Places {
		for _, path := range d.paths(m, p) {
			folder, name := strings.TrimSuffix(path, base(path)), base(path)
			if in[folder] == nil {
				folders = append(folders, folder)
			}
			if !slices.Contains(in[folder], name) {
				in[folder] = append(in[folder], name)
			}
		}
	}
	for _, f := range folders {
		out = append(out, line(redact.Line(f)+" ", in[f]))
	}
	for _, v := range d.Variables {
		variables = append(variables, v.Name)
	}
	for _, f := range d.Folders {
		for _, path := range f.Paths {
			name, _, _ := strings.Cut(path, "/")
			if name = strings.TrimPrefix(name, "$"); path[0] == '$' && !slices.Contains(variables, name) {
				variables = append(variables, name)
			}
		}
	}
	return append(out, page.Text{Text: i18n.T("These variables of this process:"), Tone: page.Heading}, line("", variables),
		page.Text{Text: i18n.T("And whether the system's own settings name a proxy (%s), and whether the files are there that variables name.", systemSettings)})
}
