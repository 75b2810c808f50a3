package lab

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"why403/flow"
)

// FailingRequest is the failing call, as the person's program sends it to the lab; after Fix, as it should be. It is nil
// when the call does not go to the API.
func (l *Lab) FailingRequest() (*http.Request, error) {
	if l.scenario.OffAPI() {
		return nil, nil
	}
	l.mu.Lock()
	c := l.call
	l.mu.Unlock()
	r, err := http.NewRequest(c.Method, l.URL()+c.Path, strings.NewReader(c.Body))
	if err != nil {
		return nil, fmt.Errorf("lab: the failing call: %w", err)
	}
	for _, h := range l.shape.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	if c.Body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.Headers {
		r.Header.Set(name, value)
	}
	k := l.scenario.World.Key(c.Key)
	switch {
	case k == nil:
	case c.Bearer || l.bearer(k):
		r.Header.Set("Authorization", "Bearer "+k.Key)
	default:
		r.Header.Set(l.shape.KeyHeader, k.Key)
	}
	return r, nil
}

// FailingText sends the failing call and returns what curl -i would print of the answer, or what the program prints where
// the call does not go to the API. It reads at most 1 MiB.
func (l *Lab) FailingText(ctx context.Context) (string, error) {
	if l.scenario.OffAPI() {
		return l.scenario.Text, nil
	}
	r, err := l.FailingRequest()
	if err != nil {
		return "", err
	}
	tr := &http.Transport{DisableCompression: true, DisableKeepAlives: true} // No proxy: it goes out from here.
	client := &http.Client{Transport: tr, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r.WithContext(ctx))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return "", fmt.Errorf("lab: read the answer: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", resp.Proto, resp.Status)
	for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
		for _, v := range resp.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(name), v)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", body)
	return b.String(), nil
}

// Variable is the environment variable that programs read the failing call's credential from.
func (l *Lab) Variable() string {
	k := l.scenario.World.Key(l.scenario.Call.Key)
	return l.shape.Variables.Elsewhere(flow.FailingKey, l.shape.KeyHeader == "" || k != nil && l.bearer(k))
}

// Curl is the failing call as a command for a POSIX shell, which takes address and key from the environment; "" where the
// call does not go to the API.
func (l *Lab) Curl() string {
	if l.scenario.OffAPI() {
		return ""
	}
	l.mu.Lock()
	c := l.call
	l.mu.Unlock()
	var b strings.Builder
	header := l.shape.KeyHeader + ": %s"
	if k := l.scenario.World.Key(c.Key); c.Bearer || k != nil && l.bearer(k) {
		header = "authorization: Bearer %s"
	}
	fmt.Fprintf(&b, "printf '%s\\n' \"$%s\" |\n", header, l.Variable())
	fmt.Fprintf(&b, "curl -i \"$%s\"'%s' -H @-", l.shape.Variables.BaseElsewhere(), quoted(c.Path))
	for _, h := range l.shape.Headers {
		fmt.Fprintf(&b, " -H '%s: %s'", h.Name, quoted(h.Value))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		fmt.Fprintf(&b, " -H '%s: %s'", name, quoted(c.Headers[name]))
	}
	if c.Body != "" {
		fmt.Fprintf(&b, " \\\n  -H 'content-type: application/json' -d '%s'", quoted(c.Body))
	}
	return b.String()
}

// quoted makes a text fit between single quotation marks of a shell.
func quoted(s string) string { return strings.ReplaceAll(s, "'", `'\''`) }
