package flow

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Probe is a request by which the service itself answers questions of the playbook. It is data: what is sent, what it
// costs, and what each reply would tell. Path, Beta and Body may hold places in braces, such as {model}, which are filled
// in from what is known about the failing call.
type Probe struct {
	ID    string
	Title string // What it does, one line, in the imperative.
	Why   string // What it finds out, one sentence.

	Measures Measure
	At       string // The base URL of another service that is asked, without any credential; empty for the API's.
	Method   string
	Path     string // With its query, such as /v1/models/{model}.
	Beta     string // The value of the beta header; empty for no such header.
	Body     string // Empty for none.

	Credential Credential
	Route      Route
	Needs      []string // The places and other inputs that must be known, such as model; see package probe.
	After      []string // Probes whose replies it waits for when they are sent at the same time.
	Cost       Cost
	Deadline   time.Duration // For the whole exchange, one retry included.

	// Replies are tried in order; the first that fits decides. When none fits, the probe could not tell.
	Replies []Reply
	// Differs is what it tells when the usual route does not get through and another does. Its conditions count for nothing.
	Differs Reply
	Pos     Pos
}

// AllReplies returns all that a reply can tell, that of routes that differ among them.
func (p *Probe) AllReplies() []Reply {
	if p.Differs.Means == "" {
		return p.Replies
	}
	return append(slices.Clone(p.Replies), p.Differs)
}

// Measure says what a probe measures.
type Measure string

// The kinds of probes.
const (
	AsksAPI     Measure = ""        // A request to the API.
	AsksTrace   Measure = "trace"   // Cloudflare's lines about the connection: the country and the data center.
	AsksStatus  Measure = "status"  // A status page's JSON.
	AsksTLS     Measure = "tls"     // The certificate that is shown; nothing is sent over the connection.
	AsksAddress Measure = "resolve" // The addresses of the host's name.
)

// finds lists what a measurement of the kind can find, as Reply.Finds names it. That of AsksAPI has none.
func (k Measure) finds() []string {
	switch k {
	case AsksTrace:
		return []string{"supported", "unsupported", "other"}
	case AsksStatus:
		return []string{"quiet", "incident", "elsewhere"}
	case AsksTLS:
		return []string{"public", "inspected", "private", "unverified"}
	case AsksAddress:
		return []string{"public", "private", "faked"}
	default:
		return nil
	}
}

// Credential says which of the credentials a probe is sent with.
type Credential string

// The credentials a probe can be sent with.
const (
	FailingKey Credential = "key"   // The one that the failing call uses.
	AdminKey   Credential = "admin" // An Admin key of the same organization.
	OtherKey   Credential = "other" // Another key of the same organization, to compare with.
	NoKey      Credential = "none"  // None at all.
)

// Route says which way a probe takes.
type Route string

// The routes a probe can take.
const (
	UsualRoute Route = ""      // As the environment says.
	OtherRoute Route = "other" // The one that was given to compare with.
	EachRoute  Route = "each"  // All that there are, at the same time: the usual one decides, and the others are compared with it.
)

// Cost is what one sending of a probe costs. The zero Cost is free.
type Cost struct {
	Tokens int    // About how many, input and output together.
	Money  string // In words, such as "about $0.000002".
}

// Free reports whether sending costs nothing.
func (c Cost) Free() bool { return c == Cost{} }

// Reply is one kind of answer to a probe, and what it tells. Its conditions must all hold; an empty one always does. A
// reply fits only what the API itself answered, unless By says otherwise.
type Reply struct {
	Status []string // Such as 200, or 500-599.
	Type   []string // The error's type.
	// By is "api", which is also meant by "", or "any": of what something else answered it asserts what is yes, and tells
	// only if Told is set.
	By string
	// Lists is a text with places that must be one of the strings in the answer's JSON; Lacks is one that must not.
	Lists, Lacks string
	// KeyStatus is what the organization's list of keys says of the failing key: active, inactive, archived, expired.
	KeyStatus []string
	// Organization and Workspace are "same", "other" or "unknown": the one the answer's headers name, compared with the one
	// that the failing key's answers name.
	Organization, Workspace string
	// UsesBeta and NamesObject say of the failing request, as it was given: a part of it is a beta feature or it sends a beta
	// value; it names a stored object.
	UsesBeta, NamesObject Value
	// Headers are expressions for headers of the answer, all of which must be there.
	Headers []Like
	// Members are expressions for members of the answer's JSON, such as state or block.reason.
	Members []Like
	// Numbers are ranges for numbers in the answer: in a header, or else in the member of the JSON with that name.
	Numbers []Like
	// Finds is what was measured, one of Measure.finds.
	Finds        []string
	When, Unless Cond

	// Says are the facts that the reply asserts. A reply without Says, Reads and Told could not tell, and Means is why.
	Says  []Said
	Told  bool   // It tells something although it asserts nothing.
	Reads bool   // The answer is also read for signs, as a pasted text is.
	Means string // One sentence, for the card and for the result.
	Pos   Pos
}

// Tells reports whether the reply tells anything.
func (r Reply) Tells() bool { return len(r.Says) > 0 || r.Reads || r.Told }

// Said is a fact with the value that it is said to have.
type Said struct {
	Fact  string
	Value Value
	Pos   Pos
}

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

// ClassFact says what class a refusal is of whose answer shows the fact.
type ClassFact struct {
	Fact  string
	Class Class
	Pos   Pos
}

// Class says what kind of thing kept a request from its answer.
type Class string

// The classes.
const (
	ClassDNS    Class = "dns"
	ClassTCP    Class = "tcp"
	ClassTLS    Class = "tls"
	ClassProxy  Class = "proxy"
	ClassEdge   Class = "edge"
	ClassRegion Class = "region"
	ClassAuth   Class = "auth"
	ClassLimit  Class = "limit"
	ClassOther  Class = "other"
)

// Layer is a part of the way to the API, from this machine on.
type Layer string

// The layers, in the order in which a request meets them.
const (
	LayerDNS   Layer = "dns"
	LayerTCP   Layer = "tcp"
	LayerProxy Layer = "proxy"
	LayerTLS   Layer = "tls"
	LayerEdge  Layer = "edge"
	LayerAPI   Layer = "api"
)

// Break is the first layer that did not let a request through, and what kind of thing that is. The zero Break is none.
type Break struct {
	Layer Layer
	Class Class
}

// Variables are the names of the service's environment variables. Of several for one credential the first that is set counts
// here; a command for another machine names the last.
type Variables struct {
	Key, Token []string // Of the failing call: in the key's own header, and behind Bearer.
	Admin      []string
	Other      []string // Another key to compare with.
	BaseURL    string   // Where programs take the base URL from.
	AlsoBase   []string // Where some programs look first.
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
func (v Variables) Elsewhere(c Credential, bearer bool) string {
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
	Name string
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

// Header is one line of a request's or answer's head. A secret header's value is never shown: Value holds it only on the
// way to the socket.
type Header struct {
	Name, Value string
	Secret      bool
}

// Request is what a probe sends, complete and in order. With its secrets masked it can be shown; shown and sent are the same
// bytes but for those.
type Request struct {
	Probe   string // The probe's id.
	Method  string
	URL     string
	Headers []Header
	Body    string
}

// Card is a probe ready to be shown before it is sent.
type Card struct {
	Probe   *Probe
	Request Request // Secrets masked to their last four characters.
	// Credential and Route are said in words: where the key is from, its end, the header; "through http://proxy:3128 (HTTPS_PROXY)".
	Credential, Route string
	Missing           []string // What has to be known before it can be sent from here, in words; the command can be had all the same.
	Decides           []string // The facts that its replies can assert, those still unknown first.
	Portable          bool     // A command for another machine needs nothing more than the key that is there.
	Fillable          bool     // It is portable, or will be once a person has named the model.
	Useful            bool     // It can still change where a cause stands.
}

// ProbeResult is what came of one probe. It is kept apart from the facts so that "could not tell" has a place, too.
type ProbeResult struct {
	Probe string
	Tells bool   // False: could not tell, and Means is why.
	Means string // One sentence.

	Facts []Fact // With their source, the probe as their rule, and the evidence as their quote.
	Notes []Note

	Status     int  // 0 when there was no answer.
	Seen       bool // A certificate or addresses came, in the place of an answer; no request was sent.
	Type       string
	RequestID  string
	AnsweredBy string // In words, such as "something on the way".
	Retried    bool   // It was sent a second time, after the wait that the first answer asked for.
	Timing     Timing
	Broke      Break
	Ways       []Way // What came by each route, the usual one first, where it took more than one.
}

// Way is what came of a probe by one route.
type Way struct {
	Route  string // In words, without secrets.
	Tells  bool
	Means  string
	Status int
	Broke  Break
}

// CommandOutput is what was read in a text that commands on another machine printed.
type CommandOutput struct {
	Told   []ProbeResult // In the playbook's order; one for each probe.
	Passed []error       // Why each result was passed over that cannot be used, in the order of the text.
	// Foreign is why none of it is known to be this session's; nil if it is. It counts only if a person says so.
	Foreign error
}

// Timing is how long the parts of an exchange took; a part that did not happen is zero.
type Timing struct {
	DNS, Connect, TLS, FirstByte, Total time.Duration
}

// Answer is what came back to a request, as far as it was read.
type Answer struct {
	Status  int
	Headers []Header
	Body    []byte // At most the limit of package probe.
	Cut     bool   // There was more.
	Timing  Timing
}

// Header returns the value of the first header with the name, in any case, or "".
func (a Answer) Header(name string) string {
	for _, h := range a.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// Stage is how far a probe is that was sent.
type Stage uint8

// The stages of a probe, in order.
const (
	Queued     Stage = iota // It waits for another probe's reply.
	Resolving               // The host's address is looked up.
	Connecting              // A connection is being made, to the host or to a proxy.
	Securing                // TLS is being agreed on.
	Waiting                 // The request is out, the answer has not begun.
	Receiving               // The answer is coming in.
	Pausing                 // The service asked to wait before trying once more.
	Done                    // It told, or could not tell.
)

// Progress is one step of one probe.
type Progress struct {
	Probe string
	Stage Stage
	Told  *ProbeResult // Set when Done.
}

// Settings are what probes are sent with, as a person sets and sees them. Secrets are given in full and shown masked: what
// a Prober returns holds only the last four characters.
type Settings struct {
	BaseURL   string
	Key       string // Of the failing call.
	AdminKey  string
	OtherKey  string
	Model     string
	Object    string // The id of the stored object that the call names, such as file_…, or the endpoint's path.
	Betas     string // The beta values that the failing call sends, separated by commas.
	Request   string // The path of a file with the failing request's body.
	Route     string // A proxy's URL, or "direct": the other route to compare with.
	KeyFrom   string // Where the key comes from, in words; only shown.
	UsualPath string // The usual route, in words; only shown.
}
