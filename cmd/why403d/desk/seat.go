package desk

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/build"
	"why403/flow/conversation"
	"why403/flow/journal"
	"why403/flow/lobby"
)

// seat is one person's place at a session, which others can have a place at, too.
type seat struct {
	desk    *Desk
	book    *content.Book
	session *flow.Session // As it was when the person sat down.
	changed chan struct{} // Told when there may be something new.
	ctx     context.Context

	mu     sync.Mutex
	name   string       // Empty until there is something to keep.
	held   []flow.Event // Who the session is about, until then.
	person lobby.Person // Who sits here, while they do.

	knownMu sync.Mutex // Nobody who holds it waits.
	known   []flow.Event
}

// knows keeps what the session holds from the number of the first event on.
func (s *seat) knows(tail []flow.Event) {
	s.knownMu.Lock()
	defer s.knownMu.Unlock()
	if len(tail) > 0 && tail[0].Seq <= len(s.known)+1 {
		s.known = slices.Concat(s.known[:tail[0].Seq-1], tail)
	}
}

// latest is the session as it was last heard of.
func (s *seat) latest() *flow.Session {
	s.knownMu.Lock()
	defer s.knownMu.Unlock()
	return flow.Replay(s.known)
}

// saveMax is how long a session is waited for that is being recorded. The conversation itself goes on sooner.
const saveMax = 30 * time.Second

// begin takes a seat at a new session, of which nothing is kept before somebody says something.
func (d *Desk) begin(ctx context.Context, by string, about flow.About) (*seat, error) {
	book, err := d.library.Usual()
	if err != nil {
		return nil, err
	}
	s := &seat{desk: d, book: book, session: new(flow.Session), changed: make(chan struct{}, 1), ctx: ctx}
	s.session.As(by)
	about.Playbook, about.Digest, about.Version = book.ID, book.Digest, build.Version()
	s.held = conversation.Begin(s.session, about, d.Now())
	return s, nil
}

// resume takes a seat at the session with the name.
func (d *Desk) resume(ctx context.Context, name string) (*seat, error) {
	s := &seat{desk: d, changed: make(chan struct{}, 1), ctx: ctx, name: name}
	s.watch()
	events, err := d.Keeper.Load(ctx, name, 0)
	if err != nil {
		return nil, err
	}
	s.session, s.known = flow.Replay(events), events
	if id := s.session.About().Playbook; id == "" {
		s.book, err = d.library.Usual()
	} else {
		s.book, err = d.library.WithID(id)
	}
	if err != nil {
		return nil, err
	}
	s.book = d.library.Recalling(s.book, s.session.Playbooks())
	return s, nil
}

// watch passes on that something has changed.
func (s *seat) watch() {
	for _, rings := range []<-chan struct{}{s.desk.Keeper.Watch(s.ctx, s.name), s.desk.lobby.Watch(s.ctx, s.name)} {
		go func() {
			for range rings {
				s.ring()
			}
		}()
	}
}

// ring says that there may be something new.
func (s *seat) ring() {
	select {
	case s.changed <- struct{}{}:
	default: // One that was not heard yet says the same.
	}
}

// Name is the session's; it is empty until there is something to keep.
func (s *seat) Name() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.name
}

// Append implements conversation.SharedSession.
func (s *seat) Append(events []flow.Event) ([]flow.Event, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), saveMax)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.name != "" {
		recorded, err := s.desk.Keeper.Append(ctx, s.name, events)
		s.knows(recorded)
		return recorded, err
	}
	name, recorded, err := s.desk.Keeper.Begin(ctx, s.desk.Now(), slices.Concat(s.held, events))
	if err != nil {
		return nil, err
	}
	s.name, s.person.Session, s.held = name, name, nil
	s.knows(recorded)
	s.watch()
	go s.again()
	s.ring() // Somebody may have come in before that.
	return recorded, nil
}

// keep has the session recorded, also where nobody has said anything yet, and returns its name.
func (s *seat) keep() (string, error) {
	if name := s.Name(); name != "" {
		return name, nil
	}
	_, err := s.Append(nil)
	return s.Name(), err
}

// Load implements conversation.SharedSession.
func (s *seat) Load(known int) ([]flow.Event, error) {
	ctx, cancel := context.WithTimeout(s.ctx, saveMax)
	defer cancel()
	name := s.Name()
	if name == "" {
		return nil, nil
	}
	events, err := s.desk.Keeper.Load(ctx, name, known)
	s.knows(events)
	return events, err
}

// find returns the name of the one session that the words of a person mean: its name, the last part of it, or its ticket.
func (d *Desk) find(ctx context.Context, said string) (string, error) {
	said = strings.ToLower(strings.TrimSpace(said))
	var named, ticketed []string
	d.Keeper.Each(ctx, func(sum journal.Summary, _ *flow.Session) {
		switch {
		case sum.Name == said, strings.HasSuffix(sum.Name, "-"+said):
			named = append(named, sum.Name)
		case strings.ToLower(sum.About.Ticket) == said && said != "":
			ticketed = append(ticketed, sum.Name)
		}
	})
	for _, fits := range [][]string{named, ticketed} {
		if len(fits) > 1 {
			return "", flow.Usagef("name one of them: "+strings.Join(fits[max(0, len(fits)-5):], ", "), "several sessions fit %q", said)
		}
		if len(fits) == 1 {
			return fits[0], nil
		}
	}
	return "", flow.Usagef(d.Line("", "")+" sessions lists them", "there is no session %q", said)
}
