package report

import (
	"slices"
	"strings"

	"why403/flow/i18n"
)

// inData and inProperty escape what stands in a workflow command of GitHub Actions; fromWorkflow takes that back, part by part.
var (
	inData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")

	fromWorkflow = strings.NewReplacer("::", "\n", "%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
)

// annotation is a workflow command that shows what was found, and what to do now, beside a run of GitHub Actions: an error with a
// verdict, a warning without one.
func (d ShownSession) annotation() string {
	level, text := "warning", append([]string{}, d.Next...)
	for i, a := range d.Answers {
		text = slices.Insert(text, 1+i, "- "+a)
	}
	if d.Verdict != nil {
		level, text = "error", append([]string{d.Verdict.Title + "."}, d.Fix.DoNow...)
	}
	if len(text) == 0 {
		text = append(text, i18n.T("Not decided yet."))
	}
	return "::" + level + " title=" + inProperty.Replace(d.Title) + "::" + inData.Replace(strings.Join(text, "\n")) + "\n"
}
