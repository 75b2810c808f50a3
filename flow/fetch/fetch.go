// Package fetch gets a file that a person named by its address. It sends no credential and no cookie, and keeps nothing.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"why403/flow"
)

const (
	deadline     = 2 * time.Minute
	maxRedirects = 5
	form         = "an address is https://HOST/PATH.zip, or github:OWNER/NAME@TAG"
	hint         = "download it yourself, and name the file"
)

// Parse returns the address that the text is: of a ZIP file, over https, or over http from this machine. One with a password or a
// query is refused, and not repeated: it would be kept, and shown in lists. The error is a flow.UsageError.
func Parse(address string) (*url.URL, error) {
	to, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, flow.Usagef(form, "the address cannot be read")
	case to.User != nil || to.RawQuery != "" || to.Fragment != "":
		return nil, flow.Usagef(hint, "an address with a password or a query is not taken: either may be a secret")
	case !strings.HasSuffix(strings.ToLower(to.Path), ".zip"):
		return nil, flow.Usagef(form, "%s is no address of a ZIP file", to)
	}
	return to, allowed(to)
}

// Get returns what is at the address, which Parse takes, and at most so many bytes. Its redirects stay on https, or on this machine.
// Its errors are a flow.UsageError, but for the context's own.
func Get(ctx context.Context, address string, most int64) ([]byte, error) {
	to, err := Parse(address)
	if err != nil {
		return nil, err
	}
	timed, stop := context.WithTimeout(ctx, deadline)
	defer stop()
	req, err := http.NewRequestWithContext(timed, http.MethodGet, to.String(), nil)
	if err != nil {
		return nil, failed(ctx, to, err)
	}
	req.Header.Set("User-Agent", "why403")
	client := http.Client{CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		r.Header.Del("Referer")
		return allowed(r.URL)
	}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, failed(ctx, to, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, flow.Usagef("check the address and the tag in a browser", "%s answers HTTP %d", to, resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case err != nil:
		return nil, failed(ctx, to, err)
	case int64(len(data)) > most:
		return nil, flow.Usagef("a playbook is smaller; check the address", "%s is longer than %d MiB", to, most>>20)
	}
	return data, nil
}

// failed is the error of what cannot be read, without the address that a redirect led to, which may hold a secret.
func failed(ctx context.Context, to *url.URL, err error) error {
	var wrong *url.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &wrong):
		err = wrong.Err
	}
	return flow.Usagef(hint, "%s cannot be read: %w", to, err)
}

// allowed returns an error unless a file may come from there.
func allowed(to *url.URL) error {
	if to.Host == "" || to.Scheme != "https" && (to.Scheme != "http" || !flow.Loopback(to.Hostname())) {
		return flow.Usagef(form, "%s://%s is no https address", to.Scheme, to.Host)
	}
	return nil
}
