package redact

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var strictly = []struct {
	in, want string
	n        int
}{
	{"write to jane.doe+api@shop.example today", "write to … today", 1},
	{"mailto:jane@mail.corp.example.com.", "mailto:….", 1},
	{"q=jane%40shop.example&x", "q=…&x", 1},
	{"npm i @anthropic-ai/sdk@1.12.0 and x/v2@v2.13.0", "npm i @anthropic-ai/sdk@1.12.0 and x/v2@v2.13.0", 0},
	{"scp root@web01:/etc/hosts .", "scp …:/etc/hosts .", 1},
	{"jane@laptop:~$ curl", "…:~$ curl", 1},

	{"host build-7.shop.internal said no", "host … said no", 1},
	{"db.corp, a.b.local; nas.lan/x printer.home", "…, …; …/x …", 4},
	{"http://proxy:3128/x and HTTPS_PROXY=proxy:3128", "http://…:3128/x and HTTPS_PROXY=…:3128", 2},
	{"https://api.anthropic.com/v1 https://gateway.shop.com/v1", "https://api.anthropic.com/v1 https://…/v1", 1},
	{"https://me:FAKEFAKE@gateway.shop.com/v1", "https://…@…/v1", 2},
	{`"https:\/\/gateway.shop.com\/v1" https%3A%2F%2Fgateway%2Fv1`, `"https:\/\/…\/v1" https%3A%2F%2F…%2Fv1`, 2},
	{"Host: gateway\nserver: cloudflare", "Host: …\nserver: cloudflare", 1},
	{`{"host":"web-1","x":"y"}`, `{"host":"…","x":"y"}`, 1},
	{"curl: (6) Could not resolve host: gw7", "curl: (6) Could not resolve host: …", 1},
	{"Failed to connect to gw7 port 443 after 2 ms", "Failed to connect to … port 443 after 2 ms", 1},
	{"reached www.shop.com and shop.de", "reached … and …", 2},
	{"in the host: nothing of it", "in the host: nothing of it", 0},
	{"client.messages.create, os.environ, request.id, logger.info, app.py, run.sh, error.type, anthropic.APIError, x.at(1)", "client.messages.create, os.environ, request.id, logger.info, app.py, run.sh, error.type, anthropic.APIError, x.at(1)", 0},
	{"db.prod.acme.berlin, acme.koeln; gw.acme.bayern and shop.co.uk, api.acme.app, a1.acme.stream, gw.acme.cloud", "…, …; … and …, …, …, …", 7},
	{
		"client.messages.stream, self.client.chat.completions, requests.post, app.properties, main.rs, x.now, response.data, self.app.run, os.path.join",
		"client.messages.stream, self.client.chat.completions, requests.post, app.properties, main.rs, x.now, response.data, self.app.run, os.path.join", 0,
	},
	{"http://localhost:8080 http://127.0.0.1:8080 [::1]:80 0.0.0.0", "http://localhost:8080 http://127.0.0.1:8080 [::1]:80 0.0.0.0", 0},

	{"from 203.0.113.9:443, 10.0.0.0/8.", "from …:443, …/8.", 2},
	{"http://10.1.2.3/x", "http://…/x", 1},
	{"[2001:db8::7]:443 fe80::1%eth0, ::ffff:10.0.0.5", "[…]:443 …, …", 3},
	{"at 12:34:56, std::a::b, version 1.2.3 of v1.2.3.4, a::b", "at 12:34:56, std::a::b, version 1.2.3 of v1.2.3.4, a::b", 0},

	{`File "/home/jane/app/main.py"`, `File "/home/…/app/main.py"`, 1},
	{"/Users/jane.doe/x file:///home/jane", "/Users/…/x file:///home/…", 2},
	{`C:\Users\Jane Doe\AppData`, `C:\Users\…\AppData`, 1},
	{`"C:\\Users\\jane\\x" c:/users/jane/y`, `"C:\\Users\\…\\x" c:/users/…/y`, 2},
	{"/home/$USER/x /home/<name> /v1/organizations/users/user_1", "/home/$USER/x /home/<name> /v1/organizations/users/user_1", 0},
	{"x-api-key: sk-ant-api03-FAKEFAKE from 203.0.113.9", "x-api-key: sk-ant-api03-… from …", 2},
}

func TestStrict(t *testing.T) {
	t.Parallel()
	for _, v := range strictly {
		got, n := Strict(v.in, "anthropic.com")
		if got != v.want || n != v.n {
			t.Errorf("Strict(%q)\n got %q, %d\nwant %q, %d", v.in, got, n, v.want, v.n)
		}
		if again, n := Strict(got, "anthropic.com"); again != got || n != 0 {
			t.Errorf("a second time %q becomes %q, %d", got, again, n)
		}
	}
}

func TestStrictKeepsWholeNames(t *testing.T) {
	t.Parallel()
	const in = "https://api.shop.com https://notshop.com https://SHOP.com"
	if got, _ := Strict(in, "shop.com"); got != "https://api.shop.com https://… https://SHOP.com" {
		t.Errorf("got %q", got)
	}
}

// TestNobodySurvivesStrict puts who and where somebody is into the ways in which it gets into a text.
func TestNobodySurvivesStrict(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		who := "zq" + letters("abcdefghjkmn", 4, 10).Draw(t, "who")
		text := rapid.SampledFrom([]string{
			"%@shop.example", "https://%/v1", "https://x.%.com/", "at /home/%/x", `at C:\Users\%\x`, `{"path":"\/Users\/%"}`, `{"p":"C:\\\\Users\\\\%\\\\x"}`,
			"host: %.internal", "see %.corp.", "GET http://%:8080/ HTTP/1.1\nHost: %:8080", "\nHost: %\n", "{\"hostname\": \"%.shop.com\"}", "(%.a.lan)", "https_proxy=http://u:p@%:3128",
		}).Draw(t, "shape")
		in := rapid.SampledFrom([]string{"", "Error: ", `{"a":"`, "x\n", "… "}).Draw(t, "before") + strings.ReplaceAll(text, "%", who) + rapid.SampledFrom([]string{"", " end", "\n", `"}`}).Draw(t, "after")
		got, n := Strict(in)
		if strings.Contains(got, who) || n == 0 {
			t.Fatalf("%q became %q, %d", in, got, n)
		}
	})
}

// hostile are texts that would be slow to repeat if a rule looked at them more than once.
var hostile = []string{"@", "a@", "a@a.co ", "a.", "1.", "1:", "::", "/home/", `\Users\`, `\`, "://", "://a", "host:", "a:b=", "%40", "…@", "1.1.1.1:", "-."}

func TestStrictMasksHostileTextsOnceAndForAll(t *testing.T) {
	t.Parallel()
	for _, unit := range hostile {
		in := strings.Repeat(unit, 4<<10/len(unit))
		got, _ := Strict(in)
		if again, _ := Strict(got); again != got {
			t.Errorf("%q repeated is not masked once and for all", unit)
		}
	}
}

// BenchmarkStrictHostile shows two sizes; the larger one must take about as long per byte.
func BenchmarkStrictHostile(b *testing.B) {
	for _, size := range []int{16 << 10, 128 << 10} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			b.SetBytes(int64(size * len(hostile)))
			for b.Loop() {
				for _, unit := range hostile {
					Strict(strings.Repeat(unit, size/len(unit)))
				}
			}
		})
	}
}

func FuzzStrict(f *testing.F) {
	for _, v := range strictly {
		f.Add(v.in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, n := Strict(in, "anthropic.com")
		if (got == in) != (n == 0) {
			t.Fatalf("Strict(%q) = %q counts %d", in, got, n)
		}
		if again, _ := Strict(got, "anthropic.com"); again != got {
			t.Fatalf("Strict(%q) = %q, and again %q", in, got, again)
		}
	})
}
