package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"
)

// The rules of the keys.
//
// A screen lists what works now, the most important first, as bindings with their intents. The same list is looked up
// when a key is pressed and written into the help bar, so the bar cannot say what does not work. Esc closes or goes back
// and never loses anything. A letter does the same on every screen that has it. Ctrl+c always ends, with the session saved.

// bound is a binding that works now, with what it does.
type bound struct {
	key.Binding
	do intent
}

// bind makes a binding. The first key is what a test presses; label is how the keys are written in the help.
func bind(do intent, label, help string, keys ...string) bound {
	return bound{key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help)), do}
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

// helpBar writes as many bindings as fit whole into the lines, in order; the last one, which opens the full list, always.
func helpBar(st *styles, keys []bound, w, lines int) []string {
	item := func(b bound) (string, int) {
		h := b.Help()
		return st.accent.Render(h.Key) + " " + st.dim.Render(h.Desc), ansi.StringWidth(h.Key + " " + h.Desc)
	}
	const gap = "   "
	last, lastW := item(keys[len(keys)-1])
	var out []string
	i, rest := 0, keys[:len(keys)-1]
	for n := range lines {
		room := w
		if n == lines-1 {
			room = w - lastW - len(gap)
		}
		var parts []string
		used := 0
		for ; i < len(rest); i++ {
			s, sw := item(rest[i])
			if used > 0 {
				sw += len(gap)
			}
			if used+sw > room {
				break
			}
			parts, used = append(parts, s), used+sw
		}
		// The short ones behind may still fit, but what stands first is more important: stop where it no longer fits.
		if n == lines-1 {
			parts = append(parts, last)
		}
		out = append(out, strings.Join(parts, gap))
	}
	return out
}
