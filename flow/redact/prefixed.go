package redact

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// tokens cuts secrets that are known by their prefix.
func tokens(c *cut) {
	s, first := c.text, firstChars()
	var barren map[*prefix]int // Up to where a rule has looked, and found no secret.
	for i := 0; i+1 < len(s); i++ {
		if first.pairs[s[i]][s[i+1]] == never {
			continue
		}
		at := letterAt(s, i, i+1)
		if at < 0 {
			continue
		}
		third := letterAt(s, i, at+1)
		for _, r := range first.lists[first.pairs[s[i]][s[at]]] {
			if i < barren[r] || third >= 0 && len(r.start) > 2 && lower(s[third]) != lower(r.start[2]) {
				continue
			}
			end, with, short := r.match(s, i)
			if with != "" {
				c.replace(i, end, with)
				if short {
					c.pieces(end)
				}
				i = max(end, c.done) - 1
				break
			}
			if end > i {
				if barren == nil {
					barren = map[*prefix]int{}
				}
				barren[r] = end
			}
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
	found := run{in: r.chars, whole: r.whole}.follow(s, i, j, r.kinds)
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
		if !r.kinds {
			continue
		}
		for i := find(s, 0, r.start); i >= 0; i = find(s, i, r.start) {
			i += len(r.start)
			kind := kindLen([]byte(s[i:min(len(s), i+maxKind)]))
			if i += kind; kind > 0 {
				i = max(i, c.pieced(i))
			}
		}
	}
}

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

// starts are lists of rules with the same first two letters, in any case, and of any two characters the list of those that they begin.
type starts struct {
	lists [][]*prefix
	pairs [256][256]uint8
}

// Of the lists, the first is of no rules. So is the second: the letter that decides can follow in the next row.
const (
	never = iota
	maybe
)

var firstChars = sync.OnceValue(func() *starts {
	first := &starts{lists: make([][]*prefix, maybe+1)}
	for k := range prefixed() {
		r := &prefixed()[k]
		a, b := lower(r.start[0]), lower(r.start[1])
		list := first.pairs[a][b]
		if list == never {
			list = uint8(len(first.lists)) //nolint:gosec // There are not as many.
			first.lists = append(first.lists, nil)
		}
		first.lists[list] = append(first.lists[list], r)
		for _, a := range []byte{a, upper(a)} {
			for sign, is := range breaks {
				if is && first.pairs[a][sign] == never {
					first.pairs[a][sign] = maybe
				}
			}
			first.pairs[a][b], first.pairs[a][upper(b)] = list, list
		}
	}
	return first
})

// isIssued reports whether a secret starts at i by a start that no word has.
func isIssued(s string, i int) bool {
	first := firstChars()
	for _, r := range first.lists[first.pairs[peek(s, i)][peek(s, i+1)]] {
		if n := len(r.start); n >= 4 && n <= len(s)-i && strings.ContainsAny(r.start, "-_.") && strings.EqualFold(s[i:i+n], r.start) && (!r.exact || s[i:i+n] == r.start) {
			return true
		}
	}
	return false
}

// isPrefix reports whether a rule leaves just this in front of the mark.
func isPrefix(kind string) bool {
	for _, r := range prefixed() {
		if kind == r.start {
			return true
		}
		if r.kinds && strings.HasPrefix(kind, r.start) && kindLen([]byte(kind[len(r.start):])) == len(kind)-len(r.start) {
			return true
		}
	}
	return false
}

// kindLen returns the length of the kind in front of a key's secret, such as api03-, or 0. A kind not known today is
// letters and two digits; it is never so long that it could be the secret itself.
func kindLen(b []byte) int {
	if bytes.HasPrefix(b, []byte("admin01-")) {
		return len("admin01-")
	}
	n := 0
	for n < len(b) && inSmall[b[n]] {
		n++
	}
	if n < 2 || n > 4 || len(b) < n+3 || !digit(b[n]) || !digit(b[n+1]) || b[n+2] != '-' {
		return 0
	}
	return n + 3
}

// wholeKind knows how long today's keys are: 95 characters behind the kind, of which the last two are AA. Past 40 it is
// clear that a key is real and was broken, not cut by hand.
func wholeKind(b []byte) (complete, wanting bool) {
	k := kindLen(b)
	n := len(b) - k
	return k > 0 && n == 95 && bytes.HasSuffix(b, []byte("AA")), k > 0 && n >= 40 && n < 95
}

// sixteen knows how long AWS key ids are.
func sixteen(b []byte) (complete, wanting bool) { return len(b) >= 16, len(b) >= 8 }

// anchors returns what the carriers look like in base64, by the first letter. The same letters look different at each of the
// three places in a group of three that they can have; only those are taken that no neighbor can change.
var anchors = sync.OnceValue(func() *codes {
	known := new(codes)
	for _, text := range carriers {
		for k := range 3 {
			code := base64.StdEncoding.EncodeToString([]byte("xxx"[:k] + text))
			a := code[(8*k+5)/6 : 8*(k+len(text))/6]
			known.by[a[0]] = append(known.by[a[0]], a)
			known.pairs[a[0]][a[1]] = true
			for sign, is := range breaks {
				known.pairs[a[0]][sign] = known.pairs[a[0]][sign] || is
			}
		}
		for _, b := range []string{fmt.Sprintf("%x", text[0]), strconv.Itoa(int(text[0]))} {
			known.pairs[b[0]][b[1]] = true
		}
	}
	return known
})

// codes are what the carriers look like in base64 by the first letter, and what two characters can begin any code of theirs.
type codes struct {
	by    [256][]string
	pairs [256][256]bool
}
