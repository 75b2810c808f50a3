package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/probe"
	"why403/flow/trust"
)

// What a playbook of somebody else's may use is a person's to say, once for its digest: in a terminal why403 asks, elsewhere
// --trust says it. Without that nothing is read from the environment for it, nothing is sent, and no program is pointed to it.

func (c *console) trusts() *trust.OwnFile { return trust.At(filepath.Dir(journal.Dir(c.env))) }

// trustIn returns how far the playbook is trusted, as the flag and what was kept say.
func (c *console) trustIn(book *content.Book) (probe.Trust, error) {
	if book.Ships() {
		return probe.Own, nil
	}
	if _, ok, err := c.trusts().Since(book.Digest); ok || err != nil {
		if err != nil {
			return probe.Untrusted, err
		}
		return probe.Trusted, nil
	}
	switch {
	case c.trust == "":
		return probe.Untrusted, nil
	case !strings.EqualFold(c.trust, book.Digest):
		return probe.Untrusted, usagef("look at what changed in it; its digest is "+book.Digest, "--trust: the playbook %s is not the one with this digest", book.ID)
	}
	return probe.Trusted, c.trusts().Add(book.Digest, c.now())
}

// sends reports whether the playbook says where requests go.
func sends(book *content.Book) bool { return book.Request.BaseURL != "" }

// needTrust returns an error unless the playbook is trusted. Where there is a terminal it asks; ask is false for commands that
// never do.
func (c *console) needTrust(ctx context.Context, book *content.Book, ask bool) error {
	t, err := c.trustIn(book)
	if err != nil || t != probe.Untrusted || !sends(book) {
		return err
	}
	if ask && c.inTerminal {
		switch agreed, err := c.askTrust(ctx, book); {
		case err != nil:
			return err
		case agreed:
			return nil
		}
		fmt.Fprintln(c.err, i18n.T("why403: nothing was sent"))
		return &exitError{code: exitOpen}
	}
	return usagef("if that is right, add --trust "+book.Digest, "the playbook %s does not come with why403, and nobody has agreed to what it uses: %s", book.ID, uses(book))
}

// offerTrust asks before a conversation begins. The conversation goes on without requests where the answer is no, or where
// nobody can be asked.
func (c *console) offerTrust(ctx context.Context, book *content.Book) error {
	t, err := c.trustIn(book)
	if err != nil || t != probe.Untrusted || !sends(book) {
		return err
	}
	if !c.inTerminal {
		fmt.Fprintln(c.err, i18n.T("why403: the playbook %s does not come with why403, and there is no terminal to ask on: it sends nothing and reads no variable (%s). --trust %s lets it.", book.ID, uses(book), book.Digest))
		return nil
	}
	_, err = c.askTrust(ctx, book)
	return err
}

// askTrust shows what the playbook uses and asks. What is agreed to is kept.
func (c *console) askTrust(ctx context.Context, book *content.Book) (bool, error) {
	agreed, err := c.agreed(ctx, i18n.T("The playbook %s does not come with why403.\n%s\nIts digest is %s; a change to it asks again.\nLet it? [y/N] ", book.ID, mayDo(book), book.Digest))
	if err != nil || !agreed {
		return false, err
	}
	return true, c.trusts().Add(book.Digest, c.now())
}

// mayDo says what the playbook uses, and lists the commands that it shows.
func mayDo(book *content.Book) string {
	text := i18n.T("It sends nothing and reads no variable")
	if sends(book) {
		text = uses(book)
	}
	text += "."
	if shown := book.ShownCommands(); len(shown) > 0 {
		text += "\n" + i18n.T("It shows these for you to run; why403 runs none of them:")
		for _, command := range shown {
			text += "\n  " + strings.ReplaceAll(command, "\n", "\n    ")
		}
	}
	return text
}

// uses says in words which variables the playbook reads, and where what they hold goes.
func uses(book *content.Book) string {
	v := book.Request.Variables
	from := i18n.T("no variable, only a key that you type")
	if names := v.Credentials(); len(names) > 0 {
		from = strings.Join(names, ", ")
	}
	hosts := strings.Join(book.Request.Hosts, ", ")
	if v.BaseURL == "" {
		return i18n.T("It uses %s, and sends that to %s", from, hosts)
	}
	return i18n.T("It uses %s, and sends that to %s; %s may name one of these", from, hosts, v.BaseURL)
}

// keysOf says in a word whether the playbook may use credentials.
func (c *console) keysOf(book *content.Book) string {
	switch at, ok, _ := c.trusts().Since(book.Digest); {
	case book.Ships():
		return "ships"
	case !sends(book):
		return "none"
	case ok:
		return i18n.T("since %s", at.Format("2006-01-02"))
	default:
		return "asks"
	}
}
