package checklist

import (
	"regexp"
	"strings"
	"sync"
)

// What mail programs and the people at them put under an answer. It is told by its form, and by the words of the languages that people
// write to a support desk in.
var (
	// regards are the words of a farewell that say nothing else, and thanks those that could stand in a sentence, too.
	regards = part(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:(?:with|mit|met|med|con|com|avec)\s+)?(?:(?:best|kind|kindest|warm|warmest|many|freundlichen?|freundliche|viele|viele liebe|beste|besten|schöne|schönen|liebe|lieben|herzliche|herzlichen|sonnige|vriendelijke|hartelijke|vänliga?|venlig|vennlig|cordiali|distinti|cordiales|un cordial|un|bien)\s+)+(?:regards|wishes|grüße?n?|gruß|gruss|grüssen?|dank|groete?n?|groet|hälsning(?:ar)?|hilsen|saluti|saludos?|cordialement)` +
			`|regards|(?:yours |very )?(?:sincerely|truly|faithfully)(?: yours)?|cordialement|bien à (?:vous|toi)|sincères salutations|salutations(?: distinguées)?|atentamente|atenciosamente|saludos|cordiali saluti|saluti|cumprimentos|abraços?|grüße|gruß|grüsse|gruss|groeten?|groetjes|hälsningar|hilsen|mfg|mvg|mvh|pozdrawiam|z poważaniem|s pozdravem|с уважением|ystävällisin terveisin|terveisin|saygılarımla|敬具|よろしくお願いします|よろしくお願いいたします|此致|祝好`)
	})
	thanks = part(func() *regexp.Regexp {
		return regexp.MustCompile(`best|cheers|br|rgds|brgds|lg|vg|hth|all the best|take care|talk soon|have a (?:nice|great|good) .{1,20}|(?:many |kind )?(?:thanks|thank you|thx|ty)(?: (?:so|very) much| a lot| again| in advance)?|danke(?: (?:schön|sehr|im voraus))?|(?:vielen|besten|herzlichen) dank(?: im voraus)?|merci(?: (?:beaucoup|d'avance|par avance))?|(?:muchas )?gracias(?: de antemano)?|(?:mille )?grazie(?: mille)?|(?:muito )?obrigad[oa]|bedankt|alvast bedankt|tack(?: på förhand)?|takk|tak|kiitos|dziękuję|dzięki|děkuji|спасибо|teşekkürler|谢谢|谢谢！|ありがとうございます`)
	})
	// name is a name of three words at most, behind a comma or without one, with a mark at the end.
	name = part(func() *regexp.Regexp {
		return regexp.MustCompile(`(?-i:\s*[,.!;:–-]*|\s*[,.!–-]*\s+\p{Lu}[\p{L}.'-]*(?:\s+\p{Lu}[\p{L}.'-]*){0,2}[.,!]?|\s*/\s*\p{L}+)\s*$`)
	})
	// sent are the words for sending, and programs what sends.
	sent = part(func() *regexp.Regexp {
		return regexp.MustCompile(`sent (?:from|via|with|by|using)|gesendet|von meinem|hol(?:en)? sie sich|envoyé|enviado|enviada|inviato|verzonden|skickat|sendt|wysłan[eoy]|отправлено|送信|lähetetty|gönderildi|télécharger|obtener|diese nachricht wurde|this (?:e-?mail|message) was sent`)
	})
	programs = part(func() *regexp.Regexp {
		return regexp.MustCompile(`iphone|ipad|ios|android|galaxy|samsung|pixel|huawei|xiaomi|outlook|proton ?mail|yahoo|blackberry|mail for windows|windows mail|gmail|thunderbird|apple mail|mobile|handy|smartphone|telefon|téléphone|móvil|mobil|phone|tablet`)
	})

	// farewell is a farewell that is a line of its own, or has a name behind it.
	farewell = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:` + regards() + `|` + thanks() + `)` + name())
	})
	// parting is one at the end of a line that says something.
	parting = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:^|[.!?,;)\s])\s*(?:` + regards() + `)` + name())
	})
	// rule is a line that only divides, the mark of a signature among them, or names what is forwarded below it.
	rule = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[-–—_=*~]{2,}|[—–])\s*(?:[^-–—_=*~]{0,60}[-–—_=*~]{2,})?\s*$`)
	})
	// device is what a telephone or a mail program says of itself.
	device = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:` + sent() + `).{0,30}\b(?:` + programs() + `).{0,80}$|^.{0,30}(?:` + programs() + `).{0,20}(?:` + sent() + `)\W*$|^get outlook for |^发自.{0,40}$`)
	})
	// wrote introduces a quoted mail: it names who wrote, or when, and ends in a colon.
	wrote = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^.{0,160}(?:\b(?:wrote|schrieb|escribió|scritto|schreef|escreveu|skrev|yazdı|kirjoitti)\b|\bécrit\b|napisał|napsal|написал|写道|書きました|<[^<>\s]+@[^<>\s]+>|\b\d{4}\b.{0,40}\d{1,2}[:.]\d{2}|\d{4}年).{0,80}[:：]\s*$|^on .{6,160}<[^>]*>\s*$`)
	})
	// dated is the first half of such a line.
	dated = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b\d{4}\b|\d[:.]\d{2}\b`) })
	// header is the first line of the head of a quoted mail.
	header = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^\**(?:from|sent|to|subject|date|von|gesendet|an|betreff|datum|de|envoyé|à|objet|enviado|para|asunto|da|inviato|oggetto|van|verzonden|onderwerp|från|skickat|till|ämne|fra|sendt|til|emne|od|wysłano|do|temat|от|отправлено|кому|тема|发件人|发送时间|收件人|主题|差出人|送信日時|宛先|件名)\s?[:：]\**\s`)
	})
)

// part is a part of an expression, made when it is first asked for.
func part(expression func() *regexp.Regexp) func() string {
	return sync.OnceValue(func() string { return expression().String() })
}

// closes reports whether the line ends what somebody wrote: a farewell, a signature, a quoted mail. A line that a mail program broke is
// told with the next.
func closes(line, next string) bool {
	if line == "" {
		return false
	}
	for _, m := range []func() *regexp.Regexp{farewell, rule, device, wrote} {
		if m().MatchString(line) {
			return true
		}
	}
	if header().MatchString(line) && (header().MatchString(next) || strings.Contains(line, "@")) {
		return true
	}
	return dated().MatchString(line) && strings.Contains(next, "@") && !dated().MatchString(next) && wrote().MatchString(line+" "+next)
}

// unsigned is the text without a farewell at its end.
func unsigned(text string) string {
	if farewell().MatchString(text) {
		return ""
	}
	if at := parting().FindStringIndex(text); at != nil {
		return strings.TrimRight(text[:at[0]+1], " ,;\n")
	}
	return text
}
