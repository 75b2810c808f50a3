package redact

import (
	"strings"
	"testing"
)

// TestKeysWithoutAName tries keys of vendors that nothing but their shape tells.
func TestKeysWithoutAName(t *testing.T) {
	t.Parallel()
	hex, mixed, capitals := func(n int) string { return "fa4e" + body("0123456789abcdef", n-4, 3) }, func(n int) string { return "FAKE" + body(base62, n-4, 4) }, body("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 8, 5)
	const uuid = "fa4efa4e-89ab-4def-8123-456789abcdef"
	for _, key := range []string{
		"«" + hex(32) + "-us12»", "«" + hex(32) + "-d5a148fd-28cbc938»", "123456789:«AA" + mixed(33) + "»", "MTA" + mixed(23) + ".G" + mixed(5) + ".«" + mixed(38) + "»", "1/1234512345123451:«" + hex(32) + "»",
		hex(32) + ".«" + body(base62, 16, 6) + "»", "fw_«" + mixed(24) + "»", "sk_«" + hex(48) + "»", "ATBB«" + mixed(32) + "»", "bkua_«" + hex(40) + "»", "rnd_«" + mixed(32) + "»", "re_«" + mixed(8) + "_" + mixed(24) + "»",
		"AKID«" + mixed(32) + "»", "bce-v3/ALTAK-«" + mixed(21) + "/" + hex(40) + "»", "cio«" + mixed(32) + "»", "sdk-«" + uuid + "»", "api-«" + uuid + "»", "access-production-«" + uuid + "»", "pat-na1-«" + uuid + "»", "key_«" + hex(64) + "»",
		"https://hooks.zapier.com/hooks/catch/«1234567/" + mixed(9) + "»", "https://x.webhook.office.com/webhookb2/«" + uuid + "@" + uuid + "/IncomingWebhook/" + hex(32) + "/" + uuid + "»",
		"https://open.feishu.cn/open-apis/bot/v2/hook/«" + uuid + "»", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=«" + uuid + "»", "tid=«" + hex(32) + ";exp=1700000000;sku=x:" + hex(64) + "»",
		"access_token$production$«" + strings.ToLower(capitals+capitals) + "$" + hex(32) + "»", "st.«" + hex(24) + "." + hex(32) + "." + hex(32) + "»", "Authorization: Bearer tid=«" + hex(32) + ";exp=1700000000;sku=x:" + hex(64) + "»",
	} {
		for _, frame := range []string{"%", "it says % and fails", "(%)", `{"x": "%"}`} {
			in := strings.Replace(frame, "%", strings.NewReplacer("«", "", "»", "").Replace(key), 1)
			got, n := Secrets(in)
			_, secret, _ := strings.Cut(key, "«")
			if secret = strings.TrimSuffix(secret, "»"); n == 0 || survives(got, secret, 8) {
				t.Errorf("%q became %q", in, got)
			}
			if again, n := Secrets(got); again != got || n != 0 {
				t.Errorf("a second time %q becomes %q", got, again)
			}
		}
	}
	stay(t, "API Base URL: http://relay.example/api   │\n╰─────────────────────────────────────────────╯", "re_compile_the_regular_expressions_of_the_module", "fw_rules_for_the_outer_network_zone", "key_of_the_cache", "access-production-cluster-of-the-team",
		"d41d8cd98f00b204e9800998ecf8427e.min.js", "sdk-java-2.20.1", "st.executeQuery(statement.toString()).getResultSet()", "MyClassNameOfTwentyThree.method.anotherMethodOfTheVeryLongChain")
}
