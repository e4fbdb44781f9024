package main

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// A disk that fills up while the book is closed does not take back what was acknowledged: whoever reads a failure under a
// printed receipt takes the money again.
func TestWhatIsInTheBookIsNotSaidToBeUndone(t *testing.T) {
	var said bytes.Buffer
	d := &desk{stderr: &said}
	require.NoError(t, d.closed(nil, store.Refuse(store.CodeFull)))
	require.Contains(t, said.String(), "已经记进账本，请不要再做一次")
	said.Reset()
	refused := store.Refuse(store.CodeFull)
	require.ErrorIs(t, d.closed(refused, errors.New("closing")), refused)
	require.Empty(t, said.String())
	require.NoError(t, d.closed(nil, nil))
}
