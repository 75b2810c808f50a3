package evidence

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow/expr"
)

// others lists errors, the same ones once, without the one that decided, those that no longer count, and lines that tell of
// something else. What stands there as a line
// many times says how often. Of very many the latest are looked at.
func others(all, older []*report, asides []string, decided string) []string {
	var lines []string
	times, rows, sources := make(map[string]int), make(map[string]int), make(map[string]bool)
	list := func(line string, most int) {
		if line != "" && line != decided && len(lines) < most && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, line := range asides {
		rows[line]++
	}
	for i := len(asides) - 1; i >= max(0, len(asides)-maxLooked); i-- {
		line := printable(asides[i], maxSummary)
		times[line] += rows[asides[i]]
		delete(rows, asides[i])
		list(line, maxOthers/2)
	}
	apart := len(lines)
	for i := len(all) - 1; i >= max(0, len(all)-maxLooked); i-- {
		list(all[i].summary(""), maxOthers)
		sources[all[i].source] = true
	}
	for i := len(older) - 1; i >= max(0, len(older)-maxLooked); i-- {
		list(older[i].summary(""), maxOthers)
	}
	count := func(text string) {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); len(line) <= maxSummary && slices.Contains(lines[apart:], line) {
				times[line]++
			}
		}
	}
	for source := range sources { // Equal lines that follow one another are one error.
		count(source)
	}
	for _, r := range older {
		count(r.whole())
	}
	slices.Reverse(lines)
	for i, line := range lines {
		if n := times[line]; n > 1 {
			lines[i] = fmt.Sprintf("%s (%d×)", line, n)
		}
	}
	return lines
}

// byProgram is a line in which a program tells that something was refused: after a class of errors, a code of its own, or the word error.
var byProgram = expr.Lazy{Expr: `^(?:\(error\) |[\w.-]+(?:Error|Exception|Failure): |(?:[Ee]rror|ERROR|[Ff]atal|FATAL): |\w+: )*(?:[\w.-]+(?:Error|Exception|Failure): |(?:[Ee]rror|ERROR|[Ff]atal|FATAL): |E[A-Z]{4,}: |NO[A-Z]{3,} |[A-Z]{5,} |\([A-Z][A-Za-z]+\) )` +
	`.*(?i:\b(?:denied|permissions?|unauthori[sz]ed|(?:not|have|required) (?:authori[sz]\w+|permitted|allowed)|authentication|refused|forbidden)\b)|<Code>\w+</Code>|^[\w./-]+: .*: [Pp]ermission denied$`}

// ofPrograms returns the lines of texts in which another program tells that something was refused, and that stand in none of the errors nor
// in what is listed anyway, and are not what is quoted.
func ofPrograms(texts []string, all []*report, decides *report, listed []string, quote string) (lines []string) {
	all = append(slices.Clone(all[max(0, len(all)-maxTried):]), decides)
	known := decides.whole() + "\n" + strings.Join(listed[max(0, len(listed)-maxLooked):], "\n")
	own := make(map[string]bool) // Of the lines that were looked at.
	for _, text := range texts {
		for line := range strings.Lines(bare(text)) {
			line = strings.TrimSpace(line)
			if len(line) > maxLogLine || strings.HasSuffix(line, "{") || !byProgram.MatchString(line) {
				continue
			}
			is, looked := own[line]
			if !looked && len(own) < maxLooked {
				is = strings.Contains(known, line) || quote != "" && strings.Contains(line, quote) || slices.ContainsFunc(all, func(r *report) bool { return r.has(line) })
				own[line] = is
			}
			if !is {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// whole is all that the error stands in. The text around it may have become shorter since it was found.
func (r *report) whole() string { return r.source[r.start:min(r.end, len(r.source))] }

// has reports whether the error begins or ends on a line, or the line tells of it.
func (r *report) has(line string) bool {
	own := r.whole()
	last := r.start + strings.LastIndexByte(own, '\n') + 1
	if last == r.start {
		last = strings.LastIndexByte(r.source[:r.start], '\n') + 1
	}
	rest, _, _ := strings.Cut(r.source[last:], "\n")
	return strings.Contains(rest, line) || strings.Contains(r.line(), line) || r.message != "" && strings.Contains(line, r.message) || r.errType != "" && strings.Contains(line, r.errType) || r.code != "" && strings.Contains(line, r.code)
}

const (
	maxOthers = 20   // Other errors that are listed; the latest are kept.
	maxLooked = 1000 // Other errors that are looked at for that.
)
