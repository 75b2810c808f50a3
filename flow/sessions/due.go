package sessions

import (
	"time"

	"why403/flow"
	"why403/flow/journal"
)

// A reminder is offered at the start only while it is fresh, and looked for only where it can be found quickly. The list of
// sessions shows all of them.
const (
	Fresh       = 14 * 24 * time.Hour // How long after its time.
	lookedAtDue = 100                 // Sessions, those written last.
)

// Due returns the session whose fix has waited longest to be checked again, and whether there is one.
func Due(store *journal.Store, now time.Time, has func(playbook string) bool) (journal.Summary, bool) {
	var first journal.Summary
	store.Recent(lookedAtDue, `"`+flow.CheckAgain+`"`, func(sum journal.Summary, _ *flow.Session) {
		at := sum.CheckAgain
		switch {
		case at.IsZero(), at.After(now), now.Sub(at) > Fresh, !has(sum.About.Playbook):
		case first.Name == "" || at.Before(first.CheckAgain):
			first = sum
		}
	})
	return first, first.Name != ""
}
