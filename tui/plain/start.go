package plain

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

var endWithDot = i18n.T("End the text with a line that holds only a dot (.).")

// start asks for the error text. It returns once a text was read, or the person has none.
func (c *dialog) start(ctx context.Context) error {
	var earlier conversation.Earlier
	if c.Last != nil {
		earlier.Last = clean(c.Last.Title)
	}
	if c.Due != nil {
		earlier.Due = clean(c.Due.Title)
	}
	earlier.Call = c.After
	c.out.show(c.state().Start(earlier, false, c.OpenFile != nil).Blocks()...)
	c.out.say(endWithDot)
	for !c.started {
		if err := c.startTurn(ctx); err != nil {
			return err
		}
	}
	return nil
}

// startTurn takes one line: a word that is good before there is a text, or the first line of the text.
func (c *dialog) startTurn(ctx context.Context) error {
	c.out.prompt(i18n.T("error text: "))
	if err := c.out.flush(); err != nil {
		return err
	}
	l, err := c.in.next(ctx)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(l.text())
	w, arg := c.parse(text)
	if _, err := strconv.Atoi(arg); strings.HasPrefix(w.Takes, "[N]") && arg != "" && err != nil {
		w = conversation.Command{} // A sentence that starts with the word.
	}
	if (w.At&conversation.AtStart == 0 || w.Name == conversation.SetSetting) && arg != "" && !isTyped(w, arg) {
		w = conversation.Command{} // As above: this word is for later.
	}
	switch {
	case text == "":
		return c.missed()
	case w.Name == conversation.NoName && text != ".":
		c.echo("(pasted text)")
		return c.takeText(ctx, l)
	case !l.whole:
		return c.torn()
	case w.At&conversation.AtStart == 0:
		c.repeat(w, text)
		c.out.say(i18n.T("There is no question yet. Paste the error, or type none to go to the questions. help lists what can be typed."))
		return c.missed()
	}
	c.repeat(w, text)
	switch w.Name {
	case conversation.NoText:
		c.started = true
		return nil
	case conversation.ResumeLast:
		c.resume(c.Last)
		return nil
	case conversation.ResumeDue:
		c.resume(c.Due)
		return nil
	}
	return c.common(ctx, conversation.AtStart, w, arg)
}

// resume goes on with an earlier session.
func (c *dialog) resume(earlier *conversation.LastSession) {
	if earlier == nil {
		c.out.say(i18n.T("There is no session to go on with. Paste the error, or type none to go to the questions."))
		return
	}
	s, record, book, err := earlier.Open(c.Books, c.Playbook.ID)
	if err != nil {
		c.out.say(i18n.T("That session cannot be continued: %s", err.Error()))
		return
	}
	if book != nil {
		c.use(*book)
		c.out.para(c.Playbook.Title)
	}
	c.Session, c.Record, c.started, c.fresh = s, record, true, true
	c.converse()
	c.out.say(i18n.T("Continued. Everything said before still counts."))
}

// isTyped reports whether a word and what follows it are what a person types, and no sentence that begins with the word.
func isTyped(w conversation.Command, arg string) bool {
	first, rest, more := strings.Cut(arg, " ")
	switch w.Name {
	case conversation.SetSetting: // Windows' own shell sets variables by a line like it, whose names have capitals.
		name, _, given := strings.Cut(first, "=")
		_, _, _, known := settingOf(arg)
		return name == strings.ToLower(name) && (known && !more || given && !more)
	case conversation.EditFact:
		_, err := strconv.Atoi(first)
		return err == nil && !strings.Contains(rest, " ")
	default:
		return slices.Contains(strings.Split(w.Takes, "|"), arg)
	}
}

func (c *dialog) listExamples() {
	for i, e := range c.Playbook.Examples {
		c.out.hang(i18n.T("  example %d: ", i+1), e.Title)
	}
}

// takeText collects the pasted text that starts with first, and reads it.
func (c *dialog) takeText(ctx context.Context, first line) error {
	if first.whole {
		c.out.say(i18n.T("Reading a text. %s", endWithDot))
		if err := c.out.flush(); err != nil {
			return err
		}
	}
	text, _, err := c.collect(ctx, first)
	if err != nil {
		return err
	}
	return c.another(ctx, text)
}

// paste asks for a new text, or takes the one that was pasted at a prompt before.
func (c *dialog) paste(ctx context.Context) error {
	text, _, err := c.given(ctx, i18n.T("Paste the new text; it replaces the old one. %s%s", endWithDot, saidADotAloneLeaves), i18n.T("error text: "))
	if err != nil {
		return err
	}
	return c.another(ctx, text)
}

// file reads the text from a file.
func (c *dialog) file(ctx context.Context, path string) error {
	if path == "" {
		c.out.say(i18n.T("file needs a path after it, as in: file error.txt"))
		return nil
	}
	if c.OpenFile == nil {
		c.out.say(i18n.T("Files cannot be opened here. Paste the text instead."))
		return nil
	}
	text, err := c.OpenFile(path)
	if err != nil {
		c.out.say(i18n.T("That file could not be read: %s", err.Error()))
		return nil
	}
	return c.another(ctx, text)
}

// another reads a text. After an earlier one it is added to that if there is no error in it; else the person says which.
func (c *dialog) another(ctx context.Context, text []byte) error {
	if len(bytes.TrimSpace(text)) == 0 {
		c.out.say(saidNoText)
		return nil
	}
	ask, means := conversation.AddOrInstead()
	for how, printed := conversation.Asking, (*flow.Rival)(nil); ; {
		heard := c.state().Session.Heard(flow.Pasted)
		s := c.do(conversation.Give{Text: text, How: how, Printed: printed})
		if s.Read == nil && s.Looked != nil {
			c.saw(s)
			return nil
		}
		if s.Read == nil { // A letter that came back.
			c.cameBack(*s.Checked, text)
			return nil
		}
		if !s.Read.Unasked {
			c.wasRead(s, heard && how != conversation.Instead)
			return nil
		}
		if rivals := s.Read.Reading.Rivals; len(rivals) > 0 {
			r, err := c.which(ctx, rivals)
			if err != nil || r.Text == nil {
				return err
			}
			text, how, printed = r.Text, conversation.Instead, &r
			continue
		}
		for how == conversation.Asking {
			line, err := c.ask(ctx, ask+i18n.T(" (add/instead): "))
			if err != nil {
				return err
			}
			switch strings.ToLower(line) {
			case "", "a", i18n.T("add"):
				c.echo(i18n.T("add"))
				how = conversation.Added
			case "i", i18n.T("instead"):
				c.echo(i18n.T("instead"))
				how = conversation.Instead
			default:
				c.out.say(means)
				if err := c.missed(); err != nil {
					return err
				}
			}
		}
	}
}

// which asks which of several errors in a text the failing call printed. The error is nil and the rival empty where the text is to
// be dropped.
func (c *dialog) which(ctx context.Context, rivals []flow.Rival) (flow.Rival, error) {
	c.out.blank()
	c.out.show(conversation.Rivals(rivals).Blocks...)
	for {
		line, err := c.ask(ctx, i18n.T("Its number, or drop to leave the text unread: "))
		if err != nil {
			return flow.Rival{}, err
		}
		if strings.EqualFold(line, i18n.T("drop")) {
			c.echo(i18n.T("drop"))
			return flow.Rival{}, nil
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(rivals) {
			c.echo(line)
			return rivals[n-1], nil
		}
		c.out.say(i18n.T("Type a number from 1 to %d, or drop.", len(rivals)))
		if err := c.missed(); err != nil {
			return flow.Rival{}, err
		}
	}
}

// wasRead prints what a text shows, by itself or added to another one.
func (c *dialog) wasRead(s conversation.Step, added bool) {
	r, none := s.Read.Reading, saidNothingInThisText
	if s.Kept != nil {
		c.turned(conversation.Step{Err: s.Kept})
	}
	switch {
	case added && s.Act == 0:
		c.out.say(conversation.NothingNew())
		return
	case s.Read.Quiet:
		c.out.say(c.state().AddedQuietly())
	case !added && r.Summary == "":
		none = i18n.T("Nothing in this text looks like an error, so the questions decide.")
	}
	c.started, c.fresh = true, true
	c.found(i18n.T("Read: "), r, none)
	if !added && s.Read.Chose {
		c.tellBook(c.Playbook.Statements(s.Read.Because))
	}
}

// example reads an example as if it had been pasted.
func (c *dialog) example(arg string) {
	if len(c.Playbook.Examples) == 0 {
		c.out.say(i18n.T("There are no examples."))
		return
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(c.Playbook.Examples) {
		c.out.say(i18n.T("Type example and a number from 1 to %d:", len(c.Playbook.Examples)))
		c.listExamples()
		return
	}
	e := c.Playbook.Examples[n-1]
	c.out.say(i18n.T("Example: %s", e.Title))
	c.out.block("    ", e.Text)
	c.wasRead(c.do(conversation.Give{Text: []byte(e.Text), How: conversation.Instead}), false)
}

// found prints what a reading, which was recorded, holds.
func (c *dialog) found(label string, r flow.Reading, none string) {
	c.out.blank()
	if r.Summary != "" {
		c.out.hang(label, r.Summary)
	}
	for _, f := range r.Facts {
		c.out.hang("- ", c.state().Sentence(f))
	}
	if len(r.Facts) == 0 {
		c.out.say(none)
	}
	for _, o := range r.Others {
		c.out.hang(i18n.T("Other error in the text (not used): "), o)
	}
	for _, w := range r.Warnings {
		c.out.hang(i18n.T("Note: "), w)
	}
}

// common does what can be typed at every stage.
func (c *dialog) common(ctx context.Context, at conversation.Stage, w conversation.Command, arg string) error {
	switch w.Name {
	case conversation.PasteText:
		return c.paste(ctx)
	case conversation.OpenFile:
		return c.file(ctx, arg)
	case conversation.UseExample:
		c.example(arg)
	case conversation.ShowSettings:
		c.settings()
	case conversation.SetSetting:
		return c.set(arg)
	case conversation.AboutMine, conversation.AboutCustomer, conversation.SetTicket, conversation.SetTarget:
		c.about(w.Name, arg)
	case conversation.WatchCall:
		return c.watch(ctx)
	case conversation.TakeBook:
		c.books(arg)
	case conversation.ShowHelp:
		c.help(at)
	case conversation.Quit:
		return errQuit
	default:
		if w.Page == nil {
			return errors.New("plain: no such command: " + w.Words[0])
		}
		blocks := w.Page(c.state(), arg).Blocks
		c.out.show(blocks...)
		c.listed = c.listed || slices.ContainsFunc(blocks, func(b page.Block) bool { i, ok := b.(page.Item); return ok && i.N > 0 })
	}
	return nil
}

// about records who and what the session is about.
func (c *dialog) about(is conversation.Name, arg string) {
	const most = 200 // Bytes of a ticket or a host.
	if len(arg) > most {
		c.out.say(i18n.T("That is longer than %d characters, and was not taken.", most))
		return
	}
	a := c.state().Session.About()
	said := ""
	switch is {
	case conversation.AboutMine:
		a.Whose, said = flow.You, i18n.T("This is about your own call.")
	case conversation.AboutCustomer:
		a.Whose, said = flow.Customer, i18n.T("This is about a customer's call. Answers are recorded as the customer's.")
	case conversation.SetTicket:
		a.Ticket, said = clean(arg), "Ticket: "+arg
	case conversation.SetTarget:
		if err := conversation.CheckTarget(arg); err != nil {
			c.out.say(err.Error())
			return
		}
		a.Target, said = clean(arg), i18n.T("The call goes to: %s", arg)
	default:
		return
	}
	if a.Playbook == "" {
		a.Playbook = c.Playbook.ID
	}
	if is == conversation.AboutMine || is == conversation.AboutCustomer {
		c.says, c.fresh = "", true // The questions read differently then.
	}
	c.do(conversation.SetAbout{About: a})
	c.out.say(said)
}
