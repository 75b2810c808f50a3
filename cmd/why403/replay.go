package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

func (c *console) replay() *cobra.Command {
	var step bool
	cmd := &cobra.Command{
		Use:   "replay [SESSION|TICKET|FILE]",
		Short: "Print a session as it went, step by step",
		Long: `Prints a session as it went: when something was said, by whom, in which words, what was asked next, and where causes
went from there. What was taken back later is marked. Without a name it is the session used last.

Positions are computed with what this machine knows now.`,
		Args: usage(cobra.MaximumNArgs(1)),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runReplay(cmd.Context(), args, step) },
	}
	cmd.Flags().BoolVar(&step, "step", false, "wait for enter after each step; needs a terminal")
	return cmd
}

func (c *console) runReplay(ctx context.Context, args []string, step bool) error {
	if step && (!c.inTerminal || !c.outTerminal) {
		return usagef("leave --step out", "there is no terminal to wait on")
	}
	f, err := find(c.store(), args)
	if err != nil {
		return err
	}
	book, err := c.bookOf(f)
	if err != nil {
		return err
	}
	c.changedSince(book, flow.Replay(f.events))
	through, err := c.booksOf(f, book)
	if err != nil {
		return err
	}
	var enter <-chan error
	if step {
		enter = lines(c.in)
	}
	r := newReplay(through, f, c.columns())
	for r.next() {
		if _, err := io.WriteString(c.out, r.page.take()); err != nil {
			return fmt.Errorf("write the session: %w", err)
		}
		if ctx.Err() != nil {
			return &exitError{code: exitInterrupted}
		}
		if !step || len(r.rest) == 0 {
			continue
		}
		fmt.Fprint(c.err, i18n.T("-- enter for the next step --"))
		select {
		case err := <-enter:
			if err != nil {
				fmt.Fprintln(c.err)
				return nil // The input is closed: nobody wants to see more.
			}
		case <-ctx.Done():
			fmt.Fprintln(c.err)
			return &exitError{code: exitInterrupted}
		}
	}
	_, err = io.WriteString(c.out, r.page.take())
	return err
}

// lines says when a line was read, and with an error when there is none left.
func lines(in io.Reader) <-chan error {
	out := make(chan error)
	go func() {
		r := bufio.NewReader(in)
		for {
			_, err := r.ReadString('\n')
			out <- err // It waits for ever once nobody listens, which is at the end of the program.
			if err != nil {
				return
			}
		}
	}()
	return out
}

// replaying is a session being told act by act.
type replaying struct {
	books  map[string]*content.Book // Those that the session was in, by id; "" for one that does not tell.
	book   *content.Book            // The one it is in after what was told.
	page   *page
	all    []flow.Event
	rest   []flow.Event // What is not told yet.
	undone map[int]int  // The act that undid an act.
	began  time.Time
	at     flow.Position // After what was told.
	titled bool
	title  string
}

func newReplay(books map[string]*content.Book, f found, width int) *replaying {
	r := &replaying{books: books, book: books[""], page: &page{width: width}, all: f.events, rest: f.events, undone: make(map[int]int), title: cmp.Or(f.name, f.path)}
	for _, e := range f.events {
		if e.Kind == flow.Undone {
			r.undone[e.Undoes] = e.Act
		}
	}
	if len(r.all) > 0 {
		r.began = r.all[0].At
	}
	r.turn()
	r.at = flow.Walk(r.book.Playbook, nil)
	return r
}

// told returns the session as it was after what was told, or began as.
func (r *replaying) told() *flow.Session { return flow.Replay(r.all[:len(r.all)-len(r.rest)]) }

// turn goes on in the playbook that the session was in then.
func (r *replaying) turn() {
	s := r.told()
	if s.Len() == 0 {
		s = flow.Replay(r.all[:min(1, len(r.all))])
	}
	if b := r.books[s.About().Playbook]; b != nil {
		r.book = b
	}
}

// booksOf returns the playbooks that the session was in, by id, the last one also under "".
func (c *console) booksOf(f found, last *content.Book) (map[string]*content.Book, error) {
	books := map[string]*content.Book{last.ID: last, "": last}
	for _, e := range f.events {
		if e.About == nil || books[e.About.Playbook] != nil {
			continue
		}
		b, err := c.playbooks().WithID(e.About.Playbook)
		if err != nil {
			return nil, usagef(flow.HintOf(err), "session %s: %w", f.label(), err)
		}
		books[e.About.Playbook] = b
	}
	return books, nil
}

// next writes the next act to the page, and reports whether there was one.
func (r *replaying) next() bool {
	if !r.titled {
		r.titled = true
		r.head()
	}
	if len(r.rest) == 0 {
		r.foot()
		return false
	}
	n := 1
	for n < len(r.rest) && r.rest[n].Act == r.rest[0].Act {
		n++
	}
	act := r.rest[:n]
	r.rest = r.rest[n:]
	r.page.blank()
	label := fmt.Sprintf("%8s  ", offset(act[0].At.Sub(r.began)))
	mark := ""
	if by, ok := r.undone[act[0].Act]; ok {
		mark = i18n.T(" [undone later, in step %s]", fmt.Sprint(by))
	}
	r.page.hang(label, fmt.Sprintf("%d. %s%s", act[0].Act, r.said(act), mark))
	was := r.book
	r.turn()
	for _, e := range act {
		r.event(e, was)
	}
	before := r.at
	r.at = flow.Walk(r.book.Playbook, r.told().Facts())
	if was != r.book {
		before = flow.Walk(r.book.Playbook, nil) // Where the causes of another playbook stood compares with nothing.
	}
	r.moved(before)
	return true
}

const under = "            " // As wide as the time before a step, and two more.

func (r *replaying) head() {
	s := flow.Replay(r.all)
	about := s.About()
	r.page.hang("Session ", r.title)
	if t := oneLine(about.Ticket); t != "" {
		r.page.hang("Ticket ", t)
	}
	if about.Origin != "" {
		r.page.hang(i18n.T("Came from "), about.Origin)
	}
	if len(r.all) > 0 {
		r.page.hang("Began ", r.began.UTC().Format(minuteUTC))
	}
}

func (r *replaying) foot() {
	r.page.blank()
	r.page.hang(i18n.T("In the end: "), stand(r.book.Playbook, r.at))
	s := flow.Replay(r.all)
	for _, f := range s.Parked() {
		r.page.hang("Parked: ", r.about(f.ID)+", with "+r.book.Role(f.Asked))
	}
	if fixed, ok := s.Fixed(); ok {
		r.page.hang("Fixed: ", fixed.At.UTC().Format(minuteUTC))
	}
}

// said is one act in a few words.
func (r *replaying) said(act []flow.Event) string {
	switch e := act[0]; {
	case e.Kind == flow.Opened && e.About.HandedFrom != "":
		return i18n.T("went over from the playbook %s to %s", e.About.HandedFrom, e.About.Playbook)
	case e.Kind == flow.Opened:
		return opening(*e.About, e.Seq == 1)
	case e.Kind == flow.Undone:
		return i18n.T("took back step %d", e.Undoes)
	case e.Kind == flow.Asserted:
		return speaker(e.Fact.From)
	case e.Kind == flow.Noted:
		return speaker(e.Note.From)
	default:
		return i18n.T("something that this version does not know: %s", string(e.Kind))
	}
}

func opening(a flow.About, first bool) string {
	text := "is"
	if first {
		text = "began,"
	}
	switch {
	case a.Origin != "":
		text = i18n.T("was taken in from another machine")
	case a.Whose == flow.Customer:
		text += i18n.T(" about a customer's call")
	default:
		text += i18n.T(" about the own call")
	}
	if a.Target != "" {
		text += " to " + a.Target
	}
	if t := oneLine(a.Ticket); t != "" {
		text += ", ticket " + t
	}
	return text
}

// speaker says who said something.
func speaker(from flow.Source) string {
	switch from {
	case flow.Pasted:
		return i18n.T("read in the text")
	case flow.Probed:
		return i18n.T("a request to the API showed")
	case flow.Captured:
		return i18n.T("the watched call showed")
	case flow.You, flow.Customer, flow.Colleague:
		return i18n.T("said by %s", string(from))
	default:
		return i18n.T("said by %s", cmp.Or(oneLine(string(from)), "nobody"))
	}
}

// event tells what was said. A fact that a hand-over set aside is told in the words of the playbook it was said in.
func (r *replaying) event(e flow.Event, was *content.Book) {
	switch {
	case e.Kind == flow.Asserted && e.Fact.Value == flow.Unknown:
		why := "withdrawn"
		about := r.about(e.Fact.ID)
		switch {
		case e.Fact.Rule == flow.HandedOver:
			about, why = factAbout(was, e.Fact.ID), i18n.T("set aside, it means something else in this playbook")
		case e.Fact.Rule != "" && e.Fact.From.Person():
			why = i18n.T("to be asked again")
		}
		r.page.hang(under+"- ", about+": "+why)
	case e.Kind == flow.Asserted:
		text := r.about(e.Fact.ID) + ": " + e.Fact.Value.String()
		if e.Fact.Parked() {
			text += i18n.T(", parked with %s", r.book.Role(e.Fact.Asked))
		}
		if q := oneLine(e.Fact.Quote); q != "" {
			text += `, "` + q + `"`
		}
		r.page.hang(under+"- ", text)
	case e.Kind == flow.Noted:
		name := "note, " + strings.ReplaceAll(e.Note.Name, "_", " ")
		if id, ok := e.Note.On(); ok {
			name = i18n.T("note on the session")
			if id != "" {
				name = i18n.T("note on %s", r.about(id))
			}
		}
		if id, ok := e.Note.WordsOn(); ok {
			name = i18n.T("the customer's words on %s", r.about(id))
			if e.Note.Text == "" {
				return // They stand with the answer that took them.
			}
		}
		r.page.hang(under+"- ", name+": "+cmp.Or(oneLine(e.Note.Text), i18n.T("taken back")))
	}
}

// moved tells what the last act changed.
func (r *replaying) moved(before flow.Position) {
	for _, line := range moves(before, r.at) {
		r.page.hang(under, line)
	}
	if stand(r.book.Playbook, before) != stand(r.book.Playbook, r.at) {
		r.page.hang(under+"> ", stand(r.book.Playbook, r.at))
	}
}

// moves says which causes stand elsewhere than before, one line for each standing.
func moves(before, after flow.Position) []string {
	var out []string
	for _, level := range []flow.Level{flow.Proven, flow.Likely, flow.Possible, flow.RuledOut, flow.Unraised} {
		var ids []string
		for _, st := range after.Standings {
			if was, ok := before.Standing(st.Verdict.ID); st.Level == level && (!ok || was.Level != level) {
				ids = append(ids, st.Verdict.ID)
			}
		}
		for _, was := range before.Standings {
			if _, ok := after.Standing(was.Verdict.ID); !ok && level == flow.Unraised {
				ids = append(ids, was.Verdict.ID)
			}
		}
		if len(ids) > 0 {
			out = append(out, "now "+i18n.Certainty(level.LevelText())+": "+strings.Join(ids, ", "))
		}
	}
	return out
}

// stand says what a position is, in the words of the playbook.
func stand(pb *flow.Playbook, p flow.Position) string {
	switch {
	case p.Solved:
		return i18n.Certainty(p.SureText(pb)) + ": " + p.Verdict.Title + " (" + p.Verdict.ID + ")"
	case p.Outcome == flow.Concluded:
		return "verdict: " + p.Verdict.Title + " (" + strings.TrimSuffix(p.Verdict.ID+", "+string(p.Degree(pb)), ", ") + ")"
	case p.Outcome == flow.Asking:
		return "asks: " + p.Question.Ask + " (" + p.Question.ID + ")"
	default:
		return i18n.T("everything was asked, and %s", i18n.Certainty(p.LeftText()))
	}
}

// about is what a fact says, in words, also one that only another playbook of the session has.
func (r *replaying) about(id string) string {
	if text := factAbout(r.book, id); text != id {
		return text
	}
	for _, key := range slices.Sorted(maps.Keys(r.books)) {
		if text := factAbout(r.books[key], id); text != id {
			return text
		}
	}
	return id
}

// factAbout is what a fact says, in words.
func factAbout(book *content.Book, id string) string {
	if info, ok := book.Facts[id]; ok && info.About != "" {
		return info.About
	}
	if verdict, ok := strings.CutPrefix(id, flow.FixedFact("")); ok {
		return i18n.T("The full request works after the fix for %s", verdict)
	}
	return id
}

// offset writes the time since the beginning.
func offset(d time.Duration) string {
	d = max(0, d)
	if h := d / time.Hour; h > 0 {
		return fmt.Sprintf("+%d:%02d:%02d", h, d/time.Minute%60, d/time.Second%60)
	}
	return fmt.Sprintf("+%d:%02d", d/time.Minute, d/time.Second%60)
}

// page gathers lines of up to width columns. Every text in it is fit for a terminal.
type page struct {
	b     strings.Builder
	width int
}

// take returns what was gathered, and empties the page.
func (p *page) take() string {
	text := p.b.String()
	p.b.Reset()
	return text
}

func (p *page) blank() { p.b.WriteByte('\n') }

// hang writes words behind a label, and further lines below the first word. It breaks at blanks; only a word that is longer
// than a line is cut.
func (p *page) hang(label, text string) {
	const shown = 4096 // Bytes; nobody reads more of a quote.
	text, _ = redact.Secrets(redact.Terminal(text))
	if len(text) > shown {
		text = i18n.T("%s … (%d bytes in all)", strings.ToValidUTF8(text[:shown], ""), len(text))
	}
	indent := ansi.StringWidth(label)
	room := max(8, p.width-indent)
	line, used := label, 0
	end := func() {
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
		line, used = strings.Repeat(" ", indent), 0
	}
	for word := range strings.FieldsSeq(text) {
		if n := ansi.StringWidth(word); used > 0 && used+1+n > room {
			end()
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		for ansi.StringWidth(word) > room {
			head := ansi.Truncate(word, room, "")
			if head == "" {
				break // A character wider than the line.
			}
			line, word = line+head, word[len(head):]
			end()
		}
		line, used = line+word, used+ansi.StringWidth(word)
	}
	if used > 0 || line == label {
		end()
	}
}
