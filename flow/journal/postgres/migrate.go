package postgres

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"why403/flow/journal"
)

// migrations are the steps that tables are made and changed by, named NUMBER_what.sql. One that was released is not changed any more.
//
//go:embed migrations
var migrations embed.FS

// migrating is the lock that one server at a time takes to change tables.
const migrating = 7403_0001

// migrate takes the steps that were not taken yet, all or none.
func migrate(ctx context.Context, pool *pgxpool.Pool, steps fs.FS) error {
	files, err := fs.Glob(steps, "migrations/*.sql")
	if err != nil {
		return err
	}
	number := func(file string) int {
		n, _, _ := strings.Cut(strings.TrimPrefix(file, "migrations/"), "_")
		v, err := strconv.Atoi(n)
		if err != nil {
			panic(err) // A test reads them all.
		}
		return v
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(number(a), number(b)) })
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		var encoding string
		if err := tx.QueryRow(ctx, `SELECT pg_catalog.current_setting('server_encoding')`).Scan(&encoding); err != nil {
			return err
		}
		if encoding != "UTF8" {
			return fmt.Errorf("its encoding is %s, and cannot hold every text; make one with createdb --encoding UTF8 --template template0", encoding)
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrating)); err != nil {
			return err
		}
		var there bool // Only who changes tables has to be allowed to.
		if err := tx.QueryRow(ctx, `SELECT to_regclass('why403_schema') IS NOT NULL`).Scan(&there); err != nil {
			return err
		}
		have := 0
		if !there {
			if _, err := tx.Exec(ctx, `CREATE TABLE why403_schema (version integer PRIMARY KEY, since timestamptz NOT NULL DEFAULT now())`); err != nil {
				return err
			}
		} else if err := tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM why403_schema`).Scan(&have); err != nil {
			return err
		}
		if most := number(files[len(files)-1]); have > most {
			return fmt.Errorf("its tables are %w: version %d, this one knows %d; update why403d", journal.ErrNewer, have, most)
		}
		for _, file := range files {
			n := number(file)
			if n <= have {
				continue
			}
			sql, err := fs.ReadFile(steps, file)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, string(sql)); err != nil {
				return errors.Join(fmt.Errorf("change its tables to version %d", n), err)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO why403_schema (version) VALUES ($1)`, n); err != nil {
				return err
			}
		}
		return nil
	})
}
