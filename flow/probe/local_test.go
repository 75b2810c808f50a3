package probe

import (
	"errors"
	"testing"
)

// A name that says localhost and resolves elsewhere is not connected to.
func TestOnlyLocal(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{"127.0.0.1:80": true, "127.8.8.8:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true, "10.0.0.1:80": false, "[fe80::1%eth0]:80": false, "x": false} {
		if err := onlyLocal("tcp", address, nil); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
	d := dialer{ctx: t.Context(), local: true}
	// An address of documentation: the check refuses it before anything is sent.
	if _, err := d.dial(t.Context(), "tcp", "192.0.2.1:80"); err == nil || !errors.As(err, new(*refusal)) {
		t.Errorf("dialed: %v", err)
	}
}
