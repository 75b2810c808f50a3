package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/redact"
	"why403/flow/review"
	"why403/tui"
	"why403/tui/plain"
)

// inOneAlone lists what can be done in one front end alone, and is so left out of the sequences of TestParity. A line may go when
// the other front ends have it; none may come.
var inOneAlone = []struct{ what, where, why string }{
	{"look at an answer that was given before", "wizard (←, b)", "a matter of drawing: it changes nothing, and plain's trail prints the same; its back takes the answer back, which the wizard does by t, enter, withdraw"},
	{"undo, park, words, later, checklists, texts", "wizard, plain", "edit is no conversation: it changes answers and notes of a session that somebody else talks through"},
}

// act is one thing that a person does. What its fields mean depends on what it is.
type act struct {
	what   string
	value  flow.Value  // Of an answer, or of a change; none where an option of a choice is taken.
	option int         // Its number; 0 where the question is none of a choice, or for not sure.
	by     flow.Source // Empty for whose word it is anyway.
	at     int         // Of the trail, or of the roles.
	text   string
	told   []flow.ProbeResult
	seen   flow.Reading
	fails  error
	back   flow.Checked
	saw    []flow.Fact // By a look at this machine.
}

func (a act) String() string {
	s := a.what
	if a.option > 0 {
		s += fmt.Sprintf(" %d", a.option)
	}
	if a.value != flow.Unknown || a.what == doChange {
		s += " " + a.value.String()
	}
	if a.what == doChange || a.what == doNote || a.what == doPark || a.what == doRenote || a.what == doReword {
		s += fmt.Sprintf(" #%d", a.at+1)
	}
	if a.by != "" {
		s += " by " + string(a.by)
	}
	if a.text != "" {
		s += fmt.Sprintf(" %q", a.text)
	}
	for _, t := range a.told {
		s += fmt.Sprintf(" {%s tells=%v %d %v %v}", t.Probe, t.Tells, t.Status, t.Facts, t.Notes)
	}
	if a.what == doWatch {
		s += fmt.Sprintf(" %v %v error=%v", a.seen.Facts, a.seen.Notes, a.fails)
	}
	if a.what == doLook {
		s += fmt.Sprintf(" %v", a.saw)
	}
	if a.what == doAnswers {
		s += fmt.Sprintf(" %v %v", a.back.Facts, a.back.Notes)
	}
	return s
}

const (
	doAnswer   = "answer"
	doChange   = "change"
	doUndo     = "undo"
	doPark     = "park"
	doWords    = "words"
	doNote     = "note"
	doRenote   = "another note in its place"
	doReword   = "other words with an answer"
	doParkSaid = "park what was answered"
	doWorks    = "it works"
	doRefused  = "another error after the fix"
	doSame     = "the same error after the fix"
	doLater    = "later"
	doWhose    = "whose call"
	doRead     = "add text"
	doInstead  = "read text instead"
	doProbe    = "probe"
	doRerun    = "send the failing request again"
	doWatch    = "watched"
	doHandBack = "what a command printed"
	doAnswers  = "answers that came back"
	doLook     = "look at this machine"
)

func parityClock() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }

// scene is a session, and one act of a person in it.
type scene struct {
	book    *content.Book
	session *flow.Session
	pos     flow.Position
	act     act
}

// rows are the entries of the trail.
func (c *scene) rows() []conversation.Row { return standing(c.book, c.session).Rows() }

func standing(book *content.Book, s *flow.Session) *conversation.State {
	return conversation.New(conversation.Ports{Now: parityClock}, headless.Bare(book), s).State()
}

// alternative is what the row is changed to, among all that there are for it, and where what is so stands.
func (c *scene) alternative(r conversation.Row) (at, now int) {
	all, now := standing(c.book, c.session).Alternatives(r)
	return slices.IndexFunc(all, func(a conversation.Alternative) bool { return a.Number == c.act.option && a.Value == c.act.value }), now
}

func (c *scene) whose() flow.Source { return c.session.About().Whose }

// added returns what the front end records of the act.
func (c *scene) added(do func(s *flow.Session)) []flow.Event {
	s := flow.Replay(c.session.Events())
	do(s)
	return s.Events()[c.session.Len():]
}

// fake sends nothing: it tells what the act says, and is a watcher and a checklist, too.
type fake struct{ act *act }

func (f fake) Cards([]flow.Fact) []flow.Card {
	var cards []flow.Card
	for _, t := range f.act.told {
		cards = append(cards, flow.Card{
			Probe: &flow.Probe{ID: t.Probe, Title: "Ask " + t.Probe}, Useful: true,
			Request: flow.Request{Probe: t.Probe, Method: "GET", URL: "https://api.example.com/" + t.Probe},
		})
	}
	return cards
}

func (f fake) Run(context.Context, []string, []flow.Fact, func(flow.Progress)) []flow.ProbeResult {
	return f.act.told
}
func (fake) Languages() []flow.CommandTemplate { return nil }
func (fake) Command([]string, string, *flow.Session) (string, error) {
	return "", errors.New("no command")
}

func (f fake) ReadOutput([]byte, *flow.Session) (flow.CommandOutput, error) {
	return flow.CommandOutput{Told: f.act.told}, nil
}
func (fake) IsOutput([]byte) bool                      { return false }
func (fake) Settings() flow.Settings                   { return flow.Settings{} }
func (fake) Set(flow.Settings) error                   { return nil }
func (fake) Write(*flow.Session, string, int) string   { return "a list" }
func (f fake) Read(string, *flow.Session) flow.Checked { return f.act.back }
func (fake) URL() string                               { return "http://127.0.0.1:1" }
func (fake) Lines() []string                           { return nil }

func (f fake) Watch(context.Context) (conversation.Watch, error) { return f, nil }
func (fake) Close() error                                        { return nil }
func (f fake) Wait(context.Context, func(string)) (flow.Reading, error) {
	return f.act.seen, f.act.fails
}

// fakeLook looks at nothing: it shows what the act says.
type fakeLook struct{ act *act }

func (f fakeLook) Decides() []string {
	var ids []string
	for _, fact := range f.act.saw {
		ids = append(ids, fact.ID)
	}
	return ids
}
func (fakeLook) Plan() []page.Block               { return nil }
func (fakeLook) Programs() []flow.Title           { return []flow.Title{{ID: "x", Title: "A program"}} }
func (fakeLook) Commands() []flow.CommandTemplate { return []flow.CommandTemplate{{ID: "sh"}} }

func (f fakeLook) Look(context.Context, string) conversation.Looked {
	return conversation.Looked{Facts: f.act.saw, From: flow.Machine}
}

func (fakeLook) Output(text []byte, _ flow.Source) (conversation.Looked, []byte, bool) {
	return conversation.Looked{}, text, false
}

// messages drives the wizard by messages. What its commands answer comes at once, but for what waits for a time.
type messages struct{ app *tui.App }

func (d messages) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	name := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
	if strings.Contains(name, ".Tick.") || strings.Contains(name, "cursor.(*Model).Blink") {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	default:
		if strings.HasPrefix(fmt.Sprintf("%T", msg), "tui.") {
			d.send(msg)
		}
	}
}

func (d messages) send(msg tea.Msg) {
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

func (d messages) press(keys ...string) {
	codes := map[string]rune{"tab": tea.KeyTab, "enter": tea.KeyEnter, "up": tea.KeyUp, "down": tea.KeyDown, "home": tea.KeyHome}
	for _, name := range keys {
		k := tea.Key{Code: []rune(name)[0], Text: name}
		rest, ctrl := strings.CutPrefix(name, "ctrl+")
		if ctrl {
			k = tea.Key{Code: []rune(rest)[0], Mod: tea.ModCtrl}
		}
		if code, ok := codes[name]; ok {
			k = tea.Key{Code: code}
		}
		d.send(tea.KeyPressMsg(k))
	}
}

func (d messages) times(n int, key string) {
	for range max(n, -n) {
		d.press(key)
	}
}

// voice says whose word it is, at a place where the program takes it for the fact.
func (d messages) voice(c *scene, s *flow.Session, fact string) {
	if c.act.by == "" {
		return
	}
	all := voices(c.whose())
	n := slices.Index(all, c.act.by) - slices.Index(all, s.Speaker(fact))
	if n < 0 {
		n += len(all)
	}
	d.times(n, "tab")
}

// voices are those whose word an answer can be.
func voices(who flow.Source) []flow.Source {
	if who == flow.Customer {
		return []flow.Source{flow.Customer, flow.You, flow.Colleague}
	}
	return []flow.Source{flow.You, flow.Colleague, flow.Customer}
}

var keyOf = map[flow.Value]string{flow.Yes: "y", flow.No: "n", flow.Unsure: "?"}

// onScreen does it in the wizard, started anew.
func (c *scene) onScreen(s *flow.Session) {
	f := fake{&c.act}
	cfg := tui.Config{
		Opened:  conversation.Opened{Playbook: c.book.Playbook, Read: c.book.Read, Watcher: f, Checklist: f},
		Session: s, Now: parityClock, Record: func([]flow.Event) error { return nil }, Mask: redact.Text,
	}
	if len(c.act.told) > 0 {
		cfg.Prober = f
	}
	if c.act.what == doLook {
		cfg.Looker = fakeLook{&c.act}
	}
	d := messages{tui.New(cfg)}
	d.run(d.app.Init())
	d.send(tea.WindowSizeMsg{Width: 100, Height: 40})
	if len(s.Facts()) == 0 || s.Outdated() && c.pos.Question != nil { // It begins where an error is pasted.
		d.press("tab", "n")
	}
	a := &c.act
	switch a.what {
	case doAnswer:
		d.voice(c, s, c.pos.Question.ID)
		d.press(cmp.Or(keyOf[a.value], strconv.Itoa(a.option)))
	case doChange:
		r := c.rows()[a.at]
		f := r.Fact()
		if f.Parked() && a.value == flow.Unsure {
			d.press("Z")
			d.times(waitingAt(s, f.ID), "down")
			d.press("enter")
			d.voice(c, s, f.ID)
			d.press("?")
			return
		}
		d.press("t", "home")
		d.times(a.at, "down")
		d.press("enter")
		d.voice(c, s, f.ID)
		at, now := c.alternative(r)
		if n := at - max(now, 0); n > 0 {
			d.times(n, "down")
		} else {
			d.times(n, "up")
		}
		d.press("enter")
	case doUndo:
		d.press("ctrl+z")
	case doPark:
		d.voice(c, s, c.pos.Question.ID)
		d.press("z")
		d.times(roleAt(c.book.Playbook, c.pos.Question, a.at), "down")
		d.press("enter")
	case doWords:
		d.press(`"`, "ctrl+u")
		d.send(tea.PasteMsg{Content: a.text})
		d.press("enter")
	case doNote:
		id := c.noted()
		switch {
		case id == "":
			d.press("+")
		case a.at == onAsked:
			d.press("+", "tab")
		default:
			d.press("t", "home")
			d.times(a.at, "down")
			d.press("+")
		}
		if s.NoteText(flow.NoteOn(id)) != "" {
			d.press("ctrl+j")
		}
		d.send(tea.PasteMsg{Content: a.text})
		d.press("enter")
	case doRenote:
		d.press("t", "home")
		d.times(a.at, "down")
		d.press("+", "ctrl+u")
		if a.text != "" {
			d.send(tea.PasteMsg{Content: a.text})
		}
		d.press("enter")
	case doReword:
		d.press("t", "home")
		d.times(a.at, "down")
		d.press("enter", `"`, "ctrl+u")
		if a.text != "" {
			d.send(tea.PasteMsg{Content: a.text})
		}
		d.press("enter", "enter")
	case doParkSaid:
		d.press("b", "z")
		d.times(roleAt(c.book.Playbook, c.book.Playbook.Question(c.rows()[a.at].Fact().ID), 0), "down")
		d.press("enter")
	case doWorks:
		d.press("v")
		d.voice(c, s, flow.FixedFact(c.pos.Verdict.ID))
		if a.text != "" && c.whose() != flow.Customer {
			d.send(tea.PasteMsg{Content: a.text})
			return
		}
		d.press("y")
		if c.whose() == flow.Customer {
			if a.text != "" {
				d.send(tea.PasteMsg{Content: a.text})
			}
			d.press("enter")
		}
	case doRefused:
		d.press("v")
		d.voice(c, s, flow.FixedFact(c.pos.Verdict.ID))
		d.press("d", "tab", "n") // There is no text of it.
	case doSame:
		d.press("v")
		d.voice(c, s, flow.FixedFact(c.pos.Verdict.ID))
		d.press("n")
	case doLater:
		d.press("v", "L")
	case doWhose:
		d.press("C")
	case doRead, doInstead:
		d.press("p")
		d.send(tea.PasteMsg{Content: a.text})
		d.press("enter")
		if c.asksHow() {
			d.press(map[string]string{doRead: "enter", doInstead: "="}[a.what])
		}
	case doProbe, doRerun:
		if a.what == doRerun {
			d.press("v")
		}
		d.press("r")
		if c.whose() == flow.Customer {
			d.press("r")
		}
		if len(a.told) > 1 {
			d.press("F")
		}
		d.press("enter")
	case doHandBack:
		d.press("r", "o")
		d.send(tea.PasteMsg{Content: "what it printed"})
		d.press("enter")
	case doWatch:
		d.press("i")
	case doLook:
		d.press("l", "1")
	case doAnswers:
		d.press("Z", "p")
		d.send(tea.PasteMsg{Content: "what came back"})
		d.press("enter")
	}
}

// roleAt is where the role stands in the list, which has the question's own in front.
func roleAt(pb *flow.Playbook, q *flow.Question, n int) int {
	own := slices.IndexFunc(pb.Roles, func(r flow.Role) bool { return r.ID == q.Role })
	switch {
	case n == own:
		return 0
	case n < own:
		return n + 1
	default:
		return n
	}
}

// waitingAt is where the fact stands in the list of what waits, by role.
func waitingAt(s *flow.Session, id string) int {
	var roles []string
	for _, f := range s.Parked() {
		if !slices.Contains(roles, f.Asked) {
			roles = append(roles, f.Asked)
		}
	}
	sorted := s.Parked()
	slices.SortStableFunc(sorted, func(a, b flow.Fact) int { return slices.Index(roles, a.Asked) - slices.Index(roles, b.Asked) })
	return slices.IndexFunc(sorted, func(f flow.Fact) bool { return f.ID == id })
}

// Of a note, the place that is no row of the trail.
const (
	onSession = -1
	onAsked   = -2
)

// noted returns the fact that a note is on; "" for the session.
func (c *scene) noted() string {
	switch c.act.at {
	case onSession:
		return ""
	case onAsked:
		return c.pos.Question.ID
	}
	return c.rows()[c.act.at].Fact().ID
}

// asksHow reports whether a text has an error in it, after an earlier text, so that it is asked what to do with it.
func (c *scene) asksHow() bool {
	return c.session.Heard(flow.Pasted) && c.book.Read([]byte(c.act.text)).Summary != ""
}

// byLine does it in plain mode, started anew.
func (c *scene) byLine(t rapid.TB, s *flow.Session) {
	f := fake{&c.act}
	cfg := plain.Wiring{
		Opened:  conversation.Opened{Playbook: c.book.Playbook, Read: c.book.Read, Watcher: f, Checklist: f},
		Session: s, Now: parityClock, Record: func([]flow.Event) error { return nil }, Echo: true,
	}
	if len(c.act.told) > 0 {
		cfg.Prober = f
	}
	if c.act.what == doLook {
		cfg.Looker = fakeLook{&c.act}
	}
	var lines []string
	if len(s.Facts())+len(s.Notes()) == 0 {
		lines = append(lines, "none")
	}
	a := &c.act
	if a.by != "" {
		lines = append(lines, "says "+map[flow.Source]string{flow.You: "me", flow.Customer: "customer", flow.Colleague: "colleague"}[a.by])
	}
	switch a.what {
	case doAnswer:
		if a.option > 0 {
			lines = append(lines, strconv.Itoa(a.option))
		} else {
			lines = append(lines, a.value.String())
		}
	case doChange:
		value := a.value.String()
		switch {
		case a.option > 0:
			value = strconv.Itoa(a.option)
		case a.value == flow.Unknown:
			value = "withdraw"
		}
		lines = append(lines, fmt.Sprintf("edit %d %s", a.at+1, value), "change")
	case doUndo:
		lines = append(lines, "undo")
	case doPark:
		lines = append(lines, fmt.Sprintf("park %d", a.at+1))
	case doWords:
		lines = append(lines, "words "+a.text)
	case doNote:
		if a.at == onAsked {
			lines = append(lines, "note "+a.text)
		} else if a.at >= 0 {
			lines = append(lines, fmt.Sprintf("note #%d %s", a.at+1, a.text))
		} else {
			lines = append(lines, "note #0 "+a.text)
		}
	case doRenote:
		lines = append(lines, fmt.Sprintf("note #%d =%s", a.at+1, a.text))
	case doReword:
		lines = append(lines, fmt.Sprintf("words #%d %s", a.at+1, a.text))
	case doParkSaid:
		lines = append(lines, fmt.Sprintf("park #%d 1", a.at+1))
	case doWorks:
		lines = append(lines, strings.TrimSpace("works "+a.text))
	case doRefused:
		lines = append(lines, "different")
	case doSame:
		lines = append(lines, "same")
	case doLater:
		lines = append(lines, "later")
	case doWhose:
		word := "customer"
		if c.whose() == flow.Customer {
			word = "mine"
		}
		lines = append(lines, word)
	case doRead, doInstead:
		lines = append(lines, "paste", a.text, ".")
		if c.asksHow() {
			lines = append(lines, map[string]string{doRead: "add", doInstead: "instead"}[a.what])
		}
	case doProbe, doRerun:
		lines = append(lines, "probe "+a.told[0].Probe)
		if len(a.told) > 1 {
			lines = append(lines, "free")
		}
		lines = append(lines, "send")
	case doHandBack:
		lines = append(lines, "handback", "what it printed", ".")
	case doWatch:
		lines = append(lines, "watch")
	case doLook:
		lines = append(lines, "look", "look 1")
	case doAnswers:
		lines = append(lines, "answers", "what came back", ".")
	}
	var out strings.Builder
	if _, err := plain.Run(context.Background(), cfg, strings.NewReader(strings.Join(lines, "\n")+"\n"), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), parityToken) {
		t.Fatalf("the token is on the screen:\n%s", out.String())
	}
}

// byCommand does it without a conversation, by edit or as diagnose --probe does, and reports whether that can be.
func (c *scene) byCommand(t rapid.TB, s *flow.Session) bool {
	e := review.Edit{From: string(c.act.by)}
	talk := conversation.New(conversation.Ports{Now: parityClock}, headless.Bare(c.book), s)
	switch a := &c.act; a.what {
	case doAnswer:
		if e.Answers = []string{c.pos.Question.ID + "=" + a.value.String()}; a.option > 0 {
			e.Answers = []string{c.pos.Choice.ID + "=" + c.pos.Choice.Options[a.option-1].ID}
		}
	case doChange:
		r := c.rows()[a.at]
		id := r.Fact().ID
		switch {
		case r.Pick != nil && a.option > 0:
			e.Answers = []string{r.Pick.Choice.ID + "=" + r.Pick.Choice.Options[a.option-1].ID}
		case r.Pick != nil && a.value == flow.Unknown:
			e.Withdrawn = []string{r.Pick.Choice.ID}
		case r.Pick != nil:
			e.Answers = []string{r.Pick.Choice.ID + "=" + a.value.String()}
		case a.value == flow.Unknown:
			e.Withdrawn = []string{id}
		default:
			e.Answers = []string{id + "=" + a.value.String()}
		}
	case doWorks:
		if a.text != "" || s.NoteText(flow.FixedBy) != "" {
			return false
		}
		e.Answers = []string{flow.FixedFact(c.pos.Verdict.ID) + "=yes"}
	case doRefused:
		if f, _ := s.Fact(flow.FixedFact(c.pos.Verdict.ID)); f.Value == flow.No {
			return false // It was said before, of the same error.
		}
		e.Answers = []string{flow.FixedFact(c.pos.Verdict.ID) + "=changed"}
	case doNote:
		e.Notes = []string{c.noted() + "=" + a.text}
	case doLook:
		talk.Do(conversation.Looked{Facts: a.saw, From: flow.Machine}) // As diagnose --look does.
		return true
	case doProbe:
		if c.pos.Outcome == flow.Concluded {
			return false
		}
		talk.Equip(conversation.Opened{Playbook: c.book.Playbook, Prober: fake{a}})
		talk.SendUseful(context.Background(), true, make(map[string]bool), func(flow.Card) {}, func(flow.ProbeResult) {})
		return true
	default:
		return false
	}
	ch, err := review.Plan(c.book.Playbook, s, e)
	must.NoError(t, err)
	talk.Do(changing(ch))
	return true
}

// parityToken is a secret that no front end may keep or show.
const parityToken = "ghp_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE"

// same does the act in every front end, fails where they record different things, and returns what they record.
func (c *scene) same(t rapid.TB, history []string) []flow.Event {
	want := c.added(c.onScreen)
	var got []flow.Event
	fail := func(name string) {
		t.Fatalf("after\n  %s\nthe wizard records\n%s%s\n%s", strings.Join(history, "\n  "), told(want), name, told(got))
	}
	if got = c.added(func(s *flow.Session) { c.byLine(t, s) }); !reflect.DeepEqual(got, want) {
		fail("plain mode")
	}
	can := false
	if got = c.added(func(s *flow.Session) { can = c.byCommand(t, s) }); can && !reflect.DeepEqual(got, want) {
		fail("the command")
	}
	if text := told(want); strings.Contains(text, parityToken) {
		t.Fatalf("the token is kept:\n%s", text)
	}
	return want
}

func told(events []flow.Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "  act %d %s", e.Act, e.Kind)
		switch {
		case e.Fact != nil:
			fmt.Fprintf(&b, " %+v", *e.Fact)
		case e.Note != nil:
			fmt.Fprintf(&b, " %+v", *e.Note)
		case e.About != nil:
			fmt.Fprintf(&b, " %+v", *e.About)
		default:
			fmt.Fprintf(&b, " %d", e.Undoes)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// drawing draws sessions and acts.
type drawing struct {
	book  *content.Book
	texts []string
	truth []map[string]flow.Value // The answers of the scenarios.
}

// value draws an answer: mostly a true one, so that the way leads to a verdict.
func (d *drawing) value(t *rapid.T, truth map[string]flow.Value, id string) flow.Value {
	v := truth[id]
	if v == flow.Unknown || rapid.IntRange(0, 3).Draw(t, "another") == 0 {
		v = rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, "value")
	}
	return v
}

// start draws a session that was begun: with a text, answers of everybody, parked facts, what probes told, and fixes tried.
func (d *drawing) start(t *rapid.T, truth map[string]flow.Value) *flow.Session {
	s, pb, at := new(flow.Session), d.book.Playbook, parityClock()
	who := rapid.SampledFrom([]flow.Source{flow.You, flow.Customer}).Draw(t, "whose")
	s.Open(flow.About{Playbook: pb.ID, Digest: d.book.Digest, Whose: who}, at)
	if rapid.Bool().Draw(t, "with a text") {
		s.Read(d.book.Read([]byte(rapid.SampledFrom(d.texts).Draw(t, "text"))), flow.Pasted, at)
	}
	for range rapid.IntRange(0, 14).Draw(t, "begun") {
		p := flow.Walk(pb, s.Facts())
		by := rapid.SampledFrom([]flow.Source{who, who, flow.You, flow.Colleague}).Draw(t, "by")
		switch {
		case p.Solved || p.Outcome == flow.Open || p.Verdict != nil && p.Verdict.ID == pb.Unexplained:
			return s
		case p.Verdict != nil:
			s.Tried(pb, p.Verdict.ID, flow.No, by, at)
			continue
		}
		f := flow.Fact{ID: p.Question.ID, Value: d.value(t, truth, p.Question.ID), From: by}
		switch rapid.IntRange(0, 9).Draw(t, "how") {
		case 0, 1:
			f.Value, f.Asked = flow.Unsure, rapid.SampledFrom(pb.Roles).Draw(t, "role").ID
		case 2:
			f.Quote = "as I said before"
		case 3:
			f.From, f.Rule, f.Quote = flow.Probed, "plain", "200"
		}
		s.Assert(at, f)
	}
	return s
}

// told draws what a probe tells, or could not tell.
func (d *drawing) told(t *rapid.T, id string) flow.ProbeResult {
	told := flow.ProbeResult{Probe: id, Tells: rapid.Bool().Draw(t, "tells"), Means: "This is what it means.", Status: rapid.SampledFrom([]int{200, 403, 503}).Draw(t, "status"), RequestID: "req_FAKE1"}
	for range rapid.IntRange(0, 2).Draw(t, "facts") {
		q := rapid.SampledFrom(d.book.Questions).Draw(t, "fact")
		v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}).Draw(t, "says")
		told.Facts = append(told.Facts, flow.Fact{ID: q.ID, Value: v, From: flow.Probed, Rule: id, Quote: "req_FAKE1"})
	}
	if rapid.Bool().Draw(t, "noted") {
		told.Notes = []flow.Note{{Name: "request_id", Text: "req_FAKE1", From: flow.Probed}}
	}
	return told
}

// act draws what a person can do where the session stands.
func (d *drawing) act(t *rapid.T, s *flow.Session, truth map[string]flow.Value) *scene {
	c := &scene{book: d.book, session: s, pos: flow.Walk(d.book.Playbook, s.Facts())}
	p, about := c.pos, s.About()
	var can []string // What there is much to get wrong in comes first: it is drawn more often.
	asking := p.Outcome == flow.Asking
	verdict := p.Outcome == flow.Concluded && !p.Solved && p.Verdict.ID != d.book.Unexplained
	switch {
	case asking:
		can = append(can, doNote, doAnswer, doAnswer, doPark, doWords, doProbe, doHandBack, doWatch)
		if about.Whose != flow.Customer { // Theirs is looked at by a command.
			can = append(can, doLook)
		}
	case verdict:
		can = append(can, doWorks, doRefused, doSame, doLater, doRerun, doNote, doProbe, doWatch)
	default:
		can = append(can, doNote)
		if p.Solved {
			can = append(can, doWatch)
		}
	}
	if len(p.Trail) > 0 {
		can = append(can, doChange, doChange, doChange, doNote)
	}
	if len(s.Parked()) > 0 && !p.Solved {
		can = append(can, doAnswers)
	}
	can = append(can, doInstead, doRead, doUndo, doWhose)
	a := &c.act
	a.what = rapid.SampledFrom(can).Draw(t, "act")
	text := func() string {
		return rapid.SampledFrom([]string{"they looked twice", "it says no", "the token is " + parityToken, "a `b` *c*", "\x1b[31mred\x1b[0m  twice"}).Draw(t, "text")
	}
	by := func() flow.Source {
		return rapid.SampledFrom(append([]flow.Source{"", ""}, voices(about.Whose)...)).Draw(t, "by")
	}
	switch a.what {
	case doAnswer:
		a.value, a.by = d.value(t, truth, p.Question.ID), by()
		if _, offered := s.Offer(p.Question.ID); p.Choice != nil && !offered {
			if a.value = flow.Unsure; rapid.IntRange(0, len(p.Options)).Draw(t, "an option") > 0 {
				a.value, a.option = flow.Unknown, p.Choice.Number(rapid.SampledFrom(p.Options).Draw(t, "option"))
			}
		}
	case doChange:
		a.at, a.by = rapid.IntRange(0, len(c.rows())-1).Draw(t, "at"), by()
		all, _ := standing(d.book, s).Alternatives(c.rows()[a.at])
		to := rapid.SampledFrom(all).Draw(t, "to")
		a.value, a.option = to.Value, to.Number
	case doPark:
		a.at, a.by = rapid.IntRange(0, len(d.book.Roles)-1).Draw(t, "role"), by()
	case doWords:
		a.text = text()
	case doNote:
		least := onSession
		if asking {
			least = onAsked
		}
		a.at, a.text = rapid.IntRange(least, len(c.rows())-1).Draw(t, "at"), text()
	case doWorks:
		a.by = by()
		a.text = rapid.SampledFrom([]string{"", "req_011CFAKE"}).Draw(t, "id")
	case doRefused, doSame:
		a.by = by()
	case doRead, doInstead:
		a.text = rapid.SampledFrom(d.texts).Draw(t, "text")
	case doProbe:
		a.told = []flow.ProbeResult{d.told(t, "first")}
		if rapid.Bool().Draw(t, "two") {
			a.told = append(a.told, d.told(t, "second"))
		}
	case doHandBack:
		a.told = []flow.ProbeResult{d.told(t, "first"), d.told(t, "second")}
	case doRerun:
		a.told = []flow.ProbeResult{d.told(t, flow.FullProbe)}
	case doWatch:
		if rapid.Bool().Draw(t, "seen") {
			a.seen.Summary = "403"
			a.seen.Facts = []flow.Fact{{ID: "status-403", Value: flow.Yes, From: flow.Captured, Rule: "call", Quote: "403"}}
		}
		if rapid.Bool().Draw(t, "fails") {
			a.fails = errors.New("the deadline came")
		}
	case doLook:
		a.saw = []flow.Fact{{ID: p.Question.ID, Value: flow.Yes, From: flow.Machine, Rule: "look", Quote: "it is set"}}
		if len(p.Trail) > 0 { // What is known from elsewhere stays.
			a.saw = append(a.saw, flow.Fact{ID: p.Trail[0].Fact.ID, Value: flow.No, From: flow.Machine, Rule: "look"})
		}
	case doAnswers:
		for _, f := range s.Parked() {
			if v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}).Draw(t, "came back"); v != flow.Unknown {
				a.back.Facts = append(a.back.Facts, flow.Fact{ID: f.ID, Value: v, From: flow.Colleague, Quote: "came back"})
			}
		}
	}
	return c
}

// TestDrifts holds what was recorded differently by front ends, one line for each, and what is right. Every act is done by a
// program that was started anew, so what counts here also survives a kill.
func TestDrifts(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	at := parityClock()
	const refused = `403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`
	begin := func(whose flow.Source, facts ...flow.Fact) *flow.Session {
		s := new(flow.Session)
		s.Open(flow.About{Playbook: book.ID, Digest: book.Digest, Whose: whose}, at)
		s.Assert(at, facts...)
		return s
	}
	said := func(id string, v flow.Value, by flow.Source) flow.Fact { return flow.Fact{ID: id, Value: v, From: by} }
	waits := flow.Fact{ID: "plain-works", Value: flow.Unsure, From: flow.You, Asked: "developer"}
	lit := flow.Fact{ID: "status-403", Value: flow.Yes, From: flow.Pasted, Rule: "status-403", Quote: "403"}
	quoted := flow.Fact{ID: "status-403", Value: flow.Yes, From: flow.Customer, Quote: "it says 403"}
	atVerdict := begin(flow.You)
	atVerdict.Read(book.Read([]byte(refused)), flow.Pasted, at)
	verdict := flow.Walk(book.Playbook, atVerdict.Facts()).Verdict
	if verdict == nil {
		t.Fatal("the text leads to no verdict")
	}
	fixed := flow.FixedFact(verdict.ID)
	seen := flow.Reading{Summary: "403", Facts: []flow.Fact{{ID: "status-403", Value: flow.Yes, From: flow.Captured, Rule: "call"}}}
	noted := begin(flow.You, lit)
	noted.Note(at, flow.Note{Name: flow.NoteOn("status-403"), Text: "once", From: flow.Colleague})
	answered := func(n int, tells bool, v flow.Value) []flow.ProbeResult {
		var all []flow.ProbeResult
		for i, id := range []string{"plain-works", "works-elsewhere"}[:n] {
			probe := []string{"first", "second"}[i]
			all = append(all, flow.ProbeResult{Probe: probe, Tells: tells, Means: "So it is.", Status: 403, Facts: []flow.Fact{{ID: id, Value: v, From: flow.Probed, Rule: probe}}})
		}
		return all
	}
	full := []flow.ProbeResult{{Probe: flow.FullProbe, Tells: true, Means: "It works.", Status: 200, RequestID: "req_FAKE1", Facts: []flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.Probed, Rule: "full", Quote: "200"}}}}
	for name, tt := range map[string]struct {
		start *flow.Session
		acts  []act
		want  string // Acts are separated by a slash.
	}{
		"a fix that helped did not": {
			begin(flow.You, lit, said("console-key", flow.Yes, flow.You), said("plain-works", flow.Yes, flow.You), said("own-model-works", flow.No, flow.You), said("fixed:model-access", flow.Yes, flow.You)),
			[]act{{what: doChange, at: 3, value: flow.No}},
			`fixed:model-access=no you, status-403=unknown you retest, plain-works=unknown you retest, own-model-works=unknown you retest`,
		},
		"what a colleague was asked is a colleague's word": {begin(flow.You, lit, waits), []act{{what: doChange, at: 0, option: 2}}, `plain-works=no colleague`},
		"unless it is said whose it is":                    {begin(flow.You, lit, waits), []act{{what: doChange, at: 0, option: 2, by: flow.You}}, `plain-works=no you`},
		"a colleague's word is changed by the colleague":   {begin(flow.You, lit, said("plain-works", flow.No, flow.Colleague)), []act{{what: doChange, at: 0, option: 1}}, `plain-works=yes colleague, own-model-works=yes colleague`},
		"a customer's word by the customer":                {begin(flow.Customer, lit, said("plain-works", flow.No, flow.Customer)), []act{{what: doChange, at: 0, option: 1}}, `plain-works=yes customer, own-model-works=yes customer`},
		"one's own word at a desk stays one's own":         {begin(flow.Customer, lit, said("plain-works", flow.No, flow.You)), []act{{what: doChange, at: 0, option: 1}}, `plain-works=yes you, own-model-works=yes you`},
		"a secret in a note":                               {begin(flow.You, lit), []act{{what: doNote, text: "it is " + parityToken}}, `note on:status-403="it is ghp_…FAKE" you`},
		"a secret in words":                                {begin(flow.You), []act{{what: doWords, text: "it is " + parityToken}}, `note words:status-403="it is ghp_…FAKE" customer`},
		"a no of a probe that could not tell":              {begin(flow.You, lit), []act{{what: doProbe, told: answered(1, false, flow.No)}}, ``},
		"an unsure of one":                                 {begin(flow.You, lit), []act{{what: doProbe, told: answered(1, false, flow.Unsure)}}, ``},
		"a yes beside":                                     {begin(flow.You, lit), []act{{what: doProbe, told: answered(1, false, flow.Yes)}}, `plain-works=yes probe first`},
		"a no of one that tells":                           {begin(flow.You, lit), []act{{what: doProbe, told: answered(1, true, flow.No)}}, `plain-works=no probe first`},
		"a withdrawal of one that tells":                   {begin(flow.You, lit), []act{{what: doProbe, told: answered(1, true, flow.Unknown)}}, `plain-works=unknown probe first`},
		"two probes are one act":                           {begin(flow.You, lit), []act{{what: doProbe, told: answered(2, true, flow.No)}}, `plain-works=no probe first, works-elsewhere=no probe second`},
		"so are two results of a command":                  {begin(flow.You, lit), []act{{what: doHandBack, told: answered(2, true, flow.No)}}, `plain-works=no probe first, works-elsewhere=no probe second`},
		"none of them a no that could not be told":         {begin(flow.You, lit), []act{{what: doHandBack, told: answered(2, false, flow.No)}}, ``},
		"a watch that failed after it saw something":       {begin(flow.You), []act{{what: doWatch, seen: seen, fails: errors.New("the deadline came")}}, `status-403=yes capture call`},
		"a watch that saw nothing takes nothing back":      {begin(flow.You, seen.Facts[0]), []act{{what: doWatch}}, ``},
		"and neither does one that failed":                 {begin(flow.You, seen.Facts[0]), []act{{what: doWatch, fails: errors.New("the deadline came")}}, ``},
		"the failing request works now":                    {atVerdict, []act{{what: doRerun, told: full}}, `note fixed_by="req_FAKE1" probe, plain-works=yes probe full "200", ` + fixed + `=yes probe full "200"`},
		"it is refused as before":                          {atVerdict, []act{{what: doRerun, told: []flow.ProbeResult{{Probe: flow.FullProbe, Tells: true, Status: 403}}}}, ``},
		"it could not be told":                             {atVerdict, []act{{what: doRerun, told: []flow.ProbeResult{{Probe: flow.FullProbe, Status: 200}}}}, ``},
		"it works, and is not to be checked again":         {atVerdict, []act{{what: doLater}, {what: doWorks}}, `note check_again="2026-11-28T09:10:00Z" you / note check_again="" you, ` + fixed + `=yes you`},
		"the same value again":                             {begin(flow.You, said("status-403", flow.Yes, flow.You)), []act{{what: doChange, value: flow.Yes}}, ``},
		"a person says what was measured":                  {begin(flow.You, lit), []act{{what: doChange, value: flow.Yes}}, ``},
		"the same value as another's word":                 {begin(flow.Customer, quoted), []act{{what: doChange, value: flow.Yes, by: flow.Colleague}}, `status-403=yes colleague "it says 403"`},
		"words for yes are none for no":                    {begin(flow.Customer, quoted), []act{{what: doChange, value: flow.No}}, `status-403=no customer`},
		"a parked fact that nobody could tell":             {begin(flow.You, lit, waits), []act{{what: doChange, at: 0, value: flow.Unsure}}, `plain-works=unsure colleague`},
		"another note":                                     {noted, []act{{what: doNote, text: "twice"}}, "note on:status-403=\"once\\ntwice\" you"},
		"a note in the place of another":                   {noted, []act{{what: doRenote, text: "twice"}}, `note on:status-403="twice" you`},
		"and none in its place":                            {noted, []act{{what: doRenote}}, `note on:status-403="" you`},
		"other words with an answer":                       {begin(flow.Customer, quoted), []act{{what: doReword, text: "it says forbidden"}}, `status-403=yes customer "it says forbidden"`},
		"and none with it":                                 {begin(flow.Customer, quoted), []act{{what: doReword}}, `status-403=yes customer`},
		"what was answered waits for somebody":             {begin(flow.You, lit, said("direct-to-anthropic", flow.Yes, flow.You)), []act{{what: doParkSaid, at: 0}}, `direct-to-anthropic=unsure you asks developer`},
		"words survive until they are answered":            {begin(flow.Customer), []act{{what: doWords, text: "it says 403"}, {what: doAnswer, option: 1}}, `note words:status-403="it says 403" customer / note words:status-403="" customer, status-403=yes customer "it says 403", edge-shaped=no customer "it says 403"`},
		"the same words again":                             {begin(flow.Customer), []act{{what: doWords, text: "it says 403"}, {what: doWords, text: "it says 403"}}, `note words:status-403="it says 403" customer / `},
		"words go with their own question alone": {
			begin(flow.Customer),
			[]act{
				{what: doWords, text: "it says 403"},
				{what: doProbe, told: []flow.ProbeResult{{Probe: "first", Tells: true, Facts: []flow.Fact{{ID: "status-403", Value: flow.Yes, From: flow.Probed, Rule: "first"}}}}},
				{what: doAnswer, option: 1},
			},
			`note words:status-403="it says 403" customer / status-403=yes probe first / direct-to-anthropic=yes customer, console-key=yes customer`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, history := flow.Replay(tt.start.Events()), []string{told(tt.start.Events())}
			var got []string
			for _, a := range tt.acts {
				c := &scene{book: book, session: s, pos: flow.Walk(book.Playbook, s.Facts()), act: a}
				history = append(history, a.String())
				events := c.same(t, history)
				got = append(got, brief(events))
				s = flow.Replay(append(s.Events(), events...))
			}
			if all := strings.Join(got, " / "); all != tt.want {
				t.Errorf("recorded\n%s\nwant\n%s", all, tt.want)
			}
		})
	}
}

// brief writes what was recorded in one line.
func brief(events []flow.Event) string {
	var parts []string
	for i, e := range events {
		part := fmt.Sprintf("%s %d", e.Kind, e.Undoes)
		switch {
		case e.Fact != nil:
			part = e.Fact.ID + "=" + e.Fact.Value.String() + " " + string(e.Fact.From)
			if e.Fact.Rule != "" {
				part += " " + e.Fact.Rule
			}
			if e.Fact.Quote != "" {
				part += fmt.Sprintf(" %q", e.Fact.Quote)
			}
			if e.Fact.Asked != "" {
				part += " asks " + e.Fact.Asked
			}
		case e.Note != nil:
			part = fmt.Sprintf("note %s=%q %s", e.Note.Name, e.Note.Text, e.Note.From)
		}
		if i > 0 && events[i-1].Act != e.Act {
			part = "another act: " + part
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// TestParity does the same things in the wizard, in plain mode and by commands, each started anew on the same session, and holds
// that they record the same. It lives here because no other package may know all three. A long run:
// go test ./cmd/why403 -run TestParity -rapid.checks=10000.
func TestParity(t *testing.T) {
	t.Parallel()
	if most := 2; len(inOneAlone) != most {
		t.Errorf("%d things can be done in one front end alone, not %d: it may only become fewer", len(inOneAlone), most)
	}
	book := must.Have(t, content.Default)
	scenarios := must.Have(t, content.Scenarios)
	d := drawing{book: book}
	for _, sc := range scenarios {
		d.truth = append(d.truth, sc.Answers)
		if sc.Text != "" {
			d.texts = append(d.texts, sc.Text)
		}
	}
	for _, e := range book.Examples {
		d.texts = append(d.texts, e.Text)
	}
	rapid.Check(t, func(t *rapid.T) {
		truth := rapid.SampledFrom(d.truth).Draw(t, "scenario")
		s := d.start(t, truth)
		history := []string{"a session with\n" + told(s.Events())}
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			c := d.act(t, s, truth)
			history = append(history, c.act.String())
			s = flow.Replay(append(s.Events(), c.same(t, history)...))
		}
	})
}
