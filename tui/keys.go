package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
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
		bind(answered{id, flow.Yes}, "y", i18n.T("yes"), "y", "Y"),
		bind(answered{id, flow.No}, "n", i18n.T("no"), "n", "N"),
		bind(answered{id, flow.Unsure}, "?", i18n.T("not sure"), "?", "u", "U").explain(i18n.T("not sure: everything stays possible")),
	}
}

// looking are the keys that look at something without leaving the place.
func looking() []bound {
	return []bound{
		bind(opened(atTrail), "t", i18n.T("trail"), "t").explain(i18n.T("the trail: everything known and from where; change it there")),
		bind(opened(atWhy), "w", i18n.T("causes"), "w").explain(i18n.T("every cause, with what speaks for and against it")),
	}
}

// shelved are the keys that take another playbook.
func (t *talk) shelved() []bound {
	if !t.shelf {
		return nil
	}
	return []bound{bind(opened(atBooks), "P", "playbook", "P").explain(i18n.T("the playbooks: which one this is, and another one")).quiet()}
}

// asking are the keys that ask the service about the question; without a question, about what could still decide.
func (t *talk) asking(q *flow.Question) []bound {
	if len(t.help(q)) == 0 {
		return nil
	}
	return []bound{bind(opened(atCard), "r", i18n.T("ask the API"), "r").explain(i18n.T("ask the API itself; the request is shown first"))}
}

// watching are the keys that watch the failing call itself.
func (t *talk) watching() []bound {
	if !t.watches {
		return nil
	}
	return []bound{bind(opened(atWatch), "i", i18n.T("watch the call"), "i").explain(i18n.T("watch the real call: it tells more than a text"))}
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
