package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lock keeps other programs from appending. Locks keep readers out of what they cover, so this one covers a byte far
// behind the end of any session.
func lock(f *os.File, name string) error {
	at := windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return &LockedError{Name: name}
	}
	return nil
}

// unlock does nothing: closing the file gives it free.
func unlock(*os.File) {}
