package lab

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// Quiz is a scenario whose cause somebody is to find.
type Quiz struct {
	pb     *flow.Playbook
	lab    *Lab
	width  int // Columns.
	before int // Requests until now.
}

// Ask shows the symptom of the lab's scenario and how to answer, and not its title, which gives the cause away.
func Ask(ctx context.Context, pb *flow.Playbook, l *Lab, width int) (q *Quiz, question string) {
	s := l.Scenario()
	text := l.Calling()
	if s.OffAPI() {
		text += "\n"
	} else if answer, err := l.FailingText(ctx); err == nil {
		text += i18n.T("# It answers:\n%s", commented(answer)) + "\n"
	} else {
		text += i18n.T("# It ends without an answer.\n\n")
	}
	q = &Quiz{pb, l, width, len(l.Requests())}
	text += i18n.T("Find the cause, in another window. Then give the verdict's id or number.\nA question's id, number or wording gets the customer's answer to it.\n? lists the verdicts, questions the questions.\n")
	return q, text + l.Exports() // Last, so that they are in sight above the prompt.
}

// solution tells whether the verdict is the cause, and what it was.
func (q *Quiz) solution(v *flow.Verdict) string {
	s := q.lab.Scenario()
	right := q.pb.Verdict(s.Verdict)
	text := fmt.Sprintf("Right: %s.\n", right.Title)
	if v != right {
		text = i18n.T("Not %s. It is %s: %s.", v.ID, right.ID, right.Title) + "\n"
	}
	text += i18n.T("%s\nThe scenario was %s. Requests made: %d.", s.Why, s.ID, len(q.lab.Requests())-q.before) + "\n"
	for _, also := range s.Also {
		text += i18n.T("Behind it there is a second cause: %s.", also) + "\n"
	}
	return text
}

// Answer answers one line. Over is set once it names a verdict.
func (q *Quiz) Answer(line string) (reply string, over bool) {
	var b strings.Builder
	column := func(label, text string) {
		for _, l := range page.Hang(label, text, q.width) {
			b.WriteString(l + "\n")
		}
	}
	s := q.lab.Scenario()
	for i := range q.pb.Verdicts {
		if v := &q.pb.Verdicts[i]; line == v.ID || v.Number > 0 && line == fmt.Sprint(v.Number) {
			return q.solution(v), true
		}
	}
	switch found := questionsLike(q.pb, line); {
	case line == "":
	case line == "?":
		for i := range q.pb.Verdicts {
			v := &q.pb.Verdicts[i]
			number := ""
			if v.Number > 0 {
				number = fmt.Sprint(v.Number)
			}
			column(fmt.Sprintf("%-2s%-26s ", number, v.ID), v.Title)
		}
	case strings.EqualFold(line, "questions"):
		for i := range q.pb.Questions {
			column(fmt.Sprintf("q%-3d%-26s ", i+1, q.pb.Questions[i].ID), q.pb.Questions[i].Ask)
		}
	case len(found) == 1:
		answer := i18n.T("not sure")
		if v, ok := s.Answers[found[0].ID]; ok {
			answer = v.String()
		}
		fmt.Fprintf(&b, "%s %s\n", found[0].Say, answer)
	case len(found) > 1:
		fmt.Fprintln(&b, i18n.T("More than one question says that; give more of its words, or its id:"))
		for _, f := range found {
			column("  "+f.ID+": ", f.Ask)
		}
	default:
		fmt.Fprint(&b, i18n.T("There is no verdict and no question %q; ? lists the verdicts, questions the questions.", redact.Terminal(line)))
		if hint := flow.Suggest(line, append(q.pb.VerdictIDs(), q.pb.QuestionIDs()...)); hint != "" {
			fmt.Fprintf(&b, " Or: %s", hint)
		}
		fmt.Fprintln(&b)
	}
	return b.String(), false
}

// questionsLike returns the question with that id or number, such as q3, or those that have the words in their wording.
func questionsLike(pb *flow.Playbook, line string) []*flow.Question {
	if q := pb.Question(line); q != nil {
		return []*flow.Question{q}
	}
	if n, err := strconv.Atoi(strings.TrimLeft(line, "qQ")); err == nil && line[0]|0x20 == 'q' && 1 <= n && n <= len(pb.Questions) {
		return []*flow.Question{&pb.Questions[n-1]}
	}
	const few = 6 // Characters; fewer are in too many wordings.
	words := strings.ToLower(strings.Join(strings.Fields(line), " "))
	if len(words) < few {
		return nil
	}
	var found []*flow.Question
	for i := range pb.Questions {
		q := &pb.Questions[i]
		if strings.Contains(strings.ToLower(q.Ask), words) || strings.Contains(strings.ToLower(q.Say), words) {
			found = append(found, q)
		}
	}
	return found
}

// Exports is what to export, so that a shell can take it as it is.
func (l *Lab) Exports() string {
	return fmt.Sprintln(i18n.T("export %s=%s\nexport %s=%s", l.shape.Variables.BaseElsewhere(), l.URL(), l.Variable(), l.Key()))
}

// Calling tells what the person has at hand, and the call that fails, so that a shell can take it as it is.
func (l *Lab) Calling() string {
	var b strings.Builder
	s := l.Scenario()
	for _, line := range []struct{ what, value string }{
		{i18n.T("an Admin key of the organization"), l.AdminKey()},
		{i18n.T("another key of the organization"), l.OtherKey()},
		{i18n.T("another network, as a proxy"), have(s.Have.Route, l.Elsewhere())},
		{i18n.T("the model"), l.Model()},
		{i18n.T("the stored object or endpoint"), s.Have.Object},
	} {
		if line.value != "" {
			fmt.Fprintf(&b, "# %s: %s\n", line.what, line.value)
		}
	}
	if s.OffAPI() {
		return b.String() + i18n.T("# The failing call does not come here. This is what the program prints:\n%s", commented(s.Text))
	}
	return b.String() + i18n.T("# The failing call:\n%s", l.Curl()) + "\n"
}

func have(has bool, value string) string {
	if has {
		return value
	}
	return ""
}

func commented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		b.WriteString("#   " + line)
	}
	return b.String()
}

// Line is the request in one line, fit for a terminal.
func (r Recorded) Line() string {
	key := i18n.T("no key")
	if r.Key != "" {
		key = "key …" + r.Key
	}
	status := i18n.T("no answer")
	if r.Status != 0 {
		status = fmt.Sprint(r.Status)
	}
	line := fmt.Sprintf("%s %s  %s  from %s  %s", r.Method, r.Path, status, r.From, key)
	if r.Betas != "" {
		line += "  anthropic-beta: " + r.Betas
	}
	return redact.Terminal(line)
}
