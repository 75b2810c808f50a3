package redact

import "strings"

// cue cuts what follows a word that names no secret by itself, but gives one in a language of its own: AUTH to a store, the kind of a
// login. It returns where to go on, or start where nothing is cut.
type cue func(c *cut, start, end int) int

// statements give a secret in a language of its own, $, behind words in any case of which a|b is one or the other: * is anything, ~ what
// stands in front of a sign, = that sign or a bracket, and a point that the row is over.
var statements = []string{
	"identified by password|values $", "identified by $", "identified with * by password|values $", "identified with * by $", "set password for ~ = $", "pragma key|rekey|hexkey = $",
	"net user * $ /add",
}

// cues are the cues by their word in lower case; of several the first counts that cuts.
var cues = func() map[string][]cue {
	all := map[string][]cue{}
	for _, statement := range statements {
		word, rest, _ := strings.Cut(statement, " ")
		all[word] = append(all[word], func(c *cut, start, end int) int { return c.stated(rest, start, end) })
	}
	for _, of := range []struct {
		cue   cue
		words string
	}{
		{(*cut).inserted, "values"},
		{(*cut).connection, "connect conn sqlplus expdp impdp"},
		{(*cut).redisLogin, "auth requirepass masterauth auth-pass"},
		{(*cut).redisUser, "on"},
		{(*cut).redisValue, "set get hset hmset setex getset"},
		{(*cut).printed, "echo printf"},
		{(*cut).hash, "1 2a 2b 2y 5 6 7 y gy p h apr1 argon2i argon2d argon2id scrypt sha1 sha256 sha512 aad3b435b51404eeaad3b435b51404ee md5 smd5 ssha ssha256 ssha512 sha crypt pbkdf2 pbkdf2-sha256 pbkdf2_sha256 pbkdf2_sha1 bcrypt_sha256 scram-sha-256"},
		{(*cut).phrase, "password passwd passphrase passwort passcode pw pwd kennwort"},
		{(*cut).mnemonic, "--mnemonic --seed-phrase mnemonic phrase words seed seedphrase seed_phrase recovery_phrase seedwords"},
		{(*cut).cookieJar, "cookies"},
		{(*cut).cookieRow, "true false"},
		{(*cut).passwords, "passwords"},
		{(*cut).typed, "send exp_send"},
		{(*cut).secureString, "convertto-securestring"},
		{(*cut).calledWith, "auth httpbasicauth basicauth basic_auth httpauth setbasicauth digestauth httpdigestauth login authenticate passwordauthentication networkcredential usernamepasswordcredential"},
		{(*cut).pair, "creds cred credentials credential login logins pass password pw pwd passwd passwort p log logged sign signed auth"},
	} {
		for word := range strings.FieldsSeq(of.words) {
			all[word] = append(all[word], of.cue)
		}
	}
	return all
}()

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

// stated cuts the secret of a statement whose words from the second on stand behind end.
func (c *cut) stated(words string, start, end int) int {
	s, i, at, signed := c.text, end, 0, false
	for word := range strings.FieldsSeq(words) {
		i = white(s, i)
		from, to, next := argument(s, i)
		switch word {
		case "$":
			at, i = i, next
		case "*":
			if i = next; from == to {
				return start
			}
		case "~":
			k := strings.IndexByte(s[i:lineEnd(s, i)], '=')
			if k < 0 {
				return start
			}
			i += k
		case "=":
			if !oneOf(peek(s, i), "=(") {
				return start
			}
			i, signed = i+1, true
		default:
			to = near(s, i, maxName, inPath)
			if !among(s[i:to], strings.ReplaceAll(word, "|", " ")) {
				return start
			}
			i = to
		}
	}
	if open, ok := call(s, at); ok {
		at, signed = open, true
	} else if oneOf(peek(s, at), "nNeE") && peek(s, at+1) == '\'' {
		at++
	}
	_, to, next := argument(s, at)
	bare, follows := !isQuote(peek(s, at)) && !signed && strings.HasSuffix(words, "$"), firstWord(s, next)
	if bare && (!rowOver(s, next) && (follows == "" || follows != strings.ToUpper(follows)) && wordy(s[at:to]) || strings.ContainsAny(s[at:to], "()")) { // A word of a sentence.
		return start
	}
	return c.give(at)
}

// argument returns where a word of a command begins and ends at i, without the quotes around it, and where to go on.
func argument(s string, i int) (from, to, next int) {
	from = i
	if isQuote(peek(s, i)) {
		from++
		for to = from; to < len(s) && to-i < maxRow && s[to] != '\n'; to++ {
			switch {
			case s[to] != s[i]:
			case peek(s, to+1) == s[i]: // Twice is once.
				to++
			default:
				return from, to, to + 1
			}
		}
	}
	to = from + len(strings.TrimRight(s[from:near(s, from, maxRow, inArgument)], ",)]}"))
	return from, to, to
}

// give cuts the argument at i, if it is a secret, and returns where to go on, or i.
func (c *cut) give(i int) int {
	from, to, next := argument(c.text, i)
	if text := c.text[from:to]; isState(text) || strings.HasPrefix(text, "$") || strings.HasPrefix(text, "<") || !isSecret(text, password) {
		return i
	}
	c.replace(from, to, Mark)
	return next
}

// states are what is said of a password or a login in its place.
var states = wordSet("ok fail failed failure required missing expired invalid wrong incorrect denied disabled enabled error errors rejected refused succeeded success successful supported unsupported needed unknown empty blank " +
	"set unset reset changed used optional mandatory plain login tls ssl starttls cram-md5 digest-md5 xoauth2 oauthbearer oauth oauth2 ntlm gssapi kerberos token tokens key keys saml sso mfa 2fa otp header headers yes no none null here " +
	"for to of on in as at by first then and or not is was are has must see via the a an with from after before n/a")

// isState reports whether a text says of a password how it is.
func isState(text string) bool { return states[strings.ToLower(strings.TrimRight(text, ".,:;!?"))] }

// rowOver reports whether nothing of a command follows in the row at i.
func rowOver(s string, i int) bool {
	c := peek(s, blanks(s, i))
	return c == 0 || oneOf(c, "\r\n;\"'`|&#")
}

// optionsEnd skips the options of a command.
func optionsEnd(s string, i int) int {
	i = blanks(s, i)
	for n := 0; n < 4 && peek(s, i) == '-'; n++ {
		i = blanks(s, span(s, i, inSeen))
	}
	return i
}

// leads reports whether the word at start begins its row or string, or follows a prompt.
func leads(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], maxName), " \t")
	if before == "" || oneOf(before[len(before)-1], "\n\"'`>$#;") {
		return true
	}
	word, at := wordBefore(s, start)
	if word != "" && strings.Trim(word, "23") == "" {
		word, _ = wordBefore(s, at)
		return word == "hello"
	}
	return word == "c" // C: of a mail's client.
}

// connection cuts the password in CONNECT user/x@host.
func (c *cut) connection(start, end int) int {
	s, word := c.text, c.text[start:end]
	i := optionsEnd(s, end)
	slash := near(s, i, maxName, inUser)
	if slash == i || peek(s, slash) != '/' {
		return start
	}
	from, to, next := argument(s, slash+1)
	k := strings.LastIndexByte(s[from:to], '@')
	if among(word, "connect conn") && k <= 0 && (word != strings.ToUpper(word) || !rowOver(s, next)) { // A word of a sentence.
		return start
	}
	if k > 0 && next == to {
		to = from + k
	}
	if !isSecret(s[from:to], password) {
		return start
	}
	c.replace(from, to, Mark)
	return next
}

// redisLogin cuts the password in the commands and settings of Redis and its like: AUTH x, AUTH user x, requirepass x, and in what
// they are on the wire and in a monitor.
func (c *cut) redisLogin(start, end int) int {
	s, word, i := c.text, strings.ToLower(c.text[start:end]), end
	quoted := start > 0 && s[start-1] == '"'
	if quoted {
		i++
	}
	if quoted && peek(s, end) != '"' || word == "auth" && !quoted && (!leads(s, start) || s[start:end] != "AUTH" && !strings.HasSuffix(s[:start], "> ")) {
		return start
	}
	at := blanks(s, i)
	if quoted && !isQuote(peek(s, at)) && newline(s, at) == at { // An attribute, and another one behind it.
		return start
	}
	if row := newline(s, at); row > at { // The value is in the next row: as it is sent, or as it is answered.
		if size := span(s, row+1, inDigits); peek(s, row) == '$' && size > row+1 {
			return c.give(newline(s, size))
		} else if strings.HasPrefix(s[row:], "2) \"") && word != "auth" {
			return c.give(row + len("2) "))
		}
		return start
	}
	if at == i {
		return start
	}
	from, to, next := argument(s, at)
	if word == "auth-pass" || !rowOver(s, next) || quoted && strings.HasPrefix(s[next:], " \"") { // A user, or what the password is for.
		if isState(s[from:to]) && !among(s[from:to], "plain login xoauth2") || !blank(peek(s, next)) {
			return start
		}
		at = blanks(s, next)
		if _, _, next = argument(s, at); !rowOver(s, next) {
			return start
		}
	}
	return c.give(at)
}

// redisUser cuts the passwords of a user of such a store: user NAME on >x.
func (c *cut) redisUser(start, end int) int {
	s, last := c.text, start
	_, at := wordBefore(s, start)
	if word, _ := wordBefore(s, at); !among(word, "user setuser") {
		return start
	}
	for i := blanks(s, end); peek(s, i) > ' '; i = blanks(s, span(s, i, inShown)) {
		if s[i] == '>' || s[i] == '#' {
			last = max(last, c.give(i+1))
		}
	}
	return last
}

// redisValue cuts the value in SET api_key x, in HSET user password x, and the answer to GET api_key.
func (c *cut) redisValue(start, end int) int {
	s, word := c.text, strings.ToLower(c.text[start:end])
	from, to, next := argument(s, blanks(s, end))
	f := formOf(s[from+strings.LastIndexByte(s[from:to], ':')+1 : to])
	at := blanks(s, next)
	switch {
	case !blank(peek(s, end)):
		return start
	case word == "hset" || word == "hmset":
		return c.redisFields(start, next)
	case f != key && f != password && f != coded && (f != vague || next == to) || !leads(s, start):
		return start
	case word == "get":
		if row := newline(s, at); row > at && peek(s, row) == '"' {
			return max(start, c.give(row))
		}
		return start
	case word == "setex": // How long it holds.
		_, _, next = argument(s, at)
		at = blanks(s, next)
	}
	if at == next || s[start] == 's' && wordy(firstWord(s, at)) && !strings.HasSuffix(s[:start], "> ") { // In a sentence.
		return start
	}
	if _, _, next = argument(s, at); !rowOver(s, next) && !among(firstWord(s, next), "EX PX NX XX EXAT PXAT KEEPTTL GET") {
		return start
	}
	return c.give(at)
}

// redisFields cuts the values of the fields of a hash.
func (c *cut) redisFields(start, i int) int {
	s, last := c.text, start
	for range maxFields {
		from, to, next := argument(s, blanks(s, i))
		at := blanks(s, next)
		if _, _, i = argument(s, at); i <= at || from == to {
			break
		}
		if f := formOf(s[from:to]); f == key || f == password {
			last = max(last, c.give(at))
		}
	}
	return last
}

// calledWith cuts the second of two texts that a call is given to log in: auth=("user", "x"), smtp.login("user", "x").
func (c *cut) calledWith(start, end int) int {
	s := c.text
	i, ok := holds(s, end)
	if ok { // A pair may have a type.
		i = near(s, i, maxName, inDotted)
	}
	if !oneOf(peek(s, i), "([") {
		return start
	}
	if i = white(s, i+1); !oneOf(peek(s, i), "\"'") {
		return start
	}
	_, to, next := argument(s, i)
	if i = white(s, next); next == to || peek(s, i) != ',' {
		return start
	}
	if i = white(s, i+1); !oneOf(peek(s, i), "\"'") {
		return start
	}
	return c.give(i)
}

// secureString cuts what PowerShell makes a password of: ConvertTo-SecureString 'x' -AsPlainText, 'x' | ConvertTo-SecureString.
func (c *cut) secureString(start, end int) int {
	s := c.text
	if i := optionsEnd(s, end); isQuote(peek(s, i)) {
		return c.give(i)
	}
	if before, ok := strings.CutSuffix(strings.TrimRight(tailOf(s[:start], maxBeside), " "), "|"); ok {
		before = strings.TrimRight(before, " ")
		if n := len(before); n > 0 && isQuote(before[n-1]) {
			if k := strings.LastIndexByte(before[:n-1], before[n-1]); k >= 0 {
				c.give(max(0, start-maxBeside) + k)
			}
		}
	}
	return start
}

// printed cuts what is printed for a command that takes a secret so, or that a setting has for a key: echo x | docker login
// --password-stdin, "apiKeyHelper": "echo x".
func (c *cut) printed(start, end int) int {
	s, last := c.text, start
	i := blanks(s, end)
	for peek(s, i) == '-' && oneOf(peek(s, i+1), "ne") {
		i = blanks(s, i+2)
	}
	if i == end {
		return start
	}
	_, _, next := argument(s, i)
	row, _ := rowStart(s, start)
	setting := strings.ToLower(tailOf(s[row:start], maxLoginName))
	switch bar := blanks(s, next); {
	case peek(s, bar) == '|' && contains(s[bar:lineEnd(s, bar)], "-stdin", "sudo -S", "passphrase-fd", "auth login", "secret ", "passwd", "cryptsetup", "env add", "login "):
		return c.give(i)
	case peek(s, bar) == '|' || !contains(setting, "apikeyhelper", "headershelper", "awscredentialexport", "credential_process"):
		return start
	}
	for ; peek(s, i) > ' ' && !oneOf(s[i], "|;>&)}"); i = blanks(s, next) {
		_, _, next = argument(s, i)
		if !oneOf(s[i], "-${") {
			last = max(last, c.give(i))
		}
		if next == i {
			break
		}
	}
	return last
}

// passwords cuts what looks like one of several passwords in a list or an object: "passwords": {"alice": "x"}.
func (c *cut) passwords(start, end int) int {
	s, last := c.text, start
	i, ok := holds(s, end)
	tell := func(_ string, at int, text string) {
		if isQuote(peek(s, at-1)) && !strings.Contains(text, " ") && (isPassword(text) || isRandom(text)) && isSecret(text, password) {
			c.replace(at, at+len(text), Mark)
			last = at + len(text)
		}
	}
	switch {
	case !ok:
	case peek(s, i) == '{':
		c.object(i+1, i+maxRow, tell)
	case peek(s, i) == '[':
		cells, _ := c.list(i)
		for _, of := range cells {
			tell("", of.at, of.text)
		}
	}
	return last
}

// typed cuts what a script types where a password is asked for: expect "password:"; send "x\r".
func (c *cut) typed(start, end int) int {
	s := c.text
	i := blanks(s, optionsEnd(s, end))
	from, to, next := argument(s, i)
	text := strings.TrimRight(s[from:to], "\r")
	before := strings.ToLower(tailOf(s[:start], maxBeside))
	before = before[max(0, strings.LastIndex(before, "expect ")):]
	if next == to || from+len(text) == to || !strings.Contains(before, "assword") && !strings.Contains(before, "assphrase") || strings.HasPrefix(text, "$") || !isSecret(text, password) {
		return start
	}
	c.replace(from, from+len(text), Mark)
	return next
}

// cookieRow cuts the value in a row of a cookies.txt: domain, TRUE, path, TRUE, time, name, value.
func (c *cut) cookieRow(start, end int) int {
	s, at := c.text, end
	for k := range 4 {
		from := blanks(s, at)
		at = near(s, from, maxBeside, inShown)
		if text := s[from:at]; text == "" || k == 0 && text[0] != '/' || k == 1 && !among(text, "TRUE FALSE") || k == 2 && !all(text, inNumber) {
			return start
		}
	}
	at = blanks(s, at)
	r := read(s, start, at, inSeen)
	if !isSecret(string(r.text), password) {
		return start
	}
	c.replace(at, r.end, Mark)
	return r.end
}

// hash cuts what is kept of a password in the place of it: $6$salt$…, {SSHA}…, pbkdf2_sha256$…. Whoever has it can guess the password.
func (c *cut) hash(start, end int) int {
	s, sign := c.text, peek(c.text, end)
	switch before := peek(s, start-1); {
	case before == '{' && sign == '}' && end-start > 2, before == '$' && sign == '$':
	case sign == '$' && end-start > 3, sign == ':' && end-start == maxCue: // The first half of what Windows keeps.
	default:
		return start
	}
	in := inHash
	if sign == '$' && lower(s[start]) == 's' {
		in = inScram
	}
	from := end + 1
	text := strings.TrimRight(s[from:near(s, from, maxHash, in)], ":,")
	if len(text) < longRun || sign == '$' && !strings.Contains(text, "$") && s[start] != 'P' && s[start] != 'H' && end-start < 5 || !looksMixed(text) {
		return start
	}
	c.replace(from, from+len(text), Mark)
	return from + len(text)
}
