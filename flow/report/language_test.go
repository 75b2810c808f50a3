package report

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/i18n/i18ntest"
	"why403/flow/must"
	"why403/flow/racetest"
)

// In another language nothing in what is written for people stays English but what the playbook and people say.
func TestAnotherLanguage(t *testing.T) {
	racetest.Sequential(t)
	if !i18ntest.Again(t) {
		return
	}
	pb := door()
	others := fmt.Sprintf("%+v", pb) + " a-7 req_1 utc door.example why403 http answered by status "
	others += "Its fix was made and the full request is still refused. After its fix the error changed." // What package flow says of a fix, kept as a reason.
	for name, s := range stories() {
		said := fmt.Sprintf("%+v", s.Facts()) + fmt.Sprintf("%+v", expired())
		for _, form := range []string{FormatMarkdown, FormatCustomer} {
			w, err := Write(pb, s, flow.Walk(pb, s.Facts()), form, Options{Now: now})
			must.NoError(t, err)
			if left := i18ntest.Left(w.Text, others, said); len(left) > 0 {
				t.Errorf("%s, %s: still English: %s\n%s", name, form, strings.Join(left, ", "), w.Text)
			}
		}
	}
}
