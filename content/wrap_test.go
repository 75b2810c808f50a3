package content

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// pasted are errors on one line or a few, as programs print them.
var pasted = map[string]string{
	"claude code":   `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
	"python":        `anthropic.PermissionDeniedError: Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': "Your IP address isn't in this organization's allowed range."}, 'request_id': 'req_011CSHoEeqs5C35K2UUqR7Fy'}`,
	"log":           `level=error msg="upstream" status=403 body="{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"OAuth token does not meet scope requirement user:inference\"},\"request_id\":\"req_011CSHoEeqs5C35K2UUqR7Fy\"}"`,
	"curl -i":       "HTTP/2 403 \ndate: Mon, 23 Nov 2026 10:00:00 GMT\ncontent-type: application/json\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n" + `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
	"unknown words": `403 {"type":"error","error":{"type":"permission_error","message":"Gizmos are reserved for somebody who has ordered them in writing beforehand."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
}

// atColumn breaks every line of the text as a terminal of that width shows it. Indent is what a chat puts before what goes on.
func atColumn(text string, width int, indent string, trim bool) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		room := width
		lead := ""
		for {
			if utf8.RuneCountInString(line) <= room {
				out = append(out, lead+line)
				break
			}
			part := lead + line[:room]
			if trim {
				part = strings.TrimRight(part, " ")
			}
			out = append(out, part)
			line, lead, room = line[room:], indent, width-len(indent)
		}
	}
	return strings.Join(out, "\n")
}

// A copy from a terminal has line breaks in the middle of words. It is read as what was printed.
func TestHardWrappedPastes(t *testing.T) {
	t.Parallel()
	b := book(t)
	for name, text := range pasted {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := b.Read([]byte(text))
			if concluded(b, want) == "" && name != "curl -i" && name != "unknown words" {
				t.Fatalf("unbroken it concludes nothing: %+v", want)
			}
			last := 140
			if name == "unknown words" {
				last = 66 // Wider ones break it once, and only words tell then.
			}
			for width := 40; width <= last; width += 3 {
				for _, indent := range []string{"", "  ", "    "} {
					for _, trim := range []bool{false, true} {
						broken := atColumn(text, width, indent, trim)
						if broken == text {
							continue
						}
						for _, s := range []string{broken, strings.ReplaceAll(broken, "\n", "\r\n"), strings.ReplaceAll("    "+broken, "\n", "\n    ")} {
							got := b.Read([]byte(s))
							if concluded(b, got) != concluded(b, want) || got.Summary != want.Summary || notesOf(got)["message"] != notesOf(want)["message"] || notesOf(got)["request_id"] != notesOf(want)["request_id"] {
								t.Errorf("at %d columns, indented by %d, trimmed %v: read %q %q, want %q\n%s", width, len(indent), trim, got.Summary, notesOf(got)["request_id"], want.Summary, s)
							}
						}
					}
				}
			}
		})
	}
}

// atWords breaks the text between words, as programs for terminals and mail do.
func atWords(text string, width int, indent string) string {
	var b strings.Builder
	n := 0
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
		case n+1+len(word) > width:
			b.WriteString("\n" + indent)
			n = len(indent)
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}

// Lines that were broken between words stay words, also where some of them happen to be equally wide.
func TestWordWrappedPastes(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, name := range []string{"claude code", "python", "log", "unknown words"} {
		want := b.Read([]byte(pasted[name]))
		for width := 30; width <= 140; width += 2 {
			for _, indent := range []string{"", "    "} {
				s := atWords(pasted[name], width, indent)
				got := b.Read([]byte(s))
				if concluded(b, got) != concluded(b, want) || got.Summary != want.Summary || notesOf(got)["request_id"] != notesOf(want)["request_id"] {
					t.Errorf("%s at %d columns: read %q, want %q\n%s", name, width, got.Summary, want.Summary, s)
				}
			}
		}
	}
}
