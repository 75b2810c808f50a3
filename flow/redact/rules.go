package redact

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Lengths from which something counts as a secret, in bytes.
const (
	leastOfKind  = 4  // Behind a prefix that nothing else has.
	leastLabeled = 8  // Behind a name such as api_key.
	leastOfPass  = 3  // Behind a name such as password.
	leastOfBlock = 16 // Between the lines of a PEM block.
	maxUserinfo  = 512
	maxRow       = 1 << 10
	maxLogin     = 128 // Of a user and password without a scheme before them.
)

// prefix is a rule for secrets that say themselves what they are.
type prefix struct {
	start string          // Found in any case unless exact; it stays.
	exact bool            // Found in this case only.
	word  bool            // Must not be the rest of a longer word.
	kinds bool            // A kind such as api03- may follow, and stays too.
	chars func(byte) bool // What the secret is made of; wordChar if nil.
	least int             // Shortest secret, in bytes.
	size  int             // The length of every secret of the kind, in bytes, if it is known.
	words bool            // The start could be that of a word, so that no words may follow.
	with  string          // What must be in it.
	whole func([]byte) (complete, wanting bool)
}

// prefixed returns the rules for secrets known by their start, the longer start first.
var prefixed = sync.OnceValue(func() []prefix {
	rules := []prefix{
		{start: "sk-ant-", kinds: true, least: 8, whole: wholeKind},
		// The same without their beginning, which a copy has lost.
		{start: "api03-", exact: true, word: true, least: 40},
		{start: "api01-", exact: true, word: true, least: 40},
		{start: "oat01-", exact: true, word: true, least: 40},
		{start: "admin01-", exact: true, word: true, least: 40},
		{start: "sk-or-v1-", least: 8, size: 64},
		{start: "sk-proj-", least: 8},
		{start: "sk-svcacct-", least: 8},
		{start: "sk-admin-", least: 8},
		{start: "sk-", word: true, least: 16, words: true},
		{start: "bedrock-api-key-", chars: base64Char, least: 16},
		{start: "ABSK", exact: true, word: true, chars: base64Char, least: 32, words: true},
		{start: "ghs_", chars: dottedChar, least: 16},
		{start: "github_pat_", least: 16, size: 82},
		{start: "AIza", least: 24, size: 35},
		{start: "ya29.", word: true, chars: dottedChar, least: 16},
		{start: "npm_", word: true, least: 24, words: true},
		{start: "eyJ", chars: dottedChar, least: 20, with: "."},
		{start: "eyJrIjoi", exact: true, chars: base64Char, least: 40},
		{start: "ey", exact: true, word: true, chars: dottedBase64Char, least: 30, with: ".ey"},
		{start: "ZXlK", exact: true, word: true, chars: base64Char, least: 32},
		{start: "hf_", exact: true, word: true, chars: alnum, least: 30},
		{start: "ops_eyJ", chars: base64Char, least: 40},
		{start: "xoxe.", chars: dottedChar, least: 16},
		{start: "A3-", exact: true, word: true, chars: upperDashChar, least: 26, words: true},
		{start: "AGE-SECRET-KEY-", least: 16},
		{start: "pat", exact: true, word: true, chars: dottedChar, least: 70, with: ".", words: true},
		{start: "pat.", word: true, chars: dottedChar, least: 40, words: true},
		{start: "sat.", word: true, chars: dottedChar, least: 40, words: true},
		{start: "ATATT3", exact: true, chars: base64Char, least: 40},
		{start: "ATCTT3", exact: true, chars: base64Char, least: 40},
		{start: "dp.pt.", least: 16},
		{start: "dt0c01.", chars: dottedChar, least: 24},
		{start: "EZAK", exact: true, word: true, least: 40},
		{start: "EZTK", exact: true, word: true, least: 40},
		{start: "EAAA", exact: true, word: true, least: 22, words: true},
		{start: "LTAI", exact: true, word: true, least: 16, words: true},
		{start: "AQVN", exact: true, word: true, least: 30},
		{start: "GR1348941", exact: true, least: 16},
		{start: "API-", exact: true, word: true, chars: upperChar, least: 26},
		{start: "HRKU-", exact: true, least: 16},
		{start: "NRAK-", least: 16},
		{start: "NRII-", least: 16},
		{start: "NRJS-", least: 16},
		{start: "PMAK-", least: 16},
		{start: "SG.", exact: true, word: true, chars: dottedPaddedChar, least: 40},
		{start: "SK", exact: true, word: true, chars: hex, least: 32, words: true},
		{start: "fm1a_", chars: base64Char, least: 40},
		{start: "fm1r_", chars: base64Char, least: 40},
		{start: "fm2_", chars: base64Char, least: 40},
		{start: "hvb.", word: true, least: 24},
		{start: "hvs.", word: true, least: 24},
		{start: "s.", exact: true, word: true, chars: alnum, least: 24, size: 24, words: true},
		{start: "t1.", exact: true, word: true, chars: dottedBase64Char, least: 80},
		{start: "pk.", exact: true, word: true, chars: dottedChar, least: 60},
		{start: "sl.", exact: true, word: true, chars: base64Char, least: 60},
		{start: "sha256~", least: 30},
		{start: "scauth_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "authress_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "sc_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "ext_", word: true, chars: dottedBase64Char, least: 40, with: ".acc"},
		{start: "v1.0-", word: true, least: 60, words: true},
		{start: "hooks.slack.com/services/", chars: base64Char, least: 16},
		{start: "hooks.slack.com/workflows/", chars: base64Char, least: 16},
		{start: "hooks.slack.com/triggers/", chars: base64Char, least: 16},
		{start: "GOCSPX-", exact: true, least: 16},
		{start: "1//0", word: true, least: 30},
		{start: "tid=", exact: true, word: true, chars: dottedSemicolonChar, least: 60, with: ";exp="},
		{start: "st.", exact: true, word: true, chars: dottedChar, least: 80, words: true},
		{start: "sdk-", exact: true, word: true, chars: hexDashChar, least: 36, with: "-4"},
		{start: "api-", exact: true, word: true, chars: hexDashChar, least: 36, with: "-4"},
		{start: "access-production-", chars: hexDashChar, least: 36},
		{start: "access-development-", chars: hexDashChar, least: 36},
		{start: "access-sandbox-", chars: hexDashChar, least: 36},
		{start: "access_token$production$", chars: dollarChar, least: 40},
		{start: "access_token$sandbox$", chars: dollarChar, least: 40},
		{start: "pat-na1-", chars: hexDashChar, least: 32},
		{start: "pat-eu1-", chars: hexDashChar, least: 32},
		{start: "key_", exact: true, word: true, chars: hex, least: 60},
		{start: "sk_", exact: true, word: true, chars: hex, least: 40},
		{start: "re_", exact: true, word: true, least: 32, words: true},
		{start: "fw_", exact: true, word: true, chars: alnum, least: 22, words: true},
		{start: "rnd_", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "bkua_", exact: true, chars: hex, least: 40},
		{start: "ATBB", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "AKID", exact: true, word: true, chars: alnum, least: 28, words: true},
		{start: "bce-v3/ALTAK-", chars: base64Char, least: 24},
		{start: "oy2", exact: true, word: true, chars: alnum, least: 43, words: true},
		{start: "cio", exact: true, word: true, chars: alnum, least: 32, words: true},
		{start: "hooks.zapier.com/hooks/catch/", chars: base64Char, least: 8},
		{start: "webhook.office.com/webhookb2/", chars: mailboxChar, least: 36},
		{start: "open.feishu.cn/open-apis/bot/v2/hook/", least: 16},
		{start: "open.larksuite.com/open-apis/bot/v2/hook/", least: 16},
		{start: "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", least: 16},
		{start: "tfp_", word: true, chars: dottedBase64Char, least: 24, words: true},
		{start: "glc_", chars: base64Char, least: 24},
		{start: "sntrys_", chars: base64Char, least: 24},
	}
	for _, start := range []string{"AKIA", "ASIA", "ABIA", "ACCA"} {
		rules = append(rules, prefix{start: start, word: true, chars: upperChar, least: 16, whole: sixteen})
	}
	for _, start := range []string{"live_", "test_", "test_pub_", "live_pub_", "key-", "pubkey-"} {
		rules = append(rules, prefix{start: start, exact: true, word: true, chars: hex, least: 31, words: true})
	}
	for _, start := range plainStarts() {
		rules = append(rules, prefix{start: start, chars: dottedPaddedChar, least: 8})
	}
	for start, size := range map[string]int{"ghp_": 36, "gho_": 36, "ghu_": 36, "ghr_": 36} {
		rules = append(rules, prefix{start: start, least: 16, size: size})
	}
	for _, start := range wordStarts() {
		rules = append(rules, prefix{start: start, word: true, chars: dottedPaddedChar, least: 16, words: true})
	}
	slices.SortStableFunc(rules, func(a, b prefix) int {
		return cmp.Or(len(b.start)-len(a.start), strings.Compare(a.start, b.start))
	})
	for k := range rules {
		r := &rules[k]
		if r.chars == nil {
			r.chars = wordChar
		}
		if n := r.size; n > 0 && r.whole == nil {
			r.whole = func(b []byte) (complete, wanting bool) { return len(b) >= n, len(b) >= n/2 && len(b) < n }
		}
	}
	return rules
})

// retypedStarts returns the starts that are looked for as somebody retyped or dictated them, or a scan read them, and the kinds behind
// the first. Each hyphen is one of the parts between its words.
func retypedStarts() (starts, kinds []string) {
	return []string{"sk-ant-", "sk-or-v1-", "sk-proj-", "sk-svcacct-", "sk-admin-", "github_pat_"},
		[]string{"api03-", "api01-", "oat01-", "ort01-", "sid01-", "admin01-"}
}

// dictated returns the words that are said for a sign between two parts of a key.
func dictated() []string {
	return []string{"dash", "hyphen", "minus", "dot", "underscore", "strich", "bindestrich", "minuszeichen", "unterstrich", "punkt", "tiret", "guion", "guión", "trattino", "streepje"}
}

// plainStarts returns the starts that nothing else has.
func plainStarts() []string {
	return []string{
		"sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-",
		"duffel_test_", "duffel_live_", "FLWSECK_TEST-", "FLWPUBK_TEST-", "shippo_live_", "shippo_test_", "lin_api_", "lin_oauth_", "pscale_tkn_", "pscale_oauth_", "pscale_pw_",
		"api_org_", "s-s4t2ud-", "s-s4t2af-", "sm_aat_", "sm_pat_", "sm_sat_", "doo_v1_", "dop_v1_", "dor_v1_", "dckr_pat_", "sb_secret_", "lsv2_pt_", "lsv2_sk_", "tgp_v1_", "apify_api_",
	}
}

// wordStarts returns the starts that words can have, too.
func wordStarts() []string {
	return []string{
		"xai-", "gsk_", "hf_", "pplx-", "nvapi-", "r8_", "tvly-", "csk-", "pcsk_", "jina_", "e2b_", "fc-", "whsec_", "sbp_", "napi_", "figd_", "phx_", "sess-", "esecret_",
		"glpat-", "glptt-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glft-", "glffct-", "glimt-", "glagent-", "gloas-", "glsoat-", "glsa_",
		"CLOJARS_", "p8e-", "dapi", "dnkey-", "fio-u-", "fo1_", "ico-", "ntn_", "pnu_", "pul-", "pypi-", "rdme_", "rubygems_", "sgp_", "sntryu_", "sq0atp-", "squ_", "sqp_", "sqa_",
		"shpat_", "shpca_", "shppa_", "shpss_", "tk-us-", "xkeysib-", "lip_",
	}
}

// starts are the rules by the first letter of their start, and what two characters can begin one.
type starts struct {
	by    [256][]candidate
	pairs [256][256]chance
}

// candidate is a rule with the second and third letter of its start.
type candidate struct {
	second, third byte // Small; the third is 0 if the start has no more.
	rule          int
}

type chance uint8

const (
	never chance = iota
	maybe        // The second letter can follow in the next row.
	sure
)

var firstChars = sync.OnceValue(func() *starts {
	first := new(starts)
	for k, r := range prefixed() {
		a, b := r.start[0], r.start[1]
		for _, a := range []byte{lower(a), upper(a)} {
			next := candidate{second: lower(b), rule: k}
			if len(r.start) > 2 {
				next.third = lower(r.start[2])
			}
			if n := len(first.by[a]); n == 0 || first.by[a][n-1] != next {
				first.by[a] = append(first.by[a], next)
			}
			first.pairs[a][lower(b)], first.pairs[a][upper(b)] = sure, sure
			for sign, is := range breaks {
				if is && first.pairs[a][sign] == never {
					first.pairs[a][sign] = maybe
				}
			}
		}
	}
	return first
})

// isIssued reports whether a secret starts at i by a start that no word has.
func isIssued(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	for _, next := range firstChars().by[s[i]] {
		r := &prefixed()[next.rule]
		if n := len(r.start); n >= 4 && n <= len(s)-i && strings.ContainsAny(r.start, "-_.") && strings.EqualFold(s[i:i+n], r.start) && (!r.exact || s[i:i+n] == r.start) {
			return true
		}
	}
	return false
}

// isPrefix reports whether a rule leaves just this in front of the mark.
func isPrefix(kind string) bool {
	for _, r := range prefixed() {
		if kind == r.start {
			return true
		}
		if r.kinds && strings.HasPrefix(kind, r.start) && kindLen([]byte(kind[len(r.start):])) == len(kind)-len(r.start) {
			return true
		}
	}
	return false
}

// kindLen returns the length of the kind in front of a key's secret, such as api03-, or 0. A kind not known today is
// letters and two digits; it is never so long that it could be the secret itself.
func kindLen(b []byte) int {
	for _, known := range []string{"admin01-"} {
		if bytes.HasPrefix(b, []byte(known)) {
			return len(known)
		}
	}
	n := 0
	for n < len(b) && 'a' <= b[n] && b[n] <= 'z' {
		n++
	}
	if n < 2 || n > 4 || len(b) < n+3 || !digit(b[n]) || !digit(b[n+1]) || b[n+2] != '-' {
		return 0
	}
	return n + 3
}

// wholeKind knows how long today's keys are: 95 characters behind the kind, of which the last two are AA. Past 40 it is
// clear that a key is real and was broken, not cut by hand.
func wholeKind(b []byte) (complete, wanting bool) {
	k := kindLen(b)
	n := len(b) - k
	return k > 0 && n == 95 && bytes.HasSuffix(b, []byte("AA")), k > 0 && n >= 40 && n < 95
}

// sixteen knows how long AWS key ids are.
func sixteen(b []byte) (complete, wanting bool) { return len(b) >= 16, len(b) >= 8 }

// carriers are what base64 is looked through for: the starts of keys, and of headers that carry a credential.
func carriers() []string {
	return []string{
		"sk-ant-", "sk-proj-", "sk-or-v1-", "sk-svcacct-", "github_pat_",
		"Bearer ", "bearer ", "uthorization:", "AUTHORIZATION:", "api-key:", "Api-Key:", "API-KEY:",
	}
}

// anchors returns what the carriers look like in base64, by the first letter. The same letters look different at each of the
// three places in a group of three that they can have; only those are taken that no neighbor can change.
var anchors = sync.OnceValue(func() *codes {
	known := new(codes)
	for _, text := range carriers() {
		for k := range 3 {
			code := base64.StdEncoding.EncodeToString([]byte("xxx"[:k] + text))
			a := code[(8*k+5)/6 : 8*(k+len(text))/6]
			known.by[a[0]] = append(known.by[a[0]], a)
			known.pairs[a[0]][a[1]] = true
			for sign, is := range breaks {
				known.pairs[a[0]][sign] = known.pairs[a[0]][sign] || is
			}
		}
		for _, b := range []string{fmt.Sprintf("%x", text[0]), strconv.Itoa(int(text[0]))} {
			known.pairs[b[0]][b[1]] = true
		}
	}
	return known
})

// codes are what the carriers look like in base64 by the first letter, and what two characters can begin any code of theirs.
type codes struct {
	by    [256][]string
	pairs [256][256]bool
}

// spelling is what a carrier looks like as a list of numbers, or as hex.
type spelling struct {
	numbers     []string
	base, width int
}

// spellings returns the spellings of the carriers by their first digit.
var spellings = sync.OnceValue(func() *[256][]spelling {
	by := new([256][]spelling)
	for _, text := range carriers() {
		for base, width := range map[int]int{10: 3, 16: 2} {
			code := spelling{base: base, width: width}
			for i := range len(text) {
				code.numbers = append(code.numbers, strconv.FormatInt(int64(text[i]), base))
			}
			first := code.numbers[0][0]
			by[first] = append(by[first], code)
		}
	}
	return by
})

// foreign returns the starts of what stands at the beginning of lines and is no piece of a key.
func foreign() []string {
	return []string{"req_", "ofid_", "msg_", "wrkspc_", "claude-", "anthropic-", "Anthropic", "http", "HTTP", "cf-ray", "x-", "X-"}
}
