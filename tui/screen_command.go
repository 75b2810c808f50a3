package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// commandScreen shows a probe, or all free ones that help at once, as a command for another machine, in one of several languages.
type commandScreen struct {
	t     *state
	one   []string // The probe, and those that answer with it what is asked.
	free  []string // The free ones that help; more than one, or none.
	all   bool     // These are shown.
	langs []flow.CommandTemplate
	at    int
	text  string
	err   string
}

// newCommand returns the screen for the probes that answer what is asked; help are those that help where the conversation stands.
func newCommand(t *state, one, help []string, all bool) *commandScreen {
	s := &commandScreen{t: t, one: one, langs: t.state.Book.Prober.Languages()}
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
	return s.one
}

// Widen changes between the one probe and all free ones.
func (s *commandScreen) Widen() {
	s.all = !s.all && s.free != nil
	s.write()
}

// language is the language that the command is written in.
func (s *commandScreen) language() string {
	if len(s.langs) == 0 {
		return ""
	}
	return s.langs[s.at].ID
}

func (s *commandScreen) write() {
	text, err := s.t.state.Book.Prober.Command(s.ids(), s.language(), s.t.state.Session)
	s.text, s.err = strings.TrimRight(text, "\n"), ""
	if err != nil {
		s.text, s.err = "", s.t.shown(err.Error())
	}
}

func (s *commandScreen) Copy() (what, text string) {
	name := ""
	if len(s.langs) > 0 {
		name = page.Line(s.langs[s.at].Title)
	}
	if n := len(s.ids()); n > 1 {
		return i18n.T("the command for %d probes (%s)", n, name), s.text
	}
	return i18n.T("the command (%s)", name), s.text
}

func (s *commandScreen) Keys() []bound {
	var keys []bound
	if s.err == "" {
		keys = append(keys, bind(command(conversation.CopyText), "c", i18n.T("copy"), "c", "enter").explain(i18n.T("copy the command")))
	}
	keys = append(keys, outputBack())
	switch {
	case s.all:
		keys = append(keys, bind(widenCommand, "F", i18n.T("only one"), "F").explain(i18n.T("the command of the one probe alone")))
	case s.free != nil:
		keys = append(keys, bind(widenCommand, "F", i18n.T("all %d free", len(s.free)), "F").explain(helpAllInOne))
	}
	if len(s.langs) > 1 {
		keys = append(keys, bind(nextLang, "tab", i18n.T("language"), "tab"))
	}
	return closing(keys...)
}

// outputBack is the key that takes a command's output.
func outputBack() bound {
	return able(conversation.HandOutput).as(i18n.T("paste its output"))
}

func (s *commandScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	title := i18n.T("The command, to run where the call fails")
	if s.t.state.Answering() == flow.Customer && !s.t.guest {
		title = i18n.T("The command for the customer")
	}
	b.add(st.heading, page.Wrap(title, w)...)
	if ids := s.ids(); len(ids) > 1 {
		head := i18n.T("One command for the %d requests that answer this:", len(ids))
		if s.all {
			head = i18n.T("One command for the %d free probes that help here:", len(ids))
		}
		b.add(st.strong, page.Wrap(head, w)...)
		for _, id := range ids {
			b.add(ink{}, page.Hang("  • ", s.t.state.ProbeTitle(id), w)...)
		}
	} else {
		b.add(st.strong, page.Wrap(s.t.state.ProbeTitle(ids[0]), w)...)
	}
	b.add(st.dim, page.Wrap(i18n.T("It contains no key: the key and the base URL come from the environment there. c copies it; o takes back what it prints."), w)...)
	if s.free != nil && !s.all {
		b.add(st.good, page.Wrap(i18n.T("▸ F makes it one command for all %d free probes that help here.", len(s.free)), w)...)
	}
	b.gap()
	if len(s.langs) > 1 {
		names := make([]string, len(s.langs))
		for i, l := range s.langs {
			names[i] = page.Line(l.Title)
			if i == s.at {
				names[i] = "[" + names[i] + "]"
			}
		}
		b.add(st.accent, page.Wrap(strings.Join(names, " "), w)...)
	}
	if s.err != "" {
		b.add(st.warn, page.Hang("! ", i18n.T("This has no command: %s", s.err), w)...)
		return b
	}
	rows := marked(s.language(), s.text, w)
	if folded(rows) {
		b.add(st.warn, page.Wrap(sayFolded(), w)...)
	}
	b.add(st.code, rows...)
	return b
}

// handBackScreen takes what a command printed on another machine.
type handBackScreen struct {
	areaScreen

	err     string // Why the last text could not be taken.
	whole   bool   // It stands there unchanged.
	foreign bool   // It can be taken, once a person says that it is of this call.
	busy    bool   // The text is being read.
	last    bool   // Nothing was said yet, and there is an earlier session that the text may belong to.
}

func newHandBack(t *state) *handBackScreen {
	s := &handBackScreen{areaScreen: areaScreen{t: t, area: newArea(t.mask)}}
	s.head = s.about
	s.area.title, s.area.what = i18n.T("Paste its output, then enter"), i18n.T("All of it, from the first line to the last. Only output of this session's command counts.")
	return s
}

func (s *handBackScreen) Keys() []bound {
	keys := append([]bound{s.reading(readBack, i18n.T("Nothing pasted yet. Paste what the command printed."))}, s.emptying()...)
	if s.foreign && !s.area.empty() {
		keys = append(keys, bind(takeBack, "ctrl+y", i18n.T("take it"), "ctrl+y").explain(i18n.T("take it all the same")))
	}
	return append(keys, bind(goBack, "esc", keyBack, "esc"))
}

// Fresh forgets what was said about the text before: another one takes its place.
func (s *handBackScreen) Fresh() { s.err, s.whole, s.foreign = "", false, false }

// Type takes keys and pastes that no binding took.
func (s *handBackScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if s.whole { // Another output takes the place of one that was refused.
			s.area.clear()
		}
		s.Fresh()
		s.area.paste(msg.Content)
	case tea.KeyPressMsg:
		s.whole, s.foreign = false, false // It is another text, to be read anew.
		cmd, ok := s.area.key(msg)
		if !ok && msg.Text != "" {
			return nil, told(sayTooLarge)
		}
		return cmd, nil
	}
	return nil, nil
}

func (s *handBackScreen) about(w int) ([]string, ink) {
	if s.busy {
		return page.Wrap(i18n.T("Reading the text…"), w), ink{}
	}
	if s.err == "" {
		return nil, s.t.st.warn
	}
	lines := page.Wrap(i18n.T("! Not taken: %s", s.err), w)
	if s.last {
		lines = append(lines, page.Wrap(i18n.T("If it belongs to the session before: esc, esc, then b continues that one, and v there takes it."), w)...)
	}
	if s.foreign {
		lines = append(lines, page.Wrap(conversation.NotKnownToBeOurs()+" "+i18n.T("ctrl+y takes it."), w)...)
	}
	return append(lines, page.Wrap(sayKeptText, w)...), s.t.st.warn
}
