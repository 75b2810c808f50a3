package report

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
)

// The errors of the stories.
const (
	noPermission = "Your API key does not have permission to use the specified resource."
	notInRange   = `Your IP address isn\'t in this organization\'s allowed range.`
)

// failed is what the Python SDK prints of an error with the message.
func failed(message string) string {
	return "anthropic.PermissionDeniedError: Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': '" + message + "'}, 'request_id': 'req_011CFAKEone'}\nmodel: claude-opus-5-5\n"
}

// told is a customer's call on what ships, and what happens in it.
type told struct {
	pb *flow.Playbook
	b  *content.Book
	s  *flow.Session
	at time.Time
}

func (d *told) then() time.Time { d.at = d.at.Add(time.Minute); return d.at }

type act func(*told)

func pasted(text string) act {
	return func(d *told) { d.s.Read(d.b.Read([]byte(text)), flow.Pasted, d.then()) }
}

// said are answers: ID=VALUE, or CHOICE=OPTION, and words behind a bar.
func said(answers ...string) act {
	return func(d *told) {
		for _, a := range answers {
			id, value, _ := strings.Cut(a, "=")
			value, words, _ := strings.Cut(value, "|")
			if c := d.pb.Choice(id); c != nil {
				d.s.Assert(d.then(), d.pb.Choose(d.s, c, value, flow.Customer, words)...)
				continue
			}
			v, err := flow.ParseValue(value)
			if err != nil {
				panic(err)
			}
			d.s.Say(d.pb, flow.Fact{ID: id, Value: v, From: flow.Customer, Quote: words}, d.then())
		}
	}
}

func parkedWith(id, who string) act {
	return func(d *told) {
		d.s.Assert(d.then(), flow.Fact{ID: id, Value: flow.Unsure, From: flow.You, Asked: who})
	}
}

func triedFix(verdict string, works flow.Value) act {
	return func(d *told) { d.s.Tried(d.pb, verdict, works, flow.Customer, d.then()) }
}

// calls are calls of every kind, each with where it ends.
var calls = []struct {
	name, ends string
	acts       []act
}{
	{"model", "model-access", []act{pasted(failed(noPermission)), said("what-works=haiku|the small one was fine", "other-key-works=no", "org-lists-model=no|no, Opus is not in the list")}},
	{"beta", "beta-header", []act{pasted(failed(noPermission)), said("what-works=all", "beta=no-header|ah, we never set that header")}},
	{"workspace", "workspace-restriction", []act{pasted(failed(noPermission)), said("what-works=haiku", "other-keys=younger|Jane's key works")}},
	{"old key", "stale-key", []act{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-keys=older", "twin-key-works=yes")}},
	{"policy", "org-policy", []act{pasted(failed(notInRange))}},
	{"parked", "open", []act{pasted(failed(noPermission)), said("what-works=haiku|just the tiny one"), parkedWith("other-key-works", "Jane (platform team)"), parkedWith("org-lists-model", "organization-owner")}},
	{"contradicting", "asks: own-model-404", []act{pasted(failed(noPermission)), said("plain-works=no"), func(d *told) {
		d.s.Tell(d.then(), []flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.Probed, Rule: "probe:plain", Quote: "HTTP 200"}}, nil)
	}, said("own-model-works=yes", "own-model-works=no|sorry, it fails")}},
	{"likely", "model-access", []act{pasted(failed(noPermission)), said("what-works=haiku", "other-key-works=no", "org-lists-model=unsure", "key-older=no")}},
	{"solved", "solved: org-policy", []act{pasted(failed(notInRange)), func(d *told) {
		d.s.Note(d.then(), flow.Note{Name: flow.FixedBy, Text: "req_011CFAKEok", From: flow.Customer})
	}, triedFix("org-policy", flow.Yes)}},
	{"still refused", "asks: sends-new-key", []act{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-keys=older", "twin-key-works=yes|the new one works"), func(d *told) { d.s.TriedSame(d.pb, "stale-key", flow.Customer, d.then()) }}},
	{"another error", "org-policy", []act{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-keys=older", "twin-key-works=yes|the new one works"), triedFix("stale-key", flow.No), pasted(failed(notInRange))}},
	{"the same error", "org-policy", []act{pasted(failed(notInRange)), func(d *told) { d.s.TriedSame(d.pb, "org-policy", flow.Customer, d.then()) }}},
	{"not http", "not-http", []act{pasted("bash: /srv/app/run.sh: Permission denied\nnpm ERR! Error: EACCES: permission denied, mkdir '/usr/lib/node_modules'\n")}},
	{"unexplained", "unexplained", []act{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-key-works=no", "key-older=no", "org-has-policy=no|no, none of that")}},
	{"other service", "other-service", []act{pasted("HTTP/1.1 403 Forbidden\nGET https://api.github.com/repos/x/y\n{\"message\":\"Resource not accessible by integration\",\"documentation_url\":\"https://docs.github.com/rest\"}")}},
	{"replaced", "org-policy", []act{pasted(failed(noPermission)), said("plain-works=no"), pasted(failed(notInRange))}},
	{"nobody knows", "open", []act{pasted(failed(noPermission)), said("what-works=haiku", "other-key-works=unsure", "org-lists-model=unsure", "workspace-lists-model=unsure", "key-older=unsure", "twin-key-works=unsure")}},
	{"page", "sandbox-egress", []act{pasted("HTTP/1.1 403 Forbidden\nServer: nginx\nContent-Type: text/html\n\n<html>\n<head><title>403 Forbidden</title></head>\n<body><center><h1>403 Forbidden</h1></center><hr></body>\n</html>\n"), said("where=api|it says forbidden", "works-now=no"), parkedWith("supported-region", "network-team"), said("via-company-proxy=no", "sandboxed=yes", "every-host-fails=yes")}},
	{"question", "asks: plain-works", []act{pasted(failed(noPermission))}},
}

// play makes the session of a call, and returns where it stands.
func play(t *testing.T, acts []act) (*told, flow.Position) {
	t.Helper()
	b := must.Have(t, content.Default)
	d := &told{pb: b.Playbook, b: b, s: new(flow.Session), at: now}
	d.s.Open(flow.About{Playbook: b.Playbook.ID, Digest: b.Digest, Whose: flow.Customer, Ticket: "CS-1", Version: "v1.0", Name: "20261123-0930-k7q2"}, now)
	for _, a := range acts {
		a(d)
	}
	return d, flow.Walk(d.pb, d.s.Facts())
}

// forms writes the call in every form, the text for a terminal among them; DRAW=FOLDER keeps them to be read.
func (d *told) forms(t *testing.T, name string, p flow.Position) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, f := range append(Formats(), flow.Format{ID: FormatGitHub}) {
		w, err := Write(d.pb, d.s, p, f.ID, Options{Now: d.then()})
		if err != nil {
			t.Fatalf("%s: %v", f.ID, err)
		}
		out[f.ID] = w.Text
	}
	var text strings.Builder
	must.NoError(t, Diagnose(d.pb, d.s, p).Text(&text, 0, false))
	out["text"] = text.String()
	if dir := os.Getenv("DRAW"); dir != "" {
		for id, text := range out {
			must.NoError(t, os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+"."+id), []byte(text), 0o600))
		}
	}
	return out
}

// TestEveryKindOfCall writes calls of every kind in every form, and holds what is true of all of them: nothing that the facts do not
// carry, nothing that only the screen means, and in the customer's form nothing that speaks of the customer.
func TestEveryKindOfCall(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	never := map[string][]string{
		FormatMarkdown: {"checked by us", "What fixed it", "\n1. ", "- 1 ", "- 3 ", "below"},
		FormatCustomer: {"the customer", "Who:", "Send:", "Check:", "Nothing here", "refused requests", "support engineer", "Our API key does", "said by"},
		FormatSupport:  {"- Not known:", "checked by us"},
		"text":         {"checked by us", "Not known:"},
	}
	for _, c := range calls {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, p := play(t, c.acts)
			if p.Where() != c.ends {
				t.Fatalf("it ends at %s, want %s", p.Where(), c.ends)
			}
			forms := d.forms(t, c.name, p)
			for id, texts := range never {
				text, _, _ := strings.Cut(forms[id], "<details>")
				for _, n := range texts {
					if strings.Contains(text, n) {
						t.Errorf("%s says %q:\n%s", id, n, text)
					}
				}
			}
			if v := p.Verdict; v != nil && v.Elsewhere && strings.Contains(strings.SplitN(forms[FormatMarkdown], "\n", 2)[0], "Claude API 403") {
				t.Errorf("the title names a 403 of the Claude API:\n%s", forms[FormatMarkdown])
			}
			d.asOnTheScreen(t, p, forms)
		})
	}
}

// asOnTheScreen holds that the ticket names as possible what the screen does, and tells to do what the screen does.
func (d *told) asOnTheScreen(t *testing.T, p flow.Position, forms map[string]string) {
	t.Helper()
	_, open, _ := strings.Cut(forms[FormatMarkdown], "\n## Still open\n")
	open, _, _ = strings.Cut(open, "\n## ")
	open = strings.ReplaceAll(open, `\`, "")
	state := conversation.New(conversation.Ports{}, conversation.Opened{Playbook: d.pb}, d.s).State()
	if v := p.Verdict; v != nil && !p.Solved {
		screen := strings.Join(page.Lines(state.Verdict(v), 0), "\n")
		for _, o := range p.Standings {
			_, said, _ := strings.Cut(screen, "Because")
			on := regexp.MustCompile(`(?m)^.*\b`+regexp.QuoteMeta(o.Verdict.Short)+`\b.* possible until the fix works\.$`).MatchString(said) && o.Verdict.Short != ""
			if in := strings.Contains(open, "- "+o.Verdict.Title+" ("); in != on {
				t.Errorf("%s is possible on the screen: %t, in the report: %t\n%s\n%s", o.Verdict.ID, on, in, screen, open)
			}
		}
		for _, f := range state.Remedy(v).Fix {
			if !strings.Contains(forms[FormatMarkdown], "- "+withCode(f)+"\n") && !regexp.MustCompile(`(?m)^\d\. `+regexp.QuoteMeta(withCode(f))+`$`).MatchString(forms[FormatMarkdown]) {
				t.Errorf("the screen says to do %q, the report:\n%s", f, forms[FormatMarkdown])
			}
			if !strings.Contains(forms["text"], f) {
				t.Errorf("the screen says to do %q, the text:\n%s", f, forms["text"])
			}
		}
		return
	}
	for _, o := range p.Standings {
		if on, in := (o.Level >= flow.Possible || o.Level == flow.FixTried) && !p.Solved, strings.Contains(open, "- "+o.Verdict.Title+" ("); on != in {
			t.Errorf("%s stands at %s, and open in the report: %t\n%s", o.Verdict.ID, o.Level, in, open)
		}
	}
}

// TestEachCallSaysItsOwn holds what the report of one kind of call has to say, and where.
func TestEachCallSaysItsOwn(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for name, want := range map[string]map[string][]string{
		"replaced": {
			FormatMarkdown: {"## What was tried\n\n- An earlier error, from 09:31 UTC, which is at the end: `" + noPermission + "`\n", "<summary>The error given before, at 09:31 UTC</summary>\n\n```\nanthropic.PermissionDeniedError"},
			FormatHTML:     {"<summary>The error given before, at 09:31 UTC</summary>"},
			FormatJSON:     {`"symptom": "` + noPermission + `",` + "\n" + `      "at": "2026-11-23T09:31:00Z"`},
		},
		"unexplained": {
			FormatMarkdown: {"- Look up which rule refused request req_011CFAKEone: the customer can't see it."},
			FormatCustomer: {"None of the causes that we know explains this error.", "Nothing for now."},
			"text":         {"Look up which rule refused request req_011CFAKEone"},
		},
		"still refused": {
			FormatMarkdown: {`A new second key with the same workspace and owner works (said by the customer, 09:35 UTC, before the fix) "the new one works"`, "The fix for this did not help: The key was created before the access it needs (said by the customer, 09:36 UTC)", "The key was created before the access it needs (fix tried)"},
		},
		"another error": {
			FormatMarkdown: {"After this fix the error changed: The key was created before the access it needs (said by the customer, 09:36 UTC)"},
			FormatSupport:  {"After this fix the error changed: The key was created before the access it needs"},
			"text":         {"After this fix the error changed: The key was created before the access it needs"},
		},
		"the same error": {
			FormatMarkdown: {"\nThe fix was made, and it is still this cause:", "changed. (said by the customer, 09:32 UTC)\n"},
			FormatCustomer: {"The fix was made, and it is still this cause", "The fix, to check it\n"},
		},
		"solved": {
			FormatMarkdown: {"## The fix for it\n", "has worked since 2026-11-23 09:33 UTC (said by the customer), request id req_011CFAKEok."},
			FormatCustomer: {"It was this: An organization policy blocks", "The call that failed works again."},
		},
		"nobody knows": {
			FormatMarkdown: {"- Does the organization's limits page list the model? (the customer could not tell, 09:34 UTC)\n"},
			"text":         {"What is not known yet:\n  - A key from another workspace or owner, in the same organization, works (the customer could not tell)\n"},
			FormatSupport:  {"## What is not known yet\n\n- A key from another workspace or owner, in the same organization, works (the customer could not tell)\n"},
		},
		"parked": {
			"text":        {"A key from another workspace or owner, in the same organization, works (asked: Jane (platform team))"},
			FormatSupport: {"works (asked: Jane (platform team))"},
		},
		"other service": {FormatMarkdown: {"# GitHub 403: not the Claude API's answer\n", "The error says: `Resource not accessible by integration`"}},
		"not http":      {FormatMarkdown: {"# The file system of this machine: no API permission error\n"}},
		"policy":        {FormatCustomer: {"Who can do it\n", "What you can write to them\n", "How to tell that it worked\n"}},
	} {
		for _, c := range calls {
			if c.name != name {
				continue
			}
			d, p := play(t, c.acts)
			forms := d.forms(t, c.name, p)
			for form, texts := range want {
				for _, text := range texts {
					if name == "another error" && slices.ContainsFunc([]string{"did not help", "still refused", "fix tried"}, func(s string) bool { return strings.Contains(forms[form], s) }) {
						t.Errorf("%s: %s has the error refused by the old cause:\n%s", name, form, forms[form])
					}
					if !strings.Contains(forms[form], text) && !strings.Contains(strings.Join(strings.Fields(forms[form]), " "), text) {
						t.Errorf("%s: %s lacks %q:\n%s", name, form, text, forms[form])
					}
				}
			}
		}
	}
}
