package plain

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"why403/flow/i18n/i18ntest"
	"why403/flow/must"
	"why403/flow/racetest"
)

// sameWords are words that are typed, which are the same in every language, and what package flow keeps as a reason.
const sameWords = "yes no unsure verify next continue check works refused same different later none file watch todo resend finish switch undo edit would park parked copy support escalate paste mine customer ticket target again help quit on q " +
	"Its fix was made and the full request is still refused. After its fix the error changed."

// In another language nothing in a conversation stays English but what the playbook and people say, and the words that are typed.
func TestAnotherLanguage(t *testing.T) {
	racetest.Sequential(t)
	if !i18ntest.Again(t) {
		return
	}
	fixture, err := os.ReadFile("fixture_test.go")
	must.NoError(t, err)
	for _, tt := range transcripts {
		cfg := config()
		_, out := talk(t, cfg, tt.lines...)
		said := fmt.Sprintf("%+v", cfg.Playbook) + strings.Join(tt.lines, " ") + sameWords + string(fixture)
		if left := i18ntest.Left(out, said); len(left) > 0 {
			t.Errorf("%s, still English: %s\n%s", tt.name, strings.Join(left, ", "), out)
		}
	}
}
