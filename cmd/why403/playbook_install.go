package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/fetch"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// Playbooks travel: they are installed from what a person names, kept at a version, and handed on. Installing lets a playbook do
// nothing yet; see trustIn.

func (c *console) playbookInstall() *cobra.Command {
	replace := false
	cmd := &cobra.Command{
		Use:   "install URL|FOLDER|FILE",
		Short: "Install a playbook of somebody else's",
		Long: `Takes a playbook from a folder, a YAML file, a ZIP file, or an address, checks it as lint does, shows what it may do, and
keeps it under its id. It uses no key and sends nothing before you agreed to that, which is asked when it is used.

An address is https://HOST/PATH.zip, or github:OWNER/NAME@TAG for a repository that is a playbook. Source, version and digest
are kept in lock.json in the folder that "why403 playbook list" names.`,
		Example: `  why403 playbook install ./dns
  why403 playbook install dns.zip --replace
  why403 playbook install github:acme/why-dns@v1.2.0`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runInstall(cmd.Context(), args[0], replace) },
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "take the place of another version that is installed")
	return cmd
}

func (c *console) runInstall(ctx context.Context, source string, replace bool) error {
	o, err := originOf(source)
	if err != nil {
		return err
	}
	s, err := c.stage(ctx, o)
	if err != nil {
		return err
	}
	if s.Replaces() && !replace {
		s.Discard()
		return usagef("add --replace to have this one instead, or why403 playbook update "+s.ID, "another version of the playbook %s is installed", s.ID)
	}
	fmt.Fprintf(c.out, "%s: %s\n%s\n", s.ID, s.Title, mayDo(s.Book))
	return c.install(s, o)
}

// install makes a staged playbook the one that counts.
func (c *console) install(s *content.Staged, o origin) error {
	if err := s.Keep(o.source, o.version, c.now()); err != nil {
		s.Discard()
		return err
	}
	fmt.Fprintln(c.err, i18n.T("why403: installed %s; its digest is %s\nwhy403: next: why403 --playbook %[1]s", s.ID, s.Digest))
	return nil
}

// origin is where a playbook comes from.
type origin struct {
	source  string // As it is kept: an absolute path, or what was given.
	address string // What is fetched; empty for a path.
	version string // The tag; may be empty.
}

var tagged = regexp.MustCompile(`^github:([A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+)@([A-Za-z0-9._/+-]+)$`)

// originOf reads what a person named. Where GitHub keeps the archive of a tag: docs.github.com, "Downloading source code archives".
func originOf(source string) (origin, error) {
	m := tagged.FindStringSubmatch(source)
	switch {
	case m != nil && fs.ValidPath(m[1]+"/"+m[2]):
		return origin{source, "https://github.com/" + m[1] + "/archive/refs/tags/" + m[2] + ".zip", m[2]}, nil
	case strings.HasPrefix(source, "github:"):
		return origin{}, usagef("a repository is github:OWNER/NAME@TAG", "%q names no repository with a tag", redact.Terminal(source))
	case strings.Contains(source, "://"):
		if _, err := fetch.Parse(source); err != nil {
			return origin{}, err
		}
		return origin{source: source, address: source}, nil
	}
	at, err := filepath.Abs(source)
	if err != nil {
		return origin{}, fmt.Errorf("find %s: %w", source, err)
	}
	return origin{source: at}, nil
}

// stage reads a playbook from where it comes and checks it.
func (c *console) stage(ctx context.Context, o origin) (*content.Staged, error) {
	pack, err := readPack(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", redact.Terminal(o.source), err)
	}
	s, err := c.playbooks().Stage(pack, c.now())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", redact.Terminal(o.source), err)
	}
	return s, nil
}

func readPack(ctx context.Context, o origin) (content.Pack, error) {
	var data []byte
	var err error
	switch {
	case o.address != "":
		data, err = fetch.Get(ctx, o.address, content.MaxArchive)
	case strings.EqualFold(filepath.Ext(o.source), ".zip") && !isFolder(o.source):
		data, err = files.Input{Path: o.source, Most: content.MaxArchive, Regular: true, Hint: "name a ZIP file of a playbook"}.Read(ctx)
	default:
		return content.PackPath(o.source)
	}
	if err != nil {
		return content.Pack{}, err
	}
	return content.PackArchive(data)
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func (c *console) playbookUpdate() *cobra.Command {
	return &cobra.Command{
		Use:   "update [NAME]…",
		Short: "Take installed playbooks from where they came from again, and say what changed",
		Long: `Takes playbooks from their source again, all that were installed or those that are named, and says what changed. One that
decides otherwise than before is asked about again when it is used. For another tag, install it with --replace.`,
		ValidArgsFunction: c.keptNames,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.runUpdate(cmd.Context(), args) },
	}
}

func (c *console) runUpdate(ctx context.Context, names []string) error {
	kept, err := c.playbooks().Kept()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(kept))
	}
	for _, name := range names {
		if _, ok := kept[name]; !ok {
			return usagef("why403 playbook list shows where each comes from", "no playbook %q was installed by a command", redact.Terminal(name))
		}
	}
	var failed error
	for _, name := range names { // One whose source is gone keeps no other from its new version.
		failed = errors.Join(failed, c.update(ctx, name, kept[name]))
	}
	return failed
}

func (c *console) update(ctx context.Context, name string, was content.Kept) error {
	o, err := originOf(was.Source)
	if err != nil {
		return err
	}
	s, err := c.stage(ctx, o)
	if err != nil {
		return err
	}
	switch {
	case s.ID != name:
		s.Discard()
		return usagef("why403 playbook install takes that one, too", "%s: it is the playbook %s now, not %s", redact.Terminal(was.Source), s.ID, name)
	case s.Same():
		s.Discard()
		fmt.Fprintln(c.err, i18n.T("why403: %s has not changed", name))
		return nil
	}
	fmt.Fprintln(c.out, i18n.T("%s: digest %s, was %s", name, s.Digest[:12], was.Digest[:min(12, len(was.Digest))]))
	if s.Old != nil {
		for _, line := range content.Changes(s.Old, s.Book) {
			fmt.Fprintln(c.out, "  "+line)
		}
	}
	return c.install(s, o)
}

func (c *console) playbookRemove() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:     "remove NAME…",
		Aliases: []string{"rm"},
		Short:   "Remove installed playbooks for good",
		Long: `Removes installed playbooks from this machine, after showing which, and asks. Sessions in them stay, and go on once the
playbook is installed again; what you agreed to for its digest stays as well.

` + statuses(map[int]string{exitVerdict: "removed", exitOpen: "nothing was removed"}),
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: c.installedNames,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.runRemove(cmd.Context(), args, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "remove them without asking")
	return cmd
}

func (c *console) runRemove(ctx context.Context, names []string, yes bool) error {
	lib := c.playbooks()
	kept, err := lib.Kept()
	if err != nil {
		return err
	}
	for _, name := range names {
		at, err := lib.InstalledAt(name)
		if err != nil {
			return err
		}
		what := i18n.T("cannot be read")
		if b, err := content.LoadPath(at); err == nil {
			what = b.Title
		}
		from := redact.Terminal(at)
		if k, ok := kept[name]; ok {
			from = i18n.T("installed from %s on %s", redact.Terminal(k.Source), k.Installed.Format("2006-01-02"))
		}
		fmt.Fprintf(c.out, "%s: %s\n  %s\n", name, what, from)
	}
	if err := c.allowed(ctx, yes, i18n.T("Remove for good?"), i18n.T("nothing was removed")); err != nil {
		return err
	}
	for _, name := range names {
		if err := lib.Remove(name, c.now()); err != nil {
			return err
		}
		fmt.Fprintln(c.err, i18n.T("why403: removed the playbook %s", name))
	}
	return nil
}

func (c *console) playbookExport() *cobra.Command {
	return &cobra.Command{
		Use:   "export PLAYBOOK FILE",
		Short: "Write a playbook to a ZIP file, which install takes",
		Long: `Writes an installed playbook, a folder or a YAML file of one to a ZIP file. The same playbook gives the same bytes on every
machine with this version of why403. A file that exists is never written over.`,
		Example:           `  why403 playbook export dns dns.zip`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: c.playbookNames,
		RunE:              func(_ *cobra.Command, args []string) error { return c.runExportPlaybook(args[0], args[1]) },
	}
}

func (c *console) runExportPlaybook(name, file string) error {
	lib := c.playbooks()
	at := name
	if _, err := os.Stat(name); err != nil || slices.Contains(content.Shipped(), name) {
		if at, err = lib.InstalledAt(name); err != nil {
			return err
		}
	}
	pack, err := content.PackPath(at)
	if err != nil {
		return err
	}
	data, err := pack.Archive()
	if err != nil {
		return err
	}
	if err := files.Write(file, data, 0o644, false); err != nil {
		return err
	}
	fmt.Fprintln(c.err, i18n.T("why403: wrote %s, %s\nwhy403: next, elsewhere: why403 playbook install %s", file, i18n.Count(len(pack.Files), i18n.T("file")), path.Base(filepath.ToSlash(file))))
	return nil
}
