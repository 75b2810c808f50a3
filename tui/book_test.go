package tui

import (
	"errors"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

// shipped are the playbooks that ship.
type shipped struct {
	t     testing.TB
	named bool
}

func (s *shipped) Choose(text []byte) (flow.Chosen, bool) {
	if s.named {
		return flow.Chosen{}, false
	}
	c, err := content.Choose(text)
	if err != nil {
		s.t.Error(err)
	}
	return flow.Chosen{Playbook: c.ID, Reading: c.Reading, Because: c.Because}, true
}

func (s *shipped) Titles() []flow.Title {
	var list []flow.Title
	for _, id := range content.Shipped() {
		b, err := content.Ship(id)
		if err != nil {
			s.t.Error(err)
			continue
		}
		list = append(list, flow.Title{ID: id, Title: b.Title})
	}
	return list
}

func (s *shipped) Open(id string) (conversation.Opened, error) {
	b, err := content.Ship(id)
	if err != nil {
		return conversation.Opened{}, errors.New("it is not installed")
	}
	return conversation.Opened{Playbook: b.Playbook, Digest: b.Digest, Read: b.Read}, nil
}

// shelved is a bench in one of the playbooks that ship, with the others at hand.
func shelved(t *testing.T, id string, change ...func(*Config)) *bench {
	t.Helper()
	book, err := content.Ship(id)
	must.NoError(t, err)
	return newBench(t, 80, 24, append([]func(*Config){func(c *Config) {
		c.Playbook, c.Read, c.Books, c.Last, c.Escalation = book.Playbook, book.Read, &shipped{t: t}, nil, nil
		c.Session.Open(flow.About{Playbook: id, Digest: book.Digest}, c.Now())
	}}, change...)...)
}

// in fails unless the conversation, its session and what was recorded are in the playbook.
func (b *bench) in(id string) *bench {
	b.t.Helper()
	if got := b.app.t.pb.ID; got != id {
		b.t.Fatalf("it is in %s, want %s:\n%s", got, id, b.screen())
	}
	if got := b.app.t.state.Session.About().Playbook; got != id {
		b.t.Fatalf("the session is in %s, want %s", got, id)
	}
	return b
}

// fact returns what the session knows.
func (b *bench) fact(id string) string {
	f, _ := b.app.t.state.Session.Fact(id)
	return f.Value.String() + " " + string(f.From)
}

func TestTextsChooseThePlaybook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, want string
		screen           []string
	}{
		{"401", `401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`, "anthropic-401", []string{"why403 anthropic-401", "Playbook: Why does the Claude API answer 401? · P switches"}},
		{"OpenAI", `{"error":{"message":"No such organization: org-8Xk2mQpL9vFAKE.","type":"invalid_request_error","param":null,"code":"invalid_organization"}}`, "openai-organization", []string{"Playbook: Why does the OpenAI API not accept this organization? · P switches"}},
		{"403", `403 {"type":"error","error":{"type":"permission_error","message":"no"}}`, "anthropic-403", []string{"Playbook: Why does the Claude API answer 403? · P switches"}},
		{"nothing", `it does not work`, "anthropic-403", []string{"Read as: Claude API error. Nothing in the text says otherwise · P switches"}},
		{"a status of its own", "HTTP/1.1 404 Not Found\n\nit does not work", "anthropic-403", []string{"Read as: Claude API 404."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := shelved(t, "anthropic-403").paste(tt.text).press("enter")
			b.size(80, 60)
			b.in(tt.want).wants(tt.screen...)
			if got := flow.Replay(b.disk).About().Playbook; got != tt.want && got != "" {
				t.Errorf("recorded is %s", got)
			}
			b.press("ctrl+z").in("anthropic-403")
			b.facts(0)
		})
	}
}

func TestNamedPlaybookStays(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403", func(c *Config) { c.Books = &shipped{t: t, named: true} })
	b.paste(`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`).press("enter")
	b.in("anthropic-403").lacks("P takes another").wants("> anthropic-401 goes on from here")
	// So does one that was taken by hand, and one in which somebody has answered.
	b = shelved(t, "anthropic-403").press("tab", "n", "P").wants("Playbooks", "anthropic-403 · in use").press("down", "enter").in("anthropic-401")
	b.press("p").paste(`403 {"type":"error","error":{"type":"permission_error","message":"no"}}`).press("enter").in("anthropic-401")
	b = shelved(t, "anthropic-403").press("tab", "n", "1", "p").paste(`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`).press("enter")
	b.in("anthropic-403")
}

// TestRefusedKeyHandsOver goes from the 403 to the 401, and back with undo.
func TestRefusedKeyHandsOver(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403").press("tab", "n", "3").in("anthropic-403")
	b.wants("The key itself was not accepted", "> anthropic-401 goes on from here, with what is known: >")
	b.press(">").in("anthropic-401").wants("Going on with what is known: Why does the Claude API answer 401?")
	if b.fact("status-401") != "yes you" || b.fact("status-403") != "no you" {
		t.Errorf("the answers are gone: %s, %s", b.fact("status-401"), b.fact("status-403"))
	}
	if b.app.t.pos.Outcome != flow.Asking {
		t.Errorf("nothing is asked: %+v", b.app.t.pos)
	}
	events := b.disk
	if got := flow.Replay(events).About(); got.Playbook != "anthropic-401" || got.HandedFrom != "anthropic-403" {
		t.Errorf("recorded: %+v", got)
	}
	b.press("ctrl+z").in("anthropic-403").wants("Taken back; again in: Why does the Claude API answer 403?", "The key itself")
}

// TestRefusalHandsBack goes from the 401 to the 403; the text is read again there.
func TestRefusalHandsBack(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-401", func(c *Config) { c.Books = &shipped{t: t, named: true} })
	b.paste(`403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`).press("enter")
	b.in("anthropic-401").wants("403: the call is refused")
	b.press(">").in("anthropic-403").wants("organization")
	if b.fact("ip-allowlist-text") != "yes pasted" {
		t.Errorf("the text was not read again: %s", b.fact("ip-allowlist-text"))
	}
	if v := b.app.t.pos.Verdict; v == nil || v.ID != "org-policy" {
		t.Errorf("it stands at %+v", v)
	}
}

// TestClaudesAnswerHandsOver goes from OpenAI's playbook to the 403. What an answer means differs there: it waits.
func TestClaudesAnswerHandsOver(t *testing.T) {
	t.Parallel()
	b := shelved(t, "openai-organization").press("tab", "n", "n", "n", "n", "y").in("openai-organization")
	b.wants("The Claude API answered", "> anthropic-403 goes on from here")
	if b.fact("own-gateway") != "no you" {
		t.Fatalf("own-gateway: %s", b.fact("own-gateway"))
	}
	b.press(">").in("anthropic-403")
	if b.fact("direct-to-anthropic") != "yes you" || b.fact("on-azure") != "no you" {
		t.Errorf("answers are gone: %s, %s", b.fact("direct-to-anthropic"), b.fact("on-azure"))
	}
	if _, known := b.app.t.state.Session.Fact("own-gateway"); known {
		t.Error("an answer about a gateway for OpenAI counts as one about a gateway for Claude")
	}
	b.press("P", "down", "down", "enter").in("openai-organization")
	if b.fact("own-gateway") != "no you" {
		t.Errorf("the answer did not come back: %s", b.fact("own-gateway"))
	}
}

// TestBooksCannotBeOpened keeps everything as it is.
func TestBooksCannotBeOpened(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403").press("tab", "n", "3")
	b.run(b.app.turn(b.app.conv.Do(conversation.Take{ID: "nobody"}).Work))
	b.in("anthropic-403").wants("The playbook stays as it is: it is not installed")
}

// TestAnswerBeforeTheBookIsOpen holds that what is said while a playbook is opened is not taken back in its place.
func TestAnswerBeforeTheBookIsOpen(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403").press("tab", "n", "3", ">").in("anthropic-401")
	open := b.app.undo()
	b.press("y")
	n := len(b.app.t.state.Session.Facts())
	b.run(open)
	b.in("anthropic-401")
	if got := len(b.app.t.state.Session.Facts()); got != n {
		t.Errorf("%d facts, want %d", got, n)
	}
}

// TestResumeOpensThePlaybook goes on with an earlier session in its own playbook.
func TestResumeOpensThePlaybook(t *testing.T) {
	t.Parallel()
	b := shelved(t, "anthropic-403", func(c *Config) {
		now := c.Now
		c.Last = &conversation.LastSession{Name: "old", Title: "yesterday", Resume: func() (*flow.Session, func([]flow.Event) error, error) {
			s := new(flow.Session)
			s.Open(flow.About{Playbook: "anthropic-401"}, now())
			s.Assert(now(), flow.Fact{ID: "status-401", Value: flow.Yes, From: flow.You})
			return s, func([]flow.Event) error { return nil }, nil
		}}
	})
	b.press("tab", "b").in("anthropic-401").wants("why403 anthropic-401")
}

// TestOpeningTextSaysWhy is about a text that came with the start.
func TestOpeningTextSaysWhy(t *testing.T) {
	t.Parallel()
	text := []byte(`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`)
	choice, err := content.Choose(text)
	must.NoError(t, err)
	b := shelved(t, "anthropic-401", func(c *Config) {
		c.Session.Read(choice.Reading, flow.Pasted, c.Now())
		c.Opening, c.OpeningText, c.OpeningBecause = &choice.Reading, text, choice.Because
	})
	b.wants("Playbook: Why does the Claude API answer 401? · P switches")
	b.press("P", "up", "enter").in("anthropic-403")
	if !strings.Contains(b.screen(), "The key itself") || b.fact("invalid-key-text") != "yes pasted" {
		t.Errorf("%s:\n%s", b.fact("invalid-key-text"), b.screen())
	}
}
