package tui

import (
	"errors"
	"fmt"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
)

// clerk is a Checklist and a Reporter for the coffee machine. It touches no disk.
type clerk struct {
	saved  []string // The texts of all files.
	fails  error    // What Write of a report answers.
	noFile error    // What Save answers.
}

func (k *clerk) list() conversation.Checklist { return clerkList{} }

type clerkList struct{}

func (clerkList) Write(s *flow.Session, role string, _ int) string {
	var out strings.Builder
	out.WriteString("Please find out, and answer yes or no behind each:\n\n")
	for _, f := range s.Parked() {
		if f.Asked == role {
			fmt.Fprintf(&out, "[%s]\n", f.ID)
		}
	}
	return out.String()
}

// Read takes lines such as "[water] no the tank was dry".
func (clerkList) Read(text string, s *flow.Session) flow.Checked {
	var c flow.Checked
	c.Waiting = len(s.Parked())
	for line := range strings.Lines(text) {
		id, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "["), "] ")
		if !ok {
			continue
		}
		word, quote, _ := strings.Cut(rest, " ")
		v, err := flow.ParseValue(word)
		if err != nil {
			c.Problems = append(c.Problems, id+": neither yes nor no: "+word)
			continue
		}
		c.Waiting--
		c.Facts = append(c.Facts, flow.Fact{ID: id, Value: v, From: flow.Colleague, Quote: quote})
		if quote != "" {
			c.Notes = append(c.Notes, flow.Note{Name: flow.NoteOn(id), Text: quote, From: flow.Colleague})
		}
	}
	return c
}

func (k *clerk) Formats() []flow.Format {
	return []flow.Format{
		{ID: "markdown", Title: "For a ticket", Ext: ".md"},
		{ID: "text", Title: "A plain summary for the customer", Ext: ".txt"},
		{ID: "json", Title: "For programs", Ext: ".json"},
	}
}

func (k *clerk) Write(id string, s *flow.Session, p flow.Position, strict bool) (flow.Written, error) {
	if k.fails != nil {
		return flow.Written{}, k.fails
	}
	w := flow.Written{Masked: 2, Text: fmt.Sprintf("# No coffee (%s)\n\nTicket: %s\nOutcome: %s\n\n", id, s.About().Ticket, p.Outcome)}
	host := "machine.kitchen.example.com"
	if strict {
		host, w.Masked = "[host]", 3
	}
	w.Text += "Host: " + host + "\nKey: ****FAKE1\n"
	for _, f := range s.Facts() {
		w.Text += fmt.Sprintf("- %s: %s (%s)\n", f.ID, f.Value, f.From)
	}
	return w, nil
}

func (k *clerk) Save(id, text string) (string, error) {
	if k.noFile != nil {
		return "", k.noFile
	}
	k.saved = append(k.saved, text)
	return "reports/no-coffee-T-1." + id, nil
}

// desk has everything of a desk: a customer on the line, roles, efforts, lists, reports, and the failing request at hand.
func desk(c *Config) {
	ownDesk(c)
	c.Session.Open(flow.About{Whose: flow.Customer, Ticket: "T-1"}, c.Now())
}

// ownDesk is a desk where the own call fails.
func ownDesk(c *Config) {
	k := &clerk{}
	c.Checklist, c.Reporter = k.list(), k
	with(&machine{set: flow.Settings{Key: fakeKey}, full: true})(c)
	c.Playbook.Roles = []flow.Role{{ID: "kitchen", Title: "the kitchen team"}, {ID: "house", Title: "who looks after the house"}}
	for i := range c.Playbook.Questions {
		q := &c.Playbook.Questions[i]
		q.Effort = flow.Effort{Minutes: float64(9 - 2*i), Money: float64(i/3) / 100}
		if q.ID == "other-works" || q.ID == "valve" {
			q.Role = "house"
		}
	}
	c.Due = &conversation.LastSession{Name: "due", Title: "T-9, the tank", Resume: func() (*flow.Session, func([]flow.Event) error, error) {
		s := &flow.Session{}
		s.Assert(c.Now(), flow.Fact{ID: "water", Value: flow.No, From: flow.You})
		s.Note(c.Now(), flow.Note{Name: flow.CheckAgain, Text: "2026-11-23T11:00:00Z", From: flow.You})
		return s, func([]flow.Event) error { return nil }, nil
	}}
}

func deskScenes() []scene {
	keys := func(names ...string) func(*bench) { return func(b *bench) { b.press(names...) } }
	broken := func(c *Config) { desk(c); c.Reporter = &clerk{fails: errors.New("a secret would be left in it")} }
	full := func(c *Config) { desk(c); c.Reporter.(*clerk).noFile = errDisk }
	return []scene{
		{"desk-start", keys("tab"), desk},
		{"desk-question", keys("tab", "n"), desk},
		{"desk-own", keys("tab", "n", "tab"), ownDesk},
		{"desk-words-kept", func(b *bench) { b.press("tab", "n", "tab", `"`).paste("the lamp is, well, dark"); b.press("enter") }, desk},
		{"desk-how", keys("tab", "n", "h", "tab"), desk},
		{"role", keys("tab", "n", "n", "z"), desk},
		{"role-typed", func(b *bench) { b.press("tab", "n", "z", "down", "down").paste("Ms. Baker") }, desk},
		{"parked", keys("tab", "n", "z", "enter", "z", "enter", "Z"), desk},
		{"parked-none", keys("tab", "n", "Z"), desk},
		{"parked-by-hand", keys("tab", "n", "z", "enter", "Z", "enter"), desk},
		{"waiting", keys("tab", "n", "z", "enter", "z", "enter", "y", "?"), desk},
		{"waiting-end", keys("tab", "n", "z", "enter", "z", "enter", "y", "?", "f"), desk},
		{"waiting-found", keys("tab", "n", "z", "enter", "z", "enter", "n"), desk},
		{"answers", keys("tab", "n", "z", "enter", "Z", "p"), desk},
		{"answers-refused", func(b *bench) {
			b.press("tab", "n", "z", "enter", "Z").paste("[power] perhaps")
			b.press("enter")
		}, desk},
		{"taken", func(b *bench) {
			b.press("tab", "n", "z", "enter", "z", "enter", "Z", "p").paste("[power] no it is dark\n[other-works] maybe\n")
			b.press("enter")
		}, desk},
		{"note", func(b *bench) { b.press("tab", "n", "y", "t", "n").paste("they looked twice\nand once more") }, desk},
		{"note-session", keys("tab", "n", "+"), desk},
		{"words", keys("tab", "n", `"`), desk},
		{"desk-trail", func(b *bench) {
			b.press("tab", "n", `"`).paste("lit, I think").press("enter", "y", "z", "enter", "+").paste("calls back at noon").press("enter", "t", "n")
			b.paste("twice\nlooked").press("enter")
		}, desk},
		{"change", func(b *bench) {
			b.press("tab", "n", "n", "n", "t", "home", "enter", "tab", `"`).paste("no light").press("enter", "up")
		}, desk},
		{"why", keys("tab", "n", "n", "w"), desk},
		{"why-not", keys("tab", "n", "y", "w", "down", "down", "enter"), desk},
		{"why-open", keys("tab", "n", "n", "w", "down", "enter"), desk},
		{"cause-settled", keys("tab", "n", "y", "n", "w", "enter"), desk},
		{"verdict-desk", keys("tab", "n", "y", "n"), desk},
		{"say", keys("tab", "n", "y", "n", "s"), desk},
		{"verify-desk", keys("tab", "n", "y", "n", "v"), desk},
		{"rerun", keys("tab", "n", "y", "n", "v", "r"), ownDesk},
		{"worked", func(b *bench) { b.press("tab", "n", "y", "n", "v", "y").paste("req_FAKE9") }, desk},
		{"end-fixed", func(b *bench) { b.press("tab", "n", "y", "n", "v", "y").paste("req_FAKE9").press("enter") }, desk},
		{"end-later", keys("tab", "n", "y", "n", "v", "L"), desk},
		{"due", keys("tab", "v"), ownDesk},
		{"report", keys("tab", "n", "y", "n", "R"), desk},
		{"report-shown", keys("tab", "n", "y", "n", "R", "enter", "tab"), desk},
		{"report-saved", keys("tab", "n", "y", "n", "R", "enter", "ctrl+s"), desk},
		{"report-not-saved", keys("tab", "n", "y", "n", "R", "enter", "ctrl+s"), full},
		{"report-failed", keys("tab", "n", "y", "n", "R", "enter"), broken},
	}
}
