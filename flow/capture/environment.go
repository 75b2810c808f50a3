package capture

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"why403/flow"
)

// ownPrefix is what the names of this program's own variables begin with.
const ownPrefix = "WHY403_"

// here are the addresses that a client must reach without a proxy, as the watch is named by them. ::1 is none of them: clients
// on httpx before 0.24 fail on it.
var here = []string{"127.0.0.1", "localhost"}

// Environ returns the environment of a program under watch: its base URL is the watch, the proxies that it names are passed by on
// the way there, and it holds no secret that only this program is meant to have. Everything else stays as it is. Withheld are the
// variables of those secrets that another program could read, too.
func (w *Listener) Environ(environ []string) (env, withheld []string) {
	v := w.o.Shape.Variables
	env, withheld = withoutOwn(environ, v)
	for i, e := range env {
		switch name, value, _ := strings.Cut(e, "="); {
		case value != "" && isAny(name, v.AlsoBase):
			env[i] = name + "=" + w.URL()
		case w.leadsHere(name, value):
			u, _ := url.Parse(value)
			env[i] = name + "=" + w.URL() + strings.TrimRight(u.EscapedPath(), "/")
		}
	}
	env = slices.DeleteFunc(env, func(e string) bool { return named(e, v.BaseURL) })
	return bypassed(append(env, v.BaseURL+"="+w.URL())), withheld
}

// baseName matches the names of variables that hold a base URL.
var baseName = regexp.MustCompile(`(?i)_(BASE_URL|BASE_URI|API_URL|API_BASE|ENDPOINT)$`)

// leadsHere reports whether a variable of another client, which can talk to several services, names this one: its calls, and the key
// that they carry, go there anyway.
func (w *Listener) leadsHere(name, value string) bool {
	u, err := url.Parse(value)
	return err == nil && baseName.MatchString(name) && u.Scheme == "https" && u.Port() == "" && u.User == nil && w.direct && strings.EqualFold(u.Host, w.upstream.Host)
}

func withoutOwn(environ []string, v flow.Variables) (env, withheld []string) {
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		switch {
		case len(name) >= len(ownPrefix) && strings.EqualFold(name[:len(ownPrefix)], ownPrefix): // No other program reads it.
		case name == "" || !isAny(name, slices.Concat(v.Admin, v.Other)):
			env = append(env, e)
		case value != "":
			withheld = append(withheld, name)
		}
	}
	return env, withheld
}

func isAny(name string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// named reports whether the entry of an environment is the variable. Windows does not tell cases apart, and no system has a use
// for two that differ by it, but for those of proxies.
func named(entry, name string) bool {
	n, _, _ := strings.Cut(entry, "=")
	return strings.EqualFold(n, name)
}

// bypassed has every list of exceptions from proxies name this machine. Clients read NO_PROXY, no_proxy, or one with a prefix
// beside a proxy's variable with the same prefix, as global-agent does.
func bypassed(env []string) []string {
	get := func(name string) (string, bool) {
		for _, e := range slices.Backward(env) { // Of two the last one counts.
			if value, ok := strings.CutPrefix(e, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
	upper, isUpper := get("NO_PROXY")
	lower, isLower := get("no_proxy")
	switch {
	case !isUpper && isLower:
		env = append(env, "NO_PROXY="+lower) // Or a client that reads it first would lose the list.
	case !isUpper:
		env = append(env, "NO_PROXY=")
	}
	if !isLower {
		env = append(env, "no_proxy="+upper)
	}
	for _, e := range slices.Clone(env) {
		name, _, _ := strings.Cut(e, "=")
		prefix, ok := strings.CutSuffix(strings.TrimSuffix(name, "_PROXY"), "HTTP")
		if !ok {
			prefix, ok = strings.CutSuffix(strings.TrimSuffix(name, "_PROXY"), "HTTPS")
		}
		if _, has := get(prefix + "NO_PROXY"); ok && prefix != "" && !has { // Such a client reads its own list only.
			env = append(env, prefix+"NO_PROXY=")
		}
	}
	for i, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if n := strings.ToLower(name); strings.HasSuffix(n, "no_proxy") || strings.HasSuffix(n, "noproxy") {
			env[i] = name + "=" + withHere(value)
		}
	}
	return env
}

// withHere adds this machine to a list of exceptions. An asterisk alone excepts everything, for most clients only if it is alone.
func withHere(list string) string {
	if strings.TrimSpace(list) == "*" {
		return "*"
	}
	list = strings.TrimRight(list, ", \t")
	for _, h := range here {
		if !slices.Contains(strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }), h) {
			list = strings.TrimPrefix(list+","+h, ",")
		}
	}
	return list
}

// Export is what a person types in one kind of shell so that programs started there are under watch.
type Export struct {
	Shell string
	Lines []string
}

// Exports returns what to type, for each shell. What the shell's lists of exceptions from proxies name stays in them.
func (w *Listener) Exports() []Export {
	url, list, base := w.URL(), strings.Join(here, ","), w.o.Shape.Variables.BaseURL
	return []Export{
		{Shell: "sh", Lines: []string{
			"export " + base + "=" + url,
			`[ "${no_proxy=${NO_PROXY-}}" = '*' ] || export no_proxy="${no_proxy:+$no_proxy,}` + list + `"`,
			`[ "${NO_PROXY=$no_proxy}" = '*' ] || export NO_PROXY="${NO_PROXY:+$NO_PROXY,}` + list + `"`,
		}},
		{Shell: "fish", Lines: []string{
			"set -gx " + base + " " + url,
			"set -q no_proxy; or set -gx no_proxy $NO_PROXY; set -q NO_PROXY; or set -gx NO_PROXY $no_proxy",
			`test "$no_proxy" = '*'; or set -gx no_proxy (string join , $no_proxy ` + strings.Join(here, " ") + ")",
			`test "$NO_PROXY" = '*'; or set -gx NO_PROXY (string join , $NO_PROXY ` + strings.Join(here, " ") + ")",
		}},
		{Shell: "PowerShell", Lines: []string{
			"$env:" + base + " = '" + url + "'",
			"if (-not $env:NO_PROXY) { $env:NO_PROXY = $env:no_proxy }",
			"if ($env:NO_PROXY -ne '*') { $env:NO_PROXY = \"$env:NO_PROXY," + list + "\".Trim(',') }; $env:no_proxy = $env:NO_PROXY",
		}},
	}
}
