package lab

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// listening is one listener with its server.
type listening struct {
	net.Listener
	srv     *http.Server
	mu      sync.Mutex
	stalled bool
	held    []net.Conn
}

func (l *Lab) server(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
}

func (l *Lab) listen(port int, h http.Handler, named bool) (*listening, error) {
	ln, err := net.Listen("tcp", loopback(port))
	if err != nil {
		if named && port != 0 {
			return nil, fmt.Errorf("lab: port %d cannot be used: %w", port, err)
		}
		return nil, fmt.Errorf("lab: %w", err)
	}
	s := &listening{Listener: ln, srv: l.server(h)}
	go s.srv.Serve(s)
	return s, nil
}

func (l *Lab) listenTLS(h http.Handler) (*listening, error) {
	cert, err := selfSigned()
	if err != nil {
		return nil, fmt.Errorf("lab: make a certificate: %w", err)
	}
	ln, err := net.Listen("tcp", loopback(0))
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	s := &listening{Listener: ln, srv: l.server(h)}
	go s.srv.Serve(tls.NewListener(s, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}))
	return s, nil
}

// Accept returns the next connection; a stalled listener takes connections and leaves them alone.
func (s *listening) Accept() (net.Conn, error) {
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		if !s.stalled {
			s.mu.Unlock()
			return c, nil
		}
		s.held = append(s.held, c)
		s.mu.Unlock()
	}
}

func (s *listening) stall(on bool) {
	s.mu.Lock()
	s.stalled = on
	s.mu.Unlock()
	// A connection that is kept alive would get around it.
	s.srv.SetKeepAlivesEnabled(!on)
}

func (s *listening) addr() string { return s.Listener.Addr().String() }

func (s *listening) close() {
	s.srv.Close()
	s.Listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.held {
		c.Close()
	}
}

// forward is the proxy to the outside world from elsewhere. It leads to the lab and nowhere else.
func (l *Lab) forward(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		if !l.own(r.Host) {
			http.Error(w, "the lab's proxy leads to the lab only", http.StatusBadGateway)
			return
		}
		l.tunnel(w)
		return
	}
	if !r.URL.IsAbs() || !l.own(r.URL.Host) {
		http.Error(w, "the lab's proxy leads to the lab only", http.StatusBadGateway)
		return
	}
	r.URL = &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	l.api(Elsewhere)(w, r)
}

// own reports whether the host and port are the lab's API.
func (l *Lab) own(host string) bool {
	return host == l.here.addr() || host == l.secure.addr()
}

// tunnel answers CONNECT and hands what comes through to the API.
func (l *Lab) tunnel(w http.ResponseWriter) {
	c, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		c.Close()
		return
	}
	inner := &buffered{Conn: c, r: buf.Reader}
	first, err := inner.r.Peek(1)
	if err != nil {
		c.Close()
		return
	}
	if first[0] == 22 { // A TLS handshake.
		if cert, err := selfSigned(); err == nil {
			l.tunnels.add(tls.Server(inner, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}))
			return
		}
	}
	l.tunnels.add(inner)
}

// buffered is a connection of which some was read already.
type buffered struct {
	net.Conn
	r *bufio.Reader
}

func (b *buffered) Read(p []byte) (int, error) { return b.r.Read(p) }

// tunnels is a listener of the connections that came through the proxy.
type tunnels struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
	srv   *http.Server
	mu    sync.Mutex
}

func newTunnels() *tunnels { return &tunnels{conns: make(chan net.Conn), done: make(chan struct{})} }

func (t *tunnels) serve(srv *http.Server) {
	t.mu.Lock()
	t.srv = srv
	t.mu.Unlock()
	srv.Serve(t)
}

func (t *tunnels) add(c net.Conn) {
	select {
	case t.conns <- c:
	case <-t.done:
		c.Close()
	}
}

// Accept implements net.Listener.
func (t *tunnels) Accept() (net.Conn, error) {
	select {
	case c := <-t.conns:
		return c, nil
	case <-t.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (t *tunnels) Close() error {
	t.once.Do(func() { close(t.done) })
	t.mu.Lock()
	srv := t.srv
	t.mu.Unlock()
	if srv != nil {
		go srv.Close() // It calls back.
	}
	return nil
}

// Addr implements net.Listener.
func (t *tunnels) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// selfSigned makes a certificate that nobody trusts.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(403), Subject: pkix.Name{CommonName: "why403 lab", Organization: []string{"Nobody"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
