package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"why403/flow"
	"why403/flow/journal"
	"why403/flow/journal/postgres"
	"why403/flow/journal/postgres/postgrestest"
	"why403/flow/must"
)

// the one session that the desk has.
func (s *site) only() string {
	s.t.Helper()
	got := run(s.t, s.ssh("ann", "sessions", "--json"), "")
	var list struct{ Sessions []struct{ Name string } }
	if err := json.Unmarshal([]byte(got.out), &list); err != nil || len(list.Sessions) != 1 {
		s.t.Fatalf("%v: %+v", err, got)
	}
	return list.Sessions[0].Name
}

// events are what is recorded in a session.
func (s *site) events(name string) []flow.Event {
	s.t.Helper()
	events, err := s.desk.Keeper.Load(s.t.Context(), name, 0)
	must.NoError(s.t, err)
	return events
}

// TestTeam holds that two people in one session see each other's answers, with who said what.
func TestTeam(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	together(t, s, s)
}

// together has Ann at one desk and Bob at another talk in the same session.
func together(t *testing.T, s, other *site) {
	t.Helper()
	ann := s.real(s.ssh("ann", "-t", "new", "--ticket", "CS-4"), 80, 24)
	ann.reads()
	name := s.only()
	bob := other.real(other.ssh("bob", "-t", "resume", "cs-4"), 120, 30)
	bob.wants("CS-4", "both work", "with ann")
	ann.wants("with bob", "Now here: bob.")
	ann.send("2").wants("from another network")
	bob.wants("from another network", "ann: What works with this key: both are refused").quiet()
	bob.send("y").wants("policy blocks this network")
	ann.wants("policy blocks this network", "bob: yes: The same key and request work from another network").quiet()
	ann.send("t").wants("the customer said · bob")
	// Each takes back what is its own.
	ann.send("\x1b").wants("policy blocks this network").press("\x1a").wants("bob went on since", "once more does it").press("\x1a").wants("Taken back", "both work")
	bob.wants("Taken back by somebody else", "both work").quiet()
	bob.send("q")
	bob.ends()
	until(t, "bob is gone", func() bool { return !strings.Contains(ann.String(), "with bob") })
	ann.send("q")
	for _, p := range []*screen{ann, bob} {
		if code := p.ends(); code != 3 {
			t.Errorf("exit status %d", code)
		}
	}
	ann.wants(s.desk.Line("-t ", "") + " resume " + name)
	// Whoever comes later sees it, too, and it can be written up.
	later := s.drawn(s.dial("bob"), 80, 24, "resume "+name[len(name)-4:])
	later.wants("both work").send("q")
	later.ends()
	got := run(t, s.ssh("bob", "report", "--format", "markdown", "CS-4"), "")
	if got.code != 0 || !strings.Contains(got.out, "CS-4") {
		t.Errorf("the report: %+v", got)
	}
}

// deaf is where sessions are kept that says nothing when they change.
type deaf struct{ journal.Keeper }

func (deaf) Watch(context.Context, string) <-chan struct{} { return nil }

// Load has nothing new for who knows the session: who else has come in is told at any time, and what others said would come with it.
func (d deaf) Load(ctx context.Context, name string, known int) ([]flow.Event, error) {
	if known > 0 {
		return nil, nil
	}
	return d.Keeper.Load(ctx, name, 0)
}

// TestContradicted holds that of two who answer at one moment the first counts, and that each is told what the other said.
func TestContradicted(t *testing.T) {
	t.Parallel()
	s := openOn(t, Usual(), deaf{journal.Open(t.TempDir())})
	ann := s.real(s.ssh("ann", "-t", "new"), 80, 24)
	ann.reads()
	bob := s.real(s.ssh("bob", "-t", "resume", s.only()), 80, 24)
	bob.wants("both work")
	ann.send("2").wants("from another network")
	bob.send("1").wants("ann answered first: both are refused. Yours does not count: both work.", "from another network")
	ann.send("?").wants("bob answered otherwise a moment after you: both work. Yours counts: both are refused.")
}

// TestBothAnswer holds that no answer is lost when several people in one session answer at the same time, and that whoever's does not count
// is told so.
func TestBothAnswer(t *testing.T) {
	t.Parallel()
	s := openOn(t, Usual(), deaf{journal.Open(t.TempDir())}) // Where nobody hears of another's answer sooner than by their own.
	first := s.drawn(s.dial("ann"), 80, 24, "")
	first.reads()
	name := s.only()
	const people = 6
	var all []*screen
	for i := range people {
		all = append(all, s.drawn(s.dial([]string{"ann", "bob"}[i%2]), 80, 24, "resume "+name).wants("both work"))
	}
	var at sync.WaitGroup
	for i, p := range all {
		at.Go(func() { p.send(fmt.Sprint(i%3 + 1)) })
	}
	at.Wait()
	void := 0
	until(t, "six acts", func() bool {
		acts := make(map[int]bool)
		void = 0
		for _, e := range s.events(name) {
			if e.Kind == flow.Asserted && e.Fact.Answered() {
				acts[e.Act] = true
			}
			if e.Kind == flow.Undone {
				void++
			}
		}
		return len(acts) == people
	})
	if void != 4 { // Two said the same.
		t.Errorf("%d of them do not count", void)
	}
	until(t, "who is told", func() bool {
		told := 0
		for _, p := range all {
			if strings.Contains(flat(p.String()), "Yours does not count") {
				told++
			}
		}
		return told == void
	})
	for i, e := range s.events(name) {
		if e.Seq != i+1 {
			t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
	}
	book, err := s.desk.library.Usual()
	must.NoError(t, err)
	lacks := "" // What somebody does not see, and what they see.
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(lacks)
		}
	})
	until(t, "all see the same", func() bool {
		at, shown := flow.Walk(book.Playbook, flow.Replay(s.events(name)).Facts()), ""
		switch {
		case at.Verdict != nil:
			shown = at.Verdict.Title
		case at.Choice != nil:
			shown = at.Choice.Say
		default:
			shown = at.Question.Say
		}
		for _, p := range all {
			if !strings.Contains(flat(strings.ReplaceAll(p.String(), "┃", "")), flat(shown)) {
				lacks = shown + "\n" + p.String()
				return false
			}
		}
		return true
	})
}

// TestList holds that sessions are listed and searched, and that there is an answer to what nobody can mean.
func TestList(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	if got := run(t, s.ssh("ann", "sessions"), ""); got.code != 0 || !strings.Contains(got.err, "none of 0 sessions fits") {
		t.Errorf("without a session: %+v", got)
	}
	for _, ticket := range []string{"CS-1", "CS-2", "CS-2"} {
		p := s.drawn(s.dial("ann"), 80, 24, "new --ticket "+ticket)
		p.reads().send("q")
		p.ends()
	}
	empty := s.drawn(s.dial("ann"), 80, 24, "new --ticket CS-9")
	empty.wants("Paste the error").press("\x03")
	empty.ends()
	for _, tt := range []struct {
		args   []string
		code   int
		wants  string
		unlike string
	}{
		{[]string{"sessions"}, 0, "CS-1", "CS-9"}, // Nothing was said in that.
		{[]string{"sessions", "cs-1"}, 0, "CS-1", "CS-2"},
		{[]string{"sessions", "--ticket", "CS-2"}, 0, "CS-2", "CS-1"},
		{[]string{"sessions", "--since", "1h", "permission"}, 0, "CS-1", ""},
		{[]string{"sessions", "--open"}, 0, "CS-1", ""},
		{[]string{"sessions", "nothing-like-it"}, 0, "none of 3 sessions fits", "CS-1"},
		{[]string{"sessions", "--since", "yesterday-ish"}, statusUsage, "neither a duration nor a date", ""},
		{[]string{"resume"}, statusUsage, "name a session, or its ticket", ""},
		{[]string{"resume", "CS-2"}, statusUsage, "name one of them: 20", ""},
		{[]string{"resume", "CS-7"}, statusUsage, "there is no session", ""},
		{[]string{"resume", "../../etc/passwd"}, statusUsage, "there is no session", ""},
		{[]string{"resume", "''"}, statusUsage, "name a session", ""},
		{[]string{"report", "--format", "exe", "CS-1"}, statusUsage, "there is no format", ""},
		{[]string{"report", "CS-1"}, 0, "CS-1", ""},
	} {
		got := run(t, s.ssh("bob", tt.args...), "")
		all := got.out + got.err
		if got.code != tt.code || !strings.Contains(all, tt.wants) || tt.unlike != "" && strings.Contains(all, tt.unlike) {
			t.Errorf("%q: exit status %d\n%s", tt.args, got.code, all)
		}
		if bot := run(t, s.ssh("bot", tt.args...), ""); bot.code != statusUsage || strings.Contains(bot.out+bot.err, "CS-1") {
			t.Errorf("%q: who may only diagnose is told: %+v", tt.args, bot)
		}
	}
}

// TestTwoServers holds the same as TestTeam of two servers on one database.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	cluster, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrNone) {
		t.Skip(err)
	}
	must.NoError(t, err)
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	schema := cluster.Schema(t)
	server := func() *site {
		db, err := postgres.Open(t.Context(), cluster.Address(schema))
		must.NoError(t, err)
		t.Cleanup(db.Close)
		return openOn(t, Usual(), db)
	}
	one, other := server(), server()
	together(t, one, other)
	// A customer comes in at one by a code that was made at the other, and is sent away from there.
	code := func() string {
		t.Helper()
		got := run(t, one.ssh("bob", "code", "CS-4"), "")
		if got.code != 0 {
			t.Fatalf("%+v", got)
		}
		return strings.TrimSpace(got.out)
	}
	customer := other.real(other.join(code()), 80, 24)
	customer.wants("both work")
	second := code()
	if got := run(t, one.ssh("bob", "revoke", "CS-4"), ""); strings.TrimSpace(got.out) != "2" {
		t.Errorf("revoked: %+v", got)
	}
	customer.wants("your support engineer has ended this")
	if got := run(t, other.join(second), ""); got.code != 255 || !strings.Contains(got.err, "this code is not valid") {
		t.Errorf("a code that was revoked at the other server: %+v", got)
	}
}
