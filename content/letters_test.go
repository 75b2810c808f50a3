package content

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// told is what a person is told to do about a case's text, and the letter that goes with it.
func told(t *testing.T, b *Book, c flow.Reading, answers map[string]flow.Value) (*flow.Session, *flow.Verdict, flow.Remedy) {
	t.Helper()
	s := new(flow.Session)
	s.Read(c, flow.Pasted, epoch)
	for id, v := range answers {
		s.Assert(epoch, flow.Fact{ID: id, Value: v, From: flow.You})
	}
	v := flow.Walk(b.Playbook, s.Facts()).Verdict
	if v == nil {
		return s, nil, flow.Remedy{}
	}
	return s, v, v.RemedyFor(s).Filled(s.Known)
}

// TestLetters holds how the letters of tests/letters.yaml read, each judged by hand: what the fix says is asked for, and nothing stands
// in them that is not known.
func TestLetters(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	want := map[string]string{}
	data, err := os.ReadFile(filepath.FromSlash("testdata/letters.txt"))
	must.NoError(t, err)
	for part := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		name, letter, _ := strings.Cut(part, "\n")
		want[name] = letter
	}
	for _, c := range cases(t, DefaultID) {
		if filepath.Base(c.Pos.File) != "letters.yaml" {
			continue
		}
		_, v, r := told(t, b, b.Read([]byte(c.Text)), c.Answers)
		if v == nil {
			t.Errorf("%s: no verdict", c.Name)
			continue
		}
		got := strings.Join(r.Fix, "\n") + "\nSend: " + r.Send
		if got != want[c.Name] {
			t.Errorf("%s\n%s\n\nwant\n%s", c.Name, got, want[c.Name])
		}
		delete(want, c.Name)
	}
	for name := range want {
		t.Errorf("no case is named %q", name)
	}
}

// TestNoStatusNobodySaw holds over every case's text that no status stands in what to do, in a letter or in a title that the text does
// not show and nobody has said.
func TestNoStatusNobodySaw(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`\b[45]\d\d\b`)
	n := 0
	for id, b := range ships(t) {
		fixed := number.FindAllString(b.Subject, -1) // What the playbook itself says whatever the error is.
		for _, c := range cases(t, id) {
			s, v, r := told(t, b, b.Read([]byte(c.Text)), c.Answers)
			if v == nil {
				continue
			}
			n++
			blank := v.RemedyFor(s)
			for _, got := range number.FindAllString(r.Send+"\n"+flow.Fill(b.Subject, s.Known), -1) {
				if !strings.Contains(c.Text, got) && s.Known("status") != got && !strings.Contains(blank.Send, got) && !slices.Contains(fixed, got) {
					t.Errorf("%s: nobody saw %s: %s", c.Name, got, r.Send)
				}
			}
			for _, bl := range flow.BlanksIn(blank.Send + b.Subject + strings.Join(blank.Fix, " ")) {
				if names, otherwise := flow.BlankNames(bl); slices.Contains(names, "status") && number.MatchString(otherwise) {
					t.Errorf("%s: %s stands for a status that is not known", v.ID, bl)
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("%d verdicts were reached", n)
	}
}

// TestLetterForWhoeverActs holds that where somebody else has to act there is a letter to them, and that one promises nothing to follow
// but what its reader cannot act without.
func TestLetterForWhoeverActs(t *testing.T) {
	t.Parallel()
	alone := regexp.MustCompile(`(?i)^(?:the )?(?:developer|whoever uses the app)\b[^;,]*\.?$|^$`)
	follows := regexp.MustCompile(`\{([a-z_/]+)\|\(?(?:to follow|none came back|not named)\)?\}`)
	needed := []string{"key_last_four", "address", "cf_ray/incident", "incident"} // Which key, whose address, which refusal of very many.
	// Here the other one is told something by the answer itself, or acts for themselves.
	told := []string{"To keep this key", "Move the program to the second key", "Open the app from a country", "List what this key sees", "Wait as long as retry-after says", "Wait until the allowance", "Take the option that the message names"}
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, r := range append([]flow.Remedy{v.Remedy}, remediesOf(v)...) {
				if r.Send == "" && !alone.MatchString(r.Who) && !slices.ContainsFunc(told, func(begin string) bool { return strings.HasPrefix(r.Fix[0], begin) }) {
					t.Errorf("%s, %s: no letter to %s: %s", id, v.ID, r.Who, r.Fix)
				}
				for _, m := range follows.FindAllStringSubmatch(r.Send, -1) {
					if !slices.Contains(needed, m[1]) {
						t.Errorf("%s, %s: %s is promised: %s", id, v.ID, m[0], r.Send)
					}
				}
				if strings.Contains(r.Send, "Is that meant") {
					t.Errorf("%s, %s: %s", id, v.ID, r.Send)
				}
			}
		}
	}
}

// TestNothingBesideIsOfTheAnswer holds that what stands beside an error tells nothing of it: another program's line not whom was called, a
// command and what somebody tells not what the message is about.
func TestNothingBesideIsOfTheAnswer(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	own := `403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011FAKE0000000000000b2"}`
	for _, c := range []struct {
		text    string
		unknown []string
		known   []string
	}{
		{"W: npm error code E403 npm error 403 403 Forbidden - GET https://registry.npmjs.org/foo\n" + own, []string{"other-host", "direct-to-anthropic"}, []string{"answered-by-api", "names-api-key"}},
		{own + "\nGET https://api.github.com/repos/x/y 403", []string{"other-host", "direct-to-anthropic"}, []string{"answered-by-api"}},
		{own + "\ncurl -i https://slack.com/api/chat.postMessage -> 403", []string{"other-host", "direct-to-anthropic"}, []string{"answered-by-api"}},
		{"$ curl -i https://api.anthropic.com/v1/messages -H \"x-api-key: $KEY\"\nHTTP/1.1 403 Forbidden\nServer: squid/5.7\n\ncurl: (56) CONNECT tunnel failed, response 403", []string{"names-api-key"}, nil},
		{"Your organization has disabled Claude subscription access for Claude Code · Use an Anthropic API key instead, or ask your admin to enable access", []string{"names-api-key"}, nil},
		{"They see \"permission error\" and number 403. They changed the API key yesterday because an employee left.", []string{"names-api-key"}, nil},
		{"403 forbidden: This API key belongs to an archived workspace.", nil, []string{"names-api-key"}},
		{"Error code: 401 - invalid x-api-key", nil, nil},
	} {
		s, _, _ := told(t, b, b.Read([]byte(c.text)), nil)
		for _, id := range c.unknown {
			if f, ok := s.Fact(id); ok {
				t.Errorf("%s\nsays %s: %s, by %q", c.text, id, f.Value, f.Quote)
			}
		}
		for _, id := range c.known {
			if f, _ := s.Fact(id); f.Value != flow.Yes {
				t.Errorf("%s\ndoes not say %s", c.text, id)
			}
		}
		if party := s.NoteText("party"); len(c.known) > 0 && party != "" && strings.Contains(c.text, "req_") {
			t.Errorf("%s\nwas sent to %s", c.text, party)
		}
	}
}
