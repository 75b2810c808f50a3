package content

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestAskedAbout shows two errors, where the writer points to one, and wants the end of that one alone.
func TestAskedAbout(t *testing.T) {
	t.Parallel()
	const last, first = "job a\n%[1]s\n\njob b\n%[2]s\n\n", "job a\n%[2]s\n\njob b\n%[1]s\n\n"
	forms := []string{ // The one that is not asked about, then the other.
		first + "It is the first one I ask about, I have Max.",
		first + "The first is the one I want to work. In the IDE everything runs.",
		first + "Please only look at the first one.",
		first + "I only care about the top one.",
		last + "Please only look at the bottom one.",
		first + "Mir geht es nur um den oberen.",
		last + "Es geht mir nur um den unteren Fehler.",
		first + "Me interesa el de arriba, el de abajo ya está resuelto.",
		first + "C'est celui du haut qui m'intéresse.",
		first + "Меня интересует верхняя ошибка.",
		first + "I do not ask about the second one.",
		first + "The second is known.",
		first + "The second error has been fixed by a fixture, the first since we moved.",
		first + "Please ignore the second one, I just tried something.",
		first + "The second I know.",
		first + "Der erste ist der, um den es mir geht.",
		first + "Den zweiten Fehler kenne ich schon, der hat mit einem alten Schlüssel zu tun.",
		first + "Mir geht es nur um den ersten Fehler.",
		first + "La deuxième erreur est déjà connue.",
		first + "C'est la première qui m'intéresse.",
		first + "El segundo ya está resuelto, me interesa el primero.",
		first + "O segundo erro já é conhecido.",
		first + "Il secondo è già risolto, mi interessa il primo.",
		first + "Het gaat me om de eerste fout.",
		first + "Druga jest już znana, chodzi mi o pierwszą.",
		first + "Вторая ошибка понятна.",
		first + "Меня интересует первая ошибка.",
		first + "第二个我已经明白了，请只看第一个。",
		first + "请忽略第二个错误。",
		first + "2番目は無視してください。",
		first + "最初のエラーについて教えてください。",
		first + "두 번째는 무시해 주세요.",
		first + "첫 번째 오류만 봐 주세요.",
		last + "The first one I already understand (typo), the second is why I write.",
		last + "I don't understand the second one.",
		last + "The second is not clear to me.",
		last + "The former is expected.",
		last + "Only the latter matters to me.",
		last + "Why does the second one come?",
		last + "So the second one is a matter of the plan?",
		last + "Der erste ist mir klar, es geht mir nur um den zweiten.",
		last + "Wie bekomme ich den zweiten Fehler weg?",
		last + "La première erreur est connue, c'est la deuxième qui m'intéresse.",
		last + "Je comprends la première, expliquez-moi la seconde.",
		last + "¿Qué significa el segundo error?",
		last + "Что значит вторая ошибка?",
		last + "第二个错误是权限问题吗？",
		last + "2番目のエラーは権限の問題ですか？",
		last + "2번은 권한 문제인가요?",
		"Please only look at the chats call.\n\nGET /v1/orders %[1]s\n\nGET /v1/chats %[2]s\n",
		"nightly export\n%[1]s\n\nchat\n%[2]s\n\nPlease ignore the nightly one.",
		"indexer-7\n%[1]s\n\nchat\n%[2]s\n\nDer indexer-7 Fehler ist bekannt.",
		"1) %[1]s\n2) %[2]s\n3) %[1]s\n\nNumber 2 is my question.",
		"1) %[1]s\n2) %[2]s\n\nAnything else to check for number 2?",
		"#1 %[2]s\n#2 %[1]s\n\nItem 2 is known.",
		"| job | error |\n|---|---|\n| a | %[1]s |\n| b | %[2]s |\n| c | %[1]s |\n\nPlease tell me about row 2: is it the plan?",
		"| job | error |\n|---|---|\n| a | %[1]s |\n| b | %[2]s |\n\nBitte erklärt mir Zeile 2.",
	}
	names := slices.Sorted(maps.Keys(atTimes))
	for _, layout := range forms {
		t.Run(layout, func(t *testing.T) {
			t.Parallel()
			for _, not := range names {
				for _, about := range names {
					if not == about {
						continue
					}
					want, got := endOf(t, atTimes[about]), endOf(t, fmt.Sprintf(layout, atTimes[not], atTimes[about]))
					if want.open != got.open || want.end() != got.end() || len(got.reading.Rivals) > 0 {
						t.Errorf("%s, not %s: %s, want %s", about, not, got.end(), want.end())
					}
				}
			}
		})
	}
}

// TestNotAskedAbout holds what points to no error: words beside another thing, to all of them, or to none that is there.
func TestNotAskedAbout(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"The first message is clear to me.", "Please look at the first machine.", "I need the second key.", "First I want to understand this.",
		"First, I want to know what this is.", "It is the first time I ask about this.", "Both are clear to me.", "The third I know.",
		"Is the first known?", "Please look at the docs.", "only the first and third fail - which of my keys is not eligible?",
		"What does the second parameter do?", "The second machine is my question.", "I know the API.", "I can't help with that request.",
		"On the second machine I want to work, too.", "Am ersten Tag war alles klar.", "Beide sind mir klar.",
		"Les deux sont connues.", "Ambos ya están resueltos.", "Il secondo tentativo è risolto.",
		"Вторая машина понятна.", "第一个密钥我已经明白了。", "Ignore the docs, please.",
		"Number 9 is my question.",
	} {
		for _, layout := range []string{"job a\n%[1]s\n\njob b\n%[2]s\n", "job a\n%[2]s\n\njob b\n%[1]s\n"} {
			text := fmt.Sprintf(layout, atTimes["scope"], atTimes["model"])
			want, got := endOf(t, text), endOf(t, text+"\n"+said)
			if want.end() != got.end() {
				t.Errorf("%q: %s, want %s", said, got.end(), want.end())
			}
		}
	}
}
