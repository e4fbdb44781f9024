//go:build !windows

package ledger

import (
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// A pipe in the place of the contracts keeps nobody waiting, and what is too large to be any is refused.
func TestContractsAreReadFromAFileAlone(t *testing.T) {
	book := smallBook(t)
	require.NoError(t, syscall.Mkfifo(book.contractsFile(), 0o600))
	read := make(chan error)
	go func() {
		_, err := book.contracts()
		read <- err
	}()
	select {
	case err := <-read:
		require.Equal(t, store.CodeBeside, store.Code(err))
	case <-time.After(20 * time.Second):
		t.Fatal("it waits for ever")
	}
	require.NoError(t, os.Remove(book.contractsFile()))
	require.NoError(t, os.WriteFile(book.contractsFile(), make([]byte, contractsMax+1), 0o600))
	_, err := book.contracts()
	require.Equal(t, payment.CodeKey, store.Code(err))
}
