package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"why403/flow/i18n/i18ntest"
	"why403/flow/must"
	"why403/flow/racetest"
)

// same are the same in every language: the names of keys and files, and what the scenes paste.
const same = "enter tab esc ctrl f1 space pgdn shift pgup up down left right home end api sessions jsonl device …AKE1 many lines of a long log"

// fixtures are the files whose texts the bench puts in the place of what playbooks, probes, people and the system say.
var fixtures = []string{"fixture_test.go", "bench_test.go", "probe_fixture_test.go", "support_fixture_test.go", "look_fixture_test.go"}

// In another language nothing on any screen stays English but what the playbook, its probes and people say, and the names of keys.
func TestAnotherLanguage(t *testing.T) {
	racetest.Sequential(t)
	if !i18ntest.Again(t) {
		return
	}
	others := same + " "
	for _, file := range fixtures {
		text, err := os.ReadFile(file)
		must.NoError(t, err)
		others += string(text)
	}
	for _, sc := range scenes() {
		b := sc.bench(t, 100, 40)
		said := fmt.Sprintf("%+v %+v", b.app.cfg.Playbook, b.app.t.state.Session.Facts())
		if left := i18ntest.Left(b.screen(), said, others); len(left) > 0 {
			t.Errorf("%s, still English: %s\n%s", sc.name, strings.Join(left, ", "), b.screen())
		}
	}
}
