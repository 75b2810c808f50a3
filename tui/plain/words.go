package plain

import (
	"slices"
	"strings"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

// Rules of what is typed. A word counts only if it is the whole line, or the first word of a line for those that take
// something after it; so "no idea" is not "no". A word means one thing: yes and no answer questions only, so that one typed
// too often cannot end a session. Upper and lower case are the same. What is not understood changes nothing,
// and is answered with what can be typed.

// lookup finds the word of that name, if what it needs is at hand.
func (c *dialog) lookup(name string) (conversation.Command, bool) {
	for _, w := range conversation.Commands() {
		if c.state().Has(w) && slices.Contains(w.Words, name) {
			return w, true
		}
	}
	return conversation.Command{}, false
}

// parse finds the word that the line is, and what follows it.
func (c *dialog) parse(line string) (conversation.Command, string) {
	fields := strings.Fields(line)
	if w, ok := c.lookup(strings.ToLower(strings.Join(fields, " "))); ok {
		return w, ""
	}
	if len(fields) < 2 {
		return conversation.Command{}, ""
	}
	w, ok := c.lookup(strings.ToLower(fields[0]))
	if !ok || w.Takes == "" {
		return conversation.Command{}, ""
	}
	return w, strings.Join(fields[1:], " ")
}

// unknown says that the line was not understood. It repeats the line only if it is too short to hold a secret.
func (c *dialog) unknown(at conversation.Stage, line string) error {
	const short = 24
	c.echo("")
	what := i18n.T("That is not a command.")
	switch {
	case line == "":
		what = i18n.T("An empty line does nothing here.")
	case len(line) <= short:
		what = i18n.T("Unknown command %q.", line)
	}
	c.out.say(i18n.T("%s Nothing changed.", what))
	if w, _ := c.parse(line); at == conversation.AtVerdict && (w.Name == conversation.SayYes || w.Name == conversation.SayNo || w.Name == conversation.SayUnsure) {
		c.out.say(i18n.T("Type works if it does, same if the error is the same, different if it is another one, later to check another time."))
		return c.missed()
	}
	if numbers := c.state().Numbers(); at == conversation.AtAsking && numbers != "" {
		c.out.say(i18n.T("Type a number (%s), or unsure; help lists the rest.", numbers))
		return c.missed()
	}
	c.out.hang(i18n.T("Type one of: "), strings.Join(c.namesAt(at), ", ")+".")
	return c.missed()
}

func (c *dialog) namesAt(at conversation.Stage) []string {
	var names []string
	for _, w := range conversation.Commands() {
		if w.At&at != 0 && c.state().Has(w) {
			names = append(names, w.Words[0])
		}
	}
	return names
}

// understood takes note of a line that is a word.
func (c *dialog) understood(w conversation.Command, line string) {
	c.repeat(w, line)
	c.misses = 0
	if w.Name != conversation.PasteText && w.Name != conversation.HandOutput && w.Name != conversation.TakeAnswers {
		c.kept = nil
	}
}

// repeat echoes a line that is a word. Of what may hold a secret only the name is repeated.
func (c *dialog) repeat(w conversation.Command, line string) {
	if w.Name == conversation.SetSetting {
		_, arg, _ := strings.Cut(line, " ")
		line = "set"
		if s, _, given, ok := settingOf(arg); ok {
			line += " " + s.Word
			if given {
				line += "=…"
			}
		}
	}
	c.echo(line)
}

// help lists what can be typed here.
func (c *dialog) help(at conversation.Stage) {
	c.out.blank()
	if at == conversation.AtStart {
		c.out.say(i18n.T("Paste the error, then type a line that holds only a dot (.). A terminal may cut one line after some 4,000 characters; save such a text and type file with its path."))
	}
	c.out.say(i18n.T("What can be typed here:"))
	for _, g := range conversation.Grouped(func(w conversation.Command) bool { return w.At&at != 0 && c.state().Has(w) }) {
		c.out.blank()
		c.out.say(g.Title + ":")
		for _, n := range g.Names {
			w := conversation.Named(n)
			name := w.Words[0]
			if w.Takes != "" {
				name += " " + w.Takes
			}
			if len(w.Words) > 1 {
				name = i18n.T("%s (or %s)", name, strings.Join(w.Words[1:], ", "))
			}
			c.out.hang("  ", name+": "+w.Long+".")
		}
	}
}
