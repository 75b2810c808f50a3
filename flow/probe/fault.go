package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"why403/flow"
	"why403/flow/redact"
)

// strange says what an answer was that the API did not write, or that tells nothing, and what to do.
func (j *judgement) strange() string {
	r := j.r
	switch {
	case r.Status == 0:
		return "There was no answer."
	case r.Status < 200:
		return fmt.Sprintf("The answer was a bare %d, with nothing after it.", r.Status)
	case j.tunnel != "" && r.Status == http.StatusProxyAuthRequired, r.Status == http.StatusProxyAuthRequired:
		return "The proxy wants a user name and a password (407); put them into the proxy's URL, or take another way."
	case j.tunnel != "":
		return fmt.Sprintf("The proxy %s refused to open a tunnel to the API (%d); the request never got out. Ask who runs the proxy to let it through.", j.tunnel, r.Status)
	case r.Status >= 300 && r.Status < 400:
		return fmt.Sprintf("The answer was a redirect (%d) to %s; the key was not sent there. The base URL may be wrong, or the network wants a sign-in.", r.Status, j.target())
	case r.Status == http.StatusTooManyRequests:
		return "The answer was 429, a rate limit; wait a minute and send it again."
	case r.Status == 529:
		return "The API is overloaded (529); wait a minute and send it again."
	case r.Status >= 500:
		return fmt.Sprintf("The answer was %d, a fault of the server or of something on the way; send it again later.", r.Status)
	case encoded(r.Response):
		return "The answer came packed although none of that was asked for, so it was not read; something on the way changes answers."
	case r.Cut:
		return "The answer is longer than any of the API's and was not read to its end; something else answered."
	case r.Status < 300 && r.html():
		return fmt.Sprintf("A page answered instead of the API (%d); the network may want a sign-in first. Open any page in a browser, then send it again.", r.Status)
	case r.Status < 300 && len(r.Body) == 0:
		return fmt.Sprintf("The answer was %d without a body; something on the way may have emptied it.", r.Status)
	case r.Status < 300:
		return fmt.Sprintf("The answer was %d and is not whole JSON of the API; something on the way may have changed it or broken it off.", r.Status)
	case r.Status == http.StatusForbidden:
		return fmt.Sprintf("Something on the way answered 403 with %s, so it says nothing about the key.", r.shape())
	default:
		return fmt.Sprintf("The answer was %d with %s, and is not the API's own; the base URL may be wrong, or something on the way answered.", r.Status, r.shape())
	}
}

// target returns the host that a redirect names.
func (j *judgement) target() string {
	u, err := url.Parse(j.r.Header("Location"))
	base := j.s.base(j.p.pb)
	switch {
	case err != nil || u.Host == "" && base == nil:
		return "an address that is none"
	case u.Host == "":
		return base.Host + ", with another path"
	default:
		return redact.Text(u.Host)
	}
}

// fault says why there is no answer, and what to do. It contains nothing that the other side wrote.
func (e *exchanged) fault(pb *flow.Playbook, pr *flow.Probe) string {
	host := e.host(pb)
	var (
		dns       *net.DNSError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		refused   *refusal
	)
	if e.toProxy(pb) {
		host = "the proxy"
	}
	switch {
	case errors.As(e.err, &refused):
		return sentence("Not sent: " + refused.Error())
	case errors.Is(e.err, context.Canceled):
		return "Stopped before it was answered."
	case timedOut(e.err):
		return e.late(host, pr)
	case errors.As(e.err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("The name of %s is not known to this machine's name server; check the base URL, the network, and the VPN.", host)
	case errors.As(e.err, &dns):
		return fmt.Sprintf("The address of %s could not be looked up; check the network and the VPN.", host)
	case errors.As(e.err, &authority):
		return fmt.Sprintf("The certificate of %s is from an authority that this machine does not know; a proxy that opens TLS may stand on the way.", host)
	case errors.As(e.err, &name):
		return fmt.Sprintf("The certificate that was shown is not for %s; something on the way answers for it, or the base URL is wrong.", host)
	case errors.As(e.err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("The certificate of %s has expired or is not valid yet; check this machine's clock.", host)
	case errors.As(e.err, &invalid), errors.As(e.err, &verify):
		return fmt.Sprintf("The certificate of %s is not valid.", host)
	case errors.As(e.err, &record):
		return "Where TLS was expected something else answered; the port or the proxy may be wrong."
	case errors.As(e.err, &alert):
		return fmt.Sprintf("TLS could not be agreed on with %s.", host)
	case errors.Is(e.err, syscall.ECONNREFUSED):
		return fmt.Sprintf("The connection was refused: nothing listens there at %s, or a firewall is on the way.", host)
	case errors.Is(e.err, syscall.ECONNRESET), errors.Is(e.err, syscall.EPIPE):
		return "The connection was reset before the answer was there; a firewall may be on the way."
	case errors.Is(e.err, syscall.ENETUNREACH), errors.Is(e.err, syscall.EHOSTUNREACH):
		return fmt.Sprintf("There is no way through the network to %s.", host)
	case errors.Is(e.err, io.EOF), errors.Is(e.err, io.ErrUnexpectedEOF), strings.Contains(e.err.Error(), "EOF"):
		return "The connection was closed before the answer was whole."
	case e.stage == flow.Connecting && e.proxied:
		return "The proxy did not open a way to the API."
	default:
		return "There was no answer that could be read as HTTP."
	}
}

// host is the one that was asked.
func (e *exchanged) host(pb *flow.Playbook) string {
	if e.to != nil {
		return e.to.Hostname()
	}
	if u := e.setup.base(pb); u != nil {
		return u.Hostname()
	}
	return "the host"
}

// toProxy reports whether it failed on the way to the proxy.
func (e *exchanged) toProxy(pb *flow.Playbook) bool {
	var network *net.OpError
	errors.As(e.err, &network)
	return e.proxied && (network != nil && network.Op == "dial" || dnsOf(e.err) != "" && dnsOf(e.err) != e.host(pb))
}

func dnsOf(err error) string {
	var d *net.DNSError
	if errors.As(err, &d) {
		return d.Name
	}
	return ""
}

func timedOut(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

// late says at which point the time was up.
func (e *exchanged) late(host string, pr *flow.Probe) string {
	at := "nothing was sent yet"
	switch e.stage {
	case flow.Resolving:
		at = "the address of " + host + " was not found"
	case flow.Connecting:
		at = "no connection to " + host + " came about"
	case flow.Securing:
		at = "TLS was not agreed on with " + host
	case flow.Waiting:
		at = "the request was out and no answer began"
	case flow.Receiving:
		at = "the answer began and did not end"
	case flow.Pausing:
		at = "the service had asked to wait"
	}
	return fmt.Sprintf("No answer within %s: %s. A firewall or a proxy on the way may hold it up.", pr.Deadline, at)
}

// refusal is a reason of our own for not sending.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }
