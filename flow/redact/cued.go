package redact

import "strings"

// cue cuts what follows a word that names no secret by itself, but gives one in a language of its own: BY in SQL, AUTH to a store,
// the kind of a login. It returns where to go on, or start where nothing is cut.
type cue func(c *cut, start, end int) int

// cues are the cues by their word in lower case; of several the first counts that cuts.
var cues = func() map[string][]cue {
	all := map[string][]cue{}
	for _, of := range []struct {
		cue   cue
		words string
	}{
		{(*cut).identifiedBy, "by"},
		{(*cut).passwordFor, "for"},
		{(*cut).inserted, "values"},
		{(*cut).pragma, "pragma"},
		{(*cut).connection, "connect conn sqlplus expdp impdp"},
		{(*cut).redisLogin, "auth requirepass masterauth auth-pass"},
		{(*cut).redisUser, "on"},
		{(*cut).redisValue, "set get hset hmset setex getset"},
		{(*cut).piped, "echo printf"},
		{(*cut).helper, "apikeyhelper headershelper otelheadershelper awscredentialexport credential_process"},
		{(*cut).hash, "1 2a 2b 2y 5 6 7 y gy p h apr1 argon2i argon2d argon2id scrypt sha1 sha256 sha512 aad3b435b51404eeaad3b435b51404ee md5 smd5 ssha ssha256 ssha512 sha crypt pbkdf2 pbkdf2-sha256 pbkdf2_sha256 pbkdf2_sha1 bcrypt_sha256 scram-sha-256"},
		{(*cut).phrase, "password passwd passphrase passwort passcode pw pwd kennwort"},
		{(*cut).mnemonic, "--mnemonic --seed-phrase mnemonic phrase words seed seedphrase seed_phrase recovery_phrase seedwords"},
		{(*cut).cookieJar, "cookies"},
		{(*cut).secureString, "convertto-securestring"},
		{(*cut).calledWith, "auth httpbasicauth basicauth basic_auth httpauth setbasicauth digestauth httpdigestauth login authenticate passwordauthentication networkcredential usernamepasswordcredential"},
		{(*cut).pair, "creds cred credentials credential login logins pass password pw pwd passwd passwort p log logged sign signed auth"},
	} {
		for _, word := range strings.Fields(of.words) {
			all[word] = append(all[word], of.cue)
		}
	}
	return all
}()

// maxCue is the length of the longest cue, in bytes.
const maxCue = 32

// cued tells, by the first and the last letter, as bits how long cues are.
var cued = func() (lengths [32][32]uint64) {
	for word := range cues {
		lengths[word[0]&31][word[len(word)-1]&31] |= 1 << len(word)
	}
	return lengths
}()

// cue cuts what follows the word if it is a cue.
func (c *cut) cue(start, end int) int {
	if n := end - start; n > maxCue || cued[c.text[start]&31][c.text[end-1]&31]&(1<<n) == 0 {
		return start
	}
	for _, cue := range cues[strings.ToLower(c.text[start:end])] {
		if at := cue(c, start, end); at > end {
			return at
		}
	}
	return start
}

// argument returns where a word of a command begins and ends at i, without the quotes around it, and where to go on.
func argument(s string, i int) (from, to, next int) {
	from, to = i, i
	if i < len(s) && isQuote(s[i]) {
		for to = i + 1; to < len(s) && to-i < maxRow && s[to] != '\n'; to++ {
			switch {
			case s[to] != s[i]:
			case to+1 < len(s) && s[to+1] == s[i]: // Twice is once.
				to++
			default:
				return i + 1, to, to + 1
			}
		}
		from, to = i+1, i+1
	}
	for to < len(s) && to-from < maxRow && inWide[s[to]] && s[to] != ';' {
		to++
	}
	to = from + len(strings.TrimRight(s[from:to], ",)]}"))
	return from, to, to
}

// give cuts the argument at i, if it is a secret, and returns where to go on, or i.
func (c *cut) give(i int) int {
	from, to, next := argument(c.text, i)
	if text := c.text[from:to]; !isSecret(text, password) || isState(text) || strings.HasPrefix(text, "$") || strings.HasPrefix(text, "<") {
		return i
	}
	c.replace(from, to, Mark)
	return next
}

// states are what is said of a password or a login in its place.
var states = words("ok fail failed failure required missing expired invalid wrong incorrect denied disabled enabled error errors rejected refused succeeded success successful supported unsupported needed unknown empty blank " +
	"set unset reset changed used optional mandatory plain login tls ssl starttls cram-md5 digest-md5 xoauth2 oauthbearer oauth oauth2 ntlm gssapi kerberos token tokens key keys saml sso mfa 2fa otp header headers yes no none null here " +
	"for to of on in as at by first then and or not is was are has must see via the a an with from after before n/a")

func words(list string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(list) {
		all[word] = true
	}
	return all
}

// isState reports whether a text says of a password how it is.
func isState(text string) bool { return states[strings.ToLower(strings.TrimRight(text, ".,:;!?"))] }

// rowOver reports whether nothing of a command follows in the row at i.
func rowOver(s string, i int) bool {
	i = blanks(s, i)
	return i >= len(s) || strings.IndexByte("\r\n;\"'`|&#", s[i]) >= 0
}

// wordBefore returns the word in lower case that ends in front of the blanks at i in the same row, and where it starts.
func wordBefore(s string, i int) (word string, at int) {
	for i > 0 && blank(s[i-1]) {
		i--
	}
	at = i
	for at > 0 && i-at < maxName && inWord[s[at-1]] {
		at--
	}
	return strings.ToLower(s[at:i]), at
}
