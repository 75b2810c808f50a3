package desk

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	gossh "golang.org/x/crypto/ssh"

	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/page"
	"why403/flow/redact"
)

// Role is what a person may do at the desk. No role lets the server send a probe.
type Role string

// The roles.
const (
	Engineer Role = "engineer" // Talks through the team's sessions.
	Diagnose Role = "diagnose" // Has texts diagnosed, and nothing else: for programs.
)

// guests is the role of customers, whom no file lists.
const guests Role = "guest"

// Person is somebody who signs in with a key.
type Person struct {
	Name string // In one line, shown to others.
	Role Role
}

// People are those who may sign in, by their public keys in wire form.
type People map[string]Person

const (
	mostPeople = 1 << 20 // Bytes of the file.
	mostName   = 40      // Runes of a name.
)

// ReadPeople reads an authorized-keys file. One that others can write to is refused, as sshd does.
func ReadPeople(path string) (People, error) {
	text, err := files.Source{Path: path, Most: mostPeople, Regular: true, Hint: "name a file of public keys, one a line"}.Read(context.Background())
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o022 != 0 && os.PathSeparator == '/' {
		return nil, fmt.Errorf("%s: others can write to it, and so let anybody in; chmod go-w takes that away", path)
	}
	people, err := ParsePeople(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return people, nil
}

// ParsePeople reads lines as sshd's authorized_keys has them. The options are name="…", else the comment is the name, and role="…",
// else the person is an engineer. Any other option is an error: what it restricts elsewhere would not be restricted here.
func ParsePeople(text []byte) (People, error) {
	people := make(People)
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		key, p, err := parsePerson(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if other, twice := people[key]; twice {
			return nil, fmt.Errorf("line %d: the key is %s's already", n, other.Name)
		}
		people[key] = p
	}
	return people, nil
}

func parsePerson(line []byte) (key string, p Person, err error) {
	public, comment, options, _, err := gossh.ParseAuthorizedKey(line)
	if err != nil {
		return "", p, fmt.Errorf("no public key: %w", err)
	}
	if _, ok := public.(*gossh.Certificate); ok {
		return "", p, fmt.Errorf("a certificate; put the public key there")
	}
	p = Person{Name: comment, Role: Engineer}
	for _, o := range options {
		name, quoted, _ := strings.Cut(o, "=")
		value, err := strconv.Unquote(quoted)
		switch {
		case err != nil:
			return "", p, fmt.Errorf("the option %s is not known; there are name=\"…\" and role=\"…\"", shown(name))
		case name == "name":
			p.Name = value
		case name == "role" && (Role(value) == Engineer || Role(value) == Diagnose):
			p.Role = Role(value)
		case name == "role":
			return "", p, fmt.Errorf("there is no role %s; there are %s and %s", shown(value), Engineer, Diagnose)
		default:
			return "", p, fmt.Errorf("the option %s is not known; there are name=\"…\" and role=\"…\"", shown(name))
		}
	}
	if p.Name = shown(p.Name); strings.EqualFold(p.Name, conversation.CustomerName) {
		return "", p, fmt.Errorf("the name %s is the customer's", p.Name)
	}
	if p.Name == "" || utf8.RuneCountInString(p.Name) > mostName {
		return "", p, fmt.Errorf("a name of 1 to %d characters is needed: name=\"…\", or the comment behind the key", mostName)
	}
	return string(public.Marshal()), p, nil
}

// shown is a text from outside in one line, without secrets or anything that acts on a terminal.
func shown(s string) string {
	s, _ = redact.Secrets(redact.Terminal(s))
	return page.Line(s)
}
