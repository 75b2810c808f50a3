package tui

import (
	"slices"
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
	name conversation.Name // What is done, if it can be done on every front end.
	long string            // What it does, for the full list; empty if the help says it all.
	rare bool              // Left out of the help bar: another way to do what stands there, or seldom needed.
	bar  key.Help          // What the help bar says for it and those like it; empty if that is its own help.
	less string            // What the help bar says where it has no room for that; empty if it has none shorter.
}

// bind makes a binding. Label is how the keys are written in the help bar, help what they do, in a word or two.
func bind(do intent, label, help string, keys ...string) bound {
	return bound{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help)), do: do}
}

// able makes the binding of something that can be done on every front end.
func able(n conversation.Name) bound { return of(conversation.Named(n)) }

// of makes the binding of a command. The trail, where answers are edited, has a key of its own in the bar.
func of(c conversation.Command) bound {
	b := bind(command(c.Name), keyName(c.Keys[0]), c.Short, c.Keys...).explain(c.Long)
	b.name, b.less, b.rare = c.Name, briefly(c.Name), c.Name == conversation.EditFact
	return b
}

// of makes the binding of a command as things stand: where nothing is parked, the bar has no key for it.
func (t *state) of(c conversation.Command) bound {
	b := of(c)
	b.rare = b.rare || c.Name == conversation.ShowParked && len(t.state.Session.Parked()) == 0
	return b
}

// does sets what the key does here.
func (b bound) does(do intent) bound {
	b.do = do
	return b
}

// briefly is what the help bar says in a small window; "" where its own help is short enough.
func briefly(n conversation.Name) string {
	switch n {
	case conversation.Verify:
		return i18n.T("works now?")
	case conversation.SayWorks:
		return i18n.T("works")
	case conversation.SaySame:
		return i18n.T("same")
	case conversation.SayDifferent:
		return i18n.T("another")
	case conversation.KeepWords:
		return i18n.T("words")
	case conversation.CopySupport:
		return i18n.T("support")
	case conversation.CopyText:
		return i18n.T("copy")
	case conversation.ShowHow:
		return i18n.T("how")
	default:
		return ""
	}
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
		bind(moved(1), "↑↓", i18n.T("choose"), "down", "j").explain(i18n.T("the next line")).quiet(),
		bind(moved(-1), "↑", i18n.T("choose"), "up", "k").explain(i18n.T("the line before")).quiet(),
		bind(moved(-farAway), "home", i18n.T("choose"), "home").explain(i18n.T("the first line")).quiet(),
		bind(moved(farAway), "end", i18n.T("choose"), "end").explain(i18n.T("the last line")).quiet(),
	}
}

const farAway = 1 << 16 // More entries than any list has.

// answering are the keys that answer a question, which are one in the help bar.
func answering(id string) []bound {
	all := []bound{able(conversation.SayYes).does(answered{id, flow.Yes}), able(conversation.SayNo).does(answered{id, flow.No}).quiet(), able(conversation.SayUnsure).does(answered{id, flow.Unsure}).quiet()}
	all[0].bar = key.Help{Key: strings.Join([]string{all[0].Help().Key, all[1].Help().Key, all[2].Help().Key}, " "), Desc: i18n.T("answer")}
	return all
}

// ownWay are commands with a page that a screen leads to only where it is of use, by a key that the screen lists.
var ownWay = []conversation.Name{conversation.ShowHow, conversation.ShowSay, conversation.Finish, conversation.SayNotYet, conversation.UseExample, conversation.ShowReference}

// looking are the keys that look at something without leaving the place: every other command's that has a page.
func (t *state) looking() []bound {
	var keys []bound
	for _, c := range conversation.Commands() {
		if c.Page != nil && len(c.Keys) > 0 && !slices.Contains(ownWay, c.Name) && c.At&t.state.Stage() != 0 && t.state.Has(c) {
			keys = append(keys, t.of(c).quiet())
		}
	}
	return keys
}

// shelved are the keys that take another playbook.
func (t *state) shelved() []bound {
	if !t.state.Shelf {
		return nil
	}
	return []bound{able(conversation.TakeBook).quiet()}
}

// asking are the keys that ask the service about the question; without a question, about what could still decide.
func (t *state) asking(q *flow.Question) []bound {
	if len(t.help(q)) == 0 {
		return nil
	}
	return []bound{able(conversation.AskAPI)}
}

// watching are the keys that watch the failing call itself.
func (t *state) watching() []bound {
	if t.state.Book.Watcher == nil {
		return nil
	}
	return []bound{able(conversation.WatchCall)}
}

// closing are the keys that close what lies over the conversation.
func closing(more ...bound) []bound {
	return append(more, bind(goBack, "esc", keyBack, "esc", "left", "b").explain(i18n.T("back; nothing is lost")))
}

// escaping is the key that closes what is open where the call stands.
func escaping() bound {
	return bind(escape, "esc", keyClose, "esc").explain(i18n.T("close what is open here")).quiet()
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

// The space between two parts of the help bar, and the same in a small window.
const (
	barGap   = 3
	tightGap = 2
)

// mostKeys is how many bindings the help bar has: what the screen is for, what comes second, the way back, and the full list.
const mostKeys = 5

// span is a part of a row, and what a click on it does.
type span struct {
	at, width int
	text      string
	hit       intent
}

// several are the parts of a row that do something each.
type several []span

// at returns what a click on that cell does; nil for nothing.
func (s several) at(x int) intent {
	for _, p := range s {
		if x >= p.at && x < p.at+p.width {
			return p.hit
		}
	}
	return nil
}

// barItem is a binding as the help bar has it, or with less in it.
func barItem(st *styles, b bound, less bool) span {
	h := b.Help()
	if b.bar.Key != "" {
		h = b.bar
	}
	if less && b.less != "" {
		h.Desc = b.less
	}
	s := span{text: st.strong.Render(h.Key) + " " + st.dim.Render(h.Desc), width: ansi.StringWidth(h.Key + " " + h.Desc), hit: b.do}
	if b.bar.Key != "" {
		s.hit = nil // It stands for several.
	}
	return s
}

// helpBar writes the bindings into the line, with fewer words where they have no room otherwise, and else the first that fit whole; the last
// one, which opens the full list, always. Where not as many fit as there may be, the way back takes the place of what comes before it.
func helpBar(st *styles, keys []bound, w int) several {
	if bar, whole := fitBar(st, keys, w, barGap, false); whole {
		return bar
	}
	bar, _ := fitBar(st, keys, w, tightGap, true)
	return bar
}

// fitBar writes the help bar, and reports whether nothing had to be left out.
func fitBar(st *styles, keys []bound, w, gap int, less bool) (parts several, whole bool) {
	last := barItem(st, keys[len(keys)-1], false)
	room := w - last.width - gap
	var bar []span
	back := -1 // Among those of the bar.
	for _, b := range keys[:len(keys)-1] {
		if b.rare || len(bar) == mostKeys-1 {
			continue
		}
		if back < 0 && b.do == goBack && in([]bound{b}, "esc") {
			back = len(bar)
		}
		bar = append(bar, barItem(st, b, less))
	}
	at := 0
	for i, s := range bar {
		left := room
		if i < back {
			left -= bar[back].width + gap
		}
		if at+s.width > left {
			continue
		}
		s.at = at
		parts, at = append(parts, s), at+s.width+gap
	}
	whole = len(parts) == len(bar)
	last.at = at
	return append(parts, last), whole
}

// flashBar says of the key just pressed that it does nothing here and where it would, and where all keys are, if there is room for both: half
// a sentence says nothing.
func flashBar(st *styles, text string, keys []bound, w int) several {
	last := barItem(st, keys[len(keys)-1], false)
	switch n := ansi.StringWidth(text); {
	case n > w:
		return several{last}
	case n+barGap+last.width > w:
		return several{{text: text, width: n}}
	default:
		last.at = n + barGap
		return several{{text: text, width: n}, last}
	}
}
