package evidence

import (
	"slices"
	"strings"
)

// WordFinder looks for any of several words in a text, whatever the case of ASCII letters. It is read-only and safe for
// concurrent use.
type WordFinder struct {
	all   bool // There are none to look for.
	words finder
}

// NewWords prepares the words.
func NewWords(words []string) *WordFinder {
	low := make([]string, 0, len(words))
	for _, w := range words {
		low = append(low, strings.ToLower(w))
	}
	if len(words) == 0 || slices.Contains(words, "") {
		return &WordFinder{all: true}
	}
	l := literalsOf(low, false)
	return &WordFinder{words: finderOf(&l)}
}

// In reports whether one of the words is in the text; where there are no words to look for, it is true. It takes time linear
// in the length of the text, and a small part of what Read takes.
func (w *WordFinder) In(text Pasted) bool {
	if w.all {
		return true
	}
	found := false
	w.words.each(text.read, nil, func(int, int) bool {
		found = true
		return false
	})
	return found
}
