//go:build darwin || freebsd || linux || netbsd || openbsd

package tty

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
)

// A Go program can recover from a panic only in the goroutine that panics, and from a fatal error not at all; many goroutines of
// a program on the screen belong to libraries. So a second process stands by, which is this program started again. It costs
// nothing at the start, because it is started when the first picture is on the screen, and neither signals nor job control nor
// the exit status pass through it: the program stays the shell's own child.
//
// The dying process writes its last words to a socket as well, which holds only a few of them. So it waits until the guard has
// given the terminal back and reads on, and the shell gets a terminal that is as it was. When the process is killed, it says
// nothing and the shell is first; the guard then changes only what is still as the program left it.

// guardVariable tells the process that is started what to give back.
const guardVariable = "WHY403_TERMINAL"

// reset turns everything off that the program turns on, in the order in which the library does when the program ends.
const reset = ansi.ResetModeSynchronizedOutput + ansi.ResetModifyOtherKeys + "\x1b[<1u" +
	ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr + ansi.ResetModeBracketedPaste +
	ansi.ResetModeFocusEvent + ansi.ResetModeUnicodeCore + ansi.ResetStyle + ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable

// lastWordsMax is how long a process that is dying may take over its last words.
const lastWordsMax = 5 * time.Second

// Guard watches over a terminal.
type Guard struct {
	saved   string
	in, out *os.File

	mu      sync.Mutex
	cmd     *exec.Cmd
	socket  *os.File
	stopped bool
}

// NewGuard notes how the terminal is set. Words are printed on it after a crash. It returns nil where there is nothing to
// guard, and all methods work on that.
func NewGuard(in io.Reader, out io.Writer, words string) *Guard {
	f, ok := in.(*os.File)
	screen, also := out.(*os.File)
	if !ok || !also {
		return nil
	}
	t, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	if err != nil {
		return nil
	}
	saved, err := json.Marshal(given{*t, words})
	if err != nil {
		return nil
	}
	return &Guard{saved: string(saved), in: f, out: screen}
}

// given is what the guard is told.
type given struct {
	Termios unix.Termios
	Words   string
}

// Start starts the process that stands by. Without it the program goes on all the same.
func (g *Guard) Start() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopped {
		return
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return
	}
	unix.CloseOnExec(pair[0])
	unix.CloseOnExec(pair[1])
	ours, theirs := os.NewFile(uintptr(pair[0]), "guard"), os.NewFile(uintptr(pair[1]), "guard")
	defer theirs.Close()
	if unix.SetsockoptInt(pair[0], unix.SOL_SOCKET, unix.SO_SNDBUF, 1) != nil { // As little as there can be.
		ours.Close()
		return
	}
	self, err := os.Executable()
	if runtime.GOOS == "linux" {
		self = "/proc/self/exe" // Also when the file was replaced.
	}
	if err != nil {
		ours.Close()
		return
	}
	cmd := exec.Command(self)
	cmd.Args = []string{os.Args[0]}
	cmd.Env = []string{guardVariable + "=" + g.saved, "GOMAXPROCS=1", "GOTRACEBACK=none"}
	cmd.Stdin, cmd.Stdout = g.in, g.out
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Signals of the terminal and of the shell are for the program.
	if cmd.Start() != nil {
		ours.Close()
		return
	}
	if debug.SetCrashOutput(ours, debug.CrashOptions{}) != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		ours.Close()
		return
	}
	g.cmd, g.socket = cmd, ours
}

// Stop sends the guard home, once the terminal is given back. If it takes nothing at the moment, the guard waits until it does
// and gives it back then.
func (g *Guard) Stop(gone bool) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stopped = true
	if g.cmd == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	if !gone {
		_ = g.cmd.Process.Kill()
		_ = g.cmd.Wait()
	}
	_ = g.socket.Close()
}

// Guarding reports whether this process was started to guard a terminal, and does that. What is printed passes through safe.
func Guarding(safe func(string) string) bool {
	saved := os.Getenv(guardVariable)
	if saved == "" {
		return false
	}
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGPIPE)
	const tty, socket = 0, 3
	var was given
	left, err := unix.IoctlGetTermios(tty, getTermios)
	if json.Unmarshal([]byte(saved), &was) != nil || err != nil {
		return true
	}
	fds := []unix.PollFd{{Fd: socket, Events: unix.POLLIN}}
	for {
		if n, err := unix.Poll(fds, -1); n > 0 || err != unix.EINTR {
			break
		}
	}
	f := os.NewFile(socket, "socket")
	if f == nil || fds[0].Revents&unix.POLLNVAL != 0 {
		return true // Nobody's guard.
	}
	_, _ = os.Stdout.WriteString(reset)
	if now, err := unix.IoctlGetTermios(tty, getTermios); err == nil && *now == *left {
		_ = unix.IoctlSetTermios(tty, setTermios, &was.Termios)
	}
	// Only now the dying process can go on.
	time.AfterFunc(lastWordsMax, func() { os.Exit(0) })
	first := make([]byte, 4096)
	n, _ := f.Read(first)
	if n == 0 { // It was killed.
		return true
	}
	_, _ = os.Stdout.WriteString(was.Words + safe(string(first[:n])))
	_, _ = io.Copy(io.Discard, f)
	return true
}
