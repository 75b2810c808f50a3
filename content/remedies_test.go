package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// TestRemedyOfTheError holds that every remedy for one error is what some case's text leads to, so that none waits behind another or
// for words that its verdict's errors never have; and, for errors whose remedy was judged by hand, which one comes.
func TestRemedyOfTheError(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		came := make(map[string]int)
		for _, c := range cases(t, id) {
			s := new(flow.Session)
			s.Read(b.Read([]byte(c.Text)), flow.Pasted, epoch)
			for id, v := range c.Known { // Also that a fix was made and did not help.
				s.Assert(epoch, flow.Fact{ID: id, Value: v, From: flow.Probed})
			}
			for id, v := range c.Answers {
				s.Assert(epoch, flow.Fact{ID: id, Value: v, From: flow.You})
			}
			if v := flow.Walk(b.Playbook, s.Facts()).Verdict; v != nil && len(v.Errors) > 0 {
				came[v.ID+": "+strings.Join(v.RemedyFor(s).Fix, " ")]++
			}
		}
		for _, v := range b.Verdicts {
			for _, e := range v.Errors {
				if came[v.ID+": "+strings.Join(e.Fix, " ")] == 0 {
					t.Errorf("%s:%d: no case's error leads to this remedy of %s: %s", e.Pos.File, e.Pos.Line, v.ID, e.Says)
				}
			}
		}
	}
}

// TestRemedyJudged holds, for errors that were read by hand, how what to do first begins.
func TestRemedyJudged(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for text, want := range map[string]string{
		"POST https://api.anthropic.com/v1/v1/messages: 404 Not Found":                                                                                                                                                                                     "Take /v1, and what follows it, out of the base URL",
		"POST https://gw.example.com/v1/v1/messages 404 Not Found":                                                                                                                                                                                         "Take /v1, and what follows it, out of the base URL",
		"POST https://api.anthropic.com/messages 404 Not Found":                                                                                                                                                                                            "Correct the base URL",
		"POST https://api.anthropic.com//v1/messages 404 Not Found":                                                                                                                                                                                        "Correct the base URL",
		"POST https://api.anthropic.com/v1/responses 404 Not Found":                                                                                                                                                                                        "Set the client to the Messages API",
		"TypeError: Messages.create() got an unexpected keyword argument 'output_config'":                                                                                                                                                                  "The SDK itself refused",
		"    import anthropic\nModuleNotFoundError: No module named 'anthropic'":                                                                                                                                                                           "The program failed by itself",
		"TypeError: client.messages.create is not a function\n    at main (/app/index.js:4:31)":                                                                                                                                                            "The program failed by itself",
		"Error: Cannot find module '@anthropic-ai/sdk'\nRequire stack:\n- /app/index.js":                                                                                                                                                                   "The program failed by itself",
		"ImportError: cannot import name 'Anthropic' from 'anthropic'":                                                                                                                                                                                     "The program failed by itself",
		`403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE"}`:                                                                                     "The public address of the failing process",
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"anthropic-allowed-org-ids: a declared continuation header is missing"},"request_id":"req_011CFAKE"}`:                                                                       "Have the network team correct",
		`403 {"type":"error","error":{"type":"permission_error","message":"No.","details":{"error_code":"tenant_restriction_violation"}},"request_id":"req_011CFAKE"}`:                                                                                     "Have the network team add",
		"This machine requires an organization: Login blocked: this machine requires 2222-fake.":                                                                                                                                                           "Sign in the way",
		"User: arn:aws:sts::000000000000:assumed-role/x/y is not authorized to perform: bedrock:InvokeModel on resource: anthropic.claude-opus-5-5":                                                                                                        "Have an AWS administrator allow bedrock:InvokeModel",
		"User: arn:aws:sts::000000000000:assumed-role/x/y is not authorized to perform: bedrock:InvokeModel with an explicit deny in a service control policy":                                                                                             "Have the explicit deny lifted",
		"AccessDeniedException: Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided. anthropic.claude-opus-5-5":                                                                                          "Give the AWS account a valid payment",
		"403 Vertex AI API has not been used in project 123 before or it is disabled. model claude-opus-5-5 publishers/anthropic":                                                                                                                          "Have a Google Cloud administrator enable the Vertex AI API",
		"Error code: 403 - {'error': {'code': 'DeploymentNotFound', 'message': 'The API deployment claude-opus-5-5 does not exist.'}} res.services.ai.azure.com":                                                                                           "Call with the name of your deployment",
		"Access denied due to Virtual Network/Firewall rules. https://res.services.ai.azure.com/anthropic/v1/messages claude-opus-5-5":                                                                                                                     "Have an Azure administrator allow the address",
		`{"error":{"message":"Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys","code":403}}`:                                                                                                                         "Top up",
		`{"error":{"message":"anthropic/claude-opus-5-5 requires moderation on Anthropic. Your input was flagged","code":403,"metadata":{"provider_name":"Anthropic"}}} openrouter.ai`:                                                                     "Look at what",
		`HttpError: Resource not accessible by integration https://docs.github.com/rest status: 403`:                                                                                                                                                       "Give the GitHub app",
		"Error: EACCES: permission denied, open '/home/fake/.claude.json'":                                                                                                                                                                                 "See who owns",
		"Claude Code is unable to respond to this request, which appears to violate our Usage Policy":                                                                                                                                                      "Say what the work is for",
		`403 {"type":"error","error":{"type":"permission_error","message":"Account is no longer a member of the organization associated with this token."},"request_id":"req_011CFAKE"}`:                                                                   "Have an organization owner or admin invite",
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."},"request_id":"req_011CFAKE"}`:                                                                                "Buy credit",
		"botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) when calling the InvokeModel operation (reached max retries: 4): Too many requests, please wait before trying again.":                                          "Retry with exponential backoff",
		"An error occurred (ThrottlingException) when calling the ConverseStream operation: Too many tokens per day, please wait before trying again.":                                                                                                     "A quota of a day",
		"ValidationException: Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.":                           "Find the inference profile that has anthropic.claude-sonnet-4-20250514-v1:0",
		"An error occurred (ValidationException) when calling the InvokeModel operation: The provided model identifier is invalid.":                                                                                                                        "Spell the model's id",
		"API Error: Could not load credentials from any providers\nCLAUDE_CODE_USE_BEDROCK=1":                                                                                                                                                              "Give the process AWS credentials",
		`429 {"error":{"code":"RateLimitReached","message":"Your requests to claude-opus-4-1 for claude-opus-4-1 in East US 2 have exceeded the token rate limit of your current AIServices S0 pricing tier."}} https://x.services.ai.azure.com/anthropic`: "Wait as long as retry-after says",
		"Claude usage limit reached. Your limit will reset at 7pm (Europe/Berlin).\n /upgrade to increase your usage limit":                                                                                                                                "Wait until 7pm (Europe/Berlin)",
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"Third-party apps now draw from your extra usage, not your plan limits."}}`:                                                                                                 "Turn on usage credits",
		`413 {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}`:                                                                                                                                           "Send a smaller body",
		"curl: (56) CONNECT tunnel failed, response 407\n< Proxy-Authenticate: Negotiate":                                                                                                                                                                  "Give the process the proxy's login",
		"curl: (60) SSL certificate problem: unable to get local issuer certificate https://api.anthropic.com":                                                                                                                                             "Have the process trust",
		"APIConnectionError: Connection error.\n  cause: Error: connect ECONNREFUSED 127.0.0.1:4000":                                                                                                                                                       "Start the gateway",
		"TypeError: fetch failed\n  [cause]: Error: getaddrinfo ENOTFOUND api.anthropic.com":                                                                                                                                                               "Nothing was asked: the name",

		"anthropic.APITimeoutError: Request timed out.":                                                                                                                                                             "No answer came",
		`{"type":"error","error":{"type":"permission_error","message":"API key is disabled."},"request_id":"req_011Cdk"}`:                                                                                           "Find the key by its last four",
		`API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Claude Code is disabled for your organization. Contact your admin."},"request_id":"req_011Ccc"}`:                              "At https://claude.ai/admin-settings/claude-code an Owner turns Claude Code on",
		"GatewayInternalServerError: Insufficient funds. Visit https://vercel.com/d?to=%2Fai%3Fmodal%3Dtop-up to top up your credits. AI Gateway":                                                                   "Top up, or raise the limit of this key, with Vercel AI Gateway: https://vercel.com/d?to=%2Fai%3Fmodal%3Dtop-up",
		`402 {"error":{"message":"Insufficient credits. Add more using https://evil.example/settings/credits","code":402}} https://openrouter.ai/api/v1`:                                                            "Top up, or raise the limit of this key, with OpenRouter: nothing in the Anthropic Console",
		"Error: App token exchange failed: 401 Unauthorized - Claude Code is not installed on this repository. Please install the Claude Code GitHub App at https://github.com/apps/claude":                         "Install the Claude GitHub app",
		`Request Failed: 403 {"error":{"message":"Access to this model is not enabled. Enable Claude Sonnet 4 in your Copilot settings: https://github.com/settings/copilot/features","code":"model_not_enabled"}}`: "Turn on the model or feature that the message names in your Copilot settings: https://github.com/settings/copilot/features",
		`403 {"type":"error","error":{"type":"permission_error","message":"Your organization does not have access to the skills-2025-10-02 beta. Contact sales."},"request_id":"req_011Eh"}`:                        "Have an organization owner ask Anthropic sales for skills-2025-10-02",
		// As AWS writes it, with the role and the model's whole name before what matters.
		"botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the InvokeModel operation: User: arn:aws:sts::123456789012:assumed-role/app-role/i-0abc is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-opus-5-5-20260801-v1:0 with an explicit deny in a service control policy": "Have the explicit deny lifted",
		"anthropic.PermissionDeniedError: Error code: 403 - {'message': 'User: arn:aws:sts::123456789012:assumed-role/app-role/i-0abc is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-opus-5-5 with an explicit deny in an identity-based policy'}":                                                            "Have the explicit deny lifted",
	} {
		s := new(flow.Session)
		s.Read(b.Read([]byte(text)), flow.Pasted, epoch)
		v := flow.Walk(b.Playbook, s.Facts()).Verdict
		if v == nil {
			t.Errorf("no verdict of %s", text)
			continue
		}
		if got := v.RemedyFor(s).Filled(s.Known).Fix[0]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s is told to %q, want %q", text, v.ID, got, want)
		}
	}
}

// TestMessageStandsAlone holds that what is sent to somebody names nothing that stands beside it on a screen, since it is copied alone.
func TestMessageStandsAlone(t *testing.T) {
	t.Parallel()
	beside := regexp.MustCompile(`(?i)\b(?:below|above|attached|prepared text|this card|next screen)\b`)
	n := 0
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, r := range append([]flow.Remedy{v.Remedy}, remediesOf(v)...) {
				n++
				if at := beside.FindString(r.Send); at != "" {
					t.Errorf("%s, %s: the message speaks of what is %s: %s", id, v.ID, at, r.Send)
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("%d remedies were read", n)
	}
}

// TestAlternativesAreMarked holds that what is one of several ways is marked so, and what follows on another step as well.
func TestAlternativesAreMarked(t *testing.T) {
	t.Parallel()
	takes := make(map[flow.TakeOrder]int)
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, r := range append([]flow.Remedy{v.Remedy}, remediesOf(v)...) {
				takes[r.Take]++
				for _, f := range r.Fix {
					want := r.Take
					switch {
					case strings.HasPrefix(f, "Or "):
						want = flow.OneOf
					case strings.HasPrefix(f, "Then "):
						want = flow.InOrder
					}
					if r.Take != want {
						t.Errorf("%s, %s: %q takes %q", id, v.ID, f, want)
					}
				}
			}
		}
	}
	if takes[flow.InOrder] < 10 || takes[flow.OneOf] < 8 {
		t.Errorf("%v", takes)
	}
}

// TestCommandsAreMarked holds that a command in a sentence stands in backticks, which keep it on one line: a broken one is copied wrong.
func TestCommandsAreMarked(t *testing.T) {
	t.Parallel()
	marked, command := regexp.MustCompile("`[^`]*`"), regexp.MustCompile(`\bcurl -|\baws \w+ [a-z]+-|\bgcloud [a-z]|\baz login|\benv \|`)
	n := 0
	for id, b := range ships(t) {
		var texts []string
		for _, v := range b.Verdicts {
			for _, r := range append([]flow.Remedy{v.Remedy}, remediesOf(v)...) {
				texts = append(append(texts, r.Fix...), r.Check)
			}
		}
		for _, q := range b.Questions {
			texts = append(texts, q.How...)
		}
		for _, c := range b.Choices {
			texts = append(texts, c.How...)
			for _, l := range c.Left {
				texts = append(texts, l.How...)
			}
		}
		for _, text := range texts {
			n += len(command.FindAllString(text, -1))
			if at := command.FindString(marked.ReplaceAllString(text, "")); at != "" {
				t.Errorf("%s: %q is not marked in: %s", id, at, text)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d commands were read", n)
	}
}

func remediesOf(v flow.Verdict) []flow.Remedy {
	var out []flow.Remedy
	for _, e := range v.Errors {
		out = append(out, e.Remedy)
	}
	return out
}

// TestRemedyNeedsItsWords holds over all texts in the tree that what an expression needs is in every text that it matches: without
// that it is not tried.
func TestRemedyNeedsItsWords(t *testing.T) {
	t.Parallel()
	all, needing, matched := texts(t), 0, 0
	for _, b := range ships(t) {
		for _, v := range b.Verdicts {
			for _, e := range v.Errors {
				if len(e.Needs) == 0 {
					continue
				}
				needing++
				says := regexp.MustCompile(e.Says)
				for _, text := range all {
					found := says.FindString(text)
					if found == "" {
						continue
					}
					matched++
					if low := strings.ToLower(found); !slices.ContainsFunc(e.Needs, func(n string) bool { return strings.Contains(low, n) }) {
						t.Errorf("%s:%d: none of %q is in %q", e.Pos.File, e.Pos.Line, e.Needs, found)
					}
				}
			}
		}
	}
	if needing < 50 || matched < 500 {
		t.Errorf("%d expressions need a word, and matched %d times", needing, matched)
	}
}

// TestRemedyOfWrapped holds that what to do doesn't hang on where a terminal, a mail or a chat broke the lines of an error, nor on what
// they put before them.
func TestRemedyOfWrapped(t *testing.T) {
	t.Parallel()
	tried, moved := 0, 0
	for id, b := range ships(t) {
		remedy := func(text string) (read, fix string) {
			s := new(flow.Session)
			s.Read(b.Read([]byte(text)), flow.Pasted, epoch)
			v := flow.Walk(b.Playbook, s.Facts()).Verdict
			if v == nil || len(v.Errors) == 0 {
				return "", ""
			}
			for _, f := range s.Facts() {
				read += f.ID + "=" + f.Value.String() + " "
			}
			return read, v.RemedyFor(s).Fix[0]
		}
		for i, c := range cases(t, id) {
			if strings.Contains(strings.TrimSpace(c.Text), "\n") || len(c.Text) < 60 {
				continue
			}
			read, want := remedy(c.Text)
			if read == "" {
				continue
			}
			for j, lead := range []string{"", "    ", "> ", "> > ", "│ "} {
				width := 34 + (i*5+j*17)%90
				broken := lead + atWords(c.Text, width, lead)
				now, got := remedy(broken)
				if now != read {
					continue // How such a text is read is held elsewhere.
				}
				if tried++; got != want {
					moved++
					t.Errorf("%s at %d columns: told to %q, want %q\n%s", c.Name, width, got, want, broken)
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("%d were tried", tried)
	}
}

// TestAddressIsNamed holds that a wrong address is called one, in the title and the first line of a ticket, and nothing else is.
func TestAddressIsNamed(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	const twice, none, other = "The address of the call has its path twice", "The call goes to an address that the Claude API does not have", "The request itself is invalid"
	for text, want := range map[string]string{
		"POST https://api.anthropic.com/v1/v1/messages: 404 Not Found":                                         twice,
		"404 Not Found for url: https://api.anthropic.com/v1/messages/v1/messages":                             twice,
		"404 Not Found for url: https://api.anthropic.com/v1/messages/v1":                                      twice,
		"POST https://gw.example.com/v1/v1/messages 404 Not Found":                                             twice,
		"POST https://api.anthropic.com/messages 404 Not Found":                                                none,
		"POST https://api.anthropic.com//messages 404 Not Found":                                               none,
		"POST https://api.anthropic.com/v2/messages 404 Not Found":                                             none,
		"GET https://api.anthropic.com/models 404 Not Found":                                                   none,
		"POST https://api.anthropic.com/anthropic/v1/messages 404 Not Found":                                   none,
		"POST https://api.anthropic.com/v1/responses 404 Not Found":                                            none,
		"POST https://api.anthropic.com/v1/embeddings 404 Not Found":                                           none,
		"POST https://api.anthropic.com/chat/completions 404 Not Found":                                        none,
		"POST https://api.anthropic.com/v1/completions 405 Method Not Allowed":                                 none,
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: Field required"}}`: other,
		`400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content.1: Input should be a valid dictionary"},"request_id":"req_011CFAKE"}`: other,
		`413 {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}`:                                                         other,
		"POST https://api.anthropic.com/v1/messages 405 Method Not Allowed":                                                                                              other,
	} {
		s := new(flow.Session)
		s.Read(b.Read([]byte(text)), flow.Pasted, epoch)
		p := flow.Walk(b.Playbook, s.Facts())
		if p.Verdict == nil {
			t.Errorf("%s: no verdict, %s", text, p.Where())
			continue
		}
		title, name := p.Verdict.Called(s)
		if title != want || want != other && name != "wrong address" {
			t.Errorf("%s: %q (%s), want %q", text, title, name, want)
		}
	}
}
