package content

import (
	"fmt"
	"sync"

	"why403/flow"
	"why403/flow/evidence"
)

// frames are words of which one stands in whatever the program writes about a session: a report, a letter, a summary, a screen.
var frames = []string{"why403", "How sure:", "Still possible:", "Question 1 of", "Read out", "all keys", `"schema_version"`, "Our reference:", "Keys and tokens are masked"}

var framed = sync.OnceValue(func() *evidence.WordFinder { return evidence.NewWords(frames) })

// opened takes a raw text in. Of what the program itself wrote, only what it quotes is read.
func opened(raw []byte, read ...*Book) evidence.Pasted {
	text := evidence.Open(raw)
	if !framed().In(text) {
		return text
	}
	text = text.Without(shippedOwn())
	for _, b := range read {
		if !b.own {
			text = text.Without(ownOf(b))
		}
	}
	return text
}

// shippedOwn are the sentences of the playbooks that ship.
var shippedOwn = sync.OnceValue(func() *evidence.Own {
	var all []*Book
	for _, id := range Shipped() {
		if b, err := Ship(id); err == nil { // One that fails to load reads nothing either.
			all = append(all, b)
		}
	}
	return ownOf(all...)
})

func ownOf(books ...*Book) *evidence.Own {
	var texts, rows []string
	for _, b := range books {
		texts = append(texts, sentences(b.Playbook)...)
		rows = append(rows, answerRows(b.Playbook)...)
	}
	return evidence.NewOwn(texts, rows)
}

// sentences are the texts of a playbook that people are shown, but for what other programs print.
func sentences(pb *flow.Playbook) []string {
	all := []string{pb.Title, pb.About, pb.Escalation}
	add := func(texts ...string) { all = append(all, texts...) }
	remedy := func(r flow.Remedy) { add(r.Fix...); add(r.Who, r.Send, r.Check) }
	page := func(p flow.ScreenText) {
		add(p.Title)
		for _, s := range p.Sections {
			add(s.Heading, s.Body)
		}
	}
	for _, f := range pb.Facts {
		add(f.About, f.AboutNo)
	}
	for i := range pb.Questions {
		q := &pb.Questions[i]
		add(q.How...)
		add(q.Ask, q.Say, q.Why, q.Command, q.Yes, q.No, q.Unsure)
	}
	for i := range pb.Choices {
		c := &pb.Choices[i]
		add(c.How...)
		add(c.Ask, c.Say, c.Why, c.Unsure)
		for _, o := range c.Options {
			add(o.Title + " " + o.Detail)
		}
		for _, n := range c.Left {
			add(n.How...)
			add(n.Ask, n.Say)
		}
	}
	for i := range pb.Verdicts {
		v := &pb.Verdicts[i]
		add(v.Title, v.Name)
		remedy(v.Remedy)
		for _, e := range v.Errors {
			add(e.Title, e.Name)
			remedy(e.Remedy)
		}
		page(v.Screen)
	}
	for i := range pb.Rules {
		add(pb.Rules[i].Because)
	}
	for i := range pb.Probes {
		p := &pb.Probes[i]
		add(p.Title, p.Why)
		for _, r := range p.AllReplies() {
			add(r.Means)
		}
	}
	return all
}

// answerRows are the answers to choose from, as a list has them: in order, with a number or with how it is said by command, or in JSON.
func answerRows(pb *flow.Playbook) []string {
	var rows []string
	for i := range pb.Choices {
		c := &pb.Choices[i]
		for j := range c.Options {
			o := &c.Options[j]
			row := o.Title + " " + o.Detail
			rows = append(rows, fmt.Sprintf("%d %s", j+1, row), c.ID+" "+o.ID+" "+row, "title "+o.Title+" detail "+o.Detail)
		}
	}
	return rows
}
