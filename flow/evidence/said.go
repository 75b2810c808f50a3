package evidence

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/expr"
)

// What a person writes about a comparison, such as "other models answer", is no fact: it is offered as the answer to its
// question. Only what the person states as seen is offered. A question, a denial, a hypothesis, what others say and what stands in
// a log, in code or between quotation marks offers nothing; where it is not clear which of these a sentence is, neither does it.

// Phrasebook finds what people write that suggests answers to questions. It is read-only and safe for concurrent use.
type Phrasebook struct {
	asks           []suggested
	phrases, hints *branches
}

// PhraseIndex is what phrases are searched by. It is plain data, as Index is.
type PhraseIndex struct {
	Phrases Index
	// Hints are words without which no phrase is in a text. Few texts have any, so the others need not be taken apart.
	Hints Index
}

// hints finds them in what the phrases need, each by its alternatives. What families of words stand for is not in the text as it
// was written, and what has spaces in it may be broken.
func hints(phrases [][]Branch) Index {
	var all []Branch
	for _, a := range slices.Concat(phrases...) {
		var needs [][]string
		for _, list := range a.Needs {
			var any []string
			for _, l := range list {
				if w := longestWord(l); w != "" && !strings.Contains(w, worksToken[:1]) {
					any = append(any, w)
				}
			}
			if len(any) == len(list) {
				needs = append(needs, any)
			}
		}
		all = append(all, Branch{Needs: needs})
	}
	return indexOf([][]Branch{all})
}

func longestWord(text string) string {
	longest := ""
	for w := range strings.FieldsSeq(text) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	return longest
}

// suggested is one question with the patterns for its answers.
type suggested struct {
	question        string
	yes, no, unless []phrase
}

// phrase is one pattern.
type phrase struct {
	*pattern
	works bool // It asks for a call that is answered; what it matches has no word for one that fails.
}

// What stands in a clause and in the patterns of a playbook for whole families of words: for a call that is answered, and for one
// that is refused. No clause has such characters of its own.
const (
	worksToken = "<works>"
	failsToken = "<fails>"
)

// Expression returns the regular expression that a pattern of a playbook stands for, over what Told returns.
func Expression(pattern string) string {
	return tokens.Replace(pattern)
}

// tokens takes the word boundary before a family, too: a token begins with no letter.
var tokens = strings.NewReplacer(`\b{works}`, worksToken, `\b{fails}`, failsToken, "{works}", worksToken, "{fails}", failsToken)

// Told returns the text in small letters, with what people write for a call that is answered and for one that is refused made one.
func Told(text string) string {
	text = saidHarmless.ReplaceAllString(strings.ToLower(text), "")
	return saidWorks.ReplaceAllString(saidFails.ReplaceAllString(text, failsToken), worksToken)
}

// CompilePhrases makes the phrases of the questions ready. The index may be kept as in Share. The error joins a *FieldError for every
// pattern that does not compile, with the question in the place of the sign.
func CompilePhrases(questions []flow.Question, kept PhraseIndex) (*Phrasebook, error) {
	c := newCompiler(kept.Phrases)
	s := &Phrasebook{phrases: c.branches}
	var answers [][]Branch // Of what suggests one.
	for _, q := range questions {
		c.sign = &Sign{ID: q.ID}
		all := func(field string, list []string) []phrase {
			var out []phrase
			for _, expr := range list {
				if p := c.pattern("said."+field, Expression(expr)); p != nil {
					out = append(out, phrase{p, strings.Contains(expr, "{works}")})
					if field != "unless" && kept.Hints.Patterns == "" {
						list, _ := alternatives(Expression(expr)) // Which the pattern was made of.
						answers = append(answers, list)
					}
				}
			}
			return out
		}
		if p := q.Said; len(p.Yes)+len(p.No) > 0 {
			s.asks = append(s.asks, suggested{q.ID, all("yes", p.Yes), all("no", p.No), all("unless", p.Unless)})
		}
	}
	if err := c.done(); err != nil {
		return nil, err
	}
	if kept.Hints.Patterns == "" {
		kept.Hints = hints(answers)
	}
	hints := branchesOf(&kept.Hints)
	s.hints = &hints
	return s, nil
}

// Index returns what the phrases are searched by, for keeping it.
func (s *Phrasebook) Index() PhraseIndex { return PhraseIndex{*s.phrases.Index, *s.hints.Index} }

const maxWords = 120 // Characters of the words that an offer quotes.

// Statement is a clause in which the person who wrote a text states something.
type Statement string

// Statements returns what the person who wrote the text states. It takes time linear in the length of the text.
func Statements(text Pasted) []Statement {
	var out []Statement
	for _, c := range clauses(clean(ends(text.read)), func(string) bool { return true }) {
		if states(c) {
			out = append(out, Statement(c))
		}
	}
	return out
}

// Read returns what a text offers: see Offers.
func (s *Phrasebook) Read(text Pasted) []flow.Offer {
	said := clean(ends(text.read))
	if !s.hinted(said) {
		return nil
	}
	return s.offers(clauses(said, s.hinted), states)
}

// hinted reports whether the text has the words that some phrase needs.
func (s *Phrasebook) hinted(text string) bool {
	all := s.hints.Ends.len()
	return s.hints.find(strings.ToLower(text)).next(0, all) < all
}

// Offers tells what the statements suggest: an answer for each question that all of them that bear on it suggest alike, in the order
// of the questions.
func (s *Phrasebook) Offers(statements []Statement) []flow.Offer {
	clauses := make([]string, len(statements))
	for i, st := range statements {
		clauses[i] = string(st)
	}
	return s.offers(clauses, func(string) bool { return true })
}

// offers does so for those clauses that count, which is asked of those alone that suggest something: a phrase is found far sooner.
func (s *Phrasebook) offers(clauses []string, counts func(clause string) bool) []flow.Offer {
	found := make([]flow.Offer, len(s.asks))
	both := make([]bool, len(s.asks))
	for _, clause := range clauses {
		told := newHay(Told(clause))
		counts := sync.OnceValue(func() bool { return counts(clause) })
		for i := range s.asks {
			v := s.asks[i].suggests(told)
			switch {
			case v == flow.Unknown || !counts():
			case found[i].Value == flow.Unknown:
				found[i] = flow.Offer{Question: s.asks[i].question, Value: v, Words: printable(clause, maxWords)}
			case found[i].Value != v:
				both[i] = true
			}
		}
	}
	var out []flow.Offer
	for i, o := range found {
		if o.Value != flow.Unknown && !both[i] {
			out = append(out, o)
		}
	}
	return out
}

// suggests returns the answer that the clause suggests; Unknown for none, and where it suggests both.
func (q *suggested) suggests(clause *hay) flow.Value {
	says := func(list []phrase, works bool) bool {
		return slices.ContainsFunc(list, func(p phrase) bool {
			f := p.first(clause)
			if !f.ok() {
				return false
			}
			from, to := f.place[0], f.place[1]
			low, high := pieces(clause.low, from, to)
			match := clause.low[from:to]
			if p.works && (saidRefusing.MatchString(match) || works && denies(match)) {
				return false
			}
			return !denies(clause.low[low:from]) && !denies(clause.low[to:high])
		})
	}
	yes, no := says(q.yes, true), says(q.no, false)
	switch {
	case yes == no, slices.ContainsFunc(q.unless, func(p phrase) bool { return p.first(clause).ok() }):
		return flow.Unknown
	case yes:
		return flow.Yes
	default:
		return flow.No
	}
}

// pieces returns the pieces between commas that the place touches. A piece that only goes on with the one before belongs to it.
func pieces(clause string, from, to int) (low, high int) {
	high = len(clause)
	for _, at := range saidCommas.FindAllStringIndex(clause, -1) {
		switch {
		case saidGoesOn.MatchString(clause[at[1]:]):
		case at[1] <= from:
			low = at[1]
		case at[0] >= to && at[0] < high:
			high = at[0]
		}
	}
	return low, high
}

func denies(text string) bool {
	return saidDenying.MatchString(text)
}

// How sentences are taken apart, and what makes one no statement.
var (
	// What people write for a call that is answered.
	saidWorks = expr.Lazy{Expr: `\b(?:(?:gets?|got) an answer|works?|worked|is working|answers?|answered|responds?|responded|succeeds?|succeeded|go(?:es)? through|went through|(?:is|are|was|were|runs?) (?:all |just |perfectly )?(?:fine|ok|okay)|(?:gets?|got|gives?|gave|returns?|returned)(?: back)? (?:a |an? http )?200|fine)\b(?: (?:fine|ok|okay|well|perfectly)\b)?` +
		`|(?:ça |cela |tout )?\b(?:marche|marchent|fonctionne|fonctionnent)\b(?: bien)?` +
		`|(?:\b(?:sí |me |nos |todo |tudo )+)?\b(?:funcionan?|funcionam|va bien)\b(?: bien| bem)?|\bdá certo\b` +
		`|(?:(?:всё|все|нормально) )*(?:работа(?:ет|ют)|заработал[оаи]?)(?: нормально| отлично)?`}
	// What they write for one that is refused.
	saidFails = expr.Lazy{Expr: `\b(?:fails?|failed|(?:is|are|was|were|gets?|got) (?:also |too )?(?:refused|rejected|denied|blocked|forbidden)|(?:gets?|got|gives?|gave|returns?|returned|shows?|see) (?:me |us )?(?:also )?(?:a |the |exactly )*(?:same )?(?:403|error|refusal)|(?:does|do|did|is|are)(?: not|n't|nt) (?:work|working|help|answer|respond|go through)|(?:can|could)(?:not|'t| not) (?:work|help)|(?:the )?same (?:403|error|result|problem|refusal)` +
		`|(?:answers?|answered|responds?|responded|antwortet|répond|responde|responden|respondem) (?:with |mit |con |com |par )?(?:an? |une? |einen? |um |el |o )?(?:http )?(?:40[0-9]|errors?|fehler|erreur|erro))\b` +
		`|(?:ça |cela |tout |il |elle )?\bne (?:marche|fonctionne|répond|change|aide)(?:nt)?\b(?: (?:pas|plus|rien|non plus|même)\b)*|(?:échoue|échouent)\b|\b(?:est|sont) (?:aussi )?refusée?s?\b|\b(?:le |la )?même (?:403|erreur|refus)\b` +
		`|\b(?:tampoco|no|também não)(?: (?:me|nos))? (?:funcionan?|funcionam|ayuda|va bien)\b|não (?:funcionam?|ajuda|dá certo)|\b(?:fallan?|falham?)\b|\b(?:(?:da|dan|sale|dá) )?(?:el|o) mismo (?:403|error)\b|\bo mesmo (?:403|erro)\b` +
		`|(?:тоже |также )?не (?:работа(?:ет|ют|ло|ли)|заработал[оаи]?|помог(?:ло|ает|ла)?|помогает|отвеча(?:ет|ют))|(?:тоже )?отвеча(?:ет|ют) 40\d|(?:тоже|всё равно|опять) (?:403|401|ошибка)|то же самое|та же ошибка`}
	// Between pieces of a clause.
	saidCommas = expr.Lazy{Expr: `, ?|，|、`}
	// A piece that goes on with the one before.
	saidGoesOn = expr.Lazy{Expr: `^(?:that|as|including|even|nor|or|not|which|neither|dass|que)\b`}
	// Denials that say nothing but that something works.
	saidHarmless = expr.Lazy{Expr: ` ?\b(?:no|without|ohne|sin|sans|sem) (?:an?y? )?(?:single )?(?:403s?|errors?|problems?|issues?|trouble|fehler|problem[ea]?s?|problèmes?|errores|erros?|erreurs?)\b| ?без (?:проблем|ошибок)`}
	// Denials.
	saidDenying = expr.Lazy{Expr: `\b(?:not|no|cannot|isnt|doesnt|dont|didnt|wont|cant|nicht|kein\w*|ni|ne|pas|tampoco|aucune?)\b|n't\b|\bnão\b|(?:^|\s)(?:не|ни|нет)(?:\s|$)|不|没|沒|无法|ない|ません`}
	// Words for a call that fails.
	saidRefusing = expr.Lazy{Expr: `<fails>|\b(?:fail\w*|refus\w*|error|denied|403|forbidden|block\w*|reject\w*|broken|stop\w*|schlägt|scheitert|fehler|falla)\b|失敗|失败|エラー|报错`}
	// An "if" that tells of what was done.
	saidTried = expr.Lazy{Expr: `(^|\b(?:works?|worked|fails?|failed|fine)(?: again)?) ?\bif (i|we)\b`}
	// A key that was changed, and words for when.
	saidChanged = expr.Lazy{Expr: `\b(?:rotat|renew|replac|regenerat|recreat|re-?issu|creat|generat|made\b|rotiert|erneuert|ausgetauscht|erstellt|erzeugt|rotad|rotamos|rotó|renov|renouvel|remplac|chang|cambi|reemplaz|regener|rotacion|troca|troqu|substitu)|обнов|смен|замен|перевыпу|пересозда|ротир|轮换|更换|换了|重新生成|重置|新建|ローテーション|再発行|再生成|更新|交換`}
	saidWhen    = expr.Lazy{Expr: `\b(?:yesterday|last (?:week|night)|earlier today|(?:an?|one|two|three|a few|some|\d{1,2}) (?:minutes?|hours?|days?) ago|gestern|vor \w+ (?:tagen?|stunden?|minuten)|ayer|hier|ontem)\b|вчера|昨天|昨日|前天`}
	// What a clause begins with before it says anything.
	saidOpening = expr.Lazy{Expr: `^(?:and|so|also|then|or|und|y|que|\d{1,2}[.)])[ ,]+`}
	// Words of somebody else.
	saidQuoting = expr.Lazy{Expr: "[\"`„«»“”「」『』]|(?:^|\\s)'|'(?:\\s|$)"}
	// Where a sentence goes over to what nothing said before bears on.
	saidTurns = expr.Lazy{Expr: `[;；()（）]|,? \b(?:but|however|although|though|whereas|while|aber|jedoch|hingegen|während|pero|aunque|mientras)\b,? ?| [-–—] |但是|不过|但|然而|却|けれども|けれど|けど|しかし|(?:です|ます|した|する|く|る|た)(?:が|のに)、`}
	// A question.
	saidAsks = expr.Lazy{Expr: `[?？¿]|(?:^|\s)ли(?:\s|$)|^(?i:почему|как|кто|можно|куда)\s|^(?:est-ce|pourquoi|comment|quelqu.un|alguém|como|por que)\b|吗|呢$|か[。.]?$|是否|会不会|能不能|是不是|^(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have you|have they|why|what|how|which|who|where|anyone|anybody|any idea|kann|können|warum|wieso|funktioniert (?:es|das)|geht (?:es|das)|por qué|cómo|puede|funciona con)\b`}
	// Guesses, plans, what was once, and what others say.
	saidHedges = expr.Lazy{Expr: `\b(?:if|whether|unless|wonder\w*|should|would|could|might|may|maybe|perhaps|probably|possibly|presumably|likely|supposed?|supposedly|expect\w*|hop(?:e|es|ed|ing)|assum\w*|guess\w*|suspect\w*|think|thinks|thought|believe\w*|seems?|apparently|theoretically|theory|unsure|untested|unclear|unknown|sure|certain|imagine|pretend|will|won't|shall|going to|gonna|wants?|wanted|needs?|needed|must|try|trying|please|check|verify|ensure|let (?:me|us|you)|tell me|used to|yesterday|last (?:week|month|year|time|night)|until|till|before|earlier|previously|formerly|ago|no longer|any ?more|as soon as|as long as|only once|haven't|have not|hasn't|have never|(?:didn't|did not|don't|do not|can't|cannot|can not) (?:yet )?(?:try|test|check|know|tell|say|see|have|remember)|no idea|sometimes|occasionally|randomly|suggest\w*|recommend\w*|advi[sc]e\w*|says?|said|saying|tells?|told|claim\w*|reports?|reported|reportedly|writes?|wrote|written|states?|stated|mention\w*|announc\w*|according|(?:per|in|by|following) (?:the |your |their )?(?:\w+ )?(?:docs?|documentation|guide|manual|article|blog|readme|faq|changelog)|documented|forum|reddit|stack ?overflow|e\.g|example|some people|somebody|someone|users|everyone else|others|for (?:him|her|them|everyone|my colleagues?|a colleague|our colleagues?|some|most)|falls|ob|vielleicht|wahrscheinlich|vermutlich|sollten?|könnten?|würden?|müssten?|angeblich|laut|glaube|denke|weiß|gestern|früher|si|quizás?|tal vez|debería|podría|creo|supongo|según|ayer|antes|puede que|talvez|deveria|poderia|acho|suponho|segundo|ontem|disse(?:ram)?|peut-être|devrait|pourrait|marcherait|crois|pense|suppose|selon|paraît|semble|hier|avant|dit|disent)\b|^se (?:eu|a gente|usar\w*|mudar|trocar|for|fosse|o|com)\b|` +
		`(?:^|\s)(?:говор|сказал|пишут|пишет|слышал|возможно|может|наверн|вероятно|кажется|думаю|считаю|предполага|если|раньше|вчера|до этого|должн|поддержк|по словам|видимо|якобы)|如果|要是|可能|也许|或许|应该|据说|听说|文档|不知道|不确定|没试|还没|以前|昨天|かどうか|かもしれ|はず|でしょう|だろう|らしい|たぶん|多分|もし|なら|と思|によると|わから|昨日|以前`}
	// Denials that hold for the whole clause.
	saidNever = expr.Lazy{Expr: `\b(?:none|neither|nobody|no one|nor|never|hardly|rarely|seldom|instead of|rather than|as opposed to|niemand|nie|weder|nunca|jamais)\b|никогда|никто`}
	// A word before what the same person goes on to say.
	saidAside = expr.Lazy{Expr: `^(?i:note|update|edit|ps|fyi|btw|also|interesting|observation|workaround): `}
	// The mark of an item of a list.
	saidBullet = expr.Lazy{Expr: `^(?:[-*•–→]|\d{1,2}[.)]) +`}
	// An object on the line.
	saidObject = expr.Lazy{Expr: `\{.*\}`}
	// How lines of logs, code, headers and commands begin, or what stands in them.
	saidProgram = expr.Lazy{Expr: `^(?:[^\pL\pN('¿]|\[?\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d|(?:INFO|WARN(?:ING)?|DEBUG|ERROR|TRACE|FATAL|HTTP)\b|HTTP/|(?:Error|API Error|Caused by)[:(]|Traceback |curl (?:-|http)|(?:npm|pip|export|import|raise|return|def|const|let|var|class) \S|at \S+[(:]|File |[\w.-]+(?:Error|Exception)\b|[\w.@-]+: )|[{}<>\\]|::|\);|=>|==|\w\(|\w=`}
)

// maxSaid is how much is looked at of a long text, at either end: people write before a log, or after it.
const maxSaid = 4 << 10

// ends returns the text, or of a long one both ends without the lines that the cut tore.
func ends(text string) string {
	if len(text) <= 2*maxSaid {
		return text
	}
	head, tail := text[:maxSaid], text[len(text)-maxSaid:]
	head = head[:strings.LastIndexByte(head, '\n')+1]
	_, tail, _ = strings.Cut(tail, "\n")
	return head + "\n" + tail
}

// clauses returns the clauses of what a person wrote, of those that matter, but for questions.
func clauses(text string, matters func(string) bool) []string {
	var out []string
	take := func(clause string, whole bool) {
		if !whole && !matters(clause) {
			return
		}
		clause = strings.Trim(clause, " \t,.!。！-–—:：*•，、…")
		if clause = clause[len(saidOpening.FindString(asciiLower(clause))):]; clause != "" {
			out = append(out, clause)
		}
	}
	for _, sentence := range sentences(text) {
		if !matters(sentence) {
			continue
		}
		low := asciiLower(sentence)
		if saidAsks.MatchString(low) {
			continue
		}
		from := 0
		for _, at := range saidTurns.FindAllStringIndex(low, -1) {
			take(sentence[from:at[0]], false)
			from = at[1]
		}
		take(sentence[from:], from == 0)
	}
	return out
}

// states reports whether a clause states something as seen.
func states(clause string) bool {
	low := strings.ToLower(clause)
	return !saidQuoting.MatchString(low) && !saidAsks.MatchString(low) && !saidNever.MatchString(low) && !saidHedges.MatchString(certainly(low))
}

// certainly takes out what only looks like a hypothesis, "if I use curl it works" tells of what was done, and when a key was changed:
// that it was so once is what is told.
func certainly(clause string) string {
	clause = saidTried.ReplaceAllString(clause, "$1 when $2")
	if saidChanged.MatchString(clause) {
		clause = saidWhen.ReplaceAllString(clause, "")
	}
	return clause
}

// sentences returns what of the text is prose, sentence by sentence, with the mark that ends each. Lines that were wrapped are put
// together again.
func sentences(text string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		out = append(out, split(b.String())...)
		b.Reset()
	}
	fenced, open := false, 0 // Open are the braces of an object that runs over several lines.
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\n")
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			end()
			continue
		}
		said := prose(line)
		within := open > 0
		if open = max(0, open+strings.Count(line, "{")-strings.Count(line, "}")); line == "" {
			open = 0
		}
		if fenced || within || said == "" {
			end()
			continue
		}
		first, _ := utf8.DecodeRuneInString(said)
		if b.Len() >= maybeWrapped && unicode.IsLower(first) {
			b.WriteByte(' ')
		} else {
			end()
		}
		b.WriteString(said)
	}
	end()
	return out
}

const (
	maybeWrapped = 40 // Bytes of a line that may have been wrapped; a shorter one was ended.
	maxLong      = 4 << 10
)

// prose returns what of the line a person may have written: "" for a line of a program.
func prose(line string) string {
	if line == "" || len(line) > maxLong || line[0] == '\t' || strings.HasPrefix(line, "    ") {
		return ""
	}
	line = strings.TrimSpace(line)
	line = saidBullet.ReplaceAllString(line, "")
	line = saidAside.ReplaceAllString(line, "")
	line = saidObject.ReplaceAllString(line, ";")
	if saidProgram.MatchString(strings.ReplaceAll(line, " loc=", " loc ")) { // Where people say what a trace shows.
		return ""
	}
	return strings.Join(strings.Fields(line), " ")
}

// split returns the sentences of a paragraph.
func split(text string) []string {
	var out []string
	from := 0
	for i, r := range text {
		n := i + utf8.RuneLen(r)
		ends := strings.ContainsRune("。！？", r) || strings.ContainsRune(".!?", r) && (n == len(text) || text[n] == ' ')
		if ends {
			out = append(out, strings.TrimSpace(text[from:n]))
			from = n
		}
	}
	if rest := strings.TrimSpace(text[from:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// CheckPhrase reports a pattern that does not compile.
func CheckPhrase(pattern string) error {
	_, err := regexp.Compile(Expression(pattern))
	return err
}
