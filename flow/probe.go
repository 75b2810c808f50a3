package flow

import (
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

	Credential CredentialKind
	Route      Route
	Needs      []string      // The places and other inputs that must be known, such as model; see package probe.
	After      []string      // Probes whose replies it waits for when they are sent at the same time.
	Cost       Cost          `key:",inline"`
	Deadline   time.Duration // The time for the whole exchange, one retry included.

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

// CredentialKind says which of the credentials a probe is sent with.
type CredentialKind string

// The credentials a probe can be sent with.
const (
	FailingKey CredentialKind = "key"   // The one that the failing call uses.
	AdminKey   CredentialKind = "admin" // An Admin key of the same organization.
	OtherKey   CredentialKind = "other" // Another key of the same organization, to compare with.
	NoKey      CredentialKind = "none"  // None at all.
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
	Headers []Like `key:"header"`
	// Members are expressions for members of the answer's JSON, such as state or block.reason.
	Members []Like `key:"member"`
	// Numbers are ranges for numbers in the answer: in a header, or else in the member of the JSON with that name.
	Numbers []Like `key:"number"`
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
	// CredentialKind and Route are said in words: where the key is from, its end, the header; "through http://proxy:3128 (HTTPS_PROXY)".
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

// Response is what came back to a request, as far as it was read.
type Response struct {
	Status  int
	Headers []Header
	Body    []byte // At most the limit of package probe.
	Cut     bool   // There was more.
	Timing  Timing
}

// Header returns the value of the first header with the name, in any case, or "".
func (a Response) Header(name string) string {
	for _, h := range a.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// ProbeStage is how far a probe is that was sent.
type ProbeStage uint8

// The stages of a probe, in order.
const (
	Queued     ProbeStage = iota // It waits for another probe's reply.
	Resolving                    // The host's address is looked up.
	Connecting                   // A connection is being made, to the host or to a proxy.
	Securing                     // TLS is being agreed on.
	Waiting                      // The request is out, the answer has not begun.
	Receiving                    // The answer is coming in.
	Pausing                      // The service asked to wait before trying once more.
	Done                         // It told, or could not tell.
)

// Progress is one step of one probe.
type Progress struct {
	Probe string
	Stage ProbeStage
	Told  *ProbeResult // Set when Done.
}

// Settings are what probes are sent with, as a person sets and sees them. Secrets are given in full and shown masked: what
// a Prober returns holds only the last four characters.
type Settings struct {
	BaseURL   string
	Key       string // The failing call's key.
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
