package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Watch implements journal.Keeper.
func (s *Database) Watch(ctx context.Context, name string) <-chan struct{} {
	return s.watchers.Add(ctx, name)
}

// listen hears of changes until ctx ends, over a connection of its own that is made again whenever it breaks.
func (s *Database) listen(ctx context.Context) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, mostPause) {
		if s.hear(ctx) {
			pause = firstPause
		}
		rest(ctx, pause)
	}
}

// hear passes on what a connection says until it breaks, and reports whether there was one.
func (s *Database) hear(ctx context.Context) bool {
	opening, cancel := context.WithTimeout(ctx, tryLimit)
	defer cancel()
	conn, err := pgx.ConnectConfig(opening, s.pool.Config().ConnConfig)
	if err != nil {
		return false
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(closing) // It is given up, however that goes.
	}()
	if _, err := conn.Exec(opening, "LISTEN "+channel); err != nil {
		return false
	}
	s.watchers.TellAll() // Whatever was said before this is missed.
	for {
		waiting, cancel := context.WithTimeout(ctx, quiet)
		notice, err := conn.WaitForNotification(waiting)
		cancel()
		switch {
		case err == nil:
			s.watchers.Tell(notice.Payload)
		case ctx.Err() != nil || !pgconn.Timeout(err):
			return true
		default:
			testing, cancel := context.WithTimeout(ctx, tryLimit)
			err := conn.Ping(testing)
			cancel()
			if err != nil {
				return true
			}
		}
	}
}

// lost reports whether a connection broke.
func lost(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}
