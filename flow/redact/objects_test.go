package redact

import "testing"

// TestObjects holds that a secret is cut that an object or a block holds, which the name is that of.
func TestObjects(t *testing.T) {
	t.Parallel()
	gone(t,
		"variable \"db_password\" {\n  default = \"«TfVarFake1122»\"\n}",
		"variable \"api_token\" {\n  description = \"The token\"\n  type = string\n  sensitive = true\n  default = \"«TfTokFake112233»\"\n}",
		"output \"db_password\" {\n  value = \"«TfOutFake1122»\"\n}",
		`{"db_password": {"sensitive": true, "type": "string", "value": "«TfJsonFake1122»"}}`,
		`"DbPassword": {"Type": "String", "NoEcho": true, "Default": "«CfnFake1122»"}`,
		"  DbPassword:\n    Type: String\n    Default: «CfnYamlFake1122»\n",
		"password = {\n  default = \"«swordfish»\"\n}",
		`'credentials': {'type':'basic','value':'«NestedFakeCred1122»'}`,
		`{\"token\": {\"kind\": \"x\", \"value\": \"«TokNested1122»\"}}`,
		"token: {«QUJDRkFLRUZBS0U»=}", "token:\n  «QUJDRkFLRUZBS0U»=\n", "password: {«sword=fish»}",
		`Password: { value: "«swordfish9»" }`,
		`"cookies":[{"name":"sid","value":"«HarCookieFake33»"}]`,
		`"cookies": [{"name": "a", "value": "«CookA11223344»", "path": "/"}, {"name": "b", "value": "«CookB11223344»"}]`,
		`cookies={'sid': '«PyCookFake33»'}`, `"cookies": {"sid": "«ObjCookFake33»"}`, `{\"cookies\":[{\"name\":\"sid\",\"value\":\"«EscCookFake33»\"}]}`,
	)
	stay(t,
		"variable \"db_password\" {\n  type = string\n}", "variable \"db_password\" {\n  default = \"\"\n}", "output \"db_password\" {\n  value = aws_db.main.pw\n}",
		`{"password": {"type": "string", "minLength": 8}}`, `{"token": {"type": "string", "description": "x"}, "model": "m"}`,
		"password:\n  type: string\nother:\n  default: abcdef1\n", "secrets:\n  token:\n    external: true\n", "api_key:\n  secretKeyRef: {name: a, key: b}\n",
		"cookies: { get(name) { return x } }", `"cookies": [], "headers": [{"name":"accept","value":"application/json"}]`, `"cookies": {"domain": "claude.ai.example", "path": "/"}`,
	)
}

// TestJSONTables holds that the cells of a table in JSON are cut whose names stand apart from them.
func TestJSONTables(t *testing.T) {
	t.Parallel()
	gone(t,
		`{"columns":["id","api_key","plan"],"rows":[[1,"«RowsFakeKey112233»","pro"]]}`,
		`{"columns":["id","password"],"index":[0,1],"data":[[0,"«swordfish1»"],[1,"«hunter2xx»"]]}`,
		`{"headers": ["user", "token"], "values": [["me", "«TokFake112233»"], ["you", "«TokFake445566»"]]}`,
		`[["user","api_key"],["me","«ListFake112233»"],["you","«ListFake445566»"]]`,
		`{\"columns\":[\"id\",\"api_key\"],\"rows\":[[1,\"«EscFake112233»\"]]}`,
		`{'cols': ['id', 'secret'], 'rows': [[1, '«PyFake112233»']]}`,
		"{\"columns\": [\n  \"id\",\n  \"api_key\"\n],\n\"rows\": [\n  [\n    1,\n    \"«NlFake112233»\"\n  ]\n]}",
		`{"fields":["a","secret"],"rows":[[null,"«FldFake112233»"],[true,"«FldFake445566»"]]}`,
	)
	stay(t,
		`{"required":["api_key","model"],"examples":[["a","b"]]}`, `{"scopes":["token","key"],"rows":[["id"]]}`, `{"columns":["token","count"],"rows":[["input",1234]]}`,
		`"headers":["x-api-key","anthropic-version"],"next":[["GET","/v1/messages"]]`, `{"columns":["user","api_key"],"rows":[["me",null],["you","…2233"]]}`,
	)
}

// TestDumpsOfPHP holds that a text is cut behind its type and its length.
func TestDumpsOfPHP(t *testing.T) {
	t.Parallel()
	gone(t,
		"[\"api_key\"]=>\n  string(16) \"«PhpVarFake112233»\"", "  [\"password\":protected]=>\n  string(9) \"«swordfish»\"", "  [\"apiKey\":\"App\\Client\":private]=>\n  string(16) \"«PhpPriv112233445»\"",
		`a:1:{s:7:"api_key";s:16:"«SerFake112233445»";}`, `'api_key' => string '«XdebugFake112233»' (length=16)`, `protected 'token' => string '«XdFake11223344»' (length=14)`,
		`[api_key] => «PrintRFake112233»`, `'api_key' => '«VarExpFake112233»',`, `#apiKey: "«SymPrivFake112233»"`, `:api_key=>"«RubyFake112233»"`,
	)
	stay(t, "[\"api_key\"]=>\n  NULL", "[\"api_key\"]=>\n  string(0) \"\"", `s:7:"api_key";N;`)
}

// TestSettingsOfOneLine holds what is cut in addresses, of PowerShell, lists of properties and headers without a sign, and what of a
// login and what stands beside a secret stays.
func TestSettingsOfOneLine(t *testing.T) {
	t.Parallel()
	gone(t,
		"ConvertTo-SecureString '«PsSecureFake5566»' -AsPlainText", "ConvertTo-SecureString -String \"«PsSecureFake5566»\" -AsPlainText -Force", "ConvertTo-SecureString -AsPlainText '«swordfish»' -Force",
		"$p = '«PsPipeFake5566»' | ConvertTo-SecureString -AsPlainText -Force",
		"?auth=«QueryAuthFake99»", "https://x.example/cb?code=«UrlCodeFake9988»", "https://x.example/?a=1&code=«UrlCodeFake9988»&state=1", "https://x.example/?key=«UrlKeyFake9988»",
		"<key>name</key><string>foo</string><key>apiToken</key><string>«PlistFake44»</string>", "<key>api_key</key>\n<string>«PlistNl44x»</string>",
		"X-Auth-Token «XAuthSpaceFake11»", "X-Vault-Token «VaultSpFake11»", "x-api-key «KeySpFake11x»\n",
		"password : «with» «spaces» «Fake» «Pass» «Phrase» «12» «end»", "Passphrase: «correct» «horse» «99» «battery»", "- password: «blue» «7» «whale» «song»\nmodel: m",
		"Basic bWU6«aHVudGVyMkZBS0VzZ3Q5»", "authorization: basic bWU6«cMO8c3N3w7ZydMO8eHk5»",
	)
	for _, in := range []string{"Authorization: Basic bWU6aHVudGVyMkZBS0VzZ3Q5", `"authorization": "Basic bWU6cMO8c3N3w7ZydMO8eHk5"`} {
		if got, _ := Secrets(in); survives(got, in[len(in)-5:len(in)-1], 3) {
			t.Errorf("the end of a password survives in %q", got)
		}
	}
	stay(t,
		"ConvertTo-SecureString $pw -AsPlainText -Force", "ConvertTo-SecureString: The term is not recognized", "https://x.example/?code=403&msg=x", "https://x.example/?error_code=E1&code=permission_denied",
		"x-api-key required", "X-Auth-Token header", "Password: at least 12 characters", "<key>CFBundleName</key><string>App2</string>",
	)
	for in, want := range map[string]string{
		"Server=h;Uid=me;Password=hunter2fake;Database=x":                    "Server=h;Uid=me;Password=…;Database=x",
		"\"Server=tcp:h,1433;Pwd=p;wFake99;Initial Catalog=x;Encrypt=True\"": "\"Server=tcp:h,1433;Pwd=…;Initial Catalog=x;Encrypt=True\"",
		"Set-Cookie: sid=FAKEcookie123; Path=/; HttpOnly; Secure":            "Set-Cookie: sid=…; Path=/; HttpOnly; Secure",
		"Authorization: AWS4-HMAC-SHA256 Credential=FAKEIDFAKEID/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0": "Authorization: AWS4-HMAC-SHA256 Credential=…/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=…27d0",
		"Password: must be at least 12 characters": "Password: … be at least 12 characters",
	} {
		for range 2 {
			if got, _ := Secrets(in); got != want {
				t.Errorf("%q became %q", in, got)
			}
			in = want
		}
	}
}
