package redact

import "strings"

// redisLogin cuts the password in the commands and settings of Redis and its like: AUTH x, AUTH user x, requirepass x, and in what
// they are on the wire and in a monitor.
func (c *cut) redisLogin(start, end int) int {
	s := c.text
	word := strings.ToLower(s[start:end])
	quoted := start > 0 && s[start-1] == '"'
	i := end
	if quoted {
		if i >= len(s) || s[i] != '"' {
			return start
		}
		i++
	}
	if word == "auth" && !quoted && (!leads(s, start) || s[start:end] != "AUTH" && !strings.HasSuffix(tailOf(s[:start], len("> ")), "> ")) {
		return start
	}
	if row := newline(s, blanks(s, i)); row > blanks(s, i) { // "requirepass", and the value in the next row: as it is sent, or as it is answered.
		at := row
		if at+1 < len(s) && s[at] == '$' && digit(s[at+1]) {
			for at++; at < len(s) && digit(s[at]); at++ {
			}
			if at = newline(s, at); at < len(s) && s[at] > ' ' {
				return c.give(at)
			}
		}
		if strings.HasPrefix(s[row:], "2) \"") && word != "auth" {
			return c.give(row + len("2) "))
		}
		return start
	}
	if i >= len(s) || !blank(s[i]) {
		return start
	}
	i = blanks(s, i)
	from, to, next := argument(s, i)
	if word == "auth-pass" || !rowOver(s, next) || quoted && strings.HasPrefix(s[next:], " \"") { // A user, or what the password is for.
		if isState(s[from:to]) && !isMechanism(s[from:to]) || next >= len(s) || !blank(s[next]) {
			return start
		}
		i = blanks(s, next)
		if _, _, next = argument(s, i); !rowOver(s, next) {
			return start
		}
	}
	return c.give(i)
}

// isMechanism reports whether a word is how a login by mail is done, which the login follows.
func isMechanism(word string) bool {
	return strings.EqualFold(word, "plain") || strings.EqualFold(word, "login") || strings.EqualFold(word, "xoauth2")
}

// leads reports whether the word at start begins its row or string, or follows a prompt.
func leads(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], maxName), " \t")
	if before == "" || strings.IndexByte("\n\"'`>$#;", before[len(before)-1]) >= 0 {
		return true
	}
	word, at := wordBefore(s, start)
	if strings.Trim(word, "23") == "" && word != "" {
		word, _ = wordBefore(s, at)
		return word == "hello"
	}
	return word == "c" // C: of a mail's client.
}

// redisUser cuts the passwords of a user of such a store: user NAME on >x.
func (c *cut) redisUser(start, end int) int {
	s := c.text
	_, at := wordBefore(s, start)
	if word, _ := wordBefore(s, at); word != "user" && word != "setuser" {
		return start
	}
	last := start
	for i := blanks(s, end); i < len(s) && s[i] > ' '; {
		_, to, next := argument(s, i)
		if s[i] == '>' || s[i] == '#' {
			if text := s[i+1 : max(i+1, to)]; isSecret(text, password) {
				c.replace(i+1, to, Mark)
			}
			last = next
		}
		for next < len(s) && s[next] > ' ' {
			next++
		}
		i = blanks(s, next)
	}
	return last
}

// redisValue cuts the value in SET api_key x, in HSET user password x, and the answer to GET api_key.
func (c *cut) redisValue(start, end int) int {
	s := c.text
	if end >= len(s) || !blank(s[end]) {
		return start
	}
	word := strings.ToLower(s[start:end])
	i := blanks(s, end)
	from, to, next := argument(s, i)
	f := formOf(s[from+strings.LastIndexByte(s[from:to], ':')+1 : to])
	if word == "hset" || word == "hmset" {
		return c.redisFields(start, next)
	}
	if f != key && f != password && !(f == coded || f == vague && next > to) || !leads(s, start) {
		return start
	}
	if word == "get" {
		at := newline(s, blanks(s, next))
		if at == blanks(s, next) || at >= len(s) || s[at] != '"' {
			return start
		}
		return max(start, c.give(at))
	}
	if word == "setex" { // How long it holds.
		_, _, next = argument(s, blanks(s, next))
	}
	at := blanks(s, next)
	if at == next {
		return start
	}
	if s[start] == 's' && wordy(firstWord(s[at:min(len(s), at+maxName)])) && !strings.HasSuffix(tailOf(s[:start], len("> ")), "> ") { // In a sentence.
		return start
	}
	if _, _, next = argument(s, at); !rowOver(s, next) {
		switch option := firstWord(s[next:min(len(s), next+maxName)]); strings.ToUpper(option) {
		case "EX", "PX", "NX", "XX", "EXAT", "PXAT", "KEEPTTL", "GET":
		default:
			return start
		}
	}
	return c.give(at)
}

// maxFields is how many fields of a hash are looked at.
const maxFields = 16

// redisFields cuts the values of the fields of a hash.
func (c *cut) redisFields(start, i int) int {
	s, last := c.text, start
	for range maxFields {
		at := blanks(s, i)
		from, to, next := argument(s, at)
		if from == to {
			return last
		}
		i = blanks(s, next)
		f := formOf(s[from:to])
		_, _, next = argument(s, i)
		if next <= i {
			return last
		}
		if f == key || f == password {
			last = max(last, c.give(i))
		}
		i = next
	}
	return last
}
