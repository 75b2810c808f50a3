//go:build race

package tui

// Left out is what draws one screen after another, eight times as slowly under the race detector; it runs without it.
const (
	checks  = "5"
	skipped = "^Test(Fits|KeyIsNeverShown|BothWaysLeadToTheSame|AnotherLanguage|ChoicesStay|ContentFits|HostilePlaybook|NoColour|FirstScreen|NoInternalNames)"
)
