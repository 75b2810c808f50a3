package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/must"
)

// refusal is what the sentences of these tests stand beside.
const refusal = `{"type":"error","error":{"type":"permission_error","message":"Your request was refused."},"request_id":"req_FAKE1"}` + "\n\n"

// TestSaid holds what people's own words suggest, each beside an error.
func TestSaid(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, tt := range []struct {
		said string
		want string // The offers as QUESTION=VALUE, in the order of the questions.
	}{
		{"Other models answer.", "plain-works=yes"},
		{"I get 403 on claude-opus-5-5, but other models work fine.", "plain-works=yes"},
		{"haiku works with the same key", "plain-works=yes"},
		{"It works with all other models.", "plain-works=yes"},
		{"- Sonnet 4.5 works.", "plain-works=yes"},
		{"The same key works in curl.", "plain-works=yes"},
		{"With curl and the very same key I get a 200.", "plain-works=yes"},
		{"curl with the same key answers 200", "plain-works=yes"},
		{"I tried curl with the same key and that worked", "plain-works=yes"},
		{"All models fail.", "plain-works=no"},
		{"Even haiku is refused.", "plain-works=no"},
		{"No other model works.", "plain-works=no"},
		{"a key from our Default workspace works", "other-key-works=yes"},
		{"Une clé d'un autre workspace fonctionne.", "other-key-works=yes"},
		{"My colleague's key can call opus.", "other-key-works=yes"},
		{"Without betas the very same request works.", "without-beta-works=yes"},
		{"Works on my laptop, fails on the server.", "works-elsewhere=yes"},
		{"With my old VPN to Singapore it works.", "works-elsewhere=yes"},
		{"Does it work on your laptop?", ""},
		{"If the key from another workspace works, what then?", ""},
		{"Without betas nothing would be left.", ""},
		{"The server is in a region near Moscow, Idaho.", ""},
		{"Through the proxy it works.", "works-elsewhere=yes"},
		{"On my phone's hotspot it works.", "works-elsewhere=yes"},
		{"on my phone’s hotspot, the same request works", "works-elsewhere=yes"},
		{"It works fine from home.", "works-elsewhere=yes"},
		{"If I use the hotspot it works.", "works-elsewhere=yes"},
		{"It works when I turn off the VPN.", "works-elsewhere=yes"},
		{"The same code with my personal key and opus works.", ""},
		{"用另一个 key 调用 haiku 可以，用这个 key 不行。", ""},
		{"Haiku works with the new API key.", ""},
		{"It works fine once we leave the company VPN.", "works-elsewhere=yes"},
		{"The call works once I disconnected from our proxy.", "works-elsewhere=yes"},
		{"It fails when I turn off the VPN.", ""},
		{"It doesn't work when I turn off the VPN.", ""},
		{"It works without any errors over mobile data.", "works-elsewhere=yes"},
		{"Off the VPN it works.", "works-elsewhere=yes"},
		{"On a hotspot it fails too.", "works-elsewhere=no"},
		{"On my hotspot I get the same 403.", "works-elsewhere=no"},
		{"We are behind a corporate proxy and the build runs there at\nnight; on my phone's hotspot it works.", "via-company-proxy=yes works-elsewhere=yes"},
		{"On my phone's hotspot it is the same 403.", "works-elsewhere=no"},
		{"A colleague's key works.", "other-key-works=yes"},
		{"My colleague’s API key works from the same machine", "other-key-works=yes"},
		{"With another key it works.", "other-key-works=yes"},
		{"A colleague's key gets the same 403.", "other-key-works=no"},
		{"All our keys fail.", "other-key-works=no"},
		{"A new key fails too.", "twin-key-works=no"},
		{"I am in Germany.", "supported-region=yes"},
		{"We call it through OpenRouter.", "own-gateway=yes"},
		{"It goes via our company's LLM gateway.", "own-gateway=yes"},
		{"My provider is GitHub Copilot.", "own-gateway=yes"},
		{"With the copilot provider set to claude-3.5-sonnet nothing else changed.", "own-gateway=yes"},
		{"Claude Sonnet 4.5 over GitHub Copilot in opencode, two weeks already.", "own-gateway=yes"},
		{"我们用中转站调用", "own-gateway=yes"},
		{"We do not go through OpenRouter.", ""},
		{"It is not sent through a gateway.", ""},
		{"Is it sent through a gateway?", ""},
		{"I could try it through OpenRouter.", ""},
		{"Without the gateway nothing changes.", ""},
		{"Our server is hosted in Hong Kong.", "supported-region=no"},
		{"Logging out and in again did not help.", "relogin-helps=no"},
		{"After logging out and back in it works.", "relogin-helps=yes"},
		{"Without the gateway it works.", "works-direct=yes"},
		{"- Direct curl to api.anthropic.com works fine", "works-direct=yes"},
		{"We call Claude through our LiteLLM.", "own-gateway=yes"},
		{"If I drop the beta header it works again.", "without-beta-works=yes"},
		{"It is still refused.", "works-now=no"},
		{"Now it works again.", "works-now=yes"},
		{"Every other host fails from there, every site is blocked.", "every-host-fails=yes"},
		{"Mit dem Handy-Hotspot geht es.", "works-elsewhere=yes"},
		{"Andere Modelle funktionieren.", "plain-works=yes"},
		{"Los otros modelos funcionan.", "plain-works=yes"},
		{"con haiku me funciona bien", "plain-works=yes"},
		{"haiku does not work either", "plain-works=no"},
		{"funktioniert mit haiku", "plain-works=yes"},
		{"the same key works from my laptop", "works-elsewhere=yes"},
		{"funktioniert mit anderem Key", "other-key-works=yes"},
		{"con otra clave me funciona", "other-key-works=yes"},
		{"Funktioniert mit anderem Key nicht", ""},
		{"funktioniert mit haiku nicht", ""},
		{"con haiku no me funciona", ""},
		{"其他模型都可以用。", "plain-works=yes"},
		{"我在中国。", "supported-region=no"},
		{"用手机热点就可以了。", "works-elsewhere=yes"},
		{"他のモデルは使えます。", "plain-works=yes"},
		{"別のキーなら動きます。", ""}, // なら is an if, too.
		{"同僚のキーは使えます。", "other-key-works=yes"},

		// Questions.
		{"Does it work through the proxy?", ""},
		{"Do other models work", ""},
		{"Is it that on a hotspot it works?", ""},
		{"Other models work, so why not this one?", ""},
		{"Any idea why other models answer", ""},
		{"其他模型可以用吗?", ""},
		{"他のモデルは使えますか。", ""},
		{"¿Funcionan los otros modelos?", ""},
		// Denials.
		{"It is not true that other models work.", ""},
		{"Other models don't work in the playground.", ""},
		{"On my hotspot it works no better.", ""},
		{"It isn't as if a colleague's key works.", ""},
		{"None of them, including my colleague's key, works.", ""},
		{"We are not in China.", ""},
		// Hypotheses, plans, and what nobody tried.
		{"Not sure whether other models answer.", ""},
		{"I don't know if it works on a hotspot.", ""},
		{"Through the proxy it should work.", ""},
		{"Maybe other models work.", ""},
		{"I think a colleague's key works.", ""},
		{"If other models work, I will switch.", ""},
		{"If it works on a hotspot, it is the network.", ""},
		{"I will try whether another key works.", ""},
		{"We hope that with another key it works.", ""},
		{"Let me know if the same key works in curl.", ""},
		{"I have not tested other models; supposedly haiku works.", ""},
		{"Vielleicht geht es über den Hotspot, ob andere Modelle funktionieren weiß ich nicht.", ""},
		{"也许其他模型可以用。", ""},
		{"不知道其他模型是否可以用。", ""},
		{"Quizás los otros modelos funcionan.", ""},
		// What was once, and what comes and goes.
		{"Yesterday other models worked.", ""},
		{"Sometimes it works on a hotspot.", ""},
		{"On my hotspot it works, on a hotspot it fails.", ""},
		{"A colleague's key works. Another key fails.", ""},
		// Others' words, and what nobody wrote.
		{"The docs say that other models work.", ""},
		{"According to the guide, through the proxy it works.", ""},
		{"Support said the same key works in curl.", ""},
		{"Somebody on Reddit: on a hotspot it works.", ""},
		{"For others a colleague's key works.", ""},
		{"> On my phone's hotspot it works.", ""},
		{"He answered \"other models work\".", ""},
		{"```\nother models work\n```", ""},
		{"Avec claude-haiku-4-5 tout marche.", "plain-works=yes"},
		{"Avec haiku ça ne marche pas non plus.", ""},
		{"Mit claude-haiku-4-5 geht es.", "plain-works=yes"},
		{"Mit claude-haiku-4-5 geht es auch nicht.", ""},
		{"Con claude-haiku-4-5 funciona con la misma clave.", "plain-works=yes"},
		{"Con haiku no funciona.", ""},
		{"Com claude-haiku-4-5 funciona com a mesma chave.", "plain-works=yes"},
		{"С claude-haiku-4-5 всё работает.", "plain-works=yes"},
		{"用同一个 key，claude-haiku-4-5 可以正常用。", "plain-works=yes"},
		{"claude-haiku-4-5 では動きます。", "plain-works=yes"},
		{"Avec le partage de connexion de mon téléphone ça marche.", "works-elsewhere=yes"},
		{"Pelo 4G funciona.", "works-elsewhere=yes"},
		{"Через мобильный интернет всё работает.", "works-elsewhere=yes"},
		{"We are calling it from Moscow.", "supported-region=no"},
		{"It fails from our Beijing office.", "supported-region=no"},
		{"Without proxy, from Moscow, 403.", "supported-region=no"},
		{"403 from Moscow, 200 from Frankfurt.", "supported-region=no"},
		{"Aus Moskau 403, aus Frankfurt geht es.", "supported-region=no"},
		{"Desde Moscú 403, desde Frankfurt funciona.", "supported-region=no"},
		{"Depuis Moscou 403, depuis Francfort ça marche.", "supported-region=no"},
		{"从香港直连 403，从东京就正常", "supported-region=no"},
		{"It works from Moscow, 403 only from Frankfurt.", ""},
		{"Not from Moscow, 403 from Frankfurt.", ""},
		{"My server is located in Tehran.", "supported-region=no"},
		{"The trace shows loc=CN here.", "supported-region=no"},
		{"Je suis en Chine.", "supported-region=no"},
		{"Je ne suis pas en Chine.", ""},
		{"Ich sitze in Russland.", "supported-region=no"},
		{"Ich bin nicht in China.", ""},
		{"Llamo desde Rusia.", "supported-region=no"},
		{"Estou na China.", "supported-region=no"},
		{"Moro na Rússia.", "supported-region=no"},
		{"Я в Москве.", "supported-region=no"},
		{"Я не в России.", ""},
		{"服务器在北京。", "supported-region=no"},
		{"我不在中国。", ""},
		{"上海のサーバーから呼び出しています。", "supported-region=no"},
		{"I am not in China.", ""},
		{"Colleagues in Beijing can call it.", ""},
		{"    other models work", ""},
		{"2026-11-28 09:00:01 INFO other models work", ""},
		{"log: other models work", ""},
		{"// other models work", ""},
		{"print(\"other models work\")", ""},
		{"{\"note\":\n\"x\",\nother models work\n}", ""},
		{"Other models work in the web app.", ""},
		{"Working on it.", ""},
	} {
		var got []string
		for _, o := range b.Read([]byte(refusal + tt.said)).Offers {
			got = append(got, fmt.Sprintf("%s=%s", o.Question, o.Value))
			if strings.ContainsAny(o.Words, "\n{") || !strings.Contains(strings.Join(strings.Fields(string(evidence.Open([]byte(tt.said)).Bytes())), " "), strings.Split(o.Words, "'")[0]) {
				t.Errorf("%q: the words are %q", tt.said, o.Words)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q: offers %q, want %q", tt.said, got, tt.want)
		}
	}
}

// TestSaidCorpus holds that what people write in the corpus changes no fact and no verdict, and says how much of it is offered.
func TestSaidCorpus(t *testing.T) {
	t.Parallel()
	made, texts := 0, 0
	var all []reported
	for _, name := range []string{sample1, sample2, learned1, learned2, learned3} {
		all = append(all, corpus(t, name)...)
	}
	for _, r := range all {
		ch, err := Choose([]byte(r.Pasted))
		must.NoError(t, err)
		texts++
		s, plain := new(flow.Session), new(flow.Session)
		without := ch.Reading
		without.Offers = nil
		s.Read(ch.Reading, flow.Pasted, time.Time{})
		plain.Read(without, flow.Pasted, time.Time{})
		if !slices.Equal(s.Facts(), plain.Facts()) || !slices.Equal(s.Notes(), plain.Notes()) {
			t.Errorf("%s: the offers changed what is known", r.ID)
		}
		a, b := flow.Walk(ch.Playbook, s.Facts()), flow.Walk(ch.Playbook, plain.Facts())
		if a.Outcome != b.Outcome || a.Verdict != b.Verdict || a.Question != b.Question {
			t.Errorf("%s: the offers changed where it stands", r.ID)
		}
		for _, o := range ch.Reading.Offers {
			made++
			t.Logf("%s (%s): %s=%s %q", r.ID, r.Label, o.Question, o.Value, o.Words)
		}
	}
	t.Logf("%d offers in %d texts", made, texts)
}

// TestSaidRefused holds what is wrong with phrases.
func TestSaidRefused(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"said: {yes: 'it {works}'}":            "",
		"said: {no: ['it {fails}', 'broken']}": "",
		"said: {yes: '(it {works}'}":           "missing closing )",
		"said: {maybe: it}":                    "maybe",
		"said: {unless: it}":                   "said suggests no answer",
	} {
		text := strings.Replace(soundBook, "ask: ", said+", ask: ", 1)
		_, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(text)}}, ".")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", said, err, want)
		}
	}
}

// TestSaidShips holds that the phrases of the playbooks that ship compile.
func TestSaidShips(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		for _, q := range b.Questions {
			for _, p := range slices.Concat(q.Said.Yes, q.Said.No, q.Said.Unless) {
				if err := evidence.CheckPhrase(p); err != nil {
					t.Errorf("%s, %s: %v", id, q.ID, err)
				}
			}
		}
	}
}

// TestHintsLoseNothing holds that a text that is passed over for lack of words that a phrase needs offers nothing.
func TestHintsLoseNothing(t *testing.T) {
	t.Parallel()
	passed, offered := 0, 0
	for id, b := range ships(t) {
		all := texts(t)
		for _, c := range cases(t, id) {
			all = append(all, c.Text)
		}
		for _, text := range all {
			open := evidence.Open([]byte(text))
			got, want := b.phrases().Read(open), b.phrases().Offers(evidence.Statements(open))
			if !slices.Equal(got, want) {
				t.Errorf("%s offers %v, want %v, in\n%s", id, got, want, text)
			}
			if offered += len(want); len(want) == 0 {
				passed++
			}
		}
	}
	if offered == 0 || passed == 0 {
		t.Errorf("%d offers, and %d texts without", offered, passed)
	}
}

// TestStatusSaid holds that where no answer shows the status a 403 that somebody writes of is offered, and not asked as if nothing had been read.
func TestStatusSaid(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for said, want := range map[string]bool{
		"We get a 403 from the Claude API since this morning.": true, "POST https://api.anthropic.com/v1/messages?beta=true 403": true,
		"the call returns an HTTP 403": true, "It gives me a 403 error on every call.": true, "403状态码，错误信息：Permission denied": true, "Unlike Claude Code, opencode says 403 Request not allowed": true,
		"We get no 403 any more.": false, "Does it return 403?": false, "We have 403 users.": false, "If it returns a 403, what then?": false, "It is on page 403.": false,
		"We get a 403, and sometimes we get a 500.": false, "The call returns a 401.": false,
	} {
		s := new(flow.Session)
		s.Read(b.Read([]byte(said)), flow.Pasted, epoch)
		f, known := s.Fact("status-403")
		o, _ := s.Offer("status-403")
		if got := known && f.Value == flow.Yes || o.Value == flow.Yes; got != want {
			t.Errorf("%q: known %v, offered %+v", said, f.Value, o)
		}
	}
}
