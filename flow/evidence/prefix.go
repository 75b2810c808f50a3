package evidence

import (
	"encoding/json"
	"strings"

	"why403/flow/expr"
)

var (
	timestamp = expr.Lazy{Expr: `^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?:?[ \t]`}
	container = expr.Lazy{Expr: `^(?:\d+\|)?[\w./-]+[ \t]+\| ?`}
	// What logging libraries, journald, kubectl and Heroku put before each line, less the time: "- worker - ERROR - ", "ERROR:worker:",
	// "Nov 28 10:15:02 host01 worker[4711]: ", "[pod/worker-x2x7p/app] ", "app[worker.1]: ".
	origin = expr.Lazy{Expr: `^(?:- [\w.:-]+ - (?:DEBUG|INFO|WARNING|ERROR|CRITICAL) - |(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]+:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]+ [\w./-]+\[\d+\]: |\[pod/[\w./-]+\] |(?:app|heroku)\[[\w.-]+\]: |\d\d:\d\d:\d\d(?:[.,]\d+)? )`}
)

const maxOpened = 4 // Logs of logs that are opened.

// bare returns a text without what logs and log viewers put around each of its lines.
func bare(text string) string {
	for range maxOpened {
		was := text
		if text = opened(unprefix(text)); text == was {
			break
		}
	}
	return text
}

// unprefix takes off what a log viewer put before each line: timestamps, what a logging library adds, and the names of containers
// where at least two lines carry one. A mark of quotation goes when every line has it.
func unprefix(text string) string {
	if strings.Count(text, "\n") == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	named, quoted, filled := 0, 0, 0
	for i, l := range lines {
		if l != "" && (l[0] == '[' || l[0] >= '0' && l[0] <= '9') {
			if n := timestamp.FindStringIndex(l); n != nil {
				l = l[n[1]:]
				lines[i] = l
			}
		}
		if mayOriginate(l) {
			l = l[len(origin.FindString(l)):]
			lines[i] = l
		}
		if l != "" {
			filled++
		}
		if strings.HasPrefix(l, "> ") || l == ">" {
			quoted++
		}
		if strings.Contains(l, "|") && container.MatchString(l) {
			named++
		}
	}
	for i, l := range lines {
		switch {
		case quoted == filled:
			lines[i] = strings.TrimPrefix(strings.TrimPrefix(l, ">"), " ")
		case named >= 2 && strings.Contains(l, "|"):
			lines[i] = l[len(container.FindString(l)):]
		}
	}
	return strings.Join(lines, "\n")
}

// mayOriginate is a quick look for a line that may begin with the name of its origin.
func mayOriginate(line string) bool {
	if len(line) < minOrigin {
		return false
	}
	return line[0] == '-' || line[0] == '[' || line[0] == 'a' || line[0] == 'h' || line[0] >= '0' && line[0] <= '9' || line[0] >= 'A' && line[0] <= 'Z'
}

const minOrigin = 6 // Bytes of the shortest name of an origin: "INFO:a".

// opened returns the text with the lines of a structured log opened: what a line tells is its message, where the other fields are of
// the log alone. A text that is one string of JSON is opened, too.
func opened(text string) string {
	if whole := strings.TrimSpace(text); strings.HasPrefix(whole, `"`) {
		var s string
		if json.Unmarshal([]byte(whole), &s) == nil {
			return clean(s)
		}
	}
	if !strings.Contains(text, `{"`) {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if message, ok := logged(strings.TrimSpace(line)); ok {
			b.WriteString(strings.TrimRight(message, "\n"))
			b.WriteByte('\n')
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}

// logged returns the message of a line of a structured log that has no field of an error.
func logged(line string) (string, bool) {
	if len(line) > maxString || !strings.HasPrefix(line, `{"`) || !strings.HasSuffix(line, "}") {
		return "", false
	}
	var fields map[string]any
	if json.Unmarshal([]byte(line), &fields) != nil {
		return "", false
	}
	message, level := "", false
	for key, value := range fields {
		switch key {
		case "msg", "message", "log":
			message, _ = value.(string)
		case "level", "levelname", "severity", "stream":
			level = true
		case "time", "ts", "timestamp", "asctime", "date", "caller", "logger", "name", "pid", "hostname", "v", "service", "thread", "module", "lineno", "filename":
		default:
			return "", false
		}
	}
	return clean(message), level && message != ""
}
