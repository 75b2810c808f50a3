package lab

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"why403/flow/must"
)

// A key is kept of no request, wherever it stands.
func TestSeenHoldsNoKey(t *testing.T) {
	t.Parallel()
	l := started(t, "workspace-restriction")
	const theirs, odd = "sk-ant-api03-FAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryZk9A", "FAKEgatewaycanary0123"
	for name, c := range map[string]struct {
		path    string
		headers []string
	}{
		"in a path":                  {"/v1/" + theirs + "/messages", nil},
		"at a path's end":            {"/v1/models/" + theirs, nil},
		"in a query":                 {"/v1/models?key=" + theirs + "&limit=1", nil},
		"a query's name":             {"/v1/models?" + theirs + "=1", nil},
		"escaped":                    {"/v1/models/sk%2dant%2Dapi03%2D" + theirs[len("sk-ant-api03-"):], nil},
		"escaped twice":              {"/v1/models/sk%252dant%252Dapi03%252D" + theirs[len("sk-ant-api03-"):], nil},
		"every letter escaped":       {"/v1/models/" + everyByte(theirs), nil},
		"in base64":                  {"/v1/models/" + base64.RawURLEncoding.EncodeToString([]byte(theirs)), nil},
		"a beta value":               {"/v1/models", []string{"anthropic-beta", theirs}},
		"among beta values":          {"/v1/models", []string{"anthropic-beta", "ctx-1," + theirs}},
		"behind Bearer":              {"/v1/models", []string{"Authorization", "Bearer " + theirs}},
		"a header's name":            {"/v1/models", []string{theirs, "x"}},
		"of no kind that is known":   {"/v1/models/" + odd, []string{"x-api-key", odd}},
		"in other case":              {"/v1/models/" + strings.ToUpper(odd), []string{"x-api-key", odd}},
		"of no kind, in a query":     {"/v1/models?a=" + url.QueryEscape(odd+"+/"), []string{"x-api-key", odd + "+/"}},
		"of no kind, as a beta":      {"/v1/models", []string{"x-api-key", odd, "anthropic-beta", odd}},
		"of no kind, every letter":   {"/v1/models/" + everyByte(odd), []string{"Authorization", "Bearer " + odd}},
		"the lab's own, not sent":    {"/v1/models/" + l.Key(), nil},
		"the lab's Admin key":        {"/v1/models?x=" + l.AdminKey(), nil},
		"by a name in the query":     {"/v1/models?api_key=" + odd, nil},
		"a cookie's value":           {"/v1/models/" + odd, []string{"Cookie", "a=" + odd}},
		"an address with a password": {"/v1/https://me:" + odd + "@gateway.example/", nil},
	} {
		req, err := http.NewRequest(http.MethodPost, l.URL()+c.path, http.NoBody)
		must.NoError(t, err)
		for i := 0; i+1 < len(c.headers); i += 2 {
			req.Header.Set(c.headers[i], c.headers[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		must.NoError(t, err)
		res.Body.Close()
		seen := l.Requests()
		text := fmt.Sprintf("%+v", seen[len(seen)-1])
		for range 3 {
			if low := strings.ToLower(text); strings.Contains(low, "canary") || strings.Contains(text, l.Key()[:len(l.Key())-4]) || strings.Contains(text, l.AdminKey()[:len(l.AdminKey())-4]) || strings.Contains(text, "Y2FuYXJ5") {
				t.Errorf("%s: %s", name, text)
			}
			if text, err = url.QueryUnescape(text); err != nil {
				break
			}
		}
	}
}

func everyByte(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}

// What holds no key is kept as it came.
func TestSeenKeepsTheRest(t *testing.T) {
	t.Parallel()
	l := started(t, "workspace-restriction")
	for _, path := range []string{
		"/v1/messages", "/v1/models?limit=1000", "/v1/files/file_011CFAKEgiven0001", "/v1/skills/skill_01FAKEproduction", "/v1/messages?beta=true",
		"/v1/organizations/rate_limits?model=claude-opus-5-5", "/v1/messages/count_tokens", "/a%2Fb?x=%20y+z", "//v1//messages/", "/",
		"/v1/organizations/workspaces/wrkspc_01FAKE0000001/rate_limits?include_inherited=true", "/v1/organizations/api_keys?limit=1000",
	} {
		r, err := http.NewRequest(http.MethodGet, "http://127.0.0.1"+path, http.NoBody)
		must.NoError(t, err)
		r.Header.Set("anthropic-beta", "context-management-2025-06-27,mcp-client-2025-11-20")
		if s := l.seenOf(r, Here); s.Path != path || s.Betas != "context-management-2025-06-27,mcp-client-2025-11-20" || s.Method != "GET" {
			t.Errorf("%s: %+v", path, s)
		}
	}
}
