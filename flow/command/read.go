package command

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/redact"
)

// MaxText is how many bytes Read takes: many times what a command prints, with room for the talk around it.
const MaxText = 1 << 20

// Sent is a command that was handed out, in this round or in an earlier one.
type Sent struct {
	Probe, Nonce string
	Round        int  // The number of fixes tried before it.
	Looks        bool // It looks at a certificate or a name, and prints what it saw without a status.
}

// Printed is what a command printed.
type Printed struct {
	Probe  string
	Asked  string        // The host, with its port where the base URL names one, in lower case; "" if it was not printed.
	Answer flow.Response // Without secrets. Its status is 0 when there was no answer.
	// Failure is what went wrong, in the words of the language: why there is no answer, or why it broke off.
	Failure string

	Others []Printed // The other usable results in the text, in order; they have no Others and no Passed.
	Passed []error   // Why each result was passed over that cannot be used, in order.
}

// Read finds what commands printed in a text that came back by way of terminals, mail and chat: quoted, wrapped, coloured, with
// typographic quotes, with the command and other talk around it. Sent lists the commands that belong to the session; a
// result counts when it is of the round. Of several, the one that stands last is returned, with the others in it; with an
// error, only Passed is set. The error, when none can be used, is a *NoFrameError, *TooLongError, *CutOffError, *ForeignError, *StaleError or
// *GarbledError, the one of the result that stands last.
func Read(text []byte, round int, sent []Sent) (Printed, error) {
	if len(text) > MaxText {
		return Printed{}, &TooLongError{Bytes: len(text)}
	}
	var good []Printed
	var passed []error
	for _, f := range frames(string(text)) {
		h, err := f.read(round, sent)
		if err != nil {
			passed = append(passed, err)
			continue
		}
		good = append(good, h)
	}
	if len(good) == 0 && len(passed) == 0 {
		return Printed{}, &NoFrameError{Bytes: len(text)}
	}
	if len(good) == 0 {
		return Printed{Passed: passed}, passed[len(passed)-1]
	}
	h := good[len(good)-1]
	h.Others, h.Passed = good[:len(good)-1], passed
	return h, nil
}

// read checks whose the frame is, then reads it.
func (f frame) read(round int, sent []Sent) (Printed, error) {
	known, looks := false, false
	for _, s := range sent {
		if s.Probe != f.probe || s.Nonce != f.nonce {
			continue
		}
		if known, looks = s.Round == round, s.Looks; known {
			break
		}
		return Printed{}, &StaleError{Probe: f.probe, Line: f.line, Round: s.Round, Now: round}
	}
	switch {
	case !known:
		return Printed{}, &ForeignError{Probe: f.probe, Nonce: f.nonce, Line: f.line}
	case f.missing != "":
		return Printed{}, &CutOffError{Probe: f.probe, Line: f.line, Missing: f.missing}
	}
	h := Printed{Probe: f.probe}
	head, rest, size, cut, raw := f.raw()
	if !raw {
		head, rest, size, cut = f.head()
	}
	for _, line := range head {
		name, value, ok := strings.Cut(line, ":")
		switch name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value); {
		case !ok:
			if m := statusLine().FindStringSubmatch(line); m != nil {
				h.Answer.Status, _ = strconv.Atoi(m[1])
			}
		case name == "error":
			h.Failure = mask(value)
		case name == "asked":
			if value = strings.ToLower(value); hostText().MatchString(value) && mask(value) == value {
				h.Asked = value
			}
		default:
			h.Answer.Headers = append(h.Answer.Headers, header(name, value))
		}
	}
	switch {
	case looks:
		return h, nil
	case h.Answer.Status == 0 && h.Failure == "":
		return Printed{}, &GarbledError{Probe: f.probe, Line: f.line}
	case h.Answer.Status == 0:
		h.Answer = flow.Response{}
		return h, nil
	}
	body := restore(rest, size, cut)
	h.Answer.Cut = cut || h.Failure != "" || len(body) < size
	h.Answer.Body = []byte(mask(body))
	return h, nil
}

// header masks a header together with its name, which tells what its value is.
func header(name, value string) flow.Header {
	masked := strings.TrimPrefix(mask(name+": "+value), name+":")
	return flow.Header{Name: name, Value: strings.TrimSpace(masked)}
}

func mask(s string) string {
	s, _ = redact.Secrets(s)
	return s
}

var (
	statusLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^HTTP\s+([1-9][0-9]{2})$`) })
	sizeLine   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^body:\s*([0-9]{1,5})\s+bytes(,\s*cut)?$`) })
	hostText   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]+)?$`) })
	headLine   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:HTTP\s+[0-9]{3}$|[A-Za-z0-9_.-]+:(?:\s|$))`) })
)

var (
	rawStatus = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^HTTP/[0-9.]+\s+([1-9][0-9]{2})\b`) })
	keptName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(kept) })
	failed    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^curl: \([0-9]+\)`) })
)

// raw returns the same as head of an answer that was printed as it came. Of its headers those count that a long command prints.
func (f frame) raw() (head, rest []string, size int, cut, ok bool) {
	lines := slices.Clone(f.lines)
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	if n := len(lines); n > 0 && strings.TrimSpace(lines[n-1]) == "(cut)" {
		cut, lines = true, lines[:n-1]
	}
	body := false
	var fault []string
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		m := rawStatus().FindStringSubmatch(line)
		switch {
		case failed().MatchString(line):
			fault = append(fault, "error: "+line)
		case body:
			rest = append(rest, lines[i])
		case m != nil:
			head, ok = append(asked(head), "HTTP "+m[1]), true
		case line == "" && ok:
			// A note that goes ahead, such as 100, has no body; another head follows.
			body = i+1 >= len(lines) || !rawStatus().MatchString(strings.TrimSpace(lines[i+1]))
		case headLine().MatchString(line) && len(head) < maxHead:
			head = append(head, line)
		case len(head) > 0 && line != "":
			head[len(head)-1] += line
		}
	}
	if !ok && len(fault) == 0 {
		return nil, nil, -1, false, false
	}
	head = slices.DeleteFunc(head, func(line string) bool {
		name, _, found := strings.Cut(strings.ToLower(line), ":")
		return found && name != "asked" && name != "error" && !keptName().MatchString(name)
	})
	return append(head, fault...), rest, -1, cut, true
}

// asked keeps of a head what the command itself wrote.
func asked(head []string) []string {
	return slices.DeleteFunc(head, func(line string) bool { return !strings.HasPrefix(line, "asked:") })
}

// maxHead is how many headers and lines of a head are read; a command prints fewer.
const maxHead = 100

// head returns the lines before the body, wrapped ones put together again, and what follows; and of the body how many
// bytes were printed, -1 if that is not said, and whether there were more.
func (f frame) head() (head, rest []string, size int, cut bool) {
	for i, line := range f.lines {
		line = strings.TrimSpace(line)
		if m := sizeLine().FindStringSubmatch(line); m != nil {
			size, _ = strconv.Atoi(m[1])
			rest = f.lines[i+1:]
			if len(rest) > 0 && strings.TrimSpace(rest[0]) == "" {
				rest = rest[1:]
			}
			return head, rest, size, m[2] != ""
		}
		switch {
		case line == "":
		case headLine().MatchString(line):
			if len(head) < maxHead {
				head = append(head, line)
			}
		case len(head) > 0 && (strings.HasPrefix(head[len(head)-1], "error:") || strings.HasPrefix(head[len(head)-1], "issuer:")):
			head[len(head)-1] += " " + line // Words.
		case len(head) > 0:
			head[len(head)-1] += line // Names and ids.
		}
	}
	return head, nil, -1, false
}
