package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"why403/flow"
)

// file is what a Log needs of the file it writes.
type file interface {
	io.WriterAt
	Truncate(size int64) error
	Sync() error
	Close() error
}

// Log is one session's file, open to append. It is safe for concurrent use. Another program cannot append meanwhile.
type Log struct {
	store *Store
	at    time.Time // When a new session began.

	mu       sync.Mutex
	name     string
	only     bool // No other name will do.
	file     file // Nil until it is needed.
	locked   *os.File
	exists   bool // The file is there already, with size bytes.
	size     int64
	created  bool // By this Log.
	listed   bool // The folder's entry of a created file is on disk.
	answered bool // Something is saved that a person or a machine said.
	closed   bool

	end     int64 // Bytes that are saved.
	ragged  bool  // There may be more bytes behind them.
	next    int   // The number of the next event.
	pending []byte
	unsaved []flow.EventKind // Of the events in pending.
}

// Name returns the session's name, such as 20261123-1405-k7q2. Names sort by time.
func (l *Log) Name() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.name
}

// Append saves events: when it returns nil, they and all events before them are on disk. After an ErrNotSaved the events
// are accepted and kept in memory; do not give them again. The next Append, which may be one of no events, writes them
// first. Any other error means that the events are not accepted: ErrSequence if their numbers do not follow on, ErrTooLarge
// if they could not be read again.
func (l *Log) Append(events []flow.Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return fmt.Errorf("append to session %s: %w", l.name, fs.ErrClosed)
	}
	lines, err := encode(events, l.next, l.store.mask)
	if err != nil {
		return fmt.Errorf("append to session %s: %w", l.name, err)
	}
	if size := l.end + int64(len(l.pending)) + int64(len(lines)); size > MaxSession {
		return fmt.Errorf("append to session %s: %w: %d bytes, %d are possible", l.name, ErrTooLarge, size, int64(MaxSession))
	}
	l.pending = append(l.pending, lines...)
	l.next += len(events)
	for _, e := range events {
		l.unsaved = append(l.unsaved, e.Kind)
	}
	return l.save()
}

// save writes what is pending.
func (l *Log) save() error {
	if len(l.unsaved) == 0 {
		return nil
	}
	if err := l.write(); err != nil {
		return fmt.Errorf("session %s is %w: %w; %s", l.name, ErrNotSaved, err, elsewhere)
	}
	for _, k := range l.unsaved {
		l.answered = l.answered || k != flow.Opened
	}
	l.end += int64(len(l.pending))
	l.ragged, l.pending, l.unsaved = false, nil, nil
	return nil
}

// write puts what is pending behind what is saved. After a failure nobody knows what the file holds there, not even after
// a failed sync, so the next attempt cuts it off and writes all of it again.
func (l *Log) write() error {
	if l.file == nil {
		if err := l.open(); err != nil {
			return err
		}
	}
	if l.ragged {
		if err := l.file.Truncate(l.end); err != nil {
			return err
		}
	}
	l.ragged = true
	if _, err := l.file.WriteAt(l.pending, l.end); err != nil {
		_ = l.file.Truncate(l.end) // Give the space back; the next attempt does it again.
		return err
	}
	if err := l.file.Sync(); err != nil {
		return err
	}
	if l.created && !l.listed {
		if err := syncFolder(l.store.dir); err != nil {
			return err
		}
		l.listed = true
	}
	return nil
}

// open creates the file of a new session, or opens that of an old one that could not be written before.
func (l *Log) open() error {
	if err := makeFolder(l.store.dir); err != nil {
		return err
	}
	d, err := openFolder(l.store.dir)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.private(); err != nil {
		return err
	}
	if l.exists {
		return l.reopen(d)
	}
	for range tries {
		f, err := d.create(l.name + ext)
		if errors.Is(err, fs.ErrExist) && !l.only {
			l.name = l.store.free(l.at)
			continue
		}
		if err != nil {
			return err
		}
		if err := lock(f, l.name); err != nil {
			return errors.Join(err, f.Close())
		}
		l.use(f)
		l.created = true
		return nil
	}
	return fmt.Errorf("no free name in %s: %w", l.store.dir, fs.ErrExist)
}

// reopen opens a file that could only be read before. It must still hold what was read.
func (l *Log) reopen(d *folder) error {
	f, err := d.open(l.name+ext, true)
	if err != nil {
		return err
	}
	if err := lock(f, l.name); err != nil {
		return errors.Join(err, f.Close())
	}
	info, err := f.Stat()
	if err == nil && info.Size() != l.size {
		err = &FileError{Path: l.store.path(l.name), Err: errors.New("another program changed it"), Next: "resume it again"}
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	l.use(f)
	return nil
}

func (l *Log) use(f *os.File) {
	l.file, l.locked = f, f
	if wrap := l.store.testOnlyFile; wrap != nil {
		l.file = wrap(f)
	}
}

// resume opens the file of an old session and reads it.
func (l *Log) resume() ([]flow.Event, error) {
	d, err := openFolder(l.store.dir)
	if err != nil {
		return nil, err
	}
	defer d.close()
	err = d.private()
	var f *os.File
	if err == nil {
		f, err = d.open(l.name+ext, true)
	}
	if errors.Is(err, errReadOnly) || errors.Is(err, fs.ErrPermission) {
		c, err := l.store.read(d, l.name)
		l.take(c)
		return c.events, err
	}
	if err != nil {
		return nil, err
	}
	if err := lock(f, l.name); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	c, err := parse(f, l.store.path(l.name), l.store.mask)
	if err == nil {
		err = linked(f, l.name) // Whoever held it before may have removed it.
	}
	if err != nil {
		return c.events, errors.Join(err, f.Close())
	}
	l.take(c)
	l.use(f)
	return c.events, nil
}

func (l *Log) take(c contents) {
	l.end, l.size, l.ragged, l.next, l.answered = c.end, c.size, c.size > c.end, len(c.events)+1, true
	if c.end == 0 {
		l.pending = header()
	}
}

// Close tries once more to save what is not saved, and gives the session free. A session that was created here and in
// which nobody said anything leaves no file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	err := l.save()
	if l.file == nil {
		return err
	}
	if l.created && !l.answered {
		return errors.Join(err, discard(l.file, l.store.path(l.name)))
	}
	unlock(l.locked)
	return errors.Join(err, l.file.Close())
}
