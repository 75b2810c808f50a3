package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

var (
	callHost = expr.Lazy{Expr: `(?:^|\n)[ \t]*(?:` + beforeHost + `)` + hostName}
	// farHost does so in a text with words that stand anywhere in their line, for which it takes many times as long.
	farHost = expr.Lazy{Expr: `(?:^|\n)[ \t]*(?:` + beforeHost + `|[^\n]{0,40}\bfailed to connect to |[^\n]{0,400}\byou are unable to access[ \t]*(?:<[^<>\n]{0,80}>[ \t]*)?)` + hostName}
	// directHost is a host that somebody says is called with nothing in between.
	directHost = expr.Lazy{Expr: `\b(?:direct(?:ly|ement|amente|e|o|a)?|straight|direkt)[ \t]+(?:call(?:s|ing)?[ \t]+|request(?:s)?[ \t]+)?(?:to|at|against|gegen|an|zu|à|vers|a|ao|contra|su)[ \t]+(?:https?://)?` + hostName +
		`|\b(?:directly|direkt|directement|directamente)[ \t]*\([ \t]*(?:https?://)?` + hostName + `|(?:直接|直连)(?:调用|访问|请求|连接|连|走)?(?:的是)?[ \t]*(?:https?://)?` + hostName + `|` + hostName + `/?[,;:]?[ \t]+(?:directly|direkt|directement|directamente|with nothing in between)\b`}
	comparison = expr.Lazy{Expr: `\b(?:works?|worked|working|fine|ok|succeed\w*|200|geht|funktioniert|klappt|marche|fonctionne|funciona|if|when|wenn|try|tried)\b|正常|可以|能通|成功`}
	operation  = expr.Lazy{Expr: `(?:\b[A-Za-z][\w.]*: )?An error occurred \(([A-Za-z]\w*)\) when calling the \w+ operation(?: \([^)\n]*\))?: ([^\n]{3,600})`}
	// wentWell is the line of a call that was answered as it should be.
	wentWell   = expr.Lazy{Expr: `^[^{]*(?:\b20[0-6] ok\b|\bhttp/[\d.]+["']? 20[0-6]\b|\bstatus(?:code)?[=: ]+20[0-6]\b|(?:->|→|=>) ?20[0-6]\b)`}
	thenWell   = expr.Lazy{Expr: `^\S+["')\]]? +(?:(?:returned|answered|responded with|gave|status|code|http|:|-|–) *){0,2}20[0-6]\b`} // An address, and that.
	statusLine = expr.Lazy{Expr: `^[ \t<]*http/[\d.]+ ([1-5]\d\d)\b`}
	idText     = expr.Lazy{Expr: `\brequest[-_ ]?id["']?(?:\s*(?:[:=]|=>)|[ \t]+(?:is[ \t]+)?)\s*["']?([a-z0-9][\w-]{7,80})`}
	typeText   = expr.Lazy{Expr: `^["']?[ \t]*(?::|-|–|·)[ \t]*["']?([^\n"{·]{3,400})`}
)

const (
	hostName   = `([a-z0-9-]+(?:\.[a-z0-9-]+)+)`
	beforeHost = `>[ \t]*host:[ \t]*|\*[ \t]+connected to |>?[ \t]*connect[ \t]+|\*[ \t]+establish http proxy tunnel to |host:[ \t]+`
)

const maxFound = 64 // Addresses, ids and types of one kind that are read in one text.

// addresses reads where the failing call went, and types and request ids that stand outside of any object.
func (c *collector) addresses() {
	low := asciiLower(c.text)
	c.urls(low)
	tunnel := slices.ContainsFunc([]string{"connect tunnel", "proxy tunnel", "uses proxy", "\nconnect ", "> connect "}, func(s string) bool { return strings.Contains(low, s) })
	if strings.Contains(low, "host:") || strings.Contains(low, "connect") || strings.Contains(low, "tunnel to") || strings.Contains(low, "unable to access") {
		said := &callHost
		if strings.Contains(low, "failed to connect to ") || strings.Contains(low, "you are unable to access") {
			said = &farHost
		}
		for _, m := range said.FindAllStringSubmatchIndex(low, maxFound) {
			if tunnel && strings.Contains(low[m[0]:m[2]], "connected to") {
				continue // The proxy, not where the call was to go.
			}
			if strings.HasPrefix(low[m[3]:], " port ") {
				continue // curl's words for what it could not reach, which may be the proxy.
			}
			c.add(&report{start: m[0], end: m[1], hosts: []string{c.text[m[2]:m[3]]}})
		}
	}
	if len(c.text) <= maxPersonal && (strings.Contains(low, "dire") || strings.Contains(low, "straight") || strings.Contains(low, "直") || strings.Contains(low, "nothing in between")) {
		c.direct(low)
	}
	if slices.ContainsFunc([]string{"request_id", "request-id", "request id", "requestid"}, func(s string) bool { return strings.Contains(low, s) }) {
		for _, m := range idText.FindAllStringSubmatchIndex(low, maxFound) {
			if id := c.text[m[2]:m[3]]; isID(id) && !wentWell.MatchString(lineAt(low, m[0])) {
				c.add(&report{start: m[0], end: m[1], requestID: id})
			}
		}
	}
	c.types()
	c.operations()
}

// operations reads what an SDK says of a call that it names: "An error occurred (Kind) when calling the Name operation: …".
func (c *collector) operations() {
	if !strings.Contains(c.text, "An error occurred (") {
		return
	}
	for _, m := range operation.FindAllStringSubmatchIndex(c.text, maxFound) {
		if c.isTaken(m[0]) {
			continue
		}
		whole := strings.TrimSpace(c.text[m[0]:m[1]])
		c.add(&report{start: m[0], end: m[1], errType: c.text[m[2]:m[3]], message: whole, messages: []string{whole, strings.TrimSpace(c.text[m[4]:m[5]])}})
	}
}

// direct reads a host that somebody says is called directly, unless that is what works: the call that fails went elsewhere then.
func (c *collector) direct(low string) {
	for _, m := range directHost.FindAllStringSubmatchIndex(low, maxFound) {
		start := strings.LastIndexAny(low[:m[0]], ".!?;\n") + 1
		end := len(low)
		if n := strings.IndexAny(low[m[1]:], "!?;\n"); n >= 0 {
			end = m[1] + n
		}
		if comparison.MatchString(low[start:end]) {
			continue
		}
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				c.add(&report{start: m[0], end: m[1], hosts: []string{c.text[m[g]:m[g+1]]}})
			}
		}
	}
}

// urls reads the addresses that calls went to. A proxy's, a local server's own, and those that a message only links to are none.
func (c *collector) urls(low string) {
	for i, n := 0, 0; n < maxFound; n++ {
		at := strings.Index(low[i:], "://")
		if at < 0 {
			return
		}
		at += i
		i = at + len("://")
		start := at
		for start > 0 && letter(low[start-1]) {
			start--
		}
		if scheme := low[start:at]; scheme != "http" && scheme != "https" {
			continue
		}
		end := i
		for end < len(low) && strings.IndexByte(" \t\n\"'<>)]`", low[end]) < 0 {
			end++
		}
		address := strings.TrimRight(c.text[start:end], ".,;:\\")
		if cutHost.MatchString(c.text[i:end]) {
			i = end
			continue
		}
		if !c.shared.parties.tellsOfCaller(address) && called(low[max(0, start-maxLead):start], address, low[start+len(address):min(len(low), start+len(address)+maxTrail)]) && !answeredWell(low, start) {
			_, command := argumentOf(command(low[max(0, start-maxLead):start]))
			c.add(&report{start: start, end: end, urls: []string{address}, byCommand: command})
		}
		i = end
	}
}

// cutHost is a host of which somebody, or a narrow screen, left the end out.
var cutHost = expr.Lazy{Expr: `^(?:[^/?#]*@)?[\w.-]*(?:…|\.\.)`}

// answeredWell reports whether the call of an address was answered as it should be, by what its line says or by what a command printed
// below it: the call that fails is another one.
func answeredWell(low string, at int) bool {
	line, from := lineAt(low, at), low[at:min(len(low), at+maxHead)]
	if wentWell.MatchString(line) || thenWell.MatchString(from) {
		return true
	}
	if _, command := argumentOf(low[strings.LastIndexByte(low[:at], '\n')+1 : at]); !command {
		return false
	}
	_, output, _ := strings.Cut(from, "\n")
	well := shown.MatchString(line) && printsAnswer(output)
	for line := range strings.Lines(output) {
		if _, next := argumentOf(line); next {
			break
		}
		if m := statusLine.FindStringSubmatch(line); m != nil {
			well = m[1][0] == '2' // The last one is the host's: a proxy has answered before it.
		}
	}
	return well
}

// printsAnswer reports whether what a command printed begins with an answer of a model, or with a list.
func printsAnswer(output string) bool {
	output = strings.TrimLeft(output, " \n")
	if !strings.HasPrefix(output, "{") {
		return false
	}
	v, _, ok := parseObject(output, 0)
	return ok && (isReply(v) || slices.ContainsFunc(v.fields, func(f field) bool { return f.key == "data" && f.kind == list }))
}

const (
	maxHead  = 800 // Bytes after an address in which the heads of its answer begin.
	maxLead  = 200 // Bytes before an address that may tell that it was called.
	maxTrail = 60  // Bytes after it.
)

var (
	methods  = []string{"get", "post", "put", "delete", "patch", "head", "options"}
	callKeys = []string{"base_url", "baseurl", "api_base", "apibase", "request_url", "requesturl", "endpoint", "entrypoint", "upstream", "uri", "url", "host"}
	callings = []string{
		"for url", "connect to", "connecting to", "fetching", "request to", "request for", "calling", "proxying to", "forwarding to", "unable to access",
		"pushing to", "uploading to", "uploading distributions to", "posting to", "while getting", "downloading", "navigate", "response body at",
		"requesting", "reading", "downloading from", "retrieving", "pushing gem to", "registry at", "push to", "response from",
		"returned for", "base url", "error for", "failed for", "forbidden for", "unauthorized for", "accessing", "contacting",
	}
	// Before the address that something is asked at by a tool, whatever kind of page it is.
	tools = []string{"fetch", "webfetch", "web_fetch", "-uri", "--url"}
	// Commands whose bare argument is the address.
	commands = []string{"curl", "wget", "irm", "iwr", "invoke-restmethod", "invoke-webrequest", "git clone", "git push", "git fetch", "git ls-remote"}
	// The last words before an address that is a proxy's, or what a local server says that it can be reached at.
	notCalled = []string{
		"proxy", "proxy_url", "proxyurl", "proxy url", "proxy server", "proxies", "running on", "listening on", "listening at", "serving on", "serving at",
		"available at", "started at", "started on", "ready on", "ready at", "local", "network",
	}
	// What an address is for, before "url" or "uri": "Local URL", "redirect_uri". The call went to none of these.
	notTargets = []string{
		"local", "network", "external", "public", "proxy", "doc", "docs", "documentation", "help", "troubleshooting", "support", "info", "details", "error",
		"redirect", "callback", "verification", "auth", "authorize", "authorization", "login", "appeal", "html", "image", "avatar", "homepage", "issue",
		"issues", "dashboard", "console", "web", "session", "page", "reference",
	}
	helpHosts = []string{
		"docs", "doc", "help", "support", "learn", "developer", "developers", "status", "community", "tools.ietf.org", "www.rfc-editor.org", "curl.se",
		"curl.haxx.se", "httpstatuses.com", "httpstatuses.io", "aka.ms", "cloud.google.com", "console.cloud.google.com", "console.developers.google.com",
		"console.aws.amazon.com", "platform", "www.w3.org", "go.microsoft.com", "errors.pydantic.dev",
	}
	helpPaths = []string{"/docs/", "/doc/", "/documentation", "/articles/", "/help/", "/troubleshooting", "/rfc"}

	cameFrom  = expr.Lazy{Expr: `\b(?:fetch\w*|download\w*|load\w*|retriev\w*|got|received|forbidden|unauthorized|responses?|errors?|http|[45]\d\d)\b[^.!?]{0,40} from$`}
	refusedAt = expr.Lazy{Expr: `(?:\b[45]\d\d|forbidden|unauthorized|denied|refused)\)?(?: (?:status|error|response|code|forbidden|unauthorized))* at$`}
	dated     = expr.Lazy{Expr: `\d\d--\s+$`} // wget's log.
	// What follows an address that was called: "… resulted in a `401", ": status code: 403", "-> 403".
	endedIn = expr.Lazy{Expr: "^[\"'`)\\]>.,;]*[ \\t:]*(?:(?:resulted in|returned|responded with|answered|replied|gave|got|failed|with|status|code|http(?:/[\\d.]+)?|error|=>|->|→|⇢|—|–|-)[ \\t:]*){0,4}(?:an? )?[`\"'(\\[]?[45]\\d\\d\\b"}
)

// called reports whether what stands around an address says that a call went there: POST …, url: …, curl …, … resulted in a 403.
func called(before, address, after string) bool {
	before = command(before)
	if argument, ok := argumentOf(before); ok {
		return argument
	}
	bare := strings.TrimRight(before, " \t\"'`(<")
	if len(bare) < len(before) && (endsWithAny(bare, methods) || endsWithAny(bare, tools)) || dated.MatchString(before) {
		return true
	}
	if len(bare) < len(before) && endsWithStatus(bare) {
		return true
	}
	key := strings.TrimRight(bare, " \t\"':=>")
	if endsWithAny(key, notCalled) || strings.Contains(before, "httpproxyerror") || isHelp(address) || isLink(key) {
		return false
	}
	if (len(key) < len(bare) || isCallPath(address)) && endsWithAny(key, callKeys) || endsWithAny(key, callings) || cameFrom.MatchString(bare) || refusedAt.MatchString(bare) {
		return true
	}
	if n := strings.IndexByte(after, '\n'); n >= 0 {
		after = after[:n]
	}
	if strings.HasSuffix(bare, "}") && strings.TrimSpace(after) == "" {
		return true // An answer, and where it came from.
	}
	return endedIn.MatchString(after)
}

// command returns the end of the text from the beginning of its last line, or of its last command over several lines.
func command(text string) string {
	for n := len(text); ; {
		n = strings.LastIndexByte(text[:n], '\n')
		if n < 0 {
			return text
		}
		if n == 0 || text[n-1] != '\\' {
			return text[n+1:]
		}
	}
}

// argumentOf reports whether the text is the beginning of a command that calls an address, and whether what follows is that
// address: not the value of an option such as a proxy, nor a part of a header or a body.
func argumentOf(text string) (argument, ok bool) {
	args := ""
	for _, c := range commands {
		for i := len(text); i > 0; {
			i = strings.LastIndex(text[:i], c)
			if i < 0 {
				break
			}
			if rest := text[i+len(c):]; (i == 0 || !wordByte(text[i-1])) && strings.HasPrefix(rest, " ") && strings.IndexByte(rest, '|') < 0 {
				args, ok = rest, true
				break
			}
		}
	}
	if !ok {
		return false, false
	}
	args = strings.TrimRight(args, `"'`)
	if strings.Count(args, `"`)%2 == 1 || strings.Count(args, `'`)%2 == 1 {
		return false, true
	}
	option := strings.TrimRight(args, " \t")
	if len(option) == len(args) {
		return strings.HasSuffix(option, "--url="), true
	}
	last := option[strings.LastIndexAny(option, " \t")+1:]
	return !slices.Contains([]string{"-x", "--proxy", "--preproxy", "-e", "--referer", "-d", "--data"}, last), true
}

// isLink reports whether a key tells that its address is for something else than the call.
func isLink(key string) bool {
	for _, end := range []string{"url", "uri"} {
		name, ok := strings.CutSuffix(key, end)
		if ok && endsWithAny(strings.TrimRight(name, "_- "), notTargets) {
			return true
		}
	}
	return false
}

// endsWithStatus reports whether the text ends with the status of an error.
func endsWithStatus(text string) bool {
	n := len(text) - len("403")
	return n >= 0 && (text[n] == '4' || text[n] == '5') && digit(text[n+1]) && digit(text[n+2]) && (n == 0 || text[n-1] == ' ')
}

// isCallPath reports whether an address has the path of an API.
func isCallPath(address string) bool {
	path := pathOf(address)
	return strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, "/api/")
}

// isHelp reports whether an address is a page to read about the error, which a message links to.
func isHelp(address string) bool {
	host, path := hostOf(address), pathOf(address)
	if strings.HasPrefix(path, "/api") || strings.HasPrefix(path, "/v1") || strings.HasPrefix(path, "/mcp") {
		return false
	}
	first, _, _ := strings.Cut(host, ".")
	return slices.Contains(helpHosts, host) || slices.Contains(helpHosts, first) ||
		slices.ContainsFunc(helpPaths, func(p string) bool { return strings.Contains(path, p) })
}

// endsWithAny reports whether the text ends with one of the words. An underscore before it is part of another name, which
// is as good: WIDGET_BASE_URL ends with base_url.
func endsWithAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		n := len(text) - len(w)
		return n >= 0 && text[n:] == w && (n == 0 || !letter(text[n-1]) && !digit(text[n-1]))
	})
}

// types reads an error's type in prose, with the message that follows it: "permission_error: …".
func (c *collector) types() {
	const ending = "_error"
	for i, n := 0, 0; n < maxFound; n++ {
		at := strings.Index(c.text[i:], ending)
		if at < 0 {
			return
		}
		i += at + len(ending)
		start := i - len(ending)
		for start > 0 && (c.text[start-1] == '_' || c.text[start-1] >= 'a' && c.text[start-1] <= 'z') && i-start < 40 {
			start--
		}
		m := typeText.FindStringSubmatchIndex(c.text[i:])
		if m == nil || start == i-len(ending) || c.isTaken(start) {
			continue
		}
		message := strings.TrimSpace(c.text[i+m[2] : i+m[3]])
		c.add(&report{start: start, end: i + m[1], errType: c.text[start:i], message: message, messages: []string{message}})
	}
}

// lineAt returns the line of a text that the place is on.
func lineAt(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return text[start : at+n]
	}
	return text[start:]
}
