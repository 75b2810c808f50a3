package checklist

import (
	"regexp"
	"slices"
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
	// notYet says that there is no answer yet.
	notYet = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(i18n.T("^\\W*yet\\b")) })
	// first is what stands up to the end of a sentence.
	first = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^.!\n]*`) })
	// apart is where an answer ends and a remark begins that is a sentence or a line of its own.
	apart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[.!;]+[ \t]+|\s*\n\s*`) })

	// withdrawn is doubt that takes back an answer from a sentence of its own, and elsewhere what follows it where it is about something else.
	// "I think so" takes nothing back.
	withdrawn = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("(?:\\b(?:not (?:quite |so |really )?(?:sure|certain)|unsure|uncertain|don'?t know|do not know|can'?t tell|cannot tell|no idea|no clue|(?:or|and) (?:yes|no)|not yet)\\b|^\\W*(?:maybe|perhaps)(?:\\W*$|\\W+(?:not|no|yes|both|neither|either|another|the other|\\d)\\b)|^\\W*\\?+\\W*$)"))
	})
	elsewhere = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^\\W*(?:since |from |for |until )?(?:when|why|who|whose|how|where|what else|since)\\b"))
	})
	// denied takes back a yes, or an answer that was chosen.
	denied = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("\\b(?:don'?t|do not) (?:think|believe) so\\b|\\b(?:think|believe|guess|probably|maybe|perhaps|hope|rather) not\\b"))
	})
	// reversed begins a sentence that takes back what was said before it, and corrected stands in one that does so if it names another answer.
	reversed = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("^\\W*(?:(?:no|oh|hm+|ah|ok|sorry)\\W+)*(?:wait|scratch that|strike that|on second thoughts?|correction|wrong)\\b"))
	})
	corrected = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("\\b(?:wait|sorry|actually|correction|i mean|i meant|we meant|rather|instead|should be|should have been|make that|make it|oops|scratch that|strike that|wrong|my mistake|typo)\\b|^\\W*(?:or|edit|update)\\b"))
	})
)

// remarks are the sentences and lines behind the first, which may be part of the answer itself.
func remarks(after string) (of string, all []string) {
	parts := apart().Split(after, -1)
	return parts[0], parts[1:]
}

// takesBack reports whether a remark takes back an answer, of whatever kind: a yes, an option, or else a no.
func takesBack(remark string, no bool) bool {
	for _, at := range withdrawn().FindAllStringIndex(remark, -1) {
		if !elsewhere().MatchString(remark[at[1]:]) {
			return true
		}
	}
	return reversed().MatchString(remark) || !no && denied().MatchString(remark)
}

// opposite are the words that contradict yes, and those that contradict no, where somebody corrects it.
var opposite = map[flow.Value]func() *regexp.Regexp{
	flow.Yes: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(i18n.T("\\b(?:no|nope|not|false|\\w+n't)\\b")) }),
	flow.No:  sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(i18n.T("\\b(?:yes|yep|true)\\b")) }),
}

// contradicts reports whether a remark says the other of yes and no, or takes the answer back.
func contradicts(v flow.Value, remark string, own bool) bool {
	if corrected().MatchString(remark) && opposite[v]().MatchString(remark) {
		return true
	}
	if !own {
		return false
	}
	remark = strings.TrimLeft(remark, around+"/,|;.)(")
	word := noWord
	if v == flow.No {
		word = yesWord
	}
	if n := len(word().FindString(remark)); n > 0 && !longer(remark[n:]) {
		next := strings.TrimLeft(remark[n:], " \t*_`\"'")
		if r, _ := utf8.DecodeRuneInString(next); next == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) || goesOn().MatchString(next) {
			return true
		}
	}
	return takesBack(remark, v == flow.No)
}

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
	own, later := remarks(after)
	if v != flow.Unsure && (contradicts(v, own, false) || slices.ContainsFunc(later, func(r string) bool { return contradicts(v, r, true) })) {
		return mixed
	}
	spaced := strings.HasPrefix(after, " ") || strings.HasPrefix(after, "\t")
	rest := strings.TrimLeft(after, " \t*_`\"'")
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case v == flow.Unsure && notYet().MatchString(after):
		return unclear
	case v == flow.Unsure && turned().MatchString(after):
		return mixed
	case v == flow.Unsure || rest == "":
		return clear
	case turn().MatchString(own), doubt().MatchString(own), strings.Contains(first().FindString(rest), "?"):
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
