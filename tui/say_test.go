package tui

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/probe"
)

// TestReadOut holds that in a customer's call a verdict and whether its fix has helped can be read out as a question can.
func TestReadOut(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}, {40, 12}} {
		b := newBench(t, size[0], size[1], desk)
		b.press("tab", "n", "y", "n").wants("The tank is empty").press("s")
		rows := ""
		for _, r := range b.app.top().Body(size[0]-2*margin, size[1]).rows {
			rows += " " + strings.TrimPrefix(plain(r.text), "┃")
		}
		for _, say := range b.app.t.state.ReadOut() {
			if !strings.Contains(strings.Join(strings.Fields(rows), " "), say) {
				t.Errorf("at %v it lacks %q:\n%s", size, say, b.screen())
			}
		}
		b.press("c")
		if want := strings.Join(b.app.t.state.ReadOut(), "\n"); b.clip != want || !strings.Contains(want, "tell us whether it works") {
			t.Errorf("copied %q", b.clip)
		}
		b.press("esc", "s").wants("The tank is empty").press("v").wants("Read out", "Does it work").press("c")
		if b.clip != b.app.t.state.SayVerify() {
			t.Errorf("copied %q", b.clip)
		}
	}
}

// TestEveryVerdictCanBeReadOut holds that what is read out names the cause and every step, and is no word of the program's own.
func TestEveryVerdictCanBeReadOut(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"anthropic-403", "anthropic-401", "openai-organization"} {
		book, err := (&content.Library{}).Open(id)
		must.NoError(t, err)
		for i := range book.Verdicts {
			v := &book.Verdicts[i]
			s := new(flow.Session)
			s.Open(flow.About{Whose: flow.Customer}, time.Time{})
			c := conversation.New(conversation.Ports{}, conversation.Opened{Playbook: book.Playbook}, s)
			at := c.State().At(flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: flow.Strong, Standings: []flow.Standing{{Verdict: v, Level: flow.Proven, Sure: flow.Strong}}})
			said := strings.Join(at.ReadOut(), "\n")
			if v.ID == book.Unexplained {
				if !strings.Contains(said, "We look up") {
					t.Errorf("%s: %s", v.ID, said)
				}
				continue
			}
			for _, want := range append([]string{v.Title, "We are quite sure of this."}, at.Remedy(v).Fix...) {
				if !strings.Contains(said, want) {
					t.Errorf("%s lacks %q:\n%s", v.ID, want, said)
				}
			}
		}
	}
}

// TestUnexplainedHasNoFixToVerify holds that where nothing explains the error no screen asks whether its fix has helped.
func TestUnexplainedHasNoFixToVerify(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "y", "y", "y")
	if b.app.t.pos.Verdict == nil || b.app.t.pos.Verdict.ID != b.app.t.pb.Unexplained {
		t.Fatalf("it is explained:\n%s", b.screen())
	}
	b.press("v").wants("v has no use here").press("enter", "v").wants("v has no use here")
	n := b.app.t.state.Session.Len()
	if s := b.app.conv.Do(conversation.Tried{Works: flow.No}); s.Err == nil || b.app.t.state.Session.Len() != n {
		t.Errorf("a fix of it is taken to have failed: %+v", s)
	}
}

// TestAskedInPlace holds that what a command or a letter needs of the failing call is asked for where it is needed, once, and kept; and that
// what is skipped is not asked for again.
func TestAskedInPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk)
	b.press("tab", "n", "z", "enter", "Z").wants("c copy", "p paste").press("c").wants("Which model does the failing call name?", "enter skip")
	b.wants("Which request id does the refusal have?", "last four characters").press("tab", "tab").paste("sk-FAKE-wxyz").press("enter").wants("That is not four characters. Type only the last four.").press("ctrl+u").paste("wxyz").press("down")
	b.paste("no model at all").press("enter").wants("is not that. Nothing was recorded.", "wxyz").press("ctrl+u").paste("claude-opus-5-5").wants("enter keep and go on")
	n := b.app.t.state.Session.Acts()
	b.press("enter").wants("Sent to the clipboard")
	s := b.app.t.state.Session
	if last := s.Events()[s.Len()-1].Act; last != s.Events()[s.Len()-2].Act || len(s.Acts()) != len(n) {
		t.Error("what was said at once is no single act")
	}
	if s.Known("model") != "claude-opus-5-5" || s.Known("key_last_four") != "wxyz" || s.Known("request_id") != "" {
		t.Errorf("kept %+v", s.Notes())
	}
	b.press("esc", "c").wants("Sent to the clipboard").press("esc", "esc")
	if got := b.app.t.state.LetterLacks(); len(got) != 1 {
		t.Errorf("it lacks %+v", got)
	}
}

// TestCommandAsksForTheModel holds that a command that cannot be written without the model asks for it, and is written then.
func TestCommandAsksForTheModel(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	s := new(flow.Session)
	p := probe.Bind(probe.New(book.Playbook, book.Read, probe.Setup{Trust: probe.Own}), func() *flow.Session { return s }, "")
	b := newBench(t, 80, 24, func(c *Config) {
		c.Playbook, c.Read, c.Prober, c.Session = book.Playbook, book.Read, probe.Form{Bound: p}, s
	})
	b.paste(`HTTP/1.1 403` + "\n" + `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`)
	b.press("enter", "r")
	for range 8 {
		if p := b.app.top().screen.(*cardScreen).card().Probe; strings.Contains(p.Path+p.Body, "{model}") {
			break
		}
		b.press("right")
	}
	b.press("$").wants("Which model does the failing call name?").paste("claude-opus-5-5").press("enter").wants("The command, to run where the call fails").lacks("This has no command")
	if b.press("esc", "$").wants("The command, to run where the call fails"); b.app.t.state.Session.Known("model") != "claude-opus-5-5" {
		t.Errorf("kept %+v", b.app.t.state.Session.Notes())
	}
}

// TestLetterInTheBox holds that a letter of the list that was typed into the empty box does on enter what the list says, and that the footer
// says so; a text that only begins with it is a text.
func TestLetterInTheBox(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk)
	b.press("n").wants("enter questions").send(enterMsg{})
	b.press("enter")
	b.send(enterMsg{b.app.enterID})
	b.wants("Can you see the little lamp")
	b = newBench(t, 80, 24, desk)
	b.press("x", "y").wants("enter read it").lacks("enter example")
}
