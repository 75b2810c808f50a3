package plain

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// answers are the lines that may answer a question or a verdict, or confirm an edit, written out here so that the test does not ask the code it tests.
var answers = map[string]flow.Value{
	"y": flow.Yes, "yes": flow.Yes, "n": flow.No, "no": flow.No, "u": flow.Unsure, "unsure": flow.Unsure, "?": flow.Unsure, "not sure": flow.Unsure,
	"works": flow.Yes, "refused": flow.No, "different": flow.No, "change": flow.Unknown,
}

// countSends counts the lines that may send a request, written out here as answers are.
func countSends(in string) int {
	n := 0
	for l := range strings.Lines(in) {
		if strings.ToLower(strings.TrimSpace(l)) == "send" {
			n++
		}
	}
	return n
}

// typed generates what people, scripts and pastes put on a line.
func typed() *rapid.Generator[string] {
	known := []string{
		"none", "y", "n", "u", "works", "refused", "change", "change", "YES", "No", "not sure", "unsure", "back", "undo", "trail", "causes", "how", "why", "say", "copy", "fix",
		"fix 1", "edit 1 no", "edit 2 yes", "edit 1 withdraw", "edit 3 unsure", "edit", "paste", ".", "file error.txt", "file x", "example 1",
		"probe", "probe", "probe ring", "probe swap", "send", "send", "SEND", "free", "skip", "body", "command", "command python", "handback", "settings", "watch",
		"set model=m", "set key", "set key=" + wholeFake, "set key " + wholeFake, "ticket " + wholeFake, "file " + wholeFake, "set route=http://u:FAKEpassword@p", "measured: beeps no", "sending", "send it", "send/free",
		"reference", "reference 1", "customer", "mine", "ticket 7", "target h", "again", "help", "?", "support", "escalate", "later", "",
		"card expired", "reader silent", "{", "}", `  "error": 403,`, "<html>", "HTTP/1.1 403 Forbidden", "no idea", "yes but", "not", "\x1b[31mno", "y\x00",
	}
	return rapid.OneOf(rapid.SampledFrom(known), rapid.SampledFrom(known), rapid.String(), rapid.StringMatching(`[yn]{1,2} ?[a-z]{0,4}`))
}

// TestRandomLines types anything at all. It must end, print plain text, and hold no answer that nobody gave.
func TestRandomLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typedLines := rapid.SliceOfN(typed(), 0, 25).Draw(t, "lines")
		cfg, fake := probing()
		cfg.Width = rapid.SampledFrom([]int{0, 1, 20, 40, 78}).Draw(t, "width")
		var stored []flow.Event
		cfg.Record = func(e []flow.Event) error { stored = append(stored, e...); return nil }
		var out bytes.Buffer
		if _, err := Run(context.Background(), cfg, strings.NewReader(strings.Join(typedLines, "\n")+"\n"), &out); err != nil {
			t.Fatalf("Run: %v", err)
		}
		for _, r := range out.String() {
			if r != '\n' && (r < ' ' || (r >= 0x7f && r < 0xa0)) {
				t.Fatalf("control character %U in %q", r, out.String())
			}
		}
		if strings.Contains(out.String(), wholeFake) || strings.Contains(out.String(), "FAKEpassword") {
			t.Fatalf("a secret is repeated:\n%s", out.String())
		}
		if n, most := fake.runs(), countSends(strings.Join(typedLines, "\n")); n > most {
			t.Fatalf("%d times was sent and %d lines are send: %q", n, most, typedLines)
		}
		given := 0
		for _, l := range strings.Split(strings.Join(typedLines, "\n"), "\n") {
			if _, ok := answers[strings.ToLower(strings.Join(strings.Fields(l), " "))]; ok {
				given++
			}
		}
		acts := make(map[int]bool)
		for _, e := range cfg.Session.Events() {
			if e.Kind == flow.Asserted && e.Fact.Value != flow.Unknown && e.Fact.Answered() {
				acts[e.Act] = true
			}
		}
		if len(acts) > given {
			t.Fatalf("%d answers were recorded and %d lines hold one: %q", len(acts), given, typedLines)
		}
		if len(stored) != cfg.Session.Len() {
			t.Fatalf("%d events were stored of %d", len(stored), cfg.Session.Len())
		}
	})
}

// TestNothingIsAnsweredByPasting pastes random lines, answer words among them, behind a first line that gives the paste away.
func TestNothingIsAnsweredByPasting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SampledFrom([]string{"{", "[{", "<!doctype html>", "HTTP/2 403", "Traceback (most recent call last):", "server: cloudflare", "    raise x"}).Draw(t, "first")
		text := rapid.SliceOf(typed().Filter(func(s string) bool { return !strings.Contains(s, "\n") && strings.TrimSpace(s) != "." })).Draw(t, "text")
		before := rapid.SampledFrom([][]string{{"none"}, {"none", "y"}, {"none", "n"}, {"none", "y", "y", "y"}, {"none", "y", "edit 1 no"}, {"none", "probe"}, {"none", "probe", "free"}, {"none", "y", "probe swap"}}).Draw(t, "before")
		cfg, fake := probing()
		in := strings.Join(slices.Concat(before, []string{first}, text, []string{"."}), "\n") + "\n"
		plain, _ := probing()
		var out bytes.Buffer
		if _, err := Run(context.Background(), plain, strings.NewReader(strings.Join(before, "\n")+"\n"), &out); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(context.Background(), cfg, strings.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		if got, want := cfg.Session.Len(), plain.Session.Len(); got != want {
			t.Fatalf("the paste recorded %d events:\n%s", got-want, out.String())
		}
		if n := fake.runs(); n != 0 {
			t.Fatalf("the paste sent %d requests:\n%s", n, out.String())
		}
	})
}

// TestSameVerdictAsTheWalk gives the same random answers to the conversation and to the core.
func TestSameVerdictAsTheWalk(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { sameVerdict(t, door(), reading) })
}

func sameVerdict(t *rapid.T, pb *flow.Playbook, read func([]byte) flow.Reading) {
	s := new(flow.Session)
	typedLines := []string{"none"}
	for {
		p := flow.Walk(pb, s.Facts())
		if p.Outcome == flow.Open || p.Solved || (p.Verdict != nil && p.Verdict.ID == pb.Unexplained) {
			break
		}
		choices := []string{"y", "no", "unsure", "?"}
		switch {
		case p.Verdict != nil:
			choices = []string{"works", "refused", "different"}
		case p.Choice != nil:
			choices = []string{"unsure", "?"}
			for _, o := range p.Options {
				choices = append(choices, strconv.Itoa(p.Choice.Number(o)))
			}
		}
		l := rapid.SampledFrom(choices).Draw(t, "answer")
		typedLines = append(typedLines, l)
		if p.Verdict != nil {
			if l == "refused" {
				s.TriedSame(pb, p.Verdict.ID, flow.You, clock())
				continue
			}
			s.Tried(pb, p.Verdict.ID, answers[l], flow.You, clock())
			continue
		}
		if n, err := strconv.Atoi(l); err == nil {
			s.SayAll(pb, pb.Choose(s, p.Choice, p.Choice.Options[n-1].ID, flow.You, ""), nil, clock())
			continue
		}
		s.Say(pb, flow.Fact{ID: p.Question.ID, Value: answers[l], From: flow.You}, clock())
	}
	cfg := config()
	cfg.Playbook, cfg.Read = pb, read
	var out bytes.Buffer
	res, err := Run(context.Background(), cfg, strings.NewReader(strings.Join(typedLines, "\n")+"\n"), &out)
	must.NoError(t, err)
	want := flow.Walk(pb, s.Facts())
	if got := res.Position; got.Outcome != want.Outcome || got.Verdict != want.Verdict || got.Solved != want.Solved || got.Sure != want.Sure {
		t.Fatalf("%q leads to %v %v, want %v %v\n%s", typedLines, got.Outcome, got.Verdict, want.Outcome, want.Verdict, out.String())
	}
	if res.Ended {
		t.Fatalf("%q: the input ended with a question open\n%s", typedLines, out.String())
	}
	if !slices.Equal(s.Facts(), cfg.Session.Facts()) {
		t.Fatalf("%q: facts %v, want %v", typedLines, cfg.Session.Facts(), s.Facts())
	}
}

// FuzzRun feeds any bytes. What is printed must be plain text, and what is recorded must have been said.
func FuzzRun(f *testing.F) {
	for _, seed := range []string{"", "none\ny\ny\nn\nworks\n", "card expired\n.\ntrail\n", "none\n{\ny\n.\npaste\n", "none\r\nNOT  sure\r\n", "none\ny\nedit 1 no\nchange\n", "\xff\xfen\x00o\x00", "none\n\x1b[31my\n", "none\nn", "none\nprobe\nsend\n", "none\nprobe\nfree\nsend\n", "none\ncommand\nhandback\nmeasured: beeps no\n.\n", "none\nset key\nwatch\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		cfg, fake := probing()
		var out bytes.Buffer
		if _, err := Run(context.Background(), cfg, bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		if i := bytes.IndexFunc(out.Bytes(), func(r rune) bool { return r != '\n' && (r < ' ' || (r >= 0x7f && r < 0xa0)) }); i >= 0 {
			t.Fatalf("control character at %d of %q", i, out.String())
		}
		if n, most := fake.runs(), countSends(string(in)); n > most {
			t.Fatalf("%d times was sent and %d lines are send", n, most)
		}
		given := 0
		for l := range bytes.Lines(in) {
			if _, ok := answers[strings.ToLower(strings.Join(strings.Fields(string(l)), " "))]; ok && bytes.HasSuffix(l, []byte("\n")) {
				given++
			}
		}
		acts := make(map[int]bool)
		for _, e := range cfg.Session.Events() {
			if e.Kind == flow.Asserted && e.Fact.Value != flow.Unknown && e.Fact.Answered() {
				acts[e.Act] = true
			}
		}
		if len(acts) > given {
			t.Fatalf("%d answers were recorded and %d lines hold one", len(acts), given)
		}
	})
}
