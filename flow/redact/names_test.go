package redact

import (
	"testing"

	"why403/flow/racetest"
)

// TestNamesOfTwoWords holds that a key is cut behind a name as people write and prompts print it, also one that looks drawn by nobody.
func TestNamesOfTwoWords(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"«FAKE-t0ken-9x»", "«fa4e85c524e440066559a6656c90bd54»"} {
		for _, around := range [][2]string{
			{"API key: ", ""},
			{"Enter your API key: ", "\nInvalid"},
			{"API Key [None]: ", ""},
			{"AWS Secret Access Key [None]: ", ""},
			{"Anthropic API key (input hidden): ", ""},
			{"? API key › ", ""},
			{"**API key:** ", ""},
			{"**API key**: `", "`"},
			{"- API key: `", "`"},
			{"| API key | ", " |"},
			{"*API Key:* {{", "}}"},
			{"<dt>API key</dt><dd>", "</dd>"},
			{"anthropic.api.key=", ""},
			{"API-Schlüssel: ", ""},
			{"密钥：", ""},
			{"Name                           Value\n----                           -----\nx-api-key                      ", ""},
			{"ANTHROPIC_API_KEY              ", ""},
			{"Key    Value\n---    -----\ntoken  ", "\n"},
			{"npm config set //r.example/:_authToken ", ""},
			{"aws configure set aws_secret_access_key ", ""},
			{"claude config set apiKey ", ""},
			{"vercel env add ANTHROPIC_API_KEY ", ""},
			{"proxy_set_header x-api-key ", ";"},
			{`RequestHeader set x-api-key "`, `"`},
			{"http-request set-header x-api-key ", ""},
			{"header_up x-api-key ", ""},
			{`getenv("ANTHROPIC_API_KEY") = "`, `"`},
			{`"SecretString": "`, `"`},
			{"curl --oauth2-bearer ", " https://h"},
			{"CF-Access-Jwt-Assertion: ", ""},
			{"Authorization: Acme ", ""},
			{`<wsse:Password Type="x">`, "</wsse:Password>"},
			{`<password xsi:type="string">`, "</password>"},
			{"Password [min 8]: ", ""},
			{"openssl enc -aes-256-cbc -k ", ""},
			{"ssh-keygen -N ", " -f x"},
			{"snmpget -v2c -c ", " h"},
			{"usermod -p ", " me"},
			{`gh secret set X --body "`, `"`},
		} {
			gone(t, around[0]+key+around[1])
		}
	}
	stay(t,
		"API key: required", "API key: configured", "API Key        : (not set)", "Your api key: ****fcc2 is invalid", "Received API Key = sk-...m31Q", "Enter your API key: ********", "API key: the one from the console",
		"api.key: missing", "API key (optional): none", "<password type=\"text\"/>", "please set API_KEY first", "set api_key correctly", "the access key: see below", "token    expired\n", "x-api-key      required\n", "API_KEY_STATUS      active-now2\n",
		"Authorization: required by v2", "Authorization: Bearer token",
	)
}

// TestDumpsInLogs holds that a dump is read behind what a log puts in front of its rows, and as openssl prints it.
func TestDumpsInLogs(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, front := range []string{"web  | ", "2026-11-23T14:05:00.1234567Z ", "[debug] "} {
		gone(t,
			front+"0000: 78 2d 61 70 69 2d 6b 65 79 3a 20 73 6b 2d 61 6e x-api-key: sk-an\n"+front+"0010: 74 2d 61 70 69 30 33 2d 46 41 4b 45 «66 61 6b 65» t-api03-FAKEfake\n"+front+"0020: «46 41 4b 45 66 61 6b 65 46 41 4b 45 66 61 6b 65» FAKEfakeFAKEfake\n",
			front+"00000000: 782d 6170 692d 6b65 793a 2073 6b2d 616e  x-api-key: sk-an\n"+front+"00000010: 742d 6170 6930 332d 4641 4b45 «6661 6b65»  t-api03-FAKEfake\n"+front+"00000020: «4641 4b45 6661 6b65 4641 4b45 6661 6b65»  FAKEfakeFAKEfake\n",
		)
	}
	gone(t, "0000 - 78 2d 61 70 69 2d 6b 65-79 3a 20 73 6b 2d 61 6e   x-api-key: sk-an\n0010 - 74 2d 61 70 69 30 33 2d-46 41 4b 45 «66 61 6b 65»   t-api03-FAKEfake\n0020 - «46 41 4b 45 66 61 6b 65-46 41 4b 45 66 61 6b 65»   FAKEfakeFAKEfake\n")
	stay(t, "took 1200: 50 ms\nof ab00: 12 done\n", "0000 - 50 4f 53 54 20 2f 76 31-2f 6d 65 73 73 61 67 65   POST /v1/message\n")
}

// TestLettersThatReadAlike holds that letters of formulas and escapes without their end are read as what they show.
func TestLettersThatReadAlike(t *testing.T) {
	t.Parallel()
	gone(t,
		"𝐬𝐤-𝐚𝐧𝐭-𝐚𝐩𝐢𝟎𝟑-«𝐅𝐀𝐊𝐄𝟓𝟕𝟓𝐲𝐱𝟖𝐱𝐦𝟓𝐌𝐬𝐥𝐟𝐘»", "𝚜𝚔-𝚊𝚗𝚝-𝚊𝚙𝚒𝟶𝟹-«𝙵𝙰𝙺𝙴𝟻𝟽𝟻𝚢𝚡𝟾𝚡𝚖𝟻𝙼𝚜𝚕𝚏𝚈»",
		"&#115&#107&#45&#97&#110&#116&#45&#97&#112&#105&#48&#51&#45«&#70&#65&#75&#69&#70&#65&#75&#69&#49&#50&#51»",
	)
	stay(t, "issue &#12 and &#1234 of the list", "a&#38 b")
}

// TestNamesAbroad holds that a value of letters, digits and hyphens is cut behind a name in any language, also one of several words.
func TestNamesAbroad(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, name := range []string{
		"contraseña: ", "mot de passe: ", "mot de passe : ", "密码：", "clave: ", "clave de API: ", "clé API : ", "密钥: ", "API 密钥：",
		"Contraseña de la base de datos: ", "Mot de passe wifi : ", "clé d'accès : ", "chave de API: ", "chiave segreta: ", "пароль: ", "ключ API: ", "APIキー：", "パスワード：",
		"비밀번호: ", "wachtwoord: ", "hasło: ", "heslo = ", "şifre: ", "salasana: ", "密钥=", "mật khẩu: ", "\"contraseña\": \"", "{\"密码\":\"", "'clave': '",
	} {
		for _, value := range []string{"«gato-fake-9988»", "«perroblancofake77»", "«ClaveFake2233»"} {
			gone(t, name+value, name+value+"\nmodel: m")
		}
	}
	stay(t,
		"clave: incorrecta", "contraseña: requerida", "密码：错误", "clave primaria: 12", "ключ: не найден", "la clave no funciona en: eu-west-1", "clave: claude-opus-4-8", "clave: us-east-1", "キー: 必須です",
		"密钥: req_011CSHoEeqs5C35K2UUqR7Fy", "clé : invalide", "パスワード：12文字以上",
	)
}

// TestKeysGivenToAnything holds that what starts as a key does is one behind a sign, whatever stands in front of that.
func TestKeysGivenToAnything(t *testing.T) {
	t.Parallel()
	gone(t,
		"LiteLLM Virtual Key expected. Received=sk-«mycompany-master-2026», expected to start with 'sk-'.", "Received=sk-«FAKErecvFAKErecv99»", "got=\"sk-«my-proxy-key-99»\"",
		"value: 'sk-«lab-gateway-2026»'", "Received: `sk-«acme-prod-2026x»`", "?t=sk-«gw-2026-abcd»", "{\"received\":\"sk-«team-alpha-2026»\"}", "api key used: sk-«team-alpha-2026»",
	)
	stay(t, "region=sk-bratislava-1x", "model: sk-learn-2x", "image: sk-service-v12", "Received=sk-…2026", "Received=sk-...2026", "starts with: sk-", "name: sk-cluster-0012")
}

// TestCodesOfOneUse holds that a code is cut behind its name, and a word is not.
func TestCodesOfOneUse(t *testing.T) {
	t.Parallel()
	gone(t,
		"OTP: «77112233»", "'otp': '«99887766»'", "'recovery_codes': ['«abcd-efgh-fake-1»', '«ijkl-mnop-fake-2»']", "otp=«123456»", "mfa_code: «123456»", "npm publish --otp=«654321»",
		"backup_codes: [\"«1234-5678»\", \"«8765-4321»\"]", "\"verification_code\": \"«887766»\"", "X-TOTP: «445566»", "&otp=«778899»",
	)
	stay(t, "otp: required", "OTP: 27.1.2", "totp: enabled", "verification_code: missing", "otp: true", "otp_enabled: 1", "OTP: 2026-11-23T14:05:00Z", "one-time code: sent", "otp: 6", "mfa_code: null")
}
