package redact

import (
	"slices"
	"strings"
)

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
