// Package redact removes secrets, and everything that could act on a terminal, from text that nobody vouches for.
// It never looks at what the text means, never does I/O, and never returns or reports what it removed.
package redact

import "strings"

// Mark stands in the place of what was removed.
const Mark = "…"

const (
	keep      = 4  // Characters of a secret that stay at its end, so that two keys can be told apart.
	keepFrom  = 16 // Shorter secrets keep nothing.
	maxKind   = 64 // What stays of a secret is shorter.
	maxRounds = 8  // Removing one secret can uncover the next; more than two rounds take a text made for it.
)

// Secrets returns s with every secret it recognizes cut down to the kind it is of and at most its last four characters,
// as in sk-…Zk9A, and the number of secrets it cut. Keys are found by their vendor's prefix wherever they stand,
// also where a terminal broke them over lines; other secrets by the name in front of them. Where it cannot tell it cuts.
// Secrets(Secrets(s)) is Secrets(s). It takes time linear in the length of s.
func Secrets(s string) (masked string, n int) {
	return secrets(s, append([]func(*cut){dumps, spelled}, passes...))
}

// passes are the rules for what stands as it is.
var passes = []func(*cut){retyped, tokens, parted, encoded, blocks, manifests, tables, jsonTables, labelled, addresses, passwordFile, sentences, unlabelled}

// secrets is Secrets with the given passes.
func secrets(s string, passes []func(*cut)) (masked string, n int) {
	v := look(s)
	for range maxRounds {
		found := 0
		for _, pass := range passes {
			c := cut{view: v}
			pass(&c)
			if c.n > 0 {
				v = look(c.result())
				found += c.n
			}
		}
		if v.acts {
			c := cut{view: view{from: v.from, text: v.from}}
			if tokens(&c); c.n > 0 {
				v = look(c.result())
				found += c.n
			}
		}
		n += found
		if found == 0 {
			break
		}
	}
	return v.from, n
}

// cut is a text being copied with some parts of it replaced. Offsets are those of the view.
type cut struct {
	view
	to     strings.Builder
	copied int // What of the text is copied or replaced.
	done   int // The same in the view.
	n      int
}

func (c *cut) replace(start, end int, with string) {
	if start < c.done || end <= start {
		return
	}
	from, _ := c.source(start)
	_, to := c.source(end - 1)
	c.to.WriteString(c.from[c.copied:from])
	c.to.WriteString(with)
	c.copied, c.done = to, end
	c.n++
}

func (c *cut) result() string {
	if c.n == 0 {
		return c.from
	}
	c.to.WriteString(c.from[c.copied:])
	return c.to.String()
}

// tail returns what may stay of a secret whose text was found in the run.
func (r run) tail(secret string) string {
	if r.torn || len(secret) < keepFrom {
		return ""
	}
	end := secret[len(secret)-keep:]
	for i := range len(end) {
		if !tokenChar(end[i]) {
			return ""
		}
	}
	return end
}

// isMasked reports whether v is what this package leaves of a secret, or of one that stands twice in a row: a known prefix or
// nothing, the mark, and no more than the tail. A mark in a text proves nothing by itself.
func isMasked(v string) bool {
	kind, end, ok := strings.Cut(v, Mark)
	if !ok || kind != "" && !isPrefix(kind) {
		return false
	}
	for i := 0; i <= min(keep, len(end)); i++ {
		if i == len(end) || isMasked(end[i:]) && !strings.HasPrefix(end[i:], Mark) {
			return true
		}
		if !tokenChar(end[i]) {
			return false
		}
	}
	return false
}

// tokens cuts secrets that are known by their prefix.
func tokens(c *cut) {
	s, rules, first := c.text, prefixed(), firstChars()
	var barren []int // Up to where a rule has looked, and found no secret.
scan:
	for i := 0; i+1 < len(s); i++ {
		if first.pairs[s[i]][s[i+1]] == never {
			continue
		}
		at := letterAt(s, i, i+1)
		if at < 0 || first.pairs[s[i]][s[at]] != sure {
			continue
		}
		second, third := lower(s[at]), byte(0)
		if at = letterAt(s, i, at+1); at >= 0 {
			third = lower(s[at])
		}
		for _, next := range first.by[s[i]] {
			if next.second != second || next.third != third && next.third != 0 {
				continue
			}
			k := next.rule
			r := &rules[k]
			if barren != nil && i < barren[k] {
				continue
			}
			end, with, short := r.match(s, i)
			if with == "" && end > i {
				if barren == nil {
					barren = make([]int, len(rules))
				}
				barren[k] = end
			}
			if with == "" {
				continue
			}
			c.replace(i, end, with)
			if short {
				c.pieces(end)
			}
			i = max(end, c.done) - 1
			continue scan
		}
	}
}

// breaks are what stands where a row, a string or a column can end.
var breaks = func() (is [256]bool) {
	for _, c := range " \t\r\n\\|^`\"'" {
		is[c] = true
	}
	return is
}()

// letterAt returns where the letter stands that follows at an offset, behind the end of a row or of a column, or -1.
func letterAt(s string, start, at int) int {
	if at >= len(s) {
		return -1
	}
	if !breaks[s[at]] {
		return at
	}
	k := column(s, at)
	if k < len(s) && !alnum(s[k]) {
		if isQuote(s[k]) && k+1 < len(s) && strings.IndexByte(",:})]", s[k+1]) >= 0 {
			return -1
		}
		k = lineBreak(s, start, at)
	}
	if k >= len(s) {
		return -1
	}
	return k
}

// match returns where the secret of the rule ends that starts at i, and what stays of it. If with is empty there is none,
// and no other one starts before end. Short tells that it is shorter than those that are issued.
func (r *prefix) match(s string, i int) (end int, with string, short bool) {
	if r.word && !wordStart(s, i) {
		return 0, "", false
	}
	j, ok := literal(s, i, r.start, !r.exact, r.kinds)
	if !ok {
		return 0, "", false
	}
	if r.words {
		end := j
		for end < len(s) && r.chars(s[end]) {
			end++
		}
		if end-j >= shortRun && wordy(strings.ReplaceAll(s[j:end], ".", "-")) && strings.Trim(s[j:end], "0123456789_-") != "" {
			return end, "", false
		}
	}
	found := follow(s, i, j, r.chars, r.whole, r.kinds)
	start, least := r.start, r.least
	secret := string(found.text)
	if r.kinds {
		if k := kindLen(found.text); k > 0 {
			start, secret, least = start+secret[:k], secret[k:], leastOfKind
		}
	}
	text := strings.TrimRight(secret, ".=")
	end = found.end
	if at := strings.Index(s[j:end], r.start); r.kinds && at >= 0 && strings.Contains(text, r.start) {
		text, end = text[:strings.Index(text, r.start)], j+at // It stands twice, which shows as two.
		secret = text
	}
	if tail := secret[len(text):]; strings.HasSuffix(s[:end], tail) {
		end -= len(tail)
	}
	if r.with != "" && !strings.Contains(text, r.with) {
		return end, "", false
	}
	if len(text) < least {
		return 0, "", false
	}
	return end, start + Mark + found.tail(text), r.kinds && len(text) < leastKey
}

// Where a key is shorter than those that are issued, the rest of it can stand near: in the next variable, behind a remark or a tag.
const (
	nearPiece = 512 // Bytes behind the beginning of a key that are looked at.
	onePiece  = 16  // Shorter runs are left: they could be anything.
	leastKey  = 80  // No key with a kind is issued shorter.
)

// pieces cuts what looks like the rest of a key that ends too early.
func (c *cut) pieces(end int) {
	s := c.text
	for i, limit := end, min(len(s), end+nearPiece); i < limit; i++ {
		start := i
		for i < len(s) && wordChar(s[i]) {
			i++
		}
		if i == start {
			continue
		}
		r := read(s, start, start, wordChar, nil)
		part := string(r.text)
		if len(part) < onePiece || strings.HasPrefix(strings.ToLower(part), "sk-") { // Another key, which is cut by itself.
			continue
		}
		i = max(i, r.end)
		if isMixed(part) && !wordy(part) && !isForeign(part) && !isPublicID(part) && !saysID(s, start) {
			c.replace(start, i, Mark)
		}
	}
}

// parted cuts what follows the bare beginning of a key in pieces: the beginning, with its kind, in a string of its own, the rest set off.
func parted(c *cut) {
	s := c.text
	for _, r := range prefixed() {
		if !r.kinds {
			continue
		}
		for i := 0; ; {
			k := strings.Index(s[i:], r.start)
			if k < 0 {
				break
			}
			i += k + len(r.start)
			kind := kindLen([]byte(s[i:min(len(s), i+maxKind)]))
			if kind == 0 {
				continue
			}
			i += kind
			if start, end := pieced(s, i); end > start {
				c.replace(start, end, Mark)
				i = end
			}
		}
	}
}

// pieced returns where the pieces begin and end that stand behind a key's beginning at i, a few signs apart and in one row.
func pieced(s string, i int) (start, end int) {
	var joined []byte
	at := i
	for at < len(s) && wordChar(s[at]) && at-i < onePiece { // What stands at once is no piece, and what it is of is known by itself if it is long.
		at++
	}
	if at-i >= onePiece {
		return 0, 0
	}
	joined = append(joined, s[i:at]...)
	for len(joined) < maxSecret {
		run := at
		for run < len(s) && run-at < maxBetween && !wordChar(s[run]) && s[run] != '\n' && (s[run] != ' ' || run > at) {
			run++
		}
		if run == at || run >= len(s) || !wordChar(s[run]) {
			break
		}
		stop := run
		for stop < len(s) && wordChar(s[stop]) {
			stop++
		}
		part := s[run:stop]
		if strings.Contains(part, "sk-") || wordy(part) && len(part) < longRun || isForeign(part) || isPublicID(part) || saysID(s, run) {
			break
		}
		if start == 0 {
			start = run
		}
		joined, at, end = append(joined, part...), stop, stop
	}
	if len(joined) < onePiece || !isMixed(string(joined)) {
		return 0, 0
	}
	return start, end
}

const maxBetween = 5 // Bytes between two pieces.

// literal reports whether the text at i spells want, in any case if fold, whatever breaks a row between its letters, blanks
// too if it is spaced.
func literal(s string, i int, want string, fold, spaced bool) (end int, ok bool) {
	same := func(a, b byte) bool { return a == b || fold && lower(a) == lower(b) }
	start := i
	for k := 0; k < len(want); k++ {
		if k > 0 && i < len(s) && !same(s[i], want[k]) && !alnum(s[i]) {
			if w := lineBreak(s, start, i); w > i {
				i = w
			} else if spaced {
				i = column(s, i)
			}
		}
		if i >= len(s) || !same(s[i], want[k]) {
			return 0, false
		}
		i++
	}
	return i, true
}

// wordStart reports whether the text at i is not the rest of a longer word. An escape such as \n or %20 ends a word too.
func wordStart(s string, i int) bool {
	if i == 0 || !alnum(s[i-1]) {
		return true
	}
	if i >= 2 && s[i-2] == '\\' && strings.IndexByte("nrtbf", s[i-1]) >= 0 {
		return true
	}
	return i >= 3 && s[i-3] == '%' && hex(s[i-2]) && hex(s[i-1])
}

// encoded cuts base64, hex and lists of numbers that hold a key, or a header that carries one.
func encoded(c *cut) {
	s, known, spelled := c.text, anchors(), spellings()
	for i := 0; i+8 <= len(s); i++ {
		if !known.pairs[s[i]][s[i+1]] {
			continue
		}
		if breaks[s[i+1]] {
			if at := letterAt(s, i, i+1); at < 0 || breaks[s[at]] || !known.pairs[s[i]][s[at]] {
				continue
			}
		}
		for _, a := range known.by[s[i]] {
			end, ok := literal(s, i, a, false, false)
			if !ok {
				continue
			}
			start := i
			for start > c.done && base64Char(s[start-1]) {
				start--
			}
			end = read(s, i, end, base64Char, nil).end
			c.replace(start, end, Mark)
			i = end - 1
			break
		}
		if digit(s[i]) {
			for _, code := range spelled[s[i]] {
				if end := code.match(s, i); end > i {
					c.replace(i, end, Mark)
					i = end - 1
					break
				}
			}
		}
	}
}

// match returns the end of the list of numbers at i if it begins as the code does, or i.
func (code spelling) match(s string, i int) int {
	at, end, numbers := i, i, code.numbers
	for {
		n := 0
		for at+n < len(s) && n < code.width && (code.base == 16 && hex(s[at+n]) || digit(s[at+n])) {
			n++
		}
		if n == 0 || code.base == 16 && n < 2 {
			break
		}
		if len(numbers) > 0 {
			if !strings.EqualFold(s[at:at+n], numbers[0]) {
				return i
			}
			numbers = numbers[1:]
		}
		at += n
		end = at
		for k := 0; k < 3 && at < len(s) && strings.IndexByte(" ,:\n", s[at]) >= 0; k++ {
			at++
		}
		if code.base == 10 && at == end {
			break
		}
		if strings.HasPrefix(s[at:], "0x") {
			at += 2
		}
	}
	if len(numbers) > 0 {
		return i
	}
	return end
}

// blocks cuts what stands between the lines of a PEM private key.
func blocks(c *cut) {
	const key = "PRIVATE KEY"
	s := c.text
	for i := 0; ; {
		k := strings.Index(s[i:], "BEGIN ")
		if k < 0 {
			return
		}
		start := i + k
		i = start + len("BEGIN ")
		title := s[i:min(len(s), i+64)]
		if k = strings.Index(title, key); k < 0 || strings.ContainsAny(title[:k], "\n-") || !strings.HasSuffix(strings.TrimRight(s[:start], " "), dashes) {
			continue
		}
		k += len(key)
		k += len(title[k:]) - len(strings.TrimPrefix(title[k:], " BLOCK"))
		if k += blanks(title[k:], 0); !strings.HasPrefix(title[k:], dashes) {
			continue
		}
		i += k
		for i < len(s) && s[i] == '-' {
			i++
		}
		if end, size := pem(s, start, i); size >= leastOfBlock {
			c.replace(i, end, Mark)
			i = end
		}
	}
}

// pem returns the end of what a PEM block holds that begins at i, and how much of it is the key.
func pem(s string, start, i int) (end, size int) {
	start, near := rowStart(s, start)
	if near { // The margin of the block's first row.
		start += strings.IndexByte(s[start:i], 'B')
		for start > 0 && s[start-1] == '-' || start > 0 && s[start-1] == ' ' && start > 1 && s[start-2] == '-' {
			start--
		}
	}
	if k := strings.Index(s[i:min(len(s), i+2*maxSecret)], dashes+"-END"); k >= 0 && !strings.Contains(s[i:i+k], "\n") { // All in one row.
		if strings.TrimSpace(s[i:i+k]) == Mark {
			return i, 0
		}
		return i + k, k
	}
	at, end, gap := i, i, false
	for at-i < 2*maxSecret {
		at = joints(s, at)
		if k := newline(s, at); k > at {
			gap = gap || joints(s, k) < len(s) && newline(s, joints(s, k)) > joints(s, k)
			at = margin(s, start, k)
			for at < len(s) && isQuote(s[at]) {
				at++
			}
		}
		if strings.HasPrefix(s[at:], dashes) {
			return at, size
		}
		word := at
		for word < len(s) && base64Char(s[word]) && s[word] != '-' {
			word++
		}
		text := s[at:word]
		switch {
		case text == "" && joints(s, at) > at, text == "" && newline(s, at) > at:
			at = joints(s, at)
			continue
		case size == 0 && headed(s, at):
			at = lineEnd(s, at)
			continue
		case len(text) >= longRun, looksRandom(text) && !gap && endsRow(s, word):
		case size > 0 && !gap && endsRow(s, word) && (looksMixed(text) || strings.HasSuffix(text, "=") || strings.HasPrefix(text, "=") || strings.Contains(s[word:min(len(s), word+maxMargin)], "-----END")):
		default:
			return end, size
		}
		size += len(text)
		at, end, gap = word, word, false
	}
	return end, size
}

// dashes are around the title of a PEM block, at least.
const dashes = "----"

// joints skips blanks, quotes, and the signs that a row or string goes on.
func joints(s string, i int) int {
	for i < len(s) && strings.IndexByte(" \t\"'`\\|^+,.&", s[i]) >= 0 {
		i++
	}
	return i
}

// endsRow reports whether nothing else stands in the row behind i.
func endsRow(s string, i int) bool {
	i = joints(s, i)
	return i >= len(s) || newline(s, i) > i || strings.HasPrefix(s[i:], dashes)
}

// headed reports whether a header stands at i, such as Proc-Type: 4,ENCRYPTED.
func headed(s string, i int) bool {
	j := i
	for j < len(s) && (letter(s[j]) || s[j] == '-') && j-i < 24 {
		j++
	}
	return j > i && j+1 < len(s) && s[j] == ':' && s[j+1] == ' '
}

// lineEnd returns where the row of i ends, or how far one is looked at.
func lineEnd(s string, i int) int {
	end := min(len(s), i+maxRow)
	if k := strings.IndexByte(s[i:end], '\n'); k >= 0 {
		return i + k
	}
	return end
}

// addresses cuts the user and password of URLs, and of what is written like one without a scheme.
func addresses(c *cut) {
	s := c.text
	at := 0
	for i := 0; ; {
		k := strings.Index(s[i:], "://")
		if k < 0 {
			k = len(s) - i
		}
		for i += k; at < i; at++ { // Without a scheme, up to there.
			n := strings.IndexByte(s[at:i], '@')
			if n < 0 {
				break
			}
			at += n
			if start := login(s, at, c.done); start < at {
				c.replace(start, at, Mark)
			}
		}
		if i == len(s) {
			return
		}
		i += len("://")
		if n := userinfo(s[i:min(len(s), i+maxUserinfo)]); n > 0 && s[i:i+n] != Mark && !isUser(s[i:i+n]) {
			c.replace(i, i+n, Mark)
			i += n
		}
		at = i
	}
}

// isUser reports whether what stands before a host is a user's name alone, in words: git, local_proxy.
func isUser(text string) bool {
	return len(text) < keepFrom && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// login returns where a user and password begin that end at the sign at i, as in user:password@host, or i.
func login(s string, i, least int) int {
	start, colon := i, -1
	for start > least && i-start < maxLogin && s[start-1] > ' ' && s[start-1] < 0x7f && strings.IndexByte("\"'`<>()[]{},;=/@|", s[start-1]) < 0 {
		start--
		if s[start] == ':' {
			colon = start
		}
	}
	if colon <= start || i-colon-1 < leastOfPass || start > 0 && s[start-1] == '/' {
		return i
	}
	user := s[start:colon]
	for k := range len(user) {
		if !wordChar(user[k]) && user[k] != '.' && user[k] != '+' {
			return i
		}
	}
	switch strings.ToLower(user) {
	case "mailto", "mail", "email", "e-mail", "to", "from", "cc", "bcc", "by", "sip", "xmpp", "acct", "contact", "author", "npm", "pkg", "git", "ssh", "user", "reply-to":
		return i
	}
	end := i + 1
	for end < len(s) && hostChar(s[end]) && end-i < maxHost {
		end++
	}
	host := strings.TrimRight(s[i+1:end], ".-_")
	last := host[strings.LastIndexByte(host, '.')+1:]
	port := end+1 < len(s) && s[end] == ':' && digit(s[end+1]) && host != "" && !strings.HasPrefix(host, "sha")
	named := len(last) < len(host) && len(last) >= 2 && letter(last[0])
	if strings.Count(host, ".") == 3 && strings.Trim(host, ".0123456789") == "" || port || named {
		return start
	}
	return i
}

// userinfo returns the length of the user and password at the start of s. A password may hold what a URL should have
// escaped, so what follows a colon and is no port is searched further.
func userinfo(s string) int {
	if k := strings.IndexAny(s, " \t\r\n\"'<>`"); k >= 0 {
		s = s[:k]
	}
	end := strings.IndexAny(s, `/?#\`)
	if end < 0 {
		end = len(s)
	}
	if at := strings.LastIndexByte(s[:end], '@'); at >= 0 {
		if end < len(s) && s[end] != '/' && strings.IndexByte(s[:at], ':') >= 0 { // The password holds both signs.
			rest, _, _ := strings.Cut(s[end:], "/")
			if more := strings.LastIndexByte(rest, '@'); more >= 0 {
				return end + more
			}
		}
		return at
	}
	colon := strings.IndexByte(s[:end], ':')
	if colon < 0 || strings.HasPrefix(s, "[") || strings.Trim(s[colon+1:end], "0123456789") == "" && colon+1 < end {
		return 0
	}
	return max(0, strings.IndexByte(s, '@'))
}
