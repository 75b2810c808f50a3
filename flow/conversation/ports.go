package conversation

import (
	"context"
	"time"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/page"
)

// Ports are what a conversation reaches the world through.
type Ports struct {
	// Record stores events, before anything that follows from them is shown. After an error it is given the same events again,
	// followed by the new ones. Nil stores nothing.
	Record func(events []flow.Event) error
	// Shared is the session where others record in it, too, and takes the place of Record; nil where nobody else does.
	Shared SharedSession
	By     string // The name of this person among them.
	// Guest is set where the person is the customer, who is asked: all that is theirs to do is to give a text or a command's output, to
	// answer, to say whether the fix works, and to take back what they said themselves.
	Guest bool
	Now   func() time.Time
	Books Books // Nil keeps the one playbook there is.
	// Call names a command as it is done in front of this person: by a key, or by a word; nil by its word.
	Call func(Command) string
	// Join makes one text of several; see evidence.Join.
	Join func(texts ...[]byte) []byte
}

// Opened is a playbook with what goes with it. A conversation has one at a time. What is nil is not to be had.
type Opened struct {
	Playbook   *flow.Playbook
	Digest     string                                             // The hash of what it says.
	Read       func(text []byte) flow.Reading                     // Finds facts in a text. It is pure and may be slow.
	Escalation func(*flow.Session, flow.Position) (string, error) // Writes the text for whoever can look further.
	Prober     Probing                                            // Asks the service.
	Watcher    Watcher                                            // Listens for the failing call.
	Looker     Looker                                             // Looks at this machine.
	Checklist  Checklist                                          // Turns parked questions into a text; without it they are only listed.
	Reporter   Reporter                                           // Writes the session for others.
	// Elsewhere says that probes are only written as commands for other machines: nothing is sent from here, and there is nothing
	// to set.
	Elsewhere bool
}

// LastSession is an earlier session that can be gone on with.
type LastSession struct {
	Name, Title string
	Shorter     []string // The title with ever less in it, for a row that has no room for it.
	// Resume returns the session and where its further events are recorded.
	Resume func() (*flow.Session, func([]flow.Event) error, error)
}

// Fits is the longest of its titles that takes up at most w cells, else the shortest.
func (l LastSession) Fits(w int) string {
	title := page.Line(l.Title)
	for _, t := range l.Shorter {
		if utf8.RuneCountInString(title) > w {
			title = page.Line(t)
		}
	}
	return title
}

// Open resumes the session, and opens the playbook that it is in, unless that is the one with the id.
func (l LastSession) Open(books Books, in string) (s *flow.Session, record func([]flow.Event) error, other *Opened, err error) {
	s, record, err = l.Resume()
	if err != nil || books == nil {
		return s, record, nil, err
	}
	if id := s.About().Playbook; id != "" && id != in {
		b, err := books.Open(id)
		return s, record, &b, err
	}
	return s, record, nil, nil
}

// Books are the playbooks that a conversation can go on in. Its methods may be slow.
type Books interface {
	// Choose reads a text with the playbook that it belongs to; ok is false where nothing chooses, because one was named.
	Choose(text []byte) (chosen flow.Chosen, ok bool)
	// Titles lists them.
	Titles() []flow.Title
	// Open returns the one with the id. The error says what to do.
	Open(id string) (Opened, error)
}

// Sender sends probes.
type Sender interface {
	// Cards returns every probe in the playbook's order, ready to be shown. It is quick and sends nothing.
	Cards(facts []flow.Fact) []flow.Card
	// Run sends the probes, each within its own deadline, and returns what came of them; once ctx ends, of those so far.
	// Progress may be nil, may be called from several goroutines, and not after Run has returned.
	Run(ctx context.Context, ids []string, facts []flow.Fact, progress func(flow.Progress)) []flow.ProbeResult
}

// Probing asks the service itself, from here or by a command for another machine. Its methods may be called while Run is under
// way, and add nothing to a session. No text that it returns holds a secret.
type Probing interface {
	Sender
	// Languages are those that Command writes in.
	Languages() []flow.CommandTemplate
	// Command returns what to run on another machine to send the probes from there. What it prints belongs to this session.
	Command(ids []string, language string, s *flow.Session) (string, error)
	// ReadOutput reads what such commands printed. The error says in words for people why nothing in the text can be taken: it
	// is old, of another session, cut off, or no such output.
	ReadOutput(text []byte, s *flow.Session) (flow.CommandOutput, error)
	// IsOutput reports whether the text has what a command printed in it, whole or not, of whatever session. It is quick.
	IsOutput(text []byte) bool
	// Settings returns what probes are sent with, secrets masked to their last four characters.
	Settings() flow.Settings
	// Set replaces the settings. A secret that is as Settings shows it stays what it was. The error names the field.
	Set(flow.Settings) error
}

// Watcher listens on this machine for the failing call itself.
type Watcher interface {
	Watch(ctx context.Context) (Watch, error)
}

// Watch is one time of listening.
type Watch interface {
	URL() string     // Where the program is to send its calls.
	Lines() []string // What to type where the program runs, exactly.
	// Wait calls back with a line for every call that passes, from any goroutine, and returns what the first failing one showed.
	// It has a deadline of its own. The error says in words for people why there is nothing.
	Wait(ctx context.Context, call func(line string)) (flow.Reading, error)
	Close() error // Does not take longer than a few seconds.
}

// Looker looks at this machine for what the failing program would find: it reads, and sends nothing. No value is in what it returns.
type Looker interface {
	// Decides are the facts that a look can assert.
	Decides() []string
	// Plan names all that is read.
	Plan() []page.Block
	// Programs are those that can be the failing one.
	Programs() []flow.Title
	// Look may be slow, but has a deadline of its own.
	Look(ctx context.Context, program string) Looked
	// Commands are what to run on another machine; Output reads what they printed, and returns the rest of the text.
	Commands() []flow.CommandTemplate
	Output(text []byte, from flow.Source) (l Looked, rest []byte, ok bool)
}

// Checklist turns parked questions into a text to send, and reads what came back. Neither adds to the session.
type Checklist interface {
	// Write returns the questions that are parked with the role, or all of them for an empty one; "" if there are none. It is for a window of so
	// many columns, or to be sent where that is 0.
	Write(s *flow.Session, role string, columns int) string
	// Read finds the answers in the text when it came back. It may be slow. What it returns holds no secret.
	Read(text string, s *flow.Session) flow.Checked
}

// Reporter writes a session in the forms in which it is given to others. Write and Save may be slow.
type Reporter interface {
	Formats() []flow.Format
	// Write returns the session in the format, with the text that was given at its end where it is at hand. Strict masks addresses
	// and host names, too.
	Write(id string, s *flow.Session, p flow.Position, strict bool) (flow.Written, error)
	// Save writes the text to a new file and returns where it is.
	Save(id, text string) (path string, err error)
}
