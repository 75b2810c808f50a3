package checklist

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/i18n"
)

// said is what an answer comes to.
type said uint8

const (
	nothing said = iota // Empty.
	unclear             // None of the words.
	mixed               // More than one of them, or one that is taken back.
	clear
)

// kind of the words that answers are made of, in any case. Longer ones come first, so that "not sure" is not "no".
var (
	unsureWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^(?:(?:i(?:'m| am) )?(?:really )?not (?:quite |so |at all )?(?:sure|certain)|unsure|uncertain|(?:i |we )?(?:really )?(?:don'?t|do not) know|(?:i |we )?(?:can'?t|cannot|can not) (?:tell|say)|(?:i have |we have )?no (?:idea|clue)|dunno|idk|unknown|unclear|\\?+)"))
	})
	yesWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^(?:yes|yep|yeah|yup|ja|true|correct|affirmative|y)"))
	})
	noWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(i18n.T("^(?:nope|nein|nah|no|false|negative|n)")) })

	// goesOn is what may follow yes or no without a mark between, and leaves it what it is. Much else does not: "no longer",
	// "no access", "yes and no".
	goesOn = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^(?:it|it's|its|we|i|they|he|she|that|that's|this|there|there's|here|the|our|all|both|from|with|for|since|as|because|see)\\b"))
	})
	// doubt anywhere in what follows an answer takes it back, or may.
	doubt = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("\\b(?:not (?:quite |so |really )?(?:sure|certain)|unsure|uncertain|don'?t know|do not know|can'?t tell|cannot tell|no idea|no clue|maybe|perhaps|i think|we think|i guess|i believe|probably|(?:or|and) (?:yes|no)|not yet)\\b"))
	})
	// turn is another answer right behind the first.
	turn = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^[\\s/,|;:.)-]*(?:yes|no|y|n|not sure|unsure|nope|true|false)\\b"))
	})
	// turned is the same behind "not sure", where "no access" only says why.
	turned = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^[\\s/,|;:.)-]*(?:yes|no|y|n|nope|true|false)\\s*(?:[.,;:!?/)|\\n]|$)"))
	})
	// later says that there is no answer yet.
	later = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(i18n.T("^\\W*yet\\b")) })
	// first is what stands up to the end of a sentence.
	first = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^.!\n]*`) })
)

// typographic undoes what writing programs do to quotes and spaces.
var typographic = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ")

// around are marks that people and programs put around a word, to make it stand out.
const around = " \t\r\n*_`\"'=>:-–—•"

// judge reads an answer. What follows the answering word is the remark. An answer counts only if it can be read in one way.
func judge(text string) (v flow.Value, remark string, s said) {
	text = strings.TrimSpace(typographic.Replace(text))
	whole := text
	text = strings.TrimLeft(text, around)
	if text == "" {
		return flow.Unknown, "", nothing
	}
	plain := lower(text)
	for _, k := range []struct {
		word func() *regexp.Regexp
		v    flow.Value
	}{{unsureWord, flow.Unsure}, {yesWord, flow.Yes}, {noWord, flow.No}} {
		n := len(k.word().FindString(plain))
		if n == 0 || longer(plain[n:]) {
			continue
		}
		if s := follows(k.v, plain[n:]); s != clear {
			return flow.Unknown, whole, s
		}
		return k.v, rest(text[n:]), clear
	}
	return flow.Unknown, whole, unclear
}

// longer reports whether a word only begins with the one in front of this.
func longer(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	next, _ := utf8.DecodeRuneInString(after[min(size, len(after)):])
	switch {
	case after == "":
		return false
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return true
	default:
		return strings.ContainsRune("-'’_/&+@", r) && (unicode.IsLetter(next) || unicode.IsDigit(next)) && !turn().MatchString(after)
	}
}

// follows tells whether what stands behind an answering word leaves it what it is.
func follows(v flow.Value, after string) said {
	spaced := strings.HasPrefix(after, " ") || strings.HasPrefix(after, "\t")
	rest := strings.TrimLeft(after, " \t*_`\"'")
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case v == flow.Unsure && later().MatchString(after):
		return unclear
	case v == flow.Unsure && turned().MatchString(after):
		return mixed
	case v == flow.Unsure || rest == "":
		return clear
	case turn().MatchString(after), doubt().MatchString(after), strings.Contains(first().FindString(rest), "?"):
		return mixed
	case spaced && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !goesOn().MatchString(rest):
		return unclear
	case r == '/' || r == '\\' || r == '|':
		return unclear
	default:
		return clear
	}
}

// lower makes ASCII letters small and leaves every offset as it is.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, s)
}
