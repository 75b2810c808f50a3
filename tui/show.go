package tui

import (
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
)

// Showable returns the ids that Show knows: questions, verdicts, pages of reference and tables, in this order.
func Showable(pb *flow.Playbook) []string {
	var ids []string
	for _, q := range pb.Questions {
		ids = append(ids, q.ID)
	}
	for _, v := range pb.Verdicts {
		ids = append(ids, v.ID)
	}
	for _, p := range pb.Reference {
		ids = append(ids, p.ID)
	}
	for _, t := range pb.Tables {
		ids = append(ids, t.ID)
	}
	return ids
}

// Show draws what has the id as the program does, in a window of so many columns that is as high as it takes and has 24 rows
// at least. The text has colours as a terminal takes them. It is empty if nothing has the id.
func Show(pb *flow.Playbook, id string, columns int) string {
	a := New(Config{Opened: conversation.Opened{Playbook: pb}, Session: new(flow.Session)})
	s := a.shown(pb, id)
	if s == nil {
		return ""
	}
	a.w, a.h, a.layers = columns, 24, []layer{{screen: s}}
	for f := a.frame(); f.most > 0; f = a.frame() {
		a.h += f.most
	}
	lines := strings.Split(a.View().Content, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shown returns the screen of what has the id, and puts the conversation where it would be seen.
func (a *App) shown(pb *flow.Playbook, id string) screen {
	if q := pb.Question(id); q != nil {
		a.t.stand(flow.Position{Outcome: flow.Asking, Question: q})
		return newQuestion(a.t, q, false)
	}
	if v := pb.Verdict(id); v != nil {
		a.t.stand(flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: flow.Strong, Standings: []flow.Standing{{Verdict: v, Level: flow.Proven, Sure: flow.Strong}}})
		return &verdictScreen{t: a.t, whole: true}
	}
	for i, other := range Showable(pb)[len(pb.Questions)+len(pb.Verdicts):] {
		if other == id {
			return newPage(a.t, conversation.Show{Name: conversation.ShowReference, Of: strconv.Itoa(i + 1)})
		}
	}
	return nil
}
