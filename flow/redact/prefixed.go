package redact

import "strings"

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
		if end := span(s, j, r.chars); end-j >= shortRun && wordy(strings.ReplaceAll(s[j:end], ".", "-")) && strings.Trim(s[j:end], "0123456789_-") != "" {
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
		i = span(s, i, inWord)
		if i == start {
			continue
		}
		r := read(s, start, start, inWord)
		part := string(r.text)
		if len(part) < onePiece || strings.HasPrefix(strings.ToLower(part), "sk-") { // Another key, which is cut by itself.
			continue
		}
		i = max(i, r.end)
		if isMixed(part) && !wordy(part) && !isForeign(part) && !saysID(s, start) {
			c.replace(start, i, Mark)
		}
	}
}

// parted cuts what follows the bare beginning of a key in pieces: the beginning, with its kind, in a string of its own, the rest set off.
func parted(c *cut) {
	s := c.text
	for _, r := range prefixed() {
		for i := 0; r.kinds; {
			k := strings.Index(s[i:], r.start)
			if k < 0 {
				break
			}
			i += k + len(r.start)
			kind := kindLen([]byte(s[i:min(len(s), i+maxKind)]))
			if i += kind; kind > 0 {
				i = max(i, c.pieced(i))
			}
		}
	}
}

const maxBetween = 5 // Bytes between two pieces.

// pieced cuts the pieces that stand behind a key's beginning at i, a few signs apart and in one row, and returns where they end.
func (c *cut) pieced(i int) (end int) {
	s, start := c.text, 0
	at := span(s, i, inWord) // What stands at once is no piece, and what it is of is known by itself if it is long.
	if at-i >= onePiece {
		return 0
	}
	joined := []byte(s[i:at])
	for len(joined) < maxSecret {
		run := at
		if peek(s, at) != ' ' {
			run = near(s, at, maxBetween, inApart)
		}
		stop := span(s, run, inWord)
		part := s[run:stop]
		if run == at || part == "" || strings.Contains(part, "sk-") || wordy(part) && len(part) < longRun || isForeign(part) || saysID(s, run) {
			break
		}
		if start == 0 {
			start = run
		}
		joined, at, end = append(joined, part...), stop, stop
	}
	if len(joined) >= onePiece && isMixed(string(joined)) {
		c.replace(start, end, Mark)
	}
	return end
}
