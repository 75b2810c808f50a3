package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"why403/flow"
)

// Is reports whether the text begins as a file of this package does. It need not be the whole file.
func Is(file []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(file, []byte("\uFEFF")), []byte("\n"))
	var h struct {
		Version int `json:"why403_session"`
	}
	return json.Unmarshal(first, &h) == nil && h.Version > 0
}

// Unpack reads a file that Pack wrote, whoever changed it since. Every text it returns is masked and fit for a terminal, and
// a session replays from the events. An error that a line is to blame for names it.
func Unpack(file []byte) (FirstLine, []flow.Event, error) {
	if len(file) > maxFile {
		return FirstLine{}, nil, fmt.Errorf("%w: %d bytes, a session file has up to %d MiB", errTooLarge, len(file), maxFile>>20)
	}
	first, rest, _ := bytes.Cut(bytes.TrimPrefix(file, []byte("\uFEFF")), []byte("\n")) // Editors add the mark.
	h, err := readHeader(first)
	if err != nil {
		return FirstLine{}, nil, &lineError{Line: 1, Err: err}
	}
	var c cleaner
	c.header(&h)
	var events []flow.Event
	for n := 2; len(rest) > 0; n++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if len(bytes.TrimSpace(line)) == 0 {
			continue // Mail programs add them.
		}
		e, err := readEvent(line, events)
		switch {
		case err != nil && len(rest) == 0 && len(events) < h.Events:
			err = fmt.Errorf("%w: %d of %d events are there: %w", errTruncated, len(events), h.Events, err)
			return h, nil, &lineError{Line: n, Err: err}
		case err != nil:
			return h, nil, &lineError{Line: n, Err: err}
		case len(events) == h.Events:
			return h, nil, &lineError{Line: n, Err: fmt.Errorf("%w: there are more than the %d that the first line states", errNumbering, h.Events)}
		}
		events = append(events, c.event(e))
	}
	if len(events) < h.Events {
		return h, nil, fmt.Errorf("%w: %d of %d events are there", errTruncated, len(events), h.Events)
	}
	if c.failed {
		return h, nil, errUnmasked
	}
	return h, events, nil
}

func readHeader(line []byte) (FirstLine, error) {
	if !Is(line) {
		return FirstLine{}, fmt.Errorf("%w: it does not begin with {\"why403_session\":%d", ErrNotSession, version)
	}
	var probe struct {
		Version int `json:"why403_session"`
	}
	if err := json.Unmarshal(line, &probe); err != nil {
		return FirstLine{}, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if probe.Version > version {
		return FirstLine{}, fmt.Errorf("%w: format %d, this one reads %d", ErrNewer, probe.Version, version)
	}
	var h FirstLine
	if err := json.Unmarshal(line, &h); err != nil {
		return h, fmt.Errorf("%w: %w", errDamaged, err)
	}
	switch {
	case h.Events > maxEvents:
		return h, fmt.Errorf("%w: %d events, %d are possible", errTooLarge, h.Events, maxEvents)
	case h.Events < 0:
		return h, fmt.Errorf("%w: %d events", errDamaged, h.Events)
	}
	return h, nil
}

// readEvent reads the event that follows those before it.
func readEvent(line []byte, before []flow.Event) (flow.Event, error) {
	var e flow.Event
	if err := json.Unmarshal(line, &e); err != nil {
		return e, fmt.Errorf("%w: %w", errDamaged, err)
	}
	seq, act := len(before)+1, 0
	if len(before) > 0 {
		act = before[len(before)-1].Act
	}
	return e, follows(e, seq, act)
}

// number reports events that a session could not be replayed with.
func number(events []flow.Event) error {
	act := 0
	for i, e := range events {
		if err := follows(e, i+1, act); err != nil {
			return fmt.Errorf("event %d: %w", i+1, err)
		}
		act = e.Act
	}
	return nil
}

// follows checks the event against the number it must have and the act of the one before it.
func follows(e flow.Event, seq, act int) error {
	switch {
	case e.Seq != seq:
		return fmt.Errorf("%w: got number %d, want %d", errNumbering, e.Seq, seq)
	case e.Act != act+1 && (e.Act != act || act == 0):
		return fmt.Errorf("%w: act %d cannot follow act %d", errNumbering, e.Act, act)
	case e.Kind == flow.Undone && (e.Undoes < 1 || e.Undoes >= e.Act):
		return fmt.Errorf("%w: act %d cannot undo act %d", errNumbering, e.Act, e.Undoes)
	}
	var err error
	switch {
	case e.Kind == "":
		err = errors.New("no kind")
	case e.Kind == flow.Opened && e.About == nil:
		err = errors.New("opened, but not about what")
	case e.Kind == flow.Asserted && e.Fact == nil:
		err = errors.New("asserted, but no fact")
	case e.Kind == flow.Noted && e.Note == nil:
		err = errors.New("noted, but no note")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return nil
}
