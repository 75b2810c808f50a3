package redact

import "testing"

// TestLessUsualShapes holds that a secret is cut in shapes that few programs print, and that what looks alike stays.
func TestLessUsualShapes(t *testing.T) {
	t.Parallel()
	gone(t,
		`apiKeys = append([]string{}, "«FAKEabc123FAKE99»")`, `password := append([]string{}, "«swordfish»")`,
		`password: Array["«swordfish»"]`, `api_keys = Array["«FAKEgoVb45Nm67Kj89»FAKE", "«FAKEgoWc45Nm67Kj89»FAKE"]`,
		"password: [«104, 117, 110, 116, 101, 114, 50»]", "Password:[]uint8{«104, 117, 110, 116, 101, 114, 50»}", `"password": [«115, 119, 111, 114, 100, 102»]`,
		`Password: sql.NullString{Valid: true, String: "«swordfish»"}`, `Password:sql.NullString{String:"«swordfish»", Valid:true}`,
		`"passwords": {"alice": "«hunter2x»", "bob": "«correct9!horse»"}`, `passwords = {'alice': '«hunter2x»'}`, `"passwords": ["«hunter2x»", "«FAKEpw9x»"]`,
		"<tr><th>password</th><td>«swordfish»</td></tr>", "<tr>\n  <th>Password</th>\n  <td>«swordfish»</td>\n</tr>",
		"net user alice «swordfish» /add", "C:\\> net user alice «Hunter2!» /add /domain",
		`expect "password:"; send "«swordfish»\r"`, "expect \"*?assword:*\"\nsend -- \"«hunter2»\\r\"\n", `expect "Enter passphrase" { send "«sword fish»\r" }`,
		`{"columns":["id","api_key"],"rows":[[1,"«RowsFakeKey112233»"`, "CREATE USER app IDENTIFIED\n BY '«swordfish»';", "> mnemonic:\n>   «legal winner thank year wave sausage»\n>   «worth useful legal winner thank yellow»\n",
	)
	gone(t,
		"PASSWORD=«swordfish[»\"x", "PASSWORD=«sword{fish:» x", "CREATE USER app IDENTIFIED BY '«FA)KE9x» ", "\tuser | password\n\talice | «swordfish»\n", "Authorization: BeZrer «FAKE0fake1FAKE0fake1»\n", "Authorization: BeareZ «7DFdaNqBEOBJD7ha2wDBI»\n",
	)
	stay(t,
		`names = append([]string{}, "anything-at-all")`, `password = fields["password_of_it"]`, `tokens: [1024, 2048, 4096, 8192, 100, 200]`, `token: [100, 110, 120]`, `password: [1, 2, 3, 4, 5, 6]`,
		`Password: sql.NullString{Valid: false}`, `"passwords": {"min_length": 8, "message": "too short"}`, `"passwords": {"reset": "Your password has been reset!", "sent": "sent"}`, `"passwords": ["required", "optional"]`,
		"<tr><th>password</th><th>role</th></tr>", "<tr><th>password</th><td>required</td></tr>", "<tr><th>password</th><td>at least 8 characters</td></tr>", "<th>password</th><td></td>",
		"net user alice /delete", "net use z: /delete", `expect "login:"; send "admin\r"`, `send "password is wrong"`, "expect \"$ \"\nsend \"exit\\r\"\n",
		`	"invalid_api_key":                      ProviderAuthentication,`, `"missing_token": ErrorMissingToken,`, `"invalid_api_key": providerAuth,`,
		"logged in with mcp:connect", "log in with files:manage",
	)
}
