package report

import "strings"

// A playbook's texts are Markdown of a few kinds: paragraphs, lists in lists, fenced code, and in a line code, strong and
// emphasized words and addresses. Only they are read as Markdown. What comes from outside never is.

// node is a block of a text.
type node struct {
	Kind  string // p, ol, ul or pre.
	Spans []span
	Items [][]node // Of a list.
	Code  string
}

// span is a piece of a line.
type span struct{ Kind, Text string } // Kind is empty, code, strong, em or link.

// prose reads a text.
func prose(text string) []node { return blocks(strings.Split(text, "\n")) }

func blocks(lines []string) []node {
	var out []node
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			out = append(out, node{Kind: "p", Spans: spans(strings.Join(paragraph, " "))})
			paragraph = nil
		}
	}
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch kind, body := marker(l); {
		case strings.TrimSpace(l) == "":
			flush()
		case strings.HasPrefix(l, "```"):
			flush()
			n := node{Kind: "pre"}
			var code []string
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
				code = append(code, lines[i])
			}
			n.Code = strings.Join(code, "\n")
			out = append(out, n)
		case kind != "":
			flush()
			item := []string{body}
			for i+1 < len(lines) && (strings.HasPrefix(lines[i+1], "  ") || strings.TrimSpace(lines[i+1]) == "" && i+2 < len(lines) && strings.HasPrefix(lines[i+2], "  ")) {
				i++
				item = append(item, outdent(lines[i]))
			}
			if n := len(out); n == 0 || out[n-1].Kind != kind {
				out = append(out, node{Kind: kind})
			}
			n := &out[len(out)-1]
			n.Items = append(n.Items, blocks(item))
		default:
			paragraph = append(paragraph, strings.TrimSpace(l))
		}
	}
	flush()
	return out
}

// marker returns the kind of list that the line is an item of, and the rest of the line.
func marker(l string) (kind, body string) {
	if rest, ok := strings.CutPrefix(l, "- "); ok {
		return "ul", rest
	}
	digits := len(l) - len(strings.TrimLeft(l, "0123456789"))
	if rest, ok := strings.CutPrefix(l[digits:], ". "); ok && digits > 0 {
		return "ol", rest
	}
	return "", ""
}

// outdent takes away the indentation of an item, which is two or three blanks.
func outdent(l string) string {
	for range 3 {
		l = strings.TrimPrefix(l, " ")
	}
	return l
}

// spans reads a line.
func spans(l string) []span {
	var out []span
	plain := func(s string) {
		if s != "" {
			out = append(out, span{Text: s})
		}
	}
	start := 0
	for i := 0; i < len(l); {
		n, sp := spanAt(l, i)
		if n == 0 {
			i++
			continue
		}
		plain(l[start:i])
		out = append(out, sp)
		i += n
		start = i
	}
	plain(l[start:])
	return out
}

// spanAt returns the span that begins at i, and its length with its signs; 0 if none does.
func spanAt(l string, i int) (int, span) {
	rest := l[i:]
	for _, m := range []struct{ sign, kind string }{{"`", "code"}, {"**", "strong"}, {"*", "em"}} {
		body, ok := strings.CutPrefix(rest, m.sign)
		if !ok {
			continue
		}
		if k := strings.Index(body, m.sign); k > 0 && body[0] != ' ' && body[k-1] != ' ' {
			return k + 2*len(m.sign), span{m.kind, body[:k]}
		}
		return 0, span{}
	}
	if strings.HasPrefix(rest, "https://") {
		end := strings.IndexAny(rest, " \t<>\"'`*)")
		if end < 0 {
			end = len(rest)
		}
		address := strings.TrimRight(rest[:end], ".,;:?!")
		return len(address), span{"link", address}
	}
	return 0, span{}
}

// bare is a line without signs.
func bare(ss []span) string {
	var b strings.Builder
	for _, s := range ss {
		if s.Kind == "strong" || s.Kind == "em" {
			b.WriteString(bare(spans(s.Text)))
			continue
		}
		b.WriteString(s.Text)
	}
	return b.String()
}
