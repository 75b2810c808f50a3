package flow

import (
	"cmp"
	"slices"
	"strings"
)

// Choice asks several questions as one: which of several named things is so. It stands in the place of the first of its questions
// that is due. Whoever does not know goes on with the questions one by one.
type Choice struct {
	ID      string
	About   string   // What it tells, in front of the option that is so: "The way to the API".
	Ask     string   // The wording for the person at the keyboard.
	Say     string   // The wording to read out to a customer, as an open question.
	Why     string   // Why it is asked.
	How     []string // How to find out, step by step.
	Unsure  string   // What happens on not sure.
	Options []Option // Exclusive; the likeliest first, nine at most.
	// Left is how it is put where some options are out; the first that holds all that are left counts.
	Left []Narrowed
	Pos  Pos
}

// Narrowed is how a choice is put where none but these options are left. What is empty is as in the choice.
type Narrowed struct {
	Options  []string
	Ask, Say string
	How      []string
	Pos      Pos
}

// Option is one answer to a Choice.
type Option struct {
	ID     string
	Title  string
	Detail string // What tells it apart; may be empty.
	Facts  []Said `key:"says"` // What choosing it says. Every fact is one that a question asks for.
	// Rest is set where it is none of the others. What it says, no option says of those that were out when it was chosen.
	Rest bool
	Pos  Pos
}

// Option returns the option with the id, or nil.
func (c *Choice) Option(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}

// Covers reports whether an option answers the question.
func (c *Choice) Covers(question string) bool {
	return slices.ContainsFunc(c.Options, func(o Option) bool {
		return slices.ContainsFunc(o.Facts, func(f Said) bool { return f.Fact == question })
	})
}

// Choice returns the choice with the id, or nil.
func (pb *Playbook) Choice(id string) *Choice {
	for i := range pb.Choices {
		if pb.Choices[i].ID == id {
			return &pb.Choices[i]
		}
	}
	return nil
}

// ChoiceOf returns the choice that covers the question, or nil.
func (pb *Playbook) ChoiceOf(question string) *Choice {
	for i := range pb.Choices {
		if pb.Choices[i].Covers(question) {
			return &pb.Choices[i]
		}
	}
	return nil
}

// Number is the number that the option has for people, from 1; it keeps it while others are struck.
func (c *Choice) Number(o *Option) int {
	return 1 + slices.IndexFunc(c.Options, func(p Option) bool { return p.ID == o.ID })
}

// choice returns the choice that is asked in place of q, with the options that are left, or nil. An option is left if it answers
// q, no known fact contradicts it, each earlier question that it answers is known or would have been asked, and each yes that it
// says can still matter: that a fix did not help says nothing against what else may be so. The choice is nil if one of its questions was answered unsure, or if fewer than two options are left. A
// parked question counts as not known, an earlier one as not asked: the choice is left to whoever that one was handed to.
func (w *walk) choice(q *Question) (*Choice, []*Option) {
	c := w.pb.ChoiceOf(q.ID)
	if c == nil {
		return nil, nil
	}
	unasked := make(map[string]bool) // Earlier ones that do not belong here.
	for i := range w.pb.Questions {
		e := &w.pb.Questions[i]
		if e.ID == q.ID {
			break
		}
		f := w.facts[e.ID]
		unasked[e.ID] = f.Parked() || f.Value == Unknown && !w.facts.hold(e.When, nil)
	}
	var open []*Option
	for i := range c.Options {
		o := &c.Options[i]
		left := false
		for _, f := range o.Facts {
			known := w.facts[f.Fact]
			v := known.Value
			if known.Parked() {
				v = Unknown
			}
			if v == Unsure {
				return nil, nil
			}
			if unasked[f.Fact] || v != Unknown && v != f.Value || v == Unknown && f.Value == Yes && !w.speaks(w.pb.Question(f.Fact)) {
				left = false
				break
			}
			left = left || f.Fact == q.ID
		}
		if left {
			open = append(open, o)
		}
	}
	if len(open) < 2 {
		return nil, nil
	}
	return c, open
}

// handed reports whether the question waits with another one of its choice, which is parked whole.
func (w *walk) handed(q *Question) bool {
	if len(w.shown) == len(w.facts) { // Nothing is parked.
		return false
	}
	c := w.pb.ChoiceOf(q.ID)
	if c == nil {
		return false
	}
	for id, f := range w.facts {
		if !f.Parked() || !c.Covers(id) {
			continue
		}
		if whole, _ := w.choice(w.pb.Question(id)); whole != nil {
			return true
		}
	}
	return false
}

// Pick is a choice that was answered, as one answer.
type Pick struct {
	Choice *Choice
	Option *Option   // Nil where nobody could say, and while somebody else is asked.
	Open   []*Option // The options that nothing known from elsewhere contradicts, Option among them.
	Facts  []Fact    // What was said for it, by one person in the same words.
}

// Picks returns the choices that were answered in the session, in the playbook's order. One of which several people said something is
// none.
func (pb *Playbook) Picks(s *Session) []Pick {
	facts := s.Facts()
	var picks []Pick
	for i := range pb.Choices {
		c := &pb.Choices[i]
		said := func(f Fact) bool { return f.Answered() && c.Covers(f.ID) }
		p := Pick{Choice: c, Facts: slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return !said(f) })}
		if len(p.Facts) == 0 || slices.ContainsFunc(p.Facts, func(f Fact) bool { return f.From != p.Facts[0].From || f.Quote != p.Facts[0].Quote }) {
			continue
		}
		q, open := pb.open(c, slices.DeleteFunc(slices.Clone(facts), said))
		if open == nil {
			continue
		}
		p.Open = open
		holds := func(f Said) bool { // What waits for somebody is not answered yet.
			return slices.ContainsFunc(facts, func(g Fact) bool { return g.ID == f.Fact && g.Value == f.Value && !g.Parked() })
		}
		for _, o := range open {
			if !slices.ContainsFunc(c.saying(o, q, open), func(f Said) bool { return !holds(f) }) && !slices.ContainsFunc(p.Facts, func(f Fact) bool { return !o.says(f.ID) }) {
				p.Option = o
			}
		}
		if p.Option != nil || len(p.Facts) == 1 && p.Facts[0].ID == q.ID && p.Facts[0].Value == Unsure {
			picks = append(picks, p)
		}
	}
	return picks
}

// Pick returns the answered choice that said the fact, and whether one did.
func (pb *Playbook) Pick(s *Session, fact string) (Pick, bool) {
	for _, p := range pb.Picks(s) {
		if p.says(fact) {
			return p, true
		}
	}
	return Pick{}, false
}

// Asks is the question in the words of the choice, of which the options are left: with the commands of all that they say.
func (c *Choice) Asks(pb *Playbook, q *Question, left []*Option) *Question {
	put := *q
	put.Ask, put.Say, put.Why, put.How, put.Unsure = c.Ask, c.Say, c.Why, c.How, c.Unsure
	put.Yes, put.No, put.Command = "", "", ""
	for _, n := range c.Left {
		if !slices.ContainsFunc(left, func(o *Option) bool { return !slices.Contains(n.Options, o.ID) }) {
			put.Ask, put.Say = cmp.Or(n.Ask, put.Ask), cmp.Or(n.Say, put.Say)
			if n.How != nil {
				put.How = n.How
			}
			break
		}
	}
	for _, o := range pb.AskedWith(q, left) {
		if o.Command != "" && q.Command != "" { // Else the choice is about what was seen already.
			put.Command = strings.TrimPrefix(put.Command+"\n"+o.Command, "\n")
		}
	}
	return &put
}

// AskedWith are the questions that a choice asks in the place of the question, of which the options are left, in the playbook's order; also
// those that are answered already, since its words ask for all of them. Without options it is the question alone.
func (pb *Playbook) AskedWith(q *Question, left []*Option) []*Question {
	var all []*Question
	for i := range pb.Questions {
		o := &pb.Questions[i]
		if o.ID == q.ID || slices.ContainsFunc(left, func(l *Option) bool { return l.says(o.ID) }) {
			all = append(all, o)
		}
	}
	return all
}

// says reports whether the fact was said for the choice.
func (p Pick) says(fact string) bool {
	return slices.ContainsFunc(p.Facts, func(f Fact) bool { return f.ID == fact })
}

// open returns the first question of the choice that the facts leave open, one that would be asked before others, and the options that
// are left then.
func (pb *Playbook) open(c *Choice, facts []Fact) (q *Question, left []*Option) {
	w := newWalk(pb, facts)
	w.settle()
	for i := range pb.Questions {
		o := &pb.Questions[i]
		_, known := w.said[o.ID]
		switch asked := w.guarded(o); {
		case known || !c.Covers(o.ID):
		case asked || q == nil:
			if q = o; asked {
				_, left = w.choice(q)
				return q, left
			}
		}
	}
	if q != nil {
		_, left = w.choice(q)
	}
	return q, left
}

// saying returns what choosing the option says in the place of q, where these options are left. What it has in common with the rest, that
// none of the others is so, it says only of those that were shown.
func (c *Choice) saying(o *Option, q *Question, left []*Option) []Said {
	i := slices.IndexFunc(c.Options, func(o Option) bool { return o.Rest })
	if i < 0 || !slices.Contains(left, o) {
		return o.Facts
	}
	rest := c.Options[i].Facts
	return slices.DeleteFunc(slices.Clone(o.Facts), func(f Said) bool {
		common := slices.ContainsFunc(rest, func(g Said) bool { return g.Fact == f.Fact && g.Value == f.Value })
		return common && f.Fact != q.ID && !slices.ContainsFunc(left, func(l *Option) bool {
			return slices.ContainsFunc(l.Facts, func(g Said) bool { return g.Fact == f.Fact && g.Value != f.Value })
		})
	})
}

func (o *Option) says(fact string) bool {
	return slices.ContainsFunc(o.Facts, func(f Said) bool { return f.Fact == fact })
}

// Choose returns what a word on the choice says that is not known yet: the id of one of its options, unsure, or nothing to withdraw what
// was chosen. What was said for the option before is withdrawn, so that one choice holds. From is empty for whose word it is by itself.
// Without words, those that are kept for one of its questions go with all.
func (pb *Playbook) Choose(s *Session, c *Choice, option string, from Source, words string) []Fact {
	said := make(map[string]Value)
	old := Pick{Choice: c}
	for _, p := range pb.Picks(s) {
		if p.Choice == c {
			old = p
		}
	}
	for _, f := range old.Facts {
		from, said[f.ID] = cmp.Or(from, s.Speaker(f.ID)), Unknown
	}
	q, left := pb.open(c, slices.DeleteFunc(s.Facts(), func(f Fact) bool { return old.says(f.ID) }))
	switch o := c.Option(option); {
	case o != nil:
		for _, f := range c.saying(o, q, left) {
			said[f.Fact] = f.Value
		}
	case option == Unsure.String():
		if q == nil {
			return nil
		}
		said[q.ID] = Unsure
	}
	if p := Walk(pb, s.Facts()); p.Choice == c && len(old.Facts) == 0 {
		from = cmp.Or(from, s.Speaker(p.Question.ID)) // Who is asked, and not who once answered something else that the option says.
	}
	var facts []Fact
	for i := range pb.Questions {
		id := pb.Questions[i].ID
		v, ok := said[id]
		if !ok {
			continue
		}
		if f, _ := s.Fact(id); f.Value != v || old.says(id) {
			from = cmp.Or(from, s.Speaker(id))
			facts = append(facts, Fact{ID: id, Value: v})
		}
	}
	for _, f := range facts {
		if f.Value != Unknown {
			words = cmp.Or(words, s.wordsFor(f.ID, from), s.confirmed(Fact{ID: f.ID, Value: f.Value, From: from}))
		}
	}
	for i := range facts {
		facts[i].From = from
		if facts[i].Value != Unknown {
			facts[i].Quote = words
			facts[i] = s.Worded(facts[i])
		}
	}
	return slices.DeleteFunc(facts, func(f Fact) bool { return !s.Adds(f) })
}

// Offered returns what somebody's own words suggest of the options that are left, and the one option that they fit; nil where they fit
// several, also of those that are out: what is left then says more than was written.
func (c *Choice) Offered(s *Session, left []*Option) (o Offer, fits *Option, ok bool) {
	var fitting []*Option
	for i := range c.Options {
		fitting = append(fitting, &c.Options[i])
	}
	for _, offer := range s.Offers() {
		says := func(o *Option) bool {
			return slices.Contains(o.values(), Said{Fact: offer.Question, Value: offer.Value})
		}
		if !slices.ContainsFunc(left, says) {
			continue
		}
		if !ok {
			o, ok = offer, true
		}
		fitting = slices.DeleteFunc(fitting, func(l *Option) bool { return !says(l) })
	}
	if len(fitting) == 1 && slices.Contains(left, fitting[0]) {
		fits = fitting[0]
	}
	return o, fits, ok
}

// values are the facts of the option, wherever they stand.
func (o *Option) values() []Said {
	var all []Said
	for _, f := range o.Facts {
		all = append(all, Said{Fact: f.Fact, Value: f.Value})
	}
	return all
}

// ParseOption reads an answer as it is typed, CHOICE=OPTION; the option may be unsure. The choice is nil where the playbook has none
// of that name. The error is a UsageError.
func (pb *Playbook) ParseOption(text string) (c *Choice, option string, err error) {
	id, option, _ := strings.Cut(text, "=")
	if c = pb.Choice(strings.TrimSpace(id)); c == nil {
		return nil, "", nil
	}
	option = strings.ToLower(strings.TrimSpace(option))
	if c.Option(option) != nil || option == Unsure.String() {
		return c, option, nil
	}
	names := append(ids(c.Options, func(o *Option) string { return o.ID }), Unsure.String())
	return nil, "", Usagef(Suggest(option, names), "%s: %q is none of %s", c.ID, option, strings.Join(names, ", "))
}
