package evidence

import (
	"fmt"
	"slices"
)

// Of all errors of a text the one that tells most of a cause decides.

// maxTried is how many different errors of a text the signs are tried on, from its end.
const maxTried = 16

// mostTelling returns the error that decides, with what the signs made of it. Of equally telling ones the later decides, unless
// it says nothing but the status of the earlier. It also returns what the errors name as causes.
func (s *Signs) mostTelling(all []*report) (*subject, outcome, causes) {
	var best *subject
	var made outcome
	var rank telling
	var named causes
	tried := make(map[string]bool)
	for i := len(all) - 1; i >= 0 && len(tried) < maxTried; i-- {
		r := all[i]
		key := r.key()
		if tried[key] {
			continue
		}
		tried[key] = true
		if best != nil && r.status != 0 && best.status != 0 && r.status != best.status && s.lines.retried(r.line()) {
			continue // What the client tried again with another end is not what the call ended with.
		}
		r.surround()
		settled(s.known, r)
		sub := s.subject(r)
		o := s.apply(sub, false)
		if o.named == namedNothing && len(r.messages) > 0 && (r.body != envelopeBody || r.requestID == "") {
			o = s.applyAround(sub, o)
		}
		t := r.telling(o)
		if t == tellsCause {
			named = append(named, cause{r, key, o.cause, o.quote})
		}
		if best == nil || t > rank || t == rank && (best.adds(r) || s.parties.servesNone(best.report) && s.parties.servesModels(r.host())) {
			best, made, rank = sub, o, t
		}
	}
	return best, made, named
}

// applyAround tries the signs once more, with what stands around an error whose own message names nothing: a client's sentence,
// say, beside the status that its library printed. What the API itself wrote needs no such help.
func (s *Signs) applyAround(sub *subject, o outcome) outcome {
	with := *sub
	with.messages = slices.Concat(sub.messages, sub.whole[:min(len(sub.whole), max(0, maxMessages-len(sub.messages)))])
	if around := s.apply(&with, false); around.named == named {
		return around
	}
	return o
}

// key tells errors apart that say different things.
func (r *report) key() string {
	if r.message == "" && r.errType == "" && r.code == "" {
		return fmt.Sprint(r.start, r.status) // What it says stands around it.
	}
	return fmt.Sprintf("%d %s %s %s %s", r.status, r.errType, r.code, r.body, r.message)
}

// adds reports whether the earlier error, as telling as r, says more of the same: r has its status, and no message.
func (r *report) adds(earlier *report) bool {
	return r.status != 0 && r.status == earlier.status && r.message == "" && earlier.message != ""
}

// telling is how much an error tells of its cause.
type telling uint8

const (
	tellsNothing   telling = iota
	tellsElsewhere         // It names something that is no error of the service.
	tellsStatus            // It has a status.
	tellsAnswer            // It is an answer with an envelope, or with the id of a request.
	tellsCause             // A code or a sentence of it names a cause.
)

// telling returns how much the error tells, by what the signs made of it.
func (r *report) telling(o outcome) telling {
	switch {
	case o.named == named:
		return tellsCause
	case r.body == envelopeBody || r.requestID != "":
		return tellsAnswer
	case o.named == namedElsewhere:
		return tellsElsewhere
	case r.status != 0 || r.errType != "" || r.code != "" || len(o.facts) > 0:
		return tellsStatus
	default:
		return tellsNothing
	}
}
