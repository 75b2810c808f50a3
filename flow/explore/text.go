package explore

import (
	"fmt"
	"math/big"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// otherOrder is the share of cases from which on an order that ends elsewhere is no replacement for today's.
const otherOrder = 0.01

// Findings tells what Explore found of one playbook.
type Findings struct {
	Name   string
	Result *Arrivals

	pb      *flow.Playbook
	sum     Totals
	answers []flow.Value
	ends    int
}

// NewReport returns a report that shows so many of the ends that leave it open. Answers are those that were given.
func NewReport(name string, pb *flow.Playbook, r *Arrivals, answers []flow.Value, ends int) *Findings {
	return &Findings{name, r, pb, r.Summarize(pb, len(answers)), answers, ends}
}

// textCols is how wide the text is at most.
const textCols = 79

// Text is the report for people, if asked with the longest path itself.
func (v *Findings) Text(longest bool) string {
	var w strings.Builder
	line := func(text string) { w.WriteString(text + "\n") }
	list := func(indent, text string) { w.WriteString(hanging(indent, text)) }
	r, s := v.Result, v.sum
	var said []string
	for _, a := range v.answers {
		said = append(said, a.String())
	}
	answers := strings.Join(said, ", ")
	line(i18n.T("%s: where the answers lead, with nothing pasted", v.Name))
	switch {
	case r.Method == Exhaustive && r.Interrupted:
		line(i18n.T("interrupted: below is what was found, in %.1f%% of the cases by their odds;", 100*r.Ended))
		line(i18n.T("all paths of up to %d questions had been followed when it stopped:", max(r.Depth-1, 0)))
		line(i18n.T("%s paths that had come to an end, over %s situations", grouped(r.Paths), grouped(big.NewInt(int64(r.Situations)))))
	case r.Method == Exhaustive:
		line(i18n.T("every combination of %s was followed, each once:", answers))
		line(i18n.T("%s paths, counted exactly over %s situations (bound %s)", grouped(r.Paths), grouped(big.NewInt(int64(r.Situations))), grouped(big.NewInt(int64(r.Bound)))))
	default:
		line(i18n.T("%d samples (seed %d) of the combinations of %s:", r.Samples, r.Seed, answers))
		line(i18n.T("there are more situations than the bound of %s; all below is estimated", grouped(big.NewInt(int64(r.Bound)))))
		if r.Cut {
			line(i18n.T("with %d questions, no more paths than these are followed", len(v.pb.Questions)))
		}
		line(i18n.T("about %s paths", grouped(r.Paths)))
		if r.Interrupted {
			line(i18n.T("interrupted: fewer samples than were asked for"))
		}
	}
	line("")
	line(i18n.T("longest    %s", i18n.Count(len(r.Longest), "question")))
	line(i18n.T("mean       %s, %s, weighted by the odds", inQuestions(r.Mean), inMinutes(r.Minutes)))
	line(i18n.T("by priors  %s, if verdicts come as often as their priors say", inQuestions(s.Weighted)))
	line(i18n.T("at least   %s (%.2f bits tell verdicts apart, %.2f an answer at most)", inQuestions(s.Floor), s.Bits, s.Answer))
	w.WriteString(sayOdds(len(v.pb.Questions), len(s.NoOdds), len(s.OddsIf)))
	switch s.Priors {
	case 0:
		line(i18n.T("priors     stated for no verdict, so all count the same"))
	case len(v.pb.Verdicts):
		line(i18n.T("priors     stated for every verdict"))
	default:
		line(i18n.T("priors     stated for %d of %d verdicts; the others share the rest evenly", s.Priors, len(v.pb.Verdicts)))
	}
	line("")
	line(fmt.Sprintf("%-26s %14s %8s %10s %8s", "VERDICT", "PATHS", "SHARE", "QUESTIONS", "PRIOR"))
	var signs, nothing []string
	for _, x := range s.Verdicts {
		switch {
		case x.Found():
			n := grouped(x.Paths)
			if r.Method == Sampled {
				n = "~" + n
			}
			line(fmt.Sprintf("%-26s %14s %7.2f%% %10.1f %7.1f%%", x.Verdict, n, 100*x.Share, x.Mean, 100*x.Prior))
		case x.Signs:
			signs = append(signs, x.Verdict)
		default:
			nothing = append(nothing, x.Verdict)
		}
	}
	if len(signs)+len(nothing) > 0 {
		if r.Method == Exhaustive && !r.Interrupted {
			line("\n" + i18n.T("Verdicts that no answers lead to"))
		} else {
			line("\n" + i18n.T("Verdicts that no sample reached"))
		}
		if len(signs) > 0 {
			list("  ", i18n.T("by signs and probes only: %s", strings.Join(signs, ", ")))
		}
		if len(nothing) > 0 {
			list("  ", i18n.T("by nothing: %s", strings.Join(nothing, ", ")))
		}
	}
	if len(s.Ambiguous) > 0 {
		open := 0.0
		for _, e := range s.Ambiguous {
			open += e.Share
		}
		line("\n" + i18n.T("Ends that leave it open: %d kinds, %.1f%% of the cases", len(s.Ambiguous), 100*open))
		for i, e := range s.Ambiguous {
			if i == v.ends {
				line("  " + i18n.T("%d more; --ends shows them", len(s.Ambiguous)-i))
				break
			}
			list("  ", i18n.T("%5.2f%%  %s paths  %s", 100*e.Share, grouped(e.Paths), sayEnd(e)))
			list("    ", i18n.T("the shortest: %s", sayPath(e.Example)))
		}
	}
	if longest {
		line("\n" + i18n.T("The longest path"))
		for i, a := range r.Longest {
			line(fmt.Sprintf("%4d  %-6s %s", i+1, a.Value, a.Question))
		}
	}
	return w.String()
}

// sayOdds tells for how many questions the authors state odds, and what is taken for the others.
func sayOdds(all, without, byCause int) string {
	after := ""
	if byCause > 0 {
		after = i18n.T("           for %d of them by cause, too: every cause as often as its prior", byCause) + "\n"
	}
	if without == 0 {
		return i18n.T("odds       stated for every question") + "\n" + after
	}
	return i18n.T("odds       stated for %d of %d questions", all-without, all) + "\n" + i18n.T("           else: the usual answer 60%%, its opposite 30%%, unsure 10%%") + "\n" + i18n.T("           else, without a usual answer: yes 45%%, no 45%%, unsure 10%%") + "\n" + after
}

// hanging breaks a text so that it fits, each line indented and those after the first a little more.
func hanging(indent, text string) string {
	lines := page.Wrap(text, textCols-len(indent)-2)
	return indent + strings.Join(lines, "\n"+indent+"  ") + "\n"
}

func sayEnd(e *Ending) string {
	others := strings.Join(e.Equal, ", ")
	switch {
	case e.Verdict == "":
		return i18n.T("no verdict; possible: %s", others)
	case e.Level == flow.Proven:
		return i18n.T("%s is shown; as sure: %s", e.Verdict, others)
	default:
		return i18n.T("%s is shown; as likely: %s", e.Verdict, others)
	}
}

func sayPath(as []Leg) string {
	var out []string
	for _, a := range as {
		out = append(out, a.Question+"="+a.Value.String())
	}
	return strings.Join(out, " ")
}

func inQuestions(n float64) string { return fmt.Sprintf("%.1f questions", n) }

func inMinutes(n float64) string { return fmt.Sprintf("%.1f minutes", n) }

// grouped writes a number with its digits in groups of three; one that is too long for a column, with its magnitude.
func grouped(n *big.Int) string {
	s := n.String()
	if len(s) > 10 {
		f, _ := new(big.Float).SetInt(n).Float64()
		return fmt.Sprintf("%.3g", f)
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Text tells the plan for people. Questions is how many the playbook has.
func (p *Plan) Text(name string, questions int) string {
	var w strings.Builder
	line := func(text string) { w.WriteString(text + "\n") }
	line(i18n.T("%s: what the order of the questions costs, in minutes", name))
	line(i18n.T("(minutes, a dollar as one, and annoyance as the authors count it)") + "\n")
	if p.Interrupted {
		line(i18n.T("interrupted: the best order is the best that was found until then"))
	}
	line(i18n.T("today      %s, %s", inMinutes(p.Today.Minutes), inQuestions(p.Today.Questions)))
	line(i18n.T("best found %s, %s", inMinutes(p.Best.Minutes), inQuestions(p.Best.Questions)))
	if p.Exact {
		line(i18n.T("figures    exact, over every combination of answers by their odds"))
	} else {
		line(i18n.T("figures    over %d drawn cases (seed %d), the same for both orders", p.Cases, p.Seed+1))
	}
	if p.All {
		line(i18n.T("method     all %d orders that the guards allow were tried", p.Tried))
	} else {
		line(i18n.T("method     by chance of ending over cost, then moves one by one that help"))
		line(i18n.T("           (%d orders tried on %d drawn cases); a better one may exist", p.Tried, p.Drawn))
	}
	if p.Cut {
		line(i18n.T("limits     a playbook of %d questions is looked at in no more cases and orders than these", questions))
	}
	line(i18n.T("ends       in %.1f%% of the cases the other order ends at another verdict", 100*p.Elsewhere))
	if p.Elsewhere > otherOrder {
		line(i18n.T("           so it saves questions by finding something else: no order to take over"))
	}
	if len(p.NoEffort) == 0 {
		line(i18n.T("effort     stated for every question"))
	} else {
		line(i18n.T("effort     stated for %d of %d questions; the others count as 1 minute", questions-len(p.NoEffort), questions))
	}
	w.WriteString(sayOdds(questions, len(p.NoOdds), len(p.OddsIf)))
	if len(p.NoEffort) > 0 {
		w.WriteString(hanging("", i18n.T("without a stated effort: %s", strings.Join(p.NoEffort, ", "))))
	}
	if len(p.NoOdds) > 0 {
		w.WriteString(hanging("", i18n.T("without stated odds: %s", strings.Join(p.NoOdds, ", "))))
	}
	line("")
	if len(p.Moves) == 0 {
		line(i18n.T("Today's order is the best that was found."))
	} else {
		line(i18n.T("Questions to move"))
	}
	for _, m := range p.Moves {
		if m.After == "" {
			w.WriteString(hanging("  ", i18n.T("%s: from %d to %d, to the beginning", m.Question, m.From, m.To)))
		} else {
			w.WriteString(hanging("  ", i18n.T("%s: from %d to %d, after %s", m.Question, m.From, m.To, m.After)))
		}
	}
	line("\n" + i18n.T("The guide's order is kept; nothing changes unless an author changes it."))
	return w.String()
}

// costFigures are averages of one order.
type costFigures struct {
	Minutes   float64 `json:"minutes"` // Effort in minutes, all of it counted.
	Questions float64 `json:"questions"`
}

// costObject is what playbook cost prints with --json.
type costObject struct {
	SchemaVersion int         `json:"schema_version"`
	Playbook      string      `json:"playbook"`
	Interrupted   bool        `json:"interrupted"`
	Today         costFigures `json:"today"`
	Best          costFigures `json:"best"`
	Cut           bool        `json:"cut"`        // Fewer cases or orders than asked for, because the playbook is so large.
	Exact         bool        `json:"exact"`      // The figures count every combination of answers.
	AllOrders     bool        `json:"all_orders"` // All orders that the guards allow were tried.
	Tried         int         `json:"tried"`
	Drawn         int         `json:"search_cases"`
	Cases         int         `json:"cases"`
	Seed          uint64      `json:"seed"`
	Elsewhere     float64     `json:"ends_elsewhere"` // The share of cases that end at another verdict in the best order.
	NoEffort      []string    `json:"questions_without_effort"`
	NoOdds        []string    `json:"questions_without_odds"`
	OddsIf        []string    `json:"questions_with_odds_by_cause"`
	Order         []string    `json:"best_order"`
	Moves         []Move      `json:"moves"`
}

// Object is the plan as it is printed in JSON.
func (p *Plan) Object(name string) any {
	return costObject{
		SchemaVersion: 1, Playbook: name, Interrupted: p.Interrupted, Cut: p.Cut, Today: costFigures(p.Today), Best: costFigures(p.Best),
		Exact: p.Exact, AllOrders: p.All, Tried: p.Tried, Drawn: p.Drawn, Cases: p.Cases, Seed: p.Seed, Elsewhere: p.Elsewhere,
		NoEffort: append([]string{}, p.NoEffort...), NoOdds: append([]string{}, p.NoOdds...), OddsIf: append([]string{}, p.OddsIf...),
		Order: append([]string{}, p.Order...), Moves: append([]Move{}, p.Moves...),
	}
}
