package evidence

import (
	"strings"

	"why403/flow/expr"
)

// vocabulary are the words, in lower case, that the signs look for. By them it is told whether a line break at the full width
// stands inside of a word.
type vocabulary map[string]bool

var (
	patternClass = expr.Lazy{Expr: `\\[a-zA-Z]|\(\?[a-zA-Z]*:?`}
	patternWord  = expr.Lazy{Expr: `[A-Za-z]+`}
)

// common are words that the signs' patterns may lack and that texts break at most.
const common = "a i an and are as at be been before but by can do does for from has have how if in is it its may more must no not of on or our " +
	"please see so that the their there this to use used was we when which who will with you your " +
	"access address allow allowed api available error ip key message model organization permission range request workspace"

func words(signs []Sign) vocabulary {
	v := make(vocabulary)
	for _, w := range strings.Fields(common) {
		v[w] = true
	}
	add := func(m Match) {
		for _, p := range []string{m.Message, m.Text} {
			for _, w := range patternWord.FindAllString(patternClass.ReplaceAllString(p, " "), -1) {
				if len(w) > 2 { // Shorter ones are endings in braces.
					v[strings.ToLower(w)] = true
				}
			}
		}
	}
	for i := range signs {
		add(signs[i].When)
		for _, m := range signs[i].Unless {
			add(m)
		}
	}
	return v
}

// settle makes one reading of the two that unwrap gave: each pair of pieces becomes a word where it is one, or where neither
// piece looks like one.
func (v vocabulary) settle(spaced, joined string) string {
	pieces, whole := strings.Fields(spaced), strings.Fields(joined)
	var out []string
	for _, w := range whole {
		if len(pieces) == 0 {
			return spaced
		}
		if pieces[0] == w {
			out, pieces = append(out, w), pieces[1:]
			continue
		}
		line := pieces[0]
		pieces = pieces[1:]
		for rest := w[min(len(line), len(w)):]; rest != ""; pieces = pieces[1:] {
			if len(pieces) == 0 || !strings.HasPrefix(rest, pieces[0]) {
				return spaced
			}
			rest = rest[len(pieces[0]):]
			if v.oneWord(line, pieces[0]) {
				line += pieces[0]
				continue
			}
			out = append(out, line)
			line = pieces[0]
		}
		out = append(out, line)
	}
	return strings.Join(append(out, pieces...), " ")
}

// oneWord reports whether a line broke between the pieces of a word.
func (v vocabulary) oneWord(left, right string) bool {
	before, after := lastLetters(left), firstLetters(right)
	switch {
	case before == "" || after == "":
		return !strings.ContainsAny(left[len(left)-1:], ".,:;!?)") // An id, a number, an apostrophe; not the end of a sentence.
	case v.has(before + after):
		return !v.has(before) || !v.has(after) || len(after) == 1
	}
	return !v.has(before) && !v.has(after) && min(len(before), len(after)) < shortWord
}

const shortWord = 4 // Letters from which on two unknown pieces are taken for words.

// twoWords reports whether a line ends in a word and the next one begins with another.
func (v vocabulary) twoWords(line, next string) bool {
	before, after := lastLetters(line), firstLetters(strings.TrimLeft(next, " \t"))
	return len(after) > 1 && v.has(before) && v.has(after) && !v.has(before+after)
}

func (v vocabulary) has(word string) bool {
	word = strings.ToLower(word)
	return v[word] || strings.HasSuffix(word, "s") && v[word[:len(word)-1]] && len(word) > 3
}

func lastLetters(s string) string {
	i := len(s)
	for i > 0 && letter(s[i-1]) {
		i--
	}
	return s[i:]
}

func firstLetters(s string) string {
	i := 0
	for i < len(s) && letter(s[i]) {
		i++
	}
	return s[:i]
}

// settled puts the reading of the message that is to be shown first.
func settled(known func() vocabulary, r *report) {
	tight := strings.ReplaceAll(r.message, " ", "")
	for _, m := range r.messages {
		if m != r.message && strings.Count(m, " ") < strings.Count(r.message, " ") && strings.ReplaceAll(m, " ", "") == tight {
			r.message = known().settle(r.message, m)
			r.messages = append([]string{r.message}, r.messages...)
			return
		}
	}
}
