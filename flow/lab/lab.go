// Package lab is a stand-in for the Claude API, or another service that a playbook describes. It listens on loopback and fails as a
// scenario says; for tests, demonstrations and training. It calls nothing outside this machine and knows only made-up keys.
package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"why403/flow"
	"why403/flow/scenario"
)

// Origin is where a request comes from, as the lab sees it.
type Origin string

// The places. A request comes from elsewhere when it comes through the lab's proxy.
const (
	Here      Origin = "here"
	Elsewhere Origin = "elsewhere"
	Other     Origin = "another origin" // It followed a redirect away from the API.
)

// Lab is a running stand-in. Its methods are safe for concurrent use.
type Lab struct {
	scenario scenario.Scenario
	shape    flow.CallShape
	model    string // Of the failing call.

	here, proxy, other, secure *listening
	tunnels                    *tunnels

	mu      sync.Mutex
	refuse  map[scenario.RefusalRule]string
	call    scenario.Call
	refused int // So many requests have been refused.
	serial  int
	seen    []Recorded
	fault   Fault
	delay   time.Duration
	onSeen  func(Recorded)
	done    chan struct{}
	once    sync.Once
}

// Listen starts the scenario on the loopback interface, its API on the port; 0 takes a free one.
func Listen(s scenario.Scenario, port int) (*Lab, error) {
	if s.World == nil {
		return nil, errors.New("lab: the scenario has no world")
	}
	l := &Lab{
		scenario: s, shape: s.World.Request, refuse: make(map[scenario.RefusalRule]string), call: s.Call, delay: 2 * time.Second,
		tunnels: newTunnels(), done: make(chan struct{}),
	}
	for r, id := range s.Refuse {
		l.refuse[r] = id
	}
	l.model = cmp.Or(s.Have.Model, modelOf([]byte(s.Call.Body)))
	var err error
	if l.here, err = l.listen(port, http.HandlerFunc(l.api(Here)), true); err != nil {
		return nil, err
	}
	if l.proxy, err = l.listen(0, http.HandlerFunc(l.forward), false); err != nil {
		l.Close()
		return nil, err
	}
	if l.other, err = l.listen(0, http.HandlerFunc(l.elsewhere), false); err != nil {
		l.Close()
		return nil, err
	}
	if l.secure, err = l.listenTLS(http.HandlerFunc(l.api(Here))); err != nil {
		l.Close()
		return nil, err
	}
	go l.tunnels.serve(l.server(http.HandlerFunc(l.api(Elsewhere))))
	return l, nil
}

// Close stops the lab; exchanges under way break off.
func (l *Lab) Close() {
	l.once.Do(func() {
		close(l.done)
		l.tunnels.Close()
		for _, s := range []*listening{l.here, l.proxy, l.other, l.secure} {
			if s != nil {
				s.close()
			}
		}
	})
}

// URL is the base URL of the API here, without a slash at its end. It changes with the fault BadCertificate.
func (l *Lab) URL() string {
	if l.faulted() == BadCertificate {
		return "https://" + l.secure.addr()
	}
	return "http://" + l.here.addr()
}

// Elsewhere is the URL of a proxy through which a request counts as coming from another network.
func (l *Lab) Elsewhere() string { return "http://" + l.proxy.addr() }

// Scenario returns the scenario that the lab plays.
func (l *Lab) Scenario() scenario.Scenario {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.scenario
}

// Key is the key of the failing call.
func (l *Lab) Key() string {
	if k := l.scenario.World.Key(cmp.Or(l.scenario.Call.Key, "main")); k != nil {
		return k.Key
	}
	return ""
}

// AdminKey is the Admin key that the person has, or "".
func (l *Lab) AdminKey() string {
	if k := l.scenario.World.Key("admin"); k != nil && l.scenario.Have.Admin {
		return k.Key
	}
	return ""
}

// OtherKey is the other key that the person has to compare with, or "".
func (l *Lab) OtherKey() string {
	if k := l.scenario.World.Key(l.scenario.Have.Other); k != nil {
		return k.Key
	}
	return ""
}

// Model is the model that the failing call names, or "".
func (l *Lab) Model() string { return l.model }

// Requests returns what arrived, in order.
func (l *Lab) Requests() []Recorded {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.seen)
}

// OnRequest has f called after each request that was answered, or broken off. It is set before the first request.
func (l *Lab) OnRequest(f func(Recorded)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onSeen = f
}

// Fix makes the outermost cause that is left go away, by changing the call where the call is what has to change. It
// reports whether there was one.
func (l *Lab) Fix() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.scenario.Fixed; f != nil {
		changed := l.call.Key != f.Key || l.call.Body != f.Body || l.call.Path != f.Path || !maps.Equal(l.call.Headers, f.Headers)
		l.call = *f
		return changed
	}
	if len(l.scenario.Strip) > 0 {
		l.scenario.Strip = nil
		return true
	}
	for _, r := range scenario.Rules() {
		if _, ok := l.refuse[r]; ok {
			delete(l.refuse, r)
			return true
		}
	}
	return false
}

// Fault has every answer from now on go wrong in the given way.
func (l *Lab) Fault(f Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = f
	l.here.stall(f == StallAccept)
}

// Latency sets how long the fault Slow waits before it answers, 2 s otherwise; Drip waits a fortieth of it after each byte.
func (l *Lab) Latency(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay = d
}

func (l *Lab) faulted() Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fault
}

// number returns the next of the numbers that make ids differ.
func (l *Lab) number() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.serial++
	return l.serial
}

func (l *Lab) record(s Recorded) {
	l.mu.Lock()
	l.seen = append(l.seen, s)
	f := l.onSeen
	l.mu.Unlock()
	if f != nil {
		f(s)
	}
}

// wait waits, or until the client or the lab is gone; it reports whether it waited to the end.
func (l *Lab) wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-l.done:
	}
	return false
}

// hold waits until the client or the lab is gone.
func (l *Lab) hold(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-l.done:
	}
}

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", fmt.Sprint(port)) }
