// Package probe asks the API itself: it builds requests from data, sends those that the caller has consent for, and tells
// what the answers show. It never sends what was not shown, never follows a redirect, and never gives a key away.
package probe

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"why403/flow"
)

// Direct is the other route that passes every proxy by.
const Direct = "direct"

// Trust is how far credentials may be used for what a playbook says.
type Trust uint8

// How far a playbook is trusted.
const (
	Untrusted Trust = iota // Nothing is read for it, and nothing is sent.
	Trusted                // A person saw its variables and hosts, and agreed: these variables, to these hosts.
	Own                    // It comes with the program: also to a gateway that the environment names.
)

// Setup is what requests are built from. The zero Setup sends nothing, since nobody trusts the playbook.
type Setup struct {
	Trust             Trust
	BaseURL           string     // Empty for the playbook's.
	BaseFrom          string     // The variable that it was taken from; empty if a person gave it.
	Key, Admin, Other Credential // The failing call's key, an Admin key, and another key to compare with.

	Model    string // The model that the failing call names.
	Object   string // The stored object's id, or the path of the call's endpoint.
	Betas    string // The values of anthropic-beta that the failing call sends, separated by commas.
	Body     []byte // The failing call's body, a JSON object.
	BodyFrom string // Where the body comes from, such as a path.

	// Proxies are the rules of the environment for the usual route; Via is the route to compare with: a proxy's URL,
	// Direct, or empty for none.
	Proxies Proxies
	Via     string

	System    func() string // The proxy that the system's settings name, empty for none; nil if nobody looks.
	Knowledge flow.WayKnowledge
	// Resolve looks a host's addresses up; nil for this machine's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	// Named is the id of the stored object that the error names; it counts when neither Object nor the body has one.
	Named   string
	inBody  string            // The id of the stored object that the body names.
	said    map[string]string // What stands in the playbook's own places, by their names.
	nowhere string            // The address at which even the list of models is 404.
	// Workspace and Organization are the failing key's, as its answers named them.
	Workspace, Organization string

	Agent string         // The User-Agent; empty for "why403".
	Roots *x509.CertPool // The certificates that are trusted; nil for the system's.
}

// FromEnvironment reads what the failing program would, from the variables that the shape names and no others: its credentials,
// a key before a token, its base URL, and the proxy variables. For a playbook that is not trusted it reads only the latter. The
// warnings say in a sentence each what a person should know; a variable that cannot be used is left out with a warning.
func FromEnvironment(getenv func(string) string, shape flow.CallShape, trust Trust) (Setup, []string) {
	s := Setup{Trust: trust, Proxies: ProxiesFrom(getenv)}
	if trust == Untrusted {
		return s, s.Proxies.Warnings
	}
	v := shape.Variables
	var warnings []string
	take := func(dst *Credential, names []string) (from string) {
		for _, name := range names {
			text := getenv(name)
			if text == "" {
				continue
			}
			from = cmp.Or(from, name)
			c, err := NewCredential(shape, text, name)
			if err != nil {
				warnings = append(warnings, sentence(err.Error()))
				continue
			}
			*dst = c
			return from
		}
		return from
	}
	var token Credential
	key := take(&s.Key, v.Key)
	if key == "" {
		if take(&token, v.Token); !token.Secret.Empty() {
			s.Key, s.Key.Style = token, Bearer
		}
	} else if also := set(getenv, v.Token); also != "" {
		warnings = append(warnings, fmt.Sprintf("%s and %s are both set; the first one counts.", key, also))
	}
	take(&s.Admin, v.Admin)
	take(&s.Other, v.Other)
	if v.BaseURL != "" {
		s.BaseURL = strings.TrimSpace(getenv(v.BaseURL))
	}
	if s.BaseURL != "" {
		s.BaseFrom = v.BaseURL
		if _, err := s.to(&flow.Playbook{Request: shape}); err != nil {
			warnings = append(warnings, v.BaseURL+": "+sentence(err.Error()))
		} else if p := shape.Prefix(); p != "" && strings.HasSuffix(strings.TrimRight(s.BaseURL, "/"), p) {
			warnings = append(warnings, fmt.Sprintf("%[1]s ends in %[2]s, as some clients want it, and probes go to %[2]s/…, too. Clients that add one themselves call %[2]s%[2]s/….", v.BaseURL, p))
		}
	}
	return s, append(warnings, s.Proxies.Warnings...)
}

// set returns the first of the variables that is set.
func set(getenv func(string) string, names []string) string {
	for _, name := range names {
		if getenv(name) != "" {
			return name
		}
	}
	return ""
}

var errUntrusted = errors.New("nobody has agreed to what this playbook uses and where it sends it; why403 asks when it is started with --playbook")

// to returns where requests go. It is the one way from an address to a socket: nothing goes out for a playbook that is not
// trusted, and a variable of the environment leads a playbook of somebody else's to the hosts that a person agreed to and nowhere
// else.
func (s *Setup) to(pb *flow.Playbook) (*url.URL, error) {
	u, err := ParseBaseURL(s.address(pb), pb.Request.Prefix())
	switch {
	case err != nil:
		return nil, err
	case s.BaseFrom != "" && s.Trust != Own && !slices.Contains(pb.Request.Hosts, flow.HostOf(u)):
		return nil, fmt.Errorf("%s names %s, and the playbook's keys go to %s only; give it as the base URL to send them there all the same",
			s.BaseFrom, flow.HostOf(u), strings.Join(pb.Request.Hosts, ", "))
	}
	return u, nil
}

// ParseBaseURL checks where requests go: https anywhere, plain http only to this machine, with a path if need be. The result has
// no slash at its end, and not the prefix that all paths begin with. No error contains a user name or a password.
func ParseBaseURL(text, prefix string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case !strings.Contains(text, "://"): // Also a host with a port, which is no URL and looks like one.
		return nil, errors.New("the base URL must begin with https://, or on this machine with http://")
	case err != nil:
		return nil, errors.New("the base URL is not a URL")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the base URL must begin with https://, or on this machine with http://")
	case u.Hostname() == "" || strings.HasSuffix(u.Host, ":") || u.Opaque != "":
		return nil, errors.New("the base URL names no host")
	case u.User != nil:
		return nil, errors.New("the base URL has a user name in it, which would be sent along; remove it")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return nil, errors.New("the base URL has a query or a fragment; only a path may follow the host")
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("the base URL's host must be plain ASCII")
	case strings.HasSuffix(u.Hostname(), "."):
		return nil, errors.New("the base URL's host ends in a dot; write it without")
	case u.Scheme == "http" && !flow.Loopback(u.Hostname()):
		return nil, fmt.Errorf("the base URL is plain http to %s, and a key would cross the network in the clear; use https", u.Hostname())
	}
	for _, path := range []*string{&u.Path, &u.RawPath} {
		*path = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(*path, "/"), prefix), "/")
	}
	return u, nil
}

func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

const maxBody = 32 << 20 // Bytes of the failing request's body, which is the API's own limit.

// readBody reads a JSON object from a regular file.
func readBody(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("request %s: not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	if len(b) > maxBody {
		return nil, fmt.Errorf("request %s: larger than %d MiB", path, maxBody>>20)
	}
	if b = bytes.TrimSpace(b); !json.Valid(b) || b[0] != '{' {
		return nil, fmt.Errorf("request %s: not a JSON object", path)
	}
	return b, nil
}

// Settings returns the setup as a person sees it, with every secret masked.
func (p *Prober) Settings() flow.Settings {
	s := p.snapshot()
	return flow.Settings{
		BaseURL: cmp.Or(s.BaseURL, p.pb.Request.BaseURL),
		Key:     s.Key.Secret.String(), AdminKey: s.Admin.Secret.String(), OtherKey: s.Other.Secret.String(),
		Model: s.model(), Object: s.Object, Betas: s.Betas, Request: s.BodyFrom, Route: maskedRoute(s.Via),
		KeyFrom: s.Key.From, UsualPath: s.usual(s.base(p.pb)),
	}
}

// Set takes settings from a person. A secret that still is as Settings shows it stays what it was; an empty one is
// forgotten. When something cannot be used nothing changes, and the error, which contains no secret, says why: it holds a
// *flow.SettingError for each.
func (p *Prober) Set(set flow.Settings) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.setup
	if base := strings.TrimSpace(set.BaseURL); base != s.BaseURL {
		s.BaseURL, s.BaseFrom = base, ""
	}
	if s.BaseURL != "" && s.BaseFrom == "" {
		if _, err := ParseBaseURL(s.BaseURL, ""); err != nil {
			return &flow.SettingError{Setting: flow.SetBaseURL, Err: err}
		}
	}
	var errs []error
	refuse := func(what flow.SettingName, err error) {
		if err != nil {
			errs = append(errs, &flow.SettingError{Setting: what, Err: err})
		}
	}
	was := s.Key.Secret.text()
	take := func(dst *Credential, text string, what flow.SettingName) {
		text = strings.TrimSpace(text)
		if text == dst.Secret.String() {
			return
		}
		*dst = Credential{}
		if text == "" {
			return
		}
		c, err := NewCredential(p.pb.Request, text, string(what))
		if err != nil {
			refuse(what, err)
			return
		}
		c.From = "typed"
		*dst = c
	}
	take(&s.Key, set.Key, flow.SetKey)
	take(&s.Admin, set.AdminKey, flow.SetAdminKey)
	take(&s.Other, set.OtherKey, flow.SetOtherKey)
	if s.Key.Secret.text() != was || s.BaseURL != p.setup.BaseURL {
		s.Workspace, s.Organization = "", "" // They were those of another key.
	}
	s.Model, s.Object, s.Betas = strings.TrimSpace(set.Model), strings.TrimSpace(set.Object), strings.TrimSpace(set.Betas)
	if s.Model != "" && !named(s.Model) {
		refuse(flow.SetModel, errors.New("the model's name has a character in it that no model's name has"))
	}
	if path := strings.TrimSpace(set.Request); path != s.BodyFrom {
		s.Body, s.BodyFrom, s.inBody = nil, path, ""
		if path != "" {
			body, err := readBody(path)
			refuse(flow.SetRequest, err)
			s.Body = body
			s.inBody = objectOf(p.pb.Request, body)
		}
	}
	if other := strings.TrimSpace(set.Route); other != maskedRoute(s.Via) {
		s.Via = other
		_, err := parseRoute(other)
		refuse(flow.SetRoute, err)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	p.setup = s
	return nil
}
