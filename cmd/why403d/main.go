// Command why403d offers why403's conversation over SSH, so that a team shares its sessions.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"why403/cmd/why403d/desk"
	"why403/cmd/why403d/people"
	"why403/flow/build"
	"why403/flow/conversation"
	"why403/flow/journal/postgres"
	"why403/flow/redact"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

const usage = `usage: why403d serve --dir DIR --authorized-keys FILE [--listen ADDRESS]
       why403d check --authorized-keys FILE
       why403d --version

Offers why403's conversation over SSH. Engineers sign in with the keys in FILE, whose lines are those of sshd; name="…" and
role="engineer|probes|diagnose" may stand before a key. Sessions and the host key are kept in DIR. check tells who gets in by FILE, and which lines let nobody in.

`

// run serves until it is told to stop. The exit codes are those of why403: 0, 1 after a failure, 2 for wrong usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 1 && args[0] == "--version" {
		fmt.Fprintln(stdout, "why403d", build.Line())
		return 0
	}
	if len(args) > 0 && args[0] == "check" {
		return check(args[1:], stdout, stderr)
	}
	flags := flag.NewFlagSet("why403d", flag.ContinueOnError)
	flags.SetOutput(masked{stderr})
	cfg := desk.Needs{Limits: desk.Usual(), Now: time.Now, Log: slog.New(slog.NewTextHandler(stderr, nil))}
	listen := flags.String("listen", "127.0.0.1:2222", "the `ADDRESS` to listen on")
	flags.StringVar(&cfg.Dir, "dir", "", "keep sessions and the host key in `DIR`")
	store := flags.String("store", "", "keep sessions in the PostgreSQL at `ADDRESS`, such as postgres://why403@db.example/why403, instead of DIR")
	flags.StringVar(&cfg.Keys, "authorized-keys", "", "let in those whose public keys stand in `FILE`")
	flags.StringVar(&cfg.Public, "public", "", "tell customers to come to `HOST[:PORT]`; otherwise to where it listens")
	flags.IntVar(&cfg.Limits.Sessions, "sessions", cfg.Limits.Sessions, "how many sessions can be open at once")
	flags.IntVar(&cfg.Limits.PerPerson, "sessions-each", cfg.Limits.PerPerson, "how many of them can be one person's")
	flags.DurationVar(&cfg.Limits.Idle, "idle", cfg.Limits.Idle, "end a session after so long without a key")
	flags.DurationVar(&cfg.Limits.Longest, "longest", cfg.Limits.Longest, "end a connection after so long in any case")
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	if len(args) == 0 || args[0] != "serve" {
		flags.Usage()
		return 2
	}
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "why403d: %d words are too much; see why403d serve --help\n", flags.NArg())
		return 2
	case cfg.Dir == "" || cfg.Keys == "":
		fmt.Fprintln(stderr, "why403d: --dir and --authorized-keys are needed; see why403d serve --help")
		return 2
	}
	if err := serve(ctx, cfg, *store, *listen, stdout); err != nil {
		fmt.Fprintf(stderr, "why403d: %v\n", err)
		return 1
	}
	return 0
}

// check tells who gets in by a file of keys, and which of its lines let nobody in. The exit code is 1 if there are such lines.
func check(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("why403d check", flag.ContinueOnError)
	flags.SetOutput(masked{stderr})
	file := flags.String("authorized-keys", "", "look at the public keys in `FILE`")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case *file == "" || flags.NArg() > 0:
		fmt.Fprintln(stderr, "why403d: check takes --authorized-keys FILE and nothing else")
		return 2
	}
	list, bad, err := people.Read(*file, conversation.CustomerName)
	if err != nil {
		fmt.Fprintf(stderr, "why403d: %v\n", err)
		return 1
	}
	var lines []string
	for _, p := range list {
		lines = append(lines, fmt.Sprintf("%s gets in as %s", p.Name, p.Role))
	}
	slices.Sort(lines)
	for _, l := range lines {
		fmt.Fprintln(stdout, l)
	}
	for _, b := range bad {
		fmt.Fprintf(masked{stderr}, "%v\n", b)
	}
	if len(bad) > 0 {
		return 1
	}
	return 0
}

// masked prints without secrets what is written to it in one piece.
type masked struct{ out io.Writer }

func (m masked) Write(p []byte) (int, error) {
	text, _ := redact.Secrets(string(p))
	if _, err := io.WriteString(m.out, text); err != nil {
		return 0, err
	}
	return len(p), nil
}

func serve(ctx context.Context, cfg desk.Needs, store, listen string, stdout io.Writer) error {
	if store != "" {
		db, err := postgres.Open(ctx, store)
		if err != nil {
			return err
		}
		defer db.Close()
		cfg.Keeper = db
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	cfg.Public = cmp.Or(cfg.Public, l.Addr().String())
	d, err := desk.Open(cfg)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	fmt.Fprintf(stdout, "listening on %s\nhost key %s\n", l.Addr(), d.Fingerprint())
	return d.Serve(ctx, l)
}
