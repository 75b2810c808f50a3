// Command why403-mcp gives coding agents what why403 knows, over the Model Context Protocol on standard input and output: a text is
// diagnosed, a question answered, a fix written out, requests listed. Nothing is sent unless --allow-probes says so, and nothing is
// kept: the diagnoses are gone with the process.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"why403/content"
	"why403/flow/build"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run serves until the client leaves. The exit codes are those of why403: 0, 1 after a failure, 2 for wrong usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("why403-mcp", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var allowed string
	flags.StringVar(&allowed, "allow-probes", "", "let agents send `REQUESTS` with the key of this environment: free, or all with those that cost something")
	showVersion := flags.Bool("version", false, "print version, commit and day, and stop")
	flags.Usage = func() {
		fmt.Fprintf(stderr, "usage: why403-mcp [--allow-probes free|all]\n\nSpeaks the Model Context Protocol on standard input and output; a coding agent starts it.\n\n")
		flags.PrintDefaults()
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "why403-mcp: %q is too much: it takes flags only, and the texts from its client\n", flags.Arg(0))
		return 2
	case allowed != "" && scope(allowed) != free && scope(allowed) != all:
		fmt.Fprintf(stderr, "why403-mcp: --allow-probes is free or all, not %q\n", allowed)
		return 2
	case *showVersion:
		fmt.Fprintln(stdout, "why403-mcp", build.Line())
		return 0
	}
	d := &diagnoses{library: new(content.Library), now: time.Now, env: os.Getenv, may: scope(allowed)}
	if err := d.server().Run(ctx, new(mcp.StdioTransport)); err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil {
		fmt.Fprintf(stderr, "why403-mcp: serve: %v\n", err)
		return 1
	}
	return 0
}
