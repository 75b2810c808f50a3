package evidence

import (
	"strings"

	"why403/flow/expr"
)

// An aside is a sentence in which a person compares, asks, or rules something out: "it works with that gateway", "is it
// the proxy?". What it names is not what refused. A sentence that reports, such as "I get …", is none.
var (
	comparing = expr.Lazy{Expr: `(?i)\b(?:it|that|this|same|all|keys?|calls?|requests?|code|script)(?: \w+){0,2} works?\b|\bworks? (?:with|on|in|via|through|from|fine)\b|\bworked\b|\b(?:I|we|have|already) (?:already )?(?:tried|checked|ruled)\b|\b(?:I|we) (?:had|moved|switched)\b|\blast (?:month|week|year|time)\b|\bunlike\b|\b(?:it is|it's|this is) not\b|\bcould (?:this|it) be\b|\bwithout (?:any )?(?:problems?|issues?|errors?|trouble)\b|^not (?:an?|the|my|our|your|it|this|that|any|even|just|only|really|sure|via|using|with|on|in|from|through|behind|because|due|about|related)\b|^(?:is|are|does|do|did|could|can|might|has|why|what|how|should)\b.*\?$`}
	reporting = expr.Lazy{Expr: `(?i)\b(?:gets?|getting|got|sees?|says|said|receiv\w+|errors?|messages?|shows?|returns?|returned|fails?|failed|prints?|but|had an? (?:problem|issue|error|trouble) (?:talking|connecting|communicating|getting|reaching|with))\b`}
	refused   = expr.Lazy{Expr: `(?i)(?:\b(?:\w*error|http|status|code)\b\W{1,4}){0,3}\b[45]\d\d\b`}
)

// denied is what somebody says that the call does not use: "no gateway", "this is NOT Widgets", "without Gadgets or Widgets". A name
// has a capital letter, and nothing follows that makes a sentence of it, as in "no Widgets credentials found".
var denied = expr.Lazy{Expr: `(?:(?:` + negation + `|\bNOT(?: (?:using|via|through|on))?) (?:[A-Z][A-Za-z0-9.-]*[a-z][A-Za-z0-9.-]*(?: [A-Z][A-Za-z0-9.-]*){0,2}|` + between + `)|` + negation + ` [A-Z]{2,5})` +
	`(?:(?:,? (?:or|nor|and|no|oder|ni|ou|o|und)){1,2} (?:[A-Z][A-Za-z0-9.-]*(?: [A-Z][A-Za-z0-9.-]*)?|` + between + `))*` +
	`( (?:in between|involved|at all|here|in front|dazwischen))?([ \t]*(?:[,.;:!)]|$|\n))`}

const (
	negation = `\b(?:no|not|nor|without|kein\w{0,2}|nicht|ohne|sans|sin|senza|sem)(?: (?:any|an?|the|using|via|through|behind|on|over|with|über|par|por|de|company|corporate|own))*`
	between  = `(?:gateway|proxy|relay|reseller)`
)

// withoutDenied drops what a text rules out in its writer's own words. A line with a quotation or an object in it is kept: it may be an
// error's own.
func withoutDenied(text string) string {
	if len(text) > maxPersonal || !denied.MatchString(text) {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.ContainsAny(line, "{}\"") {
			line = denied.ReplaceAllStringFunc(line, func(s string) string {
				return "…" + s[len(strings.TrimRight(s, " \t\n,.;:!)")):]
			})
		}
		b.WriteString(line)
	}
	return b.String()
}

// unchecked is a line of a form with an empty box: what its writer did not choose.
var unchecked = expr.Lazy{Expr: `(?m)^[ \t>]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+)?(?:\[[ \t]?\]|[☐⬜□❏])[ \t]+[^\n]*$`}

// withoutUnchecked drops what a form offered and nobody chose.
func withoutUnchecked(text string) string {
	if !strings.Contains(text, "[ ] ") && !strings.Contains(text, "[] ") && !strings.ContainsAny(text, "☐⬜□❏") {
		return text
	}
	return unchecked.ReplaceAllString(text, "")
}

// code is a statement with the words that it would say, and option one line of a program's help. Neither has said them: an error
// that was really raised stands below its statement once more.
var (
	code    = expr.Lazy{Expr: `(?:\braise [A-Z][\w.]*\(|\bthrow (?:new )?[\w.]*[A-Z]\w*\(|(?m:^)[ \t]*(?:(?:\}? ?else|if|case|default|except)\b[^\n"'` + "`" + `]*)?(?:return|print|println|console\.\w+|log(?:ger|ging)?\.\w+|fmt\.\w+)\b ?\(?)\s*(?:[frbFRB]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + "`[^`\n]*`" + `)\s*)+[),;]*`}
	comment = expr.Lazy{Expr: `(?m)^(?:[ \t]+(?:#|//)|//|[ \t]*<!--)[ \t][^\n{"]*$`}
	option  = expr.Lazy{Expr: `(?m)^[ \t]*-{1,2}[A-Za-z][\w-]*(?:, ?-{1,2}[A-Za-z][\w-]*)?(?:[ =][<\[]?[\w:.|-]+[>\]]?)?[ \t]{2,}[A-Z(\[][^\n]*$`}
)

// withoutCode drops what a program would say, and what is said about it.
func withoutCode(text string) string {
	if strings.Contains(text, "raise ") || strings.Contains(text, "throw ") || strings.Contains(text, "return ") || strings.Contains(text, "print") || strings.Contains(text, "console.") || strings.Contains(text, "log") {
		text = code.ReplaceAllString(text, "…")
	}
	if strings.Contains(text, "# ") || strings.Contains(text, "// ") || strings.Contains(text, "<!--") {
		text = comment.ReplaceAllString(text, "")
	}
	if strings.Contains(text, "-") && strings.Contains(text, "  ") {
		text = option.ReplaceAllString(text, "")
	}
	return text
}

const maxPersonal = 8 << 10 // Bytes of a text that a person may have written; a longer one is a program's.

// withoutAsides drops the asides of a text. Of one that runs into an error it keeps the error.
func withoutAsides(text string) string {
	if len(text) > maxPersonal || !mayCompare(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		for line != "" {
			sentence := line[:sentenceEnd(line)]
			line = line[len(sentence):]
			b.WriteString(ownWords(sentence))
		}
	}
	return b.String()
}

// mayCompare is a quick look for the words that an aside has one of; most texts have none.
func mayCompare(text string) bool {
	text = strings.ToLower(text)
	for _, word := range []string{"work", "tried", "checked", "ruled", " had ", "moved", "switched", "last ", "unlike", "not ", "could ", "without ", "? ", "?\n"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return strings.HasSuffix(text, "?")
}

// ownWords returns what of a sentence belongs to the error. What is quoted in it, and objects and pages, always do.
func ownWords(sentence string) string {
	said, rest := sentence, ""
	if n := strings.IndexAny(sentence, "{<"); n >= 0 {
		said, rest = sentence[:n], sentence[n:]
	}
	if strings.ContainsAny(said, "}>\\\"`“‘") || !mayCompare(said) || !compares(strings.TrimSpace(said)) {
		return sentence
	}
	if at := refused.FindStringIndex(said); at != nil {
		return said[at[0]:] + rest
	}
	if reporting.MatchString(said) {
		return sentence
	}
	return "\n" + rest
}

// compares reports whether a sentence compares. What its words are not near to is not tried on it: most sentences that may
// compare have "work" in "network", or say that something is not allowed.
func compares(sentence string) bool {
	low := strings.ToLower(sentence)
	for _, phrase := range []string{
		"tried", "checked", "ruled", " had", " moved", " switched", "last month", "last week", "last year", "last time", "unlike",
		"it is not", "it's not", "this is not", "could this be", "could it be", "without ",
	} {
		if strings.Contains(low, phrase) {
			return comparing.MatchString(sentence)
		}
	}
	if strings.HasPrefix(low, "not ") || strings.HasSuffix(low, "?") || hasWork(low) {
		return comparing.MatchString(sentence)
	}
	return false
}

// hasWork reports whether one of the words work, works and worked is in the text.
func hasWork(low string) bool {
	for i := 0; ; {
		n := strings.Index(low[i:], "work")
		if n < 0 {
			return false
		}
		start := i + n
		i = start + len("work")
		for _, ending := range []string{"s", "ed"} {
			if rest, ok := strings.CutPrefix(low[i:], ending); ok {
				i = len(low) - len(rest)
				break
			}
		}
		if (start == 0 || !wordByte(low[start-1]) || low[start-1] == '-') && (i == len(low) || !wordByte(low[i]) || low[i] == '-') {
			return true
		}
	}
}

// sentenceEnd returns where the first sentence of a line ends, its white space included.
func sentenceEnd(line string) int {
	for i := 0; i+1 < len(line); i++ {
		if (line[i] == '.' || line[i] == '!' || line[i] == '?') && (line[i+1] == ' ' || line[i+1] == '\n') {
			return i + 2
		}
	}
	return len(line)
}
