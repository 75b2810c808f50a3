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
	s, at := c.text, end
	login, cookies := false, false
	switch word := s[start:end]; word {
	case "-u", "--user", "-U", "--proxy-user":
		login = true
	case "-b", "--cookie":
		cookies = true
	default:
		if len(word) < 4 || word[1] != 'u' && word[1] != 'b' || end >= len(s) || s[end] != ':' && s[end] != '=' {
			return end
		}
		login, cookies = word[1] == 'u' && s[end] == ':', word[1] == 'b' && s[end] == '='
		at = start + 2
	}
	if !login && !cookies || !requestBefore(s, start) {
		return end
	}
	if at == end {
		if at < len(s) && s[at] == '=' {
			at++
		}
		at = blanks(s, at)
	}
	v := value{name: start, depth: 1}
	v.at, v.quote = openQuote(s, at)
	if v.quote != 0 {
		v.depth = c.depth(at)
	}
	r := c.read(v, true)
	text := string(r.text)
	switch {
	case cookies && strings.Contains(text, "="):
		return c.cookies(v)
	}
	if !login {
		return end
	}
	if r.end < len(s) && (isQuote(s[r.end]) || s[r.end] == '\\') { // A word of the shell may be quoted in parts; a domain stands before a user.
		v.at, r.end = at, shellWord(s, at)
		text = s[v.at:r.end]
	}
	if !strings.Contains(text, ":") || !isSecret(strings.Trim(text, "\"'"), password) || strings.Trim(text, "0123456789:") == "" {
		return end
	}
	c.replace(v.at, r.end, Mark)
	return r.end
}

// passwordOptions are the options of commands that a password follows, or stands at without a blank. The long ones say themselves
// what they are.
var passwordOptions = []struct {
	option   string
	attached bool // A blank ends it: the command asks for the password then.
	commands []string
}{
	{"-p", true, []string{"mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mariadb", "mariadb-dump", "mariadb-admin", "7z", "7za", "rar", "unrar"}},
	{"-p", false, []string{"sshpass", "docker login", "podman login", "nerdctl login", "buildah login", "skopeo login", "oras login", "crane auth login", "helm registry login", "helm repo add", "az login", "az acr login", "oc login", "cf login", "mongo", "mongosh", "mongodump", "mongorestore", "cqlsh", "keytool", "ipmitool", "rabbitmqadmin"}},
	{"-P", false, []string{"sqlcmd", "bcp", "ipmitool", "zip", "unzip", "mosquitto_pub", "mosquitto_sub", "isql"}},
	{"-a", false, []string{"redis-cli", "valkey-cli"}},
	{"-w", false, []string{"ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami", "ldappasswd"}},
	{"-s", false, []string{"ldappasswd"}},
	{"-k", false, []string{"openssl enc", "openssl aes"}},
	{"-N", false, []string{"ssh-keygen"}},
	{"-P", false, []string{"ssh-keygen"}},
	{"-c", false, []string{"snmpget", "snmpwalk", "snmpset", "snmpbulkwalk"}},
	{"-A", false, []string{"snmpget", "snmpwalk", "snmpset", "snmpbulkwalk"}},
	{"-X", false, []string{"snmpget", "snmpwalk", "snmpset", "snmpbulkwalk"}},
	{"-p", false, []string{"usermod", "useradd"}},
	{"--body", false, []string{"secret set"}},
	{"-b", false, []string{"secret set"}},
	{"-pw", false, []string{"plink", "pscp", "psftp"}},
	{"--from-literal", false, []string{"create secret"}},
}

// passwordOption cuts the password at or behind such an option. It returns where to go on, or end.
func (c *cut) passwordOption(start, end int) int {
	s := c.text
	for _, o := range passwordOptions {
		at := start + len(o.option)
		if !strings.HasPrefix(s[start:end], o.option) || !onLineOf(s, start, o.commands) {
			continue
		}
		switch {
		case at < len(s) && s[at] == '=':
			at++
		case at < len(s) && (s[at] == ' ' || s[at] == '\t'):
			if o.attached {
				continue
			}
			at = blanks(s, at)
		}
		to := shellWord(s, at)
		text := strings.Trim(s[at:to], "\"'`")
		if o.attached && slices.Contains([]string{"ort", "rotocol", "assword"}, text) { // -port, which they do not know.
			continue
		}
		if strings.HasPrefix(text, "$") || strings.HasPrefix(text, "%") || strings.HasPrefix(text, "-") || !isSecret(text, password) {
			continue
		}
		c.replace(at, to, Mark)
		return to
	}
	return end
}

// onLineOf reports whether one of the commands stands in front of start, on its line of the shell.
func onLineOf(s string, start int, commands []string) bool {
	before := tailOf(s[:start], 2*maxBeside)
	for i := len(before) - 1; i > 0; i-- {
		if before[i] == ';' || before[i] == '|' || before[i] == '\n' && before[i-1] != '\\' && before[i-1] != '^' && before[i-1] != '`' {
			before = before[i+1:]
			break
		}
	}
	for _, started := range []string{" ssh ", " scp ", " sftp "} { // By sshpass: their -p and -P is a port.
		if i := strings.LastIndex(before, started); i >= 0 {
			before = before[i+1:]
		}
	}
	for _, command := range commands {
		for rest := before; ; {
			i := strings.Index(rest, command)
			if i < 0 {
				break
			}
			end := i + len(command)
			if (i == 0 || !alnum(rest[i-1]) && rest[i-1] != '-') && end < len(rest) && (rest[end] == ' ' || strings.HasPrefix(rest[end:], ".exe ")) {
				return true
			}
			rest = rest[end:]
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
	before := tailOf(s[:start], 2*maxBeside)
	for _, command := range []string{"curl", "wget", "http ", "https ", "httpie", "xh "} {
		if strings.Contains(before, command) {
			return true
		}
	}
	return false
}
