package journal

import (
	"errors"
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
	Answers int   // Facts that a person's answer gives.
	Events  int   // All that was recorded.
	Size    int64 // Bytes of the file.
}

// List returns all sessions that can be read, the one used last first, and an error for every other. It reads the files
// whole, which are 64 MiB at most each and a few KiB as a rule.
func (s *Store) List() ([]Summary, []error) {
	names, err := s.names()
	if err != nil {
		return nil, []error{err}
	}
	if len(names) == 0 {
		return nil, nil
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return nil, []error{err}
	}
	defer d.close()
	var list []Summary
	var errs []error
	for _, name := range names {
		c, err := s.read(d, name)
		switch {
		case errors.Is(err, fs.ErrNotExist): // Removed meanwhile.
		case err != nil:
			errs = append(errs, err)
		default:
			list = append(list, summary(name, c))
		}
	}
	slices.SortFunc(list, func(a, b Summary) int {
		if d := b.Last.Compare(a.Last); d != 0 {
			return d
		}
		return strings.Compare(b.Name, a.Name)
	})
	return list, errs
}

func summary(name string, c contents) Summary {
	session := flow.Replay(c.events)
	sum := Summary{Name: name, About: session.About(), Events: len(c.events), Size: c.size}
	for _, f := range session.Facts() {
		if f.Answered() {
			sum.Answers++
		}
	}
	if n := len(c.events); n > 0 {
		sum.Started, sum.Last = c.events[0].At.UTC(), c.events[n-1].At.UTC()
	}
	return sum
}

// Last returns the session used last, or ErrNotFound. Sessions that cannot be read are passed over. It reads as few files
// as it can, going by when they were last written.
func (s *Store) Last() (Summary, error) {
	names, err := s.names()
	if err != nil || len(names) == 0 {
		return Summary{}, errors.Join(ErrNotFound, err)
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return Summary{}, err
	}
	defer d.close()
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
	errs := []error{ErrNotFound}
	for _, name := range names {
		c, err := s.read(d, name)
		if err == nil && len(c.events) > 0 {
			return summary(name, c), nil
		}
		errs = append(errs, err)
	}
	return Summary{}, errors.Join(errs...)
}
