package checklist

import (
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// stamp is what tells the letters of a session from those of others: the last part of a name of it.
func stamp(name string) string { return name[strings.LastIndexByte(name, '-')+1:] }

// stamped is the name of a question as it stands in a letter's square brackets, with whose letter it is. It has no spaces, at which mail
// programs would break it.
func stamped(id string, s *flow.Session) string {
	if name := s.About().Name; name != "" {
		return id + "/" + stamp(name)
	}
	return id
}

// listed stands between the id of a choice and what a letter's numbers are of the options. Ids have none.
const listed = ":"

// numbered is the id of the choice as a letter names it: with the places of its options in the choice, in the order in which the letter
// numbers them, where that leaves some out. A letter without them numbers the options by their places.
func numbered(p flow.Pick) string {
	places, whole := "", true
	for i, o := range p.Open {
		n := p.Choice.Number(o)
		whole = whole && n == i+1
		places += strconv.Itoa(n)
	}
	if whole {
		return p.Choice.ID
	}
	return p.Choice.ID + listed + places
}

// place is the place in its choice of the option with the number in a letter that lists those places, or none; 0 where there is none.
func place(places, number string) int {
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1:
		return 0
	case places == "":
		return n
	case n > len(places):
		return 0
	default:
		return int(places[n-1] - '0')
	}
}

// answerLine is the line that takes the answer to a parked question, and one answer that it can take.
func answerLine(pb *flow.Playbook, s *flow.Session, id string) (line, answer string) {
	if p, ok := pb.Pick(s, id); ok {
		return i18n.T("Answer [%s] (%s / not sure): ", stamped(numbered(p), s), strings.Join(numbers(p), " / ")), numbers(p)[0]
	}
	return i18n.T("Answer [%s] (yes / no / not sure): ", stamped(id, s)), i18n.T("yes")
}

// mine returns the answers to letters of this session. If there are none but others, these are returned, with whose letter it was. What
// has no stamp was typed by hand, or belongs to a letter of this session's ticket.
func (r reader) mine(answers []answer, text string) ([]answer, *flow.Letter) {
	stamps, tickets := map[string]bool{"": true}, []string{}
	for _, e := range r.s.Events() {
		if e.About == nil {
			continue
		}
		for _, name := range strings.FieldsFunc(e.About.Name+" "+e.About.Origin, func(c rune) bool {
			return c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z')
		}) {
			stamps[stamp(name)] = true // A session that was handed over has a name here and one there.
		}
		tickets = append(tickets, redact.Line(e.About.Ticket))
	}
	var own []answer
	lines, _ := unquoted(text)
	letter := flow.Letter{Ticket: otherTicket(lines, tickets), Known: slices.ContainsFunc(lines, between().MatchString)} // Of another playbook, too.
	stamped, named := false, slices.ContainsFunc(tickets, func(t string) bool { return t != "" })
	for _, a := range answers {
		stamped = stamped || a.stamp != ""
		letter.Known = letter.Known || r.pb.Question(a.id) != nil || r.pb.Choice(a.id) != nil
		if stamps[a.stamp] {
			own = append(own, a)
		} else if letter.Session == "" {
			letter.Session = a.stamp
		}
	}
	if len(own) == 0 || named && !stamped && letter.Ticket != "" {
		return answers, &letter
	}
	return own, nil
}

// ours reports whether the session has or had the ticket.
func ours(s *flow.Session, ticket string) bool {
	return slices.ContainsFunc(s.Events(), func(e flow.Event) bool {
		return e.About != nil && strings.EqualFold(redact.Line(e.About.Ticket), ticket)
	})
}

// otherTicket is the ticket that the lines of a letter name, if it is none of these.
func otherTicket(lines, tickets []string) string {
	label, _, _ := strings.Cut(i18n.Format("Ticket: %s"), "%s")
	for _, l := range lines {
		if t, ok := strings.CutPrefix(l, strings.TrimSpace(label)); ok {
			if t = redact.Line(t); !slices.ContainsFunc(tickets, func(o string) bool { return strings.EqualFold(o, t) }) {
				return t
			}
		}
	}
	return ""
}
