package content

import (
	"regexp"
	"slices"
	"testing"
)

// elsewhere points to what stands beside a text on one screen and not where it is shown, too: a letter, the customer's form, a message.
var elsewhere = regexp.MustCompile(`(?i)\b(?:run|running|open|behind|use|click|follow|see|with|by) (?:the|that|this) (?:command|link|one above|one below)\b` +
	`|\bthe command (?:lists|shows|prints|says|tells)\b|\bthat i (?:give|gave|send|sent)\b|\b(?:see|as in) (?:cause|step|number) \d|\bthis time\b|\b(?:this|that) (?:address|id)\b` +
	`|\bthe (?:first|second|third) (?:number|line|command|request)\b|^now the same\b|\b(?:see|shown|stands?|listed|command|link|request) (?:above|below)\b|(?-i:\bMODEL\b)`)

// trace is an answer that nobody knows who was not told its address.
var trace = regexp.MustCompile(`(?i)\bthe trace\b|\bloc=`)

// TestTextsStandAlone holds that what a question and a remedy say is true wherever they are shown: no text points to a link, a command or a
// number that stands beside it on one screen only.
func TestTextsStandAlone(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		check := func(what string, texts ...string) {
			for _, text := range texts {
				if m := elsewhere.FindString(text); m != "" {
					t.Errorf("%s, %s: %q points to what may stand elsewhere: %s", id, what, m, text)
				}
				if trace.MatchString(text) && !regexp.MustCompile(`/cdn-cgi/trace\b`).MatchString(text) {
					t.Errorf("%s, %s: a trace that is not named: %s", id, what, text)
				}
			}
		}
		for _, q := range b.Questions {
			check("the question "+q.ID, slices.Concat(q.How, []string{q.Ask, q.Say, q.Why, q.Yes, q.No, q.Unsure})...)
		}
		for _, c := range b.Choices {
			check("the choice "+c.ID, slices.Concat(c.How, []string{c.Ask, c.Say, c.Why, c.Unsure})...)
			for _, l := range c.Left {
				check("the choice "+c.ID, slices.Concat(l.How, []string{l.Ask, l.Say})...)
			}
			for _, o := range c.Options {
				check("the choice "+c.ID, o.Title, o.Detail)
			}
		}
		for _, v := range b.Verdicts {
			check("the verdict "+v.ID, slices.Concat(v.Remedy.Fix, []string{v.Remedy.Send, v.Remedy.Check, v.Remedy.Who})...)
			for _, e := range v.Errors {
				check("an error of "+v.ID, slices.Concat(e.Remedy.Fix, []string{e.Remedy.Send, e.Remedy.Check, e.Remedy.Who})...)
			}
		}
	}
	for _, text := range []string{ // As they stood.
		"Run the command where the failing process runs.", "Compare the country with the list behind the link.", "Open the link as a member with admin rights.",
		"Their log has the refusal: look for this time and address.", "Please run one small command that I give you.", "If it says that MODEL is missing, set MODEL.",
		"Now the same small request, with another model.", "Running the command once is cheap.", "see cause 1, or ask", "the command lists what is set",
	} {
		if !elsewhere.MatchString(text) {
			t.Errorf("nothing is found in %q", text)
		}
	}
}
