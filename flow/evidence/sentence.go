package evidence

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/expr"
)

var (
	// How the line of an error begins: with the name of its class, or with what a program prints before one.
	leads = expr.Lazy{Expr: `^(?:(?i:uncaught|unhandled|caused by:|in thread \S+) ?)*(?:[\w$.*:\\]*(?:Error|Exception|Fault|Denied|Violation)\b[^:\n]{0,80}:|[a-z_]\w*(?:\.\w+)+: |(?i:an error occurred|api error|error\b|fehler\b|erreur\b|fatal:|remote:|curl: \(|failed\b|failure\b|forbidden\b|access denied|permission denied|request (?:failed|not )|unable to |could not |cannot |can't |\[?[45]\d\d\b|http(?:/[\d.]+)? [45]\d\d\b))`}
	// The same in the midst of what a person wrote; what stands before it is theirs.
	leadsWithin = expr.Lazy{Expr: `\b(?:[\w$.]+(?:Error|Exception)(?: \[\w+\])?: |API Error: |An error occurred \(|Error code: \d|curl: \(\d|User: arn:aws)`}
	quotation   = expr.Lazy{Expr: `["“„«'‘]((?:[^"”“„«»]){6,400}?)["”»](?:[^\w]|$)`}
	inside      = expr.Lazy{Expr: `(?i)["']message["']\s*[:=]\s*(?:"((?:[^"\\]|\\.){6,})"|'((?:[^'\\]|\\.){6,})')`}
	marks       = expr.Lazy{Expr: `^(?:[ \t>|│┃⎿●⏺•*✗✘×❌⚠️]+|- |(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d[\d.,:Z+-]*\s+|std(?:err|out) [FP] |\[?(?:ERROR|WARN(?:ING)?|INFO|FATAL)\]? *[:|-]* +|\[\w+\] +|npm (?:error|ERR!)(?: [45]\d\d)?\s+|##\[error\])+`}
	client      = expr.Lazy{Expr: `^API Error: [45]\d\d (?P<rest>[A-Z]\w*:? .{20,})$`}
	fieldLine   = expr.Lazy{Expr: `^(?:< ?)?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+: |^["'$]|^at \S+|^File "|^(?i:status|status_?code|code|type|documentation_url)\b|^\s*[{}\[\]]`}
	refuses     = expr.Lazy{Expr: `(?i)\b(?:[45]\d\d|denied|forbidden|(?:not|isn't|is not|cannot|can't) (?:be )?(?:allowed|authorized|permitted|available|supported|found|enabled|have)|refused|rejected|blocked|disabled|exceeded|expired|revoked|invalid|missing|required|restricted|failed|limit)\b`}
	bareName    = expr.Lazy{Expr: `^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z0-9]+(?:_[a-z0-9]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+)$`}
)

const (
	linesBefore = 12 // Lines before the place of an error where its sentence is looked for.
	linesAfter  = 8
)

// isCode reports whether a message is the name of an error and no sentence.
func isCode(message string) bool { return bareName.MatchString(message) }

// ownLine is a line of what an error was found in, without what a screen or a log put before it; a wrapped one as one.
type ownLine struct {
	text       string
	start, end int
}

// sentence is what the error says itself, where no object holds its message: whole and from its first word. It is "" where only a
// person's words, a status or a code stand there. The quote is of what showed the cause.
func (r *report) sentence(quote string) string {
	low := max(r.low, r.start-maxBefore)
	high := min(max(r.high, r.end), r.end+maxAfter, len(r.source))
	lines := ownLines(r.source[low:high], low)
	at := slices.IndexFunc(lines, func(l ownLine) bool { return r.start < l.end })
	if at < 0 {
		return ""
	}
	quote = strings.TrimSuffix(squeeze(quote), "…")
	shown := slices.IndexFunc(lines, func(l ownLine) bool { return quote != "" && strings.Contains(l.text, quote) })
	if shown < 0 {
		shown = slices.IndexFunc(lines, func(l ownLine) bool { return strings.Contains(quote, l.text) && refuses.MatchString(l.text) })
	}
	try := []int{at}
	if shown >= 0 && !leads.MatchString(lines[at].text) {
		try = []int{shown, at}
	} else if shown >= 0 {
		try = []int{at, shown}
	}
	for n := 1; n <= max(linesBefore, linesAfter); n++ {
		if n <= linesAfter {
			try = append(try, at+n)
		}
		if n <= linesBefore {
			try = append(try, at-n)
		}
	}
	for i, n := range try {
		if n < 0 || n >= len(lines) {
			continue
		}
		if s := lines[n].own(n == shown, i < 2 && n == at); s != "" {
			return s
		}
	}
	return ""
}

// own is the error's sentence in the line. Shown is set where the line shows the cause, and of where the error begins in it.
func (l ownLine) own(shown, of bool) string {
	text := l.text
	if strings.Contains(text, "&quot;") {
		text = entities.Replace(text)
	}
	if m := inside.FindStringSubmatch(text); m != nil {
		if said := strings.TrimSpace(unescaped(m[1] + m[2])); strings.Contains(said, " ") {
			return said
		}
	}
	leading, within := leads.MatchString(text), leadsWithin.FindStringIndex(text)
	switch {
	case within != nil && !(leading && !flow.Personal(text)):
		text = text[within[0]:]
	case leading && !flow.Personal(text):
	case fieldLine.MatchString(text):
		return ""
	case flow.Personal(text):
		if m := quotation.FindStringSubmatch(text); (shown || of) && m != nil && strings.Contains(m[1], " ") {
			return m[1]
		}
		return ""
	case !(shown || of) || !refuses.MatchString(text):
		return ""
	}
	if n := strings.IndexAny(text, "{<"); n >= 0 && (text[n] == '<' || strings.LastIndexByte(text, '}') < n) { // A page, or an object that goes on in other lines.
		text = text[:n]
	}
	text = strings.TrimRight(text, " -–—([:·\\")
	if m := client.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if !saysMore(text) {
		return ""
	}
	return text
}

// saysMore reports whether a line says more than a status and its name.
func saysMore(text string) bool {
	return strings.Contains(text, "://") || len(longWord.FindAllString(bareStatus.ReplaceAllString(classes.ReplaceAllString(text, ""), ""), 2)) > 1
}

var classes = expr.Lazy{Expr: `^(?:[\w$.]*(?:Error|Exception): )+|(?i)\bapi\b|\(no body\)|\bcode\b`}

// ownLines are the lines of a text that begins at the place.
func ownLines(text string, place int) []ownLine {
	var out []ownLine
	widest := 0
	for line := range strings.Lines(text) {
		widest = max(widest, columns(strings.TrimRight(line, " \t\n")))
	}
	goesOn, width := false, 0
	for line := range strings.Lines(text) {
		start := place
		place += len(line)
		bare := strings.TrimRight(line, " \t\n│┃")
		lead := len(marks.FindString(bare))
		own := strings.TrimSpace(bare[lead:])
		if own == "" {
			goesOn = false
			continue
		}
		last := len(out) - 1
		if goesOn && (width == widest && width >= 3*minWrap || goesOnWith.MatchString(own)) && !leads.MatchString(own) && !fieldLine.MatchString(own) && !labelled.MatchString(own) && strings.TrimLeft(bare[:lead], " \t>|│┃") == "" {
			before := out[last].text
			gap := " "
			if word := lastWord(before); width == widest && width >= minWrap && (strings.Contains(word, "://") || strings.Contains(word, "arn:")) && !startsSentence(own) {
				gap = ""
			}
			out[last].text, out[last].end = before+gap+own, place
		} else {
			out = append(out, ownLine{own, start, place})
		}
		width = columns(bare)
		end := own[len(own)-1]
		goesOn = width >= 2*minWrap && strings.IndexByte(".!?;{}:", end) < 0
	}
	return out
}

// startsSentence reports whether a line begins with a word as a sentence or a label has it, and not with the rest of an address.
func startsSentence(line string) bool { return opensSentence.MatchString(line) }

var (
	goesOnWith = expr.Lazy{Expr: `^[a-z(0-9]`}
	labelled   = expr.Lazy{Expr: `^(?:[A-Za-z]\w{0,30}:|[A-Z]\w*[=_])`}
)

var opensSentence = expr.Lazy{Expr: `^(?:[A-Z][a-z]+[:,]?(?: |$)|[a-z]+ [a-z]+ )`}
