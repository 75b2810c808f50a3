package redact

import (
	hexcode "encoding/hex"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// body makes a secret as vendors draw them. The same seed draws the same.
func body(alphabet string, n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, uint64(n))) //nolint:gosec // The same text on every run is the point.
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

const (
	base62url = base62 + "_-"
	base62b64 = base62 + "+/"
	hexits    = "0123456789abcdef"
)

// issued are kinds of keys: what they start with, and how the rest is drawn. Those without a start are known by a label only.
var issued = []struct {
	start, alphabet string
	n               int
	end             string
}{
	{"sk-ant-api03-", base62url, 93, "AA"},
	{"sk-ant-oat01-", base62url, 93, "AA"},
	{"sk-ant-admin01-", base62url, 93, "AA"},
	{"sk-proj-", base62url, 148, ""},
	{"sk-or-v1-", hexits, 64, ""},
	{"github_pat_", base62, 82, ""},
	{"ghp_", base62, 36, ""},
	{"gho_", base62, 36, ""},
	{"xai-", base62, 80, ""},
	{"gsk_", base62, 52, ""},
	{"ABSK", base62b64, 128, "="},
	{"AIza", base62url, 35, ""},
	{"glpat-", base62url, 20, ""},
	{"pplx-", base62, 48, ""},
	{"", base62, 40, ""},
	{"", hexits, 32, ""},
}

type secretKey struct{ start, body string }

func (k secretKey) text() string { return k.start + k.body }

func keysOf(seed uint64) []secretKey {
	var all []secretKey
	for i, k := range issued {
		all = append(all, secretKey{k.start, body(k.alphabet, k.n, seed*100+uint64(i)) + k.end})
	}
	return all
}

// settings are the ways in which a name and its secret, or a secret alone, stand in a text.
var settings = []struct {
	name, text string
	named      bool // The name says that it is a secret.
}{
	{"alone", "¤", false},
	{"sentence", "I used ¤ and it fails", false},
	{"header", "x-api-key: ¤", true},
	{"assignment", "ANTHROPIC_API_KEY=¤", true},
	{"json", `{"api_key": "¤", "model": "m"}`, true},
	{"bedrock", "AWS_BEARER_TOKEN_BEDROCK=¤", true},
	{"bearer", "Authorization: Bearer ¤", true},
	{"kubernetes", "        - name: ANTHROPIC_API_KEY\n          value: ¤\n        - name: MODEL", true},
	{"kubernetes quoted", "  - name: ANTHROPIC_API_KEY\n    value: \"¤\"\n", true},
	{"pair", `{"Name": "ANTHROPIC_API_KEY", "Value": "¤"}`, true},
	{"pair reversed", `{"Value": "¤", "Name": "ANTHROPIC_API_KEY"}`, true},
	{"pair over rows", "{\n  \"key\": \"x-api-key\",\n  \"type\": \"text\",\n  \"value\": \"¤\"\n}", true},
	{"pair reversed over rows", "{\n  \"value\": \"¤\",\n  \"name\": \"x-api-key\"\n}", true},
	{"setx", "setx ANTHROPIC_API_KEY ¤", true},
	{"setx quoted", "setx ANTHROPIC_API_KEY \"¤\" /M", true},
	{"fish", "set -gx ANTHROPIC_API_KEY ¤", true},
	{"fish universal", "set -Ux ANTHROPIC_API_KEY '¤'", true},
	{"csh", "setenv ANTHROPIC_API_KEY ¤", true},
	{"dockerfile", "ENV ANTHROPIC_API_KEY ¤", true},
	{"xml element", "<apiKey>¤</apiKey>", true},
	{"xml element over rows", "<apiKey>\n    ¤\n</apiKey>", true},
	{"xml attribute", `<client apiKey="¤" model="m"/>`, true},
	{"xml add", `<add key="AnthropicApiKey" value="¤" />`, true},
	{"xml name and value", "<name>api-key</name>\n<value>¤</value>", true},
	{"html cells", "<tr><td>x-api-key</td><td>¤</td></tr>", true},
	{"toml", "api_key = \"\"\"¤\"\"\"", true},
	{"toml over rows", "api_key = \"\"\"\n¤\"\"\"", true},
	{"toml literal", "api_key = '''¤'''", true},
	{"rust", `api_key: Some("¤")`, true},
	{"rust secret", `api_key: SecretString("¤")`, true},
	{"rust path", `let api_key = secrecy::SecretString::from("¤".to_string());`, true},
	{"pydantic", `anthropic_api_key=SecretStr('¤')`, true},
	{"java", `String apiKey = new String("¤");`, true},
	{"call", `client.setRequestHeader("x-api-key", "¤")`, true},
	{"index", `headers["x-api-key"] = "¤"`, true},
	{"environment", `os.environ['ANTHROPIC_API_KEY'] = '¤'`, true},
	{"powershell", `$env:ANTHROPIC_API_KEY = "¤"`, true},
	{"devtools", "accept\n*/*\nx-api-key\n¤\nuser-agent\nMozilla/5.0", true},
	{"devtools colon", "accept:\n*/*\nx-api-key:\n¤\nuser-agent:\nMozilla/5.0", true},
	{"devtools bearer", "authorization\nBearer ¤\ncontent-type\napplication/json", true},
	{"markdown cells", "| name | value |\n|---|---|\n| ANTHROPIC_API_KEY | ¤ |\n| MODEL | m |", true},
	{"markdown code cells", "| `ANTHROPIC_API_KEY` | `¤` |", true},
	{"psql", " name              | value\n-------------------+-------\n ANTHROPIC_API_KEY | ¤\n(1 row)", true},
	{"psql expanded", "-[ RECORD 1 ]\nname    | a\napi_key | ¤", true},
	{"psql column", " id | api_key\n----+---------\n  1 | ¤\n(1 row)", true},
	{"box cells", "│ ANTHROPIC_API_KEY │ ¤ │", true},
	{"tab", "ANTHROPIC_API_KEY\t¤", true},
	{"curl user", "curl -u user:¤ https://h/v1", true},
	{"curl user long", "curl https://h/v1 --user 'user:¤'", true},
	{"curl cookie", "curl -b 'session=¤' https://h/v1", true},
	{"curl cookie long", "curl --cookie sid=¤ https://h/v1", true},
	{"cookies.txt", "claude.ai\tFALSE\t/\tTRUE\t1790000000\tsession\t¤", true},
	{"cookies.txt http only", "#HttpOnly_.claude.ai\tTRUE\t/\tTRUE\t0\tlastActive\t¤", true},
	{"login", "proxy is jane:¤@proxy.corp.example:3128 today", true},
	{"login escaped", `"https:\/\/jane:¤@proxy.example\/x"`, true},
	{"login percent", "url=https%3A%2F%2Fjane%3A¤%40proxy.example%2Fx", true},
	{"sas", "https://h.blob.core.windows.net/c/b?sv=2024-11-04&sig=¤&se=2027", true},
	{"oauth", "GET /callback?code=¤&state=x", true},
	{"docker", "docker run -e ANTHROPIC_API_KEY=¤ img", true},
	{"smart quotes", "api_key = “¤”", true},
	{"name in the middle", "ANTHROPIC_API_KEY_PROD=¤", true},
	{"label of words", "API key: ¤", true},
	{"go struct", `{APIKey:¤ BaseURL:https://h}`, true},
	{"url query", "https://h/v1?key=¤&alt=json", true},
	{"entity", "&quot;api_key&quot;: &quot;¤&quot;", true},
	{"json in json", `{"body":"{\"api_key\":\"¤\"}"}`, true},
}

// spelt are ways to write the characters of a key.
var spelt = []struct {
	name  string
	spell func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"markdown", func(s string) string { return strings.NewReplacer("-", `\-`, "_", `\_`).Replace(s) }},
	{"nonbreaking hyphen", func(s string) string { return strings.ReplaceAll(s, "-", "\u2011") }},
	{"hyphen", func(s string) string { return strings.ReplaceAll(s, "-", "\u2010") }},
	{"en dash", func(s string) string { return strings.ReplaceAll(s, "-", "\u2013") }},
	{"minus", func(s string) string { return strings.ReplaceAll(s, "-", "\u2212") }},
	{"fullwidth", func(s string) string { return strings.ReplaceAll(s, "-", "\uff0d") }},
	{"json", func(s string) string { return strings.NewReplacer("-", `\u002d`, "_", `\u005f`).Replace(s) }},
	{"json twice", func(s string) string { return strings.NewReplacer("-", `\\u002D`, "_", `\\u005F`).Replace(s) }},
	{"c", func(s string) string { return strings.ReplaceAll(s, "-", `\x2d`) }},
	{"octal", func(s string) string { return strings.ReplaceAll(s, "-", `\055`) }},
	{"percent", func(s string) string { return strings.NewReplacer("-", "%2D", "_", "%5f").Replace(s) }},
	{"percent twice", func(s string) string { return strings.ReplaceAll(s, "-", "%252D") }},
	{"decimal entity", func(s string) string { return strings.ReplaceAll(s, "-", "&#45;") }},
	{"hex entity", func(s string) string { return strings.ReplaceAll(s, "-", "&#x2d;") }},
	{"named entity", func(s string) string { return strings.ReplaceAll(s, "-", "&hyphen;") }},
	{"colours", func(s string) string { return s[:len(s)/2] + "\x1b[0m\x1b[33m" + s[len(s)/2:] }},
	{"colours escaped", func(s string) string { return s[:len(s)/2] + `\u001b[0m` + s[len(s)/2:] }},
	{"soft hyphens", func(s string) string { return strings.ReplaceAll(s, "-", "-\u00ad") }},
}

// ciphers are ways to write a key so that no character of it is seen.
var ciphers = []struct {
	name string
	code func(string) string
}{
	{"hex", func(s string) string { return hexcode.EncodeToString([]byte(s)) }},
	{"hex spaced", func(s string) string { return strings.TrimSpace(fmt.Sprintf("% x", s)) }},
	{"hex capitals", func(s string) string { return strings.ToUpper(hexcode.EncodeToString([]byte(s))) }},
	{"c", func(s string) string { return eachByte(s, `\x%02x`) }},
	{"json", func(s string) string { return eachByte(s, `\u%04x`) }},
	{"percent", func(s string) string { return eachByte(s, "%%%02X") }},
	{"entities", func(s string) string { return eachByte(s, "&#%d;") }},
}

func eachByte(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

// margins are what stands around the rows of a text, with a number for the row.
var margins = []struct{ name, front, back, strip string }{
	{"nothing", "", "", ``},
	{"indentation", "    ", "", ``},
	{"nonbreaking blanks", "\u00a0\u00a0", "", `\x{a0}`},
	{"box", "│ ", " │", `│`},
	{"heavy box", "┃ ", " ┃", `┃`},
	{"double box", "║", "║", `║`},
	{"ascii box", "| ", " |", `\|`},
	{"quote", "> ", "", `>`},
	{"quotes", "> > ", "", `>`},
	{"curl", "< ", "", `<`},
	{"comment", "# ", "", `#`},
	{"comment of C", "// ", "", `//`},
	{"comment of SQL", "-- ", "", `-- `},
	{"added", "+ ", "", `\+ `},
	{"compose", "web-1  | ", "", `web-1  \|`},
	{"compose time", "web-1  | 2026-11-28T04:20:1%d.123Z ", "", `web-1  \| 2026-11-28T04:20:\d+\.123Z`},
	{"time", "2026-11-28T04:20:1%d.12%dZ ", "", `2026-11-28T04:20:\d+\.\d+Z`},
	{"clock", "[04:20:1%d] ", "", `\[04:20:\d+\]`},
	{"syslog", "Nov 28 04:20:1%d host app[123]: ", "", `Nov 28 04:20:\d+ host app\[123\]:`},
	{"level", "INFO  ", "", `INFO`},
	{"time and level", "2026-11-28 04:20:11,00%d - app.client - ERROR - ", "", `2026-11-28 04:20:11,\d+ - app\.client - ERROR -`},
	{"kubernetes", "2026-11-28T04:20:11.12345678%dZ stdout F ", "", `2026-11-28T04:20:11\.\d+Z stdout F`},
	{"line number", "%d | ", "", `\d+ \|`},
	{"line number and tab", "  1%d\t", "", `\d+\t`},
	{"trace", "00%d0: ", "", `00\d+0:`},
	{"concatenation", `    "`, `" +`, `["+]`},
	{"concatenation in front", `  + "`, `"`, `["+]`},
	{"concatenation without a sign", `    "`, `"`, `"`},
	{"continuation", "", `\`, `\\`},
	{"continuation of cmd", "", " ^", `\^`},
	{"continuation of PowerShell", "", " `", "`"},
	{"reply", "[pod/web-7d9f/app] ", "", `\[pod/web-7d9f/app\]`},
}

func framed(rows []string, front, back string) string {
	for i, row := range rows {
		f := front
		if n := strings.Count(f, "%d"); n > 0 {
			f = strings.ReplaceAll(f, "%d", fmt.Sprint(i%10))
		}
		rows[i] = f + row + back
	}
	return strings.Join(rows, "\n")
}

func wrap(line string, width int) []string {
	var rows []string
	for len(line) > width {
		rows, line = append(rows, line[:width]), line[width:]
	}
	return append(rows, line)
}

var (
	written   = regexp.MustCompile(`(?i)\\+u00(2d|5f)|\\x2d|\\055|%(?:25)?2d|%5f|&#45;|&#x2d;|&hyphen;|[\x{2010}-\x{2013}\x{2212}\x{ff0d}]|\\[-_]|\x1b\[\d*m|\\u001b\[\d*m|\x{ad}`)
	underline = regexp.MustCompile(`(?i)5f|_`)
	gap       = regexp.MustCompile(`[\s\x{a0}]+`)
)

// shown undoes spelt and margins, so that what survives of a secret in pieces is seen in one piece.
func shown(text, strip string) string {
	if strip != "" {
		text = regexp.MustCompile(`(?m)`+strip).ReplaceAllString(text, "")
	}
	text = written.ReplaceAllStringFunc(text, func(s string) string {
		switch {
		case strings.HasPrefix(s, "\x1b"), strings.HasSuffix(s, "m"), s == "\u00ad":
			return ""
		case underline.MatchString(s):
			return "_"
		}
		return "-"
	})
	return gap.ReplaceAllString(text, "")
}

// piece returns eight characters in a row of the secret that stand in the text.
func piece(text, secret string) string {
	for i := 0; i+8 <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+8]) {
			return secret[i : i+8]
		}
	}
	return ""
}

type tally struct{ tried, leaked, lost int }

const (
	ahead = "$ node app.js\nServer error '403 Forbidden' for url 'https://api.anthropic.com/v1/messages'\n"
	after = "\n\nHTTP/2 403\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\npermission_error: nothing else\n"
)

// try masks the text with what stands around it, and reports what of the secret is seen, and whether what stands around it is gone.
func (n *tally) try(t *testing.T, name, text, secret, strip string) {
	t.Helper()
	n.tried++
	got, _ := Secrets(ahead + text + after)
	if p := piece(shown(got, strip), shown(secret, strip)); p != "" {
		if n.leaked++; n.leaked <= 12 {
			t.Errorf("%s: %q survives in %q\nof %q", name, p, got, text)
		}
	} else if !strings.HasPrefix(got, ahead) || !strings.HasSuffix(got, after) {
		if n.lost++; n.lost <= 6 {
			t.Errorf("%s: the text around the key is gone: %q\nof %q", name, got, text)
		}
	}
	if again, k := Secrets(got); again != got || k != 0 {
		t.Errorf("%s: a second time %q becomes %q", name, got, again)
	}
}

func (n *tally) log(t *testing.T) {
	t.Helper()
	t.Logf("%d combinations tried, %d leaked, %d lost what stands around the key", n.tried, n.leaked, n.lost)
}

// TestNoKeySurvivesItsSetting puts every kind of key into every setting, in every spelling.
func TestNoKeySurvivesItsSetting(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	var n tally
	for _, k := range keysOf(1) {
		for _, set := range settings {
			if k.start == "" && !set.named {
				continue
			}
			for _, sp := range spelt {
				if text := sp.spell(k.text()); sp.name == "plain" || text != k.text() {
					n.try(t, k.start+", "+set.name+", "+sp.name, strings.Replace(set.text, "¤", text, 1), k.body, "")
				}
			}
		}
	}
	n.log(t)
}

// TestNoEncodedKeySurvives looks for the code of eight characters.
func TestNoEncodedKeySurvives(t *testing.T) {
	t.Parallel()
	var n tally
	for _, k := range keysOf(2) {
		if !strings.HasPrefix(k.start, "sk-") && !strings.HasPrefix(k.start, "github_pat_") {
			continue
		}
		for _, c := range ciphers {
			for _, set := range []string{"%", "body: %", "x-api-key: %", `{"blob":"%"}`} {
				n.tried++
				got, _ := Secrets(strings.Replace(set, "%", c.code(k.text()), 1) + after)
				for i := 0; i+8 <= len(k.body); i++ {
					if strings.Contains(got, c.code(k.body[i:i+8])) {
						n.leaked++
						t.Errorf("%s%s: %q survives in %q", k.start, c.name, c.code(k.body[i:i+8]), got)
						break
					}
				}
			}
		}
	}
	n.log(t)
}

// TestNoKeySurvivesItsRows breaks every kind of key at every width, behind every margin.
func TestNoKeySurvivesItsRows(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	var n tally
	for seed, width := uint64(3), 40; width <= 200; width += 8 {
		seed++
		for _, k := range keysOf(seed) {
			for _, set := range []string{"x-api-key: %", `    "api_key": "%"`, "I used % there", "Authorization: Bearer %"} {
				if k.start == "" && (strings.HasPrefix(set, "I") || width > 60) {
					continue
				}
				line := strings.Replace(set, "%", k.text(), 1)
				if len(line) <= width {
					continue
				}
				for _, m := range margins {
					n.try(t, fmt.Sprintf("%s, %s, width %d, %s", k.start, set, width, m.name), framed(wrap(line, width), m.front, m.back), k.body, m.strip)
				}
			}
		}
	}
	n.log(t)
}

// TestNoKeySurvivesBehindItsLabel breaks a key right behind its start, or within.
func TestNoKeySurvivesBehindItsLabel(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	var n tally
	for _, k := range keysOf(5) {
		if k.start == "" {
			continue
		}
		for at := 1; at <= len(k.start); at++ {
			for _, m := range margins {
				for _, set := range []string{"x-api-key: %", "%"} {
					front := strings.TrimSuffix(set, "%") + k.start[:at]
					rows := append([]string{front}, wrap(k.start[at:]+k.body, max(40, len(front)))...)
					n.try(t, fmt.Sprintf("%s at %d, %s", k.start, at, m.name), framed(rows, m.front, m.back), k.body, m.strip)
				}
			}
		}
	}
	n.log(t)
}

// TestNoPrivateKeySurvives puts PEM behind margins, with headers, and without an end.
func TestNoPrivateKeySurvives(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	var n tally
	for _, title := range []string{"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"} {
		for _, headers := range [][]string{nil, {"Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF", ""}, {"Version: GnuPG v2", "Comment: FAKE", ""}} {
			for _, ended := range []bool{true, false} {
				for _, m := range margins {
					secret := body(base62b64, 64*4+20, 9)
					rows := append([]string{"-----BEGIN " + title + "-----"}, headers...)
					rows = append(rows, wrap(secret, 64)...)
					if ended {
						rows = append(rows, "-----END "+title+"-----")
					}
					n.try(t, title+", "+m.name, framed(rows, m.front, m.back), secret, m.strip)
				}
				for _, nl := range []string{`\n`, `\\n`, `\r\n`, " ", "\r\n", "&#10;", "%0A"} {
					secret := body(base62b64, 64*4+20, 9)
					rows := append([]string{"-----BEGIN " + title + "-----"}, headers...)
					rows = append(rows, wrap(secret, 64)...)
					rows = append(rows, "-----END "+title+"-----")
					n.try(t, title+", "+nl, `"`+strings.Join(rows, nl)+`"`, secret, "")
				}
			}
		}
	}
	n.log(t)
}
