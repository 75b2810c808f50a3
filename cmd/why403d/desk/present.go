package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"why403/cmd/why403d/people"
	"why403/flow/conversation"
	"why403/flow/lobby"
)

// A person is in a session until they leave it; where a server ends without saying so, until hereMax is over.
const (
	hereAgain = 30 * time.Second
	hereMax   = 3 * hereAgain
)

// here says that the person at the seat is in the session, until what it returns is called. What cannot be said now is said again.
func (s *seat) here(name string) (left func()) {
	var id [8]byte
	_, _ = rand.Read(id[:]) // It never fails; see crypto/rand.
	s.mu.Lock()
	s.person = lobby.Person{ID: hex.EncodeToString(id[:]), Session: s.name, Name: name}
	s.mu.Unlock()
	s.again()
	ctx, stop := context.WithCancel(s.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(hereAgain)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				s.again()
				s.ring() // Somebody's time may be over.
			}
		}
	}()
	return func() {
		stop()
		<-ended
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), saveMax)
		defer cancel()
		if p := s.whose(); p.Session != "" {
			if err := s.desk.lobby.Gone(ctx, p); err != nil {
				s.desk.Log.Warn("who left a session is shown in it for a while", "session", p.Session, "error", err)
			}
		}
	}
}

// whose is who sits here.
func (s *seat) whose() lobby.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.person
}

// again says once more that the person is here.
func (s *seat) again() {
	p := s.whose()
	if p.ID == "" || p.Session == "" { // Nothing is kept yet.
		return
	}
	ctx, cancel := context.WithTimeout(s.ctx, saveMax)
	defer cancel()
	if err := s.desk.lobby.Here(ctx, p, s.desk.Now().Add(hereMax)); err != nil && s.ctx.Err() == nil {
		s.desk.Log.Warn("others do not see who is in a session", "session", p.Session, "error", err)
	}
}

// company returns who else is in the session. A customer is told that an engineer is, and no name.
func (s *seat) company() ([]string, error) {
	p := s.whose()
	if p.Session == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(s.ctx, saveMax)
	defer cancel()
	all, err := s.desk.lobby.Present(ctx, p.Session, s.desk.Now())
	var names []string
	for _, o := range all {
		switch {
		case o.ID == p.ID:
		case p.Name != conversation.CustomerName:
			names = append(names, o.Name)
		case o.Name != conversation.CustomerName:
			return []string{string(people.Engineer)}, err
		}
	}
	return names, err
}
