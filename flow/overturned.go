package flow

import "slices"

// Overturned is why a cause was ruled out earlier in a session, and what was said or seen when it came back.
type Overturned struct {
	Was Reason
	By  Fact
}

// Overturned returns what ruled the verdict out before, where it is ruled out no more though that is still said: something else weighs
// more, or has led to other questions. Where somebody took back what had ruled it out, there is nothing to explain.
func (s *Session) Overturned(pb *Playbook, verdict string) (o Overturned, ok bool) {
	var were []Reason
	for i, e := range s.events {
		if i+1 < len(s.events) && s.events[i+1].Act == e.Act {
			continue
		}
		then := Replay(s.events[:i+1])
		all := Stand(pb, then.Facts())
		at := slices.IndexFunc(all, func(st Standing) bool { return st.Verdict.ID == verdict && st.Level == RuledOut })
		switch {
		case at >= 0:
			were, o.By = all[at].Against, Fact{}
		case were != nil && o.By.ID == "":
			o.By = then.newest(e.Act)
		}
	}
	taken := func(f Fact) bool { now, _ := s.Fact(f.ID); return now.Value != f.Value }
	were = slices.DeleteFunc(were, func(r Reason) bool { return slices.ContainsFunc(r.Facts, taken) })
	if len(were) == 0 || o.By.ID == "" {
		return Overturned{}, false
	}
	o.Was = were[0]
	return o, true
}

// newest returns the first fact of the act that holds.
func (s *Session) newest(act int) Fact {
	acts := s.Acts()
	for _, f := range s.Facts() {
		if acts[f.ID] == act {
			return f
		}
	}
	return Fact{}
}
