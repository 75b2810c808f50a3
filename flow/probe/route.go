package probe

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

// Proxies are the rules by which the environment sends requests through a proxy, as Go's own client and most SDKs read
// them: HTTPS_PROXY for https, but for the hosts in NO_PROXY and for this machine. Plain http only goes to this machine.
type Proxies struct {
	variable string // The variable that named the proxy.
	secret   Secret // Its text, which may hold a password.
	except   string
	past     bool // The exceptions do not count; what is said names them.
	Warnings []string
}

// ProxiesFrom reads the rules.
func ProxiesFrom(getenv func(string) string) Proxies {
	var p Proxies
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		if text := strings.TrimSpace(getenv(name)); text != "" && p.variable == "" {
			p.variable, p.secret = name, newSecret(text)
			if _, err := parseRoute(text); err != nil {
				p.Warnings = append(p.Warnings, name+": "+sentence(err.Error()))
			}
		}
	}
	for _, name := range []string{"ALL_PROXY", "all_proxy"} {
		if p.variable == "" && getenv(name) != "" {
			p.Warnings = append(p.Warnings, name+" is set: curl and Python go through it, and these requests do not. Give it as the other route to compare.")
			break
		}
	}
	if p.except = getenv("NO_PROXY"); p.except == "" {
		p.except = getenv("no_proxy")
	}
	return p
}

// route is one way to a host.
type route struct {
	proxy *url.URL // Nil for the direct way.
	words string   // With secrets masked.
	err   error    // Why it cannot be taken.
}

// proxyFor returns the proxy for the address, or nil.
func (p Proxies) route(to *url.URL) route {
	if p.variable == "" || to.Scheme != "https" || flow.Loopback(to.Hostname()) {
		return route{words: "directly"}
	}
	if excepted(p.except, to) {
		return route{words: "directly (NO_PROXY)"}
	}
	u, err := parseRoute(p.secret.text())
	if err != nil {
		return route{words: "by the proxy in " + p.variable, err: fmt.Errorf("%s: %w", p.variable, err)}
	}
	from := p.variable
	if p.past {
		from += ", which NO_PROXY passes by"
	}
	return route{proxy: u, words: fmt.Sprintf("through %s (%s)", masked(u), from)}
}

// excepted reports whether the list, as in NO_PROXY, names the address: *, a domain and all below it, .domain for only those
// below it, an IP address, a range; each but the last with a port if need be.
func excepted(list string, to *url.URL) bool {
	host, port := strings.ToLower(strings.TrimSuffix(to.Hostname(), ".")), to.Port()
	if port == "" {
		port = "443"
	}
	ip, _ := netip.ParseAddr(host)
	ip = ip.Unmap()
	for _, e := range strings.Split(strings.ToLower(list), ",") {
		e = strings.TrimSpace(e)
		if e == "*" {
			return true
		}
		if r, err := netip.ParsePrefix(e); err == nil {
			if ip.IsValid() && r.Contains(ip) {
				return true
			}
			continue
		}
		if h, p, err := net.SplitHostPort(e); err == nil {
			if p != port {
				continue
			}
			e = h
		}
		e = strings.TrimPrefix(strings.Trim(e, "[]"), "*")
		if a, err := netip.ParseAddr(e); err == nil {
			if ip.IsValid() && a.Unmap() == ip {
				return true
			}
			continue
		}
		if e != "" && (host == e || strings.HasSuffix(host, "."+strings.TrimPrefix(e, "."))) {
			return true
		}
	}
	return false
}

// parseRoute reads a proxy's URL, in which http:// may be missing, or Direct, which gives nil. No error contains the text.
func parseRoute(text string) (*url.URL, error) {
	if text == "" || strings.EqualFold(text, Direct) {
		return nil, nil
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return nil, errors.New("this is no proxy's URL, such as http://proxy:3128")
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	default:
		return nil, errors.New("a proxy's URL begins with http://, https:// or socks5://")
	}
}

// masked returns the proxy's URL without its user and password.
func masked(u *url.URL) string {
	user := ""
	if u.User != nil {
		user = redact.Mark + "@"
	}
	return u.Scheme + "://" + user + u.Host
}

func maskedRoute(text string) string {
	u, err := parseRoute(text)
	switch {
	case text == "" || err != nil:
		return ""
	case u == nil:
		return Direct
	default:
		return masked(u)
	}
}

// other returns the route to compare with.
func (s *Setup) other(to *url.URL) route {
	u, err := parseRoute(s.Via)
	switch {
	case s.Via == "":
		return route{words: "by another route", err: errors.New("no other route is given")}
	case err != nil:
		return route{words: "by another route", err: err}
	case u == nil:
		return route{words: "directly, past every proxy"}
	case to.Scheme == "http" && !flow.Loopback(u.Hostname()):
		return route{words: "through " + masked(u), err: errors.New("plain http through a proxy would send the key in the clear")}
	default:
		return route{proxy: u, words: "through " + masked(u) + " (the other route)"}
	}
}

// usual says the usual route in words.
func (s *Setup) usual(to *url.URL) string {
	if to == nil {
		return ""
	}
	return s.Proxies.route(to).words
}
