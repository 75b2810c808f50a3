package main

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"why403/flow/must"
)

// TestManual holds that the page has every command and every flag, and that the formatter takes it.
func TestManual(t *testing.T) {
	t.Parallel()
	c := &console{env: os.Getenv}
	root := c.root()
	var page bytes.Buffer
	must.NoError(t, writeMan(&page, root, c.topics()))
	text := page.String()
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		if cmd != root && !strings.Contains(text, roffWord(cmd.Parent().CommandPath()+" "+cmd.Use)) {
			t.Errorf("no %s", cmd.CommandPath())
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && f.Name != "help" && !strings.Contains(text, `\-\-`+roff(f.Name)) {
				t.Errorf("%s: no --%s", cmd.CommandPath(), f.Name)
			}
		})
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() && sub.Name() != "help" {
				visit(sub)
			}
		}
	}
	visit(root)
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, ".") && !slices.Contains([]string{".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi"}, strings.Fields(line)[0]) {
			t.Errorf("line %d begins with a request that is not meant: %q", i+1, line)
		}
	}
	if roff(".x -'\\") != `\&.x \-\(aq\e` {
		t.Errorf("not taken for text: %s", roff(".x -'\\"))
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		return // What follows needs it; all of the above does not.
	}
	var complaints bytes.Buffer
	cmd := exec.Command(groff, "-man", "-Tascii", "-ww")
	cmd.Stdin, cmd.Stderr = &page, &complaints
	if out, err := cmd.Output(); err != nil || !bytes.Contains(out, []byte("capture")) || complaints.Len() > 0 {
		t.Errorf("groff: %v\n%s", err, complaints.String())
	}
}
