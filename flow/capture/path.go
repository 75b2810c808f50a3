package capture

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"why403/flow"
)

// prefix is what every path of the API begins with, such as /v1; "" if that is not known. Most clients add it to the base
// URL, and to others, such as the Vercel AI SDK's, it is the end of the base URL.
func prefix(shape flow.CallShape) string {
	if len(shape.Messages) == 0 {
		return ""
	}
	first, _, more := strings.Cut(strings.TrimPrefix(shape.Messages[0], "/"), "/")
	if !more {
		return ""
	}
	return "/" + first
}

// under returns what follows the beginning in the path, from a slash on.
func under(path, beginning string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, beginning)
	return rest, ok && (rest == "" || rest[0] == '/')
}

// isAPI reports whether the path is one of the API's.
func (w *Listener) isAPI(path string) bool {
	rest, ok := under(path, w.prefix)
	return ok && w.prefix != "" && strings.Trim(rest, "/") != ""
}

// upstreamPath returns the API's path for the one that a program asked for behind the base URL. Both are escaped.
func (w *Listener) upstreamPath(asked string) string {
	path := "/" + strings.TrimLeft(asked, "/") // A base URL that ends in a slash is none of the program's faults.
	if w.isAPI(path) || w.prefix == "" {
		return path
	}
	known := func(whole string) bool {
		rest, ok := under(whole, w.prefix)
		first, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		_, is := under(path, "/"+first)
		return ok && first != "" && is
	}
	s := w.o.Shape
	if slices.ContainsFunc(s.Messages, known) ||
		slices.ContainsFunc(s.Objects, func(o flow.ObjectKind) bool { return known(o.Path) }) ||
		slices.ContainsFunc(s.Betas, func(b flow.Beta) bool { return slices.ContainsFunc(b.Paths, known) }) {
		return w.prefix + path
	}
	return path
}

// enter takes the random segment off the request's path and returns what follows, escaped. It reports false if it is not there.
func (w *Listener) enter(r *http.Request) (asked string, ok bool) {
	asked, ok = under(r.URL.EscapedPath(), "/"+w.segment)
	if !ok {
		return "", false
	}
	to := w.upstreamPath(asked)
	path, err := url.PathUnescape(to)
	if err != nil {
		return "", false
	}
	r.URL.Path, r.URL.RawPath = path, to
	return asked, true
}

// counts reports whether the call can be the one that fails. What browsers, editors and monitors ask of any address cannot.
func (c *call) counts() bool {
	switch c.method {
	case http.MethodOptions: // A browser asks before a call; that carries no key.
		return false
	case http.MethodHead:
		return len(c.keys()) > 0
	default:
		return len(c.keys()) > 0 || c.watch.isAPI(c.path)
	}
}

// detour says where the call would go without the watch, if that is elsewhere; "" if it is not, or nobody knows.
func (c *call) detour() string {
	w := c.watch
	rest, ok := under(c.path, w.prefix)
	base := w.upstream.JoinPath("").String()
	switch base = strings.TrimRight(base, "/"); {
	case !w.given || !ok || w.prefix == "":
		return ""
	case c.asked == rest && !w.versioned && !w.direct: // Such clients know the service's own address without it.
		return fmt.Sprintf("the program adds no %s to the base URL; if that is %s, its calls go to %s%s, which is not there", w.prefix, base, base, rest)
	case c.asked == c.path && w.versioned:
		return fmt.Sprintf("the program adds %[1]s to the base URL; if that is %[2]s%[1]s, its calls go to %[2]s%[1]s%[3]s, which is not there", w.prefix, base, c.path)
	default:
		return ""
	}
}
