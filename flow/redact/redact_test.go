package redact

import (
	"encoding/base64"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// fake makes a body that no scanner takes for a real key.
func fake(n int) string { return strings.Repeat("FAKE0fake1", n/10+1)[:n] }

// left is what stays of a fake.
func left(n int) string { return Mark + fake(n)[n-4:] }

// vectors holds at least one text for every rule, by the rule's name or the name's text.
var vectors = []struct {
	rule, in, want string
	n              int
}{
	{"sk-ant-", "key sk-ant-api03-" + fake(91) + "Zk9A.", "key sk-ant-api03-…Zk9A.", 1},
	{"sk-ant-", "KEY=sk-ant-api03-" + fake(60) + "sk-ant-api03-" + fake(60), "KEY=sk-ant-api03-" + left(60) + "sk-ant-api03-" + left(60), 2}, // What is stored twice shows as two.
	{"sk-ant-", "KEY=\" sk-ant-api03-" + fake(60) + "\\n\"", "KEY=\" sk-ant-api03-" + left(60) + "\\n\"", 1},                                 // So do blanks,
	{"sk-ant-", "> x-api-key: \"sk-ant-api03-" + fake(60) + "\"", "> x-api-key: \"sk-ant-api03-" + left(60) + "\"", 1},                       // and quotes.
	{"sk-ant-", "sk-ant-api01-" + fake(40), "sk-ant-api01-" + left(40), 1},
	{"sk-ant-", "sk-ant-admin01-" + fake(40), "sk-ant-admin01-" + left(40), 1},
	{"sk-ant-", "sk-ant-oat01-" + fake(40), "sk-ant-oat01-" + left(40), 1},
	{"sk-ant-", "sk-ant-ort01-" + fake(40), "sk-ant-ort01-" + left(40), 1},
	{"sk-ant-", "sk-ant-sid01-" + fake(40), "sk-ant-sid01-" + left(40), 1},
	{"sk-ant-", "sk-ant-new07-" + fake(40), "sk-ant-new07-" + left(40), 1},
	{"sk-ant-", "sk-ant-" + fake(40), "sk-ant-" + left(40), 1},
	{"sk-ant-", "sk-ant-api03-FAKE", "sk-ant-api03-…", 1},
	{"sk-ant-", "SK-ANT-API03-" + strings.ToUpper(fake(40)), "sk-ant-…AKE1", 1},
	{"sk-ant-", "keys start with sk-ant-api03- or sk-ant-admin", "keys start with sk-ant-api03- or sk-ant-admin", 0},
	{"sk-or-v1-", "sk-or-v1-" + fake(64), "sk-or-v1-" + left(64), 1},
	{"sk-proj-", "sk-proj-" + fake(48), "sk-proj-" + left(48), 1},
	{"sk-svcacct-", "sk-svcacct-" + fake(48), "sk-svcacct-" + left(48), 1},
	{"sk-", "sk-" + fake(48), "sk-" + left(48), 1},
	{"sk-", "a risk-" + fake(30) + " and task-force", "a risk-" + fake(30) + " and task-force", 0},
	{"sk_live_", "sk_live_" + fake(24), "sk_live_" + left(24), 1},
	{"AKIA", "AKIA" + strings.Repeat("FAKE", 4), "AKIA…FAKE", 1},
	{"AKIA", "AKIAFAKE", "AKIAFAKE", 0},
	{"ASIA", "id=ASIA" + strings.Repeat("FAKE", 4) + "&x", "id=ASIA…FAKE&x", 1},
	{"ghp_", "ghp_" + fake(36), "ghp_" + left(36), 1},
	{"gho_", "gho_" + fake(36), "gho_" + left(36), 1},
	{"ghu_", "ghu_" + fake(36), "ghu_" + left(36), 1},
	{"ghs_", "ghs_" + fake(36), "ghs_" + left(36), 1},
	{"ghr_", "ghr_" + fake(36), "ghr_" + left(36), 1},
	{"github_pat_", "github_pat_" + fake(36), "github_pat_" + left(36), 1},
	{"glpat-", "glpat-" + fake(20), "glpat-" + left(20), 1},
	{"AIza", "?key=AIza" + fake(35) + "&alt=json", "?key=AIza" + left(35) + "&alt=json", 1},
	{"ya29.", "ya29." + fake(30), "ya29." + left(30), 1},
	{"xoxb-", "xoxb-" + fake(30), "xoxb-" + left(30), 1},
	{"xoxp-", "xoxp-" + fake(30), "xoxp-" + left(30), 1},
	{"xoxa-", "xoxa-" + fake(30), "xoxa-" + left(30), 1},
	{"xoxr-", "xoxr-" + fake(30), "xoxr-" + left(30), 1},
	{"xoxs-", "xoxs-" + fake(30), "xoxs-" + left(30), 1},
	{"xoxe-", "xoxe-" + fake(30), "xoxe-" + left(30), 1},
	{"xoxc-", "xoxc-" + fake(30), "xoxc-" + left(30), 1},
	{"hf_", "hf_" + fake(34), "hf_" + left(34), 1},
	{"npm_", "npm_" + fake(36), "npm_" + left(36), 1},
	{"eyJ", "eyJ" + fake(20) + "." + fake(30) + "." + fake(43), "eyJ" + left(43), 1},
	{"eyJ", `cursor eyJGQUtFRkFLRQ`, `cursor eyJGQUtFRkFLRQ`, 0},

	{"authorization", "Authorization: Bearer " + fake(40), "Authorization: Bearer " + left(40), 1},
	{"authorization", "authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("me:FAKEFAKE")), "authorization: Basic …", 1},
	{"authorization", `-H "Proxy-Authorization: Basic RkFLRTpGQUtFRkFLRQ"`, `-H "Proxy-Authorization: Basic …"`, 1},
	{"authorization", "< authorization: Digest username=\"me\", response=\"FAKE\"\nnext", "< authorization: Digest …\nnext", 1},
	{"authorization", "Authorization: Bearer $ANTHROPIC_API_KEY", "Authorization: Bearer $ANTHROPIC_API_KEY", 0},
	{"authorization", "Authorization: Bearer sk-ant-api03-...", "Authorization: Bearer sk-ant-api03-...", 0},
	{"authorization", `-H "Authorization: Bearer sk-ant-api03-***"`, `-H "Authorization: Bearer sk-ant-api03-***"`, 0},
	{"authorization", "Authorization: Bearer sk-ant-api03-FAKE...", "Authorization: Bearer sk-ant-api03-…...", 1},
	{"apikey", "x-api-key: sk-ant-oat01-[REDACTED]", "x-api-key: sk-ant-oat01-[REDACTED]", 0},
	{"authorization", "Authorization: " + fake(24), "Authorization: " + left(24), 1},
	{"cookie", "cookie: sessionKey=FAKEFAKE; cf_clearance=FAKE.fake-1\nx: y", "cookie: sessionKey=…; cf_clearance=…\nx: y", 2},
	{"cookie", "<b>cookie: sessionKey=FAKEFAKE; a=sk-ant-api03-…FAKE</b> end", "<b>cookie: sessionKey=…; a=sk-ant-api03-…FAKE</b> end", 1},
	{"apikey", "x-api-key: " + fake(30), "x-api-key: " + left(30), 1},
	{"apikey", `{"api_key": "` + fake(30) + `", "x": 1}`, `{"api_key": "` + left(30) + `", "x": 1}`, 1},
	{"apikey", `{\"apiKey\":\"` + fake(30) + `\"}`, `{\"apiKey\":\"` + left(30) + `\"}`, 1},
	{"apikey", `{\\\"api_key\\\": \\\"` + fake(30) + `\\\"}`, `{\\\"api_key\\\": \\\"` + left(30) + `\\\"}`, 1},
	{"apikey", "export ANTHROPIC_API_KEY='" + fake(30) + "'", "export ANTHROPIC_API_KEY='" + left(30) + "'", 1},
	{"apikey", "tool --api-key " + fake(30) + " --model m", "tool --api-key " + left(30) + " --model m", 1},
	{"apikey", "https://h/?api_key=" + fake(30) + "&model=m", "https://h/?api_key=" + left(30) + "&model=m", 1},
	{"apikey", "%22api_key%22%3A%22" + fake(30) + "%22", "%22api_key%22%3A%22" + left(30) + "%22", 1},
	{"apikey", "api_key:\n    " + fake(30) + "\nmodel: m", "api_key:\n    " + left(30) + "\nmodel: m", 1},
	{"apikey", "api_key: >-\n    " + fake(30) + "\nmodel: m", "api_key: >-\n    " + left(30) + "\nmodel: m", 1},
	{"apikey", `{"name":"x-api-key","value":"` + fake(30) + `"}`, `{"name":"x-api-key","value":"` + left(30) + `"}`, 1},
	{"apikey", `("x-api-key", b'` + fake(30) + `')`, `("x-api-key", b'` + left(30) + `')`, 1},
	{"apikey", "map[X-Api-Key:[" + fake(30) + "]]", "map[X-Api-Key:[" + left(30) + "]]", 1},
	{"apikey", `{:api_key=>"` + fake(30) + `"}`, `{:api_key=>"` + left(30) + `"}`, 1},
	{"apikey", `rawHeaders: ["Host", "h", "X-Api-Key", "` + fake(30) + `", "Accept", "x"]`, `rawHeaders: ["Host", "h", "X-Api-Key", "` + left(30) + `", "Accept", "x"]`, 1},
	{"apikey", "mask `x-api-key`, `authorization`, \"set-cookie\", \"Content-Type\", 'ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'", "mask `x-api-key`, `authorization`, \"set-cookie\", \"Content-Type\", 'ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'", 0},
	{"apikey", "invalid x-api-key", "invalid x-api-key", 0},
	{"apikey", "x-api-key: required", "x-api-key: required", 0},
	{"apikey", `api_key=os.environ["ANTHROPIC_API_KEY"]`, `api_key=os.environ["ANTHROPIC_API_KEY"]`, 0},
	{"apikey", "x-api-key: ${ANTHROPIC_API_KEY}", "x-api-key: ${ANTHROPIC_API_KEY}", 0},
	{"accesskey", "aws_secret_access_key = " + fake(40), "aws_secret_access_key = " + left(40), 1},
	{"secretkey", "secretKey: " + fake(40), "secretKey: " + left(40), 1},
	{"accesskeyid", "accessKeyId=" + fake(20), "accessKeyId=" + left(20), 1},
	{"privatekey", `"private_key": "` + fake(40) + `"`, `"private_key": "` + left(40) + `"`, 1},
	{"subscriptionkey", "Ocp-Apim-Subscription-Key: " + fake(32), "Ocp-Apim-Subscription-Key: " + left(32), 1},
	{"sessionkey", "-b 'sessionKey=" + fake(40) + "'", "-b 'sessionKey=" + left(40) + "'", 1},
	{"authkey", "auth_key=" + fake(30), "auth_key=" + left(30), 1},
	{"token", `"access_token":"` + fake(30) + `"`, `"access_token":"` + left(30) + `"`, 1},
	{"token", "max_tokens: 100000000", "max_tokens: 100000000", 0},
	{"secret", "client_secret=FAKEFAKE", "client_secret=…", 1},
	{"signature", "X-Amz-Signature=" + fake(64), "X-Amz-Signature=" + left(64), 1},
	{"credential", "X-Amz-Credential=" + fake(30), "X-Amz-Credential=" + left(30), 1},
	{"sessionid", "sessionid=" + fake(32), "sessionid=" + left(32), 1},
	{"password", `password: "FAKE fake, and more"`, `password: "…"`, 1},
	{"password", `{"password":"FAKE\\\"fake"}`, `{"password":"…"}`, 1},
	{"passwd", "passwd=FAKE,fake;", "passwd=…;", 1},
	{"passphrase", "passphrase: FAKEfake", "passphrase: …", 1},
	{"pwd", "pwd=FAKE", "pwd=…", 1},
	{"password", "password=FAKE'fake1", "password=…", 1},
	{"password", "password=FAKE&fake1\nnext", "password=…\nnext", 1},
	{"password", "?password=FAKEfake1&user=me", "?password=…&user=me", 1},
	{"password", "<password>FAKE&lt;fake1</password>", "<password>…</password>", 1},
	{"password", "<password><![CDATA[FAKEfake1]]></password>", "<password><![CDATA[…</password>", 1},
	{"password", "password:\n    value: FAKEfake1", "password:\n    value: …", 1},
	{"password", `std::string password{"FAKEfake1"};`, `std::string password{"…"};`, 1},
	{"password", "password: wrong, PWD=/home/me/app", "password: wrong, PWD=/home/me/app", 0},
	{"key", "LITELLM_KEY=sk-my-team-FAKE", "LITELLM_KEY=…", 1},
	{"sessionid", "x-claude-code-session-id: 5f2d1c3b-1111-4222-8333-89ab89ab89ab", "x-claude-code-session-id: 5f2d1c3b-1111-4222-8333-89ab89ab89ab", 0},
	{"url", "https_proxy=http://me:FA%40KE!fa#ke@proxy.example:8080", "https_proxy=http://…@proxy.example:8080", 1},
	{"url", "https://me:FAKE@example.com/#top@end", "https://…@example.com/#top@end", 1},
	{"option", "kubectl create secret generic x --from-literal=foo=FAKEfake1 -n y", "kubectl create secret generic x --from-literal=… -n y", 1},
	{"option", "kubectl create configmap x --from-literal=foo=FAKEfake1", "kubectl create configmap x --from-literal=foo=FAKEfake1", 0},
	{"option", `curl -u CORP\me:FAKEfake1 https://h`, `curl -u … https://h`, 1},
	{"AGE-SECRET-KEY-", "AGE-SECRET-KEY-" + strings.ToUpper(fake(40)), "AGE-SECRET-KEY-" + strings.ToUpper(left(40)), 1},
	{"part", "DB_PASS=FAKEfake1", "DB_PASS=…", 1},
	{"part", "ansible_ssh_pass: FAKEfake1", "ansible_ssh_pass: …", 1},
	{"part", `"smtpPass": "FAKEfake1"`, `"smtpPass": "…"`, 1},
	{"part", "MYSQL_PWD=FAKEfake1", "MYSQL_PWD=…", 1},
	{"part", "ldap_pw = FAKEfake1", "ldap_pw = …", 1},
	{"part", "OLDPWD=/home/me", "OLDPWD=/home/me", 0},
	{"part", "compass: FAKEfake1\nbypass=FAKEfake1", "compass: FAKEfake1\nbypass=FAKEfake1", 0},
	{"numbered", `{"key1": "` + fake(32) + `", "key2": "` + fake(32) + `"}`, `{"key1": "` + left(32) + `", "key2": "` + left(32) + `"}`, 2},
	{"numbered", "SMTP_PASSWORD_2=FAKEfake", "SMTP_PASSWORD_2=…", 1},
	{"numbered", "sha256: " + fake(10) + ", attempt_2=FAKEfake1", "sha256: " + fake(10) + ", attempt_2=FAKEfake1", 0},
	{"plural", `"api_keys": ["` + fake(30) + `", "plain", "` + fake(30) + `"]`, `"api_keys": ["` + left(30) + `", "plain", "` + left(30) + `"]`, 2},
	{"plural", "tokens:\n  [\n    '" + fake(30) + "',\n    '" + fake(30) + "'\n  ]", "tokens:\n  [\n    '" + left(30) + "',\n    '" + left(30) + "'\n  ]", 2},
	{"plural", "max_tokens_2: 4096, passwords: off", "max_tokens_2: 4096, passwords: off", 0},
	{"approved", `"customApiKeyResponses": {"approved": ["` + fake(20) + `"], "rejected": ["` + fake(20) + `"]}`, `"customApiKeyResponses": {"approved": ["` + left(20) + `"], "rejected": ["` + left(20) + `"]}`, 2},
	{"primarykey", `"primaryKey": "` + fake(40) + `"`, `"primaryKey": "` + left(40) + `"`, 1},
	{"primarykey", "PRIMARY KEY (id), primary_key: user_id", "PRIMARY KEY (id), primary_key: user_id", 0},
	{"netrc", "machine api.example.com\n  login me\n  password FAKEfake\n", "machine api.example.com\n  login me\n  password …\n", 1},
	{"pgpass", "db.example.com:5432:app:me:FAKEfake1\n*:*:*:me:FAKE:fake", "db.example.com:5432:app:me:…\n*:*:*:me:…", 2},
	{"pgpass", "main.go:1234:5:x:FAKEfake", "main.go:1234:5:x:FAKEfake", 0},
	{"key", `"key": "` + fake(30) + `"`, `"key": "` + left(30) + `"`, 1},
	{"key", `"key": "a plain sentence"`, `"key": "a plain sentence"`, 0},

	{"bearer alone", "sent Bearer " + fake(30) + " along", "sent Bearer " + left(30) + " along", 1},
	{"bearer alone", "Bearer authentication is needed", "Bearer authentication is needed", 0},
	{"url", "https://me:FAKE@proxy.example:8080/x", "https://…@proxy.example:8080/x", 1},
	{"url", "proxy http://me:FA#KE/fake@proxy:8080 said", "proxy http://…@proxy:8080 said", 1},
	{"url", "https://example.com:8080/@user?mail=a@b", "https://example.com:8080/@user?mail=a@b", 0},
	{"pem", "-----BEGIN RSA PRIVATE KEY-----\n" + fake(64) + "\n-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----…-----END RSA PRIVATE KEY-----", 1},
	{"pem", "-----BEGIN PRIVATE KEY----- sk-ant-api03-" + fake(30), "-----BEGIN PRIVATE KEY----- sk-ant-api03-" + left(30), 1},
	{"base64", "blob " + base64.StdEncoding.EncodeToString([]byte("user:sk-ant-api03-"+fake(40))) + " end", "blob … end", 1},

	{"wrapped", "x-api-key: sk-ant-api03-" + fake(50) + "\n    " + fake(45) + "\nnext", "x-api-key: sk-ant-api03-…\nnext", 1},
	{"wrapped", "x-api-key: sk-ant-api03-" + fake(50) + "\n    " + fake(45) + "\n\nnext", "x-api-key: sk-ant-api03-" + left(45) + "\n\nnext", 1},
	{"wrapped", "sk-a\n  nt-api03-" + fake(30), "sk-ant-api03-" + left(30), 1},
	{"wrapped", "sk-ant-api03-\x1b[1m" + fake(15) + "\x1b[0m" + fake(15), "sk-ant-api03-" + left(15), 1},
	{"wrapped", "│ sk-ant-api03-" + fake(20) + "\n│ " + fake(15) + "\n│ ok then", "│ sk-ant-api03-…\n│ ok then", 1},
	{"wrapped", `"sk-ant-api03-` + fake(30) + `\n  ` + fake(30) + `"`, `"sk-ant-api03-` + left(30) + `"`, 1},
	{"spaced", "key sk-ant-api03-" + fake(50) + "   " + fake(45) + " fails", "key sk-ant-api03-" + left(45) + " fails", 1},
	{"not spaced", "sk-ant-api03-" + fake(40) + " from req_011FAKE", "sk-ant-api03-" + left(40) + " from req_011FAKE", 1},
	{"not spaced", "sk-ant-api03-" + fake(40) + " PermissionDeniedError claude-opus-5-5 python3 2026-11-23T10:00:00Z", "sk-ant-api03-" + left(40) + " PermissionDeniedError claude-opus-5-5 python3 2026-11-23T10:00:00Z", 1},
	{"not wrapped", "sk-ant-api03-FAKEFAKE\nHTTP/1.1 403 Forbidden", "sk-ant-api03-…\nHTTP/1.1 403 Forbidden", 1},
	{"not wrapped", "sk-ant-api03-FAKEFAKE\n403 Forbidden", "sk-ant-api03-…\n403 Forbidden", 1},
	{"not wrapped", "sk-ant-api03-FAKEFAKE\nrequest-id: req_011FAKE", "sk-ant-api03-…\nrequest-id: req_011FAKE", 1},
	{"not wrapped", "sk-ant-api03-FAKEFAKE\nreq_011FAKEFAKE", "sk-ant-api03-…\nreq_011FAKEFAKE", 1},
	{"not wrapped", "sk-ant-api03-FAKEFAKE\npermission denied", "sk-ant-api03-…\npermission denied", 1},
	{"not wrapped", "-H x-api-key:sk-ant-api03-FAKEFAKE \\\n  -H content-type:x", "-H x-api-key:sk-ant-api03-… \\\n  -H content-type:x", 1},
	{"not wrapped", "sk-ant-api03-" + fake(93) + "AA\nreally1234", "sk-ant-api03-…" + fake(93)[91:] + "AA\nreally1234", 1},
	{"wrapped", "\x1b sk-ant-api03-" + fake(20) + " \x1b[sk-ant-api03-" + fake(20), "\x1b sk-ant-api03-" + left(20) + " \x1b[sk-ant-api03-" + left(20), 2},
	{"nothing", `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`, `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`, 0},
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	for _, v := range vectors {
		t.Run(v.rule, func(t *testing.T) {
			t.Parallel()
			got, n := Secrets(v.in)
			if got != v.want || n != v.n {
				t.Errorf("Secrets(%q)\n got %q, %d\nwant %q, %d", v.in, got, n, v.want, v.n)
			}
			if again, n := Secrets(got); again != got || n != 0 {
				t.Errorf("a second time %q becomes %q, %d", got, again, n)
			}
		})
	}
}

// TestEveryStartIsCut draws a secret for every rule of a vendor.
func TestEveryStartIsCut(t *testing.T) {
	t.Parallel()
	for _, r := range prefixed() {
		var alphabet []byte
		for _, c := range []byte(base62) {
			if r.chars[c] {
				alphabet = append(alphabet, c)
			}
		}
		secret := body(string(alphabet), max(24, r.least, r.size), 7)
		if r.with != "" {
			secret = secret[:8] + r.with + secret
		}
		for _, frame := range []string{"%", "see % there", "(%)", "`%`,"} {
			in := strings.Replace(frame, "%", r.start+secret, 1)
			got, n := Secrets(in)
			before, after, _ := strings.Cut(frame, "%")
			if piece(got, secret) != "" || n != 1 || !strings.HasPrefix(got, before+r.start[:2]) || !strings.HasSuffix(got, after) {
				t.Errorf("%q became %q, %d", in, got, n)
			}
		}
	}
}

// TestEveryNameTells puts a random value behind every name.
func TestEveryNameTells(t *testing.T) {
	t.Parallel()
	for _, n := range names {
		secret := body(base62, 30, 8)
		in := `{"` + n.text + `": "` + secret + `", "name": "x"}`
		if n.text == "code" { // Else it is that of an error.
			in = "/callback?code=" + secret
		}
		want := n.form != none && n.form != held
		if got, _ := Secrets(in); (piece(got, secret) == "") != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestAnchorsAreBase64OfTheCarriers(t *testing.T) {
	t.Parallel()
	known := anchors()
	for _, text := range carriers {
		for k := range 3 {
			code := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", k) + text + "yy"))
			found := false
			for i := range code {
				for _, a := range known.by[code[i]] {
					found = found || strings.HasPrefix(code[i:], a)
				}
			}
			if !found {
				t.Errorf("%q at %d, %q, is not seen", text, k, code)
			}
		}
	}
	for _, list := range known.by {
		for _, a := range list {
			if len(a) < 8 {
				t.Errorf("%q is so short that it could be anything", a)
			}
		}
	}
}

// TestMaskedOnceAndForAll takes texts made to be slow; with a quadratic rule it would not end.
func TestMaskedOnceAndForAll(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const size = 32 << 10
	for _, unit := range []string{
		"s\n ", "sk-", "sk-ant-", "key=", "key: ", "api_key=", "token=token ", "Bearer ", "cookie: ", "://a:b", "://a@", "\\", "\\n", "\x1b]", "\x1b[",
		"-----BEGIN PRIVATE KEY-----", "c2stYW50L", "eyJ", "key:\"", "key:'key:\"key:`", "password=\\", "…", "api_key=…", "authorization: digest ", "\u200b", "A\n", "AKIA ", "a;", "\"name\",",
		"-u ", "curl -u a:", "-b=", "TRUE / ", "a:b@c.de ", "name: ", "\"value\":", "<key>", "|", "key|", "key\n", "73 ", "115 ", "a/", "Aa0", "Aa0/", "&amp;", "%25", `\u0041`, "\"+\n\"", "\" + \"",
		"setx ", "|\n", "12:", "> ", "[a] ", "key\n--|\n", "Q~",
		"sk ant ", "sk ant api03 ", "sk ant api03 a1B", "sk.", "s k-", "dash ", "the key is ", "key, Ab1Cd2Ef3Gh4Ij5Kl6 ", "Ab1Cd2Ef3Gh4Ij5Kl6 is my ", "Ab1Cd2Ef3Gh4Ij5Kl6 ", "密钥", "password is a1!", "… Ab1Cd2Ef3Gh4Ij5Kl6",
		"password,token\n", "password,", "user,password\nalice,swordfish\n\n", "password  token\n-----  ----\n", "|password", "-[ RECORD \npassword | x\n", "COPY (password) FROM stdin\n", "kind: Secret\ndata:\n", "kind: Secret data: {",
		"data: {\"kind\": \"Secret\", ", "(password) values ('a'),", "insert into t (password) values ", "identified by ", "set password for = ", "AUTH a ", "auth=('a', '", "creds are a:", "user/pass: ", "user a password ", "mnemonic: legal winner ",
		"seed 1. ", "password: correct horse ", "$6$", "$1$$1$", "{SHA}", "HSET a token ", "user a on >", "echo a|", "apiKeyHelper: echo a ", "form-data; name=\"password\"\n", "123456789:AA", "tid=a;exp=1;", "st.a.",
		"passwords:{", "passwords:[a,", "TRUE ", "send \"a\r\" ", "net user a b ", "password:[70,", "{},\"a\",", "key: [Array[", "<th>password</th><td>", "identified with a by ",
	} {
		in := strings.Repeat(unit, size/len(unit))
		got, _ := Secrets(in)
		if again, _ := Secrets(got); again != got {
			t.Errorf("%q repeated is not masked once and for all", unit)
		}
		Terminal(in)
	}
}

// BenchmarkSecrets masks 8 MB of logs.
func BenchmarkSecrets(b *testing.B) {
	const size = 8 << 20
	for name, rows := range map[string]string{
		"json": `2026-11-23T14:05:00Z ERROR api: {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission"}}` + "\n",
		"mixed": "web-1  | 2026-11-23T14:05:00.123Z INFO request finished method=POST path=/v1/messages status=403 duration=123ms request_id=req_011CSHoEeqs5C35K2UUqR7Fy\n" +
			"Traceback (most recent call last):\n  File \"/opt/envs/adr/lib/python3.10/site-packages/litellm/llms/anthropic/chat/handler.py\", line 420, in completion\n    response = client.post(\n" +
			`{"level":"error","msg":"upstream said: {\"type\":\"error\",\"error\":{\"type\":\"permission_error\"}}\n","trace":"4bf92f3577b34da6a3ce929d0e0e4736"}` + "\n",
	} {
		in := strings.Repeat(rows, size/len(rows))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				Secrets(in)
			}
		})
	}
}
