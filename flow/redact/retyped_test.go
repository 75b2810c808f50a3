package redact

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow/racetest"
)

// TestRetypedKeys holds that no eight characters of a key survive whose start is not spelled as it is issued.
func TestRetypedKeys(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	secret := "FAKEzQ8hT2pLw7Xn4RvYb1KdMs9CgJe3UoAi6Wf"
	for _, start := range []string{
		"sk ant api03 ", "sk.ant.api03.", "sk-ant-api03…", "sk-ant-api03...", "sk_ant_api03_", "sk–ant–api03–", "sk—ant—api03—", "sk‑ant‑api03‑", "sk - ant - api03 - ", "sk – ant – api03 – ", "s-k-a-n-t ", "s k - a n t - a p i 0 3 ",
		"SK ANT API03 ", "Sk ant api03 ", "sk ant api03-", "sk-ant api03 ", "sk/ant/api03/", "sk:ant:api03:", "sk·ant·api03·", "sk•ant•api03•", "sk*ant*api03*", "sk~ant~api03~", "sk, ant, api03, ", "sk,ant,api03,", "sk -ant -api03 -",
		"sk- ant- api03- ", "sk--ant--api03--", "sk ant oat01 ", "sk.ant.admin01.", "sk ant ", "sk.ant.", "sk_ant_", "sk-ant-apiO3-", "sk-ant-apio3 ", "sk ant api 03 ", "sk ant api03: ", "sk-ant-api03 (", "sk-ant-api03 … ", "sk-ant-api03-…", "sk-ant-api03-... ",
		"sk dash ant dash api03 dash ", "s k dash a n t dash api03 dash ", "sk minus ant minus api03 minus ", "sk Bindestrich ant Bindestrich api03 Bindestrich ", "sk hyphen ant hyphen api03 hyphen ", "sk tiret ant tiret api03 tiret ", "sk underscore ant underscore api03 underscore ",
		"sk\nant\napi03\n", "sk_ant_api03\n", "sk ant\napi03 ", "sk\u00a0ant\u00a0api03\u00a0", "sk−ant−api03−", "sk⁃ant⁃api03⁃", "sk=ant=api03=", "sk+ant+api03+", "s.k.a.n.t.a.p.i.0.3.", "S K - A N T - A P I 0 3 - ", "sk-ant-api03→", "sk_ant-api03 - ", "sk-ant-api03(-)", "sk~ant~api03~", `sk\_ant\_api03\_`, "sk&nbsp;ant&nbsp;api03&nbsp;", "sk%20ant%20api03%20", "sk&mdash;ant&mdash;api03&mdash;",
		"sk<br>ant<br>api03<br>", "sk-ant-api03&hellip;", "sk\u2060-ant-api03…", "sk ant api03\r\n", "sk ant api O3 ", "skant api03 ", "skantapi03", "sk proj ", "sk_proj_", "sk.or.v1.", "sk or v1 ", "github pat ", "github.pat.", "sk proj-", "sk-proj…",
	} {
		for _, rest := range []string{secret, secret + "-x_AAAA", secret[:20] + " - " + secret[20:], secret[:20] + "." + secret[20:], secret[:20] + "_" + secret[20:], secret[:20] + " " + secret[20:] + " x AAAA", secret[:20] + "–" + secret[20:], secret[:20] + "…" + secret[20:], secret[:24] + "\n" + secret[24:]} {
			for _, around := range []string{"%s", "403 permission_error from the API. %s", "401 invalid x-api-key key: %s", "I retyped it: %s and it fails", "(%s)", "> %s\n> done", "`%s`"} {
				got, _ := Secrets(fmt.Sprintf(around, start+rest))
				if p := survivor(got, secret); p != "" {
					t.Errorf("%q of the key survives in %q of %q", p, got, start+rest)
				}
				if again, _ := Secrets(got); again != got {
					t.Errorf("%q becomes %q when it is masked again", got, again)
				}
				if strings.Contains(around, "it fails") && !strings.Contains(got, "it fails") || strings.Contains(around, "done") && !strings.Contains(got, "done") || !strings.HasPrefix(got, around[:strings.Index(around, "%")]) {
					t.Errorf("what stands around the key is gone from %q", got)
				}
			}
		}
	}
}

// TestRetypedKinds holds that the kind of a key that was retyped is told as that of others.
func TestRetypedKinds(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"key sk ant api03 FAKEzQ8hT2pLw7Xn4RvYb1K fails":       "key sk-ant-api03-… fails",
		"key sk.ant.oat01.FAKEzQ8hT2pLw7Xn4RvYb1K fails":       "key sk-ant-oat01-… fails",
		"key SK ANT ADMIN01 FAKEzQ8hT2pLw7Xn4RvYb1K, it fails": "key sk-ant-admin01-…, it fails",
		"key sk ant FAKEzQ8hT2pLw7Xn4RvYb1K and model gpt4o-x": "key sk-ant-… and model gpt4o-x",
	} {
		if got, n := Secrets(in); got != want || n != 1 {
			t.Errorf("%q became %q, %d; want %q", in, got, n, want)
		}
	}
}

// TestKindsStay holds that words about kinds of keys stay.
func TestKindsStay(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"sk-ant-api03 keys work, sk-ant-oat01 tokens do not", "sk ant api03 is the kind", "sk-ant-api03 from the Console, request req_011CSHoEeqs5C35K2UUqR7Fy", "a key (sk-ant-api03…) of the workspace wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ",
		"sk-ant-... claude-3-5-sonnet-20241022", "sk-ant-api03-… 2026-11-28T10:15:02Z", "sk-ant-api03-…Zk9A with claude-opus-4-8", "sk. Ant colony 2", "the sk-learn ant colony", "sk-proj and sk-or-v1 keys", "gi thub pat",
		"sk-ant-api03- is how it starts, then 95 characters", "sk-ant-admin01-… for /v1/organizations", "a github pat of user2 fails", "sk-ant-oat01 · HTTP2 403",
	} {
		if got, n := Secrets(in); got != in || n != 0 {
			t.Errorf("%q became %q", in, got)
		}
	}
}
