// Package postgres keeps a team's sessions in a PostgreSQL database, 11 or later, for several servers at once. Tables are made and brought
// up to date by Open. Events are appended in transactions that lock their session, so that none is lost or recorded twice, and are
// acknowledged once the database has them on disk. Changes are heard of by LISTEN and NOTIFY, which a pooler between here and the database
// has to let through.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"why403/flow"
	"why403/flow/journal"
)

const (
	channel = "why403" // Says names of sessions that changed.

	tryLimit   = 5 * time.Second  // Of one try to do something in the database.
	retryLimit = 15 * time.Second // Of all tries: a database is restarted in less.
	openLimit  = 30 * time.Second // Of connecting and bringing the tables up to date, which another server may be doing.
	eachLimit  = 5 * time.Minute  // Of reading all sessions.
	quiet      = 30 * time.Second // After so long without a notice the connection is tested.
	firstPause = 50 * time.Millisecond
	mostPause  = 2 * time.Second
	names      = 64 // Tried for a new session.
)

// Database is a database of sessions. It is a journal.Keeper.
type Database struct {
	pool     *pgxpool.Pool
	watchers journal.Watchers
	stop     context.CancelFunc
	ended    sync.WaitGroup
}

var _ journal.Keeper = (*Database)(nil)

// Open connects to the database at an address such as postgres://why403@db.example/why403?sslmode=verify-full, and makes its tables or
// brings them up to date. What the address leaves out comes from the variables and files of PostgreSQL's own programs, such as PGPASSWORD
// and ~/.pgpass. Tables are in the first schema of the user's search_path. Nothing of the address but user, host and database is in an
// error. Tables of a later version are journal.ErrNewer.
func Open(ctx context.Context, address string) (*Database, error) {
	ctx, cancel := context.WithTimeout(ctx, openLimit)
	defer cancel()
	config, err := pgxpool.ParseConfig(address)
	if err != nil { // The error may hold a password, which is not always where one can be found.
		return nil, errors.New("the database's address cannot be read; it looks like postgres://USER@HOST/DATABASE?sslmode=verify-full, with %40 for an @ in a part of it, and the password is best left to PGPASSWORD or ~/.pgpass")
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = tryLimit
	}
	config.AfterConnect = durable
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := migrate(ctx, pool, migrations); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	run, stop := context.WithCancel(context.Background())
	s := &Database{pool: pool, stop: stop}
	s.ended.Go(func() { s.listen(run) })
	return s, nil
}

// Close ends all connections. Nothing may be under way.
func (s *Database) Close() {
	s.stop()
	s.ended.Wait()
	s.pool.Close()
}

// durable has a connection acknowledge what is on disk only, and end a transaction whose server is out of reach.
func durable(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('idle_in_transaction_session_timeout', '20s', false),
		CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END`)
	return err
}

// Begin implements journal.Keeper.
func (s *Database) Begin(ctx context.Context, at time.Time, first []flow.Event) (string, []flow.Event, error) {
	for range names {
		name := journal.NewName(at)
		events, err := journal.First(first, name)
		if err != nil {
			return "", nil, err
		}
		lines, size, err := encode(events, 1, 0)
		if err != nil {
			return "", nil, fmt.Errorf("begin session %s: %w", name, err)
		}
		taken := false
		err = s.write(ctx, "begin session "+name, func(ctx context.Context, tx pgx.Tx, again bool) error {
			made, err := tx.Exec(ctx, `INSERT INTO why403_sessions (name, events, size) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING`, name)
			if err != nil {
				return err
			}
			if taken = made.RowsAffected() == 0; taken && again { // Perhaps by the try before.
				held, err := tail(ctx, tx, name, 0)
				if err != nil {
					return err
				}
				left, err := journal.Behind(held, events)
				if err != nil {
					return err
				}
				taken = len(left) > 0
				return nil
			}
			if taken {
				return nil
			}
			return insert(ctx, tx, name, 1, lines, size)
		})
		if err != nil {
			return "", nil, err
		}
		if !taken {
			return name, events, nil
		}
	}
	return "", nil, fmt.Errorf("begin a session: %d names in a row are taken", names)
}

// Append implements journal.Keeper.
func (s *Database) Append(ctx context.Context, name string, events []flow.Event) ([]flow.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	known := events[0].Seq - 1
	var recorded []flow.Event
	err := s.write(ctx, "append to session "+name, func(ctx context.Context, tx pgx.Tx, _ bool) error {
		var have int
		var size int64
		err := tx.QueryRow(ctx, `SELECT events, size FROM why403_sessions WHERE name = $1 FOR UPDATE`, name).Scan(&have, &size)
		if errors.Is(err, pgx.ErrNoRows) {
			return journal.ErrNotFound
		}
		if err != nil {
			return err
		}
		if known < 0 || known > have {
			return fmt.Errorf("%w: got number %d, it has %d", journal.ErrSequence, events[0].Seq, have)
		}
		recorded = nil
		if known < have {
			if recorded, err = tail(ctx, tx, name, known); err != nil {
				return err
			}
		}
		fresh, err := journal.Behind(recorded, events)
		if err != nil || len(fresh) == 0 {
			return err
		}
		lines, size, err := encode(fresh, have+1, size)
		if err != nil {
			return err
		}
		recorded = append(recorded, fresh...)
		return insert(ctx, tx, name, have+1, lines, size)
	})
	if err != nil {
		return nil, err
	}
	return recorded, nil
}

// encode returns the events as they are stored, and the size of the session with them.
func encode(events []flow.Event, next int, size int64) (lines []string, grown int64, err error) {
	for i, e := range events {
		line, err := journal.Encode(e, next+i)
		if err != nil {
			return nil, 0, err
		}
		lines = append(lines, string(line))
		size += int64(len(line))
	}
	if size > journal.MaxSession {
		return nil, 0, fmt.Errorf("%w: %d bytes, %d are possible", journal.ErrTooLarge, size, int64(journal.MaxSession))
	}
	return lines, size, nil
}

// insert adds events from the number on to a session that is locked, and tells who listens once it is committed.
func insert(ctx context.Context, tx pgx.Tx, name string, from int, lines []string, size int64) error {
	_, err := tx.Exec(ctx, `WITH added AS (
			INSERT INTO why403_events (session, seq, event)
			SELECT $1, $2 + place::integer - 1, line::json FROM unnest($3::text[]) WITH ORDINALITY AS given (line, place)
		), counted AS (
			UPDATE why403_sessions SET events = $2 + $4 - 1, size = $5 WHERE name = $1
		)
		SELECT pg_notify($6, $1)`, name, from, lines, len(lines), size, channel)
	return err
}

// queries is a transaction, or the pool.
type queries interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// tail returns a session's events behind the first known of them.
func tail(ctx context.Context, q queries, name string, known int) ([]flow.Event, error) {
	rows, err := q.Query(ctx, `SELECT e.seq, e.event::text FROM why403_sessions s
		LEFT JOIN why403_events e ON e.session = s.name AND e.seq > $2 WHERE s.name = $1 ORDER BY e.seq`, name, known)
	if err != nil {
		return nil, err
	}
	found := false
	var events []flow.Event
	var seq *int
	var line *string
	_, err = pgx.ForEachRow(rows, []any{&seq, &line}, func() error {
		if found = true; line == nil {
			return nil
		}
		e, err := journal.Decode([]byte(*line), known+len(events)+1)
		events = append(events, e)
		return err
	})
	if err == nil && !found {
		err = journal.ErrNotFound
	}
	return events, err
}

// Load implements journal.Keeper.
func (s *Database) Load(ctx context.Context, name string, known int) (events []flow.Event, err error) {
	err = s.try(ctx, "load session "+name, func(ctx context.Context, _ bool) error {
		events, err = tail(ctx, s.pool, name, known)
		return err
	})
	return events, err
}

// Each implements journal.Keeper.
func (s *Database) Each(ctx context.Context, use func(journal.Summary, *flow.Session)) []error {
	ctx, cancel := context.WithTimeout(ctx, eachLimit)
	defer cancel()
	rows, err := s.pool.Query(ctx, `SELECT s.name, s.size, e.event::text FROM why403_sessions s
		LEFT JOIN why403_events e ON e.session = s.name ORDER BY s.name, e.seq`)
	if err != nil {
		return []error{fmt.Errorf("list sessions: %w", err)}
	}
	var errs []error
	var events []flow.Event
	var damage error
	var name, last string
	var size, lastSize int64
	var line *string
	give := func() {
		switch {
		case damage != nil:
			errs = append(errs, fmt.Errorf("session %s: %w", last, damage))
		case len(events) > 0:
			session := flow.Replay(events)
			use(journal.Summarize(last, lastSize, session), session)
		}
	}
	_, err = pgx.ForEachRow(rows, []any{&name, &size, &line}, func() error {
		if name != last {
			give()
			last, lastSize, events, damage = name, size, nil, nil
		}
		if line != nil && damage == nil {
			var e flow.Event
			e, damage = journal.Decode([]byte(*line), len(events)+1)
			events = append(events, e)
		}
		return nil
	})
	if err != nil {
		return append(errs, fmt.Errorf("list sessions: %w", err))
	}
	give()
	return errs
}

// Remove implements journal.Keeper. What the database itself keeps of what is deleted is not this package's.
func (s *Database) Remove(ctx context.Context, name string) error {
	return s.write(ctx, "remove session "+name, func(ctx context.Context, tx pgx.Tx, again bool) error {
		gone, err := tx.Exec(ctx, `DELETE FROM why403_sessions WHERE name = $1`, name)
		if err != nil {
			return err
		}
		if gone.RowsAffected() == 0 && !again { // Else the try before may have done it.
			return journal.ErrNotFound
		}
		_, err = tx.Exec(ctx, `SELECT pg_notify($1, $2)`, channel, name)
		return err
	})
}

// write runs a transaction; see try.
func (s *Database) write(ctx context.Context, what string, do func(ctx context.Context, tx pgx.Tx, again bool) error) error {
	return s.try(ctx, what, func(ctx context.Context, again bool) error {
		return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted, AccessMode: pgx.ReadWrite}, func(tx pgx.Tx) error {
			return do(ctx, tx, again)
		})
	})
}

// try does something, again while the database is out of reach or did not get to it. After the first time it may be done already,
// though nobody heard of it.
func (s *Database) try(ctx context.Context, what string, do func(ctx context.Context, again bool) error) error {
	if strings.ContainsRune(what, 0) { // In the name: no text of the database has one.
		return fmt.Errorf("%q: %w", what, journal.ErrName)
	}
	ctx, cancel := context.WithTimeout(ctx, retryLimit)
	defer cancel()
	for n, pause := 0, firstPause; ; n, pause = n+1, min(2*pause, mostPause) {
		err := func() error {
			ctx, cancel := context.WithTimeout(ctx, tryLimit)
			defer cancel()
			return do(ctx, n > 0)
		}()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w: %w", what, ctx.Err(), err)
		}
		if !passing(err) {
			return fmt.Errorf("%s: %w", what, err)
		}
		rest(ctx, pause)
	}
}

// passing reports whether the error is the database's or the network's for now.
func passing(err error) bool {
	said := new(pgconn.PgError)
	if !errors.As(err, &said) {
		broken := new(pgconn.ConnectError)
		return errors.As(err, &broken) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) || errors.Is(err, context.DeadlineExceeded) || lost(err)
	}
	switch said.Code[:min(2, len(said.Code))] {
	case "08", "40", "53", "57": // Connection, rollback for another transaction, too few resources, shut down or restarted.
		return said.Code != "57014" // A limit that the database has for statements.
	}
	return false
}

// rest waits about so long, so that servers do not come back all at once.
func rest(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause/2 + rand.N(pause))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
