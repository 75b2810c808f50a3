package redact

import (
	"slices"
	"strings"
)

const (
	leastOfPhrase = 3  // Words of a password that has several.
	maxPhrase     = 24 // Words of a phrase that a wallet is made from, at most.
	leastOfSeed   = 11 // Words of one, of which a copy may have lost one.
)

// ofSentences are words that a sentence has and neither a password of several words nor the lists that wallets draw from.
var ofSentences = wordSet("a an the is are was were be been being has had not no and or of to for in on at by with from as it its your you my our should could cannot does did do would than if but so please because " +
	"been fail fails failed failing error errors invalid required expired manipulation denied missing match matches same")

// phraseAt returns the end of the words of letters at i that one blank parts, how many there are, and whether they are a sentence's.
func phraseAt(s string, i int) (end, n int, prose bool) {
	for end = i; n <= maxPhrase; n++ {
		at := end
		if n > 0 {
			if at >= len(s) || s[at] != ' ' {
				break
			}
			at++
		}
		to := at
		for to < len(s) && letter(s[to]) && to-at < longRun {
			to++
		}
		if to == at || to < len(s) && inWord[s[to]] {
			break
		}
		prose = prose || ofSentences[strings.ToLower(s[at:to])]
		end = to
	}
	return end, n, prose
}

// phrase cuts a password of several words, where a sign or a sentence gives it: password: x x x x, my password is "x".
func (c *cut) phrase(start, end int) int {
	s := c.text
	i := blanks(s, end)
	n := separator(s, i)
	least := leastOfPhrase
	if n > 0 {
		i = blanks(s, i+n)
	} else {
		link := firstWord(s, i)
		if i == end || !slices.Contains([]string{"is", "was", "ist", "war", "lautet", "est", "es"}, strings.ToLower(link)) {
			return start
		}
		i = blanks(s, i+len(link))
		if i < len(s) && isQuote(s[i]) {
			if _, to, next := argument(s, i); next > to {
				return c.give(i)
			}
		}
		least++
	}
	row, _ := rowStart(s, start)
	if n > 0 && strings.Trim(s[row:start], " \t-*>#") == "" {
		if to := rowOfPhrase(s, i); to > i {
			c.replace(i, to, Mark)
			return to
		}
	}
	to, words, prose := phraseAt(s, i)
	if words == 0 {
		return start
	}
	switch {
	case n > 0 && prose && words >= leastOfPhrase && row == start && s[start:end] == "passwd" && s[i] == upper(s[i]): // What the program of that name says.
		return to
	case prose, words < least, !rowOver(s, to) && s[to] != '.' && s[to] != ',':
		return start
	case n == 0 && strings.ContainsFunc(s[i:to], func(r rune) bool { return r == ' ' }) && isTold(s[i:to]):
		return start
	}
	c.replace(i, to, Mark)
	return to
}

// rowOfPhrase returns where the row ends if words with a number among them are all that it holds from i on, which no sentence's verb
// is among, or i.
func rowOfPhrase(s string, i int) int {
	end := lineEnd(s, i)
	row := strings.TrimRight(s[i:end], " \r")
	words := strings.Fields(row)
	if len(words) < leastOfPhrase || len(words) > maxPhrase || strings.ContainsAny(row, ":=\"'`<>()[]{}/|,;"+Mark) || !strings.ContainsAny(row, "0123456789") {
		return i
	}
	for _, word := range words {
		if low := strings.ToLower(strings.Trim(word, ".!?")); ofSentences[low] && !slices.Contains(joining, low) || slices.Contains(ofPolicies, low) || numeric(low) && len(low) == 3 { // A status.
			return i
		}
	}
	return i + len(row)
}

// joining are words of sentences that a password of several words has, too.
var joining = strings.Fields("a an the and or of to for in on at by with from as it my your our you")

// ofPolicies are words of what says how passwords are to be.
var ofPolicies = strings.Fields("must least most more minimum maximum min max character characters chars letters digits numbers symbols words long length users files days hours minutes attempts times")

// isTold reports whether words end as those that say what became of something.
func isTold(text string) bool {
	for _, word := range strings.Fields(text) {
		if strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing") || strings.HasSuffix(word, "ly") {
			return true
		}
	}
	return false
}

// mnemonic cuts the words that a wallet is made from: seed phrase: x x x, also numbered and one in a row.
func (c *cut) mnemonic(start, end int) int {
	s := c.text
	switch word, _ := wordBefore(s, start); strings.ToLower(s[start:end]) {
	case "phrase", "words":
		if !slices.Contains([]string{"seed", "recovery", "secret", "backup", "mnemonic", "wallet", "bip39", "bip-39", "12", "24"}, word) {
			return start
		}
	}
	i := end
	for n := 0; n < maxName && i < len(s) && (strings.IndexByte(" \t\r\n:=\"'`[(>*-", s[i]) >= 0); n++ {
		i++
	}
	for _, link := range []string{"is ", "are ", "words "} {
		if strings.HasPrefix(s[i:], link) {
			i += len(link)
			i = white(s, i)
		}
	}
	from, to, n := seedWords(s, i)
	if n < leastOfSeed {
		return start
	}
	c.replace(from, to, Mark)
	return to
}

// seedWords returns where words as wallets have them begin and end, with numbers, signs and row ends between them, and how many there are.
func seedWords(s string, i int) (from, to, n int) {
	from = -1
	for n < maxPhrase {
		at := i
		for at < len(s) && at-i < keepFrom && (digit(s[at]) || strings.IndexByte(" \t\r\n,\"'`.):|-", s[at]) >= 0) {
			at++
		}
		end := at
		for end < len(s) && end-at <= shortRun && inLetter[s[end]] {
			end++
		}
		word := strings.ToLower(s[at:end])
		if len(word) < 3 || len(word) > shortRun || ofSentences[word] || end < len(s) && inWord[s[end]] {
			break
		}
		if from < 0 {
			from = at
		}
		i, to = end, end
		n++
	}
	return from, to, n
}

// seedRow cuts a row that is nothing but such words, as many as wallets have.
func (c *cut) seedRow(at, end int) bool {
	s := c.text
	from := blanks(s, at)
	if from >= end || s[from] < 'a' || s[from] > 'z' {
		return false
	}
	for i, word := from, from; i <= end; i++ {
		switch {
		case i < end && 'a' <= s[i] && s[i] <= 'z':
		case i < end && s[i] != ' ' && s[i] != '\r', i-word > shortRun:
			return false
		default:
			word = i + 1
		}
	}
	row := strings.TrimRight(s[from:end], " \r")
	n := 0
	for _, word := range strings.Split(row, " ") {
		if n++; len(word) < 3 || ofSentences[word] {
			return false
		}
	}
	if n < 12 || n > maxPhrase || n%3 != 0 {
		return false
	}
	c.replace(from, from+len(row), Mark)
	return true
}
