//go:build unix

package journal

import (
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// TestDirWithoutHome holds where sessions are kept, also where the environment does not say.
func TestDirWithoutHome(t *testing.T) {
	t.Parallel()
	u, err := user.Current()
	if err != nil || u.HomeDir == "" {
		t.Skip("this machine does not know where this user is at home")
	}
	for _, tt := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"WHY403_STATE_DIR": "/state", "HOME": "/home/x"}, "/state/sessions"},
		{map[string]string{"WHY403_STATE_DIR": "/state"}, "/state/sessions"},
		{map[string]string{}, u.HomeDir + "/"},
	} {
		if got := Dir(func(name string) string { return tt.env[name] }); !strings.HasPrefix(got, tt.want) || filepath.Base(got) != "sessions" {
			t.Errorf("%v: %s, want %s", tt.env, got, tt.want)
		}
	}
}
