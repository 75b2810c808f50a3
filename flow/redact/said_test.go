package redact

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// Credentials that no prefix gives away: an Azure key is hex, an AWS secret may have no digit where one looks.
var unprefixed = []string{"0123456789abcdef0fa4e0123456789abc", "FAKEwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0", "FAKEq7Zt3mXv9LpWc2RbY8nKdJ5hGsT4uEoA1iQx"}

func TestSaid(t *testing.T) {
	t.Parallel()
	for _, shape := range []string{
		"the key I use is: %s. It is new.", "password is %s ok", "my API token was %s", "? What's the value of ANTHROPIC_API_KEY? %s",
		"我的密钥是%s，还是403", "API密钥：%s\n模型：claude", "令牌: %s", "金鑰為 %s", "APIキー: %s", "トークンは %s です", "API 키: %s", "비밀번호: %s",
		"ключ: %s", "мой токен это %s", "Пароль: %s", "mein Schlüssel ist %s", "Schlüssel: %s", "Passwort: %s", "Kennwort = %s", "ma clé est %s",
		"la clave es %s", "mi contraseña: %s", "a chave é %s", "Senha: %s", "la chiave è %s", "🔑 %s",
		"    ANTHROPIC_API_KEY    REG_SZ    %s", "    ANTHROPIC_API_KEY    REG_EXPAND_SZ    %s",
		"Symbol(kHeadersList): { 'x-api-key': [ 'x-api-key', '%s' ] }", `{"authorization":{"name":"authorization","value":"Bearer %s"}}`,
	} {
		for _, secret := range unprefixed {
			in := fmt.Sprintf(shape, secret)
			got, _ := Secrets(in)
			if p := survivor(got, secret); p != "" {
				t.Errorf("%q of the key survives in %q", p, got)
			}
			if again, _ := Secrets(got); again != got {
				t.Errorf("%q becomes %q when it is masked again", got, again)
			}
		}
	}
	for _, in := range []string{
		"密钥无效，请检查 request_id: req_011CSHoEeqs5C35K2UUqR7Fy", "ключ не подходит: 403 Forbidden", "Schlüssel: ungültig", "API キー: 必須です", "the key is invalid",
		"the key was created on 2026-11-28T10:15:02Z", "the token is for claude-opus-4-8-20260528", "APIキー: ${ANTHROPIC_API_KEY}", "令牌已过期 (request id: 20260506101502123456789)",
		"the key I use is: the new one of the production workspace", "la clave es incorrecta", "token is wrkspc_01FAKE0000000000000001's",
	} {
		if got, n := Secrets(in); got != in || n != 0 {
			t.Errorf("%q became %q", in, got)
		}
	}
}

// dumpOf prints bytes as a program does: "%02x" and a blank, or in pairs, with the text beside them.
func dumpOf(s, offset string, pair int, bar string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 16 {
		fmt.Fprintf(&b, offset, i)
		row := s[i:min(i+16, len(s))]
		for k := range 16 {
			switch {
			case k >= len(row):
				b.WriteString("  ")
			default:
				fmt.Fprintf(&b, "%02x", row[k])
			}
			if k%pair == pair-1 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(bar)
		b.WriteString(strings.Map(func(r rune) rune {
			if r < ' ' {
				return '.'
			}
			return r
		}, row))
		b.WriteString(bar + "\n")
	}
	return b.String()
}

func TestDumps(t *testing.T) {
	t.Parallel()
	for _, secret := range append([]string{"sk-ant-api03-" + fake(95)}, unprefixed...) {
		for _, header := range []string{"x-api-key: %s", "authorization: Bearer %s", "Authorization: Basic %s", "cookie: sessionKey=%s"} {
			value := secret
			if strings.Contains(header, "Basic") {
				value = base64.StdEncoding.EncodeToString([]byte("me:" + secret))
			}
			request := "POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\n" + fmt.Sprintf(header, value) + "\r\naccept: */*\r\n\r\n"
			for name, text := range map[string]string{
				"curl --trace": "=> Send header, 201 bytes (0xc9)\n" + dumpOf(request, "%04x: ", 1, "") + "== Info: done\n",
				"hexdump -C":   dumpOf(request, "%08x  ", 1, " |"),
				"xxd":          dumpOf(request, "%08x: ", 2, " "),
				"tcpdump -X":   dumpOf(request, "\t0x%04x:  ", 2, " "),
				"od -tx1z":     strings.ReplaceAll(dumpOf(request, "%07o ", 1, " >"), ">\n", "<\n"),
			} {
				got, n := Secrets(text)
				squeezed := strings.NewReplacer(" ", "", "\n", "").Replace(got)
				for i := len("sk-ant-api03-"); i+8 <= len(value); i++ {
					if p := value[i : i+8]; strings.Contains(got, p) || strings.Contains(squeezed, fmt.Sprintf("%x", p)) {
						t.Errorf("%s: %q of the key survives in\n%s", name, p, got)
						break
					}
				}
				if n == 0 || !strings.Contains(got, "POST /v1/messages HTTP/1.1") {
					t.Errorf("%s: the request is gone from\n%s", name, got)
				}
				if again, _ := Secrets(got); again != got {
					t.Errorf("%s: masked again it becomes\n%s", name, again)
				}
			}
		}
	}
	plain := "<= Recv header\n" + dumpOf("HTTP/2 403\r\ncf-ray: 8f0fake-FRA\r\nrequest-id: req_011FAKE\r\n", "%04x: ", 1, "")
	if got, n := Secrets(plain); got != plain || n != 0 {
		t.Errorf("a dump without a secret became\n%s", got)
	}
}
