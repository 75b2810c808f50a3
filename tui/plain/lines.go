package plain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

const (
	maxLine  = 64 << 10 // A line at a prompt, in bytes. No word that can be typed there comes near.
	maxPaste = 32 << 20 // A pasted text, in bytes. What stands beyond is left out, and that is said.
)

// line is one line of the input.
type line struct {
	raw   []byte // With its end, cut after maxPaste bytes.
	whole bool   // It ended with a newline, not with the input.
}

// text is the line without its end.
func (l line) text() string { return string(bytes.TrimRight(l.raw, "\r\n")) }

// lines reads a line only when asked to, in a goroutine of its own, so that waiting for one can be given up.
type lines struct {
	wanted chan struct{}
	got    chan readLine
	asked  bool // A line was asked for and has not been taken.
}

type readLine struct {
	line line
	err  error
}

// newLines starts reading. After close the goroutine ends as soon as a read that is under way returns.
func newLines(r io.Reader) *lines {
	l := &lines{wanted: make(chan struct{}), got: make(chan readLine, 1)}
	go func() {
		br := bufio.NewReader(r)
		for range l.wanted {
			got, err := readOne(br)
			l.got <- readLine{got, err}
		}
	}()
	return l
}

func (l *lines) close() { close(l.wanted) }

// ahead asks for a line, without waiting for it. Whoever takes it from the channel must call taken.
func (l *lines) ahead() <-chan readLine {
	if !l.asked {
		l.wanted <- struct{}{}
		l.asked = true
	}
	return l.got
}

// pasteWait is how soon a line of a pasted text follows the one before it.
const pasteWait = 60 * time.Millisecond

// follows reports whether another line comes before the time is over. It takes none.
func (l *lines) follows(wait time.Duration) bool {
	select {
	case got := <-l.ahead():
		l.got <- got
		return got.err == nil
	case <-time.After(wait):
		return false
	}
}

func (l *lines) taken() { l.asked = false }

// next returns the next line, or errEnded, or the context's error. After the context's error it must not be called again.
func (l *lines) next(ctx context.Context) (line, error) {
	if err := ctx.Err(); err != nil {
		return line{}, err
	}
	if !l.asked {
		select {
		case l.wanted <- struct{}{}:
			l.asked = true
		case <-ctx.Done():
			return line{}, ctx.Err()
		}
	}
	select {
	case got := <-l.got:
		l.taken()
		return got.line, got.err
	case <-ctx.Done():
		return line{}, ctx.Err()
	}
}

func readOne(br *bufio.Reader) (line, error) {
	var l line
	for {
		part, err := br.ReadSlice('\n')
		if room := maxPaste - len(l.raw); len(part) > room {
			part = part[:room]
		}
		l.raw = append(l.raw, part...)
		switch {
		case err == nil:
			l.whole = true
			return l, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(l.raw) > 0:
			return l, nil
		case errors.Is(err, io.EOF):
			return line{}, errEnded
		default:
			return line{}, err
		}
	}
}

// collect gathers the text that starts with first, up to a line that holds only a dot, which is left out, or up to the end
// of the input. It reports whether the dot came.
func (c *dialog) collect(ctx context.Context, first line) (text []byte, dotted bool, err error) {
	text = append(text, first.raw...)
	cut := false
	if first.raw != nil && !first.whole {
		return text, false, nil
	}
	for {
		l, err := c.in.next(ctx)
		if errors.Is(err, errEnded) {
			break
		}
		if err != nil {
			return nil, false, err
		}
		if strings.TrimSpace(l.text()) == "." {
			dotted = true
			break
		}
		if len(text)+len(l.raw) > maxPaste {
			cut = true
			continue
		}
		text = append(text, l.raw...)
	}
	if cut {
		c.out.say(i18n.T("The text is longer than 32 MiB. The rest was left out."))
	}
	return text, dotted, nil
}

// given returns the text that was pasted at a prompt before, else the one that is asked for, and whether that ended with a dot.
func (c *dialog) given(ctx context.Context, ask, prompt string) (text []byte, dotted bool, err error) {
	if text, c.kept = c.kept, nil; text != nil {
		c.out.say(i18n.T("Reading the text that was pasted before."))
		return text, true, nil
	}
	c.out.say(ask)
	c.out.prompt(prompt)
	if err := c.out.flush(); err != nil {
		return nil, false, err
	}
	c.echo("(pasted text)")
	return c.collect(ctx, line{whole: true})
}

// pasted matches what stands in errors, headers, code and logs and in nothing that is typed at a prompt.
var pasted = regexp.MustCompile("[{}\\[\\]<>\":=;`|\\\\]|^ {2,}\\S|^HTTP/|^\\s*curl |^[-=*#]{3,}|\t")

// looksPasted reports whether the line is a piece of some text rather than a word that somebody typed. Lines that start
// with a command which takes free text are never taken for one.
func (c *dialog) looksPasted(s string) bool {
	const (
		longest  = 48 // Bytes; longer than any answer.
		mostWord = 5
	)
	first, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	w, ok := c.lookup(strings.ToLower(first))
	if ok && w.Name == conversation.SayWorks && conversation.RequestID(rest) != "" {
		return false
	}
	if ok && w.Free {
		if w.Name != conversation.SetSetting {
			return false
		}
		if _, _, _, named := settingOf(rest); named || len(s) <= longest && len(strings.Fields(s)) == 2 { // A name that is mistyped.
			return false
		}
	}
	return len(s) > longest || len(strings.Fields(s)) > mostWord || pasted.MatchString(s)
}
