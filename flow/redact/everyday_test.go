package redact

import "testing"

// TestWordsThatNameNoSecret holds that everyday texts stay in which a word stands that could be the name of a secret, and that a secret in the same
// place goes all the same.
func TestWordsThatNameNoSecret(t *testing.T) {
	t.Parallel()
	stay(t,
		// Verdicts of tests.
		"=== RUN   TestLogin\n--- PASS: TestLogin (0.00s)\n=== RUN   TestLogin/oauth2_token\n    --- PASS: TestLogin/oauth2_token (0.01s)\nPASS\nok  \texample.com/auth\t0.012s",
		"--- PASS: TestHTTP2Key9 (12.50s)\n--- FAIL: TestKey (1.20s)\n--- SKIP: TestToken (0.00s)",
		"PASS: test_login_ok", "PASS: TestAuth", "PASS: tests/test_auth.py::test_token", "PASS: 12 FAIL: 0", "pass: 12, fail: 0, skip: 1", "Done. PASS=12 WARN=0 ERROR=0 SKIP=0 TOTAL=13",
		" PASS  src/auth/token.test.ts\n FAIL  src/auth/key.spec.js\n    ✓ token refresh (12 ms)", "PASS  tests/auth/login.test.js (5.123 s)",
		"[PASS] test_token() (gas: 12345)\n[PASS] testKey2() (gas: 12345)",
		"TAP version 13\nok 1 - password is long enough\nnot ok 2 - api key: rejected 403\n# tests 2\n# pass  1\n# fail  1",
		"<testsuite name=\"auth\" tests=\"3\" failures=\"0\" time=\"0.12\">\n<testcase classname=\"auth.token\" name=\"test_key\" time=\"0.001\"/>", `<testcase name="token" classname="auth" time="0.001"/>`,
		"tests/test_auth.py::TestKeys::test_api_key PASSED                 [ 33%]\nFAILED tests/test_auth.py::test_password - AssertionError: assert 403 == 200",
		"Test Suites: 1 failed, 3 passed, 4 total\nTests:       2 failed, 10 passed, 12 total",
		// Settings of the environment below one that is empty.
		"OPENAI_API_KEY=\n  LANGSMITH_TRACING=true", "  ANTHROPIC_AUTH_TOKEN=\n  ANTHROPIC_BASE_URL=https://gw.example.com\n  HTTP_PROXY=",
		// What is said of a key, and how much there is of it.
		"token count: 512", "max_tokens: 1024", "Token expiry: 3600s", "token_len=108 token_prefix=sk-ant", `"token_limit": "4096", "key_version": "v3"`, "ANTHROPIC_API_KEY: set (108 characters)",
		`level=info msg="token refreshed" ttl=3600s token=refreshed`, "WARN  auth=ok token=cached key=present duration=12ms", "{ apiKey: [Getter/Setter], authToken: [Getter] }",
		// Certificates, logins.
		"Signature Algorithm: ecdsa-with-SHA384\nPublic Key Algorithm: id-ecPublicKey", "Signature Algorithm: sha256WithRSAEncryption", "Signature: RSASSA-PSS", "login: 2026-11-23T10:00:00Z",
		// Ids in the list of headers that browsers write.
		`{"name": "x-amz-cf-id", "value": "kXh3y0dCwX2b8uQpL9vTzA5sE7rJmN1fGiO4aBcD6eF8gH0iJ2kL4Q=="}`,
		`{"name": "x-amz-id-2", "value": "uXj2ibJdGJ8Q1AGyFrKbYz3aWqvPrm0Tt5r1vW2yQ4mHqCk8dN6sLpOeVfXnGxRZ0BtUiYhKjM4="}`,
	)
	const ray = `{"name":"x-api-key","value":"sk-ant-api03-…"},` + "\n" + `{"name":"cf-ray","value":"8f1a2b3c4d5e6f70-FRA"},{"name":"request-id","value":"req_011CSHoEeqs5C35K2UUqR7Fy"}`
	stay(t, ray)
	if got, _ := Secrets(`{"name":"x-api-key","value":"sk-ant-api03-FAKEabc"},` + "\n" + ray[len(`{"name":"x-api-key","value":"sk-ant-api03-…"},`)+1:]); got != ray {
		t.Errorf("behind a key that was cut short: %q", got)
	}
	gone(t,
		"user: admin\nPASS: «hunter2-FAKE»", "PASS: «TestHunter2FAKE!»", "--- PASS: «hunter2-FAKE» (0.00s)", "PASS=«FAKEq7Zw9x»", "[PASS] «FAKEq7Zw9x»", "PASS: «Test1234FAKE9»",
		"PASS  «FAKE9x.test.q7Zw»",
		`<user name="auth" password="«FAKEq7Zw9x»"/>`, `<field key="token" data="«FAKEq7Zw9x»"/>`, `1700000000.123 [0 127.0.0.1:1] "auth" "«FAKEq7Zw9x»"`,
		"TRACING_KEY=«FAKEq7Zw9xFAKE»", "OPENAI_API_KEY=\n  LANGSMITH_API_KEY=«FAKEq7Zw9xFAKE»", "OPENAI_API_KEY=\n  «FAKEq7Zw9xFAKE=»",
		"token=«refreshed7FAKEq9Zw»", "token_limit: 4096\ntoken: «FAKEq7Zw9xFAKE»", "apiKey: [«FAKEq7Zw9xFAKE»]", "login: admin:«FAKEq7Zw9x»",
		"Signature: «FAKEkXh3y0dCwX2b8uQpL9vTzA5sE7rJ»", "signature algorithm key: «FAKEq7Zw9xFAKEq7Zw9x»",
		`{"name":"x-api-key","value":"sk-ant-api03-FAKEabc"},{"name":"rest","value":"«8fFA1aKE2bB3c4dQ5e6f70»"}`,
		`{"name":"cf-ray","value":"8f1a2b3c4d5e6f70-FRA"},{"name":"x-api-key","value":"«FAKEq7Zw9xFAKEq7»"}`, `{"name": "token", "value": "«FAKEq7Zw9xFAKEq7»"}`,
	)
}
