package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/report"
)

// call is a support call as it is held: the customer's text, and what the engineer presses until the ticket is copied.
type call struct {
	name      string
	text      string
	verdict   string
	questions int // How many are answered or parked.
	keys      int // How many are pressed.
	steps     []step
}

// step is one thing that is done, once the screen shows the text.
type step struct {
	sees  string
	keys  []string
	paste string
}

const egress = "  File \"/app/venv/lib/python3.12/site-packages/anthropic/_base_client.py\", line 1047, in request\n    raise self._make_status_error_from_response(err.response) from None\n"

// second is what the failing call prints after the first of two causes was fixed.
const second = "HTTP/2 403\nrequest-id: req_011CFAKEsecond\n\n{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Your API key does not have permission to use the specified resource.\"},\"request_id\":\"req_011CFAKEsecond\"}\n"

// calls are six calls of the kinds that take support the longest.
var calls = []call{
	{
		name: "region", questions: 1, keys: 5, verdict: "unsupported-region",
		text: egress + "anthropic.PermissionDeniedError: Error code: 403 - {'error': {'type': 'forbidden', 'message': 'Request not allowed'}}\n",
		steps: []step{
			{sees: "Read out", keys: []string{`"`}},
			{sees: "Their words", paste: "the worker runs in our Hong Kong region", keys: []string{"enter"}},
			{sees: "Their words will go with the next answer", keys: []string{"2"}},
			{sees: "country", keys: []string{"v"}},
			{sees: "Does it work now", keys: []string{"L"}},
		},
	},
	{
		name: "login-policy", questions: 0, keys: 3, verdict: "oauth-not-allowed",
		text: "API Error: 403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"OAuth authentication is currently not allowed for this organization.\"},\"request_id\":\"req_011CFAKEoauth\"}\n",
		steps: []step{
			{sees: "The organization doesn't allow login tokens", keys: []string{"v"}},
			{sees: "Does it work now", keys: []string{"y"}},
			{sees: "request", paste: "request-id: req_011CFAKEworks", keys: []string{"enter"}},
			{sees: "Solved"},
		},
	},
	{
		name: "sandbox", questions: 3, keys: 7, verdict: "sandbox-egress",
		text: "HTTP/1.1 403 Forbidden\ncontent-length: 0\nvia: 1.1 proxy\n\n",
		steps: []step{
			{sees: "Which address does your program call", keys: []string{"1"}},
			{sees: "Read out", keys: []string{"z"}},
			{sees: "Who must check this", keys: []string{"enter"}},
			{sees: "Parked for", keys: []string{"y"}},
			{sees: "It waits for the developer", keys: []string{"p"}},
			{sees: "Paste", paste: "Answer [way] (a number / not sure): 5\nour CI runner allows only a few hosts\n", keys: []string{"enter"}},
			{sees: "What came back", keys: []string{"enter"}},
			{sees: "The sandbox's network rules block the request"},
		},
	},
	{
		name: "gateway-page", questions: 1, keys: 1, verdict: "gateway",
		text: "POST https://llm.corp.example/v1/messages\nHTTP/1.1 403 Forbidden\nserver: nginx\ncontent-type: text/html\n\n<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>\n",
		steps: []step{
			{sees: "address that your program calls", keys: []string{"3"}},
			{sees: "cause found"},
		},
	},
	{
		name: "cloudflare", questions: 0, keys: 2, verdict: "edge-block",
		text: "HTTP/2 403\nserver: cloudflare\ncf-ray: 9a1b2c3d4e5f6789-HKG\ncontent-type: text/html; charset=UTF-8\n\n<!DOCTYPE html><html lang=\"en-US\"><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1><h2>You are unable to access anthropic.com</h2></body></html>\n",
		steps: []step{
			{sees: "Cloudflare blocked the request", keys: []string{"v"}},
			{sees: "Does it work now", keys: []string{"n"}},
			{sees: "it is still this cause"},
		},
	},
	{
		name: "two-causes", questions: 5, keys: 11, verdict: "beta-header",
		text: "HTTP/2 403\nrequest-id: req_011CFAKEtwo\n\n{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Your API key does not have permission to use the specified resource.\"},\"request_id\":\"req_011CFAKEtwo\"}\n",
		steps: []step{
			{sees: "Please send two tiny requests", keys: []string{"3"}},
			{sees: "colleague's key", keys: []string{"1"}},
			{sees: "Read out", keys: []string{"n"}},
			{sees: "cause found", keys: []string{"v"}},
			{sees: "Does it work now", keys: []string{"d"}},
			{sees: "Paste", paste: second, keys: []string{"enter"}},
			{sees: "Last answer: only Haiku works, the customer said", keys: []string{"1"}},
			{sees: "beta feature", keys: []string{"3"}},
			{sees: "cause found", keys: []string{"v"}},
			{sees: "Does it work now", keys: []string{"y"}},
			{sees: "request", paste: "req_011CFAKEworks", keys: []string{"enter"}},
			{sees: "Solved"},
		},
	},
}

// morning is when the calls on what ships take place.
func morning() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }

// shippedCall is a call on a playbook that ships, with its letters and reports.
func shippedCall(book *content.Book) func(*Config) {
	return func(cfg *Config) {
		cfg.Playbook, cfg.Read, cfg.Now = book.Playbook, book.Read, morning
		cfg.Checklist, cfg.Reporter = office{book.Playbook}, writer{book.Playbook, morning}
	}
}

// callOf opens the session of somebody's call with a ticket.
func callOf(whose flow.Source) func(*Config) {
	return func(cfg *Config) {
		cfg.Session.Open(flow.About{Playbook: cfg.Playbook.ID, Whose: whose, Ticket: "CS-1"}, cfg.Now())
	}
}

// bookOf is a desk on a playbook that ships, at the bench's own time.
func bookOf(book *content.Book, whose flow.Source, ticket string) func(*Config) {
	return func(c *Config) {
		c.Playbook, c.Read, c.Checklist, c.Reporter = book.Playbook, book.Read, office{book.Playbook}, writer{book.Playbook, c.Now}
		c.Session.Open(flow.About{Playbook: book.ID, Whose: whose, Ticket: ticket}, c.Now())
	}
}

// ticket is the report that a call would be handed on with now.
func (b *bench) ticket() string {
	b.t.Helper()
	w, err := report.Write(b.app.t.state.Book.Playbook, b.app.t.state.Session, b.app.t.pos, report.FormatMarkdown, report.Options{Now: morning().Add(10 * time.Minute)})
	must.NoError(b.t, err)
	return w.Text
}

// TestCalls holds six calls on what ships. Each ends on its cause within the stated number of questions, and on a ticket that can be
// sent as it is; the golden file is that ticket.
func TestCalls(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, c := range calls {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			keys, questions, pasted := 0, 0, 0
			b := newBench(t, 80, 24, shippedCall(book), callOf(flow.Customer))
			b.paste(c.text).press("enter")
			for _, s := range c.steps {
				b.wants(s.sees)
				if s.paste != "" {
					b.paste(s.paste)
					pasted += len(s.paste)
				}
				asked, before := b.app.t.pos.Question, b.app.t.state.Session.Len()
				b.press(s.keys...)
				keys += len(s.keys)
				if asked != nil && b.app.t.pos.Question != asked && s.paste == "" && b.app.t.state.Session.Len() > before {
					questions++
				}
			}
			p := b.app.t.state.Position()
			if p.Verdict == nil || p.Verdict.ID != c.verdict {
				t.Fatalf("it ends at %s, want %s", p.Where(), c.verdict)
			}
			if questions != c.questions || keys != c.keys {
				t.Errorf("it takes %d questions and %d keys, want %d and %d", questions, keys, c.questions, c.keys)
			}
			t.Logf("%d questions, %d keys, %d bytes typed or pasted after the error", questions, keys, pasted)
			golden.RequireEqual(t, b.ticket())
		})
	}
}

// TestBarInSmallWindow holds that in a window of 60 columns the help bar keeps all that matters, in fewer words.
func TestBarInSmallWindow(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 60, 16, bookOf(book, flow.Customer, "CS-1"))
	bar := func(want string) {
		t.Helper()
		lines := strings.Split(b.screen(), "\n")
		if got := strings.TrimSpace(lines[len(lines)-1]); got != want {
			t.Errorf("the help bar is %q, not %q", got, want)
		}
	}
	b.paste(calls[5].text).press("enter")
	bar(`1-4 ? answer  c copy  " words  z park  F1 all keys`)
	b.press("3", "4")
	bar("v works now?  s say it  c copy  R report  F1 all keys")
	b.press("v")
	bar("y works  n same  d another  ? not yet  F1 all keys")
	b.press("y", "enter")
	bar("q quit   N next call   b back   R report   F1 all keys")
}
