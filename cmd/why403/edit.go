package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/journal"
)

// editing holds the flags of the edit command.
type editing struct {
	answers, withdrawn, notes []string
	from                      string
	dry, yes                  bool
}

func (c *console) edit() *cobra.Command {
	var e editing
	cmd := &cobra.Command{
		Use:   "edit SESSION|TICKET",
		Short: "Change answers of a session, after showing what follows from it",
		Long: `Changes answers of a session, withdraws facts, or writes notes on them. It first shows which later answers fall off the
path and where the session would stand, and asks. Nothing is ever deleted: the record keeps what was said before, and the
whole change is taken back with one undo.`,
		Example: `  why403 edit k7q2 --answer plain-works=no --dry-run
  why403 edit T-1234 --answer own-model-works=yes --from customer --note own-model-works='tried it twice'
  why403 edit k7q2 --withdraw uses-beta --yes`,
		Args: usage(cobra.ExactArgs(1)),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runEdit(cmd.Context(), e, args) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&e.answers, "answer", nil, "answer a question, as `ID=yes|no|unsure`; may be repeated")
	f.StringArrayVar(&e.withdrawn, "withdraw", nil, "take back what was said of the fact with this `ID`; may be repeated")
	f.StringArrayVar(&e.notes, "note", nil, "add to the note on a fact, as `ID=TEXT`; without an ID to that on the session, without a text to take it back")
	f.StringVar(&e.from, "from", "", "who says so: `WHO` is you, customer or colleague; otherwise who answered before or was asked, else the one whose call it is")
	f.BoolVar(&e.dry, "dry-run", false, "show what would follow, and record nothing")
	f.BoolVar(&e.yes, "yes", false, "record it without asking")
	return cmd
}

func (c *console) runEdit(ctx context.Context, e editing, args []string) error {
	if len(e.answers)+len(e.withdrawn)+len(e.notes) == 0 {
		return usagef("see why403 edit --help", "there is nothing to change: give --answer, --withdraw or --note")
	}
	store := c.store()
	f, err := find(store, args)
	if err != nil {
		return err
	}
	if f.path != "" {
		return usagef("why403 resume "+f.path+" takes it in", "%s is a file; only sessions of this machine can be changed", f.path)
	}
	book, err := c.bookOf(f)
	if err != nil {
		return err
	}
	s := flow.Replay(f.events)
	c.changedSince(book, s)
	ch, err := e.change(book, s)
	if err != nil {
		return err
	}
	now := conversation.New(conversation.Ports{Now: c.now}, bare(book), s).State()
	p := &page{width: c.columns()}
	ch.show(p, book, f, now.Position(), now.Preview(ch.action()).Position())
	if _, err := io.WriteString(c.out, p.take()); err != nil {
		return fmt.Errorf("write what would follow: %w", err)
	}
	if ch.empty() || e.dry {
		return nil
	}
	if !e.yes {
		if !c.inTerminal || !c.outTerminal {
			return usagef("add --yes to record it, or --dry-run to only look", "nothing was recorded: there is no terminal to ask on")
		}
		if agreed, err := c.agreed(ctx, i18n.T("Record it? [y/N] ")); err != nil || !agreed {
			fmt.Fprintln(c.err, i18n.T("why403: nothing was recorded"))
			return err
		}
	}
	return c.recordChange(store, book, f, ch)
}

// agreed asks on the terminal. Anything but yes is no, and so is the end of the input.
func (c *console) agreed(ctx context.Context, question string) (bool, error) {
	fmt.Fprint(c.err, question)
	answer := make(chan string, 1)
	go func() {
		var line [64]byte
		n, _ := c.in.Read(line[:]) // A terminal gives a line; without one the answer is no.
		answer <- string(line[:n])
	}()
	select {
	case line := <-answer:
		word := strings.ToLower(strings.TrimSpace(line))
		if !strings.HasSuffix(line, "\n") {
			fmt.Fprintln(c.err)
		}
		return word == "y" || word == "yes", nil
	case <-ctx.Done():
		fmt.Fprintln(c.err)
		return false, &exitError{code: exitInterrupted}
	}
}

// recordChange appends the change to the session, if nobody else did meanwhile.
func (c *console) recordChange(store *journal.Store, book *content.Book, f found, ch *change) error {
	t, err := c.reopen(store, f.name)
	if err != nil {
		return err
	}
	if t.recorded != len(f.events) {
		return errors.Join(usagef("look at it again", "session %s was gone on with meanwhile; nothing was recorded", f.name), t.log.Close())
	}
	talk := conversation.New(conversation.Ports{Now: c.now, Record: t.record}, bare(book), t.session)
	talk.Wait(context.Background(), talk.Do(ch.action()), nil)
	if err := errors.Join(talk.State().Unsaved, t.log.Close()); err != nil {
		return err
	}
	fmt.Fprintln(c.err, i18n.T("why403: recorded in session %s", f.name))
	return nil
}

// change is what a person wants to have changed.
type change struct {
	tried []flow.Fact // Whether the fix of a verdict helped.
	facts []flow.Fact
	notes []flow.Note
	was   map[string]flow.Fact // What was known of the facts before.
	same  []flow.Fact          // What is said already.
}

func (ch *change) empty() bool { return len(ch.tried)+len(ch.facts)+len(ch.notes) == 0 }

// change reads the flags against what the session knows.
func (e editing) change(book *content.Book, s *flow.Session) (*change, error) {
	from := flow.Source(e.from)
	if from != "" && !from.Person() {
		return nil, usagef("it is one of you, customer, colleague", "--from: %q is nobody who can answer", e.from)
	}
	ch := &change{was: make(map[string]flow.Fact)}
	for _, f := range s.Facts() {
		ch.was[f.ID] = f
	}
	said := make(map[string]bool)
	add := func(f flow.Fact, flag string) error {
		f.From = cmp.Or(from, s.Speaker(f.ID))
		f = s.Worded(f)
		if said[f.ID] {
			return usagef("say it once", "%s: there are two changes of %s", flag, f.ID)
		}
		said[f.ID] = true
		switch {
		case !s.Adds(f):
			ch.same = append(ch.same, f)
		case strings.HasPrefix(f.ID, flow.FixedFact("")) && f.Value != flow.Unknown:
			ch.tried = append(ch.tried, f)
		default:
			ch.facts = append(ch.facts, f)
		}
		return nil
	}
	for _, a := range e.answers {
		f, err := book.ParseAnswer(a)
		if err != nil {
			return nil, usagef(flow.HintOf(err), "--answer: %w", err)
		}
		if err := add(f, "--answer"); err != nil {
			return nil, err
		}
	}
	for _, id := range e.withdrawn {
		id = strings.TrimSpace(id)
		if _, ok := ch.was[id]; !ok {
			return nil, usagef(flow.Suggest(id, slices.Sorted(maps.Keys(ch.was))), "--withdraw: nothing is known of %q in this session", id)
		}
		if err := add(flow.Fact{ID: id}, "--withdraw"); err != nil {
			return nil, err
		}
	}
	for _, text := range e.notes {
		id, words, ok := strings.Cut(text, "=")
		id = strings.TrimSpace(id)
		if !ok {
			return nil, usagef("write ID=TEXT, or =TEXT for a note on the session", "--note: %q has no \"=\"", text)
		}
		_, fact := book.Facts[id]
		if _, known := ch.was[id]; id != "" && !fact && !known {
			return nil, usagef(flow.Suggest(id, slices.Sorted(maps.Keys(book.Facts))), "--note: there is no fact %q", id)
		}
		if said["note "+id] {
			return nil, usagef("say it once", "--note: there are two notes on %q", id)
		}
		said["note "+id] = true
		ch.notes = append(ch.notes, s.NoteMore(id, strings.TrimSpace(words), cmp.Or(from, flow.You)))
	}
	if slices.ContainsFunc(ch.tried, func(f flow.Fact) bool { return f.Value == flow.No }) {
		ch.facts, ch.same = append(ch.facts, ch.same...), nil // It is said of the call as it is after the fix.
	}
	return ch, nil
}

// action is the change as one act.
func (ch *change) action() conversation.Change {
	return conversation.Change{Facts: slices.Concat(ch.tried, ch.facts), Notes: ch.notes}
}

// show writes what the change is and what follows from it.
func (ch *change) show(p *page, book *content.Book, f found, before, after flow.Position) {
	p.hang("Session ", f.name)
	for _, g := range ch.same {
		p.hang("  - ", i18n.T("%s: it says %s already", factAbout(book, g.ID), g.Value.String()))
	}
	if ch.empty() {
		p.hang("", i18n.T("There is nothing to record."))
		return
	}
	for _, g := range append(slices.Clone(ch.facts), ch.tried...) {
		word := g.Value.String()
		if g.Value == flow.Unknown {
			word = "withdrawn"
		}
		text := factAbout(book, g.ID) + ": " + word
		if was, ok := ch.was[g.ID]; ok {
			text += fmt.Sprintf(", was %s (%s)", was.Value, was.From)
		}
		p.hang("  - ", text)
	}
	for _, n := range ch.notes {
		name := i18n.T("note on the session")
		if id, _ := n.On(); id != "" {
			name = i18n.T("note on %s", factAbout(book, id))
		}
		text := n.Text
		if text == "" {
			text = i18n.T("taken back")
		}
		p.hang("  - ", name+": "+text)
	}
	ch.follows(p, book, before, after)
}

func (ch *change) follows(p *page, book *content.Book, before, after flow.Position) {
	aside := func(pos flow.Position) map[string]bool {
		off := make(map[string]bool)
		for _, st := range pos.Trail {
			off[st.Fact.ID] = st.Aside
		}
		return off
	}
	was, is := aside(before), aside(after)
	list := func(heading string, has func(id string) bool) {
		first := true
		for _, st := range append(slices.Clone(before.Trail), after.Trail...) {
			if id := st.Fact.ID; has(id) {
				if first {
					p.blank()
					p.hang("", heading)
				}
				first = false
				p.hang("  - ", factAbout(book, id)+": "+st.Fact.Value.String())
				was[id], is[id] = false, false // Named once.
			}
		}
	}
	changed := make(map[string]bool)
	for _, f := range ch.facts {
		changed[f.ID] = true
	}
	var again []string
	for _, st := range before.Trail {
		if _, known := is[st.Fact.ID]; !known && !changed[st.Fact.ID] {
			again = append(again, factAbout(book, st.Fact.ID))
		}
	}
	list(i18n.T("Falls off the path; it is kept, and counts again if the path comes back to it:"), func(id string) bool { return is[id] && !was[id] })
	list(i18n.T("Comes back onto the path:"), func(id string) bool {
		off, known := is[id]
		return was[id] && known && !off
	})
	if len(again) > 0 {
		p.blank()
		p.hang("", i18n.T("Will be asked again, since the fix may have changed it:"))
		for _, a := range again {
			p.hang("  - ", a)
		}
	}
	if lines := moves(before, after); len(lines) > 0 {
		p.blank()
		for _, l := range lines {
			p.hang("", "Causes "+l+".")
		}
	}
	p.blank()
	if stand(book.Playbook, before) == stand(book.Playbook, after) {
		p.hang(i18n.T("It stands as before: "), stand(book.Playbook, after))
		return
	}
	p.hang("Before: ", stand(book.Playbook, before))
	p.hang("After:  ", stand(book.Playbook, after))
}
