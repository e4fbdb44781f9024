//go:build !unix

package devicetest

import (
	"errors"
	"os"
)

// openTerminal fails: this system has no pseudo-terminals.
func openTerminal() (ours, their *os.File, err error) {
	return nil, nil, errors.New("devicetest: this system has no pseudo-terminals")
}
