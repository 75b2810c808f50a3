package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/must"
)

// said reads "a=yes b=parked" in order as answers to questions.
func said(t *testing.T, text string) []flow.Fact {
	t.Helper()
	var facts []flow.Fact
	for _, w := range strings.Fields(text) {
		id, word, _ := strings.Cut(w, "=")
		f := flow.Fact{ID: id, Value: flow.Unsure, From: flow.You}
		switch from, v, machine := strings.Cut(word, ":"); {
		case word == "parked":
			f.Asked = "workspace-admin"
		case machine:
			f.From, f.Rule = flow.Source(from), "sign"
			word = v
			fallthrough
		default:
			v, err := flow.ParseValue(word)
			must.NoError(t, err)
			f.Value = v
		}
		facts = append(facts, f)
	}
	return facts
}

// What is claimed is no more than what was seen.
func TestClaims(t *testing.T) {
	t.Parallel()
	const api = "status-403=pasted:yes answered-by-api=pasted:yes edge-shaped=pasted:no names-api-key=pasted:yes "
	const edge = "status-403=yes direct-to-anthropic=yes edge-shaped=yes works-now=no supported-region=yes "
	tests := []struct {
		name, said string
		at         string // The verdict, or "open".
		sure       string // Words that are part of how sure it is, or of what is left.
	}{
		{"a parked limits page decides nothing", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=parked key-older=no", "open", ""},
		{"once it is answered, it does", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=no", "model-access", "strong"},
		{"two parked", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=parked org-lists-model=parked key-older=no", "open", ""},
		{"a parked sandbox is no other site's refusal", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=no other-site=yes sandboxed=parked", "open", ""},
		{"not sure about it is one that is likely", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=no other-site=yes sandboxed=unsure", "other-service", "strong"},
		{"a parked comparison does not make the gateway likely", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes works-direct=parked", "open", ""},
		{"an unsure one does", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes works-direct=unsure", "gateway", "likely"},
		{"a parked status rules nothing out", "status-403=no status-401=parked status-404=no status-400=no status-429=no status-5xx=no has-status=yes", "open", "waiting for"},
		{"everything about the status parked", "status-403=no status-401=parked status-404=parked status-400=parked status-429=parked status-5xx=parked has-status=parked", "open", "waiting for"},
		{"a parked policy", api + "plain-works=no works-elsewhere=no other-key-works=no key-older=no org-has-policy=parked", "open", "one cause is still possible, and an answer that we're waiting for decides it"},
		{"the same, not known", api + "plain-works=no works-elsewhere=no other-key-works=no key-older=no org-has-policy=unsure", "open", "one cause is still possible, and nothing shows that it is the one"},
		{"a parked second key", api + "plain-works=no works-elsewhere=no other-key-works=no key-older=yes twin-key-works=parked org-has-policy=no", "open", "waiting for"},
		{"a parked comparison that would have led elsewhere", api + "plain-works=no works-elsewhere=parked other-key-works=yes key-older=no", "workspace-restriction", "likely"},
		{"it comes back, and speaks for another cause", api + "plain-works=no works-elsewhere=parked other-key-works=yes key-older=no works-elsewhere=colleague:yes", "workspace-restriction", "likely"},
		{"the same by a key or a command", api + "plain-works=no works-elsewhere=yes other-key-works=yes key-older=no", "workspace-restriction", "likely"},
		{"it comes back, and speaks for nothing else", api + "plain-works=no works-elsewhere=parked other-key-works=yes key-older=no works-elsewhere=no", "workspace-restriction", "strong"},
		{"a parked key's age beside a proof", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=no key-older=parked", "model-access", "strong"},
		{"an exact code stands whatever is parked", "compliance-code=pasted:yes status-403=pasted:yes plain-works=parked", "org-policy", "certain"},
		{"a parked network", edge + "via-company-proxy=yes sandboxed=parked works-elsewhere=unsure", "open", ""},
		{"it works now, says the developer", "compliance-code=pasted:yes status-403=pasted:yes fixed:org-policy=yes", "org-policy", "solved, as you said"},
		{"two texts that speak against each other leave both", "status-403=pasted:yes compliance-code=pasted:yes model-not-granted-text=pasted:yes", "org-policy", "certain"},
		{"a fix that did not help, and the same code again", "fixed:org-policy=no status-403=pasted:yes compliance-code=pasted:yes answered-by-api=pasted:yes console-key=yes plain-works=yes own-model-works=yes uses-beta=no stored-object=no works-elsewhere=no other-key-works=no key-older=no", "org-policy", "certain"},
		{"the words of a person and a measurement differ", api + "plain-works=probe:no plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=no", "model-access", "strong"},
		{"nothing explains it is nothing to be sure of", api + "plain-works=yes own-model-works=yes uses-beta=no stored-object=no works-elsewhere=no other-key-works=no key-older=no org-has-policy=no", "unexplained", ""},
		{"every answer unsure", "status-403=unsure direct-to-anthropic=unsure edge-shaped=unsure console-key=unsure plain-works=unsure", "open", "more than one cause"},
	}
	b := must.Have(t, Default)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			s.Assert(epoch, said(t, tt.said)...)
			p, _ := answer(t, b, s, nil)
			at, words := verdictID(p), i18n.Certainty(p.SureText(b.Playbook))
			if p.Outcome == flow.Open {
				at, words = "open", i18n.Certainty(p.LeftText())
			}
			if at != tt.at || !strings.Contains(words, tt.sure) {
				t.Errorf("at %s (%s), want %s (%s); %+v", at, words, tt.at, tt.sure, p.Standings)
			}
		})
	}
}

// Every text that package flow names is in the catalogue.
func TestEveryDegreeHasItsWords(t *testing.T) {
	t.Parallel()
	var names []string
	for l := flow.Unraised; l <= flow.Proven; l++ {
		for _, c := range []flow.Confidence{flow.Weak, flow.Strong, flow.Certain} {
			names = append(names, string(flow.Standing{Level: l, Sure: c}.Degree()))
		}
	}
	names = append(names, "tell-likely", "tell-strong", "tell-certain")
	for _, by := range []string{"you", "customer", "colleague", "probe", "command", "other"} {
		names = append(names, "solved-"+by)
	}
	names = append(names, "open-none", "open-none-awaited", "open-one", "open-one-awaited", "open-many")
	for _, n := range names {
		if i18n.Certainty(n) == "" {
			t.Errorf("%s has no words", n)
		}
	}
}

// Whatever is parked, a verdict that is not proven waits for it, and the answers that come in lead on from there as if they had
// been given at once.
func TestParkedIsUnknown(t *testing.T) {
	t.Parallel()
	for _, b := range ships(t) {
		rapid.Check(t, func(t *rapid.T) {
			s, parked := new(flow.Session), 0
			p := flow.Walk(b.Playbook, nil)
			for p.Outcome == flow.Asking {
				f := flow.Fact{ID: p.Question.ID, Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unsure}).Draw(t, p.Question.ID), From: flow.You}
				if f.Value == flow.Unsure && rapid.Bool().Draw(t, "park") {
					f.Asked = "somebody"
					parked++
				}
				s.Assert(epoch, f)
				p = flow.Walk(b.Playbook, s.Facts())
			}
			var reasons []flow.Reason
			for _, st := range p.Standings {
				reasons = append(append(reasons, st.For...), st.Against...)
			}
			for _, r := range reasons {
				for _, f := range r.Facts {
					if f.Parked() {
						t.Fatalf("%q rests on a question that is parked: %v", r.Text, f)
					}
				}
			}
			if p.Outcome != flow.Concluded {
				return
			}
			proves := func(r *flow.Rule) []string { return r.Proves }
			if len(holding(b.Playbook, s, p.Verdict.ID, proves)) > 0 {
				return // It is shown as no more than likely, where what is awaited could still change it.
			}
			// It concluded without proof: no answer to a question that is parked would prove another cause at once that is not
			// ruled out.
			for _, w := range s.Parked() {
				for _, v := range []flow.Value{flow.Yes, flow.No} {
					s.Assert(epoch, flow.Fact{ID: w.ID, Value: v, From: flow.Colleague})
					other := flow.Walk(b.Playbook, s.Facts())
					if other.Outcome != flow.Concluded || other.Verdict.ID == p.Verdict.ID {
						continue
					}
					now, _ := p.Standing(other.Verdict.ID)
					if st, ok := other.Standing(other.Verdict.ID); ok && st.Level == flow.Proven && now.Level != flow.RuledOut {
						t.Fatalf("%s is the verdict, unproven, and %s is parked, of %d; %v would prove %s", p.Verdict.ID, w.ID, parked, v, other.Verdict.ID)
					}
				}
				s.Assert(epoch, w)
			}
		})
	}
}

// proved is the place of the question whose answer proved the verdict first.
func proved(pb *flow.Playbook, p flow.Position) int {
	first := len(pb.Questions)
	st, _ := p.Standing(verdictID(p))
	for _, r := range st.For {
		last := 0
		for _, f := range r.Facts {
			last = max(last, slices.IndexFunc(pb.Questions, func(q flow.Question) bool { return q.ID == f.ID }))
		}
		if r.Sure >= st.Sure {
			first = min(first, last)
		}
	}
	return first
}

// holding are the rules that hold and do that to the verdict; what is parked is not known.
func holding(pb *flow.Playbook, s *flow.Session, verdict string, does func(r *flow.Rule) []string) (out []*flow.Rule) {
	for i := range pb.Rules {
		if r := &pb.Rules[i]; slices.Contains(does(r), verdict) && flow.Holds(r.When, r.Unless, func(id string) flow.Value {
			f, _ := s.Fact(id)
			if f.Parked() {
				return flow.Unknown
			}
			return f.Value
		}) {
			out = append(out, r)
		}
	}
	return out
}

// Whether an answer is given as it is asked, or waits for somebody and comes back, the cause is the same and as sure. It is another one, or
// less sure, only where what was answered meanwhile speaks against it, as plainly for another, or sooner; and a verdict that is shown beside a letter stands whatever comes back.
func TestAnAnswerThatWaitedCountsAsIfGivenAtOnce(t *testing.T) {
	t.Parallel()
	for _, b := range ships(t) {
		pb := b.Playbook
		rapid.Check(t, func(t *rapid.T) {
			world, waits := make(map[string]flow.Value), make(map[string]bool)
			status := flow.Fact{ID: "status-403", Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.Unknown}).Draw(t, "status"), From: flow.Pasted}
			walk := func(s *flow.Session, park bool) flow.Position {
				p := flow.Walk(pb, s.Facts())
				for p.Outcome == flow.Asking {
					id := p.Question.ID
					if _, known := world[id]; !known {
						world[id] = rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Yes, flow.No, flow.Unsure}).Draw(t, id)
						waits[id] = rapid.IntRange(0, 5).Draw(t, "waits") == 0
					}
					f := flow.Fact{ID: id, Value: world[id], From: flow.You}
					if park && waits[id] {
						f.Value, f.Asked = flow.Unsure, "somebody"
					}
					s.Assert(epoch, f)
					p = flow.Walk(pb, s.Facts())
				}
				return p
			}
			once, later := new(flow.Session), new(flow.Session)
			once.Assert(epoch, status)
			later.Assert(epoch, status)
			at := walk(once, false)
			back := walk(later, true)
			for len(later.Parked()) > 0 {
				shown, all := back, later.Parked()
				f := rapid.SampledFrom(all).Draw(t, "comes back")
				later.Assert(epoch, flow.Fact{ID: f.ID, Value: world[f.ID], From: flow.Colleague})
				back = walk(later, true)
				st, _ := shown.Standing(verdictID(shown))
				if st.Level == flow.Proven && len(all) == 1 && (back.Verdict != shown.Verdict || back.Sure != shown.Sure) {
					t.Fatalf("%s was shown while %s was awaited, and %v makes it %s: %v", verdictID(shown), f.ID, world[f.ID], verdictID(back), later.Facts())
				}
			}
			st, _ := at.Standing(verdictID(at))
			if at.Outcome != flow.Concluded || st.Level != flow.Proven || back.Verdict == at.Verdict && back.Sure == at.Sure {
				return
			}
			for _, st := range back.Standings {
				if st.Disputed && !slices.ContainsFunc(at.Standings, func(o flow.Standing) bool { return o.Disputed && o.Verdict == st.Verdict }) {
					return // As much speaks for another cause.
				}
			}
			against := func(r *flow.Rule) []string { return r.RulesOut }
			if len(holding(pb, later, at.Verdict.ID, against)) > len(holding(pb, once, at.Verdict.ID, against)) {
				return
			}
			if proved(pb, back) < proved(pb, at) {
				return // What was answered meanwhile shows it sooner.
			}
			t.Fatalf("given at once it is %s (%s), and come back %s (%s):\n%v\n%v", verdictID(at), at.Sure, verdictID(back), back.Sure, once.Facts(), later.Facts())
		})
	}
}

// TestReasonsAreNotTheVerdict holds that what is given as a reason for a verdict says more than its title does.
func TestReasonsAreNotTheVerdict(t *testing.T) {
	t.Parallel()
	const most = 0.8 // Of the words that the two share.
	words := func(text string) map[string]bool {
		all := make(map[string]bool)
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' }) {
			all[w] = true
		}
		return all
	}
	for id, b := range ships(t) {
		for _, r := range b.Rules {
			for _, v := range b.Verdicts {
				if !slices.Contains(slices.Concat(r.Proves, r.Suggests), v.ID) {
					continue
				}
				says, title, both := words(r.Because), words(v.Title), 0
				for w := range says {
					if title[w] {
						both++
					}
				}
				if float64(both) >= most*float64(max(len(says), len(title))) {
					t.Errorf("%s:%d: %q is what the verdict says, not why: %q", id, r.Pos.Line, r.Because, v.Title)
				}
			}
		}
	}
}

// TestNoMessageAsksForWhatIsKnown holds that the message of a remedy for what is known by an answer does not send anybody to where that
// answer is found.
func TestNoMessageAsksForWhatIsKnown(t *testing.T) {
	t.Parallel()
	source := regexp.MustCompile(`\b(?:\w+=|cdn-cgi\S*)`)
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, e := range v.Errors {
				for _, cl := range e.When {
					for _, term := range cl {
						q := b.Question(term.Fact)
						if q == nil {
							continue
						}
						for _, text := range source.FindAllString(q.Command+"\n"+strings.Join(q.How, "\n"), -1) {
							if strings.Contains(e.Send, text) {
								t.Errorf("%s:%d: where %s is known, the message of %s sends to %q: %s", id, e.Pos.Line, q.ID, v.ID, text, e.Send)
							}
						}
					}
				}
			}
		}
	}
}
