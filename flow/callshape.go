package flow

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// CallShape is what is known of the calls of a service: where they go, what its credentials look like, and which of their
// parts a beta header opens.
type CallShape struct {
	Name       string   // The service, as it is told to a person; see Self.
	BaseURL    string   // Where calls go unless the environment says otherwise.
	Hosts      []string // The hosts of the service, as HostOf writes them. Its credentials go nowhere else unless a person says so.
	ProbeModel string   // The cheapest current model.
	Keys       []KeyKind
	Objects    []ObjectKind
	Betas      []Beta

	KeyHeader  string // The header that a key is sent in, when it is not sent as Authorization: Bearer.
	Variables  Variables
	BetaHeader string   // The header that names beta features, separated by commas.
	Messages   []string // Endpoints that act on no stored object unless the body names one.
	Noted      []NotedHeader
	Seen       SeenFacts
	Classes    []ClassFact
	Headers    []Header     // What every request is sent with beside the rest, such as the version of the API.
	Answers    AnswerShape  // How the service's own answers look.
	Places     []NamedPlace // What else of the failing call can stand in a request.
}

// Self is how an answer of the service itself is told.
func (s *CallShape) Self() string { return cmp.Or(s.Name, "the service") + " itself" }

// Prefix is what the paths of probes begin with, and some clients take for the end of the base URL: /v1, unless the service's own base
// URL ends so.
func (s *CallShape) Prefix() string {
	const version = "/v1"
	if strings.HasSuffix(strings.TrimRight(s.BaseURL, "/"), version) {
		return ""
	}
	return version
}

// KindOf returns the kind of the credential: the one with the longest prefix that fits, or nil.
func (s *CallShape) KindOf(text string) *KeyKind {
	var best *KeyKind
	for i := range s.Keys {
		k := &s.Keys[i]
		if k.Prefix != "" && strings.HasPrefix(text, k.Prefix) && (best == nil || len(k.Prefix) > len(best.Prefix)) {
			best = k
		}
	}
	return best
}

// Place returns the place with the name, or nil.
func (s *CallShape) Place(name string) *NamedPlace {
	for i := range s.Places {
		if s.Places[i].Name == name {
			return &s.Places[i]
		}
	}
	return nil
}

// AnswerShape says by what an answer of the service is told from one of something on the way. Where it says nothing every JSON counts,
// and beyond doubt is only what comes from the service's own host. Members of the JSON are named as error.type.
type AnswerShape struct {
	RequestID               string // The header that names the request.
	RequestIDIn             string // The member that does so where the header is missing.
	RequestIDLike           string // An expression for what stands there.
	Type, Message           string // The members that name the error's type, and that say it; every error has them.
	Has                     []Like // Members that every error has, with what stands there.
	Organization, Workspace string // The headers that name whose the key is.
	Bare                    string // An error of the service's own that names no cause, as curl -i prints it; may be empty.
}

// Like is something with a name, and an expression for what stands there.
type Like struct{ Name, Like string }

// NamedPlace is something of the failing call that stands in a request of a probe: a note of the same name, which a sign takes or a
// person gives.
type NamedPlace struct {
	Name, About string
	Like        string // An expression for the whole of it.
	Pos         Pos
}

// Takes reports whether the text can stand in the place.
func (p *NamedPlace) Takes(text string) bool {
	return text != "" && text != "." && text != ".." && p.Pattern().MatchString(text)
}

// Pattern matches what can stand in the place.
func (p *NamedPlace) Pattern() *regexp.Regexp {
	return regexp.MustCompile("^(?:" + cmp.Or(p.Like, plainWord.String()) + ")$")
}

// Variables are the names of the service's environment variables. Of several for one credential the first that is set counts
// here; a command for another machine names the last.
type Variables struct {
	Key, Token []string // The failing call's: in the key's own header, and behind Bearer.
	Admin      []string
	Other      []string // Another key to compare with.
	BaseURL    string   // Where programs take the base URL from.
	AlsoBase   []string `key:"also_base_url"` // Where some programs look first.
}

// OtherBases returns the variables that name another base URL than the usual one does, which some programs read first.
func (v Variables) OtherBases(getenv func(string) string) []string {
	var others []string
	for _, name := range v.AlsoBase {
		if text := strings.TrimSpace(getenv(name)); text != "" && text != strings.TrimSpace(getenv(v.BaseURL)) {
			others = append(others, name)
		}
	}
	return others
}

// Credentials returns the names of all that hold a credential.
func (v Variables) Credentials() []string { return slices.Concat(v.Key, v.Token, v.Admin, v.Other) }

// Elsewhere returns the name of the variable that a command for another machine takes the credential from. Where the playbook
// names none it is one that names no service.
func (v Variables) Elsewhere(c CredentialKind, bearer bool) string {
	names, usual := v.Key, "API_KEY"
	switch {
	case c == AdminKey:
		names, usual = v.Admin, "ADMIN_KEY"
	case c == OtherKey:
		names, usual = v.Other, "OTHER_KEY"
	case bearer && (len(v.Token) > 0 || len(v.Key) == 0):
		names, usual = v.Token, "AUTH_TOKEN"
	}
	if len(names) == 0 {
		return usual
	}
	return names[len(names)-1]
}

// BaseElsewhere returns the name of the variable that a command for another machine takes the base URL from.
func (v Variables) BaseElsewhere() string { return cmp.Or(v.BaseURL, "API_BASE_URL") }

// SameService reports whether two shapes are of one service: what belongs to the one belongs to the other.
func (s *CallShape) SameService(o *CallShape) bool {
	return s.BaseURL == o.BaseURL && s.KeyHeader == o.KeyHeader && slices.Equal(s.Hosts, o.Hosts) &&
		slices.Equal(s.Variables.Credentials(), o.Variables.Credentials()) && s.Variables.BaseURL == o.Variables.BaseURL
}

// Loopback reports whether the host is this machine, without looking a name up.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// HostOf returns the host of an address as Hosts writes it: in lower case, with the port unless it is the scheme's own.
func HostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// NotedHeader is a request's header whose value goes into the session's notes.
type NotedHeader struct {
	Name string `key:"header"`
	Note string // The note's name.
	Pos  Pos
}

// SeenFacts names the facts that are seen in a request itself. An empty one is not asserted.
type SeenFacts struct {
	Direct       string // It goes straight to the service.
	UsesBeta     string // It uses a beta feature.
	BetaSent     string // It carries the header's values that its features need.
	BetaMissing  string // The answer says that a value is missing; read by a sign.
	BetaLost     string // It carries the values, and the answer says that one is missing.
	StoredObject string // It names a stored object.
	Browser      string // A browser sent it.
	Tunnel       string // A proxy refused the tunnel to the service.
	Pos          Pos
}

// says returns the facts that are named.
func (f SeenFacts) says() []Said {
	var out []Said
	for _, id := range []string{f.Direct, f.UsesBeta, f.BetaSent, f.BetaMissing, f.BetaLost, f.StoredObject, f.Browser, f.Tunnel} {
		if id != "" {
			out = append(out, Said{Fact: id, Value: Yes, Pos: f.Pos})
		}
	}
	return out
}

// KeyKind is a kind of credential, told by how it begins. Of several prefixes that fit, the longest decides.
type KeyKind struct {
	Prefix, Title string
	Bearer        bool   // It is sent as Authorization: Bearer and not in the key's own header.
	Says          []Said // What its use tells.
	Pos           Pos
}

// ObjectKind is a kind of stored object, told by how its id begins.
type ObjectKind struct {
	Prefix string // Such as file_.
	Path   string // Where it is asked for, with the place {id}.
	Pos    Pos
}

// Beta is a beta feature: the value of the header, and the parts of a request that are only open with it.
type Beta struct {
	Value  string
	Fields []string // Top-level fields of the body.
	Tools  []string // Beginnings of tools[].type.
	Paths  []string // Beginnings of the endpoint's path.
	Needed bool     // Without the header those parts are refused. Otherwise the value is accepted and opens nothing any more.
	About  string
	Source string // An https URL, or the name of a package with its version.
	// Checked is a day, YYYY-MM-DD.
	Checked string
	Pos     Pos
}
