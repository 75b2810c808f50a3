package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// retyped cuts keys whose start somebody retyped or dictated, or a scan read: other signs, blanks or words stand for the hyphens, or
// nothing of a key stands together.
func retyped(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if a := s[i] | 0x20; a != 's' && a != 'g' || i > 0 && alnum(s[i-1]) {
			continue
		}
		for _, start := range retypedStarts {
			at, joined := spelledApart(s, i, start)
			if at == i {
				continue
			}
			for k := 0; k < len(retypedKinds) && start == retypedStarts[0]; k++ {
				if end, _ := spelledApart(s, at, retypedKinds[k]); end > at {
					start, at, joined = start+retypedKinds[k], end, false
				}
			}
			if joined { // It could be the beginning of a word.
				break
			}
			if k, ok := literal(s, i, start, true, false); ok && !strings.HasPrefix(s[blanks(s, k):], Mark) && !strings.HasPrefix(s[blanks(s, k):], "...") { // As it is issued.
				break
			}
			if end := retypedEnd(s, at); end > at {
				c.replace(i, end, start+Mark)
				i = end - 1
			}
			break
		}
	}
}

// spelledApart returns where what stands behind a start begins whose letters and digits stand at i, with anything between them that is
// none, or i; and whether nothing stands for one of its signs.
func spelledApart(s string, i int, start string) (end int, joined bool) {
	end = i
	for k := range len(start) {
		sign := !alnum(start[k])
		if sign || k > 0 && alnum(start[k-1]) && end < len(s) && !alnum(s[end]) {
			next := gapEnd(s, end)
			joined = joined || sign && next == end
			end = next
		}
		if sign {
			continue
		}
		if c := lower(peek(s, end)); c != start[k] && (start[k] != '0' || c != 'o') && (start[k] != '1' || c != 'l') {
			return i, false
		}
		end++
	}
	return end, joined
}

// gapEnd returns where the next letter or digit stands behind i, and behind a word that is said for a sign, or i if that is not near.
func gapEnd(s string, i int) int {
	end := signsEnd(s, i)
	if end == i {
		return i
	}
	word := near(s, end, maxKind, inAnyLetter)
	if next := signsEnd(s, word); next > word && dictated[strings.ToLower(s[end:word])] {
		return next
	}
	return end
}

// signsEnd skips signs and blanks, but no empty row.
func signsEnd(s string, i int) int {
	end, rows := i, 0
	for n := 0; n < maxGap && end < len(s); n++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		if r == '\n' {
			rows++
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == utf8.RuneError || rows > 1 {
			break
		}
		end += size
	}
	if end < len(s) && !alnum(s[end]) {
		return i
	}
	return end
}

// retypedEnd returns where the rest of a key ends that begins at i in one piece or several, or i if none does.
func retypedEnd(s string, i int) int {
	if masked := strings.Contains(tailOf(s[:i], maxGap*utf8.UTFMax), Mark); masked && (len(firstWord(s, i)) <= keep || strings.Contains(tailOf(s[:i], maxGap), "\n")) { // What is below it is not the rest.
		return i
	}
	end, size, mixed := i, 0, false
	for at, doubtful, below := i, 0, false; at < len(s) && at-i < maxSecret; {
		stop := span(s, at, inWord)
		part := s[at:stop]
		if part == "" || strings.Contains(strings.ToLower(part), keyStart) || isForeign(part) || isUUID(part) || isDate(part) || len(part) > 1 && all(part, inSmall) && len(part) < longRun {
			break
		}
		random := looksMixed(part) && (!wordy(part) || part == strings.ToUpper(part))
		if size >= keepFrom && (!random || len(part) < leastRetyped) { // What is said behind the key begins so, too.
			doubtful++
			random = glued(s, at)
		}
		if doubtful > 2 || below && size >= keepFrom && (doubtful > 0 || !random || !isMixed(part) && !endsLine(s[stop:])) {
			break
		}
		if size += len(part); random {
			end, mixed, doubtful = stop, true, 0
		}
		next := gapEnd(s, stop)
		if next == stop || next-stop > len(" underscore ") {
			break
		}
		at, below = next, strings.Contains(s[stop:next], "\n")
	}
	if !mixed || end-i < leastRetyped {
		return i
	}
	return end
}

// glued reports whether one sign without a blank ties the piece at i to the one before it.
func glued(s string, i int) bool {
	r, size := utf8.DecodeLastRuneInString(s[:i])
	return !unicode.IsSpace(r) && !strings.ContainsRune(",;:!?()[]{}\"'<>|", r) && alnum(peek(s, i-size-1))
}
