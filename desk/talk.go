package desk

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"sync"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/build"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/journal"
	"why403/flow/probe"
	"why403/flow/redact"
	"why403/flow/report"
	"why403/tui"
	"why403/tui/tty"
)

// kept is a session with the place where it is recorded.
type kept struct {
	book    *content.Book
	session *flow.Session
	log     *journal.Log

	recorded int          // The number of the last event that the log accepted.
	held     []flow.Event // Who the session is about, held back until there is something to keep.
}

// create begins a session.
func (d *Desk) create(about flow.About) (*kept, error) {
	book, err := d.library.Usual()
	if err != nil {
		return nil, err
	}
	k := &kept{book: book, session: new(flow.Session), log: d.store.Create(d.Now())}
	about.Playbook, about.Digest, about.Version, about.Name = book.ID, book.Digest, build.Version(), k.log.Name()
	k.held = conversation.Begin(k.session, about, d.Now())
	return k, nil
}

// record stores events. It may be given events again that it could not store before.
func (k *kept) record(events []flow.Event) error {
	events = append(k.held, events...)
	for len(events) > 0 && events[0].Seq <= k.recorded {
		events = events[1:]
	}
	err := k.log.Append(events)
	if (err == nil || errors.Is(err, journal.ErrNotSaved)) && len(events) > 0 {
		k.recorded, k.held = events[len(events)-1].Seq, nil
	}
	return err
}

// terms are names of terminals. Nothing else is looked up in the files that tell what a terminal can.
var terms = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]{0,40}$`)

// talk holds the conversation on the client's terminal, and reports whether the next call is to begin.
func (v *visit) talk(k *kept) (code int, next bool, err error) {
	pty, windows, ok := v.sess.Pty()
	switch {
	case !ok:
		return 0, false, errors.Join(errNoTerminal, k.log.Close())
	case !terms.MatchString(pty.Term) || pty.Term == "dumb":
		return 0, false, errors.Join(flow.Usagef("TERM=xterm-256color ssh HOST", "nothing can be drawn on the terminal %q", shown(pty.Term)), k.log.Close())
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
	d := v.desk
	shelf := &shelf{desk: d, session: k.session, been: append(k.session.Playbooks(), k.book.ID)}
	with := shelf.equip(k.book)
	res, err := tui.Run(ctx, tui.Config{
		Playbook: k.book.Playbook, Session: k.session, Version: build.Version(), Read: with.Read, Record: k.record, Now: d.Now, Mask: masked,
		Escalation: with.Escalation, Prober: with.Prober, Elsewhere: with.Elsewhere, Checklist: with.Checklist, Reporter: with.Reporter, Books: shelf,
		Remote: &tui.Remote{
			Environ: []string{"TERM=" + pty.Term}, Size: tui.Size{Width: pty.Window.Width, Height: pty.Window.Height}, Resized: sizes,
			Again: "ssh -t HOST resume",
		},
	}, v.in, v.sess)
	if err := k.log.Close(); err != nil {
		d.Log.Error("not saved", "session", k.log.Name(), "error", err)
	}
	var crash *tty.Crash
	if errors.As(err, &crash) {
		d.Log.Error("crashed", "session", k.log.Name(), "error", shown(err.Error()), "stack", masked(string(crash.Stack)))
		return 0, false, errors.New("it crashed; what was answered is saved")
	}
	if err != nil {
		return 0, false, err
	}
	if !res.Gone {
		v.farewell(k, res)
	}
	if res.Interrupted {
		return statusInterrupted, false, nil
	}
	return report.Status(res.Playbook, res.Position), res.Next && ctx.Err() == nil, nil
}

// farewell leaves on the screen what the conversation came to.
func (v *visit) farewell(k *kept, res tui.Result) {
	if len(res.Session.Facts()) == 0 || res.Next && res.Unsaved == nil {
		return
	}
	var text bytes.Buffer
	if err := report.Diagnose(res.Playbook, res.Session, res.Position).Summary(&text, v.columns()); err != nil {
		return // A buffer takes everything.
	}
	_, _ = v.sess.Write(text.Bytes()) // A client that is gone reads nothing.
	if res.Unsaved != nil {
		v.tell("the last answers were not saved: %v", res.Unsaved)
	}
}

// masked is a text without secrets.
func masked(s string) string {
	s, _ = redact.Secrets(s)
	return s
}

// shelf is the playbooks that a conversation can go on in.
type shelf struct {
	desk    *Desk
	session *flow.Session

	mu   sync.Mutex
	been []string // The playbooks of the conversation.
}

// Choose reads a text with the playbook that it belongs to.
func (s *shelf) Choose(text []byte) (flow.Chosen, bool) {
	ch, err := s.desk.library.Choose(text)
	if err != nil {
		return flow.Chosen{}, false
	}
	return flow.Chosen{Playbook: ch.ID, Reading: ch.Reading, Because: ch.Because}, true
}

// Titles lists the playbooks.
func (s *shelf) Titles() []flow.Title { return s.desk.library.Titles() }

// Open returns the playbook with the id.
func (s *shelf) Open(id string) (conversation.Book, error) {
	book, err := s.desk.library.WithID(id)
	if err != nil {
		return conversation.Book{}, err
	}
	s.mu.Lock()
	book = s.desk.library.Recalling(book, s.been)
	s.been = append(s.been, id)
	s.mu.Unlock()
	return s.equip(book), nil
}

// equip is a playbook with what goes with it at a desk: commands for the customer's machine, and what is written of a session. Nothing
// is sent, watched or looked at from here.
func (s *shelf) equip(b *content.Book) conversation.Book {
	with := headless.Bare(b)
	with.Elsewhere, with.Prober = true, commanding{probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own, Knowledge: content.Way()}), func() *flow.Session { return s.session }, "")}
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
