package redact

import "testing"

func TestLogins(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"«hunter2»", "«swordfish»", "«FAKEpw9x»"} {
		for _, around := range [][2]string{
			{"creds are admin:", ""},
			{"creds: admin:", " for now"},
			{"credentials: admin / ", ""},
			{"login: admin / ", ""},
			{"Login: admin:", "."},
			{"the htaccess login is admin / ", ""},
			{"user/pass: admin/", ""},
			{"user / pass: admin / ", ""},
			{"username/password: admin/", ""},
			{"u/p: admin/", ""},
			{"ID/PW: admin/", ""},
			{"User & Passwort: admin & ", ""},
			{"login/password: admin/", ""},
			{"log in with admin / ", ""},
			{"I signed in with admin:", " and got a 403"},
			{"use the credentials admin/", " for it"},
			{"default credentials (admin/", ")"},
			{"basic auth is admin:", ""},
			{"Basic auth: admin:", ""},
			{"user admin, pw ", ""},
			{"account admin, password ", "."},
			{"creds are `admin`:`", "`"},
		} {
			gone(t, around[0]+password+around[1])
		}
	}
	gone(t,
		`{"apiKeyHelper": "echo «FAKEpw9x»"}`, `{"apiKeyHelper": "/bin/echo -n '«swordfish»'", "model": "opus"}`, "apiKeyHelper: printf '%s' «swordfish»", `{"apiKeyHelper": "bash -c 'echo «swordfish»'"}`,
		"echo «hunter2» | docker login -u me --password-stdin", "echo '«hunter2»' | sudo -S ls",
		`{"auths": {"ghcr.io": {"auth": "«bWU6RkFLRQ==»"}}}`, "//r.example.com/:_auth=«bWU6RkFLRXB3»",
	)
	stay(t,
		"login: required", "Login: please sign in again", "the login is broken since yesterday", "creds are missing", "creds are stored in the keychain", "credentials: none found",
		"user/password login is disabled", "username/password authentication is not supported", "Please log in with your account / email", "login with SSO/OAuth is required", "log in with Google / GitHub",
		"basic auth is not supported", "The key/value store is down", "login: 2026-01-01 12:00:00", "last login: Mon Jan  5 10:11:12 on ttys001", "credential process: aws-vault exec prod",
		"Access to user/repo: denied/forbidden", "401 {'error': 'invalid username/password'}", "git push user/pass: see docs/auth", "docker login ghcr.io", "log in as admin with your browser",
		`{"apiKeyHelper": "/usr/local/bin/get-key.sh --prod"}`, `{"apiKeyHelper": "echo $ANTHROPIC_API_KEY"}`, `{"apiKeyHelper": "security find-generic-password -s anthropic -w"}`, "apiKeyHelper did not return a value",
		"they want a login with `org:admin`.", "they want a login with org:admin.\"", "unauthorized: incorrect username or password (401)", "log in with user:profile", "login with repo/read-only",
		`"auth": {"mode": "iam"}`, `"auth": "oauth"`, "mysql -port 3306", "docker run -p 8080:80 nginx", "ssh -p 22 host",
	)
}

func TestForms(t *testing.T) {
	t.Parallel()
	gone(t,
		"--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n«swordfish»\r\n--B--\r\n",
		"--B\nContent-Disposition: form-data; name=\"user\"\n\nalice\n--B\nContent-Disposition: form-data; name=\"password\"\n\n«FAKEpw9x»\n--B--\n",
		"--B\r\nContent-Disposition: form-data; name=\"api_key\"\r\nContent-Type: text/plain\r\n\r\n«FAKEa1B2c3D4e5F6g7H8i9»\r\n--B--\r\n",
		"Content-Disposition: form-data; name=client_secret\r\n\r\n«FAKEpw9x»\r\n--B--",
	)
	stay(t, `Content-Disposition: form-data; name="file"; filename="a.png"`+"\n\nhello there", "Content-Disposition: attachment; filename=\"report.csv\"")
}
