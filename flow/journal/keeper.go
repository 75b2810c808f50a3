package journal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"sync"
	"time"

	"why403/flow"
	"why403/flow/redact"
)

// Keeper keeps sessions that several people work in at once, also through several servers. What it says is recorded is durable: a
// process that is killed loses nothing of it. It masks secrets before anything is kept. Names are whole. A context that ends ends the
// waiting; a disk that hangs may outlast it. A Store keeps them in files, package postgres in a team's database, and both pass
// journaltest.Run. It is safe for concurrent use.
type Keeper interface {
	// Begin records a new session by its first events, which count from 1, and names it by the time at, in UTC. Where they say what it is
	// about, they get the name as well. It returns the name and the events as they are recorded.
	Begin(ctx context.Context, at time.Time, first []flow.Event) (name string, recorded []flow.Event, err error)
	// Append records events behind everything that the session holds, and returns what it holds from the number of the first of them on.
	// What others recorded since the caller looked comes before them, and they follow it with other numbers, as Behind has it. After any error the same
	// events may be given again, alone or with more behind them: those that were recorded after all are not recorded twice. Events whose
	// numbers leave some out are ErrSequence; a session that is not there is ErrNotFound, one that a program holds to itself ErrLocked.
	Append(ctx context.Context, name string, events []flow.Event) (recorded []flow.Event, err error)
	// Load returns the session's events behind the first known of them. Kinds of event that this version does not know are among them.
	Load(ctx context.Context, name string, known int) ([]flow.Event, error)
	// Each calls use with every session that can be read, the oldest name first, and returns an error for every other. It keeps none.
	Each(ctx context.Context, use func(Summary, *flow.Session)) []error
	// Watch sends whenever the session may hold more than before, whoever recorded it, or is gone; Load tells. Several at once may come as
	// one. Whoever loads after Watch has returned misses nothing. The channel is closed once ctx ends.
	Watch(ctx context.Context, name string) <-chan struct{}
	// Remove takes a session away. One that a program holds to itself is ErrLocked.
	Remove(ctx context.Context, name string) error
}

var _ Keeper = (*Store)(nil)

const (
	lockWait = 2 * time.Second        // How long Append waits for a program that has the file: others only append, and close it.
	lockLook = 5 * time.Millisecond   // How often it tries.
	fileLook = 500 * time.Millisecond // How often a watched file or folder is looked at for what other programs changed.
)

// Begin implements Keeper. The file is on disk when it returns, also where nobody has said anything yet.
func (s *Store) Begin(ctx context.Context, at time.Time, first []flow.Event) (string, []flow.Event, error) {
	for range tries {
		if err := ctx.Err(); err != nil {
			return "", nil, err
		}
		l := s.Create(at)
		l.only = true
		events, err := First(first, l.name)
		if err != nil {
			return "", nil, err
		}
		err = l.Append(events)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil && !errors.Is(err, ErrNotSaved) {
			return "", nil, err
		}
		l.answered = true                 // It stays.
		if err := l.Close(); err != nil { // It tries once more.
			return "", nil, err
		}
		return l.name, events, nil
	}
	return "", nil, fmt.Errorf("no free name in %s: %w", s.dir, fs.ErrExist)
}

// First returns the first events of the session with the name, as they are recorded.
func First(events []flow.Event, name string) ([]flow.Event, error) {
	if len(events) == 0 || events[0].Seq != 1 {
		return nil, fmt.Errorf("begin session %s: %w: its first event is number 1", name, ErrSequence)
	}
	named := slices.Clone(events)
	for i, e := range named {
		if e.About != nil {
			about := *e.About
			about.Name = name
			e.About = &about
		}
		named[i] = masked(e, redact.Text)
	}
	return named, nil
}

// Append implements Keeper. Between two calls nothing is open, so that another program can go on with the session.
func (s *Store) Append(ctx context.Context, name string, events []flow.Event) ([]flow.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	l, held, err := s.take(ctx, name)
	if err != nil {
		return nil, err
	}
	known := events[0].Seq - 1
	if known < 0 || known > len(held) {
		return nil, errors.Join(fmt.Errorf("append to session %s: %w: got number %d, it has %d", name, ErrSequence, events[0].Seq, len(held)), l.Close())
	}
	tail := maskAll(held[known:], s.mask)
	fresh, err := Behind(tail, events)
	if err == nil {
		err = l.Append(fresh)
	}
	if err != nil && !errors.Is(err, ErrNotSaved) {
		return nil, errors.Join(err, l.Close())
	}
	if err := l.Close(); err != nil { // It tries once more.
		return nil, err
	}
	s.watchers.Tell(name)
	return append(tail, fresh...), nil
}

// take opens a session's file to append, as soon as no other has it, and returns what it holds, not masked yet.
func (s *Store) take(ctx context.Context, name string) (*Log, []flow.Event, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, lockWait, ErrLocked)
	defer cancel()
	if !valid(name) {
		return nil, nil, fmt.Errorf("%q is %w", name, ErrName)
	}
	for {
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		l := &Log{store: s.raw(), name: name, exists: true}
		held, err := l.resume()
		l.store = s
		switch {
		case err == nil:
			return l, held, nil
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, fmt.Errorf("%w: %s", ErrNotFound, name)
		case !errors.Is(err, ErrLocked):
			return nil, nil, err
		}
		select {
		case <-ctx.Done():
			return nil, nil, errors.Join(err, context.Cause(ctx))
		case <-time.After(lockLook):
		}
	}
}

// raw is the store without masking, to read what is not given out.
func (s *Store) raw() *Store {
	return &Store{dir: s.dir, mask: func(s string) string { return s }, testOnlyFile: s.testOnlyFile}
}

// Load implements Keeper.
func (s *Store) Load(ctx context.Context, name string, known int) ([]flow.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !valid(name) {
		return nil, fmt.Errorf("%q is %w", name, ErrName)
	}
	d, err := openFolder(s.dir)
	if err == nil {
		defer d.close()
		var c contents
		if c, err = s.raw().read(d, name); err == nil {
			return maskAll(c.events[min(known, len(c.events)):], s.mask), nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, name)
	}
	return nil, err
}

// Watch implements Keeper.
func (s *Store) Watch(ctx context.Context, name string) <-chan struct{} {
	if !valid(name) {
		return s.watchers.Add(ctx, name)
	}
	return s.watchers.AddFile(ctx, name, s.path(name))
}

// Behind puts events behind those that were recorded since they were made: tail is what the session holds from the number of the first of
// them on. It returns those that are not recorded yet, masked, with the numbers that follow the tail's. Acts stay whole, and what undoes
// one of them goes on undoing it. A person's act that others have overtaken, see flow.Overtaken, is recorded, and undone at once.
func Behind(tail, events []flow.Event) ([]flow.Event, error) {
	for i, e := range events {
		if e.Seq != events[0].Seq+i {
			return nil, fmt.Errorf("%w: got number %d, want %d", ErrSequence, e.Seq, events[0].Seq+i)
		}
		if err := fits(e, e.TextLen()); err != nil { // Before the work of masking it.
			return nil, err
		}
	}
	events = maskAll(events, redact.Text)
	if len(tail) == 0 {
		return events, nil
	}
	last := tail[len(tail)-1]
	seq, act := last.Seq, last.Act
	var fresh []flow.Event
	now := make(map[int]int) // The act that one of the events' acts has become.
	at, known, theirs := 0, true, slices.Clone(tail)
	for len(events) > 0 {
		n := 1
		for n < len(events) && events[n].Act == events[0].Act {
			n++
		}
		said := slices.Clone(events[:n])
		for i, e := range said {
			if to, ok := now[e.Undoes]; ok {
				said[i].Undoes = to
			}
		}
		if found := find(tail[at:], said); known && found >= 0 { // An earlier try did record it.
			at += found + n
			now[said[0].Act] = tail[at-1].Act
			theirs = slices.DeleteFunc(theirs, func(e flow.Event) bool { return e.Act == tail[at-1].Act })
			events = events[n:]
			continue
		}
		known = false
		act++
		now[said[0].Act] = act
		for i := range said {
			seq++
			said[i].Seq, said[i].Act = seq, act
		}
		events = events[n:]
		fresh = append(fresh, said...)
		if _, overtaken := flow.Overtaken(theirs, said); overtaken && said[0].By != "" {
			act++
			seq++
			fresh = append(fresh, flow.Event{Seq: seq, Act: act, At: said[0].At, Kind: flow.Undone, Undoes: act - 1, By: said[0].By})
		}
	}
	return fresh, nil
}

// find returns where in the record the events of one act stand, apart from their numbers, or -1.
func find(record, said []flow.Event) int {
	plain := func(e flow.Event) flow.Event {
		e.Seq, e.Act, e.At = 0, 0, e.At.UTC().Round(0)
		return e
	}
	for i := 0; i+len(said) <= len(record); i++ {
		if slices.EqualFunc(record[i:i+len(said)], said, func(a, b flow.Event) bool { return reflect.DeepEqual(plain(a), plain(b)) }) {
			return i
		}
	}
	return -1
}

func maskAll(events []flow.Event, mask func(string) string) []flow.Event {
	clean := make([]flow.Event, len(events))
	for i, e := range events {
		clean[i] = masked(e, mask)
	}
	return clean
}

// Watchers are those who wait for changes of sessions. The zero value has none and is ready to use.
type Watchers struct {
	mu sync.Mutex
	of map[string][]chan struct{} // By the session's name.
}

// Add returns a channel that Tell sends on, until ctx ends and closes it.
func (w *Watchers) Add(ctx context.Context, name string) <-chan struct{} {
	rings := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.of == nil {
		w.of = make(map[string][]chan struct{})
	}
	w.of[name] = append(w.of[name], rings)
	context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.of[name] = slices.DeleteFunc(w.of[name], func(c chan struct{}) bool { return c == rings })
		if len(w.of[name]) == 0 {
			delete(w.of, name)
		}
		close(rings)
	})
	return rings
}

// AddFile is Add, and also reports changes that other programs make to the file or folder at path.
func (w *Watchers) AddFile(ctx context.Context, name, path string) <-chan struct{} {
	rings := w.Add(ctx, name)
	look := func() (size int64, at time.Time) {
		if info, err := os.Lstat(path); err == nil {
			return info.Size(), info.ModTime()
		}
		return -1, time.Time{}
	}
	size, at := look()
	go func() {
		tick := time.NewTicker(fileLook)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if n, t := look(); n != size || !t.Equal(at) {
				size, at = n, t
				w.Tell(name)
			}
		}
	}()
	return rings
}

// Tell says that the session may have changed. It does not wait.
func (w *Watchers) Tell(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	ring(w.of[name])
}

// TellAll says that any session may have changed.
func (w *Watchers) TellAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, rings := range w.of {
		ring(rings)
	}
}

func ring(all []chan struct{}) {
	for _, rings := range all {
		select {
		case rings <- struct{}{}:
		default: // One that was not heard yet says the same.
		}
	}
}
