package content

import (
	"regexp"
	"strings"
	"testing"
)

// TestLogLines holds that every kind of log line is taken out by its example, and by itself says nothing of a call.
func TestLogLines(t *testing.T) {
	t.Parallel()
	const refusal = `403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE"}`
	b := book(t)
	for _, l := range sharedSigns().lines {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			if r := b.Read([]byte(l.example)); len(r.Facts) > 0 && !l.After {
				t.Errorf("alone it shows %v", r.Facts)
			}
			for _, text := range []string{l.example + "\n" + refusal, refusal + "\n" + l.example} {
				r := b.Read([]byte(text))
				if concluded(b, r) != "org-policy" {
					t.Errorf("%q leads to %q (%s)", text, concluded(b, r), r.Summary)
				}
				if strings.ContainsAny(l.example, "45") && mayHaveStatus.MatchString(l.example) && len(r.Others) == 0 {
					t.Errorf("it is not listed beside the error")
				}
			}
			if !strings.HasPrefix(l.source, "https://") {
				t.Errorf("source %q", l.source)
			}
		})
	}
}

var mayHaveStatus = regexp.MustCompile(`(?:^|\D)[45]\d\d(?:\D|$)`)
