package tui

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
	byline "why403/tui/plain"
)

// TestBothWaysLeadToTheSame holds the conversation on the screen and line by line on the way to every verdict of the playbook
// that ships, and compares what was asked and what was found.
func TestBothWaysLeadToTheSame(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	pb := book.Playbook
	type walk struct {
		known   []flow.Fact
		answers map[string]flow.Value
	}
	yes, no := flow.Yes, flow.No
	walks := []walk{ // What no rule alone leads to.
		{nil, map[string]flow.Value{
			"status-403": yes, "direct-to-anthropic": yes, "edge-shaped": no, "console-key": yes, "plain-works": no,
			"works-elsewhere": no, "other-key-works": yes, "key-older": yes, "twin-key-works": yes,
		}},
		{nil, map[string]flow.Value{
			"status-403": yes, "direct-to-anthropic": yes, "edge-shaped": no, "console-key": yes, "plain-works": no,
			"works-elsewhere": no, "other-key-works": no, "key-older": no, "org-has-policy": no,
		}},
	}
	for _, r := range pb.Rules {
		if len(r.Proves)+len(r.Suggests)+len(r.RulesOut) > 0 {
			known, answers := towards(pb, r)
			walks = append(walks, walk{known, answers})
		}
	}
	reached := make(map[string]bool)
	for i, w := range walks {
		known, answers := w.known, w.answers
		onScreen, asked := byKeys(t, pb, known, answers)
		byLine := byLines(t, pb, known, asked)
		for _, f := range onScreen.Facts() {
			if g, ok := byLine.Fact(f.ID); !ok || g != f {
				t.Fatalf("walk %d: on the screen %+v, line by line %+v", i, f, g)
			}
		}
		a, b := flow.Walk(pb, onScreen.Facts()), flow.Walk(pb, byLine.Facts())
		if a.Outcome != b.Outcome || a.Verdict != b.Verdict || a.Sure != b.Sure || a.Outcome == flow.Asking {
			t.Fatalf("walk %d: on the screen it ends at %v %v, line by line at %v %v", i, a.Outcome, a.Verdict, b.Outcome, b.Verdict)
		}
		if a.Verdict != nil {
			reached[a.Verdict.ID] = true
		}
	}
	for _, v := range pb.Verdicts {
		if !reached[v.ID] {
			t.Errorf("no walk ended at %s", v.ID)
		}
	}
}

// towards returns what makes the rule hold: facts that no question asks for, and answers.
func towards(pb *flow.Playbook, r flow.Rule) (known []flow.Fact, answers map[string]flow.Value) {
	answers = make(map[string]flow.Value)
	var need func(c flow.Cond)
	need = func(c flow.Cond) {
		if len(c) == 0 {
			return
		}
		for _, t := range c[0] {
			if _, twice := answers[t.Fact]; twice {
				continue
			}
			answers[t.Fact] = t.Values[0]
			if q := pb.Question(t.Fact); q != nil {
				need(q.When)
				continue
			}
			known = append(known, flow.Fact{ID: t.Fact, Value: t.Values[0], From: flow.Pasted, Rule: "test", Quote: "it"})
		}
	}
	need(r.When)
	return known, answers
}

func answerTo(q *flow.Question, answers map[string]flow.Value) flow.Value {
	if v := answers[q.ID]; v != flow.Unknown {
		return v
	}
	return max(q.Usual, flow.Yes)
}

var letters = map[flow.Value]string{flow.Yes: "y", flow.No: "n", flow.Unsure: "?"}

// given is the key that answers what is asked.
type given struct{ ask, key string }

// keyTo returns the key of the true answer to what a position asks: an option of a choice that the answers agree with most, else
// not sure.
func keyTo(pb *flow.Playbook, pos flow.Position, answers map[string]flow.Value) given {
	if pos.Choice == nil {
		return given{pos.Question.Ask, letters[answerTo(pos.Question, answers)]}
	}
	key, most := "?", 0
	for _, o := range pos.Options {
		same := 0
		for _, f := range o.Facts {
			switch v := answers[f.Fact]; {
			case v == f.Value:
				same++
			case v != flow.Unknown:
				same = -99
			}
		}
		if same > most {
			key, most = strconv.Itoa(pos.Choice.Number(o)), same
		}
	}
	return given{pos.Choice.Asks(pb, pos.Question, pos.Options).Ask, key}
}

func byKeys(t *testing.T, pb *flow.Playbook, known []flow.Fact, answers map[string]flow.Value) (*flow.Session, []given) {
	t.Helper()
	s := new(flow.Session)
	b := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Session, c.Last = pb, s, nil
		if len(known) > 0 {
			s.Assert(c.Now(), known...)
		}
	})
	if len(known) == 0 {
		b.press("tab", "n")
	}
	var asked []given
	for b.app.t.pos.Outcome == flow.Asking {
		g := keyTo(b.app.t.pb, b.app.t.pos, answers)
		asked = append(asked, g)
		if b.press(g.key); len(asked) > 60 {
			t.Fatalf("no end: %v", asked)
		}
	}
	return s, asked
}

func byLines(t *testing.T, pb *flow.Playbook, known []flow.Fact, asked []given) *flow.Session {
	t.Helper()
	s := new(flow.Session)
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	var in strings.Builder
	if len(known) > 0 {
		s.Assert(now(), known...)
	} else {
		in.WriteString("none\n")
	}
	for _, g := range asked {
		in.WriteString(g.key + "\n")
	}
	in.WriteString("q\n")
	var out bytes.Buffer
	_, err := byline.Run(context.Background(), byline.Wiring{
		Opened:  conversation.Opened{Playbook: pb, Read: func([]byte) flow.Reading { return flow.Reading{} }},
		Session: s, Now: now, Record: func([]flow.Event) error { return nil },
	}, strings.NewReader(in.String()), &out)
	must.NoError(t, err)
	for _, g := range asked { // Each was asked in the same place, or its line would have answered another one.
		if !strings.Contains(out.String(), page.Line(g.ask)) {
			t.Fatalf("line by line %q was not asked:\n%s", g.ask, out.String())
		}
	}
	return s
}

// TestEveryPage holds that what the table of commands has a page for is shown by both front ends, with nothing left out: on the screen in the one way
// that pages are shown, unless it is among those that have a screen of their own.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	own := []conversation.Name{conversation.ShowHow, conversation.UseExample, conversation.Finish, conversation.SayNotYet}
	pages := 0
	for _, c := range conversation.Commands() {
		if c.Page == nil || slices.Contains(own, c.Name) {
			continue
		}
		pages++
		b := newBench(t, 100, 400, desk).press("tab", "n", "y", "n")
		b.run(b.app.do(command(c.Name)))
		shown, ok := b.app.top().screen.(*pageScreen)
		if !ok || shown.name != c.Name {
			t.Errorf("%s: shown by %T", c.Words[0], b.app.top().screen)
			continue
		}
		both(t, b, c, shown.page())
	}
	if pages < 6 {
		t.Errorf("%d pages", pages)
	}
}

// TestAnyPage holds that a page which nobody has thought of needs nothing but its row: on the screen it scrolls, leads on from its lines, has its code
// in several languages, and is closed by its key and by esc. It does not run beside other tests, whose table it would change.
func TestAnyPage(t *testing.T) {
	all := conversation.Commands()
	row := &all[slices.IndexFunc(all, func(c conversation.Command) bool { return c.Name == conversation.ShowCauses })]
	defer func(was conversation.Command) { *row = was }(*row)
	row.Page = func(_ *conversation.State, of string) conversation.Page {
		p := conversation.Page{Choose: "open it", What: "the made-up page", Text: "made up", Do: []conversation.Command{conversation.Named(conversation.CopyText)}, See: []conversation.Command{conversation.Named(conversation.ShowTrail)}}
		p.Blocks = []page.Block{page.Text{Text: "A page " + of, Tone: page.Strong}, page.Gap{}}
		if of != "" {
			p.Blocks = append(p.Blocks, page.Markdown{Text: "Ask:\n\n```curl\ncurl it\n```\n\n```go\ngo.Get(it)\n```\n"})
			return p
		}
		p.Blocks = append(p.Blocks, conversation.ToRead("Please read this.")...)
		for i := range 40 {
			n := strconv.Itoa(i + 1)
			p.Blocks = append(p.Blocks, page.Item{N: i + 1, Text: "line " + n, Pick: conversation.Show{Name: row.Name, Of: n}, Under: []page.Block{page.Text{Text: "below " + n}}})
		}
		return p
	}
	b := newBench(t, 80, 24).press("tab", "n", "y", "w").wants("A page", "Read out", "Please read this.", "▸ line 1", "more ↓", "enter open it", "t trail")
	b.press("end").wants("▸ line 40").press("enter").wants("A page 40", "[curl] go", "curl it").press("tab").wants("go.Get(it)").press("c")
	b.copied("go.Get(it)")
	b.press("esc", "esc").wants("▸ line 40").press("c")
	b.copied("made up")
	b.press("esc", "w").wants("Is there water").press("w", "esc").wants("Is there water").size(100, 400)
	b.press("w")
	both(t, b, *row, row.Page(nil, ""))
}

// both fails unless all lines of a page stand on the screen of the bench, and in what is printed for its word where that stands.
func both(t *testing.T, b *bench, c conversation.Command, p conversation.Page) {
	t.Helper()
	printed := byWord(t, b, c.Words[0])
	screen := flat(strings.ReplaceAll(b.screen(), "┃", ""))
	for _, l := range page.Lines(p.Blocks, 0) {
		if words := flat(l); !strings.Contains(flat(printed), words) {
			t.Errorf("%s: line by line it lacks %q:\n%s", c.Words[0], words, printed)
		}
	}
	for _, block := range p.Blocks {
		text, item := "", page.Item{}
		switch block := block.(type) {
		case page.Text:
			text = block.Text
		case page.Item:
			item = block
		}
		for _, l := range []string{text, item.Text} {
			if !strings.Contains(screen, flat(l)) {
				t.Errorf("%s: the screen lacks %q:\n%s", c.Words[0], l, b.screen())
			}
		}
	}
}

// byWord is what is printed for a word where the bench stands.
func byWord(t *testing.T, b *bench, word string) string {
	t.Helper()
	var out bytes.Buffer
	_, err := byline.Run(context.Background(), byline.Wiring{Opened: b.app.cfg.Opened, Session: flow.Replay(b.app.t.state.Session.Events()), Now: b.app.cfg.Now, Books: b.app.cfg.Books}, strings.NewReader(word+"\nq\n"), &out)
	must.NoError(t, err)
	return out.String()
}
