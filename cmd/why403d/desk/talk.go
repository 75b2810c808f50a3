package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"

	"why403/cmd/why403d/people"
	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/probe"
	"why403/flow/redact"
	"why403/flow/report"
	"why403/tui"
	"why403/tui/tty"
)

// terms are names of terminals. Nothing else is looked up in the files that tell what a terminal can.
var terms = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]{0,40}$`)

// talk holds the conversation on the client's terminal, and reports whether the next call is to begin.
func (v *visit) talk(s *seat) (code int, next bool, err error) {
	pty, windows, ok := v.sess.Pty()
	switch {
	case !ok:
		return 0, false, flow.Usagef(v.desk.Line("-t ", "")+" …", "the conversation needs a terminal")
	case !terms.MatchString(pty.Term) || pty.Term == "dumb":
		return 0, false, flow.Usagef("TERM=xterm-256color "+v.desk.Line("", ""), "nothing can be drawn on the terminal %q", redact.Line(pty.Term))
	}
	ctx, stop := context.WithCancel(v.ctx)
	defer stop()
	sizes := make(chan tui.Size)
	go func() {
		defer close(sizes)
		for w := range windows { // Until the client's channel is closed.
			select {
			case sizes <- tui.Size{Width: w.Width, Height: w.Height}:
			case <-ctx.Done():
			}
		}
	}()
	defer s.here(v.who.Name)()
	d := v.desk
	shelf := &shelf{desk: d, session: s.latest, been: append(s.session.Playbooks(), s.book.ID)}
	cfg := tui.Config{
		Opened: shelf.equip(s.book), Session: s.session, Now: d.Now, Mask: masked,
		Shared: s, By: v.who.Name, Changed: s.changed, Company: s.company, Guest: v.who.Role == people.Guest,
		Books: shelf,
		Remote: &tui.Remote{
			Environ: []string{"TERM=" + pty.Term}, Size: tui.Size{Width: pty.Window.Width, Height: pty.Window.Height}, Resized: sizes,
			Again: d.Line("-t ", "") + " resume",
		},
	}
	if cfg.Guest {
		cfg.Escalation, cfg.Checklist, cfg.Reporter = nil, nil, nil
	} else {
		cfg.Inviter = inviter{s, v.who.Name}
	}
	res, err := tui.Run(ctx, cfg, v.in, v.sess)
	var crash *tty.Crash
	if errors.As(err, &crash) {
		d.Log.Error("crashed", "session", s.Name(), "error", redact.Line(err.Error()), "stack", masked(string(crash.Stack)))
		return 0, false, errors.New("it crashed; what was answered is saved")
	}
	if err != nil {
		return 0, false, err
	}
	if !res.Gone && !cfg.Guest {
		v.farewell(s, res)
	}
	if res.Interrupted {
		return statusInterrupted, false, nil
	}
	return report.Status(res.Playbook, res.Position), res.Next && ctx.Err() == nil, nil
}

// inviter lets customers into the session of a seat.
type inviter struct {
	seat *seat
	by   string
}

// Invite returns what a customer types to come in.
func (i inviter) Invite() (string, error) {
	name, err := i.seat.keep()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(i.seat.ctx, saveMax)
	defer cancel()
	return i.seat.desk.invite(ctx, name, i.by)
}

// Revoke makes all codes of the session void.
func (i inviter) Revoke() (int, error) {
	ctx, cancel := context.WithTimeout(i.seat.ctx, saveMax)
	defer cancel()
	return i.seat.desk.lobby.Revoke(ctx, i.seat.Name(), i.seat.desk.Now())
}

// invite returns what a customer types to come into the session.
func (d *Desk) invite(ctx context.Context, session, by string) (string, error) {
	code, err := d.codes.make(ctx, session)
	if err != nil {
		return "", err
	}
	d.Log.Info("invites", "name", by, "session", session)
	return d.Line("", joins+code+"@"), nil
}

// farewell leaves on the screen what the conversation came to.
func (v *visit) farewell(s *seat, res tui.Result) {
	if !res.Session.Kept() || res.Next && res.Unsaved == nil {
		return
	}
	var text bytes.Buffer
	if len(res.Session.Facts()) > 0 {
		if err := report.Diagnose(res.Playbook, res.Session, res.Position).Summary(&text, v.columns()); err != nil {
			return // A buffer takes everything.
		}
		text.WriteByte('\n')
	}
	_, _ = v.sess.Write(text.Bytes()) // A client that is gone reads nothing.
	if res.Unsaved != nil {
		v.tell("the last answers were not saved: %v", res.Unsaved)
		return
	}
	fmt.Fprintf(v.sess, "Saved. To go on with it: %s resume %s\n", v.desk.Line("-t ", ""), s.Name())
}

// masked is a text without secrets.
func masked(s string) string {
	s, _ = redact.Secrets(s)
	return s
}

// shelf is the playbooks that a conversation can go on in.
type shelf struct {
	desk    *Desk
	session func() *flow.Session // As it was last heard of.

	mu   sync.Mutex
	been []string // The playbooks of the conversation.
}

// Choose reads a text with the playbook that it belongs to.
func (s *shelf) Choose(text []byte) (flow.Chosen, bool) {
	ch, err := s.desk.library.Choose(text)
	if err != nil {
		return flow.Chosen{}, false
	}
	return ch.Chosen(), true
}

// Titles lists the playbooks.
func (s *shelf) Titles() []flow.Title { return s.desk.library.Titles() }

// Open returns the playbook with the id.
func (s *shelf) Open(id string) (conversation.Opened, error) {
	book, err := s.desk.library.WithID(id)
	if err != nil {
		return conversation.Opened{}, err
	}
	s.mu.Lock()
	book = s.desk.library.Recalling(book, s.been)
	s.been = append(s.been, id)
	s.mu.Unlock()
	return s.equip(book), nil
}

// equip is a playbook with what goes with it at a desk: commands for the customer's machine, and what is written of a session. Nothing
// is sent, watched or looked at from here.
func (s *shelf) equip(b *content.Book) conversation.Opened {
	with := headless.Bare(b)
	with.Elsewhere, with.Prober = true, commanding{probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own, Knowledge: content.Way()}), s.session, "")}
	with.Checklist, with.Reporter = checklist.Of{Playbook: b.Playbook}, reporter{b.Playbook, s.desk}
	with.Escalation = func(session *flow.Session, p flow.Position) (string, error) {
		return report.Escalation(b.Playbook, session, p, s.desk.Now())
	}
	return with
}

// commanding writes probes as commands for other machines, and reads what those print. It sends nothing, and takes no key.
type commanding struct{ *probe.Bound }

var errElsewhere = errors.New("nothing is sent from this server; run the command where the call fails")

// Run sends nothing.
func (commanding) Run(context.Context, []string, []flow.Fact, func(flow.Progress)) []flow.ProbeResult {
	return nil
}

// Set takes nothing: a setting can be a key, or name a file.
func (commanding) Set(flow.Settings) error { return errElsewhere }

// reporter writes a session up; a client has it drawn, and copies it.
type reporter struct {
	pb   *flow.Playbook
	desk *Desk
}

func (r reporter) Formats() []flow.Format { return report.Formats() }

func (r reporter) Write(id string, s *flow.Session, p flow.Position, strict bool) (flow.Written, error) {
	return report.Write(r.pb, s, p, id, report.Options{Now: r.desk.Now(), Strict: strict})
}

func (r reporter) Save(string, string) (string, error) {
	return "", errors.New("no file is written on this server")
}
