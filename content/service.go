package content

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// A credential belongs to a service: to the hosts that the playbook names, which its base URL has to be one of. The variables of
// a service whose playbook ships with the program are no other service's. Whether a playbook's own are used at all is a person's
// to say; see Book.Ships.

var (
	// variableName keeps a playbook from having anything sent but a key that is meant for an API.
	variableName = regexp.MustCompile(`^(([A-Z][A-Z0-9]{0,31}_)?(API_KEY|AUTH_TOKEN|ADMIN_KEY|OTHER_KEY)|[A-Z][A-Z0-9]{0,31}_((API|ACCESS)_)?TOKEN)$`)
	baseName     = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,31}_)?(BASE|API|API_BASE)_URL$`)
	headerName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)
	// hostText is a host with or without a port: no user, no path, no dot at the end. A name in another script is written as
	// it is looked up, xn--…, so that it looks like no other.
	hostText = regexp.MustCompile(`^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)(:[1-9][0-9]{0,4})?$`)
)

// variables reads the names of environment variables that hold one credential.
func (l *loader) variables(s *source, dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		one := func(n *yaml.Node) {
			name := s.text(n)
			if !variableName.MatchString(name) {
				s.problem(n, "it ends in API_KEY, TOKEN, ADMIN_KEY or OTHER_KEY, such as ACME_API_KEY", "%q is no variable that a key is taken from", name)
				return
			}
			*dst, l.named = append(*dst, name), append(l.named, n)
		}
		if n.Kind == yaml.SequenceNode {
			s.list(n, one)
			return
		}
		one(n)
	}
}

// fixedHeaders say where a request goes and how it is read, so that none of them can carry a key.
var fixedHeaders = []string{"host", "connection", "content-length", "transfer-encoding", "content-type", "accept", "accept-encoding", "user-agent"}

// header reads the name of a header.
func (s *source) header(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *dst = s.text(n); !headerName.MatchString(*dst) || slices.Contains(fixedHeaders, strings.ToLower(*dst)) {
			s.problem(n, "such as x-api-key", "%q is no header that a value of the service's own goes in", *dst)
			*dst = ""
		}
	}
}

// belongs checks where the service is, and that no variable is another one's.
func (l *loader) belongs() {
	r, s, base := &l.pb.Request, l.asked, l.base
	if s == nil || r.BaseURL == "" {
		return
	}
	before := len(s.problems)
	defer func() { l.problems = append(l.problems, s.problems[before:]...) }()
	u, err := url.Parse(r.BaseURL)
	if err != nil || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !hostText.MatchString(flow.HostOf(u)) ||
		u.Scheme != "https" && (u.Scheme != "http" || !flow.Loopback(u.Hostname())) {
		s.problem(base, "it is https://HOST, with a path if need be; http:// only for this machine", "base_url: no key may go to %q", r.BaseURL)
		r.BaseURL = ""
		return
	}
	if l.hosts == nil {
		r.Hosts = []string{flow.HostOf(u)}
		if names := r.Variables.Credentials(); len(names) > 0 {
			s.problem(base, fmt.Sprintf("write hosts: [%s]", flow.HostOf(u)), "nothing says which hosts %s may go to", strings.Join(names, ", "))
		}
	}
	for i, h := range r.Hosts {
		at := base
		if l.hosts != nil {
			at = l.hosts
		}
		if l.hosts != nil && l.hosts.Kind == yaml.SequenceNode {
			at = resolve(l.hosts.Content[i])
		}
		if !hostText.MatchString(h) || strings.HasSuffix(h, ":443") {
			s.problem(at, "in lower case, with its port unless that is 443, such as api.example.com", "hosts: %q is no host", h)
		}
	}
	if !slices.Contains(r.Hosts, flow.HostOf(u)) {
		s.problem(base, "name it under hosts, if the keys belong there", "base_url: %s is none of the hosts that the keys go to", flow.HostOf(u))
	}
	if l.own {
		return
	}
	for _, n := range l.named {
		if owner := l.foreign(n.Value); owner != nil {
			s.problem(n, "name the variables of your own service", "%s belongs to the playbook %s and goes to %s only", n.Value, owner.ID, strings.Join(owner.Request.Hosts, ", "))
			l.drop(n.Value)
		} else if home := l.home(n.Value); home != "" {
			s.problem(n, "name the variables of your own service", "%s belongs to another service and goes to %s only", n.Value, home)
			l.drop(n.Value)
		}
	}
}

// homes are the domains of services that no playbook ships for, by the variables that most machines of their users hold.
var homes = map[string]string{
	"GITHUB_TOKEN": "github.com", "GH_TOKEN": "github.com", "GITLAB_TOKEN": "gitlab.com", "NPM_TOKEN": "npmjs.org", "HF_TOKEN": "huggingface.co",
	"OPENAI_API_KEY": "openai.com", "GEMINI_API_KEY": "googleapis.com", "SLACK_TOKEN": "slack.com", "CLOUDFLARE_API_TOKEN": "cloudflare.com",
}

// home returns the domain that the variable belongs to, if it is known and the playbook sends elsewhere; else "".
func (l *loader) home(variable string) string {
	home, hosts := homes[variable], l.pb.Request.Hosts
	away := func(h string) bool { return h != home && !strings.HasSuffix(h, "."+home) }
	if home == "" || len(hosts) > 0 && !slices.ContainsFunc(hosts, away) {
		return ""
	}
	return home
}

// drop takes out a name.
func (l *loader) drop(name string) {
	v := &l.pb.Request.Variables
	for _, names := range []*[]string{&v.Key, &v.Token, &v.Admin, &v.Other} {
		*names = slices.DeleteFunc(*names, func(n string) bool { return n == name })
	}
	if v.BaseURL == name {
		v.BaseURL = ""
	}
}

// foreign returns the playbook that ships whose service's variable it is, if that is another than the playbook's own. The playbook is of the same
// service if it sends nowhere else.
func (l *loader) foreign(variable string) *flow.Playbook {
	hosts := l.pb.Request.Hosts
	for _, id := range Shipped() {
		o, err := Ship(id)
		if err != nil {
			panic(err) // It is embedded.
		}
		v := o.Request.Variables
		if !slices.Contains(append(v.Credentials(), v.BaseURL), variable) {
			continue
		}
		elsewhere := slices.ContainsFunc(hosts, func(h string) bool { return !slices.Contains(o.Request.Hosts, h) })
		if len(hosts) == 0 || elsewhere {
			return o.Playbook
		}
		return nil
	}
	return nil
}

// variableLike is a word that can be the name of a variable with a credential.
var variableLike = regexp.MustCompile(`[A-Z][A-Z0-9]*(_[A-Z0-9]+)+`)

// strangers reports every command that names a credential of another service: those of questions, and what commands for another
// machine are written from.
func (l *loader) strangers() {
	look := func(p flow.Pos, text string) {
		for _, at := range variableLike.FindAllStringIndex(text, -1) {
			name := text[at[0]:at[1]]
			if !variableName.MatchString(name) {
				continue
			}
			whose := ""
			if owner := l.foreign(name); owner != nil {
				whose = "the playbook " + owner.ID
			} else if home := l.home(name); home != "" {
				whose = home
			}
			if whose != "" {
				p.Col += utf8.RuneCountInString(text[:at[0]])
				l.problems = append(l.problems, LoadProblem{
					Pos: p, Text: fmt.Sprintf("a command names %s, which belongs to %s", name, whose),
					Hint: "name the variables of your own service", Line: l.line(p),
				})
			}
		}
	}
	for i := range l.pb.Questions {
		q := &l.pb.Questions[i]
		for line := range strings.Lines(q.Command) {
			line = strings.TrimSpace(line)
			look(find(l.sources, q.Pos, line), line)
		}
	}
	for _, s := range l.sources {
		if s.file != "probes.yaml" && !strings.HasPrefix(s.file, "commands/") {
			continue
		}
		for i, line := range s.lines() {
			if !strings.HasPrefix(strings.TrimSpace(line), "#") {
				look(flow.Pos{File: s.file, Line: i + 1, Col: 1}, line)
			}
		}
	}
}
