package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
)

// openings are errors that a course begins with: none, one that leaves the five causes open, and one that something in between may have written.
var openings = []string{
	"",
	"anthropic.PermissionDeniedError: Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': 'Your API key does not have permission to use the specified resource.'}, 'request_id': 'req_011CFAKEone'}",
	`HTTP 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`,
	"HTTP/1.1 403 Forbidden\nContent-Type: text/html\n\n<html><head><title>403 Forbidden</title></head><body>403 Forbidden</body></html>",
}

// course draws a conversation on what ships: questions are answered, parked or left, and what waits is answered later. After is
// called with every state on the way.
func course(t *rapid.T, book *content.Book, after func(*conversation.State)) *conversation.Conversation {
	at := time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)
	c := conversation.New(conversation.Ports{Now: func() time.Time { at = at.Add(time.Minute); return at }}, conversation.Opened{Playbook: book.Playbook, Read: book.Read}, new(flow.Session))
	if text := rapid.SampledFrom(openings).Draw(t, "begun"); text != "" {
		c.Wait(t.Context(), c.Do(conversation.Give{Text: []byte(text)}), nil)
	}
	values := []flow.Value{flow.Yes, flow.No}
	for range rapid.IntRange(4, 14).Draw(t, "length") {
		after(c.State())
		pos := c.State().Position()
		switch again := pos.Again; {
		case pos.Outcome != flow.Asking && len(again) > 0:
			c.Do(conversation.Answer{Fact: rapid.SampledFrom(again).Draw(t, "again").ID, Value: rapid.SampledFrom(values).Draw(t, "value")})
		case pos.Outcome == flow.Concluded && pos.Verdict.ID != book.Playbook.Unexplained && rapid.Bool().Draw(t, "tried"):
			c.Do(conversation.Tried{Works: flow.No})
		case pos.Outcome != flow.Asking:
			return c
		case rapid.IntRange(0, 4).Draw(t, "park") == 0:
			do := conversation.Action(conversation.Answer{Fact: pos.Question.ID, Value: flow.Unsure})
			if rapid.Bool().Draw(t, "waits") {
				do = conversation.Park{Fact: pos.Question.ID, Role: "developer"}
			}
			c.Do(do)
		case pos.Choice != nil:
			c.Do(conversation.Choose{Choice: pos.Choice.ID, Option: rapid.SampledFrom(pos.Options).Draw(t, "option").ID})
		default:
			c.Do(conversation.Answer{Fact: pos.Question.ID, Value: rapid.SampledFrom(values).Draw(t, "value")})
		}
	}
	after(c.State())
	return c
}

// TestNothingReturnsUntold holds that a cause which was shown as ruled out is a verdict only beside what ruled it out and what overturned that.
func TestNothingReturnsUntold(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	rapid.Check(t, func(t *rapid.T) {
		out := make(map[string][]flow.Reason)
		course(t, book, func(s *conversation.State) {
			pos := s.Position()
			if v := pos.Verdict; v != nil && pos.Outcome == flow.Concluded && len(out[v.ID]) > 0 {
				w, err := Write(book.Playbook, s.Session, pos, FormatMarkdown, Options{Now: now})
				must.NoError(t, err)
				text, report := strings.Join(page.Lines(s.Verdict(v), 0), "\n"), strings.ReplaceAll(w.Text, `\`, "")
				withdrawn := func(f flow.Fact) bool { now, _ := s.Session.Fact(f.ID); return now.Value != f.Value }
				told := false
				for _, r := range out[v.ID] {
					words := strings.TrimSuffix(r.Text, ".") // Whose word it is may follow.
					told = told || strings.Contains(text, words) && strings.Contains(report, words) || slices.ContainsFunc(r.Facts, withdrawn)
				}
				if !told {
					t.Fatalf("%s was ruled out by %+v, and is the verdict:\n%s\n%s", v.ID, out[v.ID], text, report)
				}
			}
			for _, o := range pos.Standings {
				if o.Level == flow.RuledOut {
					out[o.Verdict.ID] = o.Against
				}
			}
		})
	})
}

// unwritten are the answers that nobody took back and for which the text has no words.
func unwritten(s *conversation.State, text string) (missing []string) {
	text = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, `\`, "")), " "))
	pb := s.Book.Playbook
	for _, st := range s.Position().Trail {
		f := st.Fact
		if !f.Answered() || strings.HasPrefix(f.ID, flow.FixedFact("")) {
			continue
		}
		words := []string{says(pb, f), about(pb, f.ID)}
		if st.Question != nil {
			words = append(words, st.Question.Ask)
		}
		if pick, ok := pb.Pick(s.Session, f.ID); ok {
			words = append(words, pick.Choice.Ask, pick.Choice.Asks(pb, st.Question, pick.Open).Ask) // What is left of it may be asked.
			if pick.Option != nil {
				words = append(words, pick.Choice.About+": "+pick.Option.Title, pick.Option.Title)
			}
		}
		if !slices.ContainsFunc(words, func(w string) bool {
			return strings.Contains(text, strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(w, "`", "")), " ")))
		}) {
			missing = append(missing, says(pb, f))
		}
	}
	return missing
}

// TestEveryAnswerStands holds that an answer which nobody took back stands in the report and in the text for support: as what was tried,
// as what nobody knew, or as what waits for somebody.
func TestEveryAnswerStands(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	rapid.Check(t, func(t *rapid.T) {
		c := course(t, book, func(*conversation.State) {})
		s := c.State()
		for _, form := range []string{FormatMarkdown, FormatSupport} {
			w, err := Write(book.Playbook, s.Session, s.Position(), form, Options{Now: now})
			must.NoError(t, err)
			if missing := unwritten(s, strings.ReplaceAll(w.Text, "`", "")); len(missing) > 0 {
				t.Fatalf("%s lacks %q:\n%s", form, missing, w.Text)
			}
		}
	})
}

// TestRuledOutByItsWorkspace is a call in which a customer's admin finds the model in the key's workspace before a colleague's key is
// tried: the workspace is no longer what limits the key, its owner may be, and what the admin found stands in every form.
func TestRuledOutByItsWorkspace(t *testing.T) {
	t.Parallel()
	d, p := play(t, []act{
		pasted(failed(noPermission)), said("what-works=haiku"), parkedWith("other-key-works", "Jane (platform team)"),
		said("org-lists-model=yes", "workspace-lists-model=yes"),
	})
	if o, _ := p.Standing("workspace-restriction"); o.Level != flow.Possible {
		t.Errorf("with its workspace listing the model, what limits the key stands at %s", o.Level)
	}
	said("other-keys=younger")(d)
	p = flow.Walk(d.pb, d.s.Facts())
	if p.Verdict == nil || p.Verdict.ID != "workspace-restriction" {
		t.Fatalf("it stands at %s", p.Where())
	}
	forms := d.forms(t, "its workspace lists it", p)
	for _, form := range []string{FormatMarkdown, FormatSupport} {
		for _, want := range []string{"The organization's own limits page lists the model", "The key's workspace lists the model"} {
			if !strings.Contains(forms[form], want) {
				t.Errorf("%s lacks %q:\n%s", form, want, forms[form])
			}
		}
	}
}

// TestStillRefusedLeadsOn holds that where a fix was made and the same error comes back, the screen says so in its head, and what to do
// next comes before the fix, which is there to be checked; and that the one cause that is left comes with its fix.
func TestStillRefusedLeadsOn(t *testing.T) {
	t.Parallel()
	d, _ := play(t, []act{pasted(failed(notInRange)), func(d *told) { d.s.TriedSame(d.pb, "org-policy", flow.Customer, d.then()) }})
	s := conversation.New(conversation.Ports{}, conversation.Opened{Playbook: d.pb, Escalation: func(*flow.Session, flow.Position) (string, error) { return "", nil }}, d.s).State()
	text := strings.Join(page.Lines(s.Verdict(s.Position().Verdict), 0), "\n")
	next, fix := strings.Index(text, "Then "), strings.Index(text, conversation.FixToCheck())
	if next < 0 || fix < next || strings.Contains(text, "Do this now") || !strings.Contains(s.Found()[0], "still refused") {
		t.Errorf("under %q stands:\n%s", s.Found()[0], text)
	}
	d, _ = play(t, []act{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-keys=unsure", "key-older=no", "org-has-policy=no")})
	s = conversation.New(conversation.Ports{}, conversation.Opened{Playbook: d.pb}, d.s).State()
	if text := strings.Join(page.Lines(s.Undecided(nil), 0), "\n"); !strings.Contains(text, "Worth trying") || !strings.Contains(text, "Call with a key whose workspace") {
		t.Errorf("with one cause left it says:\n%s", text)
	}
}

// TestOneStatus holds that the trail says of a status what it is, and not what it is not, and nothing else that goes without saying.
func TestOneStatus(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Error code: 429 - rate limit": "The HTTP status is 429",
		"HTTP/1.1 500 Internal Server Error\nPOST https://api.anthropic.com/v1/messages":                                                                   "The HTTP status is 500 or above",
		`401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CFAKE"}`:                           "The HTTP status is 401",
		`403 {"type":"error","error":{"type":"permission_error","message":"no"},"request_id":"req_011CFAKE"}`:                                              "The HTTP status is 403",
		`404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-nope"},"request_id":"req_011CFAKE"}`:                               "The HTTP status is 404",
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"messages: at least one message is required"},"request_id":"req_011CFAKE"}`: "The HTTP status is 400",
	} {
		d, _ := play(t, []act{pasted(text)})
		s := conversation.New(conversation.Ports{}, conversation.Opened{Playbook: d.pb}, d.s).State()
		var all []string
		for _, r := range s.Rows() {
			if _, says := s.Shown(r); strings.Contains(strings.ToLower(says), "status") {
				all = append(all, says)
			}
		}
		if len(all) != 1 || all[0] != want {
			t.Errorf("%q: the trail says %q", text, all)
		}
	}
}

// TestWordsStandOnce holds that words which came with one answer stand in the report once, also where a fix has made some of what the answer said
// moot.
func TestWordsStandOnce(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const words = "Jane's key is fine"
	for _, acts := range [][]act{
		{pasted(failed(noPermission)), said("what-works=haiku", "other-keys=younger|"+words)},
		{pasted(failed(noPermission)), said("what-works=haiku", "other-keys=younger|"+words), triedFix("workspace-restriction", flow.No)},
		{pasted(failed(noPermission)), said("what-works=haiku", "other-keys=younger|"+words), triedFix("workspace-restriction", flow.No), said("sends-new-key=yes")},
		{pasted(failed(noPermission)), said("what-works=haiku|" + words), triedFix("model-access", flow.No)},
		{pasted(failed(noPermission)), said("plain-works=no", "works-elsewhere=no", "other-keys=older|"+words, "twin-key-works=yes"), triedFix("stale-key", flow.No)},
	} {
		d, p := play(t, acts)
		for form, text := range d.forms(t, "once", p) {
			if form != "session" && strings.Count(text, words)+strings.Count(text, "Jane&#39;s key is fine") > 1 {
				t.Errorf("%s has the words %d times:\n%s", form, strings.Count(text, words), text)
			}
		}
	}
}
