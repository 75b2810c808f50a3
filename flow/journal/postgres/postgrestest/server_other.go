//go:build !linux

package postgrestest

import "os/exec"

type server struct{}

// run does not: only Linux ends a process together with the one that started it.
func (c *Cluster) run() error { return ErrNone }

func (*server) stop() error { return nil }

func ordinary(*exec.Cmd) {}

func own(...string) error { return nil }
