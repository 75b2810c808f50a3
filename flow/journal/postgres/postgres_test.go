package postgres

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/journal"
	"why403/flow/journal/journaltest"
	"why403/flow/journal/postgres/postgrestest"
	"why403/flow/lobby"
	"why403/flow/lobby/lobbytest"
	"why403/flow/must"
	"why403/flow/racetest"
)

var began = time.Date(2026, 11, 23, 14, 5, 9, 0, time.UTC)

var (
	cluster *postgrestest.Cluster
	none    error // Why there is no cluster.
)

// TestMain runs the database for all tests, or lets the test binary play a server that answers until it is killed.
func TestMain(m *testing.M) {
	if name := os.Getenv("POSTGRES_TEST_ANSWER"); name != "" {
		if err := playAnswer(name, os.Getenv("POSTGRES_TEST_WHO"), os.Getenv("POSTGRES_TEST_ADDRESS")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	cluster, none = postgrestest.Start()
	if none != nil && !errors.Is(none, postgrestest.ErrNone) {
		fmt.Fprintln(os.Stderr, none)
		os.Exit(1)
	}
	code := m.Run()
	if cluster != nil {
		if dump, err := everything("*"); err != nil || strings.Contains(dump, journaltest.Canary[20:28]) {
			fmt.Fprintf(os.Stderr, "%v: a secret is in the database:\n%s\n", err, dump)
			code = 1
		}
		if err := cluster.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// address returns that of an empty schema in the database, and skips the test where there is no database.
func address(t *testing.T) string {
	t.Helper()
	if none != nil {
		t.Skip(none)
	}
	return cluster.Address(cluster.Schema(t))
}

// everything returns all that the schemas hold, as pg_dump writes it.
func everything(schemas string) (string, error) {
	dump := cluster.Command("pg_dump", "--schema", schemas, "--inserts", "postgres")
	dump.Env = append(dump.Env, "PGHOST="+dump.Dir, "PGUSER=why403")
	out, err := dump.CombinedOutput()
	return string(out), err
}

func open(t *testing.T, address string) *Database {
	t.Helper()
	s, err := Open(t.Context(), address)
	must.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

// say runs statements beside the store.
func say(t *testing.T, address, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err == nil {
		_, err = conn.Exec(t.Context(), sql, args...)
		err = errors.Join(err, conn.Close(t.Context()))
	}
	must.NoError(t, err)
}

func begin(t *testing.T, k journal.Keeper) string {
	t.Helper()
	name, _, err := k.Begin(t.Context(), began, new(flow.Session).Open(flow.About{Playbook: "pb"}, began))
	must.NoError(t, err)
	return name
}

// answer returns an answer of one act and two events.
func answer(known, acts int, id string) []flow.Event {
	s := flow.Event{Seq: known + 1, Act: acts + 1, At: began.Add(time.Duration(known)), Kind: flow.Asserted, Fact: &flow.Fact{ID: id, Value: flow.Yes, From: flow.You}}
	n := flow.Event{Seq: known + 2, Act: acts + 1, At: s.At, Kind: flow.Noted, Note: &flow.Note{Name: "on " + id, Text: "words", From: flow.You}}
	return []flow.Event{s, n}
}

// ids returns what was answered, in order, and fails where an answer is not whole.
func ids(t *testing.T, k journal.Keeper, name string) []string {
	t.Helper()
	events, err := k.Load(t.Context(), name, 1)
	must.NoError(t, err)
	var got []string
	for i, e := range events {
		if i%2 == 0 {
			got = append(got, e.Fact.ID)
		} else if e.Note.Name != "on "+events[i-1].Fact.ID || e.Act != events[i-1].Act {
			t.Fatalf("answer %d is not whole: %v %v", i/2, events[i-1], e)
		}
	}
	return got
}

func TestTheDatabaseKeepsSessions(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, func(t *testing.T) func() journal.Keeper {
		at := address(t)
		return func() journal.Keeper { return open(t, at) }
	})
}

// playAnswer answers questions in a session, and prints each answer once it is acknowledged. Who dies answers for as long as it lives.
func playAnswer(name, who, address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := Open(ctx, address)
	if err != nil {
		return err
	}
	defer s.Close()
	events, err := s.Load(ctx, name, 0)
	if err != nil {
		return err
	}
	for n := 0; n < stays || who == "dies"; n++ {
		last := events[len(events)-1]
		id := fmt.Sprintf("%s-%d", who, n)
		if events, err = s.Append(ctx, name, answer(last.Seq, last.Act, id)); err != nil {
			return err
		}
		fmt.Println(id)
	}
	return nil
}

const (
	dies  = 60  // Answers of the server that is killed, about.
	stays = 140 // Answers of the other one.
)

// TestAServerIsKilled has two servers answer 200 questions in one session, and kills one of them in the middle.
func TestAServerIsKilled(t *testing.T) {
	t.Parallel()
	at := address(t)
	s := open(t, at)
	name := begin(t, s)
	exe := must.Have(t, os.Executable)
	var said [2][]string
	var talk [2]bytes.Buffer
	var wait sync.WaitGroup
	for w, who := range []string{"stays", "dies"} {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), "POSTGRES_TEST_ANSWER="+name, "POSTGRES_TEST_WHO="+who, "POSTGRES_TEST_ADDRESS="+at)
		cmd.Stderr = &talk[w]
		out, err := cmd.StdoutPipe()
		must.NoError(t, err)
		must.NoError(t, cmd.Start())
		wait.Go(func() {
			in := bufio.NewScanner(out)
			for in.Scan() {
				said[w] = append(said[w], in.Text())
				if len(said[w]) == dies && w == 1 {
					time.Sleep(rand.N(time.Duration(10 * time.Millisecond)))
					_ = cmd.Process.Kill() // It is only still running.
				}
			}
			_, _ = io.Copy(io.Discard, out)
			_ = cmd.Wait() // One is killed, and the other is judged by what it said.
		})
	}
	wait.Wait()
	for w := range talk {
		if talk[w].Len() > 0 {
			t.Errorf("server %d: %s", w, &talk[w])
		}
	}
	if len(said[0]) != stays || len(said[1]) < dies {
		t.Errorf("one said %d, and the one that was killed %d", len(said[0]), len(said[1]))
	}
	var got [2][]string
	for _, id := range ids(t, s, name) {
		if strings.HasPrefix(id, "stays") {
			got[0] = append(got[0], id)
		} else {
			got[1] = append(got[1], id)
		}
	}
	if !slices.Equal(got[0], said[0]) {
		t.Errorf("acknowledged:\n%v\nrecorded:\n%v", said[0], got[0])
	}
	if n := len(said[1]); len(got[1]) < n || len(got[1]) > n+1 || !slices.Equal(got[1][:n], said[1]) { // One was on its way.
		t.Errorf("acknowledged before the end:\n%v\nrecorded:\n%v", said[1], got[1])
	}
}

// TestConnectionsBreak ends every connection again and again while two servers write: each answer is recorded once, and those who
// watch hear of the last one.
func TestConnectionsBreak(t *testing.T) {
	t.Parallel()
	at := address(t)
	const writers, answers = 2, 20
	watcher := open(t, at)
	name := begin(t, watcher)
	rings := watcher.Watch(t.Context(), name)
	var servers [writers]*Database
	for w := range servers {
		servers[w] = open(t, at+"&application_name=broken")
	}
	breaking, done := context.WithCancel(t.Context())
	var breaker sync.WaitGroup
	breaker.Go(func() {
		for breaking.Err() == nil {
			say(t, at, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken'`)
			time.Sleep(rand.N(60 * time.Millisecond))
		}
	})
	var wait sync.WaitGroup
	for w := range servers {
		s := servers[w]
		wait.Go(func() {
			known, acts := 1, 1
			for n := range answers {
				got, err := s.Append(t.Context(), name, answer(known, acts, fmt.Sprintf("%d-%d", w, n)))
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				known, acts = got[len(got)-1].Seq, got[len(got)-1].Act
			}
		})
	}
	wait.Wait()
	done()
	breaker.Wait()
	got := ids(t, watcher, name)
	want := 0
	for w := range servers {
		n := 0
		for _, id := range got {
			if id == fmt.Sprintf("%d-%d", w, n) {
				n++
			}
		}
		want += n
	}
	if want != writers*answers || len(got) != want {
		t.Errorf("recorded: %v", got)
	}
	for limit := time.After(20 * time.Second); len(rings) == 0; {
		select {
		case <-limit:
			t.Fatal("nothing was heard")
		case <-time.After(time.Millisecond):
		}
	}
}

// TestAListenerComesBack breaks the connection that hears of changes: what happens meanwhile is heard of afterwards, and what happens then
// as before.
func TestAListenerComesBack(t *testing.T) {
	t.Parallel()
	at := address(t)
	writer, watcher := open(t, at), open(t, at+"&application_name=deaf")
	name := begin(t, writer)
	rings := watcher.Watch(t.Context(), name)
	known, acts := 1, 1
	for n := range 3 {
		say(t, at, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'deaf' AND query LIKE 'LISTEN%'`)
		got, err := writer.Append(t.Context(), name, answer(known, acts, fmt.Sprint(n)))
		must.NoError(t, err)
		known, acts = got[1].Seq, got[1].Act
		limit := time.After(20 * time.Second)
		for heard := false; !heard; {
			select {
			case <-rings:
				heard = len(ids(t, watcher, name)) == n+1
			case <-limit:
				t.Fatalf("answer %d was not heard of", n)
			}
		}
	}
}

// TestNoSecretOfASessionIsKept gives a key to a session in every way that people have, masks nothing on the way, and looks for any part of
// it in a dump of the database.
func TestNoSecretOfASessionIsKept(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	at := address(t)
	s := open(t, at)
	book := must.Have(t, content.Default)
	key := journaltest.Canary
	name, events, session := "", []flow.Event(nil), new(flow.Session)
	talk := conversation.New(conversation.Ports{Now: func() time.Time { return began }, Record: func(events []flow.Event) (err error) {
		if name == "" {
			name, _, err = s.Begin(t.Context(), began, events)
			return err
		}
		_, err = s.Append(t.Context(), name, events)
		return err
	}}, conversation.Opened{Playbook: book.Playbook, Digest: book.Digest, Read: book.Read}, session)
	for _, a := range []conversation.Action{
		conversation.Give{Text: []byte("curl -H 'x-api-key: " + key + "'\n" + `{"type":"error","error":{"type":"permission_error","message":"Request not allowed ` + key + `"}}`)},
		conversation.KeepNote{Text: "the key is " + key},
	} {
		if step := talk.Wait(t.Context(), talk.Do(a), nil); step.Err != nil {
			t.Fatalf("%T: %v", a, step.Err)
		}
	}
	must.NoError(t, talk.Close(10*time.Second))
	events, err := s.Load(t.Context(), name, 0)
	if err != nil || len(events) < 3 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	raw := answer(len(events), events[len(events)-1].Act, key)
	raw[0].Fact.Quote, raw[1].Note.Text = key, key
	if _, err := s.Append(t.Context(), name, raw); err != nil {
		t.Fatal(err)
	}
	_, schema, _ := strings.Cut(at, "search_path=")
	dump, err := everything(schema)
	if err != nil || strings.Count(dump, "INSERT INTO "+schema+".why403_events ") != len(events)+2 {
		t.Errorf("the dump lacks events: %v\n%s", err, dump)
	}
	for i := len("sk-ant-api03-"); i+8 <= len(key); i++ {
		if strings.Contains(dump, key[i:i+8]) {
			t.Fatalf("%q of the key is in the database:\n%s", key[i:i+8], dump)
		}
	}
}

// TestWhatALaterVersionWroteStays reads events with kinds and fields that this version does not know, and leaves them as they are.
func TestWhatALaterVersionWroteStays(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	at := address(t)
	s := open(t, at)
	name := begin(t, s)
	line := `{"seq":2, "act":2, "at":"2026-11-23T14:05:09Z","kind":"of-tomorrow","size":1e400,"said":"\u0000"}`
	say(t, at, `WITH e AS (INSERT INTO why403_events VALUES ($1, 2, $2)) UPDATE why403_sessions SET events = 2 WHERE name = $1`, name, line)
	got, err := s.Append(t.Context(), name, answer(1, 1, "x"))
	if err != nil || len(got) != 3 || got[0].Kind != "of-tomorrow" || got[1].Seq != 3 || got[1].Act != 3 {
		t.Fatalf("recorded %v, %v", got, err)
	}
	conn, err := pgx.Connect(t.Context(), at)
	must.NoError(t, err)
	defer func() { _ = conn.Close(t.Context()) }() // Read only.
	kept := ""
	if err := conn.QueryRow(t.Context(), `SELECT event::text FROM why403_events WHERE session = $1 AND seq = 2`, name).Scan(&kept); err != nil || kept != line {
		t.Errorf("it is %s, %v", kept, err)
	}
	// One that cannot be read is said to be so, and the others are read.
	broken := begin(t, s)
	say(t, at, `UPDATE why403_events SET event = '{"seq":7}' WHERE session = $1`, broken)
	seen := 0
	errs := s.Each(t.Context(), func(journal.Summary, *flow.Session) { seen++ })
	if _, err := s.Load(t.Context(), broken, 0); seen != 1 || len(errs) != 1 || !errors.Is(errs[0], journal.ErrDamaged) || !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%d sessions, %v; loaded: %v", seen, errs, err)
	}
}

// TestSessionsOfTheFirstRelease puts the files of the first release into the database, and finds in it what they hold.
func TestSessionsOfTheFirstRelease(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := open(t, address(t))
	files, err := filepath.Glob(filepath.Join("..", "testdata", "release-1", "*.jsonl"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		want, err := journal.ReadFile(file)
		must.NoError(t, err)
		name, _, err := s.Begin(t.Context(), began, want)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, e := range want {
			if e.About != nil {
				e.About.Name = name
			}
		}
		got, err := s.Load(t.Context(), name, 0)
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v (-want +got):\n%s", file, err, d)
		}
	}
}

// TestTablesAreChangedOnce has several servers start at once on a database without tables, one that is left behind, and one whose change
// fails half way.
func TestTablesAreChangedOnce(t *testing.T) {
	t.Parallel()
	at := address(t)
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			s, err := Open(t.Context(), at)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	wait.Wait()
	s := open(t, at)
	name := begin(t, s)
	steps := fstest.MapFS{
		"migrations/3_more.sql":    {Data: []byte("ALTER TABLE why403_sessions ADD team text; CREATE TABLE why403_teams (name text);")},
		"migrations/10_broken.sql": {Data: []byte("CREATE TABLE why403_rooms (name text); SELECT 1/0;")},
	}
	if err := migrate(t.Context(), s.pool, steps); err == nil || !strings.Contains(err.Error(), "version 10") {
		t.Errorf("a change that fails: %v", err)
	}
	open(t, at) // Nothing of it stayed.
	delete(steps, "migrations/10_broken.sql")
	for range 2 {
		if err := migrate(t.Context(), s.pool, steps); err != nil {
			t.Error(err)
		}
	}
	if got, err := s.Append(t.Context(), name, answer(1, 1, "x")); err != nil || len(got) != 2 {
		t.Errorf("a server that was running: %v", err)
	}
	if _, err := Open(t.Context(), at); !errors.Is(err, journal.ErrNewer) {
		t.Errorf("an older server: %v", err)
	}
}

func TestLobby(t *testing.T) {
	t.Parallel()
	lobbytest.Run(t, func(t *testing.T, sessions ...string) func() lobby.Lobby {
		at := address(t)
		open(t, at)
		for _, name := range sessions {
			say(t, at, `INSERT INTO why403_sessions (name, events, size) VALUES ($1, 0, 0)`, name)
		}
		return func() lobby.Lobby { return open(t, at) }
	})
}

// TestAUserWithFewRights is one that may use the tables and not change them.
func TestAUserWithFewRights(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	at := address(t)
	open(t, at)
	_, schema, _ := strings.Cut(at, "search_path=")
	role := "few_" + schema
	say(t, at, fmt.Sprintf(`CREATE ROLE %[1]s LOGIN PASSWORD '%[3]s'; GRANT USAGE ON SCHEMA %[2]s TO %[1]s; GRANT SELECT ON why403_schema TO %[1]s;
		GRANT SELECT, INSERT, UPDATE, DELETE ON why403_sessions, why403_codes, why403_present TO %[1]s; GRANT SELECT, INSERT ON why403_events TO %[1]s`, role, schema, postgrestest.Password))
	s := open(t, strings.Replace(at, "why403:", role+":", 1))
	name := begin(t, s)
	if _, err := s.Append(t.Context(), name, answer(1, 1, "x")); err != nil {
		t.Error(err)
	}
	if err := s.Invite(t.Context(), lobby.InviteCode{Hash: "a", Session: name, Until: began.Add(1)}, began, 1); err != nil {
		t.Error(err)
	}
	if err := s.Here(t.Context(), lobby.Person{ID: "a", Session: name, Name: "ann"}, began); err != nil {
		t.Error(err)
	}
	if err := s.Remove(t.Context(), name); err != nil {
		t.Error(err)
	}
	if _, err := s.Admit(t.Context(), "a", began); !errors.Is(err, lobby.ErrNone) {
		t.Errorf("a code leads into a session that is not there: %v", err)
	}
}

// TestNoPasswordIsPrinted opens what cannot be opened.
func TestNoPasswordIsPrinted(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	at := address(t)
	const secret = "FAKE-hunter2"
	for what, address := range map[string]string{
		"a wrong password":     strings.Replace(at, postgrestest.Password, secret, 1),
		"no server":            "postgres://why403:" + secret + "@/postgres?host=" + t.TempDir(),
		"no such database":     strings.Replace(at, "/postgres?", "/"+"nothing?", 1),
		"a port that is none":  "postgres://why403:" + secret + "@localhost:" + secret + "/x",
		"a password with /":    "postgres://why403:" + secret + "/" + secret + "@localhost/x",
		"a password with %":    "postgres://why403:%" + secret + "@localhost/x",
		"a parameter":          "postgres://localhost/x?password=" + secret + "&sslmode=" + secret,
		"a line of parameters": "host=localhost password=" + secret + " sslmode=none",
		"another scheme":       "mysql://why403:" + secret + "@localhost/x",
		"nothing to read":      secret,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err := Open(ctx, address)
		cancel()
		if text := fmt.Sprintf("%v %+v %#v", err, err, err); err == nil || strings.Contains(text, secret) || strings.Contains(text, postgrestest.Password) {
			t.Errorf("%s: %s", what, text)
		}
	}
}
