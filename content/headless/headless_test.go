package headless

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

func now() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }

func open(t *testing.T, named string) *Talk {
	t.Helper()
	library := &content.Library{Name: named}
	book, err := library.Usual()
	must.NoError(t, err)
	return Beginning{Library: library, Book: book, Choose: library.Choose, Now: now}.Open()
}

const (
	refused  = `403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}`
	keyError = `401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`
)

// TestFollowsTheText holds that a text is read with its own playbook, or with the one that a person named, and that a verdict that
// switches to another one is followed there unless a person named one.
func TestFollowsTheText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		named, text, answer, ends string
		came                      int
	}{
		{"", refused, "", "anthropic-403", 0},
		{"", keyError, "", "anthropic-401", 0},
		{"anthropic-401", refused, "", "anthropic-401", 0},
		{"", "The call fails.", "status=401", "anthropic-401", 1},
		{"anthropic-403", "The call fails.", "status=401", "anthropic-403", 0},
	} {
		talk := open(t, tt.named)
		if _, _, err := talk.Read(t.Context(), conversation.Give{Text: []byte(tt.text)}, 0); err != nil {
			t.Fatal(err)
		}
		if tt.answer != "" {
			facts, err := talk.Book.ParseAnswer(tt.answer, talk.State().Session, flow.You)
			must.NoError(t, err)
			talk.Do(conversation.Given{Facts: facts})
		}
		for talk.Next() {
		}
		if talk.Book.ID != tt.ends || len(talk.From) != tt.came {
			t.Errorf("%+v: it ends in %s and came through %d", tt, talk.Book.ID, len(talk.From))
		}
	}
}

// TestWhichError holds that where it is asked which error the call printed, that is the question, and a number answers it.
func TestWhichError(t *testing.T) {
	t.Parallel()
	text := []byte(`job-1 API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}
job-2 API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth authentication is currently not allowed for this organization."}}`)
	talk := open(t, "")
	read, _, err := talk.Read(t.Context(), conversation.Give{Text: text}, 0)
	must.NoError(t, err)
	n := len(read.Reading.Rivals)
	if !read.Unasked || n < 2 || talk.Position().Question == nil || talk.Next() {
		t.Fatalf("of two errors %d rivals are asked about, at %+v", n, talk.Position().Question)
	}
	again := open(t, "")
	if _, only, err := again.Read(t.Context(), conversation.Give{Text: text}, n); err != nil || len(only) >= len(text) || again.Position().Question == talk.Position().Question {
		t.Errorf("error %d: %v, read %q", n, err, only)
	}
	for _, wrong := range []int{-1, n + 1} {
		if _, _, err := open(t, "").Read(t.Context(), conversation.Give{Text: text}, wrong); err == nil || !strings.Contains(err.Error(), "there is no error") {
			t.Errorf("error %d: %v", wrong, err)
		}
	}
}

// TestOfAnother holds that what stands with another error, such as the address that was called, is not of the one that somebody chose, and
// that the other one is listed.
func TestOfAnother(t *testing.T) {
	t.Parallel()
	ours := `401 {"type":"error","error":{"type":"authentication_error","message":"OAuth token has been revoked. Please obtain a new token."},"request_id":"req_011CFAKEoauth"}`
	theirs := "POST https://openrouter.ai/api/v1/chat/completions\nHTTP/1.1 402 Payment Required\n" + `{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402}}`
	for which, text := range map[int]string{1: ours + "\n\n" + theirs, 2: theirs + "\n\n" + ours} {
		talk := open(t, "")
		read, _, err := talk.Read(t.Context(), conversation.Give{Text: []byte(text)}, which)
		must.NoError(t, err)
		if p := talk.State().Session.NoteText("party"); strings.Contains(p, "OpenRouter") {
			t.Errorf("error %d: it was called %s", which, p)
		}
		if f, ok := talk.State().Session.Fact("direct-to-anthropic"); ok && f.Value == flow.No {
			t.Errorf("error %d: %+v", which, f)
		}
		if others := strings.Join(read.Reading.Others, "\n"); !strings.Contains(others, "Insufficient credits") {
			t.Errorf("error %d: the others are %q", which, others)
		}
	}
}
