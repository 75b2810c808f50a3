package evidence

import (
	"math"
	"strings"
)

// Words looks for any of several words in a text, whatever the case of ASCII letters. It is read-only and safe for
// concurrent use.
type Words struct {
	all   bool // There are none to look for.
	words *automaton
}

// NewWords prepares the words.
func NewWords(words []string) *Words {
	low := make([]string, 0, len(words))
	for _, w := range words {
		low = append(low, strings.ToLower(w))
	}
	return &Words{all: len(words) == 0, words: build(low, math.MaxInt)}
}

// In reports whether one of the words is in the text; where there are no words to look for, it is true. It takes time linear
// in the length of the text, and a small part of what Read takes.
func (w *Words) In(text Text) bool {
	if w.all {
		return true
	}
	a, s := w.words, uint32(0)
	for _, b := range text.masked {
		s = a.next[int(s)*a.classes+int(a.class[b])]
		if a.ends[s] {
			return true
		}
	}
	return false
}
