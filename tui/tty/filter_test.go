package tty

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"

	"why403/flow/must"
)

func times(s string, n int) string { return strings.Repeat(s, n) }

// idle stands for a silence among the pieces that come in.
const idle = "\x00idle"

// How what came in is written down here: texts between marks, one that is not at its end without the second.
const (
	paste = pasteStart
	end   = pasteEnd
	fast  = "<fast>"
)

// passes are what may come from a terminal, in pieces as it came, and what is read of it.
var passes = []struct {
	name string
	in   []string
	want string
}{
	{"a key", []string{"y"}, "y"},
	{"keys", []string{"y", "n"}, "yn"},
	{"a key of another script", []string{"é", "字", "👍"}, "é字👍"},
	{"half a character", []string{"\xe5\xad", "\x97"}, "字"},
	{"half a character, and silence", []string{"\xe5\xad", idle, "y"}, "y"},
	{"no character at all", []string{"\xff\xfe\x80y"}, "y"},
	{"ctrl", []string{"\x03\x1a\x15"}, "\x03\x1a\x15"},
	{"enter twice", []string{"\r\r"}, "\r\r"},
	{"arrows", []string{"\x1b[A\x1b[B\x1bOC\x1b[1;5D"}, "\x1b[A\x1b[B\x1bOC\x1b[1;5D"},
	{"arrow in two", []string{"\x1b", "[", "A"}, "\x1b[A"},
	{"esc", []string{"\x1b", idle}, "\x1b"},
	{"alt", []string{"\x1by"}, "\x1by"},
	{"alt and arrow", []string{"\x1b\x1b[A"}, "\x1b\x1b[A"},
	{"alt and a bracket", []string{"\x1b[", idle, "\x1b]", idle, "\x1bO", idle}, "\x1b[\x1b]\x1bO"},
	{"keys of the Linux console", []string{"\x1b[[A"}, "\x1b[[A"},
	{"shift of rxvt", []string{"\x1b[2$\x1b[A"}, "\x1b[2$\x1b[A"},
	{"kitty", []string{"\x1b[97;5u\x1b[57441;2:3u"}, "\x1b[97;5u\x1b[57441;2:3u"},
	{"mouse", []string{"\x1b[<0;10;20M\x1b[<0;10;20m"}, "\x1b[<0;10;20M\x1b[<0;10;20m"},
	{"mouse of old terminals", []string{"\x1b[M !!"}, "\x1b[M !!"},
	{"answers", []string{"\x1b[?2026;2$y\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;1;4c"}, "\x1b[?2026;2$y\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;1;4c"},
	{"answer, then a key", []string{"\x1b]11;rgb:0/0/0\ay"}, "\x1b]11;rgb:0/0/0\ay"},
	{"a held key that moves", []string{"jjjj    "}, fast + "jjjj    "},
	{"a held key", []string{"jjjj", "kk", "   "}, "jjjjkk   "},

	{"33 parameters", []string{"\x1b[" + times("1;", 32) + "1mq"}, "q"},
	{"33 sub-parameters", []string{"\x1b[" + times("1:", 32) + "1m\x1b[A"}, "\x1b[A"},
	{"33 empty parameters", []string{"\x1b[" + times(";", 33) + "1m"}, ""},
	{"24 parameters", []string{"\x1b[" + times("1;", 23) + "1m"}, "\x1b[" + times("1;", 23) + "1m"},
	{"parameters without end", []string{"\x1b[" + times("1;", 9000), times(";", 9000), "1mq"}, "q"},
	{"parameters without end, and silence", []string{"\x1b[" + times("1;", 9000), idle, "q"}, "q"},
	{"a number without end", []string{"\x1b[" + times("9", 500) + "uq"}, "q"},
	{"intermediate bytes without end", []string{"\x1b[" + times("!", 500) + "pq"}, "q"},
	{"a sequence that another cuts off", []string{"\x1b[1;2\x1b[A"}, "\x1b[A"},
	{"function key without end", []string{"\x1bO" + times("1", 50) + "\x1b[A"}, "\x1b[A"},

	{"paste", []string{paste + "E4: tank\nempty" + end}, paste + "E4: tank\nempty" + end},
	{"paste in pieces", []string{paste + "E4", ": tank", end}, paste + "E4: tank" + end},
	{"paste whose marks are cut", []string{"\x1b[20", "0~E4\x1b[2", "01~q"}, paste + "E4" + end + fast + "q"},
	{"colours in a paste", []string{paste + "\x1b[1;31mE4\x1b[0m" + end}, paste + "E4" + end},
	{"colour cut in two in a paste", []string{paste + "\x1b[1;3", "1mE4" + end}, paste + "E4" + end},
	{"33 parameters in a paste", []string{paste + "a\x1b[" + times("1;", 32) + "1mb" + end}, paste + "ab" + end},
	{"a link in a paste", []string{paste + "\x1b]8;;https://example.com\x1b\\here\x1b]8;;\x1b\\" + end}, paste + "here" + end},
	{"a string that does not end in a paste", []string{paste + "\x1b]0;E4\nempty" + end}, paste + "]0;E4\nempty" + end},
	{"controls in a paste", []string{paste + "a\x00b\x07c\x7fd\u0085e\u009bf" + end}, paste + "abcdef" + end},
	{"other encodings in a paste", []string{paste + "caf\xe9 \ufffd" + end}, paste + "caf? ?" + end},
	{"keys in a paste", []string{paste + "a\x1b[A\x1bOPb\x1by" + end}, paste + "aby" + end},
	{"ctrl+c in a paste is text", []string{paste + "a\x03b" + end}, paste + "ab" + end},
	{"a paste that does not end", []string{paste + "a", idle, "q"}, paste + "a" + end + fast + "q"},
	{"out of a paste that does not end", []string{paste + "a", "\x03"}, paste + "a" + end + "\x03"},
	{"the end mark in a paste", []string{paste + "a" + end + "y\rn" + end}, paste + "a" + end + fast + "y\rn"},
	{"the end mark at the end of a piece", []string{paste + "a" + end, "y"}, paste + "a" + end + fast + "y"},
	{"a key after a paste", []string{paste + "a" + end, idle, "y"}, paste + "a" + end + "y"},
	{"enter after a paste", []string{paste + "a" + end, "\r", "y"}, paste + "a" + end + "\ry"},
	{"a paste in a paste", []string{paste + "a" + paste + "b" + end}, paste + "ab" + end},

	{"a burst", []string{"yes\r", idle}, fast + "yes\r" + end},
	{"a burst of two", []string{"yn", idle}, fast + "yn" + end},
	{"a burst of one letter", []string{"yyy", idle}, fast + "yyy" + end},
	{"an answer and enter", []string{"y\r", idle}, fast + "y\r" + end},
	{"a burst in pieces", []string{"E4: ", "t", "ank\r", idle, "y"}, fast + "E4: tank\r" + end + fast + "y"},
	{"a burst and then a key", []string{"E4", idle, idle, "y"}, fast + "E4" + end + "y"},
	{"a burst with colours", []string{"E\x1b[31m4" + "\x1b[0m", idle}, fast + "E4" + end},
	{"a burst of rude bytes", []string{"E4\x1b[" + times("1;", 32) + "1m!\x9b\xff", idle}, fast + "E4!??" + end},
	{"a burst that begins with rude bytes", []string{"E\x1b[" + times("1;", 32) + "1m4\x1b[48;9;9;0;0t", idle}, fast + "E4" + end},
	{"a string that does not end, and text", []string{"\x1b]0;E4 tank", idle, idle}, fast + "]0;E4 tank" + end},
	{"ctrl+c ends a burst", []string{"E4", "\x03"}, fast + "E4" + end + "\x03"},
	{"ctrl+c at the end of a burst", []string{"E4", "abc\x03"}, fast + "E4abc" + end + "\x03"},
	{"ctrl+c within a burst is text", []string{"E4\x03abc", idle}, fast + "E4abc" + end},
	{"a paste after a burst", []string{"E4", paste + "a" + end}, fast + "E4" + end + paste + "a" + end},
	{"two characters of another script", []string{"字字", idle}, fast + "字字" + end},
}

// written writes down what came in.
func written(f *filter, chunks []chunk) string {
	var out strings.Builder
	marks := map[bool]string{false: paste, true: fast}
	for _, c := range chunks {
		if c.Keys != nil {
			out.Write(c.Keys)
		} else {
			out.WriteString(marks[c.Fast] + c.Text + end)
		}
	}
	if f.state != typing {
		out.WriteString(marks[f.state == bursting] + string(f.pasted))
	}
	return out.String()
}

func TestFilter(t *testing.T) {
	t.Parallel()
	for _, tt := range passes {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := new(filter)
			var chunks []chunk
			for _, p := range tt.in {
				if p == idle {
					chunks = append(chunks, f.idle()...)
				} else {
					chunks = append(chunks, f.feed([]byte(p))...)
				}
			}
			if got := written(f, chunks); got != tt.want {
				t.Errorf("%q\nreads  %q\nwanted %q", tt.in, got, tt.want)
			}
		})
	}
}

// chunked is a reader that gives chunks as they are.
type chunked struct{ chunks [][]byte }

func (c *chunked) Read(p []byte) (int, error) {
	if len(c.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.chunks[0])
	c.chunks = c.chunks[1:]
	return n, nil
}

// FuzzInput gives raw bytes to the filter and what passes to the library, in pieces of any size, and holds that nothing panics,
// that nothing too long passes, and that only text
// passes of a paste.
func FuzzInput(f *testing.F) {
	for _, tt := range passes {
		f.Add([]byte(strings.Join(tt.in, "")), byte(len(tt.in)))
	}
	f.Fuzz(func(t *testing.T, b []byte, size byte) {
		var filter filter
		var chunks []chunk
		for piece := range slices.Chunk(slices.Clone(b), int(size)+1) {
			chunks = append(chunks, filter.feed(piece)...)
		}
		for range 8 {
			if filter.wait() > 0 {
				chunks = append(chunks, filter.idle()...)
			}
		}
		if filter.wait() > 0 {
			t.Fatalf("%q: it waits for ever in state %d with %q", b, filter.state, filter.held)
		}
		var keys [][]byte
		for _, c := range chunks {
			switch {
			case len(c.Keys) > maxChunk:
				t.Fatalf("%d bytes of keys at once", len(c.Keys))
			case c.Keys != nil && (bytes.Contains(c.Keys, []byte(pasteStart)) || bytes.Contains(c.Keys, []byte(pasteEnd))):
				t.Fatalf("%q: the library would see a paste in %q", b, c.Keys)
			case c.Keys != nil:
				keys = append(keys, c.Keys)
			case !utf8.ValidString(c.Text) || strings.ContainsFunc(c.Text, func(r rune) bool { return !printable(r) && r != '\n' && r != '\r' && r != '\t' }):
				t.Fatalf("%q: the text is %q", b, c.Text)
			}
		}
		events := make(chan uv.Event)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range events {
			}
		}()
		must.NoError(t, uv.NewTerminalReader(&chunked{keys}, "xterm-256color").StreamEvents(t.Context(), events))
		close(events)
		<-done
	})
}
