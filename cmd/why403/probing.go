package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/local"
	"why403/flow/probe"
	"why403/flow/redact"
)

// probing holds the flags that say what probes are sent with. No flag takes a key: what stands on a command line can be seen
// by every process of the machine.
type probing struct {
	baseURL, model, object, betas, request, route string
	keyFile, adminKeyFile, otherKeyFile           string
	places                                        []string // NAME=TEXT each.
}

func (p *probing) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.model, "model", "", "the `MODEL` that the failing call names")
	f.StringVar(&p.keyFile, "key-file", "", "read the failing call's key from `FILE`; otherwise the playbook's variables, such as ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN")
	f.StringVar(&p.adminKeyFile, "admin-key-file", "", "read an Admin key from `FILE`; otherwise the playbook's variables, such as WHY403_ADMIN_KEY or ANTHROPIC_ADMIN_KEY")
	f.StringVar(&p.otherKeyFile, "other-key-file", "", "read another key of the same organization from `FILE`, to compare with; otherwise the playbook's variables, such as WHY403_OTHER_KEY or ANTHROPIC_OTHER_KEY")
	f.StringVar(&p.baseURL, "base-url", "", "the `URL` that calls go to; otherwise the playbook's variable, such as ANTHROPIC_BASE_URL")
	f.StringVar(&p.object, "object", "", "the stored object's id or the endpoint's `PATH` that the failing call names, such as file_… or /v1/files")
	f.StringVar(&p.betas, "beta", "", "the anthropic-beta `VALUES` that the failing call sends")
	f.StringVar(&p.request, "request", "", "the `FILE` with the failing call's body, in JSON")
	f.StringArrayVar(&p.places, "place", nil, "what else of the failing call stands in a request, as `NAME=TEXT`, by the playbook's own names")
	f.StringVar(&p.route, "via", "", "another way through the network to compare with: a proxy's `URL`, or direct")
}

// unused writes which of the flags change nothing because nothing is sent.
func (p *probing) unused(w io.Writer) {
	var names []string
	for _, f := range []struct{ name, text string }{
		{"--model", p.model},
		{"--key-file", p.keyFile},
		{"--admin-key-file", p.adminKeyFile},
		{"--other-key-file", p.otherKeyFile},
		{"--base-url", p.baseURL},
		{"--object", p.object},
		{"--beta", p.betas},
		{"--request", p.request},
		{"--via", p.route},
		{"--place", strings.Join(p.places, " ")},
	} {
		if f.text != "" {
			names = append(names, f.name)
		}
	}
	if len(names) > 0 {
		fmt.Fprintln(w, i18n.T("why403: without --probe nothing is sent, so this changes nothing: %s; add --probe free", strings.Join(names, ", ")))
	}
}

// prober returns what sends probes, set up from the environment and the flags. Warnings go to stderr.
func (c *console) prober(p probing, book *content.Book, session func() *flow.Session) (*probe.Bound, error) {
	trusted, err := c.trustIn(book)
	if err != nil {
		return nil, err
	}
	setup, warnings := probe.FromEnvironment(c.env, book.Request, trusted)
	setup.Knowledge, setup.Resolve = content.Way(), c.testOnlyResolve
	setup.System = sync.OnceValue(func() string {
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		defer stop()
		return local.SystemProxy(ctx)
	})
	here := setup.BaseURL
	if p.baseURL != "" {
		setup.BaseURL, setup.BaseFrom = "", ""
	}
	for _, k := range []struct {
		flag, file string
		dst        *probe.Credential
	}{
		{"--key-file", p.keyFile, &setup.Key},
		{"--admin-key-file", p.adminKeyFile, &setup.Admin},
		{"--other-key-file", p.otherKeyFile, &setup.Other},
	} {
		if k.file == "" || trusted == probe.Untrusted {
			continue
		}
		key, more, err := probe.ReadKeyFile(k.file)
		warnings = append(warnings, more...)
		if err == nil {
			*k.dst, err = probe.NewCredential(book.Request, key, k.file)
		}
		if err != nil {
			return nil, usagef("write the key alone into a file that only you can read", "%s: %w", k.flag, err)
		}
	}
	for _, w := range warnings {
		fmt.Fprintf(c.err, "why403: %s\n", redact.Terminal(w))
	}
	ask := probe.New(book.Playbook, book.Read, setup)
	set := ask.Settings()
	for _, f := range []struct {
		dst  *string
		text string
	}{
		{&set.BaseURL, p.baseURL},
		{&set.Model, p.model},
		{&set.Object, p.object},
		{&set.Betas, p.betas},
		{&set.Request, p.request},
		{&set.Route, p.route},
	} {
		if f.text != "" {
			*f.dst = f.text
		}
	}
	if err := ask.Set(set); err != nil {
		return nil, usagef("see why403 probe --help for how each is written", "%w", err)
	}
	for _, text := range p.places {
		name, value, _ := strings.Cut(text, "=")
		place := book.Request.Place(name)
		if place == nil || !place.Takes(value) {
			return nil, usagef("it is NAME=TEXT; why403 probe says what is missing", "--place: the playbook %s takes no %q", book.ID, text)
		}
		ask.Learn(flow.Note{Name: name, Text: value})
	}
	if id := ask.BodyObject(); id != "" {
		fmt.Fprintln(c.err, i18n.T("why403: the stored object is taken from the request's body: %s; --object names another", id))
	}
	return probe.Bind(ask, session, here), nil
}

// scope says which probes a person allows to be sent.
type scope string

const (
	noProbes   scope = ""
	freeProbes scope = "free"
	allProbes  scope = "all"
)

// flagFor returns the flags that give what package probe says is missing; "" for what only another answer gives.
func flagFor(v flow.Variables, missing string) string {
	key := "--key-file"
	if len(v.Key) > 0 {
		key = i18n.T("--key-file, or %s", v.Elsewhere(flow.FailingKey, false))
	}
	for _, f := range [...]struct{ words, flag string }{
		{i18n.T("Admin key"), "--admin-key-file"},
		{i18n.T("another key"), "--other-key-file"},
		{i18n.T("the key of the failing call"), key},
		{i18n.T("the model"), "--model"},
		{i18n.T("stored object"), "--object"},
		{i18n.T("the failing call goes to"), "--object"},
		{i18n.T("body, from a file"), "--request"},
		{i18n.T("another route"), "--via"},
	} {
		if strings.Contains(missing, f.words) && !strings.Contains(missing, i18n.T("an earlier probe names")) {
			return f.flag
		}
	}
	return ""
}
