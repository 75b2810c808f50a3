package local

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/redact"
)

// value is what may be known of the value of a variable. The value itself is nowhere in it.
type value struct {
	empty   bool
	unknown bool // That it is set is all that is known.

	// Of a credential.
	length int // Characters.
	kind   *flow.KeyKind
	end    string // At most the last four characters.
	flaws  []string
	loader []string // Flaws that the file's loader takes off, or not.

	// Of an address or a proxy.
	host    string // As it may be shown; empty if it is none.
	party   string
	is      string // The kind of the party.
	bad     bool   // It is no address.
	version bool   // It ends in /v1.
	socks   bool

	on      bool // Of a switch.
	exempts bool // Of the hosts that no proxy is used for.
	there   bool // Of a file that it names.
	headers []string
}

const (
	tail     = 4  // Characters of a secret that may be shown.
	minShown = 16 // Characters that a secret has of which any are.
)

var (
	hostText = regexp.MustCompile(`^(?:[a-z0-9-]{1,40}\.)+[a-z0-9-]{1,24}$|^localhost$|^\[?[0-9a-f:]{2,39}\]?$`)
	letters  = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// describe says what may be known of a value. In a file of variables quotes and the end of the line are the loader's.
func (d *Doctor) describe(m Machine, v Variable, raw string, inFile bool) value {
	out := value{}
	if inFile {
		raw, out.loader = d.unwrap(raw)
	}
	if out.empty = strings.TrimSpace(raw) == ""; out.empty {
		return out
	}
	switch v.For {
	case Credential:
		d.describeKey(&out, raw)
	case Address, Proxy, CloudAddress:
		d.describeAddress(&out, strings.TrimSpace(raw), v.For == Proxy)
	case Switch:
		out.on = !slices.Contains([]string{"0", "false", "no", "off"}, strings.ToLower(strings.TrimSpace(raw)))
	case Exempt:
		for _, e := range strings.FieldsFunc(strings.ToLower(raw), func(r rune) bool { return r == ',' || r == ' ' }) {
			e = strings.TrimPrefix(strings.TrimPrefix(e, "*"), ".")
			out.exempts = out.exempts || e == "" || d.Home == e || strings.HasSuffix(d.Home, "."+e)
		}
	case CA:
		out.there = m.Is(raw)
	case CustomHeaders:
		for line := range strings.Lines(raw) {
			name, _, _ := strings.Cut(line, ":")
			if name = strings.ToLower(strings.TrimSpace(name)); slices.Contains(d.Headers, name) {
				out.headers = append(out.headers, name)
			}
		}
	case Elsewhere:
		out.on = strings.ToLower(raw) != "false"
	case Profile, Federation, IDs:
	}
	return out
}

// unwrap takes off what loaders of variables take off, and says what that was.
func (d *Doctor) unwrap(raw string) (string, []string) {
	var words []string
	if bare := strings.TrimSuffix(raw, "\r"); bare != raw {
		raw, words = bare, append(words, d.flaw("crlf"))
	}
	raw = strings.TrimSpace(raw)
	if n := len(raw); n > 1 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		raw, words = raw[1:n-1], append(words, d.flaw("quotes"))
	}
	return raw, words
}

func (d *Doctor) flaw(id string) string {
	i := slices.IndexFunc(d.Flaws, func(f Flaw) bool { return f.ID == id })
	return d.Flaws[i].Words
}

func (d *Doctor) describeKey(out *value, raw string) {
	out.length = utf8.RuneCountInString(raw)
	for _, f := range d.Flaws {
		if f.Pattern != "" && regexp.MustCompile(f.Pattern).MatchString(raw) {
			out.flaws = append(out.flaws, f.Words)
		}
	}
	bare := strings.Trim(raw, " \t\r\n\"'`")
	if rest := bare[min(len("bearer "), len(bare)):]; strings.EqualFold(bare[:len(bare)-len(rest)], "bearer ") {
		bare = strings.TrimSpace(rest)
	}
	out.kind = d.kind(bare)
	if end := bare[max(0, len(bare)-tail):]; len(bare) >= minShown && letters.MatchString(end) {
		out.end = end
	}
}

// describeAddress keeps no more of an address than its host, and of that nothing that looks like a secret.
func (d *Doctor) describeAddress(out *value, raw string, proxy bool) {
	if proxy && !strings.Contains(raw, "://") {
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		out.bad = true
		return
	}
	out.socks = strings.HasPrefix(u.Scheme, "socks")
	out.bad = u.Scheme != "https" && u.Scheme != "http" && !out.socks
	out.version = strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1")
	d.describeHost(out, u.Hostname())
}

// maxBareName is how long a host without a domain may be, in bytes, to be shown: what is longer may be a key in the wrong variable.
const maxBareName = 11

func (d *Doctor) describeHost(out *value, host string) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	bare := len(host) > maxBareName && !strings.ContainsAny(host, ".:")
	if masked, n := redact.Secrets(host); bare || n > 0 || masked != host || !hostText.MatchString(host) {
		host = d.title("no-host")
	}
	out.host = host
	if out.party, out.is = d.Party(host); flow.Loopback(host) {
		out.is = "loopback"
	}
}
