package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/content/contenttest"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/explore"
	"why403/flow/lab"
	"why403/flow/local"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/scenario"
)

// outcome is how a scenario went.
type outcome struct {
	asked    []string
	requests int
	verdict  string
}

// allowed is what a person agrees to.
type allowed struct{ look, probes bool }

// play talks the scenario through as a conversation does: what can be asked of the API is asked there first, then the machine is looked
// at where that can answer, as far as either is allowed, and the person answers the rest truly. The text is what the failing call
// printed; it may be empty.
func play(t *testing.T, book *content.Book, l *lab.Lab, text string, may allowed) outcome {
	t.Helper()
	sc := l.Scenario()
	env := map[string]string{"ANTHROPIC_BASE_URL": l.URL(), l.Variable(): l.Key(), "ANTHROPIC_ADMIN_KEY": l.AdminKey(), "WHY403_OTHER_KEY": l.OtherKey()}
	if sc.OffAPI() {
		env = make(map[string]string) // The person has no key of the API.
	}
	c := &console{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: func(k string) string { return env[k] }, now: time.Now}
	if len(sc.Addresses) > 0 {
		env["ANTHROPIC_BASE_URL"] = strings.Replace(l.URL(), "127.0.0.1", "localhost", 1) // An address has no name that could be looked up.
		c.testOnlyResolve = func(context.Context, string) ([]netip.Addr, error) {
			var all []netip.Addr
			for _, a := range sc.Addresses {
				all = append(all, netip.MustParseAddr(a))
			}
			return all, nil
		}
	}
	flags := probing{model: sc.Have.Model, object: sc.Have.Object, betas: sc.Have.Betas}
	if sc.Have.Route {
		flags.route = l.Elsewhere()
	}
	if body := sc.Call.Body; body != "" && strings.HasSuffix(sc.Call.Path, "/messages") {
		flags.request = filepath.Join(t.TempDir(), "request.json")
		must.NoError(t, os.WriteFile(flags.request, []byte(body), 0o600))
	}
	s := new(flow.Session)
	s.Open(flow.About{Playbook: book.ID, Whose: flow.You}, c.now())
	if text != "" {
		s.Read(book.Read([]byte(text)), flow.Pasted, c.now())
	}
	p, err := c.prober(flags, book, func() *flow.Session { return s })
	must.NoError(t, err)
	set := maps.Clone(env)
	delete(set, "ANTHROPIC_BASE_URL") // The lab stands for the API itself, or for the gateway that the scenario names.
	maps.Copy(set, sc.Machine)
	there := local.Machine{
		OS: "linux", Now: c.now(), Getenv: func(name string) (string, bool) { v, ok := set[name]; return v, ok && v != "" },
		Read: func(context.Context, string) ([]byte, time.Time, error) { return nil, time.Time{}, fs.ErrNotExist },
		List: func(string) []string { return nil }, Is: func(string) bool { return false }, Way: func(context.Context) bool { return false },
	}
	talk := conversation.New(conversation.Ports{Now: c.now}, conversation.Opened{Playbook: book.Playbook, Prober: p, Looker: looker{book, there}}, s)
	before := len(l.Requests())
	var out outcome
	sent := make(map[string]bool)
	for range 40 {
		if may.probes && p.Settings().Key != "" {
			talk.SendUseful(t.Context(), true, sent, func(flow.Card) {}, func(flow.ProbeResult) {})
		}
		at := flow.Walk(book.Playbook, s.Facts())
		if at.Outcome != flow.Asking {
			out.verdict = at.Outcome.String()
			if at.Verdict != nil {
				out.verdict = at.Verdict.ID
			}
			out.requests = len(l.Requests()) - before
			return out
		}
		if may.look && talk.State().CanLook() != "" {
			talk.Do(looker{book, there}.Look(t.Context(), ""))
			continue
		}
		if o := contenttest.Option(at.Options, sc.Answers); o != nil {
			out.asked = append(out.asked, at.Choice.ID+"="+o.ID)
			talk.Do(conversation.Choose{Choice: at.Choice.ID, Option: o.ID})
			continue
		}
		v := contenttest.Answer(at.Question.ID, sc.Answers)
		out.asked = append(out.asked, at.Question.ID+"="+v.String())
		talk.Do(conversation.Answer{Fact: at.Question.ID, Value: v})
	}
	t.Fatalf("no end after %v", out.asked)
	return out
}

// needsText are scenarios whose cause only the text names: probes without a browser's headers work, and 529 is one of several 5xx to a
// person who is asked.
var needsText = map[string]bool{"org-policy-cors": true, "browser-cors": true, "overloaded": true}

// Every scenario of the lab is diagnosed right, with at most one question, given the error that the failing call prints. What it takes
// without any text is in the table, too. A second table has what each verdict takes with less at hand.
func TestScenarios(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	scenarios := must.Have(t, content.Scenarios)
	rows := make([]string, len(scenarios))
	taken := make([]map[string]int, len(scenarios))
	t.Run("all", func(t *testing.T) {
		for i, sc := range scenarios {
			if racetest.Enabled && i%8 != 0 {
				continue // The others do concurrently what these do.
			}
			t.Run(sc.ID, func(t *testing.T) {
				t.Parallel()
				with, text := start(t, sc)
				pasted := play(t, book, with, text, allowed{look: true, probes: true})
				taken[i] = map[string]int{withProbes: len(pasted.asked), withLook: len(play(t, book, with, text, allowed{look: true}).asked), withText: len(play(t, book, with, text, allowed{}).asked)}
				if v := book.Verdict(sc.Verdict); v.Number > 0 && sc.ID == v.ID {
					taken[i][withGuides] = len(play(t, book, with, contenttest.GuidesError, allowed{}).asked)
				}
				if pasted.verdict != sc.Verdict || len(pasted.asked) > 1 {
					t.Errorf("with the text: %s after %d requests and %v, want %s after one at most\n%s", pasted.verdict, pasted.requests, pasted.asked, sc.Verdict, text)
				}
				row := fmt.Sprintf("| %s | %d | %d |", sc.ID, len(pasted.asked), pasted.requests)
				if sc.OffAPI() {
					rows[i] = row + fmt.Sprintf(" – | – | %s |", pasted.verdict)
					return
				}
				without, _ := start(t, sc)
				bare := play(t, book, without, "", allowed{look: true, probes: true})
				if needsText[sc.ID] {
					rows[i] = row + fmt.Sprintf(" the text decides | – | %s |", pasted.verdict)
					return
				}
				if bare.verdict != sc.Verdict {
					t.Errorf("without the text: %s after %d requests and %v, want %s", bare.verdict, bare.requests, bare.asked, sc.Verdict)
				}
				t.Logf("without the text: %s", strings.Join(bare.asked, " "))
				rows[i] = row + fmt.Sprintf(" %d | %d | %s |", len(bare.asked), bare.requests, pasted.verdict)
			})
		}
	})
	for _, v := range book.Verdicts {
		if !slices.ContainsFunc(scenarios, func(sc scenario.Scenario) bool { return sc.Verdict == v.ID }) {
			t.Errorf("%s is in no scenario", v.ID)
		}
	}
	if racetest.Enabled {
		return // The rows are not all there, and what is worked out for the other table runs by itself.
	}
	table := "| scenario | questions | requests | questions, no text | requests, no text | verdict |\n|---|---|---|---|---|---|\n" + strings.Join(rows, "\n") + "\n"
	t.Log("\n" + table)
	if !t.Failed() {
		inReadme(t, "flow/lab", "TestScenarios", "table", table)
		inReadme(t, "content/playbooks", "TestScenarios", "table", verdictTable(t, book, scenarios, taken))
	}
}

// What is at hand, for the questions of a verdict.
const (
	withGuides = "the guide's error"
	withText   = "its own error"
	withLook   = "and a look"
	withProbes = "and probes"
)

// verdictTable says how many questions each verdict takes: with nothing at hand, on average by the odds over all ways of answering;
// else in the scenarios that have it, the mean where several do.
func verdictTable(t *testing.T, book *content.Book, scenarios []scenario.Scenario, taken []map[string]int) string {
	t.Helper()
	columns := []string{withGuides, withText, withLook, withProbes}
	var b strings.Builder
	fmt.Fprintf(&b, "| verdict | nothing | %s |\n|---|---|---|---|---|---|\n", strings.Join(columns, " | "))
	r := explore.Explore(t.Context(), book.Playbook, explore.Depth{})
	for _, v := range r.Summarize(book.Playbook, 3).Verdicts {
		fmt.Fprintf(&b, "| %s |", v.Verdict)
		if v.Found() {
			fmt.Fprintf(&b, " %.1f |", v.Mean)
		} else {
			b.WriteString(" – |")
		}
		for _, c := range columns {
			sum, n := 0, 0
			for i, sc := range scenarios {
				if asked, ok := taken[i][c]; ok && sc.Verdict == v.Verdict {
					sum, n = sum+asked, n+1
				}
			}
			switch {
			case n == 0:
				b.WriteString(" – |")
			case sum%n == 0:
				fmt.Fprintf(&b, " %d |", sum/n)
			default:
				fmt.Fprintf(&b, " %.1f |", float64(sum)/float64(n))
			}
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\nWith nothing at hand %.1f questions on average, by the odds of the answers.\n", r.Mean)
	return b.String()
}

func start(t *testing.T, sc scenario.Scenario) (*lab.Lab, string) {
	t.Helper()
	l, err := lab.Listen(sc, 0)
	must.NoError(t, err)
	t.Cleanup(l.Close)
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	text, err := l.FailingText(ctx)
	must.NoError(t, err)
	return l, text
}
