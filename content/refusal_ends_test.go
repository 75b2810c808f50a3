package content

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
)

// anyEnd returns the position at the end of one of the paths that a person's answers can take from the facts.
func anyEnd(t *rapid.T, b *Book, facts []flow.Fact) flow.Position {
	facts = slices.Clone(facts)
	for {
		p := flow.Walk(b.Playbook, facts)
		if p.Outcome != flow.Asking {
			return p
		}
		v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, p.Question.ID)
		facts = append(facts, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	}
}

// tunnels is how clients say that a proxy on the way refused CONNECT.
var tunnels = []string{
	"curl: (56) CONNECT tunnel failed, response 403",
	"curl: (56) Received HTTP code 403 from proxy after CONNECT",
	"* CONNECT tunnel failed, response 403\n* Closing connection\ncurl: (56) Proxy CONNECT aborted",
	"> CONNECT api.anthropic.com:443 HTTP/1.1\n> Host: api.anthropic.com:443\n> User-Agent: curl/8.5.0\n> Proxy-Connection: Keep-Alive\n>\n< HTTP/1.1 403 Forbidden\n< Server: squid/5.7\n<\n* CONNECT tunnel failed, response 403\n",
	"HTTPSConnectionPool(host='api.anthropic.com', port=443): Max retries exceeded with url: /v1/messages (Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 403 Forbidden')))",
	"httpx.ProxyError: 403 Forbidden\n\nThe above exception was the direct cause of the following exception:\n\nanthropic.APIConnectionError: Connection error.",
	"aiohttp.client_exceptions.ClientHttpProxyError: 403, message='Forbidden', url='http://proxy.corp.example:3128'",
	"[cause]: RequestAbortedError [AbortError]: Proxy response (403) !== 200 when HTTP Tunneling",
	"Error: tunneling socket could not be established, statusCode=403",
	`Post "https://api.anthropic.com/v1/messages": Forbidden`,
	`Post "https://api.anthropic.com/v1/messages": proxyconnect tcp: Forbidden`,
	`time="2026-11-28T10:15:02Z" level=error msg="Post \"https://api.anthropic.com/v1/messages\": Forbidden"`,
	`java.io.IOException: Unable to tunnel through proxy. Proxy returns "HTTP/1.1 403 Forbidden"`,
	"java.io.IOException: Unexpected response code for CONNECT: 403\n\tat okhttp3.internal.connection.RealConnection.createTunnel(RealConnection.kt:428)\ncom.anthropic.errors.AnthropicIoException: Request failed",
	"System.Net.Http.HttpRequestException: The proxy tunnel request to proxy 'http://proxy:8080/' failed with status code '403'.\"",
	"Proxy tunneling failed: ForbiddenUnable to establish SSL connection.",
	"page.goto: net::ERR_TUNNEL_CONNECTION_FAILED at https://api.anthropic.com/v1/messages",
	"error sending request for url (https://api.anthropic.com/v1/messages): client error (Connect): tunnel error: unsuccessful",
	"s_client: HTTP CONNECT failed: 403 Forbidden",
	"1732788123.123  12 10.0.0.7 TCP_DENIED/403 3956 CONNECT api.anthropic.com:443 - HIER_NONE/- text/html",
}

// TestTunnelRefused holds that a refused CONNECT, which never reached the service, leaves only what stands before it.
func TestTunnelRefused(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, text := range tunnels {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			facts := b.Read([]byte(text)).Facts
			p := flow.Walk(b.Playbook, facts)
			for _, id := range []string{"unsupported-region", "edge-block", "org-policy", "incident"} {
				if st, _ := p.Standing(id); st.Level != flow.RuledOut || len(st.Against) == 0 {
					t.Fatalf("%s is %v; known: %v", id, st.Level, facts)
				}
			}
			rapid.Check(t, func(r *rapid.T) {
				if p := anyEnd(r, b, facts); p.Outcome == flow.Concluded && p.Verdict.ID != "corporate-proxy" && p.Verdict.ID != "sandbox-egress" {
					r.Fatalf("answers can lead to %s", p.Verdict.ID)
				}
			})
		})
	}
}

// TestPageOfCloudflare holds that no answers make a policy of the organization out of a page that Cloudflare wrote: it knows of none.
func TestPageOfCloudflare(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, text := range []string{
		"403 error code: 1020",
		"HTTP/2 403\nserver: cloudflare\n\nerror code: 1009\n",
		"HTTP/2 403\nserver: cloudflare\ncf-ray: 8f0000000000abcd-FRA\ncf-mitigated: challenge\n",
		"403 <!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>",
		"HTTP/2 403\nserver: cloudflare\ncontent-type: text/html\n\n<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>\n",
		"<title>Access denied</title><h1>Error 1006</h1> The owner of this website has banned your IP address (203.0.113.5). Cloudflare Ray ID: 8f0000000000abcd",
		"anthropic.PermissionDeniedError: <html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>cloudflare</center></body></html>",
		"HTTP/1.1 403 Forbidden\nServer: cloudflare\nCF-RAY: 8f0000000000abcd-FRA\nContent-Type: text/html\n\n<html><body>Forbidden</body></html>\n",
		"<title>DNS points to prohibited IP | api.anthropic.com | Cloudflare</title><h1>Error 1000</h1>",
		"<title>Edge IP Restricted | Cloudflare</title><h2>Error 1034</h2>",
		"API Error: 403 <!DOCTYPE html><!--[if lt IE 7]> <html class=\"no-js ie6 oldie\" lang=\"en-US\"> <![endif]--><head><title>Access denied | api.anthropic.com used Cloudflare to restrict access</title></head>",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			facts := b.Read([]byte(text)).Facts
			rapid.Check(t, func(r *rapid.T) {
				if verdictID(anyEnd(r, b, facts)) == "org-policy" {
					r.Fatal("answers can lead to a policy of the organization")
				}
			})
		})
	}
}
