package command

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"why403/flow/redact"
)

// The words that the two lines around a result end in.
const (
	begins = "begin"
	ends   = "end"
)

// marker is a line around a result. Chat tools make one dash of two or three, and wrap or quote between the words.
var marker = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[-‐-―−]+[\s\x{a0}]*why403[\s\x{a0}>|│]+([a-z0-9-]{1,40})[\s\x{a0}>|│]+([a-z2-7]{10})[\s\x{a0}>|│]+(begin|end)\b`)
})

// Found reports whether the text has the first or the last line of what a command printed in it, of whatever session. Of a
// long text only the first MaxText bytes count.
func Found(text []byte) bool {
	s := string(text[:min(len(text), MaxText)])
	return strings.Contains(strings.ToLower(s), "why403") && marker().MatchString(redact.Terminal(s))
}

// Without returns the text without what commands printed in it. Of one that broke off, what stands behind its first line, up to the next
// one's, is left out, too.
func Without(text []byte) []byte {
	if !Found(text) {
		return text
	}
	s := redact.Terminal(string(text))
	var rest strings.Builder
	from := 0
	for _, m := range marker().FindAllStringSubmatchIndex(s, -1) {
		if from >= 0 {
			rest.WriteString(s[from:m[0]])
		}
		if from = m[1]; strings.EqualFold(s[m[6]:m[7]], begins) {
			from = -1
		}
	}
	if from >= 0 {
		rest.WriteString(s[from:])
	}
	return []byte(rest.String())
}

// quoteMarks is what mail, chat and boxes put before a line.
var quoteMarks = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t>|│┃]+$`) })

// frame is one result as it stands in a text.
type frame struct {
	probe, nonce string
	line         int // Of its first marker, from 1.
	lines        []string
	missing      string // The marker that is not there, or "".
}

// frames returns the results in the text, in order. A marker without its fellow makes a frame of its own.
func frames(text string) []frame {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = redact.Terminal(strings.ReplaceAll(text, "\r", "\n"))
	var found []frame
	open, opened := false, []int(nil)
	line, counted := 1, 0
	for _, m := range marker().FindAllStringSubmatchIndex(text, -1) {
		line += strings.Count(text[counted:m[0]], "\n")
		counted = m[0]
		f := frame{probe: strings.ToLower(text[m[2]:m[3]]), nonce: strings.ToLower(text[m[4]:m[5]]), line: line}
		if strings.EqualFold(text[m[6]:m[7]], begins) {
			f.missing = ends // Until it is found.
			found, open, opened = append(found, f), true, m
			continue
		}
		if last := len(found) - 1; open && found[last].probe == f.probe && found[last].nonce == f.nonce {
			found[last].lines, found[last].missing = inside(text, opened, m[0]), ""
			open = false
			continue
		}
		f.missing = begins
		found, open = append(found, f), false
	}
	return found
}

// inside returns the lines between the marker and the next one at the offset, without what the text is quoted with.
func inside(text string, opened []int, end int) []string {
	prefix := text[strings.LastIndexByte(text[:opened[0]], '\n')+1 : opened[0]]
	if !quoteMarks().MatchString(prefix) {
		prefix = ""
	}
	between := text[opened[1]:end]
	if i := strings.IndexByte(between, '\n'); i >= 0 {
		between = between[i+1:]
	}
	// The last piece is what stands before the closing marker on its line: a quote mark, or nothing.
	lines := strings.Split(between, "\n")
	if last := lines[len(lines)-1]; strings.Trim(last, " \t>|│┃") == "" {
		lines = lines[:len(lines)-1]
	}
	if prefix == "" {
		return lines
	}
	bare := strings.TrimRight(prefix, " \t")
	for i, l := range lines {
		if cut, ok := strings.CutPrefix(l, prefix); ok {
			lines[i] = cut
		} else if cut, ok := strings.CutPrefix(l, bare); ok && bare != "" {
			lines[i] = cut
		}
	}
	return lines
}

// straight undoes what writing programs do to quotes and spaces.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "‘", "'", "’", "'", "\u00a0", " ")

// restore puts the body's lines together as they were printed, as far as the printed size and the form of JSON tell.
func restore(lines []string, size int, cut bool) string {
	raw := strings.Join(lines, "\n")
	ways := []string{raw, strings.Join(lines, ""), unwrap(lines), strings.Join(trimmed(lines), " ")}
	for _, way := range ways[:4:4] {
		ways = append(ways, straight.Replace(way))
	}
	sized := func(way string) bool { return fits(way, size, cut) }
	valid := func(way string) bool { return json.Valid([]byte(way)) }
	// Both at first: a line broken at a space has its size still.
	for _, good := range []func(string) bool{func(way string) bool { return sized(way) && valid(way) }, sized, valid} {
		if i := slices.IndexFunc(ways, good); i >= 0 {
			return tidy(ways[i], cut)
		}
	}
	return tidy(raw, cut)
}

// fits reports whether the text can be a body of the printed size. Where it was cut, the last character may be torn.
func fits(s string, size int, cut bool) bool {
	n := len(tidy(s, cut))
	return len(s) == size || cut && size-utf8.UTFMax < n && n <= size
}

// tidy takes off a character that was torn apart by the cut.
func tidy(s string, cut bool) string {
	if cut {
		return strings.TrimRight(s, string(utf8.RuneError))
	}
	return s
}

// unwrap joins lines that a terminal broke at its width: those as long as the longest.
func unwrap(lines []string) string {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(l))
	}
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(l)
		if i+1 < len(lines) && utf8.RuneCountInString(l) < width {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// trimmed returns the lines without the spaces at their ends, at which mail programs break them.
func trimmed(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight(l, " ")
	}
	return out
}
