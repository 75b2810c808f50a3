package redact

import "testing"

func TestRedis(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"«swordfish»", "«FAKEpw9x»"} {
		for _, around := range [][2]string{
			{"AUTH ", ""},
			{"127.0.0.1:6379> AUTH ", "\nOK"},
			{"127.0.0.1:6379> auth default ", ""},
			{"HELLO 3 AUTH default ", ""},
			{`1700000000.123 [0 127.0.0.1:1] "AUTH" "`, `"`},
			{`1700000000.123 [0 127.0.0.1:1] "auth" "default" "`, `"`},
			{"*2\r\n$4\r\nAUTH\r\n$9\r\n", "\r\n"},
			{`*2\r\n$4\r\nAUTH\r\n$9\r\n`, `\r\n`},
			{"requirepass ", ""},
			{"masterauth ", "\nport 6379"},
			{`CONFIG SET requirepass "`, `"`},
			{"127.0.0.1:6379> CONFIG GET requirepass\n1) \"requirepass\"\n2) \"", "\""},
			{"sentinel auth-pass mymaster ", ""},
			{"ACL SETUSER app on >", " ~* +@all"},
			{"user default on >", " ~* &* +@all"},
			{"SET api_key ", ""},
			{"SET api_key ", " EX 60"},
			{`SET user:1:token "`, `"`},
			{"SETEX user:1:token 60 ", ""},
			{"HSET user:1 name a password ", " role x"},
			{"127.0.0.1:6379> GET api_key\n\"", "\""},
			{"redis-cli --user app --pass ", " ping"},
			{"REDISCLI_AUTH=", " redis-cli ping"},
			{"AUTH PLAIN ", ""},
		} {
			gone(t, around[0]+password+around[1])
		}
	}
	stay(t,
		"AUTH failed", "AUTH TLS failed", "AUTH LOGIN not supported", "AUTH PLAIN LOGIN XOAUTH2", "250-AUTH LOGIN PLAIN", "NOAUTH Authentication required.", "## Auth status", " Auth Method   provider",
		"ERR AUTH <password> called without any password configured", "error: AUTH required before SET", "WRONGPASS invalid username-password pair or user is disabled.", "requirepass is not set",
		"SET api_key first, then restart", "SET key value", "SET session 1", "CONFIG GET maxmemory", "redis-cli -h localhost -p 6379 ping", "user app on >> file", "GET /v1/token HTTP/1.1",
	)
}
