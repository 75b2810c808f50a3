// Package people reads who may sign in to a team's server, and in what role: a file as sshd's authorized_keys.
package people

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	gossh "golang.org/x/crypto/ssh"

	"why403/flow"
	"why403/flow/files"
	"why403/flow/redact"
)

// Permission is what a person may do at the server.
type Permission string

// The roles.
const (
	Engineer Permission = "engineer" // Talks through the team's sessions.
	Probes   Permission = "probes"   // An engineer, who can also have the server look at its way to the service, without a key.
	Diagnose Permission = "diagnose" // Has texts diagnosed, and nothing else: for programs.
	Guest    Permission = "guest"    // A customer, whom no file lists.
)

// May reports whether the role includes the other one.
func (r Permission) May(other Permission) bool {
	switch r {
	case Probes:
		return other != Guest
	case Engineer:
		return other == Engineer || other == Diagnose
	default:
		return r == other
	}
}

// roles are those that the file can give.
var roles = []Permission{Engineer, Probes, Diagnose}

// Member is somebody who signs in with a key.
type Member struct {
	Name string // In one line, shown to others.
	Role Permission
}

// Roster has those who may sign in, by their public keys in wire form.
type Roster map[string]Member

const (
	mostPeople = 1 << 20 // Bytes of the file.
	mostName   = 40      // Runes of a name.
)

// Bad is a line of the file that lets nobody in.
type Bad struct {
	File string
	Line int
	What error  // What is wrong.
	Next string // What to do about it.
}

// Error is one line that does nothing on a terminal, whatever the bad line holds.
func (b Bad) Error() string {
	return redact.Line(fmt.Sprintf("%s:%d: %v. %s", b.File, b.Line, b.What, b.Next))
}

// Read reads an authorized-keys file, and returns those who get in by it and the lines that let nobody in. Nobody is called as the
// customers are. A file that others can write to is refused whole, as sshd does.
func Read(path, customers string) (Roster, []Bad, error) {
	text, err := files.Input{Path: path, Most: mostPeople, Regular: true, Hint: "name a file of public keys, one a line"}.Read(context.Background())
	if err != nil {
		return nil, nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.Mode().Perm()&0o022 != 0 && os.PathSeparator == '/' {
		return nil, nil, fmt.Errorf("%s: others can write to it, and so let anybody in; chmod go-w takes that away", path)
	}
	list, bad := parse(text, customers)
	for i := range bad {
		bad[i].File = path
	}
	return list, bad, nil
}

// parse reads lines as sshd's authorized_keys has them. The options are name="…", else the comment is the name, and role="…",
// else the person is an engineer. A line with any other option is bad: what that restricts elsewhere would not be restricted here.
func parse(text []byte, customers string) (Roster, []Bad) {
	list, lines := make(Roster), make(map[string]int)
	var bad []Bad
	n := 0
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		key, p, err := parsePerson(line, customers)
		if first, twice := lines[key]; err == nil && twice {
			err = flow.Usagef("Take one of the two lines out; the first one counts.", "the key is %s's already, in line %d", list[key].Name, first)
		}
		if err != nil {
			bad = append(bad, Bad{Line: n, What: err, Next: flow.HintOf(err)})
			continue
		}
		list[key], lines[key] = p, n
	}
	return list, bad
}

const (
	nextLine   = `A line is name="NAME" and the text of a public key's file, such as ssh-ed25519 AAAA….`
	nextOption = `Take it out; there are name="…" and role="…", with a comma between them.`
)

func parsePerson(line []byte, customers string) (key string, p Member, err error) {
	public, comment, options, _, err := gossh.ParseAuthorizedKey(line)
	if err != nil {
		return "", p, flow.Usagef(nextLine, "no public key: %s", strings.TrimPrefix(err.Error(), "ssh: "))
	}
	if _, ok := public.(*gossh.Certificate); ok {
		return "", p, flow.Usagef("Put the public key there.", "a certificate")
	}
	p = Member{Name: comment, Role: Engineer}
	for _, o := range options {
		name, quoted, _ := strings.Cut(o, "=")
		value, err := strconv.Unquote(quoted)
		switch {
		case err != nil && (name == "name" || name == "role"):
			return "", p, flow.Usagef(fmt.Sprintf(`Write %s="…".`, name), "what the option %s says is not in quotes", name)
		case err == nil && name == "name":
			p.Name = value
		case err == nil && name == "role" && slices.Contains(roles, Permission(value)):
			p.Role = Permission(value)
		case err == nil && name == "role":
			return "", p, flow.Usagef("The roles are "+listed(roles)+".", "there is no role %s", redact.Line(value))
		default:
			return "", p, flow.Usagef(nextOption, "the option %s is not known", redact.Line(name))
		}
	}
	if p.Name = redact.Line(p.Name); strings.EqualFold(p.Name, customers) {
		return "", p, flow.Usagef(nextName, "the name %s is the customer's", p.Name)
	}
	if p.Name == "" || utf8.RuneCountInString(p.Name) > mostName {
		return "", p, flow.Usagef(nextName, "a name of 1 to %d characters is needed", mostName)
	}
	return string(public.Marshal()), p, nil
}

const nextName = `Put name="NAME" before the key.`

// listed names roles.
func listed(all []Permission) string {
	var names []string
	for _, r := range all {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}
