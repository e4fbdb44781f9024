//go:build unix

package devicetest

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/creack/pty"
)

// openTerminal gives both ends of a new pseudo-terminal. Ours ends a read under way when it is closed; as the system gives
// it, it would wait for the read, and the plug would stay in.
func openTerminal() (ours, their *os.File, err error) {
	blocking, their, err := pty.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("devicetest: pseudo-terminal: %w", err)
	}
	fd, err := syscall.Dup(int(blocking.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
		err = syscall.SetNonblock(fd, true)
	}
	if err = errors.Join(err, blocking.Close()); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("devicetest: pseudo-terminal: %w", err), their.Close())
	}
	return os.NewFile(uintptr(fd), "pseudo-terminal"), their, nil
}
