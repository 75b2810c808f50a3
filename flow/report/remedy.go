package report

import (
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
)

// ShownRemedy is what to do about a verdict. What has several lines is in Markdown.
type ShownRemedy struct {
	DoNow   []string `json:"do_now" jsonschema:"description=What to do now in one to three sentences."`
	Take    string   `json:"take" jsonschema:"enum=in-order,enum=one-of,enum=,description=How the sentences of do_now go together: one after the other or one of them is enough; empty where each stands for itself."`
	Who     string   `json:"who" jsonschema:"description=Who does it; may be empty."`
	Send    string   `json:"send" jsonschema:"description=A message to that person; empty where nobody else is needed."`
	Check   string   `json:"check" jsonschema:"description=How to see that it worked in one sentence; may be empty."`
	Steps   []string `json:"steps" jsonschema:"description=The fix step by step."`
	Verify  []string `json:"verify" jsonschema:"description=How to see that it worked step by step."`
	Sources []string `json:"sources" jsonschema:"description=Where this is documented; with the day on which it was checked."`

	Seen []string `json:"seen" jsonschema:"description=Public reports of the same; may be empty."`

	steps, request, verify, sources, seen string // The sections of the screen, in Markdown.
}

// Headings of a playbook's screens that reports take over. What a screen lacks is left out.
const (
	headingFix     = "The fix"
	headingRequest = "The request"
	headingVerify  = "How to verify"
	headingSources = "Sources"
	headingSeen    = "Seen before"
)

// onScreen is what screens say to somebody who sits at the program, and stands for nothing in a report.
const (
	onScreen = "Say no on the next screen and go on with what is left."
	inTicket = "Then go on with what is left."
)

// remedy makes what to do about the verdict in the session. Known gives what fills it in, made fit; own makes a line of the playbook fit, filled
// one that was filled in, and lines a text of the playbook.
func remedy(pb *flow.Playbook, v *flow.Verdict, s *flow.Session, known func(string) string, own, filled, lines func(string) string) *ShownRemedy {
	card := conversation.Remedy(pb, s, v)
	fit := func(line string) string {
		if text := flow.Fill(line, known); text != line {
			return filled(text)
		}
		return own(line)
	}
	r := &ShownRemedy{DoNow: []string{}, Take: string(card.Take), Who: fit(card.Who), Send: fit(card.Send), Check: fit(card.Check)}
	for _, f := range card.Fix {
		r.DoNow = append(r.DoNow, fit(f))
	}
	section := func(heading string) (text string, list []string) {
		body, _ := v.Screen.Section(heading)
		body = strings.ReplaceAll(lines(body), onScreen, inTicket)
		if text = flow.OnScreen(body, known); text != body {
			return text, itemsOf(text) // It is this session's, and not taken apart again.
		}
		return body, items(body)
	}
	r.steps, r.Steps = section(headingFix)
	r.request, _ = section(headingRequest)
	r.verify, r.Verify = section(headingVerify)
	r.sources, r.Sources = section(headingSources)
	r.seen, r.Seen = section(headingSeen)
	return r
}

// card is the remedy as a conversation shows it.
func (r *ShownRemedy) card() flow.Remedy {
	return flow.Remedy{Fix: r.DoNow, Take: flow.TakeOrder(r.Take), Who: r.Who, Send: r.Send, Check: r.Check}
}

// items returns what stands in each item of a text of the playbook, which is taken apart once.
func items(text string) []string {
	if have, ok := ofLists.Load(text); ok {
		return have.([]string)
	}
	out := itemsOf(text)
	ofLists.Store(text, out)
	return out
}

func itemsOf(text string) []string { return append([]string{}, page.Read(text).Items()...) }

var ofLists sync.Map
