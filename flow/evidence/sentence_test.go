package evidence_test

import (
	"testing"
	"time"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/must"
)

// TestSentence holds that what an error says is its own sentence, whole and from its first word: no code, no address and no word of
// whoever pasted it.
func TestSentence(t *testing.T) {
	t.Parallel()
	shared, err := evidence.Share(evidence.Common{}, evidence.Index{})
	must.NoError(t, err)
	signs, err := evidence.Compile([]evidence.Sign{
		{ID: "role", When: evidence.Match{Message: `store:read on shelf|don't have access to it`}, Names: "role"},
		{ID: "bare", When: evidence.Match{Message: `\brequest not allowed\b`}, Names: "bare"},
		{ID: "plan", When: evidence.Match{Message: `is not available with the \w+ plan`}, Names: "plan"},
	}, shared, evidence.Index{})
	must.NoError(t, err)
	for _, c := range []struct{ text, want string }{
		// A client's line, and the sentence in it goes on behind colons.
		{"API Error: 403 User: arn:aws:sts::1:assumed-role/dev/jane is not authorized to perform: store:read on shelf: arn:aws:store:eu-1:1:shelf/top because no policy allows it", "User: arn:aws:sts::1:assumed-role/dev/jane is not authorized to perform: store:read on shelf: arn:aws:store:eu-1:1:shelf/top because no policy allows it"},
		// A stack and a field that has the status follow.
		{"AccessDeniedException: User: arn:aws:sts::9:role/fn is not authorized to perform: store:read on shelf: arn:x with an explicit deny in a policy\n    at throwDefaultError (/var/task/x.js:388:20)\n  '$metadata': { httpStatusCode: 403, attempts: 1 }", "AccessDeniedException: User: arn:aws:sts::9:role/fn is not authorized to perform: store:read on shelf: arn:x with an explicit deny in a policy"},
		{"2026-11-21 10:00:00,123 ERROR lib.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the Read operation: You don't have access to it.\n", "lib.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the Read operation: You don't have access to it."},
		// A proxy's refusal in a library's words, and the person's around it.
		{"I'm running my own script, it needs to call the API:\n\nrequests.exceptions.ProxyError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /v1/x (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden')))\n\ncurl -v shows\n< HTTP/1.1 403 Forbidden\n< x-deny-reason: host_not_allowed", "requests.exceptions.ProxyError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /v1/x (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden')))"},
		{"npm error code E403\nnpm error 403 403 Forbidden - GET https://nexus.corp.example/npm/@x%2fy\nnpm error 403 In most cases, you or one of your dependencies are requesting\nnpm error 403 a package version that is forbidden by your security policy, or\nnpm error 403 on a server you do not have access to.", "403 Forbidden - GET https://nexus.corp.example/npm/@x%2fy"},
		// The message, and not the name of a detail.
		{`lib.PermissionDeniedError: Error code: 403 - [{'error': {'code': 403, 'message': 'The API has not been used in project 448812 before or it is disabled.', 'status': 'PERMISSION_DENIED', 'details': [{'@type': 'type.example.com/rpc.ErrorInfo', 'reason': 'SERVICE_DISABLED'}]}}]`, "The API has not been used in project 448812 before or it is disabled."},
		{`{"error":{"code":403,"message":"Permission 'x.predict' denied on resource '//x.example.com/projects/a' (or it may not exist).","status":"PERMISSION_DENIED","details":[{"@type":"type.example.com/rpc.ErrorInfo","reason":"IAM_PERMISSION_DENIED","domain":"x"}]}}`, "Permission 'x.predict' denied on resource '//x.example.com/projects/a' (or it may not exist)."},
		{`lib.PermissionDeniedError: Error code: 403 - {"Message":"User: arn:aws:iam::1:user/ci is not authorized to perform: x:Create on resource: arn:aws:x because no policy allows it"}`, "User: arn:aws:iam::1:user/ci is not authorized to perform: x:Create on resource: arn:aws:x because no policy allows it"},
		{`403 {"message":"Access to model x is disabled: \"policy: off\". Ask: your admin"}`, `Access to model x is disabled: "policy: off". Ask: your admin`},
		{`<pre>API Error: 403 {&quot;error&quot;:{&quot;type&quot;:&quot;denied&quot;,&quot;message&quot;:&quot;Logins are not allowed for this organization.&quot;}}</pre>`, "Logins are not allowed for this organization."},
		{"2025-11-21T10:00:00.001Z stderr F lib.PermissionDeniedError: Error code: 403 - {\n2025-11-21T10:00:00.002Z stderr F   \"error\": {\n2025-11-21T10:00:00.005Z stderr F     \"message\": \"Your key does not have permission.\"\n2025-11-21T10:00:00.006Z stderr F   }\n2025-11-21T10:00:00.008Z stderr F }", "Your key does not have permission."},
		// What a person writes is theirs; what they quote is the error's.
		{`hi i moved last week and now the api just says 403 forbidden "Request not allowed" on everything. with my old VPN it works`, "Request not allowed"},
		{"since Monday our production key gets 403 permission_error whenever we call it. The same key works fine elsewhere.", ""},
		{"Bonjour, depuis ce matin notre clé renvoie 403 sur tous les appels", ""},
		{"We get: lib.PermissionDeniedError: Error code: 403 - forbidden by the door", "lib.PermissionDeniedError: Error code: 403 - forbidden by the door"},
		// A status is no sentence.
		{"API Error: 403 status code (no body)", ""},
		{"HTTP/1.1 403 Forbidden", ""},
		{"Error code: 403", ""},
		// A screen's marks are not the error's, and its hints belong to it.
		{"> /model x\n  ⎿ Set model to x\n> go\n  ⎿ X is not available with the Pro plan. If you have updated it recently, log in again.", "X is not available with the Pro plan. If you have updated it recently, log in again."},
		{"$ curl -i https://api.example.com/v1/x -H \"x-key: $KEY\"\nHTTP/1.1 403 Forbidden\nServer: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\ncurl: (56) CONNECT tunnel failed, response 403", "curl: (56) CONNECT tunnel failed, response 403"},
		{"● github - create_issue (MCP)(owner: \"acme\")\n  ⎿  Error: Permission Denied: Resource not accessible by personal access token\n     status: 403 documentation_url https://docs.example.com/rest#create", "Error: Permission Denied: Resource not accessible by personal access token"},
		{"google.api_core.exceptions.FailedPrecondition: 400 Organization Policy constraint constraints/x violated for `projects/1` attempting to use a disallowed model y. Please contact your administrator.", "google.api_core.exceptions.FailedPrecondition: 400 Organization Policy constraint constraints/x violated for `projects/1` attempting to use a disallowed model y. Please contact your administrator."},
		{"Traceback (most recent call last):\n  File \"bot.py\", line 4, in <module>\n    raise X\nsdk.errors.ApiError: The request to the API failed. (url: https://x.example/api/post)\nThe server responded with: {'ok': False, 'error': 'missing_scope'}", "sdk.errors.ApiError: The request to the API failed. (url: https://x.example/api/post) The server responded with: {'ok': False, 'error': 'missing_scope'}"},
		{"     remote: Permission to acme/shop.git denied to bot.\n     fatal: unable to access 'https://git.example/acme/shop.git/': The requested URL returned error: 403", "fatal: unable to access 'https://git.example/acme/shop.git/': The requested URL returned error: 403"},
		{"403 Key limit exceeded (monthly limit). Manage it using https://x.example/settings/keys\nProvider: x   Model: y", "403 Key limit exceeded (monthly limit). Manage it using https://x.example/settings/keys"},
		{"curl: (22) The requested URL returned error: 403 Request not allowed", "curl: (22) The requested URL returned error: 403 Request not allowed"},
		{"Error: Request failed with status code 403\n    at createError (/app/node_modules/axios/lib/core/createError.js:16:15)", "Error: Request failed with status code 403"},
	} {
		s := new(flow.Session)
		s.Read(signs.Read(evidence.Open([]byte(c.text))), flow.Pasted, time.Time{})
		if got := s.Symptom(); got != c.want {
			t.Errorf("%s\nsays %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestAddressEnds holds that an address at the end of a line, as wide as a screen or not, does not take in the word that the next one begins with.
func TestAddressEnds(t *testing.T) {
	t.Parallel()
	shared, err := evidence.Share(evidence.Common{}, evidence.Index{})
	must.NoError(t, err)
	signs, err := evidence.Compile([]evidence.Sign{{ID: "page", When: evidence.Match{Text: `(https://git\.example/apps/\w+/?[\w./-]*\w)`}, Says: []evidence.SaidFact{{Fact: "page", Value: flow.Yes}}, Notes: []evidence.Noted{{Name: "page", Text: "$1"}}}}, shared, evidence.Index{})
	must.NoError(t, err)
	for _, c := range []struct{ text, want string }{
		{"App token exchange failed: 401 - not installed. Please install it at https://git.example/apps/door\nError: Action failed.", "https://git.example/apps/door"},
		{"App token exchange failed: 401 - not installed. Please install it at https://git.example/apps/door\nerror while it ran on", "https://git.example/apps/door"},
		{"403 See https://git.example/apps/door/settings\nThen try again", "https://git.example/apps/door/settings"},
		{"403 See https://git.example/apps/door.\nNext", "https://git.example/apps/door"},
	} {
		got := ""
		for _, n := range signs.Read(evidence.Open([]byte(c.text))).Notes {
			if n.Name == "page" {
				got = n.Text
			}
		}
		if got != c.want {
			t.Errorf("%s\nhas the page %q, want %q", c.text, got, c.want)
		}
	}
}
