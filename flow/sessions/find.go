package sessions

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"why403/flow"
	"why403/flow/bundle"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/page"
	"why403/flow/review"
)

// Found is a session that a person named: one of the store, or one in a file.
type Found struct {
	Name   string
	Path   string // The file's path; empty for a session of the store.
	Events []flow.Event
	Header *bundle.FirstLine // Nil unless the file tells what the session stood at.
	Older  []string          // The names of others with the ticket that was asked for, the one used last first.
}

// Find looks for the session that the first argument means: a session's name, its ticket, or a file. Without one it is the
// session used last.
func Find(store *journal.Store, args ...string) (Found, error) { return find(store, false, args) }

// FindNewest is Find, but of several sessions with the ticket it takes the one used last, and tells of the others. It is for what changes
// none.
func FindNewest(store *journal.Store, args ...string) (Found, error) { return find(store, true, args) }

func find(store *journal.Store, newest bool, args []string) (Found, error) {
	if len(args) == 0 {
		last, err := store.Last()
		if errors.Is(err, journal.ErrNotFound) {
			return Found{}, flow.Usagef("start one with why403", "there is no session to go on with")
		}
		if err != nil {
			return Found{}, err
		}
		return stored(store, last.Name)
	}
	arg := args[0]
	if strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) {
		return openSession(arg)
	}
	name, err := store.Find(arg)
	if err == nil {
		return stored(store, name)
	}
	if !errors.Is(err, journal.ErrNotFound) && !errors.Is(err, journal.ErrAmbiguous) && !errors.Is(err, journal.ErrName) {
		return Found{}, err
	}
	names := ticketed(store, arg)
	if len(names) == 1 || newest && len(names) > 1 {
		f, err := stored(store, names[0])
		f.Older = names[1:]
		return f, err
	}
	if len(names) > 1 {
		const most = 5
		shown := strings.Join(names[:min(most, len(names))], ", ")
		return Found{}, flow.Usagef("name one of them, the latest is first: "+shown, "%d sessions have the ticket %q", len(names), arg)
	}
	if _, missing := os.Stat(arg); missing == nil {
		return openSession(arg)
	}
	return Found{}, flow.Usagef(cmp.Or(meant(store, arg), "why403 sessions lists them; a file is named with its path, such as ./session.jsonl"), "%w", err)
}

// meant is a hint for a session that is not there: the one with a name, a last part of it or a ticket that is near.
func meant(store *journal.Store, arg string) string {
	list, _ := store.List() // What cannot be read is not meant.
	var names, parts []string
	for _, sum := range list {
		names = append(names, sum.Name, page.Line(sum.About.Ticket))
		parts = append(parts, sum.Name[strings.LastIndexByte(sum.Name, '-')+1:])
	}
	name := flow.Meant(arg, names)
	if i := slices.Index(parts, flow.Meant(arg, parts)); name == "" && i >= 0 {
		name = list[i].Name
	}
	if name == "" {
		return ""
	}
	return i18n.T("did you mean %q?", name)
}

// Called is how a command names a session that is saved: by its ticket, where that means no other session and needs no quotes.
func Called(store *journal.Store, s *flow.Session, name string) string {
	ticket := page.Line(s.About().Ticket)
	if ticket == "" || strings.HasPrefix(ticket, "-") || strings.ContainsFunc(ticket, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:@+", r)
	}) {
		return name
	}
	if f, err := Find(store, ticket); err != nil || f.Name != name {
		return name
	}
	return ticket
}

func stored(store *journal.Store, name string) (Found, error) {
	events, err := store.Read(name)
	return Found{Name: name, Events: events}, err
}

// ticketed returns the names of the sessions with the ticket, the one used last first; where none has it, of those whose
// ticket holds the text.
func ticketed(store *journal.Store, ticket string) []string {
	list, _ := store.List() // What cannot be read has no ticket.
	var same, part []string
	for _, sum := range list {
		have, want := strings.ToLower(page.Line(sum.About.Ticket)), strings.ToLower(page.Line(ticket))
		switch {
		case have == want && want != "":
			same = append(same, sum.Name)
		case want != "" && strings.Contains(have, want):
			part = append(part, sum.Name)
		}
	}
	if len(same) > 0 {
		return same
	}
	return part
}

// openSession reads a session in a file: one that was handed over, or a file of the journal.
func openSession(path string) (Found, error) {
	text, err := files.Input{Path: path, Most: journal.MaxSession, Regular: true, Hint: "why403 sessions lists the sessions of this machine"}.Read(context.Background())
	if err != nil {
		return Found{}, err
	}
	f := Found{Path: path}
	if !bundle.Is(text) {
		f.Events, err = journal.ReadFile(path)
		if errors.Is(err, journal.ErrDamaged) && len(f.Events) == 0 {
			return f, flow.Usagef("a session is written to a file with why403 sessions export", "%s: %w", path, bundle.ErrNotSession)
		}
		if err != nil {
			return f, flow.Usagef("", "%w", err)
		}
		if len(f.Events) == 0 {
			return f, flow.Usagef("ask for it again", "%s: there is nothing in it", path)
		}
		f.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		return f, nil
	}
	header, events, err := bundle.Unpack(text)
	if err != nil {
		hint := i18n.T("ask for the file again; it was changed on the way")
		if errors.Is(err, bundle.ErrNewer) {
			hint = i18n.T("update why403")
		}
		return f, flow.Usagef(hint, "%s: %w", path, err)
	}
	f.Name, f.Events, f.Header = header.Session, events, &header
	return f, nil
}

// Stored refuses a session in a file, where only one of this machine can be changed or removed: what was to be done is said in a word.
func (f *Found) Stored(done string) error {
	if f.Path == "" {
		return nil
	}
	return flow.Usagef("why403 resume "+f.Path+" takes it in", "%s is a file; only sessions of this machine can be %s", f.Path, done)
}

// About returns the id of the playbook that the session is about; it is empty if the session does not tell.
func (f *Found) About() string {
	if f.Header != nil && f.Header.Playbook != "" {
		return f.Header.Playbook
	}
	return flow.Replay(f.Events).About().Playbook
}

// Fits refuses a session that is in another playbook than the one with the id.
func (f *Found) Fits(playbook string) error {
	for _, id := range []string{f.About(), flow.Replay(f.Events).About().Playbook} {
		if id != "" && id != playbook {
			return flow.Usagef("leave --playbook out, and the session's own is used", "session %s belongs to the playbook %q, not to %q", f.Label(), id, playbook)
		}
	}
	return nil
}

// Label is what to call the session.
func (f *Found) Label() string {
	if f.Path != "" {
		return f.Path
	}
	return f.Name
}

// Origin says where the session came from.
func (f *Found) Origin() string {
	from := f.Name
	if from == "" {
		from = filepath.Base(f.Path)
	}
	if f.Header == nil {
		return i18n.T("%s, a copy of its file", from)
	}
	return i18n.T("%s, handed over %s", from, f.Header.Exported.UTC().Format(review.MinuteUTC))
}

// ended says in a few words what the session in a file stood at.
func ended(pb *flow.Playbook, h bundle.FirstLine) string {
	p := flow.Position{Outcome: flow.Open, Question: pb.Question(h.Question), Verdict: pb.Verdict(h.Verdict)}
	switch {
	case p.Verdict != nil:
		p.Outcome, p.Solved = flow.Concluded, h.Solved
	case p.Question != nil:
		p.Outcome = flow.Asking
	case h.Verdict+h.Question != "":
		return h.Where()
	}
	return review.Where(p)
}

// titled is a cause by its title, or by its id where the playbook has it no more.
func titled(pb *flow.Playbook, id string) string {
	if v := pb.Verdict(id); v != nil {
		return v.Title
	}
	return id
}

// Differs says how the position now is another than the one that the file states. It says nothing if playbook and position
// are the same.
func Differs(pb *flow.Playbook, h bundle.FirstLine, digest string, now flow.Position) []string {
	var lines []string
	if h.Digest != digest {
		const enough = 12 // Characters of a hash.
		lines = append(lines, i18n.T("it was handed over with playbook %.*s, this machine has %.*s", enough, dash(h.Digest), enough, digest))
	}
	if then := h.Where(); then != "" && then != now.Where() {
		lines = append(lines, i18n.T("it ended at this then: %s", ended(pb, h)), i18n.T("it ends at this now: %s", review.Where(now)))
	} else if len(lines) > 0 {
		lines = append(lines, i18n.T("it ends at the same place: %s", review.Where(now)))
	}
	for _, cause := range h.Causes {
		st, _ := now.Standing(cause.ID)
		if level := string(st.Degree()); level != cause.Level && (cause.Level != "proven" || st.Level != flow.Proven) { // As earlier programs wrote it.
			lines = append(lines, i18n.T("%s: %s then, %s now", titled(pb, cause.ID), strings.ReplaceAll(cause.Level, "_", " "), strings.ReplaceAll(level, "_", " ")))
		}
	}
	return lines
}
