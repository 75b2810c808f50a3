package tui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// cardScreen shows one probe before it is sent: what goes out, what it costs, what each answer would tell.
type cardScreen struct {
	t    *state
	q    *flow.Question // That is asked; nil if none is.
	ids  []string       // The probes that help, the best first.
	at   int
	here bool // It is sent from here although the session is a customer's.
	sure bool // Enter was pressed once on a probe that costs something.

	drawn requestRows
}

func newCards(t *state, q *flow.Question, cards []flow.Card) *cardScreen {
	s := &cardScreen{t: t, q: q}
	for _, c := range cards {
		s.ids = append(s.ids, c.Probe.ID)
	}
	return s
}

// card returns the card as it is now; the settings may have changed since the screen was opened.
func (s *cardScreen) card() flow.Card {
	c, _ := s.t.card(s.ids[s.at])
	if c.Probe == nil {
		c.Probe = &flow.Probe{ID: s.ids[s.at]}
	}
	return c
}

// together are the probes that one command for another machine sends.
func (s *cardScreen) together() []string { return s.t.state.Together(s.card().Probe.ID, s.q) }

// theirs reports whether the customer is to send it, who has the key.
func (s *cardScreen) theirs() bool { return s.t.state.Theirs() && !s.here }

// Turn shows another card.
func (s *cardScreen) Turn(n int) {
	s.at = min(max(s.at+n, 0), len(s.ids)-1)
	s.sure, s.here = false, false
}

// Take is what enter does: the command for a customer, the settings when something is missing, else sending.
func (s *cardScreen) Take() intent {
	c := s.card()
	switch {
	case s.theirs():
		return command(conversation.WriteCommand)
	case len(c.Missing) > 0:
		return command(conversation.ShowSettings)
	case !c.Probe.Cost.Free() && !s.sure:
		return makeSure
	default:
		return sent{[]string{c.Probe.ID}}
	}
}

func (s *cardScreen) Keys() []bound {
	c := s.card()
	word, long := i18n.T("send it"), i18n.T("send this request, and nothing else")
	switch {
	case s.theirs():
		word, long = i18n.T("the command"), i18n.T("the command for the customer to run")
	case len(c.Missing) > 0:
		word, long = i18n.T("fill in"), i18n.T("fill in what is missing")
	case !c.Probe.Cost.Free() && !s.sure:
		word, long = i18n.T("send it…"), i18n.T("send it, after asking once more, because it costs something")
	}
	keys := []bound{bind(s.Take(), "enter", word, "enter").explain(long)}
	if s.at+1 < len(s.ids) {
		keys = append(keys, bind(turnedCard(1), "→", i18n.T("next"), "right", "tab").explain(i18n.T("the next probe that helps here")))
	}
	if s.at > 0 {
		keys = append(keys, bind(turnedCard(-1), "←", i18n.T("previous"), "left").explain(i18n.T("the probe before")))
	}
	if free, _, _ := s.t.free(s.ids); len(free) > 1 && !s.theirs() {
		keys = append(keys, bind(command(conversation.SendFree), "F", i18n.T("all %d free", len(free)), "F").explain(i18n.T("see all free ones, to send them together")))
	}
	if free := s.t.portable(s.ids); len(free) > 1 && s.theirs() {
		keys = append(keys, bind(command(conversation.SendFree), "F", i18n.T("all %d free", len(free)), "F").explain(helpAllInOne))
	}
	if s.theirs() && s.t.state.Sends() && len(c.Missing) == 0 {
		keys = append(keys, bind(fromHere, "r", i18n.T("from here"), "r").explain(i18n.T("ask from this machine instead, with the key that is here")))
	}
	if s.theirs() {
		keys = append(keys, able(conversation.WriteCommand).does(s.Take()).explain(long).quiet())
	} else {
		keys = append(keys, able(conversation.WriteCommand).explain(i18n.T("the command, to copy and run on another machine")))
	}
	keys = append(keys, able(conversation.HandOutput))
	if s.t.state.Sends() {
		keys = append(keys, able(conversation.ShowSettings))
	}
	back := closing()
	if s.at > 0 {
		back = []bound{bind(goBack, "esc", keyBack, "esc", "b").explain(i18n.T("back; nothing was sent"))}
	}
	return append(keys, back...)
}

func (s *cardScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st, c := &s.t.st, s.card()
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(s.place(c), w)...)
	b.add(st.strong, page.Wrap(page.Line(c.Probe.Title), w)...)
	s.next(&b, c, w)
	b.gap()
	b.add(st.code, page.Fold(s.t.shown(c.Request.Method+" "+c.Request.URL), w)...)
	s.t.draw(&b, append(conversation.With(c), page.Text{Lead: i18n.T("Costs: "), Text: conversation.Costs(c.Probe)}), w, still)
	b.gap()
	b.add(st.dim, page.Hang(i18n.T("Why: "), page.Line(c.Probe.Why), w)...)
	b.gap()
	s.t.draw(&b, s.t.state.Replies(c.Probe), w, still)
	b.gap()
	goes := i18n.T("This is sent, exactly")
	if s.theirs() {
		goes = i18n.T("This is sent from there; host and key are those of that environment")
	}
	b.add(st.heading, page.Wrap(goes, w)...)
	b.rows = append(b.rows, s.drawn.of(s.t, c.Request, w)...)
	return b
}

// place says which of how many the card is, and whether it can decide what is asked.
func (s *cardScreen) place(c flow.Card) string {
	n := len(s.ids)
	switch {
	case n == 1:
		return i18n.T("the one probe that helps here")
	case s.q == nil:
		return i18n.T("probe %d of %d that help here", s.at+1, n)
	case slices.Contains(c.Decides, s.q.ID):
		return i18n.T("probe %d of %d: it decides this question", s.at+1, n)
	default:
		return i18n.T("probe %d of %d: it does not decide this question, but helps with the others", s.at+1, n)
	}
}

// next says what enter does now, and why it does not send where it does not.
func (s *cardScreen) next(b *body, c flow.Card, w int) {
	st, cost := &s.t.st, conversation.CostWord(c.Probe.Cost)
	free := cost
	if c.Probe.Cost.Free() {
		free = i18n.T("it costs nothing")
	}
	switch {
	case s.theirs():
		b.add(st.good, page.Hang("", i18n.T("▸ enter shows the command for the customer: the key is there, not here."), w)...)
	case len(c.Missing) > 0:
		b.add(st.warn, page.Wrap("! "+conversation.Missing(s.t.shown(strings.Join(c.Missing, "; "))), w)...)
		b.add(st.good, page.Wrap(i18n.T("▸ enter fills that in. $ has the command for another machine all the same."), w)...)
	case !c.Probe.Cost.Free() && s.sure:
		b.add(st.warn, page.Wrap(i18n.T("! This costs %s: enter again sends it; any other key does not.", cost), w)...)
	case !c.Probe.Cost.Free():
		b.add(st.good, page.Wrap(i18n.T("▸ It costs %s. enter asks once more before it is sent.", cost), w)...)
	case s.here:
		b.add(st.good, page.Wrap(i18n.T("▸ enter sends it from here, with the key said below: %s.", free), w)...)
	default:
		b.add(st.good, page.Wrap(i18n.T("▸ enter sends it: %s.", free), w)...)
	}
}

// shown makes a text from outside safe for the screen: one line, no secret in it.
func (t *state) shown(s string) string { return t.mask(page.Line(s)) }

// bodyMax is how much of a request's body is shown, in bytes. More comes from a file that the person named.
const bodyMax = 64 << 10

// requestRows is a request drawn for a width, kept because a body can be long.
type requestRows struct {
	w    int
	req  string
	rows []row
}

func (d *requestRows) of(t *state, r flow.Request, w int) []row {
	key := fmt.Sprintf("%v|%v", r, t.st.code)
	if d.w == w && d.req == key {
		return d.rows
	}
	d.w, d.req, d.rows = w, key, requestBody(t, r, w).rows
	return d.rows
}

// requestBody shows a request as it goes out, secrets aside.
func requestBody(t *state, r flow.Request, w int) body {
	b := body{focus: -1}
	b.add(t.st.code, page.Fold(t.shown(r.Method+" "+r.URL), w)...)
	for _, h := range r.Headers {
		b.add(t.st.code, hangCode(t.shown(h.Name+": "+h.Value), w)...)
	}
	b.rows = append(b.rows, contentRows(t, r.Body, w)...)
	return b
}

// contentRows shows a body, folded and otherwise as it is.
func contentRows(t *state, text string, w int) []row {
	b := body{focus: -1}
	if text == "" {
		b.add(t.st.dim, "  "+i18n.T("(no body)"))
		return b.rows
	}
	cut := 0
	if len(text) > bodyMax {
		cut = len(text) - bodyMax
		text = strings.ToValidUTF8(text[:bodyMax], "")
	}
	for _, l := range strings.Split(t.mask(strings.Join(page.Rows(text), "\n")), "\n") {
		b.add(t.st.code, hangCode(l, w)...)
	}
	if cut > 0 {
		b.add(t.st.dim, page.Hang("  ", i18n.T("… and %s more, as in the request file", sizeWord(cut)), w)...)
	}
	return b.rows
}

// hangCode folds a line that may be very long, every part after two blanks.
func hangCode(s string, w int) []string {
	const lead = "  "
	n := w - ansi.StringWidth(lead)
	var out []string
	for {
		head := s
		if most := 8 * n; len(s) > most { // Measured piece by piece: a whole body can be one line.
			for most > 0 && !utf8.RuneStart(s[most]) {
				most--
			}
			head = s[:most]
		}
		lines := page.Fold(head, n)
		if len(head) == len(s) {
			for _, l := range lines {
				out = append(out, lead+l)
			}
			return out
		}
		out = append(out, lead+lines[0])
		s = s[len(lines[0]):]
		s = strings.TrimPrefix(s, " ")
	}
}
