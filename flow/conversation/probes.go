package conversation

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// ToldSign is the sign of what came of a probe.
func ToldSign(t flow.ProbeResult) string {
	if t.Tells {
		return "•"
	}
	return "?"
}

// toldWord says whether a probe told something.
func toldWord(t flow.ProbeResult) string {
	if t.Tells {
		return i18n.T("told")
	}
	return i18n.T("could not tell")
}

// Told is what came of a probe: what was told, by which facts, and with details what that rests on.
func (s *State) Told(t flow.ProbeResult, details bool) []page.Block {
	tone, word := page.Good, toldWord(t)
	if !t.Tells {
		tone = page.Warn
		if len(t.Shows()) > 0 {
			word = i18n.T("not decided by it; what else it showed stands below")
		}
	}
	blocks := []page.Block{
		page.Text{Text: s.ProbeTitle(t.Probe), Said: t.Probe + ": " + s.ProbeTitle(t.Probe), Tone: page.Strong},
		page.Text{Sign: ToldSign(t) + " ", Text: word + ": " + oneLine(t.Means), Tone: tone},
	}
	var under []page.Block
	for _, f := range t.Shows() {
		under = append(under, page.Text{Text: ValueWord(f.Value) + ": " + s.Says(f)})
	}
	if details {
		parts := []string{s.came(t)}
		if t.RequestID != "" {
			parts = append(parts, i18n.T("request id %s", oneLine(t.RequestID)))
		}
		if t.AnsweredBy != "" {
			parts = append(parts, i18n.T("answered by %s", oneLine(t.AnsweredBy)))
		}
		if t.Retried {
			parts = append(parts, i18n.T("sent twice, after the wait that was asked for"))
		}
		if t.Broke.Layer != "" {
			where := string(t.Broke.Layer)
			if class := string(t.Broke.Class); class != where {
				where += ", " + class
			}
			parts = append(parts, i18n.T("broke at %s", where))
		}
		under = append(under, page.Text{Text: strings.Join(parts, " · "), Tone: page.Faint})
		for _, w := range t.Ways {
			sign := "✓ "
			if w.Broke.Layer != "" || !w.Tells {
				sign = "! "
			}
			under = append(under, page.Text{Sign: sign, Text: oneLine(w.Route) + ": " + oneLine(w.Means)})
		}
		if times := timingWord(t.Timing); times != "" {
			under = append(under, page.Text{Text: times, Tone: page.Faint})
		}
	}
	if under != nil {
		blocks = append(blocks, page.Group{Indent: 4, Blocks: under})
	}
	return blocks
}

// came says what came back, in the place of a status where that is none.
func (s *State) came(t flow.ProbeResult) string {
	switch p := s.Book.Playbook.Probe(t.Probe); {
	case t.Status > 0:
		return strings.TrimSpace(i18n.T("status %s %s", strconv.Itoa(t.Status), oneLine(t.Type)))
	case t.Seen && p != nil && p.Measures == flow.AsksTLS:
		return i18n.T("a certificate came; no request was sent")
	case t.Seen:
		return i18n.T("addresses came; no request was sent")
	default:
		return i18n.T("no answer came")
	}
}

// ProbeTitle names a probe.
func (s *State) ProbeTitle(id string) string {
	for _, c := range s.cards() {
		if c.Probe != nil && c.Probe.ID == id {
			return page.Line(c.Probe.Title)
		}
	}
	if p := s.Book.Playbook.Probe(id); p != nil {
		return page.Line(p.Title)
	}
	return page.Line(id)
}

// NotKnownToBeOurs says when to take what is not known to be this session's.
func NotKnownToBeOurs() string {
	return i18n.T("Take it only if it was run for this call: with the same key, model and address.")
}

// NothingTold says that no probe told anything.
func NothingTold() string { return i18n.T("No probe told anything, so nothing changes.") }

// Noted says how what was measured is taken back.
func (s *State) Noted() string {
	return i18n.T("Noted as measured; %s takes it back, the trail changes it.", s.call(UndoLast))
}

// CostWord says what a probe costs.
func CostWord(c flow.Cost) string {
	var parts []string
	if c.Tokens > 0 {
		parts = append(parts, i18n.T("about %s", i18n.Count(c.Tokens, i18n.T("token"))))
	}
	if c.Money != "" {
		parts = append(parts, page.Line(c.Money))
	}
	if len(parts) == 0 {
		return i18n.T("nothing")
	}
	return strings.Join(parts, ", ")
}

// SpanWord is a duration.
func SpanWord(d time.Duration) string {
	switch {
	case d >= time.Minute && d%time.Minute == 0:
		return i18n.T("%d min", d/time.Minute)
	case d >= time.Second:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d >= time.Millisecond:
		return i18n.T("%d ms", d.Milliseconds())
	default:
		return i18n.T("under 1 ms")
	}
}

// timingWord says how long the parts of an exchange took; "" if there was none.
func timingWord(t flow.Timing) string {
	var parts []string
	for _, p := range [...]struct {
		word string
		d    time.Duration
	}{{i18n.T("DNS"), t.DNS}, {i18n.T("connect"), t.Connect}, {i18n.T("TLS"), t.TLS}, {i18n.T("first byte"), t.FirstByte}, {i18n.T("in all"), t.Total}} {
		if p.d > 0 {
			parts = append(parts, p.word+" "+SpanWord(p.d))
		}
	}
	return strings.Join(parts, " · ")
}

// replyWord says where a reply comes in: its status and type.
func replyWord(r flow.Reply) string {
	parts := append(slices.Clone(r.Status), r.Type...)
	if len(parts) == 0 {
		return i18n.T("any answer")
	}
	return page.Line(strings.Join(parts, " "))
}

// StageWord says in a word how far a probe is.
func StageWord(s flow.ProbeStage) string {
	switch s {
	case flow.Queued:
		return i18n.T("waits")
	case flow.Resolving:
		return i18n.T("DNS")
	case flow.Connecting:
		return i18n.T("connects")
	case flow.Securing:
		return i18n.T("TLS")
	case flow.Waiting:
		return i18n.T("sent")
	case flow.Receiving:
		return i18n.T("answers")
	case flow.Pausing:
		return i18n.T("pauses")
	default:
		return i18n.T("done")
	}
}

// StatusWord is the status of what came of a probe.
func StatusWord(t flow.ProbeResult) string {
	if t.Status == 0 {
		return i18n.T("no reply")
	}
	return strconv.Itoa(t.Status)
}

// Came says in one line what came of a probe: its status, how long it took, and whether it told something.
func (s *State) Came(t flow.ProbeResult) string {
	parts := []string{toldWord(t), StatusWord(t)}
	if t.Timing.Total > 0 {
		parts = append(parts, SpanWord(t.Timing.Total))
	}
	return s.ProbeTitle(t.Probe) + ": " + strings.Join(parts, ", ")
}

// Sending says what probes send: how many requests, at which cost, where to, and with which key, what matters most first.
func Sending(cards []flow.Card, with flow.Settings) string {
	free, failing, host := true, true, ""
	for _, c := range cards {
		free = free && c.Probe.Cost.Free()
		failing = failing && cmp.Or(c.Probe.Credential, flow.FailingKey) == flow.FailingKey
		if u, err := url.Parse(c.Request.URL); err == nil && host == "" {
			host = u.Host
		}
	}
	var parts []string
	switch n := len(cards); {
	case n == 1 && free:
		parts = append(parts, i18n.T("1 request, free"))
	case n == 1:
		parts = append(parts, i18n.T("1 request, %s", CostWord(cards[0].Probe.Cost)))
	case free:
		parts = append(parts, i18n.T("%d requests, all free", n))
	default:
		parts = append(parts, i18n.T("%d requests", n))
	}
	if host != "" {
		parts = append(parts, host)
	}
	if failing && with.Key != "" {
		parts = append(parts, i18n.T("key %s", with.Key))
	}
	return strings.Join(parts, " · ")
}

// Helpful returns the cards that can help with the question: those whose replies can answer it, then those that can still change
// where a cause stands. Without a question it is only the latter.
func Helpful(cards []flow.Card, q *flow.Question) []flow.Card {
	var answer, other []flow.Card
	for _, c := range cards {
		switch {
		case c.Probe == nil:
		case q != nil && slices.Contains(c.Decides, q.ID):
			answer = append(answer, c)
		case c.Useful:
			other = append(other, c)
		}
	}
	return append(answer, other...)
}

// Together are the probes, the one with the id among them, that one command for another machine sends so that it answers all that is asked
// with the question: of each question of a choice the one that answers it best. It is the one alone where it answers nothing of that.
func (s *State) Together(id string, q *flow.Question) []string {
	alone := []string{id}
	if q == nil || s.Book.Playbook.Question(q.ID) == nil {
		return alone
	}
	var all []string
	_, left := s.ChoiceAt(q.ID)
	cards := slices.DeleteFunc(slices.Clone(s.cards()), func(c flow.Card) bool { return c.Probe == nil || !c.Fillable })
	for _, o := range s.Book.Playbook.AskedWith(q, left) {
		decides := func(c flow.Card) bool { return slices.Contains(c.Decides, o.ID) }
		if i := slices.IndexFunc(cards, decides); i >= 0 && !slices.ContainsFunc(cards, func(c flow.Card) bool { return slices.Contains(all, c.Probe.ID) && decides(c) }) {
			all = append(all, cards[i].Probe.ID)
		}
	}
	if !slices.Contains(all, id) {
		return alone
	}
	return all
}

// canAsk reports whether the service can answer the question.
func (s *State) canAsk(q *flow.Question) bool {
	cards := Helpful(s.cards(), q)
	return len(cards) > 0 && slices.Contains(cards[0].Decides, q.ID)
}

// CanAsk says in one line that the service can be asked about the question, or without one about what could still decide; "" if not.
func (s *State) CanAsk(cards []flow.Card, q *flow.Question) string {
	useful := Helpful(cards, q)
	switch {
	case len(useful) == 0:
		return ""
	case q == nil || !slices.Contains(useful[0].Decides, q.ID):
		return i18n.T("A request to the API can help: %s", s.call(AskAPI))
	case s.Answering() == flow.Customer:
		return i18n.T("The API can answer this, from the customer's side: %s", s.call(AskAPI))
	default:
		return i18n.T("The API can answer this: %s", s.call(AskAPI))
	}
}

// Asks says in a few words what asking the service about a question takes, and the same in fewer; nil if it cannot help.
func (s *State) Asks(cards []flow.Card, q *flow.Question) []string {
	shown := i18n.T("shown before it goes")
	useful := Helpful(cards, q)
	switch {
	case len(useful) == 0:
		return nil
	case !slices.Contains(useful[0].Decides, q.ID):
		return []string{i18n.T("it can help here; %s", shown), shown}
	case len(useful[0].Missing) > 0:
		return []string{i18n.T("needs %s; %s", oneLine(useful[0].Missing[0]), shown), shown}
	case useful[0].Probe.Cost.Free():
		return []string{i18n.T("1 request, free, %s", shown), shown}
	default:
		return []string{i18n.T("1 request, %s, %s", CostWord(useful[0].Probe.Cost), shown), shown}
	}
}

// StillAsked says how many more commands help with a question that is still asked; "" for none.
func (s *State) StillAsked(n int, next Name) string {
	switch n {
	case 0:
		return ""
	case 1:
		return i18n.T("The same question is still asked. 1 more command helps here: %s shows it.", s.call(next))
	default:
		return i18n.T("The same question is still asked. %d more commands help here: %s shows them.", n, s.call(next))
	}
}

// Card is a probe before it is sent: what goes out, secrets masked, with what, and what it costs. Of a body that is longer than most
// bytes the beginning is shown, and how long it is.
func (s *State) Card(card flow.Card, most int) []page.Block {
	r := card.Request
	lines := []string{r.Method + " " + r.URL}
	for _, h := range r.Headers {
		lines = append(lines, h.Name+": "+h.Value)
	}
	if body := r.Body; body != "" {
		if len(body) > most {
			body = i18n.T("%s … (%d bytes in all)", strings.ToValidUTF8(body[:most], ""), len(r.Body))
		}
		lines = append(lines, "", body)
	}
	blocks := []page.Block{
		page.Gap{},
		page.Text{Lead: i18n.T("Probe %s: ", card.Probe.ID), Text: page.Line(card.Probe.Title), Tone: page.Strong},
		page.Code{Text: redact.Text(strings.Join(lines, "\n"))},
	}
	return append(append(blocks, With(card)...), page.Text{Lead: i18n.T("Costs: "), Text: Costs(card.Probe)})
}

// With is what a probe is sent with: the credential, and the way it takes.
func With(card flow.Card) []page.Block {
	var blocks []page.Block
	for _, l := range [...][2]string{{i18n.T("With: "), card.Credential}, {i18n.T("Route: "), card.Route}} {
		if l[1] != "" {
			blocks = append(blocks, page.Text{Lead: l[0], Text: oneLine(l[1])})
		}
	}
	return blocks
}

// Costs is what a probe costs, and how long it may take.
func Costs(p *flow.Probe) string {
	if p.Deadline == 0 {
		return CostWord(p.Cost)
	}
	return CostWord(p.Cost) + i18n.T(", answered within %s or given up", SpanWord(p.Deadline))
}

// Replies says what each answer to a probe would tell.
func (s *State) Replies(p *flow.Probe) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("What each answer would tell"), Tone: page.Heading}}
	for _, r := range p.AllReplies() {
		lead := replyWord(r) + ": "
		if !r.Tells() {
			blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: i18n.T("%scould not tell: %s", lead, page.Line(r.Means)), Tone: page.Faint})
			continue
		}
		blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: lead + page.Line(r.Means)})
		var under []page.Block
		for _, f := range r.Says {
			under = append(under, page.Text{Text: ValueWord(f.Value) + ": " + s.Says(flow.Fact{ID: f.Fact, Value: f.Value}), Tone: page.Faint})
		}
		if r.Reads {
			under = append(under, page.Text{Text: i18n.T("the reply's text is read as well"), Tone: page.Faint})
		}
		blocks = append(blocks, page.Group{Indent: 4, Blocks: under})
	}
	return append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: i18n.T("anything else: could not tell"), Tone: page.Faint})
}

// Missing says why a probe cannot be sent from here yet.
func Missing(what string) string {
	return i18n.T("It cannot be sent from here yet. Missing: %s.", what)
}
