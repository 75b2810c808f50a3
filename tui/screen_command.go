package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"why403/flow"
)

// commandScreen shows a probe, or all free ones that help at once, as a command for another machine, in one of several languages.
type commandScreen struct {
	t     *talk
	id    string
	free  []string // The free ones that help; more than one, or none.
	all   bool     // These are shown.
	langs []flow.CommandTemplate
	at    int
	text  string
	err   string
}

// newCommand returns the screen for the probe; help are those that help where the conversation stands.
func newCommand(t *talk, id string, help []string, all bool) *commandScreen {
	s := &commandScreen{t: t, id: id, langs: t.prober.Languages()}
	if s.free = t.portable(help); len(s.free) < 2 {
		s.free = nil
	}
	s.all = all && s.free != nil
	for i, l := range s.langs {
		if l.ID == t.shell {
			s.at = i
		}
	}
	s.write()
	return s
}

// Turn shows the next language.
func (s *commandScreen) Turn() {
	if len(s.langs) > 0 {
		s.at = (s.at + 1) % len(s.langs)
		s.t.shell = s.langs[s.at].ID
	}
	s.write()
}

// ids are the probes of the command that is shown.
func (s *commandScreen) ids() []string {
	if s.all {
		return s.free
	}
	return []string{s.id}
}

// Widen changes between the one probe and all free ones.
func (s *commandScreen) Widen() {
	s.all = !s.all && s.free != nil
	s.write()
}

func (s *commandScreen) write() {
	lang := ""
	if len(s.langs) > 0 {
		lang = s.langs[s.at].ID
	}
	text, err := s.t.prober.Command(s.ids(), lang, s.t.session)
	s.text, s.err = strings.TrimRight(text, "\n"), ""
	if err != nil {
		s.text, s.err = "", s.t.shown(err.Error())
	}
}

func (s *commandScreen) Copy() (what, text string) {
	name := ""
	if len(s.langs) > 0 {
		name = clean(s.langs[s.at].Title)
	}
	if s.all {
		return fmt.Sprintf(whatProbes, len(s.free), name), s.text
	}
	return fmt.Sprintf(whatProbe, name), s.text
}

func (s *commandScreen) Keys() []bound {
	var keys []bound
	if s.err == "" {
		keys = append(keys, bind(copyHere, "c", keyCopy, "c", "enter").explain(helpCopyTheCommand))
	}
	keys = append(keys, outputBack())
	switch {
	case s.all:
		keys = append(keys, bind(widenCommand, "f", keyOnlyOne, "f").explain(helpOnlyOne))
	case s.free != nil:
		keys = append(keys, bind(widenCommand, "f", fmt.Sprintf(keyAllFree, len(s.free)), "f").explain(helpAllInOne))
	}
	if len(s.langs) > 1 {
		keys = append(keys, bind(nextLang, "l", keyLanguage, "l", "tab"))
	}
	return closing(keys...)
}

// outputBack is the key that takes a command's output.
func outputBack() bound {
	return bind(opened(atHandBack), "v", keyPasteItsOutput, "v").explain(helpPasteWhatTheCommand)
}

func (s *commandScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	title := sayCommandHere
	if s.t.from() == flow.Customer {
		title = sayCommandFor
	}
	b.add(st.heading, wrap(title, w)...)
	if s.all {
		b.add(st.strong, wrap(fmt.Sprintf(sayCommandAll, len(s.free)), w)...)
		for _, id := range s.free {
			b.add(lipgloss.NewStyle(), hang("  • ", s.t.probeTitle(id), w)...)
		}
	} else {
		b.add(st.strong, wrap(s.t.probeTitle(s.id), w)...)
	}
	b.add(st.dim, wrap(sayCommandWhat, w)...)
	if s.free != nil && !s.all {
		b.add(st.good, wrap(fmt.Sprintf(sayCommandFree, len(s.free)), w)...)
	}
	b.gap()
	if len(s.langs) > 1 {
		names := make([]string, len(s.langs))
		for i, l := range s.langs {
			names[i] = clean(l.Title)
			if i == s.at {
				names[i] = "[" + names[i] + "]"
			}
		}
		b.add(st.accent, wrap(strings.Join(names, " "), w)...)
	}
	if s.err != "" {
		b.add(st.warn, hang("! ", sayNoCommand+s.err, w)...)
		return b
	}
	rows, folded := marked(strings.Split(s.t.mask(strings.Join(cleanLines(s.text), "\n")), "\n"), w)
	if folded {
		b.add(st.warn, wrap(fmt.Sprintf(sayFolded, foldMark), w)...)
	}
	b.add(st.code, rows...)
	return b
}

// handBackScreen takes what a command printed on another machine.
type handBackScreen struct {
	t       *talk
	area    area
	err     string // Why the last text could not be taken.
	attempt int    // The text being read; 0 for none.
	last    bool   // Nothing was said yet, and there is an earlier session that the text may belong to.
}

func newHandBack(t *talk) *handBackScreen {
	s := &handBackScreen{t: t, area: newArea(t.mask)}
	s.area.title, s.area.what = sayHandBack, sayHandBackWhat
	return s
}

func (s *handBackScreen) Keys() []bound {
	keys := []bound{bind(readBack, "enter", keyReadIt, "enter")}
	if s.area.empty() {
		keys = []bound{bind(told(sayHandBackNo), "enter", keyReadIt, "enter").explain(helpReadItOnceSomething).quiet()}
	}
	if !s.area.empty() {
		keys = append(keys, bind(clearText, "ctrl+u", keyEmptyTheArea, "ctrl+u"))
	}
	return append(keys, bind(goBack, "esc", keyBack, "esc"))
}

// Typing reports whether letters are text now: always.
func (s *handBackScreen) Typing() bool { return true }

// Type takes keys and pastes that no binding took.
func (s *handBackScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		s.area.paste(msg.Content)
	case tea.KeyPressMsg:
		cmd, ok := s.area.key(msg)
		if !ok && msg.Text != "" {
			return nil, told(sayTooLarge)
		}
		return cmd, nil
	}
	return nil, nil
}

func (s *handBackScreen) head(w int) []string {
	if s.attempt != 0 {
		return wrap(sayReading, w)
	}
	if s.err == "" {
		return nil
	}
	lines := wrap(sayNotTaken+s.err, w)
	if s.last {
		lines = append(lines, wrap(sayLastFirst, w)...)
	}
	return append(lines, wrap(sayKeptText, w)...)
}

func (s *handBackScreen) Body(w, h int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	style := s.t.st.warn
	if s.attempt != 0 {
		style = lipgloss.NewStyle()
	}
	b.add(style, s.head(w)...)
	top := len(b.rows)
	for _, l := range s.area.rows(&s.t.st, w, min(max(h-top, 4), 14), true) {
		b.raw(l)
	}
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *handBackScreen) Cursor(w int) *tea.Cursor {
	c := s.area.cursor()
	if c != nil {
		c.Y += len(s.head(min(w, textMax)))
	}
	return c
}
