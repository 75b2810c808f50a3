package redact

import (
	"slices"
	"strings"
)

// run is a stretch of one secret.
type run struct {
	text  []byte
	end   int  // Where it ends in the text it was read from.
	torn  bool // What stands on the next line may be the rest of it. It stays, but then the run's own end must not.
	in    *set
	whole func([]byte) (complete, wanting bool) // If set, reports that nothing more can come, and whether more must come.
}

// shorten leaves no more of the run than so many characters.
func (r *run) shorten(size int) {
	r.end -= len(r.text) - size
	r.text = r.text[:size]
}

// read returns the run of characters at i, of a secret that begins at start. It goes on in the next row if what stands there
// looks like more of the same.
func read(s string, start, i int, in *set) run { return run{in: in}.follow(s, start, i, false) }

// follow is read. If the secret can be spaced it also goes on behind blanks, which stand for a line break in what was copied from some
// terminals.
func (r run) follow(s string, start, i int, spaced bool) run {
	for {
		r.end = span(s, i, r.in)
		r.text = append(r.text, s[i:r.end]...)
		if r.end >= len(s) || len(r.text) > maxSecret || len(r.text) <= maxKind && isMasked(string(r.text)) {
			return r
		}
		var complete, wanting bool
		if r.whole != nil {
			complete, wanting = r.whole(r.text)
		}
		i = lineBreak(s, start, r.end)
		blanks := i == r.end && spaced
		if blanks {
			i = column(s, r.end)
			if k := apart(s, i); peek(s, i) == '-' && isMixed(firstWord(s, k)) {
				i = k
			}
		}
		if complete || i == r.end || isIssued(s, i) {
			return r
		}
		judged := doubt
		if blanks {
			judged = r.behindBlanks(s, i, wanting)
		} else {
			judged = r.next(s, i, wanting)
		}
		if judged != more {
			r.torn = judged == doubt
			return r
		}
	}
}

// sequel says whether a line goes on with the secret of the line before.
type sequel uint8

const (
	other sequel = iota
	doubt
	more
)

// next judges the run at i, the first of its line.
func (r run) next(s string, i int, wanting bool) sequel {
	end := i
	for r.in[peek(s, end)] && inParts[s[end]] {
		end++
	}
	part, rest := s[i:end], s[end:]
	name := strings.TrimSuffix(part, "=")
	words, long, capitals := wordy(part), len(part) >= longRun, part == strings.ToUpper(part)
	switch {
	case isVariable(name) && (name != part || strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, `"]`) || strings.HasPrefix(rest, "']")), // The next one: its row begins as the row above does.
		countOf(part, inLetter) == 0, isException(part, rest), isLabel(part, rest), !wanting && (isFlag(part) || isPublicID(part) || isForeign(part) && (words || !long)):
		return other
	case words && !wanting && long && (!endsLine(rest) || strings.ContainsAny(part, "-_")), words && wanting && !r.completed(part) && (!long || !capitals):
		return doubt
	case wanting, looksRandom(part), appends(rest), endsLine(rest) && (len(part) >= shortRun && (!words || capitals) || looksMixed(part)):
		return more
	}
	return doubt
}

// behindBlanks judges the run at i, which only blanks divide from the secret. On one line words follow more often than
// pieces of a key, so that it must not look like one.
func (r run) behindBlanks(s string, i int, wanting bool) sequel {
	end := span(s, i, r.in)
	part := s[i:end]
	switch {
	case r.completed(part):
		return more
	case wordy(part), isForeign(part), len(part) < longRun && isLabel(part, s[end:]):
		return other
	case wanting, len(part) >= shortRun:
		return more
	}
	return doubt
}

// completed reports whether the part makes the run a whole secret.
func (r run) completed(part string) bool {
	if r.whole == nil || part == "" || len(r.text)+len(part) > maxSecret {
		return false
	}
	complete, _ := r.whole(append(r.text[:len(r.text):len(r.text)], part...))
	return complete
}

// isException reports whether the part is the name of an exception, such as client.exceptions.APIError, with what follows on one.
// One that does not end as most do has the words of its packages before it, and a colon behind it.
func isException(part, rest string) bool {
	usual := strings.HasSuffix(part, "Error") || strings.HasSuffix(part, "Exception")
	if usual && rest != "" && !oneOf(rest[0], ": (\r\n") || !usual && !strings.HasPrefix(rest, ": ") {
		return false
	}
	names := strings.Split(part, ".")
	return (usual || len(names) > 2) && !slices.ContainsFunc(names, func(name string) bool {
		return !letter(peek(name, 0)) || strings.ContainsAny(name, "+/=-") || !usual && strings.ContainsAny(name, "0123456789")
	})
}

// appends reports whether a string ends here to which a program appends another one: " + ".
func appends(s string) bool {
	plus := blanks(s, 1)
	return isQuote(peek(s, 0)) && peek(s, plus) == '+' && isQuote(peek(s, white(s, plus+1)))
}

// column returns the offset behind the blanks at i, and the rule between two columns after them.
func column(s string, i int) int {
	i = blanks(s, i)
	if peek(s, i) == '|' {
		return blanks(s, i+1)
	}
	return i
}

// wordy reports whether a run is words, numbers, or names made of them such as APIStatusError, python3 or gpt-5.
func wordy(part string) bool {
	for _, word := range strings.FieldsFunc(part, func(r rune) bool { return r == '-' || r == '_' }) {
		trimmed := strings.TrimRight(word, "0123456789")
		if n := len(word) - len(trimmed); trimmed != "" && n > 2 || !camel(trimmed) {
			return false
		}
	}
	return true
}

// camel reports whether letters are one word, or several that each begin with capitals and go on with two small letters. Only
// two of them may begin with more than one capital.
func camel(word string) bool {
	small, changes, capitals, acronyms := 2, 0, 0, 0
	for i := range len(word) {
		c := word[i]
		if !letter(c) {
			return false
		}
		if c == lower(c) {
			if capitals >= shortRun { // As no acronym is.
				return false
			}
			if capitals > 1 {
				acronyms++
			}
			capitals = 0
			small++
			continue
		}
		if i > 0 && word[i-1] != upper(word[i-1]) {
			if small < 2 {
				return false
			}
			changes++
		}
		capitals++
		small = 0
	}
	if changes == 0 && len(word) >= longRun { // No word is as long.
		return false
	}
	return acronyms <= 2 && (changes == 0 || small >= 2) || len(word) < longRun && word == strings.ToUpper(word)
}

// looksRandom reports whether a run of characters is more likely a piece of a key than a word.
func looksRandom(part string) bool {
	if len(part) < shortRun || len(part) >= longRun {
		return len(part) >= longRun
	}
	for i := 1; i < len(part); i++ { // Capitals inside a word.
		if inSmall[part[i-1]] && inUpper[part[i]] {
			return true
		}
	}
	return looksMixed(part)
}

// isForeign reports whether the run starts like something that is no piece of a key.
func isForeign(part string) bool {
	return slices.ContainsFunc(foreign, func(p string) bool { return strings.HasPrefix(part, p) }) || isPublicID(part)
}

// isPublicID reports whether the run is an id with a version behind its kind, such as wrkspc_01 and more.
func isPublicID(part string) bool {
	kind, id, ok := strings.Cut(part, "_01")
	return ok && len(id) >= keepFrom && len(kind) >= 3 && len(kind) <= 12 && all(kind, inSmall)
}

// isFlag reports whether the run is an option of a command, as in curl's -H.
func isFlag(part string) bool {
	return peek(part, 0) == '-' && (len(part) == 2 || strings.TrimLeft(part, "-abcdefghijklmnopqrstuvwxyz") == "")
}

// isLabel reports whether the run, or what follows it, makes a name, a call or a path of it.
func isLabel(part, rest string) bool {
	if name, _, ok := strings.Cut(strings.TrimRight(part, "="), "="); ok && (len(part) < longRun || wordy(name)) || strings.Contains(part, "/") && !looksMixed(part) {
		return true
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 8)], `"'`)
	return oneOf(peek(rest, 0), ":=(/") && (len(part) < longRun || wordy(part))
}

// looksMixed reports whether letters and digits are mixed.
func looksMixed(text string) bool { return countOf(text, inDigits) > 0 && countOf(text, inLetter) > 0 }

// endsLine reports whether a run stands alone on its line, or ends the string it is in.
func endsLine(rest string) bool { return rest == "" || oneOf(rest[0], "\r\n\"'`\\,;)]}&") }
