package redact

import "testing"

func TestTables(t *testing.T) {
	t.Parallel()
	gone(t,
		"user,password,role\nalice,«swordfish»,admin\nbob,«FAKEpw9x»,dev\n",
		"name,api_key\nalice,«FAKEa1B2c3D4e5F6g7H8i9»\nbob,«FAKEz1Y2x3W4v5U6t7S8r9»\n",
		"\"user\",\"password\"\n\"alice\",\"«swordfish, and fish»\"\n\"bob\",\"«FAKEpw9x»\"\n",
		"user,password,note\nalice,\"«sword\"\"fish»\",x\n",
		"user,password\r\nalice,«swordfish»\r\nbob,«FAKEpw9x»\r\n",
		"user;secret;role\nalice;«swordfish»;admin\n",
		"user, password, role\nalice, «swordfish», admin\n",
		"name,url,username,password,note\nexample.com,https://example.com/login,me@example.com,«hunter2»,\n",
		"Title,Url,Username,Password,OTPAuth\nShop,https://shop.example,me,«swordfish»,otpauth://totp/x?secret=«FAKESWY3DPEHPK3PXP»\n",
		"User name,Access key ID,Secret access key\nalice,«AKIAFAKEFAKEFAKEFAKE»,«FAKEa1B2c3D4e5F6g7H8i9FAKEa1B2c3D4e5F6g7H8»\n",
		"user\tpassword\trole\nalice\t«swordfish»\tadmin\n",
		"secret\tuser\n«swordfish»\talice\n",
		"USER      PASSWORD     ROLE\nalice     «swordfish»    admin\nbob       «FAKEpw9x»     dev\n",
		"NAME   TOKEN                             AGE\na      «FAKEa1B2c3D4e5F6g7H8i9j0K1L2m3N4»  3d\n",
		"user   password\n-----  ---------\nalice  «swordfish»\n",
		"=====  =========\nuser   password\n=====  =========\nalice  «swordfish»\n=====  =========\n",
		"user password\nalice «swordfish»\nbob «FAKEpw9x»\n",
		"user|password|role\nalice|«swordfish»|admin\n",
		"| user | password |\n|---|---|\n| alice | «swordfish» |\n| bob | «hunter2» |\n",
		"| user | `api_key` (new) |\n|:--|--:|\n| alice | «FAKEa1B2c3D4e5F6g7H8i9» |\n",
		" id | username | password  \n----+----------+-----------\n  1 | alice    | «swordfish»\n(1 row)\n",
		"+----+-----------+\n| id | password  |\n+----+-----------+\n|  1 | «swordfish» |\n+----+-----------+\n",
		"┌──────┬───────────┐\n│ user │ password  │\n├──────┼───────────┤\n│ al   │ «swordfish» │\n└──────┴───────────┘\n",
		"web-1  | x-api-key\nweb-1  | «FAKEw4Zx9QnB2mVd7RtKfG5sTe8UaLoPj3HcNqRzXyV1bM6JdLpEkAuF»«0iOg»\nweb-1  | ThSr\nweb-1  | accept\n",
		"-[ RECORD 1 ]-------\nid       | 1\npassword | «swordfish»\n",
		"COPY users (id, name, password) FROM stdin;\n1\talice\t«swordfish»\n2\tbob\t«FAKEpw9x»\n\\.\n",
	)
	stay(t,
		"token,count\ninput,1234\noutput,5678\n",
		"model,tokens,cost\nclaude-opus-4,12345,0.5\nclaude-sonnet-4,2345,0.1\n",
		"| token | count |\n|---|---|\n| input | 12345 |\n",
		"header,value\nx-api-key,yes\nanthropic-version,2023-06-01\n",
		"| Method | Password |\n|---|---|\n| basic | required |\n| oauth | not supported |\n",
		"secret,version\nanthropic,3\nanthropic-secret,4\n",
		"NAME                TYPE     DATA   AGE\nanthropic-secret    Opaque   1      3d\n",
		"NAME         SECRETS   AGE\ndefault      1         3d\n",
		"name  token_type  expires\nx     bearer      3600\n",
		"input_tokens  output_tokens\n1200          340\n",
		"PASSWORD POLICY\nEvery user must rotate in 90 days\n",
		"x-api-key, anthropic-version\nare the two headers, needed\n",
		"the headers are token, secret\nand the rest is fine, really\n",
		"user,password\nalice,********\nbob,\n",
	)
}

// TestRecordsOfPsql holds that a value in a record of psql is cut whole.
func TestRecordsOfPsql(t *testing.T) {
	t.Parallel()
	gone(t, "-[ RECORD 1 ]----\nid       | 1\npassword | «quick» «brown7»\n-[ RECORD 2 ]----\npassword | «hunter2»\n", "-[ RECORD 1 ]\npassword | «quick» «brown7»")
	stay(t, "-[ RECORD 1 ]----\nid | 1\npassword | required\n\npassword is wrong\n")
}
