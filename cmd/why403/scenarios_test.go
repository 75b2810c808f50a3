package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/lab"
	"why403/flow/scenario"
)

// outcome is how a scenario went.
type outcome struct {
	asked    []string
	requests int
	verdict  string
}

// play talks the scenario through as a conversation does in which every probe is allowed: what can be asked of the API is
// asked there first, and the person answers the rest truly. The text is what the failing call printed; it may be empty.
func play(t *testing.T, book *content.Book, l *lab.Lab, text string) outcome {
	t.Helper()
	sc := l.Scenario()
	env := map[string]string{"ANTHROPIC_BASE_URL": l.URL(), l.Variable(): l.Key(), "ANTHROPIC_ADMIN_KEY": l.AdminKey(), "WHY403_OTHER_KEY": l.OtherKey()}
	if sc.OffAPI() {
		env = nil // The person has no key of the API.
	}
	c := &console{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: func(k string) string { return env[k] }, now: time.Now}
	flags := probing{model: sc.Have.Model, object: sc.Have.Object, betas: sc.Have.Betas}
	if sc.Have.Route {
		flags.route = l.Elsewhere()
	}
	if body := sc.Call.Body; body != "" && strings.HasSuffix(sc.Call.Path, "/messages") {
		flags.request = filepath.Join(t.TempDir(), "request.json")
		if err := os.WriteFile(flags.request, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := new(flow.Session)
	s.Open(flow.About{Playbook: book.ID, Whose: flow.You}, c.now())
	if text != "" {
		s.Read(book.Read([]byte(text)), flow.Pasted, c.now())
	}
	p, err := c.prober(flags, book, func() *flow.Session { return s })
	if err != nil {
		t.Fatal(err)
	}
	talk := conversation.New(conversation.Ports{Now: c.now}, conversation.Book{Playbook: book.Playbook, Prober: p}, s)
	before := len(l.Requests())
	var out outcome
	sent := make(map[string]bool)
	for range 40 {
		if p.Settings().Key != "" {
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
		v, ok := sc.Answers[at.Question.ID]
		if !ok {
			v = flow.Unsure
		}
		out.asked = append(out.asked, at.Question.ID+"="+v.String())
		talk.Do(conversation.Answer{Fact: at.Question.ID, Value: v})
	}
	t.Fatalf("no end after %v", out.asked)
	return out
}

// What no request can show. In these the answer on the way names nobody, and each has a sibling that does.
var (
	manyQuestions = map[string]int{
		"token-scope":           2, // Which kind of token it is, and what its rule says.
		"oauth-revoked-generic": 3, // Whether it is a login of Claude Code, whether a login is used in its own client, and whether a new one helps.
		"corporate-proxy-plain": 3, // A page without a word on whose it is.
		"sandbox-egress-empty":  4, // An empty answer.
		"gateway-page":          4, // A gateway's page without a word on whose it is.
	}
	// needsText are scenarios whose cause only the text names: probes without a browser's headers work, and 529 is one of
	// several 5xx to a person who is asked.
	needsText = map[string]bool{"org-policy-cors": true, "browser-cors": true, "overloaded": true}
)

// Every scenario of the lab is diagnosed right, with at most one question where a request can show the cause, given the error
// that the failing call prints. What it takes without any text is in the table, too.
func TestScenarios(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := content.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]string, len(scenarios))
	t.Run("all", func(t *testing.T) {
		for i, sc := range scenarios {
			if raceDetector && i%5 != 0 {
				continue // The others do concurrently what these do.
			}
			t.Run(sc.ID, func(t *testing.T) {
				t.Parallel()
				with, text := start(t, sc)
				pasted := play(t, book, with, text)
				most := max(1, manyQuestions[sc.ID])
				if pasted.verdict != sc.Verdict || len(pasted.asked) > most {
					t.Errorf("with the text: %s after %d requests and %v, want %s after at most %d\n%s", pasted.verdict, pasted.requests, pasted.asked, sc.Verdict, most, text)
				}
				row := fmt.Sprintf("| %s | %d | %d |", sc.ID, len(pasted.asked), pasted.requests)
				if sc.OffAPI() {
					rows[i] = row + fmt.Sprintf(" – | – | %s |", pasted.verdict)
					return
				}
				without, _ := start(t, sc)
				bare := play(t, book, without, "")
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
	single := make(map[string]bool)
	for _, sc := range scenarios {
		single[sc.Verdict] = single[sc.Verdict] || manyQuestions[sc.ID] == 0
	}
	for _, v := range book.Verdicts {
		if !single[v.ID] {
			t.Errorf("%s is in no scenario that takes at most one question", v.ID)
		}
	}
	table := "| scenario | questions | requests | questions, no text | requests, no text | verdict |\n|---|---|---|---|---|---|\n" + strings.Join(rows, "\n") + "\n"
	t.Log("\n" + table)
	if !t.Failed() && !raceDetector {
		inReadme(t, "flow/lab", "TestScenarios", "table", table)
	}
}

func start(t *testing.T, sc scenario.Scenario) (*lab.Lab, string) {
	t.Helper()
	l, err := lab.Start(sc)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	text, err := l.FailingText(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return l, text
}
