// Package bundle turns a session into a file for a colleague's machine, and back: with every secret masked, and with what
// it stood at when it left.
// It never lets a text through unmasked, and never takes over a file that it does not understand whole.
package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"why403/flow"
	"why403/flow/redact"
)

// The file: a header, then one event a line. Fields that are not known are read over; a change that an older program must not
// read over raises the version.
const (
	version   = 1
	maxFile   = 16 << 20 // Bytes. A session takes a few KiB as a rule.
	maxEvents = 50_000
	maxRounds = 4 // Masking a masked text changes nothing; more rounds take a text that must not leave.
)

// What can be wrong with a file, or with a session that is to become one. Every error of this package is one of these.
var (
	ErrNotSession = errors.New("not a session file")
	ErrNewer      = errors.New("written by a newer version")
	errTruncated  = errors.New("cut off")
	errNumbering  = errors.New("events are missing or out of order")
	errDamaged    = errors.New("damaged")
	errTooLarge   = errors.New("too large")
	errUnmasked   = errors.New("holds what could not be masked") // The session is not packed.
)

// lineError says which line of a file is to blame.
type lineError struct {
	Line int // From 1.
	Err  error
}

// Error returns the line and the problem.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the problem.
func (e *lineError) Unwrap() error { return e.Err }

// FirstLine is the first line of a file: what the session stood at when it left. Texts are masked.
type FirstLine struct {
	Version  int             `json:"why403_session"`
	Playbook string          `json:"playbook"` // Its id.
	Digest   string          `json:"digest"`   // The content hash of the playbook that the position was computed with.
	Session  string          `json:"session,omitempty"`
	Outcome  string          `json:"outcome"` // verdict, question or open, as in the diagnosis.
	Verdict  string          `json:"verdict,omitempty"`
	Question string          `json:"question,omitempty"`
	Solved   bool            `json:"solved,omitempty"`
	Causes   []CauseStanding `json:"causes,omitempty"`
	Source   flow.Source     `json:"whose,omitempty"`
	Program  string          `json:"program,omitempty"` // The version that wrote the file.
	Exported time.Time       `json:"exported_at"`       // UTC.
	Events   int             `json:"events"`            // How many lines follow.
}

// CauseStanding is where a cause stood.
type CauseStanding struct {
	ID    string `json:"id"`
	Level string `json:"standing"`
}

// Where says in a few words what the session stood at; it is "" if the file does not tell.
func (h FirstLine) Where() string {
	switch {
	case h.Solved:
		return "solved: " + h.Verdict
	case h.Verdict != "":
		return h.Verdict
	case h.Question != "":
		return "asks: " + h.Question
	default:
		return h.Outcome
	}
}

// PackOptions are what Pack is told besides the session.
type PackOptions struct {
	Program string    // The version that writes.
	Now     time.Time // The moment to date the file with.
	// Strict also masks names of hosts, addresses of mail and of the network, and the names of users in paths, in what people and programs wrote; Keep are hosts that
	// stay.
	Strict bool
	Keep   []string
}

// Pack writes the session that the events record as a file. Digest is that of the playbook with which the position was
// computed. It returns how many things were masked on the way; the journal has masked most secrets before. A session with a
// text that cannot be masked is not packed.
func Pack(events []flow.Event, digest string, p flow.Position, o PackOptions) (file []byte, masked int, err error) {
	if err := number(events); err != nil {
		return nil, 0, err
	}
	if len(events) > maxEvents {
		return nil, 0, fmt.Errorf("%w: %d events, %d are possible", errTooLarge, len(events), maxEvents)
	}
	if size(events) > maxFile { // Before the work of masking them.
		return nil, 0, fmt.Errorf("%w: a session file has up to %d MiB", errTooLarge, maxFile>>20)
	}
	about := flow.Replay(events).About()
	h := FirstLine{
		Version: version, Playbook: about.Playbook, Digest: digest, Session: about.Name, Outcome: p.Outcome.String(), Solved: p.Solved,
		Source: about.Whose, Program: o.Program, Exported: o.Now.UTC().Truncate(time.Second), Events: len(events),
	}
	if p.Verdict != nil {
		h.Verdict = p.Verdict.ID
	}
	if p.Question != nil {
		h.Question = p.Question.ID
	}
	for _, st := range p.Standings {
		h.Causes = append(h.Causes, CauseStanding{ID: st.Verdict.ID, Level: string(st.Degree())})
	}
	c := cleaner{PackOptions: o, old: overwritten(events)}
	c.header(&h)
	var b bytes.Buffer
	if err := c.write(&b, h); err != nil {
		return nil, 0, err
	}
	for _, e := range events {
		if err := c.write(&b, c.event(e)); err != nil {
			return nil, 0, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		if b.Len() > maxFile {
			return nil, 0, fmt.Errorf("%w: a session file has up to %d MiB", errTooLarge, maxFile>>20)
		}
	}
	return b.Bytes(), c.masked, nil
}

// size returns the length of the texts that can be long.
func size(events []flow.Event) int {
	n := 0
	for _, e := range events {
		n += e.TextLen()
	}
	return n
}

// cleaner masks texts and counts what it masked.
type cleaner struct {
	PackOptions
	old    map[int]bool // The numbers of the events whose words do not leave.
	masked int
	failed bool // A text did not come to rest.
}

// overwritten returns the numbers of the events that noted what does not stand any more: whoever wrote over a note, or took it
// back, wants its words gone.
func overwritten(events []flow.Event) map[int]bool {
	session := flow.Replay(events)
	old := make(map[int]bool)
	for _, e := range events {
		if e.Kind == flow.Noted && e.Note.Text != session.NoteText(e.Note.Name) {
			old[e.Seq] = true
		}
	}
	return old
}

// text masks what the program itself wrote: ids, and words it chose.
func (c *cleaner) text(s string) string { return c.rest(s, redact.Secrets) }

// free masks what people and other programs wrote.
func (c *cleaner) free(s string) string {
	if !c.Strict {
		return c.text(s)
	}
	return c.rest(s, func(s string) (string, int) { return redact.Strict(s, c.Keep...) })
}

func (c *cleaner) rest(s string, mask func(string) (string, int)) string {
	for range maxRounds {
		clean, n := mask(redact.Terminal(s))
		c.masked += n
		if clean == s {
			return s
		}
		s = clean
	}
	c.failed = true
	return redact.Mark
}

func (c *cleaner) source(s flow.Source) flow.Source { return flow.Source(c.text(string(s))) }

func (c *cleaner) header(h *FirstLine) {
	for _, s := range []*string{&h.Playbook, &h.Digest, &h.Session, &h.Outcome, &h.Verdict, &h.Question, &h.Program} {
		*s = c.text(*s)
	}
	h.Source = c.source(h.Source)
	for i := range h.Causes {
		h.Causes[i].ID, h.Causes[i].Level = c.text(h.Causes[i].ID), c.text(h.Causes[i].Level)
	}
}

// event returns a copy with every text masked. Its fields are named one by one, so that one that comes later does not leave by
// itself.
func (c *cleaner) event(e flow.Event) flow.Event {
	out := flow.Event{Seq: e.Seq, Act: e.Act, At: e.At.UTC(), Kind: flow.EventKind(c.text(string(e.Kind))), Undoes: e.Undoes}
	if a := e.About; a != nil {
		out.About = &flow.About{
			Playbook: c.text(a.Playbook), Digest: c.text(a.Digest), Whose: c.source(a.Whose), Ticket: c.free(a.Ticket),
			Target: c.free(a.Target), Version: c.text(a.Version), Name: c.text(a.Name), Origin: c.free(a.Origin),
			HandedFrom: c.text(a.HandedFrom),
		}
	}
	if f := e.Fact; f != nil {
		out.Fact = &flow.Fact{
			ID: c.text(f.ID), Value: f.Value, From: c.source(f.From), Quote: c.free(f.Quote), Rule: c.text(f.Rule), Asked: c.free(f.Asked),
		}
	}
	if n := e.Note; n != nil {
		out.Note = &flow.Note{Name: c.text(n.Name), Text: c.free(n.Text), From: c.source(n.From)}
		if c.old[e.Seq] && n.Text != "" {
			out.Note.Text = redact.Mark
		}
	}
	return out
}

// write appends a line, and refuses one that still holds a secret in any of its texts.
func (c *cleaner) write(b *bytes.Buffer, v any) error {
	if c.failed {
		return errUnmasked
	}
	start := b.Len()
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	var again any // Whatever its type has: a field that was forgotten above is found here.
	if err := json.Unmarshal(b.Bytes()[start:], &again); err != nil {
		return err
	}
	if dirty(again) {
		return errUnmasked
	}
	return nil
}

// dirty reports whether a text anywhere in a JSON value holds a secret, or what acts on a terminal.
func dirty(v any) bool {
	switch v := v.(type) {
	case string:
		_, n := redact.Secrets(v)
		return n > 0 || redact.Terminal(v) != v
	case []any:
		for _, e := range v {
			if dirty(e) {
				return true
			}
		}
	case map[string]any:
		for k, e := range v {
			if dirty(k) || dirty(e) {
				return true
			}
		}
	}
	return false
}
