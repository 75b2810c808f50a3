package evidence

import (
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
)

// TestAnotherService holds that what another program or service printed in a paragraph, or on a line of its own, takes no part in an
// error that names a cause: not in its facts, not in its notes, and not as who answered.
func TestAnotherService(t *testing.T) {
	shared, err := Share(Common{Parties: []Party{
		{ID: "cluster", Name: "a cluster", Kind: noModel, Marks: `is forbidden: user "`},
		{ID: "store", Name: "a store", Kind: noModel, Hosts: []string{".store.example"}, Marks: `storeerror`},
	}}, Index{})
	must.NoError(t, err)
	s, err := Compile([]Sign{
		{ID: "another", When: Match{Party: []string{noModel}}, Names: "another", Elsewhere: true},
		{ID: "login", When: Match{Message: `logins are not allowed`}, Names: "login"},
		{ID: "plan", When: Match{Text: `plan is required`}, Names: "plan"},
	}, shared, Index{})
	must.NoError(t, err)
	const (
		cluster  = `Error from server (Forbidden): pods is forbidden: User "ci" cannot list pods`
		store    = "StoreError: 404 GET https://files.store.example/v1/a\nCode: 404. Errors:\n* denied"
		envelope = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Logins are not allowed here."}}`
		sentence = "A plan is required for this."
	)
	for text, want := range map[string]string{
		cluster:                                          "another",
		store:                                            "another",
		cluster + "\n\n" + envelope:                      "login",
		envelope + "\n\n" + cluster:                      "login",
		envelope + "\n" + cluster:                        "login",
		cluster + "\n" + envelope:                        "login",
		store + "\n\n" + envelope:                        "login",
		envelope + "\n\n" + store:                        "login",
		cluster + "\n\n" + sentence:                      "plan",
		sentence + "\n\n" + store:                        "plan",
		cluster + "\n\nAs it was before.":                "another",
		"The cluster says:\n\n" + cluster:                "another",
		cluster + "\n\nIt failed: 403":                   "another",
		"ERROR a: " + cluster + "\nERROR b: " + envelope: "login",
	} {
		r := s.Read(Open([]byte(text)))
		var named []string
		for _, f := range r.Facts {
			named = append(named, f.ID)
		}
		if !slices.Equal(named, []string{want}) {
			t.Errorf("%q names %v, not %s", text, named, want)
		}
		if want == "another" {
			continue
		}
		for _, n := range r.Notes {
			if n.Name == partyNote || n.Name == "host" || n.Name == "status" && n.Text != "403" {
				t.Errorf("%q: %s is %q, which is of another service", text, n.Name, n.Text)
			}
		}
		if told := strings.Join(r.Others, "\n"); strings.Contains(text, "\n") && !strings.Contains(told, "rror") {
			t.Errorf("%q: the other error is not listed: %q", text, r.Others)
		}
	}
}
