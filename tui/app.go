package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"why403/flow"
	"why403/flow/conversation"
)

// screen is one picture of the conversation. Body gives its rows for a width and for the height there is; it may give more,
// which then scroll.
type screen interface {
	Keys() []bound
	Body(w, h int) body
}

// What some screens can do besides.
type (
	// lister has a highlighted line.
	lister interface {
		Move(n int)
		Choose() intent
	}
	// typist takes text.
	typist interface {
		Typing() bool
		Type(msg tea.Msg) (tea.Cmd, intent)
		Cursor(w int) *tea.Cursor
	}
	// copier has something to copy.
	copier interface {
		Copy() (what, text string)
	}
)

// layer is a screen with how far it is scrolled.
type layer struct {
	screen
	off    int
	follow bool // The highlighted row is kept in sight, until the text is scrolled by hand.
}

// status is the line under the title that says what happened last.
type status struct {
	text  string
	short string // The same for where the text does not fit into one row; empty if there is no shorter one.
	cut   string // Where the text does not fit into one row it ends early, and in this; empty if it goes on in the next.
	bad   bool
	hint  bool // About a key just pressed; gone with the next.
}

// App is the program. Where the conversation stands is the walk of its session's facts; App keeps only what is being looked
// at.
type App struct {
	cfg  Config
	t    *state
	conv *conversation.Conversation

	w, h       int
	background *tea.BackgroundColorMsg // Nil until the terminal has told it.
	profile    colorprofile.Profile    // How many colours it shows; unknown until then.

	layers []layer // The first is the conversation or the start; the last is what is seen.
	status status

	left      bool                            // Quit was asked for, rather than forced.
	next      bool                            // Another call is to begin then.
	leaving   bool                            // Quit as soon as everything is recorded.
	warned    bool                            // Quit was asked for although not everything is recorded.
	met       bool                            // Who else is in the session is known.
	undoes    conversation.Undo               // What is taken back once the key comes again.
	settled   bool                            // The terminal has had the time to answer what it was asked at the start.
	after     func(conversation.Step) tea.Cmd // What follows once the events under way are recorded.
	ignored   int                             // The keys and pastes that came while an answer was being saved.
	turnings  int                             // Playbooks that were opened, counted.
	draft     *startScreen                    // The text that was being pasted over a conversation and not read yet; nil if none.
	readAct   int                             // The act of the last reading.
	given     string                          // The text of it.
	flash     string                          // That the key just pressed does nothing here.
	flashes   int                             // Those keys, counted.
	graceID   int                             // Keys are swallowed while this is not 0.
	graceEnds time.Time                       // And not after this.
	enterID   int                             // The enter that may yet turn out to be part of a paste.

	ctx   context.Context // Ends with the program; what runs beside it does, too.
	run   *runScreen      // Probes under way; nil if there are none.
	watch *watchScreen    // The watch under way; nil if there is none.

	tick func(d time.Duration, msg tea.Msg) tea.Cmd
}

// New returns the program without a terminal around it; Run shows it in one.
func New(cfg Config) *App {
	a := &App{cfg: cfg, w: 80, h: 24, tick: tick, ctx: context.Background()}
	a.t = &state{pb: cfg.Playbook, st: plainStyles(), reading: cfg.Opening, mask: cfg.Mask}
	a.t.drafts, a.t.letters, a.t.skipped = make(map[string]string), make(map[string]*answersScreen), make(map[string]bool)
	a.t.remote, a.t.guest, a.t.inviter = cfg.Remote, cfg.Guest, cfg.Inviter
	if a.t.mask == nil {
		a.t.mask = func(s string) string { return s }
	}
	a.converse(cfg.Session, cfg.Record)
	var unused []string
	if cfg.Opening != nil {
		unused = cfg.Opening.Others
	}
	a.conv.Keep(cfg.OpeningText, unused...)
	a.took()
	if cfg.Opening != nil && cfg.Books != nil {
		a.t.choseBook(cfg.OpeningBecause)
	}
	a.t.md = newMarkdown(&a.t.st)
	a.t.say = a.t.state.Answering() == flow.Customer
	a.t.walk()
	switch {
	case cfg.Opening != nil && len(cfg.Opening.Rivals) > 0:
		a.t.reading = nil
		a.layers = []layer{{screen: newStart(a.t, &a.cfg, false)}, {screen: newRivals(a.t, cfg.Opening.Rivals)}}
	case len(cfg.Session.Facts()) > 0 || cfg.Opening != nil:
		a.layers = []layer{{screen: a.here()}}
	default:
		a.layers = []layer{{screen: newStart(a.t, &a.cfg, false)}}
	}
	a.awaits()
	return a
}

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// flashMsg says that the note about a key that does nothing was there long enough; the number is the key's.
type flashMsg int

const flashTime = 2 * time.Second

// settledMsg says that the terminal has had the time to answer.
type settledMsg struct{}

// settleTime is how long a terminal may take to answer what it is asked at the start. A program that ends sooner leaves the
// answer to the shell, which shows it as garbage.
const settleTime = 250 * time.Millisecond

// Init asks the terminal for its background. Nothing waits for the answer.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.tick(settleTime, settledMsg{}), a.support(), a.company())
}

// here returns the screen for where the session stands.
func (a *App) here() screen {
	switch {
	case a.cfg.Guest && a.t.pos.Outcome == flow.Asking:
		return &guestQuestion{newQuestion(a.t, a.t.state.Asked(), false)}
	case a.cfg.Guest:
		return &guestScreen{t: a.t}
	case a.t.pos.Solved:
		return &endScreen{t: a.t}
	case a.t.pos.Outcome == flow.Asking:
		return newQuestion(a.t, a.t.state.Asked(), false)
	default:
		return &verdictScreen{t: a.t}
	}
}

// top returns the layer that is seen.
func (a *App) top() *layer { return &a.layers[len(a.layers)-1] }

// push shows a screen over the present one.
func (a *App) push(s screen) { a.layers = append(a.layers, layer{screen: s}) }

// pop closes the top screen if there is one below. Behind the form, enter reads what is in the paste area, and takes no line of its list.
func (a *App) pop() bool {
	if len(a.layers) < 2 {
		return false
	}
	_, form := a.top().screen.(*aboutScreen)
	a.layers = a.layers[:len(a.layers)-1]
	if s, ok := a.top().screen.(*startScreen); ok && form {
		s.Focus(false)
	}
	return true
}

// dress takes the colours for what is known of the terminal. One of 16 colours gets the plain ones: the nearest of its own to a refined one
// may be hard to read.
func (a *App) dress() {
	a.t.st = plainStyles()
	switch known := a.background != nil; {
	case known && (a.profile == colorprofile.Unknown || a.profile > colorprofile.ANSI):
		a.t.st = refinedStyles(a.background.IsDark())
	case known && a.background.IsDark():
		a.t.st = sixteen(lipgloss.BrightMagenta) // The other one is too dark there in many terminals.
	}
	a.t.st.mono = a.profile != colorprofile.Unknown && a.profile <= colorprofile.ASCII
	a.t.md.forget()
}

// Update routes messages.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
		return a, a.forward(msg)
	case tea.BackgroundColorMsg:
		a.background = &msg
		a.dress()
		return a, nil
	case tea.ColorProfileMsg:
		a.profile = msg.Profile
		a.dress()
		return a, nil
	case tea.KeyPressMsg:
		return a, a.key(msg)
	case tea.PasteMsg:
		return a, a.pasted(msg)
	case burstMsg:
		return a, a.burst(msg)
	case tea.MouseClickMsg:
		return a, a.click(msg)
	case tea.MouseWheelMsg:
		return a, a.wheel(msg)
	case thenMsg:
		if a.waits(msg) {
			return a, nil
		}
		return a, msg()
	case doneMsg:
		return a, a.done(msg)
	case changedMsg:
		return a, tea.Batch(a.others(), a.company())
	case turnedMsg:
		return a, a.turned(msg)
	case flashMsg:
		if int(msg) == a.flashes {
			a.flash = ""
		}
		return a, nil
	case graceMsg:
		a.graceOver(msg)
		return a, nil
	case enterMsg:
		return a, a.entered(msg)
	case settledMsg:
		a.settled = true
		if a.leaving {
			return a, a.end()
		}
		return a, nil
	case hungUpMsg:
		return a, tea.Quit
	default:
		return a, a.forward(msg)
	}
}
