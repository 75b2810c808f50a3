package flow

import (
	"regexp"
	"strings"
)

// Asks reports whether the playbook has a question for the fact, or a verdict whose fix it is about.
func (pb *Playbook) Asks(id string) bool {
	verdict, fixed := strings.CutPrefix(id, FixedFact(""))
	return pb.Question(id) != nil || fixed && pb.Verdict(verdict) != nil && verdict != pb.Unexplained
}

// ParseAnswer reads a person's answer as it is typed, ID=VALUE. The id is a question's, a choice's with the id of an option,
// fixed:VERDICT for whether that verdict's fix helped, where changed says that another error came after it, or of any fact that is
// known in the session. It returns what that says in the session, as the word of from. The error is a UsageError.
func (pb *Playbook) ParseAnswer(text string, s *Session, from Source) ([]Fact, error) {
	id, word, ok := strings.Cut(text, "=")
	id = strings.TrimSpace(id)
	if !ok {
		return nil, Usagef("write ID=yes, ID=no or ID=unsure; of a question with named answers, ID=OPTION or ID=unsure", "%q has no \"=\"", text)
	}
	if c, option, err := pb.ParseOption(text); err != nil {
		return nil, err
	} else if c != nil {
		return pb.Choose(s, c, option, from, ""), nil
	}
	if _, known := s.Fact(id); !known && !pb.Asks(id) {
		names := append(pb.QuestionIDs(), ids(pb.Choices, func(c *Choice) string { return c.ID })...)
		if verdict, fixed := strings.CutPrefix(id, FixedFact("")); fixed {
			names = nil
			if meant := Meant(verdict, pb.VerdictIDs()); meant != "" {
				names = []string{FixedFact(meant)}
			}
		}
		return nil, Usagef(Suggest(id, names), "there is no question %q", id)
	}
	if strings.HasPrefix(id, FixedFact("")) && strings.TrimSpace(word) == changed {
		return []Fact{{ID: id, Value: No, From: from, Rule: changed}}, nil
	}
	v, err := ParseValue(strings.TrimSpace(word))
	if err != nil || v == Unknown {
		return nil, Usagef(Suggest(word, []string{Yes.String(), No.String(), Unsure.String()}), "%s: %q is none of yes, no, unsure", id, word)
	}
	return []Fact{{ID: id, Value: v, From: from}}, nil
}

// Output says what the output of a question's command answers, by regular expressions. An empty one matches nothing.
type Output struct{ Yes, No string }

const maxOutput = 4 << 10 // Bytes; what is longer is no output of a question's command.

// Answer returns what the output of the question's command answers, with the words that say so. It is Unknown where neither
// expression matches, or both do.
func (q *Question) Answer(output string) (Value, string) {
	output = strings.TrimSpace(strings.ReplaceAll(output, "\r\n", "\n"))
	if len(output) > maxOutput {
		return Unknown, ""
	}
	find := func(expr string) []int {
		if expr == "" {
			return nil
		}
		return regexp.MustCompile(expr).FindStringIndex(output)
	}
	yes, no := find(q.Reads.Yes), find(q.Reads.No)
	switch {
	case yes != nil && no == nil:
		return Yes, output[yes[0]:yes[1]]
	case no != nil && yes == nil:
		return No, output[no[0]:no[1]]
	default:
		return Unknown, ""
	}
}
