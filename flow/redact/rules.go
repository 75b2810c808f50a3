package redact

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// prefix is a rule for secrets that say themselves what they are.
type prefix struct {
	start string // Found in any case unless exact; it stays.
	exact bool   // Found in this case only.
	word  bool   // Must not be the rest of a longer word.
	kinds bool   // A kind such as api03- may follow, and stays too.
	chars *set   // What the secret is made of.
	least int    // Shortest secret, in bytes.
	size  int    // The length of every secret of the kind, in bytes, if it is known.
	words bool   // The start could be that of a word, so that no words may follow.
	with  string // What must be in it.
	whole func([]byte) (complete, wanting bool)
}

// vendors are the starts of secrets with what their rules share, each before the length of the shortest secret behind it.
var vendors = []struct {
	rule   prefix
	starts string
}{
	{prefix{kinds: true, chars: inWord, whole: wholeKind}, "sk-ant- 8"},
	{prefix{exact: true, word: true, chars: inWord}, "api03- 40 api01- 40 oat01- 40 admin01- 40 EZAK 40 EZTK 40 AQVN 30"}, // The first ones without their beginning, which a copy has lost.
	{prefix{size: 64, chars: inWord}, "sk-or-v1- 8"},
	{prefix{size: 82, chars: inWord}, "github_pat_ 16"},
	{prefix{size: 36, chars: inWord}, "ghp_ 16 gho_ 16 ghu_ 16 ghr_ 16"},
	{prefix{size: 35, chars: inWord}, "AIza 24"},
	{prefix{chars: inWord}, "sk-proj- 8 sk-svcacct- 8 sk-admin- 8 AGE-SECRET-KEY- 16 dp.pt. 16 NRAK- 16 NRII- 16 NRJS- 16 PMAK- 16 sha256~ 30 " +
		"open.feishu.cn/open-apis/bot/v2/hook/ 16 open.larksuite.com/open-apis/bot/v2/hook/ 16 qyapi.weixin.qq.com/cgi-bin/webhook/send?key= 16"},
	{prefix{exact: true, chars: inWord}, "GR1348941 16 HRKU- 16 GOCSPX- 16"},
	{prefix{word: true, chars: inWord}, "hvb. 24 hvs. 24 1//0 30"},
	{prefix{word: true, words: true, chars: inWord}, "sk- 16 npm_ 24 v1.0- 60"},
	{prefix{exact: true, word: true, words: true, chars: inWord}, "EAAA 22 LTAI 16 re_ 32"},
	{prefix{chars: inBase64}, "bedrock-api-key- 16 ops_eyJ 40 fm1a_ 40 fm1r_ 40 fm2_ 40 bce-v3/ALTAK- 24 glc_ 24 sntrys_ 24 " +
		"hooks.slack.com/services/ 16 hooks.slack.com/workflows/ 16 hooks.slack.com/triggers/ 16 hooks.zapier.com/hooks/catch/ 8"},
	{prefix{exact: true, chars: inBase64}, "eyJrIjoi 40 ATATT3 40 ATCTT3 40"},
	{prefix{exact: true, word: true, chars: inBase64}, "ZXlK 32 sl. 60"},
	{prefix{exact: true, word: true, words: true, chars: inBase64}, "ABSK 32"},
	{prefix{chars: inDotted}, "ghs_ 16 xoxe. 16 dt0c01. 24"},
	{prefix{chars: inDotted, with: "."}, "eyJ 20"},
	{prefix{word: true, chars: inDotted}, "ya29. 16"},
	{prefix{word: true, words: true, chars: inDotted}, "pat. 40 sat. 40"},
	{prefix{exact: true, word: true, chars: inDotted}, "pk. 60"},
	{prefix{exact: true, word: true, words: true, chars: inDotted}, "st. 80"},
	{prefix{exact: true, word: true, words: true, chars: inDotted, with: "."}, "pat 70"},
	{prefix{exact: true, word: true, chars: inParts}, "t1. 80"},
	{prefix{exact: true, word: true, chars: inParts, with: ".ey"}, "ey 30"},
	{prefix{word: true, chars: inParts, with: ".acc"}, "scauth_ 40 authress_ 40 sc_ 40 ext_ 40"},
	{prefix{word: true, words: true, chars: inParts}, "tfp_ 24"},
	{prefix{exact: true, word: true, chars: inAlnum}, "hf_ 30"},
	{prefix{exact: true, word: true, words: true, chars: inAlnum}, "fw_ 22 rnd_ 28 ATBB 28 AKID 28 oy2 43 cio 32"},
	{prefix{exact: true, word: true, words: true, chars: inAlnum, size: 24}, "s. 24"},
	{prefix{exact: true, word: true, words: true, chars: setOf("0-9A-Z-")}, "A3- 26"},
	{prefix{exact: true, word: true, chars: setOf("0-9A-Z")}, "API- 26"},
	{prefix{word: true, chars: setOf("0-9A-Z"), whole: sixteen}, "AKIA 16 ASIA 16 ABIA 16 ACCA 16"},
	{prefix{exact: true, chars: inHex}, "bkua_ 40"},
	{prefix{exact: true, word: true, chars: inHex}, "key_ 60 sk_ 40"},
	{prefix{exact: true, word: true, words: true, chars: inHex}, "SK 32 live_ 31 test_ 31 test_pub_ 31 live_pub_ 31 key- 31 pubkey- 31"},
	{prefix{chars: setOf("0-9A-Fa-f-")}, "access-production- 36 access-development- 36 access-sandbox- 36 pat-na1- 32 pat-eu1- 32"},
	{prefix{exact: true, word: true, chars: setOf("0-9A-Fa-f-"), with: "-4"}, "sdk- 36 api- 36"},
	{prefix{chars: setOf("0-9A-Za-z$")}, "access_token$production$ 40 access_token$sandbox$ 40"},
	{prefix{chars: setOf("0-9A-Za-z_+/=@-")}, "webhook.office.com/webhookb2/ 36"},
	{prefix{exact: true, word: true, chars: setOf("0-9A-Za-z_+/=.;:-"), with: ";exp="}, "tid= 60"},
	{prefix{exact: true, word: true, chars: inPadded}, "SG. 40"},
	{prefix{chars: inPadded}, "sk_live_ 8 sk_test_ 8 sk_prod_ 8 rk_live_ 8 rk_test_ 8 rk_prod_ 8 xoxa- 8 xoxb- 8 xoxc- 8 xoxd- 8 xoxe- 8 xoxo- 8 xoxp- 8 xoxr- 8 xoxs- 8 xapp- 8 " +
		"duffel_test_ 8 duffel_live_ 8 FLWSECK_TEST- 8 FLWPUBK_TEST- 8 shippo_live_ 8 shippo_test_ 8 lin_api_ 8 lin_oauth_ 8 pscale_tkn_ 8 pscale_oauth_ 8 pscale_pw_ 8 " +
		"api_org_ 8 s-s4t2ud- 8 s-s4t2af- 8 sm_aat_ 8 sm_pat_ 8 sm_sat_ 8 doo_v1_ 8 dop_v1_ 8 dor_v1_ 8 dckr_pat_ 8 sb_secret_ 8 lsv2_pt_ 8 lsv2_sk_ 8 tgp_v1_ 8 apify_api_ 8"},
	{prefix{word: true, words: true, chars: inPadded}, "xai- 16 gsk_ 16 hf_ 16 pplx- 16 nvapi- 16 r8_ 16 tvly- 16 csk- 16 pcsk_ 16 jina_ 16 e2b_ 16 fc- 16 whsec_ 16 sbp_ 16 napi_ 16 figd_ 16 phx_ 16 sess- 16 " +
		"esecret_ 16 glpat- 16 glptt- 16 gldt- 16 glrt- 16 glrtr- 16 glcbt- 16 glft- 16 glffct- 16 glimt- 16 glagent- 16 gloas- 16 glsoat- 16 glsa_ 16 CLOJARS_ 16 p8e- 16 dapi 16 dnkey- 16 " +
		"fio-u- 16 fo1_ 16 ico- 16 ntn_ 16 pnu_ 16 pul- 16 pypi- 16 rdme_ 16 rubygems_ 16 sgp_ 16 sntryu_ 16 sq0atp- 16 squ_ 16 sqp_ 16 sqa_ 16 shpat_ 16 shpca_ 16 shppa_ 16 shpss_ 16 " +
		"tk-us- 16 xkeysib- 16 lip_ 16"},
}

// prefixed returns the rules for secrets known by their start, the longer start first.
var prefixed = sync.OnceValue(func() (rules []prefix) {
	for _, of := range vendors {
		fields := strings.Fields(of.starts)
		for k := 0; k < len(fields); k += 2 {
			r := of.rule
			r.start = fields[k]
			r.least, _ = strconv.Atoi(fields[k+1])
			if n := r.size; n > 0 {
				r.whole = func(b []byte) (complete, wanting bool) { return len(b) >= n, len(b) >= n/2 && len(b) < n }
			}
			rules = append(rules, r)
		}
	}
	slices.SortStableFunc(rules, func(a, b prefix) int {
		return cmp.Or(len(b.start)-len(a.start), strings.Compare(a.start, b.start))
	})
	return rules
})

// retypedStarts are the starts that are looked for as somebody retyped or dictated them, or a scan read them, and retypedKinds the kinds
// behind the first. Each hyphen is one of the parts between its words.
var (
	retypedStarts = strings.Fields("sk-ant- sk-or-v1- sk-proj- sk-svcacct- sk-admin- github_pat_")
	retypedKinds  = strings.Fields("api03- api01- oat01- ort01- sid01- admin01-")
)

// dictated are the words that are said for a sign between two parts of a key.
var dictated = wordSet("dash hyphen minus dot underscore strich bindestrich minuszeichen unterstrich punkt tiret guion guión trattino streepje")

// carriers are what base64 is looked through for: the starts of keys, and of headers that carry a credential.
var carriers = []string{
	"sk-ant-", "sk-proj-", "sk-or-v1-", "sk-svcacct-", "github_pat_",
	"Bearer ", "bearer ", "uthorization:", "AUTHORIZATION:", "api-key:", "Api-Key:", "API-KEY:",
}

// foreign are the starts of what stands at the beginning of lines and is no piece of a key.
var foreign = strings.Fields("req_ ofid_ msg_ wrkspc_ claude- anthropic- Anthropic http HTTP cf-ray x- X-")

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

// names are the rules for secrets known by a name, the longer name first. The first that fits counts. Of those written =name the
// whole name has to fit, of those written .name a whole part.
var names = func() (all []name) {
	for _, of := range []struct {
		form  form
		names string
	}{
		{scheme, "authorization"},
		{jar, "cookie"},
		{key, "apikey accesskey secretkey accesskeyid privatekey subscriptionkey sessionkey authkey accountkey encryptionkey licensekey signingkey token bearertokenbedrock secret signature credential " +
			"assertion secretstring oauth2bearer apikeyauth codeverifier samlresponse samlrequest authorizationcode authcode =sig =pass gitlabsession accessid contribsyscom"},
		{password, "password passwordvalue passwd passphrase passcode passwort kennwort =senha .pass .pwd .pw .psk bindpw rootpw dbpass requirepass masterauth rediscliauth keypass storepass userpass"},
		{vague, "sessionid clave llave chave chiave primarykey =key =code auth creds login access refresh csrf xsrf .seed =license credentials =approved =rejected"}, // The last two hold the ends of keys.
		{coded, "secretid key"},
		{once, "otp otpcode mfacode 2facode onetimecode verificationcode recoverycode recoverycodes backupcode backupcodes scratchcodes"},
		{none, "idempotencykey cachekey objectkey foreignkey partitionkey sortkey publickey"},
		{held, "value"},
	} {
		for _, text := range strings.Fields(of.names) {
			all = append(all, name{text: strings.TrimLeft(text, "=."), form: of.form, full: text[0] == '=', part: text[0] == '.'})
		}
	}
	slices.SortStableFunc(all, func(a, b name) int { return len(b.text) - len(a.text) })
	return all
}()

// byEnding are the rules for names by their last two letters.
var byEnding = func() (by [26][26][]*name) {
	for k := range names {
		n := &names[k]
		a, b := n.text[len(n.text)-2]-'a', n.text[len(n.text)-1]-'a'
		by[a][b] = append(by[a][b], n)
	}
	return by
}()

// inner are the parts of a name that make it one of a secret if more parts follow, as in ANTHROPIC_API_KEY_PROD, and the value is random.
var inner = wordSet("key token apikey secret bearer passwd password credential")

// schemes are the words that can precede the secret of an authorization; those of listSchemes are followed by several values, up to the
// end of the line.
const (
	schemes     = "bearer basic token apikey api-key key negotiate ntlm"
	listSchemes = "digest aws4-hmac-sha256 signature hawk oauth"
)

// placeholders are what people and programs write where a secret would stand.
const placeholders = "null none nil undefined true false yes no required missing invalid wrong incorrect expired redacted scrubbed hidden removed masked string header os.environ os.getenv process.env getenv"

// saidOfKeys is what is said of a key or token in its place, algorithms what makes a signature.
const (
	saidOfKeys = "refreshed present cached active inactive archived revoked rotated verified checked attached getter/setter getter setter"
	algorithms = "rsassa-pss sha1withrsaencryption sha256withrsaencryption sha384withrsaencryption sha512withrsaencryption ecdsa-with-sha1 ecdsa-with-sha256 ecdsa-with-sha384 ecdsa-with-sha512"
)

// ofTests are the attributes in which a report of tests says of one what it is called and how it went.
const ofTests = "name classname tests failures errors skipped disabled assertions time timestamp"

// called is what a secret is called in a sentence.
type called struct {
	text string
	form form
}

// abroad is what a secret is called in languages that letters of ASCII do not spell, in lower case and without endings.
var abroad = append(calledAs(key, "密钥 密匙 秘钥 金鑰 金钥 令牌 权杖 權杖 キー トークン シークレット 鍵 키 토큰 시크릿 ключ токен секрет schlüssel clé anahtarı khóa 🔑 🔐 κλειδί klíč nøgle nøkkel מפתח טוקן مفتاح رمز कुंजी टोकन คีย์ โทเค็น kľúč ključ"),
	calledAs(password, "口令 密码 密碼 パスワード 暗証 비밀번호 암호 пароль парол contraseña şifre khẩu hasło hasła hasłem lösenord jelszó κωδικό סיסמ كلمة पासवर्ड รหัสผ่าน รหัส")...)

// latin are those that letters of ASCII spell. A short one is the whole word, else it begins it.
var latin = append(calledAs(key, "clave llave chave chiave klucz sleutel nyckel avain kulcs cheia cheie kunci jeton schluessel anahtar cle creds pat geheimnis gettone kljuc"),
	calledAs(password, "passwort kennwort senha passe wachtwoord adgangskode passord salasana heslo haslo parola sandi sifre contrasena palavra-passe jelszo losenord mdp pw pwd pass")...)

func calledAs(f form, names string) (all []called) {
	for text := range strings.FieldsSeq(names) {
		all = append(all, called{text, f})
	}
	return all
}

// links are the words of a sentence that tie a value to what went before, in lower case.
var links = wordSet("is was are were be to from as now equals equal reads says into ist war lautet lautete auf zu von als heißt est était à en vaut comme es era fue por como a è come é foi para " +
	"naar jest na brzmi był je byl är er var till til som on oli это на был це là adalah ke este هو هي إلى הוא היא")

// linksBehind are the words that can tie a value to the name behind it, joinedLinks those that stand at a name without a blank.
const linksBehind = "is was as to into in for ist war als est comme pour es era como para come per"

var joinedLinks = strings.Fields("是 为 為 成 到 は を に が 은 는 이 가 를 을 로")

// namesOfVendors are the vendors whose keys are given with no more than the vendor's name in front.
const namesOfVendors = "azure aoai"

// ids are the words that say that an id, a digest or a name follows and no secret. So do things, but where a secret is one of theirs.
var (
	ids = wordSet("id ids uuid guid ray trace traceid span request requestid req hash sha sha1 sha256 sha512 md5 digest commit etag version build rev revision tag fingerprint nonce checksum " +
		"file path folder dir line column ref branch job run task event cache address ip port arn fid pid tid correlation message thread batch date time timestamp reference support incident ticket case")
	things = wordSet("model deployment session org organization organisation workspace project tenant subscription account resource bucket instance pod container image host hostname node cluster " +
		"region zone server user username role endpoint url uri conversation")
)

const owning = "of for from on von für der des de del da do pour para di van voor"

// otherKeys are the words in front of "key" that make it none of a secret, aboutKeys those behind.
const (
	otherKeys = "public primary foreign cache object partition sort idempotency registry routing json dict map lookup index unique"
	aboutKeys = "id ids name names hash fingerprint prefix vault version type sha256 encoding length per"
)

// withNumber are the words that a number follows in what is no password.
var withNumber = wordSet("oauth base sha md utf http ipv ec argon pbkdf bcrypt aes rsa ntlmv scram-sha win windows python node version step case error ticket line user config option variant slot test prod staging " +
	"claude sonnet opus haiku gpt")
