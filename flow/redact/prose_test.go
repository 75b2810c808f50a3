package redact

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// TestSaidInAnyWords puts secrets into sentences and commands, behind and before what names them.
func TestSaidInAnyWords(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	drawn := append([]string{"FAKEzQ8hT2pLw7Xn4RvYb1KdMs9CgJe3UoAi6Wf", "FAKEzQ8hT2pLw7Xn4RvYb1K_dMs9-CgJe3UoAi6Wf-x_AA"}, unprefixed...)
	for _, shape := range []string{
		"set ANTHROPIC_API_KEY to %s", "ANTHROPIC_API_KEY is set to %s in .env", "the new key, %s, fails", "api key (old one): %s, new one is fine", "api key (old one): %s",
		"I changed the password to %s and it is still refused", "password was %s before", "Passwort ist %s", "litellm master key %s", "my api key %s", "azure key %s", "Azure OpenAI token %s used",
		"Set the variable ANTHROPIC_API_KEY to the value %s, then restart", "put ANTHROPIC_AUTH_TOKEN in the shell profile as %s", "the key I made yesterday in the Console (%s) is refused",
		"The key which our admin gave us, %s, is refused", "our token - %s - works nowhere", "the production key “%s” fails", "key for staging: %s", "The key: `%s`.", "old key %s, new key in the vault", "key of workspace prod → %s",
		"I use the key [%s] here", "I set ANTHROPIC_API_KEY to\n%s", "The API key is\n\"%s\"\nand it fails", "export the API key (%s)", "keys: %s, the rest is in the vault", "credentials are %s", "secret equals %s",
		"with the token ending soon, namely %s,", "key = the one from Bob, %s", "we replaced the API key by %s today", "login token now reads %s!", "the master key of the proxy has been %s since May",
		"%s is my key", "I used %s as the API key", "we put %s into ANTHROPIC_API_KEY", "%s is what? It is the old one. Key: none", "(%s is the new token)",
		"ich habe ANTHROPIC_API_KEY auf %s gesetzt", "der neue Schlüssel, %s, geht nicht", "Der Schlüssel (alt) war %s", "Passwort geändert zu %s", "mein Zugangsschlüssel: %s", "%s ist mein Schlüssel",
		"j'ai mis la clé à %s", "la nouvelle clé, %s, ne marche pas", "le mot de passe était %s", "jeton %s", "puse la clave a %s", "cambié la contraseña por %s", "mi llave nueva, %s, falla", "ho cambiato la chiave in %s",
		"la parola d'ordine è %s", "mudei a chave para %s", "a senha era %s", "de sleutel is %s", "wachtwoord is %s", "klucz to %s", "zmieniłem hasło na %s", "nyckeln är %s", "lösenordet är %s", "nøglen er %s", "avain on %s",
		"klíč je %s", "heslo je %s", "anahtarım %s", "şifre %s", "новый ключ, %s, не работает", "я поменял ключ на %s", "пароль был %s", "новий токен — %s", "密钥改成 %s 了", "把密钥设置为%s", "新的密钥（%s）不行", "令牌是「%s」",
		"キーを %s に変更しました", "新しいキー（%s）は使えません", "API 키를 %s 로 바꿨습니다", "비밀번호는 %s 입니다", "khóa mới là %s", "mật khẩu là %s", "kunci baru adalah %s", "मेरी कुंजी %s है", "المفتاح هو %s", "המפתח הוא %s", "το κλειδί είναι %s",
		"OPENAI_API_KEY nicht gesetzt, ANTHROPIC_API_KEY auf %s", "reset api-key of litellm, got %s", "token no. 2 is %s", "the two keys are %s and another", "I pasted my key… %s", "key ->%s<-", "key:::%s",
		"My token (the one for staging) = %s", "the API key ends in AAAA and is %s", "Key is: >>> %s <<<", "KEY -> %s", "the key I got from support on Monday after they reset the account was %s", "Please check key #2: %s",
		"API-Schlüssel von Bob, nämlich %s", "wir haben den API-Key ausgetauscht gegen %s", "nueva clave API (de ayer): %s", "la clé API (l'ancienne), %s,", "le jeton a été remplacé par %s", "ключ (старый): %s", "新しいAPIキー、%s、が失敗します",
		"把 ANTHROPIC_API_KEY 设成 %s", "ANTHROPIC_API_KEY 的值是 %s", "换成新的 key %s 也一样", "with api key\n%s\nit fails", "ANTHROPIC_API_KEY has been rotated; it now holds %s", "**API key** %s", "key __%s__", "the key\u00a0%s", "key: <%s>", "key {%s}",
		"azure openai key1 %s", "azure openai KEY 1: %s", "azure %s used", "cohere api token (prod) %s", "HF token; %s", "keys are %s and so on", "$ echo $ANTHROPIC_API_KEY\n%s", "$ echo $ANTHROPIC_API_KEY → %s", "pass show anthropic/api-key\n%s",
		"gh secret set ANTHROPIC_API_KEY --body %s", "vercel env add ANTHROPIC_API_KEY %s", `reg add HKCU\Environment /v ANTHROPIC_API_KEY /d %s`, "the key of my account: %s", "API key for the project: %s", "Schlüssel für den Workspace: %s", "key of our other organization = %s", "the part behind sk-ant-api03- is %s", "sk-ant-api03, followed by %s",
	} {
		for _, secret := range drawn {
			in := fmt.Sprintf(shape, secret)
			if strings.HasPrefix(shape, "%s is what") {
				continue
			}
			got, _ := Secrets(in)
			if p := survivor(got, secret); p != "" {
				t.Errorf("%q of the key survives in %q", p, got)
			}
			if again, _ := Secrets(got); again != got {
				t.Errorf("%q becomes %q when it is masked again", got, again)
			}
			for _, around := range []string{"403 permission_error from claude. %s", "> %s\n> and so on", `{"note": %q}`, "- %s\n- no"} {
				got, _ := Secrets(fmt.Sprintf(around, in))
				if p := survivor(got, secret); p != "" {
					t.Errorf("%q of the key survives in %q", p, got)
				}
			}
		}
	}
}

// TestSaidPasswords puts passwords, which are shorter and more like words, into sentences that tie them to their name.
func TestSaidPasswords(t *testing.T) {
	t.Parallel()
	for _, shape := range []string{
		"password was %s before", "Passwort ist %s", "I changed the password to %s", "the password is now %s.", "password is “%s”", "pw is %s", "changed the password from %s to another one", "user admin password %s", "my password, %s, is right", "the proxy's password (%s) is right", "my pwd: %s", "Kennwort lautet %s",
		"password changed from the old one to %s", "le mot de passe est %s", "la contraseña es %s", "a senha é %s", "la password è %s", "wachtwoord is %s", "hasło to %s", "пароль это %s", "密码是%s", "パスワードは%s", "비밀번호: %s",
		"%s is the password", "log in with %s as the password", "Passwort auf %s geändert", "lösenordet är %s", "heslo je %s", "mật khẩu là %s",
	} {
		for _, secret := range []string{"hunter2FAKE", "FAKEpw99", "FAKE!word", "fake#2031", "Fake-2031-x9"} {
			in := fmt.Sprintf(shape, secret)
			got, _ := Secrets(in)
			if strings.Contains(got, secret[1:len(secret)-1]) {
				t.Errorf("the password survives in %q", got)
			}
			if again, _ := Secrets(got); again != got {
				t.Errorf("%q becomes %q when it is masked again", got, again)
			}
		}
	}
}

// TestSaidInPieces holds that what is left of a secret in pieces is too short for one.
func TestSaidInPieces(t *testing.T) {
	t.Parallel()
	const secret = "FAKEzQ8hT2pLw7Xn4RvYb1KdMs9CgJe3UoAi6Wf"
	for _, in := range []string{
		"The key: FAKE zQ8h T2pL w7Xn 4RvY b1Kd Ms9C gJe3 UoAi 6Wf", "key FAKEzQ8hT2pLw7Xn 4RvYb1KdMs9CgJe3 UoAi6Wf", "the new key, FAKEzQ8hT2pLw7Xn 4RvYb1KdMs9CgJe3 UoAi6Wf", "set ANTHROPIC_API_KEY to FAKEzQ8hT2pLw7Xn4RvY\nb1KdMs9CgJe3UoAi6Wf ok",
		"sk-ant-api03-FAKEzQ8h...Ke3UoAi6Wf", "sk-ant-api03-FAKEzQ8hT2pL…gJe3UoAi6Wf fails", "sk-ant-api03-FAKEzQ8hT2pL[...]gJe3UoAi6Wf", "sk-ant-…gJe3UoAi6Wf", "sk-ant-api03-FAKEzQ8hT2pL ... gJe3UoAi6Wf", "sk-ant-api03- … FAKEzQ8hT2pLw7 … gJe3UoAi6Wf",
	} {
		got, _ := Secrets(in)
		if p := survivor(got, secret); p != "" {
			t.Errorf("%q of the key survives in %q", p, got)
		}
		if again, _ := Secrets(got); again != got {
			t.Errorf("%q becomes %q when it is masked again", got, again)
		}
	}
}

// TestSaidKeysWithAStart holds that a short key that starts as keys do is cut where a name stands in front of it.
func TestSaidKeysWithAStart(t *testing.T) {
	t.Parallel()
	for _, shape := range []string{"litellm master key %s", "my api key %s", "the virtual key, %s, fails", "Schlüssel %s", "master key of the proxy is %s", "密钥是%s", "keys: %s", "ANTHROPIC_AUTH_TOKEN set to %s"} {
		for _, secret := range []string{"sk-FAKEmaster", "sk-litellm-FAKE12", "sk-FAKE1234", "sk-prod-fake-01x"} {
			if got, _ := Secrets(fmt.Sprintf(shape, secret)); strings.Contains(got, secret[5:]) {
				t.Errorf("the key survives in %q", got)
			}
		}
	}
}

// TestProseStays holds that a sentence around the name of a secret, and ids near it, stay.
func TestProseStays(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"the key is valid", "the password was wrong", "the new key, which I made yesterday, fails", "the API key (sk-ant-api03) from the Console", "API key sk-ant-api03 from the Console, NOT Bedrock", "my key starts with sk-ant-oat01-",
		"keys of the kind sk-proj and sk-or-v1 work", "set ANTHROPIC_API_KEY to your-api-key-here", "set ANTHROPIC_API_KEY to ${ANTHROPIC_API_KEY}", "changed the password to something longer", "the password is base64 encoded",
		"the password is sha256 hashed, the token is oauth2", "the password was changed on 2026-11-28 at 10:15:02", "the password is a 16-character string", "password is 12-character", "the key is for claude-opus-4-5-20251101", "the key was us-east-1a",
		"my key, request id 4bf92f3577b34da6a3ce929d0e0e4736, was refused", "invalid api key, trace 4bf92f3577b34da6a3ce929d0e0e4736", "invalid x-api-key (commit 9a32205b1c0d2e3f4a5b6c7d8e9f0a1b2c3d4e5f)", "the key in pod claude-proxy-7d9f8c6b5d-x2k4z",
		`{"error":"invalid api key","trace":"AbC9dEf3GhI7jKl2MnO5"}`, `level=error msg="invalid api key" trace=AbC9dEf3GhI7jKl2MnO5`, "the public key of prod, AbC9dEf3GhI7jKl2MnO5", "the cache key was AbC9dEf3GhI7jKl2MnO5", "key id AbC9dEf3GhI7jKl2MnO5", "key fingerprint AbC9dEf3GhI7jKl2MnO5",
		"API key of project my-project-123456", "API key rejected by api.anthropic.com:443", "the key is at https://console.anthropic.com/settings/keys", "the key lies in /home/jane/Projects2/MyKeys3/anthropic.env", "key is in file ~/.config/app2/Key4.toml",
		"der Schlüssel ist gültig", "Passwort war falsch", "le mot de passe est incorrect", "la clé est valide depuis 2026-11-28T10:15:02Z", "пароль неверный, HTTP2 403", "密钥是有效的，模型 claude-sonnet-4-5-20250929", "キーは有効です v2.1.14",
		"token expires at 1732795200000 or 2026-11-28T10:15:02.123Z", "the token for gpt-4o-mini-2024-07-18 works", "password for user alice2 failed", "key: see ticket CS-9", "api key 0f3a…9c1d", "[AbC9dEf3GhI7jKl2MnO5] Invalid API key",
		"the key is set in us.anthropic.claude-sonnet-4-20250514-v1:0", "my key is 403ing", "key = None", "the key works with claude-cli/2.1.14", "the password is user@example.com's", "the key, i.e. arn:aws:iam::123456789012:user/x, is fine",
		"x-api-key was sent\n\nAbC9dEf3GhI7jKl2MnO5", "API key is invalid.\nAbC9dEf3GhI7jKl2MnO5 ended", "The key is right. Image AbC9dEf3GhI7jKl2MnO5", "the key has 108 characters", "x-api-key was sent\r\n\r\nAbC9dEf3GhI7jKl2MnO5", "the key is refused, account: AbC9dEf3GhI7jKl2MnO5", "invalid key (model: AbC9dEf3GhI7jKl2MnO5)", "a token of AmazonBedrockRuntimeClient2",
	} {
		if got, n := Secrets(in); got != in || n != 0 {
			t.Errorf("%q became %q", in, got)
		}
	}
}
