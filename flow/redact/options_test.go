package redact

import "testing"

// TestPasswordsOfCommands holds that a password is cut where a command is given one, however short, and that nothing else is.
func TestPasswordsOfCommands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"mysql -u root -phunter2 shop", "mysql -u root -p… shop"},
		{"mysql -uroot -p'hunter 2' -h db.example", "mysql -uroot -p… -h db.example"},
		{"$ mysqldump --single-transaction -phunter2! shop > shop.sql", "$ mysqldump --single-transaction -p… shop > shop.sql"},
		{"docker exec db mariadb -uroot -pfake4711 -e 'show tables'", "docker exec db mariadb -uroot -p… -e 'show tables'"},
		{"sshpass -p hunter2 ssh me@host.example", "sshpass -p … ssh me@host.example"},
		{"sshpass -phunter2 scp a b", "sshpass -p… scp a b"},
		{"docker login -u me -p hunter2 registry.example", "docker login -u me -p … registry.example"},
		{"docker login registry.example \\\n  -u me \\\n  -p hunter2", "docker login registry.example \\\n  -u me \\\n  -p …"},
		{"sudo podman login -u me -p=hunter2 quay.example", "sudo podman login -u me -p=… quay.example"},
		{"az login --service-principal -u app -p hunter2 --tenant t", "az login --service-principal -u app -p … --tenant t"},
		{"oc login https://c.example:6443 -u me -p hunter2", "oc login https://c.example:6443 -u me -p …"},
		{"mongosh 'mongodb://db.example/shop' -u me -p hunter2", "mongosh 'mongodb://db.example/shop' -u me -p …"},
		{"redis-cli -h cache.example -a hunter2 ping", "redis-cli -h cache.example -a … ping"},
		{"ldapsearch -x -D cn=me -w hunter2 -b dc=x", "ldapsearch -x -D cn=me -w … -b dc=x"},
		{"sqlcmd -S db.example -U sa -P Hunter2! -Q 'select 1'", "sqlcmd -S db.example -U sa -P … -Q 'select 1'"},
		{"unzip -P hunter2 logs.zip", "unzip -P … logs.zip"},
		{"7z x -phunter2 logs.7z", "7z x -p… logs.7z"},
		{`plink.exe -pw hunter2 me@host.example`, `plink.exe -pw … me@host.example`},
		{"mosquitto_pub -t a -u me -P hunter2 -m hi", "mosquitto_pub -t a -u me -P … -m hi"},
		{"helm registry login -u me -p hunter2 registry.example", "helm registry login -u me -p … registry.example"},

		// No password, or one that the command asks for or takes from elsewhere.
		{"mysql -u root -p shop", ""},
		{"mysql -u root -p$MYSQL_PWD shop", ""},
		{"mysql -h db.example -P 3306 -u me", ""},
		{"sshpass -e ssh -p 2222 me@host.example", ""},
		{"docker run -p 8080:80 web", ""},
		{"docker login -u me --password-stdin", ""},
		{"docker login; docker run -p 8080:80 web", ""},
		{"claude -p 'why does it fail?'", ""},
		{"mkdir -p src/app && sqlcmd -i a.sql", ""},
		{"ps -a | grep redis-cli", ""},
		{"cp -a src dst", ""},
		{"ssh -p 2222 me@host.example", ""},
		{"zip -r a.zip a; ssh -P 22", ""},
		{"python -m pytest -p no:cacheprovider", ""},
		{"kinit -p me@EXAMPLE.COM", ""},
	} {
		want := c.want
		if want == "" {
			want = c.in
		}
		got, _ := Secrets(c.in)
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, want)
		}
	}
}
