package main

import (
	"bytes"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/command"
	"why403/flow/must"
	"why403/flow/probe"
	"why403/flow/racetest"
	"why403/flow/redact"
	"why403/flow/report"
)

// unfilledName matches what stands for a value that somebody was to put there: {model}, <model>, "MODEL", YOUR_KEY.
var unfilledName = regexp.MustCompile(`(?:^|[^$%\w{])\{[a-z][a-z-]*\}|<[a-z][a-z_ -]*>|"(?:MODEL|KEY|ID)"|\bYOUR[_-][A-Z]+`)

// Whatever is known of the call, a command for another machine has every value that it needs, or is refused with a word on which
// one is missing; and what a command printed that was never given out decides nothing.
func TestNoCommandLeavesUnfilled(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	known := map[string]func(*flow.Settings){
		"model":  func(s *flow.Settings) { s.Model = "claude-opus-5-5" },
		"object": func(s *flow.Settings) { s.Object = "file_011FAKE000000" },
		"betas":  func(s *flow.Settings) { s.Betas = "context-management-2025-06-27" },
	}
	notes := []flow.Note{{Name: "workspace_id", Text: "wrkspc_01FAKE", From: flow.Probed}}
	for _, id := range content.Shipped() {
		book, err := content.Ship(id)
		must.NoError(t, err)
		for mask := range 16 {
			s := new(flow.Session)
			p := probe.Bind(probe.New(book.Playbook, book.Read, probe.Setup{}), func() *flow.Session { return s }, "")
			if mask&8 != 0 {
				s.Note(time.Time{}, notes...)
			}
			set := p.Settings()
			for i, name := range []string{"model", "object", "betas"} {
				if mask&(1<<i) != 0 {
					known[name](&set)
				}
			}
			must.NoError(t, p.Set(set))
			for _, pr := range book.Probes {
				needs := strings.Contains(pr.Path+pr.Body, "{model}")
				written := len(book.Commands) == 0
				for _, l := range book.Commands {
					text, err := p.Command([]string{pr.ID}, l.ID, s)
					written = written || err == nil
					switch {
					case err == nil && needs && mask&1 == 0:
						t.Errorf("%s of %s is written without the model:\n%s", l.ID, pr.ID, text)
					case err == nil && unfilledName.MatchString(text):
						t.Errorf("%s of %s, of what is known %04b: %s", l.ID, pr.ID, mask, unfilledName.FindString(text))
					case err != nil && needs && mask&1 == 0 && !strings.Contains(err.Error(), "the model that the failing call names"):
						t.Errorf("%s of %s is refused without the word: %v", l.ID, pr.ID, err)
					}
				}
				sent := p.Given(s)
				if !written && slices.ContainsFunc(sent, func(c command.Sent) bool { return c.Probe == pr.ID }) {
					t.Errorf("%s could not be given out, and its output would be read", pr.ID)
				}
			}
		}
	}
}

// Nothing that is meant to be run has an unfilled name in it: the commands of questions, as they stand and as a letter and a
// report carry them, and the code on screens.
func TestNothingToRunIsUnfilled(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	fence := regexp.MustCompile("(?s)```(?:sh|curl|python|typescript|go)\n(.*?)```")
	for _, id := range content.Shipped() {
		book, err := content.Ship(id)
		must.NoError(t, err)
		bare := func(where, text string) {
			if m := unfilledName.FindString(text); m != "" {
				t.Errorf("%s, %s: %q in\n%s", id, where, m, text)
			}
		}
		for _, v := range book.Verdicts {
			for _, sec := range v.Screen.Sections {
				for _, m := range fence.FindAllStringSubmatch(sec.Body, -1) {
					bare("screen "+v.ID, m[1])
				}
			}
		}
		for _, model := range []string{"", "claude-opus-5-5", "{model}", "a'; rm -rf /"} {
			s := new(flow.Session)
			s.Note(time.Time{}, flow.Note{Name: "model", Text: model, From: flow.Pasted})
			for _, q := range book.Questions {
				text := q.CommandIn(s)
				bare("question "+q.ID, text)
				if model == "claude-opus-5-5" && strings.Contains(text, "MODEL") || strings.Contains(text, "rm -rf") {
					t.Errorf("%s with the model %q:\n%s", q.ID, model, text)
				}
				asked := new(flow.Session)
				asked.Note(time.Time{}, s.Notes()...)
				asked.Assert(time.Time{}, flow.Fact{ID: q.ID, Value: flow.Unsure, From: flow.You, Asked: "somebody"})
				for line := range strings.Lines(checklist.Write(book.Playbook, asked, "")) {
					if strings.HasPrefix(line, "    ") {
						bare("letter on "+q.ID, line)
					}
				}
				d := report.Diagnose(book.Playbook, asked, flow.Position{Outcome: flow.Asking, Question: &q})
				bare("report on "+q.ID, redact.Terminal(strings.Join(d.Next.How, "\n")))
			}
		}
	}
}

// A question's command that needs the model does not run without it, and says so.
func TestCommandWithoutItsModelSendsNothing(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no POSIX shell")
	}
	book := must.Have(t, content.Default)
	line := book.Question("own-model-works").CommandIn(new(flow.Session))
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), sh, "-c", "curl() { cat >/dev/null; echo sent \"$@\"; }\n"+line)
	cmd.Env, cmd.Stdout, cmd.Stderr = []string{"PATH=/usr/bin:/bin", "ANTHROPIC_API_KEY=sk-ant-api03-FAKE"}, &out, &out
	if err := cmd.Run(); err == nil || strings.Contains(out.String(), "sent") || !strings.Contains(out.String(), "MODEL: the id of the model that fails") {
		t.Errorf("ran: %v\n%s", err, out.String())
	}
	out.Reset()
	again := exec.CommandContext(t.Context(), sh, "-c", "curl() { cat >/dev/null; echo sent \"$@\"; }\n"+line)
	again.Env, again.Stdout, again.Stderr = append(cmd.Env, "MODEL=claude-opus-5-5"), &out, &out
	if err := again.Run(); err != nil || !strings.Contains(out.String(), `{"model":"claude-opus-5-5"`) {
		t.Errorf("ran: %v\n%s", err, out.String())
	}
}
