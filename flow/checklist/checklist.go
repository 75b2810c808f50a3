// Package checklist writes parked questions as a text for whoever has to answer them, and takes the answers back from a paste.
// It never guesses an answer, and performs no I/O.
package checklist

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

const (
	width    = 76 // Columns of a checklist; mail programs break lines at 78. What has no spaces is never broken.
	maxSteps = 3  // Steps of how to check that a question shows.
	maxFound = 6  // Facts that are told of what was found so far.

	mostNames = 4 // Words of a name.
)

// group is the parked questions that one role was asked.
type group struct {
	asked string // As the facts have it.
	facts []flow.Fact
}

// groups returns the parked questions by role, in the order in which they were parked. A role is named by its id, its title,
// or the person's own words; an empty one means all.
func groups(pb *flow.Playbook, s *flow.Session, role string) []group {
	var out []group
	for _, f := range s.Parked() {
		if role != "" && !strings.EqualFold(role, f.Asked) && !strings.EqualFold(role, pb.Role(f.Asked)) {
			continue
		}
		i := slices.IndexFunc(out, func(g group) bool { return strings.EqualFold(g.asked, f.Asked) })
		if i < 0 {
			i, out = len(out), append(out, group{asked: f.Asked})
		}
		out[i].facts = append(out[i].facts, f)
	}
	return out
}

// Write returns the questions that are parked with the role, or all of them by role if it is empty, as a text to send: at
// most 76 columns wide, words without spaces and commands aside. It is empty if nothing is parked there.
func Write(pb *flow.Playbook, s *flow.Session, role string) string { return write(pb, s, role, width) }

// letter is a text to send, in lines of at most width columns.
type letter struct {
	strings.Builder

	width int
}

func write(pb *flow.Playbook, s *flow.Session, role string, width int) string {
	gs := groups(pb, s, role)
	total := 0
	for _, g := range gs {
		total += len(g.facts)
	}
	if total == 0 {
		return ""
	}
	b := letter{width: width}
	for i, part := range opening(pb, s, gs) {
		if i > 1 || i == 1 && redact.Line(s.About().Ticket) == "" {
			b.WriteByte('\n')
		}
		fill(&b, "", part)
	}
	failed(&b, s)
	found(&b, pb, s)
	b.WriteByte('\n')
	fill(&b, "", howTo(pb, s, gs))
	n := 0
	for _, g := range gs {
		if len(gs) > 1 {
			b.WriteByte('\n')
			fill(&b, "", i18n.T("For %s", asked(pb, g.asked)))
		}
		for _, f := range g.facts {
			n++
			b.WriteByte('\n')
			fmt.Fprintln(&b, i18n.T("Question %d of %d", n, total))
			item(&b, pb, s, f.ID)
			line, _ := answerLine(pb, s, f.ID)
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("\n" + i18n.T("End of the questions") + "\n\n" + i18n.T("Thank you.") + "\n")
	return b.String()
}

// opening is what stands in front of the call that failed: what it is about, the ticket, to whom it goes, and what is wanted.
func opening(pb *flow.Playbook, s *flow.Session, gs []group) []string {
	parts := []string{pb.Title}
	if t := redact.Line(s.About().Ticket); t != "" {
		parts = append(parts, i18n.T("Ticket: %s", t))
	}
	hello, n := i18n.T("Hello,"), 0
	for _, g := range gs {
		n += len(g.facts)
	}
	want := i18n.T("We're looking for the cause of an error and need your help with %d questions.", n)
	if n == 1 {
		want = i18n.T("We're looking for the cause of an error and need your help with one question.")
	}
	if len(gs) == 1 {
		switch role := gs[0].asked; {
		case pb.Role(role) != role:
			want += " " + i18n.T("This is for %s: you can see what we can't.", pb.Role(role))
		case named(role) != "":
			hello = i18n.T("Hello %s,", named(role))
		}
	}
	return append(parts, hello, want)
}

// named is the name that own words begin with, as "Jane Doe (platform team)" does; "" where they do not look like one.
func named(words string) string {
	name := redact.Line(words)
	if i := strings.IndexAny(name, ",;:(<[/"); i >= 0 {
		name = name[:i]
	}
	name = strings.TrimSpace(name)
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsLetter(r) || unicode.IsLower(r) || len(strings.Fields(name)) > mostNames {
		return ""
	}
	return name
}

// howTo says how to answer: with the words that the questions take.
func howTo(pb *flow.Playbook, s *flow.Session, gs []group) string {
	listed, plain := false, false
	for _, g := range gs {
		for _, f := range g.facts {
			_, ok := pb.Pick(s, f.ID)
			listed, plain = listed || ok, plain || !ok
		}
	}
	how := i18n.T("Please write yes, no, or not sure after the colon.")
	switch {
	case listed && plain:
		how = i18n.T("Please write yes, no, or not sure after the colon, or the number of the answer where answers are listed.")
	case listed:
		how = i18n.T("Please write the number of the answer, or not sure, after the colon.")
	}
	return how + " " + sayRest
}

// numbers are those of the answers that are left, as they are written: from 1, without gaps.
func numbers(p flow.Pick) []string {
	var all []string
	for i := range p.Open {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}

// ending tells a key by its last characters.
func ending(last string) string {
	if last == "" {
		return ""
	}
	return i18n.T("the one that ends in %s", last)
}

// when is a moment as a letter has it: in UTC, where it can be read.
func when(text string) string {
	for _, layout := range []string{time.RFC3339Nano, time.RFC1123, time.RFC1123Z} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC().Format("2006-01-02 15:04:05 UTC")
		}
	}
	return text
}

// received says when the error came to whoever asks.
func received(s *flow.Session) string {
	for _, e := range slices.Backward(s.Events()) {
		if e.Note != nil && e.Note.Name == flow.Given || e.Fact != nil && (e.Fact.From == flow.Pasted || e.Fact.From == flow.Captured) {
			return i18n.T("before %s, when we got the error", e.At.UTC().Format("2006-01-02 15:04 UTC"))
		}
	}
	return ""
}

// failed writes which call failed, as far as that is known.
func failed(b *letter, s *flow.Session) {
	said := redact.Line(s.Symptom())
	if status := redact.Line(s.Known("status")); status != "" && !strings.Contains(said, status) {
		said = strings.TrimSpace(i18n.T("HTTP %s", status) + " " + said)
	}
	first := true
	for _, part := range []struct{ label, text string }{
		{i18n.T("The error: "), said},
		{i18n.T("Host: "), redact.Line(s.Known("host"))},
		{i18n.T("Model: "), redact.Line(s.Known("model"))},
		{i18n.T("Key: "), ending(redact.Line(s.Known("key_last_four")))},
		{i18n.T("Request id: "), redact.Line(s.Known("request_id"))},
		{i18n.T("Time: "), cmp.Or(when(redact.Line(s.Known("time"))), received(s))},
	} {
		if part.text == "" {
			continue
		}
		if first {
			b.WriteString("\n" + i18n.T("What failed") + "\n")
			first = false
		}
		fill(b, "  "+part.label, part.text)
	}
}

// found writes what is known of the causes so far, without what nobody could tell: the newest answers and measurements, since the error
// speaks for itself, or else what it shows of a cause; what it can still be; and whose fix did not help.
func found(b *letter, pb *flow.Playbook, s *flow.Session) {
	p := flow.Walk(pb, s.Facts())
	rests := make(map[string]bool)
	for _, st := range p.Standings {
		for _, r := range slices.Concat(st.For, st.Against) {
			for _, f := range r.Facts {
				rests[f.ID] = true
			}
		}
	}
	var known, read []string
	for _, step := range slices.Backward(p.Trail) {
		says, whole := pb.Facts[step.Fact.ID].Says(step.Fact.Value)
		switch {
		case step.OffPath || says == "" || !whole:
		case step.Fact.From != flow.Pasted:
			known = append(known, says)
		case rests[step.Fact.ID]:
			read = append(read, says)
		}
	}
	if len(known) == 0 {
		known = read
	}
	known = known[:min(len(known), maxFound)]
	var open []string
	for _, o := range p.Others() {
		open = append(open, bare(o.Verdict.Title))
	}
	if v := p.Verdict; v != nil && !p.Solved && v.ID != pb.Unexplained {
		title, _ := v.Called(s)
		open = append([]string{bare(title)}, open...)
	}
	if len(known) > 0 {
		b.WriteString("\n" + i18n.T("What was found so far") + "\n")
	}
	slices.Reverse(known)
	for _, says := range known {
		fill(b, "  - ", bare(says))
	}
	if len(open) > 0 {
		b.WriteString("\n" + i18n.T("Possible causes") + "\n")
	}
	for _, title := range open {
		fill(b, "  - ", title)
	}
	tried := p.FixTried()
	if len(tried) > 0 {
		b.WriteString("\n" + i18n.T("Whose fix was made, and the request is still refused") + "\n")
	}
	for _, o := range tried {
		fill(b, "  - ", bare(o.Verdict.Title))
	}
}

// asked names the role. Own words may hold anything.
func asked(pb *flow.Playbook, role string) string {
	if title := redact.Line(pb.Role(role)); title != "" {
		return title
	}
	return i18n.T("somebody else")
}

// item writes one question without its answer line: of a choice that is parked whole, the choice with what is left of it. A fact that
// no question asks for is put as what yes affirms.
func item(b *letter, pb *flow.Playbook, s *flow.Session, id string) {
	if p, ok := pb.Pick(s, id); ok {
		question(b, s, p.Choice.Asks(pb, pb.Question(id), p.Open), pb.Clues(s, pb.Question(id), p.Open))
		b.WriteString(strings.TrimSpace(i18n.T("The answers:")) + "\n")
		for i, o := range p.Open {
			text := bare(o.Title)
			if o.Detail != "" {
				text += " (" + bare(o.Detail) + ")"
			}
			fill(b, fmt.Sprintf("  %d. ", i+1), text)
		}
		return
	}
	q := pb.Question(id)
	if q == nil {
		about := pb.Facts[id].About
		if about == "" {
			about = id
		}
		fill(b, "", i18n.T("Is this right? %s.", about))
		return
	}
	question(b, s, q, pb.Clues(s, q, nil))
}

// question writes what is asked, why, what was seen that hints at the answer, and how to find it out.
func question(b *letter, s *flow.Session, q *flow.Question, clues []string) {
	ask := q.Say
	if ask == "" {
		ask = q.Ask
	}
	fill(b, "", bare(ask))
	if q.Why != "" {
		fill(b, i18n.T("Why: "), bare(q.Why))
	}
	for _, text := range clues {
		fill(b, i18n.T("Seen: "), redact.Line(text))
	}
	switch steps := q.How[:min(len(q.How), maxSteps)]; {
	case len(steps) == 1:
		fill(b, i18n.T("To check: "), bare(steps[0]))
	case len(steps) > 1:
		b.WriteString(strings.TrimSpace(i18n.T("To check: ")) + "\n")
		for _, s := range steps {
			fill(b, "  - ", bare(s))
		}
	}
	if q.Command != "" {
		run := i18n.T("To check, run this where it fails:")
		if len(q.How) > 0 {
			run = i18n.T("Or run this where it fails:")
		}
		b.WriteString(run + "\n")
		for l := range strings.SplitSeq(strings.TrimRight(q.CommandIn(s), "\n"), "\n") {
			b.WriteString("    " + l + "\n")
		}
	}
	if q.Link != "" {
		fill(b, i18n.T("Where: "), q.Link)
	}
}

// fill writes the text in the lines of the letter, broken at spaces only, those after the first indented to stand
// under the text.
func fill(b *letter, label, text string) {
	b.WriteString(label)
	used, first := utf8.RuneCountInString(label), true
	rest := strings.Repeat(" ", used)
	if used > 8 {
		rest = "  "
	}
	for w := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(w)
		switch {
		case first:
		case used+1+n > b.width:
			b.WriteString("\n" + rest)
			used = len(rest)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(w)
		used, first = used+n, false
	}
	b.WriteByte('\n')
}

var linked = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`) })

// bare takes the marks of Markdown out of one sentence; links keep their addresses.
func bare(s string) string {
	return strings.NewReplacer("`", "", "**", "").Replace(linked().ReplaceAllString(s, "$1 ($2)"))
}

// Of is the checklists of a playbook, as a conversation has them.
type Of struct{ *flow.Playbook }

// Write is the text to send to a role, for lines of at most columns where that is not 0.
func (o Of) Write(s *flow.Session, role string, columns int) string {
	if columns <= 0 {
		columns = width
	}
	return write(o.Playbook, s, role, min(columns, width))
}

// Read finds the answers in a text that came back.
func (o Of) Read(text string, s *flow.Session) flow.Checked { return Read(o.Playbook, s, text) }
