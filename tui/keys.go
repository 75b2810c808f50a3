package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// The rules of the keys.
//
// A screen lists what works now, the most important first, as bindings with their intents. The same list is looked up
// when a key is pressed and written into the help bar, so the bar cannot say what does not work. Esc closes or goes back
// and never loses anything. A letter does the same on every screen that has it. Ctrl+c always ends, with the session saved.

// bound is a binding that works now, with what it does.
type bound struct {
	key.Binding
	do   intent
	long string // What it does, for the full list; empty if the help says it all.
	rare bool   // Left out of the help bar: another way to do what stands there, or seldom needed.
}

// bind makes a binding. Label is how the keys are written in the help bar, help what they do, in a word or two.
func bind(do intent, label, help string, keys ...string) bound {
	return bound{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help)), do: do}
}

// able makes the binding of something that can be done on every front end.
func able(n conversation.Name, do intent) bound {
	c := conversation.Named(n)
	return bind(do, keyName(c.Keys[0]), c.Short, c.Keys...).explain(c.Long)
}

// as sets what the help bar says.
func (b bound) as(short string) bound {
	b.SetHelp(b.Help().Key, short)
	return b
}

// explain sets what the full list says.
func (b bound) explain(long string) bound {
	b.long = long
	return b
}

// quiet leaves the binding out of the help bar.
func (b bound) quiet() bound {
	b.rare = true
	return b
}

// in reports whether the key is among the bindings.
func in(keys []bound, name string) bool {
	_, ok := find(keys, name)
	return ok
}

// choosing are the keys of a screen with a highlighted line.
func choosing(take string) []bound {
	return []bound{
		bind(chose{}, "enter", take, "enter"),
		bind(moved(1), "↑↓", i18n.T("choose"), "down", "j").explain(i18n.T("the next line")),
		bind(moved(-1), "↑", i18n.T("choose"), "up", "k").explain(i18n.T("the line before")).quiet(),
	}
}

// answering are the keys that answer a question.
func answering(id string) []bound {
	return []bound{
		able(conversation.SayYes, answered{id, flow.Yes}),
		able(conversation.SayNo, answered{id, flow.No}),
		able(conversation.SayUnsure, answered{id, flow.Unsure}),
	}
}

// looking are the keys that look at something without leaving the place.
func looking() []bound {
	return []bound{
		able(conversation.ShowTrail, opened(atTrail)),
		able(conversation.ShowCauses, opened(atWhy)),
	}
}

// shelved are the keys that take another playbook.
func (t *talk) shelved() []bound {
	if !t.shelf {
		return nil
	}
	return []bound{able(conversation.TakeBook, opened(atBooks)).quiet()}
}

// asking are the keys that ask the service about the question; without a question, about what could still decide.
func (t *talk) asking(q *flow.Question) []bound {
	if len(t.help(q)) == 0 {
		return nil
	}
	return []bound{able(conversation.AskAPI, opened(atCard))}
}

// watching are the keys that watch the failing call itself.
func (t *talk) watching() []bound {
	if !t.watches {
		return nil
	}
	return []bound{able(conversation.WatchCall, opened(atWatch))}
}

// closing are the keys that close what lies over the conversation.
func closing(more ...bound) []bound {
	return append(more, bind(goBack, "esc", keyBack, "esc", "left", "b").explain(i18n.T("back; nothing is lost")))
}

// find returns what a key does.
func find(keys []bound, name string) (intent, bool) {
	for _, b := range keys {
		for _, k := range b.Keys() {
			if k == name {
				return b.do, true
			}
		}
	}
	return nil, false
}

const barGap = "  "

// barFits reports whether all bindings fit on one line.
func barFits(keys []bound, w int) bool {
	used := -len(barGap)
	for _, b := range keys {
		if !b.rare {
			used += len(barGap) + ansi.StringWidth(b.Help().Key+" "+b.Help().Desc)
		}
	}
	return used <= w
}

// helpBar writes as many bindings as fit whole into the lines, in order; the last one, which opens the full list, always.
func helpBar(st *styles, keys []bound, w, lines int) []string {
	shown := make([]bound, 0, len(keys))
	for _, b := range keys {
		if !b.rare {
			shown = append(shown, b)
		}
	}
	keys = shown
	if lines > 1 && barFits(keys, w) {
		lines = 1
	}
	item := func(b bound) (string, int) {
		h := b.Help()
		return st.accent.Render(h.Key) + " " + st.dim.Render(h.Desc), ansi.StringWidth(h.Key + " " + h.Desc)
	}
	last, lastW := item(keys[len(keys)-1])
	var out []string
	i, rest := 0, keys[:len(keys)-1]
	for n := range lines {
		room := w
		if n == lines-1 {
			room = w - lastW - len(barGap)
		}
		var parts []string
		used := 0
		for ; i < len(rest); i++ {
			s, sw := item(rest[i])
			if used > 0 {
				sw += len(barGap)
			}
			if used+sw > room {
				break
			}
			parts, used = append(parts, s), used+sw
		}
		if n == lines-1 {
			parts = append(parts, last)
		}
		out = append(out, strings.Join(parts, barGap))
	}
	return out
}
