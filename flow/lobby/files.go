package lobby

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"why403/flow/files"
	"why403/flow/journal"
)

// Files is a Lobby in a folder, which belongs to it alone. A code is a file of that name, and another one once it was used: the file
// system says who used it first. A person is a file that is of the time until which they are here.
type Files struct {
	dir      string
	inviting sync.Mutex
	watchers journal.Watchers
}

var _ Lobby = (*Files)(nil)

const used = ".used"

// Open returns the lobby in the folder, which need not exist.
func Open(dir string) *Files { return &Files{dir: dir} }

// kept is a code's file.
type kept struct {
	Session string    `json:"session"`
	Until   time.Time `json:"until"`
}

func (f *Files) code(hash string) string    { return filepath.Join(f.dir, "codes", hash) }
func (f *Files) room(session string) string { return filepath.Join(f.dir, "here", session) }

// ring tells who watches a session, in other programs as well.
func (f *Files) ring(session string) {
	now := time.Now()
	_ = os.Chtimes(f.room(session), now, now) // There need be nobody.
	f.watchers.Tell(session)
}

// each calls use with every code there is.
func (f *Files) each(ctx context.Context, use func(file string, k kept) error) error {
	dir := filepath.Join(f.dir, "codes")
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !Valid(strings.TrimSuffix(e.Name(), used)) {
			continue
		}
		file := filepath.Join(dir, e.Name())
		k, err := read(ctx, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = use(file, k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func read(ctx context.Context, file string) (k kept, err error) {
	text, err := files.Input{Path: file, Most: 1 << 10, Regular: true}.Read(ctx)
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	return k, err
}

// remove takes a file away, and reports whether it was there.
func remove(file string) (bool, error) {
	err := os.Remove(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Invite implements Lobby.
func (f *Files) Invite(ctx context.Context, c InviteCode, now time.Time, most int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !Valid(c.Hash) || !Valid(c.Session) {
		return ErrNone
	}
	f.inviting.Lock()
	defer f.inviting.Unlock()
	n := 0
	if err := f.each(ctx, func(file string, k kept) error {
		in := strings.HasSuffix(file, used)
		switch {
		case !in && !now.Before(k.Until), in && now.Sub(k.Until) > Stays:
			_, err := remove(file)
			return err
		case !in && k.Session == c.Session:
			n++
		}
		return nil
	}); err != nil {
		return err
	}
	if n >= most {
		return ErrFull
	}
	if err := os.MkdirAll(filepath.Dir(f.code(c.Hash)), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(kept{c.Session, c.Until})
	if err != nil {
		return err
	}
	return files.Write(f.code(c.Hash), text, 0o600, false)
}

// Admit implements Lobby.
func (f *Files) Admit(ctx context.Context, hash string, now time.Time) (string, error) {
	if !Valid(hash) {
		return "", ErrNone
	}
	k, err := read(ctx, f.code(hash))
	if err == nil && now.Before(k.Until) {
		if err = os.Rename(f.code(hash), f.code(hash)+used); err == nil {
			return k.Session, nil
		}
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	return "", err
}

// Admitted implements Lobby.
func (f *Files) Admitted(ctx context.Context, hash string) (bool, error) {
	if err := ctx.Err(); err != nil || !Valid(hash) {
		return false, err
	}
	_, err := os.Lstat(f.code(hash) + used)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Left implements Lobby.
func (f *Files) Left(ctx context.Context, hash string) error {
	if err := ctx.Err(); err != nil || !Valid(hash) {
		return err
	}
	_, err := remove(f.code(hash) + used)
	return err
}

// Revoke implements Lobby.
func (f *Files) Revoke(ctx context.Context, session string, now time.Time) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := 0
	for again := true; again; { // One that is used at this moment gets another name.
		again = false
		if err := f.each(ctx, func(file string, k kept) error {
			if k.Session != session {
				return nil
			}
			was, err := remove(file)
			if !was {
				again = err == nil
			} else if strings.HasSuffix(file, used) || now.Before(k.Until) {
				n++
			}
			return err
		}); err != nil {
			return n, err
		}
	}
	if Valid(session) {
		f.ring(session)
	}
	return n, nil
}

// Here implements Lobby.
func (f *Files) Here(ctx context.Context, p Person, until time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !Valid(p.ID) || !Valid(p.Session) {
		return ErrNone
	}
	file := filepath.Join(f.room(p.Session), p.ID)
	err := os.Chtimes(file, until, until)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(f.room(p.Session), 0o700); err != nil {
		return err
	}
	if err := files.Write(file, []byte(p.Name), 0o600, true); err != nil {
		return err
	}
	if err := os.Chtimes(file, until, until); err != nil {
		return err
	}
	f.ring(p.Session)
	return nil
}

// Gone implements Lobby.
func (f *Files) Gone(ctx context.Context, p Person) error {
	if err := ctx.Err(); err != nil || !Valid(p.ID) || !Valid(p.Session) {
		return err
	}
	was, err := remove(filepath.Join(f.room(p.Session), p.ID))
	if !was {
		return err
	}
	f.ring(p.Session)
	_ = os.Remove(f.room(p.Session)) // It stays while somebody is there.
	return nil
}

// Present implements Lobby.
func (f *Files) Present(ctx context.Context, session string, now time.Time) ([]Person, error) {
	if err := ctx.Err(); err != nil || !Valid(session) {
		return nil, err
	}
	entries, err := os.ReadDir(f.room(session))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Person
	for _, e := range entries {
		file := filepath.Join(f.room(session), e.Name())
		info, err := os.Lstat(file)
		if err != nil || !Valid(e.Name()) {
			continue
		}
		if !now.Before(info.ModTime()) { // Its server ended without saying so.
			_ = os.Remove(file)
			continue
		}
		text, err := files.Input{Path: file, Most: 1 << 10, Regular: true}.Read(ctx)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Person{ID: e.Name(), Session: session, Name: string(text)})
	}
	slices.SortFunc(all, func(a, b Person) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	return all, nil
}

// Watch implements Lobby.
func (f *Files) Watch(ctx context.Context, session string) <-chan struct{} {
	if !Valid(session) {
		return f.watchers.Add(ctx, session)
	}
	return f.watchers.AddFile(ctx, session, f.room(session))
}
