package evidence

import (
	"fmt"
	"regexp/syntax"
	"strings"

	"why403/flow"
	"why403/flow/expr"
)

// Line is a kind of log line that tells of something else than the failing call, such as a request that the reporter's own
// server was asked. It is plain data. Such lines are listed, and not read as the answer.
type Line struct {
	ID string
	// Pattern is a regular expression over the line without its prefix; case counts.
	Pattern string
	// Unless is another one: a line that it matches is read all the same. May be empty.
	Unless string
	// After is set for what fell over when the call had failed, or beside it. Such a line is read where a text tells of nothing
	// else; without it, a line is never read.
	After bool
	// Retry is set for a line that says that the call is tried again. Not this line but the one before it is put aside: it tells of a
	// try that was not the last. That one is read where a text tells of nothing else.
	Retry bool
}

// logLines is a compiled set of kinds of lines.
type logLines struct {
	kinds []*lineKind
	*branches
}

type lineKind struct {
	pattern, unless expr.Lazy // Unless may be empty.
	small           *pattern  // The pattern whatever the case, which tells what lines it can match.
	after, retry    bool
}

func (c *compiler) lines(kinds []Line) logLines {
	out := logLines{branches: c.branches}
	for _, k := range kinds {
		small, err := c.add(k.Pattern)
		if err != nil {
			c.errs = append(c.errs, fmt.Errorf("line %q: pattern: %w", k.ID, err))
			continue
		}
		if _, err := syntax.Parse(k.Unless, syntax.Perl); c.kept.Patterns == "" && err != nil {
			c.errs = append(c.errs, fmt.Errorf("line %q: unless: %w", k.ID, err))
			continue
		}
		out.kinds = append(out.kinds, &lineKind{after: k.After, retry: k.Retry, pattern: expr.Lazy{Expr: k.Pattern}, unless: expr.Lazy{Expr: k.Unless}, small: small})
	}
	return out
}

const maxLogLine = 8 << 10 // Bytes of a line that is compared; a longer one is no server's log of requests.

// sift takes the lines out of a text that tell of something else, and returns them apart; those that fell over afterwards only if
// after is set. What remains keeps its order.
func (l logLines) sift(text string, after bool) (kept string, asides []string) {
	if len(l.kinds) == 0 {
		return text, nil
	}
	var b strings.Builder
	done, before := 0, 0 // What is decided on, and where the line before begins.
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n') + 1
		if end == at {
			end = len(text)
		}
		line := text[at:end]
		if failed := text[before:at]; after && done <= before && mayTell(failed) && !mayTell(line) && l.retried(line) {
			b.WriteString(text[done:before])
			done = at
			asides = append(asides, strings.TrimSpace(failed))
		}
		if mayTell(line) && l.match(strings.TrimSpace(line), after, false) {
			b.WriteString(text[done:at])
			done = end
			asides = append(asides, strings.TrimSpace(line))
		}
		before, at = at, end
	}
	if asides == nil {
		return text, nil
	}
	b.WriteString(text[done:])
	return b.String(), asides
}

// retried reports whether the line says that a call is tried again.
func (l logLines) retried(line string) bool {
	return mayRetry(line) && l.match(strings.TrimSpace(line), true, true)
}

// mayRetry is a quick look for the word of a line that says that a call is tried again.
func mayRetry(line string) bool { return len(line) <= maxLogLine && strings.Contains(line, "etry") }

// mayTell is a quick look for the number of an error's status, for words like it, or for a child's end, which can name whom the child
// called; a line without any of them does no harm.
func mayTell(line string) bool {
	if len(line) > maxLogLine {
		return false
	}
	if strings.Contains(line, "forbidden") || strings.Contains(line, "denied") || strings.Contains(line, "Not Found: /") || strings.Contains(line, "exit ") || strings.Contains(line, "exited ") {
		return true
	}
	for i := 0; i+3 <= len(line); i++ {
		if (line[i] == '4' || line[i] == '5') && digit(line[i+1]) && digit(line[i+2]) && (i == 0 || !digit(line[i-1])) && (i+3 == len(line) || !digit(line[i+3])) {
			return true
		}
	}
	return false
}

// A line that tells of a call that failed, in whatever words, is what a text is about.
var (
	failing  = expr.Lazy{Expr: `(?i)\b(?:errors?|fail(?:ed|ure|ing|s)?|denied|refused|rejected|invalid|illegal|expired|missing|conflict|unable|could not|couldn't|cannot)\b`}
	calling  = expr.Lazy{Expr: `(?i)\b(?:api|oauth|auth\b|authentication method|token|log ?in|connect|header value)`}
	programs = expr.Lazy{Expr: `^(?:fatal|error|remote|warning|npm|pip|git)\b`}
)

// tellsOfCall reports whether a line tells that a call failed.
func tellsOfCall(text string) bool {
	for line := range strings.Lines(text) {
		if len(line) <= maxLogLine && failing.MatchString(line) && calling.MatchString(line) && !programs.MatchString(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

// setting is a line of settings: a variable, a member of an object, a command that shows them, or a remark.
var setting = expr.Lazy{Expr: `^(?:(?:(?:export|set|setx|declare -x|ENV) +)?(?:\$env:)?[A-Za-z_]\w* ?=[^=>].*|(?:[-{] *)*["'][\w.-]+["'] ?: .*|[a-z_]+:(?: \S+)?|[\[\]{}(),; ]+|(?:[$#%❯>] ?)(?:env|printenv|set|echo|cat|export|grep)\b.*|[#;].*|\[[\w."-]+\])$`}

// answering is the name of what an answer holds, and no setting.
var answering = expr.Lazy{Expr: `(?i)["'](?:message|content|choices|text|result|output|completion|detail|id)["'] ?:`}

// onlySettings reports whether a text has lines of settings, none of which tells of a failure, and nothing else.
func onlySettings(text string) bool {
	found := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if len(line) > maxLogLine || !setting.MatchString(line) || answering.MatchString(line) || failing.MatchString(line) {
			return false
		}
		found = true
	}
	return found
}

// failure returns the line of a text that begins as an error does and tells of a failure, where nothing else of an error is in it; ""
// for none.
func failure(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && len(line) <= maxLogLine && leads.MatchString(line) && failing.MatchString(line) && !flow.Personal(line) {
			return line
		}
	}
	return ""
}

// match reports whether the line is of a kind, of those that say that a call is tried again or of the others.
func (l logLines) match(line string, after, retry bool) bool {
	h := newHay(line)
	for _, k := range l.kinds {
		if k.retry == retry && (after || !k.after) && k.small.in(h) && k.pattern.MatchString(line) && (k.unless.Expr == "" || !k.unless.MatchString(line)) {
			return true
		}
	}
	return false
}
