//go:build !unix

package tty

import "os"

// NotifyResize does nothing: here the library that reads the terminal tells of it.
func NotifyResize(chan<- os.Signal) {}
