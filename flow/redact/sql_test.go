package redact

import "testing"

func TestSQL(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"«swordfish»", "«FAKEpw9x»", "«FAKE pw, 9x»", "«FAKE''pw9x»"} {
		for _, around := range [][2]string{
			{"CREATE USER 'app'@'%' IDENTIFIED BY '", "';"},
			{"ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY '", "';"},
			{"GRANT ALL ON *.* TO 'app'@'%' IDENTIFIED BY '", "' WITH GRANT OPTION;"},
			{"GRANT ALL ON *.* TO 'app'@'%' IDENTIFIED BY PASSWORD '", "';"},
			{"CREATE ROLE app WITH LOGIN PASSWORD '", "';"},
			{"ALTER USER app WITH ENCRYPTED PASSWORD '", "';"},
			{"SET PASSWORD FOR 'app'@'%' = '", "';"},
			{"SET PASSWORD FOR 'app'@'%' = PASSWORD('", "');"},
			{"CREATE LOGIN app WITH PASSWORD = N'", "';"},
			{"CREATE USER MAPPING FOR u SERVER s OPTIONS (user 'a', password '", "');"},
			{"INSERT INTO users (name, password) VALUES ('alice', '", "');"},
			{"INSERT INTO users\n  (`name`, `api_key`, x)\nVALUES\n  ('x, (y)', '", "', NULL), ('bob', '«FAKEother9x»', 1);"},
			{"insert into users (name, password) values ('alice', md5('", "'));"},
			{"PRAGMA key = '", "';"},
			{"db.auth(\"app\", \"", "\")"},
		} {
			gone(t, around[0]+password+around[1])
		}
	}
	gone(t,
		`CREATE USER app IDENTIFIED BY "«swordfish»";`,
		"CREATE USER app IDENTIFIED BY «swordfish» DEFAULT TABLESPACE users;",
		"CREATE USER app IDENTIFIED BY «swordfish»;",
		"CONNECT scott/«swordfish»@orcl",
		"sqlplus -s scott/«swordfish»@orcl",
		"SQL> CONNECT scott/«swordfish»",
		"requests.get(url, auth=('admin', '«swordfish»'))",
		`HTTPBasicAuth("admin", "«swordfish»")`,
		`smtp.login("me@example.com", "«swordfish»")`,
	)
	stay(t,
		"IDENTIFIED BY clause is missing", "ALTER USER failed: permission denied", "INSERT INTO t (id, name) VALUES (1, 'alice');", "SELECT password FROM users",
		"CREATE USER requires password", "SQL: syntax error near PASSWORD at line 1", "CONNECT api.anthropic.com:443 HTTP/1.1", "connect and/or retry", "INSERT INTO t (password) VALUES (?), ($1), (NULL)",
		"failed to connect upstream/backend now", `login("google")`, "SET statement_timeout = 0",
	)
}
