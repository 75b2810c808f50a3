package redact

import (
	"strings"
	"unicode/utf8"
)

// chunked cuts keys that somebody wrote in groups of one size: "sk-a nt-a pi03", also of more characters than spelled reads. What a key begins with may also stand by
// itself, or in front of the first group.
func chunked(c *cut) {
	s, first := c.text, firstChars()
	barren := 0 // Up to where there are groups of no key.
	for i := 0; i+1 < len(s); i++ {
		if i < barren || first.pairs[s[i]][s[i+1]] <= maybe || alnum(peek(s, i-1)) {
			continue
		}
		head := near(s, i, maxKind, inWord)
		r := begins(s, i, head)
		if r == nil || inWord[peek(s, head)] {
			continue
		}
		ends, torn := chunks(s, i, head)
		barren = ends[len(ends)-1]
		if len(ends) < 2 {
			continue
		}
		words, joined := 0, []byte(s[i:head])
		for _, end := range ends[1:] {
			part := wordAt(s, end)
			if joined = append(joined, part...); wordy(part) && countOf(part, inSmall) > 0 {
				words++
			}
		}
		rest := string(joined[head-i:])
		if words > len(ends)/2 || wordy(rest) {
			continue
		}
		masked, n := secrets(string(joined), passes)
		at := strings.Index(masked, Mark)
		if n == 0 || at < 1 || !isPrefix(masked[:at]) {
			continue
		}
		// Of the groups behind the head, how long they are and whether it is one; and how much of the secret the head has.
		size, own, one := len(wordAt(s, ends[1])), head-i-at, len(ends) == 2
		if r.whole != nil && own > 0 && one {
			if complete, _ := r.whole([]byte(s[head-own : head])); complete {
				continue
			}
		}
		switch {
		case own != 0 && own != size && head-i != size && (!one || head-i > maxChunk || head-i < size): // Of another size.
			continue
		case one && own >= keepFrom && len(rest) < shortRun && !wordy(rest): // The two ends would tell more than one.
			barren, torn = head, true
		case all(rest, inUpper) && len(ends) < 4 && size < onePiece: // A few words in capitals, such as ERROR.
			continue
		case own == 0 && (all(rest, inHex) && len(rest) < leastOfHex || one && countOf(rest, inUpper) == 0): // An id behind the bare beginning.
			continue
		case len(rest) < shortRun && (own < leastOfKind || own >= keepFrom || r.kinds), one && own >= keepFrom && (len(rest) < longPiece || !isMixed(rest)): // The key may be whole.
			continue
		}
		if torn {
			masked = masked[:at] + Mark
		}
		c.replace(i, barren, masked)
	}
}

// begins returns the rule whose start the run from i to end begins with, or is the beginning of; nil if there is none.
func begins(s string, i, end int) *prefix {
	first := firstChars()
	for _, r := range first.lists[first.pairs[s[i]][peek(s, i+1)]] {
		n := min(len(r.start), end-i)
		if run := s[i : i+n]; n > 2 && (n == len(r.start) || n >= maxGroup) && (run == r.start[:n] || !r.exact && strings.EqualFold(run, r.start[:n])) {
			return r
		}
	}
	return nil
}

// chunks returns where the head of a key ends and the groups behind it do, all of one size but the last, with the same between all of them. Torn
// says that words which may be the last of them are left out.
func chunks(s string, i, head int) (ends []int, torn bool) {
	ends = append(ends, head)
	size, end, between := 0, head, ""
	for end-i < maxSecret {
		from := apart(s, end)
		to := span(s, from, inWord)
		part, sign := s[from:to], strings.TrimSpace(s[end:from])
		if size == 0 {
			size, between = len(part), sign
		}
		switch {
		case from == end, part == "", strings.Contains(sign, Mark), strings.ContainsAny(sign, "\"'`,;:=()[]{}<>&?!\\./@#$%+"),
			isIssued(s, from), len(part) < size && isForeign(part), oneOf(peek(s, to), ":=/@.+") && peek(s, to+1) > ' ': // Something else begins.
			part = ""
		}
		if part == "" {
			break
		}
		if sign != between || len(part) > min(size, maxChunk) || len(ends) > 1 && len(wordAt(s, end)) < size {
			if wordy(part) {
				break
			}
			return ends[:1], false // They are pieces of any size.
		}
		ends, end = append(ends, to), to
	}
	for left := 0; len(ends) > 1; {
		part := wordAt(s, ends[len(ends)-1])
		small := all(part, inSmall) && (left == 0 || left+len(part) < shortRun)
		if !small && (len(ends) > 4 || !wordy(part) && !isForeign(part) || all(part, inUpper)) {
			break
		}
		left += len(part)
		ends, torn = ends[:len(ends)-1], true
	}
	return ends, torn
}

// wordAt returns the run that ends at an offset.
//
//go:noinline
func wordAt(s string, end int) string { return s[back(s, end, inWord):end] }

// apart returns where the next group begins behind the blanks and signs at i.
func apart(s string, i int) int {
	for at := i; ; {
		r, size := utf8.DecodeRuneInString(s[at:])
		dash := size == 1 && r == '-' && at > i && inBeyond[peek(s, at+1)]
		if size == 0 || !dash && inWord[s[at]] || at-i > maxApart && !inWhite[s[at]] {
			return at
		}
		at += size
	}
}
