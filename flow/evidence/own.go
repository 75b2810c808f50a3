package evidence

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"why403/flow/expr"
)

// Own are sentences that this program writes itself. Of a report, a letter or a screen of it that is pasted, what it quotes is evidence, and
// what it says of causes, questions and fixes is none. Own is read-only and safe for concurrent use.
type Own struct {
	begin map[[leadWords]string][][]string // The words behind the first ones, in small letters; "" for what is filled in.
}

const (
	leadWords  = 3       // Words that a sentence begins with, none of which is filled in.
	leastWords = 5       // Words of a sentence; fewer can be anybody's.
	mostFilled = 16      // Words of what is filled in.
	mostOwn    = 1 << 20 // Bytes of a text that is looked through; no report is longer.
)

var (
	// borrowed are somebody else's words or addresses, and blanks the places that are filled in.
	borrowed = expr.Lazy{Expr: "`[^`\\n]*`|\"[^\"\\n]*\"|“[^”\\n]*”|https?://\\S+"}
	blanks   = expr.Lazy{Expr: `\{[^{}\n]*\}`}
	ended    = expr.Lazy{Expr: `[.:;?!](?:\s|$)|\n`}
)

// NewOwn prepares the sentences, and the rows of lists, which are known by fewer words. What they quote is not theirs; what stands in braces
// is filled in.
func NewOwn(sentences, rows []string) *Own {
	o := &Own{begin: make(map[[leadWords]string][][]string)}
	for _, text := range sentences {
		text = blanks.ReplaceAllString(text, " "+filled+" ")
		text = borrowed.ReplaceAllStringFunc(text, whole)
		for sentence := range strings.SplitSeq(ended.ReplaceAllString(text, "\n"), "\n") {
			rest := borrowed.ReplaceAllString(sentence, "\n")
			if rest != sentence && len(wordsOf(rest)) >= leadWords { // A quotation alone is not ours, the sentence around it is.
				o.add(sentence, leastWords)
			}
			for part := range strings.SplitSeq(rest, "\n") {
				o.add(part, leastWords)
			}
		}
	}
	for _, row := range rows {
		o.add(row, leadWords)
	}
	return o
}

// whole is what is quoted without the ends of sentences in it, so that the sentence around it is one.
func whole(quotation string) string {
	if strings.HasPrefix(quotation, "http") {
		return quotation
	}
	return unended.Replace(quotation)
}

var unended = strings.NewReplacer(". ", "  ", ": ", "  ", "; ", "  ", "? ", "  ", "! ", "  ")

// filled is a word that stands for what is filled in.
const filled = "\x00"

func (o *Own) add(sentence string, least int) {
	var words []string
	for i, part := range strings.Split(sentence, filled) {
		if i > 0 {
			words = append(words, "")
		}
		for _, w := range wordsOf(part) {
			words = append(words, w.text)
		}
	}
	for { // What stands before a place to fill in can be too little to know the sentence by.
		i := slices.Index(words[:min(leadWords, len(words))], "")
		if i < 0 {
			break
		}
		words = words[i+1:]
	}
	for len(words) > 0 && words[len(words)-1] == "" {
		words = words[:len(words)-1]
	}
	own := len(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }))
	if own >= least && len(words) >= leadWords {
		lead := [leadWords]string(words)
		o.begin[lead] = append(o.begin[lead], words[leadWords:])
	}
}

// Without returns the text as it is read without the program's own sentences, and without the tags where all of it is a page. What is
// kept of it stays as it was given.
func (t Pasted) Without(o *Own) Pasted {
	if len(t.read) > mostOwn {
		return t
	}
	read := []byte(t.read)
	if page := bytes.TrimSpace(read); len(page) > 9 && bytes.EqualFold(page[:9], []byte("<!doctype")) {
		read = []byte(stripTags(string(page)))
	}
	words := wordsOf(string(read))
	for i := 0; i+leadWords <= len(words); {
		n := o.longest(words[i:])
		if n == 0 {
			i++
			continue
		}
		for j := words[i].start; j < words[i+n-1].end; j++ {
			if read[j] != '\n' {
				read[j] = ' '
			}
		}
		i += n
	}
	t.read = string(read)
	return t
}

// longest returns how many words the longest sentence takes that the words begin with, 0 for none.
func (o *Own) longest(words []spelled) int {
	most := 0
	for _, rest := range o.begin[[leadWords]string{words[0].text, words[1].text, words[2].text}] {
		if n, ok := follows(words[leadWords:], rest); ok {
			most = max(most, leadWords+n)
		}
	}
	return most
}

// follows reports whether the words begin with those of a sentence, and how many of them they take. What is filled in ends where the next
// word of the sentence first stands.
func follows(words []spelled, sentence []string) (n int, ok bool) {
	skip := 0
	for _, w := range sentence {
		if w == "" {
			skip = mostFilled
			continue
		}
		for ; n < len(words) && words[n].text != w && skip > 0; skip-- {
			n++
		}
		if n >= len(words) || words[n].text != w {
			return 0, false
		}
		n, skip = n+1, 0
	}
	return n, true
}

// spelled is a word of a text, in small letters.
type spelled struct {
	text       string
	start, end int // Bytes.
}

// wordsOf returns the words of a text: runs of letters and digits. What JSON writes in place of a character is none.
func wordsOf(text string) []spelled {
	var out []spelled
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\\' && strings.HasPrefix(text[i+1:], "u"):
			n = len(`\u003c`)
		case r == '\\':
			n = len(`\n`)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			from := i
			for ; unicode.IsLetter(r) || unicode.IsDigit(r); r, n = utf8.DecodeRuneInString(text[i:]) {
				i += n
			}
			out = append(out, spelled{strings.ToLower(text[from:i]), from, i})
			continue
		}
		i += n
	}
	return out
}
