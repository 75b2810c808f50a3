package evidence

import (
	"slices"
	"strings"
	"unicode/utf8"

	"why403/flow/expr"
)

// What stands after a number that is a status. It is tried on a few characters only.
var (
	afterStatus = expr.Lazy{Expr: `(?i)^["')\]]?[\s:·—–-]*(?:\{|\[\{|<!doctype|<html|\(?forbidden|unauthorized|bad request|not found|too many requests|payment required|status code|permission_error|permission denied|invalid_request|client error|internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|overloaded|payload too large|request (?:entity )?too large|method not allowed|upgrade required|proxy authentication|unavailable for legal|"\{|error\b)`}
	// What a number counts that is no status: "403 files changed".
	counted = expr.Lazy{Expr: `(?i)^ (?:\w+ )?(?:files?|tickets?|messages?|requests?|tokens?|insertions?|deletions?|changes|lines?|bytes|[kmg]i?b|items?|rows?|records?|events?|issues?|commits?|documents?|pages|words|characters|tests?|checks?|cases?|passed|times|seconds?|minutes?|hours?|days?|users?|customers?|people|calls|steps?|tasks?|chunks?|samples?|images?|results?|entries|packages?|models?|milliseconds|ms)\b`}
	// What a person says before a status that they saw.
	tellers = expr.Lazy{Expr: `(?i)\b(?:says?|said|shows?|showing|gives?|gave|gets?|getting|returns?|returning|throws?|throwing|answers?|reply|replies|replied|antwort|réponse|respuesta|risposta|always|denied|refused|upstream) (?:me |us |back |an? )?$`}
	// The same in languages that are written without spaces.
	tellersCJK = expr.Lazy{Expr: `(?:返回|回傳|報|报|提示|显示|顯示|出现|出現|收到|得到|变成|變成|给出|抛出|遇到|碰到|全是|都是|却是|总是|還是|还是|一直是|就是|变|就)(?:了|的是)?(?:一个|一個)?[ :：]?$`}
	namedCJK   = expr.Lazy{Expr: `^ ?(?:エラー|が(?:返|出|発生)|に(?:なる|なり)|を返|에러|오류)`}
	// What follows such a status: an end, or a word for it. A word that it counts is none of them.
	afterCJK = expr.Lazy{Expr: `^ ?(?:$|[\n。，,.；;、！!？?)）」』·]|错误|錯誤|了|报错|拒绝|禁止|forbidden|状态|狀態|无权|unauthorized|error|エラー|が(?:返|出|発生)|に(?:なる|なり)|を返|에러|오류)`}
	// And in others, where a number may count what follows it.
	tellersElsewhere = expr.Lazy{Expr: `(?i)(?:^|[\s(])(?:bekomm\w*|krieg\w*|erhalt\w*|liefert|meldet|antwortet|kommt|kam|renvoie|reçois|retourne|répond|devuelve|recibo|recibimos|responde|obtengo|retorna|recebo|recebemos|devolve|restituisce|ricevo|risponde|возвращает|отда[её]т|выда[её]т|отвечает|приходит|получаем)(?: (?:mit|un|une|uno|um|uma|einen?|immer|nur|par|avec|con|com|sempre|toujours|siempre|всегда|только|код)){0,3} $`}
	afterElsewhere   = expr.Lazy{Expr: `(?i)^(?:$|[\n.,;:!?)]| (?:von|vom|bei|auf|de|del|da|do|della|du|от|на|при|en|em|con|com|avec|sur|forbidden|fehler|erreur|error|erro|ошибк)(?:[^a-z]|$))`}
	// A request, as tools for the network and people write one before its status.
	requested = expr.Lazy{Expr: `\b(?:GET|POST|PUT|PATCH|DELETE) ["'` + "`" + `]?https?://[^\s"'` + "`" + `]+["'` + "`" + `]?[ \t]*(?:\||[:=-]{1,2}>?)?[ \t]*$`}
	// A program that looks for a status was not answered with it.
	compared   = expr.Lazy{Expr: `(?:[=!]==?|\bcase|\bin [\[(]|\b(?:reply|status|sendStatus)\() ?$`}
	statusWord = expr.Lazy{Expr: `(?i)\bstatus(?:[ _]?code)?["']?\s*[:=]\s*["']?(bad ?request|unauthorized|payment ?required|forbidden|not ?found|too ?many ?requests)\b`}
)

var statusWords = map[string]int{
	"badrequest": 400, "unauthorized": 401, "paymentrequired": 402, "forbidden": 403, "notfound": 404, "toomanyrequests": 429,
}

// commonStatuses are taken for one at the start of a sentence, where another number may count something.
var commonStatuses = []int{400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 413, 415, 422, 429, 451, 500, 502, 503, 504, 529}

const around = 40 // Bytes looked at on each side of a number.

// statuses reads the statuses that stand in prose and log lines: "Error code: 403", "403 {", "status code 403".
func (c *collector) statuses() {
	slices.SortFunc(c.taken, func(a, b extent) int { return a.start - b.start })
	text, taken := c.text, c.taken
	for i := 0; i+3 <= len(text); i++ {
		if text[i] < '4' || text[i] > '5' || !digit(text[i+1]) || !digit(text[i+2]) {
			continue
		}
		if i > 0 && (wordByte(text[i-1]) || text[i-1] == '.' || text[i-1] == '$' || text[i-1] == ',') ||
			i+3 < len(text) && (wordByte(text[i+3]) && !glued(text, i) || text[i+3] == '.' && i+4 < len(text) && digit(text[i+4]) || text[i+3] == '%') {
			continue
		}
		for len(taken) > 0 && taken[0].end <= i {
			taken = taken[1:]
		}
		if len(taken) > 0 && taken[0].start <= i {
			i = taken[0].end - 1
			continue
		}
		before := text[max(0, i-around):i]
		after := text[i+3 : min(len(text), i+3+around)]
		status := int(text[i]-'0')*100 + int(text[i+1]-'0')*10 + int(text[i+2]-'0')
		line := text[max(0, i-8*maxQuote):i]
		line = strings.TrimLeft(line[strings.LastIndexByte(line, '\n')+1:], " \t")
		common := slices.Contains(commonStatuses, status)
		if !isStatus(before, after, common) && !(common && requested.MatchString(line) && !counted.MatchString(after)) {
			continue
		}
		after, _, _ = strings.Cut(after, "\n")
		quote := text[i:i+3] + clipWord(after)
		quote = line[beginning(line+quote, len(line), len(line)+len(quote), func(int) bool { return false }):] + quote
		quote = strings.TrimLeft(quote, "{\"'")
		switch n := unclosed(quote); {
		case n == 0:
			quote = quote[1:]
		case n > 0 && strings.HasPrefix(text[i+3:], ")"):
			quote += ")"
		}
		c.add(&report{start: i, end: i + 3, status: status, statusQuote: strings.ToValidUTF8(quote, "")})
	}
	if len(c.parts) > 0 || !containsFold(text, "status") {
		if c.hasStatus() {
			return
		}
	}
	for _, m := range statusWord.FindAllStringSubmatchIndex(text, 8) {
		status := statusWords[strings.ReplaceAll(strings.ToLower(text[m[2]:m[3]]), " ", "")]
		c.add(&report{start: m[0], end: m[1], status: status, statusQuote: text[m[0]:m[1]]})
	}
}

// glued reports whether a status is followed by the words of an answer without a space: "returned error: 400the field is required".
func glued(text string, at int) bool {
	word := at + 3
	for word < len(text) && letter(text[word]) {
		word++
	}
	before := strings.TrimRight(text[max(0, at-around):at], " ")
	return word-at-3 >= minGlued && (strings.HasSuffix(before, "error:") || strings.HasSuffix(before, "code") || strings.HasSuffix(before, "code:"))
}

const minGlued = 4 // Letters of a word; shorter ones are units, as in "error: 500ms".

// isTaken reports whether the place lies in an object, a head or a page. The extents are sorted by then.
func (c *collector) isTaken(at int) bool {
	n, found := slices.BinarySearchFunc(c.taken, at, func(e extent, at int) int { return e.start - at })
	return found || n > 0 && at < c.taken[n-1].end
}

// isStatus reports whether a number between the texts is a status; common tells that it is one often met.
func isStatus(before, after string, common bool) bool {
	if compared.MatchString(before) {
		return false
	}
	if statusName(before) || afterStatus.MatchString(after) {
		return true
	}
	switch {
	case strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")"):
		return true
	case strings.HasSuffix(before, "[") && strings.HasPrefix(after, "]: "):
		return common && sentenceStart(before[:len(before)-1]) && !strings.HasPrefix(after, "]: http") // Markdown numbers links so.
	case tellersCJK.MatchString(before) || namedCJK.MatchString(after):
		return common && afterCJK.MatchString(after)
	case tellersElsewhere.MatchString(before):
		return common && afterElsewhere.MatchString(after)
	case sentenceStart(before) || tellers.MatchString(before) && !containsFold(before, "curl"): // With curl it is compared.
		return common && !counted.MatchString(after) && (after == "" || strings.IndexByte(":\n;.!)", after[0]) >= 0 || after[0] == ' ' && strings.TrimSpace(after) != "")
	}
	return false
}

// statusName reports whether the text ends with a name for what follows, as in "status code: ".
func statusName(before string) bool {
	before = strings.ToLower(strings.TrimRight(before, " \t\n\"'`:=(["))
	for _, name := range statusNames {
		if strings.HasSuffix(before, name) {
			n := len(before) - len(name)
			return n == 0 || !wordByte(before[n-1]) || name == "error" || name == "code" || name == "exception"
		}
	}
	i := len(before)
	for i > 0 && (digit(before[i-1]) || before[i-1] == '.') {
		i--
	}
	return i < len(before) && strings.HasSuffix(before[:i], "http/")
}

var statusNames = []string{
	"code", "status", "error", "err", "exception", "response", "returned", "http", "=>", "->", "→", "got", "received", "failed with", "with", "answered", "forbidden",
	"erreur", "fehler", "errore", "erro", "fout", "fel", "virhe", "hata", "błąd", "ошибка", "ошибку", "помилка", "lỗi", "エラー", "에러", "오류", "错误", "錯誤", "报错", "报错：", "错误：",
}

// sentenceStart reports whether a line or a sentence begins after the text, a mark or a bullet aside.
func sentenceStart(before string) bool {
	bare := strings.TrimRightFunc(before, func(r rune) bool { return r == ' ' || r == '\t' || r >= 0x80 || r == '*' || r == '-' || r == '#' })
	if bare == "" || bare[len(bare)-1] == '\n' {
		return true
	}
	return before[len(before)-1] == ' ' && strings.IndexByte(".:|>", bare[len(bare)-1]) >= 0 || strings.HasSuffix(before, "· ")
}

// clipWord returns the words of a status's name after its number, if that is what follows.
func clipWord(s string) string {
	n := 0
	for n < len(s) && n < 24 && (s[n] == ' ' || letter(s[n])) {
		n++
	}
	switch {
	case n == 24 && n < len(s):
		return ""
	case n < len(s) && (wordByte(s[n]) || s[n] == '\'' || s[n] >= utf8.RuneSelf):
		n = strings.LastIndexByte(s[:n], ' ') + 1 // Not up to the middle of a word.
	}
	return strings.TrimRight(s[:n], " ")
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func wordByte(c byte) bool { return c == '_' || c == '-' || digit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }
