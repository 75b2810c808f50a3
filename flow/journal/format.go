package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"why403/flow"
	"why403/flow/redact"
)

// The file: a header, then one event a line. Events that were appended together count down in more, so that a crash
// between two of them leaves none of them. Fields and kinds of event that are not known are read over; a change that
// an older program must not read over raises the version.
const (
	version = 1
	maxLine = 16 << 20 // Bytes of one event.

	// MaxSession is how many bytes a session takes at most.
	MaxSession = 64 << 20
)

type head struct {
	Version int `json:"why403"`
}

// line is one event as it is stored.
type line struct {
	flow.Event
	More int `json:"more,omitempty"` // How many more events belong to the same batch.
}

func header() []byte { return fmt.Appendf(nil, "{\"why403\":%d}\n", version) }

// encode returns the lines of a batch, masked. The first event must have the sequence number next.
func encode(events []flow.Event, next int, mask func(string) string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, e := range events {
		if e.Seq != next+i {
			return nil, fmt.Errorf("%w: got number %d, want %d", ErrSequence, e.Seq, next+i)
		}
		if err := check(e); err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		if err := fits(e, e.TextLen()); err != nil { // Before the work of masking it.
			return nil, err
		}
		before := b.Len()
		if err := enc.Encode(line{Event: masked(e, mask), More: len(events) - 1 - i}); err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		if err := fits(e, b.Len()-before); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// fits returns an error if an event has too many bytes.
func fits(e flow.Event, bytes int) error {
	if bytes > maxLine {
		return fmt.Errorf("event %d: %w: %d bytes, %d are possible", e.Seq, ErrTooLarge, bytes, maxLine)
	}
	return nil
}

// masked returns a copy of the event with every text masked that comes from outside.
func masked(e flow.Event, mask func(string) string) flow.Event {
	if e.By != "" {
		e.By = mask(e.By)
	}
	if e.About != nil {
		a := *e.About
		a.Ticket, a.Target, a.Origin = mask(a.Ticket), mask(a.Target), mask(a.Origin)
		e.About = &a
	}
	if e.Fact != nil {
		f := *e.Fact
		f.ID, f.Quote, f.Rule, f.Asked = mask(f.ID), mask(f.Quote), mask(f.Rule), mask(f.Asked)
		e.Fact = &f
	}
	if e.Note != nil {
		n := *e.Note
		n.Name, n.Text = mask(n.Name), mask(n.Text)
		e.Note = &n
	}
	return e
}

// check reports an event that a session could not be replayed with.
func check(e flow.Event) error {
	switch {
	case e.Act < 1 || e.Act > e.Seq:
		return fmt.Errorf("act %d cannot be that of event %d", e.Act, e.Seq)
	case e.Kind == "":
		return errors.New("no kind")
	case e.Kind == flow.Opened && e.About == nil:
		return errors.New("opened, but not about what")
	case e.Kind == flow.Asserted && e.Fact == nil:
		return errors.New("asserted, but no fact")
	case e.Kind == flow.Noted && e.Note == nil:
		return errors.New("noted, but no note")
	case e.Kind == flow.Undone && (e.Undoes < 1 || e.Undoes >= e.Act):
		return fmt.Errorf("act %d cannot undo act %d", e.Act, e.Undoes)
	}
	return nil
}

// contents is what a file holds.
type contents struct {
	events  []flow.Event // Of complete batches.
	end     int64        // Where they end; what follows was never acknowledged.
	size    int64
	unended []flow.Event // Of a last line that lacks only its end.
}

// parse reads a session. On an error it returns what stands before it.
func parse(r io.Reader, path string, mask func(string) string) (contents, error) {
	var c contents
	var batch []flow.Event
	in := bufio.NewReader(r)
	blame := func(n int, err error, next string) error {
		return &FileError{Path: path, Line: n, Err: err, Next: next}
	}
	const (
		copyIt = "what stands before it is intact: keep a copy, and start a new session"
		update = "update why403, or read it with the version that wrote it"
	)
	more := 0
	for n := 1; ; n++ {
		text, whole, err := readLine(in)
		c.size += int64(len(text))
		switch {
		case errors.Is(err, ErrTooLarge) || c.size > MaxSession:
			return c, blame(n, fmt.Errorf("%w: a session has up to %d MiB, a line %d", ErrTooLarge, MaxSession>>20, maxLine>>20), "see whether this is a session at all")
		case err != nil:
			return c, blame(n, err, "")
		case len(text) == 0:
			return c, nil
		case n == 1:
			if !whole && bytes.HasPrefix(header(), text) {
				return c, nil // A crash while the file was begun.
			}
			v, err := parseHead(text)
			if err != nil {
				return c, blame(n, err, "see whether this is a file of why403")
			}
			if v > version {
				return c, blame(n, fmt.Errorf("%w: format %d, this one reads %d", ErrNewer, v, version), update)
			}
			if !whole {
				return c, nil
			}
			c.end = c.size
			continue
		}
		e, err := parseLine(text, len(c.events)+len(batch)+1, more)
		if !whole {
			if err == nil && e.More == 0 {
				c.unended = append(batch, masked(e.Event, mask))
			}
			return c, nil
		}
		if err != nil {
			return c, blame(n, fmt.Errorf("%w: %w", ErrDamaged, err), copyIt)
		}
		batch, more = append(batch, masked(e.Event, mask)), e.More
		if more == 0 {
			c.events, c.end, batch = append(c.events, batch...), c.size, nil
		}
	}
}

// readLine returns the next line with its end, and whether it has one.
func readLine(in *bufio.Reader) (text []byte, whole bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case len(text) > maxLine:
			return text, false, ErrTooLarge
		case err == nil:
			return text, true, nil
		case errors.Is(err, io.EOF):
			return text, false, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return text, false, err
		}
	}
}

func parseHead(text []byte) (int, error) {
	var h head
	text = bytes.TrimPrefix(text, []byte("\uFEFF")) // Editors add it.
	if err := json.Unmarshal(text, &h); err != nil || h.Version < 1 {
		return 0, fmt.Errorf("%w: does not begin with {\"why403\":%d}", ErrDamaged, version)
	}
	return h.Version, nil
}

// parseLine reads one event. more is what the line before said of its batch.
func parseLine(text []byte, seq, more int) (line, error) {
	var e line
	if err := json.Unmarshal(text, &e); err != nil {
		return e, err
	}
	if e.Seq != seq {
		return e, fmt.Errorf("%w: got number %d, want %d", ErrSequence, e.Seq, seq)
	}
	if e.More < 0 || more > 0 && e.More != more-1 {
		return e, errors.New("events that belong together are missing")
	}
	return e, check(e.Event)
}

// Encode returns an event as a line of a file has it, masked and without the line's end. It must have the sequence number.
func Encode(e flow.Event, seq int) ([]byte, error) {
	text, err := encode([]flow.Event{e}, seq, redact.Text)
	return bytes.TrimSuffix(text, []byte("\n")), err
}

// Decode reads what Encode wrote, here or in another version; what it cannot read is ErrDamaged.
func Decode(text []byte, seq int) (flow.Event, error) {
	e, err := parseLine(text, seq, 0)
	if err != nil {
		return flow.Event{}, fmt.Errorf("event %d: %w: %w", seq, ErrDamaged, err)
	}
	return masked(e.Event, redact.Text), nil
}
