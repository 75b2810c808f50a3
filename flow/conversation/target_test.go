package conversation

import "testing"

func TestCheckTarget(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"": true, "api.example.com": true, " api.example.com ": true, "api.example.com:8443": true, "https://gw.example/v1": true, "[::1]:8080": true, "localhost": true,
		"HTTP/1.1 403 Forbidden": false, `{"error":{}}`: false, "<html>": false, "the gateway of our company": false, "a.example b.example": false,
	} {
		if err := CheckTarget(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
