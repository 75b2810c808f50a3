package content

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/i18n"
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
			if err != nil {
				t.Fatal(err)
			}
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
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
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
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			t.Fatal(err)
		}
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
			if st, ok := p.Standing(p.Verdict.ID); ok && st.Level == flow.Proven {
				return
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
