package evidence

import (
	"slices"
	"strings"
	"testing"
)

// TestCalledAddress holds which of the addresses in what a client printed is the one that was called. The forms are those of
// the programs named; each stands for its kind.
func TestCalledAddress(t *testing.T) {
	t.Parallel()
	const api = "api.widget.example"
	for _, c := range []struct{ client, text, host string }{
		// Called.
		{"Python's httpx", `Client error '403 Forbidden' for url 'https://api.widget.example/v1'` + "\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/403", api},
		{"Python's requests", "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.widget.example/v1", api},
		{"httpx's log", `HTTP Request: POST https://api.widget.example/v1 "HTTP/1.1 403 Forbidden"`, api},
		{"aiohttp", "403, message='Forbidden', url='https://api.widget.example/v1'", api},
		{"Go's net/http", `Post "https://api.widget.example/v1": Forbidden`, api},
		{"Node's axios", "  config: {\n    url: 'https://api.widget.example/v1',", api},
		{"a browser's console", "POST https://api.widget.example/v1 403 (Forbidden)", api},
		{"a browser's console, the address alone", "https://api.widget.example/v1 403 (Forbidden)", api},
		{"Spring's WebClient", "WebClientResponseException$Unauthorized: 401 Unauthorized from GET https://api.widget.example/v1", api},
		{"Spring's RestTemplate", `403 Forbidden on POST request for "https://api.widget.example/v1": "{}"`, api},
		{"PHP's Guzzle", "Client error: `POST https://api.widget.example/v1` resulted in a `403 Forbidden` response", api},
		{"Guzzle without the method", "https://api.widget.example/v1 resulted in a `401 Unauthorized` response", api},
		{"twine", "HTTPError: 403 Forbidden from https://api.widget.example/legacy/", api},
		{"twine's log", "INFO     Response from https://api.widget.example/legacy/:\n         403 Forbidden", api},
		{"git", "fatal: unable to access 'https://api.widget.example/git/me/app/': The requested URL returned error: 403", api},
		{"git push", "Pushing to https://api.widget.example/git/me/app", api},
		{"git clone", "$ git clone https://api.widget.example/me/app.git", api},
		{"curl", "$ curl -sS https://api.widget.example/v1", api},
		{"curl by a proxy", "curl -x http://127.0.0.1:7890 https://api.widget.example/v1", api},
		{"curl by a proxy, long", "curl --proxy http://127.0.0.1:7890 -I https://api.widget.example/v1", api},
		{"curl by a proxy, joined", "curl --proxy=http://127.0.0.1:7890 https://api.widget.example/v1", api},
		{"curl by a proxy behind it", "curl https://api.widget.example/v1 -x socks5h://127.0.0.1:1080 -x http://127.0.0.1:7890", api},
		{"curl with a referer", `curl -H "HTTP-Referer: https://app.other.example" https://api.widget.example/v1`, api},
		{"curl with an origin", `curl -H 'Origin: https://app.other.example' https://api.widget.example/v1`, api},
		{"curl with a body", `curl -d '{"link":"https://page.other.example"}' https://api.widget.example/v1`, api},
		{"curl with a proxy's variable", "https_proxy=http://10.0.0.1:3128 curl https://api.widget.example/v1", api},
		{"wget", "--2026-11-28 10:15:02--  https://api.widget.example/v1", api},
		{"wget's command", "wget https://api.widget.example/v1", api},
		{"PowerShell", "PS> Invoke-RestMethod -Uri https://api.widget.example/v1", api},
		{"PowerShell, short", "irm https://api.widget.example/install.ps1 | iex", api},
		{"httpie", "http POST https://api.widget.example/v1", api},
		{"Claude Code's tool", "● Fetch(https://api.widget.example/page)", api},
		{"Claude Code's tool, other form", "WebFetch https://api.widget.example/page", api},
		{"Google's SDK", "Error fetching from https://api.widget.example/v1: [403 Forbidden]", api},
		{"an installer", "Failed to fetch version from https://api.widget.example/latest: HTTP 403", api},
		{"pip", "ERROR: HTTP error 403 while getting https://api.widget.example/simple/x/", api},
		{"Maven", "Could not transfer artifact x from/to central (https://api.widget.example/maven2): status code: 403", api},
		{"nginx", `connect() failed while connecting to upstream, upstream: "https://api.widget.example/v1"`, api},
		{"a variable", "ANTHROPIC_BASE_URL=https://api.widget.example claude", api},
		{"PowerShell's variable", `$env:ANTHROPIC_BASE_URL="https://api.widget.example"`, api},
		{"/status", "  Anthropic base URL: https://api.widget.example", api},
		{"an agent", "⚠ HTTP 401 from https://api.widget.example/v1/messages", api},
		{"Vault", "URL: GET https://api.widget.example/v1/secret", api},
		{"node-fetch", "request to https://api.widget.example/v1 failed, reason: connect ECONNREFUSED", api},
		{"axios in a log", "AxiosError: Request failed with status code 403 url https://api.widget.example/v1/x", api},
		{"a monitor", "HTTP 403 at https://api.widget.example/v1: no access", api},
		{"a monitor with a name", "403 Forbidden at https://api.widget.example/v1", api},
		{"an arrow", "https://api.widget.example/v1 -> 403", api},
		{"Serilog", "HTTP POST https://api.widget.example/v1 => 401 in 340ms", api},
		{"curl -v by a proxy", "* Uses proxy env variable https_proxy == 'http://127.0.0.1:7890'\n*   Trying 127.0.0.1:7890...\n* Connected to proxy.other.example (127.0.0.1) port 7890\n* Establish HTTP proxy tunnel to api.widget.example:443\n< HTTP/1.1 403 Forbidden", api},

		{"Claude Code's start", "Unable to connect to Widget\n\n Failed to connect to api.widget.example: Request failed with status code 403", api},

		// None was called.
		{"curl, which did not reach a proxy", "curl: (7) Failed to connect to proxy.other.example port 3128 after 0 ms: Couldn't connect to server", ""},
		{"a proxy's variable", "HTTPS_PROXY=http://127.0.0.1:7890 claude", ""},
		{"a proxy in a setting", "proxy: 'http://192.0.2.108:3128'", ""},
		{"a proxy's address in a setting", `"proxy_url": "http://192.0.2.108:3128"`, ""},
		{"a proxy that is named", "Using proxy url: http://127.0.0.1:7890", ""},
		{"streamlit", "  Local URL: http://0.0.0.0:8501\n  Network URL: http://192.0.2.7:8501\n  External URL: http://203.0.113.9:8501", ""},
		{"uvicorn", "INFO:     Uvicorn running on http://0.0.0.0:8082 (Press CTRL+C to quit)", ""},
		{"vite", "  ➜  Local:   http://localhost:5173/\n  ➜  Network: http://192.0.2.7:5173/", ""},
		{"express", "Server listening at http://0.0.0.0:3000", ""},
		{"jupyter", "or http://127.0.0.1:8888/?token=x\nServing at http://127.0.0.1:8888", ""},
		{"gradio", "Running on local URL:  http://127.0.0.1:7860", ""},
		{"curl's help", "curl: (60) SSL certificate problem: self-signed certificate in certificate chain\nMore details here: https://curl.se/docs/sslcerts.html", ""},
		{"curl's help on one line", "curl: (56) CONNECT tunnel failed, response 403. See https://curl.se/libcurl/c/libcurl-errors.html first for more details", ""},
		{"a help page", "403 Forbidden. For more information check: https://httpstatuses.com/403", ""},
		{"a help page by its key", `"documentation_url": "https://docs.widget.example/errors"`, ""},
		{"a help page by a plain key", `"links":[{"description":"Learn more","url":"https://cloud.google.com/docs/errors"}]`, ""},
		{"LangChain", "Troubleshooting URL: https://js.langchain.com/docs/troubleshooting/errors/MODEL_AUTHENTICATION/", ""},
		{"where to manage it", "Key limit exceeded. Manage it using https://openrouter.ai/settings/keys", ""},
		{"where to go", "Please go to: https://platform.openai.com/settings/organization/general", ""},
		{"where to log in", "redirect_uri=http://localhost:54545/callback", ""},
		{"a problem's type", `{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.3","status":403}`, ""},
		{"a link of a page", `<a href="https://www.cloudflare.com/5xx-error-landing">Cloudflare</a>`, ""},
		{"a sentence that ends in a link", "HTTP 403: the list of models is at https://app.other.example/list", ""},
		{"the browser's page", "Origin: https://app.other.example", ""},
		{"a screen that is too narrow", "403 Forbidden\nurl: https://a…", ""},
		{"dots for the rest", "HTTPError: 403 Forbidden from https://api.wid...", ""},
		{"an allowed host", "Allowed domains:\n- https://registry.npmjs.org\n- https://pypi.org", ""},
		{"a form", "Enable it by visiting https://console.developers.google.com/apis/api/x", ""},
	} {
		t.Run(c.client, func(t *testing.T) {
			t.Parallel()
			s := compile(t, vendor())
			got := note(s.Read(Open([]byte(c.text))), "host")
			if got != c.host {
				t.Errorf("%q was called, want %q:\n%s", got, c.host, strings.TrimSpace(c.text))
			}
		})
	}
}

// TestDirectHost holds the hosts that somebody says are called with nothing in between, and those that are only compared with.
func TestDirectHost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"We go directly to api.widgets.example, no gateway. Error: 403 no", "api.widgets.example"},
		{"Direct calls to https://api.widgets.example since Monday\nError: 403 no", "api.widgets.example"},
		{"Kein Proxy, direkt gegen api.widgets.example.\nError: 403 no", "api.widgets.example"},
		{"Appel direct à api.widgets.example, sans proxy.\nError: 403 no", "api.widgets.example"},
		{"Llamada directa a api.widgets.example.\nError: 403 no", "api.widgets.example"},
		{"We use the API directly (api.widgets.example).\nError: 403 no", "api.widgets.example"},
		{"calls api.widgets.example directly\nError: 403 no", "api.widgets.example"},
		{"直接调用 api.widgets.example\nError: 403 no", "api.widgets.example"},

		{"Through the relay 403, directly to api.widgets.example it works.\nError: 403 no", ""},
		{"If I go directly to api.widgets.example?\nError: 403 no", ""},
		{"直连 api.widgets.example 正常\nError: 403 no", ""},
		{"see api.widgets.example for more\nError: 403 no", ""},
	} {
		got := ""
		for _, r := range collect(c.text, new(Shared), 0) {
			got += strings.Join(r.hosts, " ")
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// TestOperation holds that what an SDK says of an operation is an error of its own: an answer that stands below it keeps its id.
func TestOperation(t *testing.T) {
	t.Parallel()
	const text = "An error occurred (WidgetDenied) when calling the PutWidget operation (reached max retries: 4): no widget for you.\n\n" +
		`{"type":"error","error":{"type":"permission_error","message":"no"},"request_id":"req_011CFAKE0001"}`
	var got []string
	for _, r := range compile(t, nil).found(text) {
		got = append(got, r.errType+"|"+r.message+"|"+r.requestID)
	}
	if want := []string{"WidgetDenied|An error occurred (WidgetDenied) when calling the PutWidget operation (reached max retries: 4): no widget for you.|", "permission_error|no|req_011CFAKE0001"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
