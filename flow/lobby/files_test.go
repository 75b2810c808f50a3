package lobby_test

import (
	"path/filepath"
	"testing"

	"why403/flow/lobby"
	"why403/flow/lobby/lobbytest"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

func TestFiles(t *testing.T) {
	t.Parallel()
	lobbytest.Run(t, func(t *testing.T, _ ...string) func() lobby.Lobby {
		dir := filepath.Join(t.TempDir(), "lobby")
		return func() lobby.Lobby { return lobby.Open(dir) }
	})
}
