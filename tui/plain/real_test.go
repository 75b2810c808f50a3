package plain

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

func anthropic(t *testing.T) *flow.Playbook {
	t.Helper()
	book := must.Have(t, content.Default)
	return book.Playbook
}

// TestRealPlaybookGivesTheVerdictOfTheWalk gives random answers to the playbook that ships.
func TestRealPlaybookGivesTheVerdictOfTheWalk(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	pb := anthropic(t)
	rapid.Check(t, func(rt *rapid.T) { sameVerdict(rt, pb, func([]byte) flow.Reading { return flow.Reading{} }) })
}

// TestRealPagesArePlain prints every page, table and how-to of the playbook that ships and looks for marks that were left.
func TestRealPagesArePlain(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	pb := anthropic(t)
	var out bytes.Buffer
	c := &dialog{Wiring: Wiring{Opened: conversation.Opened{Playbook: pb}, Session: new(flow.Session)}, out: newPrinter(&out, DefaultWidth)}
	c.talk = conversation.New(conversation.Ports{Now: time.Now}, conversation.Opened{Playbook: pb}, c.Session)
	for i := range len(pb.Reference) + len(pb.Tables) {
		c.out.show(c.state().Page(conversation.Show{Name: conversation.ShowReference, Of: strconv.Itoa(i + 1)}).Blocks...)
	}
	for i := range pb.Verdicts {
		at := c.state().At(flow.Position{Outcome: flow.Concluded, Verdict: &pb.Verdicts[i]})
		c.out.show(at.Page(conversation.Show{Name: conversation.ShowFix, Of: "all"}).Blocks...)
	}
	for i := range pb.Questions {
		c.out.show(c.state().How(&pb.Questions[i])...)
	}
	must.NoError(t, c.out.flush())
	printed := 0
	for l := range strings.Lines(out.String()) {
		if strings.HasPrefix(l, "    ") {
			continue // Code stays as it is.
		}
		printed++
		for _, mark := range []string{"**", "](", "```", "<http", "|--"} {
			if strings.Contains(l, mark) {
				t.Errorf("the mark %s was left in %q", mark, l)
			}
		}
	}
	if printed < 20 {
		t.Errorf("only %d lines were printed", printed)
	}
}

// TestRealTextsAreNoAnswers pastes every example of the playbook at its first question, line by line.
func TestRealTextsAreNoAnswers(t *testing.T) {
	t.Parallel()
	pb := anthropic(t)
	if len(pb.Examples) == 0 {
		t.Fatal("the playbook has no examples")
	}
	for _, e := range pb.Examples {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Playbook = pb
			in := "none\n" + strings.TrimRight(e.Text, "\n") + "\ny\nno\nnot sure\n"
			if _, err := Run(context.Background(), cfg, strings.NewReader(in), io.Discard); err != nil {
				t.Fatal(err)
			}
			if n := cfg.Session.Len(); n != 0 {
				t.Errorf("%d events were recorded: %v", n, cfg.Session.Events())
			}
		})
	}
}
