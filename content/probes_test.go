package content

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/must"
)

// A card has to be read by somebody tired, in 60 columns, and a reply must not promise what it does not assert.
func TestProbes(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	free := true
	for _, p := range b.Probes {
		t.Run(p.ID, func(t *testing.T) {
			t.Parallel()
			if n := utf8.RuneCountInString(p.Title); n > 64 || strings.HasSuffix(p.Title, ".") {
				t.Errorf("the title has %d characters or a full stop: %s", n, p.Title)
			}
			if !strings.HasSuffix(p.Why, ".") {
				t.Errorf("why is no sentence: %s", p.Why)
			}
			if (p.Method == "POST") != (p.Body != "") {
				t.Errorf("%s with the body %q", p.Method, p.Body)
			}
			body := strings.NewReplacer("{model}", "m", "{probe-model}", "m", "{request}", "{}", "{request-plain}", "{}").Replace(p.Body)
			if p.Body != "" && !json.Valid([]byte(body)) {
				t.Errorf("the body is not JSON: %s", body)
			}
			for _, r := range p.AllReplies() {
				if !strings.HasSuffix(r.Means, ".") || utf8.RuneCountInString(r.Means) > 160 {
					t.Errorf("no short sentence: %q", r.Means)
				}
				if slices.ContainsFunc(r.Status, func(s string) bool { return s == "429" || s[0] == '5' || s[0] == '3' }) {
					t.Errorf("the status %v tells nothing about a permission", r.Status)
				}
			}
			if !slices.ContainsFunc(p.Replies, flow.Reply.Tells) {
				t.Error("no reply tells anything")
			}
		})
		if p.Cost.Free() && !free {
			t.Errorf("the free probe %s stands behind one that costs something", p.ID)
		}
		free = free && p.Cost.Free()
		if posts := strings.HasSuffix(p.Path, "/messages"); posts == p.Cost.Free() {
			t.Errorf("%s: messages cost something, and nothing else does", p.ID)
		}
	}
}

// Every fact that probes can tell leads somewhere: it is asked for by a question, or a rule or a guard reads it.
func TestProbesTellWhatCounts(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	read := make(map[string]bool)
	note := func(conds ...flow.Cond) {
		for _, c := range conds {
			for _, cl := range c {
				for _, term := range cl {
					read[term.Fact] = true
				}
			}
		}
	}
	for _, q := range b.Questions {
		note(q.When, q.Unless)
	}
	for _, r := range b.Rules {
		note(r.When, r.Unless)
	}
	for _, p := range b.Probes {
		for _, r := range p.AllReplies() {
			for _, s := range r.Says {
				if !read[s.Fact] {
					t.Errorf("%s tells %s, which nothing reads", p.ID, s.Fact)
				}
			}
		}
	}
}

// What probes measure counts without any question having been asked.
func TestMeasuredPaths(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	const refused = "status-403=yes answered-by-api=yes key-accepted=yes edge-shaped=no names-api-key=yes console-key=yes "
	tests := []struct{ name, facts, want string }{
		{"the organization has no such model", refused + "list-works=yes plain-works=yes own-model-works=no own-model-404=no org-lists-model=no", "model-access"},
		{"the workspace has no such model", refused + "list-works=yes plain-works=yes own-model-works=no own-model-404=no org-lists-model=yes workspace-lists-model=no", "workspace-restriction"},
		{"the header is missing", refused + "list-works=yes plain-works=yes own-model-works=yes uses-beta=yes without-beta-works=yes beta-header-sent=no", "beta-header"},
		{"a twin key works", refused + "list-works=yes plain-works=yes own-model-works=no own-model-404=no org-lists-model=yes workspace-lists-model=yes twin-key-works=yes", "stale-key"},
		{"the other route works", refused + "list-works=no plain-works=no works-elsewhere=yes", "org-policy"},
		{"the model is not known", "list-works=yes model-known=no", "unknown-model"},
		{"the key is archived", "key-active=no", "authentication"},
		{"the header is lost on the way", refused + "uses-beta=yes beta-header-sent=yes beta-lost=yes", "beta-header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			for id, v := range answers(t, tt.facts) {
				s.Tell(epoch, []flow.Fact{{ID: id, Value: v, From: flow.Probed, Rule: "probe"}}, nil)
			}
			p, asked := answer(t, b, s, nil)
			if verdictID(p) != tt.want || len(asked) > 0 {
				t.Errorf("got %s after %v, want %s and no question", verdictID(p), asked, tt.want)
			}
		})
	}
}

// TestVariablesAreKeys holds that a playbook cannot have a command send whatever the environment holds.
func TestVariablesAreKeys(t *testing.T) {
	t.Parallel()
	for name, ok := range map[string]bool{
		"ANTHROPIC_API_KEY": true, "API_KEY": true, "ACME_AUTH_TOKEN": true,
		"ACME_TOKEN": true, "ACME_API_TOKEN": true, "GITHUB_TOKEN": true,
		"AWS_SECRET_ACCESS_KEY": false, "AWS_SESSION_TOKEN": false, "TOKEN": false, "DB_PASSWORD": false, "api_key": false, "X$(id)_API_KEY": false, "": false,
	} {
		s, root := parse("request.yaml", []byte("variables: {key: '"+name+"'}\n"))
		l := &loader{pb: new(flow.Playbook)}
		l.request(s, root)
		bad := slices.ContainsFunc(s.problems, func(p LoadProblem) bool { return strings.Contains(p.Text, "is no variable") })
		if bad == ok || slices.Contains(l.pb.Request.Variables.Key, name) != ok {
			t.Errorf("%q: taken as %q, %v", name, l.pb.Request.Variables.Key, s.problems)
		}
	}
}

// TestPathsBeginWithASlash loads probes whose path would go on with the name of the host that the key is for.
func TestPathsBeginWithASlash(t *testing.T) {
	t.Parallel()
	for path, sound := range map[string]bool{
		"/v1/models": true, "'{object}'": true,
		"v1/models": false, "'@a.example/v1'": false, ".a.example/v1": false, "':1@a.example'": false, `'\a.example'`: false, "'?a'": false,
	} {
		_, err := Load(fstest.MapFS{
			"playbook.yaml": {Data: []byte(soundBook)},
			"probes.yaml":   {Data: []byte("probes:\n  - id: one\n    path: " + path + "\n")},
		}, ".")
		if said := err != nil && strings.Contains(err.Error(), "probes.yaml:3:11: ") && strings.Contains(err.Error(), "is no path"); said == sound {
			t.Errorf("%s: got\n%v", path, err)
		}
	}
}
