package explore

import (
	"slices"

	"why403/flow"
)

// book is a playbook made ready to be walked many times: ids are numbers, and sets of values are bits. Facts that no question
// asks for are never said here.
type book struct {
	pb        *flow.Playbook
	questions []question
	rules     []rule
	choices   [][]option // By question: the options of the choice that covers it.
}

// option is what choosing it answers.
type option []chosen

type chosen struct {
	question int
	value    flow.Value
}

type question struct {
	when, unless cond
	decides      []int // Verdicts.
	gate         bool  // Always worth asking.
}

type rule struct {
	when, unless                       cond
	proves, suggests, raises, rulesOut []int
	sure                               flow.Confidence
}

// term wants one of the values of a fact. A fact below zero is one that nobody is asked for.
type term struct {
	fact   int
	values uint8
}

type cond [][]term

func compile(pb *flow.Playbook) *book {
	b := &book{pb: pb}
	facts, verdicts := make(map[string]int, len(pb.Questions)), make(map[string]int, len(pb.Verdicts))
	for i := range pb.Questions {
		facts[pb.Questions[i].ID] = i
	}
	for i := range pb.Verdicts {
		verdicts[pb.Verdicts[i].ID] = i
	}
	condOf := func(c flow.Cond) cond {
		var out cond
		for _, cl := range c {
			terms := make([]term, 0, len(cl))
			for _, t := range cl {
				at, asked := facts[t.Fact]
				if !asked {
					at = -1
				}
				x := term{fact: at}
				for _, v := range t.Values {
					x.values |= 1 << v
				}
				terms = append(terms, x)
			}
			out = append(out, terms)
		}
		return out
	}
	indices := func(ids []string) []int {
		var out []int
		for _, id := range ids {
			if i, ok := verdicts[id]; ok && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
		return out
	}
	for i := range pb.Questions {
		q := &pb.Questions[i]
		b.questions = append(b.questions, question{condOf(q.When), condOf(q.Unless), indices(q.Decides), len(q.Decides) == 0})
	}
	b.choices = make([][]option, len(pb.Questions))
	for _, c := range pb.Choices {
		var options []option
		for _, o := range c.Options {
			var says option
			for _, f := range o.Facts {
				if q, asked := facts[f.Fact]; asked {
					says = append(says, chosen{q, f.Value})
				}
			}
			options = append(options, says)
		}
		for _, o := range options {
			for _, says := range o {
				b.choices[says.question] = options
			}
		}
	}
	for i := range pb.Rules {
		r := &pb.Rules[i]
		b.rules = append(b.rules, rule{
			when: condOf(r.When), unless: condOf(r.Unless), sure: r.Sure,
			proves: indices(r.Proves), suggests: indices(r.Suggests), raises: indices(r.Raises), rulesOut: indices(r.RulesOut),
		})
	}
	return b
}

// kind is a cause under which the authors state odds, or all others.
type kind struct {
	share float64     // How often it is the cause, from 0 to 1, by the priors.
	odds  [][]float64 // By question and answer.
}

// kinds returns the kinds of causes that the odds tell apart; their shares sum to 1. All others come first.
func (b *book) kinds(answers []flow.Value) []kind {
	out := []kind{{share: 1}}
	shares, _ := priors(b.pb)
	all := sum(shares)
	for i, v := range b.pb.Verdicts {
		if slices.ContainsFunc(b.pb.Questions, func(q flow.Question) bool { _, stated := q.OddsIf[v.ID]; return stated }) {
			k := kind{share: shares[i] / all}
			for q := range b.pb.Questions {
				k.odds = append(k.odds, odds(b.pb.Questions[q].LikelihoodIf(v.ID), answers))
			}
			out[0].share -= k.share
			out = append(out, k)
		}
	}
	out[0].share = max(out[0].share, 0)
	for q := range b.pb.Questions {
		out[0].odds = append(out[0].odds, odds(b.pb.Questions[q].Likelihood(), answers))
	}
	return out
}

// odds returns how often each of the answers is given. Where the authors' figures leave none of them any chance, all have the same.
func odds(o flow.Odds, answers []flow.Value) []float64 {
	out, sum := make([]float64, len(answers)), 0.0
	for i, v := range answers {
		switch v {
		case flow.Yes:
			out[i] = o.Yes
		case flow.No:
			out[i] = o.No
		case flow.Unsure:
			out[i] = o.Unsure
		case flow.Unknown: // No answer.
		}
		sum += out[i]
	}
	for i := range out {
		if sum > 0 {
			out[i] /= sum
		} else {
			out[i] = 1 / float64(len(out))
		}
	}
	return out
}
