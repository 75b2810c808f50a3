package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/scenario"
)

// quizLine answers one line of the quiz. It returns the verdict that the line names, or nil.
func (c *console) quizLine(book *content.Book, s *scenario.Scenario, line string) *flow.Verdict {
	for i := range book.Verdicts {
		if v := &book.Verdicts[i]; line == v.ID || v.Number > 0 && line == fmt.Sprint(v.Number) {
			return v
		}
	}
	switch found := questionsLike(book, line); {
	case line == "":
	case line == "?":
		for i := range book.Verdicts {
			v := &book.Verdicts[i]
			number := ""
			if v.Number > 0 {
				number = fmt.Sprint(v.Number)
			}
			c.column(fmt.Sprintf("%-2s%-26s ", number, v.ID), v.Title)
		}
	case strings.EqualFold(line, "questions"):
		for i := range book.Questions {
			c.column(fmt.Sprintf("q%-3d%-26s ", i+1, book.Questions[i].ID), book.Questions[i].Ask)
		}
	case len(found) == 1:
		answer := i18n.T("not sure")
		if v, ok := s.Answers[found[0].ID]; ok {
			answer = v.String()
		}
		fmt.Fprintf(c.out, "%s %s\n", found[0].Say, answer)
	case len(found) > 1:
		fmt.Fprintln(c.out, i18n.T("More than one question says that; give more of its words, or its id:"))
		for _, q := range found {
			c.column("  "+q.ID+": ", q.Ask)
		}
	default:
		fmt.Fprint(c.out, i18n.T("There is no verdict and no question %q; ? lists the verdicts, questions the questions.", printable(line)))
		if hint := flow.Suggest(line, append(book.VerdictIDs(), book.QuestionIDs()...)); hint != "" {
			fmt.Fprintf(c.out, " Or: %s", hint)
		}
		fmt.Fprintln(c.out)
	}
	return nil
}

// questionsLike returns the question with that id or number, such as q3, or those that have the words in their wording.
func questionsLike(book *content.Book, line string) []*flow.Question {
	if q := book.Question(line); q != nil {
		return []*flow.Question{q}
	}
	if n, err := strconv.Atoi(strings.TrimLeft(line, "qQ")); err == nil && line[0]|0x20 == 'q' && 1 <= n && n <= len(book.Questions) {
		return []*flow.Question{&book.Questions[n-1]}
	}
	const few = 6 // Characters; fewer are in too many wordings.
	words := strings.ToLower(strings.Join(strings.Fields(line), " "))
	if len(words) < few {
		return nil
	}
	var found []*flow.Question
	for i := range book.Questions {
		q := &book.Questions[i]
		if strings.Contains(strings.ToLower(q.Ask), words) || strings.Contains(strings.ToLower(q.Say), words) {
			found = append(found, q)
		}
	}
	return found
}

// column prints a text behind a label, broken between words, its further lines below the first.
func (c *console) column(label, text string) {
	width, lead := c.columns(), utf8.RuneCountInString(label)
	used, empty := lead, true
	fmt.Fprint(c.out, label)
	for w := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(w)
		switch {
		case empty:
		case used+1+n > width:
			fmt.Fprint(c.out, "\n"+strings.Repeat(" ", lead))
			used = lead
		default:
			fmt.Fprint(c.out, " ")
			used++
		}
		fmt.Fprint(c.out, w)
		used, empty = used+n, false
	}
	fmt.Fprintln(c.out)
}
