package redact

import (
	"slices"
	"strings"
)

// option cuts what commands are given to log in with: passwords, the login and the cookies of curl and its like.
func (c *cut) option(start, end int) int {
	if at := c.passwordOption(start, end); at > end {
		return at
	}
	s, at, word := c.text, end, c.text[start:end]
	login := slices.Contains([]string{"-u", "--user", "-U", "--proxy-user"}, word)
	cookies := word == "-b" || word == "--cookie"
	if !login && !cookies && len(word) >= 4 { // The option stands at its value.
		login, cookies = word[1] == 'u' && peek(s, end) == ':', word[1] == 'b' && peek(s, end) == '='
		at = start + len("-u")
	} else {
		at = blanks(s, at+len(s[at:])-len(strings.TrimPrefix(s[at:], "=")))
	}
	if !login && !cookies || !requestBefore(s, start) {
		return end
	}
	v := value{name: start, depth: 1}
	if v.at, v.quote = openQuote(s, at); v.quote != 0 {
		v.depth = c.depth(at)
	}
	r := c.read(v, true)
	text := string(r.text)
	if cookies && strings.Contains(text, "=") {
		return c.cookies(v)
	}
	if isQuote(peek(s, r.end)) || peek(s, r.end) == '\\' { // A word of the shell may be quoted in parts; a domain stands before a user.
		v.at, r.end = at, shellWord(s, at)
		text = s[v.at:r.end]
	}
	if cookies || !strings.Contains(text, ":") || !isSecret(strings.Trim(text, "\"'"), password) || strings.Trim(text, "0123456789:") == "" {
		return end
	}
	c.replace(v.at, r.end, Mark)
	return r.end
}

// passwordOptions are the options of commands that a password follows, or stands at without a blank. The long ones say themselves
// what they are.
var passwordOptions = []struct {
	option   string
	attached bool   // A blank ends it: the command asks for the password then.
	commands string // With commas between.
}{
	{"-p", true, "mysql,mysqldump,mysqladmin,mysqlimport,mysqlcheck,mariadb,mariadb-dump,mariadb-admin,7z,7za,rar,unrar"},
	{"-p", false, "sshpass,docker login,podman login,nerdctl login,buildah login,skopeo login,oras login,crane auth login,helm registry login,helm repo add,az login,az acr login,oc login,cf login," +
		"mongo,mongosh,mongodump,mongorestore,cqlsh,keytool,ipmitool,rabbitmqadmin,usermod,useradd"},
	{"-P", false, "sqlcmd,bcp,ipmitool,zip,unzip,mosquitto_pub,mosquitto_sub,isql,ssh-keygen"},
	{"-a", false, "redis-cli,valkey-cli"},
	{"-w", false, "ldapsearch,ldapmodify,ldapadd,ldapwhoami,ldappasswd"},
	{"-s", false, "ldappasswd"},
	{"-k", false, "openssl enc,openssl aes"},
	{"-N", false, "ssh-keygen"},
	{"-c", false, "snmpget,snmpwalk,snmpset,snmpbulkwalk"},
	{"-A", false, "snmpget,snmpwalk,snmpset,snmpbulkwalk"},
	{"-X", false, "snmpget,snmpwalk,snmpset,snmpbulkwalk"},
	{"--body", false, "secret set"},
	{"-b", false, "secret set"},
	{"-pw", false, "plink,pscp,psftp"},
	{"--from-literal", false, "create secret"},
}

// passwordOption cuts the password at or behind such an option. It returns where to go on, or end.
func (c *cut) passwordOption(start, end int) int {
	s := c.text
	for _, o := range passwordOptions {
		at := start + len(o.option)
		if !strings.HasPrefix(s[start:end], o.option) || o.attached && blank(peek(s, at)) || !onLineOf(s, start, o.commands) {
			continue
		}
		if peek(s, at) == '=' {
			at++
		} else {
			at = blanks(s, at)
		}
		to := shellWord(s, at)
		text := strings.Trim(s[at:to], "\"'`")
		if o.attached && slices.Contains([]string{"ort", "rotocol", "assword"}, text) || text != "" && oneOf(text[0], "$%-") || !isSecret(text, password) { // -port, which they do not know.
			continue
		}
		c.replace(at, to, Mark)
		return to
	}
	return end
}

// onLineOf reports whether one of the commands stands in front of start, on its line of the shell.
func onLineOf(s string, start int, commands string) bool {
	before := tailOf(s[:start], 2*maxBeside)
	for i := len(before) - 1; i > 0; i-- {
		if oneOf(before[i], ";|") || before[i] == '\n' && !oneOf(before[i-1], "\\^`") {
			before = before[i+1:]
			break
		}
	}
	for _, started := range []string{" ssh ", " scp ", " sftp "} { // By sshpass: their -p and -P is a port.
		if i := strings.LastIndex(before, started); i >= 0 {
			before = before[i+1:]
		}
	}
	for command := range strings.SplitSeq(commands, ",") {
		for i := find(before, 0, command); i >= 0; i = find(before, i+len(command), command) {
			end := i + len(command)
			if front := peek(before, i-1); !alnum(front) && front != '-' && (peek(before, end) == ' ' || strings.HasPrefix(before[end:], ".exe ")) {
				return true
			}
		}
	}
	return false
}

// shellWord returns the end of a word of the shell.
func shellWord(s string, i int) int {
	var quote byte
	for from := i; i < len(s) && i-from < maxSecret; i++ {
		switch c := s[i]; {
		case c == quote:
			quote = 0
		case quote == 0 && isQuote(c):
			quote = c
		case c < ' ' || c == ' ' && quote == 0:
			return i
		}
	}
	return i
}

// requestBefore reports whether a command that sends requests stands in front of start.
func requestBefore(s string, start int) bool {
	return contains(tailOf(s[:start], 2*maxBeside), "curl", "wget", "http ", "https ", "httpie", "xh ")
}
