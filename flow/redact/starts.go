package redact

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// starts are the rules by the first letter of their start, and what two characters can begin one.
type starts struct {
	by    [256][]candidate
	pairs [256][256]chance
}

// candidate is a rule with the second and third letter of its start.
type candidate struct {
	second, third byte // Small; the third is 0 if the start has no more.
	rule          int
}

type chance uint8

const (
	never chance = iota
	maybe        // The second letter can follow in the next row.
	sure
)

var firstChars = sync.OnceValue(func() *starts {
	first := new(starts)
	for k, r := range prefixed() {
		a, b := r.start[0], r.start[1]
		for _, a := range []byte{lower(a), upper(a)} {
			next := candidate{second: lower(b), rule: k}
			if len(r.start) > 2 {
				next.third = lower(r.start[2])
			}
			if n := len(first.by[a]); n == 0 || first.by[a][n-1] != next {
				first.by[a] = append(first.by[a], next)
			}
			first.pairs[a][lower(b)], first.pairs[a][upper(b)] = sure, sure
			for sign, is := range breaks {
				if is && first.pairs[a][sign] == never {
					first.pairs[a][sign] = maybe
				}
			}
		}
	}
	return first
})

// isIssued reports whether a secret starts at i by a start that no word has.
func isIssued(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	for _, next := range firstChars().by[s[i]] {
		r := &prefixed()[next.rule]
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
