package redact

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Lengths from which something counts as a secret, in bytes.
const (
	leastOfKind  = 4  // Behind a prefix that nothing else has.
	leastLabeled = 8  // Behind a name such as api_key.
	leastOfPass  = 3  // Behind a name such as password.
	leastOfBlock = 16 // Between the lines of a PEM block.
	maxUserinfo  = 512
	maxRow       = 1 << 10
	maxLogin     = 128 // Of a user and password without a scheme before them.
)

// prefix is a rule for secrets that say themselves what they are.
type prefix struct {
	start string          // Found in any case unless exact; it stays.
	exact bool            // Found in this case only.
	word  bool            // Must not be the rest of a longer word.
	kinds bool            // A kind such as api03- may follow, and stays too.
	chars func(byte) bool // What the secret is made of; wordChar if nil.
	least int             // Shortest secret, in bytes.
	size  int             // The length of every secret of the kind, in bytes, if it is known.
	words bool            // The start could be that of a word, so that no words may follow.
	with  string          // What must be in it.
	whole func([]byte) (complete, wanting bool)
}

// prefixed returns the rules for secrets known by their start, the longer start first.
var prefixed = sync.OnceValue(func() []prefix {
	rules := []prefix{
		{start: "sk-ant-", kinds: true, least: 8, whole: wholeKind},
		// The same without their beginning, which a copy has lost.
		{start: "api03-", exact: true, word: true, least: 40},
		{start: "api01-", exact: true, word: true, least: 40},
		{start: "oat01-", exact: true, word: true, least: 40},
		{start: "admin01-", exact: true, word: true, least: 40},
		{start: "sk-or-v1-", least: 8, size: 64},
		{start: "sk-proj-", least: 8},
		{start: "sk-svcacct-", least: 8},
		{start: "sk-admin-", least: 8},
		{start: "sk-", word: true, least: 16, words: true},
		{start: "bedrock-api-key-", chars: base64Char, least: 16},
		{start: "ABSK", exact: true, word: true, chars: base64Char, least: 32, words: true},
		{start: "ghs_", chars: dottedChar, least: 16},
		{start: "github_pat_", least: 16, size: 82},
		{start: "AIza", least: 24, size: 35},
		{start: "ya29.", word: true, chars: dottedChar, least: 16},
		{start: "npm_", word: true, least: 24, words: true},
		{start: "eyJ", chars: dottedChar, least: 20, with: "."},
		{start: "eyJrIjoi", exact: true, chars: base64Char, least: 40},
		{start: "ey", exact: true, word: true, chars: dottedBase64Char, least: 30, with: ".ey"},
		{start: "ZXlK", exact: true, word: true, chars: base64Char, least: 32},
		{start: "hf_", exact: true, word: true, chars: alnum, least: 30},
		{start: "ops_eyJ", chars: base64Char, least: 40},
		{start: "xoxe.", chars: dottedChar, least: 16},
		{start: "A3-", exact: true, word: true, chars: upperDashChar, least: 26, words: true},
		{start: "AGE-SECRET-KEY-", least: 16},
		{start: "pat", exact: true, word: true, chars: dottedChar, least: 70, with: ".", words: true},
		{start: "pat.", word: true, chars: dottedChar, least: 40, words: true},
		{start: "sat.", word: true, chars: dottedChar, least: 40, words: true},
		{start: "ATATT3", exact: true, chars: base64Char, least: 40},
		{start: "ATCTT3", exact: true, chars: base64Char, least: 40},
		{start: "dp.pt.", least: 16},
		{start: "dt0c01.", chars: dottedChar, least: 24},
		{start: "EZAK", exact: true, word: true, least: 40},
		{start: "EZTK", exact: true, word: true, least: 40},
		{start: "EAAA", exact: true, word: true, least: 22, words: true},
		{start: "LTAI", exact: true, word: true, least: 16, words: true},
		{start: "AQVN", exact: true, word: true, least: 30},
		{start: "GR1348941", exact: true, least: 16},
		{start: "API-", exact: true, word: true, chars: upperChar, least: 26},
		{start: "HRKU-", exact: true, least: 16},
		{start: "NRAK-", least: 16},
		{start: "NRII-", least: 16},
		{start: "NRJS-", least: 16},
		{start: "PMAK-", least: 16},
		{start: "SG.", exact: true, word: true, chars: dottedPaddedChar, least: 40},
		{start: "SK", exact: true, word: true, chars: hex, least: 32, words: true},
		{start: "fm1a_", chars: base64Char, least: 40},
		{start: "fm1r_", chars: base64Char, least: 40},
		{start: "fm2_", chars: base64Char, least: 40},
		{start: "hvb.", word: true, least: 24},
		{start: "hvs.", word: true, least: 24},
		{start: "s.", exact: true, word: true, chars: alnum, least: 24, size: 24, words: true},
		{start: "t1.", exact: true, word: true, chars: dottedBase64Char, least: 80},
		{start: "pk.", exact: true, word: true, chars: dottedChar, least: 60},
		{start: "sl.", exact: true, word: true, chars: base64Char, least: 60},
		{start: "sha256~", least: 30},
		{start: "scauth_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "authress_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "sc_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "ext_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "v1.0-", word: true, least: 60, words: true},
		{start: "hooks.slack.com/services/", chars: base64Char, least: 16},
		{start: "hooks.slack.com/workflows/", chars: base64Char, least: 16},
		{start: "hooks.slack.com/triggers/", chars: base64Char, least: 16},
		{start: "GOCSPX-", exact: true, least: 16},
		{start: "1//0", word: true, least: 30},
		{start: "tid=", exact: true, word: true, chars: dottedSemicolonChar, least: 60, with: ";exp="},
		{start: "st.", exact: true, word: true, chars: dottedChar, least: 80, words: true},
		{start: "sdk-", exact: true, word: true, chars: hexDashChar, least: 36, with: "-4"},
		{start: "api-", exact: true, word: true, chars: hexDashChar, least: 36, with: "-4"},
		{start: "access-production-", chars: hexDashChar, least: 36},
		{start: "access-development-", chars: hexDashChar, least: 36},
		{start: "access-sandbox-", chars: hexDashChar, least: 36},
		{start: "access_token$production$", chars: dollarChar, least: 40},
		{start: "access_token$sandbox$", chars: dollarChar, least: 40},
		{start: "pat-na1-", chars: hexDashChar, least: 32},
		{start: "pat-eu1-", chars: hexDashChar, least: 32},
		{start: "key_", exact: true, word: true, chars: hex, least: 60},
		{start: "sk_", exact: true, word: true, chars: hex, least: 40},
		{start: "re_", exact: true, word: true, least: 32, words: true},
		{start: "fw_", exact: true, word: true, chars: alnum, least: 22, words: true},
		{start: "rnd_", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "bkua_", exact: true, chars: hex, least: 40},
		{start: "ATBB", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "AKID", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "bce-v3/ALTAK-", chars: base64Char, least: 24},
		{start: "oy2", exact: true, word: true, chars: alnum, least: 43, words: true},
		{start: "cio", exact: true, word: true, chars: alnum, least: 32, words: true},
		{start: "hooks.zapier.com/hooks/catch/", chars: base64Char, least: 8},
		{start: "webhook.office.com/webhookb2/", chars: mailboxChar, least: 36},
		{start: "open.feishu.cn/open-apis/bot/v2/hook/", least: 16},
		{start: "open.larksuite.com/open-apis/bot/v2/hook/", least: 16},
		{start: "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", least: 16},
		{start: "tfp_", word: true, chars: dottedBase64Char, least: 24, words: true},
		{start: "glc_", chars: base64Char, least: 24},
		{start: "sntrys_", chars: base64Char, least: 24},
	}
	for _, start := range []string{"AKIA", "ASIA", "ABIA", "ACCA"} {
		rules = append(rules, prefix{start: start, word: true, chars: upperChar, least: 16, whole: sixteen})
	}
	for _, start := range []string{"live_", "test_", "test_pub_", "live_pub_", "key-", "pubkey-"} {
		rules = append(rules, prefix{start: start, exact: true, word: true, chars: hex, least: 31, words: true})
	}
	for _, start := range plainStarts() {
		rules = append(rules, prefix{start: start, chars: dottedPaddedChar, least: 8})
	}
	for start, size := range map[string]int{"ghp_": 36, "gho_": 36, "ghu_": 36, "ghr_": 36} {
		rules = append(rules, prefix{start: start, least: 16, size: size})
	}
	for _, start := range wordStarts() {
		rules = append(rules, prefix{start: start, word: true, chars: dottedPaddedChar, least: 16, words: true})
	}
	slices.SortStableFunc(rules, func(a, b prefix) int {
		return cmp.Or(len(b.start)-len(a.start), strings.Compare(a.start, b.start))
	})
	for k := range rules {
		r := &rules[k]
		if r.chars == nil {
			r.chars = wordChar
		}
		if n := r.size; n > 0 && r.whole == nil {
			r.whole = func(b []byte) (complete, wanting bool) { return len(b) >= n, len(b) >= n/2 && len(b) < n }
		}
	}
	return rules
})

// retypedStarts returns the starts that are looked for as somebody retyped or dictated them, or a scan read them, and the kinds behind
// the first. Each hyphen is one of the parts between its words.
func retypedStarts() (starts, kinds []string) {
	return []string{"sk-ant-", "sk-or-v1-", "sk-proj-", "sk-svcacct-", "sk-admin-", "github_pat_"},
		[]string{"api03-", "api01-", "oat01-", "ort01-", "sid01-", "admin01-"}
}

// dictated returns the words that are said for a sign between two parts of a key.
func dictated() []string {
	return []string{"dash", "hyphen", "minus", "dot", "underscore", "strich", "bindestrich", "minuszeichen", "unterstrich", "punkt", "tiret", "guion", "guión", "trattino", "streepje"}
}

// plainStarts returns the starts that nothing else has.
func plainStarts() []string {
	return []string{
		"sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-",
		"duffel_test_", "duffel_live_", "FLWSECK_TEST-", "FLWPUBK_TEST-", "shippo_live_", "shippo_test_", "lin_api_", "lin_oauth_", "pscale_tkn_", "pscale_oauth_", "pscale_pw_",
		"api_org_", "s-s4t2ud-", "s-s4t2af-", "sm_aat_", "sm_pat_", "sm_sat_", "doo_v1_", "dop_v1_", "dor_v1_", "dckr_pat_", "sb_secret_", "lsv2_pt_", "lsv2_sk_", "tgp_v1_", "apify_api_",
	}
}

// wordStarts returns the starts that words can have, too.
func wordStarts() []string {
	return []string{
		"xai-", "gsk_", "hf_", "pplx-", "nvapi-", "r8_", "tvly-", "csk-", "pcsk_", "jina_", "e2b_", "fc-", "whsec_", "sbp_", "napi_", "figd_", "phx_", "sess-", "esecret_",
		"glpat-", "glptt-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glft-", "glffct-", "glimt-", "glagent-", "gloas-", "glsoat-", "glsa_",
		"CLOJARS_", "p8e-", "dapi", "dnkey-", "fio-u-", "fo1_", "ico-", "ntn_", "pnu_", "pul-", "pypi-", "rdme_", "rubygems_", "sgp_", "sntryu_", "sq0atp-", "squ_", "sqp_", "sqa_",
		"shpat_", "shpca_", "shppa_", "shpss_", "tk-us-", "xkeysib-", "lip_",
	}
}

// carriers are what base64 is looked through for: the starts of keys, and of headers that carry a credential.
func carriers() []string {
	return []string{
		"sk-ant-", "sk-proj-", "sk-or-v1-", "sk-svcacct-", "github_pat_",
		"Bearer ", "bearer ", "uthorization:", "AUTHORIZATION:", "api-key:", "Api-Key:", "API-KEY:",
	}
}

// foreign returns the starts of what stands at the beginning of lines and is no piece of a key.
func foreign() []string {
	return []string{"req_", "ofid_", "msg_", "wrkspc_", "claude-", "anthropic-", "Anthropic", "http", "HTTP", "cf-ray", "x-", "X-"}
}

// form is how the value behind a name is written, and how much of it may stay.
type form uint8

// A key keeps its last characters, a password nothing. A scheme has a word before the secret. A jar has several values.
const (
	none form = iota
	key
	password
	scheme
	jar
	vague // A name that often means something harmless: only what looks random is cut.
	coded // Vague, but a UUID is one, too.
	once  // A code that is used once: only what has digits is cut.
	held  // A name such as value: what it holds, a name beside it says.
)

// name is a rule for secrets known by what stands in front of them.
type name struct {
	text string // In lower case, without - and _.
	form form
	full bool // The whole name; else its end, as in ANTHROPIC_API_KEY.
	part bool // A whole part of the name, as in DB_PASS and dbPass; the end of a word may be no such name.
}

// names are the rules for secrets known by a name. The first that fits counts.
var names = []name{
	{text: "authorization", form: scheme},
	{text: "cookie", form: jar},
	{text: "apikey", form: key},
	{text: "accesskey", form: key},
	{text: "secretkey", form: key},
	{text: "accesskeyid", form: key},
	{text: "privatekey", form: key},
	{text: "subscriptionkey", form: key},
	{text: "sessionkey", form: key},
	{text: "authkey", form: key},
	{text: "accountkey", form: key},
	{text: "encryptionkey", form: key},
	{text: "licensekey", form: key},
	{text: "signingkey", form: key},
	{text: "token", form: key},
	{text: "bearertokenbedrock", form: key},
	{text: "secret", form: key},
	{text: "signature", form: key},
	{text: "credential", form: key},
	{text: "sessionid", form: vague},
	{text: "secretid", form: coded},
	{text: "assertion", form: key},
	{text: "secretstring", form: key},
	{text: "oauth2bearer", form: key},
	{text: "apikeyauth", form: key},
	{text: "codeverifier", form: key},
	{text: "samlresponse", form: key},
	{text: "samlrequest", form: key},
	{text: "authorizationcode", form: key},
	{text: "authcode", form: key},
	{text: "sig", form: key, full: true},
	{text: "password", form: password},
	{text: "passwordvalue", form: password},
	{text: "passwd", form: password},
	{text: "passphrase", form: password},
	{text: "passcode", form: password},
	{text: "passwort", form: password},
	{text: "kennwort", form: password},
	{text: "senha", form: password, full: true},
	{text: "clave", form: vague},
	{text: "llave", form: vague},
	{text: "chave", form: vague},
	{text: "chiave", form: vague},
	{text: "pass", form: key, full: true},
	{text: "pass", form: password, part: true},
	{text: "pwd", form: password, part: true},
	{text: "pw", form: password, part: true},
	{text: "psk", form: password, part: true},
	{text: "bindpw", form: password},
	{text: "rootpw", form: password},
	{text: "dbpass", form: password},
	{text: "requirepass", form: password},
	{text: "masterauth", form: password},
	{text: "rediscliauth", form: password},
	{text: "keypass", form: password},
	{text: "storepass", form: password},
	{text: "userpass", form: password},
	{text: "idempotencykey", form: none},
	{text: "cachekey", form: none},
	{text: "objectkey", form: none},
	{text: "primarykey", form: vague},
	{text: "foreignkey", form: none},
	{text: "partitionkey", form: none},
	{text: "sortkey", form: none},
	{text: "publickey", form: none},
	{text: "key", form: vague, full: true},
	{text: "key", form: coded},
	{text: "gitlabsession", form: key},
	{text: "accessid", form: key},
	{text: "contribsyscom", form: key},
	{text: "code", form: vague, full: true},
	{text: "auth", form: vague},
	{text: "creds", form: vague},
	{text: "login", form: vague},
	{text: "access", form: vague},
	{text: "refresh", form: vague},
	{text: "csrf", form: vague},
	{text: "xsrf", form: vague},
	{text: "seed", form: vague, part: true},
	{text: "license", form: vague, full: true},
	{text: "approved", form: vague, full: true}, // Claude Code keeps the last 20 characters of keys in lists of these names.
	{text: "rejected", form: vague, full: true},
	{text: "credentials", form: vague},
	{text: "otp", form: once},
	{text: "otpcode", form: once},
	{text: "mfacode", form: once},
	{text: "2facode", form: once},
	{text: "onetimecode", form: once},
	{text: "onetimepassword", form: once},
	{text: "verificationcode", form: once},
	{text: "recoverycode", form: once},
	{text: "recoverycodes", form: once},
	{text: "backupcode", form: once},
	{text: "backupcodes", form: once},
	{text: "scratchcodes", form: once},
	{text: "value", form: held},
}

// byEnding are the rules for names by their last two letters.
var byEnding = func() (by [26][26][]*name) {
	for k := range names {
		n := &names[k]
		a, b := n.text[len(n.text)-2]-'a', n.text[len(n.text)-1]-'a'
		by[a][b] = append(by[a][b], n)
	}
	return by
}()

// isInner reports whether a part of a name makes it one of a secret if more parts follow, as in ANTHROPIC_API_KEY_PROD, and the
// value is random.
func isInner(part string) bool {
	switch len(part) {
	case len("key"), len("token"), len("secret"), len("password"), len("credential"):
	default:
		return false
	}
	return slices.Contains([]string{"key", "token", "apikey", "secret", "bearer", "passwd", "password", "credential"}, strings.ToLower(part))
}

// schemes returns the words that can precede the secret of an authorization, in lower case. The last ones are followed by
// several values, up to the end of the line.
func schemes() (one, many []string) {
	return []string{"bearer", "basic", "token", "apikey", "api-key", "key", "negotiate", "ntlm"},
		[]string{"digest", "aws4-hmac-sha256", "signature", "hawk", "oauth"}
}

// placeholders returns what people and programs write where a secret would stand, in lower case.
func placeholders() []string {
	return []string{
		"null", "none", "nil", "undefined", "true", "false", "yes", "no", "required", "missing", "invalid", "wrong", "incorrect", "expired", "redacted", "scrubbed", "hidden", "removed", "masked",
		"string", "header", "os.environ", "os.getenv", "process.env", "getenv",
	}
}

// called is what a secret is called in a sentence.
type called struct {
	text string
	form form
}

// abroad is what a secret is called in languages that letters of ASCII do not spell, in lower case and without endings.
var abroad = calls(
	"密钥 密匙 秘钥 金鑰 金钥 令牌 权杖 權杖 キー トークン シークレット 鍵 키 토큰 시크릿 ключ токен секрет schlüssel clé anahtarı khóa 🔑 🔐 κλειδί klíč nøgle nøkkel מפתח טוקן مفتاح رمز कुंजी टोकन คีย์ โทเค็น kľúč ključ",
	"口令 密码 密碼 パスワード 暗証 비밀번호 암호 пароль парол contraseña şifre khẩu hasło hasła hasłem lösenord jelszó κωδικό סיסמ كلمة पासवर्ड รหัสผ่าน รหัส",
)

// latin are those that letters of ASCII spell. A short one is the whole word, else it begins it.
var latin = calls(
	"clave llave chave chiave klucz sleutel nyckel avain kulcs cheia cheie kunci jeton schluessel anahtar cle creds pat geheimnis gettone kljuc",
	"passwort kennwort senha passe wachtwoord adgangskode passord salasana heslo haslo parola sandi sifre contrasena palavra-passe jelszo losenord mdp pw pwd pass",
)

func calls(keys, passwords string) (all []called) {
	for _, text := range strings.Fields(keys) {
		all = append(all, called{text, key})
	}
	for _, text := range strings.Fields(passwords) {
		all = append(all, called{text, password})
	}
	return all
}

// links are the words of a sentence that tie a value to what went before, in lower case.
var links = strings.Fields("is was are were be to from as now equals equal reads says into ist war lautet lautete auf zu von als heißt est était à en vaut comme es era fue por como a è come é foi para " +
	"naar jest na brzmi był je byl är er var till til som on oli это на был це là adalah ke este هو هي إلى הוא היא")

// linksBehind are the words that can tie a value to the name behind it, joinedLinks those that stand at a name without a blank.
var (
	linksBehind = strings.Fields("is was as to into in for ist war als est comme pour es era como para come per")
	joinedLinks = strings.Fields("是 为 為 成 到 は を に が 은 는 이 가 를 을 로")
)

// namesOfVendors are the vendors whose keys are given with no more than the vendor's name in front.
var namesOfVendors = []string{"azure", "aoai"}

// ids are the words that say that an id, a digest or a name follows and no secret. So do things, but where a secret is one of theirs.
var (
	ids = strings.Fields("id ids uuid guid ray trace traceid span request requestid req hash sha sha1 sha256 sha512 md5 digest commit etag version build rev revision tag fingerprint nonce checksum " +
		"file path folder dir line column ref branch job run task event cache address ip port arn fid pid tid correlation message thread batch date time timestamp reference support incident ticket case")
	things = strings.Fields("model deployment session org organization organisation workspace project tenant subscription account resource bucket instance pod container image host hostname node cluster " +
		"region zone server user username role endpoint url uri conversation")
	owning = strings.Fields("of for from on von für der des de del da do pour para di van voor")
)

// otherKeys are the words in front of "key" that make it none of a secret, aboutKeys those behind.
var (
	otherKeys = strings.Fields("public primary foreign cache object partition sort idempotency registry routing json dict map lookup index unique")
	aboutKeys = strings.Fields("id ids name names hash fingerprint prefix vault version type sha256 encoding length per")
)

// withNumber are the words that a number follows in what is no password.
var withNumber = strings.Fields("oauth base sha md utf http ipv ec argon pbkdf bcrypt aes rsa ntlmv scram-sha win windows python node version step case error ticket line user config option variant slot test prod staging " +
	"claude sonnet opus haiku gpt")
