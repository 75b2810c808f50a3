package tui

import (
	"context"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
)

// lamp looks at the coffee machine's lamp; what it shows is made up.
type lamp struct{ err error }

func (lamp) Decides() []string { return []string{"power"} }

func (lamp) Plan() []page.Block {
	return []page.Block{page.Text{Text: "These files, where they are there:", Tone: page.Heading}, page.Group{Blocks: []page.Block{page.Text{Lead: "/etc/coffee/ ", Text: "lamp.json"}}}}
}

func (lamp) Programs() []flow.Title {
	return []flow.Title{{ID: "timer", Title: "The timer"}, {ID: "button", Title: "The button"}}
}

func (lamp) Commands() []flow.CommandTemplate {
	return []flow.CommandTemplate{{ID: "sh", Title: "sh", Text: "cat /etc/coffee/lamp.json"}}
}

func (l lamp) Look(_ context.Context, program string) conversation.Looked {
	return conversation.Looked{
		Facts: []flow.Fact{{ID: "power", Value: flow.Yes, From: flow.Machine, Rule: "look", Quote: "lamp.json: on"}}, From: flow.Machine, Err: l.err,
		Told: []page.Block{page.Text{Lead: "✓ ", Text: "The lamp of " + program + " is on", Tone: page.Good}, page.Text{Lead: "! ", Text: "The tank was not looked at", Tone: page.Warn}},
	}
}

func (l lamp) Output(text []byte, from flow.Source) (conversation.Looked, []byte, bool) {
	seen := l.Look(context.Background(), "the customer")
	seen.From, seen.Facts[0].From = from, from
	rest, ok := strings.CutPrefix(string(text), "lamp-look")
	return seen, []byte(rest), ok
}

func lamped(c *Config) { c.Looker = lamp{} }

// lookScenes are the screens of a look at this machine.
func lookScenes() []scene {
	keys := func(names ...string) func(*bench) { return func(b *bench) { b.press(names...) } }
	return []scene{
		{name: "look", go_: keys("tab", "n", "l"), change: lamped},
		{name: "look-elsewhere", go_: keys("tab", "n", "l", "3"), change: lamped},
		{name: "looked", go_: keys("tab", "n", "l", "1"), change: lamped},
	}
}
