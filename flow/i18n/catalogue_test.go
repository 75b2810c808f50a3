package i18n_test

import (
	"flag"
	"regexp"
	"testing"

	"why403/flow/i18n/i18ntest"
	"why403/flow/racetest"
)

var write = flag.String("write", "", "have TestCatalogue write the texts to this file, for a translator")

// TestCatalogue holds that a translator sees every text: each stands in the source as it is, and says something.
func TestCatalogue(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	texts := i18ntest.Texts(t)
	if len(texts) < 500 {
		t.Errorf("only %d texts were found", len(texts))
	}
	letter := regexp.MustCompile(`\pL`)
	for _, text := range texts {
		if bare := regexp.MustCompile(`%[-+#0-9.]*[a-z]`).ReplaceAllString(text.English, ""); !letter.MatchString(bare) {
			t.Errorf("%s: %q says nothing", text.Pos, text.English)
		}
	}
	if *write != "" {
		i18ntest.Write(t, *write)
	}
}
