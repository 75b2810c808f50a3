package postgres

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"why403/flow/journal"
	"why403/flow/lobby"
)

var _ lobby.Lobby = (*Database)(nil)

// Invite implements lobby.Lobby.
func (s *Database) Invite(ctx context.Context, c lobby.InviteCode, now time.Time, most int) error {
	return s.write(ctx, "invite to session "+c.Session, func(ctx context.Context, tx pgx.Tx, again bool) error {
		var there bool // Whoever else invites waits.
		err := tx.QueryRow(ctx, `SELECT true FROM why403_sessions WHERE name = $1 FOR UPDATE`, c.Session).Scan(&there)
		if errors.Is(err, pgx.ErrNoRows) {
			return journal.ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM why403_codes WHERE until <= $1 AND (used_by IS NULL OR until <= $2)`, now, now.Add(-lobby.Stays)); err != nil {
			return err
		}
		n := 0
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM why403_codes WHERE session = $1 AND used_by IS NULL AND hash <> $2`, c.Session, c.Hash).Scan(&n); err != nil {
			return err
		}
		if n >= most {
			return lobby.ErrFull
		}
		_, err = tx.Exec(ctx, `INSERT INTO why403_codes (hash, session, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, c.Hash, c.Session, c.Until)
		return err
	})
}

// Admit implements lobby.Lobby.
func (s *Database) Admit(ctx context.Context, hash string, now time.Time) (session string, err error) {
	if !lobby.Valid(hash) {
		return "", lobby.ErrNone
	}
	attempt := rand.Text()
	err = s.try(ctx, "use a code", func(ctx context.Context, again bool) error {
		err := s.pool.QueryRow(ctx, `UPDATE why403_codes SET used_by = $3 WHERE hash = $1 AND until > $2 AND (used_by IS NULL OR used_by = $3) RETURNING session`,
			hash, now, attempt).Scan(&session)
		if errors.Is(err, pgx.ErrNoRows) {
			return lobby.ErrNone
		}
		return err
	})
	return session, err
}

// Admitted implements lobby.Lobby.
func (s *Database) Admitted(ctx context.Context, hash string) (in bool, err error) {
	if !lobby.Valid(hash) {
		return false, nil
	}
	err = s.try(ctx, "look for a code", func(ctx context.Context, _ bool) error {
		return s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM why403_codes WHERE hash = $1 AND used_by IS NOT NULL)`, hash).Scan(&in)
	})
	return in, err
}

// Left implements lobby.Lobby.
func (s *Database) Left(ctx context.Context, hash string) error {
	if !lobby.Valid(hash) {
		return nil
	}
	return s.try(ctx, "forget a code", func(ctx context.Context, _ bool) error {
		_, err := s.pool.Exec(ctx, `DELETE FROM why403_codes WHERE hash = $1 AND used_by IS NOT NULL`, hash)
		return err
	})
}

// Revoke implements lobby.Lobby.
func (s *Database) Revoke(ctx context.Context, session string, now time.Time) (n int, err error) {
	err = s.write(ctx, "revoke the codes of session "+session, func(ctx context.Context, tx pgx.Tx, again bool) error {
		if err := tx.QueryRow(ctx, `WITH gone AS (DELETE FROM why403_codes WHERE session = $1 RETURNING until, used_by)
			SELECT count(*) FROM gone WHERE until > $2 OR used_by IS NOT NULL`, session, now).Scan(&n); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `SELECT pg_notify($1, $2)`, channel, session)
		return err
	})
	return n, err
}

// Here implements lobby.Lobby.
func (s *Database) Here(ctx context.Context, p lobby.Person, until time.Time) error {
	err := s.try(ctx, "come into session "+p.Session, func(ctx context.Context, _ bool) error {
		known, err := s.pool.Exec(ctx, `UPDATE why403_present SET until = $2 WHERE id = $1`, p.ID, until)
		if err != nil || known.RowsAffected() > 0 {
			return err
		}
		_, err = s.pool.Exec(ctx, `WITH came AS (INSERT INTO why403_present (id, session, name, until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)
			SELECT pg_notify($5, $2)`, p.ID, p.Session, p.Name, until, channel)
		return err
	})
	var said *pgconn.PgError
	if errors.As(err, &said) && said.Code == "23503" { // There is no such session.
		return journal.ErrNotFound
	}
	return err
}

// Gone implements lobby.Lobby.
func (s *Database) Gone(ctx context.Context, p lobby.Person) error {
	return s.try(ctx, "leave session "+p.Session, func(ctx context.Context, _ bool) error {
		_, err := s.pool.Exec(ctx, `WITH gone AS (DELETE FROM why403_present WHERE id = $1 RETURNING id) SELECT pg_notify($2, $3) FROM gone`, p.ID, channel, p.Session)
		return err
	})
}

// Present implements lobby.Lobby.
func (s *Database) Present(ctx context.Context, session string, now time.Time) (all []lobby.Person, err error) {
	err = s.try(ctx, "see who is in session "+session, func(ctx context.Context, _ bool) error {
		rows, err := s.pool.Query(ctx, `SELECT id, session, name FROM why403_present WHERE session = $1 AND until > $2`, session, now)
		if err != nil {
			return err
		}
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lobby.Person])
		return err
	})
	slices.SortFunc(all, func(a, b lobby.Person) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return all, err
}
