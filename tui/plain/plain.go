// Package plain holds the wizard's conversation line by line, for pipes, screen readers and terminals that cannot draw.
// It never writes anything but plain text, and never takes the end of its input, or a pasted text, for an answer.
package plain

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// DefaultWidth is the width to give where nothing better is known, in columns.
const DefaultWidth = 78

// Wiring is what a conversation works with. Playbook, Read, Session and Now must be set. Words for what the book does not have are
// unknown.
type Wiring struct {
	conversation.Opened // What it begins in.
	Session             *flow.Session
	// Record stores events before anything that follows from them is printed. After an error it is given the same events
	// again, followed by the new ones. Nil stores nothing.
	Record func([]flow.Event) error
	Now    func() time.Time
	// OpenFile reads a file that the person names. Nil refuses every name.
	OpenFile func(path string) ([]byte, error)
	// Books are the other playbooks. Nil keeps the one there is.
	Books conversation.Books
	// Last and Due are earlier sessions to go on with: the one used last, and one whose fix is to be checked by now. Nil for none.
	Last, Due *conversation.LastSession
	After     bool // Another call came before this one.
	// Secret prints a prompt and reads a line that is not shown while it is typed. Nil takes no secrets.
	Secret func(prompt string) (string, error)
	// Called is how a command names the session. Nil takes its name.
	Called func(*flow.Session) string
	// Width is where lines are wrapped, in columns. Zero wraps nothing, which suits screen readers.
	Width int
	// Echo repeats every accepted line after its prompt. It is meant for input that does not come from a terminal, so
	// that the transcript can be read.
	Echo bool
}

// Ended is how a conversation ended.
type Ended struct {
	Position flow.Position
	Playbook *flow.Playbook // The one that the conversation ended in.
	// Ended is set when the input ended, or was of no use any more, while a question was open.
	Ended bool
	// Interrupted is set when the context was cancelled.
	Interrupted bool
	Next        bool // The next call is to begin.
}

// Reasons for which a conversation stops before its end.
var (
	errEnded = errors.New("the input ended")
	errQuit  = errors.New("quit")
	errNext  = errors.New("the next call")
	errTaken = errors.New("the pasted text answered the question")
	errLost  = errors.New("nothing was understood")
)

// maxMisses is how many lines in a row may be no use before the conversation stops: nobody is typing them.
const maxMisses = 1000

// dialog is one run. Its methods print into out and read from in; nothing else does.
type dialog struct {
	Wiring
	in  *lines
	out *printer

	talk    *conversation.Conversation
	unsaved bool            // The last Record failed.
	shown   *flow.Question  // The question that is asked at this prompt; nil where it is asked for anything else.
	kept    []byte          // A text that was pasted at a prompt, until the next line.
	fresh   bool            // The position changed and is to be printed before the next prompt.
	started bool            // The person gave a text, or has none.
	over    bool            // The person is done.
	listed  bool            // A list with numbers was printed since the question.
	misses  int             // Lines in a row that were no use.
	planned bool            // What a look at this machine would read was printed.
	prose   string          // The last reply, if it gave no answer that can be read.
	skipped map[string]bool // What was asked for of the failing call, and nobody knows.

	language string      // The one that the last command was written in.
	says     flow.Source // Whose word the next answer is; empty follows whose call it is.
}

// Run holds the conversation. It returns when the conversation is over, the input ends, or ctx is cancelled; then a read of in may
// still be pending. If in is a *bufio.Reader, Run reads no more of it than it needs. The error is one of reading in or writing out.
func Run(ctx context.Context, cfg Wiring, in io.Reader, out io.Writer) (Ended, error) {
	c := &dialog{Wiring: cfg, in: newLines(in), out: newPrinter(out, cfg.Width), fresh: true, skipped: make(map[string]bool)}
	c.converse()
	defer c.in.close()
	err := c.turns(ctx)
	p := c.position()
	res := Ended{Position: p, Playbook: c.Playbook}
	switch {
	case err == nil:
	case errors.Is(err, errQuit):
		c.farewell(p, i18n.T("Stopped."))
	case errors.Is(err, errNext):
		res.Next = true
		c.farewell(p, i18n.T("On to the next call."))
	case errors.Is(err, errEnded):
		res.Ended = p.Outcome == flow.Asking
		why := i18n.T("The input ended. That is no answer.")
		if p.Solved {
			why = i18n.T("The input ended.")
		}
		c.farewell(p, why)
	case errors.Is(err, errLost):
		res.Ended = p.Outcome == flow.Asking
		c.farewell(p, i18n.T("%d lines in a row were not understood.", maxMisses))
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		res.Interrupted = true
		c.farewell(p, i18n.T("Interrupted."))
	default:
		return res, err
	}
	return res, c.out.flush()
}

// converse begins the conversation about the session.
func (c *dialog) converse() {
	c.talk = conversation.New(conversation.Ports{Record: c.Record, Now: c.Now, Books: c.Books, Join: evidence.Join}, c.Opened, c.Session)
}

// turns goes on until the conversation is over. Every turn prints where things stand, if that changed, and takes one line.
func (c *dialog) turns(ctx context.Context) error {
	c.out.para(c.Playbook.Title)
	if !c.begun() {
		if err := c.start(ctx); err != nil {
			return err
		}
	}
	for !c.over {
		p := c.position()
		if c.fresh {
			c.show(p)
			c.fresh = false
		}
		c.shown = p.Question
		line, err := c.ask(ctx, c.promptAt(p))
		c.shown = nil
		if errors.Is(err, errTaken) {
			continue
		}
		if err != nil {
			return err
		}
		if err := c.act(ctx, p, line); err != nil {
			return err
		}
	}
	return nil
}

// begun reports whether anything was said in the session, so that there is no need to ask for a text.
func (c *dialog) begun() bool {
	return len(c.state().Session.Facts()) > 0 || len(c.state().Session.Notes()) > 0
}

func (c *dialog) position() flow.Position { return c.state().Position() }

func (c *dialog) state() *conversation.State { return c.talk.State() }

func (c *dialog) promptAt(p flow.Position) string {
	switch c.state().Stage() {
	case conversation.AtAsking:
		ways, enter := "y/n/u", ""
		if numbers := c.state().Numbers(); numbers != "" {
			ways = numbers + ", u"
		}
		if b, ok := c.before(p.Question); ok {
			enter = b.Word()
		} else if o, fits, ok := c.offer(p.Question); ok && fits != nil {
			enter = fits.Title
		} else if choice, _ := c.state().Choice(); ok && choice == nil {
			enter = conversation.ValueWord(o.Value)
		}
		if enter != "" {
			return i18n.T("answer (%s, enter for %s, or help): ", ways, enter)
		}
		return i18n.T("answer (%s, or help): ", ways)
	case conversation.AtVerdict:
		return i18n.T("does it work (works/same/different/later, or help): ")
	default:
		return i18n.T("what next (or help): ")
	}
}

func (c *dialog) show(p flow.Position) {
	switch c.state().Stage() {
	case conversation.AtAsking:
		c.showQuestion()
	case conversation.AtVerdict:
		c.showVerdict(p)
	default:
		c.showEnd(p)
	}
}

// ask prints the prompt until a line comes that a person may have typed, and returns it without its end. A piece of a
// pasted text is refused together with the rest of that text, whatever words stand in it.
func (c *dialog) ask(ctx context.Context, prompt string) (string, error) {
	for {
		c.out.prompt(prompt)
		if err := c.out.flush(); err != nil {
			return "", err
		}
		l, err := c.in.next(ctx)
		if err != nil {
			return "", err
		}
		text := l.text()
		switch {
		case !l.whole:
			return "", c.torn()
		case len(text) > maxLine || c.looksPasted(text):
			c.echo("(pasted text)")
			if err := c.refuse(ctx, l); err != nil {
				return "", err
			}
		default:
			return strings.TrimSpace(text), nil
		}
	}
}

// torn says that the input ended within a line. What it would have become is not known, so it is no answer.
func (c *dialog) torn() error {
	c.out.say(i18n.T("The last line was not finished with Enter, so it was not taken."))
	return errEnded
}

// refuse takes in a text that was pasted where a word was asked for, so that nothing of it is read as an answer.
func (c *dialog) refuse(ctx context.Context, first line) error {
	why := i18n.T("This looks like a pasted text, not like an answer.")
	if len(first.raw) > maxLine {
		why = i18n.T("This line is longer than %d KiB; no answer is.", maxLine>>10)
	}
	c.out.say(i18n.T("%s Nothing of it is taken. Lines are skipped until one that holds only a dot (.), so type that now.", why))
	if err := c.out.flush(); err != nil { // Whoever typed it waits for an answer, and does not know of the dot.
		return err
	}
	text, dotted, err := c.collect(ctx, first)
	if err != nil {
		return err
	}
	if !dotted {
		return errEnded
	}
	if c.shown != nil && c.takeOutput(c.shown, string(text)) {
		return errTaken
	}
	c.kept = text
	c.out.say(i18n.T("Skipped. To read this text instead of the old one, type paste."))
	if c.Prober != nil {
		c.out.say(i18n.T("If it is what a probe's command printed, type handback."))
	}
	if c.Checklist != nil && len(c.state().Session.Parked()) > 0 {
		c.out.say(i18n.T("If it is a checklist with answers, type answers."))
	}
	return nil
}

// takeOutput records the answer that the output of the question's command gives, and reports whether it gives one.
func (c *dialog) takeOutput(q *flow.Question, text string) bool {
	v, quote := q.Answer(text)
	if v == flow.Unknown {
		return false
	}
	quote, _ = redact.Secrets(oneLine(redact.Terminal(quote)))
	c.do(conversation.Answer{Fact: q.ID, Value: v, From: c.says, Words: quote})
	c.out.say(c.state().TakenAs(v, quote))
	c.spoke()
	return true
}

// echo repeats what was accepted, where the terminal does not. What was not accepted is not repeated: it may be a secret.
func (c *dialog) echo(s string) {
	if c.Echo {
		c.out.finish(s)
	}
}

// do has it done, and goes on from where that leads.
func (c *dialog) do(a conversation.Action) conversation.Step {
	s := c.talk.Wait(context.Background(), c.talk.Do(a), nil)
	c.took(s)
	return s
}

// took goes on from where the step has led. It says when storing starts to fail and when it works again.
func (c *dialog) took(s conversation.Step) {
	state := c.talk.State()
	if s.Opened != nil {
		c.use(state.Book)
	}
	c.fresh = c.fresh || s.Moved
	if text := s.Unwaiting(state); text != "" {
		c.out.say(text)
	}
	switch err := state.Unsaved; {
	case err != nil && !c.unsaved:
		c.out.say(conversation.NotSaved(err))
	case err == nil && c.unsaved:
		c.out.say(i18n.T("Saved again, with everything from before."))
	}
	c.unsaved = state.Unsaved != nil
}

// missed counts a line that was no use.
func (c *dialog) missed() error {
	if c.misses++; c.misses >= maxMisses {
		return errLost
	}
	return nil
}

// farewell says what was open and how to go on.
func (c *dialog) farewell(p flow.Position, why string) {
	if c.unsaved { // One last time.
		_ = c.talk.Close(conversation.SaveLimit) // The state tells.
		c.took(conversation.Step{})
	}
	c.out.blank()
	c.out.say(why)
	switch {
	case p.Outcome == flow.Asking && !c.started && !c.begun():
		c.out.say(i18n.T("Still open: what the error says."))
	case p.Outcome == flow.Asking:
		c.out.say(i18n.T("Still open: %s", c.state().Asked().Ask))
	case p.Outcome == flow.Open:
		c.out.say(i18n.T("Still open: %s.", i18n.Certainty(p.LeftText())))
	case p.Solved:
		c.out.say(i18n.T("Solved: %s.", c.state().Title(p.Verdict)))
		c.out.say(i18n.T("How sure: %s.", i18n.Certainty(p.SureText(c.Playbook))))
	default:
		c.out.say(i18n.T("Found: %s.", c.state().Title(p.Verdict)))
		c.out.say(i18n.T("The fix: %s", c.state().Remedy(p.Verdict).Line()))
	}
	if n := len(c.state().Session.Parked()); n > 0 && !p.Solved {
		c.out.say(i18n.T("Parked, waiting for someone else: %d.", n))
	}
	switch name := c.state().Session.About().Name; {
	case c.Record == nil || c.unsaved:
		c.out.say(i18n.T("This session was not saved."))
	case name == "" || !c.state().Session.Kept(): // Nothing is kept of it.
	case !p.Solved:
		if c.Called != nil {
			name = c.Called(c.state().Session)
		}
		c.out.say(i18n.T("To go on: why403 resume %s", name))
	}
}
