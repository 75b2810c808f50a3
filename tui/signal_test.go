//go:build unix

package tui

import (
	"os"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/gdamore/tcell/v3/vt"

	"why403/flow/must"
)

// TestSignals holds that a closed window and a request to end leave an ended program, with everything saved. It does not run
// beside other tests, whose programs would get the signal too.
func TestSignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			term := vt.NewMockTerm()
			must.NoError(t, term.Start())
			t.Cleanup(func() { _ = term.Stop() })
			tm := &terminal{t: t, term: term, result: make(chan Result, 1)}
			go func() {
				res, err := Run(t.Context(), testConfig(fixture()), term, lines{term}, tea.WithWindowSize(80, 24), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
				if err != nil {
					t.Errorf("run: %v", err)
				}
				tm.result <- res
			}()
			tm.wants("Paste what failed").send("\t").wants("▸").send("n").wants("Is the lamp").send("y").wants("Is there water")
			must.NoError(t, syscall.Kill(os.Getpid(), sig))
			if res := tm.ended(); !res.Interrupted || len(res.Session.Facts()) != 1 {
				t.Errorf("ended as %+v", res)
			}
		})
	}
}
