package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
)

// disk is a file on a disk that can be full, and can fail.
type disk struct {
	file
	room     int // Bytes that can still be written; below 0 there is no limit.
	sync     error
	truncate error
}

func (d *disk) WriteAt(p []byte, at int64) (int, error) {
	if d.room < 0 || len(p) <= d.room {
		return d.file.WriteAt(p, at)
	}
	n, err := d.file.WriteAt(p[:d.room], at)
	return n, errors.Join(err, syscall.ENOSPC)
}

func (d *disk) Sync() error {
	if d.sync != nil {
		return d.sync
	}
	return d.file.Sync()
}

func (d *disk) Truncate(n int64) error {
	if d.truncate != nil {
		return d.truncate
	}
	return d.file.Truncate(n)
}

// faulty makes the store's files fail as the disk says.
func faulty(s *Store, d *disk) {
	s.testOnlyFile = func(f file) file {
		d.file = f
		return d
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		bad  disk
	}{
		{"full before the first byte", disk{room: 0}},
		{"full in the header", disk{room: 5}},
		{"full in an event", disk{room: 100}},
		{"full, and cannot be cut", disk{room: 100, truncate: syscall.EIO}},
		{"sync fails", disk{room: -1, sync: syscall.EIO}},
		{"turns read-only", disk{room: 0, truncate: syscall.EROFS}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			d := c.bad
			faulty(s, &d)
			var session flow.Session
			l := s.Create(began)
			for i := range 3 {
				err := l.Append(answer(&session, fmt.Sprint("a", i), flow.Yes))
				if !errors.Is(err, ErrNotSaved) {
					t.Fatalf("append: %v", err)
				}
				if got, err := s.Read(l.Name()); len(got) != 0 && d.sync == nil {
					t.Fatalf("%d events are there, %v", len(got), err)
				}
			}
			if n := len(l.unsaved); n != 3 {
				t.Errorf("%d events not saved, want 3", n)
			}
			if err := l.Append(session.Events()[2:]); !errors.Is(err, ErrSequence) {
				t.Errorf("the same event again: %v", err)
			}
			d.room, d.sync, d.truncate = -1, nil, nil
			mustAppend(t, l, nil)
			if n := len(l.unsaved); n != 0 {
				t.Errorf("%d events not saved, want none", n)
			}
			mustAppend(t, l, answer(&session, "b", flow.No))
			mustClose(t, l)
			got, err := s.Read(l.Name())
			must.NoError(t, err)
			if diff := cmp.Diff(session.Events(), got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCloseSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	d := disk{room: 0}
	faulty(s, &d)
	var session flow.Session
	l := s.Create(began)
	if err := l.Append(answer(&session, "a", flow.Yes)); !errors.Is(err, ErrNotSaved) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("append: %v", err)
	}
	if err := l.Close(); !errors.Is(err, ErrNotSaved) {
		t.Errorf("close: %v", err)
	}
	if list, errs := s.List(); list != nil || errs != nil {
		t.Errorf("list %v, %v", list, errs)
	}
}

type fataler interface {
	Helper()
	Fatal(...any)
}

func fileSize(t fataler, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	must.NoError(t, err)
	return info.Size()
}

func truncateFile(t fataler, path string, size int64) {
	t.Helper()
	must.NoError(t, os.Truncate(path, size))
}

// model is what the store must hold after any story of appends, faults, crashes and resumptions.
type model struct {
	s       *Store
	disk    *disk
	log     *Log
	session *flow.Session
	saved   int    // Events acknowledged.
	ends    []end  // Of all batches, written or not.
	whole   []byte // What the file holds once all batches are written.
}

// end is the size of a file that holds so many events.
type end struct {
	size   int64
	events int
}

func (m *model) append(t *rapid.T) {
	var facts []flow.Fact
	for i := range rapid.IntRange(0, 3).Draw(t, "events") {
		facts = append(facts, flow.Fact{ID: fmt.Sprint("f", i), Value: flow.Yes, From: flow.You, Quote: rapid.StringN(0, 20, 60).Draw(t, "quote")})
	}
	err := m.log.Append(m.session.Assert(began, facts...))
	if err != nil && !errors.Is(err, ErrNotSaved) {
		t.Fatalf("append: %v", err)
	}
	if len(facts) > 0 {
		m.ends = append(m.ends, end{m.log.end + int64(len(m.log.pending)), m.session.Len()})
		m.whole = append(m.bytes(t)[:m.log.end], m.log.pending...)
	}
	if err == nil {
		m.acknowledged(t)
	}
}

// bytes returns what the file holds, which is nothing before it is created.
func (m *model) bytes(t *rapid.T) []byte {
	data, err := os.ReadFile(m.s.path(m.log.name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

func (m *model) acknowledged(t *rapid.T) {
	if m.saved == m.session.Len() {
		return
	}
	m.saved = m.session.Len()
	if got, err := m.s.Read(m.log.Name()); err != nil || len(got) != m.saved {
		t.Fatalf("acknowledged %d events, %d are there: %v", m.saved, len(got), err)
	}
}

func (m *model) fault(t *rapid.T) {
	m.disk.room = rapid.SampledFrom([]int{-1, 0, 1, 50, 200}).Draw(t, "room")
	m.disk.sync = rapid.SampledFrom([]error{nil, nil, syscall.EIO}).Draw(t, "sync")
	m.disk.truncate = rapid.SampledFrom([]error{nil, nil, syscall.EIO}).Draw(t, "truncate")
}

// crash ends the program at once, and the file is cut off at any byte.
func (m *model) crash(t *rapid.T) {
	if m.log.file == nil {
		return
	}
	unlock(m.log.locked)
	must.NoError(t, m.log.file.Close())
	path := m.s.path(m.log.name)
	whole := fileSize(t, path)
	if least := m.size(m.saved); whole < least {
		t.Fatalf("the file has %d bytes, %d were acknowledged", whole, least)
	}
	cut := rapid.Int64Range(0, whole).Draw(t, "cut")
	truncateFile(t, path, cut)
	m.resume(t)
}

// size returns the size of a file with so many events.
func (m *model) size(events int) int64 {
	for _, e := range m.ends {
		if e.events == events {
			return e.size
		}
	}
	return 0
}

func (m *model) reopen(t *rapid.T) {
	if m.log.file == nil || len(m.log.unsaved) > 0 {
		return
	}
	must.NoError(t, m.log.Close())
	m.resume(t)
}

// resume opens the session and wants every batch that stands in its file whole.
func (m *model) resume(t *rapid.T) {
	size := int64(0)
	for data := m.bytes(t); size < int64(min(len(data), len(m.whole))) && data[size] == m.whole[size]; {
		size++
	}
	l, got, err := m.s.Resume(m.log.name)
	must.NoError(t, err)
	for len(m.ends) > 0 && m.ends[len(m.ends)-1].size > size {
		m.ends = m.ends[:len(m.ends)-1]
	}
	want := 0
	if len(m.ends) > 0 {
		want = m.ends[len(m.ends)-1].events
	}
	if len(got) != want {
		t.Fatalf("%d events are back, want %d", len(got), want)
	}
	for i, e := range m.session.Events()[:want] {
		if diff := cmp.Diff(masked(e, redact.Text), got[i]); diff != "" {
			t.Fatalf("event (-want +got):\n%s", diff)
		}
	}
	m.log, m.session, m.saved = l, flow.Replay(got), want
}

func TestModel(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	base := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		m := &model{s: Open(filepath.Join(base, fmt.Sprint(n), "s")), disk: &disk{room: -1}, session: new(flow.Session)}
		faulty(m.s, m.disk)
		m.log = m.s.Create(began)
		t.Repeat(map[string]func(*rapid.T){
			"append": m.append, "again": m.append, "fault": m.fault, "crash": m.crash, "reopen": m.reopen,
		})
		*m.disk = disk{file: m.disk.file, room: -1}
		must.NoError(t, m.log.Append(nil))
		m.acknowledged(t)
		must.NoError(t, m.log.Close())
	})
}
