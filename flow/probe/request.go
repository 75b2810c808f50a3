package probe

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
)

// showing says what stands in the place of a secret.
type showing uint8

const (
	maskedSecrets showing = iota // At most the last four characters.
	noSecrets                    // Nothing; for commands, which take it from the environment.
	liveSecrets                  // The secret itself; only on the way to the socket.
)

// base returns where requests go, or nil when the base URL cannot be used.
func (s *Setup) base(pb *flow.Playbook) *url.URL {
	u, err := s.to(pb)
	if err != nil {
		return nil
	}
	return u
}

func (s *Setup) credential(c flow.CredentialKind) Credential {
	switch c {
	case flow.AdminKey:
		return s.Admin
	case flow.OtherKey:
		return s.Other
	case flow.NoKey:
		return Credential{}
	default:
		return s.Key
	}
}

// hostOf returns the host without its port.
func hostOf(host string) string {
	u := url.URL{Host: host}
	return u.Hostname()
}

// credentialWords says the credential in words; "" where one is missing.
func (s *Setup) credentialWords(c flow.CredentialKind) string {
	if c == flow.NoKey {
		return noCredential
	}
	return s.credential(c).String()
}

// request builds what is sent, with its headers in the order in which net/http writes them: those of its own, then the others
// sorted by their bytes. Places that are not known stay in braces.
func (s *Setup) request(pb *flow.Playbook, p *flow.Probe, show showing) flow.Request {
	inPath := func(name, v string) string {
		if name == needObject || name == needPath {
			return v // It is a path, and escaped already.
		}
		return url.PathEscape(v)
	}
	path, query, asks := strings.Cut(p.Path, "?")
	target := s.fill(pb, path, inPath)
	if asks {
		target += "?" + s.fill(pb, query, func(_, v string) string { return url.QueryEscape(v) })
	}
	if !strings.HasPrefix(target, "/") { // Else it would go on with the name of the host.
		target = "/" + target
	}
	start, host := s.address(pb), ""
	if u, err := s.target(pb, p); err == nil {
		start, host = u.String(), u.Host
	}
	switch p.Measures {
	case flow.AsksTLS:
		return flow.Request{Probe: p.ID, Method: "TLS", URL: start}
	case flow.AsksAddress:
		return flow.Request{Probe: p.ID, Method: "DNS", URL: hostOf(host)}
	}
	if p.At != "" { // Nothing of the failing call goes to another service.
		target = p.Path
	}
	body := ""
	if p.Measures == flow.AsksAPI {
		body = s.fill(pb, p.Body, inBody)
	}
	r := flow.Request{Probe: p.ID, Method: p.Method, URL: start + target, Body: body}
	r.Headers = []flow.Header{
		{Name: "Host", Value: host},
		{Name: "User-Agent", Value: s.agent()},
		{Name: "Connection", Value: "close"},
	}
	rest := []flow.Header{
		{Name: "Accept", Value: "application/json"},
		{Name: "Accept-Encoding", Value: "identity"},
	}
	if p.Measures != flow.AsksAPI {
		rest[0].Value = "*/*"
	} else {
		for _, h := range pb.Request.Headers {
			if !strings.EqualFold(h.Name, "accept") {
				rest = append(rest, h)
				continue
			}
			rest[0].Value = h.Value
		}
	}
	if p.Credential != flow.NoKey {
		rest = append(rest, s.keyHeader(pb.Request, p.Credential, show))
	}
	if body != "" {
		r.Headers = append(r.Headers, flow.Header{Name: "Content-Length", Value: strconv.Itoa(len(body))})
		rest = append(rest, flow.Header{Name: "Content-Type", Value: "application/json"})
	}
	beta := headerValue(s.fill(pb, p.Beta, func(_, v string) string { return v }))
	if beta != "" && p.Measures == flow.AsksAPI && pb.Request.BetaHeader != "" {
		rest = append(rest, flow.Header{Name: pb.Request.BetaHeader, Value: beta})
	}
	slices.SortFunc(rest, func(a, b flow.Header) int { return cmp.Compare(a.Name, b.Name) })
	r.Headers = append(r.Headers, rest...)
	return r
}

// inBody writes a value into JSON: a whole body as it is, any other inside the quotation marks that stand there.
func inBody(name, v string) string {
	if name == needRequest || name == needPlain {
		return v
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), `"`), `"`)
}

func (s *Setup) keyHeader(shape flow.CallShape, which flow.CredentialKind, show showing) flow.Header {
	c := s.credential(which)
	value := c.Secret.String()
	switch show {
	case noSecrets:
		value = ""
	case liveSecrets:
		value = c.Secret.text()
	}
	if c.Style == Bearer || shape.KeyHeader == "" {
		if value != "" {
			value = "Bearer " + value
		}
		return flow.Header{Name: "Authorization", Value: value, Secret: true}
	}
	return flow.Header{Name: shape.KeyHeader, Value: value, Secret: true}
}

// outgoing makes net/http's request of r so that it writes the bytes of r and adds none.
func outgoing(r flow.Request) (*http.Request, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, fmt.Errorf("the address of the probe %s is not a URL", r.Probe)
	}
	if u.User != nil || len(r.Headers) == 0 || u.Host != r.Headers[0].Value {
		return nil, fmt.Errorf("the address of the probe %s leads to another host than the one that it names", r.Probe)
	}
	out := &http.Request{
		Method: r.Method, URL: u, Header: make(http.Header), Close: true,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	for _, h := range r.Headers {
		switch h.Name {
		case "Host":
			out.Host = h.Value
		case "Connection", "Content-Length": // Written by net/http, from Close and from the body.
		default:
			out.Header[h.Name] = []string{h.Value}
		}
	}
	if r.Body != "" {
		out.ContentLength = int64(len(r.Body))
		out.Body = io.NopCloser(strings.NewReader(r.Body))
	}
	return out, nil
}
