package journal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"why403/flow"
)

// Summary is one session in a list.
type Summary struct {
	Name    string
	Started time.Time // UTC, of the first event; zero if nothing was saved.
	Last    time.Time // UTC, of the last event.
	About   flow.About
	Answers int   // Answers that a person gave, those aside that wait for somebody else. One to a choice gives several facts.
	Parked  int   // Questions that wait for somebody else's answer.
	Events  int   // All that was recorded.
	Size    int64 // Bytes that it takes.
	// CheckAgain is when the fix was to be checked again, in UTC; zero if nobody said so, or it was seen to help.
	CheckAgain time.Time
}

// List returns all sessions that can be read, the one used last first, and an error for every other. It reads the files
// whole, which are 64 MiB at most each and a few KiB as a rule.
func (s *Store) List() ([]Summary, []error) {
	var list []Summary
	errs := s.Each(context.Background(), func(sum Summary, _ *flow.Session) { list = append(list, sum) })
	slices.SortFunc(list, Summary.After)
	return list, errs
}

// Each calls use with every session that can be read, the oldest name first, and returns an error for every other. Each file
// is read once, and none is kept.
func (s *Store) Each(ctx context.Context, use func(Summary, *flow.Session)) []error {
	names, err := s.names()
	if err != nil {
		return []error{err}
	}
	if len(names) == 0 {
		return nil
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return []error{err}
	}
	defer d.close()
	once := &Store{dir: s.dir, mask: remembered(s.mask)}
	var errs []error
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return append(errs, err)
		}
		c, err := once.read(d, name)
		switch {
		case errors.Is(err, fs.ErrNotExist): // Removed meanwhile.
		case err != nil:
			errs = append(errs, err)
		default:
			session := flow.Replay(c.events)
			use(Summarize(name, c.size, session), session)
		}
	}
	return errs
}

// remembered masks a short text once: ids and statuses come again in every session.
func remembered(mask func(string) string) func(string) string {
	const (
		short = 64   // Bytes.
		most  = 4096 // Texts.
	)
	known := make(map[string]string)
	return func(text string) string {
		if len(text) > short {
			return mask(text)
		}
		m, ok := known[text]
		if !ok {
			m = mask(text)
			if len(known) < most {
				known[text] = m
			}
		}
		return m
	}
}

// Recent calls use with those of the sessions written last, up to most of them, whose file holds the text; the one written
// last comes first. Sessions that cannot be read are passed over. It is for a look at the start of the program: what does
// not hold the text is not taken apart.
func (s *Store) Recent(most int, holds string, use func(Summary, *flow.Session)) {
	names, err := s.latest()
	if err != nil || len(names) == 0 {
		return
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return
	}
	defer d.close()
	for _, name := range names[:min(most, len(names))] {
		c, err := s.scan(d, name, holds)
		if err == nil && len(c.events) > 0 {
			session := flow.Replay(c.events)
			use(Summarize(name, c.size, session), session)
		}
	}
}

// scan reads a session if its file holds the text.
func (s *Store) scan(d *folder, name, holds string) (contents, error) {
	f, err := d.open(name+ext, false)
	if err != nil {
		return contents{}, err
	}
	defer func() { _ = f.Close() }() // Read only.
	text, err := io.ReadAll(io.LimitReader(f, MaxSession+1))
	if err != nil || !bytes.Contains(text, []byte(holds)) {
		return contents{}, err
	}
	return parse(bytes.NewReader(text), s.path(name), s.mask)
}

// After orders summaries: the session used last comes first, of two at the same time the one with the later name.
func (s Summary) After(t Summary) int {
	if d := t.Last.Compare(s.Last); d != 0 {
		return d
	}
	return strings.Compare(t.Name, s.Name)
}

// Summarize returns the session in short; size is how many bytes it takes.
func Summarize(name string, size int64, session *flow.Session) Summary {
	events := session.Events()
	sum := Summary{Name: name, About: session.About(), Events: len(events), Size: size}
	said := session.Acts()
	answers := make(map[int]bool)
	for _, f := range session.Facts() {
		switch {
		case f.Parked():
			sum.Parked++
		case f.Answered():
			answers[said[f.ID]] = true
		}
	}
	sum.Answers = len(answers)
	if at, err := time.Parse(time.RFC3339, session.NoteText(flow.CheckAgain)); err == nil {
		if _, fixed := session.Fixed(); !fixed {
			sum.CheckAgain = at.UTC()
		}
	}
	if n := len(events); n > 0 {
		sum.Started, sum.Last = events[0].At.UTC(), events[n-1].At.UTC()
	}
	return sum
}

// Last returns the session used last, or ErrNotFound. Sessions that cannot be read are passed over. It reads as few files
// as it can, going by when they were last written.
func (s *Store) Last() (Summary, error) {
	names, err := s.latest()
	if err != nil || len(names) == 0 {
		return Summary{}, errors.Join(ErrNotFound, err)
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return Summary{}, err
	}
	defer d.close()
	errs := []error{ErrNotFound}
	for _, name := range names {
		c, err := s.read(d, name)
		if err == nil && len(c.events) > 0 {
			return Summarize(name, c.size, flow.Replay(c.events)), nil
		}
		errs = append(errs, err)
	}
	return Summary{}, errors.Join(errs...)
}

// latest returns the names of all sessions, the one written last first.
func (s *Store) latest() ([]string, error) {
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	written := make(map[string]time.Time, len(names))
	for _, name := range names {
		if info, err := os.Lstat(s.path(name)); err == nil {
			written[name] = info.ModTime()
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := written[b].Compare(written[a]); d != 0 {
			return d
		}
		return strings.Compare(b, a)
	})
	return names, nil
}
