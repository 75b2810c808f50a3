package content

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow/must"
)

// TestSaidInLanguages holds that what people compare is offered in the languages that they write in, and that what they deny, guess,
// ask or have heard is not.
func TestSaidInLanguages(t *testing.T) {
	t.Parallel()
	b := book(t)
	for want, said := range map[string][]string{
		"plain-works=yes": {
			"Andere Modelle funktionieren.", "Mit anderen Modellen geht es.", "Les autres modèles marchent.", "Avec les autres modèles ça marche.",
			"Los otros modelos funcionan.", "Con otros modelos funciona.", "Os outros modelos funcionam.", "Com outros modelos funciona.",
			"Другие модели работают.", "С другой моделью всё работает.", "С другими моделями всё работает.", "Остальные модели отвечают нормально.",
			"其他模型都可以用。", "换别的模型就正常。", "他のモデルは使えます。", "別のモデルでは動きます。",
		},
		"plain-works=no": {
			"Kein anderes Modell geht.", "Alle Modelle scheitern.", "Aucun modèle ne marche.", "Tous les modèles échouent.", "Ningún otro modelo funciona.",
			"Todos los modelos fallan.", "Nenhum modelo funciona.", "Todos os modelos falham.", "Ни одна модель не работает.", "Все модели отвечают 403.",
			"所有模型都不行。", "どのモデルでも失敗します。", "すべてのモデルでエラーになります。",
		},
		"works-elsewhere=yes": {
			"Mit dem Handy-Hotspot geht es.", "Von zu Hause funktioniert es.", "Ohne VPN geht es.", "Avec le partage de connexion ça marche.",
			"Depuis chez moi ça marche.", "Sans VPN ça marche.", "Desde casa funciona.", "Con el hotspot funciona.", "Sin VPN funciona.", "Pelo 4G funciona.",
			"De casa funciona.", "Sem VPN funciona.", "Через мобильный интернет всё работает.", "Из дома работает.", "С ноутбука всё работает.",
			"Без VPN работает.", "Через VPN работает.", "С другого компьютера тот же запрос работает.", "用手机热点就可以了。", "在家里可以用。", "关掉VPN就好了。", "在我的笔记本上可以。",
			"テザリングでは動きます。", "自宅では動きます。", "VPNを切ると動きます。", "自分のPCでは動きます。",
		},
		"works-elsewhere=no": {
			"Am Hotspot kommt derselbe 403.", "Mit dem Hotspot geht es auch nicht.", "Avec le partage de connexion, même 403.",
			"Depuis chez moi ça ne marche pas non plus.", "Desde casa tampoco funciona.", "Con el hotspot da el mismo 403.", "De casa também não funciona.",
			"Из дома тоже не работает.", "Через мобильный интернет тоже 403.", "换了网络也不行。", "用手机热点也一样。", "テザリングでも同じ403です。", "自宅でも動きません。",
		},
		"other-key-works=yes": {
			"Mit einem anderen Schlüssel geht es.", "Der Key meines Kollegen funktioniert.", "Avec une autre clé ça marche.",
			"La clé de mon collègue fonctionne.", "Con otra clave funciona.", "La clave de un compañero funciona.", "Com outra chave funciona.",
			"A chave do meu colega funciona.", "С другим ключом работает.", "Ключ коллеги работает.", "Другой ключ работает.", "换一个key就可以了。", "同事的key可以。",
			"同僚のキーは使えます。", "別のキーでは動きます。",
		},
		"other-key-works=no": {
			"Mit einem anderen Schlüssel geht es auch nicht.", "Avec une autre clé ça ne marche pas non plus.", "Con otra clave tampoco funciona.",
			"Com outra chave também não funciona.", "С другим ключом тоже не работает.", "Ключ коллеги тоже не работает.", "换key也不行。", "同事的key也不行。",
			"別のキーでも同じです。",
		},
		"works-now=yes": {
			"Jetzt geht es wieder.", "Es geht jetzt wieder.", "Maintenant ça marche.", "Ça remarche.", "Ahora funciona.", "Ya funciona otra vez.",
			"Agora funciona.", "Сейчас снова работает.", "Теперь работает.", "现在好了。", "今は動きます。",
		},
		"works-now=no": {
			"Auch bei jedem Versuch 403.", "À chaque tentative 403.", "En cada intento 403.", "Em cada tentativa 403.", "При каждой попытке 403.",
			"Каждый раз 403.", "重试也不行。", "何度やっても403です。",
		},
		"supported-region=yes": {
			"Wir sind in Deutschland.", "Nous sommes en France.", "Estamos en España.", "Estamos em Portugal.", "Estou no Brasil.", "Мы в Германии.",
			"Сервер в Нидерландах.", "服务器在日本。", "我在新加坡。", "日本から呼び出しています。",
		},
		"via-company-proxy=yes": {
			"Wir sitzen hinter einem Firmenproxy.", "Nous sommes derrière un proxy d’entreprise.", "Estamos detrás de un proxy corporativo.",
			"Estamos atrás de um proxy corporativo.", "Мы за корпоративным прокси.", "我们走公司代理。", "社内プロキシを使っています。",
		},
		"via-company-proxy=no": {
			"Kein Proxy, kein VPN.", "Pas de proxy ni de VPN.", "Sin proxy ni VPN.", "Sem proxy nem VPN.", "Без прокси и VPN.", "Прокси нет.", "没有用代理。",
			"プロキシは使っていません。",
		},
		"sandboxed=yes": {
			"Es läuft in einer Sandbox.", "Ça tourne dans un bac à sable.", "Cela tourne dans GitHub Actions.", "Corre en un sandbox.", "Roda em um sandbox.",
			"Запускается в песочнице.", "在沙箱里运行。", "サンドボックスで動かしています。",
		},
		"own-gateway=yes": {
			"Wir rufen über OpenRouter auf.", "Es geht über unser LLM-Gateway.", "Nous passons par OpenRouter.", "Usamos OpenRouter como gateway.",
			"Pasa por LiteLLM.", "Usamos o LiteLLM.", "Passa pelo OpenRouter.", "Мы ходим через OpenRouter.", "Запросы идут через наш шлюз.", "我们用中转站调用。",
			"OpenRouter経由で呼んでいます。",
		},
		"works-direct=yes": {
			"Ohne das Gateway geht es.", "Sans la passerelle ça marche.", "Sin el gateway funciona.", "Sem o gateway funciona.", "Без шлюза работает.",
			"Напрямую в api.anthropic.com работает.", "直接调用官方可以。", "ゲートウェイなしでは動きます。",
		},
		"relogin-helps=yes": {
			"Nach erneutem Login geht es.", "Après reconnexion ça marche.", "Después de volver a iniciar sesión funciona.",
			"Depois de entrar de novo funciona.", "После повторного входа работает.", "重新登录后就好了。", "再ログインしたら動きました。",
		},
		"relogin-helps=no": {
			"Erneut anmelden hilft nicht.", "Se reconnecter ne change rien.", "Volver a iniciar sesión no ayuda.", "Entrar de novo não ajuda.",
			"Повторный вход не помог.", "重新登录也不行。", "再ログインしても同じです。",
		},
		"without-beta-works=yes": {
			"Ohne den Beta-Header geht es.", "Sans l’en-tête bêta ça marche.", "Sin el header beta funciona.", "Sem o cabeçalho beta funciona.",
			"Без бета-заголовка работает.", "去掉beta就可以。", "betaヘッダーなしでは動きます。",
		},
		"twin-key-works=no": {
			"Auch ein neuer Schlüssel wird abgelehnt.", "Mit einem neuen Key geht es auch nicht.", "Une nouvelle clé ne marche pas non plus.",
			"Con una clave nueva tampoco funciona.", "Com uma chave nova também não funciona.", "Новый ключ тоже не работает.", "С новым ключом то же самое.",
			"新建key也不行。", "新しいキーでも同じです。",
		},
		"key-older=no": {
			"The key was rotated yesterday.", "We rotated the key.", "The key is brand new.", "I created the key today.", "Yesterday we rotated our API key.",
			"The API key was regenerated 2 days ago.", "Der Schlüssel wurde gestern rotiert.", "Wir haben den Key erneuert.", "La clé a été renouvelée hier.",
			"Nous avons changé la clé.", "La clave fue rotada ayer.", "Cambiamos la clave.", "A chave foi trocada ontem.", "Trocamos a chave.",
			"Ключ вчера обновили.", "Мы сменили ключ.", "Вчера перевыпустили ключ.", "昨天轮换了key。", "密钥昨天刚更换。", "昨日キーをローテーションしました。", "キーは再発行済みです。",
		},
		"": {
			"We have not rotated the key.", "Should we rotate the key?", "The key was rotated two years ago.", "Rotate the key, says the guide.",
			"We could rotate the key.", "The key will be rotated tomorrow.", "Мы не меняли ключ.", "С другой моделью не работает.", "Из дома не пробовал.",
			"Другие модели не проверяли.", "Если сменить ключ, работает?", "We rotated the logs.", "A rotated key could be the cause.",
			"Если взять другой ключ, всё работает?", "Поддержка говорит, что другие модели работают.", "Говорят, через VPN работает.",
			"Возможно, другой ключ работает.", "Я не за прокси.", "Нет ли там прокси?", "密钥没有换过。", "キーは変えていません。", "Wir haben den Schlüssel nicht rotiert.",
			"Nous n’avons pas changé la clé.", "No cambiamos la clave.", "Não trocamos a chave.", "Vielleicht geht es mit einem anderen Schlüssel.",
			"Peut-être qu’avec une autre clé ça marche.", "Avec une autre clé ça marcherait.", "Talvez com outra chave funcione.",
			"Раньше другие модели работали.", "Мы не в России, а в Германии?",
		},
	} {
		for _, text := range said {
			var got []string
			for _, o := range b.Read([]byte(refusal + text)).Offers {
				got = append(got, fmt.Sprintf("%s=%s", o.Question, o.Value))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: offers %q, want %q", text, got, want)
			}
		}
	}
}

// TestSaidOfOldKey holds that a program which is said to send an old key, or whose key was rotated, is offered as one that sends another than it
// should: what was stored before is what it still sends.
func TestSaidOfOldKey(t *testing.T) {
	t.Parallel()
	b, err := Ship("anthropic-401")
	must.NoError(t, err)
	for said, want := range map[string]string{
		"We rotated the key, the pod still has the old key.": "expected-key=no", "The old key is still in .env.": "expected-key=no", "Старый ключ ещё в контейнере.": "expected-key=no",
		"The key was rotated.": "expected-key=no", "We rotated the key yesterday.": "expected-key=no", "Der Schlüssel wurde gestern rotiert.": "expected-key=no", "La clé a été renouvelée hier.": "expected-key=no",
		"La clave fue rotada ayer.": "expected-key=no", "A chave foi trocada ontem.": "expected-key=no", "Мы сменили ключ.": "expected-key=no", "昨天轮换了key。": "expected-key=no", "昨日キーをローテーションしました。": "expected-key=no",
		"We have not rotated the key.": "", "Should we rotate the key?": "", "The key was rotated two years ago.": "", "Wir haben den Schlüssel nicht rotiert.": "", "We rotated the logs.": "", "We rotated our AWS keys.": "",
		"Maybe it still uses the old key.": "", "Does it still send the old key?": "", "The old key is gone.": "",
	} {
		got := ""
		for _, o := range b.Read([]byte("401 {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}\n\n" + said)).Offers {
			got += o.Question + "=" + o.Value.String()
		}
		if got != want {
			t.Errorf("%q: offers %q, want %q", said, got, want)
		}
	}
}
