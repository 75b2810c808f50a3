package plain

import (
	"regexp"
	"strconv"
	"strings"
)

// The Markdown here is what the playbook's own pages use: paragraphs, lists, headings, fenced code, quotes, tables, links
// and emphasis. Anything else is printed as it stands.

var (
	itemStart = regexp.MustCompile(`^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$`)
	fence     = regexp.MustCompile("^\\s*(```+|~~~+)")
	heading   = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	rule      = regexp.MustCompile(`^\s*([-*_]\s*){3,}$`)
	tableRule = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
)

// markdown writes a text without its marks: numbered lists stay numbered, code is indented by four, an address follows its
// link in brackets.
func (p *page) markdown(md string) {
	var label string      // Of the list item that is being gathered.
	var gathered []string // The lines of a paragraph or item.
	var header []string   // The column names of the table that is being read.
	done := func() {
		if len(gathered) > 0 {
			p.item(label, strings.Join(gathered, " "))
		}
		label, gathered = "", nil
	}
	lines := strings.Split(strings.ReplaceAll(md, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		l := strings.ReplaceAll(lines[i], "\t", "    ")
		trimmed := strings.TrimSpace(l)
		if !strings.HasPrefix(trimmed, "|") {
			header = nil
		}
		if m := fence.FindStringSubmatch(l); m != nil {
			done()
			i = p.code(lines, i+1, m[1])
			continue
		}
		if m := itemStart.FindStringSubmatch(l); m != nil && !rule.MatchString(l) {
			done()
			mark := m[2]
			if strings.ContainsAny(mark, "*+") {
				mark = "-"
			}
			label, gathered = m[1]+mark+" ", []string{m[3]}
			continue
		}
		switch {
		case trimmed == "" || rule.MatchString(l):
			done()
			p.blank()
		case strings.HasPrefix(trimmed, "|"):
			done()
			switch cells := row(trimmed); {
			case tableRule.MatchString(trimmed):
			case i+1 < len(lines) && tableRule.MatchString(lines[i+1]):
				header = cells
			default:
				p.cells(header, cells)
			}
		case heading.MatchString(trimmed):
			done()
			p.blank()
			p.say(inline(heading.FindStringSubmatch(trimmed)[1]))
		default:
			if n := len(l) - len(strings.TrimLeft(l, " ")); len(gathered) == 0 && n > 1 {
				label = strings.Repeat(" ", min(n, 8)) // A further paragraph of a list item.
			}
			gathered = append(gathered, strings.TrimSpace(strings.TrimPrefix(trimmed, ">")))
		}
	}
	done()
}

// item writes a paragraph of Markdown behind a label.
func (p *page) item(label, md string) { p.hang(label, inline(md)) }

// code writes fenced code from line i on, and returns the line of the closing fence, or the last line.
func (p *page) code(lines []string, i int, mark string) int {
	p.blank()
	first := i
	for ; i < len(lines); i++ {
		if t := strings.TrimSpace(lines[i]); strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == "" {
			break
		}
	}
	if i > first {
		p.block("    ", dedent(lines[first:i]))
	}
	p.blank()
	return i
}

// dedent takes out the spaces that all lines start with, as code inside a list item does.
func dedent(lines []string) string {
	least := -1
	for _, l := range lines {
		if n := len(l) - len(strings.TrimLeft(l, " ")); strings.TrimSpace(l) != "" && (least < 0 || n < least) {
			least = n
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l[min(max(least, 0), len(l)):]
	}
	return strings.Join(out, "\n")
}

// row splits a line of a table into its cells. A bar behind a backslash belongs to the cell.
func row(s string) []string {
	s = strings.ReplaceAll(strings.Trim(s, "|"), `\|`, "\x00")
	cells := strings.Split(s, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\x00", "|"))
	}
	return cells
}

// cells writes a row of a table as a list item that names its columns, which can be read aloud.
func (p *page) cells(header, cells []string) {
	var parts []string
	for i, c := range cells {
		if c == "" {
			continue
		}
		if i < len(header) && header[i] != "" {
			c = header[i] + ": " + c
		}
		parts = append(parts, c)
	}
	p.item("- ", strings.Join(parts, "; "))
}

var (
	codeSpan = regexp.MustCompile("``(.+?)``|`([^`]+)`")
	link     = regexp.MustCompile(`!?\[([^\]]*)\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)`)
	autolink = regexp.MustCompile(`<((?:https?|mailto):[^>\s]+)>`)
	strong   = regexp.MustCompile(`\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__`)
	emphasis = regexp.MustCompile(`\*(\S(?:[^*]*?\S)?)\*`)
	under    = regexp.MustCompile(`(^|[\s(])_(\S(?:[^_]*?\S)?)_($|[\s).,:;!?])`)
	bare     = regexp.MustCompile(`https?://[^\s<>()\x00]+`)
	place    = regexp.MustCompile(`\x00\d+\x00`)
	escaped  = regexp.MustCompile(`\\([\\*_\[\](){}#+.!|<>~-]|` + "`)")
)

// inline takes the marks out of one paragraph. What stands between backticks is left alone, and put in quotation marks if
// it has spaces, since its ends could not be told otherwise. The marks are backticks if it has quotation marks of its own.
func inline(s string) string {
	var literals []string
	keep := func(l string) string {
		literals = append(literals, l)
		return "\x00" + strconv.Itoa(len(literals)-1) + "\x00"
	}
	s = strings.ReplaceAll(s, "\x00", "")
	s = codeSpan.ReplaceAllStringFunc(s, func(m string) string {
		l := strings.TrimSpace(strings.Trim(m, "`"))
		switch {
		case !strings.Contains(l, " "):
		case !strings.Contains(l, `"`):
			l = `"` + l + `"`
		case !strings.Contains(l, "`"):
			l = "`" + l + "`"
		}
		return keep(l)
	})
	s = escaped.ReplaceAllStringFunc(s, func(m string) string { return keep(m[1:]) })
	s = link.ReplaceAllStringFunc(s, func(m string) string {
		sub := link.FindStringSubmatch(m)
		if text, url := sub[1], sub[2]; text != "" && text != url {
			return text + " (" + keep(url) + ")"
		}
		return keep(sub[2])
	})
	s = autolink.ReplaceAllStringFunc(s, func(m string) string { return keep(m[1 : len(m)-1]) })
	s = bare.ReplaceAllStringFunc(s, keep)
	s = strong.ReplaceAllString(s, "$1$2")
	s = emphasis.ReplaceAllString(s, "$1")
	s = under.ReplaceAllString(s, "$1$2$3")
	return restore(s, literals)
}

// restore puts the literals back in their places. A literal can hold only places of earlier ones, so this ends.
func restore(s string, literals []string) string {
	return place.ReplaceAllStringFunc(s, func(m string) string {
		i, err := strconv.Atoi(strings.Trim(m, "\x00"))
		if err != nil || i >= len(literals) {
			return ""
		}
		return restore(literals[i], literals[:i])
	})
}
