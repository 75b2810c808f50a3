package redact

import (
	"slices"
	"strings"
)

// ofSentences are words that a sentence has and neither a password of several words nor the lists that wallets draw from.
var ofSentences = wordSet("a an the is are was were be been being has had not no and or of to for in on at by with from as it its your you my our should could cannot does did do would than if but so please because " +
	"been fail fails failed failing error errors invalid required expired manipulation denied missing match matches same")

// phraseAt returns the end of the words of letters at i that one blank parts, how many there are, and whether they are a sentence's.
func phraseAt(s string, i int) (end, n int, prose bool) {
	for end = i; n <= maxPhrase; n++ {
		at := end
		if n > 0 {
			if peek(s, at) != ' ' {
				break
			}
			at++
		}
		to := near(s, at, longRun, inLetter)
		if to == at || inWord[peek(s, to)] {
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
	n, least := separator(s, i), leastOfPhrase
	if n > 0 {
		i = blanks(s, i+n)
	} else {
		link := firstWord(s, i)
		if i == end || !among(link, "is was ist war lautet est es") {
			return start
		}
		i = blanks(s, i+len(link))
		if _, to, next := argument(s, i); isQuote(peek(s, i)) && next > to {
			return c.give(i)
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
	switch {
	case words == 0:
		return start
	case n > 0 && prose && words >= leastOfPhrase && row == start && s[start:end] == "passwd" && s[i] == upper(s[i]): // What the program of that name says.
		return to
	case prose, words < least, !rowOver(s, to) && !oneOf(s[to], ".,"), n == 0 && words > 1 && isTold(s[i:to]):
		return start
	}
	c.replace(i, to, Mark)
	return to
}

// rowOfPhrase returns where the row ends if words with a number among them are all that it holds from i on, which no sentence's verb
// is among, or i.
func rowOfPhrase(s string, i int) int {
	row := strings.TrimRight(s[i:lineEnd(s, i)], " \r")
	words := strings.Fields(row)
	if len(words) < leastOfPhrase || len(words) > maxPhrase || strings.ContainsAny(row, ":=\"'`<>()[]{}/|,;"+Mark) || !strings.ContainsAny(row, "0123456789") {
		return i
	}
	for _, word := range words {
		low := strings.ToLower(strings.Trim(word, ".!?"))
		if ofSentences[low] && !among(low, joining) || among(low, ofPolicies) || numeric(low) && len(low) == 3 { // A status.
			return i
		}
	}
	return i + len(row)
}

// joining are words of sentences that a password of several words has, too; ofPolicies those of what says how passwords are to be.
const (
	joining    = "a an the and or of to for in on at by with from as it my your our you"
	ofPolicies = "must least most more minimum maximum min max character characters chars letters digits numbers symbols words long length users files days hours minutes attempts times"
)

// isTold reports whether words end as those that say what became of something.
func isTold(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		return strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing") || strings.HasSuffix(word, "ly")
	})
}

// mnemonic cuts the words that a wallet is made from: seed phrase: x x x, also numbered and one in a row.
func (c *cut) mnemonic(start, end int) int {
	s := c.text
	if word, _ := wordBefore(s, start); among(s[start:end], "phrase words") && !among(word, "seed recovery secret backup mnemonic wallet bip39 bip-39 12 24") {
		return start
	}
	i := near(s, end, maxName, inList)
	for _, link := range []string{"is ", "are ", "words "} {
		if strings.HasPrefix(s[i:], link) {
			i = white(s, i+len(link))
		}
	}
	from, to, n := i, i, 0
	for n < maxPhrase { // Words as wallets have them, with numbers, signs and row ends between them.
		at := near(s, to, keepFrom, inList)
		end := near(s, at, shortRun+1, inLetter)
		if word := s[at:end]; len(word) < 3 || len(word) > shortRun || ofSentences[strings.ToLower(word)] || inWord[peek(s, end)] {
			break
		}
		if n++; n == 1 {
			from = at
		}
		to = end
	}
	if n < leastOfSeed {
		return start
	}
	c.replace(from, to, Mark)
	return to
}

// seedRow cuts a row that is nothing but such words, as many as wallets have.
func (c *cut) seedRow(at, end int) bool {
	s := c.text
	from := blanks(s, at)
	if from >= end || !inSeeds[s[from]] || s[from] == ' ' {
		return false
	}
	row := strings.TrimRight(s[from:end], " \r")
	if !all(row, inSeeds) {
		return false
	}
	n := 0
	for word := range strings.SplitSeq(row, " ") {
		if n++; len(word) < 3 || len(word) > shortRun || ofSentences[word] {
			return false
		}
	}
	if n < 12 || n > maxPhrase || n%3 != 0 {
		return false
	}
	c.replace(from, from+len(row), Mark)
	return true
}
