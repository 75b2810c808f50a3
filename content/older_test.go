package content

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// atTimes are errors of calls to models, as clients print them. Each is told alone or asks one question.
var atTimes = map[string]string{
	"model":      `anthropic.NotFoundError: Error code: 404 - {'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: claude-3-opus-20240229'}}`,
	"disabled":   `anthropic.PermissionDeniedError: Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': 'This organization has been disabled.'}}`,
	"forbidden":  `anthropic.PermissionDeniedError: Error code: 403 - {'type': 'error', 'error': {'type': 'forbidden', 'message': 'Request not allowed'}}`,
	"resource":   `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEa"}`,
	"key":        `API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CFAKEb"}`,
	"scope":      `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth token does not meet scope requirement user:profile"}}`,
	"credit":     `API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}`,
	"bedrock":    `botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.`,
	"vertex":     `google.api_core.exceptions.PermissionDenied: 403 Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/acme/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5'`,
	"addresses":  `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`,
	"restricted": `API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"This credential is only authorized for use with Claude Code and cannot be used for other API requests."}}`,
}

// TestOlderErrors shows two errors, where the text tells which one is older, and wants the end of the newer alone.
func TestOlderErrors(t *testing.T) {
	t.Parallel()
	forms := map[string]string{ // The older, then the newer.
		"a log, newest last":   "2026-11-20 09:12:44 ERROR %[1]s\n2026-12-01 11:02:10 ERROR %[2]s\n",
		"a log, newest first":  "2026-12-01 11:02:10 ERROR %[2]s\n2026-11-20 09:12:44 ERROR %[1]s\n",
		"ISO, newest first":    "[2026-12-01T11:02:10.123Z] %[2]s\n[2026-11-20T09:12:44.001Z] %[1]s\n",
		"syslog, newest first": "Dec  1 11:02:10 web-1 app[812]: %[2]s\nNov 20 09:12:44 web-1 app[812]: %[1]s\n",
		"over a year's end":    "Jan  3 11:02:10 web-1 app[812]: %[2]s\nDec 20 09:12:44 web-1 app[812]: %[1]s\n",
		"common log":           "[01/Dec/2026:11:02:10 +0000] %[2]s\n[20/Nov/2026:09:12:44 +0000] %[1]s\n",
		"a line above":         "2026-12-01 11:02:10 ERROR call failed\n%[2]s\n\n2026-11-20 09:12:44 ERROR call failed\n%[1]s\n",
		"a German date":        "27.11. 15:20 Anna: jetzt so:\n  %[2]s\n25.11. 09:10 Anna:\n  %[1]s\n",
		"days alone":           "1) 11/20: %[1]s\n2) 11/27: %[2]s\n",
		"mended":               "%[2]s\n\n%[1]s\nThat one is solved, the role was wrong.\n",
		"mended first":         "%[1]s\n(fixed since)\n%[2]s\n",
		"a changelog":          "v1  %[1]s\n    -> other key. gone.\nv2  %[2]s\n    -> ???\n",
		"not today":            "%[2]s\n\nyesterday it had %[1]s, but not today.\n",
		"a remark in brackets": "%[2]s\n\n%[1]s\n(known, only tried)\n",
		"a remark, Russian":    "%[2]s\n\n%[1]s\nРешено, спасибо.\n",
		"a remark, Chinese":    "%[1]s\n（已解决）\n%[2]s\n",
		"old and new":          "old (until Friday, done):\n> %[1]s\n\nnew (since today):\n%[2]s\n",
		"a quoted ticket":      "> Ticket history (newest first)\n>\n> 27.11. 15:20 user: now it says:\n>   %[2]s\n> 26.11. 09:10 agent: licence assigned\n> 25.11. 17:30 user: %[1]s\n\nStatus: waiting for you.\n",
		"fixed, on its line":   "Today: %[2]s\nLast week: %[1]s - fixed\n",
		"fixed now":            "Today we get %[2]s\n\nYesterday we had %[1]s. That is fixed now, we logged in again.\n",
		"fixed at the head":    "Today: %[2]s\nFixed last week: %[1]s\n",
		"behoben":              "Heute: %[2]s\n\nLetzte Woche: %[1]s. Das ist behoben.\n",
		"resuelto":             "Hoy: %[2]s\nAnoche: %[1]s pero ya volví a iniciar sesión y eso quedó resuelto.\n",
		"fixed, as a heading":  "today:\n%[2]s\n\nMonday, solved:\n%[1]s\n",
		"erledigt, darüber":    "heute:\n%[2]s\n\nMontag, erledigt:\n\n%[1]s\n",
		"fixed, heading first": "Fixed since:\n%[1]s\n\nstill there:\n%[2]s\n",
		"months":               "Dec 1: %[2]s\nNov 24: %[1]s\n",
		"days with a year":     "12/01/2026 %[2]s\n11/24/2026 %[1]s\n",
		"a German sentence":    "Am 01.12. kommt %[2]s\nAm 28.11. kam %[1]s\n",
		"German months":        "1. Dezember: %[2]s\n24. November: %[1]s\n",
		"Spanish months":       "El 24 de noviembre %[1]s\nEl 1 de diciembre %[2]s\n",
		"French months":        "le 24 novembre 2026 %[1]s\nle 1er décembre 2026 %[2]s\n",
		"Portuguese months":    "1 de dezembro %[2]s\n24 de novembro %[1]s\n",
		"Italian months":       "24 novembre: %[1]s\n1 dicembre: %[2]s\n",
		"Russian months":       "24 ноября %[1]s\n1 декабря %[2]s\n",
		"Polish months":        "24 listopada: %[1]s\n1 grudnia: %[2]s\n",
		"seconds":              "1764324902 %[2]s\n1763324902 %[1]s\n",
		"milliseconds":         "{\"time\":1763324902123,\"msg\":\"a\"} %[1]s\n{\"time\":1764324902123,\"msg\":\"b\"} %[2]s\n",
		"weekdays":             "[Tue Dec 01 10:11:12.123 2026] %[2]s\n[Tue Nov 24 10:11:12.456 2026] %[1]s\n",
		"mail dates":           "Tue, 01 Dec 2026 10:11:12 GMT %[2]s\nTue, 24 Nov 2026 10:11:12 GMT %[1]s\n",
		"Korean days":          "11월 24일: %[1]s\n12월 1일: %[2]s\n",
		"a Korean month":       "1) 10월: %[1]s\n2) 11/27: %[2]s\n",
		"Outlook":              "Now it says %[2]s\n\nFrom: Ann <ann@acme.example>\nSent: Tuesday, November 24, 2026 10:11 AM\nTo: support\nSubject: error\n\n%[1]s\n",
		"Outlook, German":      "%[2]s\n\nVon: Anna <anna@acme.example>\nGesendet: Dienstag, 24. November 2026 10:11\nAn: support\n\n%[1]s\n",
		"a mail, German":       "%[2]s\n\nAm 12.11.2026 um 10:11 schrieb Anna <anna@acme.example>:\n> %[1]s\n",
		"a mail":               "%[2]s\n\nOn Tue, Nov 24, 2026 at 10:11 AM Ann <ann@acme.example> wrote:\n> %[1]s\n",
		"newest first":         "History (newest first)\n\n2026-12-01 11:02:10 %[2]s\n2026-12-01 10:12:44 %[1]s\n",
		"neueste zuerst":       "Verlauf, neueste zuerst:\n01.12. 15:20 Anna: jetzt so:\n  %[2]s\n01.12. 14:41 Anna:\n  %[1]s\n",
		"latest at the bottom": "Log (latest at the bottom)\n2026-12-01 10:12:44 %[1]s\n2026-12-01 11:02:10 %[2]s\n",
		"plus récent en haut":  "Historique (le plus récent en haut)\n2026-12-01 11:02:10 %[2]s\n2026-12-01 10:12:44 %[1]s\n",
		"más reciente primero": "Historial, más reciente primero:\n2026-12-01 11:02:10 %[2]s\n2026-12-01 10:12:44 %[1]s\n",
		"新しい順":                 "履歴（新しい順）\n2026-12-01 11:02:10 %[2]s\n2026-12-01 10:12:44 %[1]s\n",
		"Chinese days":         "2026年12月1日 %[2]s\n2026年11月24日 %[1]s\n",
		"headings":             "Today:\n%[2]s\n\nLast week it was:\n%[1]s\n",
		"headings, old first":  "Last week it was:\n%[1]s\n\nToday:\n%[2]s\n",
		"a remark behind":      "%[2]s\n%[1]s   (that was yesterday)\n",
		"sentence":             "We now get this from every call:\n\n%[2]s\n\nBefore we changed the key it said:\n\n%[1]s\n",
		"an old ticket":        "%[2]s\n\nFrom the previous ticket, closed:\n> %[1]s\n",
		"German":               "Jetzt kommt:\n%[2]s\n\nLetzte Woche kam noch:\n%[1]s\n",
		"French":               "Aujourd'hui :\n%[2]s\n\nHier c'était :\n%[1]s\n",
		"Spanish":              "Ahora:\n%[2]s\n\nAyer era esto:\n%[1]s\n",
		"Portuguese":           "Agora:\n%[2]s\n\nOntem era:\n%[1]s\n",
		"Russian":              "Сейчас:\n%[2]s\n\nВчера было так:\n%[1]s\n",
		"Chinese":              "现在：\n%[2]s\n\n上周是这样的：\n%[1]s\n",
		"Japanese":             "今日：\n%[2]s\n\n先週のエラー：\n%[1]s\n",
		"Korean":               "지금:\n%[2]s\n\n지난주에는:\n%[1]s\n",
	}
	for i, sentence := range []string{ // Both errors on a line.
		"We get %[2]s. We also had %[1]s, that one is solved.",
		"We had %[1]s, which is solved now. What we get is %[2]s",
		"It said %[1]s (fixed), and then %[2]s",
		"%[2]s. Das andere, %[1]s, ist behoben.",
		"%[1]s, c'est réglé. Il reste %[2]s",
		"Tenemos %[2]s. También teníamos %[1]s, eso ya está resuelto.",
		"Temos %[2]s. Também tínhamos %[1]s, isso já foi resolvido.",
		"Сейчас %[2]s. Ещё было %[1]s, это решено",
		"现在是 %[2]s。 还有 %[1]s, 已解决",
		"今は %[2]s。 %[1]s, 解決済み",
		"지금은 %[2]s. %[1]s, 해결됐습니다",
	} {
		forms[fmt.Sprintf("a sentence, %d", i)] = sentence + "\n"
	}
	names := slices.Sorted(maps.Keys(atTimes))
	for form, layout := range forms {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for _, older := range names {
				for _, newer := range names {
					if older == newer {
						continue
					}
					want, got := endOf(t, atTimes[newer]), endOf(t, fmt.Sprintf(layout, atTimes[older], atTimes[newer]))
					if want.open != got.open || want.end() != got.end() || want.playbook != got.playbook {
						t.Errorf("%s before %s: %s/%s, want %s/%s", older, newer, got.playbook, got.end(), want.playbook, want.end())
					}
				}
			}
		})
	}
}

// TestNotOlder holds what is no older error: the last words of a client that was tried again, what happened within minutes, and an old
// error whose cause the new one does not tell.
func TestNotOlder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-12-01 11:02:12 ERROR " + atTimes["disabled"] + "\n2026-12-01 09:02:10 ERROR " + atTimes["addresses"]:                                                "org-disabled",
		"History, newest first:\n2026-12-01 11:02:12 API Error: 529 Overloaded\n2026-12-01 09:02:10 " + atTimes["disabled"]:                                       "org-disabled",
		"The newest ones are at the top of the list.\n" + atTimes["disabled"] + "\n" + atTimes["resource"]:                                                        "org-disabled",
		"12 marks of it: " + atTimes["disabled"] + "\n10 may be: " + atTimes["resource"] + "\n3 out of 5 fail, 1 set of keys works":                               "org-disabled",
		"1764324902 " + atTimes["resource"] + "\n1764324990 " + atTimes["disabled"] + "\n1764325990 " + atTimes["resource"]:                                       "org-disabled",
		"Hello, please see below.\n\nFrom: Ann <ann@acme.example>\nSent: Tuesday, November 24, 2026 10:11 AM\nTo: support\n\n" + atTimes["disabled"] + "\n":       "org-disabled",
		"2026-12-01 09:05:12 ERROR " + atTimes["addresses"] + "\n2026-12-01 09:02:10 ERROR " + atTimes["disabled"]:                                                "org-policy",
		"2026-12-01 11:02:10 ERROR " + atTimes["disabled"] + "\n2026-12-01 11:02:12 ERROR API Error: 403 Forbidden\n":                                             "org-disabled",
		"2026-11-30 11:02:10 ERROR " + atTimes["disabled"] + "\n2026-12-01 11:02:12 ERROR API Error: 403 Forbidden\n":                                             "org-disabled",
		"2026-11-20 11:02:10 ERROR " + atTimes["disabled"] + "\n2026-12-01 11:02:12 ERROR API Error: 529 Overloaded\n":                                            "org-disabled",
		"It worked until yesterday. Now:\n" + atTimes["disabled"] + "\n":                                                                                          "org-disabled",
		"Yesterday everything worked:\n" + atTimes["disabled"] + "\n\nand after a retry\nAPI Error: 403 Forbidden":                                                "org-disabled",
		"Yesterday we got\n" + atTimes["disabled"] + "\n":                                                                                                         "org-disabled",
		"2026-12-01 11:02:10 ERROR " + atTimes["disabled"] + "\n2026-12-01 11:02:11 INFO 3 stale locks deleted\n2026-12-01 11:02:12 ERROR " + atTimes["resource"]: "org-disabled",
		atTimes["disabled"] + "\nexpected 200, got 403\nDeleted 3 files.\nKnown issue: none\n" + atTimes["resource"]:                                              "org-disabled",
		"During handling of the previous exception, another one occurred:\n" + atTimes["disabled"] + "\nAPI Error: 500 internal server error\n":                   "org-disabled",
	} {
		if got := endOf(t, text); got.end() != want {
			t.Errorf("%q: %s, want %s", text, got.end(), want)
		}
	}
}
