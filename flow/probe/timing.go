package probe

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"

	"why403/flow"
)

// watch takes the times of one attempt and passes its stages on. Its hooks run on several goroutines, and late ones still
// after the attempt is over.
type watch struct {
	mu    sync.Mutex
	t     flow.Timing
	start time.Time
	begun struct{ dns, connect, tls time.Time }
	stage flow.ProbeStage
	pass  func(flow.ProbeStage)
	over  bool
}

func newWatch(pass func(flow.ProbeStage)) *watch { return &watch{start: time.Now(), pass: pass} }

// reach notes a stage, unless the attempt is further already.
func (w *watch) reach(s flow.ProbeStage, begun *time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if begun != nil && begun.IsZero() {
		*begun = time.Now()
	}
	if s > w.stage {
		w.stage = s
		w.pass(s)
	}
}

// add notes how long a part took; a part that happens twice, as TLS does with a proxy, counts as a whole.
func (w *watch) add(dst *time.Duration, begun *time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over && !begun.IsZero() {
		*dst += time.Since(*begun)
		*begun = time.Time{}
	}
}

// end stops the watch and returns what it saw.
func (w *watch) end() (flow.Timing, flow.ProbeStage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.t.Total = time.Since(w.start)
	return w.t, w.stage
}

func (w *watch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart:          func(httptrace.DNSStartInfo) { w.reach(flow.Resolving, &w.begun.dns) },
		DNSDone:           func(httptrace.DNSDoneInfo) { w.add(&w.t.DNS, &w.begun.dns) },
		ConnectStart:      func(string, string) { w.reach(flow.Connecting, &w.begun.connect) },
		ConnectDone:       func(string, string, error) { w.add(&w.t.Connect, &w.begun.connect) },
		TLSHandshakeStart: func() { w.reach(flow.Securing, &w.begun.tls) },
		TLSHandshakeDone:  func(tls.ConnectionState, error) { w.add(&w.t.TLS, &w.begun.tls) },
		WroteRequest:      func(httptrace.WroteRequestInfo) { w.reach(flow.Waiting, nil) },
		GotFirstResponseByte: func() {
			w.reach(flow.Receiving, nil)
			w.mu.Lock()
			defer w.mu.Unlock()
			if !w.over {
				w.t.FirstByte = time.Since(w.start)
			}
		},
	}
}
