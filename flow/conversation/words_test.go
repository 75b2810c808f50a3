package conversation

import "testing"

// TestRequestIDInAText holds that the id of a request is found as it is copied: alone, with its header, in quotes, in JSON; and that no other
// words are taken for one.
func TestRequestIDInAText(t *testing.T) {
	t.Parallel()
	const id = "req_011CFAKE00000000aa"
	for _, text := range []string{
		id, " " + id + "\n", "request-id: " + id, "Request-Id: " + id, "< request-id: " + id, "request_id=" + id, `"request_id":"` + id + `"`, `{"type":"message","request_id": "` + id + `"}`,
		`"` + id + `"`, "'" + id + "',", "`" + id + "`", "request id " + id, "the request id is " + id + ".", "'request_id': '" + id + "'", "HTTP/2 200\r\ncontent-type: application/json\r\nrequest-id: " + id + "\r\n", "x-request-id: " + id,
	} {
		if got := RequestID(text); got != id {
			t.Errorf("%q: %q", text, got)
		}
	}
	for _, text := range []string{"", "it works", "request-id:", "request id unknown", "the request id is missing", "yes", "request-id: none"} {
		if got := RequestID(text); got != "" {
			t.Errorf("%q is taken for the id %q", text, got)
		}
	}
}
