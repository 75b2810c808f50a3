package content

import (
	"maps"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/must"
)

// book returns the playbook that ships.
func book(t testing.TB) *Book {
	t.Helper()
	b := must.Have(t, Default)
	return b
}

// signs returns the signs that ship.
func signs(t testing.TB) *evidence.Signs {
	t.Helper()
	return book(t).signs().signs
}

func notesOf(r flow.Reading) map[string]string {
	notes := make(map[string]string)
	for _, n := range r.Notes {
		notes[n.Name] = n.Text
	}
	return notes
}

// texts returns every text of the corpus and of the playbook's cases.
func texts(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, c := range cases(t, DefaultID) {
		if c.Text != "" {
			all = append(all, c.Text)
		}
	}
	for _, name := range []string{sample1, learned1} {
		for _, c := range corpus(t, name) {
			all = append(all, c.Pasted)
		}
	}
	return all
}

// TestClientWordsAreNoEvidence holds that what clients print around an error changes no fact.
func TestClientWordsAreNoEvidence(t *testing.T) {
	t.Parallel()
	s := signs(t)
	for _, text := range texts(t) {
		if strings.Contains(text, "<") || strings.TrimSpace(text) == "" {
			continue // A page would swallow what follows it.
		}
		want := values(s.Read(evidence.Open([]byte(text))))
		for _, around := range []string{"Failed to authenticate. %s", "%s · Please run /login", "⎿  %s"} {
			got := values(s.Read(evidence.Open([]byte(strings.Replace(around, "%s", text, 1)))))
			if !maps.Equal(got, want) {
				t.Errorf("%q changed the facts of %q\n got %v\nwant %v", around, text, got, want)
			}
		}
	}
}

func values(r flow.Reading) map[string]flow.Value {
	out := make(map[string]flow.Value)
	for _, f := range r.Facts {
		out[f.ID] = f.Value
	}
	return out
}

// TestNoSecretComesOutOfTheSigns holds that the notes and quotes of the signs that ship never show a whole key.
func TestNoSecretComesOutOfTheSigns(t *testing.T) {
	t.Parallel()
	s := signs(t)
	secret := strings.Repeat("Zy8wV7u", 12)
	marks := []string{"sk-" + "ant-api03-", "sk-" + "ant-oat01-", "sk-" + "ant-admin01-"}
	for i, text := range texts(t) {
		mark := marks[i%len(marks)]
		key := mark + secret
		with := []string{
			"x-api-key: " + key + "\n" + text, text + "\nAuthorization: Bearer " + key, strings.ReplaceAll(text, "claude", key), strings.ReplaceAll(text, "FAKE", secret),
		}[i/len(marks)%4]
		r := s.Read(evidence.Open([]byte(with)))
		out := append([]string{r.Summary}, r.Others...)
		for _, f := range r.Facts {
			out = append(out, f.Quote)
		}
		for _, n := range r.Notes {
			out = append(out, n.Text)
		}
		for _, o := range out {
			if strings.Contains(o, mark) && strings.Contains(o, secret[:12]) {
				t.Errorf("%q gives the key away in %q", with, o)
			}
		}
	}
}

// TestPageHasNoMessage holds that the heading of a server's page is not read as a message of the API about a permission.
func TestPageHasNoMessage(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, text := range []string{
		"<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>",
		"HTTP/1.1 403 Forbidden\ncontent-type: text/html\n\n<!DOCTYPE HTML><html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>",
		"<html><body><h1>Access Denied</h1><p>You don't have permission to access this server.</p></body></html>",
	} {
		for _, f := range b.Read([]byte(text)).Facts {
			if f.ID == "generic-permission-text" && f.Value == flow.Yes {
				t.Errorf("%q is read as a message: %q", text, f.Quote)
			}
		}
	}
}
