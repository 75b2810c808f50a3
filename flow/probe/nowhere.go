package probe

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
)

// A 404 says that something is not there. What that is it only says where the address is the API's: below a wrong base path, and
// at a server that is not the API, everything is 404. So a 404 tells nothing about a model, an object or an endpoint where the
// list that is always there is 404 as well, and nothing when it names nothing and no answer has shown yet that the API is there.

// noteNowhere is the note of the address at which even that list is 404; empty once it is not.
const noteNowhere = "base_without_api"

// Why a 404 tells nothing.
const (
	nowhere  = "What is there for every key answers 404 as well, so the base URL's path is wrong, or it leads to another service. This 404 says nothing about what was asked for."
	nameless = "This 404 does not say what was not found."
	ask      = " Send the probe %s first, which is free: it shows whether the base URL is right."
	retracts = " What other probes told by a 404 from there does not count."
)

// anchor reports whether the probe asks for what is there for every key, at every base URL that is right.
func anchor(pr *flow.Probe) bool {
	return pr.Method == http.MethodGet && len(pr.Needs) == 0 && !place().MatchString(pr.Path+pr.Beta+pr.Body) &&
		cmp.Or(pr.Credential, flow.FailingKey) == flow.FailingKey && pr.Route == flow.UsualRoute
}

// notFound judges a 404, and reports whether there is no more to say of it.
func (j *judgement) notFound() bool {
	switch {
	case anchor(j.pr):
		if j.r.Status != http.StatusNotFound && !untellable(j.r.Status) && j.s.nowhere == j.at {
			j.t.Notes = append(j.t.Notes, flow.Note{Name: noteNowhere, From: j.from})
		}
		if j.r.Status == http.StatusNotFound && !j.there() {
			j.note(noteNowhere, j.at)
			j.retract()
		}
		return false
	case j.r.Status != http.StatusNotFound || j.there():
		return false
	case !j.r.own: // It is said who answered; a no is not said.
		return false
	case j.s.nowhere != "" && j.s.nowhere == j.at:
		j.t.Means = nowhere
		return true
	case j.r.namesNothing():
		j.t.Means = nameless
		if i := slices.IndexFunc(j.p.pb.Probes, func(p flow.Probe) bool { return anchor(&p) && p.Cost.Free() }); i >= 0 {
			j.t.Means += fmt.Sprintf(ask, j.p.pb.Probes[i].ID)
		}
		return true
	default:
		return false
	}
}

// there reports whether another answer has shown that the API is at the base URL: its own one that is no 404.
func (j *judgement) there() bool {
	for _, f := range j.facts {
		if probed(f) && !strings.HasPrefix(f.Quote, notFoundQuote) && strings.HasSuffix(f.Quote, answeredBy(j.p.pb.Request.Self())) {
			return true
		}
	}
	return false
}

// retract withdraws what probes asserted because of a 404.
func (j *judgement) retract() {
	for _, f := range j.facts {
		if probed(f) && f.Value != flow.Unknown && strings.HasPrefix(f.Quote, notFoundQuote) {
			j.assert(f.ID, flow.Unknown)
			j.retracts = true
		}
	}
}

// probed reports whether a probe asserted the fact, here or on another machine.
func probed(f flow.Fact) bool { return strings.HasPrefix(f.Rule, ruleProbe) }

const notFoundQuote = "404 "

var barely = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(404\W*)?((the )?(requested )?(resource|page|path|route|url|endpoint)( was)? )?(not found|notfound|not_found|not_found_error)?\W*$`)
})

// namesNothing reports whether the error's message does not say what was not found.
func (r *reply) namesNothing() bool { return barely().MatchString(r.message) }
