package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

// Forget takes texts out of everything that a session holds, whatever the case of their letters, once agreed is told what the events
// become that they stand in, and returns how many those are. The file is written anew and takes the place of the old one in one step;
// what the disk itself keeps of the old one is not this package's. A session that another program has open is not touched. Names are
// as in Resume.
func (s *Store) Forget(name string, texts []string, agreed func(become []flow.Event) error) (events int, err error) {
	log, all, err := s.Resume(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	forget := func(s string) string {
		for _, text := range texts {
			s = without(text)(s)
		}
		return s
	}
	file := bytes.NewBuffer(header())
	var become []flow.Event
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end].Act == all[start].Act {
			clean := masked(all[end], forget)
			if !same(clean, all[end]) {
				become = append(become, clean)
			}
			all[end] = clean
			end++
		}
		lines, err := encode(all[start:end], all[start].Seq, s.mask)
		if err != nil {
			return 0, fmt.Errorf("forget in session %s: %w", log.Name(), err)
		}
		file.Write(lines)
		start = end
	}
	if len(become) == 0 {
		return 0, nil
	}
	if err := agreed(become); err != nil {
		return 0, err
	}
	if err := s.replace(log.Name()+ext, file.Bytes()); err != nil {
		return 0, fmt.Errorf("forget in session %s: %w", log.Name(), err)
	}
	return len(become), nil
}

// Remove takes a session's file away. One that another program has open stays. Names are as in Resume.
func (s *Store) Remove(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	name, err := s.Find(name)
	if err != nil {
		return err
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return err
	}
	defer d.close()
	f, err := d.open(name+ext, true)
	if err != nil {
		return fmt.Errorf("remove session %s: %w", name, err)
	}
	if err := lock(f, name); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := discard(f, s.path(name)); err != nil {
		return fmt.Errorf("remove session %s: %w", name, err)
	}
	s.watchers.Tell(name)
	return syncFolder(s.dir)
}

// without returns what takes the text out of another one.
func without(text string) func(string) string {
	fold := strings.ToLower(text)
	return func(s string) string {
		low := strings.ToLower(s)
		if len(low) != len(s) { // A letter whose small form is longer: the places do not agree.
			return strings.ReplaceAll(s, text, redact.Mark)
		}
		var b strings.Builder
		for {
			n := strings.Index(low, fold)
			if n < 0 {
				return b.String() + s
			}
			b.WriteString(s[:n] + redact.Mark)
			s, low = s[n+len(fold):], low[n+len(fold):]
		}
	}
}

// same reports whether masking left an event's texts as they were.
func same(a, b flow.Event) bool {
	return (a.About == nil || *a.About == *b.About) && (a.Fact == nil || *a.Fact == *b.Fact) && (a.Note == nil || *a.Note == *b.Note)
}

// replace puts a new file in the place of an old one. After a failure the old one is there, whole.
func (s *Store) replace(name string, data []byte) error {
	f, err := os.CreateTemp(s.dir, "."+name+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(s.dir)
}
