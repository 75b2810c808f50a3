package journal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"why403/flow/journal"
	"why403/flow/journal/journaltest"
)

func TestFilesKeepSessions(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, func(t *testing.T) func() journal.Keeper {
		dir := filepath.Join(t.TempDir(), "sessions")
		t.Cleanup(func() {
			files, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil {
				t.Error(err)
			}
			for _, file := range files {
				if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte(journaltest.Canary[20:28])) {
					t.Errorf("%s, %v, holds\n%s", file, err, text)
				}
			}
		})
		return func() journal.Keeper { return journal.Open(dir) }
	})
}
